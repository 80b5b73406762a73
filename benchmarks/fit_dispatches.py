"""Fit the linear models of MUC-4's templates on the train half: `python benchmarks/fit_dispatches.py --shared ../shared`.

Run it again after the encoder was trained anew. Each later model sees what the earlier ones say of dispatches that they were not fitted on
(five folds by a hash of the id), so that it learns how far to trust them. Writes `src/onrecord/data/dispatches.npz`, prints what the folds
give.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

from onrecord.evaluate.dispatches.features import Features, PhraseFeatures, document_features, evidence_features, final_features
from onrecord.evaluate.dispatches.judgement import PRIOR, SLOTS, clipped
from onrecord.evaluate.dispatches.phrases import phrases
from onrecord.evaluate.linear import Linear, save
from onrecord.evaluate.metrics_roles import plain
from onrecord.pipeline import Pipeline
from onrecord.read import Dispatch
from onrecord.settings import Settings

ROOT = Path(__file__).parents[1]
Record = dict[str, Any]
TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY")
FOLDS = 5
# Strength of the quadratic penalty of each model, chosen by the folds.
PENALTY = {"words": 1.0, "phrases": 4.0, "document": 4.0, "final": 1.0, "kinds": 2.0}
# What is filled in beside a string, and the slots whose strings it belongs to.
KINDS = {
    "instrument_type": ("instrument_id",),
    "phys_tgt_type": ("phys_tgt_id",),
    "phys_tgt_effect": ("phys_tgt_id",),
    "hum_tgt_type": ("hum_tgt_name", "hum_tgt_description"),
    "hum_tgt_effect": ("hum_tgt_name", "hum_tgt_description"),
    "perp_org_confidence": ("perp_organization",),
    "perp_category": ("perp_individual", "perp_organization"),
}


def values(template: Mapping[str, Any], slot: str) -> list[str]:
    return [a["value"] for f in template.get(slot) or [] for a in f["alternatives"]]


def of_document(record: Record) -> dict[str, bool]:
    types = {t for template in record["templates"] for t in values(template, "incident_type")}
    return {"relevant": bool(record["templates"]), **{t: t in types for t in TYPES}, "many": len(record["templates"]) > 1}


def of_phrase(record: Record, key: str) -> dict[str, bool]:
    return {slot: any(plain(v) == plain(key) for t in record["templates"] for v in values(t, slot)) for slot in SLOTS}


def kinds_of(record: Record, key: str) -> dict[str, set[str]]:
    """What gold fills in beside the string `key`, by the slot of the kind; kinds whose strings it is none of are left out."""
    found: dict[str, set[str]] = {}
    for template in record["templates"]:
        for kind, slots in KINDS.items():
            mine = [
                f for slot in slots for f in template.get(slot) or [] if any(plain(a["value"]) == plain(key) for a in f["alternatives"])
            ]
            if not mine:
                continue
            strings = {plain(a["value"]) for f in mine for a in f["alternatives"]}
            for filler in template.get(kind) or []:
                refs = {plain(r) for r in filler.get("refs") or ()}
                if not refs or refs & strings:
                    found.setdefault(kind, set()).update(a["value"] for a in filler["alternatives"])
            found.setdefault(kind, set())
    return found


def matrix(rows: Sequence[Features], index: Mapping[str, int]) -> csr_array:
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for row in rows:
        for name, value in row.items():
            if (column := index.get(name)) is not None:
                data.append(value)
                columns.append(column)
        ends.append(len(data))
    return csr_array((np.array(data), np.array(columns, dtype=np.int64), np.array(ends)), shape=(len(rows), len(index)))


def logistic(x: csr_array, y: np.ndarray, penalty: float) -> np.ndarray:
    """Weights and, last, the bias of a penalised logistic regression (L-BFGS)."""
    turned, n = x.T.tocsr(), x.shape[1]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w[:n] + w[n]
        gradient = 1 / (1 + np.exp(-z)) - y
        return (
            float((np.logaddexp(0, z) - y * z).sum() + 0.5 * penalty * (w[:n] @ w[:n])),
            np.append(turned @ gradient + penalty * w[:n], gradient.sum()),
        )

    found: np.ndarray = minimize(loss, np.zeros(n + 1), jac=True, method="L-BFGS-B", options={"maxiter": 120}).x
    return found


def fit(rows: Sequence[Features], truth: Sequence[Mapping[str, bool]], penalty: float, *, least: int) -> Linear:
    """One regression a label over the features that `least` rows have."""
    counts = Counter(name for row in rows for name in row)
    index = {name: n for n, name in enumerate(k for k, c in counts.items() if c >= least)}
    labels = tuple(truth[0])
    x = matrix(rows, index)
    found = np.stack([logistic(x, np.array([float(t[label]) for t in truth]), penalty) for label in labels], axis=1)
    return Linear(index, labels, found[:-1].astype(np.float32), found[-1].astype(np.float32))


def out_of_fold(
    rows: Sequence[Features], truth: Sequence[Mapping[str, bool]], ids: Sequence[str], penalty: float, *, least: int
) -> list[dict[str, float]]:
    folds = np.array([hashlib.sha1(i.encode()).digest()[0] % FOLDS for i in ids])
    said: list[dict[str, float]] = [{} for _ in rows]
    for k in range(FOLDS):
        inside = np.flatnonzero(folds != k).tolist()
        model = fit([rows[n] for n in inside], [truth[n] for n in inside], penalty, least=least)
        for n in np.flatnonzero(folds == k).tolist():
            said[n] = model.odds(rows[n])
    return said


def told(name: str, said: Sequence[Mapping[str, float]], truth: Sequence[Mapping[str, bool]]) -> None:
    for label in truth[0]:
        z, y = np.array([s[label] for s in said]), np.array([t[label] for t in truth])
        best = max((2 * ((z > at) & y).sum() / max(1, (z > at).sum() + y.sum()), at) for at in np.arange(-3, 2, 0.25))
        print(f"{name} {label}: F1 {best[0]:.3f} above {best[1]:.2f} over the folds, {int(y.sum())} of {len(y)}", flush=True)


def fit_all(records: Sequence[Record], look: Callable[[Record], Dispatch]) -> dict[str, Linear]:
    """The five models, from records with templates and what the reader sees of each."""
    ids = [r["id"] for r in records]
    document_truth = [of_document(r) for r in records]
    models: dict[str, Linear] = {}

    def learn(name: str, rows: list[Features], truth: list[dict[str, bool]], of: list[str], least: int) -> list[dict[str, float]]:
        models[name] = fit(rows, truth, PENALTY[name], least=least)
        said = out_of_fold(rows, truth, of, PENALTY[name], least=least)
        told(name, said, truth)
        return said

    word_truth = [{k: t[k] for k in PRIOR} for t in document_truth]
    priors = [clipped(s) for s in learn("words", [document_features(r["text"]) for r in records], word_truth, ids, 4)]
    keys: list[tuple[int, str]] = []
    rows: list[Features] = []
    dispatches = [look(r) for r in records]
    for n, dispatch in enumerate(dispatches):
        looking = PhraseFeatures(dispatch, priors[n])
        for key, spans in phrases(dispatch).items():
            keys.append((n, key))
            rows.append(looking.of(key, spans))
    phrase_truth = [of_phrase(records[n], key) for n, key in keys]
    phrase_ids = [ids[n] for n, _ in keys]
    odds = learn("phrases", rows, phrase_truth, phrase_ids, 5)
    mine: list[list[dict[str, float]]] = [[] for _ in records]
    for (n, _), said in zip(keys, odds, strict=True):
        mine[n].append(said)
    evidence = [evidence_features(d, p, m) for d, p, m in zip(dispatches, priors, mine, strict=True)]
    documents = learn("document", evidence, document_truth, ids, 4)
    final_rows = [final_features(s, said, documents[n]) for (n, _), said in zip(keys, odds, strict=True) for s in SLOTS]
    final_truth = [{"filler": t[s]} for t in phrase_truth for s in SLOTS]
    learn("final", final_rows, final_truth, [i for i in phrase_ids for _ in SLOTS], 1)
    models["kinds"] = _kinds(rows, [kinds_of(records[n], key) for n, key in keys])
    return models


def _kinds(rows: list[Features], given: list[dict[str, set[str]]]) -> Linear:
    """Every value of every kind against the others that the same sort of string has; phrases of other sorts do not count."""
    fitted: list[Linear] = []
    for kind in KINDS:
        at = [n for n, g in enumerate(given) if kind in g]
        counts = Counter(v for n in at for v in given[n][kind])
        truth = [{f"{kind}:{v}": v in given[n][kind] for v, c in counts.items() if c >= 4} for n in at]
        fitted.append(fit([rows[n] for n in at], truth, PENALTY["kinds"], least=3))
    index: dict[str, int] = {}
    for model in fitted:
        for name in model.index:
            index.setdefault(name, len(index))
    weights = np.zeros((len(index), sum(len(m.labels) for m in fitted)), dtype=np.float32)
    column = 0
    for model in fitted:
        weights[[index[n] for n in model.index], column : column + len(model.labels)] = model.weights
        column += len(model.labels)
    return Linear(index, tuple(label for m in fitted for label in m.labels), weights, np.concatenate([m.bias for m in fitted]))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--weights", help="folder of other weights of the encoder")
    arguments.add_argument("--out", type=Path, default=ROOT / "src/onrecord/data/dispatches.npz")
    options = arguments.parse_args()
    path = options.shared / "evaluation/events_document/muc4.jsonl"
    if not path.is_file():
        raise SystemExit(f"{path} is not there: the evaluation data do not ship with the product")
    with path.open(encoding="utf-8") as lines:
        records = [r for line in lines if (r := json.loads(line))["split"] == "train"]
    reader = Pipeline(Settings.load(weights=options.weights)).reader
    save(options.out, fit_all(records, lambda r: reader.dispatch(r["text"])))


if __name__ == "__main__":
    main()
