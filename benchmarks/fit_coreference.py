"""Fit the models of coreference inside a document on GUM's train half: `python benchmarks/fit_coreference.py --shared ../shared`.

Parts of speech from the syntax of GUM and EWT, phrases, kinds and links from GUM's coreference. What the later models see of the earlier
ones is said by models of the other half of the documents, so that they learn how far to trust them. Writes
`src/onrecord/data/coreference.npz`.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

from fit_dispatches import logistic
from onrecord.evaluate import coreference
from onrecord.evaluate.coreference import phrases
from onrecord.evaluate.coreference.pairs import Ranking, phrase_of
from onrecord.evaluate.linear import Linear, save
from onrecord.evaluate.scoring import score
from onrecord.model import Span

ROOT = Path(__file__).parents[1]
Record = dict[str, Any]
FOLDS = 2
# Strength of the quadratic penalty; features seen in fewer rows are left out; weights below this are taken for none.
PENALTY = {"words": 1.0, "phrases": 2.0, "kinds": 1.0, "pairs": 2.0}
LEAST = {"words": 4, "phrases": 5, "kinds": 3, "pairs": 5}
SMALL = 0.03
_KINDS = {k: k for k in phrases.KINDS} | dict.fromkeys(("substance", "animal", "plant"), "object")


class Rows:
    """Features of many rows as numbers, so that they fit into memory."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.columns, self.values, self.ends = array("i"), array("f"), array("q", [0])

    def add(self, features: phrases.Features) -> None:
        for name, value in features.items():
            self.columns.append(self.names.setdefault(name, len(self.names)))
            self.values.append(value)
        self.ends.append(len(self.columns))

    def matrix(self) -> csr_array:
        parts = (np.array(self.values), np.array(self.columns), np.array(self.ends))
        return csr_array(parts, shape=(len(self.ends) - 1, len(self.names)))

    def common(self, part: str, inside: np.ndarray) -> tuple[csr_array, np.ndarray]:
        x = self.matrix()[inside]
        kept = np.flatnonzero(np.bincount(x.indices, minlength=x.shape[1]) >= LEAST[part])
        return x[:, kept], kept


def linear(rows: Rows, kept: np.ndarray, labels: Sequence[str], weights: np.ndarray, bias: np.ndarray) -> Linear:
    names = list(rows.names)
    weights[np.abs(weights) < SMALL] = 0
    return Linear({names[k]: n for n, k in enumerate(kept)}, tuple(labels), weights.astype(np.float32), bias.astype(np.float32))


def fit(part: str, rows: Rows, truth: dict[str, np.ndarray], inside: np.ndarray) -> Linear:
    """One regression a label over those of the rows `inside` for which it is known."""
    x, kept = rows.common(part, inside)
    known = [(np.flatnonzero(~np.isnan(y[inside])), y[inside]) for y in truth.values()]
    found = np.stack([logistic(x[rows_], y[rows_], PENALTY[part]) for rows_, y in known], axis=1)
    return linear(rows, kept, list(truth), found[:-1], found[-1])


def fold_of(record: Record) -> int:
    return hashlib.sha1(record["id"].encode()).digest()[0] % FOLDS


def parts_of_speech(syntax: Record) -> tuple[list[int], list[str]]:
    starts, tags = [], []
    for sentence in syntax["sentences"]:
        starts += sentence["tokens"][::2]
        tags += sentence["upos"].split()
    return starts, tags


def fit_words(records: Sequence[Record], syntax: dict[str, Record]) -> tuple[Linear, list[Linear]]:
    rows, folds = Rows(), array("b")
    truth: dict[str, list[float]] = {label: [] for label in (*phrases.TAGS, "starts", "ends")}
    for record in records:
        starts, tags = parts_of_speech(syntax[record["id"]])
        mentions = record.get("mentions", [])
        opened, closed = {m["start"] for m in mentions}, {m["end"] for m in mentions}
        for line in phrases.lines(record["text"]):
            for k, span in enumerate(line.spans):
                rows.add(phrases.word_features(line, k))
                folds.append(fold_of(record) if "mentions" in record else FOLDS)
                tag = tags[bisect_right(starts, span.start) - 1]
                tag = tag if tag in truth else "OTHER"
                for label in phrases.TAGS:
                    truth[label].append(float(label == tag))
                truth["starts"].append(float(span.start in opened) if "mentions" in record else np.nan)
                truth["ends"].append(float(span.end in closed) if "mentions" in record else np.nan)
    return folded("words", rows, truth, folds)


def folded(part: str, rows: Rows, truth: dict[str, list[float]], folds: array[int]) -> tuple[Linear, list[Linear]]:
    """The model of all rows, and for each fold that of the others."""
    y, of = {label: np.array(values) for label, values in truth.items()}, np.array(folds)
    print(part, len(of), "rows", len(rows.names), "features", flush=True)
    whole = fit(part, rows, y, np.arange(len(of)))
    return whole, [fit(part, rows, y, np.flatnonzero(of != k)) for k in range(FOLDS)]


def fit_phrases(read: Sequence[tuple[Record, list[phrases.Line]]]) -> Linear:
    rows, truth = Rows(), []
    for record, found in read:
        gold = {(m["start"], m["end"]) for m in record["mentions"]}
        for line in found:
            for first, end in phrases.candidates(line):
                rows.add(phrases.phrase_features(line, first, end))
                truth.append(float((line.spans[first].start, line.spans[end].end) in gold))
    print("phrases", len(truth), "rows", len(rows.names), "features", flush=True)
    return fit("phrases", rows, {"mention": np.array(truth)}, np.arange(len(truth)))


def fit_kinds(read: Sequence[tuple[Record, list[phrases.Line]]]) -> tuple[Linear, list[Linear]]:
    rows, folds = Rows(), array("b")
    truth: dict[str, list[float]] = {kind: [] for kind in phrases.KINDS}
    for record, found in read:
        gold = {Span(m["start"], m["end"]): _KINDS[m["type"]] for m in record["mentions"]}
        for span, place in phrases.placed(found, gold).items():
            rows.add(phrases.kind_features(*place))
            folds.append(fold_of(record))
            for kind in phrases.KINDS:
                truth[kind].append(float(gold[span] == kind))
    return folded("kinds", rows, truth, folds)


def fit_pairs(read: Sequence[tuple[Record, list[phrases.Line]]], kinds: Sequence[Linear]) -> Linear:
    """Marginal likelihood of the right earlier phrases, or of being new, over all candidates of each phrase (softmax)."""
    rows, right, begins = Rows(), array("b"), array("q")
    for record, found in read:
        gold = {Span(m["start"], m["end"]): m["cluster"] for m in record["mentions"]}
        where = phrases.placed(found, gold)
        order = sorted(where, key=lambda s: (s.start, -s.end))
        model = kinds[fold_of(record)]
        ranking = Ranking(record["text"], [phrase_of(record["text"], s, where[s], phrases.kind_of(*where[s], model)) for s in order])
        for n, span in enumerate(order):
            same = [gold[order[m]] == gold[span] for m in ranking.earlier[n]]
            begins.append(len(right))
            rows.add(ranking.new(n))
            right.append(not any(same))
            for m, is_same in zip(ranking.earlier[n], same, strict=True):
                rows.add(ranking.pair(m, n))
                right.append(is_same)
    print("pairs", len(right), "rows", len(rows.names), "features", flush=True)
    x, kept = rows.common("pairs", np.arange(len(right)))
    turned, at = x.T.tocsr(), np.array(begins)
    good = np.array(right, dtype=bool)
    size = np.diff(np.append(at, len(good)))

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        z -= np.repeat(np.maximum.reduceat(z, at), size)
        e = np.exp(np.maximum(z, -60))
        every, mine = np.add.reduceat(e, at), np.add.reduceat(e * good, at)
        gradient = e / np.repeat(every, size) - e * good / np.repeat(mine, size)
        value = float((np.log(every) - np.log(mine)).sum() + 0.5 * PENALTY["pairs"] * (w @ w))
        return value, turned @ gradient + PENALTY["pairs"] * w

    w = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 100}).x
    return linear(rows, kept, ["link"], w[:, None], np.zeros(1))


def fit_all(records: Sequence[Record], syntax: Sequence[Record]) -> dict[str, Linear]:
    words, halves = fit_words([*records, *(r for r in syntax if r["corpus"] == "ud-ewt")], {r["id"]: r for r in syntax})
    read = [(r, [phrases.tagged(line, halves[fold_of(r)]) for line in phrases.lines(r["text"])]) for r in records]
    kinds, kind_halves = fit_kinds(read)
    return {"words": words, "phrases": fit_phrases(read), "kinds": kinds, "pairs": fit_pairs(read, kind_halves)}


def choose(records: Sequence[Record], models: dict[str, Linear]) -> None:
    """Print CoNLL F1, with phrases given and found, for each value of the two thresholds."""
    spans = {r["id"]: [Span(m["start"], m["end"]) for m in r["mentions"]] for r in records}
    for sure, new in [(None, n) for n in (0.3, 0.0, -0.3, -0.6, -0.9)] + list(itertools.product((0.0, -0.5, -1.0), (0.0, -0.4, -0.8))):
        coreference.SURE, coreference.NEW = sure or 0.0, new
        answers = []
        for r in records:
            found = coreference.cluster_phrases(r["text"], models, given=spans[r["id"]] if sure is None else None)
            answers.append({"id": r["id"], "mentions": [{"start": s.start, "end": s.end, "cluster": k} for s, k in found.items()]})
            for mention in answers[-1]["mentions"]:
                mention["cluster"] = f"{r['id']}-{mention['cluster']}"
        figures = score("coreference", records, answers)
        kept, alone = figures["with_singletons"], figures["without_singletons"]
        print("given" if sure is None else f"SURE {sure}", f"NEW {new}: {kept['conll_f1']:.4f} {alone['conll_f1']:.4f}", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--out", type=Path, default=ROOT / "src/onrecord/data/coreference.npz")
    arguments.add_argument("--choose", action="store_true", help="leave a fifth out, try thresholds on it, write nothing")
    options = arguments.parse_args()
    folder = options.shared / "evaluation"
    records, gum, ewt = (
        [r for line in (folder / path).open(encoding="utf-8") if (r := json.loads(line))["split"] == "train"]
        for path in ("coreference/gum.jsonl", "syntax/gum.jsonl", "syntax/ewt.jsonl")
    )
    held = [r for r in records if options.choose and hashlib.sha1(r["id"].encode()).digest()[1] % 5 == 0]
    models = fit_all([r for r in records if r not in held], [*gum, *ewt])
    if options.choose:
        choose(held, models)
        return
    save(options.out, models)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
