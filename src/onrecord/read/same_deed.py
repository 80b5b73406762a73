"""Two findings of one sentence that tell one deed: "attacked the hamlet and slaughtered 19", "was killed when a mine exploded".

The tagger marks each word that names a deed, a person writes the deed down once. Which pairs of one type are one deed is learnt from
reports that were read before the weights had seen them (`benchmarks/fit_same_deed.py`): a logistic regression over what stands between
the two, who does what to whom in each, and how sure the tagger is of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.model.claim import Link
from onrecord.read.analysis import Filler, Found
from onrecord.read.evidence import chance
from onrecord.read.one_deed import NOUN_OF_CAUSE, one_side, with_outcome
from onrecord.read.same_deed_weights import WEIGHTS
from onrecord.read.status import denies

LEAST = 0.65
"""The least chance with which two findings are taken for one; chosen on the held-out reports (`docs/evaluation.md`)."""
_OUTCOME = re.compile(
    r"kill|wound|injur|destroy|damag|dead|died|death|casualt|hit|bod|lost|victim|left|toll|slaughter|slain|shot", re.IGNORECASE
)
_WORD = re.compile(r"\w+|[,;:.()\"“”-]")
# Words that join or part two deeds; others would be those of the reports that were learnt from.
_SMALL = frozenset(
    "and or but when while as that which who whom whose where in on at by of to for from with without after before during since until then"
    " also later earlier another other including among amid against over into out was were is are has have had been being be said say says"
    ' the a an its his her their it they he she this these those what how not no , ; : . ( ) " “ ” -'.split()
)
_LENGTHS = (1, 2, 4, 8, 16)
"""Words between two triggers, as steps."""
_FURTHEST = 3  # findings; two that stand further apart are not weighed
_GAP = 400  # code points between two triggers that are looked at
_SHORT = 3  # letters; shorter words make no name
_TOLLS = frozenset({"killed", "injured", "captured", "displaced", "strikes"})
_ROLES = ("actor", "target", "figure", "place", "time", "instrument")


Told = tuple[Found, tuple[Link, ...]]
"""A finding and who says it."""


def may_be_one(a: Told, b: Told, text: str) -> bool:
    """Whether a pair is weighed at all: of one type and status, said by the same voices, and not set apart by place, day or toll."""
    (first, voices), (second, others) = a, b
    return (
        first.event_type == second.event_type
        and first.status == second.status
        and len(voices) == len(others)
        and all(_same_voice(x, y, text) for x, y in zip(voices, others, strict=True))
        and not _set_apart(first, second, text)
    )


def one_deed_each(told: Sequence[Told], text: str) -> list[Told]:
    """The findings of one sentence with those of one deed made one, the likeliest pair first; the surer of two gives the trigger."""
    kept = sorted(told, key=lambda t: t[0].span)
    known: dict[tuple[int, int, int], float] = {}  # by identity: a pair is weighed once, a merged finding anew
    held = list(kept)  # what was merged stays alive, so that no identity is used twice
    while True:
        best, first = 0.0, (0, 0)
        for i, j in near_pairs(len(kept)):
            key = (id(kept[i]), id(kept[j]), j - i)
            if key not in known:
                a, b = kept[i], kept[j]
                known[key] = chance(evidence_of(a[0], b[0], text, j - i), WEIGHTS) if may_be_one(a, b, text) else 0.0
            if known[key] > best:
                best, first = known[key], (i, j)
        if best < LEAST:
            return kept
        i, j = first if kept[first[0]][0].score >= kept[first[1]][0].score else first[::-1]
        kept[i] = _one(kept[i], kept[j])
        held.append(kept[i])
        del kept[j]


def near_pairs(count: int) -> Iterator[tuple[int, int]]:
    """The pairs that are weighed, as positions in the sentence: no more than `_FURTHEST` apart, so that a long list is read in time."""
    return ((i, j) for i in range(count) for j in range(i + 1, min(count, i + _FURTHEST + 1)))


def _one(surer: Told, other: Told) -> Told:
    """The surer finding with what only the other says, and the chain that names more cues."""
    found = with_outcome(surer[0], other[0])
    if not found.roles.get("actor"):
        own = tuple(f for f in other[0].roles.get("actor", ()) if not f.span.overlaps(found.span))
        found = one_side(replace(found, roles={**found.roles, "actor": own}))
    found = replace(found, mode=found.mode or other[0].mode, sub_event=found.sub_event or other[0].sub_event)
    return found, max(surer[1], other[1], key=lambda chain: sum(link.cue is not None for link in chain))


def _same_voice(x: Link, y: Link, text: str) -> bool:
    """Whether two links are one voice in one breath: a cue that one of them lacks must not be one of denial."""
    if x.name != y.name:
        return False
    cue = x.cue or y.cue
    return x.cue == y.cue or (None in (x.cue, y.cue) and cue is not None and not denies(cue.of(text)))


def _set_apart(a: Found, b: Found, text: str) -> bool:
    """Whether each has a place, a day or a toll of its own: "nine died in Homs and two in Hama"."""
    for role in ("place", "time"):
        mine, theirs = ([f.span for f in x.roles.get(role, ())] for x in (a, b))
        if mine and theirs and not any(x.overlaps(y) or _share_a_word(x.of(text), y.of(text)) for x in mine for y in theirs):
            return True
    kinds = {kind for span, kind in a.figure_kinds.items() if kind in _TOLLS and not any(span.overlaps(s) for s in b.figure_kinds)}
    others = {kind for span, kind in b.figure_kinds.items() if kind in _TOLLS and not any(span.overlaps(s) for s in a.figure_kinds)}
    return bool(kinds & others)


def _share_a_word(a: str, b: str) -> bool:
    return bool(_names(a) & _names(b))


def _names(words: str) -> set[str]:
    return {w for w in _WORD.findall(words.lower()) if len(w) > _SHORT}


def evidence_of(a: Found, b: Found, text: str, apart: int) -> dict[str, float]:
    """Named features of a pair, `a` before `b`; `apart` is 1 where no third finding stands between them."""
    words = _WORD.findall(text[a.span.end : min(b.span.start, a.span.end + _GAP)].lower())
    length = sum(word[0].isalnum() for word in words)
    first, second = a.span.of(text), b.span.of(text)
    evidence = {
        a.event_type: 1.0,
        f"{sum(length >= step for step in _LENGTHS)} steps between": 1.0,
        f"{min(apart, _FURTHEST)} apart": 1.0,
        "a number between": float(any(word[0].isdigit() for word in words)),
        _both("cause", NOUN_OF_CAUSE.fullmatch(first), NOUN_OF_CAUSE.fullmatch(second)): 1.0,
        _both("outcome", _OUTCOME.search(first), _OUTCOME.search(second)): 1.0,
        "one word twice": float(first.lower() == second.lower()),
        _alike("sub-event", a.sub_event, b.sub_event): 1.0,
        _alike("mode", a.mode, b.mode): 1.0,
        "one is hedged": float(a.certainty != b.certainty),
        "surer": _logit(max(a.score, b.score)),
        "less sure": _logit(min(a.score, b.score)),
    }
    evidence |= {f"between: {word}": 1.0 for word in set(words) & _SMALL}
    if words:
        evidence |= {f"{edge} between: {word}": 1.0 for edge, word in (("first", words[0]), ("last", words[-1])) if word in _SMALL}
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
