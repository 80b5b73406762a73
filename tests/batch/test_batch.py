"""The stages on Spark give what they give in process: the same claims, the same groups, the same graded events."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyspark", reason="PySpark is not installed (python -m pip install 'onrecord[spark]')")

import pyarrow as pa

from onrecord.batch import claims_of, errors_of, link_claims, read_documents
from onrecord.batch.link import IN_BLOCK, meet, telling_row
from onrecord.batch.read import read_rows, reading_row
from onrecord.batch.shapes import READING, batches_of, signed
from onrecord.errors import BadInput
from onrecord.ingest import ingest_paths
from onrecord.link import link_claims as link_in_process
from onrecord.link.blocks import Blocks
from onrecord.link.constraints import Constraints
from onrecord.link.linker import tellings_of
from onrecord.link.profile import pack
from onrecord.link.tellings import Tellings
from onrecord.model import ActorRef, Captured, Claim, Document, Event
from onrecord.model.codec import from_dict
from onrecord.pipeline import Pipeline, build_events
from onrecord.settings import Settings, sample_reports

from ..link.build import DAY, TOWNS, claim, document

GUIDE = Path(__file__).parents[2] / "docs/batch.md"
NOBODY = ActorRef(actor_id="local:", name="", known=False)
Told = Sequence[tuple[Document, Sequence[Claim]]]


def readings(spark: Any, told: Told) -> Any:
    rows = [reading_row(paper.name or "", paper, claims, NOBODY) for paper, claims in told]
    return spark.createDataFrame([tuple(row.values()) for row in rows], READING)


def in_process(told: Told, **sets: Any) -> list[tuple[str, ...]]:
    return sorted(link_in_process([c for _, claims in told for c in claims], {paper.id: paper for paper, _ in told}, **sets))


def on_spark(spark: Any, told: Told, **sets: Any) -> list[tuple[str, ...]]:
    found = sorted(tuple(row.claim_ids) for row in link_claims(readings(spark, told), **sets).collect())
    spark.catalog.clearCache()
    return found


def made(papers: range, towns: Sequence[str], days: int) -> Told:
    rng = random.Random(7)
    told = []
    for n in papers:
        paper = document(f"Report {n}: shells struck the place. Later rockets hit it again.", name=str(n))
        first, second = (DAY + timedelta(days=rng.randrange(days)) for _ in range(2))
        actor, target = rng.choice([None, "army", "front"]), rng.choice([None, "depot", "mill"])
        told.append(
            (
                paper,
                [
                    claim(paper, "struck", town=rng.choice(towns), days=(first, first), actor=actor),
                    claim(paper, "hit", town=rng.choice(towns), days=(second, second), target=target),
                ],
            )
        )
    return told


def test_the_example_of_the_guide_gives_what_the_pipeline_gives(spark: Any, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    samples = [item.document for item in ingest_paths([str(sample_reports())]) if isinstance(item, Captured)]
    lines = [
        {"id": d.name, "text": d.text, "title": d.title, "publisher": d.publisher, "url": d.url, "language": d.language}
        | {"published": d.published.isoformat() if d.published else None}
        for d in samples
    ]
    bad = [{"id": "no text", "title": "Only a title"}, {"id": "no date", "text": "Shells fell on Talm.", "published": "last week"}]
    report = tmp_path / "reports/all.jsonl"
    report.write_text("".join(json.dumps(line) + "\n" for line in [*lines, *bad, lines[0]]), encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    # The folder in which Spark works is that of its Java process, which was started before.
    exec(re.sub(r'(json|parquet)\("', rf'\1("{tmp_path}/', example[1]), {})

    pipeline = Pipeline(Settings.load({}))
    documents = {item.document.id: item.document for item in ingest_paths([str(report)]) if isinstance(item, Captured)}
    claims = [c for d in documents.values() for c in pipeline.read(d).claims]
    assert len(claims) > len(samples)
    rows = spark.read.parquet(str(tmp_path / "claims")).collect()
    assert sorted(row.claim_id for row in rows) == sorted(c.id for c in claims)
    assert {from_dict(Claim, json.loads(row.claim)) for row in rows} == set(claims)
    events = spark.read.parquet(str(tmp_path / "events")).collect()
    expected = build_events(claims, documents, pipeline.publisher)
    assert {row.event_id: from_dict(Event, json.loads(row.event)) for row in events} == {e.id: e for e in expected}
    assert len(events) == len(expected)
    errors = {row.subject: row for row in errors_of(spark.read.parquet(str(tmp_path / "readings"))).collect()}
    assert sorted(errors) == ["no date", "no text"]
    assert "'last week' is not ISO 8601" in errors["no date"].error
    assert errors["no text"].error_stage == "ingest"


def test_full_blocks_and_large_parts_are_linked_as_in_process(spark: Any) -> None:
    # 160 tellings in one town on three days: blocks with more than the neighbours that one meets, a part of more than one division.
    told = [*made(range(160), ["Talm"], 3), *made(range(160, 180), sorted(TOWNS), 9)]
    expected = in_process(told)
    assert max(map(len, expected)) > 30
    assert on_spark(spark, told) == expected
    assert on_spark(spark, told[::-1]) == expected


@pytest.mark.parametrize("size", [1, 7, 60])
def test_a_pair_meets_across_the_border_of_two_batches(size: int) -> None:
    told = made(range(60), ["Talm"], 3)
    tellings = Tellings()
    rows = []
    for paper, claims in told:
        for profile in tellings_of(claims, paper, Constraints()):
            tellings.append(profile, pack(profile))
            row = telling_row(profile, frozenset())
            rows += [{name: row[name] for name in IN_BLOCK} | {"key": key} for key in row["keys"]]
    rows.sort(key=lambda row: (row["key"], row["day"], row["place"], row["telling"]))
    table = pa.Table.from_pylist(rows)
    found = {(p["a"], p["b"]) for batch in meet(table.to_batches(size)) for p in batch.to_pylist()}
    pairs = [pair for first, second in Blocks(tellings).pairs() for pair in zip(first, second, strict=True)]
    assert found == {(signed(tellings.order(a)[2]), signed(tellings.order(b)[2])) for a, b in pairs}
    # Not everyone meets everyone: the limit on neighbours is at work.
    assert len(pairs) < len(tellings) * (len(tellings) - 1) / 2 - len(told)


def test_decisions_hold_on_spark(spark: Any) -> None:
    told = made(range(24), sorted(TOWNS), 3)
    one, other = (frozenset(group) for group in sorted(in_process(told), key=len)[-2:])
    far = next(iter({c.id for _, claims in told for c in claims} - one - other))
    sets = {"together": [frozenset({min(one), far})], "apart": [frozenset({min(other), max(other)})]}
    expected = in_process(told, **sets)
    assert expected != in_process(told)
    assert on_spark(spark, told, **sets) == expected
    with pytest.raises(BadInput, match="not on record: claim-nowhere"):
        link_claims(readings(spark, told), together=[frozenset({min(one), "claim-nowhere"})])


def test_more_alike_pairs_than_the_driver_holds_are_refused(spark: Any) -> None:
    with pytest.raises(BadInput, match="the driver joins 3"):
        link_claims(readings(spark, made(range(24), ["Talm"], 1)), most_edges=3)


def test_claims_without_company_are_events_of_their_own(spark: Any) -> None:
    told = made(range(1), ["Talm"], 1)
    assert on_spark(spark, told) == in_process(told)
    assert claims_of(readings(spark, [*told, *told])).count() == 2
    assert on_spark(spark, [(told[0][0], [])]) == []


def test_tables_and_settings_that_cannot_do_are_refused(spark: Any) -> None:
    with pytest.raises(BadInput, match="no column text among body"):
        read_documents(spark.createDataFrame([("x",)], "body string"))
    documents = spark.createDataFrame([("x",)], "text string")
    with pytest.raises(BadInput, match="no such setting: speed"):
        read_documents(documents, settings={"speed": "1"})
    llm = {"reader": "llm", "llm_url": "http://127.0.0.1:9", "llm_model": "m"}
    with pytest.raises(BadInput, match="does not run on Spark"):
        read_documents(documents, settings=llm)


def test_a_document_on_which_the_reader_breaks_is_a_row_and_the_next_is_read() -> None:
    pipeline = Pipeline(Settings.load({}))
    read = pipeline.read

    def breaks(paper: Document) -> Any:
        if "Orrin" in paper.text:
            raise RecursionError("too deep")
        return read(paper)

    pipeline.read = breaks  # type: ignore[method-assign]
    texts = ["Shells fell on Orrin.", "Rebels shelled Kutum on Monday, killing 4 people, the governor said."]
    first, second = read_rows([{"id": str(n), "text": text} for n, text in enumerate(texts)], pipeline)
    assert (first["subject"], first["error_stage"]) == ("0", "read")
    assert "RecursionError: too deep" in first["error"]
    assert from_dict(Document, json.loads(first["document"])).id == first["document_id"]
    assert second["error"] is None
    assert second["claims"]
    assert next(batches_of([first, second], READING)).num_rows == 2
