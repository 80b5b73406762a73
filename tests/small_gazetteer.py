"""A gazetteer of six invented places, made by hand, for tests that need one but not the real one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from onrecord.resolve.gazetteer.schema import DDL

_PLACES = [
    (1, "geonames:1", "Varland", "country", "PCLI", "SY", None, None, 35.0, 38.0, 200_000, 9_000_000),
    (2, "geonames:2", "Upper Varland", "province", "ADM1", "SY", 2, None, 35.5, 38.5, 80_000, 900_000),
    (3, "geonames:3", "Orsk", "town", "PPL", "SY", 2, None, 35.6, 38.6, 5_000, 90_000),
    (4, "geonames:4", "Velm", "town", "PPL", "SY", 2, None, 35.7, 38.4, 3_000, 9_000),
    (5, "geonames:5", "Black Hills", "natural", "MTS", "SY", 2, None, 35.2, 38.1, 30_000, 2_000),
    (6, "icao:OSXX", "Orsk Airport", "site", "AIRP", "SY", 2, None, 35.62, 38.7, 2_500, 2_000),
]


def made(path: Path) -> Path:
    """Write it to `path`."""
    connection = sqlite3.connect(path)
    connection.executescript(DDL)
    connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _PLACES)
    connection.executemany("INSERT INTO name VALUES (?, ?, 0)", [(place[2].lower(), place[0]) for place in _PLACES])
    connection.execute("INSERT INTO demonym VALUES ('varlandic', 1)")
    connection.execute("INSERT INTO neighbour VALUES ('SY', 'IQ')")
    facts = {
        "attribution": "Invented.",
        "sha256": "0" * 64,
        "count places": "6",
        "count names": "6",
        "count loose": "0",
        "package made": "1",
    }
    connection.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
    connection.commit()
    connection.close()
    return path
