"""Case table: a status stands only where a word of the text says so."""

import pytest

from onrecord.model import Span
from onrecord.read.status import denies, settle_status

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
    ("Police did not say whether anyone was arrested.", "arrested", "denied", "hypothetical"),
    ("The army would not confirm that its men had entered the town.", "entered", "denied", "hypothetical"),
    ("The mayor cannot say that he shares no responsibility in the murder.", "murder", "denied", "hypothetical"),
    ("Police had no information on the man being released.", "released", "denied", "hypothetical"),
    ("The judge denied the lawyer's request to release the prisoner.", "request", "denied", "occurred"),
    ("The judge denied the lawyer's request to release the prisoner.", "release", "denied", "hypothetical"),
    ("The judge denied both men bail.", "bail", "denied", "occurred"),
    ("The bishop rejected the minister's accusation.", "rejected", "denied", "occurred"),
    ("One request was granted, but a second was denied, and the case was dismissed.", "denied", "denied", "occurred"),
    ("If the guard hadn't killed the gunman, more would have died.", "killed", "denied", "occurred"),
    ("Police say the man was NOT the only participant in this murder.", "murder", "denied", "occurred"),
    ("It was not the first raid on the village.", "raid", "denied", "occurred"),
    ("These children did not deserve to be shot.", "shot", "denied", "occurred"),
    ("We will not rest until we arrest the killers.", "arrest", "denied", "planned"),
    ("If the general staff did not kill the priests, who did?", "kill", "denied", "hypothetical"),
    ("He hasn’t been formally charged.", "hasn’t been formally charged", "denied", "denied"),
    ("They have not arrested anyone.", "have not arrested", "denied", "denied"),
    ("The army said not a single civilian was killed.", "killed", "denied", "denied"),
    ("There was not a single attack on the town.", "attack", "denied", "denied"),
    ("It is not the only army that has never bombed hospitals.", "bombed", "denied", "denied"),
    ("We must never forget that the army did not kill these men.", "kill", "denied", "denied"),
    ("He did not deserve the accusation that he shot the boy.", "shot", "denied", "denied"),
    ("The police did not stop the crowd or shoot anyone.", "shoot", "denied", "denied"),
    ("The army never entered Talm until 9 May and did not shell the hospital.", "shell", "denied", "denied"),
    ("The rebels will not leave until Monday and did not attack the convoy.", "attack", "denied", "denied"),
    ("Asked if rebels did it the colonel said they did not attack the village.", "attack", "denied", "denied"),
    ("Even if provoked the army does not kill civilians.", "kill", "denied", "denied"),
    ("They do not satisfy themselves by killing villagers.", "killing", "denied", "occurred"),
    ("The driver did not intend to shoot the guard.", "shoot", "denied", "occurred"),
    ("Police said it was no accident.", "accident", "denied", "occurred"),
    ("He answered a question on the possibility that they could have been murdered.", "murdered", "occurred", "hypothetical"),
    ("They may have been murdered by the guard.", "murdered", "occurred", "occurred"),
    ("The army denied that its men shelled the town.", "shelled", "denied", "denied"),
    ("No one at the market fired shots.", "fired", "denied", "denied"),
    ("The convoy has not been given access to the town.", "access", "denied", "denied"),
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


def test_what_is_refused_is_not_denied() -> None:
    assert denies("denied", " that its men attacked the village")
    assert denies("denied", " any part in the raid")
    assert not denies("denied", " both men bail")


def test_a_trigger_that_says_none_is_a_denial() -> None:
    text = "The Front had no heavy weapons near Kutum on that day."
    at = text.index("no heavy")
    assert settle_status("denied", text=text, trigger=Span(at, at + 16), sentence=Span(0, len(text)), cue=None) == "denied"
