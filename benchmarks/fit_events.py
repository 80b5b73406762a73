"""Fit the models of happenings on the train halves of WikiEvents and GENEVA: `python benchmarks/fit_events.py --shared ../shared`.

Run it again after the encoder was trained anew; it takes some minutes. Writes `src/onrecord/data/happenings.npz`. How good it is
says `python benchmarks/evaluate.py --only "wikievents dev,m2e2 dev,geneva dev"`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from events_gold import Gold, gold_of
from onrecord.evaluate.happenings import NONE
from onrecord.evaluate.happenings.lexicon import GROUPS
from onrecord.evaluate.happenings.models import CONVENTIONS, part
from onrecord.evaluate.happenings.phrases import Phrases, Trigger
from onrecord.evaluate.happenings.words import Features, WordFeatures, columns, dense
from onrecord.evaluate.linear import Linear, save
from onrecord.model import Span
from onrecord.pipeline import Pipeline
from onrecord.read import Glance, Reader
from onrecord.settings import Settings

ROOT = Path(__file__).parents[1]
Record = dict[str, Any]
SETS = {"news": "events_arguments_restricted/wikievents.jsonl", "frames": "events_arguments/geneva.jsonl"}
ROLES = ("actor", "target", "instrument", "place")
# Strength of the quadratic penalties on columns of the view and on named features: of what the conventions share, of what frames have of
# their own. WikiEvents' train half is the noisier one.
PENALTY = {"trigger": ((2000.0, 0.5), (2000.0, 0.05)), "argument": ((300.0, 1.0), (300.0, 1.0))}
STEPS = {"trigger": 100, "argument": 40}  # of L-BFGS: stopping early is a penalty, too
LEAST = 3  # rows that a named feature is in
DUST = 0.02  # weights of named features below it are left out of the file
SHARE = 0.25  # of the words that neither gold nor the thesaurus knows; each stands for others like it


@dataclass
class Rows:
    """Training rows of one stage: the view, named features, targets as probabilities of labels, weights, and whether of frames."""

    names: list[str] = field(default_factory=list)
    view: list[np.ndarray] = field(default_factory=list)
    features: list[Features] = field(default_factory=list)
    truth: list[np.ndarray] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)
    frames: list[bool] = field(default_factory=list)


def one_hot(label: int, width: int) -> np.ndarray:
    found = np.zeros(width, dtype=np.float32)
    found[label] = 1.0
    return found


def add_words(record: Record, glances: Sequence[Glance], rows: Rows, chance: np.random.Generator, *, frames: bool) -> None:
    """Every word of a record that may be a trigger."""
    gold = gold_of(record)
    wanted: dict[int, list[int]] = defaultdict(list)
    for number, n, features in WordFeatures(record["text"], glances).rows():
        mine = [g for g in gold if g.span.overlaps(glances[number].words[n])]
        truth, weight = truth_of(mine, frames=frames, features=features)
        if not weight:
            continue
        if not mine and "lex=" in features:
            # Most words are no trigger, and clearly so: a share of them will do.
            if chance.random() > SHARE:
                continue
            weight /= SHARE
        wanted[number].append(n)
        rows.features.append(features)
        rows.truth.append(truth)
        rows.weight.append(weight)
        rows.frames.append(frames)
    for number, ns in wanted.items():
        rows.names = rows.names or columns(glances[number])
        rows.view.append(dense(glances[number], ns))


def truth_of(gold: Sequence[Gold], *, frames: bool, features: Features) -> tuple[np.ndarray, float]:
    """How likely each label is for a word that `gold` overlap, and what the word counts in fitting."""
    truth = np.zeros(1 + len(GROUPS), dtype=np.float32)
    for g in gold:
        if g.group is None:
            return truth, 0.0  # a happening that is not counted: not scored, so not learnt
        k = 1 + GROUPS.index(g.group)
        truth[k] = min(1.0, truth[k] + g.share)
    if truth.sum() > 1:
        truth /= truth.sum()
    truth[0] = 1 - truth.sum()
    # News corpora do not mark agreements, so that their words for them say nothing.
    if not frames and not gold and "l=agreement" in features:
        return truth, 0.0
    return truth, 1.0


def add_phrases(record: Record, glances: Sequence[Glance], rows: Rows, reader: Reader, *, frames: bool) -> None:
    """Every phrase near a trigger of a record whose place is known."""
    gold = [g for g in gold_of(record) if g.group in GROUPS and g.arguments is not None]
    for glance in glances:
        found = [(t, g) for g in gold if (t := trigger_in(glance, g)) is not None]
        seen = Phrases(glance, record["text"])
        for (trigger, g), roles in zip(found, reader.roles_of(glance, [(t.start, t.end) for t, _ in found]), strict=True):
            ranges = seen.near(trigger, roles)
            if not ranges:
                continue
            rows.names = rows.names or seen.columns(roles)
            rows.view.append(seen.dense(trigger, roles, ranges))
            rows.features += seen.sparse(trigger, ranges)
            for a, b in ranges:
                role = role_of(Span(glance.words[a].start, glance.words[b - 1].end), g)
                rows.truth.append(one_hot(1 + ROLES.index(role) if role in ROLES else 0, 1 + len(ROLES)))
                rows.weight.append(1.0)
                rows.frames.append(frames)


def trigger_in(glance: Glance, gold: Gold) -> Trigger | None:
    ns = [n for n, w in enumerate(glance.words) if w.overlaps(gold.span)]
    return Trigger(ns[0], ns[-1] + 1, gold.group) if ns and gold.group else None


def role_of(span: Span, gold: Gold) -> str | None:
    """The role of the argument that shares most with a phrase."""
    best, role = 0.0, None
    for other, name in gold.arguments or ():
        shared = (min(span.end, other.end) - max(span.start, other.start)) / max(len(span), len(other))
        if shared > best:
            best, role = shared, name
    return role


def matrix(rows: Sequence[Features], index: Mapping[str, int]) -> csr_matrix:
    data: list[float] = []
    at: list[int] = []
    ends = [0]
    for row in rows:
        for name, value in row.items():
            if (column := index.get(name)) is not None:
                data.append(value)
                at.append(column)
        ends.append(len(data))
    return csr_matrix((np.array(data, dtype=np.float32), np.array(at, dtype=np.int32), np.array(ends)), shape=(len(rows), len(index)))


@dataclass(frozen=True)
class Block:
    """Rows of one matrix of weights: the view or named features (`x`) of all rows or, where `only` is given, of these."""

    x: np.ndarray | csr_matrix
    penalty: float
    only: np.ndarray | None = None


def softmax(blocks: Sequence[Block], truth: np.ndarray, weight: np.ndarray, steps: int) -> list[np.ndarray]:
    """Penalised multinomial logistic regression on targets that may be probabilities: the weights of each block and, last, the bias."""
    k = truth.shape[1]
    turned = [block.x.T.tocsr() if isinstance(block.x, csr_matrix) else block.x.T for block in blocks]
    ends = np.cumsum([0, *(block.x.shape[1] * k for block in blocks), k])
    counted = weight[:, None]

    def split(w: np.ndarray) -> list[np.ndarray]:
        return [w[a:b].reshape(-1, k) for a, b in pairwise(ends)]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        *weights, bias = split(flat.astype(np.float32))
        z = np.repeat(bias, len(truth), axis=0)
        cost = 0.0
        for block, w in zip(blocks, weights, strict=True):
            if block.only is None:
                z += block.x @ w
            else:
                z[block.only] += block.x @ w
            cost += 0.5 * block.penalty * float((w * w).sum())
        z -= z.max(axis=1, keepdims=True)
        e = np.exp(z)
        total = e.sum(axis=1, keepdims=True)
        cost += float((weight * (np.log(total[:, 0]) - (truth * z).sum(axis=1))).sum())
        g = (e / total - truth) * counted
        parts = [
            (t @ (g if block.only is None else g[block.only]) + block.penalty * w).ravel()
            for block, t, w in zip(blocks, turned, weights, strict=True)
        ]
        return cost, np.concatenate([*parts, g.sum(axis=0)]).astype(np.float64)

    found = minimize(loss, np.zeros(ends[-1]), jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 7}).x
    return split(found.astype(np.float32))


def fit(stage: str, rows: Rows, labels: tuple[str, ...]) -> dict[str, Linear]:
    """The linear models of one stage: shared weights, and what frames have beside them."""
    counts = Counter(name for row in rows.features for name in row)
    index = {name: n for n, name in enumerate(k for k, c in counts.items() if c >= LEAST)}
    raw = np.concatenate(rows.view)
    mean, spread = raw.mean(axis=0), raw.std(axis=0) + 0.05
    x = ((raw - mean) / spread).astype(np.float32)
    s = matrix(rows.features, index)
    only = np.flatnonzero(rows.frames)
    shared, own = PENALTY[stage]
    blocks = (Block(x, shared[0]), Block(s, shared[1]), Block(x[only], own[0], only), Block(s[only], own[1], only))
    *fitted, bias = softmax(blocks, np.array(rows.truth), np.array(rows.weight, dtype=np.float32), STEPS[stage])
    models: dict[str, Linear] = {}
    for n, convention in enumerate(CONVENTIONS):
        view = fitted[2 * n] / spread[:, None]
        offset = (bias[0] if n == 0 else 0.0) - mean @ view
        named = np.where(np.abs(fitted[2 * n + 1]) < DUST, 0.0, fitted[2 * n + 1]).astype(np.float32)
        nothing = np.zeros(len(labels), dtype=np.float32)
        models[part(stage, "view", convention)] = Linear({c: k for k, c in enumerate(rows.names)}, labels, view, offset.astype(np.float32))
        models[part(stage, "named", convention)] = Linear(index, labels, named, nothing)
    return models


def fit_all(records: Mapping[str, Sequence[Record]], reader: Reader) -> dict[str, Linear]:
    """The models of both stages, from records of each convention."""
    words, phrases = Rows(), Rows()
    chance = np.random.default_rng(0)
    for convention, of in records.items():
        for record in of:
            glances = reader.scan(record["text"])
            add_words(record, glances, words, chance, frames=convention == "frames")
            add_phrases(record, glances, phrases, reader, frames=convention == "frames")
    print(f"{len(words.features)} words, {len(phrases.features)} phrases", flush=True)
    return fit("trigger", words, (NONE, *GROUPS)) | fit("argument", phrases, (NONE, *ROLES))


def load_records(path: Path, split: str) -> list[Record]:
    if not path.is_file():
        raise SystemExit(f"{path} is not there: the evaluation data do not ship with the product")
    with path.open(encoding="utf-8") as lines:
        return [r for line in lines if (r := json.loads(line))["split"] == split]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--weights", help="folder of other weights of the encoder")
    arguments.add_argument("--out", type=Path, default=ROOT / "src/onrecord/data/happenings.npz")
    options = arguments.parse_args()
    folder = options.shared / "evaluation"
    pipeline = Pipeline(Settings.load(weights=options.weights))
    save(options.out, fit_all({c: load_records(folder / path, "train") for c, path in SETS.items()}, pipeline.reader))
    print(f"{options.out}: {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
