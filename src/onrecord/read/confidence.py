"""How sure the reader is of a claim: the chance that a person would write down a claim of this type here.

The tagger's own probability says how well a word fits what it has learnt; it is too sure of itself, and it does not know what became of
its finding: who did it, to whom, who says so, what else the sentence tells. A logistic regression over both is fitted on the reports
that the weights were never shown (`benchmarks/fit_confidence.py`), so that of the claims with confidence .8 about four in five are right.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.model.claim import Claim
from onrecord.model.span import Span
from onrecord.read.confidence_weights import WEIGHTS
from onrecord.read.evidence import chance

LEAST = 0.3
"""Claims less likely than this are not told: with them as many wrong ones come as right ones are lost (`docs/evaluation.md`)."""
_MOST = 0.9999  # of the tagger's probability: nothing is certain
_WORD = re.compile(r"\w[\w'’-]*")
_BEFORE = re.compile(r"([\w'’-]+|[^\w\s])\s*([\w'’-]+|[^\w\s])\s*$")
_LOOK = 40  # code points before a trigger
_FAR = 4_000  # code points before a sentence in which a word was used before
_LONG = (8, 16, 32)
"""Words of a sentence, as steps."""
# Words before a trigger that tell a deed from a plan, a wish, a thing mentioned.
_SMALL = frozenset(
    "a an the this that these those its his her their our of to in on by for from with without and or but will would could can may might"
    " should must shall not no never if was were is are be been being has have had said says after before during since more further any"
    " such new another other all , ( “ \" ' -".split()
)
_ROLES = ("actors", "targets", "instruments", "places", "figures")


def surely(claims: Sequence[Claim], text: str) -> tuple[Claim, ...]:
    """The claims of one sentence, whose `confidence` is the tagger's, by what that is worth, without the unlikely.

    `claims` are in the order of their triggers, and so are those that come out.
    """
    weighed = (
        replace(c, confidence=round(chance(evidence, WEIGHTS), 4)) for c, evidence in zip(claims, evidence_of(claims, text), strict=True)
    )
    return tuple(c for c in weighed if c.confidence >= LEAST)


def evidence_of(claims: Sequence[Claim], text: str) -> Iterator[dict[str, float]]:
    """Named features of each claim of one sentence."""
    company = _Company(claims)
    of_sentence: dict[Span, dict[str, float]] = {}  # once, not for every claim of a long list
    for claim in claims:
        if claim.evidence not in of_sentence:
            of_sentence[claim.evidence] = _of_sentence(claim.evidence.of(text))
        yield {
            **_of_tagger(claim),
            **_of_claim(claim),
            **_of_words(claim, text),
            **of_sentence[claim.evidence],
            **company.evidence(claim),
            "the first sentence": float(claim.evidence.start == 0),
        }


def _of_tagger(claim: Claim) -> dict[str, float]:
    p = min(_MOST, max(1 - _MOST, claim.confidence))
    return {"log-odds": math.log(p / (1 - p)), "doubt": 1 - p, f"log-odds of {claim.event_type}": math.log(p / (1 - p))}


def _of_claim(claim: Claim) -> dict[str, float]:
    told = {
        claim.event_type: 1.0,
        f"{claim.event_type}, {claim.mode}": 1.0,
        f"sub-event {claim.sub_event}": 1.0,
        claim.status: 1.0,
        claim.certainty: 1.0,
        f"{min(2, len(claim.attribution))} voices": 1.0,
        "a day": float(claim.time is not None),
    }
    for role in _ROLES:
        told[f"{role}: {min(2, len(getattr(claim, role)))}"] = 1.0
    if not (claim.actors or claim.targets or claim.figures or claim.places or claim.instruments or claim.time):
        told["nothing but the word"] = 1.0
    if not claim.actors and not claim.targets:
        told[f"{claim.event_type} by nobody to nobody"] = 1.0
    return told


def _of_words(claim: Claim, text: str) -> dict[str, float]:
    words = _WORD.findall(claim.trigger.of(text).lower())
    told = {f"{min(3, len(words))} words": 1.0}
    told |= {f"word {word}": 1.0 for word in words}
    before = _BEFORE.search(text, max(claim.evidence.start, claim.trigger.start - _LOOK), claim.trigger.start)
    if before is None:
        told["it opens the sentence"] = 1.0
    else:
        last = before[2].lower()
        told[f"after {last}" if last in _SMALL else "after a word"] = 1.0
        if before[1].lower() in _SMALL:
            told[f"after {before[1].lower()} and a word"] = 1.0
    # "The attack" of which more was told before.
    told_before = text[max(0, claim.evidence.start - _FAR) : claim.evidence.start]
    told["the word was there before"] = float(
        bool(words) and re.search(rf"\b{re.escape(words[0])}", told_before, re.IGNORECASE) is not None
    )
    return told


def _of_sentence(sentence: str) -> dict[str, float]:
    length = len(_WORD.findall(sentence))
    return {
        f"{sum(length >= step for step in _LONG)} steps long": 1.0,
        "a question": float(sentence.rstrip(" \"”'’").endswith("?")),
        "capitals": float(sentence.isupper()),
        "told in quotation marks": float("“" in sentence or '"' in sentence),
    }


class _Company:
    """The claims of one sentence, counted once: a list of five hundred strikes is one sentence."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = claims
        self._surest = max((c.confidence for c in claims), default=0.0)
        self._types = Counter(c.event_type for c in claims)
        self._doers = Counter(span for c in claims for span in {r.span for r in c.actors})
        self._targets = Counter(span for c in claims for span in {r.span for r in c.targets})

    def evidence(self, claim: Claim) -> dict[str, float]:
        """What the others say for one of them."""
        told = {f"{min(3, len(self._claims) - 1)} beside it": 1.0}
        if len(self._claims) > 1:
            told["surest of several"] = float(claim.confidence == self._surest)
            told["another of its type"] = float(self._types[claim.event_type] > 1)
            told["the first of several"] = float(claim is self._claims[0])
            told["shares a doer"] = float(any(self._doers[r.span] > 1 for r in claim.actors))
            told["shares a target"] = float(any(self._targets[r.span] > 1 for r in claim.targets))
        return told
