"""Which version of the tables of actors a compiled structure was made from."""

from __future__ import annotations

import hashlib
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data" / "actors"
FILES = ("states", "lexicon", "organs", "groups", "media", "bodies", "persons", "wikidata")
COMPILED = DATA / "actors.json"


def digest() -> str:
    """SHA-256 over the shipped YAML files and the code that gives them meaning."""
    here = Path(__file__).resolve().parent
    whole = hashlib.sha256()
    code = ("names", "rows", "shipped", "sides", "compile")
    for path in [*(DATA / f"{name}.yaml" for name in FILES), *(here / f"{name}.py" for name in code)]:
        whole.update(path.read_bytes())
    return whole.hexdigest()
