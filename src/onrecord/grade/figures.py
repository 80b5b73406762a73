"""Figures of an event by kind and class of victim: null, zero and unknown are three different things."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.errors import BadInput
from onrecord.grade.record import Record
from onrecord.grade.voice import DENYING, PLANNING, Voice
from onrecord.model import Figure, FigureRange

_RULES: Mapping[str, Callable[[Sequence[float]], float]] = {
    "median": statistics.median,
    "mean": statistics.fmean,
    "lowest": min,
    "highest": max,
    "latest": lambda values: values[-1],
}
FIGURE_RULES = tuple(_RULES)


@dataclass(frozen=True, slots=True)
class _Said:
    voice: Voice
    figure: Figure

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(n for n in (self.figure.low, self.figure.high) if n is not None)


def _said(record: Record) -> list[_Said]:
    """Figures that count: not those inside a denial, and those of a plan only where nothing but the plan is on record."""
    out = []
    for voice in record.voices:
        if voice.claim.status in DENYING or (voice.claim.status in PLANNING and not record.planned):
            continue
        out += [_Said(voice, figure) for figure in voice.claim.figures]
    return out


def _together(said: Sequence[_Said]) -> list[_Said]:
    """The figures of one claim as one, where they count different people: "his wife and two policemen", "nine soldiers and six civilians".

    They do where one is a single person, or where each is of a class of victims of its own; two numbers of one class may be two versions.
    """
    by_claim: dict[str, list[_Said]] = defaultdict(list)
    for item in said:
        by_claim[item.voice.id].append(item)
    out: list[_Said] = []
    for items in by_claim.values():
        figures = [item.figure for item in items]
        single = any(f.low == f.high == 1 for f in figures)
        apart = len({f.victims for f in figures}) == len(figures)
        if len({f.span for f in figures}) < 2 or not (single or apart) or any(f.part_of_total or f.unknown for f in figures):
            out += items
            continue
        low, high = ([getattr(f, edge) for f in figures] for edge in ("low", "high"))
        total = replace(figures[0], low=None if None in low else sum(low), high=None if None in high else sum(high), victims=None)
        # "at least 12 soldiers and a boy" has a lower bound, "up to 12 and a boy" an upper one.
        out += [_Said(items[0].voice, total)] if total.low is not None or total.high is not None else items
    return out


def _latest_of_each(said: Sequence[_Said], group_of: Mapping[str, int]) -> list[float]:
    """The latest figure of each independent origin, in the order of publication; the larger where one day brought several.

    A subset of a total ("among them 3 children") gives way to the total.
    """
    latest: dict[int, tuple[tuple[date, bool, float], float]] = {}
    for item in said:
        numbers = item.numbers
        if not numbers or item.voice.id not in group_of:
            continue
        value = sum(numbers) / len(numbers)
        rank = (item.voice.published or date.min, not item.figure.part_of_total, value)
        origin = group_of[item.voice.id]
        if origin not in latest or rank > latest[origin][0]:
            latest[origin] = (rank, value)
    return [value for _, value in sorted(latest.values())]


def _range(
    what: str, victims: str | None, said: Sequence[_Said], rule: str, group_of: Mapping[str, int], withdrawn: frozenset[str]
) -> FigureRange:
    bounds = [(n, item.voice) for item in said for n in item.numbers]
    low = min(bounds, key=lambda b: (b[0], b[1].order), default=None)
    high = min(bounds, key=lambda b: (-b[0], b[1].order), default=None)
    # Where every origin has withdrawn, the best value is still computed, over those that had reported it.
    values = _latest_of_each(said, group_of) or _latest_of_each(said, {item.voice.id: 0 for item in said})
    claim_ids = tuple(dict.fromkeys(item.voice.id for item in said))
    return FigureRange(
        what=what,
        victims=victims,
        lowest=low[0] if low else None,
        highest=high[0] if high else None,
        best=float(_RULES[rule](values)) if values else None,
        rule=rule,
        open_ended=any(len(item.numbers) == 1 for item in said),
        unknown=any(item.figure.unknown for item in said),
        lowest_claim=low[1].id if low else None,
        highest_claim=high[1].id if high else None,
        claim_ids=claim_ids,
        withdrawn_claims=tuple(c for c in claim_ids if c in withdrawn),
    )


def figure_ranges(record: Record, rule: str) -> tuple[FigureRange, ...]:
    """The pooled range of every kind of figure, each followed by the ranges of the classes of victims that somebody named.

    A subset inside one voice's total is no bound of the pooled range, but it is the figure of its class.
    """
    if rule not in _RULES:
        raise BadInput(f"there is no rule {rule!r}", subject="figure_rule", stage="grade", remedy=f"Use one of {', '.join(_RULES)}.")
    group_of = {v.id: i for i, members in enumerate(record.basis.groups) for v in members}
    withdrawn = frozenset(v.id for members in record.withdrawn.groups for v in members)
    by_kind: dict[str, list[_Said]] = defaultdict(list)
    for item in _said(record):
        by_kind[item.figure.what].append(item)
    ranges: list[FigureRange] = []
    for what in sorted(by_kind):
        said = by_kind[what]
        totals = [item for item in said if not item.figure.part_of_total]
        ranges.append(_range(what, None, _together(totals or said), rule, group_of, withdrawn))
        for victims in sorted({item.figure.victims for item in said if item.figure.victims is not None}):
            ranges.append(_range(what, victims, [i for i in said if i.figure.victims == victims], rule, group_of, withdrawn))
    return tuple(ranges)
