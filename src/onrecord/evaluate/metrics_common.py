"""What the metrics share: records read with checks, precision and recall, one-to-one matching.

Offsets are half-open, in code points.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from onrecord.errors import BadInput

Extent = tuple[int, int]
Result = dict[str, Any]
L = TypeVar("L", bound=Hashable)
R = TypeVar("R", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One record of the gold or of the predictions, which names itself in every error: `name` is "gold record x7"."""

    name: str
    fields: Mapping[str, Any]

    def failure(self, problem: str, remedy: str) -> BadInput:
        """The error to raise about this record."""
        return BadInput(problem, subject=self.name, stage="evaluate", remedy=remedy)

    def need(self, field: str, *, of: Mapping[str, Any] | None = None) -> Any:
        """The value of a field of the record, or of the part `of` it; null counts as missing. Raises `BadInput`."""
        value = (self.fields if of is None else of).get(field)
        if value is None:
            where = "no" if of is None else "a part has no"
            raise self.failure(f"{where} '{field}'", f"Give '{field}' in each, as the documentation of the metric says")
        return value

    def parts(self, field: str, *, of: Mapping[str, Any] | None = None, needed: bool = False) -> list[Mapping[str, Any]]:
        """The objects that a field lists; none where the field is missing, unless it is `needed`. Raises `BadInput`."""
        value = (self.fields if of is None else of).get(field)
        if value is None and not needed:
            return []
        value = self.need(field, of=of)
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            raise self.failure(f"'{field}' is no list of objects", f"Give '{field}' as [{{...}}, ...]")
        return value

    def labels(self, field: str, *, of: Mapping[str, Any] | None = None, needed: bool = False) -> set[str]:
        """The set of strings that a field lists. Raises `BadInput`."""
        value = (self.fields if of is None else of).get(field)
        if value is None and not needed:
            return set()
        value = self.need(field, of=of)
        if not isinstance(value, list) or not all(isinstance(label, str) for label in value):
            raise self.failure(f"'{field}' is no list of strings", f"Give '{field}' as [\"...\", ...]")
        return set(value)

    def extent(self, part: Mapping[str, Any]) -> Extent:
        """`start` and `end` of an object. Raises `BadInput`."""
        return self._checked(part.get("start"), part.get("end"))

    def located(self, part: Mapping[str, Any] | None) -> Extent | None:
        """`start` and `end` of an object; None where `start` is null: a string that the text does not hold literally."""
        if part is None:
            return None
        if not isinstance(part, Mapping):
            raise self.failure(f"{part!r} is no span", "Give a span as {start, end}")
        return None if part.get("start") is None else self.extent(part)

    def pair(self, value: Any) -> Extent | None:
        """A span written `[start, end]`; None for null. Raises `BadInput`."""
        if value is None:
            return None
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise self.failure(f"{value!r} is no span", "Give a span as [start, end] or null")
        return self._checked(*value)

    def number(self, part: Mapping[str, Any], field: str) -> float:
        """A number of an object. Raises `BadInput`."""
        value = self.need(field, of=part)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.failure(f"'{field}' is {value!r}, no number", f"Give '{field}' as a number")
        return float(value)

    def _checked(self, start: Any, end: Any) -> Extent:
        if not all(isinstance(offset, int) and not isinstance(offset, bool) for offset in (start, end)) or not 0 <= start <= end:
            raise self.failure(f"[{start!r}, {end!r}) is no span", "Give start and end as code points, 0 <= start <= end")
        return start, end


Pair = tuple[Answered, Answered]


def overlaps(a: Extent | None, b: Extent | None) -> bool:
    """Whether two spans share a character; an unknown span meets none."""
    return a is not None and b is not None and a[0] < b[1] and b[0] < a[1]


def closeness(a: Extent, b: Extent) -> float:
    """1 + shared characters / characters from the first start to the last end: any overlap outweighs none, an exact match all others."""
    return 1 + (min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))


def ratios(hits: float, predicted: float, gold: float, *, recalled: float | None = None) -> Result:
    """Precision, recall and F1 as fractions, 0 where nothing divides; `recalled` where the hits of the gold side are counted apart."""
    precision = hits / predicted if predicted else 0.0
    recall = (hits if recalled is None else recalled) / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": precision, "recall": recall, "f1": f1, "predicted": predicted, "gold": gold}


@dataclass(slots=True, kw_only=True)
class Tally:
    """Hits, predictions and gold items, summed over records."""

    hits: float = 0
    predicted: int = 0
    gold: int = 0

    def add(self, hits: float, predicted: int, gold: int) -> None:
        """Count the items of one more record."""
        self.hits += hits
        self.predicted += predicted
        self.gold += gold

    def add_sets(self, predicted: set[L], gold: set[L]) -> None:
        """Count one record whose items match when they are equal."""
        self.add(len(predicted & gold), len(predicted), len(gold))

    def ratios(self) -> Result:
        """Precision, recall and F1 as fractions."""
        return ratios(self.hits, self.predicted, self.gold)


def micro(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    total = Tally()
    for tally in tallies:
        total.add(tally.hits, tally.predicted, tally.gold)
    return total


def assign(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Rows and columns of the one-to-one assignment of largest total weight; pairs of weight 0 are left out (Kuhn 1955)."""
    matrix = np.asarray(weights, dtype=float)
    if matrix.size == 0:
        return []
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if matrix[i, j] > 0]


def match(weights: Mapping[tuple[L, R], float]) -> list[tuple[L, R]]:
    """The one-to-one matching of largest total weight among the pairs given, all of positive weight.

    Solved for each connected component by itself: the pairs are few among all that thousands of clusters could form.
    """
    lefts = {left: n for n, left in enumerate(dict.fromkeys(left for left, _ in weights))}
    rights = {right: n for n, right in enumerate(dict.fromkeys(right for _, right in weights))}
    if not weights:
        return []
    size = len(lefts) + len(rights)
    ends = np.array([(lefts[left], len(lefts) + rights[right]) for left, right in weights])
    _, component = connected_components(coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size)), directed=False)
    groups: dict[int, list[tuple[L, R]]] = {}
    for left, right in weights:
        groups.setdefault(int(component[lefts[left]]), []).append((left, right))
    found = []
    for pairs in groups.values():
        rows, columns = list(dict.fromkeys(left for left, _ in pairs)), list(dict.fromkeys(right for _, right in pairs))
        if len(rows) == 1 or len(columns) == 1:
            found.append(max(pairs, key=weights.__getitem__))
        else:
            found += [(rows[i], columns[j]) for i, j in assign([[weights.get((left, right), 0.0) for right in columns] for left in rows])]
    return found
