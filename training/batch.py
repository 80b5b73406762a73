"""A batch of windows as the network takes it, and where each head's outputs lie in what it gives."""

from __future__ import annotations

import torch
from torch import Tensor

from labels import WORD_HEADS
from windows import Example

HALF = torch.cuda.is_available() or torch.backends.cpu.get_cpu_capability() == "AVX512"

COLUMNS: dict[str, slice] = {}
_at = 0
for _name, _width in WORD_HEADS.items():
    COLUMNS[_name] = slice(_at, _at + _width)
    _at += _width


def collate(batch: list[Example]) -> tuple[Tensor, Tensor, Tensor]:
    longest = max(len(e.window.tokens) for e in batch)
    most = max(len(e.window.words) for e in batch)
    tokens = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, dtype=torch.long)
    first = torch.zeros(len(batch), most, dtype=torch.long)
    for i, e in enumerate(batch):
        tokens[i, : len(e.window.tokens)] = torch.tensor(e.window.tokens)
        mask[i, : len(e.window.tokens)] = 1
        first[i, : len(e.window.first)] = torch.tensor(e.window.first)
    return tokens, mask, first
