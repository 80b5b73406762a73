"""Actors: states, offices, organisations, armed groups, media, and the voices that speak for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One row of the table of actors.

    `sector` is a PLOVER sector ("MIL"), `inter` the ACLED actor code 1-8, `country` ISO 3166-1 alpha-2. `parent` is the actor this one
    belongs to; `party` the actor for whose side it speaks (a ministry's party is its state), with `party_reason` saying why.
    `kind` is one of state, office, organisation, force, group, media, alliance, igo, ngo, person, people.
    """

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    sector: str | None = None
    inter: int | None = None
    country: str | None = None
    parent: str | None = None
    party: str | None = None
    party_reason: str | None = None
    owner: str | None = None
    qid: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRef:
    """What a mention was resolved to.

    A mention outside the table is a local actor: `actor_id` is "local:" and its folded name, `known` is False. `party` is the id of the
    side it speaks or acts for; None where nobody can tell. `named` is False for "activists" or "a security official".
    """

    actor_id: str
    name: str
    known: bool
    named: bool = True
    organisation: str | None = None
    party: str | None = None
    country: str | None = None
    sector: str | None = None
    inter: int | None = None
    reason: str | None = None
