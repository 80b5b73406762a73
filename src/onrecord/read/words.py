"""Words, sentences and paragraphs of a text, as half-open spans of code points."""

from __future__ import annotations

import re
from itertools import pairwise

from onrecord.model.span import Span

# Abbreviated names (U.S., J.P.), numbers with separators, words with inner hyphens, apostrophes and points; else one character.
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?|[^\W\d_]+(?:[-'’][^\W_]+)*|\w+|\S")

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-*•.]|\d+[.)])\s)")
# Code points; tables and logs without a full stop would otherwise be one sentence, and the evidence of all that they hold.
_LONGEST_SENTENCE = 3000
_LINE_BREAK = re.compile(r"\n\s*")
_SINGLE_BREAK = re.compile(r"(?<=\S)[ \t]*\n(?=[ \t]*\S)")
# The number of a note in brackets belongs to the sentence that it follows.
_TERMINATOR = re.compile(
    r"[.!?…]+[\"'”’)\]]*(?:\s?\[\d{1,3}\])*(?=\s|$|\[[A-Z]\w+:)"
    r"|[.!?…]+[\"”’)\]]+(?=[A-Z“\"])|(?<=[a-z]{3})[.!?]{1,3}(?=[A-Z][a-z]+\s)"
)
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr drs prof gen lt col maj capt sgt cpl pvt pfc spc adm cmdr brig sen rep gov hon rev st mt ft "
    "vs etc inc ltd co corp bros dept "
    "est approx jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri al ed eds "
    "e.g i.e cf u.s u.k u.n d.c a.m p.m jr sr msgt "
    "ssgt tsgt cmd supt insp det pres amb atty messrs ave blvd rd km kg".split()
)
# Words of their own, which stand for another only before a number.
_BEFORE_NUMBERS = frozenset("no nos vol fig art sec pp p op ch min sat sun ext".split())
# After these a capital letter may well begin a sentence.
_MAY_END = frozenset("etc inc ltd co corp jr sr u.s u.k u.n d.c a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec km kg".split())
_STARTERS = frozenset(
    "the a an in on at he she it they we i this that these those but and if when after before according there his her its their our".split()
)


def words(text: str) -> list[Span]:
    """The words and punctuation marks of `text`, in order."""
    return [Span(*m.span()) for m in _WORD.finditer(text)]


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of `text`: separated by blank lines, or list items on lines of their own; without surrounding white space.

    Where most lines end a sentence, the text is not wrapped and every line break begins a paragraph.
    """
    breaks = _LINE_BREAK if _one_paragraph_a_line(text) else _PARAGRAPH
    cuts = [0, *(m.end() for m in breaks.finditer(text)), len(text)]
    return [s for a, b in pairwise(cuts) if (s := _trimmed(text, a, b)) is not None]


def _one_paragraph_a_line(text: str) -> bool:
    ends = [m.start() for m in _SINGLE_BREAK.finditer(text)]
    if not ends:
        return False
    closing = sum(text[e - 1] in '.!?…:;"”’)]' for e in ends if e)
    return closing >= 0.6 * len(ends)


def sentences(text: str) -> list[Span]:
    """The sentences of `text`, none of which crosses a paragraph; without surrounding white space.

    A terminator ends a sentence unless it closes a known abbreviation, an initial or a number that goes on; a source tag in brackets is a
    sentence of its own.
    """
    found: list[Span] = []
    for paragraph in paragraphs(text):
        start = paragraph.start
        for match in _TERMINATOR.finditer(text, paragraph.start, paragraph.end):
            if _ends_sentence(text, match, paragraph):
                found += _bounded(text, start, match.end())
                start = match.end()
        found += _bounded(text, start, paragraph.end)
    return found


def _bounded(text: str, start: int, end: int) -> list[Span]:
    """The sentence from `start` to `end`, cut at white space where it is longer than any sentence that people write."""
    found: list[Span] = []
    while (piece := _trimmed(text, start, end)) is not None:
        if len(piece) > _LONGEST_SENTENCE:
            cut = text.rfind(" ", piece.start + 1, piece.start + _LONGEST_SENTENCE)
            piece = Span(piece.start, cut if cut > piece.start else piece.start + _LONGEST_SENTENCE)
        found.append(piece)
        start = piece.end
    return found


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _ends_sentence(text: str, match: re.Match[str], paragraph: Span) -> bool:
    after = match.end()
    while after < paragraph.end and text[after].isspace():
        after += 1
    if after >= paragraph.end:
        return True
    follower = text[after]
    if not match.group().startswith(".") or match.group()[:2] == "..":
        # '"Why?" he asked' goes on, and so does what trails off; a bare mark of question ends a sentence however the next begins.
        return not follower.islower() or match.group() in {"!", "?", "??", "!!", "?!"}
    begin = match.start()
    while begin > paragraph.start and not text[begin - 1].isspace() and text[begin - 1] not in '(["“‘':
        begin -= 1
    last = text[begin : match.start()].lower()
    next_word = re.match(r"[^\W\d_]+", text[after : after + 24])
    starts = next_word is not None and next_word.group().lower() in _STARTERS and not next_word.group().islower()
    if last in _BEFORE_NUMBERS:
        return not follower.isdigit()
    if last in _ABBREVIATIONS:
        return last in _MAY_END and starts
    if len(last) == 1 and last.isalpha():  # an initial
        return starts and last != "i"
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", last):  # an abbreviated name such as "u.n"
        return starts
    # People who write without capitals end their sentences too; what is quoted before "he said" goes on.
    return not follower.islower() or (match.group() == "." and len(last) > 1 and last.isalpha())
