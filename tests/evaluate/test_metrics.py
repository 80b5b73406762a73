"""Cases worked out by hand, one or more a family of metrics."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from onrecord.evaluate.metrics_common import assign, match
from onrecord.evaluate.metrics_coreference import coreference
from onrecord.evaluate.metrics_toponyms import distance_km
from onrecord.evaluate.scoring import score

Record = dict[str, Any]


def at(start: int, end: int, **rest: Any) -> Record:
    return {"start": start, "end": end, **rest}


def one(task: str, gold: Record, predicted: Record) -> Record:
    return score(task, [{"id": "d", **gold}], [{"id": "d", **predicted}])


def prf(result: Record) -> tuple[float, float, float]:
    return result["precision"], result["recall"], pytest.approx(result["f1"])


def test_an_assignment_is_the_best_as_a_whole() -> None:
    # Taking the 5 first would leave 1: 6 in all, where 4 + 4 is 8.
    assert assign([[5, 4], [4, 1]]) == [(0, 1), (1, 0)]
    weights = {("a", "x"): 5, ("a", "y"): 4, ("b", "x"): 4, ("b", "y"): 1, ("c", "z"): 1}
    assert sorted(match(weights)) == [("a", "y"), ("b", "x"), ("c", "z")]
    assert assign([]) == [] == match({})
    assert assign([[0.0]]) == []


class TestAttribution:
    text = "The mayor said the old mill burned down ."  # 9 tokens; content "the old mill burned down" is five of them
    gold: ClassVar[Record] = {"source": [at(0, 9)], "cue": [at(10, 14)], "content": [at(15, 39)]}

    def test_part_of_a_content(self) -> None:
        told = {"source": [at(4, 9)], "cue": [at(10, 14)], "content": [at(23, 39)]}  # "mill burned down": three of five
        r = one("attribution", {"text": self.text, "attributions": [self.gold]}, {"attributions": [told]})
        assert prf(r["content"]["overlap"]) == (1.0, 0.6, 0.75)
        assert r["primary"] == {"name": "content overlap F1", "value": pytest.approx(0.75)}
        assert r["content"]["exact"]["f1"] == 0
        assert r["cue"]["exact"]["f1"] == 1
        assert r["source"]["token"]["recall"] == 0.5
        assert (r["relation_exact"]["f1"], r["relation_relaxed"]["f1"], r["relation_aligned"]["f1"]) == (0, 1, 1)
        assert r["source_accuracy_on_aligned"] == {"overlap": 1, "exact": 0, "aligned": 1}

    def test_less_than_half_of_a_content_is_not_the_same_attribution(self) -> None:
        told = {**self.gold, "content": [at(28, 39)]}  # two of five
        r = one("attribution", {"text": self.text, "attributions": [self.gold]}, {"attributions": [told]})
        assert r["relation_aligned"]["f1"] == 0

    def test_a_source_of_two_attributions_counts_once(self) -> None:
        second = {**self.gold, "content": [at(40, 41)]}
        r = one("attribution", {"text": self.text, "attributions": [self.gold, second]}, {"attributions": [self.gold]})
        assert r["source"]["exact"]["gold"] == 1
        assert r["content"]["exact"]["gold"] == 2

    def test_parts_without_a_place_in_the_text_are_left_out(self) -> None:
        told = {**self.gold, "source": [*self.gold["source"], {"start": None, "end": None}]}
        r = one("attribution", {"text": self.text, "attributions": [self.gold]}, {"attributions": [told]})
        assert r["relation_exact"]["f1"] == 1


def test_entities() -> None:
    gold = [at(0, 4, type="Person"), at(10, 20, type="Place"), at(30, 40, type="Place", confidence=0.4)]
    told = [at(0, 4, type="Person"), at(12, 20, type="Place"), at(50, 51, type="Person")]
    r = one("entities", {"entities": gold}, {"entities": told})
    assert prf(r["exact"]) == (1 / 3, 0.5, 0.4)
    assert prf(r["overlap_same_type"]) == (2 / 3, 1.0, 0.8)
    assert r["by_type"]["Place"]["f1"] == 0
    assert r["macro_f1"] == pytest.approx((2 / 3 + 0) / 2)
    assert "relations_exact" not in r


def test_relations_of_entities() -> None:
    relation = {"head": at(0, 4), "tail": at(8, 12), "type": "near"}
    r = one("entities", {"entities": [], "relations": [relation]}, {"relations": [{**relation, "tail": at(9, 12)}]})
    assert (r["relations_exact"]["f1"], r["relations_overlap"]["f1"]) == (0, 1)


class TestToponyms:
    def test_a_degree_of_latitude(self) -> None:
        assert distance_km(0, 0, 1, 0) == pytest.approx(111.195, abs=0.001)
        assert distance_km(0, 179.5, 0, -179.5) == pytest.approx(111.195, abs=0.001)

    def test_near_far_and_missed(self) -> None:
        gold = [
            at(0, 5, lat=35.0, lon=40.0, geonames_id=7),
            at(10, 15, lat=35.0, lon=40.0),
            at(20, 25, lat=1.0, lon=1.0),
            at(30, 35, lat=None, lon=None),
        ]
        told = [at(0, 6, lat=36.0, lon=40.0, geonames_id="7"), at(10, 15, lat=37.0, lon=40.0)]
        r = one("toponyms", {"toponyms": gold}, {"toponyms": told})
        assert r["primary"]["value"] == pytest.approx(1 / 3)
        assert r["resolution"]["acc@161km"] == 0.5
        assert r["resolution"]["median_error_km"] == pytest.approx(1.5 * 111.195, abs=0.01)
        assert r["resolution"]["geonames_id_accuracy"] == 1
        assert prf(r["recognition_exact"]) == (0.5, 0.25, 1 / 3)
        assert prf(r["recognition_overlap"]) == (1.0, 0.5, 2 / 3)


def test_dates() -> None:
    gold = [at(0, 6, type="DATE", value="2024-06-03"), at(10, 20, type="DURATION", value="P1M")]
    told = [at(0, 6, type="DATE", value=" 2024-06-03"), at(12, 20, type="DURATION", value="P2M"), at(30, 31, type="DATE", value="2024")]
    r = one("dates", {"timexes": gold}, {"timexes": told})
    assert prf(r["strict"]) == (1 / 3, 0.5, 0.4)
    assert prf(r["relaxed"]) == (2 / 3, 1.0, 0.8)
    assert r["primary"] == {"name": "TempEval-3 value F1", "value": pytest.approx(0.4)}
    assert r["value_accuracy_on_aligned"] == 0.5


def test_factuality() -> None:
    gold = [at(0, 1, score=3.0), at(2, 3, score=-3.0), at(4, 5, score=0.0)]
    r = one("factuality", {"items": gold}, {"items": [at(0, 1, score=2.0), at(2, 3, score=-2.0)]})
    assert (r["pearson_r"], r["mae"], r["mae_of_constant_3"], r["missing"]) == (pytest.approx(1), pytest.approx(2 / 3), 3, 1)
    assert r["three_way"]["accuracy"] == 1
    assert one("factuality", {"items": gold}, {})["pearson_r"] == 0


class TestCoreference:
    # Moosavi & Strube 2016, figure 1: key {a,b,c} {d,e,f,g}, response {a,b} {c,d} {f,g,h,i}.
    key: ClassVar[dict[str, str]] = dict(zip("abcdefg", "1112222", strict=True))
    response: ClassVar[dict[str, str]] = dict(zip("abcdfghi", "11223333", strict=True))

    def test_the_published_example(self) -> None:
        r = coreference(self.key, self.response)
        assert prf(r["muc"]) == (0.4, 0.4, 0.4)
        assert r["b3"]["recall"] == pytest.approx((4 / 3 + 1 / 3 + 1 / 4 + 4 / 4) / 7)
        assert r["b3"]["precision"] == pytest.approx((2 + 1 / 2 + 1 / 2 + 1) / 8)
        assert r["ceafe"]["recall"] == pytest.approx((4 / 5 + 4 / 8) / 2)
        assert r["lea"]["recall"] == pytest.approx((3 * (1 / 3) + 4 * (1 / 6)) / 7)
        assert r["lea"]["precision"] == pytest.approx((2 * 1 + 2 * 0 + 4 * (1 / 6)) / 8)
        assert r["conll_f1"] == pytest.approx((r["muc"]["f1"] + r["b3"]["f1"] + r["ceafe"]["f1"]) / 3)

    def test_clusters_across_documents(self) -> None:
        gold = [{"id": d, "mentions": [at(0, 1, cluster="x"), at(2, 3, cluster="y" + d)]} for d in "pq"]
        apart = [{"id": d, "mentions": [at(0, 1, cluster=d + "1"), at(2, 3, cluster=d + "2")]} for d in "pq"]
        r = score("coreference_events", gold, apart)
        assert r["with_singletons"]["muc"]["recall"] == 0
        assert prf(r["with_singletons"]["b3"]) == (1.0, 0.75, 6 / 7)
        assert r["without_singletons"]["predicted_mentions"] == 0
        assert score("coreference_events", gold, gold)["primary"]["value"] == 1

    def test_reports(self) -> None:
        gold = [{"id": str(n), "doc_cluster": c} for n, c in enumerate("xxy")]
        r = score("coreference_events", gold, [{"id": str(n), "doc_cluster": 1} for n in range(3)])
        assert prf(r["pairwise"]) == (1 / 3, 1.0, 0.5)
        assert prf(r["with_singletons"]["b3"]) == (pytest.approx(5 / 9), 1.0, pytest.approx(5 / 7))
        assert r["primary"]["name"] == "B3 F1 over reports"


class TestLabels:
    def test_snippets(self) -> None:
        gold = [{"id": str(n), "labels": [label]} for n, label in enumerate("AAB")]
        r = score("events_sentence", gold, [{"id": "0", "labels": ["A"]}, {"id": "1", "labels": ["B"]}])
        assert r["by_label"]["A"]["f1"] == pytest.approx(2 / 3)
        assert r["by_label"]["B"]["f1"] == 0
        assert r["primary"] == {"name": "weighted F1", "value": pytest.approx((2 * 2 / 3 + 0) / 3)}
        assert (r["macro_f1"], r["exact_match"]) == (pytest.approx(1 / 3), pytest.approx(1 / 3))

    def test_spans_of_sources_and_targets(self) -> None:
        event = {"type": "ASSAULT", "sources": [at(0, 5)], "targets": [at(9, 12)]}
        r = one("events_sentence", {"labels": ["ASSAULT"], "events": [event]}, {"events": [{**event, "sources": [at(1, 5)]}]})
        assert (r["sources"]["exact"]["f1"], r["sources"]["overlap"]["f1"], r["targets"]["exact"]["f1"]) == (0, 1, 1)

    def test_questions_of_each_sentence(self) -> None:
        gold = {"labels": ["KILL"], "sentences": [{"sent_id": 0, "labels": ["KILL"]}, {"sent_id": 1, "labels": []}]}
        r = one("events_sentence", gold, {"labels": ["KILL"], "sentences": [{"sent_id": 1, "labels": ["KILL"]}]})
        assert (r["primary"], r["document"]["macro_f1"]) == ({"name": "sentence macro F1", "value": 0}, 1)

    def test_coded_events(self) -> None:
        gold = {"events": [{"code": "190", "source": "SYR", "target": "REB"}]}
        r = one("events_sentence", gold, {"events": [{"code": "193", "source": "SYR", "target": "REB"}, {"type": "ASSAULT"}]})
        assert prf(r["source_root_target"]) == (0.5, 1.0, 2 / 3)
        assert (r["code"]["f1"], r["root_code"]["recall"], r["has_event_accuracy"]) == (0, 1, 1)


def test_role_fillers() -> None:
    gold = {"role_entities": {"Victim": [["the mayor", "mayor of Arda"], ["a guard"]], "Weapon": [["bomb"]]}}
    told = {"role_entities": {"Victim": ["Mayor", ["guard", "the man"]], "Weapon": []}}
    r = one("events_document", gold, told)["ceaf_ree"]
    assert prf(r["strict"]["Victim"]) == (0.5, 0.5, 0.5)
    assert prf(r["strict"]["micro"]) == (0.5, 1 / 3, 0.4)
    assert r["proportional"]["Victim"]["f1"] == pytest.approx(0.75)


class TestArguments:
    gold: ClassVar[Record] = {
        "events": [
            {
                "group": "attack",
                "trigger": at(5, 9),
                "args": [{"role": "Attacker", "span": at(0, 4)}, {"role": "Unlisted", "span": at(0, 4)}],
            },
            {"group": None, "trigger": at(20, 24), "args": []},
        ]
    }

    def test_a_kindred_group_and_the_wrong_role(self) -> None:
        told = {"events": [{"group": "battle", "trigger": at(5, 9), "args": [{"role": "target", "span": at(0, 4)}]}]}
        r = one("events_arguments", self.gold, told)
        lines = ("trigger_found", "trigger_group", "trigger_family", "argument_found", "argument_role")
        assert [r[line]["f1"] for line in lines] == [1, 0, 1, 1, 0]
        assert r["primary"] == {"name": "argument role F1", "value": 0}

    @pytest.mark.parametrize(("start", "complete", "predicted"), [(20, True, 0), (40, True, 1), (40, False, 0)])
    def test_which_other_events_are_counted(self, start: int, complete: bool, predicted: int) -> None:
        told = {"events": [{"group": "attack", "trigger": at(start, start + 2)}]}
        assert one("events_arguments", {**self.gold, "complete": complete}, told)["trigger_found"]["predicted"] == predicted


def test_the_result_of_no_prediction_at_all() -> None:
    r = score("events_arguments", [{"id": "d", **TestArguments.gold}], [])
    assert (r["argument_role"]["f1"], r["argument_role"]["gold"], r["records_without_prediction"]) == (0, 1, 1)
