"""Numbers of a trigger, whole and with what they count: bounds before them, strikes and bases, dead and wounded that grammar shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.model.span import Span
from onrecord.read.analysis import BY_RULE, Filler, Found

NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozens?|several|scores|both)"
)
_BEFORE_NUMBER = re.compile(
    r"(?:\b(?:at least|more than|over|no fewer than|no less than|not less than|up to|nearly|almost|as many as|fewer "
    r"than|less than|some|about|around"
    r"|approximately|roughly|an estimated|a total of|close to|under)\s+)$",
    re.IGNORECASE,
)
_COUNT_BEFORE = re.compile(
    rf"\b((?:(?:at least|more than|over|nearly|almost|about|around|some|up to)\s+)?(?:\d[\d,]*|{NUMBER_WORD}))\s+(?:[\w-]+\s+){{0,2}}$",
    re.IGNORECASE,
)
_COUNT = rf"(?P<count>(?:(?:at least|more than|over|nearly|almost|about|around|some|up to|as many as)\s+)?(?:\d[\d,]*|{NUMBER_WORD}))"
_HARMED_AFTER = re.compile(
    rf"\b{_COUNT}\s+(?:(?!and\b|or\b|of\b|years?\b|days?\b|who\b)[\w'’-]+\s+){{0,3}}?"
    r"(?:were|was|have been|had been|has been)\s+(?:also\s+|reportedly\s+)?"
    r"(?P<verb>killed|wounded|injured)\b",
    re.IGNORECASE,
)
_HARMED_BEFORE = re.compile(
    rf"\b(?P<verb>killing|wounding|injuring)\s+{_COUNT}"
    r"(?=\s+(?:people|civilians?|men|women|soldiers|others|fighters|officers|children|residents|\w+ants|\w+ers)\b|[,.])",
    re.IGNORECASE,
)
STRIKES = re.compile(r"(?:air ?|drone |missile )?(?:strikes?|raids|sorties|airstrikes?|attacks)\b", re.IGNORECASE)
_BASES = re.compile(r"(?:[\w-]+\s+){0,3}(?:bases?|camps?|hideouts?|strongholds?)\b", re.IGNORECASE)


def whole_numbers(found: Found, text: str, sentence: Span) -> Found:
    """Numbers with the words that bound them; the number before "strikes" counts strikes, before bases or camps bases."""
    figures: list[Filler] = []
    kinds: dict[Span, str] = {}
    for filler in found.roles.get("figure", ()):
        kind = found.figure_kinds.get(filler.span, "other")
        start = filler.span.start
        if match := _BEFORE_NUMBER.search(text, max(sentence.start, start - 24), start):
            start = match.start()
        span = Span(start, filler.span.end)
        if kind in {"other", "destroyed", "damaged"} and _BASES.match(text[span.end : span.end + 60].lstrip()):
            kind = "bases"
        figures.append(Filler(span, filler.score))
        kinds[span] = kind
    if STRIKES.fullmatch(found.span.of(text)):
        match = _COUNT_BEFORE.search(text, max(sentence.start, found.span.start - 60), found.span.start)
        if match is not None:
            span = Span(*match.span(1))
            figures = [f for f in figures if not f.span.overlaps(span)]
            figures.append(Filler(span, found.score))
            kinds[span] = "strikes"
    figures.sort(key=lambda f: f.span)
    return replace(found, roles={**found.roles, "figure": tuple(figures)}, figure_kinds=kinds)


def counted(found: Sequence[Found], text: str, sentence: Span) -> list[Found]:
    """The findings of one sentence with the numbers of dead and wounded that a verb counts and no trigger has.

    Each goes to the nearest assault, rather to one before it.
    """
    out = list(found)
    assaults = [n for n, item in enumerate(out) if item.event_type == "ASSAULT"]
    if not assaults:
        return out
    taken = [f.span for item in found for f in item.roles.get("figure", ())] + [out[n].span for n in assaults]
    for match in (m for pattern in (_HARMED_AFTER, _HARMED_BEFORE) for m in pattern.finditer(text, sentence.start, sentence.end)):
        span = Span(*match.span("count"))
        if any(span.overlaps(t) for t in taken):
            continue
        at = min(assaults, key=lambda n: (out[n].span.start > span.start, abs(out[n].span.start - span.start)))
        kind = "killed" if match["verb"].lower().startswith("kill") else "injured"
        roles = {**out[at].roles, "figure": (*out[at].roles.get("figure", ()), Filler(span, BY_RULE))}
        out[at] = replace(out[at], roles=roles, figure_kinds={**out[at].figure_kinds, span: kind})
        taken.append(span)
    return out
