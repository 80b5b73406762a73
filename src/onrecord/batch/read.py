"""Documents to readings, one pipeline a worker process; what cannot be read becomes a row that says why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812 - the name that everyone who knows Spark reads

from onrecord.batch.shapes import READING, Batches, Row, batches_of, rows_of
from onrecord.errors import BadInput, DocumentError, RunError
from onrecord.ingest.draft import Draft, finish, parse_day, unreadable
from onrecord.ingest.options import FIELDS, IngestOptions
from onrecord.model import ActorRef, Claim, Document
from onrecord.model.codec import to_dict
from onrecord.pipeline import Pipeline
from onrecord.settings import Settings


def read_documents(documents: DataFrame, *, settings: Mapping[str, str] | None = None) -> DataFrame:
    """A reading (`shapes.READING`) for each row of `documents`, in no order.

    `documents` has the column `text` and, as far as they are known, `id`, `title`, `publisher`, `published` (a date, or ISO 8601 text),
    `url`, `language`; other columns are left aside. `settings` are by name as in `docs/settings.md`; paths are those of the workers, whose
    environment is not asked. A document that cannot be read gives a row with `error`, whatever happened; only missing weights or a missing
    gazetteer stop the job. Raises `BadInput` where there is no column `text`, for an unknown setting and for the LLM reader.
    """
    if "text" not in documents.columns:
        problem = f"there is no column text among {', '.join(documents.columns) or 'none'}"
        raise BadInput(problem, subject="documents", stage="read", remedy="Rename the column that holds the text.")
    given = dict(settings or {})
    if Settings.load({}, **given).reader != "encoder":
        # Its limits of time, money and requests hold for one process, and a job has many.
        raise BadInput("the LLM reader does not run on Spark", subject="reader", stage="read", remedy="Leave the setting out.")
    columns = [name for name in FIELDS if name in documents.columns]
    return documents.select(*columns).mapInArrow(_reader(tuple(sorted(given.items()))), READING)


def claims_of(readings: DataFrame) -> DataFrame:
    """`claim_id`, `document_id` and `claim` (JSON) of every claim, each once."""
    claims = unique(readings).select("document_id", F.explode("claims").alias("c"))
    return claims.select(F.col("c.id").alias("claim_id"), "document_id", F.col("c.claim").alias("claim"))


def errors_of(readings: DataFrame) -> DataFrame:
    """`subject`, `document_id` (null where none was made), `error_stage` and `error` of the documents that could not be read."""
    return readings.where(F.col("error").isNotNull()).select("subject", "document_id", "error_stage", "error")


def unique(readings: DataFrame) -> DataFrame:
    """The readings that have claims, each document once: `document_id`, `document`, `publisher`, `claims`."""
    read = readings.where(F.col("error").isNull() & (F.size("claims") > 0))
    # Copies may differ in their name and language, which are no part of the id: the same one is taken whatever the order.
    first = F.min(F.struct("document", "publisher", "claims")).alias("r")
    return read.groupBy("document_id").agg(first).select("document_id", "r.document", "r.publisher", "r.claims")


@lru_cache(maxsize=1)
def _pipeline(given: tuple[tuple[str, str], ...]) -> Pipeline:
    """The pipeline of this worker process, kept from task to task."""
    return Pipeline(Settings.load({}, **dict(given)))


def _reader(given: tuple[tuple[str, str], ...]) -> Callable[[Iterable[Any]], Batches]:
    def read(batches: Iterable[Any]) -> Batches:
        pipeline = _pipeline(given)
        yield from batches_of(read_rows(rows_of(batches), pipeline), READING)

    return read


def read_rows(rows: Iterable[Row], pipeline: Pipeline) -> Iterator[Row]:
    """A row of `shapes.READING` for each row of a table of documents."""
    for row in rows:
        subject = str(row.get("id") or (row.get("title") or row.get("text") or "a document without text")[:60])
        found: Row = {"subject": subject}
        try:
            document = document_of(row, subject)
            found |= {"document_id": document.id, "document": _json(document)}
            found = reading_row(subject, document, pipeline.read(document).claims, pipeline.publisher(document))
        except DocumentError as error:
            found |= {"error_stage": error.stage, "error": str(error)}
        except RunError:
            raise
        except Exception as error:
            # Spark would try the task again, meet the same document and give up the job, with all that was read.
            found |= {"error_stage": "read", "error": f"{subject}: read: {type(error).__name__}: {error}. Please report this text."}
        yield found


def reading_row(subject: str, document: Document, claims: Iterable[Claim], publisher: ActorRef) -> Row:
    """The row of `shapes.READING` of a document that was read; `publisher` speaks where a claim names nobody."""
    told = [{"id": claim.id, "claim": _json(claim)} for claim in claims]
    return {
        "subject": subject,
        "document_id": document.id,
        "document": _json(document),
        "publisher": _json(publisher),
        "claims": told,
        "error_stage": None,
        "error": None,
    }


def document_of(row: Row, subject: str) -> Document:
    """The document of one row, cleaned as any input is.

    Raises `UnreadableDocument` where there is no text, no word in it, or a date that is none.
    """
    text, published = row.get("text"), row.get("published")
    if not isinstance(text, str):
        raise unreadable(subject, "has no text in the column text", "Leave the row out, or look for its text.")
    day = published if isinstance(published, date) else parse_day(str(published), subject) if published else None
    words = {name: _word(row.get(name)) for name in ("title", "publisher", "url", "language")}
    draft = Draft(text=text, published=date(day.year, day.month, day.day) if day else None, name=_word(row.get("id")), **words)
    return finish(draft, original=b"", origin=subject, media_type="application/x-spark-row", options=IngestOptions()).document


def _word(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def _json(value: Any) -> str:
    return json.dumps(to_dict(value), ensure_ascii=False)
