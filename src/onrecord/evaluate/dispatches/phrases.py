"""Phrases of a dispatch that may fill a slot: what the heads tag or nearly tag, cut to the forms that annotators write down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np

from onrecord.model import Span
from onrecord.read import Dispatch

_LOOSE, _TIGHT = -3.0, -0.7
_LEAD = re.compile(
    r"^(?:(?:the|a|an|some|several|his|her|their|its|our|this|that|these|those|other|another|and|or|by|of|in|at|on|to|with|from)\s+)+",
    re.IGNORECASE,
)
_CUTS = re.compile(
    r"\s*[,;(\[\]):]\s*|\s+(?:who|which|that|of|in|at|from|near|on|for|with|by|belonging|located|including|and|or|against|to)\s+",
    re.IGNORECASE,
)
# Nouns for people, with up to three words before them, are candidates whether or not a head saw them.
_PEOPLE = re.compile(
    r"(?:(?!(?:the|a|an|and|or|of|in|at|on|to|by|for|with|from|that|which|who|was|were|is|are|been|have|has|had|as|when|while"
    r"|his|her|their|its|this|these|those"
    r"|some|several|other|also|between|among|against|killed|wounded|injured|murdered|kidnapped|dead|including|said|least|about"
    r"|than|were|whom|where|they|he|she|it)\b)"
    r"[\w'’.-]+\s+){0,3}"
    r"(?:people|persons?|civilians?|citizens?|residents?|peasants?|farmers?|workers?|employees?|students?|teachers?|professors?"
    r"|journalists?|reporters?|priests?|jesuits?"
    r"|father|bishop|nuns?|pastors?|missionar(?:y|ies)|judges?|magistrates?|lawyers?|attorneys?|prosecutors?|minister|ministers"
    r"|senators?|deput(?:y|ies)|mayors?|governors?"
    r"|councilm[ae]n|president|vice president|candidates?|leaders?|members?|officials?|officers?|colonels?|generals?|captains?"
    r"|majors?|lieutenants?|sergeants?|corporals?"
    r"|soldiers?|troops|policem[ae]n|police|agents?|guards?|bodyguards?|escorts?|drivers?|passengers?|pilots?|crew|engineers?"
    r"|technicians?|businessm[ae]n|executives?"
    r"|managers?|directors?|ambassadors?|diplomats?|consul|attaches?|advis[eo]rs?|doctors?|nurses?|children|child|m[ae]n"
    r"|wom[ae]n|boys?|girls?|youths?|minors?|infants?"
    r"|wife|husband|daughters?|sons?|brothers?|sisters?|mother|famil(?:y|ies)|relatives?|cook|maids?|servants?|victims?"
    r"|hostages?|prisoners?|captives?|guerrillas?|rebels?"
    r"|fighters?|militants?|unionists?|activists?|politicians?|tourists?|foreigners?|americans?|spaniards?|germans?|soviets?"
    r"|campesinos?|inhabitants?|villagers?|indians?"
    r"|merchants?|owners?|vendors?|shopkeepers?|watchm[ae]n|firem[ae]n|doorm[ae]n|individuals?|subjects?|terrorists?|criminals?"
    r"|assassins?|gunm[ae]n|commandos?|extremists?"
    r"|subversives?|traffickers?|thugs|hitm[ae]n|kidnappers?|paramilitar(?:y|ies)|units?|patrol|battalions?|squads?|gang|group|groups)\b",
    re.IGNORECASE,
)
_EDGES = " \t\n.,;:\"'()[]-"
_WORD = re.compile(r"\w")
_OPENING = re.compile(r"\s*[(\[]\s*[\"']?")
_LONGEST = 14  # words


def key_of(text: str, span: Span) -> str:
    """How a phrase is compared: lower case, one blank between words, no articles before it."""
    return _LEAD.sub("", " ".join(span.of(text).lower().split())).strip(_EDGES).removesuffix("'s")


def phrases(dispatch: Dispatch) -> dict[str, tuple[Span, ...]]:
    """Every candidate phrase under its key, with all its places in the text, in the order in which the keys are first said."""
    found: dict[str, set[Span]] = {}
    text = dispatch.text
    for raw in _raw(dispatch):
        for span in _forms(text, raw):
            key = key_of(text, span)
            if len(key) > 1 and len(key.split()) <= _LONGEST and _WORD.search(key):
                found.setdefault(key, set()).add(span)
    spans = {key: tuple(sorted(of)) for key, of in found.items()}
    return dict(sorted(spans.items(), key=lambda item: (item[1][0], item[0])))


def _raw(dispatch: Dispatch) -> Iterator[Span]:
    for column in range(dispatch.filler.shape[1]):
        for threshold in (_LOOSE, _TIGHT):
            yield from _runs(dispatch, np.flatnonzero(dispatch.filler[:, column] > threshold).tolist())
    for deed in dispatch.deeds:
        for role in ("actor", "target", "instrument"):
            yield from deed.roles.get(role, ())
    for mention in (*dispatch.mentions, *dispatch.names):
        yield mention.span
    for match in _PEOPLE.finditer(dispatch.text):
        yield Span(*match.span())
        # The noun alone too: "17-year-old university student" is written down as "student" by some.
        head = match.group().split()[-1]
        yield Span(match.end() - len(head), match.end())


def _runs(dispatch: Dispatch, at: list[int]) -> Iterator[Span]:
    begin = 0
    for k in range(1, len(at) + 1):
        if k == len(at) or at[k] != at[k - 1] + 1:
            yield Span(dispatch.words[at[begin]].start, dispatch.words[at[k - 1]].end)
            begin = k


def _forms(text: str, span: Span) -> Iterator[Span]:
    """A phrase without articles, and its parts at commas, brackets and prepositions."""
    whole = _trimmed(text, span.start, span.end)
    if whole is None:
        return
    yield whole
    cuts = [(m.start(), m.end()) for m in _CUTS.finditer(text, whole.start, whole.end)]
    if not cuts:
        return
    starts = [whole.start, *(b for _, b in cuts)]
    ends = [*(a for a, _ in cuts), whole.end]
    for n, start in enumerate(starts):
        # Each part alone, and the head with one more part: "members of the FMLN", "offices of the bank".
        for end in ends[n : n + 2]:
            part = _trimmed(text, start, end)
            if part is not None:
                yield part


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    if lead := _LEAD.match(text[start:end]):
        start += lead.end()
    return Span(start, end) if start < end else None


def bracketed(text: str, found: Mapping[str, tuple[Span, ...]]) -> Iterator[tuple[str, str]]:
    """Pairs of phrases of which the second stands in brackets right after the first: a name and its short form."""
    starts = {span.start: key for key, spans in found.items() for span in spans}
    for key, spans in found.items():
        for span in spans:
            match = _OPENING.match(text, span.end)
            short = starts.get(match.end()) if match else None
            if short is not None and short != key and " " not in short:
                yield key, short
