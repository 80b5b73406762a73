"""What a place phrase is made of: the name to look up, what kind of thing it must be, and how the place lies to that name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from onrecord.resolve.where.cues import COMPASS, COUNTRY, CUES, KIND_OF, NATURAL, PROVINCE, REGION, SITE, STREETS, bearing, key, metres

_NAME = r"(?P<name>.+)$"
_ABOUT = r"(?:(?:about|around|some|roughly|nearly|approximately|just)\s+)?"
_TRAILING = re.compile(rf"^(?P<name>.+?)[\s-]+(?P<cue>{CUES})$", re.I | re.S)
_LEADING = re.compile(rf"^(?:(?:{COMPASS})(?:ern)?\s+)?(?P<cue>{CUES})\s+(?:of|at|in)\s+(?:the\s+)?{_NAME}", re.I | re.S)
_SITE_HEAD = re.compile(
    r"\b(?:embassy|consulate|hospital|airport|air\s?base|camp|prison|university|school|church|mosque|headquarters)\b", re.I
)
_PREFIXED = re.compile(
    rf"^(?P<cue>mount|lake|camp|wadi|jabal|jebel|port|fort|river|gulf of|strait of|bay of|sea of)\s+{_NAME}", re.I | re.S
)
_PREFIX_KIND = {"camp": SITE, "port": None, "fort": None}
_OFFSET = re.compile(
    rf"^{_ABOUT}(?P<figure>\d+(?:[.,]\d+)?)\s*-?(?P<unit>km|kilomet(?:er|re)s?|miles?|mi|m|met(?:er|re)s?)\s+(?:to\s+the\s+)?"
    rf"(?:(?P<direction>{COMPASS})(?:ern)?\s+(?:of|from)|(?:away\s+)?from|off|outside|inside)\s+{_NAME}",
    re.I | re.S,
)
_DIRECTION = re.compile(
    r"^(?:(?:the\s+)?(?:areas?|region|outskirts|countryside|land|village|town|site)s?\s+)?(?:to\s+the\s+|just\s+)?"
    rf"(?P<direction>{COMPASS})\s+of\s+{_NAME}",
    re.I | re.S,
)
_NEAR = re.compile(
    r"^(?:.*?\b)?(?:near(?:by)?|close to|outside(?: of)?|around|surrounding|in the vicinity of|adjacent to|off|neighbou?ring|"
    rf"on the outskirts of|outskirts of|suburbs of|environs of)\s+{_NAME}",
    re.I | re.S,
)
_PART = re.compile(
    rf"^(?P<part>(?:{COMPASS})(?:ern)?|central|centre of|center of|upper|lower|rural|greater|downtown|{COMPASS} of)[\s-]+{_NAME}",
    re.I | re.S,
)
_BETWEEN = re.compile(r"^(?:.*?\b)?between\s+(?P<a>.+?)\s+and\s+(?P<b>.+)$", re.I | re.S)
_FROM_TO = re.compile(r"^(?:.*?\b(?:road|highway|route|motorway|line|railway|way)\s+)from\s+(?P<a>.+?)\s+to\s+(?P<b>.+)$", re.I | re.S)
# "The northern countryside of Hama" lies outside of it, "the southern part of Homs" is of it.
_SIDE = re.compile(
    rf"^(?P<direction>{COMPASS})(?:ern)?\s+(?:(?P<out>countryside|outskirts|suburbs|fringes?|edges?|approaches)|(?:parts?|areas?|districts?|"
    rf"half|sector|neighbou?rhoods?|quarters?))\s+of\s+{_NAME}",
    re.I | re.S,
)
_BORDER = re.compile(r"^(?P<a>[^\W\d_]+)\s*[-–/]\s*(?P<b>[^\W\d_]+)\s+(?:border|frontier)(?:\s+(?:area|region|zone)s?)?$", re.I)
_INSIDE = re.compile(r"^(?P<name>.+?)(?:\s*,\s*|\s+(?:in|within|inside|of|at)\s+)(?:the\s+)?(?P<container>[^,]+)(?:,.*)?$", re.I | re.S)
_ARTICLE = re.compile(
    r"^(?:the|a|an|this|that|its|their|some|other|several|entire|whole|all of|parts of|most of|areas of|area of|near(?:by)?)\s+", re.I
)
_BLOCK = re.compile(r"^\d[\d,]*\s+(?=block\s+of\b)", re.I)
_FILLER = re.compile(
    r"^(?:(?:rugged|remote|besieged|rebel-held|government-held|occupied|contested|strategic|ancient|historic|border|disputed|coastal|"
    r"volatile|restive|central)\s+)+",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A place phrase taken apart.

    `name` is what to look up; `kind` the kind that a cue word demands (None: any), `cue` that word. `relation` says how the place lies to
    the name: "at", "near",
    "part" ("northern Iraq"), "offset" with `metres` and `bearing` (degrees, None where the text gives none), "between" and "border" with
    `other`.
    `container` is the place named inside the phrase to hold it.
    """

    name: str
    kind: str | None = None
    cue: str | None = None
    relation: str = "at"
    metres: float | None = None
    bearing: float | None = None
    other: str | None = None
    container: str | None = None
    whole: str = field(default="", compare=False)


def take_apart(text: str) -> Phrase:
    """Take a place phrase apart ("25 km east of Palmyra", "the Al-Amur mountain range in Homs"); never fails, the last resort is the text
    itself."""
    whole = " ".join(text.split()).strip(' ,;:()[]"“”')
    if whole.isalpha():
        return Phrase(name=whole, whole=whole)  # a single word has no parts
    plain = _ARTICLE.sub("", whole) or whole
    if m := _OFFSET.match(plain):
        inner = take_apart(m["name"])
        return Phrase(
            name=inner.name,
            kind=inner.kind,
            cue=inner.cue,
            relation="offset",
            metres=metres(m["figure"], m["unit"]),
            bearing=bearing(m["direction"]),
            container=inner.container,
            whole=whole,
        )
    if m := _SIDE.match(plain):
        inner = take_apart(m["name"])
        relation, side = ("offset", bearing(m["direction"])) if m["out"] else ("part", None)
        words = whole if m["out"] else f"{m['direction']} {inner.name}"
        return Phrase(
            name=inner.name, kind=inner.kind, cue=inner.cue, relation=relation, bearing=side, container=inner.container, whole=words
        )
    if m := _BETWEEN.match(plain) or _FROM_TO.match(plain):
        return Phrase(name=take_apart(m["a"]).name, relation="between", other=take_apart(m["b"]).name, whole=whole)
    if m := _BORDER.match(plain):
        return Phrase(name=m["a"], kind=COUNTRY, cue="border", relation="border", other=m["b"], whole=whole)
    if m := _DIRECTION.match(plain):
        inner = take_apart(m["name"])
        return Phrase(
            name=inner.name,
            kind=inner.kind,
            cue=inner.cue,
            relation="offset",
            bearing=bearing(m["direction"]),
            container=inner.container,
            whole=whole,
        )
    if m := _NEAR.match(plain):
        inner = take_apart(m["name"])
        return Phrase(name=inner.name, kind=inner.kind, cue=inner.cue, relation="near", container=inner.container, whole=whole)
    return _named(plain, whole)


def _named(plain: str, whole: str) -> Phrase:
    plain = _BLOCK.sub("", _FILLER.sub("", plain)) or plain
    m = _LEADING.match(plain)
    if m and not (KIND_OF[key(m["cue"])] == PROVINCE and _SITE_HEAD.search(plain)):
        kind = KIND_OF[key(m["cue"])]
        inner = _INSIDE.match(m["name"])
        name = inner["name"] if inner else m["name"]
        container: str | None = inner["container"] if inner else None
        if key(m["cue"]) in STREETS:
            return Phrase(name=plain, kind=kind, cue=key(m["cue"]), whole=whole)
        if kind in (SITE, NATURAL, REGION) and key(m["cue"]) not in ("gulf", "strait", "straits", "bay", "sea", "port", "cape"):
            # "hospital in San Francisco": the thing has no name of its own, its town is the container.
            return Phrase(name=plain, kind=kind, cue=key(m["cue"]), container=m["name"], whole=whole)
        return Phrase(name=name, kind=kind if kind != SITE else None, cue=key(m["cue"]), container=container, whole=whole)
    within: str | None = None
    m = _INSIDE.match(plain)
    if m and m["name"][:1].isupper():
        plain, within = m["name"], m["container"].strip()
    if m := _TRAILING.match(plain):
        return Phrase(name=_ARTICLE.sub("", m["name"]), kind=KIND_OF[key(m["cue"])], cue=key(m["cue"]), container=within, whole=whole)
    if m := _PREFIXED.match(plain):
        prefixed = _PREFIX_KIND.get(m["cue"].lower(), NATURAL)
        return Phrase(name=plain, kind=prefixed, cue=m["cue"].lower(), container=within, whole=whole)
    return Phrase(name=plain, container=within, whole=whole)


def part_of(name: str) -> str | None:
    """The place of which `name` is a part ("northern Iraq" gives "Iraq"); None where it is not such a phrase."""
    m = _PART.match(name)
    return _ARTICLE.sub("", m["name"]) if m else None
