"""Runs the queued jobs of the desk one after the other, each in a process of its own."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable

from onrecord.errors import StoreError
from onrecord.settings import Settings
from onrecord.store import Store, jobs

_LOG = logging.getLogger("onrecord.api")
RunJob = Callable[[Settings, str], None]
_LOOK_AGAIN = 30.0
"""Seconds after which the queue is looked at without being told, for jobs that another process queued."""


class Runner:
    """A thread that takes jobs from the store and waits for the process of each."""

    def __init__(self, store: Store, settings: Settings, run_job: RunJob | None = None) -> None:
        self._store = store
        self._settings = settings
        self._run_job = run_job or self._in_process
        self._wake = threading.Event()
        self._ends = False
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, with what a server that was killed left behind."""
        if jobs.requeue(self._store):
            self._wake.set()
        self._thread = threading.Thread(target=self._loop, name="jobs", daemon=True)
        self._thread.start()
        self.wake()

    def wake(self) -> None:
        """Say that a job was queued."""
        self._wake.set()

    def stop(self) -> None:
        """End; a job that is running is stopped and goes on when the next server starts."""
        self._ends = True
        self._wake.set()
        process = self._process
        if process is not None:
            process.terminate()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _loop(self) -> None:
        while not self._ends:
            try:
                job = jobs.take(self._store)
                if job is not None:
                    self._do(job)
                    continue
            except StoreError as error:
                _LOG.error("%s", error)
            self._wake.wait(_LOOK_AGAIN)
            self._wake.clear()

    def _do(self, job: jobs.Job) -> None:
        try:
            self._run_job(self._settings, job.id)
        except Exception as error:
            _LOG.error("job %s", job.id, exc_info=error)
        now = jobs.get(self._store, job.id)
        if now is not None and now.state == jobs.RUNNING and not self._ends:
            jobs.finish(self._store, job.id, problem="the reading process ended before it was done")

    def _in_process(self, settings: Settings, job_id: str) -> None:
        from onrecord.api.worker import settings_line

        command = [sys.executable, "-m", "onrecord.api.worker", job_id]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
            self._process = process
            assert process.stdin is not None
            process.stdin.write(settings_line(settings) + "\n")
            process.stdin.flush()
            # Its standard input stays open: that it closes tells the process that this one is gone.
            process.wait()
        self._process = None
