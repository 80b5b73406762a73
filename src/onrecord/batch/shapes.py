"""The rows that go between the steps, and how they come out of Arrow batches and go back into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Row = dict[str, Any]
Batches = Iterator[pa.RecordBatch]

_ROWS_AT_ONCE = 256
_HALF = 1 << 63
_ARROW: dict[str, Any] = {
    "string": pa.string(),
    "bigint": pa.int64(),
    "int": pa.int32(),
    "double": pa.float64(),
    "date": pa.date32(),
    "binary": pa.binary(),
    "array<string>": pa.list_(pa.string()),
    "array<bigint>": pa.list_(pa.int64()),
    "array<struct<id:string,claim:string>>": pa.list_(pa.struct([("id", pa.string()), ("claim", pa.string())])),
}

READING = (
    "subject string, document_id string, document string, publisher string, claims array<struct<id:string,claim:string>>, "
    "error_stage string, error string"
)
"""One document: `document`, `publisher` and each `claim` are JSON as `onrecord.model.codec.to_dict` writes it.

A document that could not be read has `error_stage` and `error` in place of claims; `subject` names it as the input did.
"""
GROUP = "claim_ids array<string>"
"""The claims of one event, sorted."""
EVENT = (
    "event_id string, event_type string, status string, earliest date, latest date, place string, country string, lat double, lon double, "
    "corroboration string, independent_origins int, claims int, documents int, explanation string, event string"
)
"""One graded event; `event` is all of it as JSON. Days inclusive, degrees WGS 84, of the most precise place."""


def rows_of(batches: Iterable[pa.RecordBatch]) -> Iterator[Row]:
    """The rows of the batches, few at a time: as Python objects they take ten times their memory."""
    for batch in batches:
        for start in range(0, batch.num_rows, _ROWS_AT_ONCE):
            yield from batch.slice(start, _ROWS_AT_ONCE).to_pylist()


def groups_of(batches: Iterable[pa.RecordBatch], key: str) -> Iterator[list[Row]]:
    """Rows that share `key`; they have to stand together."""
    for _, rows in groupby(rows_of(batches), key=itemgetter(key)):
        yield list(rows)


def batches_of(rows: Iterable[Row], shape: str) -> Batches:
    """Rows as batches of `shape`, given on as they come."""
    schema = arrow_schema(shape)
    iterator = iter(rows)
    while some := list(islice(iterator, _ROWS_AT_ONCE)):
        yield pa.RecordBatch.from_pylist(some, schema=schema)


def arrow_schema(shape: str) -> Any:
    """The Arrow schema of a shape."""
    fields = [column.split(" ", 1) for column in shape.split(", ")]
    return pa.schema([(name, _ARROW[kind]) for name, kind in fields])


def signed(number: int) -> int:
    """A 64-bit number as Spark holds it, which knows signed ones only; the order stays."""
    return number - _HALF


def unsigned(column: Any) -> NDArray[np.uint64]:
    """What `signed` was given, for a whole Arrow column."""
    values: NDArray[np.int64] = column.to_numpy(zero_copy_only=False).astype(np.int64)
    return values.view(np.uint64) ^ np.uint64(_HALF)
