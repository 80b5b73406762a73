"""Fits the weights of `onrecord.resolve.where.recognise` on toponym corpora: python benchmarks/fit_recogniser.py CORPUS.jsonl... [--write]

Each document is seen three times: with the mentions of both taggers of the reader, of one, and of none, so that the recogniser can do
with what it is given. Five folds by document give the honest figure; the weights are fitted on everything.
"""

from __future__ import annotations

import argparse
import json
import zlib
from pathlib import Path

import numpy as np
from scipy import optimize, sparse

from onrecord.evaluate.records import as_document
from onrecord.model import Mention, Span
from onrecord.pipeline import Pipeline
from onrecord.resolve.gazetteer import Gazetteer
from onrecord.resolve.where import recogniser_weights
from onrecord.resolve.where.recognise import described
from onrecord.settings import Settings

FOLDS, PENALTY = 5, 2e-4
VIEWS = {"both": 1.0, "entities": 0.6, "none": 0.4}
_HEAD = (
    '"""Weights of the recogniser of place names; written by `benchmarks/fit_recogniser.py --write`."""',
    "",
    "from __future__ import annotations",
    "",
)
Case = tuple[list[Span], list[dict[str, float]], list[Span], int]


def view(mentions: list[Mention], which: str) -> list[Mention]:
    return [m for m in mentions if which == "both" or (which == "entities" and m.kind[0].isupper())]


def cases(record: dict, mentions: list[Mention], which: str, gazetteer: Gazetteer) -> Case:
    found, features = described(record["text"], gazetteer, view(mentions, which))
    gold = [Span(item["start"], item["end"]) for item in record["toponyms"]]
    return [spot.span for spot in found], features, gold, zlib.crc32(record["id"].encode()) % FOLDS


def fit(rows: sparse.csr_matrix, right: np.ndarray, importance: np.ndarray) -> np.ndarray:
    total = importance.sum()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        chance = 1 / (1 + np.exp(-(rows @ weights)))
        likely = right * np.log(chance + 1e-12) + (1 - right) * np.log(1 - chance + 1e-12)
        slope = rows.T @ (importance * (chance - right)) / total + PENALTY * weights
        return -(importance * likely).sum() / total + PENALTY * (weights @ weights) / 2, slope

    return optimize.minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x


def report(name: str, group: list[Case], chances: np.ndarray) -> None:
    for least in (0.3, 0.4, 0.5):
        position = right = told = met = gold = 0
        for spans, _, answers, _ in group:
            kept = [span for span, chance in zip(spans, chances[position : position + len(spans)], strict=True) if chance >= least]
            position += len(spans)
            told, gold = told + len(kept), gold + len(answers)
            right += sum(any(span.overlaps(other) for other in answers) for span in kept)
            met += sum(any(span.overlaps(other) for span in kept) for other in answers)
        precision, recall = right / max(1, told), met / max(1, gold)
        print(
            f"{name}, least {least}: precision {precision:.3f}, recall {recall:.3f}, F1 {2 * precision * recall / (precision + recall):.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help="put the weights into the package")
    options = parser.parse_args()
    pipeline = Pipeline(Settings.load())
    groups: dict[str, list[Case]] = {}
    scale: dict[str, float] = {}
    corpora = {path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] for path in options.corpora}
    largest = max(map(len, corpora.values()))
    for name, records in corpora.items():
        for record in records:
            analysis = pipeline.reader.analyse(as_document(record))
            mentions = [*analysis.names, *analysis.mentions]
            for which, weight in VIEWS.items():
                groups.setdefault(f"{name}, {which}", []).append(cases(record, mentions, which, pipeline.gazetteer))
                scale[f"{name}, {which}"] = weight * min(2.5, largest / len(records))
    names = sorted({key for group in groups.values() for _, features, _, _ in group for row in features for key in row})
    index = {name: number for number, name in enumerate(names)}
    flat = [
        (row, span, gold, fold, scale[key])
        for key, group in groups.items()
        for spans, features, gold, fold in group
        for row, span in zip(features, spans, strict=True)
    ]
    at = [(number, index[key], value) for number, (row, *_) in enumerate(flat) for key, value in row.items()]
    lines, columns, values = zip(*at, strict=True)
    rows = sparse.csr_matrix((values, (lines, columns)), shape=(len(flat), len(names)))
    right = np.array([any(span.overlaps(other) for other in gold) for _, span, gold, _, _ in flat], dtype=float)
    folds = np.array([fold for *_, fold, _ in flat])
    importance = np.array([weight for *_, weight in flat])
    chances = np.zeros(len(flat))
    for fold in range(FOLDS):
        learned = fit(rows[folds != fold], right[folds != fold], importance[folds != fold])
        chances[folds == fold] = 1 / (1 + np.exp(-(rows[folds == fold] @ learned)))
    position = 0
    for key, group in groups.items():
        size = sum(len(spans) for spans, *_ in group)
        report(f"five folds, {key}", group, chances[position : position + size])
        position += size
    weights = {
        name: round(float(weight), 2) for name, weight in zip(names, fit(rows, right, importance), strict=True) if abs(weight) >= 0.005
    }
    lines_out = [f'    "{name}": {weight},' for name, weight in weights.items()]
    text = "\n".join([*_HEAD, "WEIGHTS: dict[str, float] = {", *lines_out, "}", ""])
    if options.write:
        Path(recogniser_weights.__file__).write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
