"""Metrics of coreference: MUC, B-cubed, CEAF-e, LEA and their CoNLL average, over mentions or whole reports. Fractions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from math import comb

from onrecord.evaluate.metrics_common import Answered, Pair, Result, match, ratios

Clustering = Mapping[Hashable, Hashable]


def coreference_events(pairs: Sequence[Pair]) -> Result:
    """The metric that the gold asks for: `mentions` with clusters across all documents, or one `doc_cluster` a report."""
    first = pairs[0][0]
    if "mentions" in first.fields:
        return _mentions(pairs)
    if "doc_cluster" in first.fields:
        return _reports(pairs)
    raise first.failure("neither 'mentions' nor 'doc_cluster'", "Give the clusters of mentions or of the report")


def coreference(gold: Clustering, predicted: Clustering) -> Result:
    """All metrics of one clustering of mentions against another; the two may hold different mentions.

    MUC: Vilain et al. 1995; B-cubed: Bagga & Baldwin 1998; CEAF-e: Luo 2005; LEA: Moosavi & Strube 2016, a singleton linked to itself.
    """
    ours, theirs = _clusters(gold), _clusters(predicted)
    shared = Counter((cluster, predicted[mention]) for mention, cluster in gold.items() if mention in predicted)
    links_gold, of_gold = _muc(ours, predicted)
    links_predicted, of_predicted = _muc(theirs, gold)
    muc = ratios(links_predicted, of_predicted, of_gold, recalled=links_gold)
    b_cubed = ratios(
        sum(n * n / len(theirs[b]) for (_, b), n in shared.items()),
        len(predicted),
        len(gold),
        recalled=sum(n * n / len(ours[a]) for (a, _), n in shared.items()),
    )
    alike = {(a, b): 2 * n / (len(ours[a]) + len(theirs[b])) for (a, b), n in shared.items()}
    ceaf = ratios(sum(alike[pair] for pair in match(alike)), len(theirs), len(ours))
    lea = ratios(_lea(theirs, gold, ours), len(predicted), len(gold), recalled=_lea(ours, predicted, theirs))
    return {
        "muc": muc,
        "b3": b_cubed,
        "ceafe": ceaf,
        "lea": lea,
        "conll_f1": (muc["f1"] + b_cubed["f1"] + ceaf["f1"]) / 3,
        "gold_mentions": len(gold),
        "predicted_mentions": len(predicted),
        "gold_clusters": len(ours),
        "predicted_clusters": len(theirs),
    }


def _clusters(of: Clustering) -> dict[Hashable, set[Hashable]]:
    clusters: dict[Hashable, set[Hashable]] = defaultdict(set)
    for mention, cluster in of.items():
        clusters[cluster].add(mention)
    return clusters


def _muc(clusters: Mapping[Hashable, set[Hashable]], other: Clustering) -> tuple[int, int]:
    """Links of the clusters that the other clustering keeps, of all their links; a mention it lacks is a part of its own."""
    kept = total = 0
    for mentions in clusters.values():
        parts = len({other[m] for m in mentions if m in other}) + sum(m not in other for m in mentions)
        kept += len(mentions) - parts
        total += len(mentions) - 1
    return kept, total


def _lea(clusters: Mapping[Hashable, set[Hashable]], other: Clustering, others: Mapping[Hashable, set[Hashable]]) -> float:
    """Sum over the clusters of size times the share of their links that the other clustering has."""
    score = 0.0
    for mentions in clusters.values():
        size = len(mentions)
        if size == 1:
            (mention,) = mentions
            score += mention in other and len(others[other[mention]]) == 1
        else:
            together = Counter(other[m] for m in mentions if m in other)
            score += size * sum(comb(n, 2) for n in together.values()) / comb(size, 2)
    return score


def _without_singletons(of: Clustering) -> Clustering:
    sizes = Counter(of.values())
    return {mention: cluster for mention, cluster in of.items() if sizes[cluster] > 1}


def _both(gold: Clustering, predicted: Clustering) -> Result:
    return {
        "with_singletons": coreference(gold, predicted),
        "without_singletons": coreference(_without_singletons(gold), _without_singletons(predicted)),
    }


def _mentions(pairs: Sequence[Pair]) -> Result:
    """Headline: CoNLL F1, singletons kept. A mention is known by its document and span."""
    ours: dict[Hashable, Hashable] = {}
    theirs: dict[Hashable, Hashable] = {}
    for n, (gold, predicted) in enumerate(pairs):
        ours |= {(n, *gold.extent(m)): _name(gold, m) for m in gold.parts("mentions", needed=True)}
        theirs |= {(n, *predicted.extent(m)): _name(predicted, m) for m in predicted.parts("mentions")}
    figures = _both(ours, theirs)
    return {
        "primary": {"name": "CoNLL F1", "value": figures["with_singletons"]["conll_f1"]},
        **figures,
        "mention_detection": ratios(len(ours.keys() & theirs.keys()), len(theirs), len(ours)),
    }


def _name(record: Answered, mention: Mapping[str, object]) -> Hashable:
    cluster = record.need("cluster", of=mention)
    if not isinstance(cluster, str | int):
        raise record.failure(f"cluster {cluster!r} is no name", "Give each mention's cluster as a string or a number")
    return cluster


def _reports(pairs: Sequence[Pair]) -> Result:
    """Headline: B-cubed F1 over reports, singletons kept; pairwise: every two reports that share a cluster.

    A report without a predicted cluster is in none.
    """
    ours: dict[Hashable, Hashable] = {n: _report(gold) for n, (gold, _) in enumerate(pairs)}
    theirs: dict[Hashable, Hashable] = {n: _report(p) for n, (_, p) in enumerate(pairs) if p.fields.get("doc_cluster") is not None}
    figures = _both(ours, theirs)
    shared = Counter((ours[n], cluster) for n, cluster in theirs.items())
    counted: tuple[Counter[object], ...] = (Counter(shared), Counter(theirs.values()), Counter(ours.values()))
    together, told, truth = (sum(comb(n, 2) for n in counts.values()) for counts in counted)
    return {
        "primary": {"name": "B3 F1 over reports", "value": figures["with_singletons"]["b3"]["f1"]},
        **figures,
        "pairwise": ratios(together, told, truth),
    }


def _report(record: Answered) -> Hashable:
    cluster = record.need("doc_cluster")
    if not isinstance(cluster, str | int):
        raise record.failure(f"doc_cluster {cluster!r} is no name", "Give the report's cluster as a string or a number")
    return cluster
