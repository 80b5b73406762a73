"""Text reuse against a slow reference."""

from __future__ import annotations

import random
from itertools import combinations

from onrecord.link import text_reuse
from onrecord.link.reuse import shingles
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
    assert fast <= slow
    assert len(fast) >= 0.95 * len(slow)
