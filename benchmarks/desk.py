"""Time the desk's API on a store of many events: `python -m benchmarks.desk --events 1000000`.

The store is made of generated events (no text of any report): 2,000 towns and 300 provinces, 400 actors, 250 origins, days over ten years,
sizes as skewed as in real records. Requests are asked of the application in this process, through the whole stack (HTTP parsing, security,
JSON), one after the other; each round of them has filters of its own, so that nothing is answered from a cache of the same question.
`page_and_map` asks for the page of a filter and for its map at once, as the browser does, and takes the time until both are there.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import sqlite3
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from fastapi.testclient import TestClient

from onrecord.api.app import create_app
from onrecord.model.ids import EVENT, content_id
from onrecord.settings import Settings
from onrecord.store import Store
from onrecord.ui import install

TYPES = {
    "ASSAULT": ("Armed clash", "Air/drone strike", "Shelling/artillery/missile attack"),
    "PROTEST": ("Peaceful protest",),
    "COERCE": ("Arrests",),
}
GRADES = (("single_origin", 60), ("one_sided", 15), ("corroborated", 15), ("acknowledged", 4), ("contested", 5), ("retracted", 1))
SYLLABLES = "ba ke lo mir dun tas vel or sha gin qar nu zel tor ima fey".split()
WORDS = "shells hit the market strike convoy road hospital army villagers fled clashes depot bridge patrol camp crossing".split()
TOWNS, PROVINCES = 2_000, 300
FIRST_DAY = date(2014, 1, 1)
PORTION = 50_000


def names(number: int, random_: random.Random, parts: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < number:
        found["".join(random_.choices(SYLLABLES, k=parts)).capitalize()] = None
    return list(found)


class World:
    """The places, actors and origins of the made events: (name, kind, latitude, longitude, country, radius) for places."""

    def __init__(self, random_: random.Random) -> None:
        spots = [
            (random_.uniform(-35, 60), random_.uniform(-100, 140), random_.choice(("SY", "SD", "UA", "CO", "ML"))) for _ in range(TOWNS)
        ]
        self.places = [(name, "town", *spot, 5_000) for name, spot in zip(names(TOWNS, random_, 3), spots, strict=True)]
        self.places += [(f"{n} province", "province", *s, 90_000) for n, s in zip(names(PROVINCES, random_, 4), spots, strict=False)]
        self.actors, self.origins = names(400, random_, 3), names(250, random_, 3)
        self.kinds = [(kind, sub) for kind, subs in TYPES.items() for sub in subs]


def portion(world: World, first: int, number: int, draw: np.random.Generator) -> dict[str, list[tuple[Any, ...]]]:
    """Rows of each table for the events `first` and following, as `store.events` would write them, without making the events first."""
    towns = np.minimum(draw.zipf(1.4, number) - 1, 10**6) % TOWNS
    place = np.where(draw.random(number) < 0.2, TOWNS + draw.integers(0, PROVINCES, number), towns).tolist()
    kind = draw.integers(0, len(world.kinds), number).tolist()
    grade = draw.choice(len(GRADES), number, p=[w / 100 for _, w in GRADES]).tolist()
    day = np.where(draw.random(number) < 0.9, (draw.beta(3, 1, number) * 3650).astype(int), -1).tolist()
    doer = draw.integers(0, len(world.actors), number)
    target = ((doer + draw.integers(1, len(world.actors), number)) % len(world.actors)).tolist()
    origin = draw.integers(0, len(world.origins), number).tolist()
    documents = np.minimum(40, draw.pareto(1.5, number) + 1).astype(int).tolist()
    confidence = np.round(draw.uniform(0.3, 1, number), 3).tolist()
    words = np.array(WORDS)[draw.integers(0, len(WORDS), (number, 8))]
    ids = draw.integers(0, 2**63, number).tolist()
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in INSERTS}
    for i, actor in enumerate(doer.tolist()):
        seq, (event_type, sub), spot = first + i, world.kinds[kind[i]], world.places[place[i]]
        by, to, said = world.actors[actor], world.actors[target[i]], world.origins[origin[i]]
        name, place_kind, lat, lon, country, radius = spot
        claim, event, reached = f"c{ids[i]:016x}", content_id(EVENT, f"c{ids[i]:016x}"), GRADES[grade[i]][0]
        when = (FIRST_DAY + timedelta(days=day[i])).isoformat() if day[i] >= 0 else None
        time_ = (
            f'{{"span":null,"expression":null,"earliest":"{when}","latest":"{when}","rule":"made","precision":"day"}}' if when else "null"
        )
        body = (
            f'{{"claim_ids":["{claim}"],"document_ids":[],"event_type":"{event_type}","mode":null,"sub_event":"{sub}","status":"occurred",'
            f'"actors":["{by}"],"targets":["{to}"],"places":[{{"span":[0,1],"name":"{name}","kind":"{place_kind}","country":"{country}",'
            f'"lat":{lat},"lon":{lon},"radius_m":{radius}}}],"when":{time_},"grade":{{"corroboration":"{reached}","reasons":[],'
            f'"claim_ids":["{claim}"],"independent_origins":1,"origins":[{{"name":"{said}","party":null,"claim_ids":["{claim}"],'
            f'"organisations":["{said}"],"stance":"third_party","named":true}}],"denials":[],"collapses":[],"figures":[],'
            '"explanation":"made for timing"}}'
        )
        rows["events"].append(
            (seq, event, event_type, sub, "occurred", reached, when, when, documents[i], documents[i], 0, confidence[i], body)
        )
        folded = (("actor", by), ("country", country), ("origin", said), ("place", name), ("target", to))
        rows["event_names"] += [(seq, role, what.lower()) for role, what in folded]
        rows["event_places"].append((seq, seq, lat, lon, name, place_kind, radius, 0))
        rows["event_places_rtree"].append((seq, lat, lat, lon, lon))
        rows["event_claims"].append((seq, claim))
        rows["events_fts"].append((seq, " ".join(words[i])))
    return rows


INSERTS = {
    "events": "(seq, id, event_type, sub_event, status, grade, earliest, latest, claims, documents, denials, confidence, body)",
    "event_names": "(event, role, name)",
    "event_places": "(seq, event, lat, lon, name, kind, radius_m, coarse)",
    "event_places_rtree": "",
    "event_claims": "(event, claim_id)",
    "events_fts": "(rowid, evidence)",
}


def make(path: Path, number: int, seed: int) -> None:
    """A store with `number` events in its view, written in bulk: without a journal, and indexes when the rows are there."""
    Store.open(path).close()
    draw, world = np.random.default_rng(seed), World(random.Random(seed))
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -800000"):
        connection.execute(f"PRAGMA {setting}")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name LIKE 'event%'"
    ).fetchall()
    connection.execute("BEGIN")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    for first in range(1, number + 1, PORTION):
        for table, rows in portion(world, first, min(PORTION, number + 1 - first), draw).items():
            places = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} {INSERTS[table]} VALUES ({places})", rows)
    for _, statement in indexes:
        connection.execute(statement)
    connection.execute("INSERT INTO event_view (built_at, last_reading, last_decision) VALUES ('2024-01-01', 0, 0)")
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


def questions(random_: random.Random) -> dict[str, Any]:
    """A filter as a person sets it: two or three fields."""
    start = date(2014, 1, 1) + timedelta(days=random_.randrange(3000))
    fields: list[dict[str, Any]] = [
        {"from": start.isoformat(), "to": (start + timedelta(days=random_.randrange(10, 700))).isoformat()},
        {"type": random_.choice(list(TYPES))},
        {"grade": random_.sample([g for g, _ in GRADES], 2)},
        {"country": random_.choice(("SY", "SD", "UA"))},
        {"place": random_.choice(SYLLABLES) + random_.choice(SYLLABLES)},
        {"actor": random_.choice(SYLLABLES) + random_.choice(SYLLABLES)},
        {"origin": random_.choice(SYLLABLES) + random_.choice(SYLLABLES)},
        {"bbox": f"{(west := random_.uniform(-90, 60)):.3f},{(south := random_.uniform(-30, 20)):.3f},{west + 40:.3f},{south + 30:.3f}"},
        {"text": " ".join(random_.sample(WORDS, 2))},
    ]
    return {name: value for part in random_.sample(fields, random_.choice((1, 2, 2, 3))) for name, value in part.items()}


QUESTIONS = {path: (f"/api/v1{path}",) for path in ("/summary/map", "/summary/timeline", "/summary/counts", "/events", "/review")}
QUESTIONS["page_and_map"] = ("/", "/api/v1/summary/map")


def timed(client: TestClient, paths: tuple[str, ...], asked: list[dict[str, Any]], random_: random.Random) -> dict[str, Any]:
    """How long each question takes at all `paths` at once: of all threads, in milliseconds, with the slowest question."""
    found = []
    with ThreadPoolExecutor(len(paths)) as pool:
        for query in asked:
            zoom = random_.choice((1, 3, 5, 8))

            def ask(path: str, query: dict[str, Any] = query, zoom: int = zoom) -> None:
                client.get(path, params={**query, "zoom": zoom} if path.endswith("/map") else query).raise_for_status()

            began, used = time.perf_counter(), time.process_time()
            list(pool.map(ask, paths))
            found.append(((time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000, query))
    wall, cpu = [f[0] for f in found], [f[1] for f in found]
    return {
        "p50_ms": round(statistics.median(wall)),
        "p95_ms": round(statistics.quantiles(wall, n=20)[18]),
        "p95_cpu_ms": round(statistics.quantiles(cpu, n=20)[18]),
        "slowest": [round(max(wall)), max(found, key=lambda f: f[0])[2]],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, default=Path("desk-benchmark.db"), help="made where it is not there")
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    result: dict[str, Any] = {"events": chosen.events}
    if not chosen.store.exists():
        began = time.perf_counter()
        make(chosen.store, chosen.events, chosen.seed)
        result["made_s"] = round(time.perf_counter() - began, 1)
    random_ = random.Random(chosen.seed)
    app = create_app(Settings.load({}, store=str(chosen.store), jobs="1"))
    install(app)
    # As `onrecord serve` does.
    gc.freeze()
    began = time.perf_counter()
    with TestClient(app, base_url="http://localhost") as client:
        client.get("/api/v1/summary/counts").raise_for_status()
        # From the start of the server; the second run on a store finds its columns in their file.
        result["first_answer_s"] = round(time.perf_counter() - began, 2)
        began = time.perf_counter()
        # Names are loaded when first asked for.
        for field in ("place", "actor", "target", "origin"):
            client.get("/api/v1/events", params={field: "x", "limit": 1}).raise_for_status()
        result["names_s"] = round(time.perf_counter() - began, 2)
        # The thread that loads and keeps names after the first start is not what is timed.
        while any(thread.name == "columns" for thread in threading.enumerate()):
            time.sleep(0.1)
        for name, paths in QUESTIONS.items():
            result[name] = timed(client, paths, [questions(random_) for _ in range(chosen.requests)], random_)
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
