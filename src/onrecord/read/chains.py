"""The chain of voices behind each trigger: who says it, nearest to the reader first, the origin last."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from onrecord.model.claim import Link
from onrecord.model.span import Span
from onrecord.read.analysis import Analysis, Found, Voice
from onrecord.read.names import PRONOUNS, Names, strip_articles

_TAG = re.compile(r"\[\s*(Sources?)\s*:\s*([^\]\n]+?)\s*\]|\(\s*(Sources?)\s*:\s*([^)\n]+?)\s*\)", re.IGNORECASE)
_QUOTES = re.compile(r"[\"“”]")
# Below this the head that ties voices to triggers is not believed on its own.
_SOURCE_FLOOR = 0.5


@dataclass(frozen=True, slots=True)
class _Part:
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...] = ()


class Chains:
    """Builds chains for the triggers of one document."""

    def __init__(self, analysis: Analysis, names: Names) -> None:
        self._analysis = analysis
        self._names = names
        self._text = analysis.document.text
        self._paragraph_starts = [p.start for p in analysis.paragraphs]
        self._tags = {self._paragraph(m.start()): m for m in _TAG.finditer(self._text)}

    def _paragraph(self, at: int) -> int:
        return bisect_right(self._paragraph_starts, at) - 1

    def in_tag(self, span: Span) -> bool:
        """Whether `span` lies in a "[Source: X]" tag, which tells of no happening."""
        tag = self._tags.get(self._paragraph(span.start))
        return tag is not None and tag.start() <= span.start < tag.end()

    def chain(self, found: Found) -> tuple[Link, ...]:
        """The chain of one trigger; empty where the publisher says it in its own voice."""
        parts = self._order(self._parts(found))
        links: list[Link] = []
        tag = self._tags.get(self._paragraph(found.span.start))
        if tag is not None:
            group = 2 if tag.group(2) else 4
            span = Span(*tag.span(group))
            links.append(Link(source=span, cue=Span(*tag.span(group - 1)), name=strip_articles(span.of(self._text))))
        for part in parts:
            name = self._names.fullest(part.source) if part.source else ""
            if not name or (part.source and self.in_tag(part.source)):
                continue
            links.append(Link(source=part.source, cue=part.cue, name=name))
        return tuple(_without_repeats(links))

    def _parts(self, found: Found) -> list[_Part]:
        analysis = self._analysis
        covering = [v for v in analysis.voices if self._covers(v, found)]
        parts: list[_Part] = []
        cues = [c.span for c in found.roles.get("cue", ())]
        for source in found.roles.get("source", ()):
            if source.score < _SOURCE_FLOOR or source.span.overlaps(found.span):
                continue
            voice = next((v for v in covering if any(s.overlaps(source.span) for s in v.sources)), None) or next(
                (v for v in analysis.voices if any(s.overlaps(source.span) for s in v.sources)), None
            )
            cue = voice.cue if voice else min(cues, key=lambda c: abs(c.start - source.span.start), default=None)
            parts.append(_Part(source.span, cue, voice.content if voice else ()))
        for voice in covering:
            if not voice.sources:
                continue
            if any(p.source is not None and any(s.overlaps(p.source) for s in voice.sources) for p in parts):
                continue
            parts.append(_Part(voice.sources[0], voice.cue, voice.content))
        return parts

    def _covers(self, voice: Voice, found: Found) -> bool:
        if voice.cue.overlaps(found.span):
            return False
        return any(c.overlaps(found.span) for c in voice.content)

    def _order(self, parts: list[_Part]) -> list[_Part]:
        """Outer voices first: one that speaks of another's words contains them; otherwise the order of the text."""
        ordered = sorted(parts, key=lambda p: p.source.start if p.source else 0)

        def contains(a: _Part, b: _Part) -> bool:
            inner = b.cue or b.source
            return (
                inner is not None
                and any(c.contains(inner) for c in a.content)
                and not (a.source is not None and any(c.contains(a.source) for c in b.content))
            )

        placed: list[_Part] = []
        while ordered:
            # The first one that no other remaining voice contains.
            outer = next((p for p in ordered if not any(q is not p and contains(q, p) for q in ordered)), ordered[0])
            ordered.remove(outer)
            placed.append(outer)
        return placed


def _without_repeats(links: list[Link]) -> list[Link]:
    """One link a voice: "He" and "Sergei Shoigu" are one, as are a tag and the same body named again as the carrier right after it."""
    kept: list[Link] = []
    for link in links:
        same = next(
            (
                k
                for k in kept
                if k.source is not None and link.source is not None and (k.source.overlaps(link.source) or k.name == link.name)
            ),
            None,
        )
        if same is None or (
            same.cue is not None and link.cue is not None and len(kept) == 1 and kept[0] is same and link.name.lower() in PRONOUNS
        ):
            kept.append(link)
    return kept
