"""Fits the weights of `onrecord.resolve.where.score` on toponym corpora and prints them: python benchmarks/fit_places.py CORPUS.jsonl...

Five folds by document give the honest figure; the printed weights are fitted on everything.
"""

from __future__ import annotations

import argparse
import json
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.model import Span
from onrecord.resolve.gazetteer import Gazetteer
from onrecord.resolve.gazetteer.build import DEFAULT_OUT
from onrecord.resolve.gazetteer.geometry import distance_m
from onrecord.resolve.where.candidates import Finder
from onrecord.resolve.where.document import DocumentPlaces
from onrecord.resolve.where.score import DYNAMIC_NAMES, STATIC_NAMES, Evidence, Model, static_features

Array = NDArray[np.float64]
Case = tuple[Array, Array, int, float]
_ROUNDS, _FOLDS, _PENALTY = 3, 5, 0.003


def cases_of(record: dict, finder: Finder, model: Model, weight: float) -> list[Case]:
    places = DocumentPlaces(record["text"], finder, model)
    asked = []
    spans = [Span(item["start"], item["end"]) for item in record["toponyms"]]
    for span, item in zip(spans, record["toponyms"], strict=True):
        words = span.of(record["text"])
        if finder.gazetteer.demonym(words):
            places.add_nationality(words)
        else:
            asked.append((places.add(span), item))
    places.add_context(record["text"], spans)
    places.settle()
    evidence = Evidence([node for node in places.nodes() if node.entries], places.countries)
    cases: list[Case] = []
    for named, item in asked:
        if item.get("lat") is None or len(named.node.entries) < 2:
            continue
        far = np.array([distance_m(item["lat"], item["lon"], entry.lat, entry.lon) for entry in named.node.entries])
        if not (far < 161_000).any():
            continue
        features = np.array(
            [(*static_features(entry), *dynamic) for entry, dynamic in zip(named.node.entries, evidence.features(named.node), strict=True)],
            dtype=float,
        )
        cases.append((features, (far < 161_000).astype(float), zlib.crc32(record["id"].encode()) % _FOLDS, weight))
    return cases


def fit(cases: list[Case], columns: slice, start: Array) -> Array:
    """Softmax regression: the probability of all candidates within 161 km of the gold point is maximised, by Adam."""
    weights, first, second = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, 161):
        slope = _PENALTY * (weights - start)
        total = sum(case[3] for case in cases)
        for features, good, _, importance in cases:
            rows = features[:, columns]
            scores = rows @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            posterior = chance * good
            posterior /= max(posterior.sum(), 1e-12)
            slope += importance / total * rows.T @ (chance - posterior)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weights -= 0.1 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--gazetteer", type=Path, default=DEFAULT_OUT)
    parser.add_argument("--folds", action="store_true", help="measure by five folds too")
    options = parser.parse_args()
    corpora = [[json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] for path in options.corpora]
    largest = max(map(len, corpora))
    static = len(STATIC_NAMES)
    model = Model()
    with Gazetteer.open(options.gazetteer) as gazetteer:
        finder = Finder(gazetteer)
        for number in range(_ROUNDS):
            cases = [
                case
                for records in corpora
                for record in records
                for case in cases_of(record, finder, model, min(3.0, largest / len(records)))
            ]
            right = 0.0
            if options.folds and number == _ROUNDS - 1:
                for fold in range(_FOLDS):
                    learned = fit([case for case in cases if case[2] != fold], slice(None), np.array([*model._static, *model._dynamic]))
                    right += sum(good[int((features @ learned).argmax())] for features, good, place, _ in cases if place == fold)
                print(f"five folds: {right / len(cases):.4f} of {len(cases)} ambiguous reachable spans")
            alone = fit(cases, slice(0, static), np.array(model._first))
            both = fit(cases, slice(None), np.array([*model._static, *model._dynamic]))
            model = Model(alone, both[:static], both[static:])
            print(f"round {number}: {sum(good[int((features @ both).argmax())] for features, good, _, _ in cases) / len(cases):.4f}")
    print("_FIRST =", tuple(round(float(w), 2) for w in alone))
    print("_STATIC =", tuple(round(float(w), 2) for w in both[:static]))
    print("_DYNAMIC =", tuple(round(float(w), 2) for w in both[static:]), DYNAMIC_NAMES)


if __name__ == "__main__":
    main()
