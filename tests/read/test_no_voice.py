"""Case tables: who is named beside what is told and does not tell it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.model import Mention, Span
from onrecord.read.claims import build_claims
from onrecord.read.no_voice import is_beside, is_credit, is_own_credit, speaks
from onrecord.read.quotations import Quotations
from onrecord.read.sources import whole_source
from tests.read.builders import Text


@pytest.mark.parametrize(
    ("text", "name", "credit"),
    [
        ("Smoke over the market at Talm. (Photo: Ana Ruiz)", "Ana Ruiz", True),
        ("Smoke over the market at Talm. (Photo by Ana Ruiz)", "Ana Ruiz", True),
        ("Smoke over the market at Talm. Courtesy: Ana Ruiz", "Ana Ruiz", True),
        ("Smoke over the market at Talm. (Ana Ruiz/Harbour Gazette via AP)", "Ana Ruiz", True),
        ("Smoke over the market at Talm. (AP Photo/Ana Ruiz)", "Ana Ruiz", True),
        ("Smoke over the market at Talm. (Ana Ruiz/Staff)", "Ana Ruiz/Staff", True),
        ("The mayor (Ana Ruiz) said two died.", "Ana Ruiz", False),
        ("The photo shows smoke, Ana Ruiz said.", "Ana Ruiz", False),
        ("Ana Ruiz said two died.", "Ana Ruiz", False),
    ],
)
def test_photographers_of_captions_tell_nothing(text: str, name: str, *, credit: bool) -> None:
    at = text.index(name)
    assert is_credit(text, Span(at, at + len(name))) is credit


@pytest.mark.parametrize(
    ("text", "source", "cue", "can"),
    [
        ("A Talm teen charged with shooting a friend waits.", "A Talm teen", "charged", False),
        ("The attorney for a boy charged in the killing spoke.", "boy", "charged", False),
        ("Two brothers were charged with murder.", "Two brothers", "charged", False),
        ("Two men have been charged with murder.", "Two men", "charged", False),
        ("The front charged that soldiers fired.", "The front", "charged", True),
        ("The prosecutor charged him with murder.", "The prosecutor", "charged", True),
        ("Police responded to a call that a man was shot.", "Police", "responded to", False),
        ("The mayor responded that two were shot.", "The mayor", "responded", True),
        ("Authorities arrived to discover a man dead.", "Authorities", "discover", False),
        ("The spokesman went on to say that two died.", "The spokesman", "say", True),
        ("Investigators study the scene where ten were shot.", "Investigators", "study", False),
        ("The study says that ten were shot.", "The study", "says", True),
        ("Gavin Tolle posted a video before the shooting.", "Gavin", "Tolle", False),
        ("Sheriff Says Two Died In Shooting", "Sheriff", "Says", True),
        ("The bombings have been ordered by Ivo Kern.", "Ivo Kern", "have been ordered", False),
        ("The bombings have been reported by Ivo Kern.", "Ivo Kern", "have been reported", True),
        ("Two were shot, said Ivo Kern.", "Ivo Kern", "said", True),
        ("Ana Ruiz was identified as the woman who was shot.", "Ana Ruiz", "was identified", False),
        ("Ana Ruiz was quoted as saying that two were shot.", "Ana Ruiz", "was quoted as saying", True),
        ("Ivo Kern is the one who lured the witness of the murder.", "Ivo Kern is the one who", "lured", False),
    ],
)
def test_who_does_something_else_does_not_speak(text: str, source: str, cue: str, *, can: bool) -> None:
    t = Text(text)
    assert speaks(text, t.span(source), t.span(cue), t.sentences[0]) is can


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Two were shot at Talm. (Source: WTLM)\n\nCopyright 2031 WTLM. All rights reserved.", True),
        ("TALM (WTLM) - Two were shot. (Source: WTLM)", True),
        ("Two were shot at Talm. (Source: WTLM)", False),
    ],
)
def test_an_outlet_that_credits_itself_is_no_source(text: str, *, own: bool) -> None:
    assert is_own_credit(text, "WTLM") is own


def test_a_claim_beside_a_credit_is_the_publishers() -> None:
    t = Text("Two died in the shooting at Talm. (Photo: Ana Ruiz)")
    found = t.found("shooting", source=["Ana Ruiz"])
    assert [c.attribution for c in build_claims(t.analysis([found], [], ["Ana Ruiz"]))] == [()]


@pytest.mark.parametrize(
    ("text", "source", "cue", "whole"),
    [
        ("Authorities arrived to discover it.", "Authorities", "discover", "Authorities"),
        ("THE CRIMINAL COURT PROCEDURES IN THIS CASE WILL GO ON TO TRY IT.", "CRIMINAL COURT", "TRY", "CRIMINAL COURT"),
        ("THE DEFENSE MINISTER IVO KERN DENIED IT.", "DEFENSE MINISTER", "DENIED", "DEFENSE MINISTER IVO KERN"),
        ("Chief Justice Robert P. Young released a statement.", "Young", "released", "Chief Justice Robert P. Young"),
        ("On Monday Young released a statement.", "Young", "released", "Young"),
        ("Talm police Chief Ana Ruiz said so.", "Talm police", "said", "Talm police Chief Ana Ruiz"),
    ],
)
def test_a_source_is_whole_and_no_longer(text: str, source: str, cue: str, whole: str) -> None:
    t = Text(text)
    assert whole_source(text, t.span(source), t.span(cue)).of(text) == whole


def test_what_follows_that_is_what_is_said() -> None:
    t = Text("In the leaflet, a so-called Command states that Colonel Kern is responsible for the murders.")
    found = t.found("murders")
    voices = [t.voice("Colonel Kern", "states", "Colonel Kern is responsible for the murders")]
    assert [[x.name for x in c.attribution] for c in build_claims(t.analysis([found], voices))] == [["so-called Command"]]


def test_a_charge_is_of_whoever_raised_it() -> None:
    t = Text("The ministry denied the charges raised by the Command that blames officers for the murders.")
    found = t.found("murders")
    voices = [t.voice("The ministry", "blames", "officers for the murders")]
    assert [[x.name for x in c.attribution] for c in build_claims(t.analysis([found], voices))] == [["Command"]]


def test_nobody_is_a_voice_of_whom_something_is_only_shown() -> None:
    t = Text("This indicates that the soldiers knew of the murders.")
    voices = [t.voice("the soldiers", "indicates", "the soldiers knew of the murders")]
    assert [c.attribution for c in build_claims(t.analysis([t.found("murders")], voices))] == [()]


def test_two_voices_in_one_span_are_parted() -> None:
    t = Text("The priests were killed by thirty men, according to witnesses who were there, Kern explained.")
    found = t.found("killed")
    both = "witnesses who were there, Kern"
    voices = [t.voice(both, "according to", "The priests were killed by thirty men"), t.voice(both, "explained", "The priests were killed")]
    assert [[x.name for x in c.attribution] for c in build_claims(t.analysis([found], voices))] == [["Kern", "witnesses who were there"]]


@pytest.mark.parametrize(
    ("text", "trigger", "source", "cue", "beside"),
    [
        ("Ruiz, who was shot in the attack, said she would live.", "attack", "Ruiz", "said", True),
        ("Ruiz, one of the wounded in the attack, said she would live.", "attack", "Ruiz", "said", True),
        ("Ruiz said of the guard killed there that he was kind.", "killed", "Ruiz", "said", True),
        ("Ruiz told of the guard killed there.", "killed", "Ruiz", "told", False),
        ("Ruiz warned of an attack.", "attack", "Ruiz", "warned", False),
        ("Ruiz recorded nine blasts and saw two guns.", "recorded", "Ruiz", "saw", False),
        ("Two were killed, Ruiz said.", "killed", "Ruiz", "said", False),
        ("Commenting on the shelling of Talm, the minister said: we condemn it.", "shelling", "minister", "said", True),
        ("Responding to the attack, Ruiz said it was vile.", "attack", "Ruiz", "said", True),
        ("Responding to the attack, Arven shelled Talm, officials said.", "shelled", "officials", "said", False),
        ("Responding to the attack, Ruiz said the army shelled Talm.", "shelled", "Ruiz", "said", False),
        ("In response to the fire, Arven jets struck Talm, the army said on Sunday.", "struck", "army", "said", False),
        ("“In response to the raid, we shelled the depot,” Kern told reporters.", "shelled", "Kern", "told", False),
        ("Asked whether the army had shelled Talm, Ruiz said it had.", "shelled", "Ruiz", "said", False),
        ("Responding to allegations that troops killed 12, the army said it would ask.", "killed", "army", "said", False),
        ("Asked about the raid, Ruiz told reporters it was over.", "raid", "Ruiz", "told", True),
    ],
)
def test_what_only_describes_the_speaker_is_not_said(text: str, trigger: str, source: str, cue: str, *, beside: bool) -> None:
    t = Text(text)
    assert is_beside(text, t.span(trigger), t.span(source), t.span(cue), (), Span(0, len(text))) is beside


def test_what_the_content_holds_is_said() -> None:
    t = Text("Ruiz, who was shot in the attack, said she would live.")
    assert not is_beside(t.text, t.span("attack"), t.span("Ruiz"), t.span("said"), [t.span("shot in the attack")], Span(0, len(t.text)))


def test_one_of_the_dead_had_spoken_of_something_else() -> None:
    t = Text("Kern, one of the six murdered in May, founder of the weekly, had noted in March that reform would come.")
    content = [t.span("reform would come")]
    assert is_beside(t.text, t.span("murdered"), t.span("founder of the weekly"), t.span("had noted"), content, Span(0, len(t.text)))
    assert not is_beside(t.text, t.span("murdered"), t.span("founder of the weekly"), t.span("had noted"), (), Span(0, len(t.text)))
    other = Text("Six were murdered in May, the founder of the weekly said, adding that reform would come.")
    assert not is_beside(
        other.text,
        other.span("murdered"),
        other.span("founder of the weekly"),
        other.span("said"),
        [other.span("reform would come")],
        Span(0, len(other.text)),
    )


def test_quotations_beside_each_other_are_one() -> None:
    text = 'Kern said: "It was vile." "They shelled the school." Later shells fell. "Who knows."'
    quotations = Quotations(text, [Span(0, len(text))])
    first = text.index('"')
    assert quotations.opened(text.index("shelled")) == first
    assert quotations.opened(text.index("fell")) is None
    assert quotations.opened(text.index("knows")) == text.index('"Who')


def test_a_quoted_word_is_no_part_of_the_next_quotation() -> None:
    text = 'Kern called it a "massacre." "They shelled the school," Ruiz said.'
    assert Quotations(text, [Span(0, len(text))]).opened(text.index("shelled")) == text.index('"They')


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('The boy played ball, Karla Lee said. "He shot nobody."', "He"),
        ('"He shot nobody," Karla Lee said.', "He"),
        ("Karla Lee said he shot nobody.", "Karla Lee"),
        ('Karla Lee, the "Red" one, said he shot nobody.', "Karla Lee"),
    ],
)
def test_he_in_a_quotation_is_not_who_speaks(text: str, name: str) -> None:
    t = Text(text)
    he = "He" if '"He' in text else "he"
    found = t.found("shot", actor=[he])
    mention = Mention(span=t.span("Karla Lee"), kind="Person", score=0.9)
    analysis = replace(t.analysis([found], [t.voice("Karla Lee", "said", "shot nobody")]), mentions=(mention,))
    assert [a.name for c in build_claims(analysis) for a in c.actors] == [name]
