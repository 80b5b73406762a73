"""`onrecord gazetteer`: adding, listing, checking and removing, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.cli.gazetteer import app
from onrecord.resolve.gazetteer import Gazetteer
from tests.cli.conftest import Run
from tests.small_gazetteer import made

COMMANDS = tuple(command.name or command.callback.__name__ for command in app.registered_commands if command.callback)


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small gazetteer in the place of the package's."""
    path = made(tmp_path / "shipped.sqlite")
    monkeypatch.setattr("onrecord.cli.gazetteer.shipped_gazetteer", lambda: path)
    monkeypatch.setattr("onrecord.settings.shipped_gazetteer", lambda: path)
    return path


@pytest.fixture
def mine(run: Run, tmp_path: Path) -> Path:
    """A user's gazetteer with one table of two places."""
    folder = tmp_path / "mine"
    folder.mkdir()
    table = folder / "villages.csv"
    table.write_text("name,lat,lon,kind,country,aliases\nQarvanda,35.1,38.2,town,SY,Karvanda|قرفندا\nTell Orvan,35.2,38.3,site,SY,\n")
    done = run("gazetteer", "add", str(table), "--gazetteer", str(folder / "p.sqlite"), "--licence", "CC BY 4.0", "-q")
    assert (done.code, done.err) == (0, "")
    return folder / "p.sqlite"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_and_json(run: Run, command: str) -> None:
    result = run("gazetteer", command, "--help")
    assert result.code == 0
    assert "Examples:" in result.out
    assert f"\n    onrecord gazetteer {command}" in result.out
    assert "--json" in result.out


def test_what_was_added_is_found_beside_the_packages_places(mine: Path) -> None:
    with Gazetteer.open(mine) as opened:
        assert [entry.name for entry in opened.lookup("Karvanda")] == ["Qarvanda"]
        assert opened.lookup("قرفندا")
        assert opened.lookup("Orsk")[0].gid == "geonames:3"
        assert opened.entry(opened.lookup("Orsk")[0].admin1 or 0).country == "SY"


def test_list_tells_licence_date_and_counts(run: Run, mine: Path) -> None:
    result = run("gazetteer", "list", "--gazetteer", str(mine))
    assert result.code == 0
    assert "villages.csv" in result.out
    assert "CC BY 4.0" in result.out
    stored = json.loads(run("gazetteer", "list", "--gazetteer", str(mine), "--json").out)
    (source,) = stored["sources"]
    assert (source["places"], source["licence"], source["done"]) == (2, "CC BY 4.0", True)
    assert "your own table (CC BY 4.0)" in stored["attribution"]


def test_list_and_check_of_the_package(run: Run) -> None:
    assert "compiled from made 1" in run("gazetteer", "list").out
    result = run("gazetteer", "check")
    assert result.code == 1
    assert "checksum" in result.err


def test_check_of_the_users_gazetteer(run: Run, mine: Path) -> None:
    assert json.loads(run("gazetteer", "check", "--gazetteer", str(mine), "--json").out)["faults"] == []


def test_check_of_a_table_before_it_is_added(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("name,lat,lon\nA-place,35,38\nB-place,135,38\n")
    result = run("gazetteer", "check", "bad.csv")
    assert result.code == 2
    assert "bad.csv:3:" in result.err
    assert "out of range" in result.err
    (tmp_path / "good.csv").write_text("name,lat,lon\nA-place,35,38\n")
    assert "1 rows" in run("gazetteer", "check", "good.csv").err


def test_adding_again_changes_nothing_and_removing_takes_it_out(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "more.csv"
    table.write_text("name,lat,lon\nMoreplace,35,38\n")
    out = str(tmp_path / "p.sqlite")
    assert run("gazetteer", "add", str(table), "--gazetteer", out, "--no-build").code == 0
    assert not Path(out).exists()
    first = json.loads(run("gazetteer", "add", str(table), "--gazetteer", out, "--json").out)
    assert json.loads(run("gazetteer", "add", str(table), "--gazetteer", out, "--json").out) == first
    assert run("gazetteer", "remove", "more.csv", "--gazetteer", out).code == 0
    with Gazetteer.open(Path(out)) as opened:
        assert not opened.lookup("Moreplace")
    assert run("gazetteer", "remove", "more.csv", "--gazetteer", out).code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "none.csv"), "does not exist"),
        (("add", "odd.bin"), "format cannot be told"),
        (("add", "odd.bin", "--format", "shapefile"), "is no format"),
        (("add", "odd.bin", "odd.bin", "--name", "x"), "name one source"),
        (("check", "none.csv"), "does not exist"),
        (("list", "--gazetteer", "none.sqlite"), "does not exist"),
        (("remove", "x", "--gazetteer", "none.sqlite"), "nothing was added"),
        (("add", "odd.bin", "--format", "csv", "--gazetteer", "shipped.sqlite"), "package's own"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(run: Run, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    (tmp_path / "odd.bin").write_bytes(b"\x00\x01odd")
    result = run("gazetteer", *arguments)
    assert result.code == 2
    assert words in result.err
    assert result.err.count("\n") == 1
