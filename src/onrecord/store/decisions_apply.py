"""What follows from reviewers' decisions: claims as they stand, bonds for linking, grades that were set by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.model import ActorRef, Claim, Decision, Document, Event
from onrecord.store.decisions_attach import Claims
from onrecord.store.decisions_kinds import Correct, MarkSource, Reject, SameActor, SetGrade, SetParty, canonical
from onrecord.store.decisions_ledger import Entry, Ledger, Trouble
from onrecord.store.decisions_sources import Sources
from onrecord.store.decisions_values import corrected


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A record as decided: `claims` corrected and without the rejected ones, `publishers` by document id, bonds between claims.

    `credible` is for the Airwars grades; `touched` maps ids of claims to the decisions that had a part in them, all of which are listed
    `in_order` of deciding; `troubles` says which decisions are not applied and why.
    """

    claims: tuple[Claim, ...]
    publishers: Mapping[str, ActorRef]
    together: tuple[frozenset[str], ...] = ()
    apart: tuple[frozenset[str], ...] = ()
    credible: Mapping[str, bool]
    touched: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str] = field(default_factory=dict)
    """Names to show for actors that are known under several ids."""
    refs: Mapping[str, ActorRef] = field(default_factory=dict)
    """The references to actors that decisions name, one for each, from all claims."""
    in_order: tuple[str, ...] = ()
    grades: tuple[Entry, ...] = ()
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What decisions say of the claims of a record, and what they do to any part of it.

    `touched` has by claim id what was decided about it; `together` and `apart` leave out what was rejected.
    """

    ledger: Ledger
    touched: Mapping[str, Sequence[Entry]]
    rejected: frozenset[str]
    together: tuple[frozenset[str], ...]
    apart: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, decisions: Sequence[Decision], claims: Claims) -> Decided:
        """What `decisions` say of a record in which they are about `claims`."""
        ledger = Ledger.of(decisions, claims)
        touched: dict[str, list[Entry]] = defaultdict(list)
        for entry in ledger.entries:
            for i in entry.claims:
                touched[i].append(entry)
        rejected = frozenset(i for e in ledger.entries if isinstance(e.content, Reject) for i in e.claims)
        _hold_parts_together(ledger)
        return cls(
            ledger=ledger,
            touched=touched,
            rejected=rejected,
            together=tuple(g for g in (group - rejected for group in ledger.events.groups()) if len(g) > 1),
            apart=tuple(pair for pair in ledger.events.apart() if not pair & rejected),
        )

    @property
    def on_sources(self) -> tuple[Entry, ...]:
        """The decisions on actors and sources, which may be about any claim."""
        return tuple(e for e in self.ledger.entries if isinstance(e.content, MarkSource | SameActor | SetParty))

    def standing(self, claims: Iterable[Claim], documents: Mapping[str, Document]) -> list[Claim]:
        """The claims that nobody rejected, corrected."""
        return [_corrected(c, self.touched.get(c.id, ()), documents[c.document_id]) for c in claims if c.id not in self.rejected]

    def bearing(self) -> tuple[dict[str, object], dict[str, object]]:
        """By claim id, what of all that decides how the claim is linked, and which decisions its event has to name."""
        bonds: dict[str, set[frozenset[str]]] = defaultdict(set)
        for ids in (*self.together, *self.apart):
            for i in ids:
                bonds[i].add(ids)
        parted = set(self.apart)
        linked: dict[str, object] = {}
        for i in self.touched.keys() | bonds.keys():
            fields = [canonical({**e.content.fields}) for e in self.touched.get(i, ()) if isinstance(e.content, Correct)]
            linked[i] = (tuple(fields), i in self.rejected, frozenset((ids in parted, ids) for ids in bonds.get(i, ())))
        return linked, {i: tuple(e.decision.id for e in entries) for i, entries in self.touched.items()}

    def apply(
        self,
        claims: Sequence[Claim],
        documents: Mapping[str, Document],
        publishers: Mapping[str, ActorRef],
        *,
        refs: Mapping[str, ActorRef] | None = None,
    ) -> Applied:
        """The claims, which may be a part of those on record, as decided.

        `refs` are the references of the whole record to the actors that decisions name (`Applied.refs`), where they are known.
        """
        ledger, touched = self.ledger, self.touched
        if not ledger.entries:
            return Applied(claims=tuple(claims), publishers=publishers, credible={}, touched={}, troubles=tuple(ledger.troubles))
        standing = self.standing(claims, documents)
        sources = Sources.of(ledger, standing, publishers.values(), refs)
        used: dict[str, tuple[str, ...]] = {}
        if not sources.idle:
            days = {key: document.published for key, document in documents.items()}
            pairs = [sources.claim(claim, publishers.get(claim.document_id), days.get(claim.document_id)) for claim in standing]
            standing = [claim for claim, _ in pairs]
            used = {claim.id: decisions for claim, decisions in pairs}
            publishers = {key: sources.actor(ref, days.get(key))[0] for key, ref in publishers.items()}
        rank = {e.decision.id: n for n, e in enumerate(ledger.entries)}
        return Applied(
            claims=tuple(standing),
            publishers=publishers,
            together=self.together,
            apart=self.apart,
            credible=sources.credible,
            names={actor: sources.refs[actor].name for actor in sources.canonical.values()},
            refs=sources.named(),
            touched={
                c.id: tuple(sorted({*(e.decision.id for e in touched.get(c.id, ())), *used.get(c.id, ())}, key=rank.__getitem__))
                for c in standing
                if c.id in touched or used.get(c.id)
            },
            in_order=tuple(rank),
            grades=tuple(
                replace(e, claims=tuple(i for i in e.claims if i not in self.rejected))
                for e in ledger.entries
                if isinstance(e.content, SetGrade)
            ),
            troubles=tuple(ledger.troubles),
        )


def apply_decisions(
    claims: Sequence[Claim], documents: Mapping[str, Document], publishers: Mapping[str, ActorRef], decisions: Sequence[Decision]
) -> Applied:
    """What `decisions` make of a record; the same in any order of claims and of decisions.

    Nothing is raised for a decision that cannot be applied: it is named in `troubles`, and the rest is.
    """
    return Decided.of(decisions, Claims.of(claims, documents)).apply(claims, documents, publishers)


def corrected_claims(claims: Sequence[Claim], documents: Mapping[str, Document], decisions: Sequence[Decision]) -> tuple[Claim, ...]:
    """`claims`, which are all those of their documents, with the reviewers' corrections, for showing. Rejected ones stay."""
    if not decisions:
        return tuple(claims)
    ledger = Ledger.of(decisions, Claims.of(claims, documents))
    touched: dict[str, list[Entry]] = defaultdict(list)
    for entry in ledger.entries:
        for i in entry.claims:
            touched[i].append(entry)
    return tuple(_corrected(c, touched.get(c.id, ()), documents[c.document_id]) for c in claims)


def settle(events: Iterable[Event], applied: Applied) -> tuple[tuple[Event, ...], tuple[Trouble, ...]]:
    """Events with the grades that reviewers set and the decisions that had a part in each, and the grades that fit no event any more."""
    listed = list(events)
    if not applied.touched and not applied.grades:
        return tuple(listed), ()
    at = {i: n for n, event in enumerate(listed) for i in event.claim_ids}
    troubles: list[Trouble] = []
    set_for: dict[int, dict[str, Entry]] = defaultdict(dict)
    for entry in applied.grades:
        where = sorted({at[i] for i in entry.claims if i in at})
        assert isinstance(entry.content, SetGrade)
        if len(where) != 1:
            named = ", ".join(sorted(listed[n].id for n in where))  # in no order of arrival
            problem = f"the claims it grades now lie in {len(where)} events: {named}".rstrip(": ")
            troubles.append(Trouble(kind="scattered", decisions=(entry.decision.id,), problem=problem))
            continue
        for name in ("corroboration", "airwars"):
            if getattr(entry.content, name) is None:
                continue
            first = set_for[where[0]].setdefault(name, entry)
            if getattr(first.content, name) != getattr(entry.content, name):
                problem = f"{first.decision.id} grades the same event otherwise"
                troubles.append(Trouble(kind="contradiction", decisions=(entry.decision.id, first.decision.id), problem=problem))
    rank = {decision: n for n, decision in enumerate(applied.in_order)}
    found = []
    for n, event in enumerate(listed):
        ids = dict.fromkeys(d for i in event.claim_ids for d in applied.touched.get(i, ()))
        decided = replace(_graded(event, set_for.get(n, {})), decision_ids=tuple(sorted(ids, key=rank.__getitem__))) if ids else event
        found.append(decided)
    return tuple(found), tuple(troubles)


def _corrected(claim: Claim, entries: Sequence[Entry], document: Document) -> Claim:
    fields = {name: value for e in entries if isinstance(e.content, Correct) for name, value in e.content.fields.items()}
    return corrected(claim, fields, document) if fields else claim


def _hold_parts_together(ledger: Ledger) -> None:
    """The claims of one part of a split were seen as one happening: they stay one unless another split parts them."""
    for entry in ledger.entries:
        for part in entry.parts:
            held: list[str] = []
            for i in sorted(part):
                if not any(not ledger.events.join(entry.decision.id, (other, i)) for other in held):
                    held.append(i)


def _graded(event: Event, chosen: Mapping[str, Entry]) -> Event:
    grade = event.grade
    for name, entry in chosen.items():
        decision, content = entry.decision, entry.content
        assert isinstance(content, SetGrade)
        said = f"set by {decision.author} on {decision.decided_at.date().isoformat()}: {decision.reason}"
        if name == "airwars":
            rules = f"the rules give {grade.airwars or 'no Airwars grade'}"
            grade = replace(grade, airwars=content.airwars, airwars_reasons=(said, rules, *grade.airwars_reasons))
        elif content.corroboration is not None:
            rules = f"the rules give {grade.corroboration.replace('_', ' ')}"
            shown = content.corroboration.replace("_", " ").capitalize()
            grade = replace(
                grade,
                corroboration=content.corroboration,
                computed=grade.corroboration,
                reasons=(said, rules, *grade.reasons),
                explanation=f"{grade.explanation} {shown} {said}.",
            )
    return replace(event, grade=grade)
