"""The passage that is shown is the text of the document, cut at the spans and nowhere else."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.passage import LABELS, marks, passage
from onrecord.export.words import visible, voices
from onrecord.model import Claim, Document, Link, Role, Span
from tests.export import made

DOCUMENTS = {d.id: d for d in (made.BULLETIN, made.WIRE, made.DENIAL, made.OTHER)}
CLAIMS = [(claim, DOCUMENTS[claim.document_id]) for group in made.claims().values() for claim in group]


@pytest.mark.parametrize(("claim", "document"), CLAIMS)
def test_pieces_are_the_text_and_carry_every_mark(claim: Claim, document: Document) -> None:
    pieces = passage(claim, document.text)
    assert all(p.text == p.span.of(document.text) for p in pieces)
    for span, label in marks(claim):
        assert "".join(p.text for p in pieces if span.contains(p.span) and label in p.labels) == span.of(document.text)


def test_a_source_outside_the_sentence_is_shown_after_a_gap() -> None:
    claim = made.claims()["strike"][0]
    pieces = passage(claim, made.BULLETIN.text)
    assert [p.gap for p in pieces].count(True) == 1
    assert "".join(p.text for p in pieces if not p.gap).startswith("Army aircraft struck")
    assert any(p.label == "source" and p.text == "Defence Ministry" for p in pieces)


def test_an_overlap_keeps_all_labels_and_shows_the_first() -> None:
    claim = made.claims()["strike"][0]
    piece = next(p for p in passage(claim, made.BULLETIN.text) if p.text == "two camps")
    assert (piece.label, piece.labels) == ("figure", ("figure", "target"))


def test_a_span_outside_the_text_is_refused() -> None:
    claim = made.claims()["strike"][0]
    with pytest.raises(ValueError, match="outside its document"):
        passage(claim, made.BULLETIN.text[:50])


@st.composite
def claims_in_text(draw: st.DrawFn) -> tuple[Claim, str]:
    text = draw(st.text(alphabet="ab .\n\u0301é\U0001f600", min_size=4, max_size=300))

    def span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span(start, draw(st.integers(start + 1, len(text))))

    roles = tuple(Role(span=span(), name="x") for _ in range(draw(st.integers(0, 3))))
    links = tuple(Link(source=span(), cue=span(), name="v") for _ in range(draw(st.integers(0, 2))))
    claim = Claim(
        document_id="d",
        trigger=span(),
        evidence=span(),
        event_type="ASSAULT",
        status="occurred",
        certainty="asserted",
        actors=roles,
        attribution=links,
    )
    return claim, text


@given(claims_in_text())
def test_any_spans_give_ordered_pieces_that_hold_every_mark(given_claim: tuple[Claim, str]) -> None:
    claim, text = given_claim
    pieces = passage(claim, text)
    assert all(a.span.end <= b.span.start for a, b in pairwise(pieces))
    assert all(p.text == p.span.of(text) and set(p.labels) <= set(LABELS) for p in pieces)
    for span, label in marks(claim):
        assert "".join(p.text for p in pieces if span.contains(p.span) and label in p.labels) == span.of(text)
    shown = {i for p in pieces for i in range(p.span.start, p.span.end)}
    assert set(range(claim.evidence.start, claim.evidence.end)) <= shown


@given(st.text(alphabet=st.characters(codec=None)))
def test_visible_text_steers_nothing(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} or c in "\u202e\u2066\u2028" for c in shown)
    assert "\n" not in shown
    shown.encode("utf-8")


def test_line_feeds_stay_where_they_are_wanted() -> None:
    assert visible("a\nb\x1b", lines=True) == "a\nb\ufffd"


def test_voices_run_from_publisher_to_origin() -> None:
    claim = made.claims()["strike"][0]
    assert voices(claim, made.BULLETIN) == ["Levant Press Agency", "Defence Ministry", "Rashid al-Omar"]
    assert voices(claim, replace(made.BULLETIN, publisher=None, title=None, name=None))[0] == "the report"
