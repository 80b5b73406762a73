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
_NEGLIGIBLE = 0.003  # share of a node that is not worth counting
_PLACE_IN_ORDER = tuple(math.log(1 + number) for number in range(128))
_SPOKEN = 0.2 + 1e-9  # sum of the weights from which the document is taken to speak of a country
Cell = int
Slot = tuple[float, str, int, tuple[Cell, Cell] | None]
"""A candidate for `Evidence.scores`: its fixed score, country, first-level division (0 for none) and cells (None where it is an area)."""


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
        self._parts: dict[tuple[str, int, str], tuple[tuple[float, ...], tuple[float, ...]]] = {}

    def weigh(self, nodes: Sequence[Node], country: dict[str, float]) -> None:
        """Fill `scores` and `probabilities` of all nodes; `country` is evidence from elsewhere (nationalities, dateline) by ISO code."""
        own_of = self._own
        # A name with one candidate tells about the others, but the others tell nothing about it.
        # So it is with names in passing, for which nobody asks.
        open_: list[tuple[Node, list[Slot]]] = []
        settled: list[Node] = []
        _, _, _, inside_weight, _, order_weight = self._dynamic
        for node in nodes:
            entries = node.entries
            if len(entries) == 1:
                node.scores, node.probabilities = [own_of(entries[0])[1]], [1.0]
                settled.append(node)
                continue
            own = [own_of(entry) for entry in entries]
            node.scores = [first for first, _ in own]
            node.probabilities = softmax(node.scores)
            if node.passing:
                settled.append(node)
                continue
            inside = node.inside
            open_.append(
                (
                    node,
                    [
                        (
                            base + order_weight * _order(number) + (inside_weight * inside.get(number, 0.0) if inside else 0.0),
                            entry.country or "",
                            entry.admin1 or 0,
                            None if entry.kind == "country" or entry.kind == "province" else _cells(entry.lat, entry.lon),
                        )
                        for number, (entry, (_, base)) in enumerate(zip(entries, own, strict=True))
                    ],
                )
            )
        if not open_:
            return
        fixed = Evidence(settled, country)
        for _ in range(_ROUNDS):
            evidence = fixed.with_nodes([node for node, _ in open_])
            for node, slots in open_:
                node.scores = evidence.scores(node, slots, self._dynamic)
            for node, _ in open_:
                node.probabilities = softmax(node.scores)

    def _own(self, entry: Entry) -> tuple[float, float]:
        """What a candidate is worth by itself in the first pass and in the later ones."""
        key = (entry.number, entry.rank)
        known = self._known.get(key)
        if known is None:
            # Most of it hangs on three things that few candidates have in another combination, so only the population is new.
            parts = self._parts.get((entry.kind, entry.rank, entry.feature))
            if parts is None:
                present = [number for number, value in enumerate(static_features(entry)) if number and value]
                parts = tuple(self._first[n] for n in present), tuple(self._static[n] for n in present)
                self._parts[entry.kind, entry.rank, entry.feature] = parts
            people = math.log10(entry.population + 100)
            known = sum(parts[0], self._first[0] * people), sum(parts[1], self._static[0] * people)
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


class Sums:
    """Weights of candidates added up by country, first-level division and cell."""

    __slots__ = ("cells", "countries", "divisions")

    def __init__(self, countries: dict[str, float], divisions: dict[int, float], cells: dict[Cell, float]) -> None:
        self.countries, self.divisions, self.cells = countries, divisions, cells

    def add(self, node: Node) -> None:
        """Count what a node says: its candidates' probabilities times its weight, the negligible left out."""
        weight = node.weight
        countries, divisions, cells = self.countries, self.divisions, self.cells
        for entry, probability in zip(node.entries, node.probabilities, strict=True):
            share = probability * weight
            if share < _NEGLIGIBLE:
                continue
            country, admin1, kind = entry.country, entry.admin1, entry.kind
            if country:
                countries[country] = countries.get(country, 0.0) + share
            if admin1:
                divisions[admin1] = divisions.get(admin1, 0.0) + share
            if kind != "country" and kind != "province":
                first, second = _cells(entry.lat, entry.lon)
                cells[first] = cells.get(first, 0.0) + share
                cells[second] = cells.get(second, 0.0) + share

    def merge(self, other: Sums) -> None:
        """Add what another one holds: for a node with many candidates less work than to go over them again."""
        for country, value in other.countries.items():
            self.countries[country] = self.countries.get(country, 0.0) + value
        for division, value in other.divisions.items():
            self.divisions[division] = self.divisions.get(division, 0.0) + value
        for cell, value in other.cells.items():
            self.cells[cell] = self.cells.get(cell, 0.0) + value

    def copy(self) -> Sums:
        """The same sums, to be added to."""
        return Sums(dict(self.countries), dict(self.divisions), dict(self.cells))


class Evidence:
    """Sums of the candidates' weights over all nodes, by country, division and cell, readable without a node's own share."""

    __slots__ = ("_own", "_sums", "_total")

    def __init__(self, nodes: Sequence[Node], country: dict[str, float]) -> None:
        self._sums = Sums(dict(country), {}, {})
        self._total = 1.0 + sum(country.values())
        self._own: dict[int, Sums] = {}
        for node in nodes:
            self._total += node.weight
            self._sums.add(node)

    def with_nodes(self, nodes: Sequence[Node]) -> Evidence:
        """A copy with the weights of more nodes added: most names of a document keep theirs from round to round."""
        more = Evidence((), {})
        more._sums, more._total = self._sums.copy(), self._total
        for node in nodes:
            more._total += node.weight
            own = more._own[id(node)] = Sums({}, {}, {})
            own.add(node)
            more._sums.merge(own)
        return more

    def scores(self, node: Node, slots: Sequence[Slot], weights: Sequence[float]) -> list[float]:
        """The sum of `features` by `weights` for each candidate, with what does not hang on the rest of the document already in its slot.

        `tests/resolve/test_where.py` holds both against each other; this one runs twice for every candidate of every document.
        """
        a, b, c, _, e, _ = weights
        mine, every = self._share(node), self._sums
        total = self._total - node.weight
        own_cells, all_cells = mine.cells, every.cells
        nowhere = c * _NOTHING
        by_country: dict[str, float] = {"": a * _NOTHING}
        by_division: dict[int, float] = {0: b * _NOTHING}
        found: list[float] = []
        for base, code, admin1, cells in slots:
            said = by_country.get(code)
            if said is None:
                share = every.countries.get(code, 0.0) - mine.countries.get(code, 0.0)
                said = by_country[code] = a * math.log(_FLOOR + max(0.0, share) / total) + (e if share > _SPOKEN else 0.0)
            division = by_division.get(admin1)
            if division is None:
                share = every.divisions.get(admin1, 0.0) - mine.divisions.get(admin1, 0.0)
                division = by_division[admin1] = b * math.log(_FLOOR + max(0.0, share) / total)
            close = nowhere
            if cells is not None:
                first, second = cells
                near = all_cells[first] - own_cells.get(first, 0.0) if first in all_cells else 0.0
                if second in all_cells:
                    near = max(near, all_cells[second] - own_cells.get(second, 0.0))
                if near > 0.0:
                    close = c * math.log(_FLOOR + near / total)
            found.append(base + said + division + close)
        return found

    def _share(self, node: Node) -> Sums:
        """The node's own share of the sums."""
        own = self._own.get(id(node))
        if own is None:
            own = Sums({}, {}, {})
            own.add(node)
        return own

    def features(self, node: Node) -> list[tuple[float, float, float, float, float, float]]:
        """For each candidate of the node, what the rest of the document says for it, in the order of `DYNAMIC_NAMES`."""
        mine, every = self._share(node), self._sums
        own_cells = mine.cells
        total = self._total - node.weight
        # Dozens of candidates share a country and a division, so each is weighed once.
        by_country: dict[str, tuple[float, float]] = {"": (_NOTHING, 0.0)}
        by_division: dict[int, float] = {0: _NOTHING}
        rows: list[tuple[float, float, float, float, float, float]] = []
        inside, all_cells = node.inside, every.cells
        for number, entry in enumerate(node.entries):
            code, admin1, kind = entry.country or "", entry.admin1 or 0, entry.kind
            said = by_country.get(code)
            if said is None:
                share = every.countries.get(code, 0.0) - mine.countries.get(code, 0.0)
                said = by_country[code] = (math.log(_FLOOR + max(0.0, share) / total), 1.0 if share > _SPOKEN else 0.0)
            division = by_division.get(admin1)
            if division is None:
                share = every.divisions.get(admin1, 0.0) - mine.divisions.get(admin1, 0.0)
                division = by_division[admin1] = math.log(_FLOOR + max(0.0, share) / total)
            near = 0.0
            if kind != "country" and kind != "province":
                first, second = _cells(entry.lat, entry.lon)
                if first in all_cells:
                    near = max(near, all_cells[first] - own_cells.get(first, 0.0))
                if second in all_cells:
                    near = max(near, all_cells[second] - own_cells.get(second, 0.0))
            rows.append(
                (
                    said[0],
                    division,
                    math.log(_FLOOR + near / total) if near else _NOTHING,
                    inside.get(number, 0.0) if inside else 0.0,
                    said[1],
                    _order(number),
                )
            )
        return rows


@lru_cache(1 << 16)
def _cells(lat: float, lon: float) -> tuple[Cell, Cell]:
    """Two overlapping grids of two degrees, so that neighbours across an edge of one share a cell of the other; numbers, as keys go."""
    return 1000 * int(lat // 2) + int(lon // 2), 1_000_000 + 1000 * int((lat + 1) // 2) + int((lon + 1) // 2)


def _order(number: int) -> float:
    return _PLACE_IN_ORDER[number] if number < len(_PLACE_IN_ORDER) else math.log(1 + number)


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
