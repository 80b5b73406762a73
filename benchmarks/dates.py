"""Dates: spans, values and speed of `find_timexes` next to `dateparser.search`, on the same documents in one run.

    python benchmarks/dates.py ../shared/evaluation/dates/tempeval3_tbaq.jsonl [--sample 20] [--aside]

Scores are TempEval-3's: relaxed spans (any overlap, one to one), and spans whose value is right. dateparser gives a moment, not a TIMEX3
value; its answer counts as right where the gold value is that day, that month or that year. Every fifth document by hash was kept aside
while the rules were written: `--aside` measures on those, the default on the others.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
import warnings
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from onrecord.resolve.when import find_timexes

Found = list[tuple[int, int, tuple[str, ...]]]
"""Start, end and the values that would be right."""


def ours(text: str, published: date) -> Found:
    return [(t.span.start, t.span.end, (t.value or "",)) for t in find_timexes(text, published=published)]


def dateparser_search(text: str, published: date) -> Found:
    from dateparser.search import search_dates

    base = datetime(published.year, published.month, published.day)  # noqa: DTZ001 - dateparser wants a naive moment
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    found, position = [], 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for words, moment in search_dates(text, languages=["en"], settings=settings) or []:
            start = text.find(words, position)
            if start >= 0:
                position = start + len(words)
                found.append((start, position, (f"{moment:%Y-%m-%d}", f"{moment:%Y-%m}", f"{moment:%Y}")))
    return found


def score(records: list[dict[str, object]], system: Callable[[str, date], Found]) -> dict[str, float]:
    found = wanted = matched = valued = words = 0
    elapsed = 0.0
    for record in records:
        text, gold = str(record["text"]), record["timexes"]
        assert isinstance(gold, list)
        began = time.process_time()
        answer = system(text, date.fromisoformat(str(record["dct"])[:10]))
        elapsed += time.process_time() - began
        words += len(text.split())
        found, wanted = found + len(answer), wanted + len(gold)
        free = list(answer)
        for timex in gold:
            hit = max(free, key=lambda a: min(a[1], timex["end"]) - max(a[0], timex["start"]), default=None)
            if hit is None or min(hit[1], timex["end"]) <= max(hit[0], timex["start"]):
                continue
            free.remove(hit)
            matched += 1
            valued += timex["value"] in hit[2]
    total = found + wanted
    figures = {"relaxed_f1": 2 * matched / total, "value_f1": 2 * valued / total}
    return figures | {"words_per_second": words / elapsed, "documents": len(records)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--sample", type=int, default=20, help="documents to compare with dateparser on (slow; 0 leaves it out)")
    parser.add_argument("--aside", action="store_true", help="measure on the fifth that was kept aside")
    options = parser.parse_args()
    records = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    records = [r for r in records if (hashlib.sha1(r["id"].encode()).digest()[0] % 5 == 0) == options.aside]
    rows = [("onrecord", records, ours)]
    if options.sample:
        rows += [("onrecord", records[: options.sample], ours), ("dateparser.search", records[: options.sample], dateparser_search)]
    for name, part, system in rows:
        result = score(part, system)
        print(f"{name:18}", "  ".join(f"{key} {value:,.3f}" if value < 2 else f"{key} {value:,.0f}" for key, value in result.items()))


if __name__ == "__main__":
    main()
