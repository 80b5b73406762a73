"""Templates of the desk: everything that a report says is escaped, and controls in it are made visible."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord.api import wording
from onrecord.api.identity import Identity

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def _shown(value: Any) -> Any:
    """Text of the record without controls; what the templates themselves say is left alone."""
    return wording.visible(value, lines=True) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def asset(name: str) -> str:
    """Address of a static file with a piece of its digest, so that a browser may keep it for ever."""
    data = (files("onrecord.ui") / "static").joinpath(*name.split("/")).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(data).hexdigest()[:12]}"


def day(value: date | None) -> str:
    """A day as people write it: "5 March 2024"; "no date" for None."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else "no date"


def moment(value: datetime) -> str:
    """A time in UTC to the minute."""
    return f"{day(value.date())}, {value:%H:%M} UTC"


def days(earliest: date | None, latest: date | None) -> str:
    """An inclusive interval of days as people write it: "3 to 5 March 2024"."""
    if earliest is None or latest is None:
        return "no date"
    if earliest == latest:
        return day(earliest)
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.day} to {day(latest)}"
    if earliest.year == latest.year:
        return f"{earliest.day} {_MONTHS[earliest.month - 1]} to {day(latest)}"
    return f"{day(earliest)} to {day(latest)}"


def number(value: float) -> str:
    """A number with thousands parted, and no decimals where it has none."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def kilometres(metres: int) -> str:
    """A length in metres as kilometres, to one digit below ten."""
    return f"{metres / 1000:,.0f} km" if metres >= 10_000 else f"{metres / 1000:.1f} km".replace(".0 ", " ")


def with_value(pairs: list[tuple[str, str]], name: str, value: str) -> str:
    """The address of the overview with `name` set to `value` in the filter `pairs`; without it where that is what it was."""
    rest = [pair for pair in pairs if pair[0] != name]
    chosen = rest if (name, value) in pairs else [*rest, (name, value)]
    return f"/?{urlencode(chosen)}" if chosen else "/"


@cache
def environment() -> Environment:
    """The one environment of all pages."""
    made = Environment(
        loader=PackageLoader("onrecord.ui", "templates"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "spoken": wording.spoken,
        "day": day,
        "moment": moment,
        "number": number,
        "km": kilometres,
        "country": wording.country_name,
        "stance": lambda name: wording.STANCES.get(name, wording.spoken(name)),
    }
    made.globals |= {
        "asset": asset,
        "with_value": with_value,
        "counted": wording.counted,
        "days": days,
        "GRADES": wording.GRADES,
        "LABELS": wording.LABELS,
        "STATUSES": wording.STATUSES,
        "SYMBOLS": wording.SYMBOLS,
        "TYPES": wording.TYPES,
        "SUB_EVENTS": wording.SUB_EVENTS,
        "MODES": wording.MODES,
        "PLACE_KINDS": wording.PLACE_KINDS,
        "FIGURE_KINDS": wording.FIGURE_KINDS,
        "AIRWARS": wording.AIRWARS,
        "MARKS": wording.MARKS,
    }
    return made


def page(request: Request, template: str, *, status: int = 200, headers: dict[str, str] | None = None, **context: Any) -> HTMLResponse:
    """The page that `template` makes of `context`."""
    who: Identity | None = getattr(request.state, "identity", None)
    may = who is not None and who.may("reviewer")
    html = environment().get_template(template).render(request=request, path=request.url.path, who=who, may_decide=may, **context)
    return HTMLResponse(html, status_code=status, headers={"Cache-Control": "private, no-cache", "Vary": "HX-Request", **(headers or {})})
