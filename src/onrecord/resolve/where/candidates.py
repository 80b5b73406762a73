"""Candidates for a place phrase: what the gazetteer has under its name, of the kind that the text demands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from onrecord.resolve.gazetteer.fold import fold
from onrecord.resolve.gazetteer.lookup import Entry, Gazetteer
from onrecord.resolve.where.abbreviations import expand
from onrecord.resolve.where.cues import STREETS
from onrecord.resolve.where.names import Phrase, part_of, take_apart
from onrecord.resolve.where.tokens import is_common

# Which kinds of entry satisfy the kind that a cue word demands, the strictest reading first.
_TIERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "province": (("province",), ("district", "region"), ("country",)),
    "district": (("district",), ("province",), ("town", "site", "region")),
    "town": (("town",), ("district", "province")),
    "natural": (("natural",),),
    "site": (("site",),),
    "region": (("region", "province", "district", "town", "site", "natural", "country"),),
    "country": (("country",),),
}
_MEMORY = 1 << 14  # phrases
_PASSING = 12  # places of a name that is named in passing
_AIRPORT = frozenset({"airport", "airfield", "air base", "airbase", "international airport", "military airport", "air force base"})
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w’'.-]*(?:\s+(?:of|the|de|del|la|el|al|and|ez|az|es)\s+(?=[^\W\d_a-z])|\s+[^\W\d_a-z][\w’'.-]*)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A phrase with its candidates. `namesake` is true where nothing of the demanded kind exists and the candidates merely lend it their
    name."""

    phrase: Phrase
    entries: tuple[Entry, ...]
    namesake: bool = False


Context = tuple[str, tuple[str, ...], tuple[Entry, ...]]
"""What capitalised words tell in passing: their folded name, the countries of a demonym, the places of that name."""


class Finder:
    """`find` with a memory: one for each gazetteer, since reports name the same places over and over."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.find: Callable[[str], Found] = lru_cache(_MEMORY)(partial(find, gazetteer))
        self._contexts: dict[str, Context] = {}

    def contexts(self, phrases: Sequence[str]) -> list[Context]:
        """What each of the phrases tells about the other places of their document; a demonym tells of its countries only."""
        missing = [words for words in phrases if words not in self._contexts]
        if missing:
            if len(self._contexts) + len(missing) > _MEMORY:
                self._contexts.clear()
                missing = list(phrases)
            people = {words: tuple(one.country for one in self.gazetteer.demonym(words) if one.country) for words in missing}
            named = self.gazetteer.in_passing([words for words in missing if not people[words]], most=_PASSING)
            for words in missing:
                key = fold(words)
                self._contexts[words] = key, people[words], () if people[words] else named.get(key, ())
        return [self._contexts[words] for words in phrases]


def find(gazetteer: Gazetteer, text: str) -> Found:
    """Candidates for the place phrase `text`: the whole of it first, then its name of the demanded kind, then its capitalised part."""
    phrase = take_apart(text)
    abbreviated = expand(phrase.whole)
    if abbreviated is not None:
        name, country = abbreviated
        entries = tuple(entry for entry in gazetteer.lookup(name) if entry.kind in ("province", "district") and entry.country == country)[
            :1
        ]
        return Found(phrase=Phrase(name=phrase.whole, kind="province", whole=phrase.whole), entries=entries)
    national = _national(gazetteer, phrase.whole)
    if national is not None:
        return national
    if phrase.whole:
        entries = gazetteer.lookup(phrase.whole)
        if entries:
            # "Mount Pleasant" may well be a town; a word after the name ("Pleasant mountain") binds.
            leads = phrase.cue is not None and phrase.whole.lower().startswith(phrase.cue)
            demanded = of_kind(entries, phrase) or (entries if leads or phrase.relation != "at" else ())
            if demanded:
                return Found(
                    phrase=Phrase(name=phrase.whole, kind=None if leads else phrase.kind, cue=phrase.cue, whole=phrase.whole),
                    entries=demanded,
                )
    entries = _under(gazetteer, phrase)
    if entries:
        return Found(phrase=phrase, entries=entries)
    inner = part_of(phrase.name)
    if inner is not None:
        found = find(gazetteer, inner)
        if found.entries and found.phrase.relation == "at":
            return replace(found, phrase=replace(found.phrase, relation="part", whole=phrase.whole))
    if phrase.cue in STREETS:
        return Found(phrase=phrase, entries=())  # streets are called after places far away, and after anything else
    if phrase.kind in ("site", "region", "district") and phrase.container is None and phrase.cue not in ("embassy", "consulate"):
        entries = tuple(entry for entry in gazetteer.lookup(phrase.name) if entry.kind != "country")
        if entries:
            return Found(phrase=phrase, entries=entries, namesake=True)
    if phrase.kind is None:
        for m in sorted(_CAPITALISED.finditer(phrase.name), key=lambda m: -m.end()):
            if m.group() != phrase.name and not is_common(m.group()) and (entries := gazetteer.lookup(m.group())):
                return Found(phrase=replace(phrase, name=m.group()), entries=entries)
    return Found(phrase=phrase, entries=())


_NATIONAL = re.compile(
    r"^(?:the\s+)?(?P<people>[^\W\d_]+(?:\s[^\W\d_]+)?)\s+(?P<what>airspace|territory|soil|(?:territorial\s)?waters|mainland|coast|capital|border|frontier)$",
    re.I,
)


def _national(gazetteer: Gazetteer, words: str) -> Found | None:
    """The country of "Lebanese airspace", the capital of "the Syrian capital"."""
    m = _NATIONAL.match(words)
    people = gazetteer.demonym(m["people"]) if m else ()
    if not m or not people:
        return None
    what = m["what"].lower()
    if what != "capital":
        # Which of its borders "the Turkish border" is, the document tells (`DocumentPlaces.other`).
        relation = {"coast": "part", "border": "border", "frontier": "border"}.get(what, "at")
        return Found(phrase=Phrase(name=people[0].name, relation=relation, whole=words), entries=people)
    entries = tuple(entry for one in people if one.country for entry in gazetteer.capitals().get(one.country, ()))
    return Found(phrase=Phrase(name=entries[0].name, kind="town", cue="capital", whole=words), entries=entries) if entries else None


def _under(gazetteer: Gazetteer, phrase: Phrase) -> tuple[Entry, ...]:
    entries = gazetteer.lookup(phrase.name)
    if phrase.kind is None:
        return entries
    if phrase.cue:
        full = of_kind(gazetteer.lookup(f"{phrase.name} {phrase.cue}"), phrase)
        if full:
            return full
    return of_kind(entries, phrase)


def of_kind(entries: tuple[Entry, ...], phrase: Phrase) -> tuple[Entry, ...]:
    """The entries that satisfy the kind of the phrase, by the first tier that has any; all where it demands none."""
    if phrase.kind is None:
        return entries
    for tier in _TIERS[phrase.kind]:
        kept = tuple(entry for entry in entries if entry.kind in tier)
        if kept and phrase.cue in _AIRPORT:
            kept = tuple(entry for entry in kept if entry.feature in ("AIRP", "AIRB"))
        if kept:
            return kept
    return ()


def holds(container: Entry, entry: Entry) -> float:
    """How surely `container` holds `entry`: 1 by country or division, 0.5 where it is a town or area whose reach covers the point, else
    0."""
    if container.number == entry.number:
        return 0.0
    if container.kind == "country":
        return 1.0 if container.country == entry.country and entry.kind != "country" else 0.0
    if container.kind == "province":
        return 1.0 if entry.admin1 == container.number else 0.0
    if container.kind == "district" and entry.admin2 == container.number:
        return 1.0
    reach = max(25_000, container.radius_m) / 111_000
    close = abs(container.lat - entry.lat) < reach and abs(container.lon - entry.lon) < 2 * reach
    return 0.5 if close and entry.kind not in ("country", "province") else 0.0
