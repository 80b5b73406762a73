"""Numbers in rows that grow: a base that does not change, perhaps a file's, and what was appended or changed since."""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Column:
    """Numbers that are only ever appended; `kind` is a type code of `array`."""

    def __init__(self, kind: str, base: Array | None = None, added: Array | None = None) -> None:
        self.base: Array = np.empty(0, np.dtype(kind)) if base is None else base
        self._added: array[Any] = array(kind)
        if added is not None:
            self._added.frombytes(added.tobytes())

    def __len__(self) -> int:
        return len(self.base) + len(self._added)

    def __getitem__(self, number: int) -> Any:
        at = number - len(self.base)
        return self._added[at] if at >= 0 else self.base[number].item()

    def append(self, value: float) -> None:
        """Add one number at the end."""
        self._added.append(value)

    def extend(self, values: tuple[int, ...]) -> None:
        """Add numbers at the end."""
        self._added.extend(values)

    def part(self, start: int, end: int) -> list[Any]:
        """The numbers from `start` up to `end`, which are all of the base or all of what was appended."""
        at = start - len(self.base)
        return self._added[at : at + end - start].tolist() if at >= 0 else self.base[start:end].tolist()

    def added(self) -> Array:
        """What was appended to the base, as a copy."""
        return np.array(self._added, self.base.dtype)

    def whole(self) -> Array:
        """All numbers."""
        if not self._added:
            return self.base
        return np.concatenate([self.base, self.added()]) if len(self.base) else self.added()


class Labels:
    """A number for each telling that may change; tellings that were never labelled have their own number."""

    def __init__(self, base: Array | None = None, numbers: Array | None = None, labels: Array | None = None) -> None:
        """`numbers`, ascending, and their `labels` stand over the base: what `changed` gave."""
        self.base: Array = np.empty(0, np.int32) if base is None else base
        self._late: Array = np.empty(0, np.int32) if numbers is None else numbers
        self._late_labels: Array = np.empty(0, np.int32) if labels is None else labels
        self._changed: dict[int, int] = {}

    def __getitem__(self, number: int) -> int:
        found = self._changed.get(number)
        if found is not None:
            return found
        at = place_of(self._late, number)
        if at is not None:
            return int(self._late_labels[at])
        return self.base[number].item() if number < len(self.base) else number

    def give(self, numbers: tuple[int, ...] | list[int]) -> None:
        """Put `numbers` under one label: the smallest of them."""
        self._changed.update(dict.fromkeys(numbers, min(numbers)))

    def settle(self) -> None:
        """Take what was given into a base of one's own, where a label needs a tenth of the memory."""
        self.base[np.fromiter(self._changed, np.int64)] = np.fromiter(self._changed.values(), np.int32)
        self._changed.clear()

    def changed(self) -> tuple[Array, Array]:
        """The numbers whose label is not that of the base, ascending, and their labels."""
        numbers = np.concatenate([self._late, np.fromiter(self._changed, np.int32)])
        labels = np.concatenate([self._late_labels, np.fromiter(self._changed.values(), np.int32)])
        last = newest(numbers)
        return numbers[last], labels[last]

    def whole(self, count: int) -> Array:
        """The labels of the first `count` numbers."""
        found = np.arange(count, dtype=np.int32)
        found[: len(self.base)] = self.base
        numbers, labels = self.changed()
        found[numbers] = labels
        return found


def place_of(ascending: Array, number: int) -> int | None:
    """Where `number` stands in `ascending`, which has each number once; None where it does not."""
    at = int(ascending.searchsorted(number)) if len(ascending) else 0
    return at if at < len(ascending) and ascending[at] == number else None


def newest(numbers: Array) -> Array:
    """Positions of the last occurrence of each number, in the order of the numbers."""
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    found: Array = order[np.append(ordered[1:] != ordered[:-1], np.ones(min(1, len(ordered)), bool))]
    return found
