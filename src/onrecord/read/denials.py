"""Denials that do not say what they deny: "the army denied it" tells what was told before once more, as not so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.model.span import Span
from onrecord.read.analysis import Found

_VERB = (
    r"(?:(?:has|have|had|also|later|categorically|flatly|strongly|strenuously|vehemently|repeatedly|again|immediately|at\s+first)\s+)*"
    r"(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|disput(?:es?|ed|ing)|refut(?:es?|ed|ing)|contest(?:s|ed)?)"
)
_TOLD = r"accusations?|charges?|claims?|reports?|allegations?|versions?|account|involvement|responsibility|complicity|role|lies?|rumou?rs?"
# What is rejected with "that ..." or "of ..." after it is told again in so many words, and has a trigger of its own there.
_DENIES_IT = re.compile(
    rf"(?P<verb>{_VERB})\s+(?:(?:it|this|that|them|these|those)\b(?!\s+(?:was|were|is|are|had|has|have|did|would|could|can|access|entry|any|the)\b)"
    rf"|(?P<noun>(?:(?:the|this|that|these|those|all|any|such|both)\s+)+(?:\w+\s+)?(?:{_TOLD})))\b(?!\s+(?:that|of|as|to|by|with|from|in|which|regarding)\b)",
    re.IGNORECASE,
)
_WORDS_ONLY = frozenset({"REJECT", "ACCUSE"})


def _denial(found: Found, text: str) -> re.Match[str] | None:
    """The words of the denial that the trigger begins or is the object of."""
    if found.event_type in _WORDS_ONLY:
        return None
    if (match := _DENIES_IT.match(text, found.span.start)) and found.span.end <= match.end():
        return match
    return None


def denies_what_was_told(found: Found, text: str) -> bool:
    """Whether the trigger is a verb of denial and its type that of what somebody else has told: "the army denied it"."""
    return _denial(found, text) is not None


def one_denial(found: Sequence[Found], text: str) -> list[Found]:
    """ "Rejected the accusation" is one denial, not one by its verb and one by its noun: the verb has the voice beside it."""
    out: list[Found] = []
    for item in found:
        match = _denial(out[-1], text) if out else None
        if match is not None and match["noun"] and Span(*match.span("noun")).contains(item.span):
            verb = out[-1].roles
            roles = {**item.roles, **{role: fillers for role, fillers in verb.items() if fillers}}
            out[-1] = replace(out[-1], roles=roles, figure_kinds={**item.figure_kinds, **out[-1].figure_kinds})
        else:
            out.append(item)
    return out
