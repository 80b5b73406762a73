"""A store with the record made by hand, and a pipeline that needs no weights."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import onrecord.pipeline
from onrecord.cli.main import main
from onrecord.errors import StageFailed
from onrecord.model import ActorRef, Claim, Document, Reading, Span
from onrecord.store import Store
from tests.export import made


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the program in an empty folder: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    for name in ("ONRECORD_STORE", "ONRECORD_JOBS", "ONRECORD_ACTORS", "ONRECORD_WEIGHTS", "ONRECORD_GAZETTEER", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str) -> Result:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = capsys.readouterr()
        return Result(int(ended.value.code or 0), out, err)

    return call


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "onrecord.db"
    bundle = made.bundle()
    with Store.open(path) as record:
        for document in bundle.documents.values():
            record.add(made.captured(document), made.reading(document, bundle.claims.values()), made.PRODUCER)
        record.replace_events(bundle.events)
    return path


@pytest.fixture
def store(tmp_path: Path, _template: Path) -> Path:
    """The record made by hand, with its events, in the folder where `run` runs."""
    path = tmp_path / _template.name
    shutil.copy(_template, path)
    return path


class FakePipeline:
    """Finds one claim in each text that holds the word "struck", and fails on the word "unreadable"."""

    loads = 0

    def __init__(self, settings: Any) -> None:
        type(self).loads += 1
        self.settings = settings
        self.producer = made.PRODUCER
        self.reader = self
        self.weights_digest = "w"

    def read(self, document: Document) -> Reading:
        if "unreadable" in document.text:
            raise StageFailed("cannot go on", subject=document.name or document.id, stage="dates", remedy="Nothing.")
        start = document.text.find("struck")
        found = []
        if start >= 0:
            found.append(
                Claim(
                    document_id=document.id,
                    trigger=Span(start, start + 6),
                    evidence=Span(0, len(document.text)),
                    event_type="ASSAULT",
                    sub_event="Air/drone strike",
                    status="occurred",
                    certainty="asserted",
                )
            )
        return made.reading(document, found)

    def publisher(self, document: Document) -> ActorRef:
        return made.actor(document.publisher or "nobody")


@pytest.fixture
def fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> type[FakePipeline]:
    monkeypatch.setattr(onrecord.pipeline, "Pipeline", FakePipeline)
    monkeypatch.setattr(FakePipeline, "loads", 0)
    return FakePipeline


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert not sys.stdout.isatty()
