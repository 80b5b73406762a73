"""Labels of whole snippets, from sentences of our own."""

from __future__ import annotations

import pytest

from onrecord.evaluate.old_plover import sentence_type
from onrecord.evaluate.police import police_labels
from onrecord.evaluate.relevance import WEIGHTS, is_relevant, measures
from onrecord.evaluate.snippets import case_label
from onrecord.model import Claim, Document, Reading, Span


def claim(text: str, trigger: str, event_type: str, **more: object) -> Claim:
    at = text.index(trigger)
    fields: dict[str, object] = {"mode": None, "sub_event": None, "status": "occurred", "certainty": "asserted", **more}
    return Claim(
        document_id="d",
        trigger=Span(at, at + len(trigger)),
        evidence=Span(0, len(text)),
        event_type=event_type,
        confidence=0.9,
        **fields,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The river burst its banks and floods drove families out of Ortal.", "NATURAL_DISASTER"),
        ("A bus overturned on the coast road, hurting nine.", "MAN_MADE_DISASTER"),
        ("Two men were fined for smuggling cigarettes into Semna.", "ORG_CRIME"),
        ("Kesh recalled its ambassador from Ortal.", "DIPLO"),
        ("The Front claimed responsibility for the attack that killed four.", "ATTRIB"),
        ("Chlorine gas made dozens choke in the quarter.", "CHEM_WEAP"),
        ("A suicide bomber killed three guards.", "SUIC_BOMB"),
        ("Hundreds demonstrated in Ortal for higher pensions.", "PEACE_PROTEST"),
        ("Police used tear gas against demonstrators in Ortal.", "PROTEST_WITH_INTER"),
        ("Soldiers opened fire on demonstrators, two of whom died.", "FORCE_AGAINST_PROTEST"),
        ("Protesters torched two buses in Ortal.", "VIOL_DEMONSTR"),
        ("A mob beat a thief to death in the market.", "MOB_VIOL"),
        ("Customs officers seized 40 rifles hidden in a truck.", "DISR_WEAP"),
        ("Militants captured the town of Semna after a night of fighting.", "NON_STATE_ACTOR_OVERTAKES_TER"),
        ("The army recaptured the town of Semna.", "GOV_REGAINS_TERIT"),
        ("The rebels handed over the base after troops captured the hills around it.", "NON_VIOL_TERRIT_TRANSFER"),
        ("Engineers of the army established an outpost above Ortal.", "HQ_ESTABLISHED"),
        ("Gunmen kidnapped two nurses.", "ABDUCT_DISSAP"),
        ("Both sides signed a ceasefire in Kesh.", "AGREEMENT"),
        ("Artillery killed six in Ortal.", "ART_MISS_ATTACK"),
        ("Jets hit a depot, killing two.", "AIR_STRIKE"),
        ("A hand grenade wounded a waiter.", "GRENADE"),
        ("A landmine killed two shepherds.", "REM_EXPLOS"),
        ("The army killed six militants near Ortal.", "ARMED_CLASH"),
        ("A farmer was shot dead at his well.", "ATTACK"),
        ("Police detained nine people in Semna.", "ARREST"),
        ("Thieves looted the stores of Semna.", "PROPERTY_DISTRUCT"),
        ("Three battalions were redeployed to the coast.", "CHANGE_TO_GROUP_ACT"),
        ("The minister spoke about the harvest.", "OTHER"),
    ],
)
def test_words_alone_give_a_label_where_the_reader_found_no_claim(text: str, label: str) -> None:
    assert case_label(text, []) == label


def test_what_the_reader_found_decides_where_no_word_names_the_means() -> None:
    text = "Guards put four men in vans and drove them off."
    assert case_label(text, []) == "OTHER"
    assert case_label(text, [claim(text, "put", "COERCE", mode="arrest", sub_event="Arrests")]) == "ARREST"


def test_an_explosion_at_a_plant_is_an_accident_and_a_planted_one_is_not() -> None:
    assert case_label("An explosion at a fertilizer plant hurt nine.", []) == "MAN_MADE_DISASTER"
    assert case_label("A bomb planted at a fertilizer plant hurt nine.", []) == "REM_EXPLOS"


@pytest.mark.parametrize(
    ("text", "trigger", "event_type", "kind"),
    [
        ("Kesh will send food to Ortal.", "send", "AID", "AGREE"),
        ("Kesh will blockade the port.", "blockade", "COERCE", "THREATEN"),
        ("Kesh lifted the curfew in Ortal.", "curfew", "COERCE", "CONCEDE"),
        ("The army lifted the siege of Ortal.", "siege", "COERCE", "RETREAT"),
        ("Kesh rejected a request for troops.", "request", "REQUEST", "REJECT"),
        ("Kesh must open its books.", "open", "COOPERATE", "DEMAND"),
        ("Kesh asked for talks.", "asked", "REQUEST", "DEMAND"),
        ("Kesh condemned the raid.", "condemned", "ACCUSE", "DISAPPROVE"),
        ("Inspectors went to the mine.", "went", "MOBILIZE", "INVESTIGATE"),
        ("Kesh praised the reforms.", "praised", "ACCUSE", "SUPPORT"),
        ("Dockers marched in Ortal to demand pay.", "demand", "REQUEST", "PROTEST"),
        ("Troops fought the rebels at Ortal.", "fought", "ASSAULT", "FIGHT"),
        ("Men killed a guard.", "killed", "ASSAULT", "ASSAULT"),
    ],
)
def test_the_type_of_a_sentence_under_its_old_name(text: str, trigger: str, event_type: str, kind: str) -> None:
    assert sentence_type(text, [claim(text, trigger, event_type)]) == kind


def test_a_sentence_without_words_or_claims_has_no_type() -> None:
    assert sentence_type("The weather was fine.", []) is None


def reading(text: str, claims: list[Claim]) -> Reading:
    return Reading(
        document=Document(text=text),
        sentences=(Span(0, len(text)),),
        paragraphs=(Span(0, len(text)),),
        mentions=(),
        attributions=(),
        claims=tuple(claims),
    )


def test_one_incident_is_relevant_and_a_situation_is_not() -> None:
    incident = "On Monday gunmen killed two villagers in a raid on Ortal."
    found = reading(incident, [claim(incident, "killed", "ASSAULT"), claim(incident, "raid", "ASSAULT")])
    situation = (
        "The international community must support the government in a humanitarian crisis that has lasted for years, the United Nations "
        "said of a conflict in which refugees and human rights are forgotten by every president and minister. " * 6
    )
    assert set(measures(found)) == set(WEIGHTS)
    assert is_relevant(found)
    assert not is_relevant(reading(situation, [claim(situation, "said", "REQUEST"), claim(situation, "lasted", "CONSULT")]))


@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        ("police arrested 20 men in ortal on friday.", ["ANY_ACTION", "ARREST"]),
        ("the party demanded the arrest of its rivals.", []),
        ("police fired tear gas at the crowd.", ["ANY_ACTION", "FORCE"]),
        ("two boys were killed when police opened fire.", ["ANY_ACTION", "FORCE", "KILL"]),
        ("the police were mute spectators, he said.", ["FAIL"]),
        ("army columns were deployed in semna.", ["ANY_ACTION"]),
        ("an indefinite curfew was imposed in semna.", ["ANY_ACTION"]),
        ("the minister met traders in semna.", []),
    ],
)
def test_what_police_did_in_a_sentence(sentence: str, labels: list[str]) -> None:
    assert police_labels(sentence, [], sentence) == labels


def test_an_arrest_that_the_reader_found_counts_where_police_are_named() -> None:
    text = "Police caught four men near Ortal."
    assert police_labels(text, [], text) == []
    assert police_labels(text, [claim(text, "caught", "COERCE", mode="arrest")], text) == ["ANY_ACTION", "ARREST"]
