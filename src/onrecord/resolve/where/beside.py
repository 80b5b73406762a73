"""Places that a text names together with one: the others of a list, and what holds it ("in Orsk, Velm and Tarn", "Orsk (Upper province)").

What is said to have happened in one place of a list is said of all of them, and a claim has every level that its sentence gives.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from onrecord.model.claim import Claim
from onrecord.model.mention import Mention
from onrecord.model.span import Span
from onrecord.resolve.where.cues import CUES, is_place_word

_MOST = 8  # places that one list adds
_RUN = r"[^\W\d_a-z][\w'’-]*(?:[ -](?:of |de |la |las |los |al-|ez-|el-)*[^\W\d_a-z][\w'’-]*){0,3}"
_JOINT = re.compile(
    r"(?:\s*(?:provinces?|governorates?|districts?|regions?|count(?:y|ies)|departments?))?"
    r"(?:,\s+(?:(?:and|or)\s+)?|\s+(?:and|or)\s+|\s+\(|\s+(?:in|at|near|outside)\s+|(?<!city)(?<!town)(?<!village)(?<!province)\s+of\s+)"
    r"(?:(?:in|near|at)\s+)?(?:the\s+)?",
    re.I,
)
_AND = re.compile(r",?\s+and\s+(?:in\s+)?|,\s+")
_OF_NAME = re.compile(rf"\s+of\s+(?:the\s+)?(?:(?:town|city|village)\s+of\s+)?(?P<name>{_RUN})")
_TWO_ENDS = re.compile(r"\b(?:between|from)\b|[-–]\w+ (?:border|frontier)", re.I)
_HELD = re.compile(rf"(?P<head>.*[a-z]) (?:in|at|near|outside) (?:the )?(?P<name>{_RUN})", re.DOTALL)
# What is called by its town or lies about it ("the port of Misratah", "a gorge above Pasab"): the town is one more level of the place.
_AROUND = re.compile(
    r"(?i:.*\b(?:(?:ports?|markets?|outskirts|cent(?:re|er)|suburbs?|quarters?|neighbou?rhoods?|vicinity|coast|prison|airport|streets?|edge"
    r"|areas|districts|hills|headquarters|hospital|ruins|stadium|basement|site|entrance)\s+of|entrance\s+to|above|around|off|along)"
    rf"\s+(?:the\s+)?(?:(?:town|city|village)\s+of\s+)?)(?P<name>{_RUN})",
    re.DOTALL,
)
_GAP = re.compile(r"\s*(?:,|,?\s+(?:and|or))\s+(?:(?:in|near|at)\s+)?(?:the\s+)?", re.I)
_DIVISION = re.compile(r"\s+(?:PROVINCE|DEPARTMENT|DISTRICT|COUNTY|REGION|STATE|GOVERNORATE)$")
_NAME = re.compile(_RUN)
_GOES_ON = re.compile(rf"\s(?!(?:{CUES})\b)[^\W\d_a-z]")


def named_with(text: str, span: Span, sentence: Span, mentions: Sequence[Mention], known: Callable[[str], bool]) -> list[Span]:
    """Spans of the places that the sentence joins to the one at `span`, in text order.

    `known` says whether a name is that of a place; `mentions` are the reader's. The longest known run of words counts. In a text of
    capitals, where every word looks like a name, only what the reader takes for a place is joined.
    """
    found: list[Span] = []
    position = span.end
    if sentence.of(text).isupper():
        starts = {m.span.start: m.span for m in mentions if m.kind == "Location"}
        while len(found) < _MOST and (joint := _JOINT.match(text, position, sentence.end)):
            one = starts.get(joint.end())
            if one is None or not known(_DIVISION.sub("", one.of(text))):
                break
            found.append(one)
            position = one.end
        return found
    while len(found) < _MOST:
        joint = _JOINT.match(text, position, sentence.end)
        name = joint and _NAME.match(text, joint.end(), sentence.end)
        if not name:
            break
        # "in Paris, the US Defense Secretary": a name that goes on is another's.
        length = _longest(name.group(), known)
        if not length or _GOES_ON.match(text, name.start() + length):
            break
        found.append(Span(name.start(), name.start() + length))
        position = found[-1].end
    return sorted([*_before(text, span, sentence, mentions, known), *found])


def parts_of(text: str, span: Span, known: Callable[[str], bool], one_name: Callable[[str], bool]) -> list[Span]:
    """The spans of the single places where `span` covers several ("Homs and Deir ez-Zor", "a camp at Homs"); else the span itself.

    The town in "the port of Misratah" comes after the whole of it.

    `one_name` says whether the gazetteer has one place under all of the words ("Trinidad and Tobago").
    """
    words = span.of(text)
    held = _HELD.fullmatch(words)
    if held and known(held["name"]):
        return [Span(span.start, span.start + held.end("head")), Span(span.start + held.start("name"), span.end)]
    if one_name(words):
        return [span]
    about = _AROUND.fullmatch(words)
    if about and known(about["name"]):
        return [span, Span(span.start + about.start("name"), span.end)]
    if not _AND.search(words) or _TWO_ENDS.search(words):
        return [span]
    parts, start = [], 0
    for joint in (*_AND.finditer(words), None):
        end = joint.start() if joint else len(words)
        parts.append(Span(span.start + start, span.start + end))
        start = joint.end() if joint else end
    return parts if all(len(part) and known(part.of(text)) for part in parts) else [span]


def fuller_name(text: str, span: Span, known: Callable[[str], bool]) -> str | None:
    """The words with the name they are told of, where `span` covers a common noun alone: "outskirts of Mosul" for "outskirts"."""
    if any(letter.isupper() for letter in span.of(text)):
        return None
    name = _OF_NAME.match(text, span.end)
    length = _longest(name["name"], known) if name else 0
    return text[span.start : name.start("name") + length] if name and length else None


def names_place(words: str) -> bool:
    """Whether a phrase can name a place at all: it has a capital letter, or a common noun for a place (`cues.is_place_word`)."""
    return any(letter.isupper() for letter in words) or any(is_place_word(word) for word in re.findall(r"[^\W\d_]+", words.lower()))


def in_own_clause(text: str, claim: Claim, spans: Sequence[Span]) -> list[Span]:
    """The spans between the semicolons that enclose the claim's trigger; all of them where none stands there.

    "Near Hawija, two strikes hit a bridge; near Sinjar, one strike hit a tunnel" tells of two places, one each.
    """
    sentence, trigger = claim.evidence, claim.trigger
    start = max(text.rfind(";", sentence.start, trigger.start), sentence.start)
    close = text.find(";", trigger.end, sentence.end)
    own = [span for span in spans if span.start >= start and (close < 0 or span.end <= close)]
    return own or list(spans)


def _longest(words: str, known: Callable[[str], bool]) -> int:
    cuts = [m.start() for m in re.finditer(r"[ -]", words)]
    return next((end for end in (len(words), *reversed(cuts)) if known(words[:end])), 0)


def _before(text: str, span: Span, sentence: Span, mentions: Sequence[Mention], known: Callable[[str], bool]) -> list[Span]:
    found: list[Span] = []
    start = span.start
    for mention in sorted((m for m in mentions if m.kind == "Location"), key=lambda m: m.span, reverse=True):
        one = mention.span
        if one.start < sentence.start or len(found) == _MOST:
            break
        if one.end > start:
            continue
        if not _GAP.fullmatch(text, one.end, start) or not known(one.of(text)):
            break
        found.append(one)
        start = one.start
    return found


def whole_name(text: str, span: Span, mentions: Sequence[Mention], known: Callable[[str], bool]) -> Span:
    """The span of the whole name where `span` covers but a part of it: "Al" of "Al Huwayjah"; the same span where nothing longer is known.

    A name is only made longer where its own words name no place, or where they are but an article.
    """
    longer = [m.span for m in mentions if m.kind == "Location" and m.span.contains(span) and m.span.start == span.start]
    if longer and span.of(text).lower() in _ARTICLES:
        return max(longer, key=len)
    words = span.of(text)
    after = re.match(rf"[ -]{_RUN}", text[span.end : span.end + 60])
    if after is None or not words[:1].isupper() or (known(words) and words.lower() not in _ARTICLES):
        return span
    length = _longest(words + after.group(), known)
    return Span(span.start, span.start + length) if length > len(span) else span


_ARTICLES = frozenset("al el as ar at az ash ad tal tel tell deir dayr kafr kfar beit bayt khan ain ayn umm abu wadi jabal jebel".split())


def is_body(span: Span, mentions: Sequence[Mention], text: str) -> bool:
    """Whether the reader takes the words at `span` for a part of the name of an organisation or a person more often than for a place."""
    name = re.compile(rf"(?<!\w){re.escape(span.of(text))}(?!\w)")
    counts = Counter(mention.kind for mention in mentions if name.search(mention.span.of(text)))
    return counts["Organisation"] + counts["Person"] > counts["Location"]
