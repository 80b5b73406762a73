"""Case tables for what is mended between the heads and the claims."""

from dataclasses import replace

import pytest

from onrecord.read.claims import build_claims
from onrecord.read.mend import mend
from tests.read.builders import Text


def _roles(text: Text, found: list, role: str) -> list[str]:
    (item,) = mend(found, text.text, text.sentences)
    return [f.span.of(text.text) for f in item.roles[role]]


@pytest.mark.parametrize(
    ("sentence", "first", "whole"),
    [
        ("Two strikes destroyed a vehicle, two bunkers, and a tunnel entrance.", "vehicle", ["vehicle", "bunkers", "tunnel entrance"]),
        ("Two strikes destroyed a vehicle and a tunnel, officials said.", "vehicle", ["vehicle"]),
        ("Strikes destroyed a depot, and the army said it was calm.", "depot", ["depot"]),
        ("Strikes hit a depot.", "depot", ["depot"]),
    ],
)
def test_a_list_of_targets_goes_on_to_its_end(sentence: str, first: str, whole: list[str]) -> None:
    t = Text(sentence)
    found = t.found("strikes" if "strikes" in sentence else "Strikes", target=[first])
    assert _roles(t, [found], "target") == whole


def test_a_list_of_names_goes_on_to_its_end() -> None:
    t = Text("Strikes were flown by France, Jordan, the Netherlands, and Canada over Mosul.")
    assert _roles(t, [t.found("Strikes", actor=["France"])], "actor")[:3] == ["France", "Jordan", "Netherlands"]


@pytest.mark.parametrize(
    ("sentence", "actor", "kept"),
    [
        ("Talm police worked at the scene of a fatal shooting.", "Talm police", []),
        ("The army responded to the shooting at dawn.", "The army", []),
        ("Monitors are investigating the shooting.", "Monitors", []),
        ('The government promised to investigate "in detail" the shooting.', "The government", []),
        ("The president vowed to punish those responsible for the shooting.", "The president", []),
        ("Guerrillas are responsible for the shooting.", "Guerrillas", ["Guerrillas"]),
        ("Deputy Ruiz stands watch outside the court after a shooting.", "Deputy Ruiz", []),
        ("Both families are devastated about the shooting.", "Both families", []),
        ("The gunmen fled after the shooting.", "The gunmen", ["gunmen"]),
        ("What Ana Ruiz told sheds no light on the identity of those behind the shooting.", "Ana Ruiz", []),
        ("They are suspects in a shooting that is being investigated by the Talm Police.", "Talm Police", []),
        ("The shooting was of civilians suffering at the hands of the Front.", "the Front", []),
        ("The police shooting shocked the town.", "police", ["police"]),
        ("The scene of the army shooting was closed.", "army", ["army"]),
    ],
)
def test_who_comes_to_a_deed_has_not_done_it(sentence: str, actor: str, kept: list[str]) -> None:
    t = Text(sentence)
    assert _roles(t, [t.found("shooting", actor=[actor])], "actor") == kept


def test_parts_of_one_noun_phrase_are_joined_and_function_words_cut() -> None:
    t = Text("Militants attacked the police station and fled.")
    assert _roles(t, [t.found("attacked", target=["police", "station and"])], "target") == ["police station"]


@pytest.mark.parametrize(
    ("sentence", "number", "whole"),
    [
        ("Shells killed at least 12 people.", "12", "at least 12"), ("Shells killed more than 300 people.", "300", "more than 300"),
        ("Shells killed 12 people.", "12", "12"), ("Shells killed nearly forty people.", "forty", "nearly forty"),
    ],
)  # fmt: skip
def test_a_number_keeps_the_words_that_bound_it(sentence: str, number: str, whole: str) -> None:
    t = Text(sentence)
    assert _roles(t, [t.found("killed", figure=[number], kinds={number: "killed"})], "figure") == [whole]


def test_the_number_before_strikes_counts_strikes_and_before_bases_bases() -> None:
    t = Text("Jets conducted 23 strikes against four militant bases.")
    (claim,) = build_claims(t.analysis([t.found("strikes", figure=["four"], kinds={"four": "other"})], []))
    assert [(f.what, f.low, f.high) for f in claim.figures] == [("strikes", 23, 23), ("bases", 4, 4)]


def test_killing_told_as_the_outcome_of_an_attack_is_a_figure_of_it() -> None:
    t = Text("An explosion in Mosul killed 12 people and wounded 30.")
    explosion = t.found("explosion", place=["Mosul"])
    killed = t.found("killed", target=["people"], figure=["12"], kinds={"12": "killed"})
    wounded = t.found("wounded", figure=["30"], kinds={"30": "injured"})
    (claim,) = build_claims(t.analysis([explosion, killed, wounded], []))
    assert claim.trigger.of(t.text) == "explosion"
    assert [(f.what, f.low) for f in claim.figures] == [("killed", 12), ("injured", 30)]
    assert [r.name for r in claim.targets] == ["people"]


def test_a_killing_by_other_hands_stays_a_claim_of_its_own() -> None:
    t = Text("After the attack soldiers killed two villagers.")
    attack, killed = t.found("attack", actor=[]), t.found("killed", actor=["soldiers"])
    assert len(mend([attack, killed], t.text, t.sentences)) == 2


def test_a_strike_of_a_list_goes_on_from_the_one_that_names_its_actor() -> None:
    t = Text("Coalition forces conducted strikes in Syria. Near Palmyra, two strikes destroyed a depot.")
    first, second = t.found("strikes", actor=["Coalition forces"]), t.found("strikes", nth=2)
    claims = build_claims(t.analysis([first, second], []))
    assert [[a.name for a in c.actors] for c in claims] == [["Coalition forces"], ["Coalition forces"]]


def test_an_auxiliary_found_apart_is_part_of_the_trigger() -> None:
    t = Text("Two policemen were killed.")
    (item,) = mend([t.found("were"), t.found("killed", target=["policemen"])], t.text, t.sentences)
    assert item.span.of(t.text) == "were killed"


def test_both_of_two_places_joined_by_and_are_places() -> None:
    t = Text("Jets struck bases in Homs and Deir ez-Zor provinces.")
    assert _roles(t, [t.found("struck", place=["Deir ez-Zor provinces"])], "place") == ["Homs", "Deir ez-Zor provinces"]


def test_a_clash_needs_two_sides_or_a_word_for_it() -> None:
    t = Text("Troops neutralised four bases.")
    (item,) = [t.found("neutralised", actor=["Troops"])]
    (claim,) = build_claims(t.analysis([replace(item, sub_event="Armed clash")], []))
    assert claim.sub_event is None


@pytest.mark.parametrize(
    ("sentence", "trigger", "given", "actor", "target", "expected"),
    [
        ("Gunmen kidnapped two teachers.", "kidnapped", "COERCE", "Gunmen", "teachers", ("ASSAULT", "abduct")),
        ("Troops liberated the village.", "liberated", "MOBILIZE", "Troops", "village", ("ASSAULT", None)),
        ("Soldiers seized rifles.", "seized", "ASSAULT", "Soldiers", "rifles", ("COERCE", "seize")),
        ("Rebels captured three soldiers.", "captured", "COERCE", "Rebels", "soldiers", ("ASSAULT", "abduct")),
        ("Militants fled the town.", "fled", "SANCTION", "Militants", "town", ("RETREAT", "withdraw")),
        ("Residents fled the town.", "fled", "RETREAT", "Residents", "town", ("SANCTION", "expel")),
    ],
)
def test_word_and_object_settle_the_type(sentence: str, trigger: str, given: str, actor: str, target: str, expected: tuple) -> None:
    t = Text(sentence)
    (claim,) = build_claims(t.analysis([t.found(trigger, event_type=given, actor=[actor], target=[target])], []))
    assert (claim.event_type, claim.mode) == expected


def test_the_members_of_a_list_stand_for_the_class_of_a_relative_clause() -> None:
    t = Text("Nations which have conducted strikes in Arvenia include Belmora, the Free State of Ciron, Dalmark and Erlan.")
    (claim,) = build_claims(t.analysis([t.found("strikes", actor=["Nations"])], []))
    assert [r.name for r in claim.actors] == ["Belmora", "Free State of Ciron", "Dalmark", "Erlan"]


def test_a_list_of_other_things_leaves_the_actor_alone() -> None:
    t = Text("Rebels attacked villages; the towns nearby include Talm, Orlo and Sarn.")
    (claim,) = build_claims(t.analysis([t.found("attacked", actor=["Rebels"])], []))
    assert [r.name for r in claim.actors] == ["Rebels"]


def test_an_outcome_told_before_its_cause_is_the_causes() -> None:
    t = Text("A soldier and six guerrillas were killed in the clashes near Talm.")
    found = [t.found("were killed", target=["A soldier and six guerrillas"], figure=["six"], kinds={"six": "killed"}), t.found("clashes")]
    (claim,) = build_claims(t.analysis(found, []))
    assert claim.trigger.of(t.text) == "clashes"
    assert [f.what for f in claim.figures] == ["killed"]


def test_what_a_strike_hit_is_the_strike() -> None:
    t = Text("A missile strike had targeted the airport in Talm.")
    (claim,) = build_claims(t.analysis([t.found("strike"), t.found("targeted", target=["airport"])], []))
    assert [r.name for r in claim.targets] == ["airport"]


def test_a_goal_is_no_claim() -> None:
    t = Text("The alliance works to defeat the front. It seized Talm.")
    claims = build_claims(t.analysis([t.found("defeat", status="ongoing"), t.found("seized")], []))
    assert [c.trigger.of(t.text) for c in claims] == ["seized"]


@pytest.mark.parametrize(("actor", "target", "left"), [(0.9, 0.6, ("villagers", None)), (0.6, 0.9, (None, "villagers"))])
def test_nobody_is_actor_and_target_of_one_deed(actor: float, target: float, left: tuple[str | None, str | None]) -> None:
    t = Text("Armed villagers drove the herders away.")
    found = t.found("drove", actor=["Armed villagers"], target=["villagers"])
    roles = {
        "actor": (replace(found.roles["actor"][0], score=actor),),
        "target": (replace(found.roles["target"][0], score=target),),
        "figure": (),
    }
    (item,) = mend([replace(found, roles=roles)], t.text, t.sentences)
    names = [next((f.span.of(t.text).split()[-1] for f in item.roles[role]), None) for role in ("actor", "target")]
    assert tuple(names) == left


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("A strike, as defined in the releases, means one or more kinetic events.", "strike"),
        ("Artillery fired in support of troops is not classified as a strike.", "fired"),
        ("A single aircraft that drops one bomb is one strike.", "drops"),
        ("The command does not report the number of aircraft employed in a strike.", "strike"),
        ("Strike assessments are based on initial reports.", "Strike"),
    ],
)
def test_what_a_word_means_is_no_claim(sentence: str, trigger: str) -> None:
    t = Text(sentence)
    assert build_claims(t.analysis([t.found(trigger)], [])) == ()


@pytest.mark.parametrize(("sentence", "trigger"), [("One strike destroyed a depot.", "strike"), ("Troops raided a camp.", "raided")])
def test_what_happened_is_a_claim(sentence: str, trigger: str) -> None:
    t = Text(sentence)
    assert len(build_claims(t.analysis([t.found(trigger)], []))) == 1


@pytest.mark.parametrize(
    ("sentence", "verb", "noun", "left"),
    [
        ("The two sides signed a ceasefire in Talm.", "signed", "ceasefire", ["ceasefire"]),
        ("Air raids were carried out at night.", "carried out", "raids", ["raids"]),
        ("The army launched a new wave of strikes on Talm.", "launched", "strikes", ["strikes"]),
        ("The army held Talm and attacks went on.", "held", "attacks", ["held", "attacks"]),
        ("The army bombed the attack position.", "bombed", "attack", ["bombed", "attack"]),
    ],
)
def test_a_verb_that_says_only_that_its_noun_took_place_is_no_second_deed(sentence: str, verb: str, noun: str, left: list[str]) -> None:
    t = Text(sentence)
    found = mend([t.found(verb), t.found(noun)], t.text, t.sentences)
    assert sorted(f.span.of(t.text) for f in found) == sorted(left)


def test_where_the_wounded_were_brought_is_not_where_they_were_hit() -> None:
    t = Text("Nine people were wounded near Rutba and taken to a hospital in Ramadi.")
    (found,) = mend([t.found("wounded", place=["Rutba", "Ramadi"])], t.text, t.sentences)
    assert [f.span.of(t.text) for f in found.roles["place"]] == ["Rutba"]


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("The jets bombed fighters who had left Talm and hid near Orrin.", ["Orrin"]),
        ("The jets bombed rebels who fled from the Talm district to Orrin.", ["Orrin"]),
        ("The jets bombed Talm, which the rebels left on Monday, and Orrin.", ["Talm", "Orrin"]),
    ],
)
def test_where_somebody_had_been_before_is_not_where_they_were_hit(sentence: str, places: list[str]) -> None:
    t = Text(sentence)
    assert _roles(t, [t.found("bombed", place=["Talm", "Orrin"])], "place") == places


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("The jets bombed Talm, 9 km west of Orrin.", ["Talm"]),
        ("The jets bombed Talm, about 45km (28 miles) south-east of the city of Orrin.", ["Talm"]),
        ("The jets bombed Talm (some 30 kilometres from Orrin).", ["Talm"]),
        ("The jets bombed Talm and, 9 km west of it, Orrin.", ["Talm", "Orrin"]),
        ("The jets bombed Talm, and a bridge 9 km west of Orrin.", ["Talm", "Orrin"]),
    ],
)
def test_a_town_that_a_place_is_measured_from_is_not_where_it_happened(sentence: str, places: list[str]) -> None:
    t = Text(sentence)
    assert _roles(t, [t.found("bombed", place=["Talm", "Orrin"])], "place") == places


def test_the_dead_whom_a_verb_counts_go_to_the_assault_of_the_sentence() -> None:
    t = Text("Crews hit the hideouts at dusk, the ministry reported, and up to 15 fighters were killed.")
    (item,) = mend([t.found("hit")], t.text, t.sentences)
    assert {s.of(t.text): kind for s, kind in item.figure_kinds.items()} == {"up to 15": "killed"}
    t = Text("Two missiles hit Talm, killing four people, years after 12 were killed there.")
    (item,) = mend([t.found("hit", kinds={"four": "killed"}, figure=["four"])], t.text, t.sentences)
    assert [s.of(t.text) for s in item.figure_kinds] == ["four", "12"]


def test_an_auxiliary_is_no_happening() -> None:
    t = Text("Our forces did not fire a shell.")
    assert [f.span.of(t.text) for f in mend([t.found("did"), t.found("fire")], t.text, t.sentences)] == ["fire"]


@pytest.mark.parametrize(
    ("sentence", "noun", "verb", "left"),
    [
        ("New training camps for militants have emerged in Talm.", "training camps", "emerged", ["emerged"]),
        ("Two bases were established near Talm.", "bases", "established", ["established"]),
        ("Old camps in Talm were bombed and a port emerged.", "camps", "emerged", ["camps", "emerged"]),
    ],
)
def test_camps_that_emerge_are_one_happening(sentence: str, noun: str, verb: str, left: list[str]) -> None:
    t = Text(sentence)
    found = [t.found(noun, event_type="MOBILIZE", status="planned"), t.found(verb, event_type="MOBILIZE")]
    assert [f.span.of(t.text) for f in mend(found, t.text, t.sentences)] == left


def test_a_phrase_that_breaks_off_at_an_adjective_goes_on_to_its_noun() -> None:
    t = Text("Russian aerospace forces struck Turkish-backed fighters; the Syrian army struck Talm.")
    assert _roles(t, [t.found("struck", actor=["Russian aerospace"], target=["Turkish-backed"])], "actor") == ["Russian aerospace forces"]
    assert _roles(t, [t.found("struck", actor=["Syrian army"], target=["Turkish-backed"])], "target") == ["Turkish-backed fighters"]


@pytest.mark.parametrize(
    ("sentence", "target", "left"),
    [
        ("Kurdish fighters, backed by coalition strikes, took Talm.", "Kurdish fighters", []),
        ("Kurdish fighters were hit by coalition strikes.", "Kurdish fighters", ["Kurdish fighters"]),
        ("Rebels supported by Talm and hit by strikes fled.", "Rebels", ["Rebels"]),
        ("The men are suspects in the strikes.", "suspects", []),
        ("The strikes deny the Front its haven and provide ground forces with time.", "ground forces", []),
        ("The strikes are to prevent incursions against the garrison at Oro and allied forces.", "allied forces", []),
        ("The strikes are to disrupt planned attacks against allied forces.", "allied forces", []),
    ],
)
def test_whom_strikes_back_they_have_not_hit(sentence: str, target: str, left: list[str]) -> None:
    t = Text(sentence)
    before = ["garrison at Oro"] if "garrison" in sentence else []
    assert _roles(t, [t.found("strikes", target=[*before, target])], "target") == left


@pytest.mark.parametrize(
    ("sentence", "actor", "sides"),
    [
        ("He wants to discover the killers of the six priests.", "six priests", ([], ["six priests"])),
        ("The killers of six priests were soldiers.", "soldiers", (["soldiers"], [])),
        ("Police held a man over Ana Ruiz's killers.", "Ana Ruiz", ([], ["Ana Ruiz"])),
        ("The victim of the killers was identified as Rami Khalaf.", "Rami Khalaf", ([], ["Rami Khalaf"])),
    ],
)
def test_whom_a_killing_is_of_has_suffered_it(sentence: str, actor: str, sides: tuple[list[str], list[str]]) -> None:
    t = Text(sentence)
    found = t.found("killers", actor=[actor], target=[])
    assert (_roles(t, [found], "actor"), _roles(t, [found], "target")) == sides


def test_who_hears_shots_has_not_fired_them() -> None:
    t = Text("Ana Ruiz says she first heard shots at dawn.")
    assert _roles(t, [t.found("shots", actor=["Ana Ruiz"])], "actor") == []


def test_who_told_of_a_toll_and_when_is_not_where_and_when_it_was() -> None:
    t = Text("We could not confirm the figure of 31 dead that Talm hospital gave on 8 March.")
    dead = t.found("dead", figure=["31"], place=["Talm hospital"], time=["on 8 March"], kinds={"31": "killed"})
    [mended] = mend([dead], t.text, t.sentences)
    assert not mended.roles["place"]
    assert not mended.roles["time"]
    t = Text("Shells killed 31 people at Talm hospital on 8 March.")
    killed = t.found("killed", figure=["31"], place=["Talm hospital"], time=["on 8 March"], kinds={"31": "killed"})
    [mended] = mend([killed], t.text, t.sentences)
    assert [f.span.of(t.text) for role in ("place", "time") for f in mended.roles[role]] == ["Talm hospital", "on 8 March"]


@pytest.mark.parametrize(
    ("text", "actor", "kept"),
    [
        ("Moncrief, whom police arrested on Friday in the murder of Braswell, is 21.", "police", False),
        ("The witness of the murder of Braswell was heard.", "witness", False),
        ("Rebels detained 30 men and are guilty of the murder of Braswell.", "Rebels", True),
    ],
)
def test_who_arrests_for_a_murder_or_saw_it_has_not_done_it(text: str, actor: str, *, kept: bool) -> None:
    t = Text(text)
    [mended] = mend([t.found("murder", actor=[actor], target=["Braswell"])], t.text, t.sentences)
    assert bool(mended.roles["actor"]) is kept
