"""Sources and actors: what a voice has said, how often alone, how often contradicted; what an actor did or suffered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from onrecord.api import cursors, views
from onrecord.api import models as m
from onrecord.api.desk import Desk
from onrecord.api.filters import Cursor, Limit, Words
from onrecord.api.known import Known, decisions_on, on_record
from onrecord.api.problems import not_found
from onrecord.model import ActorRef, Event, Origin
from onrecord.store.bodies import events_with
from onrecord.store.facets import Facets, Mask
from onrecord.store.filters import fold

_LOOKED_AT = 25
"""Events whose claims are read to find what a name was resolved to."""


class NameQuery(BaseModel):
    """Which names of a list."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[Words | None, Field(description="part of the name, case and accents aside")] = None
    cursor: Cursor = None
    limit: Limit = 50


class VoiceQuery(BaseModel):
    """A name with a place in the list of its events."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Words, Field(description="the whole name, case and accents aside")]
    cursor: Cursor = None
    limit: Limit = 50


class NameCount(m.Model):
    """A name as events spell it, with the number of events it stands in; `label` is what to show for it.

    `kind` is voice, organisation or party among sources (the latter two by the ids of the table of actors), actor among actors.
    """

    name: str
    kind: str = Field(examples=["voice"])
    label: str = Field(examples=["Kutum hospital"])
    events: int


class NamePage(m.Model):
    """A page of names, those with most events first."""

    items: tuple[NameCount, ...]
    total: int
    next: str | None


class Said(m.Model):
    """An event with the part that a voice has in it: asserts, denies or withdrew."""

    event: m.EventBrief
    part: str
    stance: str
    alone: bool = Field(description="no other independent origin asserts it")
    contradicted: bool = Field(description="somebody else denies it or names another hand")
    claim_ids: tuple[str, ...]


class Source(m.Model):
    """What a voice has said; `alone` and `contradicted` count its events by grade (single origin, contested)."""

    name: str
    label: str = Field(description="the name to show: for a party that of the table of actors, where `name` is its id")
    party: str | None
    party_name: str | None = None
    organisations: tuple[str, ...]
    events: int
    alone: int
    contradicted: int
    by_grade: dict[str, int]
    by_type: dict[str, int]
    said: tuple[Said, ...]
    next: str | None
    ids: tuple[Known, ...] = Field(description="ids under which decisions know it")
    decisions: tuple[m.DecisionView, ...] = Field(description="what reviewers said of it")
    revision: int = Field(description="send it back as `seen` with a decision")


class Resolved(m.Model):
    """What a name was resolved to."""

    actor_id: str
    name: str
    known: bool
    organisation: str | None
    party: str | None
    party_name: str | None
    country: str | None
    sector: str | None
    inter: int | None
    reason: str | None


class ActorDetail(m.Model):
    """An actor: what it is said to have done, what was done to it, and what its name was resolved to."""

    name: str
    resolved: tuple[Resolved, ...]
    events: int
    as_actor: int
    as_target: int
    as_source: int
    by_grade: dict[str, int]
    by_type: dict[str, int]
    items: tuple[m.EventBrief, ...]
    next: str | None
    ids: tuple[Known, ...] = Field(description="ids under which decisions know it")
    decisions: tuple[m.DecisionView, ...] = Field(description="what reviewers said of it")
    revision: int = Field(description="send it back as `seen` with a decision")


def list_sources(desk: Desk, query: NameQuery) -> NamePage:
    """Voices that events go back to, with their organisations and parties."""
    return desk.with_facets(lambda facets, _: _names(desk, facets, query, ("origin",)))


def list_actors(desk: Desk, query: NameQuery) -> NamePage:
    """Who acts in events or is their target."""
    return desk.with_facets(lambda facets, _: _names(desk, facets, query, ("actor", "target")))


def source(desk: Desk, query: VoiceQuery) -> Source:
    """What one voice, organisation or party has said, earliest first. Raises ApiError (404) for a name that no event goes back to."""
    revision = desk.store.decision_revision()
    ids = on_record(desk, query.name)
    decided = decisions_on(desk, {known.id for known in ids})
    found = desk.with_facets(lambda facets, _: _source(desk, facets, query))
    return found.model_copy(update={"ids": ids, "decisions": decided, "revision": revision})


def _source(desk: Desk, facets: Facets, query: VoiceQuery) -> Source:
    name = fold(query.name)
    mask = _with_name(facets, "origin", name)
    total = int(np.count_nonzero(mask))
    if not total:
        raise not_found("source", query.name)
    events, following = _page(desk, facets, mask, query)
    said = []
    first: Origin | None = None
    for event in events:
        part, origin = _part(event, name)
        if origin is None:
            continue
        first = first or origin
        said.append(
            Said(
                event=views.event_brief(event),
                part=part,
                stance=origin.stance,
                alone=part == "asserts" and event.grade.independent_origins <= 1,
                contradicted=event.grade.corroboration == "contested",
                claim_ids=origin.claim_ids,
            )
        )
    grades = facets.coded["grade"].counts(mask)
    spelt, kind = _spelt(events, name, ("origin",)) or (query.name, "voice")
    party = first.party if first else None
    return Source(
        name=spelt,
        label=_label(desk, spelt, kind),
        party=party,
        party_name=desk.party_name(party) if party else None,
        organisations=first.organisations if first else (),
        events=total,
        alone=grades.get("single_origin", 0),
        contradicted=grades.get("contested", 0),
        by_grade=grades,
        by_type=facets.coded["event_type"].counts(mask),
        said=tuple(said),
        next=following,
        ids=(),
        decisions=(),
        revision=0,
    )


def actor(desk: Desk, query: VoiceQuery) -> ActorDetail:
    """One actor, its events earliest first. Raises ApiError (404) for a name that no event has."""
    revision = desk.store.decision_revision()
    ids = on_record(desk, query.name)
    decided = decisions_on(desk, {known.id for known in ids})
    found = desk.with_facets(lambda facets, _: _actor(desk, facets, query))
    return found.model_copy(update={"ids": ids, "decisions": decided, "revision": revision})


def _actor(desk: Desk, facets: Facets, query: VoiceQuery) -> ActorDetail:
    name = fold(query.name)
    roles = {role: _with_name(facets, role, name) for role in ("actor", "target", "origin")}
    mask = roles["actor"] | roles["target"]
    if not mask.any():
        raise not_found("actor", query.name)
    events, following = _page(desk, facets, mask, query)
    return ActorDetail(
        name=(_spelt(events, name, ("actor",)) or (query.name,))[0],
        resolved=_resolved(desk, events[:_LOOKED_AT], name),
        events=int(np.count_nonzero(mask)),
        as_actor=int(np.count_nonzero(roles["actor"])),
        as_target=int(np.count_nonzero(roles["target"])),
        as_source=int(np.count_nonzero(roles["origin"])),
        by_grade=facets.coded["grade"].counts(mask),
        by_type=facets.coded["event_type"].counts(mask),
        items=tuple(views.event_brief(event) for event in events),
        next=following,
        ids=(),
        decisions=(),
        revision=0,
    )


def _names(desk: Desk, facets: Facets, query: NameQuery, roles: tuple[str, ...]) -> NamePage:
    everything = np.ones(len(facets), dtype=bool)
    counts: dict[str, int] = {}
    for role in roles:
        for name, number in facets.count_names(role, everything):
            counts[name] = counts.get(name, 0) + number
    part = fold(query.q) if query.q else ""
    ordered = sorted(((-number, name) for name, number in counts.items() if part in name))
    start = 0
    if query.cursor:
        start = max(0, cursors.bounded(cursors.unpack(query.cursor, int)[0], 64))
    shown = ordered[start : start + query.limit]
    spelt = _spellings(desk, facets, roles, [name for _, name in shown])
    items = tuple(
        NameCount(name=spelt[name][0], kind=spelt[name][1], label=_label(desk, *spelt[name]), events=-number)
        for number, name in shown
        if name in spelt
    )
    following = cursors.pack(start + query.limit) if start + query.limit < len(ordered) else None
    return NamePage(items=items, total=len(ordered), next=following)


def _with_name(facets: Facets, role: str, name: str) -> Mask:
    """The rows whose events have exactly this folded name in a role."""
    mask = np.zeros(len(facets), dtype=bool)
    mask[facets.names(role).rows_of(name)] = True
    return mask


def _page(desk: Desk, facets: Facets, mask: Mask, query: VoiceQuery) -> tuple[list[Event], str | None]:
    after = None
    if query.cursor:
        day, number = cursors.unpack(query.cursor, int, str)
        after = (cursors.bounded(day, 32), cursors.hexadecimal(number))
    rows, more = facets.page(mask, after=after, limit=query.limit)
    events = events_with(desk.store, facets.event_ids(rows.tolist()))
    if not more:
        return events, None
    day, number = facets.key(int(rows[-1]))
    return events, cursors.pack(day, f"{number:016x}")


def _part(event: Event, name: str) -> tuple[str, Origin | None]:
    grade = event.grade
    for part, origins in (("asserts", grade.origins), ("denies", grade.denials), ("withdrew", grade.withdrawn)):
        for origin in origins:
            if name in {fold(n) for n in (origin.name, origin.party or "", *origin.organisations)}:
                return part, origin
    return "", None


def _label(desk: Desk, name: str, kind: str) -> str:
    """What to show for a name: parties stand in events by their ids."""
    return desk.party_name(name) if kind == "party" else name


def _all_names(event: Event, roles: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every name of an event in some roles with its kind, that of voices before those of what they belong to."""
    if "origin" in roles:
        grade = event.grade
        origins = (*grade.origins, *grade.denials, *grade.withdrawn)
        yield from ((origin.name, "voice") for origin in origins)
        yield from ((name, "organisation") for origin in origins for name in origin.organisations)
        yield from ((origin.party, "party") for origin in origins if origin.party)
    if "actor" in roles:
        yield from ((name, "actor") for name in (*event.actors, *event.targets))


def _spelt(events: list[Event], name: str, roles: tuple[str, ...]) -> tuple[str, str] | None:
    """The name as the first event that has it writes it, and its kind."""
    return next((found for event in events for found in _all_names(event, roles) if fold(found[0]) == name), None)


def _spellings(desk: Desk, facets: Facets, roles: tuple[str, ...], wanted: list[str]) -> dict[str, tuple[str, str]]:
    """How events write some folded names: one event a name is looked at."""
    rows: dict[str, int] = {}
    for role in roles:
        names = facets.names(role)
        for name in wanted:
            having = names.rows_of(name)
            if len(having):
                rows.setdefault(name, int(having[0]))
    ids = dict(zip(rows, facets.event_ids(rows.values()), strict=True))
    events = {event.id: event for event in events_with(desk.store, list(dict.fromkeys(ids.values())))}
    return {name: spelt for name, i in ids.items() if i in events and (spelt := _spelt([events[i]], name, roles))}


def _resolved(desk: Desk, events: list[Event], name: str) -> tuple[Resolved, ...]:
    """The different things that a name was resolved to in the claims of some events."""
    found: dict[ActorRef, None] = {}
    for claim in desk.store.claims(ids=sorted({i for event in events for i in event.claim_ids})):
        for role in (*claim.actors, *claim.targets):
            if role.actor is not None and fold(role.name) == name:
                found.setdefault(role.actor)
    return tuple(
        Resolved(
            actor_id=ref.actor_id,
            name=ref.name,
            known=ref.known,
            organisation=ref.organisation,
            party=ref.party,
            party_name=desk.party_name(ref.party) if ref.party else None,
            country=ref.country,
            sector=ref.sector,
            inter=ref.inter,
            reason=ref.reason,
        )
        for ref in found
    )
