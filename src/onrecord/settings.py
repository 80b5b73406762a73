"""Everything that can be set: one frozen object, and the only place that reads the environment."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path

from onrecord.errors import BadInput

PREFIX = "ONRECORD_"


@dataclass(frozen=True, slots=True)
class Option:
    """One row of the table of settings; `docs/reference.md` shows the same table."""

    name: str
    default: str
    help: str


OPTIONS: tuple[Option, ...] = (
    Option("store", "onrecord.db", "file or SQLAlchemy URL of the record"),
    Option("weights", "", "folder of the reader's weights; empty: those of the package"),
    Option("gazetteer", "", "compiled gazetteer; empty: that of the package"),
    Option("actors", "", f"YAML files with actors of your own, separated by '{os.pathsep}'; their rows win over the package's"),
    Option("jobs", "0", "processes that read documents; 0: one a core"),
    Option("reviewer", "", "who decides; empty: the name under which you are logged in"),
)


def _shipped(name: str) -> Path:
    return Path(str(files("onrecord") / "data" / name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Resolved settings of one run: where the data lie and how many processes read."""

    store: str
    weights: Path
    gazetteer: Path
    actors: tuple[Path, ...]
    jobs: int
    reviewer: str

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None, **given: str | None) -> Settings:
        """Settings from keyword arguments, then variables `ONRECORD_<NAME>`, then the defaults of `OPTIONS`.

        Raises `BadInput` for a name that is not in the table or a value that cannot be one.
        """
        environment = os.environ if environment is None else environment
        unknown = set(given) - {o.name for o in OPTIONS}
        if unknown:
            raise BadInput(
                f"no such setting: {', '.join(sorted(unknown))}",
                subject="settings",
                stage="set-up",
                remedy=f"Use one of {[o.name for o in OPTIONS]}",
            )
        value = {o.name: given.get(o.name) or environment.get(PREFIX + o.name.upper()) or o.default for o in OPTIONS}
        if not value["jobs"].isdigit():
            raise BadInput(
                f"{value['jobs']!r} is no whole number",
                subject="jobs",
                stage="set-up",
                remedy="Give the number of processes, or 0 for one a core",
            )
        return cls(
            store=value["store"],
            weights=Path(value["weights"]) if value["weights"] else _shipped("encoder"),
            gazetteer=Path(value["gazetteer"]) if value["gazetteer"] else shipped_gazetteer(),
            actors=tuple(Path(p) for p in value["actors"].split(os.pathsep) if p),
            jobs=int(value["jobs"]) or _cores(),
            reviewer=value["reviewer"] or _login(),
        )

    @property
    def digest(self) -> str:
        """SHA-256 over what changes the claims that a reading gives: the gazetteer's and the user tables' names and contents."""
        tables = [[p.name, hashlib.sha256(p.read_bytes()).hexdigest()] for p in self.actors]
        return hashlib.sha256(json.dumps([str(self.gazetteer.name), tables]).encode()).hexdigest()


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS or Windows
        return os.cpu_count() or 1


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container may run a user without a name
        return ""


def shipped_gazetteer() -> Path:
    """The gazetteer that ships with the package."""
    return _shipped("gazetteer.sqlite")


def sample_reports() -> Path:
    """The folder of sample reports that ship with the package."""
    return _shipped("samples")


assert {o.name for o in OPTIONS} == {f.name for f in fields(Settings)}
