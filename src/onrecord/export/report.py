"""The report: one HTML file that carries everything it shows and asks nothing of the network."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any, TextIO

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord.export.bundle import Bundle, countries
from onrecord.export.outlines import attribution
from onrecord.export.passage import LABELS
from onrecord.export.report_map import build_map, build_timeline
from onrecord.export.report_view import document_views, event_view, stance_words
from onrecord.export.words import GRADES, spoken, visible

SYMBOLS = {"corroborated": "●●", "acknowledged": "◉", "contested": "≠", "one_sided": "◐", "single_origin": "○", "retracted": "⊘"}
"""A sign for each grade, so that colour is never the only difference."""


def _shown(value: Any) -> Any:
    """Text of the record without controls; what the templates themselves say is left alone."""
    return visible(value, lines=True) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("onrecord.export", "templates"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["spoken"] = spoken
    environment.filters["stance"] = stance_words
    return environment


def _asset(name: str) -> str:
    return (files("onrecord.export") / "templates" / name).read_text(encoding="utf-8")


def _digest(code: str) -> str:
    """What the Content-Security-Policy calls an inline script by, so that no other script in the file can run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()


def write_report(bundle: Bundle, out: TextIO, *, title: str = "What is on record") -> None:
    """Write the report on the events of `bundle`: map, timeline, and for each event its evidence, voices, figures and grade with reasons.

    The file has no reference to the network but the addresses of documents, as links. The same bundle gives the same bytes.
    """
    views = [event_view(event, number, bundle) for number, event in enumerate(bundle.events, 1)]
    titles = {v.event.id: f"{v.title}, {v.where}, {v.when}" for v in views}
    days = [d for v in views if v.event.when for d in (v.event.when.earliest, v.event.when.latest) if d is not None]
    script = _asset("report.js")
    names = countries()
    out.write(
        _environment()
        .get_template("report.html.j2")
        .render(
            title=title,
            events=views,
            by_id={v.event.id: v for v in views},
            documents=document_views(bundle),
            titles=titles,
            claim_count=sum(len(v.event.claim_ids) for v in views),
            span=(min(days).isoformat(), max(days).isoformat()) if days else None,
            map=build_map(bundle.events, {v.event.id: v.number for v in views}, titles),
            timeline=build_timeline(bundle.events),
            grades=GRADES,
            symbols=SYMBOLS,
            grade_counts=Counter(v.event.grade.corroboration for v in views),
            types=sorted({v.title for v in views}),
            labels=LABELS,
            map_attribution=attribution(),
            countries=sorted({(names[v.country].name if v.country in names else v.country, v.country) for v in views if v.country}),
            style=Markup(_asset("report.css")),
            script=Markup(script),
            script_digest=_digest(script),
        )
    )
