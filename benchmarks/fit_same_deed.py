"""Fit the weights by which two findings of one sentence are taken for one deed: `python benchmarks/fit_same_deed.py REPORTS...`.

`REPORTS` are reports in the format of `training/data` that the weights of the reader have not learnt from: on what it knows, it finds
each deed once. A pair counts as one deed where only one of the two has a claim that was written down: the other is a second word for it,
or none that annotators write down. A logistic regression, pulled towards zero; measured on five folds, each with the weights of the others.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.evaluate.records import as_document
from onrecord.pipeline import Pipeline
from onrecord.read.claims import findings, names_of
from onrecord.read.evidence import chance
from onrecord.read.same_deed import LEAST, evidence_of, may_be_one, near_pairs
from onrecord.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))
from authored import Report, read_reports
from fitting import fit_logistic, write_weights
from matching import Finding, written_down

OUT = Path(__file__).parents[1] / "src/onrecord/read/same_deed_weights.py"
PULL, RAREST, FOLDS = 50.0, 8, 5
DOCSTRING = "The weights of `same_deed`: what each feature says for one deed. Written by `benchmarks/fit_same_deed.py`."


@dataclass(slots=True)
class Pair:
    """Two findings of one sentence; `one` says that only one of them was written down as a claim."""

    report: str
    evidence: dict[str, float]
    one: bool


def pairs_of(report: Report, pipeline: Pipeline) -> Iterator[Pair]:
    record = {"id": report.id, "text": report.text, "title": report.title, "publisher": report.publisher, "published": report.published}
    analysis = pipeline.reader.analyse(as_document(record))
    told = sorted(findings(analysis, names_of(analysis)), key=lambda t: t[0].span)
    parties = [tuple(f.span for role in ("actor", "target") for f in t[0].roles.get(role, ())) for t in told]
    seen = [Finding(t[0].span, t[0].event_type, t[0].status, p) for t, p in zip(told, parties, strict=True)]
    known = written_down(seen, report)
    for number in {t[0].sentence for t in told}:
        group = [(i, t) for i, t in enumerate(told) if t[0].sentence == number]
        for m, n in near_pairs(len(group)):
            (i, a), (j, b) = group[m], group[n]
            if may_be_one(a, b, report.text) and (i in known or j in known):
                yield Pair(report.id, evidence_of(a[0], b[0], report.text, n - m), (i in known) != (j in known))


def fit(pairs: Sequence[Pair]) -> dict[str, float]:
    counts = Counter(name for p in pairs for name, value in p.evidence.items() if value)
    names = ["bias", *sorted(name for name, count in counts.items() if count >= RAREST)]
    rows = [{**p.evidence, "bias": 1.0} for p in pairs]
    return fit_logistic(rows, [p.one for p in pairs], names, {}, PULL, free=frozenset({"bias"}), digits=2)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", nargs="+", type=Path)
    arguments.add_argument("--weights", help="folder of the reader's weights")
    arguments.add_argument("--out", type=Path, default=OUT)
    options = arguments.parse_args()
    pipeline = Pipeline(Settings.load(weights=options.weights))
    pairs = [pair for path in options.reports for report in read_reports(path) for pair in pairs_of(report, pipeline)]
    folds = [[p for p in pairs if zlib.crc32(p.report.encode()) % FOLDS == n] for n in range(FOLDS)]
    taken: list[Pair] = []
    for fold in folds:
        weights = fit([p for other in folds if other is not fold for p in other])
        taken += [p for p in fold if chance(p.evidence, weights) >= LEAST]
    right, wanted = sum(p.one for p in taken), sum(p.one for p in pairs)
    print(f"{len(pairs)} pairs, {wanted} of them one deed; five folds, least chance {LEAST}:")
    print(f"taken for one {len(taken)}, right {right}: precision {right / max(1, len(taken)):.3f}, recall {right / max(1, wanted):.3f}")
    source = (
        f"# From {len(pairs)} pairs of {len(options.reports)} files of reports, unseen by the reader {pipeline.reader.weights_digest[:12]}."
    )
    write_weights(options.out, fit(pairs), docstring=DOCSTRING, comment=f'{source}\n# Logits against "two deeds".')


if __name__ == "__main__":
    main()
