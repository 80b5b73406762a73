"""Announced statements and recordings: who speaks where, without quotation marks."""

from __future__ import annotations

import pytest

from onrecord.model.span import Span
from onrecord.read.statements import statements
from onrecord.read.voices import Voice
from onrecord.read.words import paragraphs


def _find(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def _voice(text: str, source: str, cue: str) -> Voice:
    return Voice(_find(text, cue), (_find(text, source),), (), 1.0)


FIRST_PERSON = """Rebels took the mill on Friday.

The Minister, Ada Brandt, said:

We have been told by the Red Cross that shelling went on all night.

The bridge at Orlo was hit twice. I call on both sides to stop.

Mr Brandt told reporters later that a truce was near."""

PLAIN = """The army said in a communique:

Two patrols were ambushed near Orlo.

A resident said that the road was closed.

Trucks burned until dawn."""


def test_a_statement_in_the_first_person_goes_on_over_the_voices_that_it_cites() -> None:
    voices = [
        _voice(FIRST_PERSON, "The Minister, Ada Brandt", "said"),
        _voice(FIRST_PERSON, "the Red Cross", "told"),
        _voice(FIRST_PERSON, "Mr Brandt", "told reporters"),
    ]
    (found,) = statements(FIRST_PERSON, paragraphs(FIRST_PERSON), voices)
    assert found.source.of(FIRST_PERSON) == "The Minister, Ada Brandt"
    assert found.cue is not None
    assert found.cue.of(FIRST_PERSON) == "said"
    assert found.span.contains(_find(FIRST_PERSON, "shelling"))
    assert found.span.contains(_find(FIRST_PERSON, "was hit"))
    assert not found.span.overlaps(_find(FIRST_PERSON, "truce"))
    assert not found.span.overlaps(_find(FIRST_PERSON, "took"))


def test_any_other_statement_ends_where_somebody_else_speaks() -> None:
    (found,) = statements(PLAIN, paragraphs(PLAIN), [_voice(PLAIN, "The army", "said"), _voice(PLAIN, "A resident", "said that")])
    assert found.span.contains(_find(PLAIN, "ambushed"))
    assert not found.span.overlaps(_find(PLAIN, "closed"))


def test_an_announcement_that_the_tagger_missed_is_read_from_its_words() -> None:
    text = "The prefect of Orlo explained:\n\nThe depot burned."
    (found,) = statements(text, paragraphs(text), [])
    assert found.source.of(text) == "The prefect of Orlo"
    assert found.cue is not None
    assert found.cue.of(text) == "explained"


@pytest.mark.parametrize(
    "text",
    [
        'The mayor said:\n\n"We saw the fire."',  # a quotation, which has its own marks
        "The list is as follows:\n\nA bridge burned.",
        "The mayor said:",
        "",
    ],
)
def test_no_statement(text: str) -> None:
    assert statements(text, paragraphs(text), []) == []


RECORDING = """LA PLATA, 3 MAY (RADIO) -- THE ROAD WAS BLOCKED.

GOVERNOR RUIZ SAID:

[BEGIN RECORDING] [RUIZ] THE PATROL WAS ATTACKED. [REPORTER] WHERE? [SOSA] NEAR THE DAM. [END RECORDING]

THE TRUCKS LEFT."""


def test_speakers_of_a_recording_are_told_apart() -> None:
    found = statements(RECORDING, paragraphs(RECORDING), [])

    def speaker(words: str) -> str | None:
        at = _find(RECORDING, words)
        return next((s.source.of(RECORDING) for s in found if s.span.contains(at)), None)

    assert speaker("ATTACKED") == "GOVERNOR RUIZ"
    assert speaker("NEAR THE DAM") == "SOSA"
    assert speaker("TRUCKS") is None
    assert speaker("BLOCKED") is None


@pytest.mark.parametrize(
    ("head", "speaks"),
    [
        ("TALM, 17 NOV 89 (RADIO KESTREL) -- [STATEMENT] [SORREL FRONT GENERAL COMMAND] [TEXT]", "SORREL FRONT GENERAL COMMAND"),
        (
            "TALM, 17 NOV 89 (RADIO KESTREL) -- [COMMUNIQUE] [GENERAL COMMAND OF THE\nSORREL FRONT] [EXCERPTS]",
            "GENERAL COMMAND OF THE\nSORREL FRONT",
        ),
        ("TALM, 17 NOV 89 (RADIO KESTREL) -- [COMMENTARY] [IVO KERN] [TEXT]", None),  # a byline
        ("TALM, 17 NOV 89 (RADIO KESTREL) -- [TEXT]", None),
    ],
)
def test_the_head_of_a_monitored_text_says_whose_it_is(head: str, speaks: str | None) -> None:
    text = f"{head} THE ENEMY SHELLED THE TOWN.\n\nWE SHALL ANSWER."
    found = statements(text, paragraphs(text), [])
    assert [s.source.of(text) for s in found] == ([speaks] if speaks else [])
    assert all(s.span.contains(Span(text.index("WE"), len(text) - 1)) for s in found)


def test_those_asked_in_a_monitored_interview_speak_in_turns() -> None:
    text = (
        "TALM, 17 NOV 89 (RADIO KESTREL) -- [INTERVIEW WITH IVO KERN BY REPORTER] [TEXT] [REPORTER] THE TOWN WAS HIT."
        "\n\n[KERN] [WORDS INDISTINCT] THEY SHELLED IT. WE ANSWERED.\n\n[QUESTION] WHEN?\n\n[KERN] AT DAWN."
    )
    found = statements(text, paragraphs(text), [])
    assert [(s.source.of(text), " ".join(s.span.of(text).split())) for s in found] == [
        ("KERN", "[WORDS INDISTINCT] THEY SHELLED IT. WE ANSWERED."),
        ("KERN", "AT DAWN."),
    ]


@pytest.mark.parametrize("rest", ["[KERN][REPORTER] WHEN?", "[KERN]", "", "[KERN]\n\n[KERN] AT DAWN."])
def test_a_label_without_words_says_nothing(rest: str) -> None:
    text = f"TALM, 17 NOV 89 (RADIO KESTREL) -- [INTERVIEW WITH IVO KERN BY REPORTER] [TEXT] {rest}"
    assert all(s.span.of(text) for s in statements(text, paragraphs(text), []))


def test_labels_of_other_texts_are_no_speakers() -> None:
    text = "TALM, 17 NOV 89 (RADIO KESTREL) -- [COMMENTARY] [TEXT] THE TOWN [TALM] WAS HIT."
    assert statements(text, paragraphs(text), []) == []


BRIEFING = """QUESTION: Did a shell hit the mill at Orlo?

MR. DEVLIN: We have seen reports that it was hit. Two people were wounded. Q: By whom? MR. DEVLIN: The army shelled it."""


def test_each_speaker_of_a_transcript_has_a_turn() -> None:
    found = statements(BRIEFING, paragraphs(BRIEFING), [])
    assert [s.source.of(BRIEFING) for s in found] == ["QUESTION", "MR. DEVLIN", "Q", "MR. DEVLIN"]
    assert found[1].span.contains(_find(BRIEFING, "wounded"))
    assert found[3].span.contains(_find(BRIEFING, "shelled"))
    debate = "The Foreign Secretary (Mr Miles Harbottle): Orlo was shelled.\n\nMr Gareth Aldous: The mill burned."
    assert [s.source.of(debate) for s in statements(debate, paragraphs(debate), [])] == [
        "The Foreign Secretary (Mr Miles Harbottle)",
        "Mr Gareth Aldous",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Update: Orlo was shelled.\n\nCasualties: Two people were wounded.\n\nUpdate: The mill burned.",
        "President: We will respond\n\nThe army shelled Orlo.\n\nDefence Minister: Rebels hit a school\n\nPolice arrested 12 men.",
        "General Haddad: Orlo was shelled by the rebels.\n\nResidents fled.",
        "23 October: Orlo was shelled. 24 October: The mill burned.",
        "The minister said: Orlo was shelled. The general replied: The mill burned.",
    ],
)
def test_headings_and_a_single_label_are_no_transcript(text: str) -> None:
    assert not [s for s in statements(text, paragraphs(text), []) if s.cue is None]


def test_a_label_is_of_one_line_and_a_turn_ends_with_the_transcript() -> None:
    text = "Press Briefing\n\nMR. DEVLIN: Rebels bombed it.\n\nQ: Who?\nA: The army.\n\n[END OF TRANSCRIPT]\n\nPolice arrested 12."
    found = statements(text, paragraphs(text), [])
    assert [s.source.of(text) for s in found] == ["MR. DEVLIN", "Q", "A"]
    assert not any(s.span.overlaps(_find(text, "arrested")) for s in found)
