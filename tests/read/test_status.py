"""Case table: a status stands only where a word of the text says so."""

import pytest

from onrecord.model import Span
from onrecord.read.status import settle_status

CASES = [
    ("Rebels are attacking the base.", "attacking", "ongoing", "ongoing"),
    ("Rebels attacked the base.", "attacked", "ongoing", "occurred"),
    ("Troops have continued to shell the town.", "shell", "ongoing", "ongoing"),
    ("The army had occupied the town.", "occupied", "ongoing", "occurred"),
    ("The coalition supports the rebels.", "supports", "ongoing", "ongoing"),
    ("Rebels will attack the base.", "attack", "planned", "planned"),
    ("Troops left after meeting the mayor.", "meeting", "planned", "occurred"),
    ("The army did not shell the town.", "shell", "denied", "denied"),
    ("Rebels attacked the base.", "attacked", "denied", "occurred"),
    ("Rebels may attack the base.", "attack", "hypothetical", "hypothetical"),
]


@pytest.mark.parametrize(("text", "trigger", "given", "expected"), CASES)
def test_the_words_settle_the_status(text: str, trigger: str, given: str, expected: str) -> None:
    at = text.index(trigger)
    assert settle_status(given, text=text, trigger=Span(at, at + len(trigger)), sentence=Span(0, len(text)), cue=None) == expected


@pytest.mark.parametrize(("cue", "status"), [("denied", "denied"), ("has denied", "denied"), ("disputed", "denied"), ("said", "occurred")])
def test_a_cue_of_denial_denies_what_was_told_as_a_fact(cue: str, status: str) -> None:
    text = f"The army {cue} that its men attacked the village."
    at, attacked = text.index(cue), text.index("attacked")
    settled = settle_status(
        "occurred", text=text, trigger=Span(attacked, attacked + 8), sentence=Span(0, len(text)), cue=Span(at, at + len(cue))
    )
    assert settled == status


@pytest.mark.parametrize(
    ("text", "ascribed", "expected"),
    [
        ("Militants are planning attacks on the base.", True, "alleged_plan"),
        ("Militants are planning attacks on the base.", False, "planned"),
        ("There are militant plans to organise attacks on the base.", True, "alleged_plan"),
        ("The army is preparing new attacks on the base.", True, "alleged_plan"),
        ("Militants carried out planned and unplanned attacks on the base.", True, "occurred"),
    ],
)
def test_a_plan_that_somebody_else_tells_of_is_an_alleged_one(text: str, ascribed: bool, expected: str) -> None:
    at = text.index("attacks")
    settled = settle_status("occurred", text=text, trigger=Span(at, at + 7), sentence=Span(0, len(text)), cue=None, ascribed=ascribed)
    assert settled == expected
