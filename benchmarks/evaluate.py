"""Measure every task that `onrecord predict` serves on the open dev data: `make evaluate`.

    python benchmarks/evaluate.py --shared ../shared [--only claims,polnear [--update]]

Answers are made by `onrecord.evaluate.predict` from records without their gold fields, and scored by the scorers that come with the
corpora. Writes
`docs/evaluation.json` and the tables between the marks of `docs/evaluation.md`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.evaluate import predict
from onrecord.pipeline import Pipeline
from onrecord.settings import Settings
from page import put_between_marks

ROOT = Path(__file__).parents[1]
Result = dict[str, Any]


@dataclass(frozen=True)
class Set:
    """One measured set: task of `predict`, file below `evaluation/`, splits used, scorer, figures to show."""

    name: str
    task: str
    path: str
    splits: tuple[str, ...]
    scorer: str
    figures: Callable[[Result], dict[str, float]]
    note: str = ""


def _claims(r: Result) -> dict[str, float]:
    found = {("found" if k == "detection" else k): v["f1"] for k, v in r.items() if "f1" in v}
    return {
        **found,
        "status acc.": r["status"]["accuracy"],
        "certainty acc.": r["certainty"]["accuracy"],
        "events B3": r["events"]["b_cubed_f1"],
    }


def _pooled(parts: list[Result]) -> float:
    """F1 over the items of several kinds together, from the precision and recall of each."""
    right = sum(p["p"] * p["n_pred"] for p in parts)
    wanted = sum(p["r"] * p["n_gold"] for p in parts)
    given, gold = sum(p["n_pred"] for p in parts), sum(p["n_gold"] for p in parts)
    return (right + wanted) / (given + gold) if given + gold else 0.0


def _attribution(r: Result) -> dict[str, float]:
    mean = {k: sum(r[part][k]["f1"] for part in ("source", "cue", "content")) / 3 for k in ("token", "overlap", "exact")}
    return {
        **{f"{k} F1": 100 * v for k, v in mean.items()},
        **{f"pooled {k} F1": 100 * _pooled([r[part][k] for part in ("source", "cue", "content")]) for k in mean},
        "relation relaxed F1": 100 * r["relation_relaxed"]["f1"],
        "content overlap F1": 100 * r["content"]["overlap"]["f1"],
    }


def _grading(r: Result) -> dict[str, float]:
    return {
        k: v
        for k, v in _flat(r).items()
        if k in {"found.f1", "origins.accuracy", "grade.accuracy", "figures.accuracy", "dates.accuracy", "whole.accuracy"}
    }


def _flat(r: Result, prefix: str = "") -> dict[str, float]:
    out: dict[str, float] = {}
    for k, v in r.items():
        if isinstance(v, dict):
            out |= _flat(v, f"{prefix}{k}.")
        elif isinstance(v, (int, float)) and not isinstance(v, bool):
            out[prefix + k] = float(v)
    return out


def _pick(*keys: str, scale: float = 100.0) -> Callable[[Result], dict[str, float]]:
    def picked(r: Result) -> dict[str, float]:
        flat = _flat(r)
        return {k: scale * flat[k] for k in keys if k in flat}

    return picked


SETS = (
    Set("claims", "claims", "claims/claims.jsonl", (), "score_claims", _claims),
    Set(
        "polnear dev", "attribution", "attribution/polnear.jsonl", ("dev",), "score", _attribution, "mean and pool of source, cue, content"
    ),
    Set("masc_mpqa dev", "attribution", "attribution/masc_mpqa.jsonl", ("dev",), "score", _attribution),
    Set(
        "re3d (held out)",
        "entities",
        "entities/re3d.jsonl",
        (),
        "score",
        _pick("overlap_same_type.f1", "exact.f1"),
        "own split: the documents of claims and a fifth of the others",
    ),
    Set(
        "wikievents dev",
        "events_arguments",
        "events_arguments_restricted/wikievents.jsonl",
        ("dev",),
        "score_events",
        _pick("trigger_family.f1", "argument_role.f1"),
    ),
    Set(
        "m2e2 dev",
        "events_arguments",
        "events_arguments_restricted/m2e2.jsonl",
        ("dev",),
        "score_events",
        _pick("trigger_family.f1", "argument_role.f1"),
    ),
    Set(
        "geneva dev",
        "events_arguments",
        "events_arguments/geneva.jsonl",
        ("dev",),
        "score_events",
        _pick("trigger_family.f1", "argument_role.f1"),
    ),
    Set(
        "muc4 dev",
        "events_document",
        "events_document/muc4.jsonl",
        ("dev",),
        "score",
        _pick(
            "ceaf_ree.strict.micro.f1",
            "ceaf_ree.prop.micro.f1",
            "all_slots.f1",
            "templates.f1",
            "perp_org_confidence_accuracy_on_found_orgs.accuracy",
        ),
    ),
    Set(
        "lgl",
        "toponyms",
        "toponyms/lgl.jsonl",
        ("dev",),
        "score",
        _pick("recognition_overlap.f1", "resolution.acc@161km", "resolution.end_to_end_acc@161km"),
    ),
    Set(
        "trnews",
        "toponyms",
        "toponyms/trnews.jsonl",
        ("dev",),
        "score",
        _pick("recognition_overlap.f1", "resolution.acc@161km", "resolution.end_to_end_acc@161km"),
    ),
    Set("tempeval3 (a fifth kept aside)", "dates", "dates/tempeval3_tbaq.jsonl", (), "score", _pick("relaxed.f1", "value.f1", "type.f1")),
    Set("gum dates dev", "dates", "dates/gum.jsonl", ("dev",), "score", _pick("relaxed.f1", "value.f1")),
    Set("uw dev", "factuality", "factuality/uw.jsonl", ("dev",), "score", _pick("pearson_r", "mae", scale=1)),
    Set("meantime dev", "factuality", "factuality/meantime.jsonl", ("dev",), "score", _pick("pearson_r", "mae", scale=1)),
    Set("uds_ih2 dev", "factuality", "factuality/uds_ih2.jsonl", ("dev",), "score", _pick("pearson_r", "mae", scale=1)),
    Set(
        "plover_gsr",
        "events_sentence",
        "events_sentence/plover_gsr.jsonl",
        ("dev",),
        "score",
        _pick("weighted_f1", "sources.overlap.f1", "targets.overlap.f1"),
    ),
    Set(
        "petrarch_gsr_en",
        "events_sentence",
        "events_sentence/petrarch_gsr_en.jsonl",
        (),
        "score",
        _pick("root_code.f1", "source_root_target.f1", "has_event_accuracy"),
        "CAMEO codes",
    ),
    Set(
        "case2021_task2 (open part)",
        "events_sentence",
        "events_sentence/case2021_task2.jsonl",
        (),
        "score",
        _pick("weighted_f1", "macro_f1"),
    ),
    Set("ceha dev", "events_sentence", "events_sentence/ceha.jsonl", ("dev",), "score", _pick("by_label.RELEVANT.f1", "weighted_f1")),
    Set(
        "indiapolice dev",
        "events_sentence",
        "events_sentence/indiapolice.jsonl",
        ("dev",),
        "score",
        _pick("sentence.macro_f1", "document.macro_f1"),
    ),
    Set("ecbplus dev", "coreference_events", "coreference_events/ecbplus.jsonl", ("dev",), "score", _pick("with_singletons.conll_f1")),
    Set(
        "gva_incidents dev",
        "coreference_events",
        "coreference_events/gva_incidents.jsonl",
        ("dev",),
        "score",
        _pick("with_singletons.b3.f1", "pairwise.f1"),
    ),
    Set(
        "gum_coreference dev",
        "coreference",
        "coreference/gum.jsonl",
        ("dev",),
        "score",
        _pick("mention_detection.f1", "with_singletons.conll_f1", "without_singletons.conll_f1"),
        "phrases found in the text",
    ),
    Set(
        "gum_coreference_given dev",
        "coreference",
        "coreference/gum.jsonl",
        ("dev",),
        "score",
        _pick("with_singletons.conll_f1", "without_singletons.conll_f1"),
        "phrases given, without kinds, speakers or sentences",
    ),
    Set("grading scenarios", "grading", "grading/scenarios.jsonl", (), "score_grading", _grading),
)


def scorer(folder: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_of(folder: Path, wanted: Set) -> list[Result]:
    with (folder / wanted.path).open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    if wanted.splits:
        records = [r for r in records if r["split"] in wanted.splits]
    if wanted.name.startswith("re3d"):
        sys.path.insert(0, str(ROOT / "training"))
        from corpora import bucket  # the same held-out part as in training

        claims = {json.loads(line)["id"] for line in (folder / "claims/claims.jsonl").open(encoding="utf-8")}
        records = [r for r in records if r["id"] in claims or bucket(r["id"], 5) == 0]
    if wanted.name.startswith("tempeval3"):
        import hashlib

        records = [r for r in records if hashlib.sha1(r["id"].encode()).digest()[0] % 5 == 0]
    return records


def without_answers(folder: Path, records: list[Result], wanted: Set) -> list[Result]:
    """Inputs as the corpora's own script strips them; bundles and claims keep what the task gives."""
    if wanted.task == "grading":
        return [
            {"id": r["id"], "documents": [{k: d.get(k) for k in ("id", "publisher", "published", "title", "text")} for d in r["documents"]]}
            for r in records
        ]
    if wanted.task == "claims":
        keep = ("title", "published", "source", "dateline", "wire")
        return [{"id": r["id"], "text": r["text"], "meta": {k: r["meta"].get(k) for k in keep}} for r in records]
    if wanted.task == "events_arguments":
        return [
            {"id": r["id"], "corpus": r["corpus"], "text": r["text"], "meta": {"date": (r.get("meta") or {}).get("published")}}
            for r in records
        ]
    if wanted.name.startswith("gum_coreference_given"):
        keep = ("mention_id", "start", "end")
        return [
            {**{k: r[k] for k in ("id", "corpus", "dct", "text") if k in r}, "mentions": [{k: m[k] for k in keep} for m in r["mentions"]]}
            for r in records
        ]
    if any(isinstance(part, list) for r in records for part in r.get("sentences") or []):  # sets of the second part, unknown to the script
        return [{k: r[k] for k in ("id", "corpus", "dct", "text") if k in r} for r in records]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as stored:
        for r in records:
            stored.write(json.dumps(r, ensure_ascii=False) + "\n")
        stored.flush()
        out = subprocess.run([sys.executable, str(folder / "strip.py"), stored.name], capture_output=True, check=True, text=True).stdout
    # Not splitlines: the texts hold line separators of their own.
    return [json.loads(line) for line in out.split("\n") if line]


def measure(folder: Path, wanted: Set, pipeline: Pipeline, keep: Path | None) -> Result:
    gold = gold_of(folder, wanted)
    inputs = without_answers(folder, gold, wanted)
    began = time.perf_counter()
    answers = list(predict(wanted.task, inputs, pipeline))
    seconds = time.perf_counter() - began
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{wanted.name.split()[0]}.pred.jsonl").write_text(
            "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in answers), encoding="utf-8"
        )
    module = scorer(folder, wanted.scorer)
    if wanted.scorer == "score":
        raw = module.score({r["id"]: r for r in gold}, {a["id"]: a for a in answers})
    else:
        raw = module.score(gold, answers)
    if wanted.task == "toponyms":
        raw = {k: v for k, v in raw.items() if k != "primary"}
    return {"figures": wanted.figures(raw), "records": len(gold), "seconds": round(seconds, 1), "raw": raw}


def table(results: dict[str, Result]) -> str:
    rows = ["| set | records | figures |", "|---|---|---|"]
    notes = {s.name: s.note for s in SETS}
    for name, r in results.items():
        shown = ", ".join(f"{k} {v:.3f}" if k in {"pearson_r", "mae"} else f"{k} {v:.1f}" for k, v in r["figures"].items())
        rows.append(f"| {name}{' (' + notes[name] + ')' if notes[name] else ''} | {r['records']} | {shown} |")
    return "\n".join(rows)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--only", help="names of sets, their first words, separated by commas")
    arguments.add_argument("--update", action="store_true", help="with --only: replace the rows of these sets in the page")
    arguments.add_argument("--weights", help="folder of other weights")
    arguments.add_argument("--keep", type=Path, help="folder for the answers")
    options = arguments.parse_args()
    folder = options.shared / "evaluation"
    if not folder.is_dir():
        raise SystemExit(f"{folder} is not there: the evaluation data do not ship with the product")
    pipeline = Pipeline(Settings.load(weights=options.weights))
    chosen = [s for s in SETS if not options.only or s.name.split()[0] in options.only.split(",")]
    results: dict[str, Result] = {}
    for wanted in chosen:
        results[wanted.name] = measure(folder, wanted, pipeline, options.keep)
        r = results[wanted.name]
        print(wanted.name, r["records"], f"{r['seconds']} s", {k: round(v, 3) for k, v in r["figures"].items()}, flush=True)
    if not options.only or options.update:
        stored = ROOT / "docs/evaluation.json"
        earlier = json.loads(stored.read_text(encoding="utf-8")) if options.only else {}
        results = {s.name: {**earlier.get(s.name, {}), **results.get(s.name, {})} for s in SETS if s.name in earlier or s.name in results}
        put_between_marks("evaluation.md", "figures", table(results))
        stored.write_text(
            json.dumps(
                {k: {"figures": {n: round(x, 4) for n, x in v["figures"].items()}, "records": v["records"]} for k, v in results.items()},
                indent=1,
            )
            + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
