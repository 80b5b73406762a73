"""Which claims a decision is about, now: by id where the reading is the same, by span after the report was read anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.model import Claim, ClaimRef, Decision
from onrecord.store.filters import fold

_DENYING = frozenset({"denied", "withdrawn"})


def ref_of(claim: Claim, text: str) -> ClaimRef:
    """What a decision remembers of `claim`; `text` is that of its document."""
    return ClaimRef(
        document_id=claim.document_id,
        trigger=claim.trigger,
        claim_id=claim.id,
        quote=claim.trigger.of(text),
        event_type=claim.event_type,
        status=claim.status,
        origin=claim.attribution[-1].name if claim.attribution else None,
    )


@dataclass(frozen=True, slots=True)
class Attached:
    """A reference with the claim it stands for: `state` is exact, moved (other claim, same span), gone or no_document."""

    ref: ClaimRef
    claim_id: str | None
    state: str

    @property
    def problem(self) -> str | None:
        """What is wrong in words; None where the claim was found."""
        words = f"{self.ref.quote!r} " if self.ref.quote else ""
        where = f"[{self.ref.trigger.start}, {self.ref.trigger.end}) of document {self.ref.document_id}"
        if self.state == "gone":
            return f"no claim is read from {words}at {where} any more"
        if self.state == "no_document":
            return f"document {self.ref.document_id} with {words}is not in this record"
        return None


@dataclass(frozen=True, slots=True)
class Claims:
    """The current claims by document, for finding what decisions are about."""

    by_document: Mapping[str, list[Claim]]
    documents: frozenset[str]
    ids: frozenset[str]

    @classmethod
    def of(cls, claims: Iterable[Claim], documents: Iterable[str], ids: Iterable[str] = ()) -> Claims:
        """The claims of a record, the ids of its documents (also of those that tell nothing), ids of claims that need not be looked at."""
        by_document: dict[str, list[Claim]] = {}
        for claim in claims:
            by_document.setdefault(claim.document_id, []).append(claim)
        all_ids = frozenset(ids).union(c.id for listed in by_document.values() for c in listed)
        return cls(by_document, frozenset(documents) | by_document.keys(), all_ids)

    def find(self, ref: ClaimRef) -> Attached:
        """The claim that a reference stands for: that with its id, else that whose trigger shares characters and that is most like it."""
        if ref.claim_id is not None and ref.claim_id in self.ids:
            return Attached(ref, ref.claim_id, "exact")
        if ref.document_id not in self.documents:
            return Attached(ref, None, "no_document")
        there = [c for c in self.by_document.get(ref.document_id, ()) if c.trigger.overlaps(ref.trigger)]
        if not there:
            return Attached(ref, None, "gone")
        best = min(there, key=lambda claim: (*(-value for value in _likeness(ref, claim)), claim.id))
        return Attached(ref, best.id, "exact" if ref.claim_id is None and best.trigger == ref.trigger else "moved")


def _likeness(ref: ClaimRef, claim: Claim) -> tuple[float, ...]:
    """How like `claim` is what `ref` remembers; a denial is never taken for the report it denies where both share a trigger."""
    origin = claim.attribution[-1].name if claim.attribution else None
    shared = min(ref.trigger.end, claim.trigger.end) - max(ref.trigger.start, claim.trigger.start)
    covered = max(ref.trigger.end, claim.trigger.end) - min(ref.trigger.start, claim.trigger.start)
    return (
        float(ref.status is None or (ref.status in _DENYING) == (claim.status in _DENYING)),
        float(fold(ref.origin or "") == fold(origin or "")),
        float(ref.status in (None, claim.status)),
        float(ref.event_type in (None, claim.event_type)),
        shared / covered,
    )


def undone(decisions: Iterable[Decision], targets: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each decision that does not hold, the ids of the undos that took it back and hold themselves.

    `targets` maps the id of each undo to the decision it takes back. An undo that is itself undone takes nothing back.
    """
    by_target: dict[str, list[str]] = {}
    for undo, target in sorted(targets.items()):
        by_target.setdefault(target, []).append(undo)
    holds: dict[str, bool] = {}
    for decision in decisions:
        # An id is a digest of what it undoes, so chains end; they may be longer than Python's stack all the same.
        stack = [decision.id]
        while stack:
            current = stack[-1]
            undos = by_target.get(current, [])
            open_ones = [undo for undo in undos if undo not in holds and undo not in stack]
            if open_ones:
                stack += open_ones
                continue
            holds[current] = not any(holds.get(undo, False) for undo in undos)
            stack.pop()
    return {i: tuple(u for u in by_target.get(i, ()) if holds.get(u, False)) for i, held in holds.items() if not held}
