"""Sources that the tagger cut inside a title or a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from onrecord.model.span import Span
from onrecord.read.voices import Voice

_PREPOSITION = re.compile(r"(?:for|of|in|at|on|to)\b", re.IGNORECASE)
_HEAD = re.compile(r"(?:[^\W\d_][\w-]*\s+){1,3}$")
_REST_OF_NAME = re.compile(r"[\s,]*(?:(?:[^\W\d_a-z][\w'’.-]*|of|for|the|and)[\s,]+){1,9}")
_REST_OF_PHRASE = re.compile(
    r"\s+(?:(?!(?:also|later|again|then|had|has|have|on|in|at|earlier|who|which|that|still|today|yesterday|was|were|is|are|and|but|it|he|she|they|\w+ly|\w+day)\b)"
    r"[^\W\d_][\w-]*\s+){1,3}",
    re.IGNORECASE,
)
# "The communique also said": the adverb is no part of the name.
_ADDED = re.compile(r"\s+(?:also|later|further|then|meanwhile|reportedly)\s*$", re.IGNORECASE)
_CUT_NAME = re.compile(r"\s+(?:of|in|at|from|for|near)\s*$", re.IGNORECASE)
_OWN_VERB = re.compile(
    r"\b(?:will|would|has|had|have|was|were|is|are|already|issued|arrived|came|went|met|released|made|to"
    r"|that|which|who)\b",
    re.IGNORECASE,
)
_LONGEST_IN_CAPITALS = 4
_LAST_NAME = re.compile(r",\s+(?P<name>[^\W\d_a-z][\w'’-]+(?:\s+[^\W\d_a-z][\w'’-]+){0,2})$")
# "Chief Justice Robert P. Young": the tagger takes the initial for the end of a sentence.
_INITIAL = re.compile(r"(?P<name>(?:[^\W\d_a-z][\w'’-]*\s+){1,8}[^\W\d_a-z]\.\s+)$")
_CUT_REST = re.compile(r"\s+(?:the\s+)?(?:[^\W\d_a-z][\w'’-]*)(?:[ -][^\W\d_a-z][\w'’-]*){0,3}")


def parted(voices: Sequence[Voice], text: str) -> list[Voice]:
    """The voices, those parted that share a span in "according to witnesses who were there, Ruiz explained": the witnesses and Ruiz."""
    shared = Counter(s for v in voices for s in v.sources[:1])
    out = []
    for voice in voices:
        source = voice.sources[0] if voice.sources else None
        match = _LAST_NAME.search(text, source.start, source.end) if source is not None and shared[source] > 1 else None
        if (
            source is not None
            and match is not None
            and match.start() > source.start
            and not text[source.end : source.end + 2].strip(" \n,").startswith((";", "."))
        ):
            before, after = Span(source.start, match.start()), Span(match.start("name"), source.end)
            own = before if voice.cue.end <= source.start else after if voice.cue.start >= source.end else source
            out.append(replace(voice, sources=(own, *voice.sources[1:])))
        else:
            out.append(voice)
    return out


def _goes_on(text: str, source: Span, cue: Span) -> bool:
    """Whether all that stands between a source and its cue belongs to its name or title.

    In capitals throughout, capitals show no names: a longer stretch there, or one with a verb of its own, is none.
    """
    between = text[source.end : cue.start]
    if _OWN_VERB.search(between):
        return False
    if source.of(text).isupper() and between.isupper() and len(between.split()) > _LONGEST_IN_CAPITALS:
        return False
    return any(p.fullmatch(text, source.end, cue.start) for p in (_REST_OF_NAME, _REST_OF_PHRASE))


def whole_source(text: str, source: Span, cue: Span | None) -> Span:
    """A source that the tagger cut inside a title or a name, made whole: to its head on the left, to its cue on the right."""
    start, end = source.start, source.end
    if _PREPOSITION.match(source.of(text)) and (head := _HEAD.search(text, max(0, start - 60), start)):
        start = head.start()
    if initial := _INITIAL.search(text, max(0, start - 90), start):
        start = initial.start("name")
    if cue is not None and end < cue.start and _goes_on(text, source, cue):
        end = cue.start
    if cut := _CUT_NAME.search(text, start, end):
        # "focal points in" goes on with the name of the place.
        end = place.end() if (place := _CUT_REST.match(text, end)) else start + len(text[start : cut.start()].rstrip())
    if added := _ADDED.search(text, start, end):
        end = added.start()
    while end > start + 1 and text[end - 1] in " ,\n":
        end -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)
