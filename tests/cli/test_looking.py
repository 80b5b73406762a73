"""events, show, export and report on a record that is there, and what they say where it is not."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.model import Claim, Document, Event, Role, Span
from onrecord.model.codec import from_dict
from onrecord.store import Store
from tests.cli.conftest import Run
from tests.export import made

EVENT = made.bundle()
SHELLING = next(e for e in EVENT.events if len(e.claim_ids) == 3)


def test_events_are_a_table(run: Run, store: Path) -> None:
    result = run("events", "--store", str(store))
    assert result.code == 0
    assert result.err == ""
    for wanted in ("2024-03-05", "Jebel Liberation", "-> civilians", "killed 17-23", "contested", SHELLING.id[:8], "no date"):
        assert wanted in result.out
    words = " ".join(result.out.split())
    assert "3 claims / 2 docs" in words


def test_a_narrow_terminal_gets_fewer_columns(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    out = run("events", "--store", str(store)).out
    assert "Kutum, North Darfur, Sudan" in out
    assert max(map(len, out.splitlines())) <= 72


def test_the_store_of_the_folder_is_the_default(run: Run, store: Path) -> None:
    assert store.name == "onrecord.db"
    assert "contested" in run("events").out


def test_events_as_json_can_be_read_back(run: Run, store: Path) -> None:
    found = json.loads(run("events", "--json").out)
    assert {from_dict(Event, {k: v for k, v in e.items() if k != "id"}) for e in found} == set(EVENT.events)
    assert store.exists()


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (("--from", "2024-03-05", "--to", "2024-03-05"), 1),
        (("--from", "2024-03-06"), 1),
        (("--type", "assault"), 5),
        (("--type", "AID"), 0),
        (("--sub-event", "Armed clash"), 1),
        (("--place", "kutum"), 1),
        (("--country", "sy"), 2),
        (("--actor", "liberation"), 1),
        (("--origin", "hospital"), 1),
        (("--grade", "contested"), 1),
        (("--grade", "contested", "--grade", "single-origin"), 5),
        (("--status", "alleged_plan"), 1),
        (("--text", "market"), 1),
        (("--confidence", "0"), 5),
        (("--confidence", "1.0"), 5),
        (("--limit", "2"), 2),
    ],
)
def test_filters(run: Run, store: Path, arguments: tuple[str, ...], count: int) -> None:
    result = run("events", "--json", "--store", str(store), *arguments)
    assert result.code == 0
    assert len(json.loads(result.out)) == count


def test_no_event_that_fits_is_said(run: Run, store: Path) -> None:
    result = run("events", "--store", str(store), "--place", "Atlantis")
    assert (result.code, result.out, result.err) == (0, "", "No event fits.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("events", "--from", "yesterday"), "--from: command line: 'yesterday' is no date. Write it as YYYY-MM-DD"),
        (("events", "--from", "2024-02-30"), "is no date"),
        (("events", "--from", "2024-02-02", "--to", "2024-02-01"), "lies after"),
        (("events", "--country", "Syria"), "no country code"),
        (("events", "--grade", "true"), "Use one of corroborated"),
        (("events", "--status", "maybe"), "Use one of occurred"),
        (("events", "--limit", "0"), "--limit"),
        (("events", "--confidence", "1.5"), "--confidence"),
        (("events", "--nonsense"), "nonsense"),
        (("show", "e1"), "less than 4 characters"),
        (("show", "xyz12345"), "is no id"),
        (("show", "e0000"), "no event has an id"),
        (("show", "c0000"), "no claim has an id"),
        (("show", "d0000"), "no document has an id"),
        (("show",), "EVENT"),
        (("export", "xls"), "Use one of csv, jsonl, geojson, acled"),
        (("export", "acled", "--hxl"), "only csv"),
        (("export", "csv", "--out", "no/such/folder/x.csv"), "cannot be written"),
        (("export", "csv", "--out", "."), "is a folder"),
        (("report", "--out", "no/such/folder/x.html"), "cannot be written"),
        (("frobnicate",), "frobnicate"),
    ],
)
def test_a_wrong_command_line_is_one_clear_answer_and_exit_2(run: Run, store: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert words in result.err
    assert "Traceback" not in result.err
    assert store.exists()


@pytest.mark.parametrize("command", [("events",), ("show", "e1234"), ("export", "csv"), ("report",)])
def test_without_a_store_nothing_is_created(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    result = run(*command)
    assert result.code == 2
    assert result.err.count("\n") == 1
    assert "there is no store" in result.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_store_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "onrecord.db").write_text("not a database, but long enough to be looked at as one" * 40)
    result = run("events")
    assert result.code == 2
    assert result.err.startswith("onrecord: onrecord.db: store: ")


def test_show_event_explains_itself(run: Run, store: Path) -> None:
    words = " ".join(run("show", SHELLING.id[:6], "--store", str(store)).out.split())
    for wanted in (
        "grade: contested",
        SHELLING.grade.explanation,
        "independent origins:",
        "deny it:",
        "killed 17-23 or more, best 20 (median)",
        "[Jebel Liberation Front]actor",
        "[hit]trigger",
        "[17]figure",
        "[Darfur Civilian Watch]source",
        "legend: trigger source cue",
        'Darfur Civilian Watch "said" <- origin',
        "Kutum (town in North Darfur, SD): 14.200, 24.660, within 3 km",
    ):
        assert wanted in words, wanted


def test_show_event_names_places_that_lost(run: Run, store: Path) -> None:
    strike = next(e for e in EVENT.events if any(p.candidates for p in e.places))
    words = " ".join(run("show", strike.id).out.split())
    assert "coarse; the camps were not found" in words
    assert "lost: Homs (town, Homs, SY), score 0.41: the text says province" in words
    assert store.exists()


def test_show_claim_draws_the_chain(run: Run, store: Path) -> None:
    claim = made.claims()["strike"][0]
    out = run("show", claim.id).out
    lines = out.splitlines()
    publisher = next(n for n, line in enumerate(lines) if "Levant Press Agency (publisher)" in line)
    assert "Defence Ministry party sy" in lines[publisher + 1]
    assert 'Rashid al-Omar "said" party sy  <- origin' in lines[publisher + 2]
    assert "[...]" in out
    assert 'not resolved ("June 14"' in out
    assert "producer made 1" in out
    assert store.exists()


def test_show_document_has_its_capture(run: Run, store: Path) -> None:
    out = run("show", made.WIRE.id[:10]).out
    assert made.captured(made.WIRE).capture.sha256 in out
    assert "claims (2)" in out
    assert "https://courier.example/kutum" in out
    assert store.exists()


def test_show_as_json(run: Run, store: Path) -> None:
    event = json.loads(run("show", SHELLING.id, "--json").out)
    assert set(event) == {"event", "claims", "documents"}
    assert [c["id"] for c in event["claims"]] == list(SHELLING.claim_ids)
    assert "text" not in event["documents"][0]
    claim = json.loads(run("show", SHELLING.claim_ids[0], "--json").out)
    claim["claim"].pop("quoted")
    claim["claim"].pop("id")
    assert from_dict(Claim, claim["claim"]).id == SHELLING.claim_ids[0]
    assert claim["event_ids"] == [SHELLING.id]
    document = json.loads(run("show", made.DENIAL.id, "--json").out)
    assert document["document"]["text"] == made.DENIAL.text
    assert store.exists()


def test_export_writes_the_format_to_stdout_and_the_loss_to_stderr(run: Run, store: Path) -> None:
    result = run("export", "acled", "--store", str(store))
    assert result.code == 0
    assert len(next(csv.reader(io.StringIO(result.out)))) == 31
    assert result.err.startswith("acled: 2 of 5 events written\n")


def test_export_to_files(run: Run, store: Path, tmp_path: Path) -> None:
    result = run("export", "geojson", "--out", "e.json", "--loss-report", "lost.json", "--country", "SD")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert len(json.loads((tmp_path / "e.json").read_text())["features"]) == 1
    assert json.loads((tmp_path / "lost.json").read_text())["written"] == 1
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]
    assert store.exists()


def test_export_keeps_line_ends_and_permissions(run: Run, store: Path, tmp_path: Path) -> None:
    run("export", "csv", "--hxl", "--out", "e.csv")
    data = (tmp_path / "e.csv").read_bytes()
    assert data.count(b"\r\n") == 7
    assert b"\r\r" not in data
    plain = tmp_path / "plain"
    plain.touch()
    assert (tmp_path / "e.csv").stat().st_mode == plain.stat().st_mode
    assert store.exists()


def test_report_is_written(run: Run, store: Path, tmp_path: Path) -> None:
    result = run("report", "--country", "SD", "--title", "Darfur & more")
    assert (result.code, result.out, result.err) == (0, "", "report.html: 1 events\n")
    assert "Darfur &amp; more" in (tmp_path / "report.html").read_text()
    assert json.loads(run("report", "--json").out) == {"report": "report.html", "events": 5}
    assert run("report", "--out", "-").out.startswith("<!doctype html>")
    assert store.exists()


def test_events_that_are_older_than_the_claims_are_built_again(run: Run, store: Path) -> None:
    with Store.open(store) as record:
        record.replace_events([])
        extra = Document(text="A bomb struck a bus.", title="later")
        claim = Claim(
            document_id=extra.id,
            trigger=made.at(extra.text, "struck"),
            evidence=Span(0, 20),
            event_type="ASSAULT",
            status="occurred",
            certainty="asserted",
        )
        record.add(made.captured(extra), made.reading(extra, [claim]), made.PRODUCER)
    result = run("events", "--json")
    assert "linking and grading again" in result.err
    assert any(claim.id in e["claim_ids"] for e in json.loads(result.out))
    assert run("events").err == ""


def test_text_of_reports_is_no_markup_and_steers_no_terminal(run: Run, store: Path) -> None:
    hostile = Document(
        text="[bold red]x[/bold red] struck \x1b[2J\x9b31m y :smile: \u202e",
        title="[link=file:///etc/passwd]t[/link]\x07",
        name="\x1b]0;n\x07",
    )
    claim = Claim(
        document_id=hostile.id,
        trigger=made.at(hostile.text, "struck"),
        evidence=Span(0, len(hostile.text)),
        event_type="ASSAULT",
        status="occurred",
        certainty="asserted",
        actors=(Role(span=Span(0, 10), name="[blink]name\x1b[31m[/blink]"),),
    )
    event = made.graded([[claim]], {hostile.id: hostile})[0]
    with Store.open(store) as record:
        record.add(made.captured(hostile), made.reading(hostile, [claim]), made.PRODUCER)
        record.replace_events([event])
    outputs = [
        run(*a)
        for a in (("events",), ("show", event.id), ("show", claim.id), ("show", hostile.id), ("events", "--json"), ("export", "csv"))
    ]
    for result in outputs:
        assert result.code == 0
        assert not [c for c in result.out + result.err if (ord(c) < 32 and c not in "\r\n") or 0x7F <= ord(c) < 0xA0 or c == "\u202e"]
    assert "[blink]name" in outputs[0].out
    assert "[[bold red]]actorx[/bold red] [struck]trigger" in outputs[1].out
    assert ":smile:" in outputs[1].out


def test_looking_loads_no_model(store: Path) -> None:
    code = (
        "import sys\nfrom onrecord.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "sys.exit(bool({'onnxruntime', 'tokenizers', 'onrecord.pipeline', 'trafilatura'} & set(sys.modules)))"
    )
    for command in (["events"], ["show", SHELLING.id], ["export", "csv"], ["report", "--out", "-"]):
        done = subprocess.run([sys.executable, "-c", code, *command, "--store", str(store)], capture_output=True, check=False)
        assert done.returncode == 0, command


def test_a_reader_that_goes_away_is_no_error(store: Path) -> None:
    # The process starts with the read end of its pipe closed already.
    code = (
        "import os, sys\nr, w = os.pipe()\nos.dup2(w, 1)\nos.close(r)\nos.close(w)\nfrom onrecord.cli.main import main\nmain(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "export", "jsonl", "--store", str(store)], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert done.returncode == 141


def test_a_locked_store_can_be_looked_at(run: Run, store: Path) -> None:
    writer = sqlite3.connect(store, isolation_level=None)
    try:
        writer.execute("BEGIN IMMEDIATE")
        assert run("events").code == 0
    finally:
        writer.close()
