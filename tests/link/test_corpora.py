"""Mentions and reports across documents; the shared evaluation sets where they lie beside the repository."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from onrecord.link import GivenMention, MentionDocument, Report, cluster_documents, cluster_mentions, link_claims
from onrecord.link.documents import average_linkage

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "evaluation"
sys.path.append(str(ROOT / "benchmarks"))  # its scripts import one another
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared evaluation data does not lie beside this repository")


def benchmark(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def story(name: str, text: str, *words: str) -> MentionDocument:
    given = tuple(GivenMention(mention_id=f"{name}:{w}", start=text.index(w), end=text.index(w) + len(w)) for w in words)
    return MentionDocument(id=name, text=text, topic="t", mentions=given)


def test_mentions_of_one_story() -> None:
    quake = "An earthquake struck Orrin province on Monday and killed nine people in mountain villages, rescuers said."
    again = "The earthquake that struck Orrin province on Monday killed nine people in mountain villages."
    vote = "Parliament voted on the harbour budget after a long debate about fishing quotas and ferry subsidies."
    clusters = cluster_mentions(
        [story("a", quake, "earthquake", "killed"), story("b", again, "earthquake", "killed"), story("c", vote, "voted", "debate")]
    )
    assert clusters["a:earthquake"] == clusters["b:earthquake"] != clusters["a:killed"]
    assert clusters["a:killed"] == clusters["b:killed"]
    assert len({clusters["c:voted"], clusters["c:debate"], clusters["a:killed"]}) == 3


def test_reports_of_one_incident() -> None:
    day = date(2031, 5, 6)
    fire = "Deputies say Orla Finch, a 34-year-old baker, was shot outside the Quill Street bakery in Talm late on Monday."
    later = "The shooting of baker Orla Finch, 34, outside the Quill Street bakery in Talm is still under investigation, deputies say."
    other = "A boat capsized off Sela on Sunday and two fishermen swam ashore, the harbour master of the island said in a statement."
    found = cluster_documents(
        [
            Report(id="1", text=fire, title="Baker shot in Talm", published=day),
            Report(id="2", text=later, title="Talm baker shooting: no arrest", published=day + timedelta(days=1)),
            Report(id="3", text=other, title="Boat capsizes", published=day),
            Report(id="4", text="The council of Orrin met about roads and lamps and drains on Friday.", published=day),
        ]
    )
    assert found["1"] == found["2"]
    assert len(set(found.values())) == 3


def test_average_linkage_does_not_chain() -> None:
    chain = {(0, 1): 0.9, (1, 2): 0.6, (2, 3): 0.9}
    assert average_linkage(4, chain, 0.4) == [0, 0, 1, 1]
    assert average_linkage(3, {}, 0.4) == [0, 1, 2]


@needs_shared
def test_events_on_gold_claims() -> None:
    linking = benchmark("told_events")
    gold, claims, documents = {}, [], {}
    for record in linking.records(SHARED / "claims" / "claims.jsonl"):
        document, by_name = linking.gold_claims(record)
        documents[document.id] = document
        claims += by_name.values()
        gold.update({by_name[name].id: (record["id"], n) for n, names in enumerate(record["events"]) for name in names})
    found = {i: n for n, group in enumerate(link_claims(claims, documents)) for i in group}
    assert linking.b_cubed(gold, found)[2] > 0.9


@needs_shared
def test_scenarios_graded_from_gold_claims() -> None:
    oracle, linking = benchmark("grading_oracle"), benchmark("linking")
    from onrecord.grade import grade_event

    for record in linking.records(SHARED / "grading" / "scenarios.jsonl"):
        events, documents, publishers, _ = oracle.build(record)
        claims = [c for group in events for c in group]
        assert {frozenset(g) for g in link_claims(claims, documents)} == {frozenset(c.id for c in group) for group in events}
        for gold, group in zip(record["gold"]["events"], events, strict=True):
            grade = grade_event(group, documents, publishers=publishers, same_text=oracle.reuse(claims, documents)).grade
            assert (grade.independent_origins, grade.corroboration) == (gold["independent_origins"], gold["corroboration"]), gold["what"]
