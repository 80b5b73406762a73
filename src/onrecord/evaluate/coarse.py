"""Claims in the coarser code lists of the evaluation sets: event groups, snippet labels, role fillers, place names."""

from __future__ import annotations

import re
from typing import Any

from onrecord.model import Claim, Reading, Span

_EXPLOSION = {"Remote explosive/landmine/IED", "Suicide bomb", "Grenade"}
_STRIKE = {"Air/drone strike", "Shelling/artillery/missile attack"}
_DEATH = re.compile(
    r"\b(?:kill|dead|death|die[sd]?\b|dying|murder|assassinat|execut|massacre|slain|slaying|fatal|beheading|beheaded)", re.I
)
_INJURY = re.compile(r"\b(?:wound|injur|hurt|maim)", re.IGNORECASE)
_DAMAGE = re.compile(r"\b(?:destroy|damag|demolish|burn|set fire|torch|raze|wreck|sabotag)", re.IGNORECASE)
_BATTLE = {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"}


def event_group(claim: Claim, text: str) -> str | None:
    """The coarse group of a claim (strike, explosion, attack, battle, death, ...); None where no group fits its type."""
    words = claim.trigger.of(text)
    match claim.event_type:
        case "ASSAULT":
            if _DEATH.search(words):
                return "death"
            if _INJURY.search(words):
                return "injury"
            if claim.sub_event in _BATTLE:
                return "battle"
            if claim.sub_event in _EXPLOSION:
                return "explosion"
            if claim.sub_event in _STRIKE:
                return "strike"
            return "damage" if _DAMAGE.search(words) else "attack"
        case "PROTEST":
            return "protest"
        case "COERCE":
            return "arrest" if claim.mode == "arrest" else None
        case "RETREAT":
            return "movement" if claim.mode == "withdraw" else None
        case "MOBILIZE":
            return "movement"
        case "CONSULT":
            return "meeting"
        case "AGREE":
            return "agreement"
        case "SANCTION":
            return "justice" if claim.mode == "convict" else None
        case "ACCUSE" | "REQUEST" | "REJECT" | "THREATEN":
            return "statement"
    return None


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


_WEAPON = re.compile(
    r"\b(?:bombs?|explosives?|grenades?|guns?|rifles?|pistols?|dynamite|mines?|rockets?|mortars?|machine ?guns?|"
    r"weapons?|missiles?|ak-?47s?|shells?|car bombs?)\b",
    re.I,
)
_THING = re.compile(
    r"\b(?:building|offices?|stores?|towers?|bridges?|pipelines?|pylons?|vehicles?|cars?|trucks?|bus(?:es)?|houses?|homes?|embassy|banks?|stations?|headquarters|bases?|facilit|plants?"
    r"|helicopters?|planes?|aircraft|airport|roads?|highways?|schools?|church(?:es)?|hotels?|posts?|barracks|installations?|properties|residence|farms?|villages?)\b",
    re.IGNORECASE,
)


def role_entities(reading: Reading) -> dict[str, list[list[str]]]:
    """MUC-4's five roles of a document, each entity as the list of its mentions' words."""
    text = reading.document.text
    groups: dict[str, dict[str, list[str]]] = {r: {} for r in ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")}

    def add(role: str, name: str, span: Span) -> None:
        words = " ".join(span.of(text).lower().split())
        mentions = groups[role].setdefault(name.lower(), [])
        if words not in mentions:
            mentions.append(words)

    for claim in reading.claims:
        if claim.event_type not in {"ASSAULT"} or claim.status in {"hypothetical", "denied"}:
            continue
        for actor in claim.actors:
            named = (
                actor.actor is not None
                and actor.actor.known
                and actor.actor.named
                and actor.actor.sector not in {"CVL", "MIL", "GOV", "COP"}
            )
            add("PerpOrg" if named else "PerpInd", actor.name, actor.span)
        for target in claim.targets:
            add("Target" if _THING.search(target.name) else "Victim", target.name, target.span)
        for span in claim.instruments:
            if _WEAPON.search(span.of(text)):
                add("Weapon", span.of(text), span)
    return {role: list(found.values()) for role, found in groups.items()}
