"""Every sub-event of ACLED and every mode of PLOVER can be reached, each from a sentence that shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.model.codes import EVENT_TYPES, SUB_EVENTS, TYPE_SUB_EVENTS
from onrecord.read.types import refine
from tests.read.builders import Text

# Sub-event: sentence, trigger, type, and the roles that the heads would give.
SCENES: dict[str, tuple[str, str, str, dict[str, list[str]]]] = {
    "Armed clash": ("Border guards clashed with smugglers near Ortal.", "clashed", "ASSAULT", {"actor": ["Border guards", "smugglers"]}),
    "Government regains territory": (
        "The army recaptured the town of Ortal after two days.",
        "recaptured",
        "ASSAULT",
        {"actor": ["The army"], "target": ["the town of Ortal"]},
    ),
    "Non-state actor overtakes territory": (
        "Rebels overran the district of Semna at dawn.",
        "overran",
        "ASSAULT",
        {"actor": ["Rebels"], "target": ["the district of Semna"]},
    ),
    "Chemical weapon": ("Chlorine was used against the quarter.", "used", "ASSAULT", {"instrument": ["Chlorine"]}),
    "Air/drone strike": ("Warplanes hit the depot twice.", "hit", "ASSAULT", {"instrument": ["Warplanes"]}),
    "Suicide bomb": (
        "A suicide bomber struck the barracks.",
        "struck",
        "ASSAULT",
        {"actor": ["A suicide bomber"], "instrument": ["suicide"]},
    ),
    "Shelling/artillery/missile attack": ("Mortars fell on the market.", "fell", "ASSAULT", {"instrument": ["Mortars"]}),
    "Remote explosive/landmine/IED": ("A roadside bomb hit a patrol.", "hit", "ASSAULT", {"instrument": ["A roadside bomb"]}),
    "Grenade": ("A man threw a grenade into the cafe.", "threw", "ASSAULT", {"instrument": ["a grenade"]}),
    "Sexual violence": ("Fighters raped two women in the camp.", "raped", "ASSAULT", {"target": ["two women"]}),
    "Attack": ("Unknown men killed a farmer at his well.", "killed", "ASSAULT", {"actor": ["Unknown men"], "target": ["a farmer"]}),
    "Abduction/forced disappearance": ("Men kidnapped the teacher.", "kidnapped", "ASSAULT", {"target": ["the teacher"]}),
    "Peaceful protest": ("Hundreds marched through Ortal for higher wages.", "marched", "PROTEST", {"actor": ["Hundreds"]}),
    "Protest with intervention": ("Police used tear gas to disperse a rally in Ortal.", "rally", "PROTEST", {}),
    "Excessive force against protesters": ("Soldiers opened fire on protesters, killing three.", "protesters", "PROTEST", {}),
    "Violent demonstration": ("Demonstrators hurled stones at the town hall.", "hurled stones", "PROTEST", {"actor": ["Demonstrators"]}),
    "Mob violence": ("An angry mob lynched a driver in Semna.", "lynched", "ASSAULT", {"actor": ["An angry mob"], "target": ["a driver"]}),
    "Agreement": ("The two sides signed an accord.", "signed", "AGREE", {"actor": ["The two sides"]}),
    "Arrests": ("Police arrested forty members of the party.", "arrested", "COERCE", {"target": ["forty members of the party"]}),
    "Change to group/activity": ("The brigade withdrew from the border.", "withdrew", "RETREAT", {"actor": ["The brigade"]}),
    "Disrupted weapons use": ("Customs seized 40 rifles on a boat.", "seized", "COERCE", {"target": ["40 rifles"]}),
    "Headquarters or base established": ("Troops set up a base outside Ortal.", "set up", "MOBILIZE", {"actor": ["Troops"]}),
    "Looting/property destruction": ("Raiders burned the village shops.", "burned", "ASSAULT", {"target": ["the village shops"]}),
    "Non-violent transfer of territory": ("Militants pulled out and handed over the town.", "pulled out", "RETREAT", {}),
    "Other": ("Officers seized power in a coup.", "seized power", "COERCE", {"actor": ["Officers"]}),
}


def refined(sentence: str, trigger: str, event_type: str, roles: dict[str, list[str]]) -> tuple[str, str | None, str | None]:
    t = Text(sentence)
    found = replace(t.found(trigger, event_type=event_type, **roles))
    return refine(found, sentence, [f.span for f in found.roles.get("instrument", ())], t.sentences[0])


@pytest.mark.parametrize("name", SCENES)
def test_a_sentence_shows_each_sub_event(name: str) -> None:
    assert refined(*SCENES[name])[2] == name


def test_no_sub_event_is_forgotten() -> None:
    assert set(SCENES) == set(SUB_EVENTS)


# Type, mode: sentence and trigger.
MODES: dict[tuple[str, str], tuple[str, str]] = {
    ("CONSULT", "visit"): ("The envoy arrived in Ortal.", "arrived"),
    ("CONSULT", "third-party"): ("Norway mediated between the parties.", "mediated"),
    ("CONSULT", "multilateral"): ("Leaders met at a summit.", "met"),
    ("CONSULT", "phone"): ("The ministers spoke by telephone.", "spoke"),
    ("RETREAT", "withdraw"): ("The division withdrew.", "withdrew"),
    ("RETREAT", "release"): ("The group released six captives.", "released"),
    ("RETREAT", "disarm"): ("The militia disarmed.", "disarmed"),
    ("RETREAT", "ceasefire"): ("A truce began at noon.", "truce"),
    ("RETREAT", "access"): ("The army reopened the crossing.", "reopened"),
    ("RETREAT", "resign"): ("The premier resigned.", "resigned"),
    ("REQUEST", "assist"): ("Kesh asked for aid.", "asked"),
    ("REQUEST", "change"): ("Unions asked for reform.", "asked"),
    ("REQUEST", "yield"): ("Kesh demanded that the troops leave.", "demanded"),
    ("REQUEST", "meet"): ("Kesh asked for talks.", "asked"),
    ("ACCUSE", "disapprove"): ("Kesh condemned the raid.", "condemned"),
    ("ACCUSE", "investigate"): ("The court opened an inquiry.", "inquiry"),
    ("ACCUSE", "allege"): ("Kesh accused the army.", "accused"),
    ("REJECT", "assist"): ("Kesh refused the aid.", "refused"),
    ("REJECT", "change"): ("Kesh turned down the proposal.", "turned down"),
    ("REJECT", "yield"): ("Rebels spurned the ultimatum.", "spurned"),
    ("REJECT", "meet"): ("Kesh refused talks.", "refused"),
    ("THREATEN", "restrict"): ("Kesh warned of an embargo.", "warned"),
    ("THREATEN", "arrest"): ("Kesh warned the leaders of prison.", "warned"),
    ("THREATEN", "relations"): ("Kesh warned it would cut diplomatic links.", "warned"),
    ("THREATEN", "expel"): ("Kesh warned it would deport them.", "warned"),
    ("THREATEN", "territory"): ("Kesh warned it would annex the strip.", "warned"),
    ("THREATEN", "violence"): ("Kesh warned of revenge.", "warned"),
    ("PROTEST", "demo"): ("Thousands marched.", "marched"),
    ("PROTEST", "riot"): ("Youths rioted.", "rioted"),
    ("PROTEST", "strike"): ("Dockers walked out.", "walked out"),
    ("PROTEST", "hunger"): ("Inmates began a hunger strike.", "hunger strike"),
    ("PROTEST", "boycott"): ("Shoppers boycotted the chain.", "boycotted"),
    ("PROTEST", "obstruct"): ("Farmers blocked the road.", "blocked"),
    ("PROTEST", "vandalize"): ("Crowds smashed windows.", "smashed"),
    ("SANCTION", "convict"): ("A court sentenced the colonel.", "sentenced"),
    ("SANCTION", "expel"): ("Kesh expelled two attaches.", "expelled"),
    ("SANCTION", "withdraw"): ("Kesh recalled its ambassador.", "recalled"),
    ("SANCTION", "discontinue"): ("Kesh suspended the grants.", "suspended"),
    ("MOBILIZE", "troops"): ("Kesh sent two brigades.", "sent"),
    ("MOBILIZE", "weapons"): ("Kesh moved missiles to the coast.", "moved"),
    ("MOBILIZE", "police"): ("Gendarmes were put on alert.", "put on alert"),
    ("MOBILIZE", "militia"): ("The movement called up volunteers.", "called up"),
    ("COERCE", "seize"): ("Customs confiscated the cargo.", "confiscated"),
    ("COERCE", "restrict"): ("Kesh banned gatherings.", "banned"),
    ("COERCE", "censor"): ("Kesh shut a newspaper.", "shut"),
    ("COERCE", "curfew"): ("Kesh imposed a curfew.", "imposed"),
    ("COERCE", "martial-law"): ("Kesh declared martial law.", "declared"),
    ("COERCE", "arrest"): ("Police detained the writer.", "detained"),
    ("COERCE", "deport"): ("Kesh extradited the man.", "extradited"),
    ("COERCE", "withhold"): ("The army besieged the valley.", "besieged"),
    ("COERCE", "misinformation"): ("Kesh spread disinformation.", "spread"),
    ("COERCE", "cyber"): ("Kesh hacked the bank.", "hacked"),
    ("ASSAULT", "abduct"): ("Men kidnapped a nurse.", "kidnapped"),
    ("ASSAULT", "beat"): ("Guards beat the man.", "beat"),
    ("ASSAULT", "torture"): ("Guards tortured the man.", "tortured"),
    ("ASSAULT", "sexual"): ("Guards raped a woman.", "raped"),
    ("ASSAULT", "targeted"): ("Men assassinated the judge.", "assassinated"),
    ("ASSAULT", "destroy"): ("Raiders razed the mill.", "razed"),
    ("ASSAULT", "primitive"): ("Men stabbed the guard.", "stabbed"),
    ("ASSAULT", "firearms"): ("Men shot the guard.", "shot"),
    ("ASSAULT", "explosives"): ("Men dynamited the bridge.", "dynamited"),
    ("ASSAULT", "suicide-attack"): ("A suicide attack hit the base.", "suicide attack"),
    ("ASSAULT", "aerial"): ("An air raid hit the base.", "air raid"),
    ("ASSAULT", "drone"): ("A drone hit the base.", "drone"),
    ("ASSAULT", "heavy-weapons"): ("The army shelled the base.", "shelled"),
    ("ASSAULT", "crowd-control"): ("Police teargassed them with tear gas.", "tear gas"),
    ("ASSAULT", "unconventional"): ("A sarin attack hit the base.", "sarin attack"),
}


@pytest.mark.parametrize("kind", MODES, ids=lambda k: f"{k[0]}-{k[1]}")
def test_a_sentence_shows_each_mode(kind: tuple[str, str]) -> None:
    sentence, trigger = MODES[kind]
    assert refined(sentence, trigger, kind[0], {})[:2] == kind


def test_no_mode_is_forgotten() -> None:
    assert set(MODES) == {(event_type, mode) for event_type, modes in EVENT_TYPES.items() for mode in modes}


def test_types_without_modes_keep_none() -> None:
    for event_type in ("AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID"):
        assert refined("Kesh sent missiles and met by telephone.", "sent", event_type, {})[:2] == (event_type, None)


def test_a_peaceful_crowd_is_no_riot_because_police_stood_by() -> None:
    assert refined("Hundreds marched in Ortal while police looked on.", "marched", "PROTEST", {})[2] == "Peaceful protest"


def test_praise_is_no_accusation() -> None:
    assert refined("Kesh praised the reforms.", "praised", "ACCUSE", {})[0] == "SUPPORT"


def test_what_a_crowd_blocks_is_a_protest_and_what_an_army_blocks_is_not() -> None:
    crowd = refined("Farmers blocked the highway to the port.", "blocked", "COERCE", {"actor": ["Farmers"]})
    army = refined("Soldiers blocked the highway to the port.", "blocked", "COERCE", {"actor": ["Soldiers"]})
    assert crowd == ("PROTEST", "obstruct", "Peaceful protest")
    assert army[:2] == ("COERCE", "restrict")


def test_inmates_who_riot_protest() -> None:
    sentence = "Inmates rioted at the jail, burning mattresses."
    assert refined(sentence, "rioted", "ASSAULT", {"actor": ["Inmates"]}) == ("PROTEST", "riot", "Violent demonstration")


def test_a_sub_event_goes_with_the_type() -> None:
    t = Text("Workers at the depot strike and soldiers were carried away.")
    strike = replace(t.found("strike", actor=["Workers"]), event_type="ASSAULT", sub_event="Peaceful protest")
    assert refine(strike, t.text, ())[2] != "Peaceful protest"
    asked = replace(t.found("carried away"), event_type="REQUEST", mode=None, sub_event="Attack")
    assert refine(asked, t.text, ())[2] is None
    assert {s for subs in TYPE_SUB_EVENTS.values() for s in subs} == set(SUB_EVENTS) - {"Other"}
