"""The table of actors: shipped rows with users' rows over them, looked up by id or by name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.errors import BadInput
from onrecord.model import Actor
from onrecord.resolve.actor.digest import COMPILED, digest
from onrecord.resolve.actor.names import fold_name
from onrecord.resolve.actor.phrase import PhraseReader
from onrecord.resolve.actor.sides import in_force, side_on

_STATE_MEDIA = "state-media"


class ActorTable:
    """States with their organs, armed groups, media, bodies and office-holders.

    The organs that every state has ("ru.defence", "ng.police") are made when they are asked for; iterating gives the written rows only.
    """

    def __init__(self, built: dict[str, Any]) -> None:
        self._built = built
        self._rows: dict[str, list[Any]] = built["rows"]
        self._actors: dict[str, Actor] = {}
        self.holders: dict[str, list[str]] = built["holders"]
        self.organs: dict[str, list[Any]] = built["organs"]
        self.standalone: list[list[Any]] = built["standalone"]
        self.reader = PhraseReader(built)

    @classmethod
    def load(cls, *, extra: Sequence[Path] = ()) -> ActorTable:
        """The shipped table with the users' YAML tables `extra` laid over it, in order: their rows and names win.

        Raises `BadInput` with file, line and reason for a broken table: a bad field, an unknown or circular parent, a name claimed twice.
        """
        built = _shipped()
        if extra:
            from onrecord.resolve.actor.compile import add_tables  # pydantic and YAML are loaded for users' tables only

            add_tables(built, extra)
        return cls(built)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Actor]:
        return (actor for actor in map(self.get, self._rows) if actor is not None)

    def get(self, actor_id: str) -> Actor | None:
        """The actor of an id, written or derived ("sy.health"); None where there is none."""
        actor = self._actors.get(actor_id)
        if actor is None:
            actor = self._make(actor_id)
            if actor is not None:
                self._actors[actor_id] = actor
        return actor

    def find(self, name: str) -> tuple[Actor, ...]:
        """The actors that a name can mean, best first; empty where the table has none. Spelling counts as in `fold_name`."""
        parsed = self.reader.parse(name)
        if parsed.person or parsed.belongs or parsed.former:
            return ()
        ids: list[str] = list(parsed.rows)
        if not ids and parsed.organ and (parsed.holders or parsed.holder_row):
            whose = parsed.holders or (self.party_of(parsed.holder_row or "") or "",)
            ids = [f"{holder}.{parsed.organ}" for holder in whose]
        elif not ids and parsed.kind == "holder":
            ids = list(parsed.holders)
        elif not ids and parsed.people and not parsed.lands:
            ids = [parsed.people]
        return tuple(actor for actor in map(self.get, ids) if actor is not None)

    def on(self, actor_id: str, day: date | None) -> Actor | None:
        """The actor as it was on a day: its party and parent may have been others then. Without a day, as the table has it now."""
        actor = self.get(actor_id)
        if actor is None or day is None:
            return actor
        return self._on(actor, day, 0)

    def _on(self, actor: Actor, day: date, depth: int) -> Actor:
        side = side_on(self._built["sides"].get(actor.id, []), day)
        if side is not None:
            party, parent = side[2] or actor.party, side[3] or actor.parent
            whose = self.get(party or "")
            reason = side[4] or (
                actor.party_reason if party == actor.party else f"on the side of {whose.name if whose else party} at that time"
            )
            return replace(actor, party=party, parent=parent, party_reason=reason, **self._codes(actor, party, parent))
        # Whoever speaks for its parent's side moves with it: a spokesman, a ministry, a brigade.
        above = self.get(actor.parent or "")
        if above is None or depth > 8 or actor.party is None or actor.party != above.party:
            return actor
        then = self._on(above, day, depth + 1)
        return actor if then.party == above.party else replace(actor, party=then.party, party_reason=then.party_reason)

    def _codes(self, actor: Actor, party: str | None, parent: str | None) -> dict[str, Any]:
        """PLOVER sector and ACLED code of a group while it is of a state: its forces or its government."""
        if party not in self.holders or party == actor.party or actor.kind != "group":
            return {}
        forces = (parent or "").endswith(".military") or actor.sector == "UAF"
        return {"inter": 1, "sector": "MIL" if forces else "PTY" if actor.sector == "PTY" else "GOV"}

    def in_force(self, actor: Actor, day: date | None) -> bool:
        """Whether a row holds on a day: within its dates, or one of its terms of office. Without a day it does."""
        return in_force(self._built["terms"].get(actor.id, []), actor.valid_from, actor.valid_to, day)

    def terms(self, actor_id: str) -> list[list[str | None]]:
        """The times of an office held more than once, as [from, to]; empty for all others."""
        return list(self._built["terms"].get(actor_id, []))

    def sides(self, actor_id: str) -> list[list[Any]]:
        """What held of an actor for a time, as [from, to, party, parent, reason]; empty for most."""
        return list(self._built["sides"].get(actor_id, []))

    def party_of(self, actor_id: str) -> str | None:
        """The id of the party for whose side the actor speaks; None where it has none or nobody can tell."""
        actor = self.get(actor_id)
        return actor.party if actor else None

    def country_of(self, holder: str) -> str | None:
        """ISO 3166-1 alpha-2 of a state or territory, or of any other row."""
        if holder in self.holders:
            return self.holders[holder][0]
        actor = self.get(holder)
        return actor.country if actor else None

    def _make(self, actor_id: str) -> Actor | None:
        row = self._rows.get(actor_id)
        if row is not None:
            name, kind, aliases, *rest = row
            sector, inter, country, parent, party, party_reason, owner, qid, valid_from, valid_to, source = rest
            return Actor(
                id=actor_id,
                name=name,
                kind=kind,
                aliases=tuple(aliases),
                sector=sector,
                inter=inter,
                country=country,
                parent=parent,
                party=party,
                party_reason=party_reason,
                owner=owner,
                qid=qid,
                valid_from=valid_from,
                valid_to=valid_to,
                source=source,
            )
        holder, _, organ = actor_id.rpartition(".")
        owner_row = self._rows.get(holder)
        if organ not in self.organs or owner_row is None:
            return None
        label, kind, sector, inter, _ = self.organs[organ]
        whose, party = str(owner_row[0]), self.party_of(holder)
        state = holder in self.holders
        if organ == _STATE_MEDIA:
            reason = f"controlled by {whose}: its own voice is the owner's; what it relays keeps its own origin"
        elif state:
            reason = f"an organ of {whose}: state offices are the state"
        else:
            reason = f"a ministry or force of {whose}: a movement's ministries are the movement"
        if not state:
            sector = owner_row[3] if organ in ("military", "police", "security") else sector
        return Actor(
            id=actor_id,
            name=f"{label} ({whose})",
            kind=kind,
            sector=sector,
            inter=inter if state else owner_row[4],
            country=self.country_of(holder),
            parent=holder,
            party=party,
            party_reason=reason,
            owner=holder if organ == _STATE_MEDIA else None,
            source=owner_row[-1],
        )


def _shipped() -> dict[str, Any]:
    # The digest is over the YAML files, so an edited table is compiled afresh until actors.json is written again.
    try:
        built: dict[str, Any] = json.loads(COMPILED.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        built = {}
    if built.get("digest") == digest():
        return built
    from onrecord.resolve.actor.compile import compile_shipped  # pydantic and YAML are loaded only where there is no compiled table

    return compile_shipped()


def check_tables(paths: Sequence[Path]) -> list[str]:
    """One line, with file, line and reason, for everything wrong in users' tables; empty where all can be used.

    Rows that are wrong by themselves are all told; what is wrong between rows (a name claimed twice, an unknown or circular parent), the
    first of each file. A later file is checked on top of the good ones before it.
    """
    from onrecord.resolve.actor.rows import row_problems  # pydantic and YAML are loaded for users' tables only

    found: list[str] = []
    good: list[Path] = []
    for path in paths:
        try:
            problems = [str(error) for error in row_problems(path)]
            if not problems:
                ActorTable.load(extra=[*good, path])
                good.append(path)
        except BadInput as error:
            problems = [str(error)]
        found += problems
    return found


__all__ = ["ActorTable", "check_tables", "fold_name"]
