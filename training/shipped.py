"""Read the weights that the package ships back into the network, so that training can go on from them: `train.py --from-shipped`.

The products of the encoder were rounded to 8 bits when they were exported; a few hundred steps undo that. The head of PropBank's roles is
not shipped and starts fresh.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from model import Reader

ENCODER = Path(__file__).parents[1] / "src/onrecord/data/encoder"


class _Graph:
    def __init__(self, path: Path) -> None:
        self.graph = onnx.load(path).graph
        self.values = {i.name: numpy_helper.to_array(i) for i in self.graph.initializer}

    def value(self, name: str) -> np.ndarray:
        """A constant, rounded or not, as 32-bit numbers."""
        if name in self.values and not name.endswith(("_quantized", "_rows")):
            return self.values[name]
        if name.endswith("_rows"):
            return self.values[name].astype(np.float32) * self.values[f"{name.removesuffix('_rows')}_row_scale"]
        stem = name.removesuffix("_quantized")
        rounded, scale = self.values[f"{stem}_quantized"], self.values[f"{stem}_scale"]
        return ((rounded.astype(np.float32) - self.values[f"{stem}_zero_point"].astype(np.float32)) * scale).astype(np.float32)

    def is_product(self, name: str) -> bool:
        return self.values[name].ndim == 2

    def products(self) -> Iterator[np.ndarray]:
        """The constant right-hand sides of all products, in the order of the graph."""
        for node in self.graph.node:
            if node.op_type in {"MatMul", "Gemm", "MatMulInteger"}:
                name = node.input[1]
                if name in self.values:
                    yield self.value(name)


def shipped_state(folder: Path = ENCODER) -> dict[str, Tensor]:
    """The state of a `Reader` from the shipped files, without the head of PropBank's roles."""
    encoder, pairs = _Graph(folder / "encoder.onnx"), _Graph(folder / "pairs.onnx")
    state: dict[str, np.ndarray] = {}
    names = set(Reader().state_dict())
    for graph in (encoder, pairs):
        for name in graph.values:
            for stem in (name, name.removesuffix("_quantized"), name.removesuffix("_rows")):
                own = stem.removeprefix("reader.")
                if own in names and own not in state:
                    state[own] = graph.value(name)
    layers = Reader().encoder.config.num_hidden_layers
    width = Reader().encoder.config.hidden_size
    scale = (width // Reader().encoder.config.num_attention_heads) ** -0.5
    for n in range(layers):
        stem = f"encoder.encoder.layer.{n}"
        for kind, columns, bias in zip(
            ("query", "key", "value"),
            np.split(encoder.value(f"joined.{n}.weight_Transposed_quantized"), 3, axis=1),
            np.split(encoder.value(f"joined.{n}.bias"), 3),
            strict=True,
        ):
            factor = 1 / scale if kind == "query" else 1.0
            state[f"{stem}.attention.self.{kind}.weight"] = columns.T * factor
            state[f"{stem}.attention.self.{kind}.bias"] = bias * factor
        for part in ("attention.output.dense", "intermediate.dense", "output.dense"):
            state[f"{stem}.{part}.weight"] = encoder.value(f"reader.{stem}.{part}.weight_Transposed_quantized").T
    # The exporter numbers the unnamed constants in the order of the module's products.
    last = sorted({n.removesuffix("_quantized") for n in encoder.values if n.startswith("onnx::MatMul_") and encoder.is_product(n)})
    for name, constant in zip(("heads", "as_word", "as_predicate"), last, strict=True):
        state[f"{name}.weight"] = encoder.value(constant).T
    order = ("down", "query", "key", "value", "out", "wide", "narrow", "up")
    *mixer, last = pairs.products()
    for name, weight in zip(order, mixer, strict=True):
        state[f"mixer.{name}.weight"] = weight.T
    state["pair_out.weight"] = last.T
    missing = {n for n in names - set(state) if not n.startswith("srl_out") and not n.endswith("position_ids")}
    if missing:
        raise SystemExit(f"the shipped weights lack {sorted(missing)}")
    return {k: torch.from_numpy(np.array(v, dtype=np.float32)) for k, v in state.items()}
