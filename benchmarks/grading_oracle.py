"""Grade gold claims: checks the rules of `grade` (and of `link`, with --link) apart from the reader.

    python benchmarks/grading_oracle.py ../shared/evaluation/grading/scenarios.jsonl PRED.jsonl [--link] [--explain]

Claims are built from the gold triggers, chains, origins, figures and dates of the scenarios; the prediction is in the shape that
`score_grading.py` reads. With --link the events are found by `link.link_claims` over all claims of a scenario, not taken from the gold.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.grade import Judgements, grade_event
from onrecord.link import link_claims, text_reuse
from onrecord.model import ActorRef, Claim, Document, Event, Figure, Link, Place, Role, Span, When

Record = dict[str, Any]
_UNNAMED = ("activists", "fishermen", "a nigerien security source", "residents", "witnesses", "officials")


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _parties(record: Record) -> dict[str, str]:
    """Party of each organisation. A paper that only joined a party's group by passing it on has none of its own."""
    parties: dict[str, str] = {}
    for event in record["gold"]["events"]:
        relays = [c for c in event["collapsed"] if not {"same_origin", "same_party"} & set(c["reasons"])]
        passed_on = {side.split(": ", 1)[1] for c in relays for side in (c["a"], c["b"])}
        for origin in event["origins"]:
            for organisation in origin["organisations"]:
                if origin["party"] and organisation not in passed_on:
                    parties[organisation] = origin["party"]
        for origin in event["denials"]:
            if origin["party"]:
                parties[origin["name"]] = origin["party"]
    for event in record["gold"]["events"]:  # the origin that a lead rests on keeps its party
        for origin in event["origins"]:
            for voice in origin["voices"]:
                name = voice.split(": ", 1)[1]
                chained = any(t["origin"] == name and t["chain"] for t in event["triggers"])
                if origin["party"] and chained:
                    parties[name] = origin["party"]
    return parties


def _actor(name: str, parties: dict[str, str], organisation: str | None = None) -> ActorRef:
    party = parties.get(organisation or name) or parties.get(name)
    named = not _folded(name).startswith(_UNNAMED)
    return ActorRef(
        actor_id=f"local:{_folded(name)}",
        name=name,
        known=party is not None,
        named=named,
        party=party,
        organisation=f"local:{_folded(organisation)}" if organisation and named else None,
    )


def _publishers(record: Record, parties: dict[str, str]) -> dict[str, ActorRef]:
    """A flat claim whose origin is a party's organisation shows who publishes the document."""
    own: dict[str, str] = {}
    for event in record["gold"]["events"]:
        for trigger in event["triggers"]:
            if not trigger["chain"]:
                own[trigger["document"]] = trigger["origin"]
    return {d["id"]: _actor(own.get(d["id"], d["publisher"]), parties) for d in record["documents"]}


def _role(name: str, span: Span) -> Role:
    return Role(span=span, name=name, actor=ActorRef(actor_id=f"party:{name}", name=name, known=True, party=name))


def _claim(trigger: Record, event: Record, document: Document, parties: dict[str, str], *, with_figures: list[Figure]) -> Claim:
    start = document.text.index(trigger["sentence"])
    span = Span(trigger["start"], trigger["end"])
    chain = trigger["chain"]
    organisations = [*(None for _ in chain[1:]), trigger["origin"]]
    voices = [(name, _actor(name, parties, owner)) for name, owner in zip(chain, organisations, strict=False)]
    links = tuple(Link(source=None, cue=None, name=name, actor=actor) for name, actor in voices)
    when = None
    dated = [d for d in event["dates"] if d["document"] == trigger["document"]]
    if dated:
        nearest = min(dated, key=lambda d: abs(d["start"] - trigger["start"]))
        when = When(
            span=Span(nearest["start"], nearest["end"]),
            expression=nearest["quote"],
            earliest=date.fromisoformat(nearest["earliest"]),
            latest=date.fromisoformat(nearest["latest"]),
            rule="gold",
        )
    place = event["place"]
    exact = place["lat"] is not None
    where = Place(
        span=span,
        name=place["name"],
        kind="town" if exact else "region",
        country=place["country"],
        lat=place["lat"],
        lon=place["lon"],
        radius_m=5_000 if exact else None,
    )
    return Claim(
        document_id=document.id,
        trigger=span,
        evidence=Span(start, start + len(trigger["sentence"])),
        event_type=event["event_type"],
        status=trigger["status"],
        certainty="asserted",
        mode=event["mode"],
        sub_event=event["sub_event"],
        actors=tuple(_role(name, span) for name in (trigger["actor_party"] or "").split(" & ") if name),
        places=(where,),
        time=when,
        figures=tuple(with_figures),
        attribution=links,
    )


def _figures(event: Record, triggers: list[Record]) -> dict[int, list[Figure]]:
    """Each figure goes to the nearest trigger of the same document and origin."""
    out: dict[int, list[Figure]] = {}
    for f in event["figures"]:
        victims = "civilian" if f["what"] in ("killed", "injured") and "civilians" in f["sentence"].casefold() else None
        span = Span(f["start"], f["end"])
        figure = Figure(span=span, what=f["what"], low=f["low"], high=f["high"], unknown=f["unknown"], victims=victims)
        fitting = [i for i, t in enumerate(triggers) if t["document"] == f["document"] and t["origin"] == f["claimed_by"]]
        fitting = fitting or [i for i, t in enumerate(triggers) if t["document"] == f["document"]]
        owner = min(fitting, key=lambda i: abs(triggers[i]["start"] - f["start"]))
        out.setdefault(owner, []).append(figure)
    return out


def build(record: Record) -> tuple[list[list[Claim]], dict[str, Document], dict[str, ActorRef], dict[str, str]]:
    """Claims by gold event, documents, publishers by document id, and the scenario's own name of each document."""
    parties = _parties(record)
    documents = {
        d["id"]: Document(
            text=d["text"], title=d["title"], publisher=d["publisher"], published=date.fromisoformat(d["published"]), name=d["id"]
        )
        for d in record["documents"]
    }
    events = []
    for event in record["gold"]["events"]:
        owned = _figures(event, event["triggers"])
        told = enumerate(event["triggers"])
        events.append([_claim(t, event, documents[t["document"]], parties, with_figures=owned.get(i, [])) for i, t in told])
    publishers = {documents[name].id: actor for name, actor in _publishers(record, parties).items()}
    return events, {d.id: d for d in documents.values()}, publishers, {d.id: name for name, d in documents.items()}


def reuse(claims: list[Claim], documents: dict[str, Document]) -> frozenset[tuple[str, str]]:
    """Pairs of claim ids whose evidence is near-duplicate text."""
    passages = {c.id: c.evidence.of(documents[c.document_id].text) for c in claims}
    return frozenset((r.a, r.b) for r in text_reuse(passages))


def answer(event: Event, claims: dict[str, Claim], names: dict[str, str]) -> Record:
    """One event in the scorer's shape."""
    summary = {f.what: {"lowest": f.lowest, "highest": f.highest} for f in event.grade.figures if f.victims is None}
    told = [claims[claim_id] for claim_id in event.claim_ids]
    return {
        "triggers": [{"document": names[c.document_id], "start": c.trigger.start, "end": c.trigger.end} for c in told],
        "documents": [names[d] for d in event.document_ids],
        "independent_origins": event.grade.independent_origins,
        "corroboration": event.grade.corroboration,
        "figure_summary": summary,
        "sub_event": event.sub_event,
        "event_type": event.event_type,
        "earliest": event.when.earliest.isoformat() if event.when and event.when.earliest else None,
        "latest": event.when.latest.isoformat() if event.when and event.when.latest else None,
        "airwars": event.grade.airwars,
    }


def _judgements(gold: Record, publishers: dict[str, ActorRef]) -> Judgements:
    inputs = gold["airwars_inputs"]
    trusted = {f"local:{_folded(name)}": True for name in inputs["credible_sources"]}
    trusted |= {p.actor_id: True for p in publishers.values() if p.name in inputs["credible_sources"]}
    near = inputs["near_actions"]
    return Judgements(credible=trusted, near_actions=near if near in ("likely", "confirmed") else None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--link", action="store_true")
    parser.add_argument("--explain", action="store_true")
    options = parser.parse_args()
    grades: Counter[str] = Counter()
    with options.out.open("w", encoding="utf-8") as out:
        for line in options.gold.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            events, documents, publishers, names = build(record)
            claims = {c.id: c for group in events for c in group}
            gold_of = {c.id: g for g, group in zip(record["gold"]["events"], events, strict=True) for c in group}
            groups = [[claims[i] for i in ids] for ids in link_claims(list(claims.values()), documents)] if options.link else events
            same_text = reuse(list(claims.values()), documents)
            found = []
            for group in groups:
                judgements = _judgements(gold_of[group[0].id], publishers)
                found.append(grade_event(group, documents, publishers=publishers, same_text=same_text, judgements=judgements))
                grades[found[-1].grade.corroboration] += 1
                if options.explain:
                    print(record["id"], found[-1].grade.explanation, found[-1].grade.airwars_reasons)
            out.write(json.dumps({"id": record["id"], "events": [answer(e, claims, names) for e in found]}, ensure_ascii=False) + "\n")
    print(dict(grades))


if __name__ == "__main__":
    main()
