"""The filter of the desk as it stands in an address: the names of the command line, so that a view can be shared."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from onrecord.export.words import GRADES, STATUSES
from onrecord.store import EventFilter

MOST_ITEMS = 200
"""Longest page of any list."""
_MOST_VALUES = 50


def _lower(values: object) -> object:
    return [v.lower().replace("-", "_") if isinstance(v, str) else v for v in values] if isinstance(values, list) else values


def _upper(values: object) -> object:
    return [v.upper() if isinstance(v, str) else v for v in values] if isinstance(values, list) else values


def _one_of(known: tuple[str, ...]) -> AfterValidator:
    def check(values: list[str]) -> list[str]:
        for value in values:
            if value not in known:
                raise ValueError(f"{value!r} is none of {', '.join(known)}")
        return values

    return AfterValidator(check)


def _plain(value: str) -> str:
    # SQLite reads text up to its first NUL, and no name holds a control character.
    if any(ord(character) < 32 for character in value):
        raise ValueError("control characters are in no name")
    return value


Words = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
_Code = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_plain)]
Cursor = Annotated[str | None, Field(max_length=200, description="`next` of the page before; null for the first page")]
Limit = Annotated[int, Field(ge=1, le=MOST_ITEMS, description="most items of a page")]


def _box(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        raise ValueError("write west,south,east,north in degrees") from None
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("write west,south,east,north in degrees, -180 to 180 and -90 to 90, south below north")
    return value


class EventQuery(BaseModel):
    """Which events; every parameter that is given has to hold, and list parameters may be repeated."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    date_from: Annotated[date | None, Field(alias="from", description="events that may lie on or after this day")] = None
    date_to: Annotated[date | None, Field(alias="to", description="events that may lie on or before this day")] = None
    type: Annotated[list[_Code], BeforeValidator(_upper), Field(max_length=_MOST_VALUES, description="PLOVER types")] = []
    sub_event: Annotated[list[_Code], Field(max_length=_MOST_VALUES, description="ACLED sub-events")] = []
    place: Annotated[Words | None, Field(description="part of a place's name")] = None
    country: Annotated[str | None, Field(pattern="^[A-Za-z]{2}$", description="ISO 3166-1 alpha-2")] = None
    actor: Annotated[Words | None, Field(description="part of the name of who did it")] = None
    target: Annotated[Words | None, Field(description="part of the name of whom it was done to")] = None
    origin: Annotated[Words | None, Field(description="part of the name of an origin, its organisation or party")] = None
    grade: Annotated[
        list[str],
        BeforeValidator(_lower),
        _one_of(tuple(GRADES)),
        Field(max_length=_MOST_VALUES, description="grades", json_schema_extra={"items": {"type": "string", "enum": list(GRADES)}}),
    ] = []
    status: Annotated[
        list[str],
        BeforeValidator(_lower),
        _one_of(tuple(STATUSES)),
        Field(max_length=_MOST_VALUES, description="statuses", json_schema_extra={"items": {"type": "string", "enum": list(STATUSES)}}),
    ] = []
    text: Annotated[Words | None, Field(description='words of the evidence; "quoted phrases" and prefix* work')] = None
    confidence: Annotated[
        float | None, Field(ge=0, le=1, description="events of which the reader is at least that sure, by their surest claim")
    ] = None
    document: Annotated[str | None, Field(pattern="^d[0-9a-f]{16}$", description="id of a document")] = None
    bbox: Annotated[
        str | None,
        AfterValidator(_box),
        Field(max_length=100, description="west,south,east,north in degrees; west above east crosses the date line"),
    ] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise ValueError(f"from {self.date_from} lies after to {self.date_to}")
        return self

    def box(self) -> tuple[float, float, float, float] | None:
        """The box as the store takes it: south, west, north, east."""
        if self.bbox is None:
            return None
        west, south, east, north = (float(part) for part in self.bbox.split(","))
        return south, west, north, east

    def to_filter(self) -> EventFilter:
        """The same as the store's filter."""
        return EventFilter(
            date_from=self.date_from,
            date_to=self.date_to,
            event_type=tuple(self.type),
            sub_event=tuple(self.sub_event),
            place=self.place,
            country=self.country.upper() if self.country else None,
            actor=self.actor,
            target=self.target,
            origin=self.origin,
            grade=tuple(self.grade),
            status=tuple(self.status),
            text=self.text,
            confidence=self.confidence,
            document=self.document,
            box=self.box(),
        )


class EventListQuery(EventQuery):
    """The filter with a place in the list."""

    cursor: Cursor = None
    limit: Limit = 50
