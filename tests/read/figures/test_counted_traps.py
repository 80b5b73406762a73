"""Tolls that were lost, invented or misread once: each line is a sentence of a kind that reports are full of."""

from __future__ import annotations

import re

import pytest

from onrecord.model import Span
from onrecord.read.figures import Amount, figures_of, parse_amount

Said = tuple[str, int | None] | tuple[str, int | None, str]


def counted(text: str, *words: str | tuple[str, str], kind: str = "killed") -> list[Said]:
    spans: dict[Span, str] = {}
    at = 0
    for word, what in ((w, kind) if isinstance(w, str) else w for w in words):
        start = text.index(word, at)
        at = start + len(word)
        spans[Span(start, at)] = what
    found = figures_of(text, spans, Span(0, len(text)))
    return [(f.what, f.low, "part") if f.part_of_total else (f.what, f.low) for f in found]


@pytest.mark.parametrize(
    ("text", "words", "numbers"),
    [
        ("Ten people were killed in Gaza City, three in Khan Younis and two in Rafah.", ("Ten", "three", "two"), (10, 3, 2)),
        ("Five people were killed on Monday, and two on Tuesday.", ("Five", "two"), (5, 2)),
        ("Twelve people were killed in the first blast, two in the second.", ("Twelve", "two"), (12, 2)),
        ("Gunmen killed four people in Talm, then two policemen in Mir.", ("four", "two"), (4, 2)),
        ("Four men were killed in a raid on Talm, and a woman was killed by shells.", ("Four", "a woman"), (4, 1)),
        ("The bombing killed six people — and later, a gunman killed two soldiers.", ("six", "two"), (6, 2)),
        ("The raid killed two policemen, a soldier and a civilian.", ("two", "a soldier", "a civilian"), (2, 1, 1)),
        ("The raid killed three soldiers, two policemen and a child.", ("three", "two", "a child"), (3, 2, 1)),
        ("The bomb killed two men, two women.", ("two", "two"), (2, 2)),
        ("Killed: Kunar, 5; Khost, 7; Ghazni, 12.", ("5", "7", "12"), (5, 7, 12)),
        ("Killed\n12\n30\n7", ("12", "30", "7"), (12, 30, 7)),
    ],
)
def test_each_place_and_day_keeps_its_own_toll(text: str, words: tuple[str, ...], numbers: tuple[int, ...]) -> None:
    assert counted(text, *words) == [("killed", n) for n in numbers]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A missile hit a bus and 12 people lost their lives.", "12"),
        ("A missile struck a bus, claiming 12 lives.", "12"),
        ("Turkish jets hit targets in northern Iraq, neutralizing 12 terrorists.", "12"),
        ("The army struck a building, eliminating 12 militants.", "12"),
        ("The army lost 12 soldiers when shells hit the base.", "12"),
        ("The toll rose to 12 after a second missile struck the market.", "12"),
        ("All 12 were inside the house when they were killed.", "12"),
        ("12 bodies were inside the truck.", "12"),
        ("Soldiers opened fire on 12 people, killing all of them.", "12"),
        ("In Aleppo 12 died with 30 wounded.", "12"),
        ("The rebels lost 12 fighters while wounding 30.", "12"),
        ("12 of the wounded died in hospital.", "12"),
        ("12 of those injured have since died.", "12"),
        ("Besides the driver, 12, mostly women, were killed.", "12"),
        ("The passengers, all 12, were killed.", "12"),
        ("The hostages, all 12 of them, were killed.", "12"),
        ("In May 12 soldiers were killed and 20 wounded.", "12"),
        ("In March 12 civilians died.", "12"),
        ("Police said may 12 people died.", "12"),
        ("In the Gaza Strip, 12 were killed.", "12"),
        ("Elsewhere in the Diyala Province, 12 were killed.", "12"),
        ("In southern Khan Younis, 12 were killed.", "12"),
        ("In Mosul and Tal Afar, 12 were killed.", "12"),
        ("According to the Syrian Observatory, 12 were killed.", "12"),
        ("Of the Iraqi Army, 12 were killed and 3 wounded.", "12"),
        ("After Hurricane Katrina, 12 died.", "12"),
        ("In central Kabul, 12, including two children, were killed.", "12"),
        ("Elsewhere, 12, including a child, were killed.", "12"),
        ("As for the Taliban, 12 of their fighters were killed.", "12"),
        ("12² people were killed.", "12²"),
    ],
)
def test_the_dead_stay_dead_and_are_not_lost(text: str, word: str) -> None:
    assert counted(text, word) == [("killed", 12)]


@pytest.mark.parametrize(
    "text",
    [
        "Five people were shot; one remains in critical condition.",
        "Five people were shot but no one was killed.",
        "Five people were shot. No deaths were reported.",
        "Five people were shot in non-fatal incidents.",
        "Five people were shot at a funeral.",
        "Five people were shot; he is charged with attempted murder.",
        "A shooting sent Five people to the hospital, where one died.",
    ],
)
def test_who_was_shot_and_lives_is_wounded(text: str) -> None:
    assert counted(text, "Five") == [("injured", 5)]


@pytest.mark.parametrize(
    "text", ["Five people in Killeen were injured.", "Five people near the Dead Sea were wounded.", "Five suspected killers were hurt."]
)
def test_names_and_nouns_that_hold_a_death_kill_nobody(text: str) -> None:
    assert counted(text, "Five", kind="injured") == [("injured", 5)]


@pytest.mark.parametrize("text", ["Killed: 12\nInjured: 30", "Deaths 12\nInjuries 30", "Fatalities: 12 Wounded: 30"])
def test_labels_before_a_number_say_what_it_counts(text: str) -> None:
    assert counted(text, "12", ("30", "injured")) == [("killed", 12), ("injured", 30)]


def test_what_comes_behind_the_part_of_a_toll_is_no_part_of_it() -> None:
    text = "A bomb killed 12 people, including 3 children, and wounded 30."
    assert counted(text, "12", "3", ("30", "injured")) == [("killed", 12), ("killed", 3, "part"), ("injured", 30)]
    text = "A bomb killed 12 people, including 3 children, and 7 soldiers died in Homs."
    assert counted(text, "12", "3", "7") == [("killed", 12), ("killed", 3, "part"), ("killed", 7)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Everyone on board was killed.", "Everyone"),
        ("Half of the garrison was killed.", "Half"),
        ("More than half died.", "More than half"),
        ("A third of them died.", "A third"),
        ("The dead lay there.", "The dead"),
        ("Multiple were killed.", "Multiple"),
        ("They say the Taliban were killed.", "the Taliban"),
        ("About half the crew died.", "About"),
        ("An entire village was killed.", "An entire village"),
        ("About 12 km from Talm shells killed many.", "About"),
        ("Nearly ten years later the war killed him.", "Nearly"),
        ("The 20-year-old war has killed 2,000.", "20-year-old war"),
        ("Five Palestinians, 12 to 17 years old, were killed.", "12"),
        ("① people were killed.", "①"),
        ("1" * 400 + " were killed.", "1" * 400),
    ],
)
def test_words_without_a_number_of_people_give_none(text: str, word: str) -> None:
    assert counted(text, word) == []


def test_nobody_is_none_and_several_of_an_age_are_as_many_as_the_number_before_says() -> None:
    assert counted("Not a single soldier was hurt.", "Not a single soldier", kind="injured") == [("injured", 0)]
    assert counted("Neither man was hurt.", "Neither man", kind="injured") == [("injured", 0)]
    assert counted("Two 17-year-old boys were shot dead.", "17-year-old boys") == [("killed", 2)]
    assert (
        counted("Carlos Torres was shot dead.", "Carlos Torres") == counted("Gunmen killed Yahya Abbas.", "Yahya Abbas") == [("killed", 1)]
    )


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("three AK-47s", Amount(3, 3)),
        ("two T-72 tanks", Amount(2, 2)),
        ("two 500-pound bombs", Amount(2, 2)),
        ("two 10-man teams", Amount(2, 2)),
        ("three to four hundred", Amount(300, 400)),
        ("two or three dozen", Amount(24, 36)),
        ("none of the 12", Amount(0, 0)),
        ("a few thousand", Amount(3000, None)),
        ("1\u202f200", Amount(1200, 1200)),
        ("10k", Amount(10_000, 10_000)),
        ("the 26th victim", None),
        ("a soldier of the 82nd Airborne", None),
        ("a mother of five", None),
        ("All but one", None),
    ],
)
def test_numbers_of_weapons_units_and_ranks_are_no_amounts(words: str, amount: Amount | None) -> None:
    assert parse_amount(words) == amount


def test_a_list_of_two_thousand_tolls_is_read() -> None:
    text = "".join(f"Talm, shelling hit {n + 11} x, " for n in range(2_000))  # ten minutes, when each asked the whole sentence anew
    spans = {Span(m.start(), m.end()): "killed" for m in re.finditer(r"\d+", text)}
    assert len(figures_of(text, spans, Span(0, len(text)))) == 2_000


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Five people were shot, one of them fatally.", "people"),
        ("He shot Five people, killing one.", "people"),
        ("Police investigate the shooting of Five people.", "injured"),
        ("Police investigate the fatal shooting of Five people.", "killed"),
        ("Five people were shot dead.", "killed"),
        ("Five people were fatally shot.", "killed"),
        ("He fatally shot Five people.", "killed"),
        ("Gunmen shot Five people to death.", "killed"),
        ("Police found Five shooting victims; one had died.", "people"),
        ("The Five surviving shooting victims spoke of those killed.", "injured"),
        ("One man was killed and Five people are in the hospital.", "injured"),
        ("One man was killed and Five are being treated.", "injured"),
    ],
)
def test_of_those_who_were_shot_only_some_may_have_died(text: str, kind: str) -> None:
    assert counted(text, "Five") == [(kind, 5)]


def test_in_a_report_of_detectives_and_hospitals_who_is_shot_may_live() -> None:
    police = "Detectives found a dead man on Elm Street. Nothing is known of the rest of that night, in which Five people were shot."
    kinds = []
    for text in (police, police.replace("Detectives", "Militiamen")):
        at = text.index("Five")
        last = Span(text.index("Nothing"), len(text))
        kinds += [f.what for f in figures_of(text, {Span(at, at + 4): "killed"}, last)]
    assert kinds == ["people", "killed"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Image 4 of 8: a child was shot dead.", "8"),
        ("The deaths are homicides number 10 and 11 of the year.", "10"),
        ("The deaths are homicides number 10 and 11 of the year.", "11"),
        ("Two of the dead are 16 and 17.", "16"),
        ("Two of the dead are 16 and 17.", "17"),
        ("The dead were three males - ages 15, 18, and 22 - and a woman.", "22"),
    ],
)
def test_numbers_of_pictures_cases_and_ages_count_nobody(text: str, word: str) -> None:
    assert counted(text, word) == []
