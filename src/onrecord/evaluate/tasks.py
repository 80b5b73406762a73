"""`onrecord predict`: what the program says about records of each evaluation task.

One function a task, from the program's own objects to the answer fields that the task's scorer reads. Nothing here knows a gold answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from onrecord.errors import BadInput
from onrecord.evaluate import coarse, dispatches, happenings
from onrecord.evaluate.coreference import cluster_phrases, coreference_models
from onrecord.evaluate.linear import Linear
from onrecord.evaluate.records import Record, as_document
from onrecord.link import GivenMention, MentionDocument, Report, cluster_documents, cluster_mentions
from onrecord.model import Claim, Document, Event, Span
from onrecord.pipeline import Pipeline, build_events
from onrecord.read.words import sentences
from onrecord.resolve.when import find_timexes
from onrecord.resolve.where import find_toponyms, resolve_toponyms

Answer = dict[str, Any]
_LIKELY = 0.75  # events of which no claim is surer are left out of what is graded; chosen on the open scenarios


def _span(span: Span | None) -> list[int] | None:
    return span.as_list() if span else None


def _part(span: Span, text: str) -> Answer:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _claim(claim: Claim, name: str) -> Answer:
    when = claim.time
    return {
        "id": name,
        "trigger": _span(claim.trigger),
        "evidence": _span(claim.evidence),
        "event_type": claim.event_type,
        "mode": claim.mode,
        "sub_event": claim.sub_event,
        "status": claim.status,
        "certainty": claim.certainty,
        "actors": [{"span": _span(r.span), "name": r.name} for r in claim.actors],
        "targets": [{"span": _span(r.span), "name": r.name} for r in claim.targets],
        "instruments": [_span(s) for s in claim.instruments],
        "places": [
            {"span": _span(p.span), "name": p.name, "kind": p.kind, "country": p.country, "lat": p.lat, "lon": p.lon} for p in claim.places
        ],
        "time": when
        and {
            "span": _span(when.span),
            "earliest": when.earliest and when.earliest.isoformat(),
            "latest": when.latest and when.latest.isoformat(),
        },
        "figures": [
            {"span": _span(f.span), "what": f.what, "low": f.low, "high": f.high, **({"unknown": True} if f.unknown else {})}
            for f in claim.figures
        ],
        "attribution": [{"source": _span(k.source), "cue": _span(k.cue), "name": k.name} for k in claim.attribution],
        "confidence": claim.confidence,
    }


def claims(record: Record, pipeline: Pipeline) -> Answer:
    """Attributed claims and their grouping into events."""
    document = as_document(record)
    reading = pipeline.read(document)
    local = {claim.id: f"c{n}" for n, claim in enumerate(reading.claims, 1)}
    events = build_events(reading.claims, {document.id: document}, pipeline.publisher)
    return {
        "claims": [_claim(claim, local[claim.id]) for claim in reading.claims],
        "events": [sorted((local[i] for i in event.claim_ids), key=lambda c: int(c[1:])) for event in events],
    }


def attribution(record: Record, pipeline: Pipeline) -> Answer:
    """Source, cue and content of every voice, whatever it speaks of."""
    text = record["text"]
    analysis = pipeline.reader.analyse(as_document(record))
    return {
        "attributions": [
            {
                "source": [_part(s, text) for s in a.source],
                "cue": [_part(s, text) for s in a.cue],
                "content": [_part(s, text) for s in a.content],
                "has_source": bool(a.source),
            }
            for a in analysis.attributions
            if a.content
        ]
    }


def entities(record: Record, pipeline: Pipeline) -> Answer:
    """Mentions with re3d's types, or GUM's for records of that corpus."""
    text = record["text"]
    analysis = pipeline.reader.analyse(as_document(record))
    found = analysis.names if str(record.get("corpus", "")).lower().startswith("gum") else analysis.mentions
    return {"entities": [{"type": m.kind, **_part(m.span, text), "confidence": m.score} for m in found]}


def events_arguments(record: Record, pipeline: Pipeline) -> Answer:
    """Triggers by coarse group, arguments by coarse role: all happenings that the text names, also those without a claim of their own."""
    text = record["text"]
    corpus = str(record.get("corpus", ""))
    wanted, times = coarse.groups_in(corpus), coarse.has_times(corpus)
    found = happenings.happenings(
        text, pipeline.reader, happenings.happening_models(), conventions=coarse.conventions_of(corpus), times=times
    )
    return {
        "events": [
            {
                "group": h.group,
                "trigger": _part(h.span, text),
                "args": [{"role": role, "span": _part(s, text)} for role, spans in h.roles.items() for s in spans],
            }
            for h in found
            if wanted is None or h.group in wanted
        ]
    }


def toponyms(record: Record, pipeline: Pipeline) -> Answer:
    """Place names with coordinates; spans that the record gives are resolved, otherwise those that reader and gazetteer find together."""
    text = record["text"]
    document = as_document(record)
    given = record.get("toponyms") or record.get("mentions")
    if given:
        spans = [Span(m["start"], m["end"]) for m in given]
    else:
        analysis = pipeline.reader.analyse(document)
        spans = [found.span for found in find_toponyms(text, pipeline.gazetteer, (*analysis.names, *analysis.mentions))]
    places = resolve_toponyms(text, spans, pipeline.gazetteer, title=document.title)
    answers = []
    for span, place in zip(spans, places, strict=True):
        if place is None and not given:
            continue
        number = (place.gazetteer_id or "").removeprefix("geonames:") if place else ""
        country = pipeline.gazetteer.country_name(place.country) if place and place.country else None
        answers.append(
            {
                **_part(span, text),
                "lat": place.lat if place else None,
                "lon": place.lon if place else None,
                "country": country,
                "geonames_id": int(number) if number.isdigit() else None,
            }
        )
    return {"toponyms": answers}


def dates(record: Record, pipeline: Pipeline) -> Answer:  # noqa: ARG001 - every task has the same signature
    """TIMEX3 expressions with their values."""
    text = record["text"]
    return {
        "timexes": [
            {"type": t.type, "value": t.value, **_part(t.span, text)} for t in find_timexes(text, published=as_document(record).published)
        ]
    }


def factuality(record: Record, pipeline: Pipeline) -> Answer:
    """How far the text takes each given predicate to have happened."""
    spans = [Span(i["start"], i["end"]) for i in record.get("items") or []]
    scores = pipeline.reader.factuality(record["text"], spans)
    return {"items": [{**_part(s, record["text"]), "score": round(scores.get(s, 0.0), 4)} for s in spans]}


def events_sentence(record: Record, pipeline: Pipeline) -> Answer:
    """Labels of a snippet in the code list of its corpus, and its events with source and target."""
    reading = pipeline.read(as_document(record))
    return coarse.snippet_labels(record, reading, pipeline.actors.table)


def events_cameo(record: Record, pipeline: Pipeline) -> Answer:
    """CAMEO events of any text: code, actor codes of source and target, trigger."""
    return coarse.cameo_events(pipeline.read(as_document(record)), pipeline.actors.table)


def events_document(record: Record, pipeline: Pipeline) -> Answer:
    """Role fillers of the whole document, and a template for each incident in it (MUC-4)."""
    document = as_document(record)
    dispatch = pipeline.reader.dispatch(document.text)
    return dispatches.answer(_dispatch_models(), dispatch, tuple(sentences(document.text)), pipeline.gazetteer, document.published)


@cache
def _dispatch_models() -> dict[str, Linear]:
    return dispatches.dispatch_models()


def coreference(record: Record, pipeline: Pipeline) -> Answer:  # noqa: ARG001 - every task has the same signature
    """Noun phrases by what they mean inside the document: those that the record gives as `mentions`, otherwise those found in the text."""
    text = record["text"]
    given = record.get("mentions")
    spans = None if given is None else [Span(m["start"], m["end"]) for m in given]
    clusters = cluster_phrases(text, coreference_models(), given=spans)
    names = {span: f"{record['id']}-{number}" for span, number in clusters.items()}
    if given is not None:
        return {"mentions": [{**m, "cluster": names[span]} for m, span in zip(given, spans or (), strict=True)]}
    return {"mentions": [{"mention_id": f"m{n}", **_part(span, text), "cluster": names[span]} for n, span in enumerate(names)]}


def grading(record: Record, pipeline: Pipeline) -> Answer:
    """Events of a bundle of reports: triggers, independent origins, grade, figures, dates.

    What is graded are incidents: events that ACLED has a sub-event for, not the words, visits and daily life told beside them. As by
    `onrecord events --confidence 0.75`, one of which the reader is less sure is left out as well.
    """
    names: dict[str, str] = {}
    documents: dict[str, Document] = {}
    found: list[Claim] = []
    for given in record["documents"]:
        document = as_document(given)
        names[document.id] = given["id"]
        documents[document.id] = document
        found += pipeline.read(document).claims
    events = build_events(found, documents, pipeline.publisher)
    by_id = {claim.id: claim for claim in found}
    likely = (e for e in events if any(by_id[i].confidence >= _LIKELY for i in e.claim_ids))
    return {"events": [_graded(event, by_id, names) for event in likely if event.sub_event]}


def _graded(event: Event, by_id: dict[str, Claim], names: dict[str, str]) -> Answer:
    mine = [by_id[i] for i in event.claim_ids]
    when = event.when
    return {
        "event_type": event.event_type,
        "sub_event": event.sub_event,
        "triggers": [{"document": names[c.document_id], "start": c.trigger.start, "end": c.trigger.end} for c in mine],
        "documents": sorted(names[d] for d in event.document_ids),
        "independent_origins": event.grade.independent_origins,
        "corroboration": event.grade.corroboration,
        "figure_summary": {f.what: {"lowest": f.lowest, "highest": f.highest} for f in event.grade.figures if f.victims is None},
        "earliest": when.earliest.isoformat() if when and when.earliest else None,
        "latest": when.latest.isoformat() if when and when.latest else None,
    }


TASKS: dict[str, Callable[[Record, Pipeline], Answer]] = {
    t.__name__: t
    for t in (
        claims,
        attribution,
        entities,
        events_arguments,
        toponyms,
        dates,
        factuality,
        events_sentence,
        events_cameo,
        events_document,
        coreference,
        grading,
    )
}
# This one looks at all records together.
WHOLE_FILE = "coreference_events"


def predict(task: str, records: Iterable[Record], pipeline: Pipeline) -> Iterator[Record]:
    """The answers of the program to `records`, each with the record's id.

    Raises `BadInput` for an unknown task or a record without the field that the task reads.
    """
    if task == WHOLE_FILE:
        yield from _coreference(list(records))
        return
    function = TASKS.get(task)
    if function is None:
        raise BadInput(f"no such task: {task}", subject="predict", stage="evaluate", remedy=f"Use one of {', '.join([*TASKS, WHOLE_FILE])}")
    for record in records:
        needed = "documents" if task == "grading" else "text"
        if needed not in record:
            raise BadInput(
                f"the record has no '{needed}'", subject=str(record.get("id")), stage="evaluate", remedy=f"The task {task} needs it"
            )
        yield {"id": record["id"], **function(record, pipeline)}


def _coreference(records: list[Record]) -> Iterator[Record]:
    """Clusters of given event mentions across documents, or of whole reports where no mentions are given."""
    if any(r.get("mentions") for r in records):
        clusters = cluster_mentions([_mention_document(r) for r in records])
        for r in records:
            yield {"id": r["id"], "mentions": [{**m, "cluster": clusters[m["mention_id"]]} for m in r.get("mentions") or []]}
        return
    reports = [(r["id"], as_document(r)) for r in records]
    groups = cluster_documents([Report(id=i, text=d.text, title=d.title, published=d.published) for i, d in reports])
    for r in records:
        yield {"id": r["id"], "doc_cluster": groups[r["id"]]}


def _mention_document(record: Record) -> MentionDocument:
    mentions = tuple(GivenMention(mention_id=m["mention_id"], start=m["start"], end=m["end"]) for m in record.get("mentions") or [])
    return MentionDocument(id=record["id"], text=record["text"], topic=str(record.get("topic") or ""), mentions=mentions)
