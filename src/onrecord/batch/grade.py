"""Groups of claims to graded events, each with the documents that tell of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812

from onrecord.batch.read import unique
from onrecord.batch.shapes import EVENT, Batches, Row, batches_of, groups_of
from onrecord.grade import Judgements
from onrecord.link import relate
from onrecord.model import ActorRef, Claim, Document, Event
from onrecord.model.codec import from_dict, to_dict
from onrecord.pipeline import grade_groups


def grade_events(readings: DataFrame, groups: DataFrame, *, judgements: Judgements | None = None) -> DataFrame:
    """The event (`shapes.EVENT`) of each group that `link_claims` found among `readings`, as `onrecord.pipeline.build_events` makes it.

    A document goes to each event that it tells of, with its text: write `readings` to Parquet first.
    """
    told = unique(readings)
    located = told.select("document_id", F.explode("claims.id").alias("claim_id"))
    members = groups.select(F.element_at("claim_ids", 1).alias("first"), "claim_ids", F.explode("claim_ids").alias("claim_id"))
    # By way of the ids alone, so that no text is carried along before it is known where to.
    pairs = members.join(located, "claim_id").select("first", "claim_ids", "document_id").dropDuplicates(["first", "document_id"])
    ordered = pairs.join(told, "document_id").repartition("first").sortWithinPartitions("first", "document_id")
    return ordered.mapInArrow(_grader(judgements), EVENT)


def _grader(judgements: Judgements | None) -> Callable[[Iterable[Any]], Batches]:
    def grade(batches: Iterable[Any]) -> Batches:
        yield from batches_of((event_row(event_of(rows, judgements)) for rows in groups_of(batches, "first")), EVENT)

    return grade


def event_of(rows: list[Row], judgements: Judgements | None = None) -> Event:
    """The event of one group of claims, from the readings of all its documents."""
    documents = {row["document_id"]: from_dict(Document, json.loads(row["document"])) for row in rows}
    publishers = {row["document_id"]: from_dict(ActorRef, json.loads(row["publisher"])) for row in rows}
    # With the claims of other events in these documents, because reports relate one to the other.
    claims = [from_dict(Claim, json.loads(c["claim"])) for row in rows for c in row["claims"]]
    graded = grade_groups([tuple(rows[0]["claim_ids"])], claims, documents, publishers, judgements=judgements)
    return relate(graded, claims, documents)[0]


def event_row(event: Event) -> Row:
    """The row of `shapes.EVENT`."""
    place = event.places[0] if event.places else None
    return {
        "event_id": event.id,
        "event_type": event.event_type,
        "status": event.status,
        "earliest": event.when.earliest if event.when else None,
        "latest": event.when.latest if event.when else None,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "corroboration": event.grade.corroboration,
        "independent_origins": event.grade.independent_origins,
        "claims": len(event.claim_ids),
        "documents": len(event.document_ids),
        "explanation": event.grade.explanation,
        "event": json.dumps(to_dict(event, ids=True), ensure_ascii=False),
    }
