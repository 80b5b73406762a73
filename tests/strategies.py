"""Hypothesis strategies for the nouns of the record, filled in every field."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from onrecord.model import (
    ActorRef,
    Capture,
    Captured,
    Claim,
    Decision,
    Document,
    Event,
    Figure,
    Grade,
    Link,
    Mention,
    Origin,
    Place,
    PlaceCandidate,
    Producer,
    Reading,
    Role,
    Span,
    When,
)
from onrecord.model.claim import CERTAINTIES, FIGURE_KINDS, STATUSES, VICTIM_CLASSES
from onrecord.model.event import Collapse, FigureRange
from onrecord.model.ids import sha256_hex
from onrecord.model.where import PLACE_KINDS
from onrecord.store import MarkSource, make

# Lone surrogates are no text: ingest never lets them through, and UTF-8 cannot write them.
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
filled = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)
scores = st.floats(allow_nan=False, allow_infinity=False)
counts = st.none() | st.integers(0, 10**12)
spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 10**6), st.integers(1, 500))
moments = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001
latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)
nullable = st.none() | texts

actor_refs = st.builds(
    ActorRef,
    actor_id=texts,
    name=texts,
    known=st.booleans(),
    named=st.booleans(),
    organisation=nullable,
    party=nullable,
    country=nullable,
    sector=nullable,
    inter=st.none() | st.integers(1, 8),
    reason=nullable,
)
links = st.builds(Link, source=st.none() | spans, cue=st.none() | spans, name=texts, actor=st.none() | actor_refs)
roles = st.builds(Role, span=spans, name=texts, actor=st.none() | actor_refs)
bounds = st.tuples(counts, counts).map(lambda pair: tuple(sorted(pair)) if None not in pair else pair)
figures = st.builds(
    lambda pair, **rest: Figure(low=pair[0], high=pair[1], **rest),
    bounds,
    span=spans,
    what=st.sampled_from(FIGURE_KINDS),
    unknown=st.booleans(),
    victims=st.none() | st.sampled_from(VICTIM_CLASSES),
    part_of_total=st.booleans(),
)
intervals = st.none() | st.tuples(st.dates(), st.integers(0, 400)).map(
    lambda pair: (pair[0], min(pair[0].max, pair[0] + timedelta(min(pair[1], (pair[0].max - pair[0]).days))))
)
whens = st.builds(
    lambda pair, **rest: When(earliest=pair[0] if pair else None, latest=pair[1] if pair else None, **rest),
    intervals,
    span=st.none() | spans,
    expression=nullable,
    rule=texts,
    precision=nullable,
)
candidates = st.builds(
    PlaceCandidate,
    gazetteer_id=texts,
    name=texts,
    kind=texts,
    country=nullable,
    admin1=nullable,
    lat=latitudes,
    lon=longitudes,
    radius_m=st.integers(0, 10**7),
    population=st.integers(0, 10**9),
    score=scores,
    reason=texts,
)
places = st.builds(
    Place,
    span=spans,
    name=texts,
    kind=st.sampled_from(PLACE_KINDS),
    country=st.none() | st.sampled_from(("SY", "IQ", "UA")),
    admin1=nullable,
    lat=st.none() | latitudes,
    lon=st.none() | longitudes,
    radius_m=st.none() | st.integers(0, 10**7),
    gazetteer_id=nullable,
    coarse=st.booleans(),
    note=nullable,
    acled_precision=st.none() | st.integers(1, 3),
    ucdp_precision=st.none() | st.integers(1, 7),
    candidates=st.lists(candidates, max_size=1).map(tuple),
)


def _few(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=2).map(tuple)


def claims(document_id: st.SearchStrategy[str] = texts) -> st.SearchStrategy[Claim]:
    """Claims with every field drawn."""
    return st.builds(
        Claim,
        document_id=document_id,
        trigger=spans,
        evidence=spans,
        event_type=st.sampled_from(("ASSAULT", "PROTEST", "MOBILIZE")),
        status=st.sampled_from(STATUSES),
        certainty=st.sampled_from(CERTAINTIES),
        mode=nullable,
        sub_event=nullable,
        actors=_few(roles),
        targets=_few(roles),
        instruments=_few(spans),
        places=_few(places),
        time=st.none() | whens,
        figures=_few(figures),
        attribution=_few(links),
        confidence=st.floats(0, 1),
        group=st.none() | st.integers(0, 50),
    )


documents = st.builds(
    Document,
    text=filled,
    title=nullable,
    publisher=nullable,
    published=st.none() | st.dates(),
    url=nullable,
    language=nullable,
    name=nullable,
)
originals = st.binary(max_size=40)


@st.composite
def captureds(draw: st.DrawFn) -> Captured:
    """A document with a capture that fits its original bytes."""
    original = draw(originals)
    capture = Capture(
        sha256=sha256_hex(original), captured_at=draw(moments), origin=draw(texts), media_type="text/plain", size=len(original)
    )
    return Captured(document=draw(documents), capture=capture, original=original)


producers = st.builds(Producer, name=texts, version=texts, settings_digest=texts, weights_digest=texts)
decisions = st.builds(Decision, kind=texts, subject=texts, payload=texts, author=texts, decided_at=moments, reason=texts)
# Decisions that stand beside any others: who is credible is a mark that nothing on record has to bear out.
appendable = st.builds(
    lambda source, author, reason, moment: make(
        MarkSource(source=source, mark="credible"), subject=source, author=author, reason=reason, decided_at=moment
    ),
    filled.filter(str.strip),
    filled.filter(str.strip),
    filled.filter(str.strip),
    moments,
)
mentions = st.builds(Mention, span=spans, kind=texts, score=scores)


@st.composite
def readings(draw: st.DrawFn, document: Document) -> Reading:
    """What a reader could have found in `document`; no two claims share their id."""
    found = draw(st.lists(claims(st.just(document.id)), max_size=3, unique_by=lambda claim: claim.id))
    return Reading(document=document, sentences=(), paragraphs=(), mentions=draw(_few(mentions)), attributions=(), claims=tuple(found))


origins = st.builds(
    Origin,
    name=texts,
    party=nullable,
    claim_ids=_few(texts),
    organisations=_few(texts),
    stance=st.sampled_from(("own_act", "own_loss", "opponent", "third_party", "unknown")),
    named=st.booleans(),
)
collapses = st.builds(Collapse, a=texts, b=texts, reason=texts, reasons=_few(texts), explanation=texts)
ranges = st.builds(
    FigureRange,
    what=st.sampled_from(FIGURE_KINDS),
    victims=nullable,
    lowest=counts,
    highest=counts,
    best=st.none() | scores,
    rule=texts,
    open_ended=st.booleans(),
    unknown=st.booleans(),
    lowest_claim=nullable,
    highest_claim=nullable,
    claim_ids=_few(texts),
)
grades = st.builds(
    Grade,
    corroboration=st.sampled_from(("single_origin", "one_sided", "corroborated", "contested", "acknowledged", "retracted")),
    reasons=_few(texts),
    claim_ids=_few(texts),
    independent_origins=st.integers(0, 9),
    origins=_few(origins),
    denials=_few(origins),
    collapses=_few(collapses),
    figures=_few(ranges),
    explanation=texts,
)
events = st.builds(
    Event,
    claim_ids=st.lists(texts, min_size=1, max_size=3).map(tuple),
    document_ids=_few(texts),
    event_type=st.sampled_from(("ASSAULT", "PROTEST", "MOBILIZE")),
    mode=nullable,
    sub_event=nullable,
    status=st.sampled_from(STATUSES),
    actors=_few(texts),
    targets=_few(texts),
    places=_few(places),
    when=st.none() | whens,
    grade=grades,
)
