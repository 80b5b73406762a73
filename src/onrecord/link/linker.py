"""Claims to events over any number of documents: all at once, or one more document that touches only its neighbourhood."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from onrecord import __version__
from onrecord.errors import BadInput
from onrecord.link.arrays import read_arrays, write_arrays
from onrecord.link.block import within_document
from onrecord.link.cluster import agglomerate
from onrecord.link.columns import Array
from onrecord.link.constraints import Constraints, constraints_of
from onrecord.link.graph import Graph
from onrecord.link.profile import Profile, join, pack, profile_of, story_of
from onrecord.link.tellings import Tellings
from onrecord.model import Claim, Document

Group = tuple[str, ...]
_LEAST_LATE, _LATE_SHARE = 500, 200
"""Tellings that may wait in the small file: so many, or one in so many."""

_BY_WHOLE = 0.6
"""Inside a document, how much all that is known of two sides weighs against the mean over their claims: "the operation" and "the four
bases" each say too little to be one with any single claim, and enough to be one with the telling (`docs/grading.md`)."""


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
    groups = agglomerate(profiles, within_document(profiles), constraints, by_whole=_BY_WHOLE)
    return sorted((join([profiles[i] for i in group]) for group in groups), key=lambda p: p.claim_ids)


class Linker:
    """The links between all claims of a record: about a kilobyte a claim, in memory or in a file.

    `add` takes the claims of one document; `groups` gives the events. After the first call of `groups`, `add` links the new document at
    once and says what changed; the groups are always those that a fresh `Linker` would find over the same claims, in any order.
    `together` and `apart` are sets of claim ids as `link_claims` takes them.
    """

    def __init__(self, *, together: Iterable[frozenset[str]] = (), apart: Iterable[frozenset[str]] = ()) -> None:
        self._sets = [frozenset(ids) for ids in together], [frozenset(ids) for ids in apart]
        named = _named_in(self._sets)
        # Whether the named claims are on record shows once all are there.
        self._constraints = constraints_of(named, *self._sets)
        self._awaited = set(named)
        self._documents: set[str] = set()
        self._tellings = Tellings()
        self._graph: Graph | None = None
        self._base: str | None = None
        self.kept: Any = None
        """What `save` was given to keep."""

    def add(self, claims: Sequence[Claim], document: Document | None) -> Change:
        """Link the claims of one document. Before the first `groups` nothing is compared with other documents and the change is empty.

        Raises `BadInput` where the claims are of several documents, or of one that was added before.
        """
        ids = {c.document_id for c in claims}
        if len(ids) > 1 or any(self.has(i) for i in ids):
            problem = "the claims are of several documents" if len(ids) > 1 else "the document was linked before"
            raise BadInput(problem, subject=min(ids), stage="link", remedy="Add each document once, with all its claims.")
        added = self._append(claims, document)
        if self._graph is None:
            return Change(gone=(), come=())
        gone, come = self._graph.revise((), added, self._constraints)
        return Change(gone=self._named(gone), come=self._named(come))

    def revise(
        self,
        documents: Iterable[tuple[str, Sequence[Claim], Document | None]],
        *,
        together: Iterable[frozenset[str]] = (),
        apart: Iterable[frozenset[str]] = (),
    ) -> Change:
        """Link documents anew, given by id with all the claims they have now, some perhaps for the first time, under other sets of claims.

        `documents` has to hold every document with a claim that another set names now than before, or that a set binds to a claim of one
        of `documents`: nothing else is looked at. Raises `BadInput` as `groups` does.
        """
        graph = self._linked()
        listed = sorted(documents, key=lambda told: told[0])
        self._sets = [frozenset(ids) for ids in together], [frozenset(ids) for ids in apart]
        self._constraints = constraints_of(_named_in(self._sets), *self._sets)
        ids = [document_id for document_id, _, _ in listed]
        left = self._tellings.of_documents(ids)
        self._documents.difference_update(ids)
        added = [number for _, claims, document in listed for number in self._append(claims, document)]
        gone, come = graph.revise(left, added, self._constraints)
        return Change(gone=self._named(gone), come=self._named(come))

    def _append(self, claims: Sequence[Claim], document: Document | None) -> list[int]:
        self._documents.update(c.document_id for c in claims)
        if self._awaited:
            self._awaited -= {c.id for c in claims}
        return [self._tellings.append(profile, pack(profile)) for profile in tellings_of(claims, document, self._constraints)]

    def has(self, document_id: str) -> bool:
        """Whether claims of the document were added."""
        return document_id in self._documents or (self._base is not None and bool(self._tellings.of_documents((document_id,))))

    def __len__(self) -> int:
        """How many happenings there are as single documents tell them."""
        return len(self._tellings) - len(self._tellings.gone)

    def groups(self) -> tuple[Group, ...]:
        """Groups of claim ids, one an event, ids and groups sorted.

        Raises `BadInput` where a decision names a claim that was never added.
        """
        return self._named(self._linked().events())

    def _linked(self) -> Graph:
        constraints_of(_named_in(self._sets) - self._awaited, *self._sets)
        if self._graph is None:
            self._graph = Graph(self._tellings, self._constraints)
        return self._graph

    def _named(self, groups: Iterable[tuple[int, ...]]) -> tuple[Group, ...]:
        return tuple(sorted(tuple(sorted(i for n in group for i in self._tellings[n].claim_ids)) for group in groups))

    def save(self, path: Path, mark: str, kept: Any = None) -> None:
        """Keep the links in the file `path`, to be opened again under the same `mark`, and with them `kept`, which is JSON.

        What was added to a record that was opened goes into a small file beside it (its name with "-added"), until that is worth joining
        with the rest. Each file takes the place of the one before at once or not at all. Raises OSError where it cannot be written.
        """
        graph = self._linked()
        head: dict[str, Any] = {"mark": mark, "kept": kept, "sets": _digest(self._sets), "bound": graph.bound}
        added = self._tellings.added()
        late = len(added["packed_end"])
        if self._base is not None and late <= max(_LEAST_LATE, len(self._tellings) // _LATE_SHARE):
            write_arrays(_beside(path), {**head, "base": self._base}, {**added, **graph.added()})
            return
        stamp = uuid4().hex
        write_arrays(path, {**head, "base": stamp}, {**self._tellings.whole(), **graph.whole()})
        _beside(path).unlink(missing_ok=True)

    @classmethod
    def open(cls, path: Path, mark: str, *, together: Iterable[frozenset[str]] = (), apart: Iterable[frozenset[str]] = ()) -> Linker | None:
        """What `save` kept, read as far as it is needed; None where there is nothing, or another mark or other sets, or damage."""
        base = read_arrays(path)
        if base is None:
            return None
        head, arrays = base
        late = read_arrays(_beside(path))
        added: dict[str, Array] = {}
        if late is not None and late[0]["base"] == head["base"]:
            head, added = late
        linker = cls(together=together, apart=apart)
        if head["mark"] != mark or head["sets"] != _digest(linker._sets):
            return None
        linker._awaited = set()
        linker._base = str(head["base"])
        linker.kept = head["kept"]
        linker._tellings = Tellings(arrays, added)
        linker._graph = Graph(linker._tellings, linker._constraints, base=arrays, added=added, bound=head["bound"])
        return linker


def _named_in(sets: tuple[list[frozenset[str]], list[frozenset[str]]]) -> frozenset[str]:
    return frozenset(i for listed in sets for ids in listed for i in ids)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}-added")


def _digest(sets: tuple[list[frozenset[str]], list[frozenset[str]]]) -> str:
    listed = [sorted(map(sorted, group)) for group in sets]
    return hashlib.sha256(json.dumps([__version__, listed]).encode()).hexdigest()


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
    return linker_of(claims, documents, together=together, apart=apart).groups()


def linker_of(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    *,
    together: Iterable[frozenset[str]] = (),
    apart: Iterable[frozenset[str]] = (),
) -> Linker:
    """A `Linker` that was given all of `claims`, document by document; arguments as for `link_claims`."""
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document_id, []).append(claim)
    linker = Linker(together=together, apart=apart)
    for document_id, told in sorted(by_document.items()):
        linker.add(told, documents.get(document_id))
    return linker
