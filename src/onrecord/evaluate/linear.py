"""Linear models over named features, stored together in one small file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.errors import MissingData


@dataclass(frozen=True, slots=True)
class Linear:
    """Log-odds of `labels`: `weights` is (features, labels), `bias` (labels,); `index` gives the row of a feature."""

    index: Mapping[str, int]
    labels: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def scores(self, features: Mapping[str, float]) -> npt.NDArray[np.float32]:
        """Log-odds by the order of the labels; features that were never seen count nothing."""
        known = [(row, value) for name, value in features.items() if (row := self.index.get(name)) is not None]
        if not known:
            return self.bias
        summed: npt.NDArray[np.float32] = np.array([v for _, v in known], dtype=np.float32) @ self.weights[[row for row, _ in known]]
        return self.bias + summed

    def odds(self, features: Mapping[str, float]) -> dict[str, float]:
        """Log-odds of each label; features that were never seen count nothing."""
        return dict(zip(self.labels, self.scores(features).tolist(), strict=True))


def save(path: Path, parts: Mapping[str, Linear]) -> None:
    """Write the models to one compressed file, weights in half precision; rows that hold nothing but zeros are left out.

    Raises `ValueError` where the name of a feature has a line break, which parts the names in the file.
    """
    if bad := next((n for model in parts.values() for n in model.index if "\n" in n), None):
        raise ValueError(f"the name of a feature has a line break: {bad!r}")
    arrays: dict[str, Any] = {}
    for name, model in parts.items():
        names = sorted(model.index, key=lambda n: model.index[n])
        weights = model.weights.astype(np.float16)
        kept = np.flatnonzero(np.abs(weights).max(axis=1) > 0)
        arrays[f"{name}.names"] = np.frombuffer("\n".join(names[k] for k in kept).encode(), dtype=np.uint8)
        arrays[f"{name}.labels"] = np.frombuffer("\n".join(model.labels).encode(), dtype=np.uint8)
        arrays[f"{name}.weights"] = weights[kept]
        arrays[f"{name}.bias"] = model.bias.astype(np.float32)
    np.savez_compressed(path, **arrays)


def load(path: Path, parts: Sequence[str], *, maker: str) -> dict[str, Linear]:
    """The models `parts` of a file that `save` wrote. Raises `MissingData`, naming the script `maker`, where it is absent or damaged."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: _linear(stored, name) for name in parts}
    except (OSError, ValueError, KeyError, UnicodeDecodeError) as error:
        remedy = f"Reinstall the package, or run `python {maker}`"
        raise MissingData("the weights of the linear models cannot be read", subject=str(path), stage="evaluate", remedy=remedy) from error


def _linear(stored: Any, name: str) -> Linear:
    names = stored[f"{name}.names"].tobytes().decode().split("\n")
    labels = stored[f"{name}.labels"].tobytes().decode().split("\n")
    weights = stored[f"{name}.weights"].astype(np.float32)
    return Linear({n: row for row, n in enumerate(names)}, tuple(labels), weights, stored[f"{name}.bias"].astype(np.float32))
