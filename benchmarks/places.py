"""Speed of the gazetteer, of place resolution and of recognition on one core: `make bench`.

    python benchmarks/places.py --shared ../shared [--rounds 5]

CPU time of the best of some rounds, since the machine may be busy. "first" starts with an empty cache, "again" goes over the same
once more.
The ratio is to bare SQLite queries for the same names in the same run. Writes the table between the marks of `docs/places.md`.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from onrecord.model import Span
from onrecord.resolve.gazetteer import Gazetteer, fold
from onrecord.resolve.gazetteer.build import DEFAULT_OUT
from onrecord.resolve.where import find_toponyms, resolve_toponyms

ROOT = Path(__file__).parents[1]
BARE = "SELECT p.* FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY n.place LIMIT 120"


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--gazetteer", type=Path, default=DEFAULT_OUT)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    source = options.shared / "evaluation/toponyms/lgl.jsonl"
    if not source.is_file():
        raise SystemExit(f"{source} is not there: the texts do not ship with the product")
    records = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
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
    page = ROOT / "docs/places.md"
    head, _, rest = page.read_text(encoding="utf-8").partition("<!-- speed -->")
    _, _, tail = rest.partition("<!-- end of speed -->")
    page.write_text(f"{head}<!-- speed -->\n{table}\n<!-- end of speed -->{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
