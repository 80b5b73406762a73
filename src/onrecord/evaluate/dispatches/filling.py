"""MUC-4's templates of a dispatch: one an incident, with its slots as the MUC-4 answer keys write them (Sundheim 1992)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from onrecord.evaluate.dispatches.accusing import accusing_features
from onrecord.evaluate.dispatches.incidents import counts, ground_of, groups
from onrecord.evaluate.dispatches.judgement import SLOTS, Judgement, Phrase
from onrecord.evaluate.dispatches.phrases import bracketed
from onrecord.evaluate.dispatches.scene import Scene, Setting, chances, credit_of_days, credit_of_places
from onrecord.evaluate.linear import Linear
from onrecord.model import Span

Template = dict[str, list[Any]]
# Log-odds above which a phrase is filled in among the role fillers of the dispatch, and in its templates, where what is right earns more
# than once. Chosen on the dev half: the encoder has read the train half, so that everything is surer there.
FILL = {
    "perp_individual": -1.8,
    "perp_organization": -1.2,
    "phys_tgt_id": -1.7,
    "hum_tgt_name": -0.9,
    "hum_tgt_description": -1.6,
    "instrument_id": -2.0,
}
PUT = {
    "perp_individual": -1.2,
    "perp_organization": -0.9,
    "phys_tgt_id": -1.4,
    "hum_tgt_name": -0.9,
    "hum_tgt_description": -2.0,
    "instrument_id": -2.1,
}
# Log-odds above which a dispatch has a template, another of them, a stage other than ACCOMPLISHED and a weapon that no phrase names.
RELEVANT = -0.7
ANOTHER = -0.7
UNUSUAL = -0.6
UNNAMED = 0.0
_NUMBERS = {w: str(n) for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
_COUNT = re.compile(
    r"(?:\b(at least|more than|over|some|about|approximately|nearly)\s+)?\b(\d[\d,]*|" + "|".join(_NUMBERS) + r")\s+(?:[\w'-]+\s+){0,2}$",
    re.IGNORECASE,
)
_IRREGULAR = frozenset(
    "people men women children policemen troops police personnel youth clergy congressmen servicemen businessmen guardsmen".split()
)


def entities(judgement: Judgement, text: str, above: Mapping[str, float]) -> dict[str, list[Phrase]]:
    """The phrases that fill each slot, whose log-odds are `above` its own, the surest first; of phrases for one entity only the surest."""
    pairs = {frozenset(pair) for pair in bracketed(text, {p.key: p.spans for p in judgement.phrases})}
    found: dict[str, list[Phrase]] = {}
    for slot in SLOTS:
        kept: list[Phrase] = []
        for phrase in sorted(judgement.phrases, key=lambda p: -p.odds[slot]):
            if phrase.odds[slot] <= above[slot]:
                break
            words = set(phrase.key.split())
            if not any(words <= set(k.key.split()) or words >= set(k.key.split()) or frozenset((phrase.key, k.key)) in pairs for k in kept):
                kept.append(phrase)
        found[slot] = kept
    return found


def templates(judgement: Judgement, models: Mapping[str, Linear], text: str, setting: Setting) -> list[Template]:
    """The templates of a dispatch, none where it reports no incident."""
    many = counts(judgement.document, relevant=RELEVANT, another=ANOTHER)
    found = entities(judgement, text, PUT)
    ground = ground_of(text, setting.sentences, setting.named)
    kinds = models["kinds"]
    suffered = list({p.key: p for slot in SLOTS[2:] for p in found[slot]}.values())
    types = [_type_of(p, kinds, many) for p in suffered]
    parts: list[tuple[str, list[Phrase]]] = []
    for kind, number in many.items():
        mine = [p for p, t in zip(suffered, types, strict=True) if t == kind]
        parts += [(kind, [mine[n] for n in of]) for of in groups([p.spans for p in mine], number, ground, models["same"]) or [[]]]
    made = []
    for kind, hit in parts:
        inside = {p.key for p in hit}
        of = {slot: [p for p in filled if slot.startswith("perp") or p.key in inside] for slot, filled in found.items()}
        scene = Scene(ground, kind, [p.spans for p in hit])
        made.append(_template(kind, of, models, text, setting, scene, judgement.document))
    return made


def _type_of(phrase: Phrase, kinds: Linear, types: Collection[str]) -> str | None:
    """The type of incident, of those that the dispatch tells of, that a phrase was hit or used in."""
    if len(types) < 2:
        return next(iter(types), None)
    odds = kinds.odds(phrase.features)
    return max(types, key=lambda t: odds.get(f"incident_type:{t}", -9.0))


def _template(
    kind: str,
    found: Mapping[str, list[Phrase]],
    models: Mapping[str, Linear],
    text: str,
    setting: Setting,
    scene: Scene,
    document: Mapping[str, float],
) -> Template:
    kinds, told = models["kinds"], models["told"].odds(scene.words())
    made: Template = {
        "incident_type": [kind],
        "incident_stage": [_likeliest(told, "incident_stage", UNUSUAL) or "ACCOMPLISHED"],
        "incident_date": _day(models["days"], scene, setting),
        "incident_location": _place(models["places"], scene, setting),
    }
    for slot in SLOTS:
        made[slot] = [p.key.upper() for p in found[slot]]
    perpetrators = [*found["perp_individual"], *found["perp_organization"]]
    made["perp_category"] = _best("perp_category", kinds, perpetrators[:1])
    made["perp_org_confidence"] = [
        {"value": value, "ref": p.key.upper()}
        for p in found["perp_organization"]
        if (value := _confidence(models["accusing"], p, text, setting.sentences, document))
    ]
    made["instrument_type"] = _beside("instrument_type", kinds, found["instrument_id"])
    if not found["instrument_id"] and (unnamed := _likeliest(told, "instrument_type", UNNAMED)):
        made["instrument_type"] = [unnamed]
    for name, slots in (("phys_tgt", ("phys_tgt_id",)), ("hum_tgt", ("hum_tgt_name", "hum_tgt_description"))):
        hit = _apart([p for slot in slots for p in found[slot]], text)
        made[f"{name}_type"] = _beside(f"{name}_type", kinds, hit)
        made[f"{name}_effect"] = _beside(f"{name}_effect", kinds, hit, sure=True)
        made[f"{name}_nation"] = _beside(f"{name}_nation", kinds, hit, sure=True)
        made[f"{name}_number"] = [
            {"value": "1" if p in found["hum_tgt_name"] else number_told(text, p.spans), "ref": p.key.upper()} for p in hit
        ]
    return made


def _confidence(model: Linear, phrase: Phrase, text: str, sentences: Sequence[Span], document: Mapping[str, float]) -> str:
    odds = model.odds(accusing_features(phrase.features, phrase.spans, text, sentences, document))
    return max(odds, key=lambda value: odds[value])


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
    return max(((value, label.partition(":")[2]) for label, value in odds.items() if label.startswith(f"{kind}:")), default=(-9.0, ""))


def _likeliest(odds: Mapping[str, float], slot: str, above: float) -> str | None:
    """The likeliest value of a slot of the whole incident where its log-odds are `above` that."""
    value, label = max(((v, n.partition(":")[2]) for n, v in odds.items() if n.startswith(f"{slot}:")), default=(above, ""))
    return label if value > above else None


def _beside(kind: str, kinds: Linear, found: Sequence[Phrase], *, sure: bool = False) -> list[dict[str, str]]:
    """The likeliest value for each string; with `sure` only where it is more likely than not."""
    ranked = [(p, *_ranked(kind, kinds, p)) for p in found]
    return [{"value": value, "ref": p.key.upper()} for p, odds, value in ranked if odds > 0 or not sure]


def _best(kind: str, kinds: Linear, found: Sequence[Phrase]) -> list[str]:
    return [_ranked(kind, kinds, p)[1] for p in found]


def number_told(text: str, spans: Sequence[Span]) -> str:
    """How many a phrase names where it first says so; "the Jesuits" may be six a paragraph later."""
    found = [number_of(text, span) for span in spans]
    return found[0] if found[0] != "PLURAL" else next((n for n in found if n not in {"PLURAL", "1"}), "PLURAL")


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


def _day(model: Linear, scene: Scene, setting: Setting) -> list[dict[str, str | None]]:
    """The days that earn most, as likely as each candidate is to be right."""
    likely = chances(model, scene.days(setting))
    if not likely:
        return []
    first, last = max(likely, key=lambda a: sum(p * credit_of_days(a, b) for b, p in likely.items()))
    return [{"from": first, "to": last}]


def _place(model: Linear, scene: Scene, setting: Setting) -> list[dict[str, Any]]:
    """The place that earns most, as likely as each candidate is to be right."""
    likely = chances(model, scene.places(setting))
    if not likely:
        return []
    path = max(likely, key=lambda a: sum(p * credit_of_places(a, b) for b, p in likely.items()))
    return [{"path": [{"name": name, "kind": kind} for name, kind in path]}]
