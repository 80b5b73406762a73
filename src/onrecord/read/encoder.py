"""The encoder: int8 ONNX weights, run one window at a time in a single thread."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from onrecord.errors import MissingData
from onrecord.read.packing import Packer, Window

Floats = npt.NDArray[np.float32]
_FILES = ("encoder.onnx", "pairs.onnx", "tokenizer.json", "labels.json")


@dataclass(frozen=True, slots=True)
class Labels:
    """The inventories behind the model's output columns, as `labels.json` lists them."""

    word_heads: dict[str, int]
    pair_heads: dict[str, int]
    max_tokens: int
    distance: int
    event_types: list[str]
    type_modes: dict[str, list[str]]
    modes: list[str]
    sub_events: list[str]
    statuses: list[str]
    certainties: list[str]
    entity_types: list[str]
    named_types: list[str]
    deeds: list[str]
    fillers: list[str]
    roles: list[str]
    figures: list[str]

    @property
    def columns(self) -> dict[str, slice]:
        """Where each head's outputs lie in the columns of `Encoded.outputs`."""
        found, at = {}, 0
        for name, width in self.word_heads.items():
            found[name] = slice(at, at + width)
            at += width
        return found


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder says about one window of W words.

    `outputs` is (W, columns) of logits; `as_word` and `as_predicate` are (W, hidden), the two sides of the pair head.
    """

    window: Window
    outputs: Floats
    as_word: Floats
    as_predicate: Floats


class Encoder:
    """The shipped weights: `Encoder.open(folder)` takes well under a second and about 150 MB."""

    def __init__(self, folder: Path) -> None:
        missing = [name for name in _FILES if not (folder / name).is_file()]
        if missing:
            raise MissingData(
                f"{', '.join(missing)} not found", subject=str(folder), stage="read", remedy="Reinstall the package, or run `make train`"
            )
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.labels = Labels(**{k: labels[k] for k in Labels.__dataclass_fields__})
        self.columns = self.labels.columns
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.packer = Packer(tokenizer, max_tokens=self.labels.max_tokens)
        self._session = _session(folder / "encoder.onnx")
        self._pairs = _session(folder / "pairs.onnx")
        self._folder = folder

    @cached_property
    def weights_digest(self) -> str:
        """SHA-256 over the files of the weights, in 64 hex digits."""
        digest = hashlib.sha256()
        for name in _FILES:
            digest.update((self._folder / name).read_bytes())
        return digest.hexdigest()

    def encode(self, window: Window) -> Encoded:
        """Run the network over one window."""
        tokens = np.array([window.tokens], dtype=np.int64)
        first = np.array([window.first], dtype=np.int64)
        outputs, as_word, as_predicate = self._session.run(None, {"tokens": tokens, "first": first})
        return Encoded(window, outputs[0], as_word[0], as_predicate[0])

    def encode_all(self, windows: Sequence[Window], again: Sequence[Window] = ()) -> Iterator[Encoded]:
        """Run the network over the windows of a document, in order.

        `again` are other windows over the same words to the end of the document, cut elsewhere: what both say of a word is averaged, so
        that a word at the border of one window is read in the midst of another, too. The mean of two readings is steadier than either.
        """
        total = sum(len(w.words) for w in windows)
        ahead = total - sum(len(w.words) for w in again)  # words before the first of `again`
        others, waiting = iter(again), deque[tuple[int, Encoded]]()
        start = 0
        for window in windows:
            encoded = self.encode(window)
            end = start + len(window.words)
            while ahead < end and (other := next(others, None)) is not None:
                waiting.append((ahead, self.encode(other)))
                ahead += len(other.words)
            for at, other_encoded in waiting:
                _average(encoded, start, other_encoded, at)
            while waiting and waiting[0][0] + len(waiting[0][1].window.words) <= end:
                waiting.popleft()
            start = end
            yield encoded

    def pairs(self, encoded: Encoded, predicates: Sequence[tuple[int, int]]) -> Floats:
        """Logits of every word as a role of every predicate: (predicates, words, roles x 3 + figures).

        A predicate is a half-open range of words.
        """
        count, reach = len(encoded.window.words), self.labels.distance
        if not predicates:
            width = 3 * len(self.labels.roles) + len(self.labels.figures)
            return np.zeros((0, count, width), dtype=np.float32)
        as_predicate = np.stack([encoded.as_predicate[a:b].mean(axis=0) for a, b in predicates])
        starts = np.array([a for a, _ in predicates])
        distances = np.clip(np.arange(count)[None, :] - starts[:, None], -reach, reach) + reach
        scores: Floats = self._pairs.run(None, {"as_word": encoded.as_word, "predicates": as_predicate, "distances": distances})[0]
        return scores


def _average(encoded: Encoded, start: int, other: Encoded, at: int) -> None:
    """Put the mean of two readings into `encoded`; their first words are numbers `start` and `at` of the document."""
    first, last = max(start, at), min(start + len(encoded.outputs), at + len(other.outputs))
    for mine, others in ((encoded.outputs, other.outputs), (encoded.as_word, other.as_word), (encoded.as_predicate, other.as_predicate)):
        part = mine[first - start : last - start]
        part += others[first - at : last - at]
        part *= 0.5


def _session(path: Path) -> Any:
    options = onnxruntime.SessionOptions()
    # One thread a session, processes across cores: threads inside one window gained nothing.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own undocumented classes for a damaged file
        raise MissingData("the weights cannot be loaded", subject=str(path), stage="read", remedy="Reinstall the package") from error
