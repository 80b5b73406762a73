"""Happenings that a text names, with their arguments: words, phrases, models, answers."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import MissingData
from onrecord.evaluate import coarse
from onrecord.evaluate.happenings import NONE, SURE, happening_models, happenings
from onrecord.evaluate.happenings.lexicon import GROUPS, forms, groups_of, stem_of
from onrecord.evaluate.happenings.models import CONVENTIONS, PARTS, Softmax, part
from onrecord.evaluate.happenings.phrases import Phrases, Trigger
from onrecord.evaluate.happenings.words import WordFeatures, candidates, columns, dense
from onrecord.evaluate.linear import Linear, save
from onrecord.evaluate.tasks import events_arguments
from onrecord.model import Span
from onrecord.pipeline import Pipeline
from onrecord.settings import Settings

ROOT = Path(__file__).parents[2]
TEXT = "Gunmen attacked a checkpoint in Harran on Monday. Two soldiers were killed and five were wounded; police arrested a suspect."


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(Settings.load())


@pytest.mark.parametrize(
    ("word", "groups"),
    [
        ("bombed", {"attack"}),
        ("bombings", {"attack"}),
        ("slain", {"death"}),
        ("marches", {"protest", "movement"}),
        ("carried", {"movement"}),
        ("ceasefire", {"agreement"}),
        ("beating", {"attack"}),
        ("table", set()),
    ],
)
def test_the_thesaurus_knows_the_forms_of_its_words(word: str, groups: set[str]) -> None:
    assert set(groups_of(word)) == groups


def test_forms_follow_the_spelling_of_english() -> None:
    assert {"carries", "carried", "carrying"} <= forms("carry", verb=True)
    assert {"charges", "charged", "charging"} <= forms("charge", verb=True)
    assert {"grabbed", "grabbing"} <= forms("grab", verb=True)
    assert "clashes" in forms("clash", verb=False)
    assert "clashed" not in forms("clash", verb=False)


@pytest.mark.parametrize("words", ["bomb bombs bombed bombing bombings", "charge charged charges charging", "carry carries carried"])
def test_the_forms_of_a_word_share_a_stem(words: str) -> None:
    assert len({stem_of(w) for w in words.split()}) == 1


def test_only_words_that_may_name_a_happening_are_looked_at(pipeline: Pipeline) -> None:
    (glance,) = pipeline.reader.scan(TEXT)
    found = [glance.words[n].of(TEXT) for n in candidates(glance, TEXT)]
    assert {"attacked", "killed", "wounded", "arrested"} <= set(found)
    assert not {"a", "in", "Two", "were", ".", ";"} & set(found)


def test_a_word_is_seen_with_its_neighbours_and_its_groups(pipeline: Pipeline) -> None:
    glances = pipeline.reader.scan(TEXT)
    rows = {glances[w].words[n].of(TEXT): features for w, n, features in WordFeatures(TEXT, glances).rows()}
    killed = rows["killed"]
    assert {"w=killed", "p=were", "n=and", "l=death", "near=injury"} <= set(killed)
    assert "near=attack" not in killed, "that is another sentence"


def test_the_views_have_the_columns_that_they_name(pipeline: Pipeline) -> None:
    (glance,) = pipeline.reader.scan(TEXT)
    assert dense(glance, [0, 1]).shape == (2, len(columns(glance)))
    at = next(n for n, w in enumerate(glance.words) if w.of(TEXT) == "killed")
    (roles,) = pipeline.reader.roles_of(glance, [(at, at + 1)])
    seen, trigger = Phrases(glance, TEXT), Trigger(at, at + 1, "death")
    ranges = seen.near(trigger, roles)
    assert seen.dense(trigger, roles, ranges).shape == (len(ranges), len(seen.columns(roles)))
    assert len(seen.sparse(trigger, ranges)) == len(ranges)
    assert all(b <= at or a > at for a, b in ranges), "a trigger is no argument of itself"


def test_what_frames_have_of_their_own_is_added() -> None:
    labels = (NONE, "attack")

    def linear(name: str, weight: float, bias: float) -> Linear:
        return Linear({name: 0}, labels, np.array([[0.0, weight]], dtype=np.float32), np.array([0.0, bias], dtype=np.float32))

    models = {
        part("trigger", "view", "news"): linear("c", 1.0, 0.5),
        part("trigger", "named", "news"): linear("f", 2.0, 0.0),
        part("trigger", "view", "frames"): linear("c", 10.0, -3.0),
        part("trigger", "named", "frames"): linear("f", 20.0, 0.0),
    }
    view = np.array([[2.0, 7.0]], dtype=np.float32)

    def odds(convention: str) -> float:
        (row,) = Softmax.of(models, "trigger", convention, ["c", "new"]).probabilities(view, [{"f": 1.0, "unseen": 9.0}])
        return float(np.log(row[1] / row[0]))

    assert odds("news") == pytest.approx(2 * 1.0 + 2.0 + 0.5, abs=1e-3)
    view *= 0.1
    assert odds("frames") == pytest.approx(0.2 * 11.0 + 22.0 - 2.5, abs=2.0)


def test_a_damaged_file_of_models_is_named(tmp_path: Path) -> None:
    (tmp_path / "m.npz").write_bytes(b"PK nonsense")
    with pytest.raises(MissingData, match=r"m\.npz.*fit_events"):
        happening_models(tmp_path / "m.npz")


def test_the_models_of_another_encoder_are_read_with_what_they_know(tmp_path: Path) -> None:
    save(tmp_path / "m.npz", dict.fromkeys(PARTS, Linear({"c": 0}, (NONE, "attack"), np.ones((1, 2)), np.zeros(2))))
    assert Softmax.of(happening_models(tmp_path / "m.npz"), "trigger", "frames", ["c", "d"]).view.tolist() == [[2.0, 2.0], [0.0, 0.0]]


def told(pipeline: Pipeline, text: str, **fields: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = events_arguments({"id": "d", "text": text, **fields}, pipeline)["events"]
    return found


def test_killings_and_arrests_are_told_beside_the_attack(pipeline: Pipeline) -> None:
    found = {e["trigger"]["text"]: e for e in told(pipeline, TEXT)}
    assert {w: found[w]["group"] for w in ("attacked", "killed", "wounded", "arrested")} == {
        "attacked": "attack",
        "killed": "death",
        "wounded": "injury",
        "arrested": "arrest",
    }

    def fills(word: str, role: str) -> str:
        return " ".join(a["span"]["text"] for a in found[word]["args"] if a["role"] == role)

    assert "Gunmen" in fills("attacked", "actor")
    assert "checkpoint" in fills("attacked", "target")
    assert "Harran" in fills("attacked", "place")
    assert "soldiers" in fills("killed", "target")
    assert "suspect" in fills("arrested", "target")


def test_times_and_groups_that_a_corpus_leaves_out_are_left_out(pipeline: Pipeline) -> None:
    def roles(**fields: Any) -> set[str]:
        return {a["role"] for e in told(pipeline, TEXT, **fields) for a in e["args"]}

    assert "time" in roles()
    assert "time" not in roles(corpus="wikievents")
    assert {e["group"] for e in told(pipeline, TEXT, corpus="m2e2")} == {"attack", "death", "arrest"}
    assert coarse.conventions_of("geneva") == ("frames",)


def test_what_either_convention_counts_is_told_where_none_is_asked_for(pipeline: Pipeline) -> None:
    text = "The minister said that he would travel to Harran. He added that talks on the treaty had begun after the attack."

    def spans(*conventions: str) -> set[Span]:
        return {e.span for e in happenings(text, pipeline.reader, happening_models(), conventions=conventions)}

    both = spans(*CONVENTIONS)
    assert {s.of(text) for s in both} >= {"said", "travel", "attack"}
    assert both >= spans("news") | spans("frames") > spans("news")


@pytest.mark.parametrize("text", ["", " ", "...", "\n\n"])
def test_a_text_without_words_names_nothing(pipeline: Pipeline, text: str) -> None:
    assert told(pipeline, text) == []


PIECES = [
    "Gunmen",
    "shot",
    "at",
    "the",
    "village",
    "of",
    "Ōm-Harrān",
    "\n\n",
    ".",
    "“",
    "”",
    "killed",
    "who",
    "1,200",
    "said",
    "2 dead",
    "—",
    "é",
    "\u200f",
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=60), conventions=st.sampled_from([("news",), ("frames",), CONVENTIONS])
)
def test_spans_lie_in_the_text_and_arguments_beside_each_other(pipeline: Pipeline, pieces: list[str], conventions: tuple[str, ...]) -> None:
    text = " ".join(pieces)
    found = happenings(text, pipeline.reader, happening_models(), conventions=conventions, times=False)
    for event in found:
        spans = [event.span, *(s for spans in event.roles.values() for s in spans)]
        assert all(0 <= s.start < s.end <= len(text) and s.of(text) == s.of(text).strip() for s in spans)
        assert not any(a.overlaps(b) for n, a in enumerate(spans) for b in spans[:n])
        assert event.group in GROUPS
        assert SURE < event.score <= 1.0
    assert not any(a.span.overlaps(b.span) for n, a in enumerate(found) for b in found[:n])


def gold_of(record: dict[str, Any]) -> list[Any]:
    """`gold_of` of benchmarks/events_gold.py, which is not part of the package."""
    spec = importlib.util.spec_from_file_location("events_gold", ROOT / "benchmarks/events_gold.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["events_gold"] = module
    spec.loader.exec_module(module)
    found: list[Any] = module.gold_of(record)
    return found


def derived(*events: tuple[str, list[str]], text: str) -> dict[str, Any]:
    """A record of the copy: every trigger at the first place of its string, arguments anywhere."""

    def at(string: str) -> dict[str, Any]:
        return {"start": text.index(string), "end": text.index(string) + len(string), "text": string}

    made = [
        {
            "type": "Conflict.Attack",
            "group": "attack",
            "trigger": at(word),
            "args": [{"role": "Attacker", "span": at(a)} for a in arguments],
        }
        for word, arguments in events
    ]
    return {"id": "d", "text": text, "meta": {"derived_copy": True}, "events": made}


def test_a_trigger_stands_where_its_arguments_stand() -> None:
    text = "The attack was the third. Rebels led the attack on Monday. The attack went on."
    (gold,) = gold_of(derived(("attack", ["Rebels"]), text=text))
    assert gold.span.start == text.index("attack on")
    assert gold.arguments == [(gold.arguments[0][0], "actor")]
    assert gold.arguments[0][0].of(text) == "Rebels"


def test_what_nobody_knows_is_shared_among_the_places_left() -> None:
    text = "The attack was the third. Rebels led the attack on Monday. The attack went on."
    gold = gold_of(derived(("attack", ["Rebels"]), ("attack", []), text=text))
    assert [(g.span.start, g.share) for g in sorted(gold, key=lambda g: g.span)] == [
        (text.index("attack was"), 0.5),
        (text.index("attack on"), 1.0),
        (text.index("attack went"), 0.5),
    ]
    assert [g.arguments is None for g in sorted(gold, key=lambda g: g.span)] == [True, False, True]


def test_triggers_of_other_records_stay_where_they_are() -> None:
    text = "The attack was the third. Rebels led the attack."
    record = {**derived(("attack", ["Rebels"]), text=text), "meta": {}}
    (gold,) = gold_of(record)
    assert gold.span.start == text.index("attack was")
