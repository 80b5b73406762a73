"""Coreference of event mentions across documents: given mentions, which of them tell of one event."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.errors import BadInput
from onrecord.link.documents import Vector, average_linkage, cosine
from onrecord.link.stories import Spread, Stories, capitals_of, compare, spread_of, words_of
from onrecord.link.synonyms import alike, kinds_of
from onrecord.link.words import STOP_WORDS, content_lemmas, lemma, tokens

# Logits of the logistic regression on the train half of ECB+ (`benchmarks/linking.py --only mentions --fit`), for mentions with one head
# and for mentions whose heads are only alike.
SAME: dict[str, float] = {
    "bias": -2.1,
    "alike documents": 3.2,
    "alike surroundings": 2.3,
    "one group": -0.9,
    "alike groups": 10.0,
    "one document": -1.1,
    "alike sentences": -0.9,
    "words beside": 1.2,
    "names": 1.3,
    "light head": -1.9,
    "rare head": 0.9,
    "rare head here": -1.3,
    "same text": 0.4,
    "one kind": 0.9,
}
ALIKE: dict[str, float] = {
    "bias": -2.8,
    "alike documents": 1.4,
    "alike surroundings": 1.3,
    "one group": 0.9,
    "alike groups": 0.9,
    "one document": -0.7,
    "alike sentences": -1.4,
    "words beside": 2.5,
    "names": -0.2,
    "light head": -1.5,
    "rare head": -0.1,
    "rare head here": -1.4,
    "same text": 0.0,
    "one kind": 1.0,
}
# By hand: ECB+ gives no mentions that are proper names, other sets do.
_SAME_PROPER_NAME = 5.0
_JOIN_ABOVE = 0.4
# Mentions of a topic are compared two by two, and so are its documents.
_MOST_DOCUMENTS = 5_000
_BESIDE_CHARACTERS, _BESIDE_WORDS = 80, 5
_NOT_HEAD_AFTER = frozenset(
    (
        "of",
        "in",
        "into",
        "on",
        "to",
        "at",
        "for",
        "from",
        "with",
        "by",
        "off",
        "out",
        "up",
        "down",
        "over",
        "under",
        "against",
        "after",
        "before",
        "as",
        "herself",
        "himself",
        "itself",
        "themselves",
        "a",
        "an",
        "the",
        "his",
        "her",
        "their",
        "its",
        "away",
        "about",
        "through",
    )
)
_LIGHT = frozenset(
    lemma(word) for word in ("say", "tell", "report", "announce", "state", "have", "be", "make", "do", "take", "get", "come", "give", "go")
)
_SENTENCE_END = re.compile(r"[.!?](?:\s*[\"”'’])?\s")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenMention:
    """A mention to be clustered: its id and its span of code points in the text of its document."""

    mention_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionDocument:
    """A document with its mentions. Mentions are compared within one `topic` only; leave it empty where none is known."""

    id: str
    text: str
    topic: str = ""
    mentions: tuple[GivenMention, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    mention_id: str
    document: int
    head: str
    sentence: Vector
    names: frozenset[str]
    beside: Vector
    proper: bool
    rarity: float
    rarity_here: float
    text: str


def head_lemma(text: str) -> str:
    """Light lemma of the head word of a mention: "checked herself into" gives "check", "life in prison" gives "life"."""
    words = tokens(text)
    while len(words) > 1 and (words[0] in STOP_WORDS or words[0] in _NOT_HEAD_AFTER):
        words = words[1:]
    if not words:
        return text.casefold()
    cut = next((i for i, word in enumerate(words) if i > 0 and word in _NOT_HEAD_AFTER), len(words))
    return lemma(words[cut - 1])


def _is_name(sentence: str, mention: str, *, at_start: bool) -> bool:
    """Whether every longer word of the mention has a capital, in a sentence that is no headline."""
    words = [w for w in re.findall(r"[^\W\d_]+", mention) if len(w) > 3 or w.isupper()]
    plain = re.findall(r"(?<!^)\b[a-z]{4,}", sentence)
    return bool(words) and not at_start and len(plain) >= 3 and all(w[0].isupper() for w in words)


def _unit(weights: dict[str, float]) -> Vector:
    norm = math.sqrt(sum(x * x for x in weights.values())) or 1.0
    return {w: x / norm for w, x in weights.items()}


def _see(document: MentionDocument, number: int, here: Spread, everywhere: Spread) -> Iterable[_Seen]:
    text = document.text
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    for m in document.mentions:
        start = max(end for end in ends if end <= m.start)
        end = min(end for end in ends if end >= m.end)
        rest = content_lemmas(f"{text[start : m.start]} {text[m.end : end]}")
        # Words at the ends of the stretch may be cut, so they are left out.
        before = [lemma(w) for w in tokens(text[max(start, m.start - _BESIDE_CHARACTERS) : m.start])[1:] if w not in STOP_WORDS]
        after = [lemma(w) for w in tokens(text[m.end : min(end, m.end + _BESIDE_CHARACTERS)])[:-1] if w not in STOP_WORDS]
        head = head_lemma(text[m.start : m.end])
        yield _Seen(
            m.mention_id,
            number,
            head,
            _unit({w: here.rarity(w) for w in rest}),
            frozenset(w.casefold() for w in _NAME.findall(text, start, end)),
            _unit({w: everywhere.rarity(w) for w in before[-_BESIDE_WORDS:] + after[:_BESIDE_WORDS]}),
            _is_name(text[start:end], text[m.start : m.end], at_start=m.start == start),
            everywhere.rarity(head),
            here.rarity(head),
            text[m.start : m.end].casefold(),
        )


def features(a: _Seen, b: _Seen, stories: Stories) -> dict[str, float]:
    """Named features of two mentions with one head or with heads that are alike."""
    at = a.document, b.document
    names = len(a.names & b.names) / math.sqrt(len(a.names) * len(b.names)) if a.names and b.names else 0.0
    return {
        "bias": 1.0,
        "alike documents": float(stories.likeness[at]),
        "alike surroundings": float(stories.surroundings[at]),
        "one group": float(stories.together[at]),
        "alike groups": float(stories.groups[at]),
        "one document": float(a.document == b.document),
        "alike sentences": cosine(a.sentence, b.sentence),
        "words beside": cosine(a.beside, b.beside),
        "names": names,
        "light head": float(a.head in _LIGHT or b.head in _LIGHT),
        "rare head": min(a.rarity, b.rarity),
        "rare head here": min(a.rarity_here, b.rarity_here),
        "same text": float(a.text == b.text),
        "one kind": float(bool(kinds_of(a.head) & kinds_of(b.head))),
    }


def _candidates(seen: Sequence[_Seen]) -> set[tuple[int, int]]:
    """Pairs with one head, or with heads of one kind; no others are ever joined directly."""
    by_head: dict[str, list[int]] = defaultdict(list)
    for i, mention in enumerate(seen):
        by_head[mention.head].append(i)
    blocks: dict[str, list[str]] = defaultdict(list)
    for head in by_head:
        for key in {head, f"stem {head[:4]}", *(f"kind {kind}" for kind in kinds_of(head))}:
            blocks[key].append(head)
    heads = {(a, b) for block in blocks.values() for a in block for b in block if a == b or (a < b and alike(a, b))}
    return {(min(i, j), max(i, j)) for a, b in heads for i in by_head[a] for j in by_head[b] if i != j}


def topic_pairs(
    documents: Sequence[MentionDocument], everywhere: Spread | None = None
) -> tuple[list[_Seen], dict[tuple[int, int], dict[str, float]]]:
    """Mentions of the documents of one topic and the features of every pair that is compared.

    `everywhere` counts the words of the whole collection; left out, the topic is all there is.
    """
    words, capitals = [words_of(d.text) for d in documents], [capitals_of(d.text) for d in documents]
    here = spread_of(words, capitals)
    stories = compare(words, capitals, everywhere or here)
    seen = [s for number, d in enumerate(documents) for s in _see(d, number, here, everywhere or here)]
    return seen, {(i, j): features(seen[i], seen[j], stories) for i, j in sorted(_candidates(seen))}


def spread_everywhere(documents: Sequence[MentionDocument]) -> Spread:
    """In how many of all documents each word is."""
    return spread_of([words_of(d.text) for d in documents], [capitals_of(d.text) for d in documents])


def cluster_mentions(documents: Sequence[MentionDocument]) -> dict[str, str]:
    """Cluster of every mention id: mentions with one cluster tell of one event. A cluster is named by its first mention in order of id.

    Raises `BadInput` for a topic of more than 5,000 documents: time grows with the square of a topic.
    """
    by_topic: dict[str, list[MentionDocument]] = defaultdict(list)
    for document in sorted(documents, key=lambda d: d.id):
        by_topic[document.topic].append(document)
    everywhere = spread_everywhere(documents)
    clusters: dict[str, str] = {}
    for topic, together in sorted(by_topic.items()):
        if len(together) > _MOST_DOCUMENTS:
            raise BadInput(
                f"{len(together)} documents in one topic", subject=topic or "no topic", stage="link", remedy="Give each document its topic"
            )
        seen, found = topic_pairs(together, everywhere)
        scores = {(i, j): probability(seen[i], seen[j], pair) for (i, j), pair in found.items()}
        first: dict[int, str] = {}
        numbers = average_linkage(len(seen), scores, _JOIN_ABOVE)
        for mention, number in sorted(zip(seen, numbers, strict=True), key=lambda pair: pair[0].mention_id):
            clusters[mention.mention_id] = first.setdefault(number, mention.mention_id)
    return clusters


def probability(a: _Seen, b: _Seen, found: Mapping[str, float]) -> float:
    """How likely two mentions with these features tell of one event, 0..1."""
    weights = SAME if a.head == b.head else ALIKE
    logit = sum(weights[name] * value for name, value in found.items())
    return 1 / (1 + math.exp(-logit - _SAME_PROPER_NAME * (a.head == b.head and a.proper and b.proper)))
