"""What a document tells about its actors: whose "the Defence Ministry" is, and which office a person holds.

National names are found once a document, when the first mention needs them. An organ without a country goes to the holder that the document
names that very organ with; otherwise to the holder with the most weight: national names near by (same sentence twice), the places of the
text, dateline, the other voices of the chain, for bodies that work inside their country the place of the happening, and last the publisher.
A national name inside the name of a person ("Jordan Clay") or of a place elsewhere ("New Mexico") tells nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, NamedTuple

from onrecord.model import Place, Reading
from onrecord.resolve.actor.names import Token, is_mark, tokens
from onrecord.resolve.actor.phrase import Parse
from onrecord.resolve.actor.table import ActorTable

_WEIGHTS = {"A": 1.0, "N": 0.8, "C": 0.5, "Y": 0.3}
_INSTITUTION = 2.0
_DATELINE_WEIGHT = 3.5
_PLACE, _PLACE_INSIDE = 0.2, 1.0  # a place of the text, for bodies that act abroad as well and for those that work inside their country
_MEDIA, _STATE = 1.0, 5.0  # a publisher of that country, and one that speaks for its state
_OWN_OFFICIAL = 6.0  # an official whom the state's own paper names without a country
_REACH = 300  # code points over which the weight of a national name halves
_DATELINE = re.compile(r"^\W*([^\n.]{2,90}?)\s*(?:--|—|–|\s-\s|:|/|\([A-Z/ -]+\)|\]|, \w+ \d)")
_AFTER = re.compile(
    r"^\s*(?:,|\(|–|—|-)\s*(?!(?i:was|were|is|are|has|had|have|will|would|and|but|in|on|at|after|before|when|while|where)\b)"
    r"((?:who is |who heads |a |an |the )?[^,.;()\n–—]{3,120}(?:, [^,.;()\n–—]{3,60}?(?= said| told| says|,))?)"
)
_WRAP = re.compile(r"(?<!\n)\n(?!\n)")
_FROM = re.compile(r"^ ((?:from|of|with) (?:the )?[^,.;()\n–—]{3,90})", re.IGNORECASE)
_MARKS = '.,;:()\n"“”–—'
_JOINING = frozenset(("of", "for", "the", "and", "al", "in"))
_GAPS = frozenset(" \n-'’s")
_ARTICLES = frozenset(("the", "a", "an", "said"))
_SAYING = frozenset(("said", "says", "told", "added", "denied", "reported", "confirmed", "announced", "claimed", "that", "has", "was"))
_JOINED = ("of ", "from ", "with ", "who ", "OF ", "FROM ", "WITH ", "WHO ")
_MOST_MENTIONS = 4


class Anchor(NamedTuple):
    """A national name in the text: where it starts, whose it may be, its weight, and the organ it is named with.

    `place` is true for a place of the text, whose weight hangs on the body asked for.
    """

    position: int
    holders: tuple[str, ...]
    weight: float
    organ: str | None
    place: bool = False


class DocumentContext:
    """The national names and the appositions of one document."""

    def __init__(self, reading: Reading, table: ActorTable, publisher: str | None, *, official: bool = False) -> None:
        self._text = reading.document.text
        self._official = official
        self._places = [place for place in reading.places if place.country and place.country.lower() in table.holders]
        self._place_starts = [place.span.start for place in self._places]
        self._people = sorted(mention.span for mention in reading.mentions if mention.kind == "Person")
        self._people_starts = [span.start for span in self._people]
        # Wire copy is broken into lines of fixed width; only an empty line ends a phrase. Same length, so offsets hold.
        self._flat = _WRAP.sub(" ", self._text)
        self._table = table
        self._reader = table.reader
        self._publisher = publisher
        self._starts = [sentence.start for sentence in reading.sentences]
        self._anchors: list[Anchor] | None = None
        self._dateline: tuple[str, ...] = ()
        self._described: dict[str, Parse] = {}

    def anchors(self) -> list[Anchor]:
        """The national names of the text, in order."""
        if self._anchors is None:
            self._anchors = self._scan()
            match = _DATELINE.match(self._text[:120])
            if match:
                in_line = [a.holders for a in self._anchors if a.position < match.end(1)]
                self._dateline = in_line[0] if in_line and self._anchors[0].position < 12 else ()
        return self._anchors

    def _scan(self) -> list[Anchor]:
        words = tokens(self._text)
        shout = self._text.isupper()
        first = self._reader.proper_first
        found: list[Anchor] = []
        at = 0
        while at < len(words):
            if words[at].key not in first:
                at += 1
                continue
            _, tags, size = self._reader.longest(words, at, shout=shout)
            if not tags.keys().isdisjoint("NCY") and self._no_nation(words, at, size, tags):
                at += size
                continue
            for tag, weight in _WEIGHTS.items():
                if tag in tags:
                    organ = self._organ_beside(words, at, size)
                    found.append(Anchor(words[at].start, tuple(tags[tag]), weight, organ))
                    break
            else:
                if "W" in tags and "O" not in tags and len(tags["W"]) == 1:
                    self._row_anchor(found, words[at].start, tags["W"][0])
            at += size
        found += [Anchor(one.span.start, (str(one.country).lower(),), 1.0, None, True) for one in self._places if one.kind != "country"]
        return sorted(found, key=lambda one: one.position)

    def _no_nation(self, words: list[Token], at: int, size: int, tags: dict[str, Any]) -> bool:
        """Whether what looks like a national name is but a part of a person's name or of a place's, or the name of a town elsewhere."""
        start, end = words[at].start, words[at + size - 1].end
        number = bisect_right(self._people_starts, start) - 1
        if number >= 0 and end <= self._people[number].end and "A" not in tags:
            beside = [words[n] for n in (at - 1, at + size) if 0 <= n < len(words) and not is_mark(words[n])]
            inside = [one for one in beside if self._people[number].start <= one.start < self._people[number].end]
            if any(one.raw[0].isupper() and not self._reader.reach(one.key) for one in inside):
                return True
        place = self._place_at(start)
        if place is None or end > place.span.end:
            return False
        holders = {holder for tag in "NCY" for holder in tags.get(tag, ())}
        return str(place.country).lower() not in holders and (len(place.span) > end - start or "N" not in tags)

    def _place_at(self, position: int) -> Place | None:
        number = bisect_right(self._place_starts, position) - 1
        place = self._places[number] if number >= 0 else None
        return place if place is not None and position < place.span.end else None

    def place_in(self, start: int, end: int) -> Place | None:
        """The last place below a country that the words at `[start, end)` name: "Kent" of "Kent police"."""
        number = bisect_right(self._place_starts, end - 1) - 1
        while number >= 0 and self._places[number].span.start >= start:
            if self._places[number].kind != "country" and self._places[number].span.end <= end:
                return self._places[number]
            number -= 1
        return None

    def _row_anchor(self, found: list[Anchor], position: int, row: str) -> None:
        actor = self._table.get(row)
        if actor is not None and actor.party in self._table.holders:
            organ = row.rpartition(".")[2]
            found.append(Anchor(position, (str(actor.party),), 1.5, organ if organ in self._table.organs else None))

    def _organ_beside(self, words: list[Token], at: int, size: int) -> str | None:
        """The organ in "N's Defence Ministry", "N Defence Ministry" or "Defence Ministry of the N"."""
        for skip in (0, 1):
            if at + size + skip < len(words):
                gap = self._text[words[at + size - 1].end : words[at + size + skip].start]
                if not _GAPS.issuperset(gap.replace(words[at + size].raw, "") if skip else gap):
                    break
                _, tags, _ = self._reader.longest(words, at + size + skip)
                organ = tags.get("O") or tags.get("F")
                if organ:
                    return str(organ)
                if "m" not in tags or words[at + size].key in _ARTICLES:
                    break
        end = at
        while end > 0 and words[end - 1].key in ("of", "the"):
            end -= 1
        if end < at:
            for start in range(max(0, end - 6), end):
                _, tags, length = self._reader.longest(words, start)
                if start + length == end and (organ := tags.get("O") or tags.get("F")):
                    return str(organ)
        return None

    def holder_of(
        self, organ: str, position: int, hints: Mapping[str, float], *, official: bool = False, regime: bool = False
    ) -> tuple[str | None, str]:
        """The state or territory whose `organ` is meant at `position` (code points), with the reason; None where nothing tells.

        `hints` adds weight to holders: the voices beside this one, the places of the claim. `official` says that somebody is named with
        the office, `regime` that it is called a regime, which no state calls itself and which the document names in full elsewhere.
        """
        scores = self._scores(position, hints, inside=self._table.organs[organ][4] == "i")
        if self._official and self._publisher:
            scores[self._publisher] += _OWN_OFFICIAL * official - _STATE * regime
        told: set[str] = set()
        for anchor in self.anchors():
            if anchor.organ == organ:
                nearness = 1 / (1 + abs(anchor.position - position) / (4 * _REACH))
                told.update(anchor.holders)
                for holder in anchor.holders:
                    scores[holder] = scores.get(holder, 0.0) + (4.0 if anchor.position < position else 2.0) * nearness
        if regime and told:
            scores = {holder: score for holder, score in scores.items() if holder in told}
        if not scores:
            return None, "no country is named near by"
        holder = max(scores, key=lambda one: (scores[one], one))
        if holder in told:
            return holder, f"the document names this organ of {self._name(holder)}"
        return holder, f"the nearest national names, dateline or publisher point to {self._name(holder)}"

    def names(self, organ: str) -> bool:
        """Whether the document names a country's `organ` together with the country."""
        return any(anchor.organ == organ for anchor in self.anchors())

    def choose(self, holders: tuple[str, ...], position: int) -> str:
        """The one of several holders of a name ("Congolese") that the document speaks of most; the first where it does not tell."""
        if len(holders) == 1:
            return holders[0]
        scores = self._scores(position, {})
        return max(holders, key=lambda one: (scores.get(one, 0.0), -holders.index(one)))

    def weight_of(self, country: str, position: int) -> float:
        """How strongly the document speaks of a country near `position`."""
        return sum(score for holder, score in self._scores(position, {}).items() if self._table.country_of(holder) == country)

    def _name(self, holder: str) -> str:
        return self._table.holders[holder][1]

    def _scores(self, position: int, hints: Mapping[str, float], *, inside: bool = False) -> dict[str, float]:
        anchors = self.anchors()
        sentence = bisect_right(self._starts, position)
        scores = dict(hints)
        for anchor in anchors:
            weight = (_PLACE_INSIDE if inside else _PLACE) if anchor.place else anchor.weight
            weight /= 1 + abs(anchor.position - position) / _REACH
            if anchor.position > position:
                weight *= 0.7
            if bisect_right(self._starts, anchor.position) == sentence:
                weight *= 2
            if anchor.organ is not None:  # "the government of N": institutions speak, places only suffer
                weight *= _INSTITUTION
            for holder in anchor.holders:
                scores[holder] = scores.get(holder, 0.0) + weight / len(anchor.holders)
        for holder in self._dateline:
            scores[holder] = scores.get(holder, 0.0) + _DATELINE_WEIGHT
        if self._publisher:
            scores[self._publisher] = scores.get(self._publisher, 0.0) + (_STATE if self._official else _MEDIA)
        return scores

    def describe(self, name: str) -> Parse:
        """What the document says a person is, before or after the name; a parse of strength 0 where it says nothing."""
        known = self._described.get(name)
        if known is None:
            known = self._described[name] = self._describe(name)
        return known

    def _describe(self, name: str) -> Parse:
        best = Parse()
        start, seen = 0, 0
        while seen < _MOST_MENTIONS and best.strength < 3:
            at = self._flat.find(name, start)
            if at < 0:
                break
            start, seen = at + len(name), seen + 1
            for phrase in self._beside(name, at):
                found = self._reader.parse(phrase)
                if found.person and found.person not in name and name not in found.person:
                    continue
                office = found.role or found.person or phrase.startswith(_JOINED)
                if office and not found.belongs and found.kind != "people" and found.strength > best.strength:
                    best = found
        return best

    def _beside(self, name: str, at: int) -> list[str]:
        phrases = []
        before = self._flat[max(0, at - 160) : at]
        after = self._flat[at + len(name) : at + len(name) + 200]
        chunk = self._titled(_tail(before))
        if chunk:
            phrases.append(f"{chunk} {name}")
        match = _AFTER.match(after)
        if match:
            phrases.append(match.group(1))
        match = _FROM.match(after)
        if match:
            phrases.append(self._known_run(match.group(1)))
        if after[:1] in (",", ")") or after.startswith((" said", " told")):
            closed = before.rstrip()
            if closed.endswith(",") and (clause := _tail(closed[:-1])):
                phrases.append(clause)
        return phrases

    def _known_run(self, phrase: str) -> str:
        """The phrase up to its first word that is neither known nor written with a capital."""
        words = tokens(phrase)
        shout = phrase.isupper()
        at = 0
        while at < len(words):
            _, tags, size = self._reader.longest(words, at)
            if words[at].key in _SAYING or (not tags and (shout or words[at].raw[0].islower())):
                return phrase[: words[at].start]
            at += size
        return phrase

    def _titled(self, chunk: str) -> str:
        """The run of titles, offices and organisations at the end of `chunk`."""
        words = tokens(chunk)
        start = len(words)
        while start > 0:
            word = words[start - 1]
            joined = start > 1 and self._reader.reach(words[start - 2].key) > 1
            if not (joined or word.key in _JOINING or self._reader.reach(word.key) or word.raw[0].isupper()):
                break
            start -= 1
        # "after New Harbour Police Chief" begins with the word that it hangs on.
        while start < len(words) and "p" in (tags := self._reader.longest(words, start)[1]) and not tags.keys() & {"N", "A", "W"}:
            start += 1
        return chunk[words[start].start :] if start < len(words) else ""


def _tail(text: str) -> str:
    """What follows the last mark of `text`."""
    at = len(text)
    while at > 0 and text[at - 1] not in _MARKS:
        at -= 1
    return text[at:]
