"""Triggers of one sentence that tell one deed: auxiliaries, verbs that say only that it took place, outcomes told beside their cause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.model.span import Span
from onrecord.read.analysis import Filler, Found
from onrecord.read.sub_events import BASE, SET_UP

_OUTCOME = re.compile(
    r"^(?:(?:has|have|had|was|were|been|being|also|and)\s+)*(?:kill\w*|wound\w*|injur\w*|destroy\w*|damag\w*|disabl\w*|engag\w*|suppress\w*|neutrali[sz]\w*"
    r"|hit(?:ting)?|dead|died|casualties|demolish\w*)$",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:air ?)?strikes?|attacks?\b|attack(?:ed|ing)|bomb\w*|shell\w*|explosion|blast|raids?\b|raided|ambush\w*|"
    r"bombardment|assault|shooting|clash\w*|fired\b"
    r"|fire\b|opened fire|struck|detonat\w*|explod\w*|blew|rammed|offensive|massacre",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"(?:was|were|is|are|been|being|be|has|have|had|will|would)(?: (?:been|being|be|have))?", re.IGNORECASE)
NOUN_OF_CAUSE = re.compile(
    r"(?:\w+[ -])?(?:air ?)?(?:strikes?|attacks?|bombings?|bombs?|shelling|explosions?|blasts?|raids?|ambush(?:es)?|bombardments?|assaults?"
    r"|shootings?|clash(?:es)?|fighting|battles?|gunfire|fire|offensives?|massacres?|rockets?|missiles?)",
    re.IGNORECASE,
)
_IN_CAUSE = re.compile(
    r"\s*,?\s*(?:in|during|by|from|after|as a result of|amid)\s+(?:(?:the|a|an|these|those|that|this|\w+)\s+){0,4}", re.IGNORECASE
)
_HITS = re.compile(
    r"(?:(?:had|has|have|also)\s+)*(?:target(?:ed|ing)|struck|hit|hitting|landed|landing|fell|falling|striking)", re.IGNORECASE
)
_DOES = re.compile(r"\s+(?:(?:had|has|have|also|which|that|later)\s+){0,3}", re.IGNORECASE)
# Verbs that only say that what their noun names took place: "launched an attack", "signed a ceasefire", "raids were carried out".
_TOOK_PLACE = re.compile(
    r"(?:(?:has|have|had|was|were|been|being|be|also|will|would|to)\s+)*"
    r"(?:sign|launch|carr(?:y|i)|conduct|perform|proclaim|declare?|impos|pa(?:y|id)|h(?:o|e)ld|stag|mount|commit|wag|execut|reach|conclude?|deliver|"
    r"undert(?:a|oo)k|unleash|perpetrat|ma(?:k|d)e?)\w*(?:\s+(?:out|an?|the))?",
    re.IGNORECASE,
)
_ITS_NOUN = re.compile(
    r"(?:\s+(?!and\b|but\b|or\b|to\b|that\b|which\b|who\b|after\b|before\b|on\b|in\b|at\b|against\b|by\b|for\b|of\b|over\b|with\b)[\w’'-]+){0,4}"
    r"(?:\s+(?:wave|series|string|number|round|spate|campaign)s?\s+of(?:\s+[\w’'-]+){0,2})?\s+",
    re.IGNORECASE,
)
_ITS_LATER_VERB = re.compile(
    r"(?:\s+(?:for|of|in|near|at)(?:\s+[\w’'-]+){1,3})?(?:\s+(?:has|have|had|was|were|been|being|also|reportedly))*\s+", re.IGNORECASE
)
_ITS_VERB = re.compile(r"(?:\s+(?:has|have|had|was|were|is|are|been|being|be|will|would|also|later|reportedly))*\s+", re.IGNORECASE)


def whole_triggers(found: Sequence[Found], text: str) -> list[Found]:
    """ "were" and "killed" found apart are one trigger."""
    out: list[Found] = []
    for item in sorted(found, key=lambda f: f.span):
        if item.span.of(text).lower() in {"do", "does", "did"}:
            continue
        before = out[-1] if out else None
        if before is not None and _AUXILIARY.fullmatch(before.span.of(text)) and not text[before.span.end : item.span.start].strip():
            item = replace(item, span=Span(before.span.start, item.span.end))  # noqa: PLW2901
            out.pop()
        out.append(item)
    return out


def took_place(found: list[Found], text: str) -> list[Found]:
    """ "Signed a ceasefire" and "raids were carried out" are one deed each: the noun says which, the verb that it took place."""
    out: list[Found] = []
    for item in found:
        before = out[-1] if out else None
        if before is None or not _one_kind(before, item):
            out.append(item)
            continue
        first, last = before.span.of(text), item.span.of(text)
        if (
            BASE.search(first)
            and not SET_UP.search(first)
            and SET_UP.search(last)
            and _ITS_LATER_VERB.fullmatch(text, before.span.end, item.span.start)
        ):
            out[-1] = _filled(item, before)  # "training camps for militants have emerged": the verb says what happened to them
            continue
        if before.status != item.status:
            out.append(item)
            continue
        if _TOOK_PLACE.fullmatch(first) and not _TOOK_PLACE.fullmatch(last) and _ITS_NOUN.fullmatch(text, before.span.end, item.span.start):
            out[-1] = _filled(item, before)
        elif (
            _TOOK_PLACE.fullmatch(last) and not _TOOK_PLACE.fullmatch(first) and _ITS_VERB.fullmatch(text, before.span.end, item.span.start)
        ):
            out[-1] = _filled(before, item)
        else:
            out.append(item)
    return out


def _one_kind(a: Found, b: Found) -> bool:
    return a.event_type == b.event_type or (a.sub_event is not None and a.sub_event == b.sub_event)


def _filled(noun: Found, verb: Found) -> Found:
    """The noun's finding with the verb's fillers for the roles that it has none for."""
    roles = {
        role: noun.roles.get(role) or tuple(f for f in verb.roles.get(role, ()) if not f.span.overlaps(noun.span))
        for role in noun.roles.keys() | verb.roles.keys()
    }
    return replace(noun, roles=roles, score=max(noun.score, verb.score), figure_kinds={**verb.figure_kinds, **noun.figure_kinds})


def outcomes(found: list[Found], text: str) -> list[Found]:
    """Killing, wounding and destroying told as the outcome of an attack belong to the attack."""
    kept: list[Found] = []
    for item in found:
        cause = next(
            (
                c
                for c in reversed(kept)
                if c.event_type == item.event_type == "ASSAULT"
                and c.status == item.status
                and _CAUSE.search(c.span.of(text))
                and not _CAUSE.search(item.span.of(text))
                and _one_clause(c, item, text)
            ),
            None,
        )
        if cause is None or not _OUTCOME.match(item.span.of(text)):
            kept.append(item)
            continue
        kept[kept.index(cause)] = with_outcome(cause, item)
    return kept


def effects(found: list[Found], text: str) -> list[Found]:
    """Outcomes told before their cause ("were killed in the clashes"), and verbs whose subject is the attack ("a strike targeted")."""
    kept = list(found)
    for item in found:
        words = item.span.of(text)
        if item.event_type != "ASSAULT" or NOUN_OF_CAUSE.fullmatch(words):
            continue
        for cause in kept:
            if cause is item or cause.event_type != "ASSAULT" or cause.status != item.status:
                continue
            noun = NOUN_OF_CAUSE.fullmatch(cause.span.of(text)) is not None
            after = _OUTCOME.match(words) and _IN_CAUSE.fullmatch(text, item.span.end, cause.span.start)
            before = _HITS.fullmatch(words) and _DOES.fullmatch(text, cause.span.end, item.span.start)
            if noun and (after or before) and _one_clause(cause, item, text):
                kept[kept.index(cause)] = with_outcome(cause, item)
                kept = [k for k in kept if k is not item]
                break
    return kept


def _one_clause(cause: Found, outcome: Found, text: str) -> bool:
    """Whether the outcome has no actor of its own: none at all, the attack itself, or its actor."""
    own = [f.span for f in outcome.roles.get("actor", ())]
    theirs = [cause.span, *(f.span for f in cause.roles.get("actor", ()))]
    between = text[cause.span.end : outcome.span.start]
    return all(any(a.overlaps(b) for b in theirs) for a in own) and ";" not in between and "earlier" not in between.lower()


def with_outcome(cause: Found, outcome: Found) -> Found:
    """The cause with the targets, figures, places, instruments and times of its outcome beside its own."""
    roles = dict(cause.roles)
    for role in ("target", "figure", "place", "instrument", "time"):
        mine = list(roles.get(role, ()))
        mine += [
            f for f in outcome.roles.get(role, ()) if not any(f.span.overlaps(m.span) for m in mine) and not f.span.overlaps(cause.span)
        ]
        roles[role] = tuple(sorted(mine, key=lambda f: f.span))
    return one_side(replace(cause, roles=roles, figure_kinds={**outcome.figure_kinds, **cause.figure_kinds}))


def one_side(found: Found) -> Found:
    """Nobody is actor and target of one deed: of two readings of the same words the surer one stays."""
    actors, targets = found.roles.get("actor", ()), found.roles.get("target", ())

    def surer(own: Sequence[Filler], others: Sequence[Filler], *, ties: bool) -> tuple[Filler, ...]:
        return tuple(f for f in own if all(f.score > o.score or (ties and f.score == o.score) for o in others if o.span.overlaps(f.span)))

    return replace(found, roles={**found.roles, "actor": surer(actors, targets, ties=True), "target": surer(targets, actors, ties=False)})
