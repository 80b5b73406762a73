"""Claims in the coarser code lists of the evaluation sets: event groups, snippet labels."""

from __future__ import annotations

from typing import Any

from onrecord.evaluate.cameo import coded
from onrecord.evaluate.happenings.lexicon import GROUPS
from onrecord.evaluate.old_plover import old_type, sentence_type
from onrecord.evaluate.police import police_labels
from onrecord.evaluate.relevance import is_relevant
from onrecord.evaluate.snippets import case_label
from onrecord.model import Claim, Reading, Span
from onrecord.resolve.actor import ActorTable


def snippet_labels(record: dict[str, Any], reading: Reading, table: ActorTable) -> dict[str, Any]:
    """Labels of a snippet in its corpus's code list: CASE 2021 sub-events, CEHA relevance, police actions, PLOVER types, CAMEO roots."""
    corpus = str(record.get("corpus", ""))
    text = reading.document.text
    happened = [c for c in reading.claims if c.status not in {"hypothetical"}]
    best = sorted(happened, key=lambda c: (-c.confidence, c.trigger))
    if corpus == "CASE2021-Task2":
        return {"labels": [case_label(text, best)]}
    if corpus == "CEHA":
        return {"labels": ["RELEVANT"] if is_relevant(reading) else []}
    if "sentences" in record:
        sentences = [{"sent_id": s["sent_id"], "labels": _police(reading, Span(s["start"], s["end"]))} for s in record["sentences"]]
        return {"sentences": sentences, "labels": sorted({label for s in sentences for label in s["labels"]})}
    if corpus.startswith("petrarch_"):
        return cameo_events(reading, table)
    events = [_coded(claim, text) for claim in happened]
    kind = sentence_type(text, best)
    return {"labels": [kind] if kind else [], "events": events}


def cameo_events(reading: Reading, table: ActorTable) -> dict[str, Any]:
    """CAMEO events with their triggers, each triple of source, code and target once; labels are the codes."""
    text = reading.document.text
    events: dict[tuple[str, str, str], dict[str, Any]] = {}
    for claim in reading.claims:
        trigger = {"start": claim.trigger.start, "end": claim.trigger.end, "text": claim.trigger.of(text)}
        for event in coded(claim, text, table):
            events.setdefault((event["source"], event["code"], event["target"]), {**event, "trigger": [trigger]})
    return {"labels": sorted({e["code"] for e in events.values()}), "events": list(events.values())}


def _coded(claim: Claim, text: str) -> dict[str, Any]:
    def parties(roles: tuple[Any, ...]) -> list[dict[str, Any]]:
        return [
            {"start": r.span.start, "end": r.span.end, "text": r.span.of(text), "code": r.actor.country if r.actor else None} for r in roles
        ]

    return {
        "type": old_type(claim),
        "sources": parties(claim.actors),
        "targets": parties(claim.targets),
        "trigger": [{"start": claim.trigger.start, "end": claim.trigger.end}],
    }


def _police(reading: Reading, sentence: Span) -> list[str]:
    """What the police did in one sentence: KILL, ARREST, FAIL, FORCE and ANY_ACTION."""
    claims = [c for c in reading.claims if sentence.overlaps(c.trigger) and c.status != "denied"]
    return police_labels(sentence.of(reading.document.text), claims, reading.document.text)


# What a corpus' own ontology has, where it leaves out groups that texts are full of.
_ONTOLOGIES = {
    "m2e2": frozenset({"attack", "movement", "death", "meeting", "arrest", "protest"}),
    "wikievents": frozenset(GROUPS) - {"agreement"},
}
_CONVENTIONS = {"geneva": ("frames",), "famus": ("frames",), "m2e2": ("news",), "wikievents": ("news",)}
_TIMELESS = frozenset({"geneva", "m2e2", "rams", "wikievents"})


def groups_in(corpus: str) -> frozenset[str] | None:
    """The coarse groups that a corpus annotates; None where it annotates all."""
    return _ONTOLOGIES.get(corpus)


def conventions_of(corpus: str) -> tuple[str, ...]:
    """By which conventions a corpus counts happenings: those of news corpora, of FrameNet, or, where it is not known, both.

    RAMS annotates one event a record, of any kind that a text names, so that both hold for it, too.
    """
    return _CONVENTIONS.get(corpus, ("news", "frames"))


def has_times(corpus: str) -> bool:
    """Whether a corpus annotates when a happening took place."""
    return corpus not in _TIMELESS
