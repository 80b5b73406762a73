"""Every figure of `score` against the slow reference scorers: invented small records, and real ones with errors put in."""

from __future__ import annotations

import copy
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluate.reference import assert_equal, load, module, needs_reference

pytestmark = needs_reference
seeds = st.integers(0, 2**32 - 1)
# The same examples on every machine: an assignment tie is no failure of either side, and must not make a run red by chance.
examples = settings(max_examples=60, derandomize=True, deadline=None, database=None)
WORDS = ["Guards", "shelled", "the", "old", "mill", ",", "said", "Arda", "Press", ";", "two", "dead", "."]
TEXT = " ".join(WORDS[n * 7 % 13] for n in range(40))


def span(r: Random, *, widest: int = 30) -> dict[str, Any]:
    start = r.randrange(len(TEXT) - widest)
    return {"start": start, "end": start + r.randint(1, widest)}


def span_in(r: Random, lane: int, width: int) -> dict[str, Any]:
    """A span inside one lane of the text: spans of two lanes never meet, so that no two assignments are equally good.

    Between equally good ones the reference picks by the order of a set, which changes from run to run.
    """
    start = lane * width + r.randrange(width // 2)
    return {"start": start, "end": r.randint(start + 1, (lane + 1) * width - 1)}


def lanes(r: Random, most: int, make: Any) -> list[Any]:
    return [make(n) for n in range(most) if r.random() < 0.6]


def some(r: Random, most: int, make: Any) -> list[Any]:
    return [make() for _ in range(r.randint(0, most))]


def both(r: Random, make: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Gold and predicted records; some without prediction, some predicted of no gold."""
    gold = [{"id": f"d{n}", "text": TEXT, **make()} for n in range(r.randint(1, 4))]
    predicted = []
    for g in gold:
        if r.random() < 0.85:
            fresh = make()
            # Some answers are copied, so that exact hits happen.
            for name, value in fresh.items():
                if isinstance(value, list) and isinstance(g[name], list):
                    value += [copy.deepcopy(x) for x in g[name] if r.random() < 0.4]
            predicted.append({"id": g["id"], **fresh})
    return gold, [*predicted, {"id": "elsewhere", **make()}]


@examples
@given(seeds)
def test_attribution(seed: int) -> None:
    r = Random(seed)

    def one(lane: int) -> dict[str, Any]:
        def part(most: int) -> list[dict[str, Any]]:
            return some(r, most, lambda: span_in(r, lane, 60))

        return {"source": part(1), "cue": part(2), "content": part(2)}

    assert_equal("attribution", *both(r, lambda: {"attributions": lanes(r, 3, one)}), ties=True)


@examples
@given(seeds)
def test_entities(seed: int) -> None:
    r = Random(seed)

    def entity() -> dict[str, Any]:
        return {**span(r), "type": r.choice("AB"), **({"confidence": r.random()} if r.random() < 0.5 else {})}

    def make() -> dict[str, Any]:
        return {"entities": some(r, 5, entity), "relations": some(r, 2, lambda: {"type": "near", "head": span(r), "tail": span(r)})}

    assert_equal("entities", *both(r, make))


@examples
@given(seeds)
def test_toponyms(seed: int) -> None:
    r = Random(seed)

    def place(lane: int) -> dict[str, Any]:
        located = r.random() < 0.8
        return {
            **span_in(r, lane, 20),
            "lat": r.uniform(30, 33) if located else None,
            "lon": r.uniform(40, 43) if located else None,
            "geonames_id": r.choice([None, 1, 2]),
            "country": r.choice(["SY", "sy", "IQ", None]),
        }

    assert_equal("toponyms", *both(r, lambda: {"toponyms": lanes(r, 5, place)}))


@examples
@given(seeds)
def test_dates(seed: int) -> None:
    r = Random(seed)

    def timex(lane: int) -> dict[str, Any]:
        return {**span_in(r, lane, 20), "type": r.choice(["DATE", "DURATION"]), "value": r.choice(["2024-06-03", "P1M ", None])}

    assert_equal("dates", *both(r, lambda: {"timexes": lanes(r, 4, timex)}))


@examples
@given(seeds)
def test_factuality(seed: int) -> None:
    r = Random(seed)
    assert_equal("factuality", *both(r, lambda: {"items": some(r, 4, lambda: {**span(r), "score": r.uniform(-3, 3)})}))


@examples
@given(seeds)
def test_coreference_of_mentions(seed: int) -> None:
    r = Random(seed)

    def mention() -> dict[str, Any]:
        start = r.randrange(8)
        return {"start": start, "end": start + 1, "cluster": r.choice("abcde")}

    assert_equal("coreference_events", *both(r, lambda: {"mentions": some(r, 8, mention)}))


@examples
@given(seeds)
def test_coreference_of_reports(seed: int) -> None:
    r = Random(seed)
    ids = [f"d{n}" for n in range(r.randint(1, 12))]
    gold = [{"id": i, "text": "", "doc_cluster": r.choice("abcd")} for i in ids]
    assert_equal("coreference_events", gold, [{"id": i, "doc_cluster": r.choice(["a", "b", "c", None])} for i in ids if r.random() < 0.8])


@examples
@given(seeds)
def test_labels_of_snippets(seed: int) -> None:
    r = Random(seed)

    def event() -> dict[str, Any]:
        return {"type": "X", "sources": some(r, 2, lambda: span(r)), "targets": some(r, 2, lambda: span(r))}

    assert_equal("events_sentence", *both(r, lambda: {"labels": r.sample("ABC", r.randint(0, 2)), "events": some(r, 2, event)}))


@examples
@given(seeds)
def test_labels_of_sentences(seed: int) -> None:
    r = Random(seed)

    def make() -> dict[str, Any]:
        sentences = [{"sent_id": n, "labels": r.sample(["KILL", "ARREST"], r.randint(0, 2))} for n in range(r.randint(0, 3))]
        return {"labels": r.sample(["KILL", "ARREST"], r.randint(0, 2)), "sentences": sentences}

    assert_equal("events_sentence", *both(r, make))


@examples
@given(seeds)
def test_coded_events(seed: int) -> None:
    r = Random(seed)

    def event() -> dict[str, Any]:
        return {"code": r.choice(["190", "193", "0841a", "---"]), "source": r.choice(["SYR", None]), "target": r.choice(["REB", "CVL"])}

    gold, predicted = both(r, lambda: {"events": some(r, 3, event), "labels": []})
    gold[0]["events"].append(event())
    assert_equal("events_sentence", gold, predicted)


def template(r: Random) -> dict[str, Any]:
    """An invented template; every string, kind and number is worth its own, so that few pairings tie."""
    names = ["THE MILL", "MILL OF ARDA", "GUARDS", "TWO GUARDS", "BRIDGE", "ARDA FRONT", "FRONT"]

    def fill(*values: str, refs: bool = False) -> Any:
        value = r.choice(values)
        if r.random() < 0.3:
            return value
        if r.random() < 0.4:
            return {"value": value, "ref": r.choice(names)} if refs else {"value": value}
        given = {"optional": r.random() < 0.3, "alternatives": [{"value": v} for v in r.sample(values, min(2, len(values)))]}
        return {**given, "refs": r.sample(names, 2)} if refs else given

    def day() -> dict[str, str | None]:
        return {"from": r.choice([None, "1990-01-02"]), "to": r.choice(["1990-01-02", "1990-02-01"])}

    path = [{"name": r.choice(["ARDA", "KESH"])}, {"name": r.choice(["ORTAL", "SEMNA"])}]
    return {
        "optional": r.random() < 0.2,
        "incident_type": [fill("ATTACK", "BOMBING", "ARSON")],
        "incident_date": [{"alternatives": [day()]}] if r.random() < 0.5 else [day()],
        "incident_location": [{"path": path[: r.randint(1, 2)]}] if r.random() < 0.7 else ["ARDA: ORTAL (CITY)"],
        "perp_organization": some(r, 2, lambda: fill(*names)),
        "perp_org_confidence": some(r, 1, lambda: fill("POSSIBLE", "REPORTED AS FACT", refs=True)),
        "hum_tgt_name": some(r, 2, lambda: fill(*names)),
        "hum_tgt_number": some(r, 1, lambda: fill(*"123456789", refs=True)),
        "phys_tgt_id": None if r.random() < 0.2 else some(r, 2, lambda: fill(*names)),
    }


@examples
@given(seeds)
def test_role_fillers(seed: int) -> None:
    r = Random(seed)
    names = ["The Mill", "a mill", "guards", "Guards, two", "bridge", "the bridge!"]

    def make() -> dict[str, Any]:
        roles = {role: some(r, 3, lambda: r.sample(names, r.randint(1, 3))) for role in ("PerpInd", "Victim", "Weapon")}
        return {"templates": some(r, 3, lambda: template(r)), "role_entities": roles}

    gold, predicted = both(r, make)
    gold[0]["role_entities"]["Target"] = [["mill"]]
    predicted[0]["role_entities"]["Target"] = ["mill"]
    assert_equal("events_document", gold, predicted, ties=True)


def extent(r: Random) -> list[int]:
    start = r.randrange(60)
    return [start, start + r.randint(1, 12)]


def claim(r: Random, name: str) -> dict[str, Any]:
    def filler() -> dict[str, Any]:
        return {"span": r.choice([extent(r), None]), "name": r.choice(["Arda", "the Arda", "General Borek", "Vesna", ""])}

    def figure() -> dict[str, Any]:
        return {"span": extent(r), "what": "killed", "low": r.choice([2, 3]), "high": r.choice([3, None])}

    def link() -> dict[str, Any]:
        return {"source": r.choice([extent(r), None]), "cue": None, "name": r.choice(["Ilia Borek", "General Borek", "Arda Press", None])}

    day = r.choice([None, "2024-06-03"])
    return {
        "id": name,
        "trigger": extent(r),
        "evidence": [r.randrange(40), r.randrange(41, 90)],
        "event_type": r.choice(["ASSAULT", "COERCE"]),
        "sub_event": r.choice(["Attack", "Arrests", None]),
        "status": r.choice(["occurred", "denied"]),
        "certainty": r.choice(["asserted", "hedged"]),
        "actors": some(r, 2, filler),
        "targets": some(r, 2, filler),
        "places": some(r, 2, filler),
        "instruments": some(r, 1, lambda: extent(r)),
        "time": r.choice([None, {"span": None, "earliest": day, "latest": day}]),
        "figures": some(r, 2, figure),
        "attribution": some(r, 2, link),
    }


def close_claim(r: Random, known: dict[str, Any], name: str) -> dict[str, Any]:
    fresh = claim(r, name)
    return {**{k: v if r.random() < 0.8 else fresh[k] for k, v in known.items()}, "id": name}


def grouped(r: Random, ids: list[str]) -> list[list[str]]:
    groups: dict[int, list[str]] = {}
    for name in ids:
        groups.setdefault(r.randrange(3), []).append(name)
    return [group for group in groups.values() if r.random() < 0.9]


@examples
@given(seeds)
def test_claims(seed: int) -> None:
    r = Random(seed)
    gold, predicted = [], []
    for n in range(r.randint(1, 3)):
        told = [claim(r, f"c{k}") for k in range(r.randint(0, 4))]
        answers = [close_claim(r, c, f"p{k}") for k, c in enumerate(told) if r.random() < 0.8]
        answers += [claim(r, f"q{k}") for k in range(r.randint(0, 2))]
        gold.append({"id": f"d{n}", "claims": told, "events": grouped(r, [c["id"] for c in told])})
        if r.random() < 0.9:
            predicted.append({"id": f"d{n}", "claims": answers, "events": grouped(r, [c["id"] for c in answers])})
    assert_equal("claims", gold, predicted)


@examples
@given(seeds)
def test_events_arguments(seed: int) -> None:
    r = Random(seed)
    roles = ["Attacker", "actor", "victim", "place", "Unscored", "time", "weapon"]

    def argument() -> dict[str, Any]:
        return {"role": r.choice(roles), "span": {"start": None, "end": None} if r.random() < 0.1 else span(r)}

    def event() -> dict[str, Any]:
        group = r.choice(["attack", "battle", "death", "injury", None])
        return {"group": group, "trigger": span(r, widest=8), "args": some(r, 3, argument)}

    def make() -> dict[str, Any]:
        return {"events": some(r, 4, event), **({"meta": {"complete": False}} if r.random() < 0.3 else {})}

    assert_equal("events_arguments", *both(r, make))


def test_the_same_roles_are_scored() -> None:
    from onrecord.evaluate.metrics_arguments import coarse_role

    known = module("events_arguments").ROLES
    assert {role: coarse_role(role) for role in known} == known


def graded(r: Random, n: int) -> dict[str, Any]:
    def trigger() -> dict[str, Any]:
        start = r.randrange(40)
        return {"document": r.choice(["d1", "d2", "d3"]), "start": start, "end": start + 5}

    def bounds() -> dict[str, Any]:
        return {"lowest": r.choice([None, 0, 2]), "highest": r.choice([None, 5])}

    event: dict[str, Any] = {
        "id": f"e{n}",
        "triggers": some(r, 3, trigger),
        "documents": r.sample(["d1", "d2", "d3"], r.randint(0, 3)),
        "independent_origins": r.randint(1, 3),
        "corroboration": r.choice(["single_origin", "one_sided", "contested"]),
        "airwars": r.choice([None, "fair", "weak"]),
        "figure_summary": {kind: bounds() for kind in ("killed", "injured", "strikes") if r.random() < 0.5},
        "earliest": r.choice(["2024-06-03", "2024-06-05"]),
        "latest": "2024-06-05",
        "sub_event": r.choice(["Attack", None]),
    }
    if r.random() < 0.5:
        event["also"] = {
            "corroboration": ["contested"],
            "independent_origins": [2],
            "dates": [["2024-06-03", "2024-06-05"]],
            "sub_event": ["Attack"],
            "figure_summary": [{"killed": bounds()}],
            "airwars": ["fair"],
        }
    return event


@examples
@given(seeds)
def test_grading(seed: int) -> None:
    r = Random(seed)
    gold, predicted = [], []
    for n in range(r.randint(1, 3)):
        events = [graded(r, k) for k in range(r.randint(0, 4))]
        ignored = [{"document": "d1", "start": 30, "end": 60}] if r.random() < 0.5 else []
        gold.append({"id": f"s{n}", "gold": {"events": events, "ignored": ignored}})
        answers = []
        for base in [*events, graded(r, 9)]:
            fresh = graded(r, 0)
            answer = {k: fresh[k] if r.random() < 0.2 else v for k, v in base.items() if k != "also" and r.random() < 0.95}
            if r.random() < 0.2:
                answer["event_type"] = r.choice(["ACCUSE", "ASSAULT"])
            answers += [answer] if r.random() < 0.8 else []
        predicted.append({"id": f"s{n}", "events": answers})
    assert_equal("grading", gold, predicted)


REAL = [
    ("attribution", "attribution/polnear.jsonl", 20),
    ("attribution", "attribution/masc_mpqa.jsonl", 10),
    ("entities", "entities/re3d.jsonl", 20),
    ("entities", "entities/gum.jsonl", 3),
    ("toponyms", "toponyms/lgl.jsonl", 40),
    ("toponyms", "toponyms/trnews.jsonl", 20),
    ("dates", "dates/tempeval3_tbaq.jsonl", 40),
    ("dates", "dates/gum.jsonl", 10),
    ("dates", "dates/wikiwars_ua.jsonl", 4),
    ("factuality", "factuality/uw.jsonl", 200),
    ("factuality", "factuality/meantime.jsonl", 100),
    ("coreference_events", "coreference_events/ecbplus.jsonl", 60),
    ("coreference_events", "coreference_events/newswcl50.jsonl", 4),
    ("coreference_events", "coreference_events/gva_incidents.jsonl", 300),
    ("events_sentence", "events_sentence/case2021_task2.jsonl", 98),
    ("events_sentence", "events_sentence/ceha.jsonl", 100),
    ("events_sentence", "events_sentence/indiapolice.jsonl", 40),
    ("events_sentence", "events_sentence/plover_gsr.jsonl", 146),
    ("events_sentence", "events_sentence/petrarch_unit_en.jsonl", 200),
    ("events_document", "events_document/muc4.jsonl", 80),
    ("claims", "claims/claims.jsonl", 16),
    ("events_arguments", "events_arguments/geneva.jsonl", 300),
    ("events_arguments", "events_arguments/famus.jsonl", 100),
    ("events_arguments", "events_arguments_restricted/wikievents.jsonl", 10),
    ("grading", "grading/scenarios.jsonl", 6),
]
FIELDS = (
    "attributions",
    "entities",
    "relations",
    "toponyms",
    "timexes",
    "items",
    "mentions",
    "doc_cluster",
    "labels",
    "sentences",
    "events",
    "claims",
    "templates",
    "role_entities",
)


def spoilt(r: Random, value: Any) -> Any:
    """A copy in which parts are lost, spans moved, numbers off and words exchanged."""
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(x, int) for x in value):
            return [value[0] + r.choice([0, 0, 0, 0, 4]), value[1] + r.choice([4, 4, 4, 9])]
        return [spoilt(r, part) for part in value if r.random() < 0.9]
    if isinstance(value, dict):
        changed = {k: v if k in {"id", "sent_id", "confidence"} else spoilt(r, v) for k, v in value.items()}
        if isinstance(value.get("start"), int):
            moved = r.random() < 0.3
            changed |= {"start": value["start"] + moved, "end": value["end"] + 5 * moved}
        return changed
    if isinstance(value, float):
        return value + r.choice([0, 0, 0.4, 3.1])
    return value


@pytest.mark.parametrize(("task", "name", "limit"), REAL)
def test_real_records_with_errors_put_in(task: str, name: str, limit: int) -> None:
    gold = load(name, limit)
    r = Random(name)
    if task == "grading":
        predicted = [{"id": g["id"], "events": spoilt(r, g["gold"]["events"])} for g in gold]
    else:
        predicted = [{"id": g["id"], **{f: spoilt(r, g[f]) for f in FIELDS if f in g}} for g in gold if r.random() < 0.95]
        for a, b in pairwise(predicted):
            if "doc_cluster" in a and r.random() < 0.2:
                a["doc_cluster"] = b["doc_cluster"]
            if "labels" in a and r.random() < 0.2:
                a["labels"] = b["labels"]
            if "mentions" in a:
                clusters = [m["cluster"] for m in a["mentions"]]
                for m in a["mentions"]:
                    m["cluster"] = r.choice(clusters) if r.random() < 0.2 else m["cluster"]
    assert_equal(task, gold, predicted, ties=task in {"attribution", "toponyms", "dates"})
    assert_equal(task, gold, [])
