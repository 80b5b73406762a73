"""Which pairs are worth scoring: those that share a key, in blocks where each meets a bounded number of neighbours."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.link.columns import Array
from onrecord.link.place import excluded
from onrecord.link.profile import Profile
from onrecord.link.words import number

NEIGHBOURS = 24
"""A profile meets that many before and after it in the order of a block: day, place, claim id."""
_WINDOW_DAYS = 4
_CELL_DEGREES = 0.5
_DOCUMENT_NEIGHBOURS = 60
_UNDATED_DAYS_BACK = 8
_ALWAYS = 1 << 30
_ROWS_AT_ONCE = 1 << 21
_SLACK_DAYS = 1
_MASK = (1 << 64) - 1
_ODD = 0x9E3779B97F4A7C15

Order = tuple[int, int, int]
Keys = NDArray[np.uint64]
Numbers = NDArray[np.int32]


def within_document(profiles: Sequence[Profile]) -> Iterable[tuple[int, int]]:
    """Pairs of one document that are of one family; far down a long document only the nearest."""
    by_family: dict[str, list[int]] = defaultdict(list)
    for i, profile in enumerate(profiles):
        for name in sorted(profile.families):
            by_family[name].append(i)
    for members in by_family.values():
        for at, i in enumerate(members):
            yield from ((i, j) for j in members[at + 1 : at + 1 + _DOCUMENT_NEIGHBOURS])


def _windows(profile: Profile) -> set[int]:
    """Numbers of the windows of days in which it may lie; overlapping by one so that a neighbour day always meets."""
    spans: list[tuple[int, int]] = []
    if profile.days:
        start, end = profile.start, profile.end
        if start is not None and end is not None:
            spans.append((min(start, end), max(start, end)))
    else:
        spans = [(day - _UNDATED_DAYS_BACK, day) for day in profile.published]
    windows: set[int] = set()
    for first, last in spans:
        low, high = (first - 1) // _WINDOW_DAYS, (last + 1) // _WINDOW_DAYS
        # A period of months is met through its two ends: those who tell of it name the same ends.
        windows.update(range(low, high + 1) if high - low <= _WINDOW_DAYS else (low, low + 1, high - 1, high))
    return windows or {-1}


def keys_of(profile: Profile) -> tuple[int, ...]:
    """Blocking keys as 64-bit numbers: kind of happening x window of days x (place, word of its name, cell with
    its neighbours, actor or target, name of the story)."""
    cells = {
        (math.floor(p.lat / _CELL_DEGREES + shift_lat), math.floor(p.lon / _CELL_DEGREES + shift_lon))
        for p in profile.points
        if p.fine
        for shift_lat in (0.0, 0.5)
        for shift_lon in (0.0, 0.5)
    }
    found: set[int] = set()
    for name in profile.families:
        bases = [number(name, "place", place) for place in profile.places]
        bases += [number(name, "word", word) for word in profile.place_words]
        bases += [number(name, "cell", f"{lat},{lon}") for lat, lon in cells]
        bases += [number(name, "who", who) for who in profile.actors | profile.targets | profile.actor_parties]
        base = number(name, "story")
        bases += [base ^ word for word in profile.story]
        for window in _windows(profile):
            found.update((base ^ (window * _ODD & _MASK)) for base in bases)
    return tuple(found)


def order_of(profile: Profile) -> Order:
    """Where the profile stands in its blocks: by day, then place, then claim id; a total order that does not hang on arrival."""
    day = profile.start if profile.start is not None else max(profile.published, default=_ALWAYS)
    place = min(profile.fine_places, default="")
    return day, number(place) if place else 0, number(profile.claim_ids[0])


def hull_of(profile: Profile) -> tuple[int, int]:
    """First and last day that the profile names anywhere; all days where it names none."""
    if not profile.days:
        return -_ALWAYS, _ALWAYS
    return min(d[0] for d in profile.days), max(d[1] for d in profile.days)


def may_meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two hulls of days are near enough for the scorer not to exclude the pair outright."""
    return a[0] <= b[1] + _SLACK_DAYS and b[0] <= a[1] + _SLACK_DAYS


def sorted_blocks(keys: Keys, members: Numbers) -> tuple[Keys, Numbers]:
    """Keys in order, each with its members in ascending order; `keys` and `members` are parallel."""
    order = np.lexsort((members, keys))
    return keys[order], members[order]


def block_pairs(
    keys: Keys, members: Numbers, hulls: NDArray[np.int32], documents: NDArray[np.uint64], where: tuple[Array, ...]
) -> NDArray[np.int64]:
    """Pairs of neighbours in the sorted blocks as `first * count + second`, each once and ascending.

    Numbers have to follow `order_of`. `hulls` has the first and last day of each, `documents` its document, `where` its place; pairs of one
    document and pairs that lie days, countries or towns apart are left out.
    """
    count = len(documents)
    found: list[NDArray[np.int64]] = []
    for begin in range(0, len(keys), _ROWS_AT_ONCE):
        starts = np.arange(begin, min(begin + _ROWS_AT_ONCE, len(keys)))
        for step in range(1, NEIGHBOURS + 1):
            starts = starts[starts < len(keys) - step]
            starts = starts[keys[starts] == keys[starts + step]]
            if not len(starts):
                break
            a, b = members[starts], members[starts + step]
            near = (hulls[a, 0] <= hulls[b, 1] + _SLACK_DAYS) & (hulls[b, 0] <= hulls[a, 1] + _SLACK_DAYS)
            near &= documents[a] != documents[b]
            a, b = a[near], b[near]
            kept = ~excluded(where, a, b)
            found.append(np.unique(a[kept].astype(np.int64) * count + b[kept]))
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
