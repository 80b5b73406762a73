"""The table of events."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.cli.terminal import GRADE_STYLES, console, text
from onrecord.export.bundle import day_range, figure_line, place_line, what_happened
from onrecord.export.words import origin_count, spoken
from onrecord.model import Event

SHORT_ID = 8
_FIGURES = 3


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


def print_events(events: Sequence[Event]) -> None:
    """Print the table on stdout."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    table.add_column("id", no_wrap=True, style="dim")
    for name, ratio in (("date", 10), ("what", 16), ("where", 16), ("who -> whom", 22), ("figures", 12), ("origins", 14)):
        table.add_column(name, ratio=ratio, overflow="fold")
    table.add_column("grade", no_wrap=True)
    for event in events:
        grade = event.grade
        what = what_happened(event) + ("" if event.status == "occurred" else f" [{spoken(event.status)}]")
        origins = origin_count(len(event.claim_ids), len(event.document_ids), grade.independent_origins)
        if grade.denials:
            origins += f" / {len(grade.denials)} {'denies' if len(grade.denials) == 1 else 'deny'}"
        table.add_row(
            event.id[:SHORT_ID],
            text(day_range(event)),
            text(what),
            text(place_line(event)),
            text(who_line(event)),
            text(figures_line(event)),
            text(origins),
            text(spoken(grade.corroboration), GRADE_STYLES.get(grade.corroboration, "")),
        )
    console().print(table)
