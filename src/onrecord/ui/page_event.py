"""The page of one event: from one sentence down to the words that tell of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from onrecord.api import events, wording
from onrecord.api.models import Candidate, ClaimView, DecisionView, EventDetail, PlaceView
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
        "by_id": {c.id: c for c in detail.claims},
        "charts": charts(detail.figures),
        "drawing": draw(detail.origins, detail.claims),
        "points": points(detail),
        "starts": starts(detail),
        "held": held(detail.decisions),
    }


def held(decisions: Iterable[DecisionView]) -> list[DecisionView]:
    """The decisions that can be taken back."""
    return [x for x in decisions if x.state not in ("undone", "not_applied") and x.kind != "undo"]


def starts(detail: EventDetail) -> str:
    """What each claim says in the fields that can be corrected, as JSON for the form of a correction."""
    return json.dumps([_start(claim) for claim in detail.claims], ensure_ascii=False)


_PLACE = {"name", "kind", "country", "admin1", "lat", "lon", "radius_m", "gazetteer_id"}
_FIGURE = {"what", "low", "high", "unknown", "victims", "part_of_total"}


def _start(claim: ClaimView) -> dict[str, Any]:
    days = claim.time.model_dump(mode="json", include={"earliest", "latest"}) if claim.time else {"earliest": None, "latest": None}
    return {
        **claim.model_dump(mode="json", include={"id", "event_type", "mode", "sub_event", "status"}),
        **days,
        "actors": [role.name for role in claim.actors],
        "targets": [role.name for role in claim.targets],
        "places": [
            {**p.model_dump(mode="json", include=_PLACE), "candidates": [_considered(c) for c in p.candidates]} for p in claim.places
        ],
        "figures": [f.model_dump(mode="json", include=_FIGURE) for f in claim.figures],
    }


def _place(place: PlaceView) -> dict[str, Any]:
    return {**place.model_dump(mode="json", include=_PLACE), "candidates": [_considered(c) for c in place.candidates]}


def _considered(candidate: Candidate) -> dict[str, Any]:
    parts = ", ".join(part for part in (candidate.kind, candidate.admin1, wording.country_name(candidate.country)) if part)
    return {**candidate.model_dump(mode="json", include=_PLACE), "radius_m": None, "words": f"{candidate.name} ({parts})"}


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
