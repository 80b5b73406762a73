"""The shape of a training example: a window of words with labels for each head that its corpus annotates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from onrecord.read.packing import Window

IGNORE = -100


@dataclass(slots=True)
class Predicate:
    """One trigger or cue inside a window, with what is known of its roles and attributes."""

    words: tuple[int, int]
    roles: np.ndarray | None = None  # (len(ROLES), n_words) in {IGNORE, 0 outside, 1 begin, 2 inside}
    figures: np.ndarray | None = None  # (n_words,) kind of figure at its first word
    srl: np.ndarray | None = None  # (len(SRL_ROLES), n_words)
    status: int = IGNORE
    certainty: int = IGNORE
    mode: int = IGNORE
    sub_event: int = IGNORE
    factuality: float | None = None


@dataclass(slots=True)
class Example:
    """A window with its labels."""

    corpus: str
    window: Window
    tags: dict[str, np.ndarray] = field(default_factory=dict)
    trigger_known: np.ndarray | None = None  # which event types the corpus annotates (bool per type)
    predicates: list[Predicate] = field(default_factory=list)


def load(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def bucket(identifier: str, n: int) -> int:
    """A stable number below `n` for a record."""
    return hashlib.sha1(identifier.encode()).digest()[0] % n


class WordIndex:
    """Maps character spans to word indices of a window."""

    def __init__(self, window: Window) -> None:
        self.starts = np.array([w.start for w in window.words])
        self.ends = np.array([w.end for w in window.words])

    def __call__(self, start: int, end: int) -> tuple[int, int] | None:
        inside = np.nonzero((self.starts < end) & (self.ends > start))[0]
        return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else None


def tag_spans(n: int, spans: list[tuple[int, int, int]]) -> np.ndarray:
    """BIO labels from (first word, last word + 1, type index), longer spans first so that inner ones do not break outer ones."""
    out = np.zeros(n, dtype=np.int64)
    for a, b, t in sorted(spans, key=lambda s: s[0] - s[1]):
        if not out[a:b].any():
            out[a] = 1 + 2 * t
            out[a + 1 : b] = 2 + 2 * t
    return out


def role_rows(n: int, spans: dict[str, list[tuple[int, int]]], known: set[str], names: list[str]) -> np.ndarray:
    out = np.full((len(names), n), IGNORE, dtype=np.int64)
    for row, name in enumerate(names):
        if name in known:
            out[row] = tag_spans(n, [(a, b, 0) for a, b in spans.get(name, [])])
    return out


def inside(index: WordIndex, window: Window, span: dict) -> tuple[int, int] | None:
    if span["start"] is None or span["end"] <= window.words[0].start or span["start"] >= window.words[-1].end:
        return None
    return index(span["start"], span["end"])
