"""`onrecord evaluate`: the metrics of the literature on open evaluation data."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from onrecord.cli import options
from onrecord.cli.predict import answers, known_task, load_records, prepared
from onrecord.cli.terminal import console, note, print_json, text
from onrecord.errors import BadInput
from onrecord.settings import Settings


def evaluate(
    task: Annotated[str, typer.Argument(metavar="TASK", help="The task, as in onrecord predict --help.", show_default=False)],
    gold: Annotated[str, typer.Argument(metavar="GOLD", help="Records with gold answers, JSON Lines.", show_default=False)],
    pred: Annotated[
        str | None, typer.Option("--pred", metavar="FILE", help="Answers to score. Default: the program answers now.", show_default=False)
    ] = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Score answers against gold annotation.

    \b
    Examples:
      onrecord evaluate claims claims.jsonl
      onrecord evaluate claims claims.jsonl --pred answers.jsonl --json
    """
    from onrecord.cli.progress import progress
    from onrecord.evaluate.scoring import score

    known_task(task)
    wanted, bad_gold = load_records(gold)
    if bad_gold:
        raise BadInput(bad_gold[0], subject=gold, stage="evaluate", remedy="The gold file has to be whole.")
    if pred is not None:
        given, problems = load_records(pred)
    else:
        given, problems = [], []
        with progress("answering", total=len(wanted), shown=not quiet and sys.stderr.isatty()) as step:
            for answer, failure in answers(task, wanted, prepared(task, Settings.load())):
                given.append(answer)
                if failure is not None:
                    problems.append(failure)
                step()
    for problem in problems:
        note(f"skipped {problem}")
    result = score(task, wanted, given)
    if as_json:
        print_json(result)
    else:
        _print(result)
    raise typer.Exit(1 if problems else 0)


def _print(result: Mapping[str, Any]) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("measure")
    table.add_column("value", justify="right")
    for name, value in _flat(result):
        table.add_row(text(name), text(f"{value:.4f}" if isinstance(value, float) else str(value)))
    console().print(table)


def _flat(result: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in result.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
