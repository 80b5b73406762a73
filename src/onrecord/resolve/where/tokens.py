"""Words of a text with what the recogniser of place names asks about them: capitals, and what stands between two words."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from onrecord.resolve.where.abbreviations import expand

_WORD = re.compile(r"[^\W\d_]\.(?:[^\W\d_]{1,4}\.)+|[^\W_]+(?:['’ʼ](?!s\b)[^\W_]+)*")
_SHORTENED = frozenset("St Ste Ft Mt Mts".split())
# Words inside names that are written small ("Trinidad and Tobago", "Rostov-on-Don", "Deir ez-Zor").
INSIDE = frozenset(
    "of the de del de la las los el al ez az es as ed ad er ar and du des le les sur upon on am an der den da do dos di y bin".split()
)
ARTICLES = frozenset("al el ul ad ar as ash at az ed er es esh ez".split())


class Token(NamedTuple):
    """One word: `start` to `end` in code points of the text, `capital` where it starts with a capital letter, `joint` the characters
    between the word before and this one (empty at the start of the text). A named tuple because a document has hundreds of them."""

    start: int
    end: int
    word: str
    capital: bool
    joint: str


def tokens(text: str) -> list[Token]:
    """The words of `text` in order; a possessive "'s" belongs to none, the full stop of an abbreviation ("St.", "La.") to its word."""
    found: list[Token] = []
    last = 0
    for m in _WORD.finditer(text):
        start, end, word = m.start(), m.end(), m.group()
        if text[end : end + 1] == "." and word[0].isupper() and "." not in word and (word in _SHORTENED or _is_state(word, text, start)):
            end += 1
            word += "."
        found.append(Token(start, end, word, word[0].isupper(), text[last:start]))
        last = end
    return found


def _is_state(word: str, text: str, start: int) -> bool:
    if len(word) > 5 or expand(word + ".") is None:
        return False
    after = text[start + len(word) + 1 : start + len(word) + 3]
    return text[max(0, start - 2) : start] in (", ", ") ", "") or (after[:1] == " " and after[1:].islower()) or after[:1] == ","


@cache
def known_words() -> dict[str, frozenset[str]]:
    """The lists of `data/places/words.csv` by name (given, family, common), in small letters."""
    table = (resources.files("onrecord") / "data" / "places" / "words.csv").read_text(encoding="utf-8")
    lists: dict[str, set[str]] = {}
    for row in csv.DictReader(line for line in table.splitlines() if not line.startswith("#")):
        lists.setdefault(row["list"], set()).update(row["words"].lower().split())
    return {name: frozenset(words) for name, words in lists.items()}


ROAD = frozenset(
    "street st road rd avenue ave boulevard blvd drive lane court highway way place plaza parkway bridge square crescent close".split()
)
# Words that name no place by themselves however they are capitalised.
BARE = frozenset(
    "street road avenue boulevard drive lane court highway way place plaza parkway bridge square crescent close north south "
    "east west northern southern eastern western central northeast northwest southeast southwest university college school "
    "hospital church cathedral park hall house center centre station county city town village district region province state "
    "river lake mountain hill valley creek bay trail museum library airport street. road. main upper lower big mile area farm "
    "farms castle january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "christmas easter ramadan eid passover thanksgiving i a an the he she it we they you this that these those but and or if "
    "in on at by for to of as is are was were not no yes so what when where who why how there here his her their our my your "
    "its".split()
)


def is_common(word: str) -> bool:
    """Whether a single word is a common noun in the first place, whatever village bears its name ("Church", "Law")."""
    low = word.lower()
    return low in BARE or low in known_words()["common"]
