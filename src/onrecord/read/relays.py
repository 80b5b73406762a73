"""Voices that grammar shows and the tagger often does not: carriers ("through TASS") and sources named in the sentence after."""

from __future__ import annotations

import re

from onrecord.model.span import Span

# "The information was provided by X" names the source of the sentence before it.
_AFTERWARDS = re.compile(
    r"(?:the|this|that|these|such)\s+(?:information|news|reports?|statements?|details?|announcements?|figures?|account|data|claims?|assessment)\s+"
    r"(?:was|were|has been|have been|had been|is|are|came|comes)\s+(?:also\s+|later\s+|first\s+)?"
    r"(?P<cue>(?:(?:provided|reported|announced|confirmed|given|released|shared|made|issued|disclosed|published|supplied|circulated)"
    r"(?:\s+(?:to|on|at|in|during)\s+[^.;]{1,60}?)?\s+by)|from)\s+(?P<source>[^;()\n]+?)\s*(?:[;(]|\.?\s*$|\s+(?:on|at|in|during|who|which|and)\b)",
    re.IGNORECASE,
)
_CARRIER = re.compile(
    r"(?P<speaker>.{3,}?),?\s+(?P<cue>through|via|carried by|quoted by|cited by|as quoted by|as reported by)\s+(?:the\s+)?"
    r"(?P<carrier>[A-Z][\w.&-]*(?:\s+(?:[A-Z][\w.&-]*|news|agency|television|radio|state)){0,5})\s*$",
    re.DOTALL,
)


def named_afterwards(text: str, following: Span) -> tuple[Span, Span] | None:
    """Source and cue where the sentence `following` only says who gave what the sentence before it tells."""
    match = _AFTERWARDS.match(text, following.start, following.end)
    return (Span(*match.span("source")), Span(*match.span("cue"))) if match else None


def carrier(text: str, source: Span) -> tuple[Span, Span, Span] | None:
    """Speaker, cue and carrier of a source such as "briefings through TASS": the carrier is the outer voice."""
    match = _CARRIER.match(text, source.start, source.end)
    if match is None:
        return None
    return Span(*match.span("speaker")), Span(*match.span("cue")), Span(*match.span("carrier"))
