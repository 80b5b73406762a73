"""Values of corrections as people type them: `place="Kutum, SD"`, `time=2024-03-05/2024-03-06`, `figures="killed 17-23; injured 4"`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.errors import BadInput

if TYPE_CHECKING:
    from onrecord.settings import Settings

_ALIASES = {
    "type": "event_type",
    "date": "time",
    "when": "time",
    "place": "places",
    "where": "places",
    "actor": "actors",
    "target": "targets",
    "figure": "figures",
    "voices": "attribution",
    "voice": "attribution",
    "origin": "attribution",
}
_CODES = ("event_type", "mode", "sub_event", "status", "certainty")
_NONE = ("", "null", "none", "unknown")
_POINT = re.compile(r"(?P<name>.+?)\s*@\s*(?P<lat>[-+]?[\d.]+)\s*,\s*(?P<lon>[-+]?[\d.]+)$")
_COUNTRY = re.compile(r"(?P<name>.+?),\s*(?P<country>[A-Za-z]{2})$")
_FIGURE = re.compile(
    r"(?P<what>[a-z]+)(?:\s+(?P<victims>civilian|combatant|children|women)s?)?\s+"
    r"(?:(?P<unknown>unknown)|(?P<bound>at least|at most)?\s*(?P<low>\d+)(?:\s*-\s*(?P<high>\d+))?)$",
    re.IGNORECASE,
)


def fields_of(items: Sequence[str], settings: Settings) -> dict[str, Any]:
    """The fields that `--set FIELD=VALUE` options give. Raises BadInput for what cannot be read; a later one of a field wins."""
    fields: dict[str, Any] = {}
    for item in items:
        name, equals, value = item.partition("=")
        name = name.strip().lower().replace("-", "_")
        name = _ALIASES.get(name, name)
        if not equals:
            raise refused(f"{item!r} has no =", "Write FIELD=VALUE, such as status=denied")
        fields[name] = _value(name, value.strip(), settings)
    return fields


def refused(problem: str, remedy: str) -> BadInput:
    """A value of --set that cannot be one."""
    return BadInput(problem, subject="--set", stage="command line", remedy=remedy)


def _value(name: str, value: str, settings: Settings) -> Any:
    if value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except ValueError as error:
            raise refused(f"{name} is no JSON ({error})", "Check the brackets and quotation marks") from error
    if name in _CODES:
        value = value.upper() if name == "event_type" else value
        return None if value.casefold() in _NONE else value
    if name == "time":
        return None if value.casefold() in _NONE else _days(value)
    parts = [part.strip() for part in value.split(";") if part.strip()] if value.casefold() not in _NONE else []
    convert: dict[str, Callable[[str], Any]] = {
        "actors": lambda part: _actor(part, settings),
        "targets": lambda part: _actor(part, settings),
        "attribution": lambda part: _actor(part, settings),
        "places": lambda part: _place(part, settings),
        "figures": _figure,
    }
    if name not in convert:
        # The check of the decision names the fields that there are.
        return value
    return [convert[name](part) for part in parts]


def _days(value: str) -> dict[str, str]:
    first, _, last = value.partition("/")
    return {"earliest": first.strip(), "latest": (last or first).strip()}


def _figure(part: str) -> dict[str, Any]:
    found = _FIGURE.fullmatch(part)
    if found is None:
        raise refused(
            f"{part!r} is no figure", 'Write such as "killed 17-23", "injured at least 4", "killed civilian 3" or "killed unknown"'
        )
    low = int(found["low"]) if found["low"] else None
    high = int(found["high"]) if found["high"] else low
    bound = (found["bound"] or "").lower()
    made: dict[str, Any] = {
        "what": found["what"].lower(),
        "low": None if bound == "at most" else low,
        "high": None if bound == "at least" else high,
        "unknown": found["unknown"] is not None,
    }
    return made | ({"victims": found["victims"].lower()} if found["victims"] else {})


def _actor(part: str, settings: Settings) -> dict[str, Any]:
    from onrecord.resolve.actor import ActorTable

    found = ActorTable.load(extra=settings.actors).find(part)
    if len(found) != 1:
        return {"name": part}
    actor = found[0]
    made = {"name": part, "actor_id": actor.id, "party": actor.party, "country": actor.country}
    return {key: value for key, value in made.items() if value is not None}


def _place(part: str, settings: Settings) -> dict[str, Any]:
    point = _POINT.fullmatch(part)
    if point is not None:
        try:
            return {"name": point["name"], "kind": "town", "lat": float(point["lat"]), "lon": float(point["lon"])}
        except ValueError as error:
            raise refused(f"{part!r} has no degrees after @", "Write NAME@LATITUDE,LONGITUDE") from error
    from onrecord.resolve.gazetteer.lookup import Gazetteer

    named, _, chosen = part.partition("#")
    with_country = _COUNTRY.fullmatch(named.strip())
    name = with_country["name"] if with_country else named.strip()
    country = with_country["country"].upper() if with_country else None
    with Gazetteer.open(settings.gazetteer) as gazetteer:
        entries = {e.gid: e for e in gazetteer.lookup(name) if country in (None, e.country) and (not chosen or e.gid == chosen.strip())}
        if len(entries) != 1:
            listed = [f"{name}#{e.gid} ({e.kind}, {e.country}, {e.population:,} people)" for e in list(entries.values())[:6]]
            problem = f"{part!r} is {'no place that the gazetteer has' if not entries else f'{len(entries)} places'}"
            remedy = f"Name one of {'; '.join(listed)}" if entries else "Write NAME@LATITUDE,LONGITUDE"
            raise refused(problem, remedy)
        entry = next(iter(entries.values()))
        admin1 = gazetteer.entry(entry.admin1).name if entry.admin1 is not None else None
    made = {
        "name": name,
        "kind": entry.kind,
        "country": entry.country,
        "admin1": admin1,
        "lat": entry.lat,
        "lon": entry.lon,
        "radius_m": entry.radius_m,
        "gazetteer_id": entry.gid,
    }
    return {key: value for key, value in made.items() if value is not None}
