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
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

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
    profile_of,
    score,
    score_pair,
    text_reuse,
)
from onrecord.link.blocks import Blocks
from onrecord.link.constraints import Constraints
from onrecord.link.linker import tellings_of
from onrecord.link.profile import pack
from onrecord.link.tellings import Tellings
from onrecord.model import ActorRef, Claim, Document, Figure, Link, Place, Role, Span, When
from onrecord.pipeline import Pipeline
from onrecord.settings import Settings

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


def fit_logistic(
    rows: list[dict[str, float]],
    same: list[bool],
    names: list[str],
    prior: Mapping[str, float],
    pull: float,
    held: frozenset[str] = frozenset(),
) -> dict[str, float]:
    """Weights of a logistic regression, pulled towards `prior` with strength `pull`, by Newton's method; those `held` stay at `prior`."""
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    y = np.array(same, dtype=float)
    start = np.array([prior.get(name, 0.0) for name in names])
    pulls = np.array([1e6 if name in held else pull for name in names])
    weights = start.copy()
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + pulls * (weights - start)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(pulls)
        weights -= np.linalg.solve(hessian, gradient)
    return {name: round(float(weight), 1) for name, weight in zip(names, weights, strict=True)}


# The annotators left bare re-mentions out, so the gold claims cannot teach these; a reader brings them all the time.
BY_HAND = frozenset({"bare re-mention", "adds no day and no place", "act and outcome", "the one just told"})


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


def fit_claims(root: Path, *, copies: int = 4, lost: float = 0.3) -> None:
    """Print weights of the pair scorer fitted to the gold claims and to worn copies of them, pulled towards those in use.

    The copies miss facts at random, so that the weights hold for any reader and not for the errors of one.
    """
    rng = random.Random(3)
    rows: list[dict[str, float]] = []
    same: list[bool] = []
    for record in records(root / "claims" / "claims.jsonl"):
        document, by_name = gold_claims(record)
        event = {name: number for number, names in enumerate(record["events"]) for name in names}
        tellings = [[(event[name], profile_of(c, document)) for name, c in by_name.items()]]
        for _ in range(copies):
            tellings.append([(event[name], profile_of(worn(c, rng, lost), document)) for name, c in by_name.items()])
        for profiles in tellings:
            for i, (one, a) in enumerate(profiles):
                for other, b in profiles[i + 1 :]:
                    if score.veto(a, b) is None:
                        rows.append(score.features(a, b))
                        same.append(one == other)
    print(json.dumps(fit_logistic(rows, same, list(score.WEIGHTS), score.WEIGHTS, pull=4.0, held=BY_HAND), indent=1))


def told_incidents(root: Path, *, incidents: int = 70, days: int = 10) -> list[tuple[str, Document, tuple[Claim, ...]]]:
    """Reports of incidents as the pipeline reads them, each with the incident, all moved into the same `days` days.

    Crowding them makes hard pairs of other incidents on one day, which years of real time would hide. Which incidents hangs on their names
    alone; those of three to eight reports are taken.
    """
    by_incident: dict[str, list[Record]] = defaultdict(list)
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
