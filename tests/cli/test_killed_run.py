"""`kill -9` in the middle of a real run: no finished document is lost, and the next run goes on."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

SENTENCE = "The Kessa army said on Tuesday that gunmen attacked village number {n} near Maiduguri, killing at least {n} people."


def _stored(path: Path) -> int:
    if not path.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as record:
            return int(record.execute("select count(*) from documents").fetchone()[0])
    except sqlite3.OperationalError:  # the schema is being made
        return 0


def test_a_killed_run_loses_nothing_and_the_next_one_goes_on(tmp_path: Path) -> None:
    folder, store = tmp_path / "reports", tmp_path / "record.db"
    folder.mkdir()
    for n in range(24):
        (folder / f"{n:02}.txt").write_text("\n\n".join(SENTENCE.format(n=100 * n + k) for k in range(4)), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "onrecord.cli",
        "read",
        str(folder),
        "--store",
        str(store),
        "--published",
        "2024-03-05",
        "--jobs",
        "1",
        "--json",
    ]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while _stored(store) < 3 and first.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.wait()
    survived = _stored(store)
    assert survived >= 3
    second = subprocess.run(command, capture_output=True, text=True, check=True)
    summary = json.loads(second.stdout)
    assert (summary["known"], summary["read"]) == (survived, 24 - survived)
    assert _stored(store) == 24
    with closing(sqlite3.connect(store)) as record:
        assert record.execute("pragma integrity_check").fetchone()[0] == "ok"
    third = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert third["read"] == 0
