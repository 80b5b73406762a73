"""Reviewers' decisions: appended, never edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onrecord.model.ids import DECISION, content_id
from onrecord.model.span import Span

DECISION_KINDS = ("merge", "split", "correct", "grade", "source", "actor", "party", "reject", "accept", "undo")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRef:
    """What a decision remembers of a claim, so that it finds it again after its report was read anew.

    The document and the trigger's span say where; the rest tells claims with one trigger apart: `claim_id` as it was, `quote` the words of
    the trigger, the type and status that the claim had, and `origin`, the name of the last voice of its chain (None for the publisher).
    """

    document_id: str
    trigger: Span
    claim_id: str | None = None
    quote: str | None = None
    event_type: str | None = None
    status: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided what, when and why. `subject` is the id decided on, `payload` a JSON object of what the kind needs.

    `kind` is one of `DECISION_KINDS`; `docs/decisions.md` gives the payload of each.
    """

    kind: str
    subject: str
    payload: str
    author: str
    decided_at: datetime
    reason: str

    @property
    def id(self) -> str:
        """Content-derived, so that importing the same decision twice changes nothing."""
        return content_id(DECISION, self.kind, self.subject, self.payload, self.author, self.decided_at.isoformat(), self.reason)
