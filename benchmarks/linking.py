"""Measure linking: events on gold claims, reports of known incidents, event mentions, whole reports, speed of text reuse.

python benchmarks/linking.py ../shared/evaluation [--only claims|across|mentions|incidents|reuse] [--misses] [--fit]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from fitting import fit_logistic
from onrecord.evaluate.metrics_coreference import coreference
from onrecord.evaluate.records import as_document
from onrecord.link import (
    GivenMention,
    MentionDocument,
    Report,
    cluster_documents,
    cluster_mentions,
    incidents,
    link_claims,
    mentions,
    score,
    text_reuse,
)
from onrecord.link.blocks import Blocks
from onrecord.link.constraints import Constraints
from onrecord.link.linker import tellings_of
from onrecord.link.profile import pack
from onrecord.link.tellings import Tellings
from onrecord.model import Claim, Document
from onrecord.pipeline import Pipeline
from onrecord.settings import Settings
from told_events import b_cubed, fit_claims, measure_claims, records, show

# These reports hardly ever tell of two incidents in one town on one day, or of plans, denials and sums: what they would teach of those is
# that nothing else matters.
NOT_LEARNT_ACROSS = frozenset(
    {
        "same fine place",
        "near",
        "places share a name",
        "same day",
        "a day apart",
        "one place on one day",
        "one place, reported together",
        "fight and ground taken",
        "plan and execution",
        "hypothetical and fact",
        "denial and report",
        "other side",
        "same side",
        "reported far apart",
        "sum and part",
    }
)


def told_incidents(root: Path, *, incidents: int = 70, days: int = 10) -> list[tuple[str, Document, tuple[Claim, ...]]]:
    """Reports of incidents as the pipeline reads them, each with the incident, all moved into the same `days` days.

    Crowding them makes hard pairs of other incidents on one day, which years of real time would hide. Which incidents hangs on their names
    alone; those of three to eight reports are taken.
    """
    by_incident: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for r in records(root / "coreference_events" / "gva_incidents.jsonl"):
        by_incident[r["doc_cluster"]].append(r)
    sizes = {c: rows for c, rows in by_incident.items() if 3 <= len(rows) <= 8}
    chosen = sorted(sizes, key=lambda c: hashlib.md5(c.encode(), usedforsecurity=False).hexdigest())[:incidents]
    pipeline = Pipeline(Settings.load({}))
    found = []
    for n, incident in enumerate(chosen):
        documents = [as_document(r) for r in sizes[incident]]
        by = timedelta(days=n % days) + date(2015, 1, 1) - min(d.published for d in documents if d.published)
        for document in documents:
            claims = pipeline.read(document).claims
            moved = replace(document, published=document.published and document.published + by)
            found.append((incident, moved, tuple(replace(_on(c, by), document_id=moved.id) for c in claims)))
    return found


def _on(claim: Claim, by: timedelta) -> Claim:
    time = claim.time
    if time is None or time.earliest is None or time.latest is None:
        return claim
    return replace(claim, time=replace(time, earliest=time.earliest + by, latest=time.latest + by))


def fit_across(told: list[tuple[str, Document, tuple[Claim, ...]]]) -> dict[str, float]:
    """Weights for pairs of two documents, from tellings that meet in a block: one incident or two; pulled towards those in use."""
    tellings = Tellings()
    incident: list[str] = []
    for name, document, claims in told:
        for profile in tellings_of(claims, document, Constraints()):
            tellings.append(profile, pack(profile))
            incident.append(name)
    rows, same = [], []
    for i, j in Blocks(tellings).pairs():
        if score.veto(tellings[i], tellings[j]) is None:
            rows.append(score.features(tellings[i], tellings[j]))
            same.append(incident[i] == incident[j])
    print(f"across     {len(rows)} pairs, {sum(same)} of one incident")
    return fit_logistic(rows, same, list(score.ACROSS), score.ACROSS, pull=10.0, held=NOT_LEARNT_ACROSS)


def measure_across(root: Path, *, fit: bool) -> None:
    """Pairs of reports that share an event, against pairs that tell of one incident; with `fit`, on the half that was not learnt from."""
    told = told_incidents(root)
    names = sorted({name for name, _, _ in told})
    show_shared("all, weights in use", told)
    if not fit:
        return
    in_use = dict(score.ACROSS)
    for kept in (0, 1):
        unseen = [t for t in told if names.index(t[0]) % 2 == kept]
        score.ACROSS.update(fit_across([t for t in told if names.index(t[0]) % 2 != kept]))
        show_shared(f"half {kept}, weights unseen", unseen)
        score.ACROSS.update(in_use)
        show_shared(f"half {kept}, weights in use", unseen)
    print(json.dumps(fit_across(told), indent=1))


def show_shared(name: str, told: list[tuple[str, Document, tuple[Claim, ...]]]) -> None:
    """One line: how far sharing an event and telling of one incident are the same thing for pairs of reports."""
    of = {document.id: incident for incident, document, _ in told}
    at = {c.id: c.document_id for _, _, claims in told for c in claims}
    groups = link_claims([c for _, _, claims in told for c in claims], {d.id: d for _, d, _ in told})
    joined = {pair for group in groups for pair in combinations(sorted({at[i] for i in group}), 2)}
    right = sum(of[a] == of[b] for a, b in joined)
    there = sum(n * (n - 1) // 2 for n in Counter(of.values()).values())
    widest: dict[str, int] = {}
    for group in groups:
        for incident, n in Counter(of[d] for d in {at[i] for i in group}).items():
            widest[incident] = max(n, widest.get(incident, 0))
    share = 100 * sum(widest.values()) / len(of)
    said = f"pairs P {100 * right / max(1, len(joined)):.1f} R {100 * right / there:.1f}"
    print(f"across     {name:24s} {said}; widest event {share:.1f} % of reports")


def _mention_documents(path: Path, split: str) -> tuple[list[MentionDocument], dict[str, Hashable]]:
    documents, gold = [], {}
    for r in records(path):
        if r["split"] == split:
            given = tuple(GivenMention(mention_id=m["mention_id"], start=m["start"], end=m["end"]) for m in r["mentions"])
            documents.append(MentionDocument(id=r["id"], text=r["text"], topic=r["topic"], mentions=given))
            gold.update({m["mention_id"]: m["cluster"] for m in r["mentions"]})
    return documents, gold


def _fit_mentions(train: list[MentionDocument], gold: Mapping[str, Hashable]) -> dict[str, dict[str, float]]:
    """Weights for pairs with one head and for pairs with heads that are alike."""
    everywhere = mentions.spread_everywhere(train)
    rows: dict[str, list[dict[str, float]]] = {"SAME": [], "ALIKE": []}
    same: dict[str, list[bool]] = {"SAME": [], "ALIKE": []}
    by_topic: dict[str, list[MentionDocument]] = defaultdict(list)
    for d in train:
        by_topic[d.topic].append(d)
        # A collection may hold one story only, or a few reports: subtopics stand for that.
        by_topic[f"{d.topic} {d.id.endswith('ecbplus')}"].append(d)
    for _, together in sorted(by_topic.items()):
        seen, found = mentions.topic_pairs(together, everywhere)
        for (i, j), pair in found.items():
            table = "SAME" if seen[i].head == seen[j].head else "ALIKE"
            rows[table].append(pair)
            same[table].append(gold[seen[i].mention_id] == gold[seen[j].mention_id])
    return {table: fit_logistic(rows[table], same[table], list(mentions.SAME), {}, pull=3.0) for table in rows}


def _measure_unseen_topics(train: list[MentionDocument], gold: Mapping[str, Hashable], folds: int = 5) -> None:
    """CoNLL F1 on the train half, each fifth of the topics with weights learnt on the others."""
    in_use = dict(mentions.SAME), dict(mentions.ALIKE)
    topics = sorted({d.topic for d in train})
    found: dict[str, str] = {}
    for fold in range(folds):
        kept = [t for n, t in enumerate(topics) if n % folds == fold]
        weights = _fit_mentions([d for d in train if d.topic not in kept], gold)
        mentions.SAME.update(weights["SAME"])
        mentions.ALIKE.update(weights["ALIKE"])
        found |= cluster_mentions([d for d in train if d.topic in kept])
    mentions.SAME.update(in_use[0])
    mentions.ALIKE.update(in_use[1])
    show("ecbplus", "train, unseen topics", b_cubed(gold, found))
    print(f"ecbplus    train, unseen topics: CoNLL F1 {100 * coreference(gold, found)['conll_f1']:.1f}")


def measure_mentions(root: Path, *, fit: bool) -> None:
    """B3 of event mentions on the dev half, next to one cluster a head lemma and topic; `score.py` gives CoNLL F1."""
    path = root / "coreference_events" / "ecbplus.jsonl"
    if fit:
        train, gold = _mention_documents(path, "train")
        _measure_unseen_topics(train, gold)
        for name, weights in _fit_mentions(train, gold).items():
            print(name, json.dumps(weights, indent=1))
    for name in ("ecbplus", "newswcl50"):
        dev, gold = _mention_documents(root / "coreference_events" / f"{name}.jsonl", "dev")
        heads = {m.mention_id: (d.topic, mentions.head_lemma(d.text[m.start : m.end])) for d in dev for m in d.mentions}
        show(name, "one a head lemma", b_cubed(gold, heads))
        found = cluster_mentions(dev)
        show(name, "cluster_mentions", b_cubed(gold, found))
        conll, by_head = (100 * coreference(gold, answer)["conll_f1"] for answer in (found, heads))
        print(f"{name:10s} dev: CoNLL F1 {conll:.1f}, one a head lemma {by_head:.1f}")


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


def measure_reuse() -> None:
    """Text reuse in passages a second, over made wire reports of which many are copies."""
    rng = random.Random(7)
    words = [f"word{n}" for n in range(4_000)]
    passages = {}
    for n in range(20_000):
        if n % 3 == 0:
            text = [rng.choice(words) for _ in range(30)]
        changed = [rng.choice(words) if rng.random() < 0.05 else word for word in text]
        passages[str(n)] = " ".join(changed)
    began = time.perf_counter()
    pairs = text_reuse(passages)
    print(f"reuse      {len(passages) / (time.perf_counter() - began):.0f} passages/s, {len(pairs)} pairs")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("--only", choices=("claims", "across", "mentions", "incidents", "reuse"), default=None)
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
    if options.only in (None, "across"):
        measure_across(options.root, fit=options.fit)
    if options.only in (None, "reuse"):
        measure_reuse()


if __name__ == "__main__":
    main()
