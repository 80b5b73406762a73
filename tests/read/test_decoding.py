from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onrecord.read.decoding import decode_bio, log_softmax


def _allowed(tags: tuple[int, ...]) -> bool:
    previous = 0
    for tag in tags:
        if tag and tag % 2 == 0 and previous not in {tag, tag - 1}:
            return False
        previous = tag
    return True


def _best_by_trying_all(logits: np.ndarray) -> float:
    scores = log_softmax(logits)
    return max(
        sum(scores[i, t] for i, t in enumerate(tags)) for tags in product(range(logits.shape[1]), repeat=len(logits)) if _allowed(tags)
    )


@given(arrays(np.float32, st.tuples(st.integers(1, 5), st.just(5)), elements=st.floats(-4, 4, width=32)))
def test_decoding_finds_the_best_sequence_of_all(logits: np.ndarray) -> None:
    logits = logits + np.arange(logits.size, dtype=np.float32).reshape(logits.shape) * 1e-4  # no ties
    scores = log_softmax(logits)
    tags = [0] * len(logits)
    for span in decode_bio(logits):
        tags[span.start] = 1 + 2 * span.kind
        for i in range(span.start + 1, span.end):
            tags[i] = 2 + 2 * span.kind
    assert _allowed(tuple(tags))
    # A word that is outside beyond doubt is not searched: that may cost what such words could have given, and no more.
    spared = sum(1 for row in scores if row[0] >= -0.03) * 0.04
    assert sum(scores[i, t] for i, t in enumerate(tags)) >= _best_by_trying_all(logits) - 1e-3 - spared


def test_spans_carry_their_type_and_do_not_overlap() -> None:
    logits = np.full((4, 5), -5.0, dtype=np.float32)
    logits[0, 1] = logits[1, 2] = logits[2, 3] = logits[3, 0] = 5.0
    assert [(s.start, s.end, s.kind) for s in decode_bio(logits)] == [(0, 2, 0), (2, 3, 1)]


def test_nothing_to_decode_gives_nothing() -> None:
    assert decode_bio(np.zeros((0, 3), dtype=np.float32)) == []


@given(st.floats(0.5, 6))
def test_a_bias_towards_outside_never_adds_words(bias: float) -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(30, 3)).astype(np.float32)
    plain = sum(s.end - s.start for s in decode_bio(logits))
    assert sum(s.end - s.start for s in decode_bio(logits, outside_bias=bias)) <= plain
