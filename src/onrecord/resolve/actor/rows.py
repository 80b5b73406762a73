"""Rows of the table of actors as they are written in YAML: read, typed and checked, with file and line for every complaint.

Users write `actors:`, a list of mappings with the fields of `Row`. The shipped files use one line a row, which each file's head explains.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from onrecord.errors import BadInput
from onrecord.resolve.actor.sides import bounds

KINDS = ("state", "office", "organisation", "force", "group", "media", "alliance", "igo", "ngo", "person", "people")
SECTORS = frozenset(("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC").split())
# ISO 3166-1 alpha-2 as assigned in 2025, and XK, which the European Union and the World Bank use for Kosovo.
ISO2 = frozenset(
    (
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG "
        "CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL "
        "GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA "
        "LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP "
        "NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV "
        "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
    ).split()
)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
STAGE = "table of actors"


def _checked_date(value: object) -> str | None:
    """A year, year-month or date that the calendar has."""
    if value is None:
        return None
    text = str(value)
    if not _DATE.fullmatch(text) or not _in_calendar(text):
        raise ValueError(f"is {value!r}, not a year, year-month or date like 2014, 2014-06 or 2014-06-29")
    return text


def _in_calendar(text: str) -> bool:
    parts = [int(part) for part in text.split("-")]
    try:
        date(*(parts + [1, 1])[:3])
    except ValueError:
        return False
    return True


def _ordered(start: str | None, end: str | None) -> None:
    # A year alone ends with its last day, so "2014-06..2014" is in order.
    if start is not None and end is not None and start[: len(end)] > end:
        raise ValueError(f"begins in {start}, after its end in {end}")


class Side(BaseModel):
    """Whose side an actor was on, or whom it belonged to, for a time; both ends are inclusive, None is open."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    party: str | None = None
    parent: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    reason: str | None = None

    _date = field_validator("valid_from", "valid_to", mode="before")(_checked_date)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.party is None and self.parent is None:
            raise ValueError("gives neither a party nor a parent")
        if self.valid_from is None and self.valid_to is None:
            raise ValueError("gives no time; a side that always holds is the party of the row")
        _ordered(self.valid_from, self.valid_to)
        return self


class Row(BaseModel):
    """One actor as a table gives it; the fields are those of `onrecord.model.Actor`.

    `shared_aliases` are names that other rows bear as well ("SNA"): which one is meant is then decided by the context. `sides` say whose
    side it was on for a time, before or after what `party` and `parent` say; `terms` are the times of an office held more than once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    name: str = Field(min_length=1)
    kind: str
    aliases: tuple[str, ...] = ()
    shared_aliases: tuple[str, ...] = ()
    sector: str | None = None
    inter: int | None = Field(default=None, ge=1, le=8)
    country: str | None = None
    parent: str | None = None
    party: str | None = None
    party_reason: str | None = None
    owner: str | None = None
    qid: str | None = Field(default=None, pattern=r"^Q[1-9][0-9]*$")
    valid_from: str | None = None
    valid_to: str | None = None
    source: str | None = None
    sides: tuple[Side, ...] = ()
    terms: tuple[str, ...] = ()

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, value: str) -> str:
        if value not in KINDS:
            raise ValueError(f"is {value!r}, not one of {', '.join(KINDS)}")
        return value

    @field_validator("sector")
    @classmethod
    def _known_sector(cls, value: str | None) -> str | None:
        if value is not None and value not in SECTORS:
            raise ValueError(f"is {value!r}, not a PLOVER sector")
        return value

    @field_validator("country", mode="before")
    @classmethod
    def _known_country(cls, value: object) -> object:
        if value is False:  # YAML 1.1 reads a bare NO as false
            return "NO"
        if value is not None and value not in ISO2:
            raise ValueError(f"is {value!r}, not an ISO 3166-1 alpha-2 code in capitals")
        return value

    _date = field_validator("valid_from", "valid_to", mode="before")(_checked_date)

    @model_validator(mode="after")
    def _times_in_order(self) -> Self:
        _ordered(self.valid_from, self.valid_to)
        for term in self.terms:
            for start, end in bounds(term):
                _ordered(_checked_date(start), _checked_date(end))
        for one, other in pairwise(sorted(self.sides, key=lambda side: side.valid_from or "")):
            # Two parties at once would leave the choice to the order of the lines.
            if one.valid_to is None or (other.valid_from or "") < one.valid_to:
                raise ValueError(
                    f"sides overlap: one lasts to {one.valid_to or 'today'}, the next begins in {other.valid_from or 'the past'}"
                )
        return self


class Located(NamedTuple):
    """A row with the file and the line (from 1) that it stands on."""

    row: Row
    path: Path
    line: int


def bad(path: Path, line: int, reason: str, remedy: str) -> BadInput:
    """The error for one place of a table."""
    return BadInput(reason, subject=f"{path}:{line}", stage=STAGE, remedy=remedy)


def sections(path: Path) -> dict[str, list[tuple[Any, int]]]:
    """The top-level keys of a YAML file, each with its items and their lines; a scalar is a list of one.

    Raises `BadInput` with file and line where the file cannot be read or is no mapping.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot be read ({error})", subject=str(path), stage=STAGE, remedy="Give a readable UTF-8 YAML file.") from error
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise bad(path, 1, "is no mapping", "Start the file with `actors:` and a list of rows.")
        return {
            str(loader.construct_object(key)): [_constructed(loader, item, path) for item in _items(value)] for key, value in root.value
        }
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise bad(path, mark.line + 1 if mark else 1, f"is no valid YAML: {error.problem}", "Mend the line.") from error
    except yaml.YAMLError as error:
        raise bad(path, 1, f"is no valid YAML: {error}", "Save the file as plain UTF-8 text.") from error
    finally:
        loader.dispose()


def _constructed(loader: Any, item: yaml.Node, path: Path) -> tuple[Any, int]:
    line = item.start_mark.line + 1
    try:
        return loader.construct_object(item, deep=True), line
    except ValueError as error:  # what looks like a date is made one, and there is no 30 February
        raise bad(path, line, f"holds a value that cannot be: {error}", "Correct it, or put it in quotation marks.") from error


def _items(node: yaml.Node) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


def user_rows(path: Path) -> list[Located]:
    """The rows of a user's table. Raises `BadInput` with file, line and reason for the first row that is wrong."""
    return [Located(_row(item, path, line, default), path, line) for item, line, default in _user_items(path)]


def row_problems(path: Path) -> list[BadInput]:
    """An error for each row of a user's table that is wrong by itself. Raises `BadInput` where the file is no table at all."""
    found = []
    for item, line, default in _user_items(path):
        try:
            _row(item, path, line, default)
        except BadInput as error:
            found.append(error)
    return found


def _user_items(path: Path) -> Iterator[tuple[object, int, str | None]]:
    found = sections(path)
    unknown = sorted(set(found) - {"actors", "source"})
    if unknown:
        line = found[unknown[0]][0][1] if found[unknown[0]] else 1
        raise bad(path, line, f"has an unknown key {unknown[0]!r}", "A table of actors has the keys `source` and `actors`.")
    default = str(found["source"][0][0]) if found.get("source") else None
    for item, line in found.get("actors", []):
        yield item, line, default


def _row(item: object, path: Path, line: int, source: str | None) -> Row:
    if not isinstance(item, dict):
        raise bad(path, line, f"holds {item!r}, not a row", "Write each actor as a mapping with at least id, name and kind.")
    fields = {"source": source, **{str(key): value for key, value in item.items()}}
    try:
        return Row.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "row"
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise bad(path, line, f"{field}: {reason}", "Correct the field; a row has the fields of onrecord.model.Actor.") from error


def compact(path: Path, section: str, width: int) -> Iterator[tuple[list[str], int]]:
    """The fields of the one-line rows in one section of a shipped file, with their lines."""
    for item, line in sections(path).get(section, []):
        cells = [cell.strip() for cell in str(item).split("|")]
        if len(cells) != width:
            raise bad(path, line, f"has {len(cells)} fields, not {width}", "The head of the file names the fields.")
        yield cells, line


def listed(cell: str) -> list[str]:
    """The members of a list cell, "a; b"."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def names(cell: str, make: Callable[[str], str] = str) -> dict[str, tuple[str, ...]]:
    """The aliases and shared aliases of a list cell, where "~" marks the shared."""
    every = listed(cell)
    return {
        "aliases": tuple(make(name) for name in every if not name.startswith("~")),
        "shared_aliases": tuple(make(name[1:].strip()) for name in every if name.startswith("~")),
    }


def checked(fields: dict[str, object], path: Path, line: int) -> Located:
    """A row of a shipped file, typed and checked like a user's."""
    return Located(_row({key: value for key, value in fields.items() if value not in ("", None)}, path, line, None), path, line)


def span_of(cell: str) -> dict[str, object]:
    """`valid_from`, `valid_to` and `terms` of a cell like "2014..2021-08" or "2009..2021-06, 2022-12..": the whole, and its parts."""
    times = bounds(cell)
    if not times:
        return {}
    several = {"terms": tuple(part.strip() for part in cell.split(","))} if len(times) > 1 else {}
    return {"valid_from": times[0][0], "valid_to": times[-1][1], **several}
