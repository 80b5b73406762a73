"""Claims as CAMEO events: codes, actor codes and pairs, from sentences of our own."""

from __future__ import annotations

import csv
from dataclasses import replace
from importlib.resources import files

import pytest

from onrecord.evaluate.cameo import actor_code, coded, event_code
from onrecord.evaluate.coarse import cameo_events
from onrecord.model import ActorRef, Claim, Document, Place, Reading, Role, Span
from onrecord.model.codes import EVENT_TYPES
from onrecord.resolve.actor import ActorTable


@pytest.fixture(scope="module")
def table() -> ActorTable:
    return ActorTable.load()


def ref(actor_id: str, **more: object) -> ActorRef:
    return ActorRef(actor_id=actor_id, name=actor_id, known=not actor_id.startswith("local:"), **more)  # type: ignore[arg-type]


def role(text: str, words: str, actor: ActorRef | None) -> Role:
    at = text.index(words)
    return Role(span=Span(at, at + len(words)), name=words, actor=actor)


def claim(text: str, trigger: str, event_type: str, **more: object) -> Claim:
    at = text.index(trigger)
    fields: dict[str, object] = {"mode": None, "sub_event": None, "status": "occurred", "certainty": "asserted", "confidence": 0.9, **more}
    return Claim(
        document_id="d",
        trigger=Span(at, at + len(trigger)),
        evidence=Span(0, len(text)),
        event_type=event_type,
        **fields,  # type: ignore[arg-type]
    )


def test_the_crosswalk_knows_every_type_and_only_modes_of_its_type() -> None:
    rows = list(csv.DictReader((files("onrecord") / "data/codes/cameo.csv").read_text(encoding="utf-8").splitlines()))
    assert {r["event_type"] for r in rows if not r["mode"]} == set(EVENT_TYPES)
    assert all(r["mode"] in EVENT_TYPES[r["event_type"]] for r in rows if r["mode"])
    keys = [(r["event_type"], r["mode"]) for r in rows]
    assert len(keys) == len(set(keys))
    assert all(code.isdigit() and 1 <= int(code[:2]) <= 20 for r in rows for code in (r["code"], r["planned"]))


@pytest.mark.parametrize(
    ("trigger", "event_type", "mode", "status", "code"),
    [
        ("shelled", "ASSAULT", "heavy-weapons", "occurred", "194"),
        ("shelled", "ASSAULT", "heavy-weapons", "planned", "138"),
        ("shelled", "ASSAULT", "heavy-weapons", "denied", None),
        ("shelled", "ASSAULT", "heavy-weapons", "hypothetical", None),
        ("withheld", "COERCE", "withhold", "occurred", "170"),
        ("meet", "CONSULT", None, "planned", "036"),
        ("signed", "AGREE", None, "occurred", "057"),
        ("offered", "AGREE", None, "occurred", "030"),
        ("demanded", "REQUEST", "yield", "occurred", "105"),
        ("urged", "REQUEST", "yield", "occurred", "025"),
    ],
)
def test_codes_of_claims(trigger: str, event_type: str, mode: str | None, status: str, code: str | None) -> None:
    text = f"Kesh {trigger} something."
    assert event_code(claim(text, trigger, event_type, mode=mode, status=status), text) == code


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (ref("sy", country="SY", sector="GOV"), "SYR"),
        (ref("sy.military", country="SY", sector="MIL", party="sy"), "SYRMIL"),
        (ref("people.rebels", sector="REB"), "---REB"),
        (ref("people.protesters", country="GE", sector="CVL"), "GEOOPP"),
        (ref("un", sector=None), "IGOUNO"),
        (ref("un-peacekeepers", sector="MIL", party="un"), "IGOUNOMIL"),
        (ref("some-paper", country="FR", sector="JRN"), "FRAMED"),
        (ref("people.reports", sector="UNK"), None),
        (ref("local:the hill"), None),
    ],
)
def test_codes_of_actors(actor: ActorRef, code: str | None) -> None:
    assert actor_code(actor) == code


def test_one_event_for_each_pair(table: ActorTable) -> None:
    text = "Syrian troops shelled rebels and Turkish soldiers."
    told = claim(
        text,
        "shelled",
        "ASSAULT",
        mode="heavy-weapons",
        actors=(role(text, "Syrian troops", ref("sy.military", country="SY", sector="MIL")),),
        targets=(
            role(text, "rebels", ref("people.rebels", sector="REB")),
            role(text, "Turkish soldiers", ref("tr.military", country="TR", sector="MIL")),
        ),
    )
    assert [e["target"] for e in coded(told, text, table)] == ["---REB", "TURMIL"]


def test_members_of_a_list_meet_each_other(table: ActorTable) -> None:
    text = "Jordan, Egypt and Oman met on Monday."
    told = claim(text, "met", "CONSULT", actors=(role(text, "Jordan, Egypt and Oman", ref("jo", country="JO", sector="GOV")),))
    pairs = [(e["source"], e["target"]) for e in coded(told, text, table)]
    assert len(pairs) == 6
    assert ("JOR", "OMN") in pairs
    assert ("OMN", "JOR") in pairs


def test_a_person_in_a_list_has_the_code_of_the_office(table: ActorTable) -> None:
    text = "Barack Obama and Vladimir Putin met."
    told = claim(text, "met", "CONSULT", actors=(role(text, "Barack Obama and Vladimir Putin", ref("local:both")),))
    assert {e["source"] for e in coded(told, text, table)} == {"USAGOV", "RUSGOV"}


def test_who_is_meant_inside_a_phrase_that_is_no_actor(table: ActorTable) -> None:
    text = "Ukraine ratified an agreement with the European Union."
    told = claim(
        text,
        "ratified",
        "AGREE",
        actors=(role(text, "Ukraine", ref("ua", country="UA", sector="GOV")),),
        targets=(role(text, "an agreement with the European Union", ref("local:agreement")),),
    )
    assert list(coded(told, text, table)) == [{"code": "057", "source": "UKR", "target": "IGOEUREEC"}]


def test_where_a_visitor_goes_is_the_target(table: ActorTable) -> None:
    text = "Egypt's president flew to Amman."
    at = text.index("Amman")
    place = Place(span=Span(at, at + 5), name="Amman", kind="town", country="JO", lat=31.9, lon=35.9)
    actor = role(text, "Egypt's president", ref("eg.president", country="EG", sector="GOV"))
    visit = claim(text, "flew", "CONSULT", mode="visit", actors=(actor,), places=(place,))
    assert list(coded(visit, text, table)) == [{"code": "042", "source": "EGYGOV", "target": "JOR"}]
    strike = claim(text, "flew", "ASSAULT", actors=(actor,), places=(place,))
    assert list(coded(strike, text, table)) == []


def test_each_event_of_a_text_is_there_once_with_its_trigger(table: ActorTable) -> None:
    text = "Syria shelled Turkey. Syria shelled Turkey again."
    sides = {
        "actors": (role(text, "Syria", ref("sy", country="SY", sector="GOV")),),
        "targets": (role(text, "Turkey", ref("tr", country="TR", sector="GOV")),),
    }
    told = claim(text, "shelled", "ASSAULT", mode="heavy-weapons", **sides)
    again = replace(told, trigger=Span(text.rindex("shelled"), text.rindex("shelled") + 7))
    reading = Reading(document=Document(text=text), sentences=(), paragraphs=(), mentions=(), attributions=(), claims=(told, again))
    assert cameo_events(reading, table) == {
        "labels": ["194"],
        "events": [{"code": "194", "source": "SYR", "target": "TUR", "trigger": [{"start": 6, "end": 13, "text": "shelled"}]}],
    }
