"""Things that are one and things that are not, with the decision behind each bond, so that a contradiction can name both sides."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bonds:
    """Members joined by decisions and parted by decisions; joining is transitive, parting holds between whole groups."""

    _root: dict[str, str] = field(default_factory=dict)
    _members: dict[str, list[str]] = field(default_factory=dict)
    _joined_by: dict[str, list[tuple[str, frozenset[str]]]] = field(default_factory=lambda: defaultdict(list))
    _parts_of: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _splits: list[tuple[str, dict[str, int]]] = field(default_factory=list)

    def join(self, decision: str, members: Iterable[str]) -> tuple[str, ...]:
        """Make `members` one; changes nothing and gives the ids of the decisions in the way where another decision parts some of them."""
        wanted = sorted(set(members))
        roots = sorted({self._find(m) for m in wanted})
        clash = self._clash(roots)
        if clash is not None:
            split, a, b = clash
            # Two of the new ones may each be joined to what the other decision parts: name the joins in between as well.
            ends = [next((w for w in wanted if self._find(w) == self._find(x)), x) for x in (a, b)]
            between = [d for end, x in zip(ends, (a, b), strict=True) for d in self._path(end, x)]
            return tuple(dict.fromkeys([split, *between]))
        first, *rest = roots
        for other in rest:
            self._root[other] = first
            self._members[first] += self._members.pop(other)
        for member in wanted:
            self._joined_by[member].append((decision, frozenset(wanted)))
        return ()

    def part(self, decision: str, parts: Sequence[Iterable[str]]) -> tuple[str, ...]:
        """Keep members of different `parts` apart; changes nothing and gives the ids of the decisions that join some of them."""
        place = {member: number for number, part in enumerate(parts) for member in sorted(part)}
        seen: dict[str, str] = {}
        for member in sorted(place):
            other = seen.setdefault(self._find(member), member)
            if place[other] != place[member]:
                return self._path(other, member)
        for member in place:
            self._parts_of[member].append(len(self._splits))
        self._splits.append((decision, place))
        return ()

    def groups(self) -> list[frozenset[str]]:
        """Groups of two members or more that are one."""
        return sorted((frozenset(members) for members in self._members.values() if len(members) > 1), key=sorted)

    def apart(self) -> list[frozenset[str]]:
        """Pairs that are not one."""
        pairs = set()
        for _, place in self._splits:
            listed = sorted(place)
            pairs |= {frozenset((a, b)) for n, a in enumerate(listed) for b in listed[n + 1 :] if place[a] != place[b]}
        return sorted(pairs, key=sorted)

    def _find(self, member: str) -> str:
        if member not in self._root:
            self._root[member] = member
            self._members[member] = [member]
        while self._root[member] != member:
            self._root[member] = self._root[self._root[member]]
            member = self._root[member]
        return member

    def _clash(self, roots: Sequence[str]) -> tuple[str, str, str] | None:
        """A split that would have members of two parts in one group, and those two."""
        part_of: dict[int, tuple[int, str]] = {}
        for member in sorted(m for root in roots for m in self._members[root]):
            for number in self._parts_of.get(member, ()):
                decision, place = self._splits[number]
                part, other = part_of.setdefault(number, (place[member], member))
                if part != place[member]:
                    return decision, other, member
        return None

    def _path(self, start: str, end: str) -> tuple[str, ...]:
        """The decisions that join `start` to `end`, in order; the fewest there are."""
        came: dict[str, tuple[str, str] | None] = {start: None}
        waiting = deque([start])
        while waiting and end not in came:
            member = waiting.popleft()
            for decision, members in self._joined_by.get(member, ()):
                for other in sorted(members - came.keys()):
                    came[other] = (decision, member)
                    waiting.append(other)
        found: list[str] = []
        step = came.get(end)
        while step is not None:
            found.append(step[0])
            step = came[step[1]]
        return tuple(dict.fromkeys(reversed(found)))
