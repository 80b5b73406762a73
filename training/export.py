"""Export a trained checkpoint to the files that the package ships: int8 ONNX, pair head, tokenizer, labels.

python training/export.py --run training/runs/main --stages distil distil again --out src/onrecord/data/encoder
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from labels import DISTANCE, as_json
from model import Reader, load_tokenizer, mean_state


class _Exported(nn.Module):
    """The network for one window without padding: tokens (1, T) and first pieces (1, W) in, outputs per word out.

    The layers of BERT written out for a window that needs no mask, with one product for queries, keys and values: the same figures as
    the model's own, in fewer and larger steps.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        layers = reader.encoder.encoder.layer
        self.heads = reader.encoder.config.num_attention_heads
        self.width = reader.encoder.config.hidden_size // self.heads
        self.joined = nn.ModuleList()
        for layer in layers:
            own = layer.attention.self
            joined = nn.Linear(own.query.in_features, 3 * own.query.out_features)
            # The scale of the dot product is folded into the queries.
            scale = self.width**-0.5
            with torch.no_grad():
                joined.weight.copy_(torch.cat([own.query.weight * scale, own.key.weight, own.value.weight]))
                joined.bias.copy_(torch.cat([own.query.bias * scale, own.key.bias, own.value.bias]))
            self.joined.append(joined)

    def forward(self, tokens: Tensor, first: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        encoder = self.reader.encoder
        x = encoder.embeddings(input_ids=tokens)[0]
        for layer, joined in zip(encoder.encoder.layer, self.joined, strict=True):
            query, key, value = joined(x).view(-1, 3, self.heads, self.width).permute(1, 2, 0, 3).unbind(0)
            weights = (query @ key.transpose(1, 2)).softmax(-1)
            seen = (weights @ value).transpose(0, 1).reshape(-1, self.heads * self.width)
            out = layer.attention.output
            x = out.LayerNorm(out.dense(seen) + x)
            x = layer.output.LayerNorm(layer.output.dense(layer.intermediate(x)) + x)
        return self.reader.of_words(x[first[0]].unsqueeze(0))


class _Pairs(nn.Module):
    """The pair head for one window: (W, hidden), (P, hidden), (P, W) clipped distances from 0 -> (P, W, outputs).

    Outputs are roles x 3 and kinds of figures.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, as_word: Tensor, predicates: Tensor, distances: Tensor) -> Tensor:
        joint = self.reader.pairs(as_word.unsqueeze(0), predicates, distances - DISTANCE)
        scores: Tensor = self.reader.pair_out(joint)
        return scores


HEADS = ("/heads/", "/as_word/", "/as_predicate/")
TABLE = "reader.encoder.embeddings.word_embeddings.weight"


def quantise(source: Path, target: Path) -> None:
    """Round the encoder's products to 8 bits, with a scale a column, and its table of word pieces, with a scale a row.

    The heads stay in 32 bits: they are small, and what they say is compared to the hundredth. Seven of the eight bits are used, which do
    not overflow on processors without VNNI.
    """
    graph = onnx.load(source).graph
    keep = [n.name for n in graph.node if n.op_type == "MatMul" and n.name.startswith(HEADS)]
    if len(keep) != len(HEADS):
        raise SystemExit(f"expected one product a head, found {keep}: the exporter names its nodes otherwise now")
    quantize_dynamic(
        source,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        nodes_to_exclude=keep,
        op_types_to_quantize=["MatMul", "Gemm"],
    )
    model = onnx.load(target)
    graph = model.graph
    [table] = [i for i in graph.initializer if i.name == TABLE]
    [look_up] = [n for n in graph.node if n.op_type == "Gather" and n.input[0] == TABLE]
    weights = numpy_helper.to_array(table)
    scale = np.abs(weights).max(axis=1, keepdims=True).clip(1e-8) / 127
    graph.initializer.remove(table)
    graph.initializer.extend(
        [
            numpy_helper.from_array(np.round(weights / scale).astype(np.int8), f"{TABLE}_rows"),
            numpy_helper.from_array(scale.astype(np.float32), f"{TABLE}_row_scale"),
        ]
    )
    at = list(graph.node).index(look_up)
    graph.node.remove(look_up)
    for offset, node in enumerate(
        [
            onnx.helper.make_node("Gather", [f"{TABLE}_rows", look_up.input[1]], ["rows"]),
            onnx.helper.make_node("Cast", ["rows"], ["rows_32"], to=onnx.TensorProto.FLOAT),
            onnx.helper.make_node("Gather", [f"{TABLE}_row_scale", look_up.input[1]], ["row_scales"]),
            onnx.helper.make_node("Mul", ["rows_32", "row_scales"], [look_up.output[0]]),
        ]
    ):
        graph.node.insert(at + offset, node)
    onnx.checker.check_model(model)
    onnx.save(model, target)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--run", type=Path, default=Path(__file__).parent / "runs/main")
    arguments.add_argument("--stages", nargs="+", default=["loft", "delve", "reef", "reef-2"], help="files whose weights are averaged")
    arguments.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "src/onrecord/data/encoder")
    arguments.add_argument("--float", action="store_true", help="keep 32-bit weights (to measure what int8 costs)")
    options = arguments.parse_args()
    model = Reader()
    model.grow_from(mean_state([options.run / f"{s}.pt" for s in options.stages]))
    model.eval()
    with torch.no_grad():
        probe = (torch.randint(5, 900, (1, 90)), torch.arange(1, 80).unsqueeze(0))
        for a, b in zip(_Exported(model)(*probe), model.words(probe[0], torch.ones_like(probe[0]), probe[1]), strict=True):
            torch.testing.assert_close(a, b, atol=1e-3, rtol=1e-3)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full, prepared = Path(folder) / "full.onnx", Path(folder) / "prepared.onnx"
        torch.onnx.export(
            _Exported(model),
            (torch.randint(5, 900, (1, 40)), torch.arange(1, 30).unsqueeze(0)),
            full,
            dynamo=False,
            opset_version=17,
            input_names=["tokens", "first"],
            output_names=["outputs", "as_word", "as_predicate"],
            dynamic_axes={"tokens": {1: "t"}, "first": {1: "w"}, "outputs": {1: "w"}, "as_word": {1: "w"}, "as_predicate": {1: "w"}},
        )
        quant_pre_process(full, prepared, skip_symbolic_shape=True)
        target = options.out / "encoder.onnx"
        if options.float:
            target.write_bytes(prepared.read_bytes())
        else:
            quantise(prepared, target)
    words, hidden = 30, model.as_word.out_features
    torch.onnx.export(
        _Pairs(model),
        (torch.randn(words, hidden), torch.randn(3, hidden), torch.randint(0, 2 * DISTANCE, (3, words))),
        options.out / "pairs.onnx",
        dynamo=False,
        opset_version=17,
        input_names=["as_word", "predicates", "distances"],
        output_names=["scores"],
        dynamic_axes={"as_word": {0: "w"}, "predicates": {0: "p"}, "distances": {0: "p", 1: "w"}, "scores": {0: "p", 1: "w"}},
    )
    load_tokenizer().save(str(options.out / "tokenizer.json"))
    (options.out / "labels.json").write_text(json.dumps(as_json(), indent=1) + "\n", encoding="utf-8")
    print({p.name: p.stat().st_size for p in sorted(options.out.iterdir())})


if __name__ == "__main__":
    main()
