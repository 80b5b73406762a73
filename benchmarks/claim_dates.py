"""Dates of gold claims: what the resolver makes of claims that were read perfectly, apart from the reader's errors.

    python benchmarks/claim_dates.py ../shared/evaluation/claims/claims.jsonl [--spans] [--events gold|linked|none] [--explain]

Gold claims go in without their times (with `--spans`: with the words of time that annotators marked), times come out; the scores are those
of the `time` line of the claims task: earliest and latest both right, over claims that have a date. `--events` says which claims tell of
one happening: as annotated, as `link` finds it, or none. Claims by the rule that dated them are listed with the share that is right.

A folder in place of the file is read as reports that we wrote (`training/data`). Only dates that their own sentences name were written
down there, so they measure `--events none`: which words date which claim, and what they mean.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.evaluate.records import as_document
from onrecord.link import link_claims
from onrecord.model import Claim, Document, Figure, Link, Place, Reading, Role, Span, When
from onrecord.read.words import sentences
from onrecord.resolve.actor import ActorResolver, ActorTable
from onrecord.resolve.when import carry_times, resolve_times

Record = dict[str, Any]


def _span(value: list[int] | None) -> Span | None:
    return Span(*value) if value else None


def _claim(gold: Record, document: Document, *, spans: bool) -> Claim:
    sentence = Span(*gold["evidence"])
    span = _span((gold.get("time") or {}).get("span")) if spans else None

    def roles(key: str) -> tuple[Role, ...]:
        return tuple(Role(span=Span(*r["span"]), name=r["name"]) for r in gold.get(key) or [] if r.get("span"))

    return Claim(
        document_id=document.id,
        trigger=Span(*gold["trigger"]),
        evidence=sentence,
        event_type=gold["event_type"],
        status=gold["status"],
        certainty=gold["certainty"],
        mode=gold.get("mode"),
        sub_event=gold.get("sub_event"),
        actors=roles("actors"),
        targets=roles("targets"),
        places=tuple(
            Place(span=Span(*p["span"]), name=p["name"], kind=p["kind"], country=p["country"], lat=p.get("lat"), lon=p.get("lon"))
            for p in gold.get("places") or []
            if p.get("span")
        ),
        figures=tuple(
            Figure(span=Span(*f["span"]), what=f["what"], low=f["low"], high=f["high"], unknown=bool(f.get("unknown")))
            for f in gold.get("figures") or []
        ),
        attribution=tuple(
            Link(source=_span(k.get("source")), cue=_span(k.get("cue")), name=k["name"]) for k in gold.get("attribution") or []
        ),
        time=When(span=span, expression=None, earliest=None, latest=None, rule="reader") if span else None,
    )


def _paragraphs(text: str) -> tuple[Span, ...]:
    spans, start = [], 0
    for part in text.split("\n\n"):
        if part.strip():
            spans.append(Span(start, start + len(part)))
        start += len(part) + 2
    return tuple(spans)


def gold_reading(record: Record, *, spans: bool) -> Reading:
    """The annotated claims of a record, unresolved; with `spans`, with the words of time that annotators marked."""
    document = as_document(record)
    claims = [_claim(c, document, spans=spans) for c in record["claims"]]
    return Reading(
        document=document,
        sentences=tuple(sentences(document.text)),
        paragraphs=_paragraphs(document.text),
        mentions=(),
        attributions=(),
        claims=tuple(claims),
    )


def dated(record: Record, resolver: ActorResolver, *, spans: bool, events: str) -> list[tuple[Record, Claim]]:
    """Each gold claim of a record with the claim that the resolver made of it."""
    reading = gold_reading(record, spans=spans)
    document = reading.document
    names = {c["id"]: claim.id for c, claim in zip(record["claims"], reading.claims, strict=True)}
    reading = resolve_times(reading)
    if events != "none":
        reading = resolver.resolve(reading)
    groups: list[tuple[str, ...]] = []
    if events == "gold":
        groups = [tuple(names[i] for i in event) for event in record["events"]]
    elif events == "linked":
        groups = list(link_claims(reading.claims, {document.id: document}))
    if events != "none":
        reading = carry_times(reading, groups)
    return list(zip(record["claims"], reading.claims, strict=True))


def records(gold: Path) -> Iterator[Record]:
    """The records of a JSONL file, or of a folder of reports in the format of `training/authored.py`."""
    if not gold.is_dir():
        yield from (json.loads(line) for line in gold.read_text(encoding="utf-8").split("\n") if line)
        return
    sys.path.insert(0, str(Path(__file__).parents[1] / "training"))
    from authored import read_reports

    for path in sorted(gold.glob("*.txt")):
        for report in read_reports(path):
            yield {
                "id": report.id,
                "text": report.text,
                "published": report.published or None,
                "claims": report.claims,
                "events": list(report.events.values()),
            }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--spans", action="store_true", help="give the annotated words of time")
    parser.add_argument("--events", choices=("gold", "linked", "none"), default="linked")
    parser.add_argument("--explain", action="store_true", help="list the claims that are wrong")
    options = parser.parse_args()
    resolver = ActorResolver(ActorTable.load())
    wanted = found = right = 0
    fired: Counter[str] = Counter()
    correct: Counter[str] = Counter()
    for record in records(options.gold):
        for gold, claim in dated(record, resolver, spans=options.spans, events=options.events):
            time = gold.get("time") or {}
            truth = (time.get("earliest"), time.get("latest"))
            when = claim.time
            told = (str(when.earliest), str(when.latest)) if when and when.earliest else (None, None)
            wanted += truth[0] is not None
            if told[0] is not None and when is not None:
                found += 1
                rule = when.rule if when.rule.startswith("carried-") else "own sentence"
                fired[rule] += 1
                correct[rule] += told == truth
            right += truth[0] is not None and told == truth
            if options.explain and told != truth:
                words = claim.trigger.of(record["text"])
                print(f"{record['id'][-8:]} {gold['id']:4} {words!r:30.30} gold {truth} told {told} {when.rule if when else None}")
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    print(f"time: precision {precision:.3f}  recall {recall:.3f}  F1 {2 * right / max(found + wanted, 1):.3f}  of {wanted}")
    for rule, count in fired.most_common():
        print(f"  {rule:22} {count:4} claims, {correct[rule] / count:.2f} right")


if __name__ == "__main__":
    main()
