"""What a name stands for: the ids under which decisions on sources and actors know it, in the record and in the table of actors."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from onrecord.api import models as m
from onrecord.api import views
from onrecord.api.desk import Desk
from onrecord.api.filters import Words
from onrecord.model import ActorRef
from onrecord.resolve.actor import ActorResolver
from onrecord.store import MarkSource, SameActor, SetParty, Undo
from onrecord.store.bodies import documents_with, events_with
from onrecord.store.decisions_sources import keys_of
from onrecord.store.facets import Facets
from onrecord.store.filters import fold

_LOOKED_AT = 25
"""Events whose claims are read to find what a name was resolved to."""


class KnownQuery(BaseModel):
    """A name."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Words, Field(description="the whole name or an id, case and accents aside")]


class Known(m.Model):
    """An id that a name may stand for; `on_record` says that somebody of the record has it, not only the table of actors."""

    id: str
    name: str
    on_record: bool


def known(desk: Desk, query: KnownQuery) -> tuple[Known, ...]:
    """Ids that a name may stand for, those of the record first; none where nobody has this whole name."""
    found = {k.id: k for k in on_record(desk, query.name)}
    table = desk.actors()
    by_id = table.get(query.name)
    for actor in (*((by_id,) if by_id is not None else ()), *table.find(query.name)):
        found.setdefault(actor.id, Known(id=actor.id, name=actor.name, on_record=False))
    return tuple(found.values())


def on_record(desk: Desk, name: str) -> tuple[Known, ...]:
    """Ids that voices and actors of the record with this name have; what a voice speaks for comes before itself."""
    wanted = fold(name)
    found: dict[str, Known] = {}
    for written, ref in desk.with_facets(lambda facets, _: _refs(desk, facets, wanted)):
        keys = [key for key in keys_of(ref) if fold(key) == wanted]
        if wanted in (fold(written), fold(ref.name)):
            keys = list(keys_of(ref))
        for key in keys:
            row = desk.actors().get(key) if key != ref.actor_id else None
            # An organisation is no reference of its own: the table says its name, or its id has to do.
            found.setdefault(key, Known(id=key, name=ref.name if key == ref.actor_id else row.name if row else key, on_record=True))
    return tuple(found.values())


def decisions_on(desk: Desk, ids: set[str]) -> tuple[m.DecisionView, ...]:
    """The decisions on sources and actors with these ids, in the order of deciding."""
    log = desk.store.decision_log() if ids and desk.store.decision_revision() else []
    about = {s.decision.id for s in log if ids & set(_named(s.content))}
    about |= {s.decision.id for s in log if isinstance(s.content, Undo) and s.content.decision in about}
    return tuple(views.standing_view(s) for s in log if s.decision.id in about)


def _named(content: object) -> tuple[str, ...]:
    match content:
        case MarkSource():
            return tuple(i for i in (content.source, content.other) if i is not None)
        case SameActor():
            return content.a, content.b
        case SetParty():
            return tuple(i for i in (content.actor, content.party) if i is not None)
        case _:
            return ()


def _refs(desk: Desk, facets: Facets, name: str) -> tuple[tuple[str, ActorRef], ...]:
    """Voices, publishers, actors and targets of the first events with a name: as they are written and what they were resolved to."""
    rows: dict[int, None] = {}
    for role in ("origin", "actor", "target"):
        rows |= dict.fromkeys(np.sort(facets.names(role).rows_of(name))[:_LOOKED_AT].tolist())
    events = events_with(desk.store, facets.event_ids(rows))
    claims = desk.store.decided_claims(sorted({i for event in events for i in event.claim_ids}))
    publisher = ActorResolver(desk.actors()).publisher_actor
    documents = documents_with(desk.store, sorted({claim.document_id for claim in claims}))
    refs: dict[tuple[str, ActorRef], None] = {}
    for claim in claims:
        refs |= dict.fromkeys((link.name, link.actor) for link in claim.attribution if link.actor is not None)
        refs |= dict.fromkeys((role.name, role.actor) for role in (*claim.actors, *claim.targets) if role.actor is not None)
    for document in documents.values():
        ref = publisher(document)
        refs.setdefault((ref.name, ref))
    return tuple(refs)
