"""Case table for chains: which voices stand between the reader and the fact, and in which order."""

from dataclasses import replace

import pytest

from onrecord.model import Span
from onrecord.read.claims import build_claims, findings, names_of
from tests.read.builders import Text


def _names(text: Text, found: list, voices: list, people: list[str] | None = None) -> list[list[str]]:
    analysis = text.analysis(found, voices, people)
    return [[link.name for link in chain] for _, chain in findings(analysis, names_of(analysis))]


def test_no_voice_is_the_publishers_own_word() -> None:
    t = Text("Rebels attacked the base.")
    assert _names(t, [t.found("attacked")], []) == [[]]


def test_the_voice_whose_words_hold_the_trigger_is_a_link() -> None:
    t = Text("The army said rebels attacked the base.")
    assert _names(t, [t.found("attacked")], [t.voice("The army", "said", "rebels attacked the base")]) == [["army"]]


def test_a_voice_that_speaks_of_something_else_is_none() -> None:
    t = Text("The army said it was calm.\n\nRebels attacked the base.")
    assert _names(t, [t.found("attacked")], [t.voice("The army", "said", "it was calm")]) == [[]]


def test_the_origin_comes_last_when_one_voice_speaks_of_another() -> None:
    t = Text("TASS reported that the ministry had said rebels attacked the base.")
    voices = [
        t.voice("the ministry", "had said", "rebels attacked the base"),
        t.voice("TASS", "reported", "the ministry had said rebels attacked the base"),
    ]
    assert _names(t, [t.found("attacked")], voices) == [["TASS", "ministry"]]


def test_the_outer_voice_may_stand_behind_in_the_text() -> None:
    t = Text("The ministry had said rebels attacked the base, TASS reported.")
    voices = [
        t.voice("The ministry", "had said", "rebels attacked the base"),
        t.voice("TASS", "reported", "The ministry had said rebels attacked the base"),
    ]
    assert _names(t, [t.found("attacked")], voices) == [["TASS", "ministry"]]


def test_a_source_tag_is_the_outermost_link_of_its_paragraph_only() -> None:
    t = Text("Rebels attacked the base. [Source: Evening bulletin]\n\nTroops shelled the town.")
    assert _names(t, [t.found("attacked"), t.found("shelled")], []) == [["Evening bulletin"], []]


def test_nothing_inside_a_source_tag_is_a_claim() -> None:
    t = Text("It was calm. [Source: Statement on the attack]")
    assert _names(t, [t.found("attack")], []) == []


def test_a_person_is_one_link_with_office_and_without_title() -> None:
    t = Text("Major General Yuri Popov, deputy head of the centre, said rebels attacked the base.")
    source = "Major General Yuri Popov, deputy head of the centre"
    voices = [t.voice(source, "said", "rebels attacked the base")]
    assert _names(t, [t.found("attacked")], voices, ["Major General Yuri Popov"]) == [["Yuri Popov"]]


def test_a_pronoun_is_resolved_to_the_person_named_before() -> None:
    t = Text("General Ivan Petrov spoke. He said rebels attacked the base.")
    assert _names(t, [t.found("attacked")], [t.voice("He", "said", "rebels attacked the base")], ["General Ivan Petrov"]) == [
        ["Ivan Petrov"]
    ]


def test_the_pair_head_carries_a_voice_into_the_next_sentence() -> None:
    t = Text("The army said it was busy. Rebels attacked the base.")
    found = t.found("attacked", source=["The army"], cue=["said"])
    assert _names(t, [found], [t.voice("The army", "said", "it was busy")]) == [["army"]]


def test_a_sentence_without_a_voice_is_the_publishers_unless_the_encoder_ties_one_to_it() -> None:
    t = Text("The army said there was fighting. Rebels attacked the base.")
    voices = [t.voice("The army", "said", "there was fighting")]
    assert _names(t, [t.found("attacked")], voices) == [[]]
    assert _names(t, [t.found("attacked", source=["The army"])], voices) == [["army"]]


def test_whom_somebody_quotes_is_no_rival_of_who_quotes() -> None:
    t = Text("The pilots struck at dusk, Volna agency quoted the reconciliation centre as saying.")
    found = t.found("struck", source=["Volna agency", "reconciliation centre"], cue=["quoted"])
    voices = [t.voice("Volna agency", "quoted", "The pilots struck at dusk")]
    assert _names(t, [found], voices) == [["Volna agency", "reconciliation centre"]]


def test_a_sentence_with_a_voice_of_its_own_inherits_nothing() -> None:
    t = Text("The army said there was fighting. Rebels attacked the base, and a monitor said it was calm.")
    voices = [t.voice("The army", "said", "there was fighting"), t.voice("a monitor", "said", "it was calm", nth=2)]
    assert _names(t, [t.found("attacked")], voices) == [[]]


def test_a_quotation_over_several_paragraphs_has_one_speaker() -> None:
    t = Text('General Ivan Petrov said: "It was calm.\n\n"Then rebels attacked the base."\n\nTroops shelled the town.')
    voices = [t.voice("General Ivan Petrov", "said", '"It was calm.')]
    assert _names(t, [t.found("attacked"), t.found("shelled")], voices, ["General Ivan Petrov"]) == [["Ivan Petrov"], []]


def test_a_statement_announced_with_a_colon_is_the_speakers() -> None:
    t = Text("Minister Ivan Petrov said:\n\nRebels attacked the base.\n\nThey will be stopped.")
    assert _names(t, [t.found("attacked")], [t.voice("Minister Ivan Petrov", "said", "Rebels", nth=1)], ["Minister Ivan Petrov"]) == [
        ["Ivan Petrov"]
    ]


def test_an_announced_statement_ends_where_somebody_else_speaks_or_a_mark_says_so() -> None:
    other = Text("Minister Ivan Petrov said:\n\nIt was calm.\n\nA monitor said there was fighting.\n\nRebels attacked the base.")
    voices = [other.voice("Minister Ivan Petrov", "said", "It was calm"), other.voice("A monitor", "said", "there was fighting", nth=2)]
    assert _names(other, [other.found("attacked")], voices) == [[]]
    marked = Text("Minister Ivan Petrov said:\n\nIt was calm. [END RECORDING]\n\nRebels attacked the base.")
    assert _names(marked, [marked.found("attacked")], [marked.voice("Minister Ivan Petrov", "said", "It was calm")]) == [[]]


def test_the_items_of_an_announced_list_inherit_the_voice_of_the_item_before() -> None:
    t = Text("The office said the following incidents were recorded.\n\nMonitors said it was calm.\n\nRebels attacked the base.")
    voices = [t.voice("The office", "said", "the following incidents were recorded"), t.voice("Monitors", "said", "it was calm", nth=2)]
    assert _names(t, [t.found("attacked")], voices) == [["Monitors"]]


def test_reports_as_a_noun_are_a_voice_without_a_name() -> None:
    t = Text("The mission received reports that rebels attacked the base.")
    voices = [t.voice("The mission", "received", "reports that rebels attacked the base")]
    assert _names(t, [t.found("attacked")], voices) == [["mission", "reports"]]
    verb = Text("TASS reports that rebels attacked the base.")
    assert _names(verb, [verb.found("attacked")], [verb.voice("TASS", "reports", "that rebels attacked the base")]) == [["TASS"]]


def test_a_source_cut_inside_a_name_is_made_whole() -> None:
    t = Text("The Foreign Secretary, Boris Harlow, said rebels attacked the base.")
    (claim,) = build_claims(t.analysis([t.found("attacked")], [t.voice("The Foreign", "said", "rebels attacked the base")]))
    assert claim.attribution[0].source is not None
    assert claim.attribution[0].source.of(t.text) == "The Foreign Secretary, Boris Harlow"


def test_accusing_is_a_claim_of_its_own_and_no_voice_behind_itself() -> None:
    t = Text("The army accused rebels of the raid.")
    found = t.found("accused", event_type="ACCUSE", source=["The army"], cue=["accused"])
    assert _names(t, [found], [t.voice("The army", "accused", "rebels of the raid")]) == [[]]


def test_one_cue_gives_one_voice() -> None:
    t = Text("Rebels attacked the base, said Mauricio Vargas, military chief of the region.")
    found = t.found("attacked", source=["Mauricio Vargas", "military chief of the region"], cue=["said"])
    voices = [t.voice("Mauricio Vargas", "said", "Rebels attacked the base")]
    assert _names(t, [found], voices, ["Mauricio Vargas"]) == [["Mauricio Vargas"]]


def test_the_word_of_a_denial_denies_the_happening() -> None:
    t = Text("The army denied that its men attacked the village.")
    claims = build_claims(t.analysis([t.found("attacked")], [t.voice("The army", "denied", "its men attacked the village")]))
    assert [c.status for c in claims] == ["denied"]


def test_figures_keep_their_bounds_class_and_part() -> None:
    t = Text("Shells killed at least 12 civilians, among them 3 children, and caused no damage.")
    found = t.found("killed", figure=["at least 12", "3"], kinds={"at least 12": "killed", "3": "killed"})
    (claim,) = build_claims(t.analysis([found], []))
    assert [(f.what, f.low, f.high, f.victims, f.part_of_total) for f in claim.figures] == [
        ("killed", 12, None, "civilian", False),
        ("killed", 3, 3, "children", True),
    ]


def test_no_casualties_is_zero_killed_and_zero_injured() -> None:
    t = Text("Shells hit the depot; there were no casualties.")
    (claim,) = build_claims(t.analysis([t.found("hit", figure=["no casualties"], kinds={"no casualties": "other"})], []))
    assert [(f.what, f.low, f.high) for f in claim.figures] == [("killed", 0, 0), ("injured", 0, 0)]


@pytest.mark.parametrize(
    ("sentence", "figure", "what"),
    [
        ("At least 60 families had fled the town after the attack.", "At least 60", "displaced"),
        ("The attack left 60 wounded.", "60", "injured"),
        ("The attack left 60 wounded and nine dead.", "nine", "killed"),
        ("Twelve of the victims of the attack were children.", "Twelve", "killed"),
        ("Twelve were from one village, near where the attack began.", "Twelve", "killed"),
    ],
)
def test_the_dead_are_counted_unless_the_sentence_tells_of_others_only(sentence: str, figure: str, what: str) -> None:
    t = Text(sentence)
    (claim,) = build_claims(t.analysis([t.found("attack", figure=[figure], kinds={figure: "killed"})], []))
    assert [f.what for f in claim.figures] == [what]


def test_a_sentence_that_tells_of_the_wounded_only_counts_them() -> None:
    t = Text("More than 40 people were wounded by the shelling.")
    (claim,) = build_claims(t.analysis([t.found("shelling", figure=["More than 40"], kinds={"More than 40": "killed"})], []))
    assert [(f.what, f.low) for f in claim.figures] == [("injured", 40)]


def test_the_method_named_decides_mode_and_sub_event() -> None:
    t = Text("Fighters attacked the base with mortars.")
    (claim,) = build_claims(t.analysis([t.found("attacked", instrument=["mortars"])], []))
    assert (claim.mode, claim.sub_event) == ("heavy-weapons", "Shelling/artillery/missile attack")


def test_the_carrier_of_a_statement_is_the_outer_voice() -> None:
    t = Text("Army briefings through Interfax confirmed that rebels attacked the base.")
    voices = [t.voice("Army briefings through Interfax", "confirmed", "that rebels attacked the base")]
    assert _names(t, [t.found("attacked")], voices) == [["Interfax", "Army briefings"]]


def test_a_road_is_no_carrier() -> None:
    t = Text("Drivers on the road through the hills said rebels attacked the base.")
    voices = [t.voice("Drivers on the road through the hills", "said", "rebels attacked the base")]
    assert _names(t, [t.found("attacked")], voices) == [["Drivers on the road through the hills"]]


def test_the_next_sentence_may_name_the_source() -> None:
    t = Text("Jets struck the depot. The information was provided by Colonel Ada Brandt, head of the centre. Trucks burned.")
    found = [t.found("struck"), t.found("burned")]
    assert _names(t, found, [], ["Colonel Ada Brandt"])[0] == ["Ada Brandt"]


def test_what_one_voice_denies_and_another_has_told_are_two_claims() -> None:
    t = Text("The army denied a radio report that planes attacked the village.")
    voices = [
        t.voice("The army", "denied", "a radio report that planes attacked the village"),
        t.voice("a radio report", "report", "that planes attacked the village"),
    ]
    claims = build_claims(t.analysis([t.found("attacked")], voices))
    assert [(c.status, [link.name for link in c.attribution]) for c in claims] == [("denied", ["army"]), ("occurred", ["radio report"])]
    assert len({c.id for c in claims}) == 2


def test_who_quotes_carries_the_words_wherever_it_stands() -> None:
    t = Text("Jets struck the base, Colonel Brandt said, as quoted by the Levant Press Agency.")
    voices = [
        t.voice("Colonel Brandt", "said", "Jets struck the base"),
        t.voice("the Levant Press Agency", "as quoted by", "Jets struck the base, Colonel Brandt said"),
    ]
    assert _names(t, [t.found("struck")], voices) == [["Levant Press Agency", "Colonel Brandt"]]
    flat = [voices[0], t.voice("the Levant Press Agency", "as quoted by", "Jets struck the base")]
    assert _names(t, [t.found("struck")], flat) == [["Levant Press Agency", "Colonel Brandt"]]


def test_the_verb_of_a_number_tells_whom_it_counts() -> None:
    t = Text("Shells hit Talm, killing at least 17 people; more than 40 people were wounded.")
    kinds = {"at least 17": "killed", "more than 40": "killed"}
    (claim,) = build_claims(t.analysis([t.found("hit", figure=["at least 17", "more than 40"], kinds=kinds)], []))
    assert [(f.what, f.low) for f in claim.figures] == [("killed", 17), ("injured", 40)]


def test_who_is_named_at_the_end_of_the_sentence_tells_it_all() -> None:
    t = Text("State television quoted the army as saying rockets landed in the compound, Reuters news agency reports.")
    voices = [
        t.voice("State television", "quoted", "rockets landed in the compound"),
        t.voice("Reuters news agency", "reports", "rockets landed in the compound"),
    ]
    assert _names(t, [t.found("landed")], voices) == [["Reuters news agency", "State television", "army"]]


def test_a_voice_after_but_speaks_of_what_follows_only() -> None:
    t = Text("According to the guerrillas a woman was hit by the bombs, but according to the colonel there were clashes only.")
    whole = "a woman was hit by the bombs, but according to the colonel there were clashes only"
    voices = [t.voice("the guerrillas", "According to", "a woman was hit by the bombs"), t.voice("the colonel", "according to", whole)]
    assert _names(t, [t.found("bombs"), t.found("clashes")], voices)[0] == ["guerrillas"]
    assert _names(t, [t.found("clashes")], voices)[0][-1] == "colonel"


def test_he_is_the_person_whose_office_stood_before_the_name() -> None:
    t = Text('A spokesman for the High Commissioner, Ana Ruiz, met the press.\n\n"Rebels attacked the base," she noted.')
    voices = [t.voice("she", "noted", "Rebels attacked the base")]
    people = ["spokesman for the High Commissioner, Ana Ruiz", "she"]
    assert _names(t, [t.found("attacked")], voices, people) == [["Ana Ruiz"]]


def test_a_place_in_a_list_of_places_says_nothing() -> None:
    t = Text("The attacks in Ashur, Baran and Talm show how cruel the regime is.")
    assert _names(t, [t.found("attacks")], [t.voice("Baran", "show", "how cruel the regime is")]) == [[]]
    assert _names(t, [t.found("attacks", source=["Baran"])], [t.voice("Baran", "show", "The attacks")]) == [[]]
    near = Text("Rebels attacked the pump near Talm, Colonel Amin added.")
    assert _names(near, [near.found("attacked")], [near.voice("Colonel Amin", "added", "Rebels attacked the pump near Talm")]) == [
        ["Colonel Amin"]
    ]
    named = Text("The army, the police and the mayor said rebels attacked the base.")
    assert _names(named, [named.found("attacked")], [named.voice("the mayor", "said", "rebels attacked the base")]) == [["mayor"]]


def test_the_voice_of_the_next_sentence_is_believed_only_if_the_heads_are_sure_of_it() -> None:
    t = Text("Families fled the town. Soldiers were sent there, the ministry said.")
    found = t.found("fled", event_type="SANCTION", source=["the ministry"], cue=["said"])
    doubtful = replace(found, roles={**found.roles, "source": (replace(found.roles["source"][0], score=0.5),)})
    voices = [t.voice("the ministry", "said", "Soldiers were sent there")]
    assert _names(t, [doubtful], voices) == [[]]
    assert _names(t, [found], voices) == [["ministry"]]


def test_who_speaks_in_a_subordinate_clause_stands_behind_that_clause_only() -> None:
    t = Text("Four camps were cleared after intelligence indicated that the band had moved to Talm.")
    voice = t.voice("intelligence", "indicated", "Four camps were cleared after intelligence indicated that the band had moved to Talm")
    assert _names(t, [t.found("cleared", source=["intelligence"]), t.found("moved")], [voice]) == [[], ["intelligence"]]
    told = Text("Four camps were cleared, intelligence indicated.")
    assert _names(told, [told.found("cleared")], [told.voice("intelligence", "indicated", "Four camps were cleared")]) == [["intelligence"]]


def test_who_is_named_after_a_comma_at_the_end_says_all_of_the_sentence() -> None:
    t = Text("Twelve were hurt when police who had sealed the gates pushed in, medics of the Red Crescent said.")
    voice = t.voice("medics of the Red Crescent", "said", None)
    assert _names(t, [t.found("sealed"), t.found("pushed")], [voice]) == [["medics of the Red Crescent"]] * 2
    t = Text("Officers questioned him about a book, his lawyer said, and let him go.")
    assert _names(t, [t.found("questioned")], [t.voice("lawyer", "said", None)]) == [["lawyer"]]
    t = Text("Rebels shelled the port; the airport stayed open, the mayor said.")
    assert _names(t, [t.found("shelled")], [t.voice("the mayor", "said", None)]) == [[]]


def test_an_it_without_a_name_before_it_goes_on_with_the_body_that_spoke_last() -> None:
    t = Text("The charity Euphrates Relief said that a bomb went off. The wounded were taken away, it said.")
    first, it = t.voice("charity Euphrates Relief", "said", "a bomb went off"), t.span(", it said")
    voices = [first, replace(t.voice("", "said", "The wounded were taken away", nth=2), sources=(Span(it.start + 2, it.start + 4),))]
    assert _names(t, [t.found("taken")], voices) == [["charity Euphrates Relief"]]


def test_the_verb_of_another_deed_is_no_word_for_saying() -> None:
    t = Text("The government signed a truce in Talm, the foreign minister said.")
    analysis = t.analysis(
        [t.found("truce", source=["foreign minister"], cue=["signed", "said"]), t.found("signed", event_type="AGREE")], []
    )
    cues = {c.trigger.of(t.text): [link.cue and link.cue.of(t.text) for link in c.attribution] for c in build_claims(analysis)}
    assert cues["truce"] == ["said"]


def test_the_communique_is_that_of_whoever_spoke_in_one() -> None:
    t = Text("Our men attacked, the Talm Front said in a communique. Two were killed, the communique said. The letter said three.")
    first = t.voice("Talm Front", "said", "Our men attacked")
    paper = t.span("communique", 2)
    second = replace(t.voice("", "said", "Two were killed", nth=2), sources=(paper,))
    assert _names(t, [t.found("killed")], [first, second]) == [["Talm Front"]]
    letter = t.voice("letter", "said", "three", nth=3)
    assert _names(t, [t.found("three")], [first, letter]) == [["letter"]]


def test_the_soldiers_of_whom_a_minister_speaks_are_not_the_minister() -> None:
    t = Text('"One of our brave soldiers was killed," Ana Ruiz said.')
    found = t.found("was killed", target=["One of our brave soldiers"])
    (claim,) = build_claims(t.analysis([found], [t.voice("Ana Ruiz", "said", "One of our brave soldiers was killed")], ["Ana Ruiz"]))
    assert [link.name for link in claim.attribution] == ["Ana Ruiz"]
    assert [r.name for r in claim.targets] == ["One of our brave soldiers"]


def test_its_fighters_are_those_of_whoever_speaks() -> None:
    t = Text("The Sorrel Front said that its fighters ambushed a column.")
    (claim,) = build_claims(
        t.analysis([t.found("ambushed", actor=["fighters"])], [t.voice("Sorrel Front", "said", "its fighters ambushed")])
    )
    assert [r.name for r in claim.actors] == ["Sorrel Front"]
    t = Text("The ministry said that Arvenia and its forces shelled Talm.")
    (claim,) = build_claims(t.analysis([t.found("shelled", actor=["forces"])], [t.voice("ministry", "said", "its forces shelled Talm")]))
    assert [r.name for r in claim.actors] == ["forces"]


def test_our_forces_are_the_publishers() -> None:
    t = Text("Our forces did not fire on the market.")
    analysis = t.analysis([t.found("fire", actor=["forces"], status="denied")], [])
    analysis = replace(analysis, document=replace(analysis.document, publisher="Sorrel Front"))
    assert [r.name for r in build_claims(analysis)[0].actors] == ["Sorrel Front"]


@pytest.mark.parametrize(
    ("sentence", "trigger", "status"),
    [
        ("The front denies with all force that its men executed villagers.", "executed", "denied"),
        ("The front has denied having shelled the town.", "shelled", "denied"),
        ("The general denied that, and accused the rebels of lying.", "accused", "occurred"),
        ("The chief denied that anyone was hurt and accused the five.", "accused", "occurred"),
        ("The general did not deny that his men shelled the town.", "shelled", "occurred"),
    ],
)
def test_what_is_denied_without_a_voice_is_denied(sentence: str, trigger: str, status: str) -> None:
    t = Text(sentence)
    assert [c.status for c in build_claims(t.analysis([t.found(trigger)], []))] == [status]


def test_a_report_that_is_withdrawn() -> None:
    t = Text("Radio Bahr withdraws that report. The killings did not take place.")
    voice = t.voice("Radio Bahr", "withdraws", "The killings did not take place")
    assert [c.status for c in build_claims(t.analysis([t.found("killings")], [voice]))] == ["withdrawn"]
    t = Text("The army withdrew from the town after attacks.")
    assert [c.status for c in build_claims(t.analysis([t.found("attacks")], [t.voice("army", "withdrew", "attacks")]))] == ["occurred"]


def test_the_town_of_a_dateline_does_nothing() -> None:
    t = Text("TALM - Friendly warplanes bombed hideouts.")
    found = t.found("bombed", actor=["TALM", "Friendly warplanes"])
    assert [r.name for r in build_claims(t.analysis([found], []))[0].actors] == ["Friendly warplanes"]


def test_an_actor_ends_with_its_word() -> None:
    t = Text("M23 fighters attacked the base.")
    found = t.found("attacked", actor=["M"])
    assert [r.name for r in build_claims(t.analysis([found], []))[0].actors] == ["M23"]


def test_sources_that_are_tied_crosswise_are_put_right() -> None:
    t = Text("The ministry denied charges raised by the front that blames its officers for the murder.")
    voices = [t.voice("The ministry", "blames", "its officers for the murder"), t.voice("the front", "denied", "for the murder")]
    made = build_claims(t.analysis([t.found("murder")], voices))
    assert {(c.status, c.attribution[-1].name) for c in made} == {("denied", "ministry"), ("occurred", "front")}


def test_a_source_cut_before_the_name_of_a_place_goes_on() -> None:
    t = Text("Focal points in Talm established that eight were killed.")
    assert _names(t, [t.found("killed")], [t.voice("Focal points in", "established", "eight were killed")]) == [["Focal points in Talm"]]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("There were reports of shots fired in the town.", ["reports"]),
        ("Officers were called to reports of shots fired in the town.", []),
        ("Police responded to reports of shots fired in the town.", []),
        ("Officers were dispatched around 2 a.m. to the bar at 15 Main Street on reports of shots fired in the town.", []),
        ("The army was sent to the border. There were reports of shots fired in the town.", ["reports"]),
    ],
)
def test_a_call_to_the_police_is_no_report_to_the_reader(text: str, chain: list[str]) -> None:
    t = Text(text)
    assert _names(t, [t.found("shots fired")], []) == [chain]


def test_who_told_an_outlet_speaks_through_it() -> None:
    t = Text("Their headman told Rudaw that orchards had burned.")
    both = t.found("burned", source=["Their headman", "Rudaw"], cue=["told"])
    assert _names(t, [both], [t.voice("Their headman", "told", None)]) == [["Rudaw", "headman"]]
    t = Text('"Our guns fired," he told PNA.')
    assert _names(t, [t.found("fired", source=["he", "PNA"], cue=["told"])], [t.voice("he", "told", "Our guns fired")]) == [["PNA", "he"]]
    t = Text("The ministry was told by residents that orchards had burned.")
    assert _names(t, [t.found("burned")], [t.voice("residents", "told", "orchards had burned")]) == [["residents"]]


def test_who_is_quoted_by_an_outlet_has_the_verb_and_the_outlet_the_quoting() -> None:
    t = Text("A governor, quoted by Wafa, denied that jets had bombed Talm.")
    crossed = [t.voice("A governor", "quoted by", None), t.voice("Wafa", "denied", "jets had bombed Talm")]
    (claim,) = build_claims(t.analysis([t.found("bombed", source=["A governor", "Wafa"], cue=["denied"])], crossed))
    assert [(link.name, link.cue and link.cue.of(t.text)) for link in claim.attribution] == [("Wafa", "quoted by"), ("governor", "denied")]
    assert claim.status == "denied"


def test_who_accuses_of_a_deed_tells_of_it() -> None:
    t = Text("Sudan closed the crossing and accused Juba of supplying rebels in Darfur.")
    found = [t.found("closed"), t.found("accused", event_type="ACCUSE", actor=["Sudan"]), t.found("supplying", event_type="AID")]
    assert _names(t, found, []) == [[], [], ["Sudan"]]
    t = Text("Juba was accused of supplying rebels.")
    found = [t.found("accused", event_type="ACCUSE"), t.found("supplying", event_type="AID")]
    assert _names(t, found, []) == [[], []]


def test_who_denies_a_charge_in_passing_does_not_tell_it() -> None:
    t = Text("Residents accuse the army of shelling Talm, a charge officials deny.")
    deed = t.found("shelling", source=["Residents", "officials"], cue=["accuse", "deny"])
    voices = [t.voice("Residents", "accuse", "shelling Talm"), t.voice("officials", "deny", None)]
    assert _names(t, [deed], voices) == [["Residents"]]


@pytest.mark.parametrize(
    ("sentence", "sources", "cue", "voices"),
    [
        ("The army told residents that orchards had burned.", ["The army", "residents"], "told", ["army"]),
        ("Families were told soldiers had burned orchards.", ["Families", "soldiers"], "told", None),
    ],
)
def test_only_a_name_carries_what_it_was_told(sentence: str, sources: list[str], cue: str, voices: list[str] | None) -> None:
    t = Text(sentence)
    (chain,) = _names(t, [t.found("burned", source=sources, cue=[cue])], [])
    assert len(chain) == 1
    assert voices is None or chain == voices


def test_who_stands_apart_from_a_quoted_by_has_a_cue_of_their_own() -> None:
    t = Text("A report published by the ministry said jets had bombed Talm, residents told AFP.")
    deed = t.found("bombed", source=["A report", "residents"], cue=["told"])
    voices = [t.voice("A report", "published by", None), t.voice("residents", "told", None)]
    (claim,) = build_claims(t.analysis([deed], voices))
    assert ("residents", "told") in [(link.name, link.cue and link.cue.of(t.text)) for link in claim.attribution]


@pytest.mark.parametrize(
    ("sentence", "trigger", "voices"),
    [
        ("Sudan accused Juba after a wave of attacks.", "attacks", []),
        ("Sudan accused a U.S. citizen of supplying rebels.", "supplying", ["Sudan"]),
    ],
)
def test_an_accusation_is_of_the_first_of(sentence: str, trigger: str, voices: list[str]) -> None:
    t = Text(sentence)
    found = [t.found("accused", event_type="ACCUSE", actor=["Sudan"]), t.found(trigger)]
    assert _names(t, found, [])[1] == voices


def test_who_denies_one_deed_and_accuses_of_another_denies_the_first_only() -> None:
    t = Text("The Front denied shelling Talm and accused the army of firing on it.")
    found = [
        t.found("shelling", source=["The Front"], cue=["denied"]),
        t.found("accused", event_type="ACCUSE", actor=["The Front"]),
        t.found("firing", source=["The Front"], cue=["denied"]),
    ]
    claims = build_claims(t.analysis(found, [t.voice("The Front", "denied", "shelling Talm")]))
    assert [(c.status, [(link.name, link.cue and link.cue.of(t.text)) for link in c.attribution]) for c in claims] == [
        ("denied", [("Front", "denied")]),
        ("occurred", []),
        ("occurred", [("Front", "accused")]),
    ]


def test_what_a_body_denies_through_its_spokesman_nobody_tells() -> None:
    t = Text("The Sorrel Front denies that its fighters shelled Talm, its spokesman Idris Abakar said in a statement.")
    voices = [
        t.voice("The Sorrel Front", "denies", "its fighters shelled Talm"),
        t.voice("its spokesman Idris Abakar", "said", "its fighters shelled Talm"),
    ]
    [claim] = build_claims(t.analysis([t.found("shelled", actor=["its fighters"], target=["Talm"])], voices, ["Idris Abakar"]))
    assert claim.status == "denied"
    assert [link.name for link in claim.attribution] == ["Sorrel Front", "Idris Abakar"]
    assert [role.name for role in claim.actors] == ["Sorrel Front"]


def test_who_gave_a_toll_that_a_report_cannot_confirm_is_its_origin() -> None:
    t = Text("We could not confirm the figure of 31 dead that Talm hospital gave on 8 March.")
    dead = t.found("dead", figure=["31"], place=["Talm hospital"], time=["on 8 March"], kinds={"31": "killed"})
    [claim] = build_claims(t.analysis([dead], []))
    assert [link.name for link in claim.attribution] == ["Talm hospital"]
    assert (claim.places, claim.time) == ((), None)


def test_a_place_told_before_a_verb_of_telling_stays_a_place() -> None:
    t = Text("The strike on Talm put the number of 12 dead towns at 13 and the raid in Orrin released prisoners.")
    [claim] = build_claims(t.analysis([t.found("raid", place=["Orrin"])], []))
    assert [place.name for place in claim.places] == ["Orrin"]


def test_a_place_loses_its_possessive_and_is_whole() -> None:
    t = Text("They burned the school's library and the oil pumping station in Orrin.")
    burned = t.found("burned", target=["oil pumping station"], place=["school's", "oil pumping", "Orrin"])
    [claim] = build_claims(t.analysis([burned], []))
    assert [place.name for place in claim.places] == ["school", "oil pumping station", "Orrin"]
    t = Text("The highway links Talm with Orrin and was closed for six hours.")
    closed = t.found("closed", event_type="COERCE", target=["highway links"], place=["highway"], figure=["six"], kinds={"six": "other"})
    [claim] = build_claims(t.analysis([closed], []))
    assert [place.name for place in claim.places] == ["highway"]
    assert claim.figures == ()  # hours are no figure


def test_whom_somebody_shot_is_somebody_else() -> None:
    t = Text("The victim identified Michael Vance as the man who shot him.")
    [claim] = build_claims(t.analysis([t.found("shot", actor=["Michael Vance"], target=["him"])], [], ["Michael Vance"]))
    assert [role.name for role in claim.actors] == ["Michael Vance"]
    assert [role.name for role in claim.targets] == ["him"]
