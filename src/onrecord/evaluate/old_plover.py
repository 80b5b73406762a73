"""The one type of a sentence as PLOVER named it when its gold standard records were written (2018).

Since then DEMAND, DISAPPROVE, INVESTIGATE and FIGHT have become modes of other types, and an intention is coded as what is intended: then a
promise was AGREE, a harm announced was THREATEN, and a restriction taken back was CONCEDE.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Claim


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


_FIGHTING = frozenset(
    {
        "Armed clash",
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Air/drone strike",
        "Shelling/artillery/missile attack",
    }
)
_BATTLE = _words(r"gun ?battle|fought|fighting|clash|ethnic cleansing|violating (?:the )?cease-?fire|war\b")
_HARMS = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "THREATEN", "PROTEST", "REJECT"})
_GOODS = frozenset({"AID", "AGREE", "CONSULT", "COOPERATE", "SUPPORT", "RETREAT", "CONCEDE"})
_AHEAD = _words(
    r"will\b|would\b|ready to|prepared to|willing to|plans? to|intends? to|vow(?:s|ed)?\b|pledg|promis|sworn to|threaten|may\b"
    r"|could\b|agreed to|going to|shall\b|set to"
)
_LIFTED = _words(
    r"lift(?:s|ed|ing)?\b|eas(?:e|ed|es|ing)\b|shorten(?:ed|s)?|relax(?:ed|es)?\b|reopen(?:ed|s)?|call(?:ed|s) off|revok(?:ed"
    r"|es)|end(?:ed|s)? (?:a|the|its)\b"
)
_RESTRICTION = _words(r"curfew|emergency|martial law|censorship|restrictions?|strikes?\b|measures\b|sanctions?|ban\b")
_SIEGE = _words(r"blockade|siege|embargo|border|bridge|crossing")
_YIELDED = _words(
    r"conced(?:e|ed|es)\b|gave in|bow(?:ed|s) to|accept(?:ed|s)? .{0,20}demands?|yield(?:ed|s)\b|granted .{0,30}(?:amnesty"
    r"|autonomy|independence)"
)
_REFUSED = _words(
    r"reject(?:s|ed|ing)?\b|refus(?:e|ed|es|ing|al)\b|dismiss(?:ed|es)? (?:an?|the|any)|ruled out|out of the question|renege"
    r"|opposed to|turned down|declin(?:ed|es)|violat(?:ed|es)"
    r"|fail(?:ed|s)? to (?:reach|agree)|veto"
)
_INQUIRY = _words(r"investigat|inquir|probe\b|probing|inspect(?:ors|ions?)|fact-finding|hearing\b")
_MUST = _words(r"must\b|should\b|ultimatum|demand(?:s|ed)? that|called on|urged|calls? (?:for|on)|appeal(?:s|ed)? (?:to|for)")
_PRAISE = _words(
    r"prais(?:e|ed|es)|hail(?:ed|s)|welcom(?:ed|es)|endors(?:ed|es)|back(?:ed|s) (?:the|his|its)|defend(?:ed"
    r"|s)? .{0,60}(?:against|from) .{0,20}criticism|forgive|congratulat"
)
_MARCH = _words(
    r"demonstrat(?:ed|ors?|e|ing)|hunger strike|protest(?:ed|ers)|marched|rallied|riot(?:ed|ers|ing)|block(?:ed"
    r"|ing) (?:\w+ ){0,3}(?:roads?|bridge|highway|street)|boycott(?:ed|s)\b"
)
_PREVENTED = _words(r"prevent(?:ed|s)|ban(?:ned|s)|broke up|dispers")


def old_type(claim: Claim) -> str:
    """The type of one claim under its old name."""
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


def sentence_type(text: str, claims: Sequence[Claim]) -> str | None:
    """The type that a sentence as a whole is coded as; None where neither words nor claims give one.

    The words before the first third of the sentence hold its main verb in news English, so the earliest fitting claim counts.
    """
    if _YIELDED.search(text) or (_LIFTED.search(text) and _RESTRICTION.search(text)):
        return "CONCEDE"
    if _LIFTED.search(text) and _SIEGE.search(text):
        return "RETREAT"
    if _MARCH.search(text) and not _PREVENTED.search(text) and not _AHEAD.search(text):
        return "PROTEST"
    main = min((c for c in claims if c.confidence >= 0.35), key=lambda c: c.trigger, default=next(iter(claims), None))
    if _REFUSED.search(text) and (main is None or main.event_type not in {"ASSAULT"}):
        return "REJECT"
    if _INQUIRY.search(text) and (main is None or main.event_type not in {"REQUEST", "REJECT", "PROTEST"}) and not _MUST.search(text):
        return "INVESTIGATE"
    if _PRAISE.search(text):
        return "SUPPORT"
    if main is None:
        return "DEMAND" if _MUST.search(text) else None
    before = text[: main.trigger.end]
    if _AHEAD.search(before):
        if main.event_type in _HARMS:
            return "THREATEN"
        if main.event_type in _GOODS:
            return "AGREE"
    if main.event_type in _GOODS and _MUST.search(before):
        return "DEMAND"
    if main.event_type == "ASSAULT" and _BATTLE.search(text):
        return "FIGHT"
    return old_type(main)
