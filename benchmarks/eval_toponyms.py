"""Resolves the gold spans of a toponym corpus and scores them: python benchmarks/eval_toponyms.py CORPUS.jsonl... (see
docs/evaluation.md)."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from onrecord.model import Span
from onrecord.resolve.gazetteer import Gazetteer
from onrecord.resolve.gazetteer.build import DEFAULT_OUT
from onrecord.resolve.gazetteer.geometry import distance_m
from onrecord.resolve.where import resolve_toponyms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--gazetteer", type=Path, default=DEFAULT_OUT)
    parser.add_argument("--errors", type=int, default=0, help="print that many of the most frequent errors")
    options = parser.parse_args()
    with Gazetteer.open(options.gazetteer) as gazetteer:
        for path in options.corpora:
            score(path, gazetteer, errors=options.errors)


def score(path: Path, gazetteer: Gazetteer, *, errors: int) -> None:
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    right = total = reachable = country_right = country_total = 0
    wrong: Counter[tuple[str, ...]] = Counter()
    seconds = 0.0
    for record in records:
        gold = record["toponyms"]
        spans = [Span(item["start"], item["end"]) for item in gold]
        started = time.perf_counter()
        answers = resolve_toponyms(record["text"], spans, gazetteer, title=record["meta"].get("title"))
        seconds += time.perf_counter() - started
        for item, place in zip(gold, answers, strict=True):
            if item.get("lat") is None:
                continue
            total += 1
            known = [(entry.lat, entry.lon) for entry in gazetteer.lookup(item["text"])] + ([(place.lat, place.lon)] if place else [])
            reach = any(distance_m(item["lat"], item["lon"], *point) <= 161_000 for point in known if point[0] is not None)
            reachable += reach
            good = (
                place is not None
                and place.lat is not None
                and place.lon is not None
                and distance_m(item["lat"], item["lon"], place.lat, place.lon) <= 161_000
            )
            right += good
            if item.get("country") and place is not None and place.country:
                country_total += 1
                country_right += gazetteer.country_name(place.country).lower() == item["country"].lower()
            if not good:
                said = f"{place.kind} {place.admin1} {place.country} {place.lat},{place.lon}" if place else "-"
                wrong[
                    item["text"], str(item["fcode"]), f"{item['admin1']} {item['country']}", said, "reachable" if reach else "no candidate"
                ] += 1
    print(
        f"{path.stem}: acc@161km {right / total:.3f} of {total} gold spans, ceiling {reachable / total:.3f}, "
        f"country right {country_right / max(1, country_total):.3f}, "
        f"{len(records) / seconds:.0f} documents/s"
    )
    for key, count in wrong.most_common(errors):
        print("  ", count, *key, sep=" | ")


if __name__ == "__main__":
    main()
