"""Places: from the phrase in the text to a point with a radius, a country, a division and an honest precision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from onrecord.model.claim import Claim
from onrecord.model.mention import Reading
from onrecord.model.span import Span
from onrecord.model.where import PLACE_KINDS, Place
from onrecord.resolve.gazetteer.lookup import Entry, Gazetteer
from onrecord.resolve.gazetteer.schema import COMMON
from onrecord.resolve.where.around import told_before
from onrecord.resolve.where.beside import fuller_name, in_own_clause, is_body, named_with, names_place, parts_of, whole_name
from onrecord.resolve.where.candidates import Finder
from onrecord.resolve.where.document import DocumentPlaces, Named, same_division
from onrecord.resolve.where.point import from_entry, place_of
from onrecord.resolve.where.recognise import find_toponyms
from onrecord.resolve.where.score import Model, Node
from onrecord.resolve.where.tokens import BARE, ROAD, is_common, known_words

_DATELINE = 160  # code points
_HEADING = re.compile(r"[\W_]*(?P<name>[^\W\d_](?:[\w'’. -]*\w)?)[\W_]*")
_HEADING_LENGTH = 40  # code points
_SURE = 0.75  # probability of a country from which a name tells other stages about it
_TOLD = 0.5  # weight of a name that the words around show to be a place, where no reader marks it
_DEFAULT_MODEL = Model()
_FINDERS: WeakKeyDictionary[Gazetteer, Finder] = WeakKeyDictionary()


class PlaceResolver:
    """Resolves the places of all claims of a reading against a gazetteer; holds no state between documents but caches."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._finder = Finder(gazetteer)
        self._model = Model()

    def resolve(self, reading: Reading) -> Reading:
        """The reading with every place of every claim resolved as far as the gazetteer and the document allow.

        A nationality is taken out of the places. What is not found falls back to the place that holds it, marked coarse with a note;
        without one it keeps null
        coordinates. Codes follow the ACLED codebook (geo_precision 1-3) and the UCDP GED codebook (where_prec 1-7).
        """
        document = reading.document
        places = DocumentPlaces(document.text, self._finder, self._model)
        self._gazetteer.prepare(
            [mention.span.of(document.text) for mention in reading.mentions if mention.kind == "Location"]
            + [place.name for claim in reading.claims for place in claim.places]
        )
        for mention in reading.mentions:
            if mention.kind == "Location" and is_common(mention.span.of(document.text)):
                continue
            if mention.kind == "Location" and not self._gazetteer.demonym(mention.span.of(document.text)):
                places.add(mention.span)
            elif mention.kind in ("Nationality", "Location"):
                places.add_nationality(mention.span.of(document.text))
        told = self._told(reading, places)
        # The dateline and the title say where the report comes from.
        places.add_context(document.text[:_DATELINE], [mention.span for mention in reading.mentions])
        if document.title:
            places.add_context(document.title)
        widened = tuple(self._whole(claim, reading) for claim in reading.claims)
        asked: dict[tuple[Span, str], Named] = {}
        for claim in widened:
            for place in claim.places:
                key = (place.span, place.name)
                if key not in asked:
                    asked[key] = named = places.add(place.span, place.name)
                    named.found = replace(
                        named.found, phrase=told_before(document.text, place.span.start, place.span.end, named.found.phrase)
                    )
        headings = [(span, places.add(span)) for span in self._headings(reading)] if asked else []
        places.settle()
        resolved = {key: place_of(places, named, name=key[1], strict=True) for key, named in asked.items()}
        above = [place_of(places, named, name=span.of(document.text), strict=True) for span, named in headings]
        of_text = (place_of(places, one, name=one.span.of(document.text), strict=True) for one in told if _sure(one.node))
        return replace(
            reading,
            claims=tuple(_under_heading(self._claim(claim, resolved, reading), above) for claim in widened),
            places=tuple(place for place in of_text if place.country and not place.coarse),
        )

    def _told(self, reading: Reading, places: DocumentPlaces) -> list[Named]:
        """The place names of the whole text, whether or not a claim has them, as evidence for one another."""
        text = reading.document.text
        read = {mention.span for mention in reading.mentions if mention.kind in ("Location", "Nationality")}
        people = _names_of_people(reading)
        acting = {mention.span for mention in reading.mentions if mention.kind == "Organisation"}
        told: list[Named] = []
        for toponym in find_toponyms(text, self._gazetteer, reading.mentions):
            words = toponym.span.of(text)
            if words in people or words.rpartition(" ")[2].lower() in ROAD:  # "Brittany", "South Church Street"
                continue
            if toponym.span in acting and toponym.span not in read and self._is_country(words):
                continue  # "Australia, Belgium and Canada took part": states that act tell nothing of where
            if toponym.people:
                if toponym.span not in read:
                    places.add_nationality(toponym.span.of(text))
            else:
                told.append(places.add(toponym.span, weight=_TOLD))
        return told

    def _is_country(self, words: str) -> bool:
        return any(entry.kind == "country" and entry.rank <= COMMON for entry in self._finder.find(words).entries[:3])

    def _headings(self, reading: Reading) -> list[Span]:
        """Sentences that are nothing but the name of a country or province: what follows is told of it ("Iraq", then a list of strikes)."""
        found: list[Span] = []
        for sentence in reading.sentences:
            m = _HEADING.fullmatch(reading.document.text, sentence.start, sentence.end) if len(sentence) < _HEADING_LENGTH else None
            if m is None:
                continue
            entries = self._finder.find(m["name"]).entries
            if entries and entries[0].kind in ("country", "province") and entries[0].rank <= COMMON:
                found.append(Span(*m.span("name")))
        return found

    def _whole(self, claim: Claim, reading: Reading) -> Claim:
        """The claim with whole names for places that were cut, and with those that its sentence names together with them."""
        if not claim.places:
            return claim
        text = reading.document.text
        own: dict[Span, Place] = {}
        for place in claim.places:
            # A claim has the levels that its own sentence gives: what the reader fetched from another one was wrong four times in five.
            if self._only_nationality(place, text) or not claim.evidence.overlaps(place.span):
                continue
            if not names_place(place.span.of(text)) and not claim.evidence.of(text).islower():
                continue
            for part in parts_of(text, place.span, self._known, self._one_name):
                span = whole_name(text, part, reading.mentions, self._known)
                fuller = fuller_name(text, span, self._known) or span.of(text)
                own.setdefault(
                    span, replace(place, span=span, name=place.name if span == place.span == part and fuller == span.of(text) else fuller)
                )
        own = {span: own[span] for span in in_own_clause(text, claim, list(own))}
        joined: dict[Span, Place] = {}
        for span in own:
            for other in named_with(text, span, claim.evidence, reading.mentions, self._known):
                if not any(other.overlaps(one) or other.of(text) == one.of(text) for one in (*own, *joined)):
                    joined[other] = Place(span=other, name=other.of(text), kind="town")
        return replace(claim, places=(*own.values(), *(joined[span] for span in sorted(joined))))

    def _known(self, words: str) -> bool:
        low = words.lower()
        if low in BARE or low in known_words()["common"]:
            return False
        found = self._finder.find(words)
        return (
            bool(found.entries)
            and not found.namesake
            and min(entry.rank for entry in found.entries) <= COMMON
            and not self._gazetteer.demonym(words)
        )

    def _one_name(self, words: str) -> bool:
        """Whether the gazetteer has a place under the whole of `words` ("Trinidad and Tobago"), not only under a part of them."""
        return self._known(words) and self._finder.find(words).phrase.name.casefold() == words.casefold()

    def _claim(self, claim: Claim, resolved: dict[tuple[Span, str], Place], reading: Reading) -> Claim:
        if not claim.places:
            return claim
        kept: list[Place] = []
        for place in claim.places:
            outcome = resolved[place.span, place.name]
            if (outcome.gazetteer_id is None or outcome.coarse) and is_body(place.span, reading.mentions, reading.document.text):
                continue
            if (outcome.gazetteer_id is None or outcome.coarse) and place.kind in PLACE_KINDS and outcome.kind in ("region", "town"):
                outcome = replace(outcome, kind=place.kind)
            kept.append(outcome)
        return replace(claim, places=tuple(kept))

    def _only_nationality(self, place: Place, text: str) -> bool:
        return bool(self._gazetteer.demonym(place.span.of(text)))


def _names_of_people(reading: Reading) -> frozenset[str]:
    """First names and surnames of the people whom the reader finds named in full ("Jordan Clay"), but for what it takes for a place too."""
    found: set[str] = set()
    places = {mention.span.of(reading.document.text) for mention in reading.mentions if mention.kind == "Location"}
    for mention in reading.mentions:
        words = mention.span.of(reading.document.text).split() if mention.kind == "Person" else []
        if 1 < len(words) < 4 and all(word[0].isupper() for word in words):
            found.update((words[0], words[-1]))
    return frozenset(found - places)


def _sure(node: Node) -> bool:
    """Whether the country that a name of a settled document lies in is beyond doubt."""
    if not node.scores:
        return False
    country = node.entries[node.best()].country
    return sum(p for entry, p in zip(node.entries, node.probabilities, strict=True) if entry.country == country) >= _SURE


def _under_heading(claim: Claim, headings: Sequence[Place]) -> Claim:
    """The claim with the country or province of the last heading above it as one more level, where its places lie in it."""
    above = [place for place in headings if place.span.end <= claim.evidence.start]
    if not above or not claim.places:
        return claim
    last = above[-1]
    inside = any(
        place.country == last.country and place.gazetteer_id != last.gazetteer_id for place in claim.places if place.lat is not None
    )
    if not inside or any(place.gazetteer_id == last.gazetteer_id and not place.coarse for place in claim.places):
        return claim
    return replace(claim, places=(*claim.places, last))


def resolve_toponyms(
    text: str, spans: Sequence[Span], gazetteer: Gazetteer, *, title: str | None = None, model: Model | None = None
) -> tuple[Place | None, ...]:
    """For each span of a toponym the place it means, None where the gazetteer has nothing under that name.

    Demonyms and adjectives resolve to their country, as the corpora of this task annotate them. Other capitalised names of text and title
    serve as weak evidence.
    """
    finder = _FINDERS.get(gazetteer)
    if finder is None:
        finder = _FINDERS[gazetteer] = Finder(gazetteer)
    places = DocumentPlaces(text, finder, model or _DEFAULT_MODEL)
    gazetteer.prepare(span.of(text) for span in spans)
    asked: list[Named | Entry] = []
    for span in spans:
        words = span.of(text)
        people = gazetteer.demonym(words)
        if people:
            places.add_nationality(words)
            asked.append(people[0])
        else:
            asked.append(places.add(span))
    places.add_context(text, spans)
    if title and title not in text:
        places.add_context(title)
    places.settle()
    answers: list[Place | None] = []
    for span, ask in zip(spans, asked, strict=True):
        if isinstance(ask, Named):
            place = place_of(places, ask, name=span.of(text), strict=False)
            answers.append(place if place.lat is not None else None)
        else:
            answers.append(from_entry(ask, span, span.of(text), gazetteer))
    return tuple(answers)


__all__ = ["PlaceResolver", "resolve_toponyms", "same_division"]
