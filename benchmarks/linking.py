"""Measure linking on gold inputs: events on gold claims, event mentions, incident reports, speed of text reuse and of linking.

python benchmarks/linking.py ../shared/evaluation [--only claims|mentions|incidents|growth] [--misses] [--fit]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import resource
import time
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.link import (
    GivenMention,
    MentionDocument,
    Report,
    cluster_documents,
    cluster_mentions,
    incidents,
    link_claims,
    mentions,
    profile_of,
    score,
    score_pair,
    text_reuse,
)
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


def fit_logistic(
    rows: list[dict[str, float]], same: list[bool], names: list[str], prior: Mapping[str, float], pull: float
) -> dict[str, float]:
    """Weights of a logistic regression, pulled towards `prior` with strength `pull`, by Newton's method."""
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    y = np.array(same, dtype=float)
    start = np.array([prior.get(name, 0.0) for name in names])
    weights = start.copy()
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + pull * (weights - start)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + pull * np.eye(len(names))
        weights -= np.linalg.solve(hessian, gradient)
    return {name: round(float(weight), 1) for name, weight in zip(names, weights, strict=True)}


def fit_claims(root: Path) -> None:
    """Print weights of the pair scorer fitted to the gold claims, pulled towards those in use."""
    rows: list[dict[str, float]] = []
    same: list[bool] = []
    for record in records(root / "claims" / "claims.jsonl"):
        document, by_name = gold_claims(record)
        event = {name: number for number, names in enumerate(record["events"]) for name in names}
        profiles = [(event[name], profile_of(c, document)) for name, c in by_name.items()]
        for i, (one, a) in enumerate(profiles):
            for other, b in profiles[i + 1 :]:
                if score.veto(a, b) is None:
                    rows.append(score.features(a, b))
                    same.append(one == other)
    print(fit_logistic(rows, same, list(score.WEIGHTS), score.WEIGHTS, pull=4.0))


def _mention_documents(path: Path, split: str) -> tuple[list[MentionDocument], dict[str, Hashable]]:
    documents, gold = [], {}
    for r in records(path):
        if r["split"] == split:
            given = tuple(GivenMention(mention_id=m["mention_id"], start=m["start"], end=m["end"]) for m in r["mentions"])
            documents.append(MentionDocument(id=r["id"], text=r["text"], topic=r["topic"], mentions=given))
            gold.update({m["mention_id"]: m["cluster"] for m in r["mentions"]})
    return documents, gold


def measure_mentions(root: Path, *, fit: bool) -> None:
    """B3 of event mentions on the dev half, next to one cluster a head lemma and topic; `score.py` gives CoNLL F1."""
    path = root / "coreference_events" / "ecbplus.jsonl"
    if fit:
        train, gold = _mention_documents(path, "train")
        rows, same = [], []
        for topic in sorted({d.topic for d in train}):
            seen, found = mentions.topic_pairs([d for d in train if d.topic == topic])
            rows += found.values()
            same += [gold[seen[i].mention_id] == gold[seen[j].mention_id] for i, j in found]
        print(fit_logistic(rows, same, list(mentions.WEIGHTS), {}, pull=3.0))
    for name in ("ecbplus", "newswcl50"):
        dev, gold = _mention_documents(root / "coreference_events" / f"{name}.jsonl", "dev")
        heads = {m.mention_id: (d.topic, mentions.head_lemma(d.text[m.start : m.end])) for d in dev for m in d.mentions}
        show(name, "one a head lemma", b_cubed(gold, heads))
        show(name, "cluster_mentions", b_cubed(gold, cluster_mentions(dev)))


def measure_incidents(root: Path, *, fit: bool) -> None:
    """B3 of reports of incidents; with `fit`, weights learnt on one half of the incidents are measured on the other."""
    rows = sorted(records(root / "coreference_events" / "gva_incidents.jsonl"), key=lambda r: r["id"])
    gold = {r["id"]: r["doc_cluster"] for r in rows}
    reports = [Report(id=r["id"], text=r["text"], title=r["meta"].get("title"), published=date.fromisoformat(r["dct"])) for r in rows]
    show("incidents", "all, weights in use", b_cubed(gold, cluster_documents(reports)))
    if not fit:
        return
    half = {c: int(hashlib.md5(c.encode(), usedforsecurity=False).hexdigest(), 16) % 2 for c in set(gold.values())}
    in_use = dict(incidents.WEIGHTS)
    for kept in (0, 1):
        found = incidents.report_pairs([r for r in reports if half[gold[r.id]] != kept])
        ids = [r.id for r in reports if half[gold[r.id]] != kept]
        same = [gold[ids[i]] == gold[ids[j]] for i, j in found]
        incidents.WEIGHTS.update(fit_logistic(list(found.values()), same, list(in_use), {}, pull=1.0))
        answer = cluster_documents(reports)
        unseen = {i: c for i, c in gold.items() if half[c] == kept}
        show("incidents", f"half {kept}, weights unseen", b_cubed(unseen, answer))
    incidents.WEIGHTS.update(in_use)


def made_claims(count: int, seed: int = 7) -> tuple[list[Claim], dict[str, Document]]:
    """Invented claims for timing: strikes on a grid of towns over years, each told by two to four outlets with jitter of day and toll."""
    rng = random.Random(seed)
    claims: list[Claim] = []
    documents: dict[str, Document] = {}
    while len(claims) < count:
        town, day = rng.randrange(4_000), date(2015, 1, 1) + timedelta(days=rng.randrange(3_650))
        where = (20 + town // 80 * 0.5, 20 + town % 80 * 0.5)
        doer, toll = f"force {rng.randrange(40)}", rng.randrange(1, 40)
        for outlet in rng.sample(range(300), rng.randrange(2, 5)):
            text = f"{doer} struck town {town} on {day.isoformat()}, killing {toll}, outlet {outlet} of {len(claims)} wrote."
            document = Document(text=text, published=day + timedelta(days=1), publisher=f"outlet {outlet}")
            documents[document.id] = document
            spans = Span(0, len(doer)), Span(len(doer) + 1, len(doer) + 7), Span(0, len(text))
            actor = ActorRef(actor_id=doer, name=doer, known=True, party=doer)
            place = Place(span=spans[1], name=f"town {town}", kind="town", country="XX", lat=where[0], lon=where[1], radius_m=3_000)
            when = When(span=None, expression=None, earliest=day, latest=day, rule="made")
            claims.append(
                Claim(
                    document_id=document.id,
                    trigger=spans[1],
                    evidence=spans[2],
                    event_type="ASSAULT",
                    mode="aerial",
                    sub_event="Air/drone strike",
                    status="occurred",
                    certainty="asserted",
                    actors=(Role(span=spans[0], name=doer, actor=actor),),
                    places=(place,),
                    time=when,
                    figures=(Figure(span=spans[1], what="killed", low=toll + rng.randrange(2), high=None),),
                )
            )
    return claims[:count], documents


def measure_growth() -> None:
    """Seconds and peak memory to link made claims, and the exponent of growth; text reuse in documents a second."""
    timed: list[tuple[int, float]] = []
    for count in (2_500, 5_000, 10_000, 20_000):
        claims, documents = made_claims(count)
        began = time.process_time()
        groups = link_claims(claims, documents)
        timed.append((count, time.process_time() - began))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"growth     {count} claims: {len(groups)} events, {timed[-1][1]:.1f} s, peak {peak} MiB")
    (n, s), (m, t) = timed[0], timed[-1]
    print(f"growth     exponent {math.log(t / s) / math.log(m / n):.2f}")
    passages = {i: d.text for i, d in documents.items()}
    began = time.process_time()
    text_reuse(passages)
    print(f"reuse      {len(passages) / (time.process_time() - began):.0f} passages/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("--only", choices=("claims", "mentions", "incidents", "growth"), default=None)
    parser.add_argument("--misses", action="store_true", help="print the pairs of gold claims that are wrongly joined or kept apart")
    parser.add_argument("--fit", action="store_true", help="learn the weights anew and print them")
    options = parser.parse_args()
    if options.only in (None, "claims"):
        measure_claims(options.root, misses=options.misses)
        if options.fit:
            fit_claims(options.root)
    if options.only in (None, "mentions"):
        measure_mentions(options.root, fit=options.fit)
    if options.only in (None, "incidents"):
        measure_incidents(options.root, fit=options.fit)
    if options.only in (None, "growth"):
        measure_growth()


if __name__ == "__main__":
    main()
