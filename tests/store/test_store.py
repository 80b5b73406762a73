"""What is stored comes back exactly; what is there is never changed; reading twice changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput, StoreError, UnreadableDocument
from onrecord.model import Capture, Captured, Claim, Document, Mention, Producer, Reading, Span
from onrecord.model.ids import sha256_hex
from onrecord.store import MarkSource, Store, schema
from onrecord.store import make as decide
from tests import strategies as nouns

# Each example writes to a disk; the fixtures' one store for all examples is meant.
on_disk = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

FIRST = Producer(name="reader", version="1", settings_digest="s", weights_digest="w")
SECOND = Producer(name="reader", version="2", settings_digest="s", weights_digest="w")


def make(text: str = "Two people were hurt in Qalat.", *, origin: str = "a.txt", original: bytes | None = None) -> Captured:
    data = text.encode() if original is None else original
    moment = datetime(2024, 5, 1, 10, tzinfo=UTC)
    capture = Capture(sha256=sha256_hex(data), captured_at=moment, origin=origin, media_type="text/plain", size=len(data))
    return Captured(document=Document(text=text, title="Report", published=date(2024, 5, 1)), capture=capture, original=data)


def read(captured: Captured, *triggers: tuple[int, int]) -> Reading:
    document = captured.document
    claims = tuple(
        Claim(
            document_id=document.id,
            trigger=Span(*trigger),
            evidence=Span(0, len(document.text)),
            event_type="ASSAULT",
            status="occurred",
            certainty="asserted",
        )
        for trigger in triggers
    )
    return Reading(
        document=document,
        sentences=(Span(0, len(document.text)),),
        paragraphs=(Span(0, len(document.text)),),
        mentions=(Mention(span=Span(0, 3), kind="Quantity", score=0.5),),
        attributions=(),
        claims=claims,
    )


@on_disk
@given(st.data())
def test_what_is_stored_comes_back_exactly(store: Store, data: st.DataObject) -> None:
    captured = data.draw(nouns.captureds())
    reading = data.draw(nouns.readings(captured.document))
    producer = data.draw(nouns.producers)
    decision = data.draw(nouns.appendable)
    # Reports hold no NUL once they are ingested, and PostgreSQL takes none.
    assume(store.name.endswith(".db") or "\\x00" not in repr((captured.document, captured.capture, producer, decision)))
    document_id = captured.document.id
    if not store.add(captured, reading, producer):
        return
    assert tuple(store.claims(document_id=document_id)) == reading.claims
    # The first to bring a document says how it is called; all that its id covers is the same by definition.
    known = store.document(document_id)
    assert known.id == document_id
    stored = store.reading(document_id)
    assert stored is not None
    assert (stored.claims, stored.mentions) == (reading.claims, reading.mentions)
    assert captured.capture.sha256 in {capture.sha256 for capture in store.captures(document_id)}
    assert store.has(document_id, producer)
    for claim in reading.claims:
        assert store.claim(claim.id) == (claim, producer)
    new = decision not in store.decisions()
    assert store.append_decision(decision) == new
    assert not store.append_decision(decision)
    assert decision in store.decisions(subject=decision.subject)


def test_documents_captures_and_originals_come_back(store: Store) -> None:
    captured = make()
    assert store.add(captured, read(captured), FIRST)
    assert list(store.documents()) == [captured.document]
    assert store.document(captured.document.id[:6]) == captured.document
    assert store.captures(captured.document.id) == [captured.capture]
    assert store.original(captured.document.id) == captured.original
    assert store.reading(captured.document.id) == read(captured)
    assert store.reading("d0") is None
    assert store.check() == []


def test_reading_the_same_file_twice_changes_nothing(store: Store) -> None:
    captured = make()
    reading = read(captured, (10, 14))
    assert not store.has(captured.document.id, FIRST)
    assert store.add(captured, reading, FIRST)
    before = dump(store)
    assert store.has(captured.document.id, FIRST)
    assert not store.add(captured, reading, FIRST)
    assert dump(store) == before


def dump(store: Store) -> dict[str, list[Any]]:
    with store._reads() as connection:
        return {name: list(connection.execute(sa.select(table))) for name, table in schema.metadata.tables.items()}


def test_the_same_report_from_elsewhere_is_a_new_capture_of_one_document(store: Store) -> None:
    first, second = make(), make(origin="b.html", original=b"<p>Two people were hurt in Qalat.</p>")
    assert store.add(first, read(first), FIRST)
    assert not store.add(second, read(second), FIRST)
    assert [capture.origin for capture in store.captures(first.document.id)] == ["a.txt", "b.html"]
    assert store.original(first.document.id) == first.original
    assert store.counts()["documents"] == 1


def test_the_newest_producers_claims_are_the_current_ones_and_the_older_stay(store: Store) -> None:
    captured, other = make(), make("Another report of it.", origin="b.txt")
    store.add(captured, read(captured, (10, 14), (15, 19)), FIRST)
    store.add(other, read(other, (0, 7)), FIRST)
    store.add(captured, read(captured, (15, 19)), SECOND)
    assert [claim.trigger for claim in store.claims()] == [Span(0, 7), Span(15, 19)]
    assert [claim.trigger for claim in store.claims(superseded=True)] == [Span(10, 14), Span(15, 19), Span(0, 7), Span(15, 19)]
    assert store.counts()["claims"] == 2
    shared = read(captured, (15, 19)).claims[0]
    assert store.claim(shared.id) == (shared, SECOND)
    assert list(store.claims(ids=[shared.id, "c0"])) == [shared]
    assert list(store.claims(ids=[])) == []
    assert store.has(captured.document.id, FIRST)
    assert not store.has(other.document.id, SECOND)


def test_iterating_goes_over_more_than_one_page_while_documents_are_added(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.store.read.PAGE", 2)
    reports = [make(f"Report number {number}.", origin=f"{number}.txt") for number in range(5)]
    for captured in reports[:4]:
        store.add(captured, read(captured, (0, 6)), FIRST)
    seen = []
    for document in store.documents():
        seen.append(document)
        store.add(reports[4], read(reports[4], (0, 6)), FIRST)
    assert seen == [captured.document for captured in reports]
    assert len(list(store.claims())) == 5


def test_a_reading_of_another_document_is_refused(store: Store) -> None:
    captured, other = make(), make("Another report.")
    with pytest.raises(ValueError, match="cannot be stored with document"):
        store.add(captured, read(other), FIRST)


@pytest.mark.parametrize("table", ["originals", "documents", "captures", "producers", "readings", "claims", "decisions"])
def test_the_record_is_append_only(store: Store, table: str) -> None:
    captured = make()
    store.add(captured, read(captured, (10, 14)), FIRST)
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    store.append_decision(
        decide(MarkSource(source="local:a", mark="credible"), subject="local:a", author="a", reason="r", decided_at=moment)
    )
    column = "sha256" if table == "originals" else "seq"
    statements = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]
    if store.name.startswith("postgresql"):
        statements += [f"TRUNCATE {table} CASCADE"]
    elif table == "documents":
        statements += ["INSERT OR REPLACE INTO documents SELECT * FROM documents"]
    for statement in statements:
        with pytest.raises(StoreError, match="append-only"), store._writes() as connection:
            connection.exec_driver_sql(statement)
    assert store.check() == []


def test_skips_are_kept_until_the_input_is_read(store: Store) -> None:
    captured = make()
    for problem in ("is empty", "is cut off"):
        store.mark_skipped("a.txt", UnreadableDocument(problem, subject="a.txt", stage="ingest", remedy="Fetch it again."))
    store.mark_skipped("b.txt", UnreadableDocument("is empty", subject="b.txt", stage="ingest", remedy="Remove it."))
    assert [(skip.origin, skip.problem) for skip in store.skips()] == [("a.txt", "is cut off"), ("b.txt", "is empty")]
    assert store.skips()[0].skipped_at.tzinfo is UTC
    store.add(captured, read(captured), FIRST)
    assert [skip.origin for skip in store.skips()] == ["b.txt"]


@pytest.mark.parametrize(
    ("start", "says"), [("", "no document"), ("d", "more than one document"), ("x1", "no document"), ("d~", "no document")]
)
def test_an_id_that_is_unknown_or_ambiguous_is_refused(store: Store, start: str, says: str) -> None:
    for number in range(3):
        captured = make(f"Report {number}.")
        store.add(captured, read(captured), FIRST)
    with pytest.raises(BadInput, match=says):
        store.document(start)


def test_damage_is_found(store: Store) -> None:
    captured = make()
    store.add(captured, read(captured), FIRST)
    with store._writes() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER originals_no_update")
            connection.exec_driver_sql("DROP TRIGGER documents_no_update")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.execute(sa.update(schema.originals).values(data=b"\0"))
        connection.execute(sa.update(schema.documents).values(title="Other"))
    with pytest.raises(StoreError, match="do not fit their SHA-256"):
        store.original(captured.document.id)
    assert [problem.split()[0] for problem in store.check()] == ["original", "document"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hurt", ["Two people were hurt in Qalat."]),
        ("HURT qalat", ["Two people were hurt in Qalat."]),
        ('"hurt in Qalat"', ["Two people were hurt in Qalat."]),
        ('"Qalat hurt"', []),
        ("peop*", ["Two people were hurt in Qalat."]),
        ("ecole", ["L’école fut touchée : « un incident »."]),
        ("Report", ["Two people were hurt in Qalat.", "L’école fut touchée : « un incident »."]),
        ("AND OR NOT (", []),
        ('" * -', []),
        ("title:hurt", []),
        ("hurt\0", ["Two people were hurt in Qalat."]),
        ("", []),
    ],
)
def test_full_text_search(store: Store, query: str, found: list[str]) -> None:
    for text in ("Two people were hurt in Qalat.", "L’école fut touchée : « un incident »."):
        captured = make(text)
        store.add(captured, read(captured), FIRST)
    hits = store.search(query)
    assert sorted(store.document(hit.document_id).text for hit in hits) == sorted(found)
    for hit in hits:
        assert "\x02" not in hit.passage
        assert all(mark.of(hit.passage) for mark in hit.marks)
        assert hit.marks


@on_disk
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=20))
def test_no_search_raises(store: Store, query: str) -> None:
    store.search(query)
