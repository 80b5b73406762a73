"""The shipped tables of actors, one line a row: states, words, organs, groups, media, bodies, persons."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.resolve.actor.digest import DATA
from onrecord.resolve.actor.names import fold_name
from onrecord.resolve.actor.rows import Located, bad, checked, compact, listed, names, sections, span_of

_PROPER = "NADCYW"

Structure = dict[str, Any]


def shipped_rows(built: Structure) -> list[Located]:
    """The rows of all shipped files; enters holders, organs and grammar words into `built` on the way."""
    _words(built)
    located = [*_holders(built), *_people(built)]
    located += [*_organs(built), *_groups(), *_media(), *_bodies(), *_persons()]
    return _with_items(_with_sides(located))


def _with_sides(located: list[Located]) -> list[Located]:
    """The rows with the sides that `groups.yaml` gives them for a time."""
    path = DATA / "groups.yaml"
    found: dict[str, list[dict[str, str]]] = {}
    lines: dict[str, int] = {}
    for (name_id, party, parent, years, reason), line in compact(path, "sides", 5):
        side = {"party": party, "parent": parent, "reason": reason, **{k: str(v) for k, v in span_of(years).items() if v}}
        found.setdefault(name_id, []).append({key: value for key, value in side.items() if value})
        lines[name_id] = line
    return _replaced(located, {name_id: {"sides": sides} for name_id, sides in found.items()}, path, lines)


def _with_items(located: list[Located]) -> list[Located]:
    """The rows with the Wikidata items of `wikidata.yaml`."""
    path = DATA / "wikidata.yaml"
    found: dict[str, dict[str, object]] = {}
    lines: dict[str, int] = {}
    for (name_id, item), line in compact(path, "items", 2):
        found[name_id], lines[name_id] = {"qid": item}, line
    return _replaced(located, found, path, lines)


def _replaced(located: list[Located], fields: Mapping[str, Mapping[str, object]], path: Path, lines: Mapping[str, int]) -> list[Located]:
    ids = {place.row.id for place in located}
    for name_id in fields:
        if name_id not in ids:
            raise bad(path, lines[name_id], f"no actor has the id {name_id!r}", "Use the id of a row.")
    return [
        checked({**place.row.model_dump(), **fields[place.row.id]}, place.path, place.line) if place.row.id in fields else place
        for place in located
    ]


def _enter(built: Structure, name: str, tag: str, value: Any, *, many: bool = False) -> None:
    key = fold_name(name)
    tags = built["index"].setdefault(key, {})
    if many:
        values = tags.setdefault(tag, [])
        if value not in values:
            values.append(value)
    else:
        tags.setdefault(tag, value)
    if tag in _PROPER and " " not in key:
        tags["c"] = min(tags.get("c", 2), case_of(name))


def case_of(name: str) -> int:
    """How a single proper name must be written to be one: 0 anyhow, 1 with a capital, 2 in capitals."""
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
        built["organs"][organ] = [name, kind, sector, _number(inter), scope]
        for tag, cell in (("O", terms), ("F", offices), ("B", members)):
            for term in listed(cell):
                _enter(built, term.lstrip("~"), tag, organ)
    for item, _ in whole["roles"]:
        for role, cell in item.items():
            for term in listed(cell):
                _enter(built, term, "R", role)
    for cells, _ in compact(path, "standalone", 3):
        built["standalone"].append([cells[0], _number(cells[1])])
        for term in listed(cells[2]):
            _enter(built, term, "S", len(built["standalone"]) - 1)
    for section, tag in (
        ("units", "U"),
        ("ranks", "K"),
        ("titles", "T"),
        ("modifiers", "m"),
        ("prepositions", "p"),
        ("backed", "x"),
        ("run", "r"),
        ("against", "n"),
        ("members", "g"),
    ):
        for term in listed(str(whole[section][0][0])):
            _enter(built, term, tag, 1)


def _holder(built: Structure, holder: str, iso: str, name: str, cells: list[str]) -> None:
    built["holders"][holder] = [iso, name]
    for tag, cell in zip("NACY", cells, strict=True):
        for word in listed(cell):
            bare = word.lstrip("~")
            _enter(built, bare, "D" if tag == "A" and _plural(bare) else tag, holder, many=True)


def _plural(demonym: str) -> bool:
    return len(demonym) > 3 and (demonym.endswith("men") or (demonym.endswith("s") and not demonym.endswith("ss")))


def _holders(built: Structure) -> list[Located]:
    path = DATA / "states.yaml"
    source = str(sections(path)["source"][0][0])
    rows = []
    for (iso, name, others, demonyms, capital, towns, qid), line in compact(path, "states", 7):
        holder = iso.lower()
        _holder(built, holder, iso, name, [f"{name}; {others}", demonyms, capital, towns])
        fields = {"id": holder, "name": name, "kind": "state", "sector": "GOV", "inter": 1, "country": iso, "party": holder, "qid": qid}
        rows.append(checked({**fields, "party_reason": f"the state of {name}", "source": source}, path, line))
    for (holder, name, iso, party, others, demonyms, towns, why), line in compact(path, "territories", 8):
        _holder(built, holder, iso, name, [f"{name}; {others}", demonyms, "", towns])
        fields = {"id": holder, "name": name, "kind": "organisation", "sector": "GOV", "inter": 2, "country": iso, "party": party}
        rows.append(checked({**fields, "party_reason": why, "source": source}, path, line))
    return rows


def _people(built: Structure) -> list[Located]:
    path = DATA / "lexicon.yaml"
    rows = []
    for (name_id, name, sector, inter, words), line in compact(path, "people", 5):
        fields = {"id": f"people.{name_id}", "name": name, "kind": "people", "sector": sector, "inter": _number(inter)}
        rows.append(checked({**fields, "party_reason": "generic people, no party"}, path, line))
        for word in listed(words):
            _enter(built, word, "P", f"people.{name_id}")
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
        parent = f"{holder}.{organ}" if own else holder
        fields = {"id": own or f"{holder}.{organ}", "name": name, "kind": kind, "sector": sector, "inter": inter, "country": iso}
        rows.append(checked({**fields, "parent": parent, "party": "^", "source": source, **names(aliases)}, path, line))
    return rows


def _groups() -> list[Located]:
    path = DATA / "groups.yaml"
    source = str(sections(path)["source"][0][0])
    rows = []
    for (name_id, name, iso, sector, inter, parent, party, years, aliases), line in compact(path, "groups", 9):
        kind = "media" if sector == "JRN" else "group"
        fields = {"id": name_id, "name": name, "kind": kind, "sector": sector, "inter": _number(inter), "country": iso, "parent": parent}
        rows.append(checked({**fields, "party": party or name_id, "source": source, **span_of(years), **names(aliases)}, path, line))
    return rows


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


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
        if control not in reasons or (control == "state" and not owner):
            known = ", ".join(reasons)
            raise bad(path, line, f"has control {control!r} and owner {owner!r}", f"Control is one of {known}; state needs an owner.")
        party = f"={owner}" if owner and control in ("state", "party") else ""
        fields = {"id": name_id, "name": name, "kind": "media", "sector": "JRN", "country": iso, "owner": owner, "source": source}
        rows.append(checked({**fields, "party": party, "party_reason": reasons[control], **names(aliases)}, path, line))
    return rows


def _bodies() -> list[Located]:
    path = DATA / "bodies.yaml"
    source = str(sections(path)["source"][0][0])
    rows = []
    for (name_id, name, kind, iso, sector, inter, parent, party, years, aliases), line in compact(path, "bodies", 10):
        fields = {"id": name_id, "name": name, "kind": kind, "country": iso, "sector": sector, "inter": _number(inter), "parent": parent}
        side = name_id if party == "." else party
        rows.append(checked({**fields, "party": side, "source": source, **span_of(years), **names(aliases)}, path, line))
    return rows


def _persons() -> list[Located]:
    path = DATA / "persons.yaml"
    source = str(sections(path)["source"][0][0])
    rows = []
    for (name, parent, years, aliases), line in compact(path, "persons", 4):
        fields = {"id": f"person.{fold_name(name).replace(' ', '-')}", "name": name, "kind": "person", "parent": parent, "party": "^"}
        rows.append(checked({**fields, "source": source, **span_of(years), **names(aliases)}, path, line))
    return rows
