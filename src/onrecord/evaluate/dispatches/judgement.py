"""What the models say of one dispatch: how likely it reports an incident of each type, and what each phrase fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.evaluate.dispatches.features import Features, PhraseFeatures, document_features, evidence_features, final_features, rivals
from onrecord.evaluate.dispatches.phrases import phrases
from onrecord.evaluate.linear import Linear
from onrecord.model import Span
from onrecord.read import Dispatch

SLOTS = ("perp_individual", "perp_organization", "phys_tgt_id", "hum_tgt_name", "hum_tgt_description", "instrument_id")
PRIOR = ("relevant", "BOMBING", "KIDNAPPING")
_MOST = 4.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with all its places; `odds` are log-odds by slot, `features` what it was judged by."""

    key: str
    spans: tuple[Span, ...]
    odds: dict[str, float]
    features: Features


@dataclass(frozen=True, slots=True)
class Judgement:
    """Log-odds by name of what a dispatch reports ("relevant", types of incident, "many"), and its phrases in text order."""

    document: dict[str, float]
    phrases: tuple[Phrase, ...]


def clipped(odds: Mapping[str, float]) -> dict[str, float]:
    """The log-odds of the word model that the later models look at."""
    return {name: max(-_MOST, min(_MOST, odds[name])) for name in PRIOR}


def judge(models: Mapping[str, Linear], dispatch: Dispatch) -> Judgement:
    """Words, then phrases in the light of the words, then the dispatch in the light of its phrases, then the phrases again."""
    prior = clipped(models["words"].odds(document_features(dispatch.text)))
    looking = PhraseFeatures(dispatch, prior)
    found = [(key, spans, looking.of(key, spans)) for key, spans in phrases(dispatch).items()]
    first = [models["phrases"].odds(features) for _, _, features in found]
    document = models["document"].odds(evidence_features(dispatch, prior, first))
    judged = [
        Phrase(key, spans, models["final"].odds(final), features)
        for (key, spans, features), final in zip(found, second_look([key for key, _, _ in found], first, document), strict=True)
    ]
    return Judgement(document, tuple(judged))


def second_look(keys: Sequence[str], odds: Sequence[Mapping[str, float]], document: Mapping[str, float]) -> list[Features]:
    """The features of the phrases of one dispatch once all its phrases have been looked at."""
    best = {slot: max((of[slot] for of in odds), default=0.0) for slot in SLOTS}
    return [final_features(of, rival, best, document) for of, rival in zip(odds, rivals(keys, odds), strict=True)]
