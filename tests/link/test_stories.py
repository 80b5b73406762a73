"""Which documents tell one story, and mentions of large, small, empty and hostile collections."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.link import GivenMention, MentionDocument, cluster_mentions, mentions
from onrecord.link.stories import ITSELF, capitals_of, compare, spread_of, words_of

QUAKE = "An earthquake shook Orrin province on Monday, rescuers in Vell said. The earthquake buried two villages below Mount Hask."
AGAIN = "Rescuers in Vell dug for survivors of the earthquake that buried two villages of Orrin province below Mount Hask."
VOTE = "Members of the Talm council voted on harbour fees. The vote in Talm followed a debate led by Ilka Brand."
LATER = "The vote of the Talm council on harbour fees, led by Ilka Brand, raised the price of a berth."


def stories_of(*texts: str):  # type: ignore[no-untyped-def]
    words, capitals = [words_of(t) for t in texts], [capitals_of(t) for t in texts]
    return compare(words, capitals, spread_of(words, capitals))


def test_two_stories_are_two_groups() -> None:
    found = stories_of(QUAKE, AGAIN, VOTE, LATER)
    assert found.together.tolist() == [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]]
    assert found.likeness[0, 1] > 0.2 > found.likeness[0, 2]
    assert found.groups[0, 1] > found.groups[0, 2]


def test_a_handful_of_documents_says_nothing_of_surroundings() -> None:
    assert not stories_of(QUAKE, AGAIN, VOTE).surroundings.any()
    many = stories_of(*(f"{QUAKE} {n}" for n in range(6)), *(f"{VOTE} {n}" for n in range(6)))
    assert many.surroundings[0, 1] > 0.5 > 0 > many.surroundings[0, 11]


@pytest.mark.parametrize("texts", [("",), ("", ""), ("the of", QUAKE), ("\x00\ud800", "١٢٣ 漢字")])
def test_texts_without_words(texts: tuple[str, ...]) -> None:
    found = stories_of(*texts)
    assert np.isfinite(found.likeness).all()
    assert found.likeness[0, 0] == ITSELF
    assert np.isfinite(found.surroundings).all()


def given_document(name: str, text: str, topic: str = "") -> MentionDocument:
    spans = [(0, len(text) // 2), (len(text) // 2, len(text))]
    marked = tuple(GivenMention(mention_id=f"{name}:{n}", start=a, end=b) for n, (a, b) in enumerate(spans))
    return MentionDocument(id=name, text=text, topic=topic, mentions=marked)


@settings(max_examples=40)
@given(st.lists(st.one_of(st.text(max_size=60), st.sampled_from([QUAKE, AGAIN, VOTE, LATER])), max_size=6), st.randoms())
def test_any_text_gets_clusters_whatever_the_order(texts: list[str], rng: random.Random) -> None:
    documents = [given_document(str(n), text) for n, text in enumerate(texts)]
    found = cluster_mentions(documents)
    assert found.keys() == {m.mention_id for d in documents for m in d.mentions}
    assert set(found.values()) <= found.keys()
    assert cluster_mentions(rng.sample(documents, len(documents))) == found


def test_topics_are_kept_apart() -> None:
    found = cluster_mentions([given_document("a", QUAKE, "1"), given_document("b", QUAKE, "2")])
    assert found["a:0"] != found["b:0"]


def test_a_topic_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "_MOST_DOCUMENTS", 2)
    with pytest.raises(BadInput, match="3 documents in one topic"):
        cluster_mentions([given_document(str(n), QUAKE) for n in range(3)])
