"""`onrecord actors`: check, list, show."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

GOOD = "actors:\n  - {id: galian-front, name: Galian Front, kind: group, aliases: [GF-1], country: SY, sector: REB, inter: 2}\n"


def table(tmp_path: Path, text: str) -> str:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_check_passes_a_good_table_and_counts_its_rows(run: Run, tmp_path: Path) -> None:
    result = run("actors", "check", table(tmp_path, GOOD))
    assert result.code == 0
    assert "nothing wrong, 1 rows more" in result.err


def test_check_tells_every_wrong_row_with_file_and_line(run: Run, tmp_path: Path) -> None:
    text = GOOD + "  - {id: a, name: Aa, kind: club}\n  - {id: b, name: Bb, kind: group, valid_from: 2020, valid_to: 2019}\n"
    result = run("actors", "check", table(tmp_path, text))
    assert result.code == 2
    assert "mine.yaml:3" in result.err
    assert "mine.yaml:4" in result.err


def test_check_tells_a_circle_and_a_name_of_two_rows(run: Run, tmp_path: Path) -> None:
    circle = "actors:\n  - {id: a, name: Aa, kind: group, parent: b}\n  - {id: b, name: Bb, kind: group, parent: a}\n"
    twice = "actors:\n  - {id: a, name: Aa, kind: group}\n  - {id: b, name: AA, kind: group}\n"
    for text, reason in ((circle, "run in a circle"), (twice, "claims the name")):
        result = run("actors", "check", table(tmp_path, text), "--json")
        assert result.code == 2
        assert reason in json.loads(result.out)["problems"][0]


def test_check_needs_a_table(run: Run) -> None:
    result = run("actors", "check")
    assert result.code == 2
    assert "ONRECORD_ACTORS" in result.err


def test_list_filters(run: Run, tmp_path: Path) -> None:
    listed = json.loads(run("actors", "list", "--kind", "group", "--country", "sy", "--actors", table(tmp_path, GOOD), "--json").out)
    ids = {actor["id"] for actor in listed}
    assert {"galian-front", "hts", "sdf"} <= ids
    assert "hamas" not in ids
    assert all(actor["kind"] == "group" and actor["country"] == "SY" for actor in listed)
    then = json.loads(run("actors", "list", "rapid support", "--on", "2020-01-01", "--json").out)
    assert [(actor["id"], actor["party"]) for actor in then] == [("rsf", "sd")]
    assert run("actors", "list", "--party", "nobody-at-all").code == 2
    assert run("actors", "list", "--kind", "club").code == 2


def test_show_by_name_in_any_script(run: Run) -> None:
    result = run("actors", "show", "داعش")
    assert result.code == 0
    assert "Islamic State" in result.out
    assert run("actors", "show", "No Such Body At All").code == 1
    shown = json.loads(run("actors", "show", "sd.health", "--json").out)
    assert (shown[0]["parent"], shown[0]["party"]) == ("sd", "sd")
