"""`onrecord actors`: the table of states, offices, forces, groups and media that voices and doers are resolved to, and your own rows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli import options
from onrecord.cli.terminal import console, note, print_json, text
from onrecord.errors import BadInput
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.model import Actor
    from onrecord.resolve.actor import ActorTable

app = typer.Typer(
    name="actors",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""Look into the table of actors, and check a table of your own.

    The package brings states with their offices and forces, armed groups, alliances, media and leaders; a YAML file of your own
    is laid over it with --actors or ONRECORD_ACTORS, and its rows win. The package's rows were written by hand: each names where
    it can be checked.
    """,
)

_Own = Annotated[
    list[Path] | None,
    typer.Option(
        "--actors", metavar="FILE", help="YAML with actors of your own; may be repeated. Default: $ONRECORD_ACTORS.", show_default=False
    ),
]
_KINDS = ("state", "office", "organisation", "force", "group", "media", "alliance", "igo", "ngo", "person", "people")


@app.command(short_help="Check tables of your own.")
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE...]", help="YAML tables. Default: $ONRECORD_ACTORS.", show_default=False)
    ] = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Say what is wrong in tables of actors: file, line and reason, one a line on stderr.

    Wrong are a field of the wrong kind, a date that is none or ends before it begins, sides that overlap, an id or a name that two
    rows have, a parent, party or owner that no row has, and parents that run in a circle. The exit code is 2 where anything is.

    \b
    Examples:
      onrecord actors check mine.yaml
      ONRECORD_ACTORS=a.yaml:b.yaml onrecord actors check
    """
    from onrecord.resolve.actor import ActorTable, check_tables

    paths = files or list(Settings.load().actors)
    if not paths:
        raise BadInput(
            "no table is named", subject="FILE", stage="command line", remedy="Name a YAML file, or set ONRECORD_ACTORS to your tables."
        )
    problems = check_tables(paths)
    for problem in problems:
        note(problem)
    rows = 0 if problems else len(ActorTable.load(extra=paths)) - len(ActorTable.load())
    if as_json:
        print_json({"files": [str(path) for path in paths], "problems": problems})
    elif not quiet and not problems:
        note(f"{len(paths)} {'table' if len(paths) == 1 else 'tables'}: nothing wrong, {rows} rows more than the package's")
    raise typer.Exit(2 if problems else 0)


@app.command("list", short_help="List actors.")
def list_(
    words: Annotated[str | None, typer.Argument(metavar="[WORDS]", help="Part of an id, a name or an alias.", show_default=False)] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help=f"{', '.join(_KINDS)}; may be repeated.", show_default=False)
    ] = None,
    country: options.Country = None,
    party: Annotated[
        str | None, typer.Option("--party", metavar="ID", help="Those who speak or act for this side.", show_default=False)
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Those who held on this day (YYYY-MM-DD), with their side then.")
    ] = None,
    own: _Own = None,
    as_json: options.Json = False,
) -> None:
    """List the rows of the table by id; every filter that is given has to hold.

    The organs that every state has ("ru.defence", "ng.police") are not listed unless they have names of their own; `show` knows them.

    \b
    Examples:
      onrecord actors list --kind group --country ML
      onrecord actors list --party hamas --json
      onrecord actors list wagner --on 2016-05-01
    """
    from onrecord.resolve.actor import fold_name

    kinds = options.known(kind, _KINDS, "--kind")
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise BadInput(f"{country!r} is no country code", subject="--country", stage="command line", remedy="Give two letters, such as SY")
    day = options.day(on, "--on")
    table = _table(own)
    if party is not None and table.get(party) is None:
        raise BadInput(
            f"no actor has the id {party!r}", subject="--party", stage="command line", remedy="`onrecord actors list` has the ids"
        )
    wanted = fold_name(words) if words else ""
    found = []
    for actor in sorted(table, key=lambda a: a.id):
        then = table.on(actor.id, day) or actor
        if (
            (not kinds or actor.kind in kinds)
            and (country is None or actor.country == country.upper())
            and (party is None or then.party == party)
            and table.in_force(actor, day)
            and (not wanted or any(wanted in fold_name(name) for name in (actor.id, actor.name, *actor.aliases)))
        ):
            found.append(then)
    if as_json:
        print_json([_plain(table, actor) for actor in found])
        return
    _print(found)
    note(f"{len(found)} of {len(table)} rows")


@app.command(short_help="Show one actor, by id or by any of its names.")
def show(
    name: Annotated[str, typer.Argument(metavar="NAME|ID", help="As a report writes it, in any script; or an id.", show_default=False)],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="As it was on this day (YYYY-MM-DD).", show_default=False)] = None,
    own: _Own = None,
    as_json: options.Json = False,
) -> None:
    """Show what the table says about an actor: names, kind, side, parents, dates, and where the row can be checked.

    A name that several actors bear shows them all. The exit code is 1 where the table has none.

    \b
    Examples:
      onrecord actors show "Defence Ministry of Chad"
      onrecord actors show rsf --on 2021-03-01
      onrecord actors show داعش --json
    """
    table = _table(own)
    day = options.day(on, "--on")
    direct = table.get(name)
    found = [direct] if direct is not None else list(table.find(name))
    shown = [table.on(actor.id, day) or actor for actor in found]
    if as_json:
        print_json([_plain(table, actor) for actor in shown])
    elif not shown:
        note(f"the table has no actor {name!r}; a report that names one gets a local actor")
    else:
        out = console()
        for number, actor in enumerate(shown):
            if number:
                out.print()
            for field, value in _lines(table, actor):
                out.print(text(f"{field:<9} ", "dim"), text(value), sep="")
    raise typer.Exit(0 if shown else 1)


def _table(own: list[Path] | None) -> ActorTable:
    from onrecord.resolve.actor import ActorTable

    return ActorTable.load(extra=Settings.load(actors=os.pathsep.join(map(str, own)) if own else None).actors)


def _plain(table: ActorTable, actor: Actor) -> dict[str, Any]:
    keys = ("valid_from", "valid_to", "party", "parent", "reason")
    sides = [dict(zip(keys, side, strict=True)) for side in table.sides(actor.id)]
    return {**asdict(actor), "sides": sides, "terms": [list(term) for term in table.terms(actor.id)]}


def _name(table: ActorTable, actor_id: str | None) -> str:
    actor = table.get(actor_id or "")
    return f"{actor.name} ({actor.id})" if actor else ""


def _times(start: str | None, end: str | None) -> str:
    return f"{start or ''}..{end or ''}" if start or end else ""


def _lines(table: ActorTable, actor: Actor) -> Iterator[tuple[str, str]]:
    codes = [f"PLOVER {actor.sector}" if actor.sector else "", f"ACLED {actor.inter}" if actor.inter else "", actor.country or ""]
    times = [_times(*term) for term in table.terms(actor.id)] or [_times(actor.valid_from, actor.valid_to)]
    pairs = [
        ("id", actor.id),
        ("name", actor.name),
        ("kind", ", ".join([actor.kind, *(code for code in codes if code)])),
        ("aliases", "; ".join(actor.aliases)),
        ("parent", _name(table, actor.parent)),
        ("party", _name(table, actor.party) + (f": {actor.party_reason}" if actor.party_reason else "")),
        ("owner", _name(table, actor.owner)),
        ("valid", ", ".join(time for time in times if time)),
    ]
    for start, end, party, parent, reason in table.sides(actor.id):
        whose = " of ".join(part for part in (_name(table, party), _name(table, parent)) if part)
        pairs.append(("side", f"{_times(start, end)} {whose}" + (f": {reason}" if reason else "")))
    pairs += [("wikidata", actor.qid or ""), ("source", actor.source or "")]
    yield from ((field, value) for field, value in pairs if value)


def _print(actors: list[Actor]) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    for column in ("id", "name", "kind", "land", "party", "valid"):
        table.add_column(column, overflow="fold")
    for actor in actors:
        valid = _times(actor.valid_from, actor.valid_to)
        table.add_row(*(text(cell) for cell in (actor.id, actor.name, actor.kind, actor.country or "", actor.party or "", valid)))
    console().print(table)
