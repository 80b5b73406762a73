"""Rows of the table of actors as they are written in YAML: read, typed and checked, with file and line for every complaint.

Users write `actors:`, a list of mappings with the fields of `Row`. The shipped files use one line a row, which each file's head explains.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from onrecord.errors import BadInput

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


class Row(BaseModel):
    """One actor as a table gives it; the fields are those of `onrecord.model.Actor`.

    `shared_aliases` are names that other rows bear as well ("SNA"): which one is meant is then decided by the context.
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

    @field_validator("valid_from", "valid_to", mode="before")
    @classmethod
    def _date(cls, value: object) -> object:
        if value is not None and not _DATE.fullmatch(str(value)):
            raise ValueError(f"is {value!r}, not a year, year-month or date like 2014, 2014-06 or 2014-06-29")
        return None if value is None else str(value)


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
            str(loader.construct_object(key)): [
                (loader.construct_object(item, deep=True), item.start_mark.line + 1) for item in _items(value)
            ]
            for key, value in root.value
        }
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise bad(path, mark.line + 1 if mark else 1, f"is no valid YAML: {error.problem}", "Mend the line.") from error
    except yaml.YAMLError as error:
        raise bad(path, 1, f"is no valid YAML: {error}", "Save the file as plain UTF-8 text.") from error
    finally:
        loader.dispose()


def _items(node: yaml.Node) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


def user_rows(path: Path) -> list[Located]:
    """The rows of a user's table. Raises `BadInput` with file, line and reason for the first row that is wrong."""
    found = sections(path)
    unknown = sorted(set(found) - {"actors", "source"})
    if unknown:
        line = found[unknown[0]][0][1] if found[unknown[0]] else 1
        raise bad(path, line, f"has an unknown key {unknown[0]!r}", "A table of actors has the keys `source` and `actors`.")
    default = str(found["source"][0][0]) if found.get("source") else None
    return [Located(_row(item, path, line, default), path, line) for item, line in found.get("actors", [])]


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


def span_of(cell: str) -> dict[str, str | None]:
    """`valid_from` and `valid_to` of a cell like "2014..2021-08"."""
    start, _, end = cell.partition("..")
    return {"valid_from": start.strip() or None, "valid_to": end.strip() or None}
