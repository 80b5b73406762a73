"""Places of claims where triggers and the words for places are given: `python benchmarks/claim_places.py [--list point|coarse]`.

The reports written for training (`training/data`) name the country of every place. Their claims go in with their own words for places, so
that the reader's errors do not count. Printed is how many came out in the right country, in a wrong one or in none: those found by a name
of their own (`point`) and those placed at what holds them (`coarse`) apart. `--list` prints the wrong ones of a kind.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.evaluate.records import as_document
from onrecord.model import Claim, Mention, Place, Reading, Span
from onrecord.resolve.gazetteer import Gazetteer
from onrecord.resolve.where import PlaceResolver
from onrecord.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))
from corpora import authored_reports
from held_out import as_input


def gold_reading(report: Any) -> Reading:
    """The annotated claims of a report, unresolved, with its words for places as the reader's mentions."""
    document = as_document(as_input(report))
    claims = tuple(
        Claim(
            document_id=document.id,
            trigger=Span(*c["trigger"]),
            evidence=Span(*c["evidence"]),
            event_type=c["event_type"],
            status=c["status"],
            certainty=c["certainty"],
            places=tuple(Place(span=Span(*p["span"]), name=Span(*p["span"]).of(report.text), kind=p["kind"]) for p in c["places"]),
        )
        for c in report.claims
    )
    spans = sorted({place.span for claim in claims for place in claim.places})
    mentions = tuple(Mention(span=span, kind="Location", score=1.0) for span in spans)
    sentences = tuple(Span(*one) for one in report.sentences)
    return Reading(document=document, sentences=sentences, paragraphs=(), mentions=mentions, attributions=(), claims=claims)


def outcomes(report: Any, resolver: PlaceResolver) -> Iterator[tuple[str, str, str]]:
    """(how it was placed, whether in the right country, words and result) of each annotated place."""
    for claim, gold in zip(resolver.resolve(gold_reading(report)).claims, report.claims, strict=True):
        for place in gold["places"]:
            span = Span(*place["span"])
            ours = next((one for one in claim.places if one.span.overlaps(span)), None)
            if ours is None:
                yield "dropped", "", span.of(report.text)
                continue
            how = "none" if ours.lat is None else "coarse" if ours.coarse else "point"
            right = "none" if ours.country is None else "right" if ours.country == place["country"] else "wrong"
            yield (
                how,
                right,
                f"{report.id}: {span.of(report.text)} ({place['country']}) came out as {ours.country}, {ours.admin1}; {ours.note}",
            )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--list", choices=("point", "coarse"))
    options = arguments.parse_args()
    resolver = PlaceResolver(Gazetteer.open(Settings.load().gazetteer))
    counts: Counter[tuple[str, str]] = Counter()
    for report in (*authored_reports(held=False), *authored_reports(held=True)):
        for how, right, words in outcomes(report, resolver):
            counts[how, right] += 1
            if how == options.list and right == "wrong":
                print(words)
    for (how, right), number in sorted(counts.items()):
        print(f"{how:8} {right:6} {number}")


if __name__ == "__main__":
    main()
