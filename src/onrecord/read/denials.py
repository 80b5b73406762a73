"""Denials that do not say what they deny: "the army denied it" tells what was told before once more, as not so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.model.span import Span
from onrecord.read.analysis import Found

_OFTEN = r"(?:(?:has|have|had|also|later|categorically|flatly|strongly|strenuously|vehemently|repeatedly|again|immediately|at\s+first)\s+)*"
_VERB = r"(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|disput(?:es?|ed|ing)|refut(?:es?|ed|ing)|dismiss(?:es|ed|ing)?|contest(?:s|ed)?)"
_TOLD = r"accusations?|charges?|claims?|reports?|allegations?|versions?|account|involvement|responsibility|complicity|role|lies?|rumou?rs?"
# The object ends here: what would follow it would be told again in so many words, and have a trigger of its own.
_OVER = (
    r"(?=\s*(?:[.,;:!?”\"\])]|$)|\s+(?:on|in|as|at|to|and|but|saying|through|via|during|later|again|outright|all|today|yesterday|\w+day)\b)"
)
_WHERE_SAID = r"\s+(?:an?|the|its|his|her|their)\s+(?:\w+\s+)?(?:statement|interview|letter|post|speech|message|tweet|communiqu)"
_DENIES_IT = re.compile(
    rf"(?P<verb>{_OFTEN}{_VERB})\s+"
    rf"(?:(?:it|this|all\s+this){_OVER}|that(?=\s*[.,;:!?”\"]|\s*$|\s+and\b)"
    rf"|(?P<noun>(?:(?:the|this|that|these|those|all|any|such|both)\s+)+(?:\w+\s+)?(?:{_TOLD})|involvement|responsibility|complicity)\b"
    rf"(?!\s+(?:that|of|by|with|from|which|regarding)\b)(?!\s+in\b(?!{_WHERE_SAID})))",
    re.IGNORECASE,
)
# "..., a charge that Tehran denies", "..., which the army denied".
_WHICH = re.compile(
    rf"(?:(?<!\bin )(?<!\bto )(?<!\bby )(?<!\bof )\bwhich|,\s+(?:an?|the|this)\s+(?:\w+\s+)?(?:{_TOLD})(?:\s+(?:which|that))?)"
    r"\s+(?:[^\s,;:.]+\s+){1,8}?$",
    re.IGNORECASE,
)
_DENIES = re.compile(rf"{_OFTEN}{_VERB}\b{_OVER}", re.IGNORECASE)
_NOT = re.compile(r"(?:\b(?:not|never|nor|neither|without|(?:refus|declin|fail)\w*\s+to)|n['’]t)\s+(?:(?:\w+ly|yet)\s+)?$", re.IGNORECASE)
# "The president dismissed it", "the judge dismissed the charges": a refusal or a verdict, not a word on what happened.
_REFUSES = re.compile(rf"{_OFTEN}(?:dismiss\w*|contest\w*)\s+(?:it|this|that)\b(?!\s+as\b)", re.IGNORECASE)
_COURT = re.compile(r"\b(?:judges?|courts?|tribunal|magistrates?|jury|prosecutors?)\b[^.;]{0,40}$", re.IGNORECASE)
_WORDS_ONLY = frozenset({"REJECT", "ACCUSE"})
_LOOK_BACK, _LOOK_AHEAD = 90, 40  # code points


@dataclass(frozen=True, slots=True)
class Denial:
    """The verb of a denial, and the noun that stands for what is denied, if there is one."""

    verb: Span
    noun: Span | None


def denial_of(found: Found, text: str) -> Denial | None:
    """The denial that the trigger is a part of, where its type is that of what was told before: "the army denied it"."""
    if found.event_type in _WORDS_ONLY:
        return None
    start, end = found.span.start, found.span.end
    match = _DENIES_IT.match(text, start)
    if match is not None and end <= match.end():
        return _denial(match, text)
    for match in _DENIES_IT.finditer(text, max(0, start - _LOOK_BACK), end + _LOOK_AHEAD):
        if match["noun"] and match.start("noun") <= start and end <= match.end("noun"):
            return _denial(match, text)
    match = _DENIES.match(text, start)
    if match is not None and end <= match.end() and _WHICH.search(text, max(0, start - _LOOK_BACK), start):
        return Denial(Span(*match.span()), None)
    return None


def _denial(match: re.Match[str], text: str) -> Denial | None:
    """What the words of a denial come to: nothing where they are negated ("did not deny it") or refuse or dismiss something else."""
    start = match.start("verb")
    before = text[max(0, start - _LOOK_BACK) : start]
    if _NOT.search(before) or _REFUSES.match(text, start) or (match["noun"] and _COURT.search(before)):
        return None
    return Denial(Span(*match.span("verb")), Span(*match.span("noun")) if match["noun"] else None)


def denies_in_passing(cue: Span, text: str) -> bool:
    """Whether a cue only says that somebody else denies what was told before it: "..., a charge that Tehran denies"."""
    return _DENIES.match(text, cue.start) is not None and _WHICH.search(text, max(0, cue.start - _LOOK_BACK), cue.start) is not None


def one_denial(found: Sequence[Found], text: str) -> list[Found]:
    """ "Rejected the accusation" is one denial, not one by its verb and one by its noun: the verb has the voice beside it."""
    out: list[Found] = []
    for item in found:
        denial = denial_of(out[-1], text) if out else None
        if denial is not None and denial.noun is not None and denial.noun.contains(item.span) and denial.verb.overlaps(out[-1].span):
            verb = out[-1].roles
            roles = {**item.roles, **{role: fillers for role, fillers in verb.items() if fillers}}
            out[-1] = replace(out[-1], roles=roles, figure_kinds={**item.figure_kinds, **out[-1].figure_kinds})
        else:
            out.append(item)
    return out
