"""Words for people as the record uses them everywhere, for the pages: grades, stances, statuses, marks, names of countries."""

from __future__ import annotations

from onrecord.export.bundle import countries
from onrecord.export.passage import LABELS
from onrecord.export.report import SYMBOLS
from onrecord.export.words import GRADES, STANCES, STATUSES, counted, spoken, visible
from onrecord.model.claim import FIGURE_KINDS
from onrecord.model.codes import AIRWARS, SUB_EVENTS
from onrecord.model.codes import EVENT_TYPES as MODES
from onrecord.model.where import PLACE_KINDS

__all__ = [
    "AIRWARS",
    "FIGURE_KINDS",
    "GRADES",
    "LABELS",
    "MARKS",
    "MODES",
    "PLACE_KINDS",
    "STANCES",
    "STATUSES",
    "SUB_EVENTS",
    "SYMBOLS",
    "TYPES",
    "counted",
    "country_name",
    "country_names",
    "spoken",
    "visible",
]

MARKS = {
    "credible": "is credible",
    "not_credible": "is not credible",
    "independent": "speaks for itself only",
    "not_independent": "speaks for another",
    "state_controlled": "is controlled by a state",
    "origin_of": "is the origin of what another reports",
}
"""What can be said of a source, as the end of a sentence that it begins."""
TYPES = tuple(MODES)
"""PLOVER types."""


def country_name(code: str | None) -> str:
    """The English name of an ISO 3166-1 alpha-2 code; the code itself where the table lacks it, "" for None."""
    if not code:
        return ""
    found = countries().get(code.upper())
    return found.name if found else code


def country_names() -> list[tuple[str, str]]:
    """Code and English name of every country, by name."""
    return sorted(((code, row.name) for code, row in countries().items()), key=lambda pair: pair[1])
