"""What a decision is asked for with: one model a kind, told apart by `kind`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

EventId = Annotated[str, Field(pattern="^e[0-9a-f]{16}$")]
ClaimId = Annotated[str, Field(pattern="^c[0-9a-f]{16}$")]
DecisionId = Annotated[str, Field(pattern="^x[0-9a-f]{16}$")]
_Name = Annotated[str, Field(min_length=1, max_length=300)]
_MOST_CLAIMS = 5_000


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S", description="why; it is shown with the decision for ever")]
    seen: Annotated[
        int | None,
        Field(ge=0, le=2**53, description="`revision` of what you looked at: 409 where somebody decided on the same things since"),
    ] = None
    replacing: Annotated[bool, Field(description="undo the decisions that this one contradicts instead of being refused")] = False


class OnEvent(_Request):
    """A decision on an event or some of its claims."""

    event: EventId
    claims: Annotated[
        list[ClaimId] | None, Field(min_length=1, max_length=_MOST_CLAIMS, description="of the event; null for all of its claims")
    ] = None


class AcceptRequest(OnEvent):
    """The claims were looked at and are right."""

    kind: Literal["accept"]
    reason: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")] = "looked at, as the words say"


class RejectRequest(OnEvent):
    """The claims are wrongly read (wrong) or tell of no event (no_event)."""

    kind: Literal["reject"]
    why: Literal["wrong", "no_event"] = "wrong"


class CorrectRequest(OnEvent):
    """The claims say something else: names of fields and their values, as docs/decisions.md gives them."""

    kind: Literal["correct"]
    fields: Annotated[dict[str, Any], Field(min_length=1, examples=[{"sub_event": "Armed clash"}])]


class GradeRequest(OnEvent):
    """The event has another grade than the rules give."""

    kind: Literal["grade"]
    corroboration: str | None = None
    airwars: str | None = None


class MergeRequest(_Request):
    """Several events are one happening."""

    kind: Literal["merge"]
    events: Annotated[list[EventId], Field(min_length=2, max_length=100)]


class SplitRequest(_Request):
    """The claims of an event tell of several happenings: two parts or more."""

    kind: Literal["split"]
    event: EventId
    parts: Annotated[list[Annotated[list[ClaimId], Field(min_length=1, max_length=_MOST_CLAIMS)]], Field(min_length=2, max_length=100)]


class SourceRequest(_Request):
    """What a reviewer knows of a source."""

    kind: Literal["source"]
    source: _Name
    mark: Literal["credible", "not_credible", "independent", "not_independent", "origin_of", "state_controlled"]
    name: _Name | None = None
    other: _Name | None = None
    other_name: _Name | None = None


class ActorRequest(_Request):
    """Whether two ids stand for one actor."""

    kind: Literal["actor"]
    a: _Name
    b: _Name
    judgement: Literal["positive", "negative", "unsure"]


class PartyRequest(_Request):
    """On whose side an actor speaks and acts; of documents published in the inclusive days given, where they are.

    An actor of the table that has a party of its own stands for that party: a ministry for its state.
    """

    kind: Literal["party"]
    actor: _Name
    party: Annotated[_Name | None, Field(description="id of the party; the actor's own for itself only, null where nobody can tell")]
    name: _Name | None = None
    party_name: _Name | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError(f"valid_from {self.valid_from} lies after valid_to {self.valid_to}")
        return self


class UndoRequest(_Request):
    """Take back another decision."""

    kind: Literal["undo"]
    decision: DecisionId


DecisionRequest = Annotated[
    AcceptRequest
    | RejectRequest
    | CorrectRequest
    | GradeRequest
    | MergeRequest
    | SplitRequest
    | SourceRequest
    | ActorRequest
    | PartyRequest
    | UndoRequest,
    Field(discriminator="kind"),
]
