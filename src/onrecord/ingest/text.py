"""Plain text: the whole file is the report; no header lines are guessed, so title and date are what the user says."""

from __future__ import annotations

from onrecord.ingest.draft import Draft

MEDIA_TYPE = "text/plain"


def read_text(text: str) -> Draft:
    """The text as it is."""
    return Draft(text=text)
