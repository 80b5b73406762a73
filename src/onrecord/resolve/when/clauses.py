"""Which trigger of a sentence a date expression belongs to, by the clauses and lists between them."""

from __future__ import annotations

import re

from onrecord.model.mention import Reading
from onrecord.model.span import Span

_OPENERS = (
    r"\b(?:that|which|who|whom|whose|where|when|while|after|before|because|although|though|if|as|since|until|following|despite|but)\b"
)
OPENING = re.compile(_OPENERS, re.IGNORECASE)
"""Words that open another clause."""
BOUNDARY = re.compile(rf"[,;:()\"“”—]|--|{_OPENERS}", re.IGNORECASE)
_SUBORDINATE = re.compile(rf"[;:()]|--|{_OPENERS}|\b(?:said|says|told|added|reported)\b", re.IGNORECASE)
_REPORTING = re.compile(
    r"\b(?:said|says|told|announced|reported(?! to\b)|stated|added|confirmed|claimed|denied|declared|according to)\b"
    r"(?<!\bwere reported)(?<!\bbeen reported)",
    re.IGNORECASE,
)
_BOUNDARY_COST = 6
"""Words that crossing one clause boundary is worth."""
_CLAUSE_COST = 12
"""Added once for leaving the clause at all."""
_APART = 40
"""Words that a semicolon between a date and a trigger is worth."""
CUE_REACH = 3
"""A date this few words from a reporting cue, with no boundary between, is the date of the saying."""
WHEN = re.compile(r",?\s+(?:when|the day (?:on which|when|that))\s", re.IGNORECASE)
"""Opens the clause that a date before it dates: "on June 3, when troops moved in"."""
_JOINED = re.compile(r",?\s+(?:and|but)\s|\s*;")
"""After a date, opens the next clause: "met on Thursday and handed the town over" dates the meeting first."""
_ONE_DEED = re.compile(r"\s+to(?:\s+be)?\s+")
"""Between two triggers of one deed: "forced to resign"."""
_PARTICIPLE = re.compile(r"\w+ing\b", re.IGNORECASE)
_WITH_PARTICIPLE = re.compile(r",?\s+(?:(?:after|before|by|while)\s+)?(?:\w+ly\s+)?", re.IGNORECASE)
"""Between a date and a participle: "took the post on Friday, killing two", "on Friday after killing two"; the finite verb comes first."""
_SAME_SUBJECT = re.compile(r"(?:\s*,\s*|\s+(?:and|but)\s+)(?:then\s+|\w+ly\s+)*", re.IGNORECASE)
_LISTED = re.compile(r",\s*(?:then\s+)?$")
RELATIVE = re.compile(r",\s+(?:which|who|whose|where)\b", re.IGNORECASE)


def _gap_cost(gap: str) -> int:
    boundaries = len(BOUNDARY.findall(gap))
    return len(gap.split()) + _BOUNDARY_COST * boundaries + (_CLAUSE_COST if boundaries else 0) + _APART * gap.count(";")


def owners(span: Span, triggers: list[Span], cues: list[Span], text: str, sentence: Span, *, coarse: bool) -> list[tuple[Span, int]]:
    """The trigger whose clause holds the expression and those coordinated with it, with the cost in words; none where a cue owns it."""
    holding = [t for t in triggers if t.overlaps(span)]
    if holding:
        return [(t, 0) for t in holding]
    predicates = sorted(triggers + cues)
    left = max((p for p in predicates if p.end <= span.start), default=None, key=lambda p: p.end)
    right = min((p for p in predicates if p.start >= span.end), default=None)
    possessive = text[span.end : span.end + 2] in ("'s", "’s", "'S", "’S")
    if (
        left
        and left in cues
        and not possessive
        and not BOUNDARY.search(text[left.end : span.start])
        and len(text[left.end : span.start].split()) <= CUE_REACH
    ):
        return []
    right_gap = text[span.end : right.start] if right else ""
    if when_clause := WHEN.match(right_gap):
        left, right_gap = None, right_gap[when_clause.end() :]
    opening = not text[sentence.start : span.start].strip(" \t\n\"'“‘([") or re.fullmatch(
        r"\W*(?:and|but|also|earlier|meanwhile|then)\W*", text[sentence.start : span.start], re.IGNORECASE
    )
    left_cost = _gap_cost(text[left.end : span.start]) if left and not possessive else None
    right_cost = _gap_cost(right_gap.lstrip(" ,") if opening else right_gap) if right else None
    if opening and right is not None:
        left_cost = None
    if right is not None and left is not None and left not in cues and ";" not in text[left.end : span.start]:
        participle = _PARTICIPLE.match(right.of(text)) and _WITH_PARTICIPLE.fullmatch(right_gap)
        right_cost = None if participle or _JOINED.match(right_gap) else right_cost
    if left is not None and left_cost is not None and (right_cost is None or left_cost <= right_cost):
        if left in cues:
            return []
        return [
            (left, left_cost),
            *coordinated(left, [t for t in reversed(triggers) if t.end <= left.start], text, cost=left_cost + 20, leftward=True),
            *coordinated(left, _next_in_line(left, span, triggers, text), text, cost=left_cost + 20, leftward=False),
        ]
    if right is None or right_cost is None:
        return []
    if right in cues:
        later = [t for t in triggers if t.start > right.start]
        if not (opening and coarse and later):
            return []
        # "In December, state media said a strike had hit ...": a month is too long for a saying, so it dates what was said
        right = later[0]
    return [
        (right, right_cost),
        *coordinated(right, [t for t in triggers if t.start >= right.end], text, cost=right_cost + 20, leftward=False),
    ]


def _next_in_line(left: Span, span: Span, triggers: list[Span], text: str) -> list[Span]:
    """The triggers after a date that go on with the verb before it: "flew in on 2 May, killed him and left"; none with a new subject."""
    later = [t for t in triggers if t.start >= span.end]
    gap = text[span.end : later[0].start] if later else ""
    if not _SAME_SUBJECT.fullmatch(gap):
        participle = bool(later) and _PARTICIPLE.match(later[0].of(text)) and _WITH_PARTICIPLE.fullmatch(gap)
        return later[:1] if participle else []
    relative = max((m for m in RELATIVE.finditer(text, max(0, left.start - 80), left.start)), default=None, key=lambda m: m.start())
    within = relative is not None and "," not in text[relative.end() : left.start]
    return [] if within and "," in gap else later


def coordinated(owner: Span, others: list[Span], text: str, *, cost: int, leftward: bool) -> list[tuple[Span, int]]:
    """Triggers joined to the owner by "and" or a list of verbs, with no clause of their own between, and those of one deed with it.

    A date that trails reaches back over no comma.
    """
    found: list[tuple[Span, int]] = []
    for other in others:
        gap = text[other.end : owner.start] if leftward else text[owner.end : other.start]
        listed = gap.strip() == "," or _ONE_DEED.fullmatch(gap) is not None
        if not leftward and _PARTICIPLE.match(other.of(text)) and re.search(r"[\w\s](?:\s(?:after|before|by|while)|,)\s+$", gap):
            listed = listed or not _SUBORDINATE.search(re.sub(r"\s(?:after|before|while)\s+$", "", gap))
        if not leftward and _LISTED.search(gap) and not _SUBORDINATE.search(gap):
            # "Stopped an ambulance, dragged the crew out and burned it": the list ends with an "and"
            listed = listed or re.match(r"[^.;:]*?\band\b", text[other.end : other.end + 200]) is not None
        if not listed and (_SUBORDINATE.search(gap) or not re.search(r"\band\b", gap, re.IGNORECASE) or (leftward and "," in gap)):
            break
        found.append((other, cost))
        owner = other
    return found


def reporting_cues(reading: Reading, sentence: Span) -> set[Span]:
    """Reporting cues of the sentence that are verbs or nouns; "reportedly" takes no date of its own."""
    spans = {span for attribution in reading.attributions for span in attribution.cue}
    text = reading.document.text
    spans |= {Span(m.start(), m.end()).shifted(sentence.start) for m in _REPORTING.finditer(sentence.of(text))}
    spans |= {link.cue for claim in reading.claims for link in claim.attribution if link.cue is not None}
    return {span for span in spans if sentence.contains(span) and not span.of(text).lower().endswith("ly")}
