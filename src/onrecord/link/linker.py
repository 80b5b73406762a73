"""Claims to events over any number of documents: all at once, or one more document that touches only its neighbourhood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.errors import BadInput
from onrecord.link.block import within_document
from onrecord.link.cluster import agglomerate
from onrecord.link.constraints import Constraints, constraints_of
from onrecord.link.graph import Graph
from onrecord.link.profile import Profile, join, pack, profile_of, story_of
from onrecord.link.tellings import Tellings
from onrecord.model import Claim, Document

Group = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one more document changed: groups of claim ids that are gone and those that stand in their place, both sorted."""

    gone: tuple[Group, ...]
    come: tuple[Group, ...]


def tellings_of(claims: Iterable[Claim], document: Document | None, constraints: Constraints) -> list[Profile]:
    """The happenings that one document tells of, each as one profile of all its claims about it."""
    unique = sorted({c.id: c for c in claims}.items(), key=lambda item: (item[1].trigger, item[0]))
    story = story_of(document)
    profiles = [profile_of(c, document, claim_id, story) for claim_id, c in unique]
    groups = agglomerate(profiles, within_document(profiles), constraints)
    return sorted((join([profiles[i] for i in group]) for group in groups), key=lambda p: p.claim_ids)


class Linker:
    """The links between all claims of a record, in memory: about a kilobyte a claim.

    `add` takes the claims of one document; `groups` gives the events. After the first call of `groups`, `add` links the new document at
    once and says what changed; the groups are always those that a fresh `Linker` would find over the same claims, in any order.
    `together` and `apart` are sets of claim ids as `link_claims` takes them.
    """

    def __init__(self, *, together: Iterable[frozenset[str]] = (), apart: Iterable[frozenset[str]] = ()) -> None:
        self._sets = [frozenset(ids) for ids in together], [frozenset(ids) for ids in apart]
        named = frozenset(i for sets in self._sets for ids in sets for i in ids)
        # Whether the named claims are on record shows once all are there.
        self._constraints = constraints_of(named, *self._sets)
        self._awaited = set(named)
        self._documents: set[str] = set()
        self._tellings = Tellings()
        self._graph: Graph | None = None

    def add(self, claims: Sequence[Claim], document: Document | None) -> Change:
        """Link the claims of one document. Before the first `groups` nothing is compared with other documents and the change is empty.

        Raises `BadInput` where the claims are of several documents, or of one that was added before.
        """
        ids = {c.document_id for c in claims}
        if len(ids) > 1 or not ids.isdisjoint(self._documents):
            problem = "the claims are of several documents" if len(ids) > 1 else "the document was linked before"
            raise BadInput(problem, subject=min(ids), stage="link", remedy="Add each document once, with all its claims.")
        self._documents |= ids
        if self._awaited:
            self._awaited -= {c.id for c in claims}
        added = [self._tellings.append(profile, pack(profile)) for profile in tellings_of(claims, document, self._constraints)]
        if self._graph is None:
            return Change(gone=(), come=())
        gone, come = self._graph.insert(added)
        return Change(gone=self._named(gone), come=self._named(come))

    def groups(self) -> tuple[Group, ...]:
        """Groups of claim ids, one an event, ids and groups sorted.

        Raises `BadInput` where a decision names a claim that was never added.
        """
        constraints_of({i for sets in self._sets for ids in sets for i in ids} - self._awaited, *self._sets)
        if self._graph is None:
            self._graph = Graph(self._tellings, self._constraints)
        return self._named(self._graph.events())

    def _named(self, groups: Iterable[tuple[int, ...]]) -> tuple[Group, ...]:
        return tuple(sorted(tuple(sorted(i for n in group for i in self._tellings[n].claim_ids)) for group in groups))


def link_claims(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    *,
    together: Iterable[frozenset[str]] = (),
    apart: Iterable[frozenset[str]] = (),
) -> tuple[Group, ...]:
    """Groups of claim ids, one an event: every claim is in exactly one.

    `documents` are by id. All claims of a `together` set share an event whatever they say, no two claims of an `apart` set do. Ids and
    groups come sorted, and are the same in any order of arrival. Raises `BadInput` where the sets contradict each other or name a claim
    that is not among `claims`.
    """
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document_id, []).append(claim)
    linker = Linker(together=together, apart=apart)
    for document_id, told in sorted(by_document.items()):
        linker.add(told, documents.get(document_id))
    return linker.groups()
