"""Killed, injured and day of an incident, right from the reports: `python benchmarks/incidents.py [--shared ../shared] [--incidents 150]`.

The reports of `gva_incidents` come with what the registry of the Gun Violence Archive says of their incident: how many were killed and
injured, and when. Each incident's reports are read, linked and graded together; the event that is told by most of its reports is taken for
the incident. Its figures and first day are compared with the registry's; a figure that nobody gives counts as none. Beside it stand the
same reports read for the first number before "killed" and "wounded" in each, by majority, and the commonest answer for all.

The reports may be used for local evaluation only: nothing of them is kept.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rich.progress import track

from onrecord.evaluate.records import as_document
from onrecord.model import Claim, Event
from onrecord.pipeline import Pipeline, build_events
from onrecord.read.figures import parse_amount
from onrecord.settings import Settings
from told_events import records

Record = dict[str, Any]
KINDS = ("killed", "injured")
_NUMBER = r"(?P<number>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_NAIVE = {
    "killed": re.compile(rf"\b{_NUMBER}(?:\s+[\w-]+){{0,4}}?\s+(?:killed|dead|died|slain|fatally)\b", re.IGNORECASE),
    "injured": re.compile(rf"\b{_NUMBER}(?:\s+[\w-]+){{0,4}}?\s+(?:wounded|injured|hurt|hospitali[sz]ed)\b", re.IGNORECASE),
}


@dataclass(slots=True)
class Tally:
    """Answers beside the registry's, one pair an incident."""

    pairs: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kind: str, said: int, registered: int) -> None:
        self.pairs[kind].append((said, registered))

    def line(self) -> str:
        parts = []
        for kind, pairs in self.pairs.items():
            right = sum(a == b for a, b in pairs) / len(pairs)
            off = sum(abs(a - b) for a, b in pairs) / len(pairs)
            parts.append(f"{kind}: right {right:.1%}, mean error {off:.2f}")
        return "; ".join(parts)


def incident_of(events: Sequence[Event]) -> Event | None:
    """The event that most reports tell of, of those with the most the one with the most claims."""
    harm = [e for e in events if e.event_type == "ASSAULT"] or list(events)
    return max(harm, key=lambda e: (len(e.document_ids), len(e.claim_ids), e.id), default=None)


def figure_of(event: Event | None, kind: str) -> int:
    found = next((f for f in event.grade.figures if f.what == kind and f.victims is None), None) if event else None
    return round(found.best) if found is not None and found.best is not None else 0


def naive(texts: Sequence[str], kind: str) -> int:
    """The commonest first number before the word, over the reports."""
    found = [m["number"] for t in texts if (m := _NAIVE[kind].search(t))]
    said = [amount.low or amount.high or 0 for n in found if (amount := parse_amount("1" if n.lower() in {"a", "an"} else n))]
    return Counter(said).most_common(1)[0][0] if said else 0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    arguments.add_argument("--incidents", type=int, help="only so many")
    arguments.add_argument("--show", action="store_true", help="print what is wrong")
    options = arguments.parse_args()
    by_incident: dict[str, list[Record]] = defaultdict(list)
    for row in records(options.shared / "evaluation/coreference_events/gva_incidents.jsonl"):
        by_incident[row["doc_cluster"]].append(row)
    chosen = sorted(by_incident)[: options.incidents]
    pipeline = Pipeline(Settings.load())
    ours, first_numbers, days = Tally(), Tally(), []
    for name in track(chosen, description="incidents"):
        rows = by_incident[name]
        registered = rows[0]["registry"]
        documents = {(d := as_document({**row, "published": row["dct"], **row["meta"]})).id: d for row in rows}
        claims: list[Claim] = [c for d in documents.values() for c in pipeline.read(d).claims]
        event = incident_of(build_events(claims, documents, pipeline.publisher))
        for kind in KINDS:
            ours.add(kind, figure_of(event, kind), registered[kind])
            first_numbers.add(kind, naive([row["text"] for row in rows], kind), registered[kind])
        told = event.when.earliest if event is not None and event.when is not None else None
        days.append((told, date.fromisoformat(registered["date"])))
        if options.show and event is not None and any(figure_of(event, k) != registered[k] for k in KINDS):
            print(name, {k: (figure_of(event, k), registered[k]) for k in KINDS})
            for claim in claims:
                if claim.id in event.claim_ids and claim.figures:
                    text = documents[claim.document_id].text
                    said = [(f.what, f.low, f.high, f.span.of(text)) for f in claim.figures if f.what in KINDS]
                    print("   ", claim.trigger.of(text), "|", said, "|", " ".join(claim.evidence.of(text).split())[:200])
    print(f"{len(chosen)} incidents, {sum(len(by_incident[n]) for n in chosen)} reports")
    print(f"onrecord: {ours.line()}")
    print(f"first number: {first_numbers.line()}")
    common = Tally()
    for kind in KINDS:
        value = Counter(b for _, b in ours.pairs[kind]).most_common(1)[0][0]
        for _, registered in ours.pairs[kind]:
            common.add(kind, value, registered)
    print(f"the commonest for all: {common.line()}")
    known = [(a, b) for a, b in days if a is not None]
    right, near = (sum(abs((a - b).days) <= off for a, b in known) for off in (0, 1))
    print(f"day: told {len(known)} of {len(days)}, right {right / len(days):.1%}, within a day {near / len(days):.1%}")


if __name__ == "__main__":
    main()
