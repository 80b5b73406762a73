"""What police and army did in a sentence, for India Police Events (Halterman et al. 2021): KILL, ARREST, FAIL, FORCE, ANY_ACTION.

Words first: the reader is made for conflicts, and much that police do (posting guards, registering a case) is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Claim


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


_POLICE = _words(
    r"police|policem[ae]n|cops?\b|constables?|crpf|raf\b|rapid action force|srp\b|pac\b|bsf\b|paramilitary|army\b|troops|jawans?"
    r"|security (?:forces|personnel|agencies)"
    r"|inspectors?|superintendent|commissioner of police|dgp\b|ips officers?|cbi\b|intelligence bureau|officers of the law"
    r"|home guards?|army columns?"
)
_ARRESTED = _words(
    r"(?:were|was|been|are|is|being|had|have|has|police|cops|who)\b[^.;]{0,40}\b(?:arrested|detained|nabbed|apprehended"
    r"|rounded up|picked up|taken into custody)"
    r"|arrest(?:ed|s)? (?:\d|over|more than|at least|about|some|two|three|four|five|six|several|him|her|them|the accused)"
    r"|arrests? (?:were|was|have been|has been) made"
    r"|remanded|police arrested|detained (?:\d|over|more than|some|two|three|several)|in (?:police|judicial) custody"
)
_NOT_YET = _words(
    r"demand(?:s|ed|ing)?\b[^.;]{0,60}\barrest|should be arrested|must be arrested|no arrests?|not (?:been )?arrested"
    r"|yet to (?:be )?arrest|threat\w* [^.;]{0,40}arrest|to be arrested"
)
_FIRED = _words(
    r"open(?:ed|ing)? fire|fired\b|firing|tear ?gas|lathi|baton|water cannon|caned|bullets?\b|shot\b|shelling|rubber|beat(?:en"
    r"|ing)?\b|thrash|assaulted|manhandl|burst|charged? (?:the|at) "
)
_BY_POLICE = _words(
    r"(?:police|army|troops|raf|crpf|jawans?|cops|forces)\b[^.;]{0,70}\b(?:open(?:ed|ing)? fire|fired|firing|tear ?gas|lathi"
    r"|baton|caned|shot\b|beat|thrash|assault|manhandl|used force|resort)"
    r"|(?:police|army) (?:firing|bullets?|action|brutality|lathi)|lathi-?charge|tear ?gas|rounds (?:were )?fired"
    r"|fired \w+ rounds|shoot[- ]at[- ]sight"
)
_DEAD = _words(r"kill(?:ed|ing|s)?\b|dead\b|died\b|deaths?\b|fell to|succumbed|lives")
_FAILED = _words(
    r"fail(?:ed|s|ing|ure)?\b|mute spectators?|spectators?|did (?:not|nothing|little)|didn|refus(?:ed|al|ing)|inaction|no action"
    r"|ignor(?:ed|ing)|stood (?:by|and watched)|look(?:ed|ing) the other way"
    r"|turned (?:a blind eye|away)|helpless|absent|nowhere|late\b|connivance|conniv|complicit|collu|abett|negligence|lapse"
    r"|slow\b|unable|not (?:acted|act|intervene|respond|registered|arrive|come)"
    r"|never (?:came|arrived|turned up)|partisan|biased|watch(?:ed|ing) (?:as|while|silently)|could have been|inept|passive"
)
_ACTED = _words(
    r"deploy|patrol|flag[- ]?march|register(?:ed|ing)|lodged|investigat|raid(?:ed|s)?\b|seiz(?:ed|ing)|recover(?:ed|y)"
    r"|impos(?:ed|ing)|clamp|dispers|rush(?:ed|ing)|beef|step(?:ped|ping) up"
    r"|escort|book(?:ed|ing)\b|filed|station(?:ed|ing)|guard|cordon|barricad|search|comb(?:ing|ed)|rescu|evacuat|shift(?:ed)?"
    r"|transfer|stopp(?:ed|ing)|prevent|control|arrest|detain|fir(?:ed|ing)|lathi"
    r"|tear ?gas|interrogat|question(?:ed|ing)|protect|called (?:in|out)|sent\b|reached|airlift|posted|relax|block|warn(?:ed"
    r"|ing)|sounded|alert|monitor|vigil|ordered|moved|intensif|tighten|took\b|taken|brought"
    r"|kill|shot|beat|holding|withdrawn|reacted|stage"
)
_MEASURES = _words(
    r"curfew (?:was|has been|is|continued|clamped|imposed|relaxed|remained|in)|(?:indefinite|night) curfew|under curfew"
    r"|curfew-bound|flag[- ]?march|prohibitory orders|section 144|shoot[- ]at[- ]sight"
    r"|security (?:was|has been|is|were|arrangements|measures|cover)|heavy security|unprecedented security"
    r"|tight(?:ened)? security|fir\b|chargesheet|charge-sheet"
)


def police_labels(sentence: str, claims: Sequence[Claim], text: str) -> list[str]:
    """The labels of one sentence; `claims` are those that it tells, `text` the document that their spans are of."""
    police = _POLICE.search(sentence) is not None
    labels: set[str] = set()
    told = any(c.event_type == "COERCE" and c.mode == "arrest" and c.status in {"occurred", "ongoing"} for c in claims)
    if (_ARRESTED.search(sentence) or (told and police)) and not _NOT_YET.search(sentence):
        labels.add("ARREST")
    struck = any(c.event_type == "ASSAULT" and any(_POLICE.search(r.span.of(text)) for r in c.actors) for c in claims)
    if _BY_POLICE.search(sentence) or (struck and _FIRED.search(sentence)):
        labels.add("FORCE")
        if police and _DEAD.search(sentence):
            labels.add("KILL")
    if police and _FAILED.search(sentence):
        labels.add("FAIL")
    if labels - {"FAIL"} or (police and _ACTED.search(sentence)) or _MEASURES.search(sentence):
        labels.add("ANY_ACTION")
    return sorted(labels)
