"""`/api/v1/health`: whether the desk answers and what it holds."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from onrecord import __version__
from onrecord.api.desk import Desk
from onrecord.api.http import desk_of
from onrecord.api.models import Model

router = APIRouter(tags=["system"])


class Health(Model):
    """The state of the desk."""

    status: str = Field(examples=["ok"])
    version: str
    documents: int
    claims: int
    events: int
    decisions: int
    skips: int
    ready: bool = Field(description="false while the events of a large record are being loaded; what needs them waits for that")
    stale: bool = Field(description="the events are older than the claims and are rebuilt with the next import or decision")


def health_of(desk: Desk) -> Health:
    """What the record holds."""
    counts = desk.store.counts()
    return Health(
        status="ok",
        version=__version__,
        documents=counts["documents"],
        claims=counts["claims"],
        events=counts["events"],
        decisions=counts["decisions"],
        skips=counts["skips"],
        ready=desk.ready(),
        stale=desk.store.events_stale(),
    )


@router.get("/health", response_model=Health)
def health(desk: Annotated[Desk, Depends(desk_of)]) -> Health:
    """Tell whether the record can be read, and how much it holds."""
    return health_of(desk)
