"""What a correction may say in place of what was read, and a claim that says it.

Fields and their values, as JSON (a list that is given replaces the whole list; `span` is optional everywhere, [start, end] in the text):

| field | value |
|---|---|
| event_type, status, certainty | a code |
| mode, sub_event | a code or null |
| actors, targets | [{name, actor_id?, party?, country?, span?}] |
| attribution | [{name, actor_id?, party?, country?, span?}], nearest to the reader first, the origin last |
| places | [{name, kind, country?, admin1?, lat?, lon?, radius_m?, gazetteer_id?, span?}] |
| time | {earliest, latest} in ISO days, or null |
| figures | [{what, low, high, unknown?, victims?, part_of_total?, span?}] |
| instruments | [[start, end]] |
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from onrecord.model import ActorRef, Claim, Document, Figure, Link, Place, Role, Span, When
from onrecord.model.claim import CERTAINTIES, FIGURE_KINDS, STATUSES, VICTIM_CLASSES
from onrecord.model.codes import EVENT_TYPES, SUB_EVENTS
from onrecord.model.where import PLACE_KINDS
from onrecord.store.filters import fold

T = TypeVar("T", Role, Link, Place)
_MOST = 100
_LONGEST_NAME = 300
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_MOST_PEOPLE = 10**10
_ALL_MODES = frozenset(mode for modes in EVENT_TYPES.values() for mode in modes)
_NAMED = {"name", "actor_id", "party", "country", "span"}
_PLACE = {"name", "kind", "country", "admin1", "lat", "lon", "radius_m", "gazetteer_id", "span"}
_FIGURE = {"what", "low", "high", "unknown", "victims", "part_of_total", "span"}


def check_fields(fields: Any) -> dict[str, Any]:
    """The fields of a correction as given. Raises ValueError naming the first that is unknown or out of range."""
    if type(fields) is not dict or not fields:
        raise ValueError("a correction names one field or more")
    for name, value in fields.items():
        if name not in _CHECKS:
            raise ValueError(f"a claim has no field {name!r} that can be corrected; fields are {', '.join(_CHECKS)}")
        try:
            _CHECKS[name](value)
        except ValueError as problem:
            raise ValueError(f"{name}: {problem}") from problem
    modes = EVENT_TYPES.get(fields.get("event_type", ""))
    if modes is not None and fields.get("mode") is not None and fields["mode"] not in modes:
        raise ValueError(f"mode: {fields['mode']!r} is no mode of {fields['event_type']}; it has {', '.join(modes) or 'none'}")
    return fields


def spans_in(fields: Mapping[str, Any]) -> list[Span]:
    """Every span that a correction names, to be checked against the length of the text."""
    listed = [item for name in ("actors", "targets", "attribution", "places", "figures") for item in fields.get(name) or ()]
    return [Span(*bounds) for bounds in (*(i["span"] for i in listed if i.get("span")), *fields.get("instruments", ()))]


def corrected(claim: Claim, fields: Mapping[str, Any], document: Document) -> Claim:
    """A copy of `claim` that says what the correction says, under the id of the claim as it was read.

    What the correction gives no span lies where the evidence names it, else where the report does, else at the trigger. Actors that the
    claim named before keep what they were resolved to.
    """
    made: dict[str, Any] = {name: fields[name] for name in ("event_type", "mode", "sub_event", "status", "certainty") if name in fields}
    if "mode" not in made and "event_type" in made and claim.mode not in EVENT_TYPES[made["event_type"]]:
        # A mode belongs to its type only; with another type it would say nothing.
        made["mode"] = None
    known = _known_actors(claim)
    for name, old in (("actors", claim.actors), ("targets", claim.targets)):
        if name in fields:
            made[name] = tuple(_role(item, old, known, claim, document) for item in fields[name])
    if "attribution" in fields:
        made["attribution"] = tuple(_link(item, claim, known, document) for item in fields["attribution"])
    if "places" in fields:
        made["places"] = tuple(_place(item, claim, document) for item in fields["places"])
    if "figures" in fields:
        made["figures"] = tuple(_figure(item, claim) for item in fields["figures"])
    if "instruments" in fields:
        made["instruments"] = tuple(Span(*bounds) for bounds in fields["instruments"])
    if "time" in fields:
        made["time"] = _when(fields["time"], claim)
    return replace(claim, **made, read_as=claim.id)


def _known_actors(claim: Claim) -> dict[str, ActorRef]:
    refs = [(role.name, role.actor) for role in (*claim.actors, *claim.targets)] + [(link.name, link.actor) for link in claim.attribution]
    return {fold(name): actor for name, actor in refs if actor is not None}


def _actor(item: Mapping[str, Any], known: Mapping[str, ActorRef]) -> ActorRef:
    name = item["name"]
    actor_id = item.get("actor_id")
    before = known.get(fold(name))
    if before is not None and actor_id in (None, before.actor_id):
        return before
    return ActorRef(
        actor_id=actor_id or f"local:{fold(name)}",
        name=name,
        known=actor_id is not None and not actor_id.startswith("local:"),
        party=item.get("party"),
        country=item.get("country"),
        reason="set by a reviewer",
    )


def _find(name: str, claim: Claim, document: Document) -> Span:
    within = claim.evidence.of(document.text).find(name)
    if within >= 0:
        return Span(claim.evidence.start + within, claim.evidence.start + within + len(name))
    anywhere = document.text.find(name)
    return Span(anywhere, anywhere + len(name)) if anywhere >= 0 else claim.trigger


def _before(items: Sequence[T], name: str) -> T | None:
    return next((item for item in items if fold(item.name) == fold(name)), None)


def _spot(item: Mapping[str, Any], claim: Claim, document: Document) -> Span:
    return Span(*item["span"]) if item.get("span") else _find(item["name"], claim, document)


def _role(item: Mapping[str, Any], old: Sequence[Role], known: Mapping[str, ActorRef], claim: Claim, document: Document) -> Role:
    before = _before(old, item["name"])
    span = before.span if before is not None and not item.get("span") else _spot(item, claim, document)
    return Role(span=span, name=item["name"], actor=_actor(item, known))


def _link(item: Mapping[str, Any], claim: Claim, known: Mapping[str, ActorRef], document: Document) -> Link:
    before = _before(claim.attribution, item["name"])
    if before is not None and not item.get("span"):
        return replace(before, actor=_actor(item, known))
    return Link(source=_spot(item, claim, document), cue=None, name=item["name"], actor=_actor(item, known))


def _place(item: Mapping[str, Any], claim: Claim, document: Document) -> Place:
    before = _before(claim.places, item["name"])
    rest = {key: value for key, value in item.items() if key not in ("name", "span")}
    if before is not None and not item.get("span") and all(getattr(before, key) == value for key, value in rest.items()):
        # Of several places one was corrected: the others keep what was found about them.
        return before
    span = before.span if before is not None and not item.get("span") else _spot(item, claim, document)
    return Place(span=span, name=item["name"], note="set by a reviewer", **rest)


def _figure(item: Mapping[str, Any], claim: Claim) -> Figure:
    same = next((f for f in claim.figures if f.what == item["what"]), None)
    span = Span(*item["span"]) if item.get("span") else (same.span if same is not None else claim.trigger)
    return Figure(
        span=span,
        what=item["what"],
        low=item["low"],
        high=item["high"],
        unknown=item.get("unknown", False),
        victims=item.get("victims"),
        part_of_total=item.get("part_of_total", False),
    )


def _when(value: Mapping[str, Any] | None, claim: Claim) -> When | None:
    if value is None:
        return None
    before = claim.time
    earliest, latest = date.fromisoformat(value["earliest"]), date.fromisoformat(value["latest"])
    return When(
        span=before.span if before else None,
        expression=before.expression if before else None,
        earliest=earliest,
        latest=latest,
        rule="reviewer",
        precision="day" if earliest == latest else None,
    )


def _code(known: Sequence[str], *, optional: bool = False) -> Callable[[Any], None]:
    def check(value: Any) -> None:
        if (value is None and optional) or value in known:
            return
        raise ValueError(f"{value!r} is none of {', '.join(sorted(known))}{' or null' if optional else ''}")

    return check


def _list_of(check: Callable[[Mapping[str, Any]], None], keys: set[str]) -> Callable[[Any], None]:
    def check_list(value: Any) -> None:
        if type(value) is not list or len(value) > _MOST:
            raise ValueError(f"needs a list of at most {_MOST}")
        for item in value:
            if type(item) is not dict or not item.keys() <= keys:
                raise ValueError(f"{item!r} is no object with the keys {', '.join(sorted(keys))}")
            if item.get("span") is not None:
                _bounds(item["span"])
            check(item)

    return check_list


def _bounds(value: Any) -> None:
    if type(value) is not list or len(value) != 2 or any(type(bound) is not int for bound in value):
        raise ValueError(f"{value!r} is no [start, end]")
    Span(*value)


def _words(value: Any, key: str, *, optional: bool = True) -> None:
    if value is None and optional:
        return
    if type(value) is not str or not value.strip() or len(value) > _LONGEST_NAME:
        raise ValueError(f"{key} needs 1 to {_LONGEST_NAME} characters")


def _country(value: Any) -> None:
    if value is not None and not (type(value) is str and len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()):
        raise ValueError(f"{value!r} is no ISO 3166-1 alpha-2 country code")


def _check_named(item: Mapping[str, Any]) -> None:
    _words(item.get("name"), "name", optional=False)
    _words(item.get("actor_id"), "actor_id")
    _words(item.get("party"), "party")
    _country(item.get("country"))


def _check_place(item: Mapping[str, Any]) -> None:
    _words(item.get("name"), "name", optional=False)
    _code(PLACE_KINDS)(item.get("kind"))
    _country(item.get("country"))
    _words(item.get("admin1"), "admin1")
    _words(item.get("gazetteer_id"), "gazetteer_id")
    lat, lon = item.get("lat"), item.get("lon")
    if (lat is None) != (lon is None):
        raise ValueError("lat and lon are given together")
    for key, value, limit in (("lat", lat, 90), ("lon", lon, 180)):
        if value is not None and not (type(value) in (int, float) and math.isfinite(value) and -limit <= value <= limit):
            raise ValueError(f"{key} {value!r} lies outside -{limit}..{limit} degrees")
    radius = item.get("radius_m")
    if radius is not None and not (type(radius) is int and 0 <= radius <= 20_000_000):
        raise ValueError(f"radius_m {radius!r} is no number of metres on this earth")


def _check_figure(item: Mapping[str, Any]) -> None:
    _code(FIGURE_KINDS)(item.get("what"))
    _code(VICTIM_CLASSES, optional=True)(item.get("victims"))
    if "low" not in item or "high" not in item:
        raise ValueError("a figure gives low and high (null where it is open)")
    low, high, unknown = item["low"], item["high"], item.get("unknown", False)
    for key, value in (("low", low), ("high", high)):
        if value is not None and not (type(value) is int and 0 <= value <= _MOST_PEOPLE):
            raise ValueError(f"{key} {value!r} is no whole number from 0 to {_MOST_PEOPLE:,}")
    if low is not None and high is not None and low > high:
        raise ValueError(f"low {low} is above high {high}")
    if type(unknown) is not bool or type(item.get("part_of_total", False)) is not bool:
        raise ValueError("unknown and part_of_total are true or false")
    if unknown != (low is None and high is None):
        raise ValueError("a figure has low or high, or is unknown, not both and not neither")


def _check_time(value: Any) -> None:
    if value is None:
        return
    if type(value) is not dict or value.keys() != {"earliest", "latest"}:
        raise ValueError("needs earliest and latest, or null")
    days = []
    for key in ("earliest", "latest"):
        try:
            days.append(date.fromisoformat(value[key]))
        except (TypeError, ValueError) as problem:
            raise ValueError(f"{key} {value[key]!r} is no day written YYYY-MM-DD") from problem
        if not _FIRST_YEAR <= days[-1].year <= _LAST_YEAR:
            raise ValueError(f"{key} {value[key]} lies outside {_FIRST_YEAR}..{_LAST_YEAR}")
    if days[0] > days[1]:
        raise ValueError(f"earliest {days[0]} lies after latest {days[1]}")


def _check_instruments(value: Any) -> None:
    if type(value) is not list or len(value) > _MOST:
        raise ValueError(f"needs a list of at most {_MOST}")
    for bounds in value:
        _bounds(bounds)


_CHECKS: dict[str, Callable[[Any], None]] = {
    "event_type": _code(tuple(EVENT_TYPES)),
    "mode": _code(tuple(_ALL_MODES), optional=True),
    "sub_event": _code(SUB_EVENTS, optional=True),
    "status": _code(STATUSES),
    "certainty": _code(CERTAINTIES),
    "actors": _list_of(_check_named, _NAMED),
    "targets": _list_of(_check_named, _NAMED),
    "attribution": _list_of(_check_named, _NAMED),
    "places": _list_of(_check_place, _PLACE),
    "time": _check_time,
    "figures": _list_of(_check_figure, _FIGURE),
    "instruments": _check_instruments,
}
