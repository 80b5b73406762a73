"""The stages in order, with the shipped weights and gazetteer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from onrecord.errors import BadInput
from onrecord.model import Capture, Captured, Document
from onrecord.model.ids import sha256_hex
from onrecord.pipeline import Pipeline, build_events, read_all
from onrecord.read.encoder import Encoded, Encoder
from onrecord.read.packing import Window
from onrecord.settings import Settings

TEXTS = [
    f"The Syrian Defence Ministry said that its aircraft struck {n} militant bases on Tuesday near Palmyra, in Homs "
    f"province, killing at least {n + 5} fighters."
    for n in range(2, 8)
]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(Settings.load({}))


def captured(text: str) -> Captured:
    document = Document(text=text, published=date(2024, 3, 6), publisher="Harbour Gazette")
    data = text.encode()
    capture = Capture(
        sha256=sha256_hex(data), captured_at=datetime(2024, 3, 7, tzinfo=UTC), origin="test", media_type="text/plain", size=len(data)
    )
    return Captured(document=document, capture=capture, original=data)


def test_a_report_becomes_a_resolved_claim(pipeline: Pipeline) -> None:
    reading = pipeline.read(captured(TEXTS[0]).document)
    claim = next(c for c in reading.claims if c.event_type == "ASSAULT")
    assert claim.sub_event == "Air/drone strike"
    assert claim.attribution[-1].actor is not None
    assert claim.attribution[-1].actor.party == "sy"
    assert claim.places[0].country == "SY"
    assert claim.places[0].lat == pytest.approx(34.56, abs=0.3)
    assert claim.time is not None
    assert claim.time.earliest == claim.time.latest == date(2024, 3, 5)


def test_reading_in_several_processes_gives_the_same_in_the_same_order(pipeline: Pipeline) -> None:
    inputs = [captured(t) for t in TEXTS]
    settings = replace(Settings.load({}), jobs=2)
    serial = [r.reading for r in read_all(inputs, settings, pipeline)]
    parallel = [r.reading for r in read_all(inputs, settings, pipeline, serial_below=0)]
    assert serial == parallel
    assert all(r is not None for r in serial)


def test_events_do_not_hang_on_the_order_of_arrival(pipeline: Pipeline) -> None:
    readings = [pipeline.read(captured(t).document) for t in TEXTS]
    documents = {r.document.id: r.document for r in readings}
    claims = [c for r in readings for c in r.claims]
    assert build_events(claims, documents, pipeline.publisher) == build_events(claims[::-1], documents, pipeline.publisher)


def test_one_reading_for_two_has_a_digest_of_its_own() -> None:
    twice, once = Settings.load({}), Settings.load({}, readings="1")
    assert (twice.readings, once.readings) == (2, 1)
    assert twice.digest != once.digest
    with pytest.raises(BadInput, match="neither 1 nor 2"):
        Settings.load({"ONRECORD_READINGS": "3"})


def test_one_reading_runs_the_encoder_once_over_each_word(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    encode = Encoder.encode

    def counted(self: Encoder, window: Window) -> Encoded:
        seen.append(len(window.words))
        return encode(self, window)

    monkeypatch.setattr(Encoder, "encode", counted)
    document = Document(text="The army shelled Kutum on Monday, killing three people, the ministry said. " * 40)
    words = []
    for readings in ("1", "2"):
        seen.clear()
        assert Pipeline(Settings.load({}, readings=readings)).read(document).claims
        words.append(sum(seen))
    assert words[0] < 0.6 * words[1]
