"""Words for people, and text that is safe to show: the same on the terminal and in the report."""

from __future__ import annotations

import unicodedata

from onrecord.model import Claim, Document, Origin

GRADES: dict[str, str] = {
    "corroborated": "two or more independent origins of different parties agree",
    "acknowledged": "the side that did it says so, and somebody else reports it",
    "contested": "somebody denies it or names another hand",
    "one_sided": "several organisations, but of one party",
    "single_origin": "everything goes back to one origin",
    "retracted": "everyone who said so has taken it back",
}
"""The grades with their meaning in a line, the strongest first."""

STANCES: dict[str, str] = {
    "own_act": "speaks of its own act",
    "own_loss": "speaks of its own loss",
    "opponent": "is a side of the conflict",
    "third_party": "is no side of it",
    "unknown": "interest not known",
}

STATUSES: dict[str, str] = {
    "occurred": "took place",
    "ongoing": "is going on",
    "planned": "is planned",
    "alleged_plan": "is said to be planned",
    "hypothetical": "might happen",
    "denied": "did not happen",
    "withdrawn": "report taken back",
}
"""What a claim of each status says."""

RELATIONS: dict[str, tuple[str, str]] = {
    "part_of": ("part of", "has as a part"),
    "consequence_of": ("consequence of", "had as a consequence"),
    "retaliation_for": ("retaliation for", "answered by"),
    "follows": ("told as after", "told as before"),
}
"""What an event of each relation is to the other, and the other way round."""

# Line and paragraph separators, and the controls that turn the direction of writing of everything after them.
_UNSAFE = {*"\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


def visible(text: str, *, lines: bool = False) -> str:
    """`text` without characters that steer a terminal or turn the direction of writing: each becomes U+FFFD, white space one blank.

    With `lines`, line feeds stay. Lone surrogates, which no terminal or file can take, are replaced too.
    """
    return "".join(_visible(c, lines=lines) for c in text)


def _visible(character: str, *, lines: bool) -> str:
    if character == "\n" and lines:
        return character
    if character in "\t\n\r":
        return " "
    return "\ufffd" if character in _UNSAFE or unicodedata.category(character) in {"Cc", "Cs"} else character


def spoken(value: str) -> str:
    """A code as words: "own_act" is "own act"."""
    return value.replace("_", " ")


def voices(claim: Claim, document: Document) -> list[str]:
    """The chain from the reader to the origin: the publisher first, then each voice."""
    publisher = document.publisher or document.title or document.name or "the report"
    return [publisher, *(link.name for link in claim.attribution)]


def origin_words(origin: Origin) -> str:
    """An origin with the organisations that speak for it and its interest."""
    inner = ", ".join(o for o in origin.organisations if o != origin.name)
    return f"{origin.name}{f' ({inner})' if inner else ''}: {STANCES.get(origin.stance, spoken(origin.stance))}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def origin_count(claims: int, documents: int, origins: int) -> str:
    """ "5 claims / 3 docs / 1 origin"."""
    return f"{counted(claims, 'claim')} / {counted(documents, 'doc')} / {counted(origins, 'origin')}"
