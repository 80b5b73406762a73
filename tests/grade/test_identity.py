"""Who of the voices of one event is one, and who stays two: case tables over invented people and bodies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.grade.identity import alike, name_words, one_name
from onrecord.model import ActorRef, Span

from .build import PAPER, RADIO, WIRE, Desk, actor

OUTLETS = (WIRE, PAPER, RADIO)


def local(name: str, *, party: str | None = None, organisation: str | None = None) -> ActorRef:
    return ActorRef(actor_id=f"local:{name.casefold()}", name=name, known=False, party=party, organisation=organisation)


def origins(*names: ActorRef) -> int:
    """Origins of an event that one outlet each tells of in these names."""
    desk = Desk()
    for number, voice in enumerate(names):
        desk.report(OUTLETS[number % 3], voice, document=f"w{number}")
    return desk.grade().grade.independent_origins


ONE = [
    ("Hawa Tijani", "Tijani"),
    ("Msgr. Ivo Kern", "Ivo Kern"),
    ("Father Ivo Kern S.J.", "Ivo Kern"),
    ("Ivo Kern y Damas", "Ivo Kern"),  # a second surname
    ("Lucia Barrena de Cerna", "Lucia Barrena Cerna"),
    ("Ivo Kern y Damas", "Kern y Damas"),
    ("Inocente Kern", "Inocencio Kern"),
    ("Maria Julia Hernandez", "Maria Julio Hernandez"),
    ("Maria Julia Hernanadez", "Maria Julia Hernandez"),
    ("Talm police chief Ilan Dovre", "Talm police"),
    ("Archbishop of Talm Ivo Kern", "Ivo Kern"),
    ("Harbour County Sheriff Ana Ruiz", "sheriff"),
    ("Sorrel Front General Command", "SFGC"),
    ("Tijani and Ivo Kern", "Ivo Kern"),
    ('a so-called "Junior Command"', 'alleged "Junior Command"'),
    ("San Talmador archbishop Ivo Kern", "Talmadoran archbishopric legal assistance office"),
]
TWO = [
    ("Hawa Tijani", "Idris Tijani"),
    ("Hawa Tijani", "Hawa"),
    ("Julia Hernandez", "Julio Hernandez"),  # a woman and a man
    ("Hassan Kern", "Hussein Kern"),
    ("Mr. Kern", "Mrs. Kern"),
    ("Talm police", "Talm police union"),
    ("Talm police", "Arven police"),
    ("Talm Police", "Arvenia State Police"),
    ("Harbour County Sheriff's Office", "Orchard County Sheriff's Office"),
    ("Ivo Kern", "Ivo Kern's mother"),
    ("Ivo Kern", "Ivo Kern attorney Ana Ruiz"),
    ("4th Brigade", "5th Brigade"),
    ("Northern Command", "Southern Command"),
    ("Hawa Tijani and Ana Ruiz", "Ivo Kern"),
    ("mayor", "Ivo Kern"),
    ("Arvenian archbishop Ivo Kern", "Talmadoran archbishopric legal assistance office"),
    ("San Talmador mayor Ivo Kern", "Talmadoran archbishopric legal assistance office"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_one_voice_under_two_names(one: str, other: str) -> None:
    assert origins(local(one), local(other)) == origins(local(other), local(one)) == 1


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_voices_stay_two(one: str, other: str) -> None:
    assert origins(local(one), local(other)) == origins(local(other), local(one)) == 2


def test_a_person_takes_the_side_of_the_office_that_another_report_gives() -> None:
    named = local("Ilan Dovre", party="arvenia", organisation="arvenia.police")
    desk = Desk()
    desk.report(WIRE, named)
    desk.report(PAPER, local("Dovre"))
    desk.report(RADIO, local("Arven police", party="arvenia"))
    event = desk.grade()
    assert [o.party for o in event.grade.origins] == ["arvenia"]


def test_a_name_of_another_side_is_another_voice() -> None:
    assert origins(local("Ivo Kern", party="arvenia"), local("Minister Ivo Kern", party="orlovia")) == 2


def test_whose_a_bare_office_is_stays_open_between_two() -> None:
    assert origins(local("Harbour County Sheriff Ana Ruiz"), local("Orchard County Sheriff Ivo Kern"), local("sheriff")) == 3


@pytest.mark.parametrize(("reports", "number"), [(("Talm police",), 1), (("Talm police", "Arven police"), 3)])
def test_police_without_a_name_are_the_one_body_that_other_reports_name(reports: tuple[str, ...], number: int) -> None:
    assert origins(*map(local, reports), local("police")) == number


def test_authorities_without_a_side_are_of_the_side_of_those_that_have_one() -> None:
    assert (
        origins(local("police chief Ana Ruiz", party="arvenia"), local("Arven police", party="arvenia"), actor("authorities", named=False))
        == 1
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [("Msgr. Arturo Kern y Damas", ("arturo", "kern", "damas")), ("the Archbishop", ("archbishop",)), ("Father Ivo S.J.", ("ivo",))],
)
def test_words_of_a_name(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words


@pytest.mark.parametrize(
    ("a", "b", "names", "same"),
    [
        ("mohammed", "mohamed", 2, True),
        ("muhammad", "mohammed", 2, False),  # too far apart to be told by letters
        ("petrov", "petrova", 2, True),
        ("inocente", "inocencio", 2, True),
        ("northern", "northeast", 2, False),
        ("julia", "julio", 2, False),
        ("julia", "julio", 3, True),
        ("kern", "korn", 2, False),
        ("area51", "area52", 2, False),
    ],
)
def test_two_spellings(a: str, b: str, names: int, *, same: bool) -> None:
    assert alike(a, b, names=names) is alike(b, a, names=names) is same


def test_no_words_are_no_name() -> None:
    assert not one_name((), ("ivo",))


PAPERS = ["probable cause affidavit released Monday", "criminal complaint", "arrest warrant", "the indictment", "probable cause statement"]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_of_the_law_is_the_word_of_the_police_that_reports_name(paper: str) -> None:
    assert origins(local(paper), local("Talm police")) == 1


@pytest.mark.parametrize("name", ["Talm County investigators", "Talm detectives", "Talm County homicide detectives"])
def test_investigators_of_a_county_are_its_police(name: str) -> None:
    assert origins(local("Talm County police"), local(name)) == 1


@pytest.mark.parametrize("name", ["Talm Police Chief Ana Ruiz", "Coroner Ana Ruiz", "First Circuit Solicitor Ana Ruiz"])
def test_the_law_of_one_event_is_of_one_state(name: str) -> None:
    sheriff = local("Harbour County Sheriff's Office", party="arvenia", organisation="arvenia.police")
    assert origins(sheriff, local(name)) == 1


@pytest.mark.parametrize("name", ["attorney Ana Ruiz", "Ana Ruiz", "human rights investigators"])
def test_who_is_not_of_the_law_keeps_an_own_voice(name: str) -> None:
    sheriff = local("Harbour County Sheriff's Office", party="arvenia", organisation="arvenia.police")
    assert origins(sheriff, local(name)) == 2


def test_what_the_accused_told_in_a_paper_of_the_law_is_told_by_the_law() -> None:
    teen = local("Ivo Kern")
    desk = Desk()
    desk.report(WIRE, local("probable cause statement"), teen, actors=(teen,))
    desk.report(PAPER, local("Talm police"))
    assert desk.grade().grade.independent_origins == 1


@pytest.mark.parametrize(
    ("office", "number"),
    [("superintendent of state police", 1), ("a spokeswoman for the Talm police", 1), ("brother of a police officer", 2)],
)
def test_an_office_of_the_law_beside_a_name_counts(office: str, number: int) -> None:
    desk = Desk()
    desk.report(WIRE, local("Harbour County Sheriff's Office", party="arvenia", organisation="arvenia.police"))
    desk.report(PAPER, local("Ana Ruiz"), text=f"Ana Ruiz, {office}, said shells struck.")
    last = desk.claims[-1]
    told = replace(last, attribution=(replace(last.attribution[0], source=Span(0, len(f"Ana Ruiz, {office}"))),))
    desk.claims[-1] = told
    assert desk.grade().grade.independent_origins == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("the director of Talm General Hospital, Ana Ruiz", 1),
        ("Ana Ruiz, a spokeswoman for the Talm General Hospital", 1),
        ("Talm General Hospital's medical director, Ana Ruiz", 1),
        ("Ana Ruiz, the Talm General Hospital director", 1),
        ("Talm General Hospital director Ana Ruiz", 1),
        ("Talm General Hospital head nurse Ana Ruiz", 2),
        ("the former director of Talm General Hospital, Ana Ruiz", 2),
        ("Ana Ruiz, a former spokeswoman for Talm General Hospital", 2),
        ("Ana Ruiz, the widow of the president of Talm General Hospital", 2),
        ("Ana Ruiz, a nurse at Talm General Hospital", 2),
        ("the director of Arven General Hospital, Ana Ruiz", 2),
        ("the director of Talm General Hospital's rival, Ana Ruiz", 2),
        ("the head of the family, Ana Ruiz", 2),
    ],
)
def test_who_heads_a_body_speaks_for_it(words: str, number: int) -> None:
    desk = Desk()
    desk.report(WIRE, local("Talm General Hospital"))
    desk.report(PAPER, local("Ana Ruiz"), text=f"{words}, said shells struck.")
    desk.report(RADIO, local("Ruiz"))
    told = desk.claims[1]
    desk.claims[1] = replace(told, attribution=(replace(told.attribution[0], source=Span(0, len(words))),))
    assert desk.grade().grade.independent_origins == number


def test_a_body_and_whoever_heads_it_are_put_to_one_another_once() -> None:
    words = "Talm police chief Ilan Dovre"
    desk = Desk()
    desk.report(WIRE, local("Talm police"))
    desk.report(PAPER, local(words), text=f"{words} said shells struck.")
    told = desk.claims[1]
    desk.claims[1] = replace(told, attribution=(replace(told.attribution[0], source=Span(0, len(words))),))
    assert desk.grade().grade.independent_origins == 1


@pytest.mark.parametrize(("other", "number"), [("Talm General Hospital", 1), ("Arven General Hospital", 2)])
def test_two_who_speak_for_one_body_are_one_voice(other: str, number: int) -> None:
    desk = Desk()
    for outlet, name, words in (
        (WIRE, "Ana Ruiz", "the director of Talm General Hospital, Ana Ruiz"),
        (PAPER, "Ilan Kern", f"Ilan Kern, a spokesman for {other}"),
    ):
        desk.report(outlet, local(name), text=f"{words}, said shells struck.")
        told = desk.claims[-1]
        desk.claims[-1] = replace(told, attribution=(replace(told.attribution[0], source=Span(0, len(words))),))
    assert desk.grade().grade.independent_origins == number
