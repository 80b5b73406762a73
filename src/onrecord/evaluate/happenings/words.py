"""What a word that may name a happening looks like to the model: the encoder's view of it, its form, its neighbours, the thesaurus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from onrecord.evaluate.happenings.lexicon import groups_of, stem_of
from onrecord.read import Glance

Features = dict[str, float]
Floats = npt.NDArray[np.float32]
# Heads whose scores the model sees beside the two hidden vectors.
HEADS = ("deed", "trigger", "entity", "named", "cue", "content", "filler", "mode", "status", "certainty", "factuality")
# Never a happening by themselves, and half of any text.
_EMPTY = frozenset(
    (
        "the a an this that these those and or but nor if of in on at by for with from to into onto upon over under about as "
        "than then so not no he she it they we you i him her them us me his hers its their our your my who whom which what "
        "whose when where why how is are was were be been being am has have had having do does did will would can could may "
        "might must shall should there here also very more most such some any each every all both one two three four five six "
        "seven eight nine ten mr mrs ms dr 's n't s t"
    ).split()
)
_NEAR = 6  # words on each side whose groups in the thesaurus are looked at


def candidates(glance: Glance, text: str) -> list[int]:
    """The numbers of the words of a window that may name a happening."""
    return [
        n for n, span in enumerate(glance.words) if text[span.start].isalpha() and len(span) > 1 and span.of(text).lower() not in _EMPTY
    ]


def columns(glance: Glance) -> list[str]:
    """The names of the columns of `dense`."""
    names = [f"{head} {k}" for head in HEADS for k in range(glance.logits[head].shape[1])]
    names += [f"{side} {k}" for side in ("before deed", "after deed") for k in range(glance.logits["deed"].shape[1])]
    names += [f"predicate {k}" for k in range(glance.as_predicate.shape[1])]
    return names + [f"word {k}" for k in range(glance.as_word.shape[1])]


def dense(glance: Glance, rows: Sequence[int]) -> Floats:
    """The encoder's view of words: scores of its heads, those of deeds for the words beside it, and its vectors."""
    at = np.array(rows, dtype=np.int64)
    deed = glance.logits["deed"]
    edge = np.zeros((1, deed.shape[1]), dtype=np.float32)
    around = np.concatenate([edge, deed, edge])
    parts = [np.clip(glance.logits[head][at], -12, 12) for head in HEADS]
    found: Floats = np.concatenate([*parts, around[at], around[at + 2], glance.as_predicate[at], glance.as_word[at]], axis=1)
    return found.astype(np.float32)


class WordFeatures:
    """Named features of the words of one text, which `glances` are the windows of."""

    def __init__(self, text: str, glances: Sequence[Glance]) -> None:
        self._text = text
        self._low = [[w.of(text).lower().replace("’", "'") for w in g.words] for g in glances]
        self._glances = glances
        self._counts = Counter(stem_of(w) for low in self._low for w in low)

    def rows(self) -> Iterator[tuple[int, int, Features]]:
        """Window, word and features of every candidate."""
        seen: Counter[str] = Counter()
        for number, glance in enumerate(self._glances):
            for n in candidates(glance, self._text):
                stem = stem_of(self._low[number][n])
                yield number, n, self._of(number, n, stem, seen[stem])
                seen[stem] += 1

    def _of(self, number: int, n: int, stem: str, before: int) -> Features:
        low, glance = self._low[number], self._glances[number]
        word = low[n]
        raw = glance.words[n].of(self._text)

        def at(k: int) -> str:
            inside = 0 <= k < len(low) and glance.sentence[k] == glance.sentence[n]
            return low[k] if inside else "|"

        mine = groups_of(word)
        names = [
            f"w={word}",
            f"s={stem}",
            f"e={word[-3:]}",
            f"p={at(n - 1)}",
            f"n={at(n + 1)}",
            f"pp={at(n - 2)}",
            f"nn={at(n + 2)}",
            f"ps={at(n - 1)} {stem}",
            f"sn={stem} {at(n + 1)}",
            f"lex={'+'.join(mine)}",
            f"shape={'upper' if raw.isupper() else 'title' if raw[0].isupper() else 'low'} {at(n - 1) == '|'}",
            *(f"l={g}" for g in mine),
            *(f"l={g} p={at(n - 1)}" for g in mine),
            *(f"l={g} n={at(n + 1)}" for g in mine),
            *(f"l={g} e={word[-2:]}" for g in mine),
            *(f"l={g} again={min(before, 3)}" for g in mine),
            f"again={min(before, 3)}",
        ]
        around = {g for k in range(n - _NEAR, n + _NEAR + 1) if k != n for g in groups_of(at(k))}
        names += [f"near={g}" for g in around] + [f"l={m} near={g}" for m in mine for g in around]
        found = dict.fromkeys(names, 1.0)
        found["bias"] = 1.0
        found["often"] = float(np.log(self._counts[stem]))
        for g in mine:
            found[f"l={g} often"] = found["often"]
        return found
