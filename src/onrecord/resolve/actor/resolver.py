"""Who is meant: mentions in claims resolved person -> office -> organisation -> party, with a reason for each.

Public names: `ActorTable`, `ActorResolver`, `fold_name`, `check_tables`. The tables lie in `data/actors`. The parts:
`names` folds; `words` and `phrase` say what a phrase means by itself; `context` what the document adds;
`rows`, `shipped` and `compile` make one structure of the tables; `table` looks up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from onrecord.model import Actor, ActorRef, Claim, Document, Link, Place, Reading, Role
from onrecord.resolve.actor.context import DocumentContext
from onrecord.resolve.actor.dateline import dateline_outlet, wires
from onrecord.resolve.actor.names import fold_name
from onrecord.resolve.actor.phrase import Parse
from onrecord.resolve.actor.table import ActorTable, check_tables

_GROUP, _UNIT = -1, -2
_STATE_PEOPLE = frozenset(("people.security-sources", "people.officials", "people.local-officials"))
_NEARBY_VOICE, _PLACE_INSIDE, _PLACE_ABROAD = 3.0, 2.0, 0.5
_PARTICLES = frozenset(("al", "el", "bin", "ibn", "bint", "de", "del", "la", "van", "von", "der", "da", "dos", "di"))
_DOUBT = 0.3  # probability of other countries from which a place no longer tells whose body is meant
_NO_PUBLISHER = "unknown publisher"


class ActorResolver:
    """Fills `Link.actor` and `Role.actor` of every claim of a reading.

    A voice that nobody can name ("activists", "a security source") has `named` False, so that two of them are never one by name alone. A
    person keeps an id of its own and carries the organisation and the party; a spokesman without a name is the organisation.
    """

    def __init__(self, table: ActorTable) -> None:
        self._table = table
        self._publishers: dict[str, ActorRef] = {}

    @property
    def table(self) -> ActorTable:
        """The table that mentions are resolved to."""
        return self._table

    def resolve(self, reading: Reading) -> Reading:
        """The reading with every voice, actor and target of its claims resolved."""
        if not reading.claims:
            return reading
        one = _Document(self._table, reading, self._printer(reading.document))
        return replace(reading, claims=tuple(one.claim(claim) for claim in reading.claims))

    def publisher_actor(self, document: Document) -> ActorRef:
        """Who speaks where a chain of voices is empty: the wire whose text it is, else the publisher; a row of the table or a local actor.

        What an agency of the table sends is the agency's report whoever prints it, as is what monitors have taken down from a broadcast.
        """
        printer = self._printer(document)
        outlet = dateline_outlet(document.text)
        if outlet is None:
            agencies = (self._agency(name) for name in wires(document.text))
            return next((agency for agency in agencies if agency is not None), printer)
        if set(fold_name(outlet.name).split()) <= set(fold_name(printer.name).split()):
            return printer
        return self._named(outlet.name) if outlet.monitored else self._agency(outlet.name) or printer

    def _agency(self, name: str) -> ActorRef | None:
        """The outlet of the table that a name is; None for one outside it."""
        named = self._named(name)
        row = self._table.get(named.actor_id) if named.known else None
        return named if row is not None and row.kind == "media" else None

    def _printer(self, document: Document) -> ActorRef:
        return self._named(document.publisher or _host(document.url))

    def _named(self, publisher: str) -> ActorRef:
        known = self._publishers.get(publisher)
        if known is None:
            if len(self._publishers) > 10_000:
                self._publishers.clear()
            known = self._publishers[publisher] = self._publisher(publisher)
        return known

    def _publisher(self, publisher: str) -> ActorRef:
        if not publisher:
            reason = "the document names no publisher"
            return ActorRef(actor_id=f"local:{_NO_PUBLISHER}", name=_NO_PUBLISHER, known=False, named=False, reason=reason)
        empty = Reading(document=Document(text=publisher), sentences=(), paragraphs=(), mentions=(), attributions=(), claims=())
        resolver = _Document(self._table, empty, None)
        parsed = self._table.reader.parse(publisher)
        if parsed.strength < 3 and "." in publisher and " " not in publisher:
            # A host name: its longest label, in capitals because tables write acronyms so. Other organisations have such names by chance.
            label = max(publisher.split(".")[:-1], key=len)
            parsed = self._table.reader.parse(label.upper())
            if "-" in label or not self._is_media(parsed):
                parsed = Parse()
        if parsed.strength == 3 and not parsed.belongs and not parsed.members and parsed.kind in ("row", "organ"):
            found = resolver.reference(replace(parsed, role=None), publisher, 0, {}, voice=False)
            if found.organisation or found.known:
                return found
        local = resolver.reference(replace(Parse(), lands=parsed.lands), publisher, 0, {}, voice=False)
        return replace(local, sector="JRN", reason="a publisher outside the table")

    def _is_media(self, parsed: Parse) -> bool:
        actor = self._table.get(parsed.rows[0]) if parsed.rows else None
        return actor is not None and actor.kind == "media"


def _host(url: str | None) -> str:
    host = urlsplit(url).hostname if url else None
    return (host or "").removeprefix("www.")


class _Document:
    """Resolution within one document; equal mentions in equal circumstances are resolved once."""

    def __init__(self, table: ActorTable, reading: Reading, publisher: ActorRef | None) -> None:
        self._table = table
        self._reader = table.reader
        self._text = reading.document.text
        self._published: date | None = reading.document.published
        self._context = DocumentContext(reading, table, _holder_of(table, publisher), official=_official(table, publisher))
        self._seen: dict[tuple[str, str | None, bool], tuple[Parse, ActorRef | None]] = {}

    def claim(self, claim: Claim) -> Claim:
        places = [
            str(place.country).lower() for place in claim.places if _sure(place) and str(place.country).lower() in self._table.holders
        ]
        settled: dict[str, float] = {}
        links: list[Link] = []
        for link in claim.attribution:
            position = link.source.start if link.source else claim.trigger.start
            words = link.source.of(self._text) if link.source else None
            actor = self._mention(link.name, words, position, settled, places, voice=True)
            if actor.party in self._table.holders and actor.party:
                settled[actor.party] = _NEARBY_VOICE
            links.append(replace(link, actor=actor))
        return replace(
            claim, attribution=tuple(links), actors=self._roles(claim.actors, places), targets=self._roles(claim.targets, places)
        )

    def _roles(self, roles: tuple[Role, ...], places: list[str]) -> tuple[Role, ...]:
        return tuple(
            replace(role, actor=self._mention(role.name, role.span.of(self._text), role.span.start, {}, places, voice=False))
            for role in roles
        )

    def _mention(
        self, name: str, words: str | None, position: int, settled: Mapping[str, float], places: list[str], *, voice: bool
    ) -> ActorRef:
        key = (name, words, voice)
        known = self._seen.get(key)
        if known is None:
            parsed = self._parse(name, words)
            fixed = None if _hangs_on_context(parsed) else self.reference(parsed, name, position, {}, voice=voice)
            known = self._seen[key] = (parsed, fixed)
        parsed, fixed = known
        within = self._context.place_in(position, position + len(words)) if words and parsed.organ else None
        if within is not None and (body := self._local_body(parsed, within, name, words or "", voice=voice)) is not None:
            return body
        if fixed is not None:
            return fixed
        hints = dict(settled)
        inside = parsed.organ is not None and self._table.organs[parsed.organ][4] == "i"
        for place in places[:1]:
            hints[place] = hints.get(place, 0.0) + (_PLACE_INSIDE if inside else _PLACE_ABROAD)
        return self.reference(parsed, name, position, hints, voice=voice)

    def _local_body(self, parsed: Parse, place: Place, name: str, words: str, *, voice: bool) -> ActorRef | None:
        """Police, courts and offices of a town or division: a body of its own, with the party of the state in which the document has it.

        None for bodies of another kind, and where the words name the state ("the Georgian police in Senaki").
        """
        organ, land = str(parsed.organ), str(place.country).lower()
        if parsed.person and place.name in parsed.person:
            return None
        if self._table.organs[organ][4] != "i" or parsed.rows or parsed.holder_row or parsed.people or self._reader.national(words):
            return None
        if parsed.belongs or parsed.members or parsed.role == "anonymous" or parsed.person:
            found = self.reference(replace(parsed, holders=(land,)), name, place.span.start, {}, voice=voice)
            return replace(found, reason=f"{place.name} is in {self._table.holders[land][1]}; {found.reason}")
        actor = self._then(f"{land}.{organ}")
        if actor is None:
            return None
        body = f"{place.name} {self._table.organs[organ][0]}"
        own = self._of(actor, parsed, name, f"{place.name} is in {self._table.holders[land][1]}", voice=voice)
        return replace(own, actor_id=f"local:{fold_name(body)}", name=body, known=False)

    def _parse(self, name: str, words: str | None) -> Parse:
        parsed = self._reader.parse(name)
        known = self._is_person(parsed)
        person = known or (parsed.strength == 0 and _like_a_name(name))
        if words is not None and words != name:
            wider = self._reader.parse(words)
            if person and wider.kind in ("row", "organ", "holder") and not self._is_person(wider):
                return self._held_by(name, parsed, wider) if known else replace(wider, person=name, members=False, belongs=False)
            surname = parsed.person is not None and words in parsed.person  # "Jordan" of "Police Chief Scott Jordan"
            if wider.strength > parsed.strength and not person and not surname:
                parsed = wider
        if person:
            told = self._context.describe(name)
            if told.strength >= 2 and told.rows != parsed.rows:
                return self._held_by(name, parsed, told) if known else replace(told, person=name, members=False)
            if not known and told.role:
                return replace(told, person=name)
        return parsed

    def _held_by(self, name: str, parsed: Parse, office: Parse) -> Parse:
        """The office that the document gives to a person of the table; whose office it is, the table tells where the words do not."""
        whose = office.holder_row or (None if office.holders or office.rows else parsed.rows[0])
        actor = self._table.get(parsed.rows[0])
        return replace(office, person=actor.name if actor else name, holder_row=whose, members=False, belongs=False)

    def _then(self, actor_id: str) -> Actor | None:
        """The row as it was on the day of publication."""
        return self._table.on(actor_id, self._published)

    def _is_person(self, parsed: Parse) -> bool:
        if not parsed.rows or parsed.person:
            return False
        actor = self._table.get(parsed.rows[0])
        return actor is not None and actor.kind == "person"

    def reference(self, parsed: Parse, name: str, position: int, hints: Mapping[str, float], *, voice: bool) -> ActorRef:
        """The parse of a mention as a reference; `hints` weigh the holders that it may mean."""
        if parsed.former:
            return self._local(name, parsed, "formerly of an organisation, no longer its voice", named=parsed.person is not None)
        if parsed.kind == "people" and parsed.people:
            return self._people(parsed, position)
        if parsed.rows and parsed.organ and not parsed.holders and not parsed.holder_row and self._context.names(parsed.organ):
            return self._organ(replace(parsed, rows=()), name, position, hints, voice=voice)
        if parsed.rows:
            return self._row(parsed, name, position, voice=voice)
        if parsed.kind == "holder":
            return self._holder(parsed, name, position)
        if parsed.organ:
            return self._organ(parsed, name, position, hints, voice=voice)
        if parsed.standalone is not None:
            return self._standalone(parsed, name, position)
        return self._local(parsed.person or name, parsed, "not in the table", named=parsed.role is None or parsed.person is not None)

    def _local(self, name: str, parsed: Parse, reason: str, *, named: bool = True) -> ActorRef:
        lands = {self._table.country_of(land) for land in parsed.lands or parsed.holders}
        country = lands.pop() if len(lands) == 1 else None
        return ActorRef(actor_id=f"local:{fold_name(name)}", name=name, known=False, named=named, reason=reason, country=country)

    def _people(self, parsed: Parse, position: int) -> ActorRef:
        row = self._table.get(parsed.people or "")
        assert row is not None, "people are rows of the lexicon"
        land = self._context.choose(parsed.lands, position) if parsed.lands else None
        party = self._table.party_of(land) if land and row.id in _STATE_PEOPLE else None
        reason = f"unnamed people of {self._table.holders[land][1]}: falls to that side" if land and party else "unnamed people, no party"
        return ActorRef(
            actor_id=row.id,
            name=row.name,
            known=True,
            named=False,
            party=party,
            country=self._table.country_of(land) if land else None,
            sector=row.sector,
            inter=row.inter,
            reason=reason,
        )

    def _row(self, parsed: Parse, name: str, position: int, *, voice: bool) -> ActorRef:
        actor = self._pick([a for a in map(self._then, parsed.rows) if a is not None], position)
        if actor is None:
            return self._local(name, parsed, f"may be any of {', '.join(parsed.rows)}")
        if actor.kind == "person":
            return self._office_holder(actor)
        return self._of(actor, parsed, name, f"names {actor.name}", voice=voice)

    def _pick(self, candidates: list[Actor], position: int) -> Actor | None:
        """The candidate in force on the day of publication whose country the document speaks of most."""
        if len(candidates) <= 1:
            return candidates[0] if candidates else None
        live = [actor for actor in candidates if self._table.in_force(actor, self._published)] or candidates
        if len(live) == 1:
            return live[0]
        weights = [(self._context.weight_of(actor.country, position) if actor.country else 0.0) for actor in live]
        best = max(weights)
        return live[weights.index(best)] if best > 0 else None

    def _office_holder(self, actor: Actor) -> ActorRef:
        country = actor.country or self._table.country_of(actor.parent or "")
        office = self._then(actor.parent or "")
        own = ActorRef(actor_id=actor.id, name=actor.name, known=True, party=actor.party, country=country)
        if office is None or not self._table.in_force(actor, self._published):
            return replace(own, reason="a known person outside the dates of the office: the party holds, the office does not")
        return replace(own, organisation=office.id, sector=office.sector, inter=office.inter, reason=actor.party_reason)

    def _of(self, actor: Actor, parsed: Parse, name: str, why: str, *, voice: bool) -> ActorRef:
        """A reference to an organisation, or to somebody or something of it."""
        reason = f"{why}; {actor.party_reason}" if actor.party_reason else why
        own = ActorRef(
            actor_id=actor.id,
            name=actor.name,
            known=True,
            organisation=actor.id,
            party=actor.party,
            country=actor.country,
            sector=actor.sector,
            inter=actor.inter,
            reason=reason,
        )
        if parsed.person:
            row = self._reader.parse(parsed.person)
            known = row.rows[0] if self._is_person(row) else f"local:{fold_name(parsed.person)}"
            return replace(own, actor_id=known, name=parsed.person, known=not known.startswith("local:"))
        if parsed.role == "anonymous":
            return replace(own, actor_id=f"local:{fold_name(name)}", name=name, known=False, named=False)
        if parsed.belongs:
            return replace(own, actor_id=f"local:{fold_name(name)}", name=name, known=False)
        return replace(own, named=False) if parsed.members and voice else own

    def _holder(self, parsed: Parse, name: str, position: int) -> ActorRef:
        holder = self._context.choose(parsed.holders, position)
        actor = self._then(holder)
        assert actor is not None, "holders are rows"
        if parsed.role == "worker":
            of_land = replace(parsed, holders=(holder,))
            return self._local(parsed.person or name, of_land, "of that country, not its voice", named=parsed.person is not None)
        if parsed.role == "anonymous" and not parsed.person:
            return replace(self._of(actor, parsed, name, f"unnamed, of {actor.name}", voice=True), organisation=None)
        return self._of(actor, parsed, name, f"names {actor.name}", voice=True)

    def _organ(self, parsed: Parse, name: str, position: int, hints: Mapping[str, float], *, voice: bool) -> ActorRef:
        organ = parsed.organ or ""
        why = "named in the phrase"
        holder: str | None
        if parsed.holders:
            holder = self._context.choose(parsed.holders, position)
        elif parsed.holder_row:
            owner = self._table.get(parsed.holder_row)
            holder = owner.party if owner is not None and owner.kind == "person" else parsed.holder_row
        elif parsed.members:
            # "soldiers", "warplanes": whose they are, nobody may guess.
            holder, why = None, "no country in the words"
        else:
            holder, why = self._context.holder_of(
                organ, position, hints, official=bool(parsed.person and parsed.role), regime=name.lower().endswith("regime")
            )
        actor = self._then(f"{holder}.{organ}") if holder else None
        if actor is None:
            _, _, sector, inter, _ = self._table.organs[organ]
            named = parsed.person is not None or not (parsed.members or parsed.role == "anonymous")
            local = self._local(parsed.person or name, parsed, f"whose {organ} is unknown: {why}", named=named)
            return replace(local, sector=sector, inter=inter)
        if organ == "state-media" and parsed.person:
            # "Radio X (state radio of N)" names an outlet, not a person.
            own = self._of(actor, replace(parsed, person=None), name, why, voice=voice)
            return replace(own, actor_id=f"local:{fold_name(parsed.person)}", name=parsed.person, known=False, organisation=actor.id)
        return self._of(actor, parsed, name, why, voice=voice)

    def _standalone(self, parsed: Parse, name: str, position: int) -> ActorRef:
        kind = parsed.standalone if parsed.standalone is not None else _GROUP
        sector, inter = ("UAF", 3) if kind == _GROUP else ("MIL", 1) if kind == _UNIT else tuple(self._table.standalone[kind])
        lands = (self._context.choose(parsed.lands, position),) if parsed.lands else ()
        local = self._local(parsed.person or name, replace(parsed, lands=lands), "stands alone: outside the table, no party", named=True)
        organisation = None if parsed.person else local.actor_id
        return replace(local, sector=sector, inter=inter, organisation=organisation)


def _like_a_name(name: str) -> bool:
    words = name.split()
    return len(words) <= 6 and all(word[0].isupper() or word in _PARTICLES for word in words) and not any(c.isdigit() for c in name)


def _hangs_on_context(parsed: Parse) -> bool:
    choice = len(parsed.rows) > 1 or len(parsed.holders) > 1 or len(parsed.lands) > 1
    return choice or bool(parsed.organ and not parsed.holders and not parsed.holder_row)


def _sure(place: Place) -> bool:
    """Whether a place is found by its own name and lies in its country beyond doubt."""
    elsewhere = sum(one.score for one in place.candidates if one.country != place.country)
    return place.country is not None and not place.coarse and elsewhere <= _DOUBT


def _official(table: ActorTable, publisher: ActorRef | None) -> bool:
    """Whether the publisher speaks for a state: a ministry or a command, no newspaper."""
    return publisher is not None and publisher.party in table.holders and publisher.sector != "JRN"


def _holder_of(table: ActorTable, publisher: ActorRef | None) -> str | None:
    if publisher is None:
        return None
    if publisher.party in table.holders:
        return publisher.party
    country = (publisher.country or "").lower()
    return country if country in table.holders else None


__all__ = ["ActorResolver", "ActorTable", "check_tables", "fold_name"]
