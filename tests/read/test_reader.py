"""The reader with the shipped weights: whatever the text, every span lies in it, and the same text reads the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import MissingData
from onrecord.model import Document, Span
from onrecord.model.claim import CERTAINTIES, STATUSES
from onrecord.read import Reader
from onrecord.settings import Settings

WORDS = st.sampled_from(
    ["rebels", "attacked", "The army", "said", "that", "12", "soldiers", "were killed", "near", "Homs", ".", ",", '"', "\n\n", "on Friday"]
    + ["[Source: X]", "denied", "he"]
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Settings.load({}).weights)


def spans_of(value: object) -> Iterator[Span]:
    """Every span anywhere inside a value."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_of(item)
    elif is_dataclass(value):
        for f in fields(value):
            yield from spans_of(getattr(value, f.name))


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.text(max_size=200)))
def test_every_span_lies_in_the_text(reader: Reader, text: str) -> None:
    reading = reader.read(Document(text=text))
    assert all(s.end <= len(text) for s in spans_of(reading))
    for claim in reading.claims:
        assert claim.trigger.of(text).strip()
        assert claim.evidence.overlaps(claim.trigger)
        assert claim.status in STATUSES
        assert claim.certainty in CERTAINTIES
    assert len({c.id for c in reading.claims}) == len(reading.claims)
    assert reader.read(Document(text=text)) == reading


def test_an_attack_with_its_voice_is_read(reader: Reader) -> None:
    text = "The Nigerian army said on Tuesday that gunmen attacked a village near Maiduguri, killing at least 12 people."
    claims = reader.read(Document(text=text)).claims
    (claim,) = [c for c in claims if c.trigger.of(text) == "attacked"]
    assert claim.event_type == "ASSAULT"
    assert claim.status == "occurred"
    assert [a.span.of(text) for a in claim.actors] == ["gunmen"]
    assert [k.name for k in claim.attribution] == ["Nigerian army"]
    assert [(f.what, f.low, f.high) for f in claim.figures] == [("killed", 12, None)]


def test_upper_case_is_read_like_mixed_case(reader: Reader) -> None:
    text = "The Nigerian army said on Tuesday that gunmen attacked a village near Maiduguri, killing at least 12 people."
    plain, upper = reader.read(Document(text=text)).claims, reader.read(Document(text=text.upper())).claims
    assert [(c.trigger, c.event_type, c.status) for c in plain] == [(c.trigger, c.event_type, c.status) for c in upper]


def test_a_text_without_happenings_gives_no_claims(reader: Reader) -> None:
    assert reader.read(Document(text="The library opens at nine. Entry is free for children.")).claims == ()
    assert reader.read(Document(text="")).claims == ()


def test_absent_weights_are_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match=r"encoder\.onnx.*Reinstall"):
        Reader(tmp_path)


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    shipped = Settings.load({}).weights
    for name in ("tokenizer.json", "labels.json", "pairs.onnx"):
        (tmp_path / name).write_bytes((shipped / name).read_bytes())
    (tmp_path / "encoder.onnx").write_bytes(b"not a model")
    with pytest.raises(MissingData, match="cannot be loaded"):
        Reader(tmp_path)
