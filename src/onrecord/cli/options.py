"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.errors import BadInput

if TYPE_CHECKING:  # the store is slow to import and not needed for --help
    from onrecord.store import EventFilter

Store = Annotated[
    str | None,
    typer.Option("--store", metavar="FILE|URL", help="The record. Default: $ONRECORD_STORE, else onrecord.db.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]

From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Events that may lie on or after this day (YYYY-MM-DD).", show_default=False)
]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Events that may lie on or before this day.", show_default=False)]
Type = Annotated[
    list[str] | None, typer.Option("--type", metavar="PLOVER", help="PLOVER type, such as ASSAULT; may be repeated.", show_default=False)
]
SubEvent = Annotated[
    list[str] | None,
    typer.Option("--sub-event", metavar="ACLED", help='ACLED sub-event, such as "Air/drone strike"; may be repeated.', show_default=False),
]
Place = Annotated[str | None, typer.Option("--place", metavar="NAME", help="Part of a place's name.", show_default=False)]
Country = Annotated[str | None, typer.Option("--country", metavar="CC", help="ISO 3166-1 alpha-2 code, such as SY.", show_default=False)]
Actor = Annotated[str | None, typer.Option("--actor", metavar="NAME", help="Part of the name of who did it.", show_default=False)]
Origin = Annotated[
    str | None,
    typer.Option("--origin", metavar="NAME", help="Part of the name of an origin, its organisation or party.", show_default=False),
]
Grade = Annotated[
    list[str] | None,
    typer.Option(
        "--grade",
        metavar="GRADE",
        help="corroborated, acknowledged, contested, one_sided, single_origin or retracted; may be repeated.",
        show_default=False,
    ),
]
Status = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help="occurred, ongoing, planned, alleged_plan, hypothetical, denied or withdrawn; may be repeated.",
        show_default=False,
    ),
]
Text = Annotated[
    str | None,
    typer.Option("--text", metavar="WORDS", help='Words of the evidence; "quoted phrases" and prefix* work.', show_default=False),
]
Confidence = Annotated[
    float | None,
    typer.Option(
        "--confidence",
        metavar="P",
        min=0,
        max=1,
        help="Only events of which the reader is that sure, by their surest claim (0 to 1).",
        show_default=False,
    ),
]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="At most so many events.", show_default=False)]

_STATUSES = ("occurred", "ongoing", "planned", "alleged_plan", "hypothetical", "denied", "withdrawn")
_GRADES = ("corroborated", "acknowledged", "contested", "one_sided", "single_origin", "retracted")


def day(value: str | None, option: str) -> date | None:
    """An ISO day that the user gave. Raises BadInput naming the option."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadInput(f"{value!r} is no date", subject=option, stage="command line", remedy="Write it as YYYY-MM-DD") from error


def event_filter(
    *,
    start: str | None,
    end: str | None,
    event_type: list[str] | None,
    sub_event: list[str] | None,
    place: str | None,
    country: str | None,
    actor: str | None,
    origin: str | None,
    grade: list[str] | None,
    status: list[str] | None,
    text: str | None,
    confidence: float | None,
    limit: int | None,
) -> EventFilter:
    """The filter that the options make. Raises BadInput for a date, grade, status or country that cannot be one."""
    from onrecord.store import EventFilter

    first, last = day(start, "--from"), day(end, "--to")
    if first and last and first > last:
        raise BadInput(f"{first} lies after {last}", subject="--from", stage="command line", remedy="Exchange --from and --to")
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise BadInput(f"{country!r} is no country code", subject="--country", stage="command line", remedy="Give two letters, such as SY")
    return EventFilter(
        date_from=first,
        date_to=last,
        event_type=tuple(t.upper() for t in event_type or ()),
        sub_event=tuple(sub_event or ()),
        place=place,
        country=country.upper() if country else None,
        actor=actor,
        origin=origin,
        grade=known(grade, _GRADES, "--grade"),
        status=known(status, _STATUSES, "--status"),
        text=text,
        confidence=confidence,
        limit=limit,
    )


def known(values: list[str] | None, known: tuple[str, ...], option: str) -> tuple[str, ...]:
    """Codes that the user gave, in lower case with underscores. Raises BadInput naming the option for one that is none."""
    chosen = tuple(v.lower().replace("-", "_") for v in values or ())
    for value in chosen:
        if value not in known:
            raise BadInput(
                f"{value!r} is none of the values", subject=option, stage="command line", remedy=f"Use one of {', '.join(known)}"
            )
    return chosen
