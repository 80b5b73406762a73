"""Claims in the coarser code lists of the evaluation sets: event groups, snippet labels."""

from __future__ import annotations

import re
from typing import Any

from onrecord.evaluate.old_plover import old_type, sentence_type
from onrecord.evaluate.relevance import is_relevant
from onrecord.evaluate.snippets import case_label
from onrecord.model import Claim, Reading, Span

_DEATH = re.compile(
    r"\b(?:kill|dead|death|die[sd]?\b|dying|murder|assassinat|execut|massacre|slain|slaying|fatal|beheading|beheaded)", re.I
)
_FORCE = re.compile(r"\b(?:tear ?gas|lathi|baton|fired|firing|opened fire|shot|beat|caned|water cannon|charge)", re.IGNORECASE)
_POLICE = re.compile(r"\b(?:police|policem[ae]n|cops?|constables?|crpf|raf|officers?|security forces)\b", re.IGNORECASE)
_FAIL = re.compile(
    r"\b(?:police|policem[ae]n|cops?|officers?)\b[^.]{0,60}\b(?:mute|silent|fail|refus|ignor|stood by|did (?:not|"
    r"nothing)|no action|inaction|spectators?|helpless|absent|late)",
    re.I,
)


def snippet_labels(record: dict[str, Any], reading: Reading) -> dict[str, Any]:
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
    events = [_coded(claim, text) for claim in happened]
    kind = sentence_type(text, best)
    return {"labels": [kind] if kind else [], "events": events}


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
    text = reading.document.text
    labels: set[str] = set()
    words = sentence.of(text)
    for claim in reading.claims:
        if not sentence.overlaps(claim.trigger) or claim.status == "denied":
            continue
        by_police = any(_POLICE.search(r.name) or _POLICE.search(r.span.of(text)) for r in claim.actors)
        if claim.event_type == "COERCE" and claim.mode == "arrest":
            labels.add("ARREST")
        elif by_police and claim.event_type == "ASSAULT":
            labels.add("FORCE")
            if any(f.what == "killed" for f in claim.figures) or _DEATH.search(claim.trigger.of(text)):
                labels.add("KILL")
        elif by_police:
            labels.add("ANY_ACTION")
    if (
        _POLICE.search(words)
        and _FORCE.search(words)
        and "FORCE" not in labels
        and any(sentence.overlaps(c.trigger) for c in reading.claims)
    ):
        labels.add("FORCE")
    if _FAIL.search(words):
        labels.add("FAIL")
    if labels - {"FAIL"}:
        labels.add("ANY_ACTION")
    return sorted(labels)


EVENT_ROLES = ("actor", "target", "instrument", "place", "time")
# What a corpus' own ontology has, where it leaves out groups that texts are full of.
_ONTOLOGIES = {"m2e2": frozenset({"attack", "movement", "death", "meeting", "arrest", "protest"})}


def group_of(claim: Claim) -> str | None:
    """The coarse group of a claim of a kind that the tagger of deeds saw little of in training."""
    match claim.event_type, claim.mode:
        case "CONSULT", _:
            return "meeting"
        case "AGREE", _:
            return "agreement"
        case "PROTEST", _:
            return "protest"
        case "COERCE", "arrest":
            return "arrest"
    return None


def groups_in(corpus: str) -> frozenset[str] | None:
    """The coarse groups that a corpus annotates; None where it annotates all."""
    return _ONTOLOGIES.get(corpus)
