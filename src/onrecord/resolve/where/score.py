"""Which of several places a name means, judged in the light of the whole document.

Each distinct name of the document is a node with its candidates. A first pass weighs candidates by what they are (population, kind,
standing of the name). Then every
node adds its candidates' weight to their country, their first-level division and their grid cell, and the candidates are weighed again
with the evidence of all
*other* nodes. The weights of this log-linear model were fitted by `benchmarks/fit_places.py` on the development halves of two corpora of
news.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from onrecord.resolve.gazetteer.lookup import Entry
from onrecord.resolve.gazetteer.schema import MAIN, STEM

STATIC_NAMES = ("population", "country", "province", "district", "town", "area", "site", "main", "stem", "loose", "capital", "served")
DYNAMIC_NAMES = ("same_country", "same_division", "same_cell", "inside", "near_country", "place_in_order")
_FIRST = (1.35, 0.15, 0.44, -0.97, 1.0, 2.11, 1.78, 2.08, -1.85, -2.0, -1.71, -1.09)
_STATIC = (1.23, 2.1, 0.48, -0.38, 0.38, 1.74, 0.17, 2.02, -2.28, -2.0, -0.16, -0.89)
_DYNAMIC = (1.0, 1.2, 0.71, 5.8, -0.23, -0.11)
_FLOOR = 0.03
_NOTHING = math.log(_FLOOR)
_ROUNDS = 2
_PLACE_IN_ORDER = tuple(math.log(1 + number) for number in range(128))
Cell = tuple[int, int, int]


@dataclass(slots=True)
class Node:
    """One name of the document with its candidates. `weight` counts how strongly its own reading tells about the others; `inside` holds,
    by candidate
    index, how well the text itself puts the candidate into the place named beside it (0..1)."""

    key: str
    entries: tuple[Entry, ...]
    weight: float = 1.0
    passing: bool = False
    inside: dict[int, float] = field(default_factory=dict)
    probabilities: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)

    def best(self) -> int:
        """Index of the candidate with the highest score; the first of equals."""
        return max(range(len(self.scores)), key=self.scores.__getitem__)


class Model:
    """The log-linear model; `static` and `dynamic` hold one weight for each of `STATIC_NAMES` and `DYNAMIC_NAMES`."""

    def __init__(self, first: Sequence[float] = _FIRST, static: Sequence[float] = _STATIC, dynamic: Sequence[float] = _DYNAMIC) -> None:
        self._first = tuple(first)
        self._static = tuple(static)
        self._dynamic = tuple(dynamic)
        self._known: dict[tuple[int, int], tuple[float, float]] = {}

    def weigh(self, nodes: Sequence[Node], country: dict[str, float]) -> None:
        """Fill `scores` and `probabilities` of all nodes; `country` is evidence from elsewhere (nationalities, dateline) by ISO code."""
        owns = [[self._own(entry) for entry in node.entries] for node in nodes]
        for node, own in zip(nodes, owns, strict=True):
            node.scores = [first for first, _ in own]
            node.probabilities = softmax(node.scores)
        a, b, c, d, e, f = self._dynamic
        # A name with one candidate tells about the others, but the others tell nothing about it.
        # So it is with names in passing, for which nobody asks.
        open_ = [(node, [base for _, base in own]) for node, own in zip(nodes, owns, strict=True) if len(own) > 1 and not node.passing]
        for node, own in zip(nodes, owns, strict=True):
            if len(own) == 1:
                node.scores, node.probabilities = [own[0][1]], [1.0]
        moving = {id(node) for node, _ in open_}
        settled = Evidence([node for node in nodes if id(node) not in moving], country)
        for _ in range(_ROUNDS):
            evidence = settled.with_nodes([node for node, _ in open_])
            for node, bases in open_:
                node.scores = [
                    base + a * row[0] + b * row[1] + c * row[2] + d * row[3] + e * row[4] + f * row[5]
                    for base, row in zip(bases, evidence.features(node), strict=True)
                ]
            for node, _ in open_:
                node.probabilities = softmax(node.scores)

    def _own(self, entry: Entry) -> tuple[float, float]:
        key = (entry.number, entry.rank)
        known = self._known.get(key)
        if known is None:
            features = static_features(entry)
            known = (
                sum(w * f for w, f in zip(self._first, features, strict=True)),
                sum(w * f for w, f in zip(self._static, features, strict=True)),
            )
            if len(self._known) > 200_000:
                self._known.clear()
            self._known[key] = known
        return known


def static_features(entry: Entry) -> tuple[float, ...]:
    """What a candidate is worth by itself, in the order of `STATIC_NAMES`."""
    kind = entry.kind
    return (
        math.log10(entry.population + 100),
        kind == "country",
        kind == "province",
        kind == "district",
        kind == "town",
        kind in ("natural", "region"),
        kind == "site",
        entry.rank == MAIN,
        entry.rank == STEM,
        entry.rank > STEM,
        entry.feature == "PPLC",
        entry.feature == "PPLQ",
    )


class Evidence:
    """Sums of the candidates' weights over all nodes, by country, division and cell, readable without a node's own share."""

    __slots__ = ("_cells", "_countries", "_divisions", "_total")

    def __init__(self, nodes: Sequence[Node], country: dict[str, float]) -> None:
        self._countries = dict(country)
        self._divisions: dict[int, float] = {}
        self._cells: dict[Cell, float] = {}
        self._total = 1.0 + sum(country.values())
        for node in nodes:
            self._total += node.weight
            _add(node, self._countries, self._divisions, self._cells)

    def with_nodes(self, nodes: Sequence[Node]) -> Evidence:
        """A copy with the weights of more nodes added: most names of a document keep theirs from round to round."""
        more = Evidence((), {})
        more._countries, more._divisions, more._cells = dict(self._countries), dict(self._divisions), dict(self._cells)
        more._total = self._total
        for node in nodes:
            more._total += node.weight
            _add(node, more._countries, more._divisions, more._cells)
        return more

    def features(self, node: Node) -> list[tuple[float, float, float, float, float, float]]:
        """For each candidate of the node, what the rest of the document says for it, in the order of `DYNAMIC_NAMES`."""
        mine: tuple[dict[str, float], dict[int, float], dict[Cell, float]] = ({}, {}, {})
        _add(node, *mine)
        countries, divisions, cells = mine
        total = self._total - node.weight
        # Dozens of candidates share a country and a division, so each is weighed once.
        by_country: dict[str, tuple[float, float]] = {"": (_NOTHING, 0.0)}
        by_division: dict[int, float] = {0: _NOTHING}
        rows: list[tuple[float, float, float, float, float, float]] = []
        inside, all_cells = node.inside, self._cells
        for number, entry in enumerate(node.entries):
            code, admin1 = entry.country or "", entry.admin1 or 0
            said = by_country.get(code)
            if said is None:
                share = self._countries.get(code, 0.0) - countries.get(code, 0.0)
                said = by_country[code] = (math.log(_FLOOR + max(0.0, share) / total), 1.0 if share > 0.2 else 0.0)
            division = by_division.get(admin1)
            if division is None:
                share = self._divisions.get(admin1, 0.0) - divisions.get(admin1, 0.0)
                division = by_division[admin1] = math.log(_FLOOR + max(0.0, share) / total)
            near = 0.0
            if entry.kind != "country" and entry.kind != "province":
                for cell in _cells(entry.lat, entry.lon):
                    share = all_cells.get(cell, 0.0)
                    if share:
                        near = max(near, share - cells.get(cell, 0.0))
            rows.append(
                (
                    said[0],
                    division,
                    math.log(_FLOOR + near / total) if near else _NOTHING,
                    inside.get(number, 0.0),
                    said[1],
                    _PLACE_IN_ORDER[number] if number < 128 else math.log(1 + number),
                )
            )
        return rows


def _add(node: Node, countries: dict[str, float], divisions: dict[int, float], cells: dict[Cell, float]) -> None:
    weight = node.weight
    for entry, probability in zip(node.entries, node.probabilities, strict=True):
        share = probability * weight
        if share < 0.003:
            continue
        if entry.country:
            countries[entry.country] = countries.get(entry.country, 0.0) + share
        if entry.admin1:
            divisions[entry.admin1] = divisions.get(entry.admin1, 0.0) + share
        if entry.kind != "country" and entry.kind != "province":
            for cell in _cells(entry.lat, entry.lon):
                cells[cell] = cells.get(cell, 0.0) + share


@lru_cache(1 << 16)
def _cells(lat: float, lon: float) -> tuple[Cell, Cell]:
    """Two overlapping grids of two degrees, so that neighbours across an edge of one share a cell of the other."""
    return (0, int(lat // 2), int(lon // 2)), (1, int((lat + 1) // 2), int((lon + 1) // 2))


def softmax(scores: Sequence[float]) -> list[float]:
    """Probabilities that add up to one."""
    if not scores:
        return []
    if len(scores) == 1:
        return [1.0]
    top = max(scores)
    weights = [math.exp(score - top) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]


def static_reason(node: Node, number: int, best: Entry) -> str:
    """Why the candidate at `number` lost against `best`, in words for the reviewer."""
    entry = node.entries[number]
    if node.inside and not node.inside.get(number):
        return "not in the place named beside it"
    if entry.country != best.country:
        return "the document speaks less of its country"
    if entry.kind != best.kind:
        return f"a {entry.kind}, where a {best.kind} fits better"
    if entry.admin1 != best.admin1:
        return "the document speaks less of its division"
    return "smaller or less close to the other places" if entry.population < best.population else "less close to the other places"
