"""How well sentences are found: `python benchmarks/splitting.py --shared ../shared [--split dev]`.

Boundaries of UD English EWT (web text) and GUM (edited text and speech) that no line break gives away: a predicted start of a sentence is
right where a gold one is, and starts of paragraphs count on neither side.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from onrecord.evaluate.metrics_common import Tally
from onrecord.read.words import sentences

ROOT = Path(__file__).parents[1]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--split", default="dev", choices=("train", "dev"))
    options = arguments.parse_args()
    for name in ("gum", "ewt"):
        tally = Tally()
        with (options.shared / "evaluation/syntax" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            records = [r for line in lines if (r := json.loads(line))["split"] == options.split]
        for record in records:
            first, *others = record["sentences"]
            given = {first["start"], *(s["start"] for s in others if s.get("par"))}
            tally.add_sets({s.start for s in sentences(record["text"])} - given, {s["start"] for s in others if not s.get("par")})
        r = tally.ratios()
        figures = ", ".join(f"{k} {100 * r[k]:.1f}" for k in ("f1", "precision", "recall"))
        print(f"{name} {options.split}: {figures}, {r['gold']} boundaries")


if __name__ == "__main__":
    main()
