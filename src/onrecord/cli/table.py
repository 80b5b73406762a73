"""The table of events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.cli.terminal import GRADE_STYLES, console, text
from onrecord.export.bundle import day_range, figure_line, place_line, what_happened
from onrecord.export.words import origin_count, spoken
from onrecord.model import Event

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

SHORT_ID = 8
_FIGURES = 3
_DATE, _GRADE = 13, 14
_ROOM = 120
"""Columns of a terminal from which on every field has a column of its own."""


def who_line(event: Event) -> str:
    """Who did it to whom: "army -> villagers"; a question mark where no claim says who."""
    actors = ", ".join(event.actors[:2]) + (f" +{len(event.actors) - 2}" if len(event.actors) > 2 else "")
    targets = ", ".join(event.targets[:2]) + (f" +{len(event.targets) - 2}" if len(event.targets) > 2 else "")
    if not targets:
        return actors or "?"
    return f"{actors or '?'} -> {targets}"


def figures_line(event: Event) -> str:
    """The pooled ranges of figures, deaths first."""
    pooled = [f for f in event.grade.figures if f.victims is None]
    pooled.sort(key=lambda f: (f.what != "killed", f.what != "injured"))
    return "; ".join(figure_line(f) for f in pooled[:_FIGURES])


def origins_line(event: Event) -> str:
    """How many claims, documents and independent origins, and how many deny it."""
    denials = len(event.grade.denials)
    line = origin_count(len(event.claim_ids), len(event.document_ids), event.grade.independent_origins)
    return line + (f" / {denials} {'denies' if denials == 1 else 'deny'}" if denials else "")


def print_events(events: Sequence[Event]) -> None:
    """Print the table on stdout: a line an event where there is room, else what belongs together under each other."""
    from rich import box
    from rich.table import Table

    out = console()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    if out.width >= _ROOM:
        _fill_wide(table, events, out.width)
    else:
        _fill_narrow(table, events)
    out.print(table)


def _what(event: Event) -> str:
    return what_happened(event) + ("" if event.status == "occurred" else f" [{spoken(event.status)}]")


def _grade(event: Event) -> Text:
    return text(spoken(event.grade.corroboration), GRADE_STYLES.get(event.grade.corroboration, ""))


def _fill_wide(table: Table, events: Sequence[Event], width: int) -> None:
    # Widths by hand: Rich's ratios drop the last column where a word of another one is long.
    table.add_column("id", width=SHORT_ID, style="dim")
    table.add_column("date", width=_DATE)
    left = width - SHORT_ID - _DATE - _GRADE - 16
    shares = (("what", 22), ("where", 15), ("who -> whom", 22), ("figures", 12), ("origins", 15))
    for name, share in shares:
        table.add_column(name, width=left * share // sum(s for _, s in shares), overflow="fold")
    table.add_column("grade", width=_GRADE)
    for event in events:
        cells = (day_range(event), _what(event), place_line(event), who_line(event), figures_line(event), origins_line(event))
        table.add_row(event.id[:SHORT_ID], *(text(cell) for cell in cells), _grade(event))


def _fill_narrow(table: Table, events: Sequence[Event]) -> None:
    from rich.text import Text

    table.add_column("date, id", width=10)
    table.add_column("what, where, who -> whom", ratio=3, overflow="fold")
    table.add_column("grade, origins, figures", ratio=2, overflow="fold")
    for event in events:
        what = Text("\n").join(text(line) for line in (_what(event), place_line(event), who_line(event)))
        said = Text("\n").join([_grade(event), *(text(line) for line in (origins_line(event), figures_line(event)) if line)])
        days = Text("\n").join([*(text(part) for part in day_range(event).split(" to ")), text(event.id[:SHORT_ID], "dim")])
        table.add_row(days, what, said, end_section=True)
