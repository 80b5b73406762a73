"""Coreference inside a document: phrases found, phrases that mean the same, spans and clusters that hold together."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import MissingData
from onrecord.evaluate import coreference as package
from onrecord.evaluate.coreference import cluster_phrases, coreference_models
from onrecord.evaluate.coreference.pairs import Ranking, phrase_of
from onrecord.evaluate.coreference.phrases import find_phrases, head_of, lines, placed, tagged
from onrecord.evaluate.linear import Linear
from onrecord.evaluate.scoring import score
from onrecord.evaluate.tasks import coreference
from onrecord.model import Span
from onrecord.pipeline import Pipeline
from onrecord.settings import Settings

TOGETHER = [
    ("President Ilda Moren visited the camp. She promised more aid.", "President Ilda Moren", "She"),
    ("Colonel Taro Benz denied the report. Benz said it was invented.", "Colonel Taro Benz", "Benz"),
    ("The convoy left Karsa at dawn. The convoy was hit an hour later.", "The convoy", "The convoy"),
    ("The villagers fled, and they took their cattle.", "The villagers", "they"),
    ("The villagers fled, and they took their cattle.", "they", "their"),
    ("Fighters attacked a checkpoint near Dorim. The checkpoint was destroyed.", "a checkpoint near Dorim", "The checkpoint"),
    ("The mayor said that he had seen the soldiers.", "The mayor", "he"),
    ("A bomb exploded in Tessa. Police said the bomb was hidden in a car.", "A bomb", "the bomb"),
    ("The ministry published a statement. It blamed the rebels.", "The ministry", "It"),
    ("The rebels seized Ardo. The army shelled Ardo overnight.", "Ardo", "Ardo"),
    ("I saw the fire, and I called my brother.", "I", "my"),
    ("We lost our house in the flood.", "We", "our"),
    ("Omar Deyn, the governor of Lassa, resigned on Monday.", "Omar Deyn", "the governor of Lassa"),
    ("The United Nations opened an inquiry. The United Nations will report in May.", "The United Nations", "The United Nations"),
]
APART = [
    ("The mayor met a farmer in the market.", "The mayor", "a farmer"),
    ("The army attacked the rebels.", "The army", "the rebels"),
    ("She spoke before he arrived.", "She", "he"),
    ("The bridge in Karsa and the school in Dorim were damaged.", "Karsa", "Dorim"),
    ("Two soldiers were killed. Three policemen were wounded.", "Two soldiers", "Three policemen"),
]
PHRASES = [
    ("The mayor met a farmer.", {"The mayor", "a farmer"}),
    ("They burned the old market of Karsa.", {"They", "the old market of Karsa", "Karsa"}),
    ("The minister's driver was wounded.", {"The minister's", "The minister's driver"}),
    ("It's our village.", {"It", "our"}),
]


def at(text: str, phrase: str, *, last: bool = False) -> Span:
    found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)]
    return Span(*found[-1 if last else 0])


@pytest.mark.parametrize(("text", "first", "second"), TOGETHER)
def test_phrases_that_mean_the_same(text: str, first: str, second: str) -> None:
    clusters = cluster_phrases(text, coreference_models())
    assert clusters[at(text, first)] == clusters[at(text, second, last=True)]


@pytest.mark.parametrize(("text", "first", "second"), APART)
def test_phrases_that_do_not(text: str, first: str, second: str) -> None:
    clusters = cluster_phrases(text, coreference_models())
    assert clusters[at(text, first)] != clusters[at(text, second)]


@pytest.mark.parametrize(("text", "phrases"), PHRASES)
def test_phrases_are_found(text: str, phrases: set[str]) -> None:
    assert phrases <= {span.of(text) for span in cluster_phrases(text, coreference_models())}


WORDS = "the a mayor He she it its rebels' Karsa U.N. said , . ' ’s \" ( ) \n \u2028 42 killed who of and don't ÄÖ 🛰".split(" ")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join) | st.text(max_size=80))
def test_spans_lie_in_the_text_and_do_not_cross(text: str) -> None:
    found = sorted(cluster_phrases(text, coreference_models()))
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(s.of(text).strip() == s.of(text) for s in found)
    assert not any(a.start < b.start < a.end < b.end for a in found for b in found)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_given_phrase_has_one_cluster_and_clusters_count_on_without_gaps(data: st.DataObject) -> None:
    text = data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join))
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda e: e[0] < e[1])
    spans = [Span(*e) for e in data.draw(st.lists(ends, max_size=12))]
    clusters = cluster_phrases(text, coreference_models(), given=spans)
    assert set(clusters) == set(spans)
    assert set(clusters.values()) == set(range(len(set(clusters.values()))))


def test_a_later_phrase_changes_nothing_before_it() -> None:
    text = "The mayor met a farmer. He thanked him. The farmer left."
    spans = sorted(cluster_phrases(text, coreference_models()))
    whole = cluster_phrases(text, coreference_models(), given=spans)
    part = cluster_phrases(text, coreference_models(), given=spans[:-1])
    assert [part[s] for s in spans[:-1]] == [whole[s] for s in spans[:-1]]


@pytest.mark.parametrize(
    ("text", "phrase", "head"),
    [
        ("They met the head of the council.", "the head of the council", "head"),
        ("The minister's car burned.", "The minister's", "minister"),
    ],
)
def test_the_head_is_the_noun_that_the_rest_hangs_on(text: str, phrase: str, head: str) -> None:
    read = [tagged(line, coreference_models()["words"]) for line in lines(text)]
    line, first, end = placed(read, [at(text, phrase)])[at(text, phrase)]
    assert line.low[head_of(line, first, end)] == head


def test_a_pronoun_is_compared_with_what_precedes_it_only() -> None:
    text = "The mayor met a farmer. He left."
    read = [tagged(line, coreference_models()["words"]) for line in lines(text)]
    where = placed(read, [at(text, p) for p in ("The mayor", "a farmer", "He")])
    ranking = Ranking(text, [phrase_of(text, s, p, "person") for s, p in where.items()])
    assert ranking.earlier == [[], [0], [0, 1]]
    assert [p.form for p in ranking.found] == ["definite", "indefinite", "pronoun"]


def test_of_two_crossing_phrases_the_likelier_stays() -> None:
    line = tagged(lines("old men and women")[0], coreference_models()["words"])
    weights = {"len 1": 1.0, "len 2": 2.0, "w old": 1.0}
    model = Linear({n: k for k, n in enumerate(weights)}, ("mention",), np.array([[w] for w in weights.values()]), np.zeros(1))
    found = find_phrases(line, model, least=0.0)
    assert not any(a < c <= b < d for a, b in found for c, d in found)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(Settings.load())


def test_the_task_takes_given_mentions_and_names_clusters_by_document(pipeline: Pipeline) -> None:
    text = "The mayor said that he had seen the soldiers."
    mentions = [{"mention_id": "m1", **_ends(text, "The mayor")}, {"mention_id": "m2", **_ends(text, "he")}]
    answer = coreference({"id": "d1", "text": text, "mentions": mentions}, pipeline)["mentions"]
    assert [m["mention_id"] for m in answer] == ["m1", "m2"]
    assert all(m["cluster"].startswith("d1-") for m in answer)
    assert score("coreference", [{"id": "d1", "mentions": answer}], [{"id": "d1", "mentions": answer}])["mention_detection"]["f1"] == 1


def _ends(text: str, phrase: str, *, last: bool = False) -> dict[str, int]:
    span = at(text, phrase, last=last)
    return {"start": span.start, "end": span.end}


def test_the_task_finds_mentions_itself(pipeline: Pipeline) -> None:
    text = "The villagers fled, and they took their cattle."
    answer = coreference({"id": "d2", "text": text}, pipeline)["mentions"]
    assert {"The villagers", "they", "their"} <= {m["text"] for m in answer}
    assert json.loads(json.dumps(answer)) == answer


def test_absent_weights_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_SHIPPED", tmp_path / "coreference.npz")
    with pytest.raises(MissingData, match=r"coreference\.npz.*fit_coreference"):
        coreference_models.__wrapped__()
