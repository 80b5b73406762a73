"""Words of texts and of searches, as databases without FTS5 need them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.store.words import Term, passage, terms, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Two people, hurt.", ["two", "people", "hurt"]),
        ("L’école d'Orrin_2", ["l", "ecole", "d", "orrin", "2"]),
        ("Ḥimṣ Straße", ["hims", "strasse"]),
        ("قُتِلَ", ["قتل"]),
        ("हिन्दी", ["हनद"]),
        ("1,5 km", ["1", "5", "km"]),
        ("— … _ ", []),
    ],
)
def test_words_are_cut_and_folded(text: str, words: list[str]) -> None:
    assert [word for word, _, _ in tokens(text)] == words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('hurt "in Qalat" peop*', [(("hurt",), False), (("in", "qalat"), False), (("peop",), True)]),
        ("title:hurt", [(("title", "hurt"), False)]),
        ("a' | !b & (c:*", [(("a",), False), (("b",), False), (("c",), True)]),
        ('" * -', []),
        ("hurt hurt", [(("hurt",), False)]),
    ],
)
def test_nothing_typed_is_an_operator(text: str, found: list[tuple[tuple[str, ...], bool]]) -> None:
    assert terms(text) == tuple(Term(*term) for term in found)


def test_a_passage_shows_where_most_of_the_words_stand() -> None:
    text = "hurt " + "and so on " * 50 + "two were hurt in Qalat today, " + "and so on " * 50
    shown, marks = passage([text], terms("hurt qalat"))
    assert [shown[start:end] for start, end in marks] == ["hurt", "Qalat"]
    assert shown[0] == shown[-1] == "…"
    assert len(shown) < 300


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60), st.text(max_size=12))
def test_marks_are_words_in_the_passage(text: str, query: str) -> None:
    wanted = terms(query)
    shown, marks = passage([text], wanted)
    assert all(0 <= start < end <= len(shown) for start, end in marks)
    assert all(a[1] <= b[0] for a, b in pairwise(marks))
    for word, start, end in tokens(text):
        assert word
        assert 0 <= start < end <= len(text)
