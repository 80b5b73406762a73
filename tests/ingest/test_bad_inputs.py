"""Each kind of bad input gives one line that names the file and the remedy, and the rest of the batch goes on."""

from __future__ import annotations

import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord.errors import BadInput, UnreadableDocument
from onrecord.ingest import IngestOptions, count_inputs, ingest_paths
from onrecord.model import Captured

GOOD = "Two people were hurt in the town of Qalat on Monday, the ministry said."
UTF8_PROSE = "Le ministère a déclaré que l’armée était à l’œuvre près de la frontière – où « un incident » a été signalé."


BAD_FILES = [
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b" \n\t\r\n ", "is empty"),
    ("mark_only.txt", b"\xef\xbb\xbf", "is empty"),
    ("punctuation.txt", b"--- *** ...\n", "holds no words"),
    ("zeros.txt", b"Report\0\0\0\0 of the day", "zero bytes (the first at byte 6)"),
    ("controls.txt", b"\x01\x02\x03\x04\x05\x06\x07abc", "mostly control characters"),
    ("report.pdf", b"%PDF-1.7\n1 0 obj", "unsupported kind of file: a PDF"),
    ("renamed.txt", b"%PDF-1.7\n1 0 obj", "unsupported kind of file: a PDF"),
    ("report.docx", b"PK\x03\x04rest", "unsupported kind of file: a ZIP archive or office document"),
    ("photo.jpg", b"\xff\xd8\xff\xe0", "unsupported kind of file: an image"),
    ("table.csv", b"a,b\n1,2\n", "unsupported kind of file: a table"),
    ("feed", b"<?xml version='1.0'?><rss></rss>", "unsupported kind of file: XML"),
    ("dump.gz", b"\x1f\x8b\x08", "unsupported kind of file: a gzip archive"),
    ("cut.txt", UTF8_PROSE.encode() + "–".encode()[:2], "cut off in the middle of a character"),
    ("cut_ascii.txt", b"He said so." + "“".encode()[:2], "cut off in the middle of a character"),
    ("damaged.txt", UTF8_PROSE.encode() + b"\xff then it goes on", "is UTF-8 but damaged at byte"),
    ("cut16.txt", UTF8_PROSE.encode("utf-16")[:-1], "cut off in the middle of a character"),
    ("nothing.html", b"<html><body></body></html>", "no article is found"),
    ("front.md", b"---\ntitle: [a\n---\nText of it.\n", "the front matter is no YAML"),
    ("date.md", b"---\ntitle: A\ndate: last Tuesday\n---\nText of it.\n", "the date of publication 'last Tuesday' is not ISO 8601"),
    ("none.jsonl", b"\n\n", "is empty"),
    ("deep.jsonl", b"[" * 100_000 + b"\n", "cannot be held"),
    ("wide16.jsonl", json.dumps({"text": GOOD}).encode("utf-16"), "JSON has to be UTF-8"),
    ("array.json", b"[]", "the JSON array is empty"),
    ("broken.json", b'{"text": ', "is no JSON (Expecting value"),
]


@pytest.mark.parametrize(("name", "data", "says"), BAD_FILES, ids=[name for name, _, _ in BAD_FILES])
def test_a_bad_file_is_named_with_its_remedy_and_the_next_is_read(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz_good.txt").write_text(GOOD)
    error, good = ingest_paths([str(tmp_path)])
    assert isinstance(error, UnreadableDocument)
    line = str(error)
    assert name in line
    assert says in line
    assert "\n" not in line
    assert line.endswith(".")
    assert error.remedy[0].isupper()
    assert isinstance(good, Captured)
    assert good.document.text == GOOD
    assert count_inputs([str(tmp_path)]) == 2


def test_a_file_of_fifty_megabytes_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    (error,) = ingest_paths([str(path)])
    assert "large.txt: ingest: is larger than 20,000,000 bytes. Split it" in str(error)


def test_the_size_limit_can_be_raised_and_lowered(tmp_path: Path) -> None:
    path = tmp_path / "small.txt"
    path.write_text(GOOD)
    assert isinstance(next(ingest_paths([str(path)], options=IngestOptions(max_bytes=len(GOOD)))), Captured)
    assert isinstance(next(ingest_paths([str(path)], options=IngestOptions(max_bytes=len(GOOD) - 1))), UnreadableDocument)


def test_one_very_long_line_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_text("Shelling was reported. " * 200_000)
    (captured,) = ingest_paths([str(path)])
    assert isinstance(captured, Captured)
    assert len(captured.document.text) == 23 * 200_000 - 1


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 20_000 + GOOD + "</div>" * 20_000,
        "<html><body>" + "<span><b>" * 3_000 + "x",
        "<html>" + "<p>a</p>" * 40_000,
        "<html><body>" + "&amp;" * 100_000,
        "<html><body><p " + "a=1 " * 50_000 + ">x</p>",
        "<!doctype html><html><body><![CDATA[" + "<" * 1_000,
    ],
    ids=["deep", "inline", "many", "entities", "attributes", "unclosed"],
)
def test_hostile_pages_end_in_a_document_or_an_error(tmp_path: Path, page: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(page)
    (result,) = ingest_paths([str(path)])
    assert isinstance(result, Captured | UnreadableDocument)


def test_hostile_front_matter_and_nesting_in_markdown(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20))
    (tmp_path / "bomb.md").write_text(f"---\n{bomb}---\n{GOOD}\n")
    (tmp_path / "deep.md").write_text("---\n" + "[" * 50_000 + f"\n---\n{GOOD}\n")
    (tmp_path / "quotes.md").write_text(">" * 5_000 + GOOD)
    results = list(ingest_paths([str(tmp_path)]))
    assert len(results) == 3
    assert isinstance(results[0], Captured)


@pytest.mark.parametrize(
    ("paths", "says"),
    [
        ([], "no input is named"),
        (["missing.txt"], "missing.txt: ingest: no such file or folder"),
        (["*.nothing"], "nothing matches"),
        ([""], "no such file or folder"),
        (["a\0b"], "no such file or folder"),
    ],
)
def test_a_mistyped_name_stops_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD)
    with pytest.raises(BadInput, match=says.replace(".", r"\.")):
        ingest_paths(["good.txt", *paths] if paths else [])
    with pytest.raises(BadInput):
        count_inputs(paths)


def test_hidden_files_links_and_pipes_in_a_folder_are_errors_of_their_own(tmp_path: Path) -> None:
    (tmp_path / ".secret.txt").write_text(GOOD)
    (tmp_path / ".DS_Store").write_bytes(b"litter")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "sub" / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "void").mkdir()
    lines = [str(result) for result in ingest_paths([str(tmp_path)])]
    assert [line.split(": ")[0].removeprefix(str(tmp_path)) for line in lines] == ["/.secret.txt", "/pipe", "/sub/gone.txt", "/sub/loop"]
    assert "hidden" in lines[0]
    assert "neither a file nor a folder" in lines[1]
    assert "cannot be opened" in lines[2]
    assert "links to folders" in lines[3]
    assert isinstance(next(ingest_paths([str(tmp_path / ".secret.txt")])), Captured)
    (empty,) = ingest_paths([str(tmp_path / "void")])
    assert "the folder is empty" in str(empty)


def test_a_name_that_is_no_text_still_gives_one_printable_line(tmp_path: Path) -> None:
    name = os.fsencode(str(tmp_path)) + b"/bad\xff\nname.txt"
    Path(os.fsdecode(name)).write_bytes(b"")
    (error,) = ingest_paths([str(tmp_path)])
    assert "bad\\xff\\nname.txt" in str(error)
    assert str(error).isprintable()


@pytest.mark.parametrize("data", [b"", b" \n", b"%PDF-1.4", b"\0" * 100], ids=["empty", "blank", "pdf", "zeros"])
def test_bad_standard_input_is_named(data: bytes) -> None:
    (error,) = ingest_paths(["-"], stdin=io.BytesIO(data))
    assert str(error).startswith("-: ingest: ")


@pytest.mark.parametrize(
    "wrong",
    [
        {"mapping": {"body": "x"}},
        {"mapping": {"text": ""}},
        {"max_bytes": 0},
        {"encoding": "klingon"},
        {"encoding": "base64"},
        {"published": datetime(2024, 5, 1, 10, tzinfo=UTC)},
    ],
)
def test_options_that_cannot_be_meant_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        IngestOptions(**wrong)  # type: ignore[arg-type]
