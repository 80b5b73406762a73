"""The gazetteer: folding, look-ups, errors on a bad file, the hand-written tables."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import MissingData
from onrecord.model.where import PLACE_KINDS
from onrecord.resolve.gazetteer import Gazetteer
from onrecord.resolve.gazetteer.build import DEFAULT_OUT
from onrecord.resolve.gazetteer.fold import fold, loose
from onrecord.resolve.gazetteer.geometry import Spread, distance_m, moved
from onrecord.resolve.gazetteer.schema import COMMON
from onrecord.resolve.gazetteer.sources import conflict_toponyms, countries, demonyms, table


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    if not DEFAULT_OUT.is_file():
        pytest.skip("the gazetteer is not built: run `make gazetteer`")
    return Gazetteer.open(DEFAULT_OUT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir ez-Zor", "DEIR AL-ZOR"),
        ("Ar Raqqah", "al-Raqqah"),
        ("St. Louis", "Saint Louis"),
        ("Ḩimş", "Hims"),
        ("Washington, D.C.", "Washington DC"),
        ("U.S.", "US"),
        ("Łódź", "Lodz"),
        ("Sana'a", "Sanaa"),
        ("Ash Shaddadi", "Al-Shaddadi"),
        ("Guinea-Bissau", "guinea bissau"),
        ("Türkiye", "Turkiye"),
        ("دِمَشق", "دمشق"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir ez-Zor", "Deir Ezzor"),
        ("Deir ez-Zor", "Dayr Az Zayr"),
        ("Hawija", "Al Huwayjah"),
        ("Raqqa", "Ar Raqqah"),
        ("Sabboura", "As-Sabburah"),
    ],
)
def test_transliterations_of_one_name_share_the_loose_key(one: str, other: str) -> None:
    assert loose(fold(one)) == loose(fold(other))


@pytest.mark.parametrize(("one", "other"), [("Homs", "Hama"), ("Niger", "Nigeria"), ("Al Anbar", "Al Amarah")])
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert loose(fold(one)) != loose(fold(other))


@given(st.text(max_size=40))
def test_folding_is_idempotent_and_never_fails(name: str) -> None:
    once = fold(name)
    assert fold(once) == once
    loose(once)


@pytest.mark.parametrize(
    ("name", "kind", "country", "lat", "lon"),
    [
        ("Homs", "town", "SY", 34.73, 36.71),
        ("Homs", "province", "SY", 34.6, 38.0),
        ("Deir al-Zor", "town", "SY", 35.34, 40.14),
        ("Kiev", "town", "UA", 50.45, 30.52),
        ("Київ", "town", "UA", 50.45, 30.52),
        ("Al-Tanf", "town", "SY", 33.5, 38.66),
        ("Khmeimim", "site", "SY", 35.4, 35.95),
        ("Golan", "region", None, 33.0, 35.75),
        ("Côte d'Ivoire", "country", "CI", 8, -5.5),
        ("Burma", "country", "MM", 21, 96),
        ("Ontario", "province", "CA", 49.3, -84.5),
        ("Bab al-Mandab", "natural", None, 12.58, 43.33),
        ("Damascus Airport", "site", "SY", 33.41, 36.52),
        ("Россия", "country", "RU", 60, 100),
        ("Macoupin County", "district", "US", 39.26, -89.93),
    ],
)
def test_lookup_finds(gazetteer: Gazetteer, name: str, kind: str, country: str | None, lat: float, lon: float) -> None:
    found = [entry for entry in gazetteer.lookup(name) if entry.kind == kind and entry.country == country]
    assert any(distance_m(lat, lon, entry.lat, entry.lon) < 160_000 for entry in found), gazetteer.lookup(name)[:5]


def test_most_prominent_first(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Georgia")[0].country == "GE"
    towns = [entry.population for entry in gazetteer.lookup("Springfield") if entry.kind == "town"]
    assert towns == sorted(towns, reverse=True)


def test_what_a_name_tells_in_passing_is_the_head_of_what_it_can_mean(gazetteer: Gazetteer) -> None:
    names = ("San Jose", "Aleppo", "Springfield", "No Such Place")
    told = gazetteer.in_passing(names, most=5)
    for name in names:
        whole = [entry for entry in gazetteer.named(name) if entry.rank <= COMMON]
        assert list(told.get(fold(name), ())) == whole[:5]


def test_names_asked_for_together_mean_what_each_means_alone() -> None:
    names = [f"{word} {number}" for number in range(60) for word in ("San", "Bravo")]  # more than one query takes
    names += ["San Antonio", "Springfield", "Al Qaim", "Raqqa", "al-Raqqa", "Deir ez-Zor", "No Such Place", "Ur", ""]
    with Gazetteer.open(DEFAULT_OUT) as together, Gazetteer.open(DEFAULT_OUT) as alone:
        together.prepare(names)
        assert [together.lookup(name) for name in names] == [alone.lookup(name) for name in names]
        assert [together.named(name) for name in names] == [alone.named(name) for name in names]
        queries: list[str] = []
        together._connection.set_trace_callback(queries.append)
        assert together.lookup("Springfield")
        assert not queries


def test_demonyms_are_no_places(gazetteer: Gazetteer) -> None:
    assert [entry.country for entry in gazetteer.demonym("Syrians")] == ["SY"]
    assert {entry.country for entry in gazetteer.demonym("Congolese")} == {"CD", "CG"}
    assert not any(entry.kind == "country" for entry in gazetteer.lookup("Russian"))
    assert gazetteer.demonym("Syria") == ()


def test_loose_lookup_stays_in_its_country(gazetteer: Gazetteer) -> None:
    assert any(entry.name == "Deir ez-Zor" for entry in gazetteer.lookup_loose("Dayr Az Zayr", country="SY"))
    assert all(entry.country == "IQ" for entry in gazetteer.lookup_loose("Dayr Az Zayr", country="IQ"))
    assert gazetteer.lookup_loose("", country="SY") == ()


@settings(deadline=None)  # the file is opened anew each time
@given(st.text(max_size=30))
def test_lookup_of_anything_answers_with_sound_entries(name: str) -> None:
    if not DEFAULT_OUT.is_file():
        pytest.skip("the gazetteer is not built: run `make gazetteer`")
    with Gazetteer.open(DEFAULT_OUT) as opened:
        for entry in opened.lookup(name):
            assert -90 <= entry.lat <= 90
            assert -180 <= entry.lon <= 180
            assert entry.radius_m > 0
            assert entry.kind in PLACE_KINDS


def test_divisions_point_to_divisions(gazetteer: Gazetteer) -> None:
    entry = next(entry for entry in gazetteer.lookup("Palmyra") if entry.country == "SY")
    assert entry.admin1 is not None
    assert gazetteer.entry(entry.admin1).name == "Homs"
    assert gazetteer.entry(entry.admin1).kind == "province"
    assert "LB" in gazetteer.neighbours("SY")
    assert gazetteer.country_name("SY") == "Syria"


def test_opening_is_quick_and_meta_tells_the_sources(gazetteer: Gazetteer) -> None:
    started = time.perf_counter()
    with Gazetteer.open(DEFAULT_OUT) as opened:
        opened.lookup("Aleppo")
    assert time.perf_counter() - started < 0.5
    meta = gazetteer.meta()
    assert "GeoNames" in meta["attribution"]
    assert len(meta["sha256"]) == 64
    assert int(meta["count places"]) > 290_000


def test_absent_file(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match="make gazetteer"):
        Gazetteer.open(tmp_path / "none.sqlite")


def test_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "bad.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(MissingData, match="no database"):
        Gazetteer.open(path)


def test_database_that_is_no_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(MissingData, match="no gazetteer"):
        Gazetteer.open(path)


def test_truncated_file(gazetteer: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "cut.sqlite"
    with gazetteer.path.open("rb") as whole:
        path.write_bytes(whole.read(1 << 20))
    with pytest.raises(MissingData, match="truncated"):
        Gazetteer.open(path)


def test_table_of_toponyms_is_sound() -> None:
    rows = list(conflict_toponyms())
    assert len(rows) >= 200
    assert len({row.gid for row in rows}) == len(rows)
    codes = {row["iso"] for row in table("countries.csv")}
    assert {row.country for row in rows} <= codes | {None}
    assert all(fact["source"] for fact in table("toponyms.csv"))


def test_points_of_countries_lie_among_their_neighbours() -> None:
    points = {row.country: (row.lat, row.lon) for row, _ in countries()}
    assert len(points) > 240
    assert distance_m(*points["SY"], *points["IQ"]) < 1_000_000


def test_every_demonym_names_a_known_place(gazetteer: Gazetteer) -> None:
    known = {row["iso"] for row in table("countries.csv")} | {row.gid for row in conflict_toponyms()}
    others = {place for _, place in demonyms()} - known
    assert all(place.startswith("geonames:") for place in others)
    # The build fails on one that it does not have.
    assert gazetteer.demonym("Texans")[0].name == "Texas"


@given(st.floats(-80, 80), st.floats(-180, 179), st.floats(1, 500_000), st.floats(0, 360))
def test_moving_a_point_covers_the_distance(lat: float, lon: float, metres: float, bearing: float) -> None:
    there = moved(lat, lon, metres=metres, bearing=bearing)
    assert distance_m(lat, lon, *there) == pytest.approx(metres, rel=1e-3, abs=1)


def test_middle_of_a_division_is_not_pulled_by_its_crowded_corner() -> None:
    spread = Spread()
    for step in range(50):
        spread.add(50.05 + step / 1000, 10.0, 1000)
    spread.add(52.0, 10.0, 1000)
    lat, lon = spread.middle()
    assert lat == pytest.approx(51.0, abs=0.1)
    assert lon == pytest.approx(10.0)
    assert spread.radius() >= 100_000
