"""Claims and grades: cases worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.evaluate.scoring import score

Record = dict[str, Any]
CLAIM: Record = {
    "id": "c1",
    "trigger": [10, 17],
    "evidence": [0, 50],
    "event_type": "ASSAULT",
    "sub_event": "Air/drone strike",
    "status": "occurred",
    "certainty": "asserted",
    "actors": [{"span": [0, 5], "name": "Arda"}],
    "targets": [{"span": [60, 66], "name": "the guards"}],
    "instruments": [[70, 74]],
    "places": [{"span": [80, 84], "name": "Vesna"}],
    "time": {"span": None, "earliest": "2024-06-03", "latest": "2024-06-03"},
    "figures": [{"span": [20, 24], "what": "killed", "low": 4, "high": 4}],
    "attribution": [{"source": [30, 40], "cue": None, "name": "Ilia Borek"}],
}
LINES = ("detection", "type", "sub_event", "origin", "chain", "actors", "targets", "instruments", "places", "time", "figures", "usable")


def told(*claims: Record, events: list[list[str]] | None = None) -> list[Record]:
    return [{"id": "d", "claims": list(claims), "events": [["c1"]] if events is None else events}]


def test_a_perfect_answer_and_none() -> None:
    full, none = score("claims", told(CLAIM), told(CLAIM)), score("claims", told(CLAIM), [])
    assert [full[line]["f1"] for line in LINES] == [100] * len(LINES)
    assert [none[line]["f1"] for line in LINES] == [0] * len(LINES)
    assert (full["status"]["accuracy"], full["events"]["b_cubed_f1"]) == (100, 100)
    assert next(iter(full)) == "primary"
    assert full["primary"] == {"name": "usable F1, percent", "value": 100}


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({"attribution": []}, {"origin", "chain", "usable"}),
        ({"attribution": [{"source": None, "name": "Arda Press"}, *CLAIM["attribution"]]}, {"chain"}),
        ({"attribution": [{"source": None, "name": "General Borek"}]}, set()),
        ({"attribution": [{"source": None, "name": "the minister"}]}, {"origin", "chain", "usable"}),
        ({"event_type": "COERCE"}, {"type", "usable"}),
        ({"sub_event": None}, {"sub_event"}),
        ({"actors": []}, {"actors", "usable"}),
        ({"actors": [{"span": [200, 205], "name": "arda"}]}, set()),
        ({"targets": [*CLAIM["targets"], {"span": [90, 95], "name": "a mill"}]}, {"targets", "usable"}),
        ({"figures": [{**CLAIM["figures"][0], "high": None}]}, {"figures"}),
        ({"time": {"earliest": "2024-06-03", "latest": None}}, {"time"}),
        ({"trigger": [18, 19]}, set()),
        ({"trigger": [18, 19], "event_type": "COERCE"}, set(LINES)),
        ({"instruments": [], "places": []}, {"instruments", "places"}),
    ],
)
def test_what_a_change_costs(change: Record, lost: set[str]) -> None:
    r = score("claims", told(CLAIM), told({**CLAIM, **change}))
    assert {line for line in LINES if r[line]["f1"] < 100} == lost


def test_the_better_partner_is_taken_whatever_the_order() -> None:
    other = {**CLAIM, "id": "c2", "actors": [], "status": "denied"}
    r = score("claims", told(CLAIM, other, events=[["c1", "c2"]]), told({**other, "id": "a"}, {**CLAIM, "id": "b"}, events=[["a"], ["b"]]))
    assert r["usable"]["f1"] == 100
    assert r["status"] == {"accuracy": 100, "aligned": 2}
    assert r["events"]["b_cubed_f1"] == 66.7  # precision 1, recall 1/2


def event(name: str, *spans: tuple[str, int], **rest: Any) -> Record:
    return {
        "id": name,
        "triggers": [{"document": d, "start": s, "end": s + 4} for d, s in spans],
        "documents": sorted({d for d, _ in spans}),
        "independent_origins": 1,
        "corroboration": "single_origin",
        "figure_summary": {"killed": {"lowest": 2, "highest": 5}},
        "earliest": "2024-06-03",
        "latest": "2024-06-03",
        "sub_event": "Attack",
        "airwars": None,
        **rest,
    }


class TestGrading:
    first = event("e1", ("d1", 0), ("d2", 0), ("d3", 0), also={"corroboration": ["acknowledged"], "dates": [["2024-06-03", "2024-06-04"]]})
    second = event(
        "e2",
        ("d1", 50),
        ("d4", 0),
        independent_origins=3,
        corroboration="contested",
        sub_event=None,
        figure_summary={"killed": {"lowest": 0, "highest": 0}, "injured": {"lowest": None, "highest": None, "unknown": True}},
    )

    def score(self, *events: Record) -> Record:
        gold = {"id": "s", "gold": {"events": [self.first, self.second], "ignored": [{"document": "d1", "start": 90, "end": 99}]}}
        return score("grading", [gold], [{"id": "s", "events": list(events)}])

    def test_a_perfect_answer_and_none(self) -> None:
        full, none = self.score(self.first, self.second), self.score()
        assert full["primary"] == {"name": "whole, percent of gold events", "value": 100}
        assert full["splits_merges"] == {"splits": 0, "merges": 0, "trigger_b3": 100}
        assert (none["found"]["f1"], none["whole"]["accuracy"], none["origins"]["accuracy"]) == (0, 0, None)

    def test_one_event_for_two(self) -> None:
        r = self.score(event("x", ("d1", 0), ("d2", 0), ("d3", 0), ("d1", 50)))
        assert (r["splits_merges"]["merges"], r["found"]["precision"], r["found"]["recall"]) == (1, 100, 50)
        assert r["splits_merges"]["trigger_b3"] == 76.9  # precision (3 * 3/4 + 1/4) / 4, recall 1

    def test_two_events_for_one(self) -> None:
        r = self.score(event("x", ("d1", 0)), event("y", ("d2", 1), ("d3", 1)), self.second)
        assert (r["splits_merges"]["splits"], r["found"]["extra"], r["found"]["recall"]) == (1, 1, 100)

    def test_errors_of_the_count_are_signed_and_absolute(self) -> None:
        r = self.score({**self.first, "independent_origins": 4}, {**self.second, "independent_origins": 1})
        assert (r["origins"]["accuracy"], r["origins"]["mean_error"], r["origins"]["signed_error"]) == (0, 2.5, 0.5)

    def test_other_readings(self) -> None:
        r = self.score({**self.first, "corroboration": "acknowledged", "latest": "2024-06-04"}, self.second)
        assert (r["grade"]["accuracy"], r["grade"]["accuracy_lenient"]) == (50, 100)
        assert (r["dates"]["accuracy"], r["dates"]["accuracy_lenient"], r["dates"]["overlap"]) == (50, 100, 100)
        assert (r["whole"]["accuracy"], r["whole"]["accuracy_lenient"]) == (50, 100)

    def test_null_zero_and_unknown_are_three_things(self) -> None:
        r = self.score(self.first, {**self.second, "figure_summary": {"killed": {"lowest": None, "highest": None}}})
        assert r["figures"]["accuracy"] == 33.3

    def test_a_figure_that_nobody_gave(self) -> None:
        summary = {**self.first["figure_summary"], "injured": {"lowest": 0, "highest": 0}}
        r = self.score({**self.first, "figure_summary": summary}, self.second)
        assert r["figures"]["spurious"] == 1

    def test_what_is_neither_right_nor_wrong(self) -> None:
        r = self.score(self.first, self.second, event("v", ("d1", 92)), event("w", ("d1", 200), event_type="ACCUSE"), event("z", ("d9", 0)))
        assert r["found"]["extra"] == 1

    def test_an_event_known_by_its_documents(self) -> None:
        r = self.score({**self.first, "triggers": []}, self.second)
        assert (r["found"]["f1"], r["found"]["by_documents"]) == (100, 1)

    def test_a_field_that_is_missing_is_wrong(self) -> None:
        r = self.score({"triggers": self.first["triggers"]}, {"triggers": self.second["triggers"]})
        assert [r[k]["accuracy"] for k in ("grade", "sub_event", "figures", "dates", "origins")] == [0] * 5
        assert r["airwars"]["judged"] == 0
