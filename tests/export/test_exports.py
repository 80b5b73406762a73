"""The exact shapes of the exports, and what they say of what they lost."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export import Bundle, LossReport
from onrecord.export.acled import COLUMNS as ACLED_COLUMNS
from onrecord.export.acled import EVENT_TYPES, disorder_type, write_acled
from onrecord.export.bundle import countries, figure_line, place_line, pooled
from onrecord.export.cells import cell
from onrecord.export.csv import COLUMNS, write_csv
from onrecord.export.geojson import write_geojson
from onrecord.export.jsonl import write_jsonl
from onrecord.export.jsontext import json_text
from onrecord.model import Claim, Document, Event
from onrecord.model.codec import from_dict
from tests.export import made

Writer = Callable[[Bundle, TextIO], LossReport]


def written(write: Writer, bundle: Bundle) -> tuple[str, LossReport]:
    out = io.StringIO(newline="")
    report = write(bundle, out)
    return out.getvalue(), report


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return made.bundle()


def named(bundle: Bundle, kind: str) -> Event:
    claim_id = made.claims()[kind][0].id
    return next(e for e in bundle.events if claim_id in e.claim_ids)


def test_acled_has_the_31_columns_in_acleds_order(bundle: Bundle) -> None:
    text, _ = written(write_acled, bundle)
    assert text.splitlines()[0].split(",") == list(ACLED_COLUMNS)
    assert len(ACLED_COLUMNS) == 31
    assert (
        "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 "
        "inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 "
        "location latitude longitude geo_precision source source_scale notes fatalities tags timestamp"
    ).split() == list(ACLED_COLUMNS)


def test_acled_row_of_a_shelling(bundle: Bundle) -> None:
    text, _ = written(write_acled, bundle)
    row = next(r for r in rows(text) if r["location"] == "Kutum")
    expected = {
        "event_id_cnty": f"SDN{named(bundle, 'shelling').id}",
        "event_date": "2024-03-05",
        "year": "2024",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack",
        "actor1": "Jebel Liberation Front",
        "inter1": "2",
        "actor2": "civilians",
        "inter2": "7",
        "interaction": "27",
        "civilian_targeting": "Civilian targeting",
        "iso": "729",
        "region": "Northern Africa",
        "country": "Sudan",
        "admin1": "North Darfur",
        "latitude": "14.2",
        "longitude": "24.66",
        "geo_precision": "1",
        "source": "Sahel Courier; Jebel Liberation Front",
        "fatalities": "17",
    }
    assert {k: row[k] for k in expected} == expected
    assert "Denied by: Jebel Liberation Front" in row["notes"]
    assert "17 to 23" in row["notes"]


def test_acled_codes_both_sides_of_a_clash_and_no_number_is_not_zero(bundle: Bundle) -> None:
    text, report = written(write_acled, bundle)
    row = next(r for r in rows(text) if r["sub_event_type"] == "Armed clash")
    assert {row["actor1"], row["actor2"]} == {"herders", "farmers"}
    assert (row["interaction"], row["time_precision"], row["fatalities"], row["country"]) == ("44", "2", "", "")
    assert report.empty["fatalities"] == 1


def test_acled_leaves_out_what_did_not_take_place_and_says_so(bundle: Bundle) -> None:
    text, report = written(write_acled, bundle)
    assert (report.events, report.written) == (5, 2) == (len(bundle.events), len(rows(text)))
    assert sum(report.left_out.values()) == 3
    assert any("alleged_plan" in reason for reason in report.left_out)
    assert report.left_out["without a date"] == 2
    assert any("2 of 5 events" in line for line in report.lines())


def test_every_acled_sub_event_has_a_disorder_type() -> None:
    subs = [sub for group in EVENT_TYPES.values() for sub in group]
    assert (len(EVENT_TYPES), len(subs), len(set(subs))) == (6, 25, 25)
    assert {disorder_type(sub) for sub in subs} == {
        "Political violence",
        "Demonstrations",
        "Strategic developments",
        "Political violence; Demonstrations",
    }
    assert disorder_type("Mob violence") == "Political violence"
    assert disorder_type("Violent demonstration") == "Demonstrations"


def test_csv_has_one_row_an_event_with_its_own_columns(bundle: Bundle) -> None:
    text, report = written(write_csv, bundle)
    found = {r["event_id"]: r for r in rows(text)}
    assert text.splitlines()[0].split(",") == list(COLUMNS)
    assert set(found) == {e.id for e in bundle.events}
    strike = found[named(bundle, "strike").id]
    assert (strike["location"], strike["radius_m"], strike["location_coarse"], strike["date_start"]) == (
        "Homs province",
        "110000",
        "true",
        "",
    )
    shelling = found[named(bundle, "shelling").id]
    assert (shelling["killed_lowest"], shelling["killed_highest"], shelling["corroboration"]) == ("17", "23", "contested")
    clash = found[named(bundle, "clash").id]
    assert clash["killed_lowest"] == clash["killed_best"] == ""
    assert report.not_held["numbers said to be unknown"] == 1
    assert report.not_held["claims"] == 7


def test_hxl_tags_stand_in_the_second_row(bundle: Bundle) -> None:
    out = io.StringIO(newline="")
    write_csv(bundle, out, hxl=True)
    header, tags, *_ = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert len(header) == len(tags)
    assert all(tag.startswith("#") for tag in tags)
    assert {
        "#date+start",
        "#date+end",
        "#group+name+first",
        "#group+name+second",
        "#meta+source",
        "#description",
        "#loc+name",
        "#adm1+name",
        "#adm2+name",
        "#geo+lat",
        "#geo+lon",
        "#country+name",
        "#country+code",
        "#affected+killed",
        "#affected+injured",
        "#event+type",
    } <= set(tags)
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\t=1", "\r=1", "＝1", '=HYPERLINK("http://x","y")'])
def test_no_text_becomes_a_formula(text: str) -> None:
    assert not cell(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@given(st.text())
def test_cells_never_run_and_hold_no_controls(text: str) -> None:
    shown = cell(text)
    assert not shown.lstrip().startswith(("=", "+", "-", "@"))
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in shown)


def test_numbers_below_zero_stay_numbers() -> None:
    assert (cell(-33.9), cell(0), cell(None), cell(True)) == ("-33.9", "0", "", "true")


def test_hostile_names_are_harmless_in_both_tables(bundle: Bundle) -> None:
    event = replace(named(bundle, "shelling"), actors=("=cmd|'/c calc'!A1",), targets=("x\r\n,y\x1b[31m",))
    hostile = replace(bundle, events=(event,))
    for write in (write_csv, write_acled):
        text, _ = written(write, hostile)
        values = list(rows(text)[0].values())
        assert "'=cmd|'/c calc'!A1" in values
        assert "\x1b" not in text
        assert len(rows(text)) == 1


def test_geojson_is_rfc_7946(bundle: Bundle) -> None:
    text, report = written(write_geojson, bundle)
    data = json.loads(text)
    assert data["type"] == "FeatureCollection"
    by_id = {f["id"]: f for f in data["features"]}
    assert all(f["type"] == "Feature" and set(f) == {"type", "id", "geometry", "properties"} for f in data["features"])
    shelling = by_id[named(bundle, "shelling").id]
    assert shelling["geometry"] == {"type": "Point", "coordinates": [24.66, 14.2]}
    assert by_id[named(bundle, "abduction").id]["geometry"] is None
    strike = by_id[named(bundle, "strike").id]["properties"]
    assert (strike["precision"], strike["radius_m"], strike["ucdp_precision"]) == ("coarse", 110_000, 4)
    assert by_id[named(bundle, "clash").id]["properties"]["figures"][0]["unknown"] is True
    assert report.empty["geometry"] == 2
    assert "crs" not in data


def test_jsonl_loses_nothing(bundle: Bundle) -> None:
    text, report = written(write_jsonl, bundle)
    lines = [json.loads(line) for line in text.splitlines()]
    kinds: dict[str, type] = {"document": Document, "claim": Claim, "event": Event}
    found = {"document": [], "claim": [], "event": []}  # type: ignore[var-annotated]
    for line in lines:
        kind = line.pop("record")
        line.pop("quoted", None)
        found[kind].append(from_dict(kinds[kind], line))
    assert found["event"] == list(bundle.events)
    assert {c.id: c for c in found["claim"]} == bundle.claims
    assert {d.id: d for d in found["document"]} == bundle.documents
    assert (report.not_held, report.left_out) == ({}, {})


def test_jsonl_quotes_the_words(bundle: Bundle) -> None:
    text, _ = written(write_jsonl, bundle)
    quoted = [line["quoted"] for line in map(json.loads, text.splitlines()) if line["record"] == "claim"]
    assert {"trigger": "shelled", "evidence": made.DENIAL.text} in quoted


@pytest.mark.parametrize("write", [write_csv, write_jsonl, write_geojson, write_acled])
def test_an_empty_record_is_exported(write: Writer) -> None:
    text, report = written(write, Bundle(events=(), claims={}, documents={}))
    assert (report.events, report.written) == (0, 0)
    assert "\n" in text or write is write_jsonl


@given(st.text(alphabet=st.characters(codec=None)))
def test_json_text_is_json_without_steering_characters(text: str) -> None:
    shown = json_text({"t": text})
    assert json.loads(shown) == {"t": text}
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u2028" for c in shown)
    shown.encode("utf-8")


def test_table_of_countries_has_codes_and_regions() -> None:
    table = countries()
    assert len(table) > 240
    assert (table["SY"].alpha3, table["SY"].numeric, table["SY"].acled_region) == ("SYR", 760, "Middle East")
    assert table["NA"].name == "Namibia"
    assert len({c.acled_region for c in table.values() if c.acled_region}) == 16


def test_lines_for_people(bundle: Bundle) -> None:
    killed = pooled(named(bundle, "shelling"), "killed")
    assert killed is not None
    assert figure_line(killed) == "killed 17-23 or more"
    unknown = pooled(named(bundle, "clash"), "killed")
    assert unknown is not None
    assert figure_line(unknown) == "killed: number unknown"
    assert place_line(named(bundle, "strike")) == "Homs province, Syria"
    assert place_line(named(bundle, "shelling")) == "Kutum, North Darfur, Sudan"
    assert place_line(named(bundle, "abduction")) == "no place"
