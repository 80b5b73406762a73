"""Events: the view over all claims that tell of one happening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord.model.ids import EVENT, content_id
from onrecord.model.span import Span
from onrecord.model.when import When
from onrecord.model.where import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Collapse:
    """Why two claims do not count as two: the claim ids, the first reason that holds and all that hold.

    Reasons, in order: same_origin, same_party, rests_on, relay, same_text, same_publisher.
    """

    a: str
    b: str
    reason: str
    reasons: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One independent origin of an event: a connected group of claims.

    `name` is the origin's name, `party` its side where known, `claim_ids` every claim that comes from it; `stance` is one of own_act,
    own_loss, opponent, third_party, unknown.
    """

    name: str
    party: str | None
    claim_ids: tuple[str, ...]
    organisations: tuple[str, ...]
    stance: str
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRange:
    """What was said about one kind of figure: the bounds, who said them, and the best value by `rule`.

    `lowest` and `highest` run over the numbers said; an open bound ("at least 12") adds none but sets `open_ended`. `unknown` is true when
    somebody said that the number is unknown. `victims` is the class of people counted, None for the pooled range. `withdrawn_claims` are
    those among `claim_ids` whose voice took its report back: their numbers stay in the range.
    """

    what: str
    victims: str | None
    lowest: int | None
    highest: int | None
    best: float | None
    rule: str
    open_ended: bool
    unknown: bool
    lowest_claim: str | None
    highest_claim: str | None
    claim_ids: tuple[str, ...]
    withdrawn_claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """How an event is corroborated, with the reasons and the claims behind them (`docs/grading.md`).

    `withdrawn` are the origins that took their report back; `not_executed` is true where somebody says that a plan came to nothing.
    `airwars` is confirmed, fair, weak, contested or None. `as_of` is the day for which the grade was computed, None for all that is known.
    """

    corroboration: str
    reasons: tuple[str, ...]
    claim_ids: tuple[str, ...]
    independent_origins: int
    origins: tuple[Origin, ...]
    denials: tuple[Origin, ...]
    collapses: tuple[Collapse, ...]
    figures: tuple[FigureRange, ...]
    explanation: str
    withdrawn: tuple[Origin, ...] = ()
    not_executed: bool = False
    airwars: str | None = None
    airwars_reasons: tuple[str, ...] = ()
    as_of: date | None = None
    computed: str | None = None
    """What the rules give, where a reviewer set another `corroboration`; None where the rules stand."""


RELATIONS = ("part_of", "consequence_of", "retaliation_for", "follows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What a report says that one happening has to do with another: that of `claim_id` is `kind` that of `other_claim_id`.

    `cue` is the span of the words that say so ("in retaliation for") in the document `document_id`. "After" says `follows` and no more.
    """

    kind: str
    claim_id: str
    other_claim_id: str
    document_id: str
    cue: Span

    def __post_init__(self) -> None:
        if self.kind not in RELATIONS:
            raise ValueError(f"a relation is one of {RELATIONS}, not {self.kind!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One happening as all claims about it tell it; computed from claims and decisions, never stored as a truth of its own.

    `actors` and `targets` are the names that asserting claims give, most frequent first. `when` is the intersection of what those claims
    give, their hull if that is empty.
    """

    claim_ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    event_type: str
    mode: str | None
    sub_event: str | None
    status: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    places: tuple[Place, ...]
    when: When | None
    grade: Grade
    decision_ids: tuple[str, ...] = ()
    """Ids of the reviewers' decisions that had a part in it, in the order of deciding."""
    relations: tuple[Relation, ...] = ()
    """What reports say that it has to do with other events; one of the two claims of each is its own, the other another event's."""

    @property
    def id(self) -> str:
        """Derived from the smallest id among the claims, so that it does not hang on the order of arrival."""
        return content_id(EVENT, min(self.claim_ids))
