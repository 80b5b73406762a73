"""Two readings of a document, averaged: every word is met once, with the mean of what the windows around it say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.read.encoder import Encoded, Encoder
from onrecord.read.packing import Window


class _Counting(Encoder):
    """Says of each word its number and how long its window is."""

    def __init__(self) -> None:
        self.read = 0

    def encode(self, window: Window) -> Encoded:
        self.read += 1
        rows = np.array([[w.start, len(window.words)] for w in window.words], dtype=np.float32)
        return Encoded(window, rows, rows.copy(), rows.copy())


def _windows(first: int, lengths: list[int]) -> list[Window]:
    out = []
    for length in lengths:
        spans = tuple(Span(n, n + 1) for n in range(first, first + length))
        out.append(Window(spans, (101, *range(length), 102), tuple(range(1, length + 1)), (0,) * length))
        first += length
    return out


@settings(deadline=None)
@given(st.lists(st.integers(1, 7), min_size=1, max_size=9), st.data())
def test_each_word_has_the_mean_of_both_readings(lengths: list[int], data: st.DataObject) -> None:
    total = sum(lengths)
    skipped = data.draw(st.integers(0, total))
    rest, others = total - skipped, []
    while rest:
        others.append(data.draw(st.integers(1, rest)))
        rest -= others[-1]
    windows, again = _windows(0, lengths), _windows(skipped, others)
    encoder = _Counting()
    found = list(encoder.encode_all(windows, again))
    assert [e.window for e in found] == windows
    assert encoder.read == len(windows) + len(again)
    once = [n for n in lengths for _ in range(n)]
    twice = [None] * skipped + [n for n in others for _ in range(n)]
    for part in ("outputs", "as_word", "as_predicate"):
        rows = np.concatenate([getattr(e, part) for e in found])
        assert rows[:, 0].tolist() == list(range(total))
        assert rows[:, 1].tolist() == [a if b is None else (a + b) / 2 for a, b in zip(once, twice, strict=True)]


def test_without_other_windows_nothing_is_averaged() -> None:
    windows = _windows(0, [3, 2])
    assert [e.outputs[:, 1].tolist() for e in _Counting().encode_all(windows)] == [[3, 3, 3], [2, 2]]


@pytest.mark.parametrize("length", [1, 40])
def test_readings_are_made_as_they_are_asked_for(length: int) -> None:
    encoder = _Counting()
    stream = encoder.encode_all(_windows(0, [5] * length), _windows(2, [5] * (length - 1) + [3]))
    next(stream)
    assert encoder.read <= 3
