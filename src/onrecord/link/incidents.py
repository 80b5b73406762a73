"""Which news reports tell of the same incident: words, names, ages and days of publication."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.link.documents import Vector, average_linkage, candidate_pairs, cosine, vectors

# Logits of a logistic regression on pairs of news reports (`benchmarks/linking.py --only incidents --fit`).
WEIGHTS: dict[str, float] = {
    "bias": -5.2,
    "wording": 15.0,
    "names": 4.1,
    "days apart": -1.0,
    "same age": 1.1,
    "other ages": -1.5,
    "names and wording": -6.0,
}
_JOIN_ABOVE = 0.25
_COMMON_SHARE = 0.3
_NAME = re.compile(r"\b[A-Z][a-z]+(?:[ -](?:[A-Z][a-z'’]+|[A-Z]\.))+")
_AGE = re.compile(r"\b(\d{1,2})[- ]years?[- ]old|, (\d{1,2}),")
_DAYS_UNKNOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A news report to be clustered; `published` is the day of publication where known."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None


def _names(texts: Sequence[str]) -> list[Vector]:
    """Unit vectors over names of two words and more, rare ones weighing most; a name of one report only cannot link."""
    counts = [{match.group().casefold() for match in _NAME.finditer(text)} for text in texts]
    spread = Counter(name for names in counts for name in names)
    out: list[Vector] = []
    for names in counts:
        weights = {name: math.log((len(texts) + 1) / spread[name]) for name in names if spread[name] > 1}
        norm = math.sqrt(sum(x * x for x in weights.values())) or 1.0
        out.append({name: x / norm for name, x in weights.items()})
    return out


def _ages(text: str) -> frozenset[str]:
    return frozenset(first or second for first, second in _AGE.findall(text))


def report_pairs(reports: Sequence[Report]) -> dict[tuple[int, int], dict[str, float]]:
    """Named features of every pair of reports that shares one of its weightiest words."""
    # The title says what the report is about, so it counts twice.
    texts = [f"{r.title or ''}\n{r.title or ''}\n{r.text}" for r in reports]
    words, names, ages = vectors(texts, most_common_share=_COMMON_SHARE), _names(texts), [_ages(text) for text in texts]
    found: dict[tuple[int, int], dict[str, float]] = {}
    for i, j in sorted(candidate_pairs(words)):
        one, other = reports[i].published, reports[j].published
        days = abs((one - other).days) if one is not None and other is not None else _DAYS_UNKNOWN
        wording, shared = max(0.0, cosine(words[i], words[j])), cosine(names[i], names[j])
        found[i, j] = {
            "bias": 1.0,
            "wording": math.sqrt(wording),
            "names": shared,
            "days apart": math.log1p(days),
            "same age": float(min(2, len(ages[i] & ages[j]))),
            "other ages": float(bool(ages[i] and ages[j]) and ages[i].isdisjoint(ages[j])),
            "names and wording": shared * wording,
        }
    return found


def cluster_documents(reports: Sequence[Report]) -> dict[str, str]:
    """Cluster of every report id: reports with one cluster tell of one incident. A cluster is named by its first report in order of id."""
    ordered = sorted(reports, key=lambda r: r.id)
    scores = {pair: _probability(found) for pair, found in report_pairs(ordered).items()}
    numbers = average_linkage(len(ordered), scores, _JOIN_ABOVE)
    first: dict[int, str] = {}
    return {report.id: first.setdefault(number, report.id) for report, number in zip(ordered, numbers, strict=True)}


def _probability(found: Mapping[str, float]) -> float:
    return 1 / (1 + math.exp(-sum(WEIGHTS[name] * value for name, value in found.items())))
