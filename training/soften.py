"""Write down what the teacher says of every training window: `python training/soften.py --run training/runs/main`.

For each window the log-odds of the word heads, and the role scores of the triggers and cues that the teacher finds. The reader's stage
"distil" learns from them beside the labels of the corpora (see `train.py`). One file a corpus, in 16 bits; a corpus that is there
already is left alone, so that a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from batch import COLUMNS, HALF, collate
from corpora import training_examples
from labels import DISTANCE, PAIR_HEADS
from model import Reader, load_tokenizer, mean_state
from onrecord.read.decoding import decode_bio
from teacher import Teacher
from windows import Example

# Which corpora, and what share of their windows: of the large ones a part is enough.
CORPORA = {
    "authored": 1.0,
    "shifted": 1.0,
    "wikievents": 1.0,
    "re3d": 1.0,
    "mpqa": 1.0,
    "meantime": 1.0,
    "plain": 0.6,
    "polnear": 0.4,
    "geneva": 0.5,
    "uw": 0.3,
    "muc4": 0.25,
}
TRIGGER_BIAS, CUE_BIAS = -0.5, -0.5
MOST = 10  # predicates of a window whose roles are kept


@dataclass(slots=True)
class Soft:
    """The teacher's word on one window: (words, columns) and, a predicate, (words, roles x 3); `cue` tells cues from triggers."""

    outputs: np.ndarray
    predicates: list[tuple[int, int]]
    cue: list[bool]
    roles: np.ndarray


def key_of(example: Example) -> bytes:
    """A window is known by its word pieces."""
    return hashlib.sha1(np.array(example.window.tokens, dtype=np.int32).tobytes()).digest()


def predicates_of(outputs: np.ndarray, columns: dict[str, slice]) -> list[tuple[tuple[int, int], bool]]:
    triggers = [((t.start, t.end), False) for t in decode_bio(outputs[:, columns["trigger"]], outside_bias=TRIGGER_BIAS)]
    cues = [((t.start, t.end), True) for t in decode_bio(outputs[:, columns["cue"]], outside_bias=CUE_BIAS)]
    return (triggers + cues)[:MOST]


@torch.no_grad()
def softened(
    model: Reader, batch: list[Example], columns: dict[str, slice], tensors: tuple[Tensor, Tensor, Tensor], half: bool
) -> Iterator[Soft]:
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        outputs, as_word, as_predicate = (x.float() for x in model.words(*tensors))
    for i, example in enumerate(batch):
        n = len(example.window.words)
        own = outputs[i, :n].numpy()
        found = predicates_of(own, columns)
        roles = np.zeros((0, n, PAIR_HEADS["roles"]), dtype=np.float16)
        if found:
            at = torch.tensor([a for (a, _), _ in found])
            offsets = (torch.arange(n)[None, :] - at[:, None]).clamp(-DISTANCE, DISTANCE)
            joint = model.pairs(as_word[i, :n].unsqueeze(0), torch.stack([as_predicate[i, a:b].mean(0) for (a, b), _ in found]), offsets)
            roles = model.pair_out(joint)[..., : PAIR_HEADS["roles"]].numpy().astype(np.float16)
        yield Soft(own.astype(np.float16), [p for p, _ in found], [c for _, c in found], roles)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    arguments.add_argument("--run", type=Path, default=Path(__file__).parent / "runs/main")
    arguments.add_argument("--stages", nargs="+", default=["teacher-own"], help="files whose weights are averaged")
    arguments.add_argument("--corpora", nargs="+", choices=CORPORA, default=list(CORPORA))
    options = arguments.parse_args()
    torch.set_num_threads(1)
    out = options.run / "soft"
    out.mkdir(parents=True, exist_ok=True)
    model = Teacher()
    model.grow_from(mean_state([options.run / f"{s}.pt" for s in options.stages]))
    model.eval()
    wanted = [c for c in options.corpora if not (out / f"{c}.pt").exists()]
    for corpus, examples in training_examples(options.shared, load_tokenizer(), set(wanted)).items():
        began, found = time.time(), {}
        examples = sorted(examples[: round(CORPORA[corpus] * len(examples))], key=lambda e: len(e.window.tokens))  # noqa: PLW2901 - the part that is read
        for start in range(0, len(examples), 8):
            batch = examples[start : start + 8]
            for example, soft in zip(batch, softened(model, batch, COLUMNS, collate(batch), HALF), strict=True):
                found[key_of(example)] = soft
        partial = out / f"{corpus}.partial"
        torch.save(found, partial)
        partial.replace(out / f"{corpus}.pt")
        words = sum(len(e.window.words) for e in examples)
        print(f"{corpus}: {len(found)} windows, {words / (time.time() - began):,.0f} words/s", flush=True)


if __name__ == "__main__":
    main()
