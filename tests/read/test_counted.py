"""What the words of a figure count: cut words are completed, single persons count one, ages and hours count nobody."""

from __future__ import annotations

import pytest

from onrecord.model import Span
from onrecord.read.counted import figures_of


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
