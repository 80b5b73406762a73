"""Events within one report: how well claims of one happening are joined, and the weights learnt for it.

Gold claims of the evaluation set, and those of the reports written for training, which say with `E:` what tells of one happening.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.evaluate.records import as_document
from onrecord.link import link_claims, profile_of, score, score_pair
from onrecord.model import ActorRef, Claim, Document, Figure, Link, Mention, Place, Reading, Role, Span, When
from onrecord.pipeline import Pipeline
from onrecord.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))
from corpora import authored_reports
from fitting import fit_logistic
from held_out import as_input

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
                span=_span(p["span"]) if p.get("span") else trigger,
                name=p["name"],
                kind=p["kind"],
                country=p["country"],
                lat=p["lat"],
                lon=p["lon"],
            )
            for p in c["places"]
        )
        figures = tuple(Figure(span=_span(f["span"]), what=f["what"], low=f["low"], high=f["high"]) for f in c["figures"])
        chain = tuple(Link(source=_span(x["source"]) if x.get("source") else None, cue=None, name=x["name"]) for x in c["attribution"])
        claims[c["id"]] = Claim(
            document_id=document.id,
            trigger=trigger,
            evidence=_span(c["evidence"]),
            event_type=c["event_type"],
            status=c["status"],
            certainty=c["certainty"],
            mode=c["mode"],
            sub_event=c["sub_event"],
            actors=_roles(c["actors"], trigger),
            targets=_roles(c["targets"], trigger),
            places=places,
            time=when,
            figures=figures,
            attribution=chain,
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
    for lost in (0.15, 0.3):
        rng = random.Random(11)
        less = [worn(c, rng, lost) for c in claims]
        answer = {i: number for number, ids in enumerate(link_claims(less, documents)) for i in ids}
        show("claims", f"{lost:.0%} of facts lost", b_cubed(gold, answer))
    if misses:
        _show_misses({c.id: c for c in claims}, documents, gold, found)


def show(task: str, name: str, scores: tuple[float, float, float]) -> None:
    """One line of B3 in per cent."""
    print(f"{task:10s} {name:20s} B3 P {100 * scores[0]:.1f} R {100 * scores[1]:.1f} F1 {100 * scores[2]:.1f}")


def _show_misses(
    claims: dict[str, Claim], documents: dict[str, Document], gold: Mapping[str, Hashable], found: Mapping[str, Hashable]
) -> None:
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


# The annotators left bare re-mentions out, so the gold claims cannot teach these; a reader brings them all the time.
BY_HAND = frozenset({"bare re-mention", "adds no day and no place", "act and outcome", "the one just told"})


def worn(claim: Claim, rng: random.Random, lost: float) -> Claim:
    """The claim as a reader finds it that misses each fact with probability `lost`."""
    gone = lambda: rng.random() < lost  # noqa: E731 - said eight times
    return replace(
        claim,
        actors=() if gone() else claim.actors,
        targets=() if gone() else claim.targets,
        places=tuple(p for p in claim.places if not gone()),
        time=None if gone() else claim.time,
        figures=tuple(f for f in claim.figures if not gone()),
        mode=None if gone() else claim.mode,
        sub_event=None if gone() else claim.sub_event,
    )


Told = tuple[Document, dict[str, Claim], Sequence[Sequence[str]]]
"""A report, its claims by name, and the names of those that tell of one event."""


def own_reports(*, held: bool) -> Iterator[Told]:
    """Our own reports with their gold claims, places and actors resolved as in use; `held` are those that training does not see."""
    pipeline = Pipeline(Settings.load())
    for report in authored_reports(held=held):
        document = as_document(as_input(report))
        claims = [{**c, "places": [{**p, "lat": None, "lon": None} for p in c["places"]]} for c in report.claims]
        record = {"id": report.id, "text": report.text, "claims": claims, "meta": {"published": report.published}}
        unresolved = [replace(c, document_id=document.id) for c in gold_claims(record)[1].values()]
        words = sorted({p.span for c in unresolved for p in c.places})
        reading = Reading(
            document=document,
            sentences=tuple(Span(*one) for one in report.sentences),
            paragraphs=(),
            mentions=tuple(Mention(span=span, kind="Location", score=1.0) for span in words),
            attributions=(),
            claims=tuple(replace(c, places=tuple(replace(p, name=p.span.of(document.text)) for p in c.places)) for c in unresolved),
        )
        resolved = pipeline.actors.resolve(pipeline.places.resolve(reading)).claims
        yield document, {str(c["id"]): r for c, r in zip(report.claims, resolved, strict=True)}, list(report.events.values())


def within(told: Sequence[Told], *, lost: float = 0.0) -> tuple[float, float, float]:
    """B3 of the events of each report by itself, where each fact of a claim is lost with this probability."""
    rng = random.Random(11)
    gold: dict[str, Hashable] = {}
    found: dict[str, Hashable] = {}
    for number, (document, by_name, events) in enumerate(told):
        claims = {name: worn(c, rng, lost) if lost else c for name, c in by_name.items()}
        groups = link_claims(list(claims.values()), {document.id: document})
        found.update({claim_id: (number, group) for group, ids in enumerate(groups) for claim_id in ids})
        gold.update({claims[name].id: (number, event) for event, names in enumerate(events) for name in names})
    return b_cubed(gold, found)


def pairs_of(told: Sequence[Told], *, copies: int, lost: float) -> tuple[list[dict[str, float]], list[bool]]:
    """Features of every pair of claims of one report that nothing excludes, and whether the two tell of one event.

    `copies` of each report miss facts at random, so that the weights hold for any reader and not for the errors of one.
    """
    rng = random.Random(3)
    rows: list[dict[str, float]] = []
    same: list[bool] = []
    for document, by_name, events in told:
        event = {name: number for number, names in enumerate(events) for name in names}
        for copy in range(copies + 1):
            profiles = [(event[n], profile_of(worn(c, rng, lost) if copy else c, document)) for n, c in by_name.items()]
            for i, (one, a) in enumerate(profiles):
                for other, b in profiles[i + 1 :]:
                    if score.veto(a, b) is None:
                        rows.append(score.features(a, b))
                        same.append(one == other)
    return rows, same


def fit_claims(root: Path) -> None:
    """Print weights of the pair scorer, pulled towards those in use, and B3 by them; the set of the claims counts six times."""
    own = list(own_reports(held=False))
    kept = list(own_reports(held=True))
    claims = [(*gold_claims(record), record["events"]) for record in records(root / "claims" / "claims.jsonl")]
    rows, same = pairs_of(own, copies=1, lost=0.2)
    few, truth = pairs_of(claims, copies=4, lost=0.3)
    weights = fit_logistic(rows + few * 6, same + truth * 6, list(score.WEIGHTS), score.WEIGHTS, pull=30.0, held=BY_HAND)
    in_use = dict(score.WEIGHTS)
    for name, table in (("in use", in_use), ("fitted", weights)):
        score.WEIGHTS.update(table)
        for lost in (0.0, 0.2):
            show("own", f"{name}, {lost:.0%} lost", within(kept, lost=lost))
            show("claims", f"{name}, {lost:.0%} lost", within(claims, lost=lost))
    score.WEIGHTS.update(in_use)
    print(json.dumps(weights, indent=1))
