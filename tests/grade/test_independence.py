"""Every reason to collapse two claims, and every case where two stay two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.grade import REASONS
from onrecord.model import ActorRef, Span

from .build import CENTRE, FRONT, GENERAL, HOSPITAL, MINISTRY, PAPER, RADIO, RESIDENTS, WIRE, Desk, actor


def reasons(desk: Desk, a: str, b: str, **options: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    for collapse in desk.grade(**options).grade.collapses:
        if {collapse.a, collapse.b} == {a, b}:
            assert collapse.explanation
            assert collapse.reason == collapse.reasons[0]
            return collapse.reasons
    return ()


def test_same_origin_through_two_outlets() -> None:
    desk = Desk()
    a, b = desk.report(WIRE, MINISTRY), desk.report(PAPER, GENERAL)
    assert reasons(desk, a, b)[:2] == ("same_origin", "same_party")
    assert desk.grade().grade.independent_origins == 1


def test_same_party_of_two_organisations() -> None:
    desk = Desk()
    a, b = desk.report(WIRE, MINISTRY), desk.report(PAPER, CENTRE)
    assert reasons(desk, a, b) == ("same_party",)
    assert set(desk.grade().grade.origins[0].organisations) == {MINISTRY.name, CENTRE.name}


def test_a_flat_lead_rests_on_the_voice_that_its_document_names() -> None:
    desk = Desk()
    a, b = desk.report(WIRE, document="w"), desk.report(WIRE, MINISTRY, document="w", at=14)
    assert reasons(desk, a, b) == ("rests_on",)
    assert desk.grade().grade.independent_origins == 1


@pytest.mark.parametrize(
    "text",
    [
        "The roof lay in the yard, a Meridian reporter at the scene saw.",
        "Our correspondent saw two craters.",
        "Two craters were seen by a Meridian reporter.",
        "We counted nine graves.",
        "Cedar Wire's correspondent saw it from the coastal road.",
    ],
)
def test_own_observation_stands_beside_the_voice(text: str) -> None:
    desk = Desk()
    desk.report(WIRE, document="w", text=text)
    desk.report(WIRE, MINISTRY, document="w", at=14)
    assert desk.grade().grade.independent_origins == 2


@pytest.mark.parametrize("word", ["We", "those", "who"])
def test_a_pronoun_is_whoever_speaks_and_never_one_voice_of_two_reports(word: str) -> None:
    ourselves = ActorRef(actor_id=f"local:{word.casefold()}", name=word, known=False)
    desk = Desk()
    desk.report(WIRE, ourselves)
    desk.report(PAPER, FRONT, ourselves)
    desk.report(RADIO, FRONT)
    assert sorted(o.name for o in desk.grade().grade.origins) == sorted([FRONT.name, WIRE.name])


@pytest.mark.parametrize(
    ("one", "other", "origins"),
    [("Mr. Tijani", "Hawa Tijani", 1), ("Mr. Tijani", "Tijani", 1), ("Hawa Tijani", "Idris Tijani", 2), ("Mr. Tijani", "Mrs. Tijani", 2)],
)
def test_a_title_makes_no_other_person(one: str, other: str, origins: int) -> None:
    desk = Desk()
    for outlet, name in ((WIRE, one), (PAPER, other)):
        desk.report(outlet, ActorRef(actor_id=f"local:{name.casefold()}", name=name, known=False))
    assert desk.grade().grade.independent_origins == origins


@pytest.mark.parametrize("name", ["arrest affidavit", "court documents", "a criminal complaint", "the indictment"])
def test_a_paper_never_speaks_for_itself(name: str) -> None:
    desk = Desk()
    desk.report(WIRE, FRONT, ActorRef(actor_id=f"local:{name}", name=name, known=False))
    assert [o.name for o in desk.grade().grade.origins] == [FRONT.name]


def test_a_lead_rests_on_one_voice_only() -> None:
    """A lead above a ministry and a hospital must not make one origin of the two."""
    desk = Desk()
    desk.report(WIRE, document="w")
    desk.report(WIRE, MINISTRY, document="w", at=12)
    desk.report(WIRE, HOSPITAL, document="w", at=25)
    assert desk.grade().grade.independent_origins == 2


def test_an_army_speaks_for_itself_in_its_own_statement() -> None:
    desk = Desk()
    desk.report(FRONT, document="f")
    desk.report(FRONT, HOSPITAL, document="f", at=14)
    assert desk.grade().grade.independent_origins == 2


def test_relay_of_an_unnamed_voice_through_its_outlet() -> None:
    desk = Desk()
    a = desk.report(RADIO, RESIDENTS)
    b = desk.report(PAPER, RADIO, actor("residents of the town", named=False), day=1)
    assert reasons(desk, a, b) == ("relay",)
    assert desk.grade().grade.independent_origins == 1


def test_two_unnamed_voices_are_not_one_because_of_the_word() -> None:
    desk = Desk()
    desk.report(RADIO, RESIDENTS)
    desk.report(PAPER, RESIDENTS)
    event = desk.grade()
    assert event.grade.independent_origins == 2
    assert not any(origin.named for origin in event.grade.origins)


def test_an_unnamed_voice_of_a_state_falls_to_the_state() -> None:
    desk = Desk()
    a = desk.report(WIRE, MINISTRY)
    b = desk.report(PAPER, actor("a security source", party="arvenia", named=False))
    assert reasons(desk, a, b) == ("same_party",)


def test_a_guest_quoted_from_a_channel_is_not_the_channels_own_report() -> None:
    desk = Desk()
    desk.report(RADIO)
    desk.report(PAPER, RADIO, HOSPITAL)
    assert desk.grade().grade.independent_origins == 2


def test_same_text_under_two_bylines() -> None:
    desk = Desk()
    a, b = desk.report(WIRE), desk.report(PAPER)
    assert reasons(desk, a, b, same_text=frozenset({(b, a)})) == ("same_text",)
    assert desk.grade(same_text=frozenset({(a, b)})).grade.independent_origins == 1


def test_same_publisher_twice() -> None:
    desk = Desk()
    a, b = desk.report(WIRE), desk.report(WIRE, day=1)
    assert reasons(desk, a, b) == ("same_origin", "same_publisher")


def test_a_communique_is_the_vehicle_of_its_author() -> None:
    desk = Desk()
    desk.report(WIRE, MINISTRY, ActorRef(actor_id="local:x", name="evening briefing", known=False))
    desk.report(PAPER, CENTRE)
    assert desk.grade().grade.corroboration == "one_sided"


def test_a_confession_in_custody_is_told_by_the_captor() -> None:
    desk = Desk()
    desk.report(WIRE, MINISTRY, actor("Bram Tolle"), text="Tolle confessed in custody, the ministry said.")
    desk.report(PAPER, MINISTRY)
    assert desk.grade().grade.independent_origins == 1


def test_collapses_span_every_group() -> None:
    desk = Desk()
    desk.report(WIRE, document="w")
    desk.report(WIRE, MINISTRY, document="w", at=14)
    desk.report(PAPER, CENTRE)
    desk.report(RADIO, WIRE, MINISTRY)
    grade = desk.grade().grade
    joined = {grade.origins[0].claim_ids[0]}
    for _ in desk.claims:
        joined |= {c for x in grade.collapses if {x.a, x.b} & joined for c in (x.a, x.b)}
    assert {c.document_id for c in desk.claims if c.id in joined} == set(desk.documents)
    assert {r for c in grade.collapses for r in c.reasons} <= set(REASONS)


@pytest.mark.parametrize(
    ("names", "origins"),
    [
        (("Hawa Tijani", "Tijani"), 1),
        (("director of Talm hospital Hawa Tijani", "Hawa Tijani", "Tijani"), 1),
        (("Hawa Tijani", "Idris Tijani", "Tijani"), 3),  # whose surname it is cannot be told
        (("Hawa Tijani", "Hawa"), 2),  # a first name may be another person's
    ],
)
def test_a_shorter_name_of_one_event_is_the_fuller_one(names: tuple[str, ...], origins: int) -> None:
    desk = Desk()
    for publisher, name in zip((WIRE, PAPER, RADIO), names, strict=False):
        desk.report(publisher, ActorRef(actor_id=f"local:{name.casefold()}", name=name, known=False))
    assert desk.grade().grade.independent_origins == origins


@pytest.mark.parametrize(
    ("words", "origins"),
    [
        ("Our correspondent", 1),
        ("A Meridian Wire reporter", 1),
        ("a reporter at the scene", 1),
        ("Meridian's correspondent", 1),
        ("A Kestrel reporter", 2),
        ("A researcher of Talm Hospital", 2),
    ],
)
def test_a_publishers_own_reporter_is_the_publisher(words: str, origins: int) -> None:
    desk = Desk()
    desk.report(WIRE, actor(words), text=f"{words} saw smoke.")
    desk.report(WIRE, text="Shells struck the depot; our reporter saw it.")
    assert desk.grade().grade.independent_origins == origins


def test_words_for_the_authorities_of_one_report_are_the_police_that_it_names() -> None:
    desk = Desk()
    desk.report(WIRE, actor("Talm police"), document="w")
    for number, words in enumerate(("police", "Investigators", "local authorities", "officials")):
        desk.report(WIRE, actor(words, named=False), document="w", at=14 + number)
    assert desk.grade().grade.independent_origins == 1
    desk.report(PAPER, actor("residents", named=False))
    assert desk.grade().grade.independent_origins == 2


def test_one_name_is_one_body_whatever_it_was_resolved_to() -> None:
    desk = Desk()
    for number, party in enumerate(("arvenia", "arvenia", "orlovia")):
        desk.report(WIRE, ActorRef(actor_id=f"{party} police", name="Talm police", known=True, party=party), document=f"w{number}")
    assert desk.grade().grade.independent_origins == 1


@pytest.mark.parametrize(
    "name", ["affidavit of probable cause", "court motion that was filed Monday", "crime-scene map", "we're", "others"]
)
def test_papers_and_pronouns_are_no_origins(name: str) -> None:
    desk = Desk()
    desk.report(WIRE, HOSPITAL, ActorRef(actor_id=f"local:{name}", name=name, known=False))
    assert [o.name for o in desk.grade().grade.origins] == [HOSPITAL.name]


@pytest.mark.parametrize(
    ("words", "cue", "doer", "origins"),
    [
        ("One of the suspects", "told detectives", "One of the suspects", 1),
        ("The suspect", "told police", "gunman", 1),
        ("Ivo Kern", "told police", "Ivo Kern", 1),  # by the claim he did it himself
        ("Ivo Kern", "told police", "gunman", 2),  # a witness
        ("The suspect", "told the radio", "The suspect", 2),
    ],
)
def test_what_the_accused_told_the_police_is_told_by_those_who_pass_it_on(words: str, cue: str, doer: str, origins: int) -> None:
    text = f"{words} {cue} that he fired."
    desk = Desk()
    desk.report(WIRE, ActorRef(actor_id="local:x", name=words, known=False), document="w", text=text, actors=(actor(doer),))
    desk.claims[-1] = replace(
        desk.claims[-1],
        attribution=(replace(desk.claims[-1].attribution[0], cue=Span(len(words) + 1, len(words) + 1 + len(cue.split()[0]))),),
    )
    desk.report(WIRE, HOSPITAL, document="w", at=2)
    assert desk.grade().grade.independent_origins == origins


@pytest.mark.parametrize(
    ("words", "origins"),
    [("The report", ["Talm Hospital"]), ("A report", ["Talm Hospital", "report"]), ("authors of the leaflet", ["Talm Hospital"])],
)
def test_the_report_is_a_paper_and_a_report_hearsay(words: str, origins: list[str]) -> None:
    desk = Desk()
    name = words.split(maxsplit=1)[1] if words.endswith("report") else words
    desk.report(
        WIRE, ActorRef(actor_id="people.reports", name=name, known=True, named=False), document="w", text=f"{words} shows that he fired."
    )
    desk.claims[-1] = replace(desk.claims[-1], attribution=(replace(desk.claims[-1].attribution[0], source=Span(0, len(words))),))
    desk.report(WIRE, HOSPITAL, document="w", at=2)
    assert sorted(o.name for o in desk.grade().grade.origins) == origins


@pytest.mark.parametrize(
    ("one", "other", "origins"), [("witnesses", "several witnesses", 1), ("witnesses", "other witnesses", 2), ("witnesses", "residents", 2)]
)
def test_several_witnesses_of_one_report_are_its_witnesses(one: str, other: str, origins: int) -> None:
    desk = Desk()
    desk.report(WIRE, actor(one, named=False), document="w")
    desk.report(WIRE, actor(other, named=False), document="w", at=12)
    assert desk.grade().grade.independent_origins == origins


def test_a_lead_alone_rests_on_whom_its_report_quotes_most_beside_it() -> None:
    desk = Desk()
    desk.report(WIRE, document="w")
    desk.report(PAPER, MINISTRY, document="p")
    beside = tuple(desk.report(WIRE, voice, document="w", at=at) for voice, at in ((HOSPITAL, 10), (MINISTRY, 14), (GENERAL, 20)))
    together = desk.grade(beside=beside)
    assert len(together.claim_ids) == 2
    assert [o.name for o in together.grade.origins] == [MINISTRY.name]
    assert f"What {WIRE.name} tells flatly is counted with whom it quotes beside it" in together.grade.explanation


def test_a_lead_whose_report_quotes_somebody_on_it_asks_nobody_else() -> None:
    desk = Desk()
    desk.report(WIRE, document="w")
    desk.report(WIRE, HOSPITAL, document="w", at=10)
    beside = desk.report(WIRE, MINISTRY, document="w", at=14)
    assert [o.name for o in desk.grade(beside=(beside,)).grade.origins] == [HOSPITAL.name]


def test_a_group_that_publishes_and_is_quoted_by_others_is_one_origin() -> None:
    desk = Desk()
    watch, called = (
        replace(actor(n), actor_id=f"local:{n.lower()}", known=False)
        for n in ("Talm Civilian Watch", "monitoring group Talm Civilian Watch")
    )
    desk.report(PAPER, called)
    desk.report(RADIO, watch)
    desk.report(watch, document="own", text="Shells struck the depot; we have documented it.")
    desk.report(watch, actor("relatives", named=False), document="own", at=14)
    names = [o.name for o in desk.grade().grade.origins]
    assert len(names) == 2
    assert "relatives" in names


def test_what_the_outlet_saw_is_its_own_whomever_it_quotes_beside() -> None:
    desk = Desk()
    desk.report(WIRE, document="w", text="Shells struck the depot, our reporter saw.")
    beside = desk.report(WIRE, MINISTRY, document="w", at=14)
    assert [o.name for o in desk.grade(beside=(beside,)).grade.origins] == [WIRE.name]
