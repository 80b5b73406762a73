"""Quotations in a text: where the one that holds a character was opened."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from onrecord.model.span import Span

_QUOTES = re.compile(r"[\"“”]")


class Quotations:
    """Looks up the quotations of one text; `paragraphs` are its paragraphs in order."""

    def __init__(self, text: str, paragraphs: Sequence[Span]) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._starts = [p.start for p in paragraphs]

    def opened(self, at: int) -> int | None:
        """Where the quotation that holds the character `at` was opened; None outside quotations.

        A quotation that goes on over paragraphs opens anew in each and closes in the last, so one that a paragraph leaves open began
        where the first of them did; and one that follows another with nothing between goes on with it.
        """
        paragraph = bisect_right(self._starts, at) - 1
        opened = self._open_at(paragraph, at)
        while opened is not None and paragraph > 0:
            start = self._paragraphs[paragraph].start
            if opened != start or self._open_at(paragraph - 1, self._paragraphs[paragraph - 1].end) is None:
                break
            paragraph -= 1
            opened = self._open_at(paragraph, self._paragraphs[paragraph].end)
        return opened

    def _open_at(self, paragraph: int, at: int) -> int | None:
        start = self._paragraphs[paragraph].start
        opened: int | None = None
        before: int | None = None
        closed = start
        for match in _QUOTES.finditer(self._text, start, at):
            mark = match.group()
            if mark == "”" or (mark == '"' and opened is not None):
                opened, before, closed = None, opened, match.end()
            elif opened is None:
                opened = before if before is not None and self._goes_on(before, closed, match.start()) else match.start()
        return opened

    def _goes_on(self, before: int, closed: int, then: int) -> bool:
        """Whether the quotation from `before` to `closed` is a whole sentence and nothing stands between it and the next."""
        whole = self._text[before + 1 : before + 2].isupper() and self._text[closed - 2] in ".!?,…"
        return whole and self._text[closed:then].isspace()
