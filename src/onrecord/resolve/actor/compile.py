"""Compile the YAML tables of actors to one compact structure, so that loading the shipped ones parses no YAML.

`python -m onrecord.resolve.actor.compile` writes `data/actors/actors.json`; `ActorTable.load` compiles in memory where that file is
absent or older than the YAML (its digest tells). The structure is plain JSON: `rows` by id, `holders` (states and territories), `organs`
(what every state has), `sides` and `terms` (what held of a row for a time), and `index`, which maps a folded name to its tags:

    N A D C Y  holders by name, demonym, plural demonym, capital or metonym, other town      W  ids of rows
    O F B      organ by its name, its offices, its members                                   P  id of generic people
    R          role: spokes, head, paper, anonymous, member                                  S  number of a standalone kind
    U K T m p x r n g   unit, rank, title, modifier, preposition, "-backed", "-run", "anti-", word for a group's members
    c          how a single proper name must be written: 1 with a capital, 2 in capitals
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from onrecord.resolve.actor.digest import COMPILED, digest
from onrecord.resolve.actor.names import fold_name
from onrecord.resolve.actor.rows import Located, bad, user_rows
from onrecord.resolve.actor.shipped import Structure, case_of, shipped_rows
from onrecord.resolve.actor.sides import bounds

FIELDS = (
    "name",
    "kind",
    "aliases",
    "sector",
    "inter",
    "country",
    "parent",
    "party",
    "party_reason",
    "owner",
    "qid",
    "valid_from",
    "valid_to",
    "source",
)
_OWN_SIDE = frozenset(("state", "group", "alliance", "igo", "ngo"))
_WITH_PARENT = frozenset(("office", "organisation", "force", "person"))


def compile_shipped() -> Structure:
    """The structure of the shipped tables. Raises `BadInput` where a table is broken."""
    built: Structure = {
        "digest": digest(),
        "rows": {},
        "holders": {},
        "organs": {},
        "standalone": [],
        "index": {},
        "sides": {},
        "terms": {},
    }
    _add(built, shipped_rows(built))
    return built


def add_tables(built: Structure, paths: Iterable[Path]) -> None:
    """Lay users' tables over `built`, in order; the later row of an id and the later claim to a name win."""
    for path in paths:
        _add(built, user_rows(path))


def _add(built: Structure, located: list[Located]) -> None:
    rows: Structure = built["rows"]
    places: dict[str, Located] = {}
    for place in located:
        row = place.row
        if row.id in places:
            raise bad(place.path, place.line, f"gives the id {row.id!r} again, first at {_at(places[row.id])}", "Rename one of them.")
        places[row.id] = place
        if row.id in rows:
            _forget(built, row.id)
        rows[row.id] = [getattr(row, field) for field in FIELDS]
        for table in ("sides", "terms"):
            built[table].pop(row.id, None)
        if row.terms:
            built["terms"][row.id] = [term for cell in row.terms for term in bounds(cell)]
    _claim(built, located)
    for place in located:
        row = place.row
        for field, target in (("parent", row.parent), ("party", row.party), ("owner", row.owner)):
            bare = (target or "").lstrip("=")
            if bare and bare != "^" and not known(built, bare):
                raise bad(place.path, place.line, f"{field}: no actor has the id {bare!r}", "Name an id of the table or add that row.")
        _check_line(built, place)
    for place in located:
        _sides(built, place)
    for place in located:
        rows[place.row.id][FIELDS.index("party") : FIELDS.index("party") + 2] = _party(built, place)


def _sides(built: Structure, place: Located) -> None:
    """Enter the sides of a row: from, to, party, parent, reason. A parent for a time must not close a circle either."""
    entries = []
    for side in place.row.sides:
        for field, target in (("party", side.party), ("parent", side.parent)):
            if target not in (None, "^") and not known(built, str(target)):
                raise bad(
                    place.path, place.line, f"sides: {field}: no actor has the id {target!r}", "Name an id of the table or add that row."
                )
        line = side.parent
        while line is not None:
            if line == place.row.id:
                raise bad(place.path, place.line, f"sides: {side.parent!r} belongs to {line!r} itself", "Break the circle.")
            line = _parent(built, line)
        party = party_of(built, side.parent) if side.party == "^" and side.parent else side.party
        entries.append([side.valid_from, side.valid_to, party, side.parent, side.reason])
    if entries:
        built["sides"][place.row.id] = entries


def _at(place: Located) -> str:
    return f"{place.path.name}:{place.line}"


def _claim(built: Structure, located: list[Located]) -> None:
    """Enter the names of the rows into the index; a name that two rows of one table claim must be shared by both."""
    index: Structure = built["index"]
    claims: dict[str, list[tuple[Located, bool]]] = {}
    written: dict[str, int] = {}
    for place in located:
        row = place.row
        own: dict[str, bool] = {}
        if not (row.kind == "people" and row.id.startswith("people.")) and row.id not in built["holders"]:
            own[fold_name(row.name)] = False
            written[fold_name(row.name)] = case_of(row.name)
        for name, shared in [(name, False) for name in row.aliases] + [(name, True) for name in row.shared_aliases]:
            key = fold_name(name)
            own[key] = shared
            written[key] = min(written.get(key, 2), case_of(name))
        for key, shared in own.items():
            claims.setdefault(key, []).append((place, shared))
    for key, claimants in claims.items():
        if "/actors/organs.yaml" in claimants[0][0].path.as_posix() and index.get(key, {}).keys() & {"O", "F", "B"}:
            continue  # "Ministry of Defence" is what one state calls it officially and what all are called in reports
        if len(claimants) > 1 and not all(shared for _, shared in claimants):
            first, second = claimants[0][0], claimants[1][0]
            raise bad(
                second.path,
                second.line,
                f"{second.row.id} claims the name {key!r}, which {first.row.id} at {_at(first)} has",
                "Take it from one, or list it under shared_aliases of both.",
            )
        tags = index.setdefault(key, {})
        # Claims of an earlier table lose; grammar words under the same key stay, for other phrases.
        tags["W"] = [place.row.id for place, _ in claimants]
        for tag in "NADCY":
            if any(place.row.id not in built["holders"] for place, _ in claimants):
                tags.pop(tag, None)
        if " " not in key:
            tags["c"] = written[key]


def _forget(built: Structure, row_id: str) -> None:
    for tags in built["index"].values():
        if row_id in tags.get("W", ()):
            tags["W"] = [other for other in tags["W"] if other != row_id]
            if not tags["W"]:
                del tags["W"]


def known(built: Structure, actor_id: str) -> bool:
    """Whether an id is that of a row, or of an organ that every holder has."""
    if actor_id in built["rows"]:
        return True
    holder, _, organ = actor_id.rpartition(".")
    return organ in built["organs"] and (holder in built["holders"] or holder in built["rows"])


def _parent(built: Structure, actor_id: str) -> str | None:
    row = built["rows"].get(actor_id)
    if row is None:
        return actor_id.rpartition(".")[0] or None
    parent = row[FIELDS.index("parent")]
    return None if parent is None else str(parent)


def _check_line(built: Structure, place: Located) -> None:
    line = [place.row.id]
    while (parent := _parent(built, line[-1])) is not None:
        if parent in line:
            circle = " -> ".join([*line, parent])
            raise bad(place.path, place.line, f"the parents of {place.row.id!r} run in a circle: {circle}", "Break the circle.")
        line.append(parent)


def party_of(built: Structure, actor_id: str) -> str | None:
    """The party of a row or of an organ that a holder has."""
    row = built["rows"].get(actor_id)
    if row is None:
        return party_of(built, actor_id.rpartition(".")[0])
    party = row[FIELDS.index("party")]
    if party == "^":
        return party_of(built, row[FIELDS.index("parent")])
    if party is not None and party.startswith("="):
        return party_of(built, party[1:])
    return None if party is None else str(party)


def _party(built: Structure, place: Located) -> list[str | None]:
    row = place.row
    party = row.party
    if party is None:
        if row.kind in _WITH_PARENT and row.parent:
            party = "^"
        elif row.kind in _OWN_SIDE:
            party = row.id
        else:
            return [None, row.party_reason]
    if party in ("^", row.id) or party.startswith("="):
        built["rows"][row.id][FIELDS.index("party")] = party
        resolved = party_of(built, row.id)
    else:
        resolved = party
    if row.party_reason:
        return [resolved, row.party_reason]
    if resolved is None:
        return [None, None]
    side = built["rows"].get(resolved, [resolved])[0]
    if resolved == row.id:
        return [resolved, "a party of its own"]
    if row.kind == "media":
        return [resolved, f"media arm of {side}: the group's own voice"]
    parent = built["rows"].get(row.parent or "", [None, None])
    if parent[1] in ("group", "igo", "alliance"):
        return [resolved, f"part of {parent[0]}"]
    return [resolved, f"an organ or office-holder of {side}" if row.kind in _WITH_PARENT else f"directed, paid or commanded by {side}"]


def write_compiled() -> Path:
    """Write the shipped structure to `COMPILED` and give its path."""
    COMPILED.write_text(json.dumps(compile_shipped(), ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
    return COMPILED


if __name__ == "__main__":
    write_compiled()
