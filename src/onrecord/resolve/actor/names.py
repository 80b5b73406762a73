"""Names of actors as keys: folding over case, accents, scripts' variants and spelling, and cutting a phrase into words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Initials first ("U.S."), then words with inner apostrophes ("Qa'ida", "state's"), then the marks that part a phrase.
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼʿʾ`´][^\W_]+)*|[,;:()\[\]]")
_APOSTROPHES = str.maketrans("", "", "'’ʼʿʾ`´.")
# Letters that Unicode does not decompose, and the Arabic ones that writers interchange.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ة": "ه", "ى": "ي", "ـ": None})
_SPELLING = {
    "defense": "defence",
    "center": "centre",
    "centers": "centres",
    "labor": "labour",
    "program": "programme",
    "theater": "theatre",
    "armored": "armoured",
    "neighbors": "neighbours",
    "neighbor": "neighbour",
    "organizations": "organisations",
    "dept": "department",
    "depts": "departments",
    "govt": "government",
    "supt": "superintendent",
}
_IZE = re.compile(r"(?<=\w{3})iz(?=(?:ation|ations|ed|ing)$)")


class Token(NamedTuple):
    """One word or mark of a phrase: the key it folds to, how it was written, and its offsets in code points."""

    key: str
    raw: str
    start: int
    end: int


@lru_cache(maxsize=65_536)
def _fold_word(raw: str) -> str:
    if raw.isascii():
        word = raw.lower()
    else:
        # Twice, since letters like the double-struck N become capitals only when they are decomposed.
        decomposed = unicodedata.normalize("NFKD", raw.casefold()).casefold()
        word = "".join(c for c in decomposed if unicodedata.category(c) != "Mn").translate(_LETTERS)
    if len(word) > 2 and word[-1] == "s" and word[-2] in "'’ʼ`´":
        word = word[:-2]
    word = word.translate(_APOSTROPHES)
    if len(word) > 7 and "iz" in word:
        word = _IZE.sub("is", word)
    return _SPELLING.get(word, word)


def tokens(text: str) -> list[Token]:
    """The words of `text` with their folded keys, and the marks `, ; : ( ) [ ]` as tokens of their own."""
    return [Token(_fold_word(m.group()), m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def is_mark(token: Token) -> bool:
    """Whether the token is a mark, not a word."""
    return token.key in ",;:()[]"


def fold_name(name: str) -> str:
    """The key under which two spellings of one name meet.

    Case, accents, apostrophes, hyphens, initials' dots, the possessive, a leading "the" and British or American spelling do not count;
    Cyrillic and Arabic letters are folded to their base forms. A name without letters or digits folds to itself, lower-cased.
    """
    words = [token.key for token in tokens(name) if not is_mark(token)]
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(word for word in words if word) or " ".join(name.casefold().split())
