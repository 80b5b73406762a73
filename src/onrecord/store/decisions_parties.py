"""On whose side reviewers say that actors are, and when: kept without contradiction, and asked for one actor on one day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from onrecord.store.decisions_kinds import SetParty


@dataclass(slots=True)
class Parties:
    """What is decided on the parties of actors, by actor: the id of each decision with what it says, in the order of deciding."""

    by_actor: dict[str, list[tuple[str, SetParty]]] = field(default_factory=dict)

    def clash(self, new: SetParty) -> tuple[str, SetParty] | None:
        """A decision taken in before that gives the actor another party at a time that `new` speaks of too."""
        return next((held for held in self.by_actor.get(new.actor, ()) if held[1].party != new.party and _overlap(held[1], new)), None)

    def circle(self, new: SetParty) -> tuple[str, ...]:
        """The decisions that lead from the party of `new` back to its actor at a time that it speaks of; empty where none do."""
        waiting: list[tuple[str | None, SetParty, tuple[str, ...]]] = [(new.party, new, ())]
        while waiting and new.party != new.actor:
            actor, during, passed = waiting.pop()
            for key, held in self.by_actor.get(actor or "", ()):
                if held.party == new.actor and _overlap(held, during):
                    return (*passed, key)
                if held.party != held.actor and key not in passed and _overlap(held, during):
                    waiting.append((held.party, during, (*passed, key)))
        return ()

    def add(self, key: str, content: SetParty) -> None:
        """Take a decision in; whoever calls has asked for clashes and circles."""
        self.by_actor.setdefault(content.actor, []).append((key, content))

    def of(self, actor: str, day: date | None) -> tuple[str, SetParty] | None:
        """What holds for an actor on a day; without a day, what holds now as far as is decided: what has no end."""
        return next((held for held in self.by_actor.get(actor, ()) if _holds(held[1], day)), None)

    def follow(self, party: str, day: date | None) -> Iterator[tuple[str, SetParty]]:
        """What is decided on a party, on the party that it belongs to, and so on; a circle ends where it closes."""
        seen: set[str] = set()
        current: str | None = party
        while current is not None and current not in seen:
            seen.add(current)
            held = self.of(current, day)
            if held is None:
                return
            yield held
            current = held[1].party


def _holds(content: SetParty, day: date | None) -> bool:
    if day is None:
        return content.valid_to is None
    return (content.valid_from is None or content.valid_from <= day) and (content.valid_to is None or day <= content.valid_to)


def _overlap(a: SetParty, b: SetParty) -> bool:
    first, last = max(a.valid_from or date.min, b.valid_from or date.min), min(a.valid_to or date.max, b.valid_to or date.max)
    return first <= last
