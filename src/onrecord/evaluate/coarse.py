"""Claims in the coarser code lists of the evaluation sets: event groups, snippet labels, role fillers, place names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from onrecord.model import Claim, Reading, Span
from onrecord.read import RoleFiller

_DEATH = re.compile(
    r"\b(?:kill|dead|death|die[sd]?\b|dying|murder|assassinat|execut|massacre|slain|slaying|fatal|beheading|beheaded)", re.I
)
_BATTLE = {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"}
_STRIKE = {"Air/drone strike", "Shelling/artillery/missile attack"}


_CASE = {
    "Armed clash": "ARMED_CLASH",
    "Government regains territory": "GOV_REGAINS_TERIT",
    "Non-state actor overtakes territory": "NON_STATE_ACTOR_OVERTAKES_TER",
    "Chemical weapon": "CHEM_WEAP",
    "Air/drone strike": "AIR_STRIKE",
    "Suicide bomb": "SUIC_BOMB",
    "Shelling/artillery/missile attack": "ART_MISS_ATTACK",
    "Remote explosive/landmine/IED": "REM_EXPLOS",
    "Grenade": "GRENADE",
    "Sexual violence": "SEX_VIOL",
    "Attack": "ATTACK",
    "Abduction/forced disappearance": "ABDUCT_DISSAP",
    "Peaceful protest": "PEACE_PROTEST",
    "Protest with intervention": "PROTEST_WITH_INTER",
    "Excessive force against protesters": "FORCE_AGAINST_PROTEST",
    "Violent demonstration": "VIOL_DEMONSTR",
    "Mob violence": "MOB_VIOL",
    "Agreement": "AGREEMENT",
    "Arrests": "ARREST",
    "Change to group/activity": "CHANGE_TO_GROUP_ACT",
    "Disrupted weapons use": "DISR_WEAP",
    "Headquarters or base established": "HQ_ESTABLISHED",
    "Looting/property destruction": "PROPERTY_DISTRUCT",
    "Non-violent transfer of territory": "NON_VIOL_TERRIT_TRANSFER",
    "Other": "OTHER",
}
_FIGHTING = _BATTLE | _STRIKE
_DIPLOMACY = {"CONSULT", "SUPPORT", "REQUEST", "REJECT", "THREATEN", "CONCEDE", "COOPERATE"}
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
        coded = [c for c in best if c.sub_event]
        if coded:
            return {"labels": [_CASE[coded[0].sub_event or "Other"]]}
        types = {c.event_type for c in best}
        return {"labels": ["DIPLO" if types & _DIPLOMACY else "ATTRIB" if "ACCUSE" in types else "OTHER"]}
    if corpus == "CEHA":
        violent = [c for c in happened if c.event_type in {"ASSAULT", "PROTEST", "COERCE", "SANCTION"}]
        return {"labels": ["RELEVANT"] if violent else []}
    if "sentences" in record:
        sentences = [{"sent_id": s["sent_id"], "labels": _police(reading, Span(s["start"], s["end"]))} for s in record["sentences"]]
        return {"sentences": sentences, "labels": sorted({label for s in sentences for label in s["labels"]})}
    events = [_coded(claim, text) for claim in happened]
    return {"labels": [_old_plover(c) for c in best[:1]], "events": events}


def _old_plover(claim: Claim) -> str:
    """The type as PLOVER named it when the GSR sentences were written, before DEMAND, DISAPPROVE, INVESTIGATE and FIGHT went."""
    match claim.event_type, claim.mode:
        case "REQUEST", _:
            return "DEMAND"
        case "ACCUSE", "investigate":
            return "INVESTIGATE"
        case "ACCUSE", _:
            return "DISAPPROVE"
        case "ASSAULT", _ if claim.sub_event in _FIGHTING:
            return "FIGHT"
    return claim.event_type


def _coded(claim: Claim, text: str) -> dict[str, Any]:
    def parties(roles: tuple[Any, ...]) -> list[dict[str, Any]]:
        return [
            {"start": r.span.start, "end": r.span.end, "text": r.span.of(text), "code": r.actor.country if r.actor else None} for r in roles
        ]

    return {
        "type": _old_plover(claim),
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


_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_LEAD = re.compile(r"^(?:(?:the|a|an|some|several|his|her|their|its|this|that|these|those)\s+)+", re.IGNORECASE)


def role_entities(fillers: Sequence[RoleFiller], text: str) -> dict[str, list[list[str]]]:
    """MUC-4's five roles of a document, each entity as the words that name it best.

    Mentions whose words are all among another's are the same entity: the fuller name stands for it.
    """
    groups: dict[str, list[list[str]]] = {}
    for role in _ROLES:
        weight: dict[str, float] = {}
        for filler in fillers:
            if filler.role == role:
                words = _LEAD.sub("", " ".join(filler.span.of(text).lower().split())).strip(" .,;\"'")
                if words:
                    weight[words] = weight.get(words, 0.0) + filler.score
        kept: list[str] = []
        for words in sorted(weight, key=lambda w: (-len(w.split()), -weight[w])):
            if not any(set(words.split()) <= set(k.split()) for k in kept):
                kept.append(words)
        groups[role] = [[words] for words in sorted(kept, key=lambda w: -weight[w])]
    return groups
