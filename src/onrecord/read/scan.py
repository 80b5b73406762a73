"""The bare output of the encoder over a text, for second stages that fit models of their own over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.model.span import Span
from onrecord.read.analysis import CIRCUMSTANCE_BIAS
from onrecord.read.decoding import Floats, decode_bio, log_softmax
from onrecord.read.encoder import Encoded, Encoder

# Spans that the head of roles half sees are candidates, too: what they are is for the second stage to say.
_ROLE_BIAS = -2.0
_MENTION_BIAS = -1.0


@dataclass(frozen=True, slots=True)
class Glance:
    """One window of W words: `sentence` gives the number of each word's sentence in the text.

    `logits` has (W, width) for each head of words; `as_word` and `as_predicate` are (W, hidden). `mentions` are half-open ranges of words
    with the kind that the heads of entities and of names give them, found generously.
    """

    words: tuple[Span, ...]
    sentence: tuple[int, ...]
    logits: Mapping[str, Floats]
    as_word: Floats
    as_predicate: Floats
    mentions: tuple[tuple[int, int, str], ...]
    encoded: Encoded


@dataclass(frozen=True, slots=True)
class Roles:
    """What the head of roles says for one predicate: `scores` is (W, roles, 3), log probabilities of O, B and I by the order of `names`.

    `spans` are half-open ranges of words that may fill a role, found generously; `times` those that say when, as the reader finds them.
    """

    names: tuple[str, ...]
    scores: Floats
    spans: tuple[tuple[int, int], ...]
    times: tuple[tuple[int, int], ...]


def scan(encoder: Encoder, text: str) -> list[Glance]:
    """Run the encoder once over `text`."""
    found: list[Glance] = []
    for window in encoder.packer.windows(text):
        encoded = encoder.encode(window)
        outputs = encoded.outputs
        logits = {name: outputs[:, column] for name, column in encoder.columns.items()}
        mentions = {
            (t.start, t.end): kinds[t.kind]
            for head, kinds in (("named", encoder.labels.named_types), ("entity", encoder.labels.entity_types))
            for t in decode_bio(logits[head], outside_bias=_MENTION_BIAS)
        }
        ranges = tuple((a, b, kind) for (a, b), kind in sorted(mentions.items()))
        found.append(Glance(window.words, window.sentence, logits, encoded.as_word, encoded.as_predicate, ranges, encoded))
    return found


def roles_of(encoder: Encoder, glance: Glance, predicates: Sequence[tuple[int, int]]) -> list[Roles]:
    """The head of roles for each of `predicates`, half-open ranges of words of one window."""
    names = tuple(encoder.labels.roles)
    if not predicates:
        return []
    found = []
    for rows in encoder.pairs(glance.encoded, predicates):
        scores = log_softmax(rows[:, : 3 * len(names)].reshape(len(rows), len(names), 3))
        spans = {
            (t.start, t.end)
            for number, name in enumerate(names)
            if name not in {"content", "cue"}
            for t in decode_bio(scores[:, number], outside_bias=_ROLE_BIAS, scores=scores[:, number])
        }
        part = scores[:, names.index("time")]
        times = tuple((t.start, t.end) for t in decode_bio(part, outside_bias=CIRCUMSTANCE_BIAS, scores=part))
        found.append(Roles(names, scores, tuple(sorted(spans)), times))
    return found
