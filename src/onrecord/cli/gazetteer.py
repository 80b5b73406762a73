"""`onrecord gazetteer`: places of other sources and of your own beside those that the package brings."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli import options
from onrecord.cli.terminal import console, note, print_json, text
from onrecord.errors import BadInput
from onrecord.settings import Settings, shipped_gazetteer

if TYPE_CHECKING:
    from onrecord.resolve.gazetteer.added import Source, Step

_DEFAULT = "onrecord-places.sqlite"
_FORMATS = "geonames, alternate-names, natural-earth, wof or csv"

app = typer.Typer(
    name="gazetteer",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""Add places to the gazetteer, and see what is in it.

    The package's own gazetteer is never changed: what you add goes into a file of your own, which holds the package's
    places too and is used where ONRECORD_GAZETTEER names it.
    """,
)

_Mine = Annotated[
    str | None,
    typer.Option("--gazetteer", metavar="FILE", help=f"Your gazetteer. Default: $ONRECORD_GAZETTEER, else {_DEFAULT}.", show_default=False),
]
_Any = Annotated[
    str | None,
    typer.Option(
        "--gazetteer", metavar="FILE", help="The gazetteer. Default: $ONRECORD_GAZETTEER, else the package's.", show_default=False
    ),
]


@app.command(short_help="Add files of places or names.")
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Plain, .gz or .zip.", show_default=False)],
    form: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help=f"{_FORMATS}; else told by name and first line.", show_default=False)
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="What to call the source. Default: the file's name.")] = None,
    sha256: Annotated[str | None, typer.Option("--sha256", metavar="HEX", help="Refuse a file with another checksum.")] = None,
    licence: Annotated[str | None, typer.Option("--licence", metavar="TEXT", help="Default: that of the format.")] = None,
    attribution: Annotated[
        str | None, typer.Option("--attribution", metavar="TEXT", help="Who is to be named. Default: that of the format.")
    ] = None,
    later: Annotated[bool, typer.Option("--no-build", help="Only read the files; put them in with a later add or build.")] = False,
    gazetteer: _Mine = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Add GeoNames dumps, alternate names, Natural Earth layers, Who's On First tables or your own CSV.

    A run that was stopped goes on where it was when the same file is added again; a file that is in already is left
    alone; another file under the same name takes its place. The first line that is wrong stops the file with its number
    and the reason.

    \b
    Your own table is a CSV with a header; name, lat and lon (degrees WGS 84) are needed, the rest may be left out:
      name,lat,lon,id,kind,country,radius_m,population,aliases,source

    \b
    Examples:
      onrecord gazetteer add SY.zip IQ.zip --gazetteer places.sqlite
      onrecord gazetteer add alternateNamesV2.zip --gazetteer places.sqlite
      onrecord gazetteer add villages.csv --licence "CC BY 4.0" --attribution "Our field team"
    """
    from onrecord.resolve.gazetteer.added import Added, known_format
    from onrecord.resolve.gazetteer.formats import FORMATS, guess
    from onrecord.resolve.gazetteer.lookup import Gazetteer

    if len(files) > 1 and (name or sha256):
        raise BadInput("name one source", subject="--name, --sha256", stage="command line", remedy="Add the files one by one")
    out = _mine(gazetteer)
    chosen = []
    for file in files:
        known = form or (guess(file) if file.is_file() else None)
        if known is None:
            problem = "its format cannot be told" if file.is_file() else "the file does not exist"
            raise BadInput(problem, subject=str(file), stage="gazetteer add", remedy=f"Give a file, and --format {_FORMATS}")
        chosen.append((file, known_format(known) if form else FORMATS[known]))
    results: list[Source] = []
    with Gazetteer.open(shipped_gazetteer()) as base, _bar(quiet or as_json) as step, Added(_beside(out)) as added:
        for file, one in chosen:
            results.append(
                added.add(file, one, base, name=name, sha256=sha256, licence=licence, attribution=attribution, step=_named(step, file))
            )
    counts = None if later else _merge(out, quiet=quiet or as_json)
    if as_json:
        print_json({"gazetteer": str(out), "added": [asdict(source) for source in results], "counts": counts})
    elif not quiet:
        for source in results:
            note(f"{source.name}: {source.places:,} places, {source.names:,} names ({source.licence})")
        _told(out, counts)


@app.command(short_help="Put your gazetteer together again.")
def build(
    packages: Annotated[
        bool, typer.Option("--from-packages", help="Compile the package's own gazetteer from its sources instead (for developers).")
    ] = False,
    gazetteer: _Mine = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Put the package's places and your sources together again: after an update of onrecord, or after add --no-build.

    \b
    Examples:
      onrecord gazetteer build --gazetteer places.sqlite
      onrecord gazetteer build --from-packages --gazetteer new.sqlite
    """
    out = _mine(gazetteer)
    counts = _compile(out, quiet=quiet or as_json) if packages else _merge(out, quiet=quiet or as_json)
    if as_json:
        print_json({"gazetteer": str(out), "counts": counts})
    elif not quiet:
        _told(out, counts)


@app.command("list", short_help="List what is in, with licences.")
def list_(gazetteer: _Any = None, as_json: options.Json = False) -> None:
    """List the sources of the gazetteer with their licence, whom to name, date and size.

    \b
    Examples:
      onrecord gazetteer list
      onrecord gazetteer list --gazetteer places.sqlite --json
    """
    from rich import box
    from rich.table import Table

    from onrecord.resolve.gazetteer.lookup import Gazetteer

    with Gazetteer.open(_any(gazetteer)) as opened:
        meta, path = opened.meta(), opened.path
    sources: list[dict[str, Any]] = json.loads(meta.get("sources", "[]"))
    packages = {key.removeprefix("package "): value for key, value in meta.items() if key.startswith("package ")}
    if as_json:
        print_json(
            {
                "gazetteer": str(path),
                "sha256": meta["sha256"],
                "counts": {key.removeprefix("count "): int(value) for key, value in meta.items() if key.startswith("count ")},
                "attribution": meta["attribution"],
                "packages": packages,
                "sources": sources,
            }
        )
        return
    out = console()
    out.print(text(f"{path}: {int(meta['count places']):,} places, {int(meta['count names']):,} names, SHA-256 {meta['sha256'][:12]}"))
    out.print(text(f"compiled from {', '.join(f'{name} {version}' for name, version in packages.items())}"))
    if sources:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for heading in ("source", "format", "of", "places", "names", "licence"):
            table.add_column(heading, justify="right" if heading in ("places", "names") else "left")
        for source in sources:
            table.add_row(
                *(text(source[key]) for key in ("name", "format", "dated")),
                *(text(f"{source[key]:,}") for key in ("places", "names")),
                text(source["licence"]),
            )
        out.print(table)
    out.print(text(meta["attribution"]))


@app.command(short_help="Check a gazetteer, or a table of your own.")
def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A file to be added, instead of the gazetteer.", show_default=False)
    ] = None,
    form: Annotated[str | None, typer.Option("--format", metavar="FORMAT", help=f"Of FILE: {_FORMATS}.", show_default=False)] = None,
    gazetteer: _Any = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Check the gazetteer: its checksum, coordinates, kinds, divisions and names; exit code 1 where something is wrong.

    With FILE, read that file as add would, and say what is in it or which line is wrong; nothing is written.

    \b
    Examples:
      onrecord gazetteer check
      onrecord gazetteer check villages.csv
    """
    from onrecord.resolve.gazetteer.added import known_format
    from onrecord.resolve.gazetteer.formats import guess
    from onrecord.resolve.gazetteer.lookup import Gazetteer
    from onrecord.resolve.gazetteer.verify import faults

    if file is not None:
        chosen = form or (guess(file) if file.is_file() else None)
        if chosen is None:
            problem = "its format cannot be told" if file.is_file() else "the file does not exist"
            raise BadInput(problem, subject=str(file), stage="gazetteer check", remedy=f"Give a file, and --format {_FORMATS}")
        rows = sum(1 for _ in known_format(chosen).read(file, None))
        if as_json:
            print_json({"file": str(file), "format": chosen, "rows": rows, "faults": []})
        elif not quiet:
            note(f"{file}: {rows:,} rows that can be used ({chosen})")
        return
    path = _any(gazetteer)
    with Gazetteer.open(path) as opened, _bar(quiet or as_json) as step:
        found = faults(opened, step=step)
    if as_json:
        print_json({"gazetteer": str(path), "faults": found})
    else:
        for fault in found:
            note(f"{path}: {fault}")
        if not found and not quiet:
            note(f"{path}: sound")
    raise typer.Exit(1 if found else 0)


@app.command(short_help="Take a source out again.")
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As onrecord gazetteer list shows it.", show_default=False)],
    gazetteer: _Mine = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Take a source out of your gazetteer and put it together again.

    \b
    Examples:
      onrecord gazetteer remove villages.csv --gazetteer places.sqlite
    """
    from onrecord.resolve.gazetteer.added import Added

    out = _mine(gazetteer)
    if not _beside(out).is_file():
        raise BadInput("nothing was added to it", subject=str(out), stage="gazetteer remove", remedy="Name another file with --gazetteer")
    with Added(_beside(out)) as added:
        added.remove(name)
    counts = _merge(out, quiet=quiet or as_json)
    if as_json:
        print_json({"gazetteer": str(out), "removed": name, "counts": counts})
    elif not quiet:
        _told(out, counts)


def _mine(given: str | None) -> Path:
    settings = Settings.load(gazetteer=given)
    out = settings.gazetteer
    if out == shipped_gazetteer():
        out = Path(_DEFAULT)
    if given and out.resolve() == shipped_gazetteer().resolve():
        raise BadInput("is the package's own file", subject=given, stage="gazetteer", remedy="Name another file with --gazetteer")
    return out


def _any(given: str | None) -> Path:
    return Settings.load(gazetteer=given).gazetteer


def _beside(out: Path) -> Path:
    return out.with_name(out.name + ".sources")


def _merge(out: Path, *, quiet: bool) -> dict[str, int]:
    from onrecord.resolve.gazetteer.added import Added
    from onrecord.resolve.gazetteer.lookup import Gazetteer
    from onrecord.resolve.gazetteer.merge import merge

    with Gazetteer.open(shipped_gazetteer()) as base, _bar(quiet) as step:
        with Added(_beside(out)) as added:
            sources = added.sources()
        waiting: Sequence[Source] = [source for source in sources if not source.done]
        for source in waiting:
            note(f"{source.name} was only read up to line {source.line:,} and is left out: add it again to go on")
        return merge(base, _beside(out), sources, out, step=step)


def _compile(out: Path, *, quiet: bool) -> dict[str, int]:
    try:
        from onrecord.resolve.gazetteer.build import compile_gazetteer
    except ImportError as error:
        raise BadInput(
            f"the package {error.name} is not installed",
            subject="--from-packages",
            stage="gazetteer build",
            remedy="Install the build group",
        ) from error
    return compile_gazetteer(out, console=None if quiet else console(stderr=True))


def _told(out: Path, counts: dict[str, int] | None) -> None:
    if counts is None:
        note(f"read; put it in with: onrecord gazetteer build --gazetteer {out}")
        return
    places, names = (counts.get(one, counts.get(one.removesuffix("s"), 0)) for one in ("places", "names"))
    note(f"{out}: {places:,} places, {names:,} names, {out.stat().st_size / 1e6:.1f} MB. Use it with ONRECORD_GAZETTEER={out}")


def _named(step: Step, file: Path) -> Step:
    return lambda what, done, total: step(f"{what} {file.name}", done, total)


@contextmanager
def _bar(quiet: bool) -> Iterator[Step]:
    """A progress bar that is told what is being done, how much of it is done and how much there is; silent where nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)
