"""Actors and targets that grammar shows where the heads saw none: pronouns, shared subjects, names before a noun of violence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.model.mention import Mention
from onrecord.model.span import Span
from onrecord.read.analysis import BY_RULE, Filler, Found

_WITH_VERB = (
    r"(?:(?:have|has|had|will|would|did|do|does|also|then|later|again|once|never|still|now|were|was|are|is|able|to|being|been|be|further|first"
    r"|reportedly|allegedly|\w+ly)\s+){0,5}"
)
_PRONOUN = re.compile(rf"(?<![\w'’])(?P<who>they|he|she|we|i|it)\s+{_WITH_VERB}$", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|be|is|are|got)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_AND = re.compile(rf"(?:,|;|\band|\bor|\bbut|\bthen|\bbefore)\s+{_WITH_VERB}$", re.IGNORECASE)
_VERB = re.compile(
    r"(?:\w+ed|\w+ing|took|fled|shot|struck|fought|held|seized|left|hit|flew|sent|began|broke|blew|burnt|drove|forced|led|set)\b",
    re.IGNORECASE,
)
_OWNS = re.compile(r"\s+|['’]s?\s+", re.IGNORECASE)
_THINGS = re.compile(
    r"\b(?:embassy|hotel|schools?|universit\w+|church|mosque|station|base|airport|airfield|hospital|camp|prison|offices?|building|headquarters|consulate|market"
    r"|bank|academy|college|parliament|court(?:house)?|shops?|\w+shop|stores?|malls?|restaurants?|(?:night)?clubs?|bars?|theat(?:er|re)|cinema|street|village|town)$",
    re.IGNORECASE,
)
_DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT"})
_NAMES = frozenset({"Organisation", "organization", "Nationality"})


def supply(found: Sequence[Found], text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> list[Found]:
    """The findings with the actor or target that stands before the trigger; what the heads saw is left alone.

    "They burned the mill" and "the mill where they were beaten" have a pronoun, "entered the village and burned houses" shares its
    subject with the verb before, "FMLN attacks" carries its actor as a name in front of the noun.
    """
    out: list[Found] = []
    before: Found | None = None
    owners = {m.span.end: m.span for m in mentions if m.kind in _NAMES}
    for item in sorted(found, key=lambda f: f.span):
        whole = _supplied(item, text, sentences[item.sentence], before, owners)
        out.append(whole)
        before = whole
    return out


def _supplied(found: Found, text: str, sentence: Span, before: Found | None, owners: dict[int, Span]) -> Found:
    if found.event_type not in _DEEDS or found.roles.get("actor"):
        return found
    words = found.span.of(text)
    lead = text[sentence.start : found.span.start]
    # The auxiliaries may be part of the trigger.
    passive = (
        bool(_PASSIVE.search(lead))
        or re.match(r"(?:(?:has|have|had)\s+)?(?:was|were|been|being|be|is|are)\s", words, re.IGNORECASE) is not None
    )
    verb = _VERB.match(words.split()[-1]) is not None
    if verb and (match := _PRONOUN.search(lead)):
        span = Span(sentence.start + match.start("who"), sentence.start + match.end("who"))
        role = "target" if passive else "actor"
        if role == "target" and found.roles.get("target"):
            return found
        return _with(found, role, (Filler(span, BY_RULE),))
    if verb and not passive and before is not None and before.sentence == found.sentence and _AND.search(lead):
        shared = tuple(f for f in before.roles.get("actor", ()) if f.span.end <= before.span.start)
        mine = [f.span for f in found.roles.get("target", ())]
        if shared and not any(f.span.overlaps(m) for f in shared for m in mine):
            return _with(found, "actor", shared)
    if not verb:
        for gap in (1, 2, 3):
            owner = owners.get(found.span.start - gap)
            taken = [f.span for r, fs in found.roles.items() if r in {"target", "place", "instrument"} for f in fs]
            if (
                owner is not None
                and _OWNS.fullmatch(text, owner.end, found.span.start)
                and not _THINGS.search(owner.of(text))
                and not any(owner.overlaps(t) for t in taken)
            ):
                return _with(found, "actor", (Filler(owner, BY_RULE),))
    return found


def _with(found: Found, role: str, fillers: tuple[Filler, ...]) -> Found:
    return replace(found, roles={**found.roles, role: fillers})
