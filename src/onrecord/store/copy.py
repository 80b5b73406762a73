"""A store copied into another one, of the same database or not: the record row by row and in its order, the events of it as they are.

A copy goes on where it was stopped, and a second one brings what has come since. At every moment the target is a store that can be
used: a document is there with all that was read in it or not at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from onrecord.errors import StoreError
from onrecord.model import Event
from onrecord.model.codec import from_dict
from onrecord.store import dialect, events, schema
from onrecord.store.address import STAGE
from onrecord.store.schema import (
    audit,
    captures,
    claims,
    decisions,
    documents,
    originals,
    producers,
    readings,
    secrets,
    skips,
    tokens,
    users,
)
from onrecord.store.store import Store

_READINGS = 50
"""Readings written at a time, with their documents and claims."""
_ROWS = 1_000
_PRODUCER = tuple(producers.c[name] for name in ("name", "version", "settings_digest", "weights_digest"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What a copy has brought: rows by table, those that were there before left out; `digest` is the one of both records."""

    rows: Mapping[str, int]
    events: int
    digest: str


def copy(source: Store, target: Store, progress: Callable[[], None] | None = None) -> Copied:
    """Bring all of `source` into `target`, which is empty or holds an earlier copy of it.

    Sessions and jobs are left behind: people sign in again, and imports that wait go on where they were begun. `progress` is called
    for each reading that is there. Raises StoreError where the target holds anything that the source does not, and where the two
    differ at the end.
    """
    _refuse_strangers(source, target)
    brought = dict.fromkeys(("documents", "captures", "readings", "claims", "decisions", "skips", "users", "tokens", "audit"), 0)
    after = 0
    while True:
        with source._reads() as old:
            rows = old.execute(_reading_rows(after)).all()
            if not rows:
                break
            with target._writes() as new:
                missing = [row for row in rows if not _there(new, row)]
                _add_readings(old, new, missing, brought)
        after = rows[-1].seq
        if progress is not None:
            for _ in rows:
                progress()
    with source._reads() as old, target._writes() as new:
        _add_captures(old, new, None, brought)
        _add_in_order(old, new, decisions, "id", brought)
        _replace(old, new, skips, "origin", brought)
        _replace(old, new, users, "name", brought)
        _replace(old, new, tokens, "id", brought)
        _add_audit(old, new, brought)
        for name, value in old.execute(sa.select(secrets.c.name, secrets.c.value)).all():
            new.execute(sa.delete(secrets).where(secrets.c.name == name))
            new.execute(sa.insert(secrets), {"name": name, "value": value})
    digest = record_digest(source)
    if record_digest(target) != digest:
        remedy = "If reports were read into the first meanwhile, copy again; else check both with onrecord store check."
        raise StoreError(f"its record differs from that of {source.name}", subject=target.name, stage=STAGE, remedy=remedy)
    return Copied(rows=brought, events=_copy_view(source, target), digest=digest)


def record_digest(store: Store) -> str:
    """SHA-256 over all rows of the record and of its users: the same for stores that hold the same, whatever their database.

    Originals go in by the digest of the bytes that are there, not by the one that they should have.
    """
    total = hashlib.sha256()
    with store._reads() as connection:
        for name, rows in _record(connection):
            # Summed up, so that the order in which they were written does not count: captures may come after a first copy.
            number, added = 0, 0
            for row in rows:
                number += 1
                added += int.from_bytes(hashlib.sha256(json.dumps(row, ensure_ascii=True).encode("ascii")).digest())
            total.update(f"{name} {number} {added % 2**256:064x}\n".encode("ascii"))
    return total.hexdigest()


def _record(connection: Connection) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    data = sa.select(originals.c.sha256, originals.c.data).execution_options(yield_per=20)
    yield "originals", ([row[0], hashlib.sha256(bytes(row[1])).hexdigest()] for row in connection.execute(data))
    of_reading = (readings.c.document_id, *_PRODUCER)
    for name, chosen in (
        ("documents", sa.select(*(c for c in documents.c if c.name != "seq"))),
        ("captures", sa.select(*(c for c in captures.c if c.name != "seq"))),
        ("readings", sa.select(*of_reading, readings.c.read_at, readings.c.found).select_from(readings.join(producers))),
        (
            "claims",
            sa.select(
                *of_reading, claims.c.ordinal, claims.c.id, claims.c.evidence_start, claims.c.evidence_end, claims.c.body
            ).select_from(claims.join(readings).join(producers)),
        ),
        ("decisions", sa.select(decisions.c.id, decisions.c.subject, decisions.c.body)),
        ("skips", sa.select(skips)),
        ("users", sa.select(users)),
        ("tokens", sa.select(tokens)),
        ("audit", sa.select(*(c for c in audit.c if c.name != "seq"))),
    ):
        yield name, (list(row) for row in connection.execute(chosen.execution_options(yield_per=_ROWS)))


def _refuse_strangers(source: Store, target: Store) -> None:
    """Raises StoreError where the target holds what the source lacks, so that nothing of it is lost: a copy is no merge."""
    for table, chosen in (
        (documents, sa.select(documents.c.id)),
        (readings, sa.select(readings.c.document_id, *_PRODUCER).select_from(readings.join(producers))),
        (captures, sa.select(captures.c.document_id, captures.c.sha256, captures.c.origin)),
        (decisions, sa.select(decisions.c.id)),
        (users, sa.select(users.c.name)),
        (tokens, sa.select(tokens.c.id)),
        (audit, sa.select(*(c for c in audit.c if c.name != "seq"))),
    ):
        with source._reads() as old, target._reads() as new:
            found = list(new.execute(chosen))
            known = {tuple(row) for row in old.execute(chosen)} if found else set()
        stranger = next((row for row in found if tuple(row) not in known), None)
        if stranger is not None:
            raise StoreError(
                f"holds what {source.name} does not (in its {table.name}: {stranger[0]})",
                subject=target.name,
                stage=STAGE,
                remedy="Copy into an empty store, or into an earlier copy of the same.",
            )


def _reading_rows(after: int) -> sa.Select[Any]:
    chosen = sa.select(readings.c.seq, readings.c.document_id, readings.c.read_at, readings.c.found, *_PRODUCER)
    return chosen.select_from(readings.join(producers)).where(readings.c.seq > after).order_by(readings.c.seq).limit(_READINGS)


def _there(connection: Connection, row: Row[Any]) -> bool:
    known = sa.select(sa.literal(1)).select_from(readings.join(producers)).where(readings.c.document_id == row.document_id)
    return connection.execute(known.where(*(c == getattr(row, c.name) for c in _PRODUCER)).limit(1)).first() is not None


def _add_readings(old: Connection, new: Connection, rows: list[Row[Any]], brought: dict[str, int]) -> None:
    """Readings in their order, each document before its first one, with its captures and originals."""
    database = dialect.of(new)
    ids = list(dict.fromkeys(row.document_id for row in rows))
    known = set(new.execute(sa.select(documents.c.id).where(documents.c.id.in_(ids))).scalars())
    fresh = {row.id: row for row in old.execute(sa.select(documents).where(documents.c.id.in_(set(ids) - known)))}
    for document_id in (i for i in ids if i in fresh):
        document = {name: value for name, value in fresh[document_id]._mapping.items() if name != "seq"}
        new.execute(sa.insert(documents), document)
        database.index_document(new, document_id, document["title"], document["text"])
        brought["documents"] += 1
    if fresh:
        _add_captures(old, new, list(fresh), brought)
    for row in rows:
        producer = {c.name: getattr(row, c.name) for c in _PRODUCER}
        if new.execute(sa.select(producers.c.seq).filter_by(**producer)).first() is None:
            new.execute(sa.insert(producers), producer)
        seq = new.execute(sa.select(producers.c.seq).filter_by(**producer)).scalar_one()
        whole = {"document_id": row.document_id, "producer": seq, "read_at": row.read_at, "found": row.found}
        new.execute(sa.insert(readings), whole)
        reading = new.execute(sa.select(readings.c.seq).filter_by(document_id=row.document_id, producer=seq)).scalar_one()
        names = ("ordinal", "id", "evidence_start", "evidence_end", "body")
        chosen = sa.select(*(claims.c[name] for name in names)).where(claims.c.reading == row.seq).order_by(claims.c.ordinal)
        found = [{"reading": reading, **claim} for claim in old.execute(chosen).mappings()]
        database.insert_many(new, claims, found)
        brought["readings"] += 1
        brought["claims"] += len(found)


def _add_captures(old: Connection, new: Connection, of: list[str] | None, brought: dict[str, int]) -> None:
    """Captures that are not there yet, with their bytes: of some documents, or of all that came after the first copy."""
    names = ("document_id", "sha256", "origin", "captured_at", "media_type", "size")
    chosen = sa.select(*(captures.c[name] for name in names)).order_by(captures.c.seq)
    there = sa.select(*(captures.c[name] for name in names[:3]))
    if of is not None:
        chosen, there = chosen.where(captures.c.document_id.in_(of)), there.where(captures.c.document_id.in_(of))
    known = {tuple(row) for row in new.execute(there)}
    for row in [row for row in old.execute(chosen).mappings() if tuple(row[name] for name in names[:3]) not in known]:
        if new.execute(sa.select(sa.literal(1)).where(originals.c.sha256 == row["sha256"])).first() is None:
            data = old.execute(sa.select(originals.c.data).where(originals.c.sha256 == row["sha256"])).scalar_one()
            new.execute(sa.insert(originals), {"sha256": row["sha256"], "data": bytes(data)})
        new.execute(sa.insert(captures), dict(row))
        brought["captures"] += 1


def _add_in_order(old: Connection, new: Connection, table: sa.Table, key: str, brought: dict[str, int]) -> None:
    there = set(new.execute(sa.select(table.c[key])).scalars())
    names = [column.name for column in table.c if column.name != "seq"]
    rows = old.execute(sa.select(*(table.c[name] for name in names)).order_by(table.c.seq)).mappings()
    fresh = [dict(row) for row in rows if row[key] not in there]
    dialect.of(new).insert_many(new, table, fresh)
    brought[table.name] += len(fresh)


def _replace(old: Connection, new: Connection, table: sa.Table, key: str, brought: dict[str, int]) -> None:
    """Rows of a table that may change: those of the source, and none besides."""
    there = {row[key]: dict(row) for row in new.execute(sa.select(table)).mappings()}
    wanted = {row[key]: dict(row) for row in old.execute(sa.select(table)).mappings()}
    for gone in there.keys() - wanted.keys():
        new.execute(sa.delete(table).where(table.c[key] == gone))
    for name, row in wanted.items():
        if name not in there:
            new.execute(sa.insert(table), row)
        elif there[name] != row:
            new.execute(sa.update(table).where(table.c[key] == name).values(**row))
        brought[table.name] += there.get(name) != row


def _add_audit(old: Connection, new: Connection, brought: dict[str, int]) -> None:
    """The log only grows, so what is there is its beginning."""
    names = [column.name for column in audit.c if column.name != "seq"]
    there = int(new.execute(sa.select(sa.func.count()).select_from(audit)).scalar_one())
    rows = old.execute(sa.select(*(audit.c[name] for name in names)).order_by(audit.c.seq).offset(there))
    fresh = [dict(row) for row in rows.mappings()]
    dialect.of(new).insert_many(new, audit, fresh)
    brought["audit"] += len(fresh)


def _copy_view(source: Store, target: Store) -> int:
    """The events of the source, where they are those of its record; else none, and whoever looks first makes them anew."""
    with source._reads() as connection:
        view = connection.execute(sa.select(schema.event_view.c.made_with)).first()
        if view is None or events.is_stale(connection):
            return 0
        bodies = connection.execute(sa.select(schema.events.c.body).order_by(schema.events.c.seq)).scalars()
        found = [from_dict(Event, json.loads(body)) for body in bodies]
    return target.replace_events(found, made_with=view.made_with)
