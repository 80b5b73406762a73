"""From a place phrase, read in the light of its document, to the place it means: a point, a radius, codes, and what else it might be."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.model.span import Span
from onrecord.model.where import PLACE_KINDS, Place, PlaceCandidate
from onrecord.resolve.gazetteer.geometry import distance_m
from onrecord.resolve.gazetteer.lookup import Entry, Gazetteer
from onrecord.resolve.gazetteer.schema import OTHER
from onrecord.resolve.where.document import DocumentPlaces, Named, follows, same_division, seat
from onrecord.resolve.where.geometry import Area, area_of, precision
from onrecord.resolve.where.names import Phrase
from onrecord.resolve.where.score import Node, static_reason

_LOSERS = 5
_ONE_COUNTRY = 0.5  # share of the evidence from which a document is taken to speak of one country
_ONE_COUNTRY_OF_SOME = 0.6  # the same where only some of its names are asked for
_QUARTERS = frozenset(("quarter", "neighbourhood", "neighborhood", "suburb"))
_CITY = 25_000  # metres within which a quarter lies of its city
_SPOKEN_OF = 0.3  # share from which it is taken to speak of a country at all
_LITTLE = 0.02  # share below which it does not
_KNOWN_ANYWHERE = 150_000  # people; larger places are named in reports about other countries


def from_entry(entry: Entry, span: Span, name: str, gazetteer: Gazetteer) -> Place:
    """The place that an entry of the gazetteer is, as the words at `span` name it."""
    acled, ucdp = precision(entry.kind, entry.feature, "at", entry.radius_m)
    return Place(
        span=span,
        name=name,
        kind=entry.kind,
        country=entry.country,
        admin1=_division(entry, gazetteer),
        lat=entry.lat,
        lon=entry.lon,
        radius_m=entry.radius_m,
        gazetteer_id=entry.gid,
        acled_precision=acled,
        ucdp_precision=ucdp,
    )


def _division(entry: Entry, gazetteer: Gazetteer) -> str | None:
    return gazetteer.entry(entry.admin1).name if entry.admin1 else None


def place_of(places: DocumentPlaces, named: Named, *, name: str, strict: bool) -> Place:
    """The place that a phrase of a settled document means, with the candidates that lost.

    `strict` leaves small places of countries that the document does not speak of to what holds them, for claims; a list of toponyms takes
    what there is.
    """
    node, phrase = named.node, named.found.phrase
    if not node.entries:
        return _contained(places, named, name, _ONE_COUNTRY if strict else _ONE_COUNTRY_OF_SOME)
    best = node.entries[node.best()]
    if strict and _out_of_place(places, named, best):
        return _contained(places, named, name, _ONE_COUNTRY if strict else _ONE_COUNTRY_OF_SOME)
    if phrase.kind is None:
        if follows(places.container_ends, places.text, named.span.start):
            best = same_division(node.entries, best) or best
        else:
            best = seat(node.entries, best) or best
    if phrase.relation == "offset" and phrase.metres is None and best.kind in ("country", "province") and _inside(places.text, named.span):
        phrase = replace(phrase, relation="part")  # "in the south of Lebanon" is in Lebanon
    area = area_of(best, phrase, places.other(phrase))
    bare = phrase.whole.casefold() == phrase.name.casefold()  # "near" stands before the words that name the town
    beyond = phrase.relation != "at" and not bare
    kind = "region" if beyond or (phrase.kind == "region" and best.kind not in ("province", "country")) else best.kind
    coarse = named.found.namesake
    note = area.note
    if coarse:
        kind = phrase.kind or best.kind
        note = f"{phrase.whole} is not in the gazetteer; placed at {best.name}, after which it is named"
        area = Area(lat=area.lat, lon=area.lon, radius_m=max(area.radius_m, 10_000))
    losers = _losers(places, named, best)
    return _placed(places, named, best, area, name=name, kind=kind, relation=phrase.relation, note=note, coarse=coarse, candidates=losers)


def _placed(
    places: DocumentPlaces,
    named: Named,
    best: Entry,
    area: Area,
    *,
    name: str,
    kind: str,
    relation: str,
    note: str | None,
    coarse: bool,
    candidates: tuple[PlaceCandidate, ...] = (),
) -> Place:
    """The place of a name at `area`, which `best` of the gazetteer gave."""
    acled, ucdp = precision(best.kind, best.feature, relation, area.radius_m, coarse=coarse)
    return Place(
        span=named.span,
        name=name,
        kind=kind,
        country=best.country,
        admin1=_division(best, places.gazetteer),
        lat=round(area.lat, 5),
        lon=round(area.lon, 5),
        radius_m=area.radius_m,
        gazetteer_id=best.gid,
        coarse=coarse,
        note=note,
        acled_precision=acled,
        ucdp_precision=ucdp,
        candidates=candidates,
    )


def _inside(text: str, span: Span) -> bool:
    return re.search(r"\b(?:in|across|throughout)\s+the\s+$", text[max(0, span.start - 20) : span.start], re.I) is not None


def _out_of_place(places: DocumentPlaces, named: Named, best: Entry) -> bool:
    """Whether the only places of that name are small ones in a country of which nothing else in the document speaks, while it speaks of
    another; or a quarter that lies beside nothing that the document names.

    A country under a name that it has in some other language ("Qana" for Ghana) counts as such a place.
    """
    # A big town is known anywhere by its own name, not by a spelling that some other language has for it.
    known = best.population >= _KNOWN_ANYWHERE and best.rank < OTHER
    if named.found.phrase.cue in _QUARTERS and not _beside_another(places, named, best):
        return True
    known_name = best.kind == "country" and best.rank < OTHER
    if known_name or best.country is None or known or named.node.inside.get(named.node.best()):
        return False
    shares = places.country_shares(without=named.node)
    return shares.get(best.country, 0.0) < _LITTLE and max(shares.values(), default=0.0) >= _SPOKEN_OF


def _beside_another(places: DocumentPlaces, named: Named, best: Entry) -> bool:
    """Whether another name of the document lies where `best` does: a quarter is told of with its city."""
    for node in places.nodes():
        if node is named.node or not node.scores or node.passing:
            continue
        other = node.entries[node.best()]
        if other.kind != "country" and distance_m(best.lat, best.lon, other.lat, other.lon) < _CITY + max(other.radius_m, best.radius_m):
            return True
    return False


def _losers(places: DocumentPlaces, named: Named, best: Entry) -> tuple[PlaceCandidate, ...]:
    node = named.node
    order = sorted(range(len(node.entries)), key=[-score for score in node.scores].__getitem__)
    rest = [number for number in order if node.entries[number].number != best.number][:_LOSERS]
    return tuple(
        PlaceCandidate(
            gazetteer_id=entry.gid,
            name=entry.name,
            kind=entry.kind,
            country=entry.country,
            admin1=_division(entry, places.gazetteer),
            lat=entry.lat,
            lon=entry.lon,
            radius_m=entry.radius_m,
            population=entry.population,
            score=round(node.probabilities[number], 4),
            reason=static_reason(node, number, best),
        )
        for number in rest
        for entry in (node.entries[number],)
    )


def _contained(places: DocumentPlaces, named: Named, name: str, one_country: float) -> Place:
    """What is not in the gazetteer lies where the text puts it: in the container beside it, beside its other mentions, or in the
    document's one country."""
    phrase = named.found.phrase
    kind = phrase.kind if phrase.kind in PLACE_KINDS else "region"
    if named.offset is not None and named.beside is not None and named.beside.scores:
        return _beside(places, named, named.beside, named.offset, name)
    holder, said = places.holder_of(named)
    shares = places.country_shares()
    country = max(shares, key=lambda code: (shares[code], code), default=None)
    if holder is None and country is not None and shares[country] >= one_country:
        holder, said = places.gazetteer.country(country), "the country that the document speaks of"
    if holder is None:
        return Place(
            span=named.span, name=name, kind=kind, note=f"{phrase.whole} is not in the gazetteer and nothing beside it tells where it lies"
        )
    acled, ucdp = precision(holder.kind, holder.feature, "at", holder.radius_m, coarse=True)
    return Place(
        span=named.span,
        name=name,
        kind=kind,
        country=holder.country,
        admin1=_division(holder, places.gazetteer),
        lat=holder.lat,
        lon=holder.lon,
        radius_m=holder.radius_m,
        gazetteer_id=holder.gid,
        coarse=True,
        note=f"{phrase.whole} is not in the gazetteer; placed at {holder.name} ({holder.kind}), {said}",
        acled_precision=acled,
        ucdp_precision=ucdp,
    )


def _beside(places: DocumentPlaces, named: Named, node: Node, offset: Phrase, name: str) -> Place:
    """What is not in the gazetteer but said to lie so far from a place that is."""
    best = node.entries[node.best()]
    best = seat(node.entries, best) or best
    area = area_of(best, offset, None)
    kind = named.found.phrase.kind or "town"
    note = f"{named.found.phrase.whole} is not in the gazetteer; {area.note}"
    return _placed(places, named, best, area, name=name, kind=kind, relation="offset", note=note, coarse=True)
