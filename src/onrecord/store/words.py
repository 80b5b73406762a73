"""Words of texts and of searches for databases that leave cutting, folding and marking to us; SQLite's FTS5 does all three itself.

A word is a run of letters and digits with the marks on them; case and accents are taken off. This is what FTS5's `unicode61` tokenizer
with `remove_diacritics 2` does, so that a search finds the same documents whichever database holds them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

_TYPED = re.compile(r'"([^"]*)"|(\S+)')
_LONGEST = 200
"""Characters of a word that count; PostgreSQL takes 2 KB, and nobody types more."""
_MARKS = (range(0x300, 0x1F000), range(0xE0100, 0xE01F0))
"""Where Unicode has marks; to ask all of its code points takes half a second."""
_PASSAGE = 32
"""Words in the passage of a hit."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that have to stand one after another; with `prefix` the last of them may be the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool


def typed(text: str) -> Iterator[tuple[str, bool]]:
    """The words, "quoted phrases" and prefix* that a person typed, each with whether it is a prefix; what holds no word is left out."""
    for phrase, word in _TYPED.findall(text.replace("\0", " ")):
        bare = (phrase or word.rstrip("*")).replace('"', " ").strip()
        if any(character.isalnum() for character in bare):
            yield bare, word.endswith("*")


def terms(text: str) -> tuple[Term, ...]:
    """What a person asks for; all terms have to be found. Empty where nothing can be searched for."""
    found = []
    for bare, prefix in typed(text):
        words = tuple(word for word, _, _ in tokens(bare))
        if words:
            found.append(Term(words, prefix))
    return tuple(dict.fromkeys(found))


def tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text, folded, with their bounds in it."""
    for match in _pattern().finditer(text):
        word = _fold(match.group())
        if word:
            yield word, match.start(), match.end()


def passage(texts: Sequence[str], wanted: Sequence[Term]) -> tuple[str, list[tuple[int, int]]]:
    """The stretch of one of `texts` that holds most of the terms, the earliest of the best, with the bounds of the found words in it."""
    best: tuple[int, str, list[tuple[int, int]]] = (0, "", [])
    for text in texts:
        listed = list(tokens(text))
        found = sorted(_places(listed, wanted))
        for number, (start, _, _) in enumerate(found):
            inside = [f for f in found[number:] if f[1] <= start + _PASSAGE]
            different = len({term for _, _, term in inside})
            if different > best[0]:
                best = (different, *_cut(text, listed, start, [(first, last) for first, last, _ in inside]))
            if different == len(wanted):
                break
    return best[1], best[2]


def _places(listed: Sequence[tuple[str, int, int]], wanted: Sequence[Term]) -> Iterator[tuple[int, int, int]]:
    """First word, word after the last, and number of the term, for each place where a term stands."""
    for number, term in enumerate(wanted):
        length = len(term.words)
        for start in range(len(listed) - length + 1):
            words = [word for word, _, _ in listed[start : start + length]]
            last_fits = words[-1].startswith(term.words[-1]) if term.prefix else words[-1] == term.words[-1]
            if last_fits and tuple(words[:-1]) == term.words[:-1]:
                yield start, start + length, number


def _cut(
    text: str, listed: Sequence[tuple[str, int, int]], first: int, found: Sequence[tuple[int, int]]
) -> tuple[str, list[tuple[int, int]]]:
    # A few words before the first found one, so that it is not read out of nowhere.
    begin = max(0, min(first - 4, len(listed) - _PASSAGE))
    end = min(len(listed), max(begin + _PASSAGE, found[0][1]))
    left = 0 if begin == 0 else listed[begin][1]
    right = len(text) if end == len(listed) else listed[end - 1][2]
    before, after = "…" if left else "", "…" if right < len(text) else ""
    # Of a word of many thousand characters no more than a line or two is shown.
    right = min(right, left + 2_000)
    shift = len(before) - left
    marks = [(listed[start][1] + shift, listed[stop - 1][2] + shift) for start, stop in found if stop <= end]
    shown = before + text[left:right] + after
    return shown, _apart([(start, min(stop, len(shown))) for start, stop in marks if start < len(shown)])


def _apart(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks in order, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@lru_cache(maxsize=65_536)
def _fold(word: str) -> str:
    bare = "".join(character for character in unicodedata.normalize("NFKD", word) if not unicodedata.combining(character))
    return "".join(character for character in bare.casefold() if character.isalnum())[:_LONGEST]


@cache
def _pattern() -> re.Pattern[str]:
    """Letters and digits with the marks on them: vowel signs of Arabic, Devanagari or Thai do not end a word."""
    marks = (chr(code) for codes in _MARKS for code in codes if unicodedata.category(chr(code))[0] == "M")
    return re.compile(f"[^\\W_](?:[^\\W_]|[{re.escape(''.join(marks))}])*")
