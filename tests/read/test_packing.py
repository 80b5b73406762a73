import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from onrecord.read.packing import MAX_TOKENS, Packer
from onrecord.read.words import words
from onrecord.settings import Settings


@pytest.fixture(scope="module")
def packer() -> Packer:
    return Packer(Tokenizer.from_file(str(Settings.load({}).weights / "tokenizer.json")))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("abcdefg .,!?\n\"'-Żßй中0 "), max_size=3000))
def test_every_word_is_in_exactly_one_window(packer: Packer, text: str) -> None:
    windows = packer.windows(text)
    assert [w for window in windows for w in window.words] == words(text)
    for window in windows:
        assert len(window.tokens) <= MAX_TOKENS
        assert len(window.first) == len(window.words) == len(window.sentence)
        assert list(window.first) == sorted(set(window.first))


def test_sentences_are_kept_whole_where_they_fit(packer: Packer) -> None:
    text = " ".join(f"Soldiers entered village number {i} at dawn and left it again before the evening came." for i in range(40))
    windows = packer.windows(text)
    assert len(windows) > 2
    assert all(set(a.sentence).isdisjoint(b.sentence) for a, b in itertools.pairwise(windows))


def test_a_sentence_longer_than_a_window_is_cut_not_dropped(packer: Packer) -> None:
    text = "word " * 1000
    assert sum(len(w.words) for w in packer.windows(text)) == 1000
