"""Fit the weights by which dates are carried to claims whose sentence names none: `python benchmarks/fit_carry.py [--out FILE]`.

Of the reports in `training/data`, those of `ANNOTATED` have the dates written down that other sentences give. Their gold claims go in with
the words of time that annotators marked, places, actors and events as the program finds them. Each claim without a date has one of the
dates told around it, or none: a conditional logit, pulled towards zero. The claims before it count as they are annotated while fitting,
and as they were carried while measuring.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from onrecord.link import link_claims
from onrecord.model import Claim, Reading
from onrecord.resolve.actor import ActorResolver, ActorTable
from onrecord.resolve.when import resolve_times
from onrecord.resolve.when.carry import LEAST, as_carried, most_likely
from onrecord.resolve.when.carry_evidence import Candidate, Story, may_take

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))
from authored import read_reports
from claim_dates import gold_reading
from fitting import write_weights

ROOT = Path(__file__).parents[1]
ANNOTATED = tuple(
    "agencies articles assemblies backgrounds briefs cables columns communiques digests frontpages gazettes hearings monitors orders"
    " pressroom reels registers releases stringers telex theatres voicings wirecopy".split()
)
OUT = ROOT / "src/onrecord/resolve/when/carry_weights.py"
PULL, RAREST, FOLDS = 3.0, 15, 5
DOCSTRING = "The weights of `carry_evidence`: what each feature says for a date. Written by `benchmarks/fit_carry.py`."


@dataclass(slots=True)
class Told:
    """A report whose claims have their own dates, with the dates that its annotators wrote down."""

    id: str
    reading: Reading
    happenings: list[tuple[str, ...]]
    gold: dict[str, tuple[str | None, str | None]]


def told_reports() -> Iterator[Told]:
    actors = ActorResolver(ActorTable.load())
    for name in ANNOTATED:
        path = ROOT / f"training/data/{name}.txt"
        for report in read_reports(path) if path.exists() else []:
            record = {"id": report.id, "text": report.text, "published": report.published, "claims": report.claims}
            yield told(record, actors)


def told(record: dict[str, Any], actors: ActorResolver) -> Told:
    reading = gold_reading(record, spans=True)
    times = [c.get("time") or {} for c in record["claims"]]
    gold = {c.id: (t.get("earliest"), t.get("latest")) for c, t in zip(reading.claims, times, strict=True)}
    reading = actors.resolve(resolve_times(reading))
    return Told(record["id"], reading, list(link_claims(reading.claims, {reading.document.id: reading.document})), gold)


def is_right(candidate: Candidate, gold: tuple[str | None, str | None]) -> bool:
    return (str(candidate.when.earliest), str(candidate.when.latest)) == gold


def cases(report: Told, weights: Mapping[str, float] | None = None) -> Iterator[tuple[Claim, list[Candidate], Candidate | None]]:
    """Each claim without a date, the dates around it, and the one that is taken: by annotators, or with `weights` as in use."""
    story = Story(report.reading, report.happenings)
    for claim in story.claims:
        taken = None
        if may_take(claim):
            candidates = story.candidates(claim)
            if weights is None:
                taken = next((c for c in candidates if is_right(c, report.gold[claim.id])), None)
            else:
                taken = most_likely(candidates, weights)
            yield claim, candidates, taken
        carried = None if taken is None else as_carried(taken)
        story.tell(claim, carried)


def fit(reports: Sequence[Told]) -> dict[str, float]:
    found = [case for report in reports for case in cases(report)]
    counts = Counter(name for _, candidates, _ in found for c in candidates for name in c.evidence)
    index = {name: n for n, name in enumerate(sorted(n for n, count in counts.items() if count >= RAREST))}
    rows, group, right = [], [], []
    for number, (_, candidates, taken) in enumerate(found):
        for candidate in candidates:
            row = np.zeros(len(index))
            for name, value in candidate.evidence.items():
                if name in index:
                    row[index[name]] = value
            rows.append(row)
            group.append(number)
            right.append(candidate is taken)
    matrix, groups, chosen = np.array(rows), np.array(group), np.array(right)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = np.clip(matrix @ weights, -30, 30)
        odds = np.exp(scores)
        total = np.ones(len(found))
        np.add.at(total, groups, odds)
        slope = matrix[chosen].sum(0) - (matrix * (odds / total[groups])[:, None]).sum(0)
        value = scores[chosen].sum() - np.log(total).sum()
        return -value + PULL / 2 * weights @ weights, PULL * weights - slope

    solved = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return {name: round(float(solved.x[n]), 2) for name, n in index.items()}


def measure(reports: Sequence[Told], weights: Mapping[str, float]) -> np.ndarray:
    """How many dates were carried, how many of them are right, and how many there are to carry."""
    counts = np.zeros(3, dtype=int)
    for report in reports:
        for claim, _, taken in cases(report, weights):
            gold = report.gold[claim.id]
            counts += (taken is not None, taken is not None and is_right(taken, gold), gold[0] is not None)
    return counts


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, default=OUT)
    options = arguments.parse_args()
    reports = list(told_reports())
    folds = [[r for r in reports if zlib.crc32(r.id.encode()) % FOLDS == n] for n in range(FOLDS)]
    counts = sum(measure(fold, fit([r for other in folds if other is not fold for r in other])) for fold in folds)
    carried, right, wanted = counts
    print(f"{len(reports)} reports; five folds, each measured with the weights of the others, least chance {LEAST}:")
    print(f"carried {carried}, right {right}, to carry {wanted}: precision {right / carried:.3f}, recall {right / wanted:.3f}")
    write_weights(options.out, fit(reports), docstring=DOCSTRING, comment='# Logits against "none of the dates of the report".')


if __name__ == "__main__":
    main()
