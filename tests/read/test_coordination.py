"""One filler a party, whatever words tie two of them together."""

from __future__ import annotations

import pytest

from onrecord.read.coordination import parties
from tests.read.builders import Text


def _targets(sentence: str, targets: list[str], entities: list[str], trigger: str = "bombed") -> list[str]:
    t = Text(sentence)
    spans = [t.span(e) for e in entities]
    found = parties(t.found(trigger, target=targets), t.text, {s.start for s in spans}, {s.end for s in spans})
    return [f.span.of(t.text) for f in found.roles["target"]]


@pytest.mark.parametrize(
    ("sentence", "filler", "entities", "parted"),
    [
        ("The jets bombed traders and villagers.", "traders and villagers", ["traders", "villagers"], ["traders", "villagers"]),
        ("The jets bombed Talm and Orrin.", "Talm and Orrin", ["Talm and", "Orrin"], ["Talm", "Orrin"]),
        ("The jets bombed the army and the police.", "army and the police", ["army", "police"], ["army", "police"]),
        ("The jets bombed men with rifles and spears.", "men with rifles and spears", ["rifles", "spears"], ["men with rifles and spears"]),
        ("The jets bombed eight caves and shelters.", "eight caves and shelters", ["caves", "shelters"], ["eight caves and shelters"]),
        ("The jets bombed women and children.", "women and children", [], ["women", "children"]),
        ("The jets bombed local doctors and nurses.", "local doctors and nurses", [], ["local doctors", "nurses"]),
        ("The jets bombed UN staff and contractors.", "UN staff and contractors", [], ["UN staff", "contractors"]),
        ("The jets bombed police and soldiers.", "police and soldiers", [], ["police", "soldiers"]),
        ("The jets bombed WOMEN AND CHILDREN.", "WOMEN AND CHILDREN", [], ["WOMEN", "CHILDREN"]),
        ("The jets bombed some 30 women and children.", "some 30 women and children", [], ["some 30 women and children"]),
        ("The jets bombed gas and oil facilities.", "gas and oil facilities", [], ["gas and oil facilities"]),
        ("The jets bombed servicemen and women.", "servicemen and women", [], ["servicemen and women"]),
        ("The jets bombed local police and fire stations.", "local police and fire stations", [], ["local police and fire stations"]),
        ("The jets bombed police and army posts.", "police and army posts", [], ["police and army posts"]),
        (
            "The jets bombed government forces and their allies.",
            "government forces and their allies",
            [],
            ["government forces and their allies"],
        ),
        ("The jets bombed three women and children.", "three women and children", [], ["three women and children"]),
        (
            "The jets bombed Egyptian and German ships.",
            "Egyptian and German ships",
            ["Egyptian and", "German ships"],
            ["Egyptian and German ships"],
        ),
        (
            "The jets bombed command and control nodes.",
            "command and control nodes",
            ["command and control nodes"],
            ["command and control nodes"],
        ),
    ],
)
def test_two_entities_joined_by_and_are_two(sentence: str, filler: str, entities: list[str], parted: list[str]) -> None:
    assert _targets(sentence, [filler], entities) == parted


def test_two_persons_with_their_titles_are_two() -> None:
    both = "President Ana Ruiz and Chancellor Olaf Brandt"
    assert _targets(f"The jets bombed {both}.", [both], [both]) == ["President Ana Ruiz", "Chancellor Olaf Brandt"]


@pytest.mark.parametrize(
    ("sentence", "targets", "kept"),
    [
        ("The jets bombed a field where villagers were watching a match.", ["field", "villagers"], ["field"]),
        ("Hostages, who worked for a mine, were bombed on Friday.", ["Hostages", "mine"], ["Hostages"]),
        ("Militants who bombed a school fled.", ["Militants", "school"], ["Militants", "school"]),
        ("The jets bombed a bridge and a school.", ["bridge", "school"], ["bridge", "school"]),
        (
            "The jets bombed a depot that stored rockets, a bridge and a school.",
            ["depot", "bridge", "school"],
            ["depot", "bridge", "school"],
        ),
        ("Hamas, which rules Gaza, and Jihad were bombed.", ["Hamas", "Jihad"], ["Hamas", "Jihad"]),
        ("The jets bombed a market, which had just opened. Nine traders died.", ["market", "traders"], ["market", "traders"]),
    ],
)
def test_what_a_clause_says_of_a_party_is_no_party(sentence: str, targets: list[str], kept: list[str]) -> None:
    assert _targets(sentence, targets, []) == kept


@pytest.mark.parametrize(
    ("sentence", "targets", "kept"),
    [
        (
            "The jets bombed the larger group, the Sorrel Front, on Friday.",
            ["larger group", "Sorrel Front"],
            ["larger group, the Sorrel Front"],
        ),
        ("The third hostage, a taxi driver, was bombed.", ["third hostage", "taxi driver"], ["third hostage, a taxi driver"]),
        ("They bombed the rebel leader, Ivan Kern, on Friday.", ["rebel leader", "Ivan Kern"], ["rebel leader, Ivan Kern"]),
        ("Russia, Ukraine bombed Talm.", ["Russia", "Ukraine"], ["Russia", "Ukraine"]),
        ("Backed by the army, the police bombed Talm.", ["army", "police"], ["army", "police"]),
        ("Like Hamas, the Jihad bombed Talm.", ["Hamas", "Jihad"], ["Hamas", "Jihad"]),
        ("The jets bombed tanks, trucks, ships and a bridge.", ["tanks", "trucks"], ["tanks", "trucks"]),
        ("The jets bombed tanks, trucks and a bridge.", ["tanks", "trucks", "bridge"], ["tanks", "trucks", "bridge"]),
        ("The jets bombed a tank, a truck; and sank a boat.", ["tank", "truck"], ["tank", "truck"]),
        ("The jets bombed two tanks, three trucks.", ["tanks", "trucks"], ["tanks", "trucks"]),
        ("The jets bombed tanks, trucks and, later, ships.", ["tanks", "trucks"], ["tanks", "trucks"]),
        ("The jets bombed tractors, goats and cows.", ["tractors", "goats and cows"], ["tractors", "goats", "cows"]),
        ("The jets bombed tanks, trucks, ships, a bridge.", ["tanks", "trucks", "ships", "bridge"], ["tanks", "trucks", "ships", "bridge"]),
    ],
)
def test_a_party_named_twice_is_one(sentence: str, targets: list[str], kept: list[str]) -> None:
    assert _targets(sentence, targets, []) == kept


@pytest.mark.parametrize(
    ("sentence", "trigger", "actors", "left", "met"),
    [
        ("Ruiz met Kern in Talm.", "met", ["Ruiz", "Kern"], ["Ruiz"], ["Kern"]),
        ("Ruiz met on Friday with Kern.", "met", ["Ruiz", "Kern"], ["Ruiz"], ["Kern"]),
        ("Ruiz and Kern met in Talm.", "met", ["Ruiz", "Kern"], ["Ruiz", "Kern"], []),
        ("Ruiz held talks with Kern.", "talks", ["Ruiz", "Kern"], ["Ruiz", "Kern"], []),
        ("Ruiz met Mr. Kern in Talm.", "met", ["Ruiz", "Kern"], ["Ruiz"], ["Kern"]),
        ("Ruiz was received by Kern.", "received", ["Ruiz", "Kern"], ["Ruiz", "Kern"], []),
        ("The two sides met in Talm, joined by Kern.", "met", ["two sides", "Kern"], ["two sides", "Kern"], []),
        ("Ruiz met there; Kern did not.", "met", ["Ruiz", "Kern"], ["Ruiz", "Kern"], []),
    ],
)
def test_whom_somebody_meets_is_met(sentence: str, trigger: str, actors: list[str], left: list[str], met: list[str]) -> None:
    t = Text(sentence)
    found = parties(t.found(trigger, event_type="CONSULT", actor=actors), t.text, set(), set())
    assert [[f.span.of(t.text) for f in found.roles.get(role, ())] for role in ("actor", "target")] == [left, met]
