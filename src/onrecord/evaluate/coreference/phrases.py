"""Noun phrases of a text: their words, and the features by which linear models find them and tell what kind of thing they name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from onrecord.evaluate.linear import Linear
from onrecord.model import Span
from onrecord.read.words import sentences

TAGS = tuple("NOUN PROPN PRON DET ADJ NUM ADV VERB AUX ADP PUNCT CCONJ SCONJ PART OTHER".split())
KINDS = tuple("person organization place time event abstract object".split())
# Finer than the words of the reader: "it's" and "the minister's" begin with a mention of their own.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*|['’](?:s|re|ve|ll|d|m)\b|n['’]t\b|[^\W\d_]+?(?=n['’]t\b)|[^\W\d_]+|\w+|\S", re.IGNORECASE
)
_LONGEST = 30  # words
_POSSESSIVES = frozenset({"'s", "’s"})
# Log-odds below which a word is not tried as the first or last of a phrase.
_TRIED = -3.0
Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: its words (spans of code points), their lower-cased text, and, once tagged, a tag and two log-odds each."""

    number: int
    spans: tuple[Span, ...]
    raw: tuple[str, ...]
    low: tuple[str, ...]
    tags: tuple[str, ...] = ()
    starts: tuple[float, ...] = ()
    ends: tuple[float, ...] = ()


def lines(text: str) -> list[Line]:
    """The sentences of `text` as words, in order."""
    found = []
    for number, sentence in enumerate(sentences(text)):
        spans = tuple(Span(*m.span()) for m in _WORD.finditer(text, sentence.start, sentence.end))
        raw = tuple(s.of(text) for s in spans)
        found.append(Line(number, spans, raw, tuple(w.lower() for w in raw)))
    return found


def _shape(word: str) -> str:
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    if word[:1].isupper():
        return "Xx"
    return "x" if word.isalpha() else "9" if word[:1].isdigit() else word


def word_features(line: Line, at: int) -> Features:
    """What a word and its neighbours look like."""
    size = len(line.low)

    def low(k: int) -> str:
        return line.low[k] if 0 <= k < size else "|"

    def shape(k: int) -> str:
        return _shape(line.raw[k]) if 0 <= k < size else "|"

    word, before, after = low(at), low(at - 1), low(at + 1)
    return dict.fromkeys(
        (
            f"w {word}",
            f"-1 {before}",
            f"+1 {after}",
            f"-2 {low(at - 2)}",
            f"+2 {low(at + 2)}",
            f"s3 {word[-3:]}",
            f"s2 {word[-2:]}",
            f"sh {shape(at)} {at == 0}",
            f"sh- {shape(at - 1)} {shape(at)}",
            f"sh+ {shape(at)} {shape(at + 1)}",
            f"-1,0 {before} {word}",
            f"0,+1 {word} {after}",
            f"s3- {before[-3:]}",
            f"s3+ {after[-3:]}",
            f"s- {before[-2:]} {word[-2:]}",
            f"s+ {word[-2:]} {after[-2:]}",
        ),
        1.0,
    )


def tagged(line: Line, model: Linear) -> Line:
    """The line with each word's part of speech and the log-odds that a phrase starts or ends with it."""
    odds = [model.odds(word_features(line, k)) for k in range(len(line.low))]
    tags = tuple(max(TAGS, key=o.__getitem__) for o in odds)
    return Line(line.number, line.spans, line.raw, line.low, tags, tuple(o["starts"] for o in odds), tuple(o["ends"] for o in odds))


def candidates(line: Line) -> Iterator[tuple[int, int]]:
    """First and last word of every stretch that may be a phrase."""
    last = [k for k, odds in enumerate(line.ends) if odds > _TRIED]
    for first, odds in enumerate(line.starts):
        if odds > _TRIED:
            for end in last[bisect_left(last, first) :]:
                if end - first >= _LONGEST:
                    break
                yield first, end


def head_of(line: Line, first: int, end: int) -> int:
    """The word that a phrase is about: the last noun before what hangs on it."""
    for k in range(first + 1, end + 1):
        ended = line.tags[k] in {"ADP", "SCONJ", "PUNCT", "VERB", "AUX", "CCONJ"} or line.low[k] in {"who", "which", "that"}
        if ended and line.tags[k - 1] in {"NOUN", "PROPN", "PRON", "NUM"} and line.low[k] not in {"-", "–", "."}:
            return k - 1
    return end - 1 if end > first and line.low[end] in _POSSESSIVES else end


def phrase_features(line: Line, first: int, end: int) -> Features:
    """What speaks for the words from `first` to `end` being one whole phrase."""
    size = len(line.low)
    before, after = (line.low[first - 1] if first else "|"), (line.low[end + 1] if end + 1 < size else "|")
    tag_before, tag_after = (line.tags[first - 1] if first else "|"), (line.tags[end + 1] if end + 1 < size else "|")
    inside = line.tags[first : end + 1]
    length = min(end - first, 8)
    head = head_of(line, first, end)
    rest = "+".join(inside[head - first + 1 :][:3])
    found = {
        "one": 1.0,
        "starts": line.starts[first],
        "ends": line.ends[end],
        "low starts": min(line.starts[first], 0.0),
        "low ends": min(line.ends[end], 0.0),
    }
    hung = next((line.low[k] for k in range(head + 1, end + 1) if line.tags[k] in {"ADP", "SCONJ"} or line.low[k] in {"who", "which"}), "-")
    runs = "+".join(inside) if length < 5 else "+".join((*inside[:2], "..", *inside[-2:]))
    # How often phrases seem to open and close between the two ends: a whole phrase holds whole phrases.
    opened = sum(o > 0 for o in line.starts[first + 1 : end + 1])
    closed = sum(o > 0 for o in line.ends[first:end])
    names = (
        f"len {length}",
        f"tags {runs}",
        f"out {tag_before} {tag_after}",
        f"in {inside[0]} {inside[-1]}",
        f"first {tag_before} {inside[0]} {length}",
        f"last {inside[-1]} {tag_after} {length}",
        f"b {before}",
        f"a {after}",
        f"w {line.low[first]}",
        f"z {line.low[end]}",
        f"wb {before} {line.low[first]}",
        f"za {line.low[end]} {after}",
        f"head {line.low[head]} {after}",
        f"rest {rest} {tag_after}",
        f"prep {hung} {tag_before} {tag_after}",
        f"prep {hung} {line.low[head]}",
        f"prep {hung} {inside.count('ADP')} {after if tag_after in {'ADP', 'SCONJ', 'CCONJ'} else tag_after}",
        f"open {min(opened, 4)} {min(closed, 4)}",
        f"open {opened - closed} {tag_after}",
        f"tail {min(end - head, 6)} {tag_after}",
        f"tail {line.low[head + 1] if head < end else '-'} {tag_after} {after if tag_after in {'ADP', 'PUNCT', 'SCONJ'} else ''}",
        *(f"has {tag} {length > 3} {inside.count(tag)}" for tag in ("VERB", "AUX", "ADP", "PUNCT", "CCONJ", "SCONJ") if tag in inside),
        *(
            f"has {w}"
            for w in {"who", "which", "that", "to", "of", "in", "on", "with", ",", "(", ")", "."} & set(line.low[first : end + 1])
        ),
    )
    return found | dict.fromkeys(names, 1.0)


def kind_features(line: Line, first: int, end: int) -> Features:
    """What tells a person from a place: the head, the words around."""
    head = head_of(line, first, end)
    word = line.low[head]
    before, after = (line.low[first - 1] if first else "|"), (line.low[end + 1] if end + 1 < len(line.low) else "|")
    return dict.fromkeys(
        (
            f"h {word}",
            f"s {word[-3:]}",
            f"s4 {word[-4:]}",
            f"shape {_shape(line.raw[head])} {head > first}",
            f"w {line.low[first]}",
            f"b {before}",
            f"a {after}",
            f"t {line.tags[head]}",
            f"hb {before} {line.tags[head]}",
            f"len {min(end - first, 4)} {line.tags[first]}",
            *(f"in {w}" for w in line.low[first:head]),
        ),
        1.0,
    )


def find_phrases(line: Line, model: Linear, *, least: float) -> list[tuple[int, int]]:
    """First and last words of the phrases of a tagged line; of two that cross, the likelier stays. `least`: log-odds."""
    scored = [(o, c) for c in candidates(line) if (o := model.odds(phrase_features(line, *c))["mention"]) > least]
    kept: list[tuple[int, int]] = []
    for _, (first, end) in sorted(scored, key=lambda s: (-s[0], s[1])):
        if not any(a < first <= b < end or first < a <= end < b for a, b in kept):
            kept.append((first, end))
    return sorted(kept, key=lambda c: (c[0], -c[1]))


def placed(found: Iterable[Line], spans: Iterable[Span]) -> dict[Span, tuple[Line, int, int]]:
    """Where given spans lie: line, first and last word. One that crosses lines is cut to the first; one that holds no word is left out."""
    places: dict[Span, tuple[Line, int, int]] = {}
    full = [line for line in found if line.spans]
    opens = [line.spans[-1].end for line in full]
    for span in spans:
        at = bisect_left(opens, span.start + 1)
        if at < len(full):
            inside = [k for k, word in enumerate(full[at].spans) if word.overlaps(span)]
            if inside:
                places[span] = (full[at], inside[0], inside[-1])
    return places


def kind_of(line: Line, first: int, end: int, model: Linear) -> str:
    """The likeliest kind of thing that a phrase names."""
    odds: Mapping[str, float] = model.odds(kind_features(line, first, end))
    return max(KINDS, key=odds.__getitem__)
