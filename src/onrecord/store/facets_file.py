"""The columns of a large view of events in a file beside the store, so that the next start reads them in a blink instead of asking SQL.

The file is a copy: it holds nothing that the store does not, is known by the mark of the view that it was taken of, and may be deleted.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from onrecord.store.facets import CODED, Coded, Facets, Names, Places, current_mark
from onrecord.store.schema import events
from onrecord.store.store import Store

ROLES = ("country", "place", "actor", "target", "origin")
_COLUMNS = ("seq", "ids", "first", "last", "claims", "documents", "confidence")
_ARGUMENTS = {"ids": "id", "first": "earliest", "last": "latest"}
"""What `Facets` calls a column and what it is given as, where the two differ."""
_PLACES = ("rows", "main", "spot")
_VERSION = 2
_Arrays = dict[str, npt.NDArray[Any]]


def size(store: Store) -> int:
    """About how many events the view holds, without counting them."""
    with store._reads() as connection:
        return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(events.c.seq), 0))).scalar_one())


def path_of(store: Store) -> Path | None:
    """Where the columns of a store are kept: beside the file of SQLite; None for a database that is no file."""
    return store.beside("columns")


def read(store: Store) -> Facets | None:
    """The snapshot in the file of `store`; None where there is none, or one of another view, or one that cannot be read."""
    path = path_of(store)
    mark = current_mark(store)
    if path is None or not path.is_file():
        return None
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            head = json.loads(kept["head"].tobytes())
            if head["mark"] != mark or head["version"] != _VERSION:
                return None
            return _facets(store, mark, head, {name: kept[name] for name in kept.files})
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def write(facets: Facets) -> bool:
    """Keep a snapshot with all its names in the file of its store; False where there is no place for it.

    Raises Outdated where the view was made anew meanwhile. The file takes the place of the one before at once or not at all.
    """
    path = path_of(facets._store)
    if path is None:
        return False
    arrays: _Arrays = {name: getattr(facets, name) for name in _COLUMNS}
    arrays |= {f"coded_{name}": facets.coded[name].codes for name in CODED}
    arrays |= {f"places_{name}": getattr(facets.places, name) for name in _PLACES}
    head: dict[str, Any] = {"version": _VERSION, "mark": facets.mark, "spots": facets.places.spots, "names": {}}
    head["coded"] = {name: facets.coded[name].values for name in CODED}
    for role in ROLES:
        names = facets.names(role)
        arrays[f"names_rows_{role}"], arrays[f"names_starts_{role}"] = names.rows, names.starts
        head["names"][role] = names.values
    arrays["head"] = np.frombuffer(json.dumps(head).encode("ascii"), dtype=np.uint8)
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
            try:
                np.savez(file, **arrays)  # type: ignore[arg-type]
                file.close()
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink()
                raise
    except OSError:
        # A full disk or a folder that may not be written to costs the next start some seconds and nothing else.
        return False
    return True


def _facets(store: Store, mark: str, head: dict[str, Any], kept: _Arrays) -> Facets:
    columns: dict[str, Any] = {_ARGUMENTS.get(name, name): kept[name] for name in _COLUMNS}
    columns |= {name: Coded(kept[f"coded_{name}"], head["coded"][name]) for name in CODED}
    spots = [(n, k, float(lat), float(lon), radius, bool(coarse)) for n, k, lat, lon, radius, coarse in head["spots"]]
    facets = Facets(store, mark, columns, Places(spots=spots, **{name: kept[f"places_{name}"] for name in _PLACES}))
    for role in ROLES:
        facets._names[role] = Names(kept[f"names_rows_{role}"], kept[f"names_starts_{role}"], head["names"][role])
    return facets
