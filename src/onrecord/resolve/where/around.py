"""What the text right after a name says about it: its kind, the place that holds it, how far it lies from another."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.resolve.where.cues import COMPASS, CUES, DISTRICT, KIND_OF, PROVINCE, bearing, key, metres
from onrecord.resolve.where.names import Phrase

_AHEAD = 120  # code points
_WORDS = r"[^\W\d_][\w'’.-]*(?:[\s-][^\W\d_][\w'’.-]*){0,3}"
_AFTER = re.compile(rf"^[\s-]+(?P<cue>{CUES})\b", re.I)
_COORDINATED = re.compile(rf"^\s*(?:,\s*{_WORDS}\s*){{0,5}},?\s*(?:and|or)\s+(?:in\s+|the\s+)?{_WORDS}?\s+(?P<cue>{CUES})\b", re.I)
_NEXT = re.compile(r"[\s-]+(?P<word>[^\W\d_]+)")
_FIRST_WORDS = frozenset(re.split(r"[\s-]", cue)[0] for cue in KIND_OF)
_LIST_GOES_ON = frozenset(",aAoO")  # a comma, "and", "or"
_PROPER = r"[^\W\d_a-z][\w'’-]*(?:[ -](?:al-|ez-|el-)?[^\W\d_a-z][\w'’-]*){0,3}"
_CONTAINER = re.compile(
    r"(?:,\s+|,?\s+(?:in|near)\s+(?:the\s+)?)"
    r"(?P<name>[^\W\d_a-z](?:[\w’'-]|\.(?=\w|,|\s+[a-z(—–-]))*(?:[ -](?:of |al-|ez-|el-)?[^\W\d_a-z](?:[\w’'-]|\.(?=\w))*){0,3}"
    r"(?:\s+(?:province|governorate|oblast|county|district|state))?)"
)
_OFFSET = re.compile(
    r"(?i:\s*[,(]?\s*(?:which is |located |also |just |some |about |around |roughly |nearly |approximately )*"
    r"(?:(?P<figure>\d+(?:[.,]\d+)?)\s*-?(?P<unit>km|kilomet(?:er|re)s?|miles?|mi)\b\s*(?:\([^)]{1,20}\)\s*)?)?(?:to the )?"
    rf"(?P<direction>{COMPASS})\s+of\s+)(?P<name>{_PROPER})"
)

_BACK = 60  # code points
_LEADS_IN = r"\s+(?:the\s+)?(?:(?:town|city|village|district|province|area|port)\s+of\s+)?$"
_FAR_BEFORE = re.compile(
    rf"(?P<figure>\d+(?:[.,]\d+)?)\s*-?(?P<unit>km|kilomet(?:er|re)s?|miles?|mi)\b\s*(?:\([^)]{{1,20}}\)\s*)?(?:to the )?"
    rf"(?:(?P<direction>{COMPASS})(?:ern)?\s+(?:of|from)|(?:away\s+)?from|outside|off){_LEADS_IN}",
    re.I,
)
_SIDE_BEFORE = re.compile(rf"(?P<inside>\b(?:in|across|throughout)\s+the\s+)?\b(?P<direction>{COMPASS})\s+of{_LEADS_IN}", re.I)
_NEAR_BEFORE = re.compile(
    r"\b(?:near|close to|outside(?: of)?|in the vicinity of|outskirts of|suburbs of|environs of|countryside of|countryside around|"
    rf"edge of|just off|surrounding|around){_LEADS_IN}",
    re.I,
)
_PART_BEFORE = re.compile(rf"\b(?P<part>(?:{COMPASS})ern|central)\s+$", re.I)
_FIRST_OF_TWO = re.compile(rf"\s+(?P<joint>and|to)\s+(?:the\s+)?(?P<other>{_PROPER})")
_BEFORE_FIRST = re.compile(r"\b(?P<word>between|(?:road|highway|route|motorway|railway)\s+from)\s+(?:the\s+)?$", re.I)
_BEFORE_SECOND = re.compile(
    rf"\b(?:between\s+(?:the\s+)?(?P<a>{_PROPER})\s+and|(?:road|highway|route|motorway|railway)\s+from\s+(?P<b>{_PROPER})\s+to)\s+(?:the\s+)?$"
)


def told_before(text: str, start: int, end: int, phrase: Phrase) -> Phrase:
    """`phrase`, the plain name at `[start, end)`, with what the words before it say of how the place lies to that name.

    "25 km east of", "north of", "near", "outskirts of", "between A and", "southern": readers mark the name alone as often as the whole, and
    the place must not come out more exact for it. A phrase that says more than a name is left as it is.
    """
    if phrase.relation != "at":
        return phrase
    before = text[max(0, start - _BACK) : start]
    if m := _FAR_BEFORE.search(before):
        return replace(phrase, relation="offset", metres=metres(m["figure"], m["unit"]), bearing=bearing(m["direction"]))
    first = _BEFORE_FIRST.search(before)
    after = _FIRST_OF_TWO.match(text, end) if first else None
    if first and after and (after["joint"] == "and") == (first["word"].lower() == "between"):
        return replace(phrase, relation="between", other=after["other"])
    if m := _BEFORE_SECOND.search(before):
        return replace(phrase, relation="between", other=m["a"] or m["b"])
    if m := _SIDE_BEFORE.search(before):
        if m["inside"]:
            return replace(phrase, relation="part", whole=f"{m['direction']} {phrase.name}")
        return replace(phrase, relation="offset", bearing=bearing(m["direction"]))
    if _NEAR_BEFORE.search(before):
        return replace(phrase, relation="near")
    if m := _PART_BEFORE.search(before):
        return replace(phrase, relation="part", whole=f"{m['part']} {phrase.name}")
    return phrase


def cue_after(text: str, end: int) -> tuple[str, str] | None:
    """Kind and cue word that the text after a name gives it ("Homs and Deir ez-Zor provinces": province for both)."""
    after = text[end : end + _AHEAD]
    # Hardly any name has a cue after it, and to look for one takes long: the next word tells whether it is worth it.
    word = _NEXT.match(after)
    m = _AFTER.match(after) if word is not None and word["word"].lower() in _FIRST_WORDS else None
    if m is None:
        m = _COORDINATED.match(after) if after.lstrip()[:1] in _LIST_GOES_ON else None
        if m is not None and KIND_OF[key(m["cue"])] not in (PROVINCE, DISTRICT):
            return None
    if m is None:
        return None
    cue = key(m["cue"])
    return KIND_OF[cue], cue


def container_after(text: str, end: int) -> str | None:
    """The name that the text puts a place into: the words after comma or "in" ("Alexandria, La.", "mountain range in Homs and")."""
    m = _CONTAINER.match(text, end)
    return m["name"].strip() if m else None


def offset_after(text: str, end: int) -> Phrase | None:
    """How the text goes on to place a name ("Safina, about 45km (28 miles) south of Mosul"); None where it does not."""
    m = _OFFSET.match(text, end)
    if m is None:
        return None
    far = metres(m["figure"], m["unit"]) if m["figure"] else None
    return Phrase(name=m["name"], relation="offset", metres=far, bearing=bearing(m["direction"]), whole=m.group().strip(" ,"))
