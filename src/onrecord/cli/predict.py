"""`onrecord predict`: answers of the program to the records of an evaluation task."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli import llm, options
from onrecord.cli.terminal import note, print_json, written
from onrecord.errors import BadInput, DocumentError, MissingData
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.pipeline import Pipeline

Record = dict[str, Any]

EMPTY: Mapping[str, Record] = {
    "claims": {"claims": [], "events": []},
    "attribution": {"attributions": []},
    "entities": {"entities": []},
    "events_arguments": {"events": []},
    "toponyms": {"toponyms": []},
    "dates": {"timexes": []},
    "factuality": {"items": []},
    "events_sentence": {"labels": []},
    "events_cameo": {"labels": [], "events": []},
    "events_document": {"role_entities": {}, "templates": []},
    "coreference": {"mentions": []},
    "grading": {"events": []},
    "coreference_events": {"mentions": []},
}
"""What stands for a record that could not be answered, by task."""


def predict(
    source: Annotated[
        str, typer.Argument(metavar="IN.jsonl", help="Records {id, text, meta}, one a line; - for standard input.", show_default=False)
    ],
    out: Annotated[str, typer.Argument(metavar="OUT.jsonl", help="Answers, one a line; - for standard output.", show_default=False)],
    task: Annotated[str, typer.Option("--task", metavar="TASK", help=f"One of {', '.join(EMPTY)}.", show_default=False)],
    reader: llm.ReaderName = None,
    llm_url: llm.Url = None,
    llm_model: llm.Model = None,
    llm_price_in: llm.PriceIn = None,
    llm_price_out: llm.PriceOut = None,
    llm_run_seconds: llm.Seconds = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Answer the records of an evaluation task, in the shape that its scorer reads.

    A record that cannot be answered gets an empty answer and a line on stderr; the exit code is then 1. OUT appears when all is done.

    \b
    Examples:
      onrecord predict --task claims claims.jsonl answers.jsonl
      onrecord predict --task toponyms texts.jsonl - | jq .toponyms
      onrecord predict --task claims claims.jsonl answers.jsonl --reader llm --llm-url http://127.0.0.1:8080/v1 --llm-model qwen3
    """
    from onrecord.cli.progress import progress
    from onrecord.export.jsontext import json_text

    known_task(task)
    settings = Settings.load(
        reader=reader,
        llm_url=llm_url,
        llm_model=llm_model,
        llm_price_in=llm_price_in,
        llm_price_out=llm_price_out,
        llm_run_seconds=llm_run_seconds,
    )
    records, unreadable = load_records(source)
    for problem in unreadable:
        note(f"skipped {problem}")
    with progress("answering", total=len(records), shown=not quiet and sys.stderr.isatty()) as step, written(out) as stream:
        pipeline = prepared(task, settings)
        failures = 0
        for answer, failure in answers(task, records, pipeline):
            failures += failure is not None
            if failure is not None:
                note(f"skipped {failure}")
            stream.write(json_text(answer) + "\n")
            step()
    failures += len(unreadable)
    if as_json and out != "-":
        print_json({"task": task, "records": len(records) + len(unreadable), "failed": failures, "out": out, **llm.used(pipeline)})
    elif not quiet and out != "-":
        note(f"{out}: {len(records)} answers, {failures} failed")
        for name, value in llm.rows(pipeline):
            note(f"{name}: {value}")
    raise typer.Exit(1 if failures else 0)


def known_task(task: str) -> None:
    """Raises BadInput unless the program does the task."""
    if task not in EMPTY:
        raise BadInput(f"no such task: {task}", subject="--task", stage="evaluate", remedy=f"Use one of {', '.join(EMPTY)}.")


def load_records(source: str) -> tuple[list[Record], list[str]]:
    """The records of a JSON Lines file, and a line of words for each line that is none. Raises BadInput where the file cannot be read."""
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise BadInput(
            f"cannot be read ({error.strerror})", subject=source, stage="evaluate", remedy="Check the name and the permissions."
        ) from error
    records: list[Record] = []
    bad: list[str] = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            bad.append(f"{source}:{number}: is no JSON ({error}). Correct the line.")
            continue
        if isinstance(value, dict) and isinstance(value.get("id"), str | int):
            records.append(value)
        else:
            bad.append(f'{source}:{number}: is no record with an id. Write {{"id": ..., "text": ...}}.')
    if not records and not bad:
        raise BadInput("holds no records", subject=source, stage="evaluate", remedy="Give a file with one JSON record a line.")
    return records, bad


_WITH_LLM = ("claims", "events_sentence", "events_cameo", "grading")
"""The tasks whose answers are made of claims alone; the others ask the encoder."""


def prepared(task: str, settings: Settings) -> Pipeline:
    """The pipeline that answers a task, after saying where texts go. Raises BadInput where the chosen reader cannot do the task."""
    from onrecord.pipeline import Pipeline

    if settings.reader == "llm" and task not in _WITH_LLM:
        raise BadInput(
            f"the LLM reader does not do {task}",
            subject="--reader",
            stage="evaluate",
            remedy=f"It does {', '.join(_WITH_LLM)}; leave --reader out for the others.",
        )
    pipeline = Pipeline(settings)
    llm.announce(pipeline)
    return pipeline


def answers(task: str, records: list[Record], pipeline: Pipeline) -> Iterator[tuple[Record, str | None]]:
    """The answer to each record, with words for why it is empty where it could not be found."""
    from onrecord.evaluate import predict as answer_records
    from onrecord.evaluate.tasks import WHOLE_FILE

    if task == WHOLE_FILE:
        # Its answer to one record hangs on all of them, so one that fails fails all.
        for answer in answer_records(task, records, pipeline):
            yield answer, None
        return
    for record in records:
        yield _answer(task, record, pipeline)


def _answer(task: str, record: Record, pipeline: Pipeline) -> tuple[Record, str | None]:
    from onrecord.evaluate import predict as answer_records

    try:
        return next(answer_records(task, [record], pipeline)), None
    except MissingData:
        raise
    except (DocumentError, BadInput) as error:
        reason = str(error)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError) as error:
        reason = f"{record['id']}: evaluate: {type(error).__name__}: {error}. Check the record against the task's shape."
    return {"id": record["id"], **EMPTY[task]}, reason
