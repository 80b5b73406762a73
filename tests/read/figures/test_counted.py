"""What the words of a figure count: cut words are completed, single persons count one, ages and hours count nobody."""

from __future__ import annotations

import pytest

from onrecord.model import Span
from onrecord.read.figures import figures_of


def counted(text: str, words: str, kind: str) -> list[tuple[str, int | None, int | None]]:
    at = text.index(words)
    return [(f.what, f.low, f.high) for f in figures_of(text, {Span(at, at + len(words)): kind}, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "words", "low", "high"),
    [
        ("Clan fighting left between three and nine dead.", "three and nine", 3, 9),
        ("The blast killed up to 1,200 people.", "to 1,200", None, 1200),
        ("The shelling killed at least 12 people.", "least 12", 12, None),
        ("The shelling killed as many as 30 people.", "many as 30", None, 30),
        ("Gunmen killed about 40 farmers.", "about", 40, 40),
        ("Gunmen killed over twenty farmers.", "over", 20, None),
    ],
)
def test_words_that_the_tagger_cut_off_are_read_too(text: str, words: str, low: int | None, high: int | None) -> None:
    assert counted(text, words, "killed") == [("killed", low, high)]


def test_what_was_handed_over_is_no_more_than_the_number() -> None:
    assert counted("The mission handed over 20 beds.", "over 20", "other") == [("other", 20, 20)]
    assert counted("The clinic lost over 20 beds.", "over 20", "other") == [("other", 20, None)]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Gunmen killed a senior official of the ministry.", "a senior official of the ministry", "killed"),
        ("Gunmen shot dead a mufti and his driver.", "his driver", "killed"),
        ("Gunmen killed a policeman.", "policeman", "killed"),
        ("Gunmen killed a policeman.", "a", "killed"),
        ("A 70-year-old cook was shot dead at the gate.", "A 70-year-old cook", "killed"),
        ("A 14-year-old boy was wounded.", "14-year-old boy", "injured"),
        ("Mufti Salim Rizwani was shot dead.", "Mufti Salim Rizwani", "killed"),
        ("The army captured another deserter.", "another deserter", "captured"),
    ],
)
def test_a_single_person_counts_one(text: str, words: str, kind: str) -> None:
    assert counted(text, words, kind) == [(kind, 1, 1)]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("He was killed near Talm.", "He", "killed"),
        ("The shells killed a family in Talm.", "a family", "killed"),
        ("The shells killed the soldiers there.", "the soldiers", "killed"),
        ("The shells killed an unknown girl.", "an unknown", "killed"),
        ("The shells killed the men of the village.", "the men of the village", "killed"),
        ("One strike destroyed a bridge.", "a bridge", "destroyed"),
        ("The third man was shot dead.", "third", "killed"),
        ("Clashes between 0600 and 1400 killed many.", "between 0600 and 1400", "killed"),
        ("Michael Vance, 38, wounded two officers.", "38", "injured"),
    ],
)
def test_what_names_no_number_and_no_single_person_counts_nothing(text: str, words: str, kind: str) -> None:
    assert counted(text, words, kind) == []


def test_no_one_was_hurt() -> None:
    assert counted("Rockets fell on fields and no one was hurt.", "no one", "injured") == [("injured", 0, 0)]


def test_a_single_person_among_the_dead_is_part_of_them() -> None:
    text = "A bomb killed 57 people, among them a colonel."
    at = text.index("a colonel")
    [figure] = figures_of(text, {Span(at, at + len("a colonel")): "killed"}, Span(0, len(text)))
    assert (figure.low, figure.high, figure.part_of_total) == (1, 1, True)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("A 17-year-old boy is dead.", "17-", "killed"),
        ("Officers found 28-year-old Aaron Leval dead.", "28", "killed"),
        ("He is accused of killing 16 year old Elija Jacks.", "16 year", "killed"),
        ("A 9 yr old boy was wounded.", "9 yr old boy", "injured"),
    ],
)
def test_who_is_so_old_is_one(text: str, words: str, kind: str) -> None:
    assert counted(text, words, kind) == [(kind, 1, 1)]


def test_the_figure_of_a_person_of_some_age_is_shown_with_the_person() -> None:
    text = "Officers shot a 17-year-old boy dead."
    at = text.index("17")
    [figure] = figures_of(text, {Span(at, at + 3): "killed"}, Span(0, len(text)))
    assert figure.span.of(text) == "17-year-old boy"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Joshua Wills, 20, and Josh Harb, 19, were killed.", "19,"),
        ("Chanetta Pow, 25, was killed in the shooting.", "25,"),
        ("Jamal Sutt, 32 of Dunbar, was killed inside the bar.", "32"),
        ("Elija Jacks and Shak Frank, both 16, were killed.", "16,"),
        ("Calvin Will, 24 was shot in the chest and died.", "24"),
        ("Officers found the girl and her father, 56, dead inside.", "56"),
        ("Three other men, ages 25, 26, and 33, were killed.", "33"),
        ("Police spoke of the May 3 killing.", "May 3"),
        ("He has not been charged in the July 15 deaths.", "15"),
        ("Two five-year-olds were killed.", "five"),
    ],
)
def test_ages_and_days_count_nobody(text: str, words: str) -> None:
    assert counted(text, words, "killed") == []


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("In New Orleans, 22 were killed.", "22", 22),
        ("In May, 15 soldiers were killed.", "15", 15),
        ("Near Talm, 9 villagers died.", "9", 9),
    ],
)
def test_a_number_behind_a_place_or_month_and_a_comma_counts(text: str, words: str, number: int) -> None:
    assert counted(text, words, "killed") == [("killed", number, number)]


def both(text: str, *words: str, kind: str = "killed") -> list[tuple[int | None, bool]]:
    spans = {Span(text.index(w), text.index(w) + len(w)): kind for w in words}
    return [(f.low, f.part_of_total) for f in figures_of(text, spans, Span(0, len(text)))]


def test_members_named_behind_a_total_are_parts_of_it() -> None:
    assert both("Two people, a man and a woman, were killed.", "Two", "a man", "a woman") == [(2, False), (1, True), (1, True)]
    assert both("Four bodies, two of men, one of a girl, were found.", "Four", "two", "one") == [(4, False), (2, True), (1, True)]
    assert both("Six people were killed, two of them children.", "Six", "two") == [(6, False), (2, True)]


def test_a_list_of_the_dead_is_no_total_with_parts() -> None:
    assert both("The raid killed nine soldiers, six civilians and 18 militants.", "nine", "six", "18") == [
        (9, False),
        (6, False),
        (18, False),
    ]
    assert both("The raid killed two marines and a storekeeper.", "two", "a storekeeper") == [(2, False), (1, False)]


def test_pieces_of_one_phrase_are_one_figure() -> None:
    assert both("The bomb killed 13-year-old Eddie Holm.", "13-year-old", "Eddie") == [(1, False)]
    assert both("The 2-year-old who was shot has died.", "The", "2-year-old") == [(1, False)]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Five people were shot near a bar. All were taken to a hospital.", "Five", "injured"),
        ("Five people were shot near a bar.", "Five", "injured"),
        ("Five people were shot near a bar. One of them died.", "Five", "killed"),
        ("Soldiers lined up 12 men and shot them. Their bodies were found in a ditch.", "12", "killed"),
        ("Five people were shot dead. Two were taken to a hospital.", "Five", "killed"),
        ("All four victims are expected to survive.", "four", "injured"),
        ("Gunmen opened fire on nearly 100 people.", "nearly 100", "people"),
        ("More than 2,000 people were in attendance when shots fell.", "More than 2,000", "people"),
    ],
)
def test_who_was_shot_at_is_not_said_to_be_dead(text: str, words: str, kind: str) -> None:
    at = text.index(words)
    sentence = Span(0, text.index(".") + 1)
    assert [f.what for f in figures_of(text, {Span(at, at + len(words)): "killed"}, sentence)] == [kind]
