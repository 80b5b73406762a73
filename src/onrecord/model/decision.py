"""Reviewers' decisions: appended, never edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onrecord.model.ids import DECISION, content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided what, when and why. `subject` is the id decided on, `payload` a JSON object of what the kind needs."""

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
