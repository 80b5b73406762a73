"""MUC-4's role fillers and templates: candidates, models, filling."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import MissingData
from onrecord.evaluate.dispatches import PARTS, dispatch_models
from onrecord.evaluate.dispatches.accusing import accusing_features
from onrecord.evaluate.dispatches.features import rivals
from onrecord.evaluate.dispatches.filling import FILL, entities, number_of, number_told, templates
from onrecord.evaluate.dispatches.incidents import between, counts, ground_of, groups
from onrecord.evaluate.dispatches.judgement import SLOTS, Judgement, Phrase
from onrecord.evaluate.dispatches.phrases import bracketed, key_of, phrases
from onrecord.evaluate.dispatches.scene import Scene, Setting, chances, credit_of_days, credit_of_places
from onrecord.evaluate.dispatches.signs import SEVERAL
from onrecord.evaluate.linear import Linear, save
from onrecord.evaluate.tasks import events_document
from onrecord.model import Mention, Span
from onrecord.pipeline import Pipeline
from onrecord.read import Dispatch
from onrecord.read.words import words
from onrecord.settings import Settings

TEXT = "Ortal, 3 May 91 -- [Text] Members of the Kesh Front [KF] blew up the offices of the Semna bank. Two guards were killed."


def at(words_: str) -> Span:
    start = TEXT.index(words_)
    return Span(start, start + len(words_))


def phrase(words_: str, **odds: float) -> Phrase:
    span = at(words_)
    return Phrase(key_of(TEXT, span), (span,), {**dict.fromkeys(SLOTS, -9.0), **odds}, {"one": 1.0})


def dispatch(*mentions: str) -> Dispatch:
    spans = tuple(words(TEXT))
    quiet = np.full((len(spans), 5), -9.0, dtype=np.float32)
    named = tuple(Mention(span=at(m), kind="Organisation", score=1.0) for m in mentions)
    return Dispatch(TEXT, spans, quiet, ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon"), (), named, ())


def test_a_phrase_is_a_candidate_with_its_parts() -> None:
    found = phrases(dispatch("Members of the Kesh Front [KF]"))
    assert {"members of the kesh front", "members", "kesh front", "kf", "guards"} <= set(found)
    assert all(key == key_of(TEXT, span) for key, spans in found.items() for span in spans)


def test_a_short_form_in_brackets_belongs_to_the_name_before_it() -> None:
    found = phrases(dispatch("Members of the Kesh Front [KF]"))
    assert ("kesh front", "kf") in set(bracketed(TEXT, found))


def test_of_phrases_for_one_entity_only_the_surest_stays() -> None:
    judgement = Judgement(
        {"relevant": 2.0},
        (
            phrase("Kesh Front", perp_organization=2.0),
            phrase("KF", perp_organization=1.0),
            phrase("Members of the Kesh Front", perp_individual=1.0, perp_organization=0.5),
        ),
    )
    found = entities(judgement, TEXT, FILL)
    assert [p.key for p in found["perp_organization"]] == ["kesh front"]
    assert [p.key for p in found["perp_individual"]] == ["members of the kesh front"]


@pytest.mark.parametrize(
    ("text", "words_", "number"),
    [
        ("two guards died", "guards", "2"),
        ("at least 12 young soldiers died", "soldiers", "12-"),
        ("about 30 people died", "people", "~30"),
        ("guards died", "guards", "PLURAL"),
        ("police fled", "police", "PLURAL"),
        ("the senator died", "senator", "1"),
        ("a bus burned", "bus", "1"),
    ],
)
def test_numbers_as_the_answer_keys_write_them(text: str, words_: str, number: str) -> None:
    start = text.index(words_)
    assert number_of(text, Span(start, start + len(words_))) == number


def flat(**weights: float) -> Linear:
    """A model with one label, whose features weigh `weights` (an underscore stands for the sign of equality)."""
    return Linear(
        {n.replace("_", "="): k for k, n in enumerate(weights)},
        ("right",),
        np.array([[w] for w in weights.values()], np.float32),
        np.zeros(1, np.float32),
    )


def models() -> dict[str, Linear]:
    told = Linear(
        {"core=blew": 0}, ("incident_stage:THREATENED", "instrument_type:GUN"), np.zeros((1, 2), np.float32), np.array([-2, 1], np.float32)
    )
    places, days = flat(**{"depth_2": 2.0}), flat(**{"open|of_0": 2.0})
    accusing = Linear({"bias": 0}, ("REPORTED AS FACT",), np.ones((1, 1), np.float32), np.zeros(1, np.float32))
    return {"kinds": kinds(), "accusing": accusing, "same": flat(far=-1.0), "told": told, "days": days, "places": places}


def kinds() -> Linear:
    labels = ("phys_tgt_type:FINANCIAL", "phys_tgt_effect:DESTROYED", "hum_tgt_type:SECURITY GUARD", "hum_tgt_effect:DEATH")
    labels = (*labels, "perp_category:TERRORIST ACT", "instrument_type:BOMB")
    return Linear({"one": 0}, labels, np.ones((1, len(labels)), dtype=np.float32), np.zeros(len(labels), dtype=np.float32))


SETTING = Setting(
    places=[(at("Semna"), [{"name": "KESH", "kind": "COUNTRY"}, {"name": "SEMNA", "kind": "CITY"}])],
    days=[],
    sentences=[Span(0, TEXT.index(" Two guards")), at("Two guards were killed.")],
    published="1991-05-03",
    country="KESH",
)
ODDS = {"ATTACK": -2.0, "BOMBING": 2.0, "KIDNAPPING": -5.0, "ARSON": -5.0, "ROBBERY": -5.0}
ODDS |= {f"{kind}:{n}": -5.0 for kind, most in SEVERAL.items() for n in range(2, most + 1)}


def test_a_template_tells_who_did_what_to_whom_where_and_when() -> None:
    judgement = Judgement(
        {"relevant": 2.0, **ODDS},
        (
            phrase("Kesh Front", perp_organization=2.0),
            phrase("offices of the Semna bank", phys_tgt_id=2.0),
            phrase("guards", hum_tgt_description=2.0),
        ),
    )
    (made,) = templates(judgement, models(), TEXT, SETTING)
    assert made["incident_type"] == ["BOMBING"]
    assert made["incident_stage"] == ["ACCOMPLISHED"]
    assert made["incident_date"] == [{"from": None, "to": "1991-05-03"}]
    assert [p["name"] for p in made["incident_location"][0]["path"]] == ["KESH", "SEMNA"]
    assert made["perp_organization"] == ["KESH FRONT"]
    assert made["perp_org_confidence"] == [{"value": "REPORTED AS FACT", "ref": "KESH FRONT"}]
    assert made["phys_tgt_type"] == [{"value": "FINANCIAL", "ref": "OFFICES OF THE SEMNA BANK"}]
    assert made["hum_tgt_number"] == [{"value": "2", "ref": "GUARDS"}]
    assert made["instrument_id"] == []
    assert made["instrument_type"] == ["GUN"]


def test_two_incidents_of_one_type_have_a_template_each_with_what_was_hit_in_it() -> None:
    judgement = Judgement(
        {"relevant": 2.0, **ODDS, "BOMBING:2": 1.0},
        (phrase("Kesh Front", perp_organization=2.0), phrase("offices", phys_tgt_id=2.0), phrase("guards", hum_tgt_description=2.0)),
    )
    first, second = templates(judgement, models(), TEXT, SETTING)
    assert (first["phys_tgt_id"], first["hum_tgt_description"]) == (["OFFICES"], [])
    assert (second["phys_tgt_id"], second["hum_tgt_description"]) == ([], ["GUARDS"])
    assert first["perp_organization"] == second["perp_organization"] == ["KESH FRONT"]


def test_phrases_are_grouped_by_what_stands_between_them() -> None:
    ground = ground_of(TEXT, SETTING.sentences, [at("Semna")])
    offices, bank, guards = (at("offices"),), (at("bank"),), (at("guards"),)
    assert groups([offices, guards, bank], 2, ground, flat(far=-1.0, apart_1=-5.0)) == [[0, 2], [1]]
    assert groups([offices], 3, ground, flat(far=-1.0)) == [[0]]
    assert between(ground, offices, bank)["apart=0"] == 1.0
    assert between(ground, guards, bank)["apart=1"] == 1.0
    assert between(ground, offices, bank)["named"] == 1.0


def test_a_dispatch_tells_of_as_many_incidents_of_a_type_as_are_likely() -> None:
    odds = {**ODDS, "relevant": 1.0, "BOMBING:2": 0.5, "BOMBING:3": 0.5, "ATTACK:2": 3.0}
    assert counts(odds, relevant=0.0, another=0.0) == {"BOMBING": 3}
    assert counts({**odds, "ATTACK": 1.0}, relevant=0.0, another=0.0) == {"BOMBING": 3, "ATTACK": 2}
    assert counts(odds, relevant=2.0, another=0.0) == {}


def test_a_phrase_is_compared_with_those_that_share_all_its_words() -> None:
    odds = [{"x": 1.0}, {"x": 2.0}, {"x": 5.0}]
    assert [r["x"] for r in rivals(["front", "kesh front", "kesh army"], odds)] == [2.0, 1.0, -8.0]


def test_places_and_days_are_answered_by_what_they_may_earn() -> None:
    country, town, other = (("KESH", "COUNTRY"),), (("KESH", "COUNTRY"), ("SEMNA", "CITY")), (("TALM", "COUNTRY"),)
    assert [credit_of_places(country, p) for p in (country, town, other)] == [1.0, 0.5, 0.0]
    day, before = ("1991-05-02", "1991-05-02"), (None, "1991-05-03")
    assert [credit_of_days(day, d) for d in (day, before, ("1991-05-03", "1991-05-03"))] == [1.0, 0.5, 0.0]
    scene = Scene(ground_of(TEXT, SETTING.sentences, [at("Semna")]), "BOMBING", [(at("offices"),)])
    found = scene.places(SETTING)
    assert set(found) == {country, town}
    assert found[town]["CITY|core=0"] == 1.0
    likely = chances(flat(**{"depth_2": 1.0}), found)
    assert likely[town] > likely[country]
    assert sum(likely.values()) == pytest.approx(1.0)
    assert set(scene.days(SETTING)) == {("1991-05-03", "1991-05-03"), before}
    assert scene.words()["core=blew"] == 1.0


def test_a_dispatch_without_incident_has_no_template() -> None:
    assert templates(Judgement({"relevant": -3.0, **ODDS}, ()), models(), TEXT, SETTING) == []


def test_models_survive_storing(tmp_path: Path) -> None:
    model = Linear({"a": 0, "nothing": 1, "b": 2}, ("x", "y"), np.array([[1, 0.5], [0, 0], [0, 2]], dtype=np.float32), np.array([0.25, -1]))
    save(tmp_path / "m.npz", dict.fromkeys(PARTS, model))
    again = dispatch_models(tmp_path / "m.npz")["words"]
    assert again.odds({"a": 2.0, "b": 1.0, "unseen": 5.0}) == {"x": 2.25, "y": 2.0}
    assert "nothing" not in again.index


def test_a_line_break_in_the_name_of_a_feature_is_refused_and_the_shipped_names_have_a_row_each(tmp_path: Path) -> None:
    bad = Linear({"trigger=blew\nup": 0}, ("yes",), np.ones((1, 1), np.float32), np.zeros(1, np.float32))
    with pytest.raises(ValueError, match="line break"):
        save(tmp_path / "models.npz", dict.fromkeys(PARTS, bad))
    for model in dispatch_models().values():
        assert len(model.index) == len(model.weights)


def test_a_damaged_file_of_models_is_named(tmp_path: Path) -> None:
    (tmp_path / "m.npz").write_bytes(b"PK nonsense")
    with pytest.raises(MissingData, match=r"m\.npz.*fit_dispatches"):
        dispatch_models(tmp_path / "m.npz")


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(Settings.load())


def test_the_shipped_models_fill_a_template(pipeline: Pipeline) -> None:
    text = (
        "   BOGOTA, 14 MAR 90 (RADIO) -- [TEXT] TWO POLICEMEN WERE KILLED AND A BUS WAS DESTROYED LAST NIGHT WHEN GUERRILLAS OF THE ARMY "
        "OF NATIONAL LIBERATION [ELN] EXPLODED A CAR BOMB IN MEDELLIN.  THE BOMB ALSO DAMAGED A BANK."
    )
    answer = events_document({"id": "d", "text": text, "dct": date(1990, 3, 14).isoformat()}, pipeline)
    (made,) = answer["templates"]
    assert made["incident_type"] == ["BOMBING"]
    assert made["incident_date"] == [{"from": "1990-03-13", "to": "1990-03-13"}]
    assert [p["name"] for p in made["incident_location"][0]["path"]] == ["COLOMBIA", "MEDELLIN"]
    assert any("bomb" in words_ for (words_,) in answer["role_entities"]["Weapon"])
    assert ["bus"] in answer["role_entities"]["Target"]


def test_a_dispatch_of_other_things_fills_none(pipeline: Pipeline) -> None:
    text = "LIMA, 2 JUN 89 (EFE) -- [TEXT] THE FISHING COMPANIES SIGNED A CONTRACT WITH A BANK. EXPORTS OF ANCHOVY ROSE."
    answer = events_document({"id": "d", "text": text, "dct": "1989-06-02"}, pipeline)
    assert answer["templates"] == []
    assert not any(answer["role_entities"].values())


def test_an_organisation_is_seen_with_what_its_sentences_say_of_claims_and_accusations() -> None:
    text = "The Kesh Front claimed responsibility for the attack. The bank is shut."
    found = accusing_features({"bias": 1.0}, (Span(4, 14),), text, [Span(0, 53), Span(54, len(text))], {"relevant": 2.5})
    assert (found["any=claim"], found["beside=claim"], found["any=suspect"]) == (1.0, 1.0, 0.0)
    assert (found["said=front_claimed"], found["document=relevant"], found["bias"]) == (1.0, 0.5, 1.0)
    assert "said=shut" not in found


def test_a_plural_is_counted_where_the_text_first_counts_it() -> None:
    text = "The Jesuits were killed. Police found the six Jesuits at dawn."
    spans = [Span(m.start(), m.end()) for m in re.finditer("Jesuits", text)]
    assert number_told(text, spans) == "6"
    assert number_told(text, spans[:1]) == "PLURAL"
