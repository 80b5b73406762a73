"""Status of a claim: what the head says, held to the words that a status needs."""

from __future__ import annotations

import re

from onrecord.model.span import Span

_LOOK_BACK = 90  # code points before the trigger, inside its sentence
_DENY_CUE = re.compile(
    r"^(?:(?:has|have|had|also|categorically|flatly|strongly|again)\s+)*(?:den(?:y|ies|ied|ying)|denials?|refut\w+|disput\w+"
    r"|rejected (?:the )?(?:reports?|claims?|allegations?|accusations?)|dismissed)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nor|neither|without|cannot|den(?:y|ies|ied|ying|ials?)|reject\w*|refut\w*|disput\w*|dismiss\w*|false\w*|untrue|lies?|fabricat\w*"
    r"|fake|baseless|unfounded|invent\w*|fail\w*|refus\w*|prevent\w*|thwart\w*|acquit\w*|contrary|myth|hoax)\b|n['’]t\b",
    re.IGNORECASE,
)
_GOING_ON = re.compile(
    r"\b(?:is|are|am|been|being|'re|'s|’s|’re)\b[^.;]{0,30}\w+ing\b|\bcontinu\w*|\bongoing\b|\bstill\b|\bremain\w*|"
    r"\bkeeps?\b|\bunder ?way\b|\bnightly\b|\bdaily\b"
    r"|\bevery (?:day|night|week|month)\b|\bsince\b|\bregularly\b|\bpersist\w*|\brepeatedly\b|\bnow\b|\bmore and more\b|\bgo(?:es)? on\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:had|was|were|did|has|have)\b[^.;,]{0,15}$|\w+ed$|^(?:\w*(?:took|fled|shot|struck|fought|held|seized|left|met|hit|flew|sent|began|broke|blew))\b",
    re.I,
)
# "planning attacks on", "plans to organise attacks", "preparing an offensive": the plan governs the trigger.
_PLANNING = re.compile(
    r"\b(?:(?:is|are|was|were|been|be) )?(?:plan(?:s|ned|ning)?|prepar(?:es|ed|ing|ations?)|plot(?:s|ted|ting)?|intend(?:s|ed|ing)?)\b"
    r"(?:\s+(?:to|for|of|an?|the|new|more|further|major|large-scale|fresh|terrorist|and|\w+ing))*(?:\s+(?:organi[sz]e|"
    r"carry out|launch|stage|conduct|mount|commit))?"
    r"(?:\s+(?:an?|the|new|more|further|major|fresh))*\s*$",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|plans?|planned|planning|plot\w*|prepar\w*|scheduled|going to|set to|due to|intend\w*|"
    r"about to|expected to|is to|are to|was to|were to|to be"
    r"|next|tomorrow|upcoming|future|coming|pledg\w*|promis\w*|vow\w*|agreed to|decided to|order\w* to|until|"
    r"threat\w*|want\w*|aim\w*|ready to|orders?|announce\w*|to)\b|['’]ll\b",
    re.IGNORECASE,
)


def denies(cue: str) -> bool:
    """Whether a cue is one of denial: "denied", "has again rejected the reports"."""
    return _DENY_CUE.match(cue) is not None


def settle_status(status: str, *, text: str, trigger: Span, sentence: Span, cue: Span | None, ascribed: bool = False) -> str:
    """The status that the words allow.

    `cue` is that of the origin, `ascribed` whether the origin is somebody else than the actor: what it calls a plan is an alleged one. A
    denial needs a word that denies, a plan one that looks ahead, and what goes on one that says so or the
    present tense: a head that sees none of them is not believed. A cue of denial denies what was told as a fact.
    """
    if cue is not None and denies(cue.of(text)) and status in {"occurred", "ongoing"}:
        return "denied"
    words = trigger.of(text)
    before = text[max(sentence.start, trigger.start - _LOOK_BACK) : trigger.start]
    if status == "denied" and not _NEGATION.search(sentence.of(text)):
        return "occurred"
    if status == "ongoing" and _PAST.search(f"{before}{words}") and not _GOING_ON.search(f"{before[-60:]}{words}"):
        return "occurred"
    if status in {"occurred", "ongoing"} and _PLANNING.search(before):
        status = "planned"
    if status == "planned" and ascribed and _PLANNING.search(before):
        return "alleged_plan"
    if status == "planned" and not _AHEAD.search(f"{before}{words}"):
        return "occurred"
    return status
