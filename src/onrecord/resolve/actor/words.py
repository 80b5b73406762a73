"""The known names and grammar words of a phrase: the longest ones at each place, with their tags (`compile` lists the tags)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from onrecord.resolve.actor.names import Token, is_mark

# Capitals that are also plain words: in a text all in capitals they are read as words unless they stand alone.
_WORDS_IN_CAPITALS = frozenset(
    ("is", "us", "who", "car", "fact", "mat", "mend", "mit", "far", "gal", "aid", "fast", "pa", "care", "site", "an", "so", "can")
)
# "NOPD", "KDPS", "BCSO": what police departments, departments of public safety and county sheriffs call themselves by.
_POLICE_ACRONYM = re.compile(r"[A-Z]{1,4}PD|[A-Z]{1,2}DPS|[A-Z]{1,2}CSO")
_PROPER = frozenset("NADCYW")
_PLACED = frozenset("NACYW")
NO_TAGS: dict[str, Any] = {}


class Item(NamedTuple):
    """A word or known name of a phrase: its key, its tags, how it was written, whether that starts with a capital or a digit.

    `shout` says that the whole phrase is in capitals.
    """

    key: str
    tags: dict[str, Any]
    raw: str
    capital: bool
    shout: bool


class Words:
    """Finds known names: by longest match from the left over an index of folded names."""

    def __init__(self, index: dict[str, dict[str, Any]]) -> None:
        self._index = index
        self._reach: dict[str, int] = {}
        placed = set()
        for key, tags in index.items():
            first, _, rest = key.partition(" ")
            length = rest.count(" ") + 2 if rest else 1
            if length > self._reach.get(first, 0):
                self._reach[first] = length
            if not tags.keys().isdisjoint(_PLACED):
                placed.add(first)
        self.proper_first = frozenset(placed)
        """First words of the names of states, towns and rows."""

    def reach(self, key: str) -> int:
        """The most words of a known name that starts with the word `key`; 0 where none does."""
        return self._reach.get(key, 0)

    def longest(self, words: list[Token], at: int, *, shout: bool = False) -> tuple[str, dict[str, Any], int]:
        """The longest known name at word `at`: its key, its tags and its length in words; no tags where none is known."""
        word = words[at]
        for size in range(min(self._reach.get(word.key, 0), len(words) - at), 0, -1):
            key = word.key if size == 1 else " ".join([w.key for w in words[at : at + size]])
            tags = self._index.get(key)
            if tags is None:
                continue
            if size == 1 and "c" in tags and not _cased(tags["c"], word.raw, shout=shout and len(words) > 1):
                tags = {tag: value for tag, value in tags.items() if tag not in _PROPER and tag != "c"}
                if not tags:
                    continue
            return key, tags, size
        return word.key, NO_TAGS, 1

    def segments(self, words: list[Token], *, shout: bool) -> list[list[Item]]:
        """The items of a phrase, parted at its marks."""
        segments: list[list[Item]] = [[]]
        at = 0
        while at < len(words):
            if is_mark(words[at]):
                if segments[-1]:
                    segments.append([])
                at += 1
                continue
            key, tags, size = self.longest(words, at, shout=shout)
            raw = words[at].raw if size == 1 else " ".join([w.raw for w in words[at : at + size]])
            if not tags and size == 1 and _POLICE_ACRONYM.fullmatch(raw):
                tags = {"O": "police"}
            segments[-1].append(Item(key, tags, raw, raw[0].isupper() or raw[0].isdigit(), shout))
            at += size
        return segments if segments[-1] else segments[:-1]


def _cased(need: int, raw: str, *, shout: bool) -> bool:
    """Whether a proper name is written as one: 1 needs a capital, 2 all capitals."""
    if shout:
        return raw.lower() not in _WORDS_IN_CAPITALS
    if need == 2:
        return raw.upper() == raw
    return need == 0 or not raw[0].islower()
