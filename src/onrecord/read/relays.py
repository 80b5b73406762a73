"""Voices that grammar shows and the tagger often does not: carriers ("through TASS"), who is quoted "as saying", reports without a name,
and sources named in the sentence after.
"""

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
_AS_SAYING = re.compile(
    r"\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing))\s+(?:(?:the|a|an)\s+)?(?P<source>[^,;:.()\n\"“”]{2,70}?)\s+(?P<cue>as\s+(?:saying|telling|reporting|writing))\b",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"(?:^|\b(?:receiv\w+|have|had|confirm\w*|seen|by|of|on|the|these|unconfirmed|initial|preliminary|conflicting|are|were|following|amid|several|to|with)\s+)"
    r"(reports)(?=\s+(?:that|of|about|indicating|suggesting|saying)\b)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:(?:call(?:ed|s)?|respond\w*|dispatched|sent|rushed|summoned)\s+(?:\w+\s+)?"
    r"|(?:responded|dispatched|summoned|called\s+out|sent\s+out)\b(?:[^.;,:]|\.(?=\S|\s[a-z]))*\s)(?:to|on|after|by|for)\s+$",
    re.IGNORECASE,
)
_NOUN = re.compile(r"[^\W\d_]{2,}")
_NEAR = 120  # code points


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


def quoted_as_saying(text: str, sentence: Span, trigger: Span) -> tuple[Span, Span] | None:
    """Whom the sentence quotes "as saying" what the trigger tells: source and cue."""
    hits = list(_AS_SAYING.finditer(text, sentence.start, trigger.start))
    # "..., the agency quoted the ministry as saying." closes what it quotes.
    hits = hits or [m for m in _AS_SAYING.finditer(text, trigger.end, sentence.end) if not _NOUN.search(text, m.end(), sentence.end)]
    return (Span(*hits[-1].span("source")), Span(*hits[-1].span("cue"))) if hits else None


def hearsay(text: str, sentence: Span, trigger: Span) -> list[Span]:
    """ "Reports that", as a noun of the sentence, is a voice without a name: the last one before the fact, if there is one."""
    matches = _REPORTS.finditer(text, sentence.start, trigger.start)
    # "Officers were called to reports of shots": a call to the police is no report to the reader.
    spans = [Span(*m.span(1)) for m in matches if not _CALLED.search(text, max(sentence.start, m.start(1) - 100), m.start(1))]
    return [s for s in spans[-1:] if trigger.start - s.end < _NEAR]


_TOLL = re.compile(r"\b(?:figures?|tolls?|numbers?|counts?|estimates?)\s+of\s+(?:[\w,.'’-]+\s+){0,4}$", re.IGNORECASE)
_TOLD_BY = re.compile(
    r"[^.;,]{0,40}?\s(?:that|which)\s+(?P<source>(?:[\w'’-]+\s+){1,6}?)"
    r"(?P<cue>(?:(?:had|has)\s+)?(?:gave|given|put out|reported|announced|published|issued|released|stated))\b",
    re.IGNORECASE,
)


def teller_of_toll(text: str, trigger: Span) -> tuple[Span, Span] | None:
    """Who gave a toll that a report speaks of, and the word for it: "the figure of 31 dead that the hospital gave on 8 March"."""
    if not _TOLL.search(text, max(0, trigger.start - 60), trigger.start):
        return None
    match = _TOLD_BY.match(text, trigger.end, trigger.end + 160)
    if match is None:
        return None
    start = match.start("source")
    return Span(start, start + len(match["source"].rstrip())), Span(*match.span("cue"))
