"""Added sources: each format, what is refused with file and line, resuming, merging, checking."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from onrecord.errors import BadInput
from onrecord.resolve.gazetteer import Gazetteer
from onrecord.resolve.gazetteer import added as added_module
from onrecord.resolve.gazetteer.added import Added, Source, known_format
from onrecord.resolve.gazetteer.build import DEFAULT_OUT
from onrecord.resolve.gazetteer.formats import FORMATS, guess
from onrecord.resolve.gazetteer.geometry import distance_m
from onrecord.resolve.gazetteer.merge import merge
from onrecord.resolve.gazetteer.rows import Alias
from onrecord.resolve.gazetteer.sources import Row
from onrecord.resolve.gazetteer.verify import faults
from tests.small_gazetteer import made

SHARED = Path(__file__).parents[3] / "shared" / "gazetteer"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return Gazetteer.open(made(tmp_path_factory.mktemp("base") / "base.sqlite"))


def geonames(gid: int, name: str, lat: float, lon: float, *, code: str = "PPL", group: str = "P", people: int = 0, other: str = "") -> str:
    return "\t".join(
        [
            str(gid),
            name,
            name,
            other,
            str(lat),
            str(lon),
            group,
            code,
            "SY",
            "",
            "08",
            "",
            "",
            "",
            str(people),
            "",
            "1",
            "Asia",
            "2024-01-01",
        ]
    )


def put_in(base: Gazetteer, folder: Path, *files: tuple[Path, str]) -> Gazetteer:
    out = folder / "mine.sqlite"
    with Added(folder / "mine.sqlite.sources") as added:
        for file, form in files:
            added.add(file, known_format(form), base)
        sources = added.sources()
    merge(base, added.path, sources, out)
    return Gazetteer.open(out)


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_dump_adds_places_under_their_divisions(base: Gazetteer, tmp_path: Path) -> None:
    dump = written(
        tmp_path / "SY.txt",
        geonames(2, "Upper Varland", 35.5, 38.5, code="ADM1", group="A"),
        geonames(3, "Orsk", 35.6, 38.6, people=90_000, other="Orsq,Орск"),
        geonames(77, "Nether Velm", 35.9, 38.2, other="huo mu si,NVM"),
        geonames(78, "Road 5", 35.9, 38.2, code="RD", group="R"),
    )
    mine = put_in(base, tmp_path, (dump, "geonames"))
    (found,) = mine.lookup("nether velm")
    assert (found.gid, found.kind, found.radius_m) == ("geonames:77", "town", 1000)
    assert found.admin1 is not None
    assert mine.entry(found.admin1).gid == "geonames:2"
    assert [entry.gid for entry in mine.lookup("Орск")] == ["geonames:3"]
    assert not mine.lookup("huo mu si")
    assert not mine.lookup("Road 5")
    assert [entry.gid for entry in mine.demonym("Varlandic")] == ["geonames:1"]
    assert mine.neighbours("SY") == {"IQ"}
    assert faults(mine) == []


def test_alternate_names_go_to_places_that_are_there(base: Gazetteer, tmp_path: Path) -> None:
    names = written(
        tmp_path / "alternateNamesV2.txt",
        "1\t3\ten\tOrskville\t1\t\t\t\t\t",
        "2\t3\tlink\thttps://example.org/Orsk\t\t\t\t\t\t",
        "3\t999999\ten\tNowhere\t1\t\t\t\t\t",
    )
    mine = put_in(base, tmp_path, (names, "alternate-names"))
    assert [entry.gid for entry in mine.lookup("Orskville")] == ["geonames:3"]
    assert not mine.lookup("Nowhere")
    assert not mine.lookup("https://example.org/Orsk")


def test_whos_on_first_meets_the_places_that_are_there(base: Gazetteer, tmp_path: Path) -> None:
    rows = [
        "wof_id\tgn_id\twd_id\tname\tplacetype\tlat\tlon\tcountry\tregion_id\tcounty_id\tpopulation\tnames_json",
        '900\t\t\tUpper Varland\tregion\t35.4\t38.4\tSY\t900\t\t\t"{""eng_preferred"":[""Upper Varland Region""]}"',
        '901\t4\t\tVelm\tlocality\t35.7\t38.4\tSY\t900\t\t9000\t"{""ara_preferred"":[""فلم""]}"',
        "902\t\t\tOrsk\tlocality\t35.61\t38.61\tSY\t900\t\t\t",
        "903\t\t\tFar Orsk\tlocality\t34.0\t37.0\tSY\t900\t\t\t",
    ]
    path = tmp_path / "SY.tsv.gz"
    path.write_bytes(gzip.compress("\n".join(rows).encode()))
    mine = put_in(base, tmp_path, (path, "wof"))
    assert [entry.gid for entry in mine.lookup("فلم")] == ["geonames:4"]
    assert [entry.gid for entry in mine.lookup("Orsk")] == ["geonames:3"]
    assert [entry.gid for entry in mine.lookup("Upper Varland Region")] == ["geonames:2"]
    (far,) = mine.lookup("Far Orsk")
    assert far.gid == "wof:903"
    assert far.admin1 is not None
    assert mine.entry(far.admin1).gid == "geonames:2"


def test_natural_earth_gives_middle_and_radius(base: Gazetteer, tmp_path: Path) -> None:
    ring = [[37.0, 35.0], [38.0, 35.0], [38.0, 36.0], [37.0, 36.0], [37.0, 35.0]]
    layer = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "Grey Steppe", "featurecla": "Plain", "scalerank": 5, "ne_id": 11},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            },
            {
                "type": "Feature",
                "properties": {
                    "NAME": "Velm",
                    "FEATURECLA": "Populated place",
                    "POP_MAX": -99,
                    "SCALERANK": "x",
                    "GEONAMEID": 4.0,
                    "name_ru": "Вельм",
                },
                "geometry": {"type": "Point", "coordinates": [38.4, 35.7]},
            },
            {"type": "Feature", "properties": {"name": None}, "geometry": None},
        ],
    }
    path = written(tmp_path / "ne_10m_geography_regions_polys.geojson", json.dumps(layer))
    mine = put_in(base, tmp_path, (path, "natural-earth"))
    (steppe,) = mine.lookup("grey steppe")
    assert (steppe.kind, round(steppe.lat, 2), round(steppe.lon, 2)) == ("natural", 35.5, 37.5)
    assert steppe.radius_m == pytest.approx(distance_m(35.5, 37.5, 36.0, 38.0), rel=0.02)
    assert [entry.gid for entry in mine.lookup("Вельм")] == ["geonames:4"]


def test_extent_over_the_date_line(base: Gazetteer, tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"name": "Line Sea"},
        "geometry": {"type": "LineString", "coordinates": [[179, 10], [-179, 10]]},
    }
    path = written(tmp_path / "x.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (sea,) = put_in(base, tmp_path, (path, "natural-earth")).lookup("Line Sea")
    assert abs(sea.lon) == pytest.approx(180)
    assert sea.radius_m < 120_000


def test_a_users_table_wins(base: Gazetteer, tmp_path: Path) -> None:
    table = written(
        tmp_path / "own.csv",
        "# from the field",
        "name,lat,lon,id,kind,country,radius_m,aliases",
        '"Orsk, old town",35.601,38.601,,site,sy,400,The Old Town|Kasbah',
        "Orsk,35.65,38.65,geonames:3,town,SY,1234,",
    )
    mine = put_in(base, tmp_path, (table, "csv"))
    (orsk,) = mine.lookup("Orsk")
    assert (orsk.lat, orsk.radius_m, orsk.gid) == (35.65, 1234, "geonames:3")
    assert orsk.admin1 is not None
    (kasbah,) = mine.lookup("Kasbah")
    assert (kasbah.name, kasbah.kind, kasbah.country, kasbah.radius_m) == ("Orsk, old town", "site", "SY", 400)


@pytest.mark.parametrize(
    ("name", "form", "lines", "where", "reason"),
    [
        ("own.csv", "csv", ["name,lat,lon", "A,10,20", "B,91,20"], ":3:", "out of range"),
        ("own.csv", "csv", ["name,lat,lon", "A,x,20"], ":2:", "no two numbers"),
        ("own.csv", "csv", ["name,lat,lon", "A,nan,20"], ":2:", "out of range"),
        ("own.csv", "csv", ["name,lat"], ":1:", "no column lon"),
        ("own.csv", "csv", ["name,lat,lon,height"], ":1:", "unknown column height"),
        ("own.csv", "csv", ["name,lat,lon,kind", "A,1,2,planet"], ":2:", "no kind of place"),
        ("own.csv", "csv", ["name,lat,lon,country", "A,1,2,Syria"], ":2:", "ISO 3166-1"),
        ("own.csv", "csv", ["name,lat,lon,id", "A,1,2,x", "B,1,2,x"], ":3:", "line 2 too"),
        ("own.csv", "csv", ["name,lat,lon", "A,1"], ":2:", "2 cells"),
        ("own.csv", "csv", ["name,lat,lon", ",1,2"], ":2:", "no name"),
        ("own.csv", "csv", ["name,lat,lon,radius_m", "A,1,2,-5"], ":2:", "below 0"),
        ("own.csv", "csv", ["name,lat,lon"], "own.csv:", "holds no place"),
        ("SY.txt", "geonames", ["a\tb"], ":1:", "2 columns"),
        ("SY.txt", "geonames", [geonames(7, "X", 95, 20)], ":1:", "out of range"),
        ("SY.txt", "geonames", [geonames(7, "X", 35, 20), geonames(8, "Y", 35, 190)], ":2:", "out of range"),
        ("alternateNamesV2.txt", "alternate-names", ["1\t2"], ":1:", "2 columns"),
        ("x.tsv", "wof", ["wof_id\tname"], ":1:", "no column placetype"),
        ("x.geojson", "natural-earth", ["{"], "x.geojson:", "no JSON"),
        ("x.geojson", "natural-earth", ["[]"], "x.geojson:", "FeatureCollection"),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_reason(
    base: Gazetteer, tmp_path: Path, name: str, form: str, lines: list[str], where: str, reason: str
) -> None:
    path = written(tmp_path / name, *lines)
    with pytest.raises(BadInput) as caught:
        put_in(base, tmp_path, (path, form))
    assert where in str(caught.value)
    assert reason in str(caught.value)
    assert not (tmp_path / "mine.sqlite").exists()


def test_bytes_that_are_no_text(base: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "SY.txt"
    path.write_bytes(geonames(7, "X", 35, 20).encode() + b"\n\xff\xfe\n")
    with pytest.raises(BadInput, match=r"SY.txt:2: .*UTF-8"):
        put_in(base, tmp_path, (path, "geonames"))


def test_cut_archive(base: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "SY.txt.gz"
    path.write_bytes(gzip.compress(("\n".join(geonames(n, f"Place{n}", 35, 20) for n in range(1000, 3000))).encode())[:5000])
    with pytest.raises(BadInput, match="damaged after line"):
        put_in(base, tmp_path, (path, "geonames"))


def test_zip_with_a_readme(base: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "what it is")
        archive.writestr("SY.txt", geonames(70, "Zipville", 35, 38))
    assert put_in(base, tmp_path, (path, "geonames")).lookup("Zipville")


def test_checksum_is_held_to(base: Gazetteer, tmp_path: Path) -> None:
    path = written(tmp_path / "own.csv", "name,lat,lon", "A-place,1,2")
    with Added(tmp_path / "s") as added, pytest.raises(BadInput, match="SHA-256"):
        added.add(path, FORMATS["csv"], base, sha256="0" * 64)


def test_the_same_file_twice_changes_nothing_and_another_takes_its_place(base: Gazetteer, tmp_path: Path) -> None:
    path = written(tmp_path / "own.csv", "name,lat,lon", "Aplace,1,2", "Bplace,1,2")
    with Added(tmp_path / "s") as added:
        first = added.add(path, FORMATS["csv"], base)
        assert added.add(path, FORMATS["csv"], base) == first
        written(path, "name,lat,lon", "Cplace,1,2")
        second = added.add(path, FORMATS["csv"], base)
        assert (second.places, len(added.sources())) == (1, 1)
        added.remove("own.csv")
        assert added.sources() == []
        with pytest.raises(BadInput, match="no source of that name"):
            added.remove("own.csv")


def test_merging_twice_gives_the_same_contents(base: Gazetteer, tmp_path: Path) -> None:
    path = written(tmp_path / "own.csv", "name,lat,lon", "Aplace,1,2")
    first = put_in(base, tmp_path, (path, "csv")).meta()["sha256"]
    assert put_in(base, tmp_path, (path, "csv")).meta()["sha256"] == first


_DIES = """
import os, sys
from pathlib import Path
from onrecord.resolve.gazetteer import Gazetteer, added
from onrecord.resolve.gazetteer.formats import FORMATS
added._BATCH = 100
store, count = added.Added._store, [0]
def dying(self, *rest):
    result = store(self, *rest)
    count[0] += 1
    if count[0] == 3:
        os._exit(9)
    return result
added.Added._store = dying
with added.Added(Path(sys.argv[2])) as one:
    one.add(Path(sys.argv[1]), FORMATS["geonames"], Gazetteer.open(Path(sys.argv[3])))
"""


def test_a_killed_import_goes_on_where_it_was(base: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dump = written(tmp_path / "SY.txt", *(geonames(n, f"Place{n}", 35, 38) for n in range(1000, 2000)))
    store = tmp_path / "s"
    done = subprocess.run([sys.executable, "-c", _DIES, str(dump), str(store), str(base.path)], check=False)
    assert done.returncode == 9
    seen: list[Row | Alias] = []
    keep = Added._store

    def counting(self: Added, batch: list[Row | Alias], *rest: object) -> tuple[int, int]:
        seen.extend(batch)
        return keep(self, batch, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Added, "_store", counting)
    with Added(store) as added:
        (half,) = added.sources()
        assert (half.line, half.done) == (300, False)
        whole = added.add(dump, FORMATS["geonames"], base)
    assert (whole.places, whole.line, whole.done) == (1000, 1000, True)
    assert len(seen) == 700


def test_two_at_once_are_kept_apart(tmp_path: Path) -> None:
    with Added(tmp_path / "s"), pytest.raises(BadInput, match="in use"):
        Added(tmp_path / "s")


def test_a_file_that_is_no_store_of_sources(tmp_path: Path) -> None:
    path = tmp_path / "s"
    path.write_bytes(b"something else altogether " * 50)
    with pytest.raises(BadInput, match="cannot be used"):
        Added(path)


def test_the_packages_own_file_is_never_written(base: Gazetteer, tmp_path: Path) -> None:
    with Added(tmp_path / "s") as added:
        pass
    with pytest.raises(BadInput, match="package's own"):
        merge(base, added.path, [], base.path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(BadInput):
        Added(tmp_path / "s")


def test_faults_are_found(base: Gazetteer, tmp_path: Path) -> None:
    mine = put_in(base, tmp_path, (written(tmp_path / "own.csv", "name,lat,lon", "Aplace,1,2"), "csv"))
    mine.close()
    connection = sqlite3.connect(mine.path)
    connection.execute("UPDATE place SET lat = 99 WHERE gid = 'geonames:3'")
    connection.execute("UPDATE place SET kind = 'planet', admin1 = 4711 WHERE gid = 'geonames:4'")
    connection.execute("DELETE FROM name WHERE key = 'aplace'")
    connection.commit()
    connection.close()
    text = "\n".join(faults(Gazetteer.open(mine.path)))
    for words in ("checksum", "out of range: geonames:3", "unknown kind: geonames:4", "division that is none: geonames:4", "has no name"):
        assert words in text


@pytest.mark.parametrize(
    ("name", "head", "form"),
    [
        ("SY.txt", geonames(1, "X", 1, 2), "geonames"),
        ("alternateNamesV2.txt", "1\t2\ten\tX\t\t\t\t", "alternate-names"),
        ("places.csv", "name,lat,lon", "csv"),
        ("SY.tsv", "wof_id\tgn_id", "wof"),
        ("ne.geojson", "{}", "natural-earth"),
        ("notes.txt", "nothing of the kind", None),
        ("empty.txt", "", None),
    ],
)
def test_formats_are_guessed(tmp_path: Path, name: str, head: str, form: str | None) -> None:
    assert guess(written(tmp_path / name, head)) == form


def test_real_tables_of_whos_on_first(tmp_path: Path) -> None:
    path = SHARED / "wof" / "JO.tsv.gz"
    if not path.is_file() or not DEFAULT_OUT.is_file():
        pytest.skip("needs ../shared/gazetteer and a built gazetteer")
    with Gazetteer.open(DEFAULT_OUT) as shipped, Added(tmp_path / "s") as added:
        source: Source = added.add(path, FORMATS["wof"], shipped)
    assert source.done
    assert source.places > 500
    assert added_module.FORMATS is FORMATS
