"""Time and memory of linking as a record grows: the claims of the shipped sample reports, resampled with jitter.

python benchmarks/growth.py [--claims 10000 100000 1000000] [--add 100] [--store [--decisions 100]]

Every made happening moves one sample report to another place, day and pair of parties; two to six outlets tell it, each with words
replaced, a toll that differs, at times a day or a role missing. Happenings are drawn from ten years and 5,000 places, so that a larger
record is also a denser one. One run a size, each in its own process: seconds by the clock and of the processor, peak resident memory, B3
against how the claims were made, milliseconds for the addition of one document (by the clock and of the processor; in memory, and through
the file that keeps the links between runs); then the exponent of processor time over claims.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from string import ascii_lowercase

from onrecord.errors import DecisionRefused
from onrecord.ingest import ingest_paths
from onrecord.link import Linker, link_claims
from onrecord.model import Capture, Captured, Claim, Document, Figure, Place, Producer, Reading, Role
from onrecord.model.ids import sha256_hex
from onrecord.pipeline import Pipeline
from onrecord.relink import relink
from onrecord.settings import Settings, sample_reports
from onrecord.store import Accept, Correct, Merge, Reject, SetGrade, Split, Store, make, ref_of

_JUDGED_UP_TO = 200_000
_WORD = re.compile(r"\b[a-z]{4,}\b")
_NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")
_DAYS, _PLACES, _PARTIES, _OUTLETS = 3_650, 5_000, 60, 400
_FIRST_DAY = date(2014, 1, 1)
_WORDS_REPLACED, _ROLE_LOST, _DAY_LOST, _DAY_MOVED = 0.3, 0.1, 0.1, 0.03


@dataclass(frozen=True, slots=True)
class Sample:
    """A report that was read, its claims, and the event of each."""

    document: Document
    claims: tuple[Claim, ...]
    event: dict[str, int]


@dataclass(frozen=True, slots=True)
class Made:
    """A made report with its claims and the happening of each."""

    document: Document
    claims: list[Claim]
    event: dict[str, tuple[int, int]]


def samples() -> list[Sample]:
    """The shipped sample reports as the pipeline reads them."""
    pipeline = Pipeline(Settings.load({}))
    found = []
    for item in ingest_paths([str(sample_reports())]):
        if not isinstance(item, Captured):
            raise TypeError(f"a sample report cannot be read: {item}")
        reading = pipeline.read(item.document)
        groups = link_claims(reading.claims, {item.document.id: item.document})
        if reading.claims:
            found.append(Sample(item.document, reading.claims, {i: n for n, group in enumerate(groups) for i in group}))
    return found


def _vocabulary(pool: Sequence[Sample]) -> dict[int, list[str]]:
    words: dict[int, set[str]] = {}
    for sample in pool:
        for word in _WORD.findall(sample.document.text):
            words.setdefault(len(word), set()).add(word)
    return {length: sorted(found) for length, found in words.items()}


def _moved(claim: Claim, document: Document, *, by: timedelta, place: int, side: int, rng: random.Random) -> Claim:
    """The claim as another outlet tells it of another happening: shifted in time and place, other parties, at times a fact missing."""

    def role(given: Role) -> Role:
        a = given.actor
        ref = a and replace(a, actor_id=f"{a.actor_id}#{side}", party=a.party and f"{a.party}#{side}", organisation=None)
        return replace(given, name=f"{given.name} {side}", actor=ref)

    def where(given: Place) -> Place:
        lat, lon = (place // 100 - 25 + given.lat % 0.4, place % 100 * 1.5 + given.lon % 0.4) if given.lat and given.lon else (None, None)
        gazetteer_id = given.gazetteer_id and f"{given.gazetteer_id}#{place}"
        name, country = f"{given.name} {place}", f"{place // 100:02d}"
        return replace(given, name=name, country=country, lat=lat, lon=lon, gazetteer_id=gazetteer_id, candidates=())

    def count(given: Figure) -> Figure:
        more = rng.randrange(3) if rng.random() < 0.3 else 0
        return replace(given, low=given.low and given.low + more, high=given.high and given.high + more)

    kept = (
        tuple(role(r) for r in claim.actors if rng.random() > _ROLE_LOST),
        tuple(role(r) for r in claim.targets if rng.random() > _ROLE_LOST),
    )
    time = claim.time
    if time is not None and time.earliest is not None and time.latest is not None:
        shift = by + timedelta(days=rng.random() < _DAY_MOVED)
        time = None if rng.random() < _DAY_LOST else replace(time, earliest=time.earliest + shift, latest=time.latest + shift)
    figures = tuple(count(f) for f in claim.figures)
    return replace(
        claim, document_id=document.id, actors=kept[0], targets=kept[1], places=tuple(map(where, claim.places)), time=time, figures=figures
    )


def made(count: int, pool: Sequence[Sample], seed: int = 7) -> Iterator[Made]:
    """Reports with `count` claims in all, or a few more."""
    rng = random.Random(seed)
    words = _vocabulary(pool)
    told = happening = 0
    while told < count:
        sample, happening = rng.choice(pool), happening + 1
        first = sample.document.published or _FIRST_DAY
        by = _FIRST_DAY + timedelta(days=rng.randrange(_DAYS)) - first
        place, side = rng.randrange(_PLACES), rng.randrange(_PARTIES)
        # Names are others for every happening, the same for all who tell it.
        letters = "".join(rng.sample(ascii_lowercase, 26))
        table = str.maketrans(ascii_lowercase, letters)
        renamed = _NAME.sub(lambda m, table=table: m.group()[0] + m.group()[1:].translate(table), sample.document.text)
        for outlet in rng.sample(range(_OUTLETS), rng.randrange(2, 7)):
            # Words give way to words of their length, so that every span still holds.
            text = _WORD.sub(lambda m: rng.choice(words[len(m.group())]) if rng.random() < _WORDS_REPLACED else m.group(), renamed)
            published = first + by + timedelta(days=rng.randrange(2))
            document = Document(text=text, published=published, publisher=f"outlet {outlet}", name=f"{happening}-{outlet}")
            pairs = [(c, _moved(c, document, by=by, place=place, side=side, rng=rng)) for c in sample.claims]
            told += len(pairs)
            yield Made(document, [c for _, c in pairs], {c.id: (happening, sample.event[old.id]) for old, c in pairs})


def b_cubed(gold: dict[str, tuple[int, int]], groups: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Precision and recall of the groups over the claims of `gold`."""
    sizes = Counter(gold.values())
    precision = recall = 0.0
    for group in groups:
        for event, n in Counter(gold[i] for i in group).items():
            precision += n * n / len(group)
            recall += n * n / sizes[event]
    return precision / len(gold), recall / len(gold)


def measure(count: int, additions: int) -> dict[str, float]:
    """One size: seconds to link, peak memory in MiB, quality, and the milliseconds that one document more takes."""
    pool = samples()
    linker = Linker()
    gold: dict[str, tuple[int, int]] = {}
    spent = used = 0.0
    for report in made(count, pool):
        began, cpu = time.perf_counter(), time.process_time()
        linker.add(report.claims, report.document)
        spent += time.perf_counter() - began
        used += time.process_time() - cpu
        if count <= _JUDGED_UP_TO:
            gold |= report.event
    began, cpu = time.perf_counter(), time.process_time()
    groups = linker.groups()
    spent += time.perf_counter() - began
    used += time.process_time() - cpu
    found = {"claims": sum(map(len, groups)), "events": len(groups), "seconds": round(spent, 1), "cpu_seconds": round(used, 1)}
    if gold:
        found["precision"], found["recall"] = (round(100 * x, 1) for x in b_cubed(gold, groups))
    # Reports of happenings that the record knows already (the generator starts the same way) under another outlet's words.
    single, processor = [], []
    for report in made(additions * 8, pool, seed=8):
        began, cpu = time.perf_counter(), time.process_time()
        linker.add(report.claims, report.document)
        single.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (time.process_time() - cpu))
    found |= {"add_cpu_median_ms": round(statistics.median(processor), 1), "add_cpu_worst_ms": round(max(processor), 1)}
    found |= {
        f"add_{name}_ms": round(value, 1)
        for name, value in (("median", statistics.median(single)), ("worst", max(single)), ("p95", sorted(single)[int(0.95 * len(single))]))
    }
    found |= through_file(linker, made(additions * 8, pool, seed=9))
    found["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def through_file(linker: Linker, reports: Iterator[Made]) -> dict[str, float]:
    """The same additions where each opens the links in their file, adds one report and keeps what changed: as `onrecord read` does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "links"
        began = time.perf_counter()
        linker.save(path, "0")
        found = {"save_s": round(time.perf_counter() - began, 1), "file_mib": path.stat().st_size >> 20}
        single, processor = [], []
        for n, report in enumerate(reports):
            began, cpu = time.perf_counter(), time.process_time()
            opened = Linker.open(path, str(n))
            if opened is None:
                raise RuntimeError("the file of links cannot be opened")
            opened.add(report.claims, report.document)
            opened.save(path, str(n + 1))
            single.append(1000 * (time.perf_counter() - began))
            processor.append(1000 * (time.process_time() - cpu))
    found |= {"file_add_cpu_median_ms": round(statistics.median(processor), 1), "file_add_cpu_worst_ms": round(max(processor), 1)}
    return found | {"file_add_median_ms": round(statistics.median(single), 1), "file_add_worst_ms": round(max(single), 1)}


def through_store(count: int, additions: int, decided: int) -> dict[str, float]:
    """One more report on record and in the view of events, as `onrecord read` does it after reading the report.

    `decided` decisions on claims are on record before, and as many reports as are added are each followed by one more.
    """
    settings = Settings.load({})
    pool = samples()
    producer = Producer(name="growth", version="1", settings_digest="", weights_digest="")

    def put(record: Store, report: Made) -> None:
        data = report.document.text.encode()
        when = datetime(2024, 1, 1, tzinfo=UTC)
        capture = Capture(
            sha256=sha256_hex(data), captured_at=when, origin=report.document.name or "", media_type="text/plain", size=len(data)
        )
        empty: dict[str, tuple[()]] = dict.fromkeys(("sentences", "paragraphs", "mentions", "attributions"), ())
        claims = tuple({c.id: c for c in report.claims}.values())
        reading = Reading(document=report.document, claims=claims, **empty)
        record.add(Captured(document=report.document, capture=capture, original=data), reading, producer)

    rng = random.Random(7)

    def decide(record: Store, reports: Sequence[Made]) -> bool:
        report, other = rng.sample(reports, 2)
        a, b = (ref_of(rng.choice(one.claims), one.document.text) for one in (report, other))
        contents = (Merge(claims=(a, b)), Split(parts=((a,), (b,))), Reject(claims=(a,)), Accept(claims=(a,)))
        chosen = rng.choice((*contents, Correct(claims=(a,), fields={"time": None}), SetGrade(claims=(a,), corroboration="contested")))
        new = make(chosen, subject="event", author="somebody", reason="for the measure")
        with suppress(DecisionRefused):
            return record.append_decision(new)
        return False

    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "made.db") as record:
        told = []
        for report in made(count, pool):
            put(record, report)
            told.append(report)
        there = sum(decide(record, told) for _ in range(decided))
        cpu = time.process_time()
        relink(record, settings, whole=True)
        found = {"claims": record.counts()["claims"], "decisions": there, "whole_cpu_s": round(time.process_time() - cpu, 1)}
        times: dict[str, list[float]] = {"store_add_cpu_ms": [], "store_relink_cpu_ms": [], "store_relink_ms": []}
        for report in made(additions * 8, pool, seed=9):
            cpu = time.process_time()
            put(record, report)
            times["store_add_cpu_ms"].append(1000 * (time.process_time() - cpu))
            began, cpu = time.perf_counter(), time.process_time()
            relink(record, settings)
            times["store_relink_cpu_ms"].append(1000 * (time.process_time() - cpu))
            times["store_relink_ms"].append(1000 * (time.perf_counter() - began))
            if decided and decide(record, told):
                cpu = time.process_time()
                relink(record, settings)
                times.setdefault("store_decided_relink_cpu_ms", []).append(1000 * (time.process_time() - cpu))
    return found | {f"{name}_{part}": round(f(values), 1) for name, values in times.items() for part, f in _PARTS}


_PARTS = (("median", statistics.median), ("worst", max))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--add", type=int, default=100, help="documents to add one by one afterwards, about that many")
    parser.add_argument("--store", action="store_true", help="instead, add documents to a store and renew its view of events")
    parser.add_argument("--decisions", type=int, default=0, help="with --store, reviewers' decisions that are on record before")
    options = parser.parse_args()
    if options.store:
        for count in options.claims:
            print(json.dumps(through_store(count, options.add, options.decisions)), flush=True)
        return
    if len(options.claims) == 1:
        print(json.dumps(measure(options.claims[0], options.add)), flush=True)
        return
    rows = []
    for count in options.claims:
        # A process each, so that the peak of one size is not that of another.
        command = [sys.executable, __file__, "--claims", str(count), "--add", str(options.add)]
        answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        print(answer.strip(), flush=True)
        rows.append(json.loads(answer))
    first, last = rows[0], rows[-1]
    exponent = math.log(last["cpu_seconds"] / first["cpu_seconds"]) / math.log(last["claims"] / first["claims"])
    print(f"processor time grows with claims to the power of {exponent:.2f}")


if __name__ == "__main__":
    main()
