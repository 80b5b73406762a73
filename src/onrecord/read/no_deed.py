"""Triggers that tell of no happening: goals, definitions, the sick who are brought to hospital, what a camera captured, pleas in court."""

from __future__ import annotations

import re

from onrecord.model.span import Span
from onrecord.read.analysis import Found

_GOAL = re.compile(
    r"\b(?:aim(?:s|ed|ing)?\s+(?:to|at)|work(?:s|ed|ing)?\s+(?:together\s+)?to|seek(?:s|ing)?\s+to|sought\s+to|striv\w+\s+to|efforts?\s+to|in\s+order\s+to"
    r"|(?:goal|aim|purpose|mission|objective)\s+(?:is|was|of|being)(?:\s+to)?|designed\s+to|meant\s+to|intended\s+to)\s+(?:\w+ly\s+|further\s+)?$",
    re.IGNORECASE,
)
# What a word means, what is counted as what, what is not reported: the sentence tells of no happening.
_DEFINITION = re.compile(
    r"\bas defined\b|\b(?:is|are) (?:not )?(?:classified|defined|counted) as\b"
    r"|\b(?:is|are|counts? as) (?:one|a single) (?:air ?)?(?:strike|attack|raid|incident)\b"
    r"|\bnot (?:report|disclose|release|publish|give) the (?:number|type)\b",
    re.IGNORECASE,
)
_KIND_OF_PAPER = re.compile(r"\s+(?:assessments?|releases?|reports?|summar(?:y|ies)|statistics)\b", re.IGNORECASE)
# "Taken to hospital" is no arrest, "taken by helicopter to a medical centre" no air strike.
_MOVED = re.compile(
    r"(?:\w+\s+){0,2}(?:taken|took|transport\w*|brought|rush\w*|airlift\w*|flown|ferried|evacuat\w*|transfer\w*|admitted|treated)\b(?:\s+by\s+[\w-]+)?(?:\s+to)?",
    re.IGNORECASE,
)
_TO_CARE = re.compile(
    r"(?:[^.;:]{0,60}?\b)?(?:to|at|into)\s+(?:[\w'’.-]+\s+){0,6}?"
    r"(?:hospitals?|clinics?|infirmar\w+|medical|trauma|morgue|mortuary|emergency room|intensive care|surgery)\b",
    re.IGNORECASE,
)
_FILMED = re.compile(r"(?:[\w'’-]+\s+){0,2}?on\s+(?:[\w'’-]+\s+){0,2}?(?:video|camera|cameras|film|tape|footage|cctv)\b", re.IGNORECASE)
# "Villagers had seen the gunmen": nobody has done anything to anybody.
_PERCEIVED = re.compile(r"(?:(?:was|were|been|had|has|have|also|last)\s+)*(?:seen|saw|sighted|spotted)", re.IGNORECASE)
_PLEA = re.compile(r"plea(?:d|ds|ded|ding)?\b|pled\b", re.IGNORECASE)


def tells_nothing(found: Found, text: str, sentence: Span) -> bool:
    """Whether the trigger, for all that the heads say, tells of no happening."""
    return (
        _is_goal(found, text, sentence)
        or _is_definition(found, text, sentence)
        or _is_care(found, text, sentence)
        or _is_filmed(found, text, sentence)
        or _PLEA.match(found.span.of(text)) is not None
        or (found.event_type in {"ASSAULT", "COERCE"} and _PERCEIVED.fullmatch(found.span.of(text)) is not None)
    )


def _is_goal(found: Found, text: str, sentence: Span) -> bool:
    """Whether the trigger only says what somebody is for: "works to defeat", "aimed at dismantling"; a goal is no claim."""
    return found.status != "denied" and _GOAL.search(text, max(sentence.start, found.span.start - 60), found.span.start) is not None


def _is_definition(found: Found, text: str, sentence: Span) -> bool:
    """Whether the sentence says what a strike is, or the trigger only what a paper is about ("strike releases")."""
    if _KIND_OF_PAPER.match(text, found.span.end) and found.span.of(text).lower() in {"strike", "attack", "raid", "incident"}:
        return True
    return _DEFINITION.search(text, sentence.start, sentence.end) is not None


def _is_care(found: Found, text: str, sentence: Span) -> bool:
    """Whether somebody is only brought to hospital: an ambulance arrests nobody, and a helicopter that flies the wounded hits nobody."""
    if found.event_type not in {"COERCE", "ASSAULT", "MOBILIZE"} or not _MOVED.fullmatch(found.span.of(text)):
        return False
    end = found.span.end - (3 if found.span.of(text).lower().endswith(" to") else 0)
    return _TO_CARE.match(text, end, sentence.end) is not None


def _is_filmed(found: Found, text: str, sentence: Span) -> bool:
    """Whether "captured" means by a camera."""
    return (
        found.span.of(text).lower().endswith("captured")
        and _FILMED.match(text, min(found.span.end + 1, sentence.end), sentence.end) is not None
    )
