"""Everything that can be set: one frozen object, and the only place that reads the environment."""

from __future__ import annotations

import getpass
import hashlib
import json
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

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
    Option("readings", "2", "how often the encoder reads each word: 2, or 1 for speed, which finds a little less"),
    Option("reader", "encoder", "who reads: encoder, in this process, or llm, at an endpoint that you name"),
    Option("llm_url", "", "base URL of the LLM reader's OpenAI-compatible endpoint; the text of the reports is sent there"),
    Option("llm_model", "", "name of the model at that endpoint"),
    Option("llm_key", "", "key of that endpoint; never shown, stored or taken from the command line"),
    Option("llm_price_in", "", "price of 1,000 tokens sent; empty: unknown"),
    Option("llm_price_out", "", "price of 1,000 tokens received; empty: unknown"),
    Option("llm_timeout", "120", "seconds to wait for one answer"),
    Option("llm_retries", "4", "further tries where the endpoint fails, is busy or too slow"),
    Option("llm_document_seconds", "600", "seconds for one document in all; 0: no limit"),
    Option("llm_run_seconds", "28800", "seconds for a run in all; 0: no limit"),
    Option("llm_document_requests", "50", "most requests for one document, tries included"),
    Option("llm_parallel", "1", "documents that are asked about at the same time"),
    Option("llm_chunk", "6000", "characters of a report in one request"),
    Option("llm_max_tokens", "4096", "most tokens of one answer"),
)
READERS = ("encoder", "llm")


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
    readings: int
    reviewer: str
    reader: str
    llm_url: str
    llm_model: str
    llm_key: str = field(repr=False)
    llm_price_in: float | None
    llm_price_out: float | None
    llm_timeout: float
    llm_retries: int
    llm_document_seconds: float
    llm_run_seconds: float
    llm_document_requests: int
    llm_parallel: int
    llm_chunk: int
    llm_max_tokens: int

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
        if value["readings"] not in {"1", "2"}:
            raise _bad("readings", f"{value['readings']!r} is neither 1 nor 2", "Give 1 (fast) or 2")
        if value["reader"] not in READERS:
            raise _bad("reader", f"{value['reader']!r} is no reader", f"Use one of {', '.join(READERS)}")
        if value["reader"] == "llm":
            _check_endpoint(value["llm_url"], value["llm_model"], value["llm_key"])
        return cls(
            store=value["store"],
            weights=Path(value["weights"]) if value["weights"] else _shipped("encoder"),
            gazetteer=Path(value["gazetteer"]) if value["gazetteer"] else shipped_gazetteer(),
            actors=tuple(Path(p) for p in value["actors"].split(os.pathsep) if p),
            jobs=int(value["jobs"]) or _cores(),
            readings=int(value["readings"]),
            reviewer=value["reviewer"] or _login(),
            reader=value["reader"],
            llm_url=value["llm_url"],
            llm_model=value["llm_model"],
            llm_key=value["llm_key"],
            llm_price_in=_number(value, "llm_price_in") if value["llm_price_in"] else None,
            llm_price_out=_number(value, "llm_price_out") if value["llm_price_out"] else None,
            llm_timeout=_number(value, "llm_timeout", least=0.1),
            llm_retries=_whole(value, "llm_retries"),
            llm_document_seconds=_number(value, "llm_document_seconds"),
            llm_run_seconds=_number(value, "llm_run_seconds"),
            llm_document_requests=_whole(value, "llm_document_requests", least=1),
            llm_parallel=_whole(value, "llm_parallel", least=1),
            llm_chunk=_whole(value, "llm_chunk", least=200),
            llm_max_tokens=_whole(value, "llm_max_tokens", least=16),
        )

    @property
    def digest(self) -> str:
        """SHA-256 over what changes the claims that a reading gives: gazetteer, user tables with their contents, one reading for two."""
        tables = [[p.name, hashlib.sha256(p.read_bytes()).hexdigest()] for p in self.actors]
        once = ["once"] if self.readings == 1 else []
        return hashlib.sha256(json.dumps([str(self.gazetteer.name), tables, *once]).encode()).hexdigest()


def _bad(name: str, problem: str, remedy: str) -> BadInput:
    return BadInput(problem, subject=name, stage="set-up", remedy=remedy)


def _number(value: Mapping[str, str], name: str, *, least: float = 0.0) -> float:
    try:
        number = float(value[name])
    except ValueError:
        number = math.nan
    if not (least <= number < math.inf):
        raise _bad(name, f"{value[name]!r} is no number of {least:g} or more", "Give one in digits")
    return number


def _whole(value: Mapping[str, str], name: str, *, least: int = 0) -> int:
    number = _number(value, name, least=least)
    if number != int(number):
        raise _bad(name, f"{value[name]!r} is no whole number", "Give one in digits")
    return int(number)


def _check_endpoint(url: str, model: str, key: str) -> None:
    """Raises BadInput unless the LLM reader has an address that can be used and a model; nothing is ever sent to a default."""
    if not url:
        raise _bad(
            "reader",
            "llm needs the endpoint to which the text of the reports is sent",
            "Name it with --llm-url or ONRECORD_LLM_URL, such as http://127.0.0.1:8080/v1",
        )
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not host or not url.isprintable() or " " in url:
        raise _bad("llm_url", "is no http or https address", "Write it as https://host/v1")
    if parts.username is not None or parts.password is not None:
        raise _bad("llm_url", "holds a name or password", "Set the key in ONRECORD_LLM_KEY instead")
    if not model:
        raise _bad("reader", "llm needs the name of a model", "Name it with --llm-model or ONRECORD_LLM_MODEL")
    if not (key.isascii() and key.isprintable()):
        raise _bad("llm_key", "holds characters that no key has", "Set ONRECORD_LLM_KEY again")


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
