"""What the words of time mean that a reader marked for a claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from onrecord.model import Claim, Document, Reading, Span, When
from onrecord.resolve.when import resolve_times

FRIDAY = date(2024, 6, 7)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def interval(text: str, trigger: str, words: str, *, published: date | None = FRIDAY, status: str = "occurred") -> tuple[str, str] | None:
    """The days of a claim for which a reader marked `words`; its sentence is the last line of `text`."""
    evidence = Span(text.rfind("\n") + 1, len(text))
    time = When(span=span(text, words), expression=None, earliest=None, latest=None, rule="reader")
    claim = Claim(
        document_id="d",
        trigger=span(text, trigger),
        evidence=evidence,
        event_type="ASSAULT",
        status=status,
        certainty="asserted",
        attribution=(),
        time=time,
    )
    others = tuple(replace(claim, trigger=span(text, w), time=None) for w in ("talks", "fled") if w in text and w not in trigger)
    document = Document(text=text, published=published)
    read = Reading(document=document, sentences=(evidence,), paragraphs=(), mentions=(), attributions=(), claims=(claim, *others))
    when = resolve_times(read).claims[0].time
    return None if when is None or when.earliest is None else (str(when.earliest), str(when.latest))


@pytest.mark.parametrize(
    ("text", "trigger", "words", "expected"),
    [
        ("The worst raid since a truce was reached in March.", "truce", "in March", ("2024-03-01", "2024-03-31")),
        ("Forty were killed since the rising began in March.", "killed", "in March", ("2024-03-01", "2024-06-07")),
        ("Since the war began in March, forty have fled.", "fled", "Since the war began", ("2024-03-01", "2024-06-07")),
        ("Men held since the revolt of March were shot.", "shot", "March", ("2024-03-01", "2024-03-31")),
    ],
)
def test_since_belongs_to_what_is_told_before_it(text: str, trigger: str, words: str, expected: tuple[str, str]) -> None:
    assert interval(text, trigger, words) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "words", "expected"),
    [
        ("Jets bombed talks on Monday, and crowds answered by burning cars.", "burning", "on Monday", ("2024-06-03", "2024-06-03")),
        ("Gunmen fled on Monday after they shot two men.", "shot", "on Monday", None),
        ("They shot two men from the army, which held talks on Monday.", "shot", "on Monday", None),
    ],
)
def test_a_comma_does_not_take_the_readers_words_from_a_claim(
    text: str, trigger: str, words: str, expected: tuple[str, str] | None
) -> None:
    assert interval(text, trigger, words) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "words", "expected"),
    [
        ("Drones have struck the port four times in ten days.", "struck", "in ten days", ("2024-05-28", "2024-06-07")),
        ("Guards have for a week blocked the bridge.", "blocked", "for a week", ("2024-05-31", "2024-06-07")),
        ("The men have been held for a week.", "have been held", "for a week", ("2024-05-31", "2024-06-07")),
        ("Guards had been blocking the bridge for a week, it said.", "blocking", "for a week", ("2024-05-31", "2024-06-07")),
        ("Guards had blocked the bridge on Monday for two days.", "blocked", "for two days", ("2024-06-01", "2024-06-03")),
        ("The town fell on Monday after two days of shelling.", "shelling", "two days", ("2024-06-01", "2024-06-03")),
        ("On Monday men seized the bank and held it for two days.", "held", "for two days", ("2024-06-03", "2024-06-05")),
        ("They pulled out on Thursday, two days after storming the club.", "storming", "two days after", ("2024-06-04", "2024-06-04")),
        ("Two months after they took the town they lost it on Monday.", "took", "Two months after", ("2024-04-01", "2024-04-30")),
        ("Three hours after he was promised safety on Monday he was shot.", "promised", "Three hours after", ("2024-06-03", "2024-06-03")),
        ("Jets struck the port in ten days.", "struck", "in ten days", None),
        ("The town fell after two hours of shelling.", "shelling", "two hours", None),
        ("They buried the man two days after the talks.", "buried", "two days after", None),
    ],
)
def test_lengths_run_to_or_from_a_day(text: str, trigger: str, words: str, expected: tuple[str, str] | None) -> None:
    assert interval(text, trigger, words) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "words", "expected"),
    [
        ("He warned on the 3rd that jets had struck.", "warned", "on the 3rd", ("2024-06-03", "2024-06-03")),
        (
            "On Tuesday a truce began.\nThe guns had the day before shelled the port.",
            "shelled",
            "the day before",
            ("2024-06-03", "2024-06-03"),
        ),
    ],
)
def test_the_reader_knows_where_an_expression_ends(text: str, trigger: str, words: str, expected: tuple[str, str]) -> None:
    assert interval(text, trigger, words) == expected


@pytest.mark.parametrize(
    ("status", "words", "expected"),
    [
        ("planned", "on Monday", ("2024-06-10", "2024-06-10")),
        ("planned", "on the 29th", ("2024-06-29", "2024-06-29")),
        ("planned", "on Thursday", ("2024-06-06", "2024-06-06")),
        ("occurred", "on Monday", ("2024-06-03", "2024-06-03")),
    ],
)
def test_days_of_plans_lie_ahead_but_for_yesterday(status: str, words: str, expected: tuple[str, str]) -> None:
    assert interval(f"Two envoys meet at the port {words}.", "meet", words, status=status) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A truce was signed.\n\nGunmen shot the guard at midnight.", ("2024-06-06", "2024-06-07")),
        ("A truce was signed on Monday.\nGunmen shot the guard at midnight.", ("2024-06-03", "2024-06-04")),
    ],
)
def test_midnight_lies_between_two_days(text: str, expected: tuple[str, str]) -> None:
    assert interval(text, "shot", "at midnight") == expected
