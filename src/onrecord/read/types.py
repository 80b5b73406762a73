"""Type, mode and sub-event of a claim: what the heads say, held to what the code lists allow and to the means that are named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model.codes import TYPE_SUB_EVENTS
from onrecord.model.span import Span
from onrecord.read.analysis import Found
from onrecord.read.sub_events import BASE, SET_UP, Scene, ground_taken, mode_shown, sub_event_shown

_BY_MEANS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(rf"\b(?:{words})", re.IGNORECASE), mode, sub_event)
    for words, mode, sub_event in (
        (r"suicide|martyrdom operation", "suicide-attack", "Suicide bomb"),
        (r"drone|uav|unmanned|quadcopter|shahed|bayraktar", "drone", "Air/drone strike"),
        (
            r"air ?strike|air raid|warplane|fighter jet|jets?\b|aircraft|aerial|aviation|air force|aerospace forces|"
            r"helicopter|barrel bomb|bombers?\b",
            "aerial",
            "Air/drone strike",
        ),
        (r"chlorine|sarin|mustard gas|nerve agent|chemical weapon", "unconventional", "Chemical weapon"),
        (r"shell(?:ed|ing|s\b)|artillery|mortar|rocket|missile|howitzer|grad\b", "heavy-weapons", "Shelling/artillery/missile attack"),
        (
            r"car bomb|roadside bomb|land ?mine|mines?\b|ied\b|improvised explosive|explosive device|booby|vbied",
            "explosives",
            "Remote explosive/landmine/IED",
        ),
        (r"grenade", "explosives", "Grenade"),
        (r"rap(?:ed?|ing)\b|sexual(?:ly)?", "sexual", "Sexual violence"),
        (r"abduct|kidnap|hostage|seiz(?:ed|ing) hostages", "abduct", "Abduction/forced disappearance"),
    )
)
_CLASH = re.compile(
    r"\b(?:clash|battl|fight|fought|skirmish|exchang|engag|combat|firefight|gunfight|shoot-?out|confront|ambush|repel|repuls)",
    re.IGNORECASE,
)
_TERRITORY = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
_ABDUCT = re.compile(r"\b(?:kidnap|abduct|took (?:\w+ )?hostage|taken hostage)", re.IGNORECASE)
_GROUND = re.compile(
    r"\b(?:liberat|recaptur|retook|retak|overr[au]n|occup(?:y|ied|ying)\b|took control|taken control|seized control|taken back)",
    re.IGNORECASE,
)
_SEIZE = re.compile(r"\b(?:captur|seiz|confiscat)", re.IGNORECASE)
_WITHDRAW = re.compile(r"\b(?:disengag\w*|withdr[ae]w\w*|retreat\w*|pull(?:ed|ing|s)? (?:out|back))\b", re.IGNORECASE)
_MOVED_OFF = re.compile(r"\b(?:relocat\w*|moved off|left|departed|slipped away)\b", re.IGNORECASE)
_FLEE = re.compile(r"\b(?:fled|flee|fleeing|flight)\b", re.IGNORECASE)
_ARMED = re.compile(
    r"\b(?:militants?|fighters?|rebels?|insurgents?|guerrillas?|soldiers?|troops|forces|gunmen|terrorists?|attackers?|groups?|army|police\w*|units?|militia\w*)\b",
    re.I,
)
_PRAISE = re.compile(r"\b(?:prais|hail|welcom|applaud|commend|endors)", re.IGNORECASE)
_PROTESTERS = re.compile(
    r"\b(?:protest[eo]rs?|demonstrators?|strikers|rioters?|farmers|workers|students|truckers|lorry drivers|residents|inmates|prisoners)\b",
    re.IGNORECASE,
)
_RIOT = re.compile(r"\briot", re.IGNORECASE)
_PROTEST_ACTS = re.compile(r"\b(?:riot|block|barricad|picket|occupied the (?:offices?|building|square))", re.IGNORECASE)
_PEOPLE = re.compile(
    r"\b(?:people|civilians?|residents?|famil(?:y|ies)|villagers?|women|children|refugees?|inhabitants?|workers?|men)\b", re.IGNORECASE
)
_THINGS = re.compile(
    r"\b(?:weapons?|rifles?|ammunition|explosives?|vehicles?|trucks?|tanks?|equipment|boats?|ships?|tankers?|drugs?|documents|cargo|aid)\b",
    re.IGNORECASE,
)


def _named_type(found: Found, text: str) -> tuple[str, str | None, str | None] | None:
    """Type, mode and sub-event where the trigger's own word and the kind of its object settle them; None where they do not."""
    trigger = found.span.of(text)
    actors = " ".join(f.span.of(text) for f in found.roles.get("actor", ()))
    targets = " ".join(f.span.of(text) for f in found.roles.get("target", ()))
    if found.event_type == "ACCUSE" and _PRAISE.search(trigger):
        return "SUPPORT", None, None
    if found.event_type in {"ASSAULT", "COERCE"} and _PROTESTERS.search(actors) and _PROTEST_ACTS.search(trigger):
        return "PROTEST", "riot" if _RIOT.search(trigger) else "obstruct", None
    if _ABDUCT.search(trigger):
        return "ASSAULT", "abduct", "Abduction/forced disappearance"
    if _GROUND.search(trigger) and not _PEOPLE.search(targets) and not _THINGS.search(targets):
        return "ASSAULT", found.mode if found.event_type == "ASSAULT" else None, found.sub_event if found.sub_event in _TERRITORY else None
    if _SEIZE.search(trigger) and found.event_type in {"ASSAULT", "COERCE"}:
        if _THINGS.search(targets):
            return "COERCE", "seize", None
        if _ARMED.search(targets) and "captur" in trigger.lower():
            return "ASSAULT", "abduct", None
    if _WITHDRAW.search(trigger) and found.event_type in {"ASSAULT", "MOBILIZE", "SANCTION"}:
        return "RETREAT", "withdraw", "Change to group/activity"
    if _MOVED_OFF.search(trigger) and found.event_type in {"COERCE", "ASSAULT", "SANCTION"} and _ARMED.search(actors):
        return "RETREAT", "withdraw", "Change to group/activity"
    if _FLEE.search(trigger) and found.event_type in {"RETREAT", "SANCTION", "MOBILIZE"}:
        # Without an actor of its own the last word for people or fighters before it tells.
        lead = text[max(0, found.span.start - 80) : found.span.start].rpartition(". ")[2]
        near = actors or targets or max((m.group() for p in (_ARMED, _PEOPLE) for m in p.finditer(lead)), key=lead.rfind, default="")
        if _ARMED.search(actors or near):
            return "RETREAT", "withdraw", "Change to group/activity"
        if _PEOPLE.search(f"{actors} {targets} {near}"):
            return "SANCTION", "expel", None
    return None


def refine(found: Found, text: str, instruments: Sequence[Span], sentence: Span | None = None) -> tuple[str, str | None, str | None]:
    """PLOVER type and mode and ACLED sub-event of a trigger.

    An instrument or a trigger that names the method decides over the heads ("the method named wins"); sub-events that
    cannot go with the type are dropped, and where the heads leave mode or sub-event open the words of the `sentence` fill them in.
    """
    event_type, mode, sub_event = _settled(found, text, instruments)
    trigger = found.span.of(text)
    around = sentence.of(text) if sentence else trigger
    if mode is None:
        mode = mode_shown(event_type, trigger, " ".join(s.of(text) for s in instruments) if event_type == "ASSAULT" else around)
    actors, targets = (" ".join(f.span.of(text) for f in found.roles.get(role, ())) for role in ("actor", "target"))
    scene = Scene(event_type, mode, trigger, actors, targets, around)
    if sub_event is None or event_type == "PROTEST":
        sub_event = sub_event_shown(scene)
    elif sub_event in _TERRITORY:
        sub_event = ground_taken(scene)
    return event_type, mode, sub_event


def _settled(found: Found, text: str, instruments: Sequence[Span]) -> tuple[str, str | None, str | None]:
    """What the heads say, held to the code lists and to the method named."""
    named = _named_type(found, text)
    if named is not None:
        return named
    mode, sub_event = found.mode, found.sub_event
    if found.event_type == "ASSAULT":
        for span in (found.span, *instruments):
            hit = next(((m, s) for p, m, s in _BY_MEANS if p.search(span.of(text))), None)
            if hit is not None and sub_event not in {
                "Armed clash",
                "Suicide bomb",
                "Government regains territory",
                "Non-state actor overtakes territory",
            }:
                mode, sub_event = hit
                break
    if sub_event == "Armed clash" and not _CLASH.search(found.span.of(text)) and len(found.roles.get("actor", ())) < 2:
        sub_event = None
    if found.event_type == "MOBILIZE" and SET_UP.search(found.span.of(text)):
        around = text[max(0, found.span.start - 60) : found.span.end + 60]
        sub_event = "Headquarters or base established" if BASE.search(around) else sub_event
    return found.event_type, mode, sub_event if sub_event in TYPE_SUB_EVENTS.get(found.event_type, ()) else None
