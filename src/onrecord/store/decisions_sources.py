"""Claims as they stand once reviewers have said who is whom and who speaks for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from onrecord.model import ActorRef, Claim, Link, Role
from onrecord.store.decisions_kinds import MarkSource, SameActor, SetParty
from onrecord.store.decisions_ledger import Ledger
from onrecord.store.decisions_parties import Parties


@dataclass(slots=True)
class Sources:
    """What is decided on actors and sources, ready to be applied to claims. `refs` is one reference for each actor on record."""

    refs: Mapping[str, ActorRef]
    names: dict[str, str] = field(default_factory=dict)
    canonical: dict[str, str] = field(default_factory=dict)
    sides: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """By id: the party it speaks for (its own id: for itself only) and the decisions that say so."""
    behind: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By id of a source that passes on: the id of the source behind it and the decision that says so."""
    credible: dict[str, bool] = field(default_factory=dict)
    by_actor: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_credibility: dict[str, str] = field(default_factory=dict)
    parties: Parties = field(default_factory=Parties)
    asked: frozenset[str] = frozenset()
    """The actors whose references are asked for."""

    @classmethod
    def of(
        cls, ledger: Ledger, claims: Iterable[Claim], publishers: Iterable[ActorRef], refs: Mapping[str, ActorRef] | None = None
    ) -> Sources:
        """What the ledger says on sources, for a record with these claims and publishers.

        Where these are but a part of the record, `refs` has the references of the whole to the actors that are named.
        """
        marks = [(e.decision.id, e.content) for e in ledger.entries if isinstance(e.content, MarkSource)]
        pairs = [
            (e.decision.id, e.content) for e in ledger.entries if isinstance(e.content, SameActor) and e.content.judgement == "positive"
        ]
        if not marks and not pairs and not ledger.parties.by_actor:
            return cls({})
        found = cls(better_refs(claims, publishers) if refs is None else refs)
        found.asked = named_actors(ledger)
        for group in ledger.actors.groups():
            # The fullest name stands for an actor that is in no table.
            there = sorted((i for i in group if i in found.refs), key=lambda i: (not found.refs[i].known, -len(found.refs[i].name), i))
            if there:
                found.canonical.update(dict.fromkeys(group, there[0]))
        for key, same in pairs:
            for actor in (same.a, same.b):
                found.by_actor[actor] = (*found.by_actor.get(actor, ()), key)
        found._take_marks(marks)
        for entry in ledger.entries:
            if isinstance(entry.content, SetParty):
                # What is said of one name of an actor is said of the actor; of two the one decided earlier holds, which is asked first.
                actor = found.canonical.get(entry.content.actor, entry.content.actor)
                found.parties.add(entry.decision.id, replace(entry.content, actor=actor))
        return found

    def _take_marks(self, marks: list[tuple[str, MarkSource]]) -> None:
        sides: dict[str, tuple[str, str | None]] = {}
        for key, mark in marks:
            # What is said of one name of an actor is said of the actor; of two marks the one decided earlier holds.
            source = self.canonical.get(mark.source, mark.source)
            other = self.canonical.get(mark.other, mark.other) if mark.other is not None else None
            self.names.setdefault(source, mark.name or source)
            if other is not None:
                self.names.setdefault(other, mark.other_name or other)
            if mark.mark in ("credible", "not_credible"):
                self.credible.setdefault(source, mark.mark == "credible")
                self.by_credibility.setdefault(source, key)
            elif source == other:
                continue
            elif mark.mark == "origin_of" and other is not None:
                self.behind.setdefault(other, (source, key))
            else:
                sides.setdefault(source, (key, other))
        for source in sides:
            passed: list[str] = []
            current = source
            # Whoever speaks for one who speaks for a third speaks for the third; a circle ends where it closes.
            while current in sides and sides[current][0] not in passed:
                key, following = sides[current]
                passed.append(key)
                if following is None:
                    break
                current = following
            # One that speaks for itself is its own party.
            party = current if current in sides else self._party(current)
            self.sides[source] = (party, tuple(passed))
            if current not in sides:
                # The one it speaks for may have had no party: then it is the party.
                self.sides.setdefault(current, (party, tuple(passed)))

    def _party(self, actor: str) -> str:
        known = self.refs.get(actor)
        return known.party or actor if known is not None else actor

    def named(self) -> dict[str, ActorRef]:
        """The references to the actors that decisions name."""
        return {i: self.refs[i] for i in sorted(self.asked) if i in self.refs}

    @property
    def idle(self) -> bool:
        """Whether nothing is decided on sources."""
        return not (self.canonical or self.sides or self.behind or self.credible or self.parties.by_actor)

    def actor(self, ref: ActorRef, day: date | None = None) -> tuple[ActorRef, tuple[str, ...]]:
        """A reference as it stands in a document published on `day`, and the decisions that had a part in it."""
        used: list[str] = []
        same = self.canonical.get(ref.actor_id, ref.actor_id)
        if same != ref.actor_id:
            used += self.by_actor.get(ref.actor_id, ())
            ref = replace(self.refs[same], named=ref.named, reason=f"one actor with {ref.name}, by a reviewer")
        organisation = self.canonical.get(ref.organisation or "", ref.organisation)
        if organisation is not None and organisation != ref.organisation:
            used += self.by_actor.get(ref.organisation or "", ())
            ref = replace(ref, organisation=organisation, party=self.refs[organisation].party)
        key = next((k for k in keys_of(ref) if k in self.sides), None)
        if key is not None:
            party, decisions = self.sides[key]
            used += decisions
            ref = _with_party(ref, party)
        set_to, decided = self._decided_party(ref, day)
        if decided:
            used += decided
            ref = _with_party(ref, set_to)
        return ref, tuple(dict.fromkeys(used))

    def _decided_party(self, ref: ActorRef, day: date | None) -> tuple[str | None, tuple[str, ...]]:
        """The party that reviewers gave an actor, its organisation or its party, and the decisions that did; none where they gave none."""
        if not self.parties.by_actor:
            return None, ()
        for key in (ref.actor_id, ref.organisation, ref.party):
            held = list(self.parties.follow(self.canonical.get(key, key), day)) if key is not None else []
            if held:
                last = held[-1][1]
                party = self.canonical.get(last.party or "", last.party)
                # One that is on its own side stays there whatever the table says of it.
                whole = self._party(party) if party is not None and party != last.actor else party
                return whole, tuple(decision for decision, _ in held)
        return None, ()

    def claim(self, claim: Claim, publisher: ActorRef | None, day: date | None = None) -> tuple[Claim, tuple[str, ...]]:
        """A claim of a document published on `day` with its actors, targets and voices as they stand, and the decisions that did it."""
        used: list[str] = []

        def changed(ref: ActorRef | None) -> ActorRef | None:
            if ref is None:
                return None
            new, decisions = self.actor(ref, day)
            used.extend(decisions)
            return new

        def role(one: Role) -> Role:
            return replace(one, actor=changed(one.actor))

        links = [replace(link, actor=changed(link.actor)) for link in claim.attribution]
        last = claim.attribution[-1].actor if claim.attribution else publisher
        for source, decision in self._behind(last):
            used.append(decision)
            ref = self.refs.get(source) or ActorRef(actor_id=source, name=self.names.get(source, source), known=False)
            links.append(Link(source=None, cue=None, name=ref.name, actor=changed(ref)))
        for voice in (publisher, *(link.actor for link in claim.attribution)):
            ids = [self.canonical.get(k, k) for k in keys_of(voice)]
            used += [self.by_credibility[k] for k in ids if k in self.by_credibility]
        if publisher is not None:
            used += self.actor(publisher, day)[1]
        if not used:
            return claim, ()
        made = replace(
            claim,
            actors=tuple(map(role, claim.actors)),
            targets=tuple(map(role, claim.targets)),
            attribution=tuple(links),
            read_as=claim.id,
        )
        return made, tuple(dict.fromkeys(used))

    def _behind(self, last: ActorRef | None) -> Iterator[tuple[str, str]]:
        ids = (self.canonical.get(k, k) for k in keys_of(last))
        key = next((k for k in ids if k in self.behind), None)
        seen: set[str] = set()
        while key is not None and key not in seen:
            seen.add(key)
            source, decision = self.behind[key]
            yield source, decision
            key = source if source in self.behind else None


def _with_party(ref: ActorRef, party: str | None) -> ActorRef:
    return replace(ref, party=party, reason=f"{ref.reason}; side set by a reviewer" if ref.reason else "side set by a reviewer")


def keys_of(ref: ActorRef | None) -> tuple[str, ...]:
    """The ids under which a source may be marked: its organisation, then itself."""
    if ref is None:
        return ()
    return tuple(k for k in (ref.organisation, ref.actor_id) if k is not None)


def named_actors(ledger: Ledger) -> frozenset[str]:
    """Ids of all actors that decisions on actors and sources name."""
    found: set[str] = {i for group in ledger.actors.groups() for i in group}
    for entry in ledger.entries:
        match entry.content:
            case MarkSource():
                found.update(i for i in (entry.content.source, entry.content.other) if i is not None)
            case SetParty():
                found.update(i for i in (entry.content.actor, entry.content.party) if i is not None)
    return frozenset(found)


def better_refs(claims: Iterable[Claim], publishers: Iterable[ActorRef]) -> dict[str, ActorRef]:
    """One reference for each actor, the same in any order of the claims."""
    found: dict[str, ActorRef] = {}
    for ref in all_refs(claims, publishers):
        there = found.get(ref.actor_id)
        if there is None or _better(ref) < _better(there):
            found[ref.actor_id] = ref
    return found


def all_refs(claims: Iterable[Claim], publishers: Iterable[ActorRef]) -> Iterator[ActorRef]:
    """Every reference to an actor in voices, roles and publishers."""
    yield from publishers
    for claim in claims:
        held = [link.actor for link in claim.attribution] + [role.actor for role in (*claim.actors, *claim.targets)]
        yield from (ref for ref in held if ref is not None)


def _better(ref: ActorRef) -> tuple[bool, bool, str, str]:
    return not ref.known, not ref.named, ref.name, repr(ref)
