"""Measure linking on gold inputs: events on gold claims, event mentions, incident reports, speed of text reuse and of linking.

    python benchmarks/linking.py ../shared/evaluation [--only claims|mentions|incidents|reuse|growth] [--misses]
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.link import link_claims
from onrecord.model import ActorRef, Claim, Document, Figure, Link, Place, Role, Span, When

Record = dict[str, Any]


def records(path: Path) -> Iterator[Record]:
    """The lines of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def b_cubed(gold: Mapping[str, Hashable], found: Mapping[str, Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 over the items of `gold`."""
    both: dict[tuple[Hashable, Hashable], int] = defaultdict(int)
    of_gold: dict[Hashable, int] = defaultdict(int)
    of_found: dict[Hashable, int] = defaultdict(int)
    for item, cluster in gold.items():
        both[cluster, found[item]] += 1
        of_gold[cluster] += 1
        of_found[found[item]] += 1
    precision = sum(n * n / of_found[f] for (_, f), n in both.items()) / len(gold)
    recall = sum(n * n / of_gold[g] for (g, _), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _span(value: list[int]) -> Span:
    return Span(value[0], value[1])


def _roles(fillers: list[Record], trigger: Span) -> tuple[Role, ...]:
    def ref(name: str) -> ActorRef:
        return ActorRef(actor_id=f"local:{name.casefold()}", name=name, known=False)

    return tuple(Role(span=_span(f["span"]) if f.get("span") else trigger, name=f["name"], actor=ref(f["name"])) for f in fillers)


def gold_claims(record: Record) -> tuple[Document, dict[str, Claim]]:
    """The document of one line of claims.jsonl and its gold claims by their id there."""
    published = record["meta"].get("published")
    document = Document(text=record["text"], published=date.fromisoformat(published) if published else None, name=record["id"])
    claims = {}
    for c in record["claims"]:
        trigger, time = _span(c["trigger"]), c.get("time") or {}
        when = None
        if time.get("earliest") and time.get("latest"):
            earliest, latest = date.fromisoformat(time["earliest"]), date.fromisoformat(time["latest"])
            when = When(span=None, expression=None, earliest=earliest, latest=latest, rule="gold")
        places = tuple(
            Place(
                span=_span(p["span"]) if p.get("span") else trigger, name=p["name"], kind=p["kind"], country=p["country"],
                lat=p["lat"], lon=p["lon"],
            )
            for p in c["places"]
        )
        figures = tuple(Figure(span=_span(f["span"]), what=f["what"], low=f["low"], high=f["high"]) for f in c["figures"])
        chain = tuple(Link(source=_span(x["source"]) if x.get("source") else None, cue=None, name=x["name"]) for x in c["attribution"])
        claims[c["id"]] = Claim(
            document_id=document.id, trigger=trigger, evidence=_span(c["evidence"]), event_type=c["event_type"], status=c["status"],
            certainty=c["certainty"], mode=c["mode"], sub_event=c["sub_event"], actors=_roles(c["actors"], trigger),
            targets=_roles(c["targets"], trigger), places=places, time=when, figures=figures, attribution=chain,
        )
    return document, claims


def measure_claims(root: Path, *, misses: bool) -> None:
    """Events B3 on gold claims, next to one event a claim and one event a type."""
    gold: dict[str, Hashable] = {}
    found: dict[str, Hashable] = {}
    alone: dict[str, Hashable] = {}
    by_type: dict[str, Hashable] = {}
    documents: dict[str, Document] = {}
    claims: list[Claim] = []
    for record in records(root / "claims" / "claims.jsonl"):
        document, by_name = gold_claims(record)
        documents[document.id] = document
        claims += by_name.values()
        for number, names in enumerate(record["events"]):
            for name in names:
                c = by_name[name]
                gold[c.id], alone[c.id], by_type[c.id] = f"{record['id']}#{number}", c.id, f"{record['id']}#{c.event_type}#{c.sub_event}"
    for number, ids in enumerate(link_claims(claims, documents)):
        found.update(dict.fromkeys(ids, number))
    for name, answer in (("one a claim", alone), ("one a sub-event", by_type), ("link_claims", found)):
        show("claims", name, b_cubed(gold, answer))
    if misses:
        _show_misses({c.id: c for c in claims}, documents, gold, found)


def show(task: str, name: str, scores: tuple[float, float, float]) -> None:
    """One line of B3 in per cent."""
    print(f"{task:10s} {name:20s} B3 P {100 * scores[0]:.1f} R {100 * scores[1]:.1f} F1 {100 * scores[2]:.1f}")


def _show_misses(
    claims: dict[str, Claim], documents: dict[str, Document], gold: Mapping[str, Hashable], found: Mapping[str, Hashable]
) -> None:
    from onrecord.link.profile import profile_of
    from onrecord.link.score import score_pair

    ordered = sorted(claims.values(), key=lambda c: (c.document_id, c.trigger))
    for i, a in enumerate(ordered):
        for b in ordered[i + 1 :]:
            if a.document_id != b.document_id and found[a.id] != found[b.id]:
                continue
            if (gold[a.id] == gold[b.id]) != (found[a.id] == found[b.id]):
                text, other = documents[a.document_id].text, documents[b.document_id].text
                pair = score_pair(profile_of(a, documents[a.document_id]), profile_of(b, documents[b.document_id]))
                kind = "SPLIT" if gold[a.id] == gold[b.id] else "MERGED"
                print(kind, gold[a.id], a.trigger.of(text), "|", b.trigger.of(other), round(pair.score, 1), pair.reasons)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("--only", default=None)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if options.only in (None, "claims"):
        measure_claims(options.root, misses=options.misses)


if __name__ == "__main__":
    main()
