"""Status of a claim: what the head says, held to the words that a status needs."""

from __future__ import annotations

import re

from onrecord.model.span import Span

_LOOK_BACK = 90  # code points before the trigger, inside its sentence
_FURTHEST = 300  # code points before the trigger in which words may deny it, so that a long list takes no longer than it must
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
# What is refused has not been denied: a request, bail, a visa.
_ASKED = r"requests?|motions?|bail|bond|parole|appeals?|petitions?|applications?|visas?|asylum|custody"
_OBJECT = r"(?:\s+(?!(?:that|having|any|his|her|their|its|responsibility|involvement)\b)[\w.'’-]+){0,7}?\s+"
_REFUSAL = re.compile(
    rf"{_OBJECT}(?:{_ASKED}|permission|permits?|access|entry|treatment|medical care|lawyers?|counsel|food|water)\b", re.IGNORECASE
)
_REFUSED = re.compile(rf"\b(?:den(?:y|ies|ied|ying)|refus\w+|reject\w*|dismiss\w*){_OBJECT}(?:{_ASKED})\b", re.IGNORECASE)
_REFUSES = re.compile(r"\b(?:was|were|been|being)\s+(?:\w+ly\s+)?(?:denied|rejected|refused|dismissed|turned down)$", re.IGNORECASE)
# Nothing is said on whether it happened: "did not say whether", "had no information on", "it is not known if".
_NOT = r"(?:(?:did|does|do|would|could|can|will|has|have|had) ?not|(?:did|does|do|would|could|ca|wo|has|have|had)n['’]t|cannot)"
_NOT_SAID = re.compile(
    rf"\b(?:{_NOT}|(?:declin|refus)(?:ed|es|ing) to|is not|was not|isn['’]t|wasn['’]t)\s+(?:\w+ly |yet )?"
    r"(?:say|said|indicate\w*|confirm\w*|specif\w+|disclos\w+|comment\w*|known?|clear|stated?|reveal\w*|elaborat\w+|discuss\w*"
    r"|identif\w+|ruled? out)\b[^.;]*$"
    r"|(?:\bno|\bnot have(?: any)?|n['’]t have(?: any)?|\bwithout) (?:information|word|details?|confirmation|comment|indication|knowledge) "
    r"(?:on|about|of|as to|whether|if|that)\b[^.;]*$|\bun(?:clear|known)\s+(?:if|whether)\b[^.;]*$",
    re.IGNORECASE,
)
# A word that neither begins another clause nor denies once more.
_ON = r"(?:(?!(?:and|or|but|because|that|who|which|when|if|no|not|never|none|nobody|without|says?|said)\b)[\w’-]+\s+)"
# "If he hadn't killed the gunman", "not only killed", "did not mean to shoot", "was no accident": it did happen.
_PRESUPPOSED = re.compile(
    r"\bif\b[^.;,]{0,80}\b(?:had\s*(?:not|n['’]t)|hadn['’]t|had never)\s+(?:\w+ly\s+)?$|\b(?:had it not been|were it not) for\b[^.;]*$"
    r"|\bnot\s+(?:only|just|merely|simply|solely)\s+(?:\w+\s+){0,3}$"
    rf"|(?:\bnot|n['’]t)\s+the\s+(?:only|sole|first|last|latest)\s+(?:time\s+(?:that\s+)?)?{_ON}{{0,5}}$"
    r"|(?:\bnot|n['’]t)\s+deserve(?:d)?\s+to\s+(?:be|have\s+been)\s+(?:\w+ly\s+)?$"
    rf"|\b(?:not|n['’]t)\s+(?:satisf\w+|content\w*|stop\w*|cease\w*|end\w*)\s+{_ON}{{0,6}}$"
    r"|\b(?:did|had)\s*(?:not|n['’]t)\s+(?:intend|intended|mean|meant)\s+to\s+$",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:possibility|possible|hypothesis|theory|question|whether|idea)\b[^.;]*\b(?:could|might|may)\s+(?:have\s+)?(?:been\s+)?$",
    re.IGNORECASE,
)
# "We will not rest until we arrest them": it is meant to come. "If the army did not kill them": nobody says so.
_NOT_UNTIL = re.compile(
    rf"\b(?:(?:will|shall|wo|must|can|ca)\s*(?:not|n['’]t|never)|cannot)\s+{_ON}{{0,6}}until\s+"
    rf"(?:we|they|he|she|I|you|it|all|every\w*|(?:the|our|their|its|his|her)\s+\w+)\s+{_ON}{{0,4}}$",
    re.IGNORECASE,
)
_IF_NOT = re.compile(rf"(?<!asked )(?<!even )(?<!as )(?<!what )\bif\s+{_ON}{{1,6}}did(?:\s*not|n['’]t)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_NO_CHANCE = re.compile(r"accidents?\b|coincidences?\b", re.IGNORECASE)
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


_NONE_OF_IT = re.compile(r"(?:no|not|never|without|none)\b|\w+(?:n['’]t|\s+not|\s+never)\b", re.IGNORECASE)


def denies(cue: str, after: str = "") -> bool:
    """Whether a cue is one of denial: "denied", "has again rejected the reports"; not where what comes `after` it says what was refused."""
    return _DENY_CUE.match(cue) is not None and not _REFUSAL.match(after)


def settle_status(
    status: str, *, text: str, trigger: Span, sentence: Span, cue: Span | None, ascribed: bool = False, itself: bool = False
) -> str:
    """The status that the words allow.

    `cue` is that of the origin, `ascribed` whether the origin is somebody else than the actor: what it calls a plan is an alleged one.
    `itself` says that the trigger is a verb of denial that stands for what was told before ("the army denied it"). A
    denial needs a word that denies, a plan one that looks ahead, and what goes on one that says so or the
    present tense: a head that sees none of them is not believed. A cue of denial denies what was told as a fact.
    """
    if itself and status in {"occurred", "ongoing", "denied"}:
        return "denied"
    if cue is not None and denies(cue.of(text), text[cue.end : cue.end + _LOOK_BACK]) and status in {"occurred", "ongoing"}:
        return "denied"
    words = trigger.of(text)
    before = text[max(sentence.start, trigger.start - _LOOK_BACK) : trigger.start]
    if status == "denied":
        return _denied(text, trigger=trigger, sentence=sentence)
    if status == "ongoing" and _PAST.search(f"{before}{words}") and not _GOING_ON.search(f"{before[-60:]}{words}"):
        return "occurred"
    if status in {"occurred", "ongoing"} and _POSSIBLE.search(before):
        return "hypothetical"
    if status in {"occurred", "ongoing"} and _PLANNING.search(before):
        status = "planned"
    if status == "planned" and ascribed and _PLANNING.search(before):
        return "alleged_plan"
    if status == "planned" and not _AHEAD.search(f"{before}{words}"):
        return "occurred"
    return status


def _denied(text: str, *, trigger: Span, sentence: Span) -> str:
    """What a head's "denied" comes to: the words may say that nobody knows, or that it happened and something else did not."""
    lead = text[sentence.start : trigger.start]
    near = lead[-_FURTHEST:]
    # "A second request was denied": the refusal itself took place.
    if _REFUSES.search(text, sentence.start, trigger.end):
        return "occurred"
    # "Rejected the charge" is no denial of the rejection, "had no heavy weapons" is one of the shelling.
    if not _NEGATION.search(f"{lead} {text[trigger.end : sentence.end]}") and not _NONE_OF_IT.match(text, trigger.start, trigger.end):
        return "occurred"
    refused = _REFUSED.search(text, sentence.start, sentence.end)
    if refused is not None and refused.start() < trigger.start:
        # The request was made; what it asked for has not come.
        return "occurred" if trigger.start < refused.end() else "hypothetical"
    if _NOT_SAID.search(near) or _IF_NOT.search(near):
        return "hypothetical"
    if _NOT_UNTIL.search(near):
        return "planned"
    if _PRESUPPOSED.search(near) or (_NO_CHANCE.match(text, trigger.start) and lead.rstrip().lower().endswith((" no", " not an"))):
        return "occurred"
    return "denied"
