"""Which phrases near a trigger may be its arguments, and what each looks like to the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.evaluate.happenings.lexicon import GROUPS, groups_of, stem_of
from onrecord.read import Glance, Roles

Features = dict[str, float]
Floats = npt.NDArray[np.float32]
_PRONOUNS = frozenset("he she it they we you i him her them us me who himself herself themselves itself".split())
_BE = frozenset("is are was were be been being get gets got".split())
_PREPOSITIONS = frozenset(
    "of in on at by for with from to into onto upon over under about near against between through across during after before inside "
    "outside toward towards among around via".split()
)
# Between a phrase and a trigger they say that another clause, or another member of a list, has begun.
_TURNS = frozenset('who which that and , ; but after when while by said "'.split())
_LONGEST = 12  # words of a phrase
_FLOOR = -8.0


@dataclass(frozen=True, slots=True)
class Trigger:
    """A half-open range of words of a window that names a happening of `group`."""

    start: int
    end: int
    group: str


class Phrases:
    """The phrases of one window, by sentence, and their features for a trigger."""

    def __init__(self, glance: Glance, text: str) -> None:
        self._glance = glance
        self._raw = [w.of(text) for w in glance.words]
        self._low = [w.lower().replace("’", "'") for w in self._raw]
        self._kinds = {(a, b): kind for a, b, kind in glance.mentions}
        for n, word in enumerate(self._low):
            if word in _PRONOUNS:
                self._kinds.setdefault((n, n + 1), "pronoun")
        self._types = np.concatenate([_kinds_of(glance.logits[head]) for head in ("entity", "named")], axis=1)

    def near(self, trigger: Trigger, roles: Roles) -> list[tuple[int, int]]:
        """Half-open ranges of words that may be arguments of `trigger`."""
        home = self._glance.sentence[trigger.start]
        found = {(a, b) for a, b in self._kinds if self._glance.sentence[a] == home} | set(roles.spans)
        return sorted((a, b) for a, b in found if b - a <= _LONGEST and (b <= trigger.start or a >= trigger.end))

    def columns(self, roles: Roles) -> list[str]:
        """The names of the columns of `dense`."""
        views = [f"{how} {name}" for how in ("most", "mean", "first") for name in roles.names]
        by_group = [f"{group} {view}" for group in GROUPS for view in views]
        kinds = [f"kind {k}" for k in range(self._types.shape[1])]
        return views + by_group + kinds + [f"word {k}" for k in range(self._glance.as_word.shape[1])]

    def dense(self, trigger: Trigger, roles: Roles, ranges: Sequence[tuple[int, int]]) -> Floats:
        """(ranges, columns): the head of roles over each range, alone and by the group of the trigger; kinds; the mean vector."""
        best = np.maximum(roles.scores[:, :, 1:].max(axis=2), _FLOOR)  # (W, roles)
        first = np.maximum(roles.scores[:, :, 1], _FLOOR)
        rows = []
        place = GROUPS.index(trigger.group)
        for a, b in ranges:
            part = best[a:b]
            view = np.concatenate([part.max(axis=0), part.mean(axis=0), first[a]]) / 4
            by_group = np.zeros((len(GROUPS), len(view)), dtype=np.float32)
            by_group[place] = view
            rows.append(np.concatenate([view, by_group.ravel(), self._types[a:b].mean(axis=0), self._glance.as_word[a:b].mean(axis=0)]))
        return np.array(rows, dtype=np.float32)

    def sparse(self, trigger: Trigger, ranges: Sequence[tuple[int, int]]) -> list[Features]:
        """Named features of each range: its words, what stands around it, and how it lies to the trigger."""
        low = self._low
        stem = stem_of(low[trigger.end - 1])
        verb = low[trigger.start][-2:]
        passive = any(w in _BE for w in low[max(0, trigger.start - 3) : trigger.start])
        group = trigger.group
        before = [r for r in ranges if r[1] <= trigger.start]
        after = [r for r in ranges if r[0] >= trigger.end]
        found = []
        for a, b in ranges:
            left = b <= trigger.start
            side = "L" if left else "R"
            between = low[b : trigger.start] if left else low[trigger.end : a]
            gap = len(between)
            far = str(gap) if gap < 4 else "<7" if gap < 7 else "<12" if gap < 12 else "<20" if gap < 20 else "far"
            kind = self._kinds.get((a, b), "-")
            prior = low[a - 1] if a else "|"
            if prior in {"the", "a", "an", "his", "their", "its"} and a > 1:
                prior = low[a - 2]
            preposition = prior if prior in _PREPOSITIONS else "-"
            follows = low[b] if b < len(low) else "|"
            nth = sum(r[0] >= b for r in before) if left else sum(r[1] <= a for r in after)
            rank = f"{side}{min(nth, 4)}"
            head = self._head(a, b)
            same = self._glance.sentence[a] == self._glance.sentence[trigger.start]
            verbs = sum(bool(groups_of(w)) for w in between)
            names = [
                f"{side} {far}",
                f"g={group} {side} {far}",
                f"g={group} {rank}",
                f"g={group} {side} {verb} {passive}",
                f"{side} {verb} {passive} {far}",
                f"k={kind}",
                f"k={kind} g={group}",
                f"k={kind} g={group} {side}",
                f"k={kind} {preposition}",
                f"prep={preposition} g={group}",
                f"prep={preposition} {side} {min(gap, 3)}",
                f"prep={preposition} g={group} {side}",
                f"h={head}",
                f"h={head} g={group}",
                f"t={stem} {side}",
                f"t={stem} {preposition}",
                f"t={stem} k={kind}",
                f"after={follows}",
                f"after={follows} {gap == 0 and left}",
                f"touch={' '.join(between)}" if gap < 3 else f"inner={between[0]} {between[-1]}",
                f"same={same}",
                f"verbs={min(verbs, 3)} {side}",
                f"verbs={min(verbs, 3)} g={group} {side}",
                f"long={min(b - a, 6)}",
                f"title={self._raw[a][0].isupper()}",
                *(f"i={w}" for w in low[a:b]),
                *(f"b={w}" for w in _TURNS.intersection(between)),
            ]
            found.append({**dict.fromkeys(names, 1.0), "bias": 1.0})
        return found

    def _head(self, a: int, b: int) -> str:
        """The last word before a preposition."""
        for n in range(a + 1, b):
            if self._low[n] in _PREPOSITIONS:
                return self._low[n - 1]
        return self._low[b - 1]


def _kinds_of(logits: Floats) -> Floats:
    """(W, types + 1): the probability that a word is of none and of each kind."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    e /= e.sum(axis=1, keepdims=True)
    found: Floats = np.concatenate([e[:, :1], e[:, 1::2] + e[:, 2::2]], axis=1)
    return found
