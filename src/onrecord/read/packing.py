"""Pack a document into windows of consecutive sentences for the encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from onrecord.model.span import Span
from onrecord.read.words import paragraphs, sentences, words

MAX_TOKENS = 208
_CLS, _SEP, _PARAGRAPH = 101, 102, 1  # word pieces of BERT's vocabulary; [unused0] marks where a paragraph begins
_MAX_PIECES_A_WORD = 12


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences as the encoder reads them.

    `words` are the words' spans in the text of the document, `tokens` the ids of the word pieces with [CLS] and [SEP], `first` the
    position of each
    word's first piece in `tokens`, `sentence` the index of each word's sentence in the document.
    """

    words: tuple[Span, ...]
    tokens: tuple[int, ...]
    first: tuple[int, ...]
    sentence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    words: list[Span]
    pieces: list[list[int]]
    sentence: int
    opens_paragraph: bool

    @property
    def length(self) -> int:
        return sum(map(len, self.pieces)) + self.opens_paragraph


class Packer:
    """Splits a text into windows of at most `max_tokens` word pieces; a longer sentence is cut, none is dropped."""

    def __init__(self, tokenizer: Tokenizer, *, max_tokens: int = MAX_TOKENS) -> None:
        self._tokenizer = tokenizer
        self._room = max_tokens - 2
        self._cache: dict[str, list[int]] = {}

    def windows(
        self, text: str, *, in_sentences: Sequence[Span] | None = None, in_paragraphs: Sequence[Span] | None = None
    ) -> list[Window]:
        """The windows of `text` in order; sentences and paragraphs may be given where they are known already."""
        openings = {p.start for p in (paragraphs(text) if in_paragraphs is None else in_paragraphs)}
        found: list[Window] = []
        batch: list[_Piece] = []
        room = self._room
        for number, sentence in enumerate(sentences(text) if in_sentences is None else in_sentences):
            for piece in self._pieces(text, sentence, number, sentence.start in openings):
                if batch and piece.length > room:
                    found.append(_window(batch))
                    batch, room = [], self._room
                batch.append(piece)
                room -= piece.length
        if batch:
            found.append(_window(batch))
        return found

    def _pieces(self, text: str, sentence: Span, number: int, opens: bool) -> list[_Piece]:
        spans = [w.shifted(sentence.start) for w in words(sentence.of(text))]
        encoded = [self._encode(s.of(text)) for s in spans]
        out: list[_Piece] = []
        start, used = 0, int(opens)
        for i, ids in enumerate(encoded):
            if used + len(ids) > self._room:
                out.append(_Piece(spans[start:i], encoded[start:i], number, opens and start == 0))
                start, used = i, 0
            used += len(ids)
        if start < len(spans):
            out.append(_Piece(spans[start:], encoded[start:], number, opens and start == 0))
        return out

    def _encode(self, word: str) -> list[int]:
        ids = self._cache.get(word)
        if ids is None:
            # A word without a piece (a lone control character) still needs a place in the window.
            ids = self._tokenizer.encode(word[:200], add_special_tokens=False).ids[:_MAX_PIECES_A_WORD] or [100]
            if len(self._cache) < 200_000:
                self._cache[word] = ids
        return ids


def _window(batch: list[_Piece]) -> Window:
    tokens, first, spans, sentence = [_CLS], [], [], []
    for piece in batch:
        if piece.opens_paragraph:
            tokens.append(_PARAGRAPH)
        for span, ids in zip(piece.words, piece.pieces, strict=True):
            first.append(len(tokens))
            tokens.extend(ids)
            spans.append(span)
            sentence.append(piece.sentence)
    tokens.append(_SEP)
    return Window(tuple(spans), tuple(tokens), tuple(first), tuple(sentence))
