"""Compile the shipped YAML tables of actors to one compact structure, so that loading them parses no YAML.

`python -m onrecord.resolve.actor_compile` writes `data/actors/actors.json`; `ActorTable.load` compiles in memory where that file is absent
or older than the YAML (its digest tells). The structure is plain JSON: `rows` by id, `holders` (states and territories), `organs` (what every
state has), and `index`, which maps a folded name to its tags:

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
from typing import Any

from onrecord.errors import BadInput
from onrecord.resolve.actor_digest import COMPILED, DATA, digest
from onrecord.resolve.actor_names import fold_name
from onrecord.resolve.actor_rows import Located, bad, checked, compact, listed, names, sections, span_of, user_rows

FIELDS = (
    "name", "kind", "aliases", "sector", "inter", "country", "parent", "party", "party_reason", "owner", "qid", "valid_from", "valid_to", "source",
)
_OWN_SIDE = frozenset(("state", "group", "alliance", "igo", "ngo"))
_WITH_PARENT = frozenset(("office", "organisation", "force", "person"))
_PROPER = "NADCYW"

Structure = dict[str, Any]


def compile_shipped() -> Structure:
    """The structure of the shipped tables. Raises `BadInput` where a table is broken."""
    built: Structure = {"digest": digest(), "rows": {}, "holders": {}, "organs": {}, "standalone": [], "index": {}}
    _words(built)
    located = [*_holders(built), *_people(built)]
    located += [*_organs(built), *_groups(), *_media(), *_bodies(), *_persons()]
    _add(built, located)
    return built


def add_tables(built: Structure, paths: Iterable[Path]) -> None:
    """Lay users' tables over `built`, in order; the later row of an id and the later claim to a name win."""
    for path in paths:
        _add(built, user_rows(path))


def _tag(built: Structure, name: str, tag: str, value: Any, *, many: bool = False) -> None:
    key = fold_name(name)
    tags = built["index"].setdefault(key, {})
    if many:
        values = tags.setdefault(tag, [])
        if value not in values:
            values.append(value)
    else:
        tags.setdefault(tag, value)
    if tag in _PROPER and " " not in key:
        tags["c"] = min(tags.get("c", 2), _case(name))


def _case(name: str) -> int:
    # "IS", "US", "WHO" and "Polish" are ordinary words when written small.
    letters = [c for c in name if c.isalpha()]
    if not letters or not letters[0].isupper():
        return 0
    return 2 if len(letters) <= 5 and all(c.isupper() for c in letters) else 1


def _words(built: Structure) -> None:
    path = DATA / "lexicon.yaml"
    whole = sections(path)
    for cells, _ in compact(path, "organs", 9):
        organ, name, kind, sector, inter, scope, terms, offices, members = cells
        built["organs"][organ] = [name, kind, sector, int(inter) if inter else None, scope]
        for tag, cell in (("O", terms), ("F", offices), ("B", members)):
            for term in listed(cell):
                _tag(built, term.lstrip("~"), tag, organ)
    for item, _ in whole["roles"]:
        for role, cell in item.items():
            for term in listed(cell):
                _tag(built, term, "R", role)
    for cells, _ in compact(path, "standalone", 3):
        built["standalone"].append([cells[0], int(cells[1]) if cells[1] else None])
        for term in listed(cells[2]):
            _tag(built, term, "S", len(built["standalone"]) - 1)
    for section, tag in (
        ("units", "U"), ("ranks", "K"), ("titles", "T"), ("modifiers", "m"), ("prepositions", "p"), ("backed", "x"), ("run", "r"), ("against", "n"),
        ("members", "g"),
    ):
        for term in listed(str(whole[section][0][0])):
            _tag(built, term, tag, 1)


def _holder(built: Structure, holder: str, iso: str, name: str, cells: list[str]) -> None:
    built["holders"][holder] = [iso, name]
    for tag, cell in zip("NACY", cells, strict=True):
        for word in listed(cell):
            bare = word.lstrip("~")
            plural = tag == "A" and len(bare) > 3 and bare[0].isupper() and (bare.endswith("men") or (bare.endswith("s") and not bare.endswith("ss")))
            _tag(built, bare, "D" if plural else tag, holder, many=True)


def _holders(built: Structure) -> list[Located]:
    path = DATA / "states.yaml"
    source = str(sections(path)["source"][0][0])
    rows = []
    for (iso, name, others, demonyms, capital, towns, qid), line in compact(path, "states", 7):
        holder = iso.lower()
        _holder(built, holder, iso, name, [f"{name}; {others}", demonyms, capital, towns])
        rows.append(checked({"id": holder, "name": name, "kind": "state", "sector": "GOV", "inter": 1, "country": iso, "party": holder, "qid": qid,
                             "party_reason": f"the state of {name}", "source": source}, path, line))
    for (holder, name, iso, party, others, demonyms, towns, why), line in compact(path, "territories", 8):
        _holder(built, holder, iso, name, [f"{name}; {others}", demonyms, "", towns])
        rows.append(checked({"id": holder, "name": name, "kind": "organisation", "sector": "GOV", "inter": 2, "country": iso, "party": party,
                             "party_reason": why, "source": source}, path, line))
    return rows


def _people(built: Structure) -> list[Located]:
    path = DATA / "lexicon.yaml"
    rows = []
    for (name_id, name, sector, inter, words), line in compact(path, "people", 5):
        rows.append(checked({"id": f"people.{name_id}", "name": name, "kind": "people", "sector": sector, "inter": int(inter) if inter else None,
                             "party_reason": "generic people, no party"}, path, line))
        for word in listed(words):
            _tag(built, word, "P", f"people.{name_id}")
    return rows


def _organs(built: Structure) -> list[Located]:
    path = DATA / "organs.yaml"
    source = str(sections(path)["source"][0][0])
    rows = []
    for (holder, place, name, aliases), line in compact(path, "organs", 4):
        organ, _, own = place.partition(":")
        if organ not in built["organs"] or holder not in built["holders"]:
            raise bad(path, line, f"names an unknown organ or holder {holder}.{organ}", "Use those of lexicon.yaml and states.yaml.")
        _, kind, sector, inter, _ = built["organs"][organ]
        iso = built["holders"][holder][0]
        rows.append(checked({"id": own or f"{holder}.{organ}", "name": name, "kind": kind, "sector": sector, "inter": inter, "country": iso,
                             "parent": f"{holder}.{organ}" if own else holder, "party": "^", "source": source, **names(aliases)}, path, line))
    return rows


def _groups() -> list[Located]:
    path = DATA / "groups.yaml"
    source = str(sections(path)["source"][0][0])
    return [
        checked({"id": name_id, "name": name, "kind": "media" if sector == "JRN" else "group", "sector": sector, "inter": int(inter) if inter else None,
                 "country": iso, "parent": parent, "party": party or name_id, "source": source, **span_of(years), **names(aliases)}, path, line)
        for (name_id, name, iso, sector, inter, parent, party, years, aliases), line in compact(path, "groups", 9)
    ]


def _media() -> list[Located]:
    path = DATA / "media.yaml"
    source = str(sections(path)["source"][0][0])
    reasons = {
        "state": "controlled by its owner: its own voice is the owner's; what it relays keeps its own origin",
        "party": "speaks for its owner; what it relays keeps its own origin",
        "public": "publicly funded, editorially independent: not a voice of the state",
        "coop": "owned by the press",
        "private": "privately owned",
    }
    rows = []
    for (name_id, name, iso, owner, control, aliases), line in compact(path, "media", 6):
        if control not in reasons or (control in ("state", "party") and not owner and control == "state"):
            raise bad(path, line, f"has control {control!r} and owner {owner!r}", f"Control is one of {', '.join(reasons)}; state needs an owner.")
        rows.append(checked({"id": name_id, "name": name, "kind": "media", "sector": "JRN", "country": iso, "owner": owner, "source": source,
                             "party": f"={owner}" if owner and control in ("state", "party") else "", "party_reason": reasons[control],
                             **names(aliases)}, path, line))
    return rows


def _bodies() -> list[Located]:
    path = DATA / "bodies.yaml"
    source = str(sections(path)["source"][0][0])
    return [
        checked({"id": name_id, "name": name, "kind": kind, "country": iso, "sector": sector, "inter": int(inter) if inter else None, "parent": parent,
                 "party": name_id if party == "." else party, "source": source, **span_of(years), **names(aliases)}, path, line)
        for (name_id, name, kind, iso, sector, inter, parent, party, years, aliases), line in compact(path, "bodies", 10)
    ]


def _persons() -> list[Located]:
    path = DATA / "persons.yaml"
    source = str(sections(path)["source"][0][0])
    return [
        checked({"id": f"person.{fold_name(name).replace(' ', '-')}", "name": name, "kind": "person", "parent": parent, "party": "^", "source": source,
                 **span_of(years), **names(aliases)}, path, line)
        for (name, parent, years, aliases), line in compact(path, "persons", 4)
    ]


def _add(built: Structure, located: list[Located]) -> None:
    rows: Structure = built["rows"]
    places = {}
    for place in located:
        row = place.row
        if row.id in places:
            raise bad(place.path, place.line, f"gives the id {row.id!r} again, first at {_at(places[row.id])}", "Merge the rows or rename one.")
        places[row.id] = place
        if row.id in rows:
            _forget(built, row.id)
        rows[row.id] = [getattr(row, field) for field in FIELDS]
    _claim(built, located)
    for place in located:
        row = place.row
        for field, target in (("parent", row.parent), ("party", row.party), ("owner", row.owner)):
            bare = (target or "").lstrip("=")
            if bare and bare != "^" and not known(built, bare):
                raise bad(place.path, place.line, f"{field}: no actor has the id {bare!r}", "Name an id of the table or add that row.")
        _check_line(built, place)
    for place in located:
        rows[place.row.id][FIELDS.index("party"):FIELDS.index("party") + 2] = _party(built, place)


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
            written[fold_name(row.name)] = _case(row.name)
        for name, shared in [(name, False) for name in row.aliases] + [(name, True) for name in row.shared_aliases]:
            key = fold_name(name)
            own[key] = shared
            written[key] = min(written.get(key, 2), _case(name))
        for key, shared in own.items():
            claims.setdefault(key, []).append((place, shared))
    for key, claimants in claims.items():
        if "/actors/organs.yaml" in claimants[0][0].path.as_posix() and index.get(key, {}).keys() & {"O", "F", "B"}:
            continue  # "Ministry of Defence" is what one state calls it officially and what all are called in reports
        if len(claimants) > 1 and not all(shared for _, shared in claimants):
            first, second = claimants[0][0], claimants[1][0]
            raise bad(second.path, second.line, f"{second.row.id} claims the name {key!r}, which {first.row.id} at {_at(first)} has",
                      "Take it from one, or list it under shared_aliases of both.")
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
            raise bad(place.path, place.line, f"the parents of {place.row.id!r} run in a circle: {' -> '.join([*line, parent])}", "Break the circle.")
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


def problems(paths: Iterable[Path]) -> list[str]:
    """One line for each of the users' tables that cannot be used with the shipped ones; empty where all can."""
    found = []
    good: list[Path] = []
    for path in paths:
        built = compile_shipped()
        try:
            add_tables(built, [*good, path])
        except BadInput as error:
            found.append(str(error))
        else:
            good.append(path)
    return found


if __name__ == "__main__":
    write_compiled()
