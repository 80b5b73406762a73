"""The page of one event: from one sentence down to the words that tell of it."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from onrecord.api import events
from onrecord.api.models import EventDetail
from onrecord.ui.figures import charts
from onrecord.ui.graph import draw
from onrecord.ui.pages import PageRoute, TheDesk
from onrecord.ui.templating import page

router = APIRouter(route_class=PageRoute)

PLANNED = ("planned", "alleged_plan", "hypothetical")
DENIED = ("denied", "withdrawn")


@router.get("/events/{event_id}")
def show(desk: TheDesk, request: Request, event_id: Annotated[str, Path(max_length=40)]) -> Response:
    """Show one event."""
    detail = events.event_detail(desk, event_id)
    return page(request, "event.html.j2", next_url=None, **context(detail))


def context(detail: EventDetail) -> dict[str, Any]:
    """What the template of an event shows."""
    return {
        "detail": detail,
        "reported": [c for c in detail.claims if c.status not in (*PLANNED, *DENIED)],
        "planned": [c for c in detail.claims if c.status in PLANNED],
        "denied": [c for c in detail.claims if c.status in DENIED],
        "charts": charts(detail.figures),
        "drawing": draw(detail.origins, detail.claims),
        "points": points(detail),
        "held": [x for x in detail.decisions if x.state not in ("undone", "not_applied") and x.kind != "undo"],
    }


def points(detail: EventDetail) -> str:
    """The places of an event and the candidates that lost as JSON for the small map; empty where none has coordinates."""
    taken = [
        {
            "lon": p.lon,
            "lat": p.lat,
            "radius": p.radius_m or 0,
            "name": p.name,
            "kind": p.kind,
            "coarse": p.coarse,
            "grade": detail.event.grade,
        }
        for p in detail.places
        if p.lat is not None and p.lon is not None
    ]
    lost = [{"lon": c.lon, "lat": c.lat, "radius": 0, "name": c.name, "lost": True} for p in detail.places for c in p.candidates]
    # Several claims name one place; drawn once each, it stays as pale as one.
    once = {(p["lon"], p["lat"], p["radius"], "lost" in p): p for p in [*lost, *taken]}
    return json.dumps(list(once.values()), ensure_ascii=False) if taken else ""
