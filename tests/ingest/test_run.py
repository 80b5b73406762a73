"""Inputs in a stable order, each once, with the bytes they came from."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest import IngestOptions, count_inputs, ingest_paths
from onrecord.model import Captured

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"


def names(results: object) -> list[str]:
    return [result.capture.origin for result in results if isinstance(result, Captured)]  # type: ignore[attr-defined]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in" / "b").mkdir(parents=True)
    for name in ("in/z.txt", "in/a.md", "in/b/c.txt", "in/b/A.txt", "extra.txt"):
        (tmp_path / name).write_text(f"Report named {name}.")
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["in"], ["in/a.md", "in/b/A.txt", "in/b/c.txt", "in/z.txt"]),
        (["in/z.txt", "in"], ["in/z.txt", "in/a.md", "in/b/A.txt", "in/b/c.txt"]),
        (["in/*"], ["in/a.md", "in/b/A.txt", "in/b/c.txt", "in/z.txt"]),
        (["in/**/*.txt"], ["in/b/A.txt", "in/b/c.txt", "in/z.txt"]),
        (["in/**"], ["in/a.md", "in/b/A.txt", "in/b/c.txt", "in/z.txt"]),
        (["extra.txt", "./extra.txt", "in/../extra.txt"], ["extra.txt"]),
    ],
)
def test_order_hangs_on_the_names_and_each_input_comes_once(paths: list[str], expected: list[str]) -> None:
    assert names(ingest_paths(paths)) == expected
    assert count_inputs(paths) == len(expected)


def test_a_name_with_glob_characters_is_taken_as_it_is(folder: Path) -> None:
    (folder / "odd[1]*.txt").write_text("One report.")
    assert names(ingest_paths(["odd[1]*.txt"])) == ["odd[1]*.txt"]


def test_the_capture_tells_where_the_bytes_came_from(folder: Path) -> None:
    data = "Déclaration du ministère\r\n".encode("cp1252") * 20
    (folder / "old.txt").write_bytes(data)
    (captured,) = ingest_paths(["old.txt"])
    assert isinstance(captured, Captured)
    assert captured.original == data
    assert captured.capture.sha256 == hashlib.sha256(data).hexdigest()
    assert captured.capture.size == len(data)
    assert captured.capture.media_type == "text/plain; charset=cp1252"
    assert captured.capture.captured_at.tzinfo is UTC
    assert timedelta(0) <= datetime.now(UTC) - captured.capture.captured_at < timedelta(minutes=1)
    assert captured.document.name == "old.txt"
    assert captured.document.title is None
    assert captured.document.text.startswith("Déclaration du ministère\nDécl")


def test_the_same_report_is_the_same_document_whatever_its_line_ends(folder: Path) -> None:
    text = "L’été à Qalat.\n\nDeux blessés."
    (folder / "unix.txt").write_bytes(text.encode())
    (folder / "dos.txt").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() + b"\r\n")
    (folder / "wide.txt").write_bytes(text.encode("utf-16"))
    (folder / "decomposed.txt").write_text(text.replace("é", "e\u0301").replace("à", "a\u0300"))
    results = list(ingest_paths(["unix.txt", "dos.txt", "wide.txt", "decomposed.txt"]))
    assert len({result.document.id for result in results if isinstance(result, Captured)}) == 1
    assert all(isinstance(result, Captured) for result in results)


def test_the_users_word_replaces_what_the_document_says(folder: Path) -> None:
    (folder / "page.md").write_text("---\ntitle: Old\ndate: 2020-01-01\npublisher: Desk\n---\nText of it.\n")
    options = IngestOptions(published=date(2021, 6, 3), publisher="Agency", title="New")
    (captured,) = ingest_paths(["page.md"], options=options)
    assert isinstance(captured, Captured)
    document = captured.document
    assert (document.title, document.publisher, document.published) == ("New", "Agency", date(2021, 6, 3))


@pytest.mark.usefixtures("folder")
def test_standard_input_is_sniffed_and_takes_its_turn() -> None:
    lines = b'{"text": "One report."}\n{"text": "Another report."}\n'
    assert names(ingest_paths(["extra.txt", "-", "in/z.txt"], stdin=io.BytesIO(lines))) == ["extra.txt", "-:1", "-:2", "in/z.txt"]
    assert count_inputs(["extra.txt", "-"]) is None
    (page,) = ingest_paths(["-"], stdin=io.BytesIO(b"<!doctype html><html lang=en><body><p>Two died in Qalat.</p></body></html>"))
    assert isinstance(page, Captured)
    assert page.document.text == "Two died in Qalat."
    assert page.capture.media_type.startswith("text/html")


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"Two died in Qalat.", "text/plain"),
        (b"---\ntitle: A\n---\nTwo died in Qalat.", "text/markdown"),
        (b"<!-- saved -->\n<HTML><body><p>Two died in Qalat.</p></body></html>", "text/html"),
        (b'{"text": "Two died in Qalat."}\n', "application/json"),
        (b'{\n  "text": "Two died in Qalat."\n}\n', "application/json"),
        (b'[{"text": "Two died in Qalat."}]', "application/json"),
        (b"[REUTERS] Two died in Qalat.", "text/plain"),
        (b"{Reuters} Two died in Qalat.", "text/plain"),
        ("<html><body><p>Two died in Qalat.</p></body></html>".encode("utf-16"), "text/html"),
    ],
)
def test_a_file_without_a_known_ending_is_recognised_by_what_it_holds(tmp_path: Path, data: bytes, media_type: str) -> None:
    path = tmp_path / "report.x1"
    path.write_bytes(data)
    (captured,) = ingest_paths([str(path)])
    assert isinstance(captured, Captured), captured
    assert captured.capture.media_type.startswith(media_type)
    assert captured.document.text.endswith("Two died in Qalat.")


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), max_size=8))
def test_the_count_is_what_the_iterator_yields(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("count") / "reports.jsonl"
    path.write_text("\n".join(json.dumps({"text": line}) if index % 2 else line for index, line in enumerate(lines)), encoding="utf-8")
    assert count_inputs([str(path)]) == len(list(ingest_paths([str(path)])))


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.jsonl", "a.json", "a"]))
def test_no_bytes_raise_and_every_result_is_whole(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(data)
    results = list(ingest_paths([str(path)]))
    assert len(results) == count_inputs([str(path)])
    for result in results:
        if isinstance(result, Captured):
            result.document.text.encode("utf-8")
            assert result.document.text.strip() == result.document.text != ""
        else:
            assert str(result).isprintable()


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared sample reports are not here")
def test_the_sample_reports_are_read_whole() -> None:
    results = list(ingest_paths([str(SAMPLES)]))
    assert count_inputs([str(SAMPLES)]) == len(results) > 100
    assert all(isinstance(result, Captured) for result in results)
    by_name = {result.document.name: result.document for result in results if isinstance(result, Captured)}
    page = by_name["statement.html"]
    assert page.publisher == "U.S. Central Command"
    assert page.url is not None
    assert page.url.startswith("http://www.centcom.mil/")
    assert page.language == "en"
    assert page.published is None
    assert "Home" not in page.text
    assert "Subscribe" not in page.text
    assert "\n\nSyria\n\n" in page.text
    assert page.title is not None
    assert page.title.startswith("January 11")
