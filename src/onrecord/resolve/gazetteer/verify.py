"""Whether a gazetteer is whole and sound: its checksum, and every row against the rules that look-ups rely on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from onrecord.model.where import PLACE_KINDS
from onrecord.resolve.gazetteer.digest import content_digest
from onrecord.resolve.gazetteer.lookup import Gazetteer

_MOST = 5  # examples of each rule that is broken
_RULES: tuple[tuple[str, str], ...] = (
    ("lies out of range", "SELECT gid FROM place WHERE lat NOT BETWEEN -90 AND 90 OR lon NOT BETWEEN -180 AND 180"),
    ("has no radius", "SELECT gid FROM place WHERE radius_m <= 0"),
    ("has a negative population", "SELECT gid FROM place WHERE population < 0"),
    ("is of an unknown kind", f"SELECT gid FROM place WHERE kind NOT IN {PLACE_KINDS}"),
    ("has an id that stands twice", "SELECT gid FROM place GROUP BY gid HAVING count(*) > 1"),
    (
        "lies in a division that is none",
        "SELECT p.gid FROM place p LEFT JOIN place a ON a.id = p.admin1 LEFT JOIN place b ON b.id = p.admin2 "
        "WHERE (p.admin1 IS NOT NULL AND a.id IS NULL) OR (p.admin2 IS NOT NULL AND b.id IS NULL)",
    ),
    ("has a name but is not there", "SELECT DISTINCT n.place FROM name n LEFT JOIN place p ON p.id = n.place WHERE p.id IS NULL"),
    ("has no name", "SELECT p.gid FROM place p WHERE NOT EXISTS (SELECT 1 FROM named n WHERE n.place = p.id)"),
)


def faults(gazetteer: Gazetteer, *, step: Callable[[str, int, int], None] | None = None) -> list[str]:
    """What is wrong with the file, one line a fault; empty where it is sound."""
    tell = step or (lambda *_: None)
    meta = gazetteer.meta()
    total = sum(int(meta.get(f"count {what}", 0)) for what in ("places", "names", "loose"))
    connection = sqlite3.connect(f"{gazetteer.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if answer != "ok":
            return [f"the file is damaged: {answer}"]
        found: list[str] = []
        digest = content_digest(connection, read=lambda rows: tell("checksum", rows, total))
        if digest != meta.get("sha256"):
            found.append(f"the checksum of what it holds is {digest}, not {meta.get('sha256', 'given')}")
        connection.execute("CREATE TEMP TABLE named AS SELECT DISTINCT place FROM name")
        connection.execute("CREATE INDEX temp.named_place ON named (place)")
        for number, (rule, sql) in enumerate(_RULES, 1):
            tell("rules", number, len(_RULES))
            examples = [str(row[0]) for row in connection.execute(f"{sql} LIMIT {_MOST}")]
            if examples:
                found.append(f"a place {rule}: {', '.join(examples)}{' and more' if len(examples) == _MOST else ''}")
    except sqlite3.DatabaseError as error:
        return [f"the file is damaged: {error}"]
    finally:
        connection.close()
    return found
