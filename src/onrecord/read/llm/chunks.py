"""A document in parts that a model can take: whole paragraphs where they fit, whole sentences always."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model.span import Span

_CONTEXT = 800
"""Code points of the text before a part that go with it, for names and pronouns."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive sentences of a document, for each whether it opens a paragraph, and the stretch of text before them that goes along."""

    sentences: tuple[Span, ...]
    opens_paragraph: tuple[bool, ...]
    context: Span | None

    @property
    def shown(self) -> Span:
        """All the text that the model sees."""
        return Span(self.context.start if self.context else self.sentences[0].start, self.sentences[-1].end)

    def before(self, text: str) -> str:
        """The words before the part."""
        return self.context.of(text) if self.context else ""

    def halves(self, all_sentences: Sequence[Span]) -> tuple[Chunk, Chunk] | None:
        """The part in two; None where it is one sentence."""
        middle = len(self.sentences) // 2
        if not middle:
            return None
        opens = self.opens_paragraph
        first = Chunk(self.sentences[:middle], opens[:middle], self.context)
        return first, Chunk(self.sentences[middle:], opens[middle:], _context(all_sentences, self.sentences[middle]))


def chunks(sentences: Sequence[Span], paragraphs: Sequence[Span], size: int) -> list[Chunk]:
    """Parts of at most `size` code points, or of one sentence where that is longer. A paragraph is divided only where it is too long."""
    starts = [p.start for p in paragraphs]
    by_paragraph: dict[int, list[Span]] = {}
    for sentence in sentences:
        by_paragraph.setdefault(bisect_right(starts, sentence.start), []).append(sentence)
    made: list[Chunk] = []
    held: list[tuple[Span, bool]] = []

    def close() -> None:
        if held:
            made.append(Chunk(tuple(s for s, _ in held), tuple(o for _, o in held), _context(sentences, held[0][0])))
            held.clear()

    for group in by_paragraph.values():
        if held and group[-1].end - held[0][0].start > size:
            close()
        for number, sentence in enumerate(group):
            if held and sentence.end - held[0][0].start > size:
                close()
            held.append((sentence, number == 0))
    close()
    return made


def _context(sentences: Sequence[Span], first: Span) -> Span | None:
    """The whole sentences before `first` that fit."""
    end = bisect_right(sentences, first) - 1
    start = end
    while start > 0 and first.start - sentences[start - 1].start <= _CONTEXT:
        start -= 1
    return Span(sentences[start].start, sentences[end - 1].end) if start < end else None
