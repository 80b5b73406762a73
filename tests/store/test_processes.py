"""Killed writers and several writers at once: nothing that was finished is lost, nothing is half there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.store import Store
from tests.store.test_store import FIRST, make, read

ROOT = Path(__file__).parents[2]

# Adds documents until it is killed or has all, telling each after it was stored.
WRITER = """
import sys
from onrecord.store import Store
from tests.store.test_store import FIRST, make, read

path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Store.open(path) as store:
    for number in range(count):
        captured = make(f"Report {number} of {name} says that something happened. " * 40, origin=f"{name}{number}")
        if not store.has(captured.document.id, FIRST):
            store.add(captured, read(captured, *((start, start + 3) for start in range(30))), FIRST)
        print(captured.document.id, flush=True)
"""


@pytest.fixture
def path(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where no store is yet."""
    return str(request.getfixturevalue("postgres").create() if backend == "postgresql" else tmp_path / "record.db")


def start(path: str, name: str, count: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, path, name, str(count)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )


def test_a_killed_writer_loses_no_finished_document_and_the_next_goes_on(path: str) -> None:
    told: set[str] = set()
    for finished_before_the_kill in (1, 4, 9):
        writer = start(path, "a", 10_000)
        assert writer.stdout is not None
        for _ in range(finished_before_the_kill + len(told)):
            told.add(writer.stdout.readline().strip())
        writer.send_signal(signal.SIGKILL)
        told |= {line.strip() for line in writer.stdout if line.endswith("\n")}
        writer.stdout.close()
        assert writer.wait() == -signal.SIGKILL
        with Store.open(path, create=False) as store:
            assert store.check() == []
            assert told <= {document.id for document in store.documents()}
            for document in store.documents():
                # A document is there with all that was read in it or not at all.
                assert store.has(document.id, FIRST)
                assert len(list(store.claims(document_id=document.id))) == 30
            assert store.events_stale()
    assert len(told) >= 14


def test_two_writers_at_once_both_finish(path: str) -> None:
    # The store does not exist yet: both try to create it.
    writers = [start(path, "a", 15), start(path, "b", 15), start(path, "a", 15)]
    for writer in writers:
        output, _ = writer.communicate(timeout=60)
        assert writer.returncode == 0
        assert len(output.split()) == 15
    with Store.open(path, create=False) as store:
        assert store.counts()["documents"] == 30
        assert store.counts()["claims"] == 30 * 30
        assert store.check() == []


def test_a_store_survives_a_reader_that_stops_half_way(path: str) -> None:
    with Store.open(path) as store:
        for number in range(3):
            captured = make(f"Report {number}.", origin=str(number))
            store.add(captured, read(captured), FIRST)
        documents = store.documents()
        next(documents)
        assert store.replace_events([]) == 0
        documents.close()  # type: ignore[attr-defined]
