"""What reviewers decided about claims: which tell of one happening, which do not, whatever the scorer says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import combinations

from onrecord.errors import BadInput

_REMEDY = "Undo one of the decisions that name these claims."


@dataclass(frozen=True, slots=True)
class Constraints:
    """Claims that must share an event and claims that must not, closed under "the same event as".

    `group_of` gives the smallest id of the claims that belong together, for claims that are bound to others; `apart_from` the claims that
    each claim must not share an event with.
    """

    group_of: dict[str, str] = field(default_factory=dict)
    apart_from: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def idle(self) -> bool:
        """Whether nothing was decided."""
        return not self.group_of and not self.apart_from

    def forbid(self, a: Collection[str], b: Collection[str]) -> bool:
        """Whether some claim of `a` must not share an event with some claim of `b`."""
        if not self.apart_from:
            return False
        return any(not self.apart_from[i].isdisjoint(b) for i in a if i in self.apart_from)


def constraints_of(claim_ids: Collection[str], together: Iterable[frozenset[str]], apart: Iterable[frozenset[str]]) -> Constraints:
    """The closure of what was decided: all claims of one `together` set share an event, no two claims of one `apart` set do.

    Raises `BadInput` where a set names a claim that is not among `claim_ids`, or where claims are bound together and kept apart at once.
    """
    together, apart = sorted(together, key=sorted), sorted(apart, key=sorted)
    dangling = sorted({i for ids in (*together, *apart) for i in ids if i not in claim_ids})
    if dangling:
        raise BadInput(
            f"a decision names claims that are not on record: {', '.join(dangling)}",
            subject=dangling[0],
            stage="link",
            remedy="Leave the decision out, or read the document again that had the claim.",
        )
    root: dict[str, str] = {}

    def find(i: str) -> str:
        while root.setdefault(i, i) != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for ids in together:
        first, *rest = sorted(ids)
        for other in rest:
            a, b = sorted((find(first), find(other)))
            root[b] = a
    members: dict[str, list[str]] = defaultdict(list)
    for i in sorted(root):
        members[find(i)].append(i)
    forbidden: dict[str, set[str]] = defaultdict(set)
    for ids in apart:
        for a, b in combinations(sorted(ids), 2):
            if a in root and b in root and find(a) == find(b):
                raise BadInput(f"{a} and {b} are bound together and kept apart at once", subject=a, stage="link", remedy=_REMEDY)
            # What holds for one claim holds for all that are bound to it.
            for x in members.get(find(a), [a]) if a in root else [a]:
                for y in members.get(find(b), [b]) if b in root else [b]:
                    forbidden[x].add(y)
                    forbidden[y].add(x)
    return Constraints(
        {i: find(i) for i in sorted(root) if len(members[find(i)]) > 1}, {i: frozenset(others) for i, others in forbidden.items()}
    )
