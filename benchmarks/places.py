"""Speed of the gazetteer, of place resolution and of recognition on one core: `make bench`.

    python benchmarks/places.py --shared ../shared [--rounds 5] [--against ../other/src]

CPU time of the best of some rounds, since the machine may be busy. "first" starts with an empty cache, "again" goes over the same
once more.
The ratio is to bare SQLite queries for the same names in the same run. Writes the table between the marks of `docs/places.md`.
`--against` writes nothing: it resolves the same documents by this code and by that of another checkout in turns, ten at a time, which
a busy machine slows alike, and prints how many times as fast this one is and whether both give the same places.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from onrecord.model import Span
from onrecord.resolve.gazetteer import Gazetteer, fold
from onrecord.resolve.gazetteer.build import DEFAULT_OUT
from onrecord.resolve.where import find_toponyms, resolve_toponyms
from page import put_between_marks

ROOT = Path(__file__).parents[1]
BARE = "SELECT p.* FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY n.place LIMIT 120"


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def other_checkout(folder: Path) -> tuple[Any, Any, Any]:
    """`onrecord.resolve.gazetteer`, `onrecord.resolve.where` and `onrecord.model` as `folder` has them."""
    mine = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "onrecord"}
    for name in mine:
        del sys.modules[name]
    sys.path.insert(0, str(folder))
    found = tuple(importlib.import_module(f"onrecord.{name}") for name in ("resolve.gazetteer", "resolve.where", "model"))
    sys.path.pop(0)
    sys.modules.update(mine)
    return found[0], found[1], found[2]


def compare(folder: Path, path: Path, records: list[dict[str, Any]], rounds: int) -> None:
    """Print how many times as fast this code is as that of `folder`, by the best of the rounds for every ten documents."""
    here = (
        importlib.import_module("onrecord.resolve.gazetteer"),
        importlib.import_module("onrecord.resolve.where"),
        sys.modules["onrecord.model"],
    )
    sides: tuple[tuple[Any, Any, Any], ...] = (other_checkout(folder), here)
    best: dict[tuple[str, int, int], float] = {}
    same = True
    for number in range(rounds):
        opened = [gazetteer.Gazetteer.open(path) for gazetteer, _, _ in sides]
        for gazetteer, _, _ in sides:
            gazetteer.fold.cache_clear()
        for run in ("first", "again"):
            for start in range(0, len(records), 10):
                answers: list[str] = ["", ""]
                for side in (0, 1) if (start // 10 + number) % 2 else (1, 0):
                    _, where, model = sides[side]
                    began = time.process_time()
                    found = [
                        where.resolve_toponyms(
                            record["text"],
                            [model.Span(item["start"], item["end"]) for item in record["toponyms"]],
                            opened[side],
                            title=record["meta"].get("title"),
                        )
                        for record in records[start : start + 10]
                    ]
                    took = time.process_time() - began
                    best[run, side, start] = min(took, best.get((run, side, start), took))
                    answers[side] = repr(found)
                same = same and answers[0] == answers[1]
    for run in ("first", "again"):
        other, mine = (sum(took for (name, one, _), took in best.items() if name == run and one == side) for side in (0, 1))
        print(f"{run}: {other / mine:.2f} times as fast ({len(records) / mine:,.0f} for {len(records) / other:,.0f} documents/s)")
    print("the same places" if same else "other places")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--gazetteer", type=Path, default=DEFAULT_OUT)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--against", type=Path, help="the src folder of another checkout")
    options = parser.parse_args()
    source = options.shared / "evaluation/toponyms/lgl.jsonl"
    if not source.is_file():
        raise SystemExit(f"{source} is not there: the texts do not ship with the product")
    records = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    if options.against is not None:
        compare(options.against.resolve(), options.gazetteer, records, options.rounds)
        return
    names = sorted({item["text"] for record in records for item in record["toponyms"]})
    spans = [[Span(item["start"], item["end"]) for item in record["toponyms"]] for record in records]
    bare = sqlite3.connect(f"{options.gazetteer.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    times: dict[str, list[float]] = {}

    def timed(what: str, work: Callable[[], object]) -> None:
        times.setdefault(what, []).append(seconds(work))

    def look_up(gazetteer: Gazetteer) -> None:
        for name in names:
            gazetteer.lookup(name)

    def resolve(gazetteer: Gazetteer) -> None:
        for record, given in zip(records, spans, strict=True):
            resolve_toponyms(record["text"], given, gazetteer, title=record["meta"].get("title"))

    def recognise(gazetteer: Gazetteer) -> None:
        for record in records:
            find_toponyms(record["text"], gazetteer)

    for _ in range(options.rounds):
        timed("open", lambda: Gazetteer.open(options.gazetteer).lookup("Aleppo"))
        fold.cache_clear()
        timed("bare", lambda: [bare.execute(BARE, (fold(name),)).fetchall() for name in names])
        for what, work in (("look-ups", look_up), ("resolution", resolve), ("recognition", recognise)):
            fold.cache_clear()
            with Gazetteer.open(options.gazetteer) as gazetteer:
                timed(f"{what} first", lambda work=work, gazetteer=gazetteer: work(gazetteer))
                timed(f"{what} again", lambda work=work, gazetteer=gazetteer: work(gazetteer))
    best = {what: min(found) for what, found in times.items()}
    rows = ["| what | first | again |", "|---|---|---|", f"| opening and one look-up, ms | {1000 * best['open']:.1f} | |"]
    rows.append(
        f"| look-ups/s ({len(names):,} names) | {len(names) / best['look-ups first']:,.0f} | {len(names) / best['look-ups again']:,.0f} |"
    )
    for what in ("resolution", "recognition"):
        rates = [len(records) / best[f"{what} {run}"] for run in ("first", "again")]
        rows.append(
            f"| {what}, documents/s ({len(records)} documents, {sum(map(len, spans)):,} names) | {rates[0]:,.0f} | {rates[1]:,.0f} |"
        )
    rows.append(
        f"\nRatio of first look-ups to bare SQLite queries: {best['bare'] / best['look-ups first']:.2f}; {time.strftime('%Y-%m-%d')}."
    )
    table = "\n".join(rows)
    print(table)
    put_between_marks("places.md", "speed", table)


if __name__ == "__main__":
    main()
