"""Which pairs are worth scoring: those that share a key, in blocks whose size is bounded."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from onrecord.link.profile import Profile

_WINDOW_DAYS = 4
_CELL_DEGREES = 0.5
# Within a block larger than this, a profile meets only those that follow it in the order of day and place.
_BLOCK_NEIGHBOURS = 24
_DOCUMENT_NEIGHBOURS = 60
_UNDATED_DAYS_BACK = 8


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
    spans: list[tuple[date, date]] = []
    if profile.days:
        start, end = profile.start, profile.end
        if start is not None and end is not None:
            spans.append((min(start, end), max(start, end)))
    else:
        spans = [(day - timedelta(days=_UNDATED_DAYS_BACK), day) for day in profile.published]
    windows: set[int] = set()
    for first, last in spans:
        low, high = (first.toordinal() - 1) // _WINDOW_DAYS, (last.toordinal() + 1) // _WINDOW_DAYS
        # A period of months is met through its two ends: those who tell of it name the same ends.
        windows.update(range(low, high + 1) if high - low <= _WINDOW_DAYS else (low, low + 1, high - 1, high))
    return windows or {-1}


def keys_of(profile: Profile) -> Iterable[tuple[str, ...]]:
    """Blocking keys: kind of happening x window of days x (place name, cell with its neighbours, actor or target)."""
    cells = {
        (math.floor(p.lat / _CELL_DEGREES + shift_lat), math.floor(p.lon / _CELL_DEGREES + shift_lon))
        for p in profile.points
        if p.fine
        for shift_lat in (0.0, 0.5)
        for shift_lon in (0.0, 0.5)
    }
    for name in sorted(profile.families):
        for window in sorted(_windows(profile)):
            base = (name, str(window))
            yield from ((*base, "place", place) for place in sorted(profile.places))
            yield from ((*base, "cell", f"{lat},{lon}") for lat, lon in sorted(cells))
            yield from ((*base, "who", who) for who in sorted(profile.actors | profile.targets | profile.actor_parties))


def across_documents(profiles: Sequence[Profile]) -> Iterable[tuple[int, int]]:
    """Pairs that share a blocking key, each once; large blocks are walked in the order of day and place, a few steps ahead."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, profile in enumerate(profiles):
        for key in keys_of(profile):
            blocks[key].append(i)
    seen: set[tuple[int, int]] = set()
    for key in sorted(blocks):
        members = blocks[key]
        if len(members) > _BLOCK_NEIGHBOURS:
            members = sorted(members, key=lambda i: (str(profiles[i].start), sorted(profiles[i].fine_places), profiles[i].claim_ids))
        for at, i in enumerate(members):
            for j in members[at + 1 : at + 1 + _BLOCK_NEIGHBOURS]:
                pair = (i, j) if i < j else (j, i)
                if pair not in seen and profiles[i].documents.isdisjoint(profiles[j].documents):
                    seen.add(pair)
                    yield pair
