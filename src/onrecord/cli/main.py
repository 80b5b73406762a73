"""The program `onrecord`: its commands and how errors end it.

Exit codes: 0 fine; 1 some inputs were skipped; 2 the run could not go on, or the command line is wrong; 130 stopped with ctrl-C;
141 whoever read the output went away (`onrecord events | head`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from onrecord import __version__
from onrecord.cli import (
    actors,
    decide,
    decisions,
    diff,
    evaluate,
    events,
    export,
    gazetteer,
    link,
    predict,
    read,
    report,
    serve,
    show,
    store,
    users,
    why,
)
from onrecord.errors import OnrecordError
from onrecord.export.words import visible

INTERRUPTED, PIPE_CLOSED = 130, 141


class _Commands(TyperGroup):
    """The commands in the order in which they are used, and quiet where the reader of the output goes away."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is the base class's
        return list(self.commands)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Python flushes stdout once more when it ends, which would fail again and print a warning.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            raise SystemExit(PIPE_CLOSED) from None


app = typer.Typer(
    name="onrecord",
    cls=_Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help="""Read reports about armed conflict into an auditable record of who says that who did what to whom, where and when.

    \b
    Start with:
      onrecord read reports/          read a folder of reports into onrecord.db
      onrecord events                 list what they tell of
      onrecord show e1a2b3c4          see the evidence for one event
      onrecord why e1a2b3c4           see in plain words why it has its grade
      onrecord decide --help          correct, merge, split, grade it
      onrecord report                 write report.html

    \b
    Exit codes:
      0    fine
      1    some inputs were skipped; the rest is done
      2    the run could not go on, or the command line is wrong
      130  stopped with ctrl-C; what was finished is kept
    """,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def _about(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False) -> None:
    pass


for _command, _summary in (
    (read.read, "Read reports into the record."),
    (events.events, "List events."),
    (show.show, "Show the evidence for one thing."),
    (why.why, "Say why an event has its grade."),
    (export.export, "Write events as csv, jsonl, geojson or acled."),
    (report.report, "Write one HTML file."),
    (serve.serve, "Open the desk in the browser."),
    (link.link, "Make the events anew from claims and decisions."),
    (diff.diff, "Say what changed between two states of the record."),
    (predict.predict, "Answer the records of an evaluation task."),
    (evaluate.evaluate, "Score answers against annotation."),
):
    app.command(_command.__name__, short_help=_summary)(_command)
app.add_typer(decide.app, name="decide", short_help="Merge, split, correct, grade, reject, accept, mark a source, undo.")
app.add_typer(users.app, name="users", short_help="Manage who may sign in at a team's desk.")
app.add_typer(store.app, name="store", short_help="Copy the record to another database, and check it.")
app.add_typer(decisions.app, name="decisions", short_help="List, export, import and check decisions.")
app.add_typer(gazetteer.app, name="gazetteer", short_help="Add places to the gazetteer.")
app.add_typer(actors.app, name="actors", short_help="Check, list and show actors.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and exit: an `OnrecordError` is one line on stderr and its exit code."""
    try:
        app(arguments, prog_name="onrecord")
    except OnrecordError as error:
        sys.stderr.write(f"onrecord: {visible(str(error))}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except UnicodeEncodeError as error:
        sys.stderr.write(
            f"onrecord: output: the terminal's encoding {error.encoding} cannot show this text. Set PYTHONIOENCODING=utf-8, or use --out.\n"
        )
        sys.exit(2)


if __name__ == "__main__":
    main()
