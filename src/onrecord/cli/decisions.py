"""`onrecord decisions`: what reviewers decided, listed, exported, imported and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli import options
from onrecord.cli.terminal import console, note, print_json, text, written

if TYPE_CHECKING:
    from onrecord.store import Standing

_FORMATS = ("jsonl", "nomenklatura")
_STATES = ("applied", "moved", "partial", "undone", "not_applied")
_SHORT = 10
_STYLES = {"undone": "dim", "not_applied": "bold red", "partial": "yellow", "moved": "yellow"}

app = typer.Typer(
    name="decisions",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="""List, export, import and check reviewers' decisions.

    \b
    Examples:
      onrecord decisions list
      onrecord decisions export --out decisions.jsonl
      onrecord decisions import decisions.jsonl
      onrecord decisions check
    """,
)
_Format = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="jsonl, or nomenklatura for those on actors (its resolver's lines).")
]


@app.command("list", short_help="List decisions in the order of deciding.")
def list_decisions(
    store: options.Store = None,
    event: Annotated[
        str | None, typer.Option("--event", metavar="EVENT", help="Those that bear on this event only.", show_default=False)
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help="Such as merge; may be repeated.", show_default=False)
    ] = None,
    state: Annotated[
        list[str] | None,
        typer.Option(
            "--state", metavar="STATE", help="applied, moved, partial, undone or not_applied; may be repeated.", show_default=False
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """List decisions in the order of deciding, with what became of each.

    applied: it holds. moved: its report was read anew and the claim was found by its span. partial: some of its claims are gone.
    undone: taken back. not_applied: its claims are gone, or it contradicts another; the line below says which.

    \b
    Examples:
      onrecord decisions list
      onrecord decisions list --event e1a2b3c4 --json
      onrecord decisions list --state not_applied --state partial
    """
    from onrecord.cli.record import opened

    chosen = options.known(state, _STATES, "--state")
    with opened(store) as record:
        listed = record.history(event.strip().lower()) if event is not None else record.decision_log()
        revision = record.decision_revision()
    listed = [s for s in listed if (not kind or s.decision.kind in kind) and (not chosen or s.state in chosen)]
    if as_json:
        print_json({"revision": revision, "decisions": [standing_json(s) for s in listed]})
    elif listed:
        _print(listed)
    else:
        note("No decision fits.")


@app.command(short_help="Write decisions as JSON lines.")
def export(
    store: options.Store = None,
    form: _Format = "jsonl",
    out: Annotated[str | None, typer.Option("--out", "-o", metavar="FILE", help="Default: standard output.", show_default=False)] = None,
) -> None:
    """Write all decisions, undone ones too, as JSON lines that `onrecord decisions import` reads back.

    With --format nomenklatura, those on actors that hold, as its resolver writes them; its lines have no room for reasons.

    \b
    Examples:
      onrecord decisions export --out decisions.jsonl
      onrecord decisions export --format nomenklatura > resolver.ijson
    """
    from onrecord.settings import Settings
    from onrecord.store import Store
    from onrecord.store.decisions_lines import to_line, to_nomenklatura

    options.known([form], _FORMATS, "--format")
    with Store.open(Settings.load(store=store).store, create=False) as record, written(out) as stream:
        listed = record.decision_log()
        lines = to_nomenklatura(listed) if form == "nomenklatura" else (to_line(s.decision) for s in listed)
        for line in lines:
            stream.write(line + "\n")


@app.command("import", short_help="Append decisions from JSON lines.")
def import_decisions(
    path: Annotated[str, typer.Argument(metavar="FILE", help="JSON lines, or - for standard input.", show_default=False)],
    store: options.Store = None,
    form: _Format = "jsonl",
    keep_dangling: Annotated[
        bool, typer.Option("--keep-dangling", help="Keep decisions about reports that are not read yet; they apply once they are.")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Undo the decisions that these contradict.")] = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Append the decisions of a file, all or none; those that are there already are left out, so importing twice changes nothing.

    A decision that contradicts one on record, or that is about a claim that is not, refuses the whole file and names both.

    \b
    Examples:
      onrecord decisions import decisions.jsonl
      onrecord decisions import colleague.jsonl --keep-dangling
      onrecord decisions import resolver.ijson --format nomenklatura
    """
    from onrecord.cli.lines import lines_of
    from onrecord.cli.record import refresh, warn
    from onrecord.settings import Settings
    from onrecord.store import Store
    from onrecord.store.decisions_lines import from_lines, from_nomenklatura

    options.known([form], _FORMATS, "--format")
    settings = Settings.load(store=store)
    with Store.open(settings.store, create=False) as record:
        suggestions = 0
        with lines_of(path) as lines:
            if form == "nomenklatura":
                found, suggestions = from_nomenklatura(lines, path, record.decision_log())
            else:
                found = from_lines(lines, path)
        added = record.append_decisions(found, keep_dangling=keep_dangling, replacing=replace)
        if added or record.events_stale():
            warn(refresh(record, settings, quiet=quiet).troubles)
    if as_json:
        print_json({"read": len(found), "appended": len(added), "known": len(found) - len(added), "suggestions": suggestions})
    elif not quiet:
        note(f"{len(added)} decisions appended of {len(found)} read.")
        if suggestions:
            note(f"{suggestions} lines without a judgement were left out.")


@app.command(short_help="Say which decisions are not applied and why.")
def check(store: options.Store = None, as_json: options.Json = False) -> None:
    """Say which decisions do not hold as they were made: claims gone after a report was read anew, contradictions, circles.

    Exit code 1: a decision is not applied, or in part only. Nothing is changed, and no decision is ever dropped.

    \b
    Examples:
      onrecord decisions check
      onrecord decisions check --json
    """
    from onrecord.settings import Settings
    from onrecord.store import Store

    with Store.open(Settings.load(store=store).store, create=False) as record:
        listed = record.decision_log()
    troubled = [s for s in listed if s.state not in ("applied", "undone")]
    if as_json:
        print_json({"decisions": len(listed), "troubled": [standing_json(s) for s in troubled]})
    elif troubled:
        _print(troubled)
    else:
        note(f"All {len(listed)} decisions stand: {sum(s.state == 'applied' for s in listed)} applied, the rest undone.")
    raise typer.Exit(1 if any(s.state != "moved" for s in troubled) else 0)


def standing_json(standing: Standing) -> dict[str, Any]:
    """A decision as it stands as JSON, with its payload as an object."""
    import json

    from onrecord.model.codec import to_dict

    try:
        payload = json.loads(standing.decision.payload)
    except ValueError:
        payload = standing.decision.payload
    return {
        **to_dict(standing.decision, ids=True),
        "payload": payload,
        "state": standing.state,
        "claims": list(standing.claims),
        "undone_by": list(standing.undone_by),
        "troubles": [{"kind": t.kind, "decisions": list(t.decisions), "problem": t.problem} for t in standing.troubles],
    }


def _print(listed: list[Standing]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    out = console()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in ("id", "when", "who", "what", "state", "why"):
        table.add_column(name, overflow="fold")
    for s in listed:
        decision = s.decision
        what = f"{decision.kind} {decision.subject[:_SHORT] if decision.kind not in ('source', 'actor') else decision.subject}"
        why = decision.reason + "".join(f"\n{t.problem}" for t in s.troubles)
        why += "".join(f"\nundone by {i[:_SHORT]}" for i in s.undone_by)
        cells = (decision.id[:_SHORT], decision.decided_at.date().isoformat(), decision.author, what, s.state.replace("_", " "))
        table.add_row(*(text(c, _STYLES.get(s.state, "")) for c in cells), Text("\n").join(text(line) for line in why.split("\n")))
    out.print(table)
