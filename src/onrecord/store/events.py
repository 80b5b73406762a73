"""The cached view of events: written as a whole, read through filters."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from onrecord.model import Event, Place
from onrecord.model.codec import from_dict, to_dict
from onrecord.store import dialect
from onrecord.store.filters import EventFilter, fold
from onrecord.store.read import is_newest, newest_readings
from onrecord.store.schema import claims, decisions, documents, event_claims, event_names, event_places, event_view, events, readings
from onrecord.store.write import dump

_PORTION = 5_000
Marks = dict[str, int]
"""The last reading and the last decision that a view was made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """When, by which rules and from what the view was made."""

    built_at: str
    made_with: str
    marks: Marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(View):
    """The view as it was: also its events, and the documents read since (`anew`)."""

    events: tuple[Event, ...]
    anew: frozenset[str]

    @property
    def unchanged(self) -> tuple[Event, ...]:
        """The events that rest on no document read since."""
        return tuple(event for event in self.events if self.anew.isdisjoint(event.document_ids))


def replace(connection: Connection, found: Iterable[Event], made_with: str | None = None, made_from: Marks | None = None) -> int:
    """Put `found` in the place of all events that were there; gives their number."""
    dialect.of(connection).clear_event_indexes(connection)
    # The tables that hang on events are emptied by hand: a cascade would do it row by row.
    for table in (event_names, event_places, event_claims, events):
        connection.execute(sa.delete(table))
    listed = list(found)
    _insert(connection, listed, 1, 1, *_evidence(connection))
    _mark(connection, made_with, made_from)
    return len(listed)


def update(connection: Connection, before: View, gone: Collection[str], come: Sequence[Event], made_from: Marks) -> int | None:
    """Take the events with the ids `gone` out of the view and put `come` in; gives the number of events there are then.

    None, and nothing is changed, where the view is not the one that `before` was taken from any more.
    """
    if connection.execute(sa.select(event_view.c.built_at)).scalar() != before.built_at:
        return None
    ids = sorted({*gone, *(event.id for event in come)})
    for start in range(0, len(ids), _PORTION):
        _take_out(connection, ids[start : start + _PORTION])
    wanted = sorted({claim_id for event in come for claim_id in event.claim_ids})
    evidence: dict[str, str] = {}
    confidence: dict[str, float] = {}
    for start in range(0, len(wanted), _PORTION):
        sentences, sure = _evidence(connection, wanted[start : start + _PORTION])
        evidence |= sentences
        confidence |= sure
    after = (connection.execute(sa.select(sa.func.coalesce(sa.func.max(t.c.seq), 0) + 1)).scalar_one() for t in (events, event_places))
    _insert(connection, come, next(after), next(after), evidence, confidence)
    _mark(connection, before.made_with, made_from)
    return int(connection.execute(sa.select(sa.func.count()).select_from(events)).scalar_one())


def _take_out(connection: Connection, ids: Sequence[str]) -> None:
    seqs = list(connection.execute(sa.select(events.c.seq).where(events.c.id.in_(ids))).scalars())
    places = list(connection.execute(sa.select(event_places.c.seq).where(event_places.c.event.in_(seqs))).scalars())
    dialect.of(connection).unindex(connection, seqs, places)
    for table in (event_names, event_places, event_claims):
        connection.execute(sa.delete(table).where(table.c.event.in_(seqs)))
    connection.execute(sa.delete(events).where(events.c.seq.in_(seqs)))


def _insert(
    connection: Connection,
    found: Sequence[Event],
    first: int,
    first_place: int,
    evidence: Mapping[str, str],
    confidence: Mapping[str, float],
) -> None:
    """Rows for `found`, whose seq run from `first` and those of their places from `first_place`."""
    rows: dict[sa.Table, list[dict[str, Any]]] = {events: [], event_names: [], event_claims: [], event_places: []}
    texts: list[tuple[int, str]] = []
    for seq, event in enumerate(found, start=first):
        rows[events].append({"seq": seq, **_row(event, confidence)})
        rows[event_names] += [{"event": seq, "role": role, "name": name} for role, name in sorted(_names(event))]
        rows[event_claims] += [{"event": seq, "claim_id": claim_id} for claim_id in sorted(set(event.claim_ids))]
        for place in event.places:
            if place.lat is not None and place.lon is not None:
                rows[event_places].append({"seq": first_place + len(rows[event_places]), "event": seq, **_place(place)})
        # A sentence that several claims rest on is indexed once.
        texts.append((seq, "\n".join(dict.fromkeys(evidence.get(claim_id, "") for claim_id in event.claim_ids))))
    database = dialect.of(connection)
    for table, new in rows.items():
        database.insert_many(connection, table, new)
    database.index_events(connection, texts)
    database.index_places(connection, [(place["seq"], place["lat"], place["lon"]) for place in rows[event_places]])


def _mark(connection: Connection, made_with: str | None, made_from: Marks | None) -> None:
    # What was added while the events were being computed is not in them, and the view has to know.
    marks = marks_of(connection) if made_from is None else made_from
    connection.execute(sa.delete(event_view))
    connection.execute(sa.insert(event_view), {"built_at": datetime.now(UTC).isoformat(), "made_with": made_with, **marks})


def is_stale(connection: Connection, made_with: str | None = None) -> bool:
    """Whether readings or decisions were added since the view was built, other rules built it, or it never was."""
    built = connection.execute(sa.select(event_view.c.last_reading, event_view.c.last_decision, event_view.c.made_with)).first()
    if built is None or made_with not in (None, built.made_with):
        return True
    return {"last_reading": built.last_reading, "last_decision": built.last_decision} != marks_of(connection)


def view(connection: Connection, made_with: str) -> View | None:
    """The mark of the view; None where there is none, other rules made it, or nobody knows which."""
    built = connection.execute(sa.select(event_view)).first()
    if built is None or built.made_with != made_with:
        return None
    marks = {"last_reading": built.last_reading, "last_decision": built.last_decision}
    return View(built_at=built.built_at, made_with=made_with, marks=marks)


def kept(connection: Connection, made_with: str) -> Kept | None:
    """The events of the view that rest on unchanged reports; None as for `view`."""
    built = view(connection, made_with)
    if built is None:
        return None
    since = sa.select(readings.c.document_id).where(readings.c.seq > built.marks["last_reading"])
    anew = frozenset(connection.execute(since).scalars())
    listed = [from_dict(Event, json.loads(body)) for body in connection.execute(sa.select(events.c.body)).scalars()]
    return Kept(events=tuple(listed), anew=anew, built_at=built.built_at, made_with=made_with, marks=built.marks)


def of_claims(connection: Connection, claim_ids: Sequence[str]) -> list[Event]:
    """The events that hold some of the claims, by id."""
    found: dict[str, str] = {}
    for start in range(0, len(claim_ids), _PORTION):
        held = sa.select(event_claims.c.event).where(event_claims.c.claim_id.in_(claim_ids[start : start + _PORTION]))
        found |= {row.id: row.body for row in connection.execute(sa.select(events.c.id, events.c.body).where(events.c.seq.in_(held)))}
    return [from_dict(Event, json.loads(body)) for _, body in sorted(found.items())]


def select(connection: Connection, wanted: EventFilter) -> Iterator[Event]:
    """The events that `wanted` asks for, in its order."""
    chosen = sa.select(events.c.body)
    for condition in _conditions(connection, wanted):
        chosen = chosen.where(condition)
    chosen = chosen.order_by(events.c.earliest.is_(None), events.c.earliest, events.c.id).limit(wanted.limit).offset(wanted.offset)
    for body in connection.execute(chosen).scalars():
        yield from_dict(Event, json.loads(body))


def one(connection: Connection, event_id: str) -> Event:
    """The event with this whole id."""
    return from_dict(Event, json.loads(connection.execute(sa.select(events.c.body).where(events.c.id == event_id)).scalar_one()))


def _row(event: Event, confidence: Mapping[str, float]) -> dict[str, Any]:
    when = event.when
    known = [confidence[claim_id] for claim_id in event.claim_ids if claim_id in confidence]
    return {
        "id": event.id,
        "event_type": event.event_type,
        "sub_event": event.sub_event,
        "status": event.status,
        "grade": event.grade.corroboration,
        "earliest": when.earliest.isoformat() if when and when.earliest else None,
        "latest": when.latest.isoformat() if when and when.latest else None,
        "claims": len(event.claim_ids),
        "documents": len(event.document_ids),
        "denials": len(event.grade.denials),
        "confidence": min(known) if known else None,
        "body": dump(to_dict(event)),
    }


def _place(place: Place) -> dict[str, Any]:
    return {name: getattr(place, name) for name in ("lat", "lon", "name", "kind", "radius_m", "coarse")}


def _names(event: Event) -> set[tuple[str, str]]:
    """Role and folded name of everything by which an event is found."""
    found = {("actor", fold(name)) for name in event.actors} | {("target", fold(name)) for name in event.targets}
    for place in event.places:
        found.add(("place", fold(place.name)))
        if place.country:
            found.add(("country", fold(place.country)))
    for origin in (*event.grade.origins, *event.grade.denials, *event.grade.withdrawn):
        found |= {("origin", fold(name)) for name in (origin.name, origin.party or "", *origin.organisations)}
    found |= {("document", document_id) for document_id in event.document_ids}
    return {(role, name) for role, name in found if name}


def _evidence(connection: Connection, ids: Sequence[str] | None = None) -> tuple[dict[str, str], dict[str, float]]:
    """The sentence that each current claim rests on and the reader's confidence in it, both by claim id; of all or of those with `ids`."""
    length = claims.c.evidence_end - claims.c.evidence_start
    sentence = sa.func.substr(documents.c.text, claims.c.evidence_start + 1, length)
    chosen = sa.select(claims.c.id, sentence, dialect.of(connection).json_number(claims.c.body, "confidence"))
    chosen = chosen.select_from(claims.join(readings).join(documents))
    if ids is None:
        rows = connection.execute(chosen.where(claims.c.reading.in_(newest_readings()))).all()
    else:
        rows = connection.execute(chosen.where(claims.c.id.in_(ids), is_newest())).all()
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}


def marks_of(connection: Connection) -> Marks:
    """The last reading and the last decision there are."""
    last_reading = connection.execute(sa.select(sa.func.coalesce(sa.func.max(readings.c.seq), 0))).scalar_one()
    last_decision = connection.execute(sa.select(sa.func.coalesce(sa.func.max(decisions.c.seq), 0))).scalar_one()
    return {"last_reading": last_reading, "last_decision": last_decision}


def _conditions(connection: Connection, wanted: EventFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.date_from:
        yield events.c.latest >= wanted.date_from.isoformat()
    if wanted.date_to:
        yield events.c.earliest <= wanted.date_to.isoformat()
    for column, values in (
        (events.c.event_type, wanted.event_type),
        (events.c.sub_event, wanted.sub_event),
        (events.c.grade, wanted.grade),
        (events.c.status, wanted.status),
    ):
        if values:
            yield column.in_(values)
    for role in ("place", "actor", "target", "origin"):
        part = getattr(wanted, role)
        if part:
            yield _named(role, event_names.c.name.contains(fold(part), autoescape=True))
    if wanted.country:
        yield _named("country", event_names.c.name == fold(wanted.country))
    if wanted.document:
        yield _named("document", event_names.c.name == wanted.document)
    if wanted.claim:
        yield events.c.seq.in_(sa.select(event_claims.c.event).where(event_claims.c.claim_id == wanted.claim))
    if wanted.confidence is not None:
        yield events.c.seq.in_(surer_than(dialect.of(connection), wanted.confidence))
    if wanted.text is not None:
        matching = dialect.of(connection).events_matching(wanted.text)
        yield events.c.seq.in_(matching) if matching is not None else sa.false()
    if wanted.box:
        yield _within(connection, *wanted.box)


def surer_than(spoken: dialect.Dialect, confidence: float) -> sa.Select[Any]:
    """The seq of the events that have a current claim of which the reader is at least so sure."""
    sure = spoken.json_number(claims.c.body, "confidence")
    current = claims.c.reading.in_(newest_readings())
    return sa.select(event_claims.c.event).join(claims, claims.c.id == event_claims.c.claim_id).where(current, sure >= confidence)


def _named(role: str, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return events.c.seq.in_(sa.select(event_names.c.event).where(event_names.c.role == role, condition))


def _within(connection: Connection, south: float, west: float, north: float, east: float) -> sa.ColumnElement[bool]:
    lat, lon = event_places.c.lat, event_places.c.lon
    longitude = lon.between(west, east) if west <= east else (lon >= west) | (lon <= east)
    near = event_places.c.seq.in_(dialect.of(connection).places_within(connection, south, west, north, east))
    return events.c.seq.in_(sa.select(event_places.c.event).where(near, lat.between(south, north), longitude))
