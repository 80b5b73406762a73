"""Time the desk's API on a store of many events: `python -m benchmarks.desk --events 1000000`.

The store is made of generated events (no text of any report): 2,000 towns and 300 provinces, 400 actors, 250 origins, days over ten years,
sizes as skewed as in real records. Requests are asked of the application in this process, one after the other, through the whole stack
(HTTP parsing, security, JSON); each shows another filter, so that nothing is answered from a cache of the same question.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from fastapi.testclient import TestClient

from onrecord.api.app import create_app
from onrecord.model.ids import CLAIM, EVENT, content_id
from onrecord.settings import Settings
from onrecord.store import Store, sqlite
from onrecord.store.filters import fold
from onrecord.store.schema import event_claims, event_names, event_places, event_view, events

TYPES = {
    "ASSAULT": ("Armed clash", "Air/drone strike", "Shelling/artillery/missile attack"),
    "PROTEST": ("Peaceful protest",),
    "COERCE": ("Arrests",),
}
GRADES = (("single_origin", 60), ("one_sided", 15), ("corroborated", 15), ("acknowledged", 4), ("contested", 5), ("retracted", 1))
SYLLABLES = "ba ke lo mir dun tas vel or sha gin qar nu zel tor ima fey".split()
WORDS = "shells hit the market strike convoy road hospital army villagers fled clashes depot bridge patrol camp crossing".split()
PORTION = 20_000


def names(number: int, random_: random.Random, parts: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < number:
        found["".join(random_.choices(SYLLABLES, k=parts)).capitalize()] = None
    return list(found)


def rows(number: int, seed: int) -> Iterator[dict[str, Any]]:
    """What `store.events` would write for each event, without making the event first."""
    random_ = random.Random(seed)
    towns = [
        (n, "town", random_.uniform(-35, 60), random_.uniform(-100, 140), random_.choice(("SY", "SD", "UA", "CO", "ML")))
        for n in names(2000, random_, 3)
    ]
    provinces = [(f"{n} province", "province", *p[2:]) for n, p in zip(names(300, random_, 4), towns, strict=False)]
    actors, origins = names(400, random_, 3), names(250, random_, 3)
    weights = [1 / (i + 1) ** 0.8 for i in range(len(towns))]
    picked = random_.choices(towns, weights=weights, k=number)
    grades = random_.choices([g for g, _ in GRADES], weights=[w for _, w in GRADES], k=number)
    first_day = date(2014, 1, 1)
    for seq in range(1, number + 1):
        claim = content_id(CLAIM, "made", seq)
        kind = random_.choice(list(TYPES))
        day = first_day + timedelta(days=min(3650, int(random_.betavariate(3, 1) * 3650))) if random_.random() < 0.9 else None
        place = random_.choice(provinces) if random_.random() < 0.2 else picked[seq - 1]
        doers, origin = random_.sample(actors, 2), random_.choice(origins)
        grade, documents = grades[seq - 1], min(40, int(random_.paretovariate(1.5)))
        when = {"span": None, "expression": None, "earliest": day, "latest": day, "rule": "made", "precision": "day"} if day else None
        spot = {
            "span": [0, 1],
            "name": place[0],
            "kind": place[1],
            "country": place[4],
            "lat": place[2],
            "lon": place[3],
            "radius_m": 5000 if place[1] == "town" else 90000,
        }
        told = {"name": origin, "party": None, "claim_ids": [claim], "organisations": [origin], "stance": "third_party", "named": True}
        body = {
            "claim_ids": [claim],
            "document_ids": [],
            "event_type": kind,
            "mode": None,
            "sub_event": random_.choice(TYPES[kind]),
            "status": "occurred",
            "actors": doers[:1],
            "targets": doers[1:],
            "places": [spot],
            "when": when,
            "grade": {
                "corroboration": grade,
                "reasons": [],
                "claim_ids": [claim],
                "independent_origins": 1,
                "origins": [told],
                "denials": [],
                "collapses": [],
                "figures": [],
                "explanation": "made for timing",
            },
        }
        yield {
            "event": {
                "seq": seq,
                "id": content_id(EVENT, claim),
                "event_type": kind,
                "sub_event": body["sub_event"],
                "status": "occurred",
                "grade": grade,
                "earliest": day.isoformat() if day else None,
                "latest": day.isoformat() if day else None,
                "claims": documents,
                "documents": documents,
                "denials": 0,
                "confidence": round(random_.uniform(0.3, 1), 3),
                "body": json.dumps(body, default=lambda d: d.isoformat(), separators=(",", ":")),
            },
            "names": [
                ("actor", fold(doers[0])),
                ("target", fold(doers[1])),
                ("place", fold(place[0])),
                ("country", fold(place[4])),
                ("origin", fold(origin)),
            ],
            "claim": claim,
            "place": {
                "seq": seq,
                "event": seq,
                "lat": place[2],
                "lon": place[3],
                "name": place[0],
                "kind": place[1],
                "radius_m": spot["radius_m"],
                "coarse": False,
            },
            "text": " ".join(random_.choices(WORDS, k=8)),
        }


def make(path: Path, number: int, seed: int) -> None:
    """A store with `number` events in its view."""
    with Store.open(path) as store, store._writes() as connection:
        waiting: list[dict[str, Any]] = []

        def write() -> None:
            connection.execute(sa.insert(events), [r["event"] for r in waiting])
            connection.execute(sa.insert(event_places), [r["place"] for r in waiting])
            connection.execute(sa.insert(event_claims), [{"event": r["event"]["seq"], "claim_id": r["claim"]} for r in waiting])
            listed = {(r["event"]["seq"], role, name) for r in waiting for role, name in r["names"]}
            connection.execute(sa.insert(event_names), [{"event": e, "role": role, "name": name} for e, role, name in sorted(listed)])
            sqlite.index_events(connection, [(r["event"]["seq"], r["text"]) for r in waiting])
            sqlite.index_places(connection, [(r["place"]["seq"], r["place"]["lat"], r["place"]["lon"]) for r in waiting])
            waiting.clear()

        for row in rows(number, seed):
            waiting.append(row)
            if len(waiting) == PORTION:
                write()
        if waiting:
            write()
        connection.execute(sa.insert(event_view), {"built_at": "2024-01-01", "last_reading": 0, "last_decision": 0})


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
    with TestClient(app, base_url="http://localhost") as client:
        began = time.perf_counter()
        client.get("/api/v1/summary/counts").raise_for_status()
        result["first_answer_s"] = round(time.perf_counter() - began, 2)
        began = time.perf_counter()
        # Names are loaded when first asked for.
        for field in ("place", "actor", "target", "origin"):
            client.get("/api/v1/events", params={field: "x", "limit": 1}).raise_for_status()
        result["names_s"] = round(time.perf_counter() - began, 2)
        asked = [questions(random_) for _ in range(chosen.requests)]
        for path in ("/summary/map", "/summary/timeline", "/summary/counts", "/events", "/review"):
            wall, cpu = [], []
            for query in asked:
                more = {"zoom": random_.choice((1, 3, 5, 8))} if path == "/summary/map" else {}
                began, used = time.perf_counter(), time.process_time()
                client.get(f"/api/v1{path}", params={**query, **more}).raise_for_status()
                wall.append((time.perf_counter() - began) * 1000)
                cpu.append((time.process_time() - used) * 1000)
            quantiles = statistics.quantiles(wall, n=20)
            result[path] = {
                "p50_ms": round(statistics.median(wall)),
                "p95_ms": round(quantiles[18]),
                "p95_cpu_ms": round(statistics.quantiles(cpu, n=20)[18]),
            }
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
