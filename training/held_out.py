"""Score the reader on the held-out tenth of the authored reports: `python training/held_out.py [--weights FOLDER]`.

Uses the product's own metrics, so it needs no corpus. The thresholds of `onrecord.read.analysis` are chosen here,
not on the evaluation data.
"""

from __future__ import annotations

import argparse
import itertools
from datetime import date
from typing import Any

from authored import Report
from corpora import authored_reports
from onrecord.evaluate import predict
from onrecord.evaluate.scoring import score
from onrecord.pipeline import Pipeline
from onrecord.read import analysis
from onrecord.settings import Settings


def as_gold(report: Report) -> dict[str, Any]:
    return {"id": report.id, "claims": report.claims, "events": list(report.events.values())}


def as_input(report: Report) -> dict[str, Any]:
    published = date.fromisoformat(report.published).isoformat() if report.published else None
    return {"id": report.id, "text": report.text, "title": report.title, "publisher": report.publisher, "published": published}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--weights")
    arguments.add_argument("--grid", action="store_true", help="try thresholds")
    options = arguments.parse_args()
    reports = authored_reports(held=True)
    pipeline = Pipeline(Settings.load(weights=options.weights))
    gold, given = [as_gold(r) for r in reports], [as_input(r) for r in reports]
    print(f"{len(reports)} reports, {sum(len(r.claims) for r in reports)} claims")
    grid = itertools.product((0.5, 0.0, -0.5, -1.0), (0.0, -0.7, -1.4), (0.3, -0.3, -1.0)) if options.grid else [None]
    for choice in grid:
        if choice is not None:
            analysis.TRIGGER_BIAS, analysis.ROLE_BIAS, analysis.VOICE_ROLE_BIAS = choice
        result = score("claims", gold, list(predict("claims", given, pipeline)))
        figures = {
            k: v.get("f1", v.get("accuracy", v.get("b_cubed_f1"))) for k, v in result.items() if isinstance(v, dict) and k != "primary"
        }
        print(choice or "", " ".join(f"{k}={v}" for k, v in figures.items()), flush=True)


if __name__ == "__main__":
    main()
