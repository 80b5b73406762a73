"""The origins graph as numbers for its drawing: claims on the left, who said them in the middle, independent origins on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.api.models import ClaimView, CollapseView, OriginsGraph, OriginView

ROW, GAP, TOP = 46, 26, 34
"""Heights of a row, of the room between two rows and above the first, in units of the drawing."""
SAME_DOCUMENT = "same_document"
"""Why two claims of one document and one voice stand in one group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One claim: its row (upper edge `y`), who published it, who is its origin, and why it counts with the row above."""

    claim_id: str
    y: int
    publisher: str
    detail: str
    voice: str
    cue: str
    same_as_above: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One independent origin around the rows of its claims."""

    kind: str
    name: str
    detail: str
    y: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The whole graph; `height` in units of the drawing."""

    nodes: tuple[Node, ...]
    groups: tuple[Group, ...]
    height: int


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _in_order(
    origin: OriginView, collapses: Mapping[frozenset[str], CollapseView], documents: Mapping[str, str]
) -> list[tuple[str, str | None]]:
    """The claims of a group, each beside one of its document or one that it was collapsed with where that can be, with the reason."""
    left = list(origin.claim_ids)
    placed: list[tuple[str, str | None]] = []
    while left:
        above = placed[-1][0] if placed else None
        # What one voice says twice in one document was never counted as two, so that no collapse tells of it.
        again = next((i for i in left if above and documents[i] == documents[above] and frozenset((above, i)) not in collapses), None)
        joined = next((i for i in left if above and frozenset((above, i)) in collapses), None)
        chosen = again or joined or left[0]
        left.remove(chosen)
        reason = collapses[frozenset((above, chosen))].reason if joined == chosen and above else None
        if reason is None and placed:
            # Joined to a claim further up.
            earlier = next((collapses[pair] for i, _ in placed if (pair := frozenset((i, chosen))) in collapses), None)
            reason = earlier.reason if earlier else SAME_DOCUMENT if again else None
        placed.append((chosen, reason))
    return placed


def draw(graph: OriginsGraph, claims: Sequence[ClaimView]) -> Drawing:
    """Lay the graph out from above to below, asserting origins first."""
    by_id = {claim.id: claim for claim in claims}
    documents = {claim.id: claim.document_id for claim in claims}
    collapses = {frozenset((c.a, c.b)): c for c in graph.collapses}
    nodes, groups, y = [], [], TOP
    for kind, origins in (("says", graph.asserting), ("denies", graph.denying), ("took it back", graph.withdrawn)):
        for origin in origins:
            start = y
            there = origin.model_copy(update={"claim_ids": tuple(i for i in origin.claim_ids if i in by_id)})
            for claim_id, reason in _in_order(there, collapses, documents):
                nodes.append(_node(by_id[claim_id], y, reason))
                y += ROW + GAP
            if y > start:
                detail = ", ".join(o for o in origin.organisations if o != origin.name)
                groups.append(
                    Group(kind=kind, name=_short(origin.name, 32), detail=_short(detail, 38), y=start - 6, height=y - start - GAP + 12)
                )
                y += 6
    return Drawing(nodes=tuple(nodes), groups=tuple(groups), height=y + 4)


def _node(claim: ClaimView, y: int, reason: str | None) -> Node:
    origin = claim.chain[-1]
    via = [v.name for v in claim.chain[1:-1]]
    published = claim.published.isoformat() if claim.published else "no date"
    return Node(
        claim_id=claim.id,
        y=y,
        publisher=_short(claim.publisher, 30),
        detail=_short(f"{published}{'; via ' + ', '.join(via) if via else ''}", 42),
        voice=_short("its own voice" if origin.is_publisher else origin.name, 33),
        cue=_short(origin.cue or ("" if origin.named else "unnamed"), 38),
        same_as_above=reason,
    )
