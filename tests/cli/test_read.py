"""`onrecord read` on good and bad inputs, with a pipeline that needs no weights."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import onrecord.cli.read
from onrecord.errors import MissingData
from onrecord.ingest import ingest_paths
from onrecord.model import Captured
from onrecord.settings import sample_reports
from onrecord.store import Store
from tests.cli.conftest import FakePipeline, Run


@pytest.fixture
def reports(tmp_path: Path, fake_pipeline: type[FakePipeline]) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("Jets struck a depot near Homs.")
    (folder / "b.txt").write_text("The weather was fair in the north.")
    assert fake_pipeline.loads == 0
    return folder


def test_reading_prints_a_summary_and_the_events(run: Run, reports: Path) -> None:
    result = run("read", str(reports))
    assert result.code == 0
    assert result.err == ""
    words = " ".join(result.out.split())
    assert "documents read 2, 13 words in" in words
    assert "Air/drone strike" in result.out
    assert Path("onrecord.db").exists()


def test_reading_twice_changes_nothing(run: Run, reports: Path) -> None:
    first = json.loads(run("read", str(reports), "--json").out)
    second = json.loads(run("read", str(reports), "--json").out)
    assert (first["read"], first["known"], first["claims"], first["events"]) == (2, 0, 1, 1)
    assert (second["read"], second["known"], second["claims"], second["events"]) == (0, 2, 0, 1)


def test_the_same_report_twice_in_one_batch_is_one(run: Run, reports: Path) -> None:
    for name in ("one.jsonl", "two.jsonl"):
        (reports / name).write_text('{"id": "x", "text": "Jets struck a camp near Idlib."}\n')
    assert json.loads(run("read", str(reports / "one.jsonl"), str(reports / "two.jsonl"), "--json").out)["known"] == 1


def test_quiet_prints_nothing(run: Run, reports: Path) -> None:
    result = run("read", str(reports), "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")


BAD = {
    "empty.txt": b"",
    "binary.txt": b"\x7fELF\x00\x01\x02" * 200,
    "utf16.jsonl": '{"text": "x"}'.encode("utf-16"),
    "broken.jsonl": b'{"text": "Jets str',
    "nothing.json": b"{}",
    "blank.txt": b"   \n \n",
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_input_is_one_line_and_the_rest_goes_on(run: Run, reports: Path, name: str) -> None:
    (reports / name).write_bytes(BAD[name])
    result = run("read", str(reports), "--json")
    summary = json.loads(result.out)
    assert result.code == 1
    assert result.err.count("\n") == 1
    assert result.err.startswith("skipped ")
    assert name in result.err
    assert (summary["read"], summary["skipped"]) == (2, 1)
    assert set(summary["errors"][0]) == {"subject", "stage", "problem", "remedy"}


def test_a_document_that_a_stage_cannot_finish_is_skipped(run: Run, reports: Path) -> None:
    (reports / "c.txt").write_text("This text is unreadable to the stage of dates.")
    result = run("read", str(reports))
    assert result.code == 1
    assert "skipped c.txt: dates: cannot go on" in result.err
    with Store.open("onrecord.db") as record:
        assert len(record.skips()) == 1
        assert len(list(record.documents())) == 2


def test_a_file_over_the_limit_is_skipped(run: Run, reports: Path) -> None:
    (reports / "long.txt").write_text("word " * 1000)
    result = run("read", str(reports), "--max-bytes", "1000")
    assert result.code == 1
    assert "larger than 1,000 bytes" in result.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("no-such-file.txt",), "no such file"),
        (("*.nothing",), "nothing matches"),
        ((), "PATH"),
        (("reports", "--published", "June"), "--published: command line: 'June' is no date"),
        (("reports", "--map", "text"), "--map: command line: 'text' has no =. Write FIELD=PATH"),
        (("reports", "--map", "body=x"), "body"),
        (("reports", "--encoding", "klingon"), "no such character encoding"),
        (("reports", "--max-bytes", "0"), "--max-bytes"),
        (("reports", "--store", "no/such/folder/x.db"), "folder does not exist"),
        (("reports", "--store", "mysql://h/db"), "not supported"),
        (("reports", "--jobs", "-1"), "--jobs"),
    ],
)
def test_a_run_that_cannot_start_ends_with_2(run: Run, reports: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run("read", *arguments)
    assert result.code == 2
    assert words in result.err
    assert "Traceback" not in result.err
    assert reports.exists()


def test_missing_weights_are_said_in_one_line(run: Run, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: Any) -> FakePipeline:
        raise MissingData("no weights", subject="encoder", stage="read", remedy="Install the package again.")

    monkeypatch.setattr("onrecord.pipeline.Pipeline", missing)
    result = run("read", str(reports))
    assert (result.code, result.err) == (2, "onrecord: encoder: read: no weights. Install the package again.\n")


def test_options_reach_the_documents(run: Run, reports: Path) -> None:
    (reports / "w.jsonl").write_text('{"id": "1", "body": {"content": "Jets struck."}}\n')
    code = run(
        "read",
        str(reports / "w.jsonl"),
        "--map",
        "text=body.content",
        "--published",
        "2024-06-04",
        "--publisher",
        "P",
        "--title",
        "T",
        "--store",
        "x.db",
    ).code
    assert code == 0
    with Store.open("x.db") as record:
        document = next(record.documents())
    assert (document.publisher, document.title, str(document.published), document.text) == ("P", "T", "2024-06-04", "Jets struck.")


def test_standard_input(run: Run, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Jets struck the town."), encoding="utf-8"))
    assert json.loads(run("read", "-", "--json").out)["read"] == 1
    assert reports.exists()


def test_ctrl_c_ends_with_130_and_keeps_what_was_finished(run: Run, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: Any, **options: Any) -> Iterator[Captured]:
        yield next(c for c in ingest_paths(*arguments, **options) if isinstance(c, Captured))
        raise KeyboardInterrupt

    monkeypatch.setattr("onrecord.ingest.ingest_paths", interrupted)
    monkeypatch.setattr(
        "onrecord.pipeline.read_all",
        lambda inputs, _, pipeline: (onrecord.pipeline.Read(c, pipeline.read(c.document), None) for c in inputs),
    )
    assert run("read", str(reports)).code == 130
    monkeypatch.undo()
    with Store.open(reports.parent / "onrecord.db") as record:
        assert len(list(record.documents())) == 1
        assert record.events_stale()


def test_the_sample_reports_are_read_without_a_complaint() -> None:
    found = list(ingest_paths([str(sample_reports())]))
    documents = [item.document for item in found if isinstance(item, Captured)]
    assert len(documents) == len(found) == 11
    assert len({d.id for d in documents}) == 11
    page = next(d for d in documents if d.publisher == "Anbar Daily")
    assert "Privacy" not in page.text
    assert "Sport" not in page.text
    assert str(page.published) == "2024-04-19"
    assert any(d.published is None for d in documents)
