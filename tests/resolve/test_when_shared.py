"""Dates of annotated news, where the evaluation data lies beside the repository: a floor under the figures of `benchmarks/dates.py`."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from onrecord.resolve.when import find_timexes

GOLD = Path(__file__).parents[3] / "shared" / "evaluation" / "dates" / "tempeval3_tbaq.jsonl"


@pytest.mark.skipif(not GOLD.exists(), reason="the evaluation data is not part of the repository")
def test_news_of_the_training_part_is_read_as_well_as_before() -> None:
    found = wanted = matched = valued = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if hashlib.sha1(record["id"].encode()).digest()[0] % 5 == 0:  # the fifth kept aside
            continue
        timexes = find_timexes(record["text"], published=date.fromisoformat(record["dct"][:10]))
        found, wanted = found + len(timexes), wanted + len(record["timexes"])
        for gold in record["timexes"]:
            hit = next((t for t in timexes if t.span.start < gold["end"] and gold["start"] < t.span.end), None)
            matched += hit is not None
            valued += hit is not None and hit.value == gold["value"]
    assert 2 * matched / (found + wanted) > 0.92
    assert 2 * valued / (found + wanted) > 0.79
