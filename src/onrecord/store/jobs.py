"""Jobs of the desk in the store: they outlive the server, and a job that was killed goes on with what is left of it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from onrecord.store.schema import job_items, jobs
from onrecord.store.store import Store

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
WAITING, KNOWN = "waiting", "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobItem:
    """One input of a job: `state` is waiting, done, known (read before) or failed, then with problem and remedy."""

    ordinal: int
    name: str
    state: str
    document_id: str | None
    claims: int | None
    problem: str | None
    remedy: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job: `state` is queued, running, done or failed; `total`, `done` and `failed` count its inputs."""

    id: str
    kind: str
    state: str
    user: str
    options: Mapping[str, Any]
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    problem: str | None
    total: int
    done: int
    failed: int


def create(store: Store, *, kind: str, user: str, options: Mapping[str, Any], items: Sequence[tuple[str, bytes]]) -> str:
    """Queue a job; gives its id, which cannot be guessed."""
    job_id = f"j{secrets.token_hex(8)}"
    with store._writes() as connection:
        row = {"id": job_id, "kind": kind, "state": QUEUED, "user": user, "options": json.dumps(dict(options)), "created_at": _now()}
        connection.execute(sa.insert(jobs), row)
        seq = connection.execute(sa.select(jobs.c.seq).where(jobs.c.id == job_id)).scalar_one()
        if items:
            rows = [{"job": seq, "ordinal": n, "name": name, "data": data, "state": WAITING} for n, (name, data) in enumerate(items, 1)]
            connection.execute(sa.insert(job_items), rows)
    return job_id


def get(store: Store, job_id: str) -> Job | None:
    """The job with this id."""
    with store._reads() as connection:
        row = connection.execute(sa.select(jobs).where(jobs.c.id == job_id)).mappings().first()
        return _job(connection, row) if row else None


def newest(store: Store, *, before: int | None, limit: int) -> list[tuple[int, Job]]:
    """Jobs with their numbers, the newest first."""
    chosen = sa.select(jobs).order_by(jobs.c.seq.desc()).limit(limit)
    if before is not None:
        chosen = chosen.where(jobs.c.seq < before)
    with store._reads() as connection:
        return [(row["seq"], _job(connection, row)) for row in connection.execute(chosen).mappings().all()]


def items(store: Store, job_id: str, *, after: int = 0, limit: int = 500) -> list[JobItem]:
    """The inputs of a job in their order, after the one with number `after`."""
    names = ("ordinal", "name", "state", "document_id", "claims", "problem", "remedy")
    chosen = (
        sa.select(*(job_items.c[name] for name in names))
        .select_from(job_items.join(jobs))
        .where(jobs.c.id == job_id, job_items.c.ordinal > after)
        .order_by(job_items.c.ordinal)
        .limit(limit)
    )
    with store._reads() as connection:
        return [JobItem(**row) for row in connection.execute(chosen).mappings()]


def next_waiting(store: Store, job_id: str) -> tuple[int, str, bytes] | None:
    """Number, name and bytes of the next input that waits."""
    chosen = (
        sa.select(job_items.c.ordinal, job_items.c.name, job_items.c.data)
        .select_from(job_items.join(jobs))
        .where(jobs.c.id == job_id, job_items.c.state == WAITING)
        .order_by(job_items.c.ordinal)
        .limit(1)
    )
    with store._reads() as connection:
        row = connection.execute(chosen).first()
    return (row[0], row[1], bytes(row[2] or b"")) if row else None


def finish_item(store: Store, job_id: str, ordinal: int, results: Sequence[JobItem]) -> None:
    """Say what became of an input and let go of its bytes; an input of several documents gets an item for each of them beside its own."""
    first, more = results[0], results[1:]
    with store._writes() as connection:
        seq = connection.execute(sa.select(jobs.c.seq).where(jobs.c.id == job_id)).scalar_one()
        values = {name: getattr(first, name) for name in ("state", "document_id", "claims", "problem", "remedy")}
        where = (job_items.c.job == seq, job_items.c.ordinal == ordinal)
        connection.execute(sa.update(job_items).where(*where).values(data=None, **values))
        if more:
            last = connection.execute(sa.select(sa.func.max(job_items.c.ordinal)).where(job_items.c.job == seq)).scalar_one()
            rows = [
                {
                    "job": seq,
                    "ordinal": last + n,
                    "name": item.name,
                    "state": item.state,
                    "document_id": item.document_id,
                    "claims": item.claims,
                    "problem": item.problem,
                    "remedy": item.remedy,
                }
                for n, item in enumerate(more, 1)
            ]
            connection.execute(sa.insert(job_items), rows)


def take(store: Store) -> Job | None:
    """The oldest queued job, from now on running; None where none waits."""
    with store._writes() as connection:
        row = connection.execute(sa.select(jobs).where(jobs.c.state == QUEUED).order_by(jobs.c.seq).limit(1)).mappings().first()
        if row is None:
            return None
        connection.execute(sa.update(jobs).where(jobs.c.seq == row["seq"]).values(state=RUNNING, started_at=_now()))
        taken = connection.execute(sa.select(jobs).where(jobs.c.seq == row["seq"])).mappings().one()
        return _job(connection, taken)


def finish(store: Store, job_id: str, *, problem: str | None = None) -> None:
    """The job has ended, with a problem or without."""
    with store._writes() as connection:
        state = DONE if problem is None else FAILED
        connection.execute(sa.update(jobs).where(jobs.c.id == job_id).values(state=state, finished_at=_now(), problem=problem))
        if problem is not None:
            # What could not be read now will not be read later either: the bytes need no room any more.
            seq = sa.select(jobs.c.seq).where(jobs.c.id == job_id).scalar_subquery()
            waiting = sa.update(job_items).where(job_items.c.job == seq, job_items.c.state == WAITING)
            connection.execute(waiting.values(data=None, state=FAILED, problem=problem, remedy="Import it again."))


def requeue(store: Store) -> int:
    """Queue jobs that a server which is gone left running; gives their number."""
    with store._writes() as connection:
        return connection.execute(sa.update(jobs).where(jobs.c.state == RUNNING).values(state=QUEUED)).rowcount


def pending(store: Store, kind: str) -> str | None:
    """The id of a queued job of a kind that needs no second one of it."""
    with store._reads() as connection:
        return connection.execute(sa.select(jobs.c.id).where(jobs.c.kind == kind, jobs.c.state == QUEUED).limit(1)).scalar()


def _job(connection: Connection, row: sa.RowMapping) -> Job:
    counted = sa.select(job_items.c.state, sa.func.count()).where(job_items.c.job == row["seq"]).group_by(job_items.c.state)
    states: dict[str, int] = {row[0]: row[1] for row in connection.execute(counted)}
    return Job(
        id=row["id"],
        kind=row["kind"],
        state=row["state"],
        user=row["user"],
        options=json.loads(row["options"]),
        created_at=datetime.fromisoformat(row["created_at"]),
        started_at=_moment(row["started_at"]),
        finished_at=_moment(row["finished_at"]),
        problem=row["problem"],
        total=sum(states.values()),
        done=states.get(DONE, 0) + states.get(KNOWN, 0),
        failed=states.get(FAILED, 0),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _now() -> str:
    return datetime.now(UTC).isoformat()
