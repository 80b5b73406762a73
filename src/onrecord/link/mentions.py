"""Coreference of event mentions across documents: given mentions, which of them tell of one event."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.link.documents import Vector, average_linkage, cosine, score_pairs, vectors
from onrecord.link.synonyms import alike, kinds_of
from onrecord.link.words import STOP_WORDS, content_lemmas, lemma, tokens

# Logits of the logistic regression on the train half of ECB+ (`benchmarks/linking.py --only mentions --fit`).
WEIGHTS: dict[str, float] = {
    "bias": -2.2,
    "same head": -0.2,
    "alike documents": 4.1,
    "alike documents, same head": 4.3,
    "alike sentences": -0.9,
    "alike sentences, same head": 1.4,
    "light head": -2.0,
    "one document": -0.6,
    "names": 0.9,
    "other names": -0.5,
    "other numbers": -0.3,
    "words beside": 0.9,
    # By hand: ECB+ gives no mentions that are proper names, other sets do.
    "same proper name": 5.0,
}
_JOIN_ABOVE = 0.4
# A document is more like itself than any two documents of a topic are: the usual likeness of two reports of one story.
_ONE_DOCUMENT = 0.5
_BESIDE_CHARACTERS, _BESIDE_WORDS = 45, 3
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
_NUMBER = re.compile(r"\b\d[\d,.]*")


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
    numbers: frozenset[str]
    beside: frozenset[str]
    proper: bool


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


def _see(document: MentionDocument, number: int, rarity: Mapping[str, float]) -> Iterable[_Seen]:
    text = document.text
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    for m in document.mentions:
        start = max(end for end in ends if end <= m.start)
        end = min(end for end in ends if end >= m.end)
        weights = {w: rarity.get(w, 0.0) for w in content_lemmas(f"{text[start : m.start]} {text[m.end : end]}")}
        norm = math.sqrt(sum(x * x for x in weights.values())) or 1.0
        before = [lemma(w) for w in tokens(text[max(start, m.start - _BESIDE_CHARACTERS) : m.start])[1:] if w not in STOP_WORDS]
        after = [lemma(w) for w in tokens(text[m.end : min(end, m.end + _BESIDE_CHARACTERS)])[:-1] if w not in STOP_WORDS]
        yield _Seen(
            m.mention_id,
            number,
            head_lemma(text[m.start : m.end]),
            {w: x / norm for w, x in weights.items()},
            frozenset(w.casefold() for w in _NAME.findall(text, start, end)),
            frozenset(_NUMBER.findall(text, start, end)),
            frozenset(before[-_BESIDE_WORDS:] + after[:_BESIDE_WORDS]),
            _is_name(text[start:end], text[m.start : m.end], at_start=m.start == start),
        )


def features(a: _Seen, b: _Seen, documents: float) -> dict[str, float]:
    """Named features of two mentions; `documents` is the cosine of their documents."""
    same = float(a.head == b.head)
    stories = _ONE_DOCUMENT if a.document == b.document else math.sqrt(max(0.0, documents))
    sentences = cosine(a.sentence, b.sentence)
    names = len(a.names & b.names) / math.sqrt(len(a.names) * len(b.names)) if a.names and b.names else 0.0
    return {
        "bias": 1.0,
        "same head": same,
        "alike documents": stories,
        "alike documents, same head": stories * same,
        "alike sentences": sentences,
        "alike sentences, same head": sentences * same,
        "light head": same * (a.head in _LIGHT),
        "one document": float(a.document == b.document),
        "names": names,
        "other names": float(bool(a.names and b.names) and not names),
        "other numbers": float(bool(a.numbers and b.numbers) and a.numbers.isdisjoint(b.numbers)),
        "same proper name": same * (a.proper and b.proper),
        "words beside": len(a.beside & b.beside) / _BESIDE_WORDS,
    }


def _candidates(seen: Sequence[_Seen]) -> set[tuple[int, int]]:
    """Pairs with one head, or with heads of one kind; no others are ever joined directly."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for i, mention in enumerate(seen):
        blocks[mention.head].append(i)
        blocks[f"stem {mention.head[:4]}"].append(i)
        for kind in kinds_of(mention.head):
            blocks[f"kind {kind}"].append(i)
    pairs = {(i, j) for members in blocks.values() for at, i in enumerate(members) for j in members[at + 1 :]}
    return {(i, j) for i, j in pairs if seen[i].head == seen[j].head or alike(seen[i].head, seen[j].head)}


def topic_pairs(documents: Sequence[MentionDocument]) -> tuple[list[_Seen], dict[tuple[int, int], dict[str, float]]]:
    """Mentions of the documents of one topic and the features of every pair that is compared."""
    spread = Counter(word for d in documents for word in content_lemmas(d.text))
    rarity = {word: math.log((len(documents) + 1) / count) for word, count in spread.items()}
    texts = vectors([d.text for d in documents])
    seen = [s for number, d in enumerate(documents) for s in _see(d, number, rarity)]
    likeness: dict[tuple[int, int], float] = {}
    found: dict[tuple[int, int], dict[str, float]] = {}
    for i, j in sorted(_candidates(seen)):
        stories = (seen[i].document, seen[j].document)
        if stories not in likeness:
            likeness[stories] = cosine(texts[stories[0]], texts[stories[1]])
        found[i, j] = features(seen[i], seen[j], likeness[stories])
    return seen, found


def cluster_mentions(documents: Sequence[MentionDocument]) -> dict[str, str]:
    """Cluster of every mention id: mentions with one cluster tell of one event. A cluster is named by its first mention in order of id."""
    by_topic: dict[str, list[MentionDocument]] = defaultdict(list)
    for document in sorted(documents, key=lambda d: d.id):
        by_topic[document.topic].append(document)
    clusters: dict[str, str] = {}
    for _, together in sorted(by_topic.items()):
        seen, found = topic_pairs(together)
        scores = score_pairs(found, lambda i, j, found=found: _probability(found[i, j]))  # type: ignore[misc]
        numbers = average_linkage(len(seen), scores, _JOIN_ABOVE)
        first: dict[int, str] = {}
        for mention, number in sorted(zip(seen, numbers, strict=True), key=lambda pair: pair[0].mention_id):
            clusters[mention.mention_id] = first.setdefault(number, mention.mention_id)
    return clusters


def _probability(found: Mapping[str, float]) -> float:
    return 1 / (1 + math.exp(-sum(WEIGHTS[name] * value for name, value in found.items())))
