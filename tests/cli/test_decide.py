"""The commands that decide, say why, link again and compare: on a store made by hand, through the program."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from onrecord.store import Store
from tests.cli.conftest import Run
from tests.decisions.build import CLAIMS, ORRIN, SELA, TALM_1, TALM_2, TALM_3, fill, merge, publisher


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of three reports in the folder where `run` runs; publishers are named without the table of actors."""
    monkeypatch.setattr("onrecord.resolve.actor.ActorResolver.publisher_actor", lambda _self, document: publisher(document))
    monkeypatch.setenv("ONRECORD_REVIEWER", "M. Reyes")
    path = tmp_path / "onrecord.db"
    with Store.open(path) as record:
        fill(record)
    return path


def events(run: Run) -> set[frozenset[str]]:
    return {frozenset(e["claim_ids"]) for e in json.loads(run("events", "--json").out)}


def event_with(run: Run, claim_id: str) -> dict:  # type: ignore[type-arg]
    return next(e for e in json.loads(run("events", "--json").out) if claim_id in e["claim_ids"])


@pytest.mark.usefixtures("made")
def test_merge_and_undo(run: Run) -> None:
    before = events(run)
    result = run("decide", "merge", ORRIN.id, SELA.id[:10], "--reason", "one blast", "--json")
    assert result.code == 0, result.err
    said = json.loads(result.out)
    assert (said["appended"][0]["kind"], said["appended"][0]["author"]) == ("merge", "M. Reyes")
    assert len(said["view"]["changed"]) == 1
    assert frozenset({ORRIN.id, SELA.id}) in events(run)
    undone = run("decide", "undo", said["appended"][0]["id"][:9], "-m", "two after all", "--by", "Ana")
    assert (undone.code, "by Ana: two after all" in undone.out) == (0, True)
    assert events(run) == before
    again = run("decide", "undo", said["appended"][0]["id"], "-m", "x")
    assert (again.code, "taken back already" in again.err) == (2, True)


@pytest.mark.usefixtures("made")
def test_split_correct_grade_reject_accept(run: Run) -> None:
    event = event_with(run, TALM_1.id)["id"]
    assert run("decide", "split", event, TALM_3.id, "-m", "the day before").code == 0
    assert {frozenset({TALM_3.id}), frozenset({TALM_1.id, TALM_2.id})} <= events(run)
    assert (
        run(
            "decide",
            "correct",
            SELA.id,
            "--set",
            "time=2031-05-04/2031-05-05",
            "--set",
            "figures=killed at least 3; injured unknown",
            "-m",
            "x",
        ).code
        == 0
    )
    found = event_with(run, SELA.id)
    assert found["when"]["earliest"] == "2031-05-04"
    assert [(f["what"], f["lowest"], f["open_ended"], f["unknown"]) for f in found["grade"]["figures"]] == [
        ("injured", None, False, True),
        ("killed", 3, True, False),
    ]
    assert run("decide", "grade", found["id"], "--grade", "one-sided", "-m", "x").code == 0
    assert event_with(run, SELA.id)["grade"]["corroboration"] == "one_sided"
    assert run("decide", "reject", ORRIN.id, "--no-event", "-m", "x").code == 0
    assert ORRIN.id not in {i for e in events(run) for i in e}
    refused = run("decide", "accept", ORRIN.id, "-m", "x")
    assert refused.code == 2
    assert "--replace" in refused.err
    assert run("decide", "accept", ORRIN.id, "-m", "x", "--replace").code == 0
    assert ORRIN.id in {i for e in events(run) for i in e}


@pytest.mark.usefixtures("made")
def test_why_tells_in_words_and_in_json(run: Run) -> None:
    run("decide", "mark-source", "Valley Radio", "--not-independent-of", "harbour gazette", "-m", "one owner")
    event = event_with(run, TALM_1.id)["id"]
    told = run("why", event[:8])
    assert told.code == 0
    assert "3 claims in 3 documents, 2 independent origins: corroborated" in told.out
    assert "speak for one party" in told.out
    assert "source by M. Reyes" in told.out
    said = json.loads(run("why", event, "--json").out)
    assert (said["independent_origins"], said["documents"]) == (2, 3)
    assert said["decisions"][0]["reason"] == "one owner"
    assert run("why", "e0000000").code == 2


@pytest.mark.usefixtures("made")
def test_link_says_what_it_did(run: Run) -> None:
    first = json.loads(run("link", "--rebuild", "--json").out)
    assert (first["events"], first["kept"]) == (3, 0)
    assert "Nothing has changed" in run("link").err
    assert run("decide", "reject", SELA.id, "-m", "x", "--no-link").code == 0
    second = json.loads(run("link", "--json").out)
    # The other event of the same report is graded anew: its flat leads might have rested on the claim.
    assert (second["events"], second["kept"], len(second["gone"])) == (2, 1, 1)
    whole = run("events", "--json").out
    assert run("link", "--rebuild").code == 0
    assert run("events", "--json").out == whole


@pytest.mark.usefixtures("made")
def test_linking_in_part_gives_what_linking_all_anew_gives(run: Run) -> None:
    run("link", "--rebuild")
    for number, decide in enumerate(
        (
            ("merge", ORRIN.id, SELA.id),
            ("correct", TALM_2.id, "--set", "figures=killed 60"),
            ("mark-source", "Coast Herald", "--credible"),
            ("undo", ""),
        )
    ):
        merged = json.loads(run("decisions", "list", "--kind", "merge", "--json").out)["decisions"]
        arguments = ("undo", merged[0]["id"]) if decide[0] == "undo" else decide
        assert run("decide", *arguments, "-m", f"step {number}").code == 0
        in_part = run("events", "--json").out
        in_part_found = run("events", "--json", "--text", "exploded").out
        run("link", "--rebuild")
        assert run("events", "--json").out == in_part
        assert run("events", "--json", "--text", "exploded").out == in_part_found


@pytest.mark.usefixtures("made")
def test_parties_one_by_one_and_from_a_table(run: Run, tmp_path: Path) -> None:
    assert run("decide", "party", "Valley Radio", "--of", "Sudan", "--from", "2031-01-01", "-m", "its ministry's").code == 0
    refused = run("decide", "party", "Valley Radio", "--unknown", "-m", "nobody can tell")
    assert refused.code == 2
    assert "on the side of sd from 2031-01-01" in refused.err
    assert run("decide", "party", "Valley Radio", "--unknown", "-m", "nobody can tell", "--replace").code == 0
    table = tmp_path / "parties.csv"
    table.write_text("actor,party,reason\nHarbour Gazette,Sudanese Ministry of Defence,owned by it\nCoast Herald,own,\n", encoding="utf-8")
    for expected in (2, 0):
        told = json.loads(run("decide", "party", "--table", str(table), "-m", "table of May", "--json").out)
        assert len(told["appended"]) == expected
    listed = json.loads(run("decisions", "list", "--kind", "party", "--json").out)["decisions"]
    parties = [(d["subject"], d["payload"]["party"], d["state"]) for d in listed]
    # Those of one table are of one moment: their order says nothing.
    assert parties[:2] + sorted(parties[2:], reverse=True) == [
        ("local:valley radio", "sd", "undone"),
        ("local:valley radio", None, "applied"),
        ("local:harbour gazette", "sd", "applied"),
        ("local:coast herald", "local:coast herald", "applied"),
    ]


def test_decisions_travel_between_records(run: Run, made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(made, copy)
    run("decide", "merge", ORRIN.id, SELA.id, "-m", "x")
    run("decide", "same-actor", "Valley Radio", "Coast Herald", "-m", "renamed")
    run("decide", "party", "Harbour Gazette", "--of", "Sudan", "--to", "2031-12-31", "-m", "its ministry's")
    assert run("decisions", "export", "--out", "d.jsonl").code == 0
    first = json.loads(run("decisions", "import", "d.jsonl", "--store", str(copy), "--json").out)
    assert (first["appended"], first["known"]) == (3, 0)
    second = json.loads(run("decisions", "import", "d.jsonl", "--store", str(copy), "--json").out)
    assert (second["appended"], second["known"]) == (0, 3)
    assert run("events", "--json", "--store", str(copy)).out == run("events", "--json").out
    assert "All 3 decisions stand" in run("decisions", "check", "--store", str(copy)).err
    lines = run("decisions", "export", "--format", "nomenklatura").out.splitlines()
    assert json.loads(lines[0])[:3] == ["local:valley radio", "local:coast herald", "positive"]


@pytest.mark.usefixtures("made")
def test_decisions_on_reports_that_are_not_there_wait(run: Run) -> None:
    run("decide", "merge", ORRIN.id, SELA.id, "-m", "x")
    run("decisions", "export", "--out", "d.jsonl")
    Store.open("other.db").close()
    refused = run("decisions", "import", "d.jsonl", "--store", "other.db")
    assert refused.code == 2
    assert "--keep-dangling" in refused.err
    assert run("decisions", "import", "d.jsonl", "--store", "other.db", "--keep-dangling").code == 0
    checked = run("decisions", "check", "--store", "other.db")
    assert (checked.code, "is not in this record" in " ".join(checked.out.split())) == (1, True)
    with Store.open("other.db") as other:
        fill(other)
    assert run("decisions", "check", "--store", "other.db").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("decide", "merge", "e0123456", "e6543210", "-m", "x"), "no event"),
        (("decide", "reject", "c0123456", "-m", "x"), "no claim"),
        (("decide", "reject", "zzz", "-m", "x"), "no id of an event or a claim"),
        (("decide", "merge", ORRIN.id, "-m", "x"), "two claims"),
        (("decide", "merge", ORRIN.id, SELA.id, "-m", " "), "--reason"),
        (("decide", "correct", SELA.id, "--set", "place=Talm@91,0", "-m", "x"), "outside -90..90"),
        (("decide", "correct", SELA.id, "--set", "time=2031-05-09/2031-05-01", "-m", "x"), "lies after"),
        (("decide", "correct", SELA.id, "--set", "status", "-m", "x"), "has no ="),
        (("decide", "correct", SELA.id, "--set", "colour=red", "-m", "x"), "no field"),
        (("decide", "correct", SELA.id, "--set", "figures=killed many", "-m", "x"), "no figure"),
        (("decide", "correct", SELA.id, "--set", "figures=[", "-m", "x"), "no JSON"),
        (("decide", "grade", SELA.id, "--grade", "contested", "-m", "x"), "no event"),
        (("decide", "undo", "x0123456", "-m", "x"), "no decision"),
        (("decide", "mark-source", "Nobody at all", "--credible", "-m", "x"), "no source of the record"),
        (("decide", "mark-source", "Valley Radio", "-m", "x"), "needs a mark"),
        (("decide", "mark-source", "Valley Radio", "--origin-of", "Valley Radio", "-m", "x"), "named twice"),
        (("decide", "party", "Valley Radio", "-m", "x"), "needs one of"),
        (("decide", "party", "Valley Radio", "--own", "--unknown", "-m", "x"), "needs one of"),
        (("decide", "party", "--of", "Sudan", "-m", "x"), "needs one of"),
        (("decide", "party", "Valley Radio", "--of", "Nobody at all", "-m", "x"), "no source of the record"),
        (("decide", "party", "Valley Radio", "--own", "--from", "soon", "-m", "x"), "no date"),
        (("decide", "party", "Valley Radio", "--own", "--from", "2031-02-02", "--to", "2031-02-01", "-m", "x"), "after its end"),
        (("decide", "party", "--table", "t.csv", "--to", "2031-02-01", "-m", "x"), "in its rows"),
        (("decisions", "import", "nowhere.jsonl"), "cannot be read"),
        (("decisions", "export", "--format", "xml"), "none of the values"),
        (("diff", "nowhere.db", "onrecord.db"), "cannot be read"),
    ],
)
def test_what_cannot_be_is_one_line_and_changes_nothing(run: Run, made: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert words in result.err
    assert len(result.err.strip().splitlines()) == 1
    with Store.open(made) as record:
        assert record.decisions() == []


@pytest.mark.usefixtures("made")
def test_a_late_reviewer_is_refused(run: Run) -> None:
    seen = json.loads(run("decisions", "list", "--json").out or '{"revision": 0}')["revision"]
    run("decide", "accept", SELA.id, "-m", "x")
    late = run("decide", "accept", SELA.id, "-m", "y", "--seen", str(seen))
    assert (late.code, "in the meantime" in late.err) == (2, True)


@pytest.mark.usefixtures("made")
def test_corrections_show_in_exports(run: Run) -> None:
    run("decide", "correct", SELA.id, "--set", "actors=Coast Brigade", "-m", "x")
    exported = run("export", "jsonl").out
    claims = [json.loads(line) for line in exported.splitlines() if '"record":"claim"' in line or '"record": "claim"' in line]
    assert {c["id"] for c in claims} == {c.id for c in CLAIMS}
    assert next(c for c in claims if c["id"] == SELA.id)["actors"][0]["name"] == "Coast Brigade"


def test_diff_tells_new_gone_merged_split_and_changed(run: Run, made: Path, tmp_path: Path) -> None:
    run("export", "jsonl", "--out", "old.jsonl")
    shutil.copy(made, tmp_path / "old.db")
    assert json.loads(run("diff", "old.db", "onrecord.db", "--json").out)["counts"] == dict.fromkeys(
        ("new", "gone", "merged", "split", "regrouped", "changed"), 0
    )
    event = event_with(run, TALM_1.id)["id"]
    run("decide", "split", event, TALM_3.id, "-m", "x")
    run("decide", "correct", SELA.id, "--set", "figures=killed 9", "-m", "<b>bold</b>")
    run("decide", "reject", ORRIN.id, "-m", "x")
    for old in ("old.jsonl", "old.db"):
        found = json.loads(run("diff", old, "onrecord.db", "--json").out)
        assert {k: v for k, v in found["counts"].items() if v} == {"gone": 1, "split": 1, "changed": 1}
        changed = next(c for c in found["changes"] if c["kind"] == "changed")
        assert changed["fields"]["figures"] == {"old": "none", "new": "killed 9"}
    backwards = json.loads(run("diff", "onrecord.db", "old.db", "--json").out)["counts"]
    assert {k: v for k, v in backwards.items() if v} == {"new": 1, "merged": 1, "changed": 1}
    table = run("diff", "old.jsonl", "onrecord.db")
    assert "1 gone, 1 split, 1 changed" in table.err
    assert run("diff", "old.jsonl", "onrecord.db", "--out", "update.md").code == 0
    text = (tmp_path / "update.md").read_text(encoding="utf-8")
    assert "## Events found to be several" in text
    assert "figures: none → killed 9" in text


def test_a_merge_by_hand_is_the_same_decision_for_everyone(run: Run, made: Path) -> None:
    run("decide", "merge", ORRIN.id, SELA.id, "-m", "seen")
    with Store.open(made) as record:
        assert json.loads(record.decisions()[0].payload) == json.loads(merge(ORRIN, SELA).payload)
