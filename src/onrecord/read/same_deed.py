"""Two findings of one sentence that tell one deed: "attacked the hamlet and slaughtered 19", "was killed when a mine exploded".

The tagger marks each word that names a deed, a person writes the deed down once. Which pairs of one type are one deed is learnt from
reports that were read before the weights had seen them (`benchmarks/fit_same_deed.py`): a logistic regression over what stands between
the two, who does what to whom in each, and how sure the tagger is of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from onrecord.model.claim import Link
from onrecord.read.analysis import Filler, Found
from onrecord.read.one_deed import NOUN_OF_CAUSE, with_outcome
from onrecord.read.same_deed_weights import WEIGHTS

LEAST = 0.65
"""The least chance with which two findings are taken for one; see `docs/evaluation.md`."""
_OUTCOME = re.compile(r"kill|wound|injur|destroy|damag|dead|died|death|casualt|hit|bod|lost|victim|left|toll|slaughter|slain|shot", re.IGNORECASE)
_WORD = re.compile(r"\w+|[,;:.()\"“”-]")
_NUMBER = re.compile(r"\d")
_LENGTHS = (1, 2, 4, 8, 16)
"""Words between two triggers, as steps."""
_ROLES = ("actor", "target", "figure", "place", "time", "instrument")


Told = tuple[Found, tuple[Link, ...]]
"""A finding and who says it."""


def may_be_one(a: Told, b: Told) -> bool:
    """Whether a pair is weighed at all: of one type and status, said by the same voices."""
    (first, voices), (second, others) = a, b
    return (
        first.event_type == second.event_type
        and first.status == second.status
        and len(voices) == len(others)
        and all(x.name == y.name and (x.cue == y.cue or None in (x.cue, y.cue)) for x, y in zip(voices, others, strict=True))
    )


def chance(evidence: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """How likely a pair with this evidence is one deed."""
    total = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in evidence.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def one_deed_each(told: Sequence[Told], text: str) -> list[Told]:
    """The findings of one sentence with those of one deed made one, the likeliest pair first; the surer of two gives the trigger."""
    kept = list(told)
    while True:
        best, i, j = max(weighed(kept, text), key=lambda p: (p[0], -p[1], -p[2]), default=(0.0, 0, 0))
        if best < LEAST:
            return kept
        surer, other = (i, j) if kept[i][0].score >= kept[j][0].score else (j, i)
        kept[surer] = with_outcome(kept[surer][0], kept[other][0]), kept[surer][1]
        del kept[other]


def weighed(told: Sequence[Told], text: str) -> Iterator[tuple[float, int, int]]:
    """Each pair that may be one deed, as its chance and where the two stand."""
    for (i, a), (j, b) in combinations(enumerate(told), 2):
        if may_be_one(a, b):
            yield chance(evidence_of(a[0], b[0], text, j - i)), i, j


def evidence_of(a: Found, b: Found, text: str, apart: int) -> dict[str, float]:
    """Named features of a pair, `a` before `b`; `apart` is 1 where no third finding stands between them."""
    between = text[a.span.end : b.span.start]
    words = _WORD.findall(between.lower())
    length = sum(word[0].isalnum() for word in words)
    first, second = a.span.of(text), b.span.of(text)
    evidence = {
        a.event_type: 1.0,
        f"{sum(length >= step for step in _LENGTHS)} steps between": 1.0,
        f"{min(apart, 3)} apart": 1.0,
        "a number between": float(_NUMBER.search(between) is not None),
        _both("cause", NOUN_OF_CAUSE.fullmatch(first), NOUN_OF_CAUSE.fullmatch(second)): 1.0,
        _both("outcome", _OUTCOME.search(first), _OUTCOME.search(second)): 1.0,
        "one word twice": float(first.lower() == second.lower()),
        _alike("sub-event", a.sub_event, b.sub_event): 1.0,
        _alike("mode", a.mode, b.mode): 1.0,
        "one is hedged": float(a.certainty != b.certainty),
        "surer": _logit(max(a.score, b.score)),
        "less sure": _logit(min(a.score, b.score)),
    }
    evidence |= {f"between: {word}": 1.0 for word in set(words)}
    if words:
        evidence |= {f"first between: {words[0]}": 1.0, f"last between: {words[-1]}": 1.0}
    for role in _ROLES:
        evidence |= _parts(role, a, b)
    return evidence


def _parts(role: str, a: Found, b: Found) -> dict[str, float]:
    """Who has a filler of the role, whether the two share one, and whether one is a part of the other."""
    mine, theirs = a.roles.get(role, ()), b.roles.get(role, ())
    if mine and theirs:
        shared = any(x.span.overlaps(y.span) for x in mine for y in theirs)
        out = {f"{role}: {'shared' if shared else 'its own'}": 1.0}
    else:
        out = {_both(role, mine, theirs): 1.0}
    if _holds(mine, b):
        out[f"the second is the first's {role}"] = 1.0
    if _holds(theirs, a):
        out[f"the first is the second's {role}"] = 1.0
    return out


def _holds(fillers: Sequence[Filler], other: Found) -> bool:
    return any(f.span.overlaps(other.span) for f in fillers)


def _both(name: str, first: object, second: object) -> str:
    which = {(True, True): "both", (True, False): "the first", (False, True): "the second", (False, False): "neither"}
    return f"{name}: {which[bool(first), bool(second)]}"


def _alike(name: str, first: str | None, second: str | None) -> str:
    return f"{name}: {'the same' if first == second else 'one has none' if first is None or second is None else 'another'}"


def _logit(score: float) -> float:
    """Log-odds of a tagger's mean probability, in thirds so that they weigh like the other features."""
    return math.log(max(score, 1e-3) / max(1.0 - score, 1e-3)) / 3
