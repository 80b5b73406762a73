"""Light lemmas and folding."""

from __future__ import annotations

import pytest

from onrecord.link.mentions import head_lemma
from onrecord.link.synonyms import alike
from onrecord.link.words import content_lemmas, fold, lemma, tokens


@pytest.mark.parametrize(
    "words",
    [
        ("strike", "strikes", "struck", "striking"),
        ("bomb", "bombed", "bombing", "bombs"),
        ("hit", "hits", "hitting"),
        ("kill", "killed", "kills", "killing"),
        ("carry", "carried", "carries"),
        ("attack", "attacked", "attacks"),
        ("shell", "shelled", "shelling"),
        ("die", "died", "death", "dead"),
    ],
)
def test_forms_of_one_word_share_a_lemma(words: tuple[str, ...]) -> None:
    assert len({lemma(w) for w in words}) == 1


def test_tokens_fold_accents_and_possessives() -> None:
    assert tokens("Télé-Nation’s convoy") == ["tele", "nation", "convoy"]
    assert fold("Été") == "ete"
    assert "the" not in content_lemmas("The shelling of the depot")


@pytest.mark.parametrize(
    ("text", "head"),
    [("checked herself into", "check"), ("life in prison", "life"), ("the air strikes", "strike"), ("struck", "strike"), ("!", "!")],
)
def test_head(text: str, head: str) -> None:
    assert head_lemma(text) == lemma(head)


@pytest.mark.parametrize(("a", "b", "same"), [("blast", "explosion", True), ("decide", "decision", True), ("vote", "blast", False)])
def test_alike(a: str, b: str, same: bool) -> None:
    assert alike(lemma(a), lemma(b)) is same
