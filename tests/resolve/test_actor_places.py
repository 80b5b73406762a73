"""Actors in the light of the places of their report: local bodies, names of people and towns that look like countries, own officials."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.model import ActorRef, Document, Mention, Span
from onrecord.resolve.actor import ActorResolver
from onrecord.resolve.gazetteer import Gazetteer
from onrecord.resolve.gazetteer.build import DEFAULT_OUT
from onrecord.resolve.where import PlaceResolver
from tests.resolve.test_actor import RESOLVER, claim_of, cut, reading


@pytest.fixture(scope="module")
def places() -> PlaceResolver:
    if not DEFAULT_OUT.is_file():
        pytest.skip("the gazetteer is not built: run `make gazetteer`")
    return PlaceResolver(Gazetteer.open(DEFAULT_OUT))


def resolved(places: PlaceResolver, marked: str, *, people: tuple[str, ...] = (), publisher: str | None = None) -> ActorRef:
    """The voice between «» of a report in which a reader finds `people`."""
    text, words = cut(marked)
    read = reading(text, claim_of(text, voices=(words,)), publisher=publisher)
    named = tuple(
        Mention(span=Span(at, at + len(name)), kind="Person", score=1.0)
        for name in people
        for at in range(len(text))
        if text.startswith(name, at)
    )
    actor = RESOLVER.resolve(places.resolve(replace(read, mentions=named))).claims[0].attribution[0].actor
    assert actor is not None
    return actor


# text with the mention between «», people named in it, actor, organisation, party
LOCAL = [
    ("TOLEDO, Ohio - Two men were shot in Toledo. «Toledo police» held a man.", (), "local:toledo police", "us.police", "us"),
    ("TOLEDO, Ohio - Two men were shot. «Police» held a man near Dayton, Ohio.", (), "us.police", "us.police", "us"),
    ("A man was shot in Santa Fe, New Mexico. «Authorities» said he would live.", (), "us.government", "us.government", "us"),
    (
        "A bar was raked with fire in Lyon. «The Lyon prosecutor» opened an inquiry.",
        (),
        "local:lyon prosecutor office",
        "fr.prosecutor",
        "fr",
    ),
    (
        "Jordan Clay was held in Baton Rouge, Louisiana, and Jordan Clay is to stand trial there. «Police» said he fired first.",
        ("Jordan Clay",),
        "us.police",
        "us.police",
        "us",
    ),
    ("Gunfire was heard in Whitehall, Ohio. «Whitehall police» held a man.", (), "local:whitehall police", "us.police", "us"),
    ("Gunmen attacked a market in Kaduna. «Kaduna police» counted nine dead.", (), "local:kaduna police", "ng.police", "ng"),
    # nobody says where: it stays a local actor
    ("Two men were shot on Sunday. «Police» held a man.", (), "local:police", None, None),
    # the words that name the state win over the town
    ("Fighting went on in Tbilisi. «The Georgian police in Tbilisi» held a man.", (), "ge.police", "ge.police", "ge"),
]


@pytest.mark.parametrize(("marked", "people", "actor_id", "organisation", "party"), LOCAL)
def test_local_bodies_belong_to_the_state_of_their_place(
    places: PlaceResolver, marked: str, people: tuple[str, ...], actor_id: str, organisation: str | None, party: str | None
) -> None:
    actor = resolved(places, marked, people=people)
    assert (actor.actor_id, actor.organisation, actor.party) == (actor_id, organisation, party)


OWN = [
    ("«The Foreign Secretary Philip Hammond» welcomed the Iraqi agreement. Iraqi and Syrian towns had suffered. Iraq would gain.", "gb"),
    ("The Syrian regime bombed Aleppo. «The regime» has lost Idlib, and Russia is silent. Russia must speak.", "sy"),
]


@pytest.mark.parametrize(("marked", "party"), OWN)
def test_a_paper_of_a_state_names_its_own_officials_without_a_country(places: PlaceResolver, marked: str, party: str) -> None:
    assert resolved(places, marked, publisher="UK Government").party == party


@pytest.mark.parametrize(
    ("marked", "party"),
    [
        ("Panama's bishops met. «The Episcopal Conference president José Ruiz» condemned the murder in Panama.", None),
        ("Panama mourned. «The president of the Council of Churches» condemned the murder in Panama.", None),
        ("Panama mourned. «The president of the nation» condemned the murder in Panama.", "pa"),
    ],
)
def test_presidents_of_other_bodies_are_no_heads_of_state(places: PlaceResolver, marked: str, party: str | None) -> None:
    assert resolved(places, marked).party == party


@pytest.mark.parametrize(("host", "known"), [("observer-reporter.com", False), ("kfor.com", False), ("reuters.com", True)])
def test_a_host_is_a_medium_of_the_table_only_by_its_whole_name(host: str, known: bool) -> None:
    assert ActorResolver.publisher_actor(RESOLVER, Document(text="x", publisher=host)).known is known


def test_what_a_witness_went_through_is_no_office(places: PlaceResolver) -> None:
    marked = "THE WITNESS, «LUCIA BARRERA», WAS TAKEN ABROAD WHERE SHE UNDERWENT INTERROGATIONS BY THE FBI."
    assert resolved(places, marked).party is None


ABBREVIATED = [
    # a phrase, its organ, its person
    ("Harbour Police Comm. Ana Ruiz", "police", "Ana Ruiz"),
    ("Harbour Police Dept. spokesman Ivo Kern", "police", "Ivo Kern"),
    ("Harbour Police Supt. Ana Ruiz", "police", "Ana Ruiz"),
    ("Harbour State Police Col. Ivo Kern", "police", "Ivo Kern"),
    ("Harbour County police Lt. Ivo Kern", "police", "Ivo Kern"),
    ("HVPD", "police", None),
    ("HVPD Supt. Ana Ruiz", "police", "Ana Ruiz"),
    ("Harbour County Sheriff's Office", "police", None),
    ("Harbour Public Safety Chief Ivo Kern", "police", "Ivo Kern"),
    ("Gov. Ana Ruiz", "local-government", "Ana Ruiz"),
    ("Harbour County coroner Ivo Kern", "local-government", "Ivo Kern"),
    ("Harbour County Prosecuting Attorney's Office", "prosecutor", None),
    ("Mexican Secretariat of Foreign Relations", "foreign", None),
    ("Israeli army Lt. Col. Ivo Kern", None, "Ivo Kern"),
    # no police
    ("UNESCO", None, None),
    ("RAPID", None, None),
    ("Col. Ivo Kern", None, None),
    ("provincial spokesman for Central America", None, None),
    ('a so-called "Junior Officers\' Command"', None, None),
]


@pytest.mark.parametrize(("phrase", "organ", "person"), ABBREVIATED)
def test_abbreviations_and_ranks_name_an_office(phrase: str, organ: str | None, person: str | None) -> None:
    parsed = RESOLVER._table.reader.parse(phrase)
    assert (parsed.organ, parsed.person, "us" in parsed.holders) == (organ, person, False)


def test_the_word_before_a_title_is_no_part_of_it(places: PlaceResolver) -> None:
    text = "The arrest comes after Toledo Police Chief Ana Ruiz asked for help in Toledo, Ohio. «Ana Ruiz» said a man was held."
    actor = resolved(places, text, people=("Ana Ruiz",))
    assert (actor.organisation, actor.party) == ("us.police", "us")


@pytest.mark.parametrize(
    ("phrase", "lands"),
    [("sources from El Salvador's Jesuit Curia", ()), ("sources from El Salvador", ("sv",)), ("sources in El Salvador's army", ("sv",))],
)
def test_a_body_within_a_country_is_no_body_of_the_state(phrase: str, lands: tuple[str, ...]) -> None:
    parsed = RESOLVER._table.reader.parse(phrase)
    assert (parsed.lands or parsed.holders or tuple(row.split(".")[0] for row in parsed.rows)) == lands
