"""`onrecord read`: reports in, claims and events out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli import llm, options
from onrecord.cli.record import refresh, warn
from onrecord.cli.terminal import console, note, print_json, text
from onrecord.errors import BadInput, DocumentError
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.ingest import IngestOptions
    from onrecord.model import Captured
    from onrecord.pipeline import Pipeline
    from onrecord.store import Store

_SHOWN_EVENTS = 50


@dataclass(slots=True, kw_only=True)
class _Tally:
    """What became of the inputs of one run."""

    read: int = 0
    known: int = 0
    words: int = 0
    claims: int = 0
    seconds: float = 0.0
    skipped: list[DocumentError] = field(default_factory=list)


def read(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders, globs, or - for standard input.", show_default=False)],
    store: options.Store = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="Day of publication of all inputs (YYYY-MM-DD).", show_default=False)
    ] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", metavar="NAME", help="Publisher of all inputs.", show_default=False)
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Title of all inputs.", show_default=False)] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="FIELD=PATH", help="Where JSON records hold a field: text=body.content; may be repeated.", show_default=False
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="NAME", help="Character encoding of all inputs; default: recognised.", show_default=False),
    ] = None,
    max_bytes: Annotated[
        int | None,
        typer.Option("--max-bytes", metavar="N", min=1, help="Most bytes of one document. Default: 20000000.", show_default=False),
    ] = None,
    actors: Annotated[
        list[str] | None,
        typer.Option("--actors", metavar="FILE", help="YAML with actors of your own, whose rows win; may be repeated.", show_default=False),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", metavar="N", min=0, help="Processes that read; 0: one a core. Default: $ONRECORD_JOBS, else 0.", show_default=False
        ),
    ] = None,
    fast: Annotated[
        bool,
        typer.Option(
            "--fast", help="Read each word once instead of twice: half as fast again, finds a little less. Also ONRECORD_READINGS=1."
        ),
    ] = False,
    reader: llm.ReaderName = None,
    llm_url: llm.Url = None,
    llm_model: llm.Model = None,
    llm_price_in: llm.PriceIn = None,
    llm_price_out: llm.PriceOut = None,
    llm_run_seconds: llm.Seconds = None,
    llm_parallel: llm.Parallel = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Read reports into the record, then link and grade what they tell.

    Text, Markdown, HTML and JSON Lines are read. What was read before is skipped, so a run that was stopped goes on where it was. An input
    that cannot be read is named in one line on stderr; the rest goes on and the exit code is 1.

    \b
    Examples:
      onrecord read reports/
      onrecord read archive/ --fast
      onrecord read 'wires/*.jsonl' --map text=body.content --map published=date
      onrecord read bulletin.txt --published 2024-06-04 --publisher "Defence Ministry"
      curl -s https://example.org/statement.html | onrecord read - --store syria.db
      onrecord read reports/ --reader llm --llm-url http://127.0.0.1:8080/v1 --llm-model qwen3
    """
    from onrecord.ingest import ingest_paths

    chosen = _ingest_options(published, publisher, title, mapping, encoding, max_bytes)
    settings = Settings.load(
        store=store,
        jobs=None if jobs is None else str(jobs),
        actors=os.pathsep.join(actors) if actors else None,
        readings="1" if fast else None,
        reader=reader,
        llm_url=llm_url,
        llm_model=llm_model,
        llm_price_in=llm_price_in,
        llm_price_out=llm_price_out,
        llm_run_seconds=llm_run_seconds,
        llm_parallel=llm_parallel,
    )
    inputs = ingest_paths(paths, options=chosen)
    from onrecord.pipeline import Pipeline
    from onrecord.store import Store

    with Store.open(settings.store) as record:
        for remark in () if quiet else record.remarks():
            note(remark)
        pipeline = Pipeline(settings)
        llm.announce(pipeline)
        total = _total(paths, chosen) if _shows_progress(quiet=quiet) else None
        tally = _read_inputs(inputs, record, pipeline, settings, total=total, quiet=quiet)
        events = _rebuild(record, settings, quiet=quiet)
        if as_json:
            print_json({**_summary(tally, settings, events), **llm.used(pipeline)})
        elif not quiet:
            _print_summary(tally, settings, events, llm.rows(pipeline))
            _print_events(record)
    raise typer.Exit(1 if tally.skipped else 0)


def _ingest_options(
    published: str | None, publisher: str | None, title: str | None, mapping: list[str] | None, encoding: str | None, max_bytes: int | None
) -> IngestOptions:
    from onrecord.ingest import IngestOptions

    pairs: dict[str, str] = {}
    for item in mapping or ():
        name, equals, path = item.partition("=")
        if not equals:
            raise BadInput(
                f"{item!r} has no =", subject="--map", stage="command line", remedy="Write FIELD=PATH, such as text=body.content."
            )
        pairs[name.strip()] = path.strip()
    more = {} if max_bytes is None else {"max_bytes": max_bytes}
    return IngestOptions(
        published=options.day(published, "--published"), publisher=publisher, title=title, mapping=pairs, encoding=encoding, **more
    )


def _shows_progress(*, quiet: bool) -> bool:
    return not quiet and sys.stderr.isatty()


def _total(paths: list[str], chosen: IngestOptions) -> int | None:
    from onrecord.ingest import count_inputs

    return count_inputs(paths, options=chosen)


def _read_inputs(
    inputs: Iterator[Captured | DocumentError], record: Store, pipeline: Pipeline, settings: Settings, *, total: int | None, quiet: bool
) -> _Tally:
    from onrecord.cli.progress import progress
    from onrecord.pipeline import read_all

    tally = _Tally()
    started = time.monotonic()
    with progress("reading", total=total, shown=_shows_progress(quiet=quiet)) as step:

        def skip(origin: str, error: DocumentError) -> None:
            tally.skipped.append(error)
            record.mark_skipped(origin, error)
            note(f"skipped {error}")
            step()

        def fresh() -> Iterator[Captured]:
            for item in inputs:
                if isinstance(item, DocumentError):
                    skip(item.subject, item)
                elif record.has(item.document.id, pipeline.producer):
                    tally.known += 1
                    step()
                else:
                    yield item

        for result in read_all(fresh(), settings, pipeline):
            if result.reading is None:
                assert result.error is not None
                skip(result.captured.capture.origin, result.error)
                continue
            # The same report twice in one batch: the second one is known by now.
            if record.add(result.captured, result.reading, pipeline.producer):
                tally.read += 1
                tally.words += len(result.captured.document.text.split())
                tally.claims += len(result.reading.claims)
            else:
                tally.known += 1
            step()
    tally.seconds = time.monotonic() - started
    return tally


def _rebuild(record: Store, settings: Settings, *, quiet: bool) -> int:
    if not record.events_stale():
        return record.counts()["events"]
    done = refresh(record, settings, quiet=quiet)
    warn(done.troubles)
    return done.events


def _summary(tally: _Tally, settings: Settings, events: int) -> dict[str, Any]:
    from onrecord.store.address import shown

    return {
        "store": shown(settings.store),
        "read": tally.read,
        "known": tally.known,
        "skipped": len(tally.skipped),
        "words": tally.words,
        "claims": tally.claims,
        "events": events,
        "seconds": round(tally.seconds, 3),
        "errors": [{"subject": e.subject, "stage": e.stage, "problem": e.problem, "remedy": e.remedy} for e in tally.skipped],
    }


def _print_summary(tally: _Tally, settings: Settings, events: int, more: list[tuple[str, str]]) -> None:
    from rich.table import Table

    from onrecord.store.address import shown

    table = Table(show_header=False, box=None, pad_edge=False)
    speed = f" ({tally.words / tally.seconds:,.0f} words a second)" if tally.words and tally.seconds > 0 else ""
    for name, value in (
        ("documents read", f"{tally.read:,}, {tally.words:,} words in {tally.seconds:.1f} s{speed}"),
        ("read before", f"{tally.known:,}"),
        ("skipped", f"{len(tally.skipped):,}"),
        ("new claims", f"{tally.claims:,}"),
        *more,
        ("events in the record", f"{events:,}"),
        ("record", shown(settings.store)),
    ):
        table.add_row(name, text(value))
    console().print(table)


def _print_events(record: Store) -> None:
    from onrecord.cli.table import print_events
    from onrecord.store import EventFilter

    found = record.events(EventFilter(limit=_SHOWN_EVENTS + 1))
    if found:
        print_events(found[:_SHOWN_EVENTS])
    if len(found) > _SHOWN_EVENTS:
        console().print(f"The first {_SHOWN_EVENTS} events. onrecord events lists all of them.")
