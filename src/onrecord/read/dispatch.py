"""All that the heads say of a dispatch as a whole, for the answers that count a document and not its claims."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.mention import Mention
from onrecord.model.span import Span
from onrecord.read.analysis import role_spans
from onrecord.read.beside import DEED_BIAS, Deed
from onrecord.read.decoding import Floats, decode_bio, log_softmax
from onrecord.read.encoder import Encoder


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A text of W words with the deeds and mentions in it, in text order.

    `filler` is (W, roles): the log probability that a word begins or goes on a filler of each of MUC-4's five roles, in `roles`' order.
    """

    text: str
    words: tuple[Span, ...]
    filler: Floats
    roles: tuple[str, ...]
    deeds: tuple[Deed, ...]
    mentions: tuple[Mention, ...]
    names: tuple[Mention, ...]


def dispatch_of(encoder: Encoder, text: str) -> Dispatch:
    """Run the encoder once over `text`."""
    words: list[Span] = []
    fillers: list[list[float]] = []
    deeds: list[Deed] = []
    mentions: list[Mention] = []
    names: list[Mention] = []
    labels, columns = encoder.labels, encoder.columns
    for window in encoder.packer.windows(text):
        encoded = encoder.encode(window)
        outputs = encoded.outputs
        spans = [Span(w.start, w.end) for w in window.words]
        words += spans
        tags = log_softmax(outputs[:, columns["filler"]])
        fillers += tags[:, 1:].reshape(len(spans), len(labels.fillers), 2).max(axis=2).tolist()
        for head, kinds, into in (("entity", labels.entity_types, mentions), ("named", labels.named_types, names)):
            into += [
                Mention(span=Span(spans[t.start].start, spans[t.end - 1].end), kind=kinds[t.kind], score=round(t.score, 4))
                for t in decode_bio(outputs[:, columns[head]])
            ]
        tagged = decode_bio(outputs[:, columns["deed"]], outside_bias=DEED_BIAS)
        scored = encoder.pairs(encoded, [(t.start, t.end) for t in tagged])
        for deed, rows in zip(tagged, scored, strict=True):
            deeds.append(
                Deed(
                    Span(spans[deed.start].start, spans[deed.end - 1].end),
                    labels.deeds[deed.kind],
                    deed.score,
                    {r: tuple(f.span for f in fillers) for r, fillers in role_spans(encoder, window, rows).items()},
                )
            )
    import numpy as np

    grid = np.array(fillers, dtype=np.float32).reshape(len(words), len(labels.fillers))
    return Dispatch(text, tuple(words), grid, tuple(labels.fillers), tuple(deeds), tuple(mentions), tuple(names))
