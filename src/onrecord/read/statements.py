"""Stretches of text that one voice speaks without quotation marks: announced statements and recordings in dispatches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model.span import Span
from onrecord.read.voices import Voice

_SAYS = re.compile(
    r"(?P<source>[^.:;\n\[\]]{3,160}?)[\s,]+"
    r"(?P<cue>(?:has |have |also |then )?(?:said|says|stated?|states|reports?|reported|explain(?:ed|s)|declare[ds]|added|adds|announced?"
    r"|announces|writes|wrote|comment(?:ed|s)|remark(?:ed|s)|read|reads|continue[ds]|told (?:[\w'’-]+\s*){1,5}))\s*:$",
    re.IGNORECASE,
)
# How broadcasts and press offices mark where a statement is over.
_END = re.compile(r"\[END\b|\bEND OF (?:STATEMENT|QUOTE|RECORDING)|^\W*(?:ends|notes to editors)\W*$", re.IGNORECASE | re.MULTILINE)
_BEGIN = re.compile(r"\[\s*begin\b(?P<who>[^\]\n]*?)\brecording\s*\]", re.IGNORECASE)
_LABEL = re.compile(r"\[(?P<who>[^\W\d_][^\]\n:]{1,40})\]")
# How monitors head what is somebody's own text: "[STATEMENT] [GENERAL COMMAND OF THE FRONT] [TEXT]". A byline stands after other words.
_HEADED = re.compile(
    r"--\s*\[(?P<cue>statement|communiqu[eé]|declaration|(?:open )?letter|proclamation|appeal|press release|manifesto|resolution)"
    r"[^\]\n]{0,40}\]"
    r"\s*\[(?P<who>[^\]:]{3,160})\]\s*\[(?:text|excerpts?)\]",
    re.IGNORECASE,
)
_HEAD = 400  # characters
_ASKED = re.compile(r"--\s*(?:\[[^\]]{2,40}\]\s*)?\[(?:interview|news conference|press conference)\s+with\b[^\]]*\]", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:reporters?|question|correspondent|journalist|interviewer|announcer)\b", re.IGNORECASE)
# Who speaks in a transcript: "Q:", "MR. DEVLIN:", "The Minister (Mr Harbottle):", at the start of a line or after a sentence.
_TITLES = (
    "Mr Mrs Ms Dr Sir Dame Lord Lady Hon Gen Brig Maj Col Lt Capt Adm Sgt Amb Rep Sen Minister Spokesman Spokeswoman Spokesperson Secretary"
    " President General Admiral Colonel Ambassador Official Chancellor Moderator"
)
_TITLE = "|".join((*_TITLES.split(), *_TITLES.upper().split()))
_ASKS = "|".join(f"{word}|{word.upper()}" for word in "Q A Question Answer Reporter Journalist Interviewer Correspondent".split())
_NAMES = r"(?:[ ,]+(?:[A-Z(][\w.'’()-]*|for|of|the|and|de|al)){0,7}"
_SPEAKER = re.compile(
    rf"(?:^|(?<=[.?!)\]\"”])[ \t]+)(?P<who>(?P<asks>{_ASKS})|(?:[A-Z][\w'’-]*\.?[ \t]+){{0,4}}(?P<title>{_TITLE})\b\.?{_NAMES})"
    r":[ \t]+(?=[A-Z\"“'‘(\[])",
    re.MULTILINE,
)
_STAGE = re.compile(
    r"omitted|recording|text|words? indistinct|excerpts?|begin|end|video|passage|as (?:heard|received|published)|sic|reporter",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|our|us|my|ours)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_QUOTE_MARKS = frozenset("\"“”'‘")
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Statement:
    """What `source` says in its own words over `span`; `cue` is absent where a recording only names its speaker."""

    span: Span
    source: Span
    cue: Span | None


def statements(text: str, paragraphs: Sequence[Span], voices: Sequence[Voice]) -> list[Statement]:
    """The statements of a document in text order; recordings first where one lies in an announced statement."""
    announced = [s for n in range(len(paragraphs)) if (s := _announced(text, paragraphs, n, voices)) is not None]
    turns = _turns(text, paragraphs) or _transcript(text, paragraphs)
    return [*_recordings(text, paragraphs, announced), *announced, *_headed(text, paragraphs), *turns]


def _transcript(text: str, paragraphs: Sequence[Span]) -> list[Statement]:
    """What each speaker of a briefing, an interview or a debate says, up to the next label; one label alone makes no transcript."""
    labels = list(_SPEAKER.finditer(text))
    asked = sum(bool(m["asks"]) for m in labels)
    opening = {m.start("who") for m in labels}
    mostly = 2 * sum(p.start in opening for p in paragraphs) > len(paragraphs)
    # Two headings that name somebody ("President: We will respond") are no transcript.
    if len(labels) < 2 or not (asked or mostly or len(labels) > 2):
        return []
    over = _END.search(text, labels[0].end())
    limit = over.start() if over else paragraphs[-1].end
    ends = [*(m.start() for m in labels[1:]), limit]
    return [
        Statement(Span(m.end(), min(end, limit)), Span(*m.span("who")), None)
        for m, end in zip(labels, ends, strict=True)
        if min(end, limit) > m.end()
    ]


def _turns(text: str, paragraphs: Sequence[Span]) -> list[Statement]:
    """What those asked say in a monitored interview or news conference, each up to the next speaker's label."""
    head = _ASKED.search(text, 0, _HEAD)
    if head is None:
        return []
    over = _END.search(text, head.end())
    limit = over.start() if over else paragraphs[-1].end
    labels = [m for m in _LABEL.finditer(text, head.end(), limit) if _ASKING.search(m["who"]) or not _STAGE.search(m["who"])]
    ends = [*(m.start() for m in labels), limit][1:]
    turns = [(m, end) for m, end in zip(labels, ends, strict=True) if end > m.end() and not _ASKING.search(m["who"])]
    return [Statement(Span(m.end(), end), Span(*m.span("who")), None) for m, end in turns]


def _headed(text: str, paragraphs: Sequence[Span]) -> list[Statement]:
    """The whole text, where its head says whose it is."""
    match = _HEADED.search(text, 0, _HEAD)
    if match is None or _STAGE.search(match["who"]):
        return []
    over = _END.search(text, match.end())
    end = over.start() if over else paragraphs[-1].end
    return [Statement(Span(match.end(), end), Span(*match.span("who")), Span(*match.span("cue")))] if end > match.end() else []


def _announced(text: str, paragraphs: Sequence[Span], number: int, voices: Sequence[Voice]) -> Statement | None:
    """What follows a paragraph that ends in "X said:".

    A text in the first person goes on, over the voices that it cites, until the narrator comes back; one that is not ends where somebody
    else speaks.
    """
    paragraph = paragraphs[number]
    opening = _opening(text, paragraph, voices)
    if opening is None or number + 1 == len(paragraphs) or text[paragraph.end :].lstrip()[:1] in _QUOTE_MARKS:
        return None
    source, cue = opening
    over = _END.search(text, paragraph.end)
    limit = over.start() if over else paragraphs[-1].end
    own = _QUOTED.sub(" ", text[paragraph.end : limit])
    first_person = _FIRST_PERSON.search(own) is not None
    names = _names(source, text)
    end = paragraph.end
    for following in paragraphs[number + 1 :]:
        if following.start >= limit or (end > paragraph.end and _opening(text, following, voices) is not None):
            break
        speaking = [v for v in voices if following.contains(v.cue) and v.sources and following.contains(v.sources[0])]
        back = any(names & _names(v.sources[0], text) for v in speaking)
        if back or (speaking and not first_person):
            break
        end = min(following.end, limit)
    return Statement(Span(paragraph.end, end), source, cue) if end > paragraph.end else None


def _names(span: Span, text: str) -> set[str]:
    return set(_WORD.findall(span.of(text).lower())) - {"the", "and", "for"}


def _opening(text: str, paragraph: Span, voices: Sequence[Voice]) -> tuple[Span, Span] | None:
    """Source and cue of the announcement that a paragraph ends in."""
    words = paragraph.of(text).rstrip()
    if not words.endswith(":"):
        return None
    end = paragraph.start + len(words) - 1
    for voice in reversed(voices):
        told = text[voice.cue.end : end] if paragraph.contains(voice.cue) else "."
        if voice.sources and len(told) < 50 and not re.search(r"[.!?]", told) and not any(c.end > end - 3 for c in voice.content):
            return voice.sources[0], voice.cue
    line = words.rfind("\n\n") + 1
    match = _SAYS.search(words, line)
    if match is None:
        return None
    at = paragraph.start
    return Span(at + match.start("source"), at + match.end("source")), Span(at + match.start("cue"), at + match.end("cue"))


def _recordings(text: str, paragraphs: Sequence[Span], announced: Sequence[Statement]) -> list[Statement]:
    """What the speakers of "[Begin recording] [Name] ... [end recording]" say; a speaker who was announced is named by the announcement."""
    found: list[Statement] = []
    for begin in _BEGIN.finditer(text):
        over = _END.search(text, begin.end())
        limit = over.start() if over else paragraphs[-1].end
        labels = [Span(*m.span("who")) for m in _LABEL.finditer(text, begin.end(), limit) if not _STAGE.search(m["who"])]
        if begin["who"].strip():
            labels.insert(0, Span(*begin.span("who")))
        intro = next((s for s in announced if s.span.contains(Span(begin.start(), begin.end()))), None)
        if not labels and intro is not None:
            found.append(Statement(Span(begin.end(), limit), intro.source, intro.cue))
        for number, label in enumerate(labels, 1):
            span = Span(max(label.end, begin.end()), labels[number].start if number < len(labels) else limit)
            if intro is not None and _names(label, text) & _names(intro.source, text):
                found.append(Statement(span, intro.source, intro.cue))
            else:
                found.append(Statement(span, label, None))
    return found
