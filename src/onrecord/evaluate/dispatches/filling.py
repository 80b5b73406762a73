"""MUC-4's templates of a dispatch: one an incident, with its slots as the MUC-4 answer keys write them (Sundheim 1992)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.evaluate.dispatches.judgement import SLOTS, Judgement, Phrase
from onrecord.evaluate.dispatches.phrases import bracketed
from onrecord.evaluate.linear import Linear
from onrecord.model import Span

Template = dict[str, list[Any]]
# Log-odds above which a phrase is filled in, a dispatch has a template and another type of incident one of its own. Chosen on the dev half.
FILL = {
    "perp_individual": -1.8,
    "perp_organization": -1.3,
    "phys_tgt_id": -1.8,
    "hum_tgt_name": -1.4,
    "hum_tgt_description": -1.6,
    "instrument_id": -1.7,
}
RELEVANT = -0.6
ANOTHER = -0.3
_TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY")
_SIGNS = {
    "BOMBING": re.compile(r"\b(?:bomb|explo|dynamit|detonat|car-bomb|mine[ds]?\b)", re.IGNORECASE),
    "KIDNAPPING": re.compile(r"\b(?:kidnap|abduct|hostage|captive|held by|disappear|releas)", re.IGNORECASE),
    "ARSON": re.compile(r"\b(?:arson|burn|set (?:on )?fire|set fire|torch|incendiary|flames)", re.IGNORECASE),
    "ROBBERY": re.compile(r"\b(?:rob(?:bed|bery|bers?)\b|stole|stolen|looted|theft)", re.IGNORECASE),
    "ATTACK": re.compile(
        r"\b(?:kill|murder|assassinat|massacr|shot|attack|ambush|machine-?gun|fired|shoot|execut|wound|fighting|clash|slain"
        r"|death|died|harass)",
        re.IGNORECASE,
    ),
}
_THREAT = re.compile(r"\b(?:threat|warn|sentenced to death|will be (?:killed|executed))", re.IGNORECASE)
_DONE = re.compile(
    r"\b(?:killed|murdered|exploded|wounded|injured|destroyed|kidnapped|attacked|assassinated|blew up"
    r"|died)",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(
    r"\b(?:police|army|armed forces|military|government|officials?|authorit(?:y|ies)|president|minist(?:er|ry)|general|colonel|major"
    r"|captain|judges?|attorney|prosecutor|investigat|das|communique by the|intelligence|security forces|presidency|ambassador)",
    re.IGNORECASE,
)
_NUMBERS = {w: str(n) for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
_COUNT = re.compile(
    r"(?:\b(at least|more than|over|some|about|approximately|nearly)\s+)?\b(\d[\d,]*|" + "|".join(_NUMBERS) + r")\s+(?:[\w'-]+\s+){0,2}$",
    re.IGNORECASE,
)
_IRREGULAR = frozenset(
    "people men women children policemen troops police personnel youth clergy congressmen servicemen businessmen guardsmen".split()
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text names around its incidents: places as paths from the country down, days as inclusive ISO days.

    `country` is the one told of most.
    """

    places: Sequence[tuple[Span, list[dict[str, str]]]]
    days: Sequence[tuple[Span, str, str]]
    sentences: Sequence[Span]
    published: str | None
    country: str | None


def entities(judgement: Judgement, text: str) -> dict[str, list[Phrase]]:
    """The phrases that fill each slot, the surest first; of phrases for one entity only the surest."""
    pairs = {frozenset(pair) for pair in bracketed(text, {p.key: p.spans for p in judgement.phrases})}
    found: dict[str, list[Phrase]] = {}
    for slot in SLOTS:
        kept: list[Phrase] = []
        for phrase in sorted(judgement.phrases, key=lambda p: -p.odds[slot]):
            if phrase.odds[slot] <= FILL[slot]:
                break
            words = set(phrase.key.split())
            if not any(words <= set(k.key.split()) or words >= set(k.key.split()) or frozenset((phrase.key, k.key)) in pairs for k in kept):
                kept.append(phrase)
        found[slot] = kept
    return found


def templates(judgement: Judgement, kinds: Linear, text: str, setting: Setting) -> list[Template]:
    """The templates of a dispatch, none where it reports no incident."""
    if judgement.document["relevant"] <= RELEVANT:
        return []
    found = entities(judgement, text)
    ranked = sorted(_TYPES, key=lambda t: -judgement.document[t])
    types = [ranked[0], *(t for t in ranked[1:] if judgement.document[t] > ANOTHER)]
    signs = {t: [m.start() for m in _SIGNS[t].finditer(text)] for t in types}
    return [_template(kind, _of_type(found, kind, signs), kinds, text, setting) for kind in types]


def _of_type(found: Mapping[str, list[Phrase]], kind: str, signs: Mapping[str, list[int]]) -> dict[str, list[Phrase]]:
    """The phrases of one incident: perpetrators of all, what was used and hit of the one whose words stand nearest."""
    if len(signs) == 1:
        return dict(found)

    def distance(phrase: Phrase, of: str) -> int:
        return min((abs(at - span.start) for at in signs[of] for span in phrase.spans), default=10**6)

    def nearest(phrase: Phrase) -> str:
        return min(signs, key=lambda of: distance(phrase, of))

    return {slot: [p for p in of if slot.startswith("perp") or nearest(p) == kind] for slot, of in found.items()}


def _template(kind: str, found: Mapping[str, list[Phrase]], kinds: Linear, text: str, setting: Setting) -> Template:
    core = [span.start for slot in SLOTS[2:] for p in found[slot] for span in p.spans]
    signs = [m.start() for m in _SIGNS[kind].finditer(text)]
    made: Template = {
        "incident_type": [kind],
        "incident_stage": ["THREATENED" if _THREAT.search(text) and not _DONE.search(text) else "ACCOMPLISHED"],
        "incident_date": [_day(setting, [*signs, *core])],
        "incident_location": _place(setting, [*signs, *core]),
    }
    for slot in SLOTS:
        made[slot] = [p.key.upper() for p in found[slot]]
    perpetrators = [*found["perp_individual"], *found["perp_organization"]]
    made["perp_category"] = _best("perp_category", kinds, perpetrators[:1])
    made["perp_org_confidence"] = [
        {**f, "value": _accused(f["value"], p, text, setting.sentences)}
        for f, p in zip(_beside("perp_org_confidence", kinds, found["perp_organization"]), found["perp_organization"], strict=True)
    ]
    made["instrument_type"] = _beside("instrument_type", kinds, found["instrument_id"])
    for name, slots in (("phys_tgt", ("phys_tgt_id",)), ("hum_tgt", ("hum_tgt_name", "hum_tgt_description"))):
        hit = _apart([p for slot in slots for p in found[slot]], text)
        made[f"{name}_type"] = _beside(f"{name}_type", kinds, hit)
        made[f"{name}_effect"] = _beside(f"{name}_effect", kinds, hit, sure=True)
        made[f"{name}_number"] = [
            {"value": "1" if p in found["hum_tgt_name"] else number_of(text, p.spans[0]), "ref": p.key.upper()} for p in hit
        ]
    return made


def _accused(value: str, phrase: Phrase, text: str, sentences: Sequence[Span]) -> str:
    """An accusation is one by authorities where a sentence that names the accused names them too (MUC-4's definition of the two values)."""
    if not value.startswith("SUSPECTED"):
        return value
    around = " ".join(s.of(text) for s in sentences if any(s.contains(span) for span in phrase.spans))
    return "SUSPECTED OR ACCUSED BY AUTHORITIES" if _AUTHORITY.search(around) else "SUSPECTED OR ACCUSED"


def _apart(found: Sequence[Phrase], text: str) -> list[Phrase]:
    """Targets without the descriptions that stand right before or after a name of theirs: one person is counted once."""
    kept: list[Phrase] = []
    for phrase in found:
        if not any(_beside_each_other(a, b, text) for k in kept for a in k.spans for b in phrase.spans):
            kept.append(phrase)
    return kept


def _beside_each_other(a: Span, b: Span, text: str) -> bool:
    first, second = sorted((a, b))
    return first.overlaps(second) or (
        second.start - first.end <= 6 and not re.search(r"[.;]|\band\b", text[first.end : second.start], re.IGNORECASE)
    )


def _ranked(kind: str, kinds: Linear, phrase: Phrase) -> tuple[float, str]:
    odds = kinds.odds(phrase.features)
    return max((value, label.partition(":")[2]) for label, value in odds.items() if label.startswith(f"{kind}:"))


def _beside(kind: str, kinds: Linear, found: Sequence[Phrase], *, sure: bool = False) -> list[dict[str, str]]:
    """The likeliest value for each string; with `sure` only where it is more likely than not."""
    ranked = [(p, *_ranked(kind, kinds, p)) for p in found]
    return [{"value": value, "ref": p.key.upper()} for p, odds, value in ranked if odds > 0 or not sure]


def _best(kind: str, kinds: Linear, found: Sequence[Phrase]) -> list[str]:
    return [_ranked(kind, kinds, p)[1] for p in found]


def number_of(text: str, span: Span) -> str:
    """How many a phrase names, as MUC-4 writes numbers: "1", "12", "5-" for at least, "~5" for about, PLURAL for an unknown several."""
    phrase = span.of(text)
    before = text[max(0, span.start - 40) : span.start]
    own = _COUNT.search(f"{before}{phrase.rsplit(None, 1)[0]} " if " " in phrase else before)
    if own:
        value = _NUMBERS.get(own[2].lower(), own[2].replace(",", ""))
        match (own[1] or "").lower():
            case "at least" | "more than" | "over":
                return f"{value}-"
            case "some" | "about" | "approximately" | "nearly":
                return f"~{value}"
        return value
    head = re.split(r"\s(?:of|in|at|from|who)\s", phrase.lower())[0].split()[-1]
    return "PLURAL" if head in _IRREGULAR or (head.endswith("s") and not head.endswith(("ss", "us", "is"))) else "1"


def _nearest(of: Sequence[tuple[Any, ...]], at: Sequence[int], sentences: Sequence[Span]) -> tuple[Any, ...] | None:
    """What is named in the sentences that tell most of the incident; the earliest of equals."""
    starts = [s.start for s in sentences]
    weight: dict[int, int] = {}
    for position in at:
        number = bisect_right(starts, position)
        weight[number] = weight.get(number, 0) + 1
    inside = [item for item in of if bisect_right(starts, item[0].start) in weight]
    return min(inside, key=lambda item: item[0].start, default=None)


def _day(setting: Setting, at: Sequence[int]) -> dict[str, str | None]:
    found = _nearest(setting.days, at, setting.sentences)
    return {"from": found[1], "to": found[2]} if found else {"from": None, "to": setting.published}


def _place(setting: Setting, at: Sequence[int]) -> list[dict[str, Any]]:
    """The first town, else the first country, of the sentences that tell of it; failing these the country told of most."""
    towns = [p for p in setting.places if len(p[1]) > 1]
    found = _nearest(towns, at, setting.sentences) or _nearest(setting.places, at, setting.sentences)
    path = found[1] if found else [{"name": setting.country, "kind": "COUNTRY"}] if setting.country else []
    return [{"path": path}] if path else []
