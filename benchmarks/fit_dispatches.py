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

from onrecord.evaluate.dispatches.accusing import accusing_features
from onrecord.evaluate.dispatches.features import Features, PhraseFeatures, document_features, evidence_features
from onrecord.evaluate.dispatches.incidents import between, ground_of
from onrecord.evaluate.dispatches.judgement import PRIOR, SLOTS, clipped, second_look
from onrecord.evaluate.dispatches.phrases import phrases
from onrecord.evaluate.dispatches.scene import Scene, Setting, credit_of_days, credit_of_places
from onrecord.evaluate.dispatches.setting import setting_of
from onrecord.evaluate.dispatches.signs import SEVERAL, TYPES
from onrecord.evaluate.linear import Linear, save
from onrecord.evaluate.metrics_roles import plain
from onrecord.evaluate.records import as_document
from onrecord.model import Span
from onrecord.pipeline import Pipeline
from onrecord.read import Dispatch
from onrecord.read.words import sentences
from onrecord.settings import Settings

ROOT = Path(__file__).parents[1]
Record = dict[str, Any]
FOLDS = 5
_HOPELESS = -6.0
# What the words of an incident may tell without any phrase of its own that is filled in.
UNNAMED = ("GUN", "BOMB", "MACHINE GUN")
UNUSUAL = ("ATTEMPTED", "THREATENED")
# Strength of the quadratic penalty of each model, chosen by the folds.
PENALTY = {
    "words": 1.0,
    "phrases": 4.0,
    "document": 15.0,
    "final": 1.0,
    "kinds": 2.0,
    "accusing": 3.0,
    "same": 1.0,
    "did": 1.0,
    "told": 4.0,
    "days": 2.0,
    "places": 2.0,
}
# What is filled in beside a string, and the slots whose strings it belongs to.
KINDS = {
    "instrument_type": ("instrument_id",),
    "phys_tgt_type": ("phys_tgt_id",),
    "phys_tgt_effect": ("phys_tgt_id",),
    "hum_tgt_type": ("hum_tgt_name", "hum_tgt_description"),
    "hum_tgt_effect": ("hum_tgt_name", "hum_tgt_description"),
    "perp_category": ("perp_individual", "perp_organization"),
    "phys_tgt_nation": ("phys_tgt_id",),
    "hum_tgt_nation": ("hum_tgt_name", "hum_tgt_description"),
    "incident_type": SLOTS[2:],
}


CONFIDENCE = {"perp_org_confidence": ("perp_organization",)}
CONFIDENCES = ("REPORTED AS FACT", "SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES", "CLAIMED OR ADMITTED", "POSSIBLE")


def values(template: Mapping[str, Any], slot: str) -> list[str]:
    return [a["value"] for f in template.get(slot) or [] for a in f["alternatives"]]


def of_document(record: Record) -> dict[str, bool]:
    types = Counter(t for template in record["templates"] for t in values(template, "incident_type")[:1])
    several = {f"{t}:{n}": types[t] >= n for t, most in SEVERAL.items() for n in range(2, most + 1)}
    return {"relevant": bool(record["templates"]), **{t: t in types for t in TYPES}, "many": len(record["templates"]) > 1, **several}


def of_phrase(record: Record, key: str) -> dict[str, bool]:
    return {slot: any(plain(v) == plain(key) for t in record["templates"] for v in values(t, slot)) for slot in SLOTS}


def kinds_of(record: Record, key: str, kinds: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """What gold fills in beside the string `key`, by the slot of the kind; kinds whose strings it is none of are left out."""
    found: dict[str, set[str]] = {}
    for template in record["templates"]:
        for kind, slots in kinds.items():
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


def fit_all(records: Sequence[Record], look: Callable[[Record], tuple[Dispatch, Setting]]) -> dict[str, Linear]:
    """All the models, from records with templates and what the reader sees of each."""
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
    seen = [look(r) for r in records]
    dispatches = [dispatch for dispatch, _ in seen]
    found = [phrases(dispatch) for dispatch in dispatches]
    rows = [
        looking.of(*item)
        for d, prior, of in zip(dispatches, priors, found, strict=True)
        for looking in (PhraseFeatures(d, prior),)
        for item in of.items()
    ]
    keys = [(n, key) for n, of in enumerate(found) for key in of]
    phrase_truth = [of_phrase(records[n], key) for n, key in keys]
    phrase_ids = [ids[n] for n, _ in keys]
    odds = learn("phrases", rows, phrase_truth, phrase_ids, 5)
    mine: list[list[dict[str, float]]] = [[] for _ in records]
    for (n, _), said in zip(keys, odds, strict=True):
        mine[n].append(said)
    evidence = [evidence_features(d, p, m) for d, p, m in zip(dispatches, priors, mine, strict=True)]
    documents = learn("document", evidence, document_truth, ids, 4)
    final_rows = [row for of, m, document in zip(found, mine, documents, strict=True) for row in second_look(list(of), m, document)]
    # What no slot is likely for at first stays out: nine phrases of ten, which would only make the fit slow.
    kept = [n for n, said in enumerate(odds) if max(said.values()) > _HOPELESS]
    learn("final", [final_rows[n] for n in kept], [phrase_truth[n] for n in kept], [phrase_ids[n] for n in kept], 1)
    models["kinds"] = _kinds(rows, [kinds_of(records[n], key, KINDS) for n, key in keys])
    accused = [
        (i, accusing_features(row, found[n][key], records[n]["text"], seen[n][1].sentences, documents[n]), given)
        for (n, key), row, i in zip(keys, rows, phrase_ids, strict=True)
        if (given := kinds_of(records[n], key, CONFIDENCE).get("perp_org_confidence"))
    ]
    learn("accusing", [f for _, f, _ in accused], [{c: c in g for c in CONFIDENCES} for _, _, g in accused], [i for i, _, _ in accused], 3)
    told_of = [told_of_record(r, s, f) for r, (_, s), f in zip(records, seen, found, strict=True)]
    for name, least in (("same", 1), ("told", 4), ("days", 3), ("places", 3)):
        pairs = [(features, truth, i) for i, of in zip(ids, told_of, strict=True) for features, truth in of[name]]
        learn(name, [f for f, _, _ in pairs], [t for _, t, _ in pairs], [i for _, _, i in pairs], least)
    return models


Example = tuple[Features, dict[str, bool]]


def told_of_record(record: Record, setting: Setting, found: Mapping[str, tuple[Span, ...]]) -> dict[str, list[Example]]:
    """What the gold templates of one dispatch teach the models of pairs of phrases, of whole incidents, of their days and places."""
    ground = ground_of(record["text"], setting.sentences, setting.named)
    places = {plain(key): spans for key, spans in found.items()}
    examples: dict[str, list[Example]] = {"same": [], "told": [], "days": [], "places": []}
    held: dict[str, set[int]] = {}
    for number, template in enumerate(record["templates"]):
        kind = next(iter(values(template, "incident_type")), "")
        if kind not in TYPES:
            continue
        mine = {plain(v) for slot in SLOTS[2:] for v in values(template, slot)} & places.keys()
        for key in mine:
            held.setdefault(key, set()).add(number)
        scene = Scene(ground, kind, [places[key] for key in sorted(mine)])
        unnamed = {a["value"] for f in template.get("instrument_type") or [] if "-" in (f.get("refs") or ()) for a in f["alternatives"]}
        stages = set(values(template, "incident_stage"))
        truth = {f"instrument_type:{t}": t in unnamed for t in UNNAMED} | {f"incident_stage:{t}": t in stages for t in UNUSUAL}
        examples["told"].append((scene.words(), truth))
        days = [(a.get("from"), a.get("to")) for f in template.get("incident_date") or [] for a in f["alternatives"]]
        examples["days"] += [(f, {"right": any(credit_of_days(c, d) == 1 for d in days)}) for c, f in scene.days(setting).items()]
        paths = [
            tuple((part["name"], part["kind"]) for part in a["path"])
            for f in template.get("incident_location") or []
            for a in f["alternatives"]
            if a.get("path")
        ]
        examples["places"] += [(f, {"right": any(credit_of_places(c, p) == 1 for p in paths)}) for c, f in scene.places(setting).items()]
    keys = sorted(held)
    for n, a in enumerate(keys):
        examples["same"] += [(between(ground, places[a], places[b]), {"same": bool(held[a] & held[b])}) for b in keys[:n]]
    return examples


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
    pipeline = Pipeline(Settings.load(weights=options.weights))

    def look(record: Record) -> tuple[Dispatch, Setting]:
        document = as_document(record)
        dispatch = pipeline.reader.dispatch(document.text)
        return dispatch, setting_of(dispatch, tuple(sentences(document.text)), pipeline.gazetteer, document.published)

    save(options.out, fit_all(records, look))


if __name__ == "__main__":
    main()
