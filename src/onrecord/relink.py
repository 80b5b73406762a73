"""The view of events made anew from claims and decisions: wholly, or only what has changed since it was made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass

from onrecord import __version__
from onrecord.grade import Judgements
from onrecord.link import Linker, relate
from onrecord.model import ActorRef, Claim, Document
from onrecord.model.codec import from_dict, to_dict
from onrecord.pipeline import grade_groups, link_and_grade
from onrecord.resolve.actor import ActorResolver, ActorTable
from onrecord.settings import Settings
from onrecord.store import Applied, Decided, SetGrade, Store, Trouble, settle
from onrecord.store.decisions_sources import all_refs, better_refs, named_actors

LINKS = "links"
"""The file beside the store that keeps the links of its claims; it may be deleted."""
LARGE = 2_000
"""Happenings, as single documents tell them, from which on links are kept: smaller records are linked in a second or two."""
_MOST_NEW_SHARE = 20
"""More new reports than one in so many are linked faster with the rest."""

Progress = Callable[[str, int | None], AbstractContextManager[Callable[[], None]]]
"""Given what is done and how many there are, a context that gives the function to call after each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relinked:
    """What a run of linking did: how many events there are, ids of those that are new or changed, ids that are gone.

    `kept` events were taken over as they were; `troubles` are the decisions that could not be applied, or not in full.
    """

    events: int
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    kept: int
    troubles: tuple[Trouble, ...]


@contextmanager
def _silent(_what: str, _total: int | None) -> Iterator[Callable[[], None]]:
    yield lambda: None


def relink(record: Store, settings: Settings, *, whole: bool = False, progress: Progress = _silent) -> Relinked:
    """Link and grade the record by its decisions and put the events in the place of those that were there.

    Where the links of a large record lie in the file beside it, and all that came since are new reports and decisions on claims, only
    their neighbourhood is looked at. Otherwise, events whose claims rest on no report read since, and in which no decision has a part,
    are kept unless `whole`, or unless another version of the program or other tables of actors made them. The result is the same in all
    cases. What is added while
    this runs leaves the view marked as old, so that the next look makes it anew.
    """
    made_from = record.marks()
    rules = rules_digest(settings)
    if not whole:
        done = _add_new(record, settings, rules, made_from)
        if done is not None:
            return done
    before = record.kept_events(rules)
    documents = {document.id: document for document in record.documents()}
    claims = list(record.claims())
    publisher = ActorResolver(ActorTable.load(extra=settings.actors)).publisher_actor
    with progress("linking", None) as step:
        known = () if whole or before is None else before.unchanged
        linked = link_and_grade(claims, documents, publisher, decisions=record.decisions(), known=known, step=step)
    old = {event.id: event for event in (before.events if before is not None else record.events())}
    new = {event.id: event for event in linked.events}
    changed = tuple(i for i, event in new.items() if old.get(i) != event)
    gone = tuple(sorted(old.keys() - new.keys()))
    events = None
    if before is not None and not whole:
        events = record.update_events(before, gone, [new[i] for i in changed], made_from=made_from)
    if events is None:
        events = record.replace_events(linked.events, made_with=rules, made_from=made_from)
    if len(linked.linker) >= LARGE:
        _keep(linked.linker, record, rules, made_from, linked.refs)
    return Relinked(events=events, changed=changed, gone=gone, kept=linked.kept, troubles=linked.troubles)


def _add_new(record: Store, settings: Settings, rules: str, made_from: dict[str, int]) -> Relinked | None:
    """Link what is new by the links that were kept: reports, and what decisions change; None where that cannot be done.

    It cannot where a report was read anew, where the view is not that of the links, where much is new, or where it was decided anew on
    actors or sources, which may be named anywhere.
    """
    path = record.beside(LINKS)
    view = record.view(rules)
    if path is None or view is None:
        return None
    anew = record.read_since(view.marks["last_reading"])
    if anew is None:
        return None
    before = record.decided(until=view.marks["last_decision"], without=frozenset(anew))
    now = before
    if made_from["last_decision"]:
        now = record.decided(until=made_from["last_decision"])
    if before.on_sources != now.on_sources:
        return None
    changed_claims = _changed(before, now)
    told_anew = _told_anew(record, before, now, anew)
    if len(told_anew) > max(1, view.marks["last_reading"] // _MOST_NEW_SHARE):
        return None
    linker = Linker.open(path, _mark(rules, view.marks), together=before.together, apart=before.apart)
    if linker is None or any(linker.has(i) for i in anew):
        return None
    actors = ActorResolver(ActorTable.load(extra=settings.actors))
    refs = {i: from_dict(ActorRef, ref) for i, ref in (linker.kept or {}).items()}
    reports = _Reports(record, actors)
    reports.load(told_anew)
    if not _refs_hold(refs, reports, before, now, frozenset(anew)):
        return None
    applied = reports.applied(now, refs)
    told = [(i, [c for c in applied.claims if c.document_id == i], reports.documents[i]) for i in told_anew]
    change = linker.revise(told, together=now.together, apart=now.apart)
    gone, come = set(change.gone), set(change.come)
    concerned = {i for group in gone | come for i in group} | changed_claims
    # A flat lead of another event may rest on a claim that stands otherwise in its report.
    concerned.update(c.id for i in told_anew for c in reports.claims[i])
    for entry in now.ledger.entries:
        # A grade is set where all its claims that nobody rejected lie in one event: it hangs on all of these, rejected or not.
        if isinstance(entry.content, SetGrade) and not concerned.isdisjoint(entry.claims):
            concerned = concerned.union(entry.claims)
    before_events = record.events_of(sorted(concerned))
    groups = come | ({tuple(sorted(event.claim_ids)) for event in before_events} - gone)
    reports.load(record.documents_of(sorted(i for group in groups for i in group)).values())
    applied = reports.applied(now, refs)
    judgements = Judgements(credible=applied.credible)
    graded = grade_groups(sorted(groups), applied.claims, reports.documents, applied.publishers, judgements=judgements, names=applied.names)
    elsewhere = record.events_of(sorted({i for entry in applied.grades for i in entry.claims} - {i for group in groups for i in group}))
    taken = {event.id for event in before_events}
    settled, troubles = settle([*graded, *(event for event in elsewhere if event.id not in taken)], applied)
    new = {event.id: event for event in relate(settled[: len(graded)], applied.claims, reports.documents)}
    old = {event.id: event for event in before_events}
    changed = tuple(i for i, event in new.items() if old.get(i) != event)
    gone_events = tuple(sorted(old.keys() - new.keys()))
    events = record.update_events(view, gone_events, [new[i] for i in changed], made_from=made_from)
    if events is None:
        return None
    _keep(linker, record, rules, made_from, refs)
    return Relinked(events=events, changed=changed, gone=gone_events, kept=events - len(new), troubles=(*applied.troubles, *troubles))


class _Reports:
    """The reports that are looked at, with all their claims."""

    def __init__(self, record: Store, actors: ActorResolver) -> None:
        self._record, self._actors = record, actors
        self.documents: dict[str, Document] = {}
        self.claims: dict[str, list[Claim]] = {}
        self.publishers: dict[str, ActorRef] = {}

    def load(self, document_ids: Iterable[str]) -> None:
        """Look at these too."""
        for i in sorted(set(document_ids) - self.documents.keys()):
            self.documents[i] = self._record.document(i)
            self.claims[i] = list(self._record.claims(document_id=i))
            self.publishers[i] = self._actors.publisher_actor(self.documents[i])

    def applied(self, decided: Decided, refs: Mapping[str, ActorRef]) -> Applied:
        """Everything that was looked at, as decided."""
        return decided.apply([c for claims in self.claims.values() for c in claims], self.documents, self.publishers, refs=refs)


def _changed(before: Decided, now: Decided) -> set[str]:
    """The claims about which something else is decided now."""
    pairs = zip(before.bearing(), now.bearing(), strict=True)
    return {i for old, new in pairs for i in old.keys() | new.keys() if old.get(i) != new.get(i)}


def _told_anew(record: Store, before: Decided, now: Decided, anew: Sequence[str]) -> list[str]:
    """The documents to link anew: new ones, those whose claims stand otherwise or are bound otherwise, and those bound to one of these."""
    old, new = before.bearing()[0], now.bearing()[0]
    changed = {i for i in old.keys() | new.keys() if old.get(i) != new.get(i)}
    home = record.documents_of(sorted(changed.union(*now.together)))
    found = {*anew, *(home[i] for i in changed if i in home)}
    size = -1
    while size < len(found):
        size = len(found)
        for ids in now.together:
            homes = {home[i] for i in ids}
            if not found.isdisjoint(homes):
                found |= homes
    return sorted(found)


def _refs_hold(refs: Mapping[str, ActorRef], reports: _Reports, before: Decided, now: Decided, anew: Collection[str]) -> bool:
    """Whether the references to actors that decisions name are still those of the whole record, whatever was read or decided since."""
    named = named_actors(now.ledger) if now.on_sources else frozenset()
    if not named:
        return True

    def held(decided: Decided, ids: Iterable[str]) -> list[ActorRef]:
        listed = list(ids)
        claims = decided.standing([c for i in listed for c in reports.claims[i]], reports.documents)
        return [ref for ref in all_refs(claims, [reports.publishers[i] for i in listed]) if ref.actor_id in named]

    there = held(now, reports.documents)
    if any(refs.get(ref.actor_id) == ref and ref not in there for ref in held(before, [i for i in reports.documents if i not in anew])):
        return False
    return better_refs((), [*refs.values(), *there]) == dict(refs)


def _keep(linker: Linker, record: Store, rules: str, made_from: dict[str, int], refs: Mapping[str, ActorRef]) -> None:
    path = record.beside(LINKS)
    if path is not None:
        # A full disk or a folder that may not be written to costs the next run its time and nothing else.
        with suppress(OSError):
            linker.save(path, _mark(rules, made_from), {i: to_dict(ref) for i, ref in refs.items()})


def _mark(rules: str, made_from: dict[str, int]) -> str:
    return f"{rules} {made_from['last_reading']} {made_from['last_decision']}"


def rules_digest(settings: Settings) -> str:
    """A digest of the program and tables that make events from claims."""
    return hashlib.sha256(f"{__version__}\n{settings.digest}".encode()).hexdigest()
