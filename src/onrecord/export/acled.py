"""Events in the 31 columns of ACLED, for scripts that read ACLED. It is shaped like ACLED's data; it is not ACLED's data."""

from __future__ import annotations

from collections import Counter
from typing import TextIO

from onrecord.export.bundle import OCCURRED, Bundle, actor_refs, country_of, district_of, main_place, pooled, publisher_name
from onrecord.export.cells import write_table
from onrecord.export.loss import LossReport, count_empty, not_held
from onrecord.model import ActorRef, Event

COLUMNS = (
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
)
EVENT_TYPES: dict[str, tuple[str, ...]] = {
    "Battles": ("Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
    "Explosions/Remote violence": (
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Protests": ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
}
"""ACLED's event types, each with its sub-event types (codebook of 2023)."""

_TYPE_OF = {sub: event_type for event_type, subs in EVENT_TYPES.items() for sub in subs}
_HELD = ("further actors", "further targets", "grades", "independent origins", "denials")
_CIVILIANS = 7
_WEEK, _MONTH = 7, 31


def disorder_type(sub_event: str) -> str:
    """ACLED's disorder type of a sub-event type; "; " joins the two that excessive force counts as."""
    if sub_event == "Excessive force against protesters":
        return "Political violence; Demonstrations"
    event_type = _TYPE_OF[sub_event]
    if event_type == "Strategic developments":
        return "Strategic developments"
    return "Demonstrations" if event_type == "Protests" or sub_event == "Violent demonstration" else "Political violence"


def why_left_out(event: Event) -> str | None:
    """Why ACLED's format has no row for an event; None where it has one. Only what somebody asserts to have happened is an ACLED event."""
    if event.status not in OCCURRED:
        return f"with status {event.status}: the format holds only what took place"
    if event.sub_event not in _TYPE_OF:
        return "of a type that ACLED does not code"
    if event.when is None or event.when.earliest is None or event.when.latest is None:
        return "without a date"
    if (event.when.latest - event.when.earliest).days >= _MONTH:
        return "with a date wider than a month"
    return None


def _time_precision(event: Event) -> int | None:
    assert event.when is not None
    assert event.when.earliest is not None
    assert event.when.latest is not None
    days = (event.when.latest - event.when.earliest).days + 1
    return 1 if days == 1 else 2 if days <= _WEEK else 3


def _sides(event: Event) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of both sides. In a clash nobody is a target: the second actor is then the other side."""
    if not event.targets and len(event.actors) > 1:
        return (event.actors[0], *event.actors[2:]), event.actors[1:2]
    return event.actors, event.targets


def _interaction(first: int | None, second: int | None) -> int | None:
    """Both actor codes, the smaller first (12 is state forces and rebels); a lone actor counts as against 0 (codebook of 2019)."""
    known = sorted(code for code in (first, second) if code is not None)
    if not known:
        return None
    return known[0] * 10 + (known[1] if len(known) > 1 else 0)


def _notes(event: Event) -> str:
    first = f"{event.grade.explanation}"
    killed = pooled(event, "killed")
    if killed is not None and killed.lowest != killed.highest:
        first += f" Killed: {killed.lowest} to {killed.highest} are claimed; the most conservative number is coded."
    denied = "; ".join(o.name for o in event.grade.denials)
    return first + (f" Denied by: {denied}." if denied else "")


def _row(event: Event, bundle: Bundle) -> dict[str, object]:
    place, country = main_place(event), country_of(event)
    refs = actor_refs(event, bundle)
    first, second = _sides(event)
    inter1, inter2 = _inter(first, refs), _inter(second, refs)
    killed = pooled(event, "killed")
    assert event.when is not None
    assert event.when.earliest is not None
    assert event.sub_event is not None
    on_civilians = _TYPE_OF[event.sub_event] == "Violence against civilians" or inter2 == _CIVILIANS
    return {
        "event_id_cnty": f"{country.alpha3 if country else ''}{event.id}",
        "event_date": event.when.earliest.isoformat(),
        "year": event.when.earliest.year,
        "time_precision": _time_precision(event),
        "disorder_type": disorder_type(event.sub_event),
        "event_type": _TYPE_OF[event.sub_event],
        "sub_event_type": event.sub_event,
        "actor1": first[0] if first else None,
        "assoc_actor_1": "; ".join(first[1:]),
        "inter1": inter1,
        "actor2": second[0] if second else None,
        "assoc_actor_2": "; ".join(second[1:]),
        "inter2": inter2,
        "interaction": _interaction(inter1, inter2),
        "civilian_targeting": "Civilian targeting" if on_civilians else None,
        "iso": country.numeric if country else None,
        "region": country.acled_region if country else None,
        "country": country.name if country else None,
        "admin1": place.admin1 if place else None,
        "admin2": district_of(event),
        "admin3": None,
        "location": place.name if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "geo_precision": place.acled_precision if place else None,
        "source": "; ".join(dict.fromkeys(publisher_name(d) for d in bundle.documents_of(event))),
        "source_scale": None,
        "notes": _notes(event),
        "fatalities": killed.lowest if killed else None,
        "tags": f"onrecord grade={event.grade.corroboration}; onrecord independent origins={event.grade.independent_origins}",
        "timestamp": None,
    }


def _inter(names: tuple[str, ...], refs: dict[str, ActorRef]) -> int | None:
    ref = refs.get(names[0]) if names else None
    return ref.inter if ref else None


def write_acled(bundle: Bundle, out: TextIO) -> LossReport:
    """Write the events that ACLED's format can hold to `out` (open it with newline="") as CSV.

    `fatalities` is the lowest number claimed, as ACLED's codebook says ("the most conservative estimate"); where nobody gave a number it is
    empty, not 0. `iso` is ISO 3166-1 numeric, dates are ISO 8601.
    """
    left_out: Counter[str] = Counter()
    kept: list[Event] = []
    for event in bundle.events:
        reason = why_left_out(event)
        if reason is None:
            kept.append(event)
        else:
            left_out[reason] += 1
    rows = [_row(event, bundle) for event in kept]
    write_table(out, COLUMNS, rows)
    held = Bundle(events=tuple(kept), claims=bundle.claims, documents=bundle.documents)
    return LossReport(
        format="acled",
        events=len(bundle.events),
        written=len(rows),
        left_out=dict(left_out),
        not_held=not_held(held, _HELD),
        empty=count_empty(rows),
        notes=(
            "event_id_cnty is an id of this record, not one of ACLED's",
            "fatalities is the lowest number claimed and empty where nobody gave one; ACLED writes 0 there",
            "source_scale, admin3 and timestamp are not known to this record",
        ),
    )
