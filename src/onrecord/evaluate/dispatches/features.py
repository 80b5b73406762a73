"""What a phrase, and a whole dispatch, look like to the linear models: names of features with their values."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np

from onrecord.evaluate.dispatches.phrases import key_of
from onrecord.evaluate.dispatches.signs import ANOTHER, PARAGRAPH, SIGNS
from onrecord.model import Span
from onrecord.read import Dispatch

Features = dict[str, float]
T = TypeVar("T")
_CASE_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W_]+)*|\d+")
_NEAR = 4  # words looked at on each side
_FAR = 12  # words of the same sentence looked at on each side
_ENDS = frozenset((".", "?", "!", "]"))
_PREPOSITION = re.compile(r"\s(?:of|in|at|who|which|that|from|for|with|belonging|linked|located|commanded)\s")


def document_features(text: str) -> Features:
    """Which words and pairs of words a dispatch has, the more often the more: 1 + log of the count."""
    counts: dict[str, int] = {}
    words = [m.group().lower() for m in _CASE_WORD.finditer(text)]
    for n, word in enumerate(words):
        counts["w=" + word] = counts.get("w=" + word, 0) + 1
        if n:
            pair = f"p={words[n - 1]}_{word}"
            counts[pair] = counts.get(pair, 0) + 1
    norm = float(np.sqrt(max(1, len(counts)))) / 10
    return {name: (1 + float(np.log(count))) / norm for name, count in counts.items()}


def _words(text: str) -> str:
    """The words of `text` in small letters with one blank between two: names of features have no line breaks."""
    return " ".join(text.lower().split())


class _Spread(Generic[T]):
    """What is said of the parts of a text, found again by a part of it."""

    def __init__(self, items: Iterable[tuple[Span, T]]) -> None:
        self._items = sorted(items, key=lambda item: item[0].start)
        self._starts = [span.start for span, _ in self._items]
        self._longest = max((len(span) for span, _ in self._items), default=0)

    def touching(self, span: Span) -> Iterator[tuple[Span, T]]:
        """What is said of the parts that overlap with `span`."""
        first, last = bisect_left(self._starts, span.start - self._longest), bisect_left(self._starts, span.end)
        return (item for item in self._items[first:last] if item[0].overlaps(span))


class PhraseFeatures:
    """Features of the phrases of one dispatch; `prior` is what the document model says of it (log-odds by name)."""

    def __init__(self, dispatch: Dispatch, prior: Mapping[str, float]) -> None:
        self._dispatch = dispatch
        self._prior = prior
        self._starts = [w.start for w in dispatch.words]
        self._low = [w.of(dispatch.text).lower() for w in dispatch.words]
        self._args = _Spread(
            (span, (f"{deed.group}/{role}", _words(deed.span.of(dispatch.text))))
            for deed in dispatch.deeds
            for role, spans in deed.roles.items()
            for span in spans
        )
        self._kinds = _Spread((mention.span, mention.kind) for mention in (*dispatch.mentions, *dispatch.names))

    def of(self, key: str, spans: tuple[Span, ...]) -> Features:
        """The features of a phrase with all its places."""
        found: Features = {}
        for span in spans:
            self._at(span, found)
        words = key.split()
        head = _PREPOSITION.split(key)[0].split()[-1:] or words[-1:]
        found[f"h={head[0]}"] = 1.0
        found[f"l={words[-1]}"] = 1.0
        found[f"f={words[0]}"] = 1.0
        for word in words:
            found[f"i={word}"] = 1.0
        if len(words) <= 4:
            found[f"s={key}"] = 1.0
        found[f"n={min(len(words), 6)}"] = 1.0
        found["count"] = float(np.log(len(spans)))
        found["early"] = 1.0 - spans[0].start / max(1, len(self._dispatch.text))
        for name, value in self._prior.items():
            found[f"doc={name}"] = value
        found["bias"] = 1.0
        return found

    def _at(self, span: Span, found: Features) -> None:
        a, b = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        if b > a:
            tags = self._dispatch.filler[a:b]
            for role, mean, low in zip(self._dispatch.roles, tags.mean(axis=0), tags.min(axis=0), strict=True):
                if role.startswith("Perp"):
                    continue  # the tagger has learnt its perpetrators by heart, so that on new texts they mislead
                self._most(found, f"tag={role}", max(-6.0, float(mean)) / 2 + 3)
                self._most(found, f"min={role}", max(-6.0, float(low)) / 2 + 3)
            # A span that goes on, or has begun before, is a part of the phrase that should stand for it.
            for side, k in (("before", a - 1), ("after", b)):
                if 0 <= k < len(self._low):
                    self._most(found, f"tag_{side}", max(-6.0, float(self._dispatch.filler[k].max())) / 2 + 3)
        for k in range(max(0, a - _NEAR), a):
            found[f"b={self._low[k]}"] = 1.0
        for k in range(b, min(len(self._low), b + _NEAR)):
            found[f"a={self._low[k]}"] = 1.0
        for k in range(a - 1, max(-1, a - _FAR), -1):
            if self._low[k] in _ENDS:
                break
            found[f"B={self._low[k]}"] = 1.0
        for k in range(b, min(len(self._low), b + _FAR)):
            if self._low[k] in _ENDS:
                break
            found[f"A={self._low[k]}"] = 1.0
        found[f"b1={self._low[a - 1] if a else '^'}"] = 1.0
        found[f"a1={self._low[b] if b < len(self._low) else '$'}"] = 1.0
        if a > 1:
            found[f"b2={self._low[a - 2]}_{self._low[a - 1]}"] = 1.0
        for other, (role, trigger) in self._args.touching(span):
            whole = "" if key_of(self._dispatch.text, other) == key_of(self._dispatch.text, span) else "part:"
            found[f"arg={whole}{role}"] = 1.0
            found[f"trigger={role.partition('/')[2]}:{trigger}"] = 1.0
        for other, kind in self._kinds.touching(span):
            found["kind=" + kind if other == span else f"{'in' if other.contains(span) else 'has'}={kind}"] = 1.0

    @staticmethod
    def _most(found: Features, name: str, value: float) -> None:
        found[name] = max(found.get(name, 0.0), value)


_FLOOR = -6.0
_NONE = -8.0


def evidence_features(dispatch: Dispatch, prior: Mapping[str, float], slots: Sequence[Mapping[str, float]]) -> Features:
    """What a dispatch holds: its strongest fillers of each slot, and its deeds; `slots` are the log-odds of each phrase."""
    found: Features = {f"prior={name}": value for name, value in prior.items()}
    tops: dict[str, float] = {}
    for slot in sorted({slot for of in slots for slot in of}):
        odds = sorted((of[slot] for of in slots), reverse=True)
        tops[slot] = max(_FLOOR, odds[0]) / 2 + 3
        found[f"top={slot}"] = tops[slot]
        found[f"second={slot}"] = max(_FLOOR, odds[1] if len(odds) > 1 else _FLOOR) / 2 + 3
        found[f"sum={slot}"] = float(sum(1 / (1 + np.exp(-value)) for value in odds))
    found["anybody"] = max((tops.get(s, 0.0) for s in ("perp_individual", "perp_organization")), default=0.0)
    found["anything"] = max((tops.get(s, 0.0) for s in ("hum_tgt_name", "hum_tgt_description", "phys_tgt_id")), default=0.0)
    paragraphs = PARAGRAPH.split(dispatch.text)
    for kind, sign in SIGNS.items():
        found[f"signs={kind}"] = float(np.log1p(len(sign.findall(dispatch.text))))
        found[f"paragraphs={kind}"] = float(np.log1p(sum(bool(sign.search(p)) for p in paragraphs)))
    found["another"] = float(np.log1p(len(ANOTHER.findall(dispatch.text))))
    found["length"] = float(np.log1p(len(paragraphs)))
    for deed in dispatch.deeds:
        found[f"deed={deed.group}"] = found.get(f"deed={deed.group}", 0.0) + 0.3
        found[f"trigger={_words(deed.span.of(dispatch.text))}"] = 1.0
    return found


def rivals(keys: Sequence[str], odds: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """For each phrase by slot the best odds of another that has all its words or that it has all the words of: two names for one thing."""
    words = [frozenset(key.split()) for key in keys]
    holding: dict[str, set[int]] = {}
    for n, of in enumerate(words):
        for word in of:
            holding.setdefault(word, set()).add(n)
    found = []
    for n, of in enumerate(words):
        near = {m for word in of for m in holding[word] if m != n and (words[m] <= of or words[m] >= of)}
        found.append({slot: max((odds[m][slot] for m in near), default=_NONE) for slot in odds[n]})
    return found


def final_features(
    odds: Mapping[str, float], rival: Mapping[str, float], best: Mapping[str, float], document: Mapping[str, float]
) -> Features:
    """A phrase in the light of its other slots, of phrases that share its words, of the best of each slot and of the whole dispatch."""
    found = {f"own={slot}": max(_NONE, value) for slot, value in odds.items()}
    found |= {f"rival={slot}": max(_NONE, value) for slot, value in rival.items()}
    found |= {f"behind={slot}": max(0.0, min(4.0, best[slot] - value)) for slot, value in odds.items()}
    found |= {f"lost={slot}": float(rival[slot] > value) for slot, value in odds.items()}
    found |= {f"doc={name}": max(-5.0, min(5.0, value)) for name, value in document.items()}
    return found
