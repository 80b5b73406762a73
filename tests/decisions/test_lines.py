"""Decisions as JSON lines, nomenklatura's lines and tables of sources: there and back, twice, and what is no such file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from onrecord.errors import BadInput
from onrecord.store import SameActor, Store
from onrecord.store.decisions_lines import from_lines, from_nomenklatura, to_line, to_nomenklatura
from onrecord.store.decisions_table import from_table
from tests.decisions.build import MOMENT, ORRIN, SELA, correct, fill, linked, mark, merge, same, side, undo

ALL = [
    merge(ORRIN, SELA),
    correct(SELA, 1, actors=[{"name": 'A "quoted" \u2028 name'}]),
    mark("a", "credible", minute=2),
    same("a", "b", minute=3),
]
ALL += [undo(ALL[2], 4), side("a", "b", 5, since=MOMENT.date()), side("c", None, 6)]


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with Store.open(address) as opened:
        fill(opened)
        yield opened


def test_lines_come_back_exactly_and_twice_changes_nothing(store: Store) -> None:
    lines = [to_line(d) for d in ALL]
    assert from_lines(lines, "f") == ALL
    # Others may sort keys and leave out the id.
    rewritten = [json.dumps({k: v for k, v in reversed(json.loads(line).items()) if k != "id"}) for line in lines]
    assert from_lines(["\n", *rewritten], "f") == ALL
    assert len(store.append_decisions(from_lines(reversed(lines), "f"))) == len(ALL)
    events = linked(store.decisions()).events
    assert store.append_decisions(from_lines(lines, "f")) == ()
    assert linked(store.decisions()).events == events


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nonsense", "no JSON"),
        ("[1]", "no JSON object"),
        ("{}", "payload"),
        ('{"kind":"merge","payload":{}}', "no field"),
        (to_line(ALL[0]).replace("seen", "unseen"), "was changed"),
        (to_line(ALL[0]).replace('"merge"', '"mergers"'), "no such kind"),
        (to_line(ALL[0]).replace("+00:00", ""), "time zone"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_a_line_that_does_not_hold_is_named(line: str, words: str) -> None:
    with pytest.raises(BadInput, match=r"mine\.jsonl line 2") as refused:
        from_lines([to_line(ALL[0]), line], "mine.jsonl")
    assert words in str(refused.value)


def test_nomenklatura_lines_come_back(store: Store) -> None:
    store.append_decisions([same("local:front", "Q42"), same("NK-abc", "local:front", minute=1), same("local:a", "local:b", "negative", 2)])
    lines = list(to_nomenklatura(store.decision_log()))
    assert json.loads(lines[0]) == ["Q42", "local:front", "positive", None, "Reyes", "2031-06-01T12:00:00"]
    assert [json.loads(line)[:3] for line in lines[1:]] == [["NK-abc", "local:front", "positive"], ["local:b", "local:a", "negative"]]
    # What is on record already is not appended again under other words.
    assert from_nomenklatura(lines, "f", store.decision_log()) == ([], 0)


def test_a_resolver_file_becomes_decisions_and_the_same_ones_again() -> None:
    lines = [
        '["NK-1", "local:front", "positive", null, "ana", "2024-03-05T10:11:12.123456"]',
        '["local:b", "local:a", "no_judgement", 0.9, null, null]',
        '["local:d", "local:c", "negative", null, null, null]',
    ]
    found, suggestions = from_nomenklatura(lines, "f", [])
    assert suggestions == 1
    assert [(d.author, d.decided_at) for d in found] == [
        ("ana", datetime(2024, 3, 5, 10, 11, 12, 123456, tzinfo=UTC)),
        ("unknown", datetime(1970, 1, 1, tzinfo=UTC)),
    ]
    assert from_nomenklatura(lines, "f", [])[0] == found


@pytest.mark.parametrize(
    "line", ['{"a": 1}', '["a", "b"]', '["a", "a", "positive"]', '["a", "b", "perhaps"]', '["a", "b", "positive", null, "x", "soon"]']
)
def test_a_line_of_no_resolver_is_named(line: str) -> None:
    with pytest.raises(BadInput, match="f line 1"):
        from_nomenklatura([line], "f", [])


def find(name: str) -> tuple[str, str]:
    return f"local:{name.casefold()}", name


def test_a_table_of_sources_becomes_marks_and_twice_changes_nothing(store: Store) -> None:
    rows = [
        "source,credible,state_controlled_by,reason\n",
        "Valley Radio,yes,,on the spot\n",
        "Coast Herald,no,XA,\n",
        ",,,\n",
        "Harbour Gazette,,,\n",
    ]
    told = {"find": find, "author": "Reyes", "reason": "table of May", "decided_at": MOMENT}
    marks = from_table(rows, "t", there=store.decision_log(), **told)  # type: ignore[arg-type]
    assert [(json.loads(d.payload)["mark"], d.subject, d.reason) for d in marks] == [
        ("credible", "local:valley radio", "on the spot"),
        ("not_credible", "local:coast herald", "table of May"),
        ("state_controlled", "local:coast herald", "table of May"),
    ]
    store.append_decisions(marks)
    assert from_table(rows, "t", there=store.decision_log(), **told) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["name,credible\n", "a,yes\n"], "column"),
        (["source,credibel\n", "a,yes\n"], "credibel"),
        (["source,credible\n", "a,perhaps\n"], "row 2"),
        (["source,credible\n", "a,yes,more\n"], "row 2"),
        (["source,credible\n", ",yes\n"], "names no source"),
        ([], "no column source"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(rows: list[str], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        from_table(rows, "t", find=find, there=[], author="a", reason="r", decided_at=MOMENT)


def test_an_actor_is_not_decided_on_against_itself() -> None:
    with pytest.raises(BadInput, match="named twice"):
        same("a", "a")
    assert SameActor(a="a", b="b", judgement="positive").a == "a"
