"""Every field of an answer stands in the text or is dropped and counted."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.model import Claim, Document
from onrecord.read.llm.chunks import chunks
from onrecord.read.llm.grounding import Grounding
from onrecord.read.words import paragraphs, sentences
from tests.read.llm.scripted import claim

TEXT = (
    "The Defence Ministry of Ruvia held a briefing in Tarsk. On Monday its jets struck four camps of the Northern Front near Belo, "
    "in Oster province, killing at least 12 fighters, Colonel Ilya Brandt said. [Source: Ruvia Today]\n\n"
    "The Front denied that its camps were struck. Rebels struck back and struck again."
)


def ground(*items: Any, text: str = TEXT) -> tuple[list[Claim], dict[str, int]]:
    document = Document(text=text)
    inside = paragraphs(text)
    grounding = Grounding(document, inside)
    found = [c for part in chunks(sentences(text), inside, 10_000) for c in grounding.claims(items, part)]
    for one in found:
        for span in (one.trigger, *(r.span for r in (*one.actors, *one.targets)), *one.instruments, *(p.span for p in one.places)):
            assert text[span.start : span.end].strip()
    return found, dict(grounding.dropped)


def test_a_whole_claim() -> None:
    (one,), dropped = ground(
        claim(
            sentence=2,
            actors=[{"quote": "its", "name": "Defence Ministry of Ruvia"}],
            targets=[{"quote": "four camps of the Northern Front", "name": "the Northern Front"}],
            instruments=["jets"],
            places=["Belo", "Oster province"],
            time="On Monday",
            figures=[{"quote": "at least 12 fighters", "what": "killed"}, {"quote": "four camps", "what": "bases"}],
            attribution=[
                {"source": "Ruvia Today", "cue": "Source", "name": "Ruvia Today"},
                {"source": "Colonel Ilya Brandt", "cue": "said", "name": "Ilya Brandt"},
            ],
        )
    )
    assert dropped == {}
    assert (one.event_type, one.mode, one.sub_event, one.status, one.certainty) == (
        "ASSAULT",
        "aerial",
        "Air/drone strike",
        "occurred",
        "asserted",
    )
    assert [(r.span.of(TEXT), r.name) for r in one.actors] == [("its", "Defence Ministry of Ruvia")]
    assert [r.name for r in one.targets] == ["Northern Front"]
    assert [(p.name, p.kind) for p in one.places] == [("Belo", "town"), ("Oster province", "province")]
    assert [(f.what, f.low, f.high, f.victims) for f in one.figures] == [("killed", 12, None, "combatant"), ("bases", 4, 4, None)]
    assert one.time is not None
    assert one.time.expression == "On Monday"
    assert [(k.name, k.cue and k.cue.of(TEXT)) for k in one.attribution] == [("Ruvia Today", "Source"), ("Ilya Brandt", "said")]
    assert one.evidence.of(TEXT).startswith("On Monday")
    assert one.confidence == 1.0


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({"trigger": "bombed"}, "claim: trigger not in the sentence"),
        ({"trigger": ""}, "claim: trigger not in the sentence"),
        ({"trigger": None}, "claim: trigger not in the sentence"),
        ({"trigger": "struck", "sentence": 99}, "claim: trigger not in the sentence"),  # several sentences hold it
        ({"event_type": "GENOCIDE"}, "claim: event type not in the code list"),
        ({"event_type": None}, "claim: event type not in the code list"),
        ({"event_type": ["ASSAULT"]}, "claim: event type not in the code list"),
        ({"status": "confirmed"}, "claim: status not in the code list"),
        ({"certainty": "certain"}, "claim: certainty not in the code list"),
        ({"attribution": [{"source": "General Nobody", "cue": "said", "name": "Nobody"}]}, "claim: voice not in the text"),
    ],
)
def test_claims_that_cannot_be_kept(changes: dict[str, Any], counted: str) -> None:
    found, dropped = ground(claim(sentence=2, **changes) if "sentence" not in changes else claim(**changes))
    assert found == []
    assert dropped == {counted: 1}


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({"mode": "troops"}, {"mode": 1}),  # a mode of another type
        ({"mode": "laser"}, {"mode": 1}),
        ({"sub_event": "Skirmish"}, {"sub-event": 1}),
        ({"actors": [{"quote": "the Martian navy", "name": "Mars"}]}, {"actors": 1}),
        ({"actors": "jets"}, {"actors": 1}),
        ({"actors": [{"quote": "jets", "name": "Martian navy"}]}, {"name": 1}),
        ({"targets": [None, 3, {}]}, {"targets": 3}),
        ({"instruments": ["nuclear bomb"]}, {"instruments": 1}),
        ({"places": ["Tarsk"]}, {"places": 1}),  # in another sentence
        ({"time": "Tuesday"}, {"time": 1}),
        ({"figures": [{"quote": "at least 40 fighters", "what": "killed"}]}, {"figures": 1}),
        ({"figures": [{"quote": "fighters", "what": "killed"}]}, {"figures": 1}),  # no number
        ({"figures": [{"quote": "four camps", "what": "tanks"}]}, {"figures": 1}),
        ({"figures": [{"what": "killed"}, "12"]}, {"figures": 2}),
        ({"attribution": [{"source": "Reuters", "cue": None, "name": "Reuters"}]}, {"attribution": 1}),
        ({"attribution": ["TASS"]}, {"attribution": 1}),
        ({"attribution": [{"source": "Colonel Ilya Brandt", "cue": "swore", "name": "Ilya Brandt"}]}, {"cue": 1}),
        ({"actors": [{"quote": f"x{n}", "name": ""} for n in range(60)]}, {"actors": 60}),
    ],
)
def test_fields_that_are_dropped_leave_the_claim(changes: dict[str, Any], counted: dict[str, int]) -> None:
    (one,), dropped = ground(claim(sentence=2, **changes))
    assert dropped == counted
    assert one.confidence <= 1.0
    if set(counted) != {"name"}:
        assert one.confidence < 1.0


@pytest.mark.parametrize("item", [None, 3, "struck", [], {}])
def test_items_that_are_no_claims(item: object) -> None:
    found, dropped = ground(item)
    assert found == []
    assert sum(dropped.values()) == 1


def test_codes_are_read_in_any_case() -> None:
    (one,), _ = ground(claim(sentence=2, event_type=" assault", sub_event="AIR/DRONE STRIKE", mode="Aerial", status="Occurred"))
    assert (one.event_type, one.sub_event, one.mode, one.status) == ("ASSAULT", "Air/drone strike", "aerial", "occurred")


def test_a_wrong_number_is_mended_where_one_sentence_alone_has_the_trigger() -> None:
    (one,), dropped = ground(claim(sentence=1, trigger="denied", event_type="REJECT", mode=None, sub_event=None))
    assert one.evidence.of(TEXT).startswith("The Front denied")
    assert dropped == {"number of the sentence": 1}


def test_the_same_trigger_twice_is_two_places_then_a_repetition() -> None:
    same = claim(sentence=5)
    found, dropped = ground(same, same, same)
    assert [c.trigger.start for c in found] == [TEXT.index("struck back"), TEXT.index("struck again")]
    assert dropped == {"claim: said twice": 1}


def test_two_voices_about_one_trigger_are_two_claims() -> None:
    denied = claim(sentence=4, status="denied", attribution=[{"source": "The Front", "cue": "denied", "name": "Northern Front"}])
    found, dropped = ground(claim(sentence=4), denied)
    assert [(c.status, [k.name for k in c.attribution]) for c in found] == [("occurred", []), ("denied", ["Northern Front"])]
    assert dropped == {}


def test_a_voice_without_a_name_makes_no_link_and_keeps_the_claim() -> None:
    (one,), dropped = ground(claim(sentence=2, attribution=[{"source": None, "cue": "said", "name": ""}]))
    assert (one.attribution, dropped) == ((), {"attribution": 1})


def test_actors_may_stand_before_the_sentence_but_not_after() -> None:
    (one,), dropped = ground(
        claim(
            sentence=2,
            actors=[{"quote": "The Defence Ministry of Ruvia", "name": "Defence Ministry of Ruvia"}, {"quote": "Rebels", "name": ""}],
        )
    )
    assert [r.span.start for r in one.actors] == [0]
    assert dropped == {"actors": 1}
