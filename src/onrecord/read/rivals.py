"""The voices of one trigger beside each other: which cue is whose, who speaks through whom, and in which order they come."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from onrecord.model.claim import Link
from onrecord.model.span import Span
from onrecord.read.names import PRONOUNS

_QUOTED_BY = re.compile(
    r"(?:as\s+)?(?:quoted|reported|cited|carried|relayed|published|seen|obtained|contacted|reached|interviewed)\s+by\b", re.IGNORECASE
)
_TOLD = re.compile(r"(?:told|tells|telling)\b(?!\s+by\b)", re.IGNORECASE)
_TOLD_TO = re.compile(
    r"\b(?P<cue>told|tells|telling)\s+(?:(?:the|state|local|pro-\w+|\w+-(?:language|based|run|owned))\s+){0,3}$", re.IGNORECASE
)
_RIGHT_BEHIND = re.compile(r"(?:\s+by)?\s+(?:(?:the|an?)\s+)?(?:[\w'’-]+\s+){0,2}", re.IGNORECASE)
_WAS = re.compile(r"\b(?:was|were|been|being|be)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_NOUN = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Part:
    """A voice that may stand behind a trigger: who, the words that say so, what they say, and how sure the heads are of it."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...] = ()
    score: float = 1.0


def told_to(source: Span, text: str) -> Span | None:
    """The "told" right before a source, which was told and has told nothing itself."""
    match = _TOLD_TO.search(text, max(0, source.start - 40), source.start)
    return Span(*match.span("cue")) if match and _is_outlet(source, match.start("cue"), text) else None


def uncrossed(parts: list[Part], text: str) -> list[Part]:
    """Two sources that are tied to the cues of each other are put right.

    In "the ministry denied what the front claims" each has the cue that follows it; in "a governor, quoted by Wafa, denied that ..."
    the governor denied and Wafa quoted.
    """
    out = list(parts)
    for n, a in enumerate(out):
        for m, b in enumerate(out):
            if n == m or a.source is None or a.cue is None or b.source is None:
                continue
            if (
                _carries(a, text)
                and a.source.end <= a.cue.start
                and _RIGHT_BEHIND.fullmatch(text, a.cue.end, max(a.cue.end, b.source.start))
            ):
                own = b.cue if b.cue is not None and b.source.end <= b.cue.start else None
                out[n], out[m] = replace(a, cue=own), replace(b, cue=a.cue)
                return out
            if b.cue is None or _carries(b, text):
                continue
            if a.source.end <= b.cue.start and b.cue.end <= b.source.start and b.source.end <= a.cue.start:
                out[n], out[m] = replace(a, cue=b.cue), replace(b, cue=a.cue)
                return out
    return out


def one_a_cue(parts: list[Part], text: str) -> list[Part]:
    """A cue has one source, and whom it was told; of several that the heads tie to it, the one they are surest of."""
    best: dict[tuple[Span | None, bool], Part] = {}
    for part in parts:
        key = part.cue, _was_told(part, text)
        if key not in best or part.score > best[key].score:
            best[key] = part
    return [p for p in parts if p.cue is None or best[p.cue, _was_told(p, text)] is p]


def in_order(parts: list[Part], text: str, sentence_at: Callable[[int], Span]) -> list[Part]:
    """Outer voices first: one that speaks of another's words contains them; otherwise the order of the text."""
    # Whom "as quoted by" names carries the words of the others, wherever it stands.
    # So do whom somebody told them and whoever is named at the end of the sentence.
    ordered = sorted(
        parts,
        key=lambda p: (not _carries(p, text), not _was_told(p, text), not _closes(p, text, sentence_at), p.source.start if p.source else 0),
    )
    placed = [p for p in ordered if _carries(p, text) or _was_told(p, text)]
    ordered = ordered[len(placed) :]
    while ordered:
        # The first one that no other remaining voice contains.
        outer = next((p for p in ordered if not any(q is not p and _contains(q, p) for q in ordered)), ordered[0])
        ordered.remove(outer)
        placed.append(outer)
    return placed


def without_repeats(links: list[Link]) -> list[Link]:
    """One link a voice: "He" and "Sergei Shoigu" are one, as are a tag and the same body named again as the carrier right after it."""
    kept: list[Link] = []
    for link in links:
        # A pronoun that nothing resolves goes on with the voice before it, unless that one was only told.
        if kept and link.name.lower() in PRONOUNS and (link.cue is None or link.cue != kept[-1].cue):
            continue
        same = [
            k for k in kept if k.source is not None and link.source is not None and (k.source.overlaps(link.source) or k.name == link.name)
        ]
        if not same:
            kept.append(link)
    return kept


def _carries(part: Part, text: str) -> bool:
    return part.cue is not None and _QUOTED_BY.match(text, part.cue.start, part.cue.end + 4) is not None


def _was_told(part: Part, text: str) -> bool:
    """ "A headman told Rudaw that ...": Rudaw carries the words of the headman."""
    if part.cue is None or part.source is None:
        return False
    if part.source.start < part.cue.end or _TOLD.match(text, part.cue.start) is None:
        return False
    return _is_outlet(part.source, part.cue.start, text)


def _is_outlet(source: Span, told: int, text: str) -> bool:
    """Whether what was told goes on through the source: it has a name ("told residents" ends there), and it was not told by somebody."""
    named = any(word[:1].isupper() for word in source.of(text).split())
    return named and _WAS.search(text, max(0, told - 24), told) is None


def _closes(part: Part, text: str, sentence_at: Callable[[int], Span]) -> bool:
    """Whether the voice is named at the end of its sentence: "X quoted Y as saying ..., Reuters reports" is told by Reuters."""
    if part.cue is None or part.source is None or part.cue.start < part.source.start:
        return False
    sentence = sentence_at(part.cue.start)
    before = text[sentence.start : part.source.start].rstrip()
    return before.endswith((",", ",”", ',"')) and not _NOUN.search(text, part.cue.end, sentence.end)


def _contains(a: Part, b: Part) -> bool:
    inner = b.cue or b.source
    return (
        inner is not None
        and any(c.contains(inner) for c in a.content)
        and not (a.source is not None and any(c.contains(a.source) for c in b.content))
    )
