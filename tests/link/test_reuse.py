"""Text reuse against a slow reference."""

from __future__ import annotations

import random
from difflib import SequenceMatcher
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.link import text_reuse
from onrecord.link.reuse import shared_run, shingles
from onrecord.link.words import tokens

LEAD = "A missile struck a canteen used by railway workers in the town of Talm on Tuesday, killing at least four people, the governor said."


def test_a_rewritten_wire_story_is_found_with_the_shared_passage() -> None:
    copy = LEAD.replace("the town of Talm", "Talm").replace("the governor said", "said the governor")
    other = "The price of millet has fallen for the third week in Sela, traders said."
    (found,) = text_reuse({"wire": LEAD, "paper": copy, "other": other})
    assert (found.a, found.b) == ("paper", "wire")
    assert 0.5 <= found.similarity <= found.containment <= 1
    assert "a missile struck a canteen used by railway workers in" in found.shared


def test_short_passages_and_nothing() -> None:
    assert text_reuse({}) == ()
    assert text_reuse({"a": "Two were killed.", "b": "Two were killed."}) == ()


def test_finds_what_the_slow_reference_finds() -> None:
    rng = random.Random(5)
    words = [f"w{n}" for n in range(60)]
    passages = {}
    for n in range(40):
        text = [rng.choice(words) for _ in range(25)]
        passages[f"{n}a"] = " ".join(text)
        for _ in range(rng.randrange(0, 6)):
            text[rng.randrange(25)] = rng.choice(words)
        passages[f"{n}b"] = " ".join(text)
    sets = {key: shingles(tokens(text)) for key, text in passages.items()}
    slow = {(a, b) for a, b in combinations(sorted(sets), 2) if len(sets[a] & sets[b]) / len(sets[a] | sets[b]) >= 0.5}
    fast = {(r.a, r.b) for r in text_reuse(passages)}
    assert fast == slow


few_words = st.lists(st.sampled_from("abcd"), min_size=6, max_size=14).map(" ".join)


@given(st.dictionaries(st.text(min_size=1, max_size=3), few_words, max_size=12), st.sampled_from([0.05, 0.3, 0.5, 2 / 3, 0.8, 1.0]))
def test_every_pair_above_the_threshold_and_no_other(passages: dict[str, str], threshold: float) -> None:
    sets = {key: shingles(tokens(text)) for key, text in passages.items()}
    slow = {
        (a, b): len(sets[a] & sets[b]) / len(sets[a] | sets[b])
        for a, b in combinations(sorted(sets), 2)
        if len(sets[a] & sets[b]) / len(sets[a] | sets[b]) >= threshold
    }
    assert {(r.a, r.b): r.similarity for r in text_reuse(passages, threshold=threshold)} == slow


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_longest_shared_run_is_that_of_difflib(a: list[str], b: list[str]) -> None:
    match = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    start, end = shared_run(a, b)
    assert end - start == match.size
    assert not match.size or start == match.a


@pytest.mark.parametrize("threshold", [-1.0, 0.0, 1.01, float("nan")])
def test_a_threshold_that_means_nothing_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="is not in"):
        text_reuse({"a": LEAD}, threshold=threshold)


def test_a_set_phrase_in_every_passage_makes_no_pairs_and_takes_no_time() -> None:
    phrase = "the ministry said in a statement carried by the state news agency"
    passages = {f"{n}": f"{phrase} {' '.join(f'w{n}x{k}' for k in range(12))}" for n in range(2_000)}
    assert text_reuse(passages) == ()
