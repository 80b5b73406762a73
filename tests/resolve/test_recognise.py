"""Recognition of place names: what the gazetteer, the words around and the document say for and against a capitalised word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Mention, Span
from onrecord.resolve.gazetteer import Gazetteer
from onrecord.resolve.gazetteer.build import DEFAULT_OUT
from onrecord.resolve.where import find_toponyms
from onrecord.resolve.where.recognise import described
from onrecord.resolve.where.recogniser_weights import WEIGHTS
from onrecord.resolve.where.tokens import known_words, tokens


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    if not DEFAULT_OUT.is_file():
        pytest.skip("the gazetteer is not built: run `make gazetteer`")
    return Gazetteer.open(DEFAULT_OUT)


def names(text: str, gazetteer: Gazetteer, mentions: tuple[Mention, ...] = ()) -> list[str]:
    return [found.span.of(text) for found in find_toponyms(text, gazetteer, mentions)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell on Aleppo and near Deir ez-Zor in Syria.", ["Aleppo", "Deir ez-Zor", "Syria"]),
        ("Police in Paris, Texas, held two men.", ["Paris", "Texas"]),
        ("The Russian defence ministry spoke of Homs.", ["Russian", "Homs"]),
        ("RALEIGH, N.C. (AP) — Two men died.", ["RALEIGH", "N.C."]),
        ("The London-based monitor counted 40 raids across Idlib.", ["London", "Idlib"]),
        ("Fighters withdrew from al-Tanf towards Palmyra.", ["al-Tanf", "Palmyra"]),
        ("He moved to St. Louis in May.", ["St. Louis"]),
    ],
)
def test_places_are_found(gazetteer: Gazetteer, text: str, expected: list[str]) -> None:
    assert names(text, gazetteer) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mr Jackson said that Michael Davis had left. Jackson was seen with Davis.",
        "The mobile phone was found in the bag. In March the reading room closed.",
        "They told us nothing.",
        "",
        "no capital letters at all",
        "\n\n   \t",
    ],
)
def test_people_and_plain_words_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert names(text, gazetteer) == []


def test_demonyms_are_marked(gazetteer: Gazetteer) -> None:
    found = find_toponyms("Syrian troops and Texans met in Damascus.", gazetteer)
    assert [(one.people, one.score >= 0.4) for one in found] == [(True, True), (True, True), (False, True)]


def test_one_mention_tells_about_the_others(gazetteer: Gazetteer) -> None:
    person = "Anderson was asleep. Police had looked for Mr Anderson, John Anderson's father. Anderson denied it."
    place = "Anderson was quiet. Police in Anderson, South Carolina, and from Anderson had left. Anderson is a town."
    assert "Anderson" not in names(person, gazetteer)
    assert names(place, gazetteer).count("Anderson") == 4


def test_the_readers_places_count(gazetteer: Gazetteer) -> None:
    text = "Troops left Qarvanda by night, and in Qarvanda houses burned."
    assert names(text, gazetteer) == []
    hints = tuple(Mention(span=Span(start, start + 8), kind="Location", score=0.9) for start in (12, 38))
    found = names(text, gazetteer, hints)
    assert found in ([], ["Qarvanda", "Qarvanda"])
    spots, _ = described(text, gazetteer, hints)
    assert [spot.words for spot in spots] == ["Qarvanda", "Qarvanda"]


@settings(deadline=None)  # the file is opened anew each time
@given(st.text(max_size=120))
def test_any_text_gives_ordered_disjoint_spans(text: str) -> None:
    if not DEFAULT_OUT.is_file():
        pytest.skip("the gazetteer is not built: run `make gazetteer`")
    with Gazetteer.open(DEFAULT_OUT) as opened:
        found = find_toponyms(text, opened, least=0.0)
    for one, next_ in pairwise(found):
        assert one.span.end <= next_.span.start
    for one in found:
        assert one.span.end <= len(text)
        assert 0 <= one.score <= 1


@given(st.text(max_size=120))
def test_tokens_cover_words_in_order(text: str) -> None:
    for token in tokens(text):
        assert text[token.start : token.end] == token.word


def test_every_feature_of_a_text_has_a_weight_and_the_word_lists_are_sound() -> None:
    assert {"bias", "demonym", "doc:in", "people_log"} <= WEIGHTS.keys()
    lists = known_words()
    assert set(lists) == {"given", "family", "common"}
    assert "syria" not in lists["given"] | lists["common"]
