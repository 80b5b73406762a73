"""Fit the confidence of a claim on reports that the weights have not seen: `python benchmarks/fit_confidence.py [--weights FOLDER]`.

By default on the held-out tenth of `training/data`. A claim is right where people wrote one down with its word or in its sentence, of its
type. Measured on five folds, each with the weights of the others: how well right is told from wrong (area under the ROC curve), and how
near the confidence is to the share that is right (Brier score, expected calibration error), beside the tagger's own probability.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onrecord.evaluate.records import as_document
from onrecord.pipeline import Pipeline
from onrecord.read.claims import claims_by_sentence
from onrecord.read.confidence import evidence_of
from onrecord.read.evidence import chance
from onrecord.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))
from authored import Report, read_reports
from corpora import authored_reports
from fitting import fit_logistic, write_weights
from held_out import as_input
from matching import Finding, written_down

OUT = Path(__file__).parents[1] / "src/onrecord/read/confidence_weights.py"
PULL, RAREST, FOLDS, BINS = 12.0, 12, 5, 10
DUST = 0.06  # logits; lighter weights are left out, which changes no figure
DOCSTRING = "The weights of `confidence`: what each feature says for a claim. Written by `benchmarks/fit_confidence.py`."


@dataclass(slots=True)
class Found:
    """A claim that was read; `right` says that people wrote it down."""

    report: str
    evidence: dict[str, float]
    own: float
    right: bool


def found_in(report: Report, pipeline: Pipeline) -> Iterator[Found]:
    analysis = pipeline.reader.analyse(as_document(as_input(report)))
    read = [
        (claim, evidence)
        for claims in claims_by_sentence(analysis)
        for claim, evidence in zip(claims, evidence_of(claims, report.text), strict=True)
    ]
    known = written_down(
        [Finding(c.trigger, c.event_type, c.status, tuple(r.span for r in (*c.actors, *c.targets))) for c, _ in read], report
    )
    for i, (claim, evidence) in enumerate(read):
        right = i in known and report.claims[known[i]]["event_type"] == claim.event_type
        yield Found(report.id, evidence, claim.confidence, right)


def fit(found: Sequence[Found]) -> dict[str, float]:
    counts = Counter(name for f in found for name, value in f.evidence.items() if value)
    names = ["bias", *sorted(name for name, count in counts.items() if count >= RAREST)]
    rows = [{**f.evidence, "bias": 1.0} for f in found]
    weights = fit_logistic(rows, [f.right for f in found], names, {}, PULL, free=frozenset({"bias", "log-odds"}), digits=2)
    return {name: value for name, value in weights.items() if abs(value) > DUST}


def area(sure: np.ndarray, right: np.ndarray) -> float:
    """The chance that a right claim is ranked above a wrong one."""
    ranks = np.empty(len(sure))
    ranks[np.argsort(sure, kind="stable")] = np.arange(1, len(sure) + 1)
    yes = right.sum()
    return float((ranks[right].sum() - yes * (yes + 1) / 2) / (yes * (len(right) - yes)))


def off(sure: np.ndarray, right: np.ndarray) -> float:
    """How far the confidence is from the share that is right, over tenths of the claims (expected calibration error)."""
    tenths = np.array_split(np.argsort(sure, kind="stable"), BINS)
    return float(sum(len(t) * abs(sure[t].mean() - right[t].mean()) for t in tenths) / len(sure))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", nargs="*", type=Path)
    arguments.add_argument("--weights", help="folder of the reader's weights")
    arguments.add_argument("--out", type=Path, default=OUT)
    options = arguments.parse_args()
    reports = [r for path in options.reports for r in read_reports(path)] or authored_reports(held=True)
    pipeline = Pipeline(Settings.load(weights=options.weights))
    found = [f for report in reports for f in found_in(report, pipeline)]
    folds = [[f for f in found if zlib.crc32(f.report.encode()) % FOLDS == n] for n in range(FOLDS)]
    tried = [f for fold in folds for f in fold]
    fitted: list[float] = []
    for fold in folds:
        weights = fit([f for other in folds if other is not fold for f in other])
        fitted += [chance(f.evidence, weights) for f in fold]
    right = np.array([f.right for f in tried])
    print(f"{len(reports)} reports, {len(found)} claims read, {right.mean():.1%} of them right; five folds:")
    for name, sure in (("the tagger's probability", np.array([f.own for f in tried])), ("confidence", np.array(fitted))):
        print(f"{name}: area {area(sure, right):.3f}, Brier {((sure - right) ** 2).mean():.3f}, off by {off(sure, right):.3f}", end="")
        kept = sure >= 0.5
        print(f"; {kept.mean():.1%} at .5 or above, {right[kept].mean():.1%} of these right")
    source = f"# From {len(found)} claims of {len(reports)} reports, unseen by the reader {pipeline.reader.weights_digest[:12]}."
    write_weights(options.out, fit(found), docstring=DOCSTRING, comment=f'{source}\n# Logits against "no claim of this type".')


if __name__ == "__main__":
    main()
