"""`predict` and `evaluate`: one answer a record, whatever the records are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import onrecord.evaluate
from onrecord.cli.predict import EMPTY
from onrecord.errors import BadInput, StageFailed
from onrecord.evaluate.tasks import TASKS, WHOLE_FILE
from tests.cli.conftest import FakePipeline, Run


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch, fake_pipeline: type[FakePipeline]) -> type[FakePipeline]:
    """A program that answers with the text in capitals and fails in three ways."""

    def answers(task: str, records: list[dict[str, Any]], _: FakePipeline) -> Iterator[dict[str, Any]]:
        for record in records:
            if "text" not in record:
                raise BadInput("the record has no 'text'", subject=str(record["id"]), stage="evaluate", remedy="Give one.")
            if record["text"] == "stage":
                raise StageFailed("cannot go on", subject=record["id"], stage="dates", remedy="Nothing.")
            yield {"id": record["id"], "claims": [record["text"].upper()], "events": [], "task": task}

    monkeypatch.setattr(onrecord.evaluate, "predict", answers)
    return fake_pipeline


def test_every_task_has_an_empty_answer() -> None:
    assert set(EMPTY) == {*TASKS, WHOLE_FILE}


def test_a_good_file(run: Run, tmp_path: Path, answered: type[FakePipeline]) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "x"}\n\n{"id": "b", "text": "\u00e4"}\n', encoding="utf-8")
    result = run("predict", "--task", "claims", "in.jsonl", "out.jsonl", "--json")
    assert (result.code, json.loads(result.out)) == (0, {"task": "claims", "records": 2, "failed": 0, "out": "out.jsonl"})
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["claims"] for line in lines] == [["X"], ["\u00c4"]]
    assert answered.loads == 1


def test_a_failing_record_gets_an_empty_answer(run: Run, tmp_path: Path, answered: type[FakePipeline]) -> None:
    records = [
        '{"id": "a"}',
        '{"id": "b", "text": "stage"}',
        '{"id": "c", "text": 5}',
        '{"id": "d", "text": "fine"}',
        "{",
        "[]",
        '{"text": "no id"}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(records))
    result = run("predict", "--task", "claims", "in.jsonl", "out.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert result.code == 1
    assert [line["id"] for line in lines] == ["a", "b", "c", "d"]
    assert [line["claims"] for line in lines] == [[], [], [], ["FINE"]]
    assert result.err.count("skipped ") == 6
    assert "in.jsonl:5: is no JSON" in result.err
    assert "out.jsonl: 4 answers, 6 failed" in result.err
    assert answered.loads == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--task", "poetry", "in.jsonl", "out.jsonl"), "no such task: poetry. Use one of claims"),
        (("--task", "claims", "none.jsonl", "out.jsonl"), "none.jsonl: evaluate: cannot be read"),
        (("--task", "claims", "empty.jsonl", "out.jsonl"), "holds no records"),
        (("in.jsonl", "out.jsonl"), "--task"),
        (("--task", "claims", "in.jsonl", "no/folder/out.jsonl"), "cannot be written"),
    ],
)
def test_a_wrong_command_line_ends_with_2(
    run: Run, tmp_path: Path, answered: type[FakePipeline], arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "x"}\n')
    (tmp_path / "empty.jsonl").write_text("\n")
    result = run("predict", *arguments)
    assert result.code == 2
    assert words in result.err
    assert not (tmp_path / "out.jsonl").exists()
    assert answered.loads == 0


def test_an_output_appears_whole_or_not_at_all(
    run: Run, tmp_path: Path, answered: type[FakePipeline], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n')
    (tmp_path / "out.jsonl").write_text("before\n")

    def stops(*_: Any) -> Iterator[dict[str, Any]]:
        raise KeyboardInterrupt

    monkeypatch.setattr(onrecord.evaluate, "predict", stops)
    assert run("predict", "--task", "claims", "in.jsonl", "out.jsonl").code == 130
    assert (tmp_path / "out.jsonl").read_text() == "before\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]
    assert answered.loads == 1


def test_evaluate_scores_answers_that_are_there(run: Run, tmp_path: Path) -> None:
    record = {
        "id": "a",
        "text": "On 3 June 2024.",
        "timexes": [{"type": "DATE", "value": "2024-06-03", "start": 3, "end": 14, "text": "3 June 2024"}],
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(record) + "\n")
    (tmp_path / "pred.jsonl").write_text(json.dumps({"id": "a", "timexes": record["timexes"]}) + "\n")
    result = run("evaluate", "dates", "gold.jsonl", "--pred", "pred.jsonl", "--json")
    assert result.code == 0
    assert json.loads(result.out)
    assert "measure" in run("evaluate", "dates", "gold.jsonl", "--pred", "pred.jsonl").out


def test_evaluate_refuses_a_broken_gold_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("{\n")
    result = run("evaluate", "dates", "gold.jsonl", "--pred", "gold.jsonl")
    assert result.code == 2
    assert "gold.jsonl:1: is no JSON" in result.err
