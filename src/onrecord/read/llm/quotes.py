"""Quotations found again in the stored text: verbatim but for white space and the shape of quotation marks, at whole words."""

from __future__ import annotations

import re
import unicodedata

from onrecord.model.span import Span

_LONGEST = 400
"""Code points; nobody needs more to name a trigger, a party or a place."""
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Characters without a shape, as a character class: a model never copies them reliably."""
_NO_SHAPE = re.compile(f"[{_UNSEEN}]+")
_SINGLE, _DOUBLE = "'’‘ʼ`´", '"“”„«»'


def occurrences(quote: object, text: str, within: Span) -> list[Span]:
    """Where `quote` stands in `within`, in order, as spans of `text`; none for what is no text, empty or too long.

    White space is equal to white space, a straight quotation mark to a curly one, and characters without a shape do not count; letters,
    digits and all else have to be the same. A match neither begins nor ends inside a word or a number.
    """
    if not isinstance(quote, str) or len(quote) > _LONGEST:
        return []
    words = unicodedata.normalize("NFC", without_unseen(quote)).split()
    if not words:
        return []
    body = r"\s+".join(f"[{_UNSEEN}]*".join(map(_letter, word)) for word in words)
    # Looked ahead for, so that a match which begins inside a word does not hide the one that overlaps it.
    found = [Span(*m.span(1)) for m in re.compile(f"(?=({body}))").finditer(text, within.start, within.end)]
    return [s for s in found if not _inside_a_word(text, s.start) and not _inside_a_word(text, s.end)]


def without_unseen(text: str) -> str:
    """`text` without the characters that have no shape: soft hyphens, joiners, marks of direction."""
    return _NO_SHAPE.sub("", text)


def nearest(spans: list[Span], to: Span, *, apart_from: Span | None = None) -> Span | None:
    """The span with the fewest characters between it and `to`, the earlier one of two; `apart_from` is overlapped only if all do."""
    free = [s for s in spans if apart_from is None or not s.overlaps(apart_from)]
    return min(free or spans, key=lambda s: (max(s.start - to.end, to.start - s.end, 0), s.start), default=None)


def _letter(char: str) -> str:
    for alike in (_SINGLE, _DOUBLE):
        if char in alike:
            return f"[{alike}]"
    return re.escape(char)


def _inside_a_word(text: str, at: int) -> bool:
    """Whether the boundary `at` cuts a word or a number ("12" in "12,000"). Scripts without capitals have no such boundaries to see."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if _joins(before) and _joins(after):
        return True
    if before.isdigit() and after in ".,":
        return at + 1 < len(text) and text[at + 1].isdigit()
    return before in ".," and after.isdigit() and at >= 2 and text[at - 2].isdigit()


def _joins(char: str) -> bool:
    return char.isdigit() or char == "_" or (char.isalpha() and char.lower() != char.upper())
