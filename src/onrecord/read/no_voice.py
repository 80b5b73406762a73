"""Who is named beside what is told and does not tell it: photographers of captions, the accused, people who do not speak."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model.span import Span

_CREDIT_BEFORE = re.compile(
    r"(?:\b(?:photos?|photographs?|images?|pictures?|video|footage|credit|courtesy|file photo)"
    r"\s*(?:by|from|courtesy of|courtesy)?\s*[:/]\s*"
    r"|\(\s*(?:[A-Z]{2,4}\s+)?(?:photos?|photographs?|images?|pictures?)\s+(?:by|courtesy of|from)\s+|\b(?:photos?|photographs?)\s+by\s+)"
    r"(?-i:[^\W\d_a-z][\w.'’-]*\s+){0,3}$",
    re.IGNORECASE,
)
# "(Mark Tolle/Talm Gazette via AP)", wherever the name ends for the tagger.
_CREDIT_INSIDE = re.compile(r"(?-i:[^\W\d_a-z][\w.'’-]*\s+){1,3}(?-i:[^\W\d_a-z][\w.'’-]*)\s?/\s?[^()\n]{2,50}\)")
_CREDIT_AROUND = re.compile(r"[^()\n]{0,40}/\s?[^()\n]{2,50}\)|[^()\n]{0,60}\bvia\s+(?:AP|AFP|Reuters|Getty)\b[^()\n]{0,20}\)")
# "A teen charged with murder" is charged; "the prosecutor charged that" charges.
_ACCUSED = re.compile(
    r"(?:charged|accused|suspected|arrested|wanted|convicted|indicted|sentenced|jailed|held|killed|wounded)$", re.IGNORECASE
)
_OF_WHAT = re.compile(r"\s+(?:with|in|over|as|after|for|of|by|on|following|at|[a-z]+ing)\b", re.IGNORECASE)
# What people do who are only present; "responded that" answers in words.
_DOES = re.compile(
    r"(?:have\s+|has\s+|had\s+|was\s+|were\s+|are\s+|is\s+)?"
    r"(?:arriv\w+|respond(?:s|ed|ing)?\s+to|stud(?:y|ies|ied|ying)|tr(?:y|ies|ied|ying)|investigat(?:e|es|ing)|discover(?:s|ing)?"
    r"|arrest(?:s|ed|ing)?|search(?:es|ed|ing)?|aware)$",
    re.IGNORECASE,
)
# Who "was identified" is spoken of; who "was quoted" or "was heard saying" speaks.
_SPOKEN_OF = re.compile(
    r"(?:was|were|is|are|(?:has|have|had)\s+been|being)\s+(?:\w+ly\s+)?(?:identified|named|charged|arrested|accused|described)$",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"(?:(?:have|has|had)\s+been|was|were|is|are|being)\s+(?:ordered|carried out|committed|perpetrated|led|planned)$", re.IGNORECASE
)
_BY = re.compile(r"\s+by\s+(?:[\w.'’-]+\s+){0,3}$", re.IGNORECASE)
_GOING = re.compile(r"\b(?:arriv\w+|came|com(?:e|es|ing)|travel\w*|return\w*|gather\w*|met|continu\w+)\b[^.;]*\bto\s+$", re.IGNORECASE)
# "It states that Colonel Kern is responsible": what follows "that" is what is said, not who says it.
_THAT = re.compile(r"\s+(?:[\w'’]+\s+){0,2}?that\s", re.IGNORECASE)
_THE_ONE = re.compile(r"\b(?:is|was|are|were)\s+(?:the\s+ones?|those)\s+who$", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:^|[,;:]\s+|\b(?:but|while|where|whereas)\s+)(?P<subject>[^,;:()]{2,80}?)"
    r"(?:\s+(?:also|later|further|has|have|had|today|yesterday|then|\w+ly))*\s*$",
    re.IGNORECASE,
)
_BY_WHOM = re.compile(r"\bby\s+(?P<subject>(?:(?!\bby\b)[^,;:().])+?)\s+(?:that|which)\s+$", re.IGNORECASE)
_POINTER = re.compile(r"(?:this|these|those|he|she|it|they|who|which|that|there)(?:\s.*)?", re.IGNORECASE | re.DOTALL)
_DESCRIBED = re.compile(r"\bwho\b|,\s*(?:one of|among|an?|the)\b[^,]*$", re.IGNORECASE)
_CLOSED = re.compile(r"[^,.;:()]{0,60},\s+(?:and\s+|an?\s+|the\s+)?", re.IGNORECASE)
# "Commenting on the shelling of Talm, the minister said": the report tells of the shelling, the minister answers to it.
_ANSWERS = re.compile(
    r"\W*(?:(?:when|if)\s+)?(?:commenting|reacting|responding|replying|asked|questioned|pressed|speaking)\s"
    r"|\W*in\s+(?:response|reaction|reply|answer)\s+to\s",
    re.IGNORECASE,
)
# Such an opening is short, and what it only asks or passes on is not told by the report either.
_OPENING = re.compile(r"[^,;:\"“”]*,\s+(?:(?:the|an?|its|their|his|her)\s+)?(?:[\w.'’-]+\s+){0,3}?")
_PASSED_ON = re.compile(
    r",|[\"“”]|\b(?:whether|if|why|who|allegations?|accusations?|claims?|charges?|reports?|rumou?rs?|suggestions?)\b", re.IGNORECASE
)
_ENDS = re.compile(r"\W*$")
_SAID_OF = re.compile(r"(?:said|says|say)(?:\s+of)?$", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")


def is_credit(text: str, source: Span) -> bool:
    """Whether the source is whom a caption names for its picture: "(Photo: Ana Ruiz)"."""
    if _CREDIT_BEFORE.search(text, max(0, source.start - 60), source.start):
        return True
    if text[source.start - 1 : source.start] != "(":
        return False
    return _CREDIT_INSIDE.match(text, source.start) is not None or _CREDIT_AROUND.match(text, source.end) is not None


def is_own_credit(text: str, name: str) -> bool:
    """Whether "(Source: WTLM)" credits the outlet itself: its dateline or its notice of rights has the name too."""
    own = rf"(?:copyright|©)[^\n]{{0,20}}?\b{re.escape(name)}\b|\({re.escape(name)}\)\s*(?:--|—|–|-)\s"
    return re.search(own, text, re.IGNORECASE) is not None


def speaks(text: str, source: Span, cue: Span, sentence: Span) -> bool:
    """Whether `source` can be whoever says something by `cue`, as far as the grammar of `sentence` shows."""
    word = " ".join(cue.of(text).split())
    if _DOES.match(word) and not re.match(r"\s+that\b", text[cue.end : cue.end + 8], re.IGNORECASE):
        return False
    if source.end <= cue.start:
        between = text[source.end : cue.start]
        if not between.strip() and _ACCUSED.match(word) and _OF_WHAT.match(text, cue.end):
            return False
        if (
            _SPOKEN_OF.match(word)
            or _SPOKEN_OF.fullmatch(f"{between.strip()} {word}")
            or _THE_ONE.search(source.of(text))
            or _THE_ONE.search(between.rstrip())
        ):
            return False
        if _GOING.search(between) or _GOING.search(f"{source.of(text)}{between}"):
            return False
        return not (len(between) < 2 and _is_name(text, cue, sentence))
    return not (_ORDERED.match(word) and _BY.match(text, cue.end, source.start))


def subject_of(text: str, source: Span, cue: Span, sentence: Span) -> Span | None:
    """Who says something by `cue`: `source`, or the subject of the cue where the tagger took for it somebody of whom it is said.

    "A so-called Command states that Colonel Kern is responsible" is the command's word, never the colonel's; "charges raised by the Command
    that blames officers" are the command's. None where nobody nameable says it: "this indicates that the soldiers knew".
    """
    if not sentence.contains(source):
        return source
    if by := _BY_WHOM.search(text, sentence.start, cue.start):
        subject = Span(*by.span("subject"))
        return source if source.overlaps(subject) or not source.end <= subject.start else subject
    if not (cue.end <= source.start and _THAT.match(text, cue.end, source.start)):
        return source
    match = _SUBJECT.search(text, sentence.start, cue.start)
    return Span(*match.span("subject")) if match and not _POINTER.fullmatch(match["subject"].strip()) else None


def is_beside(text: str, trigger: Span, source: Span, cue: Span, content: Sequence[Span], sentence: Span) -> bool:
    """Whether a trigger only describes who speaks or of whom: "Ruiz, who was shot, said ...", "Ruiz, one of those shot, a founder, had
    said that ...", "Ruiz said of the man shot".

    What the content of the voice holds is said; what somebody is asked about or comments on is not.
    """
    answers = sentence.start <= trigger.start and trigger.end <= source.start < cue.start and _ANSWERS.match(text, sentence.start)
    if (
        answers
        and _OPENING.fullmatch(text, trigger.end, source.start)
        and not _PASSED_ON.search(text, sentence.start, trigger.start)
        and not _ENDS.match(text[cue.end : sentence.end])
    ):
        return True
    if any(c.overlaps(trigger) for c in content):
        return False
    if source.start <= trigger.start and trigger.end <= cue.start and source.end <= cue.start:
        closed = trigger.end <= source.end or "," in text[trigger.end : cue.start]
        return closed and _DESCRIBED.search(text, source.start, trigger.start) is not None
    if trigger.end <= source.start and source.end <= cue.start and any(c.start >= cue.end for c in content):
        apart = _CLOSED.fullmatch(text, trigger.end, source.start)
        return apart is not None and _DESCRIBED.search(text, max(0, trigger.start - 80), trigger.start) is not None
    word = " ".join(cue.of(text).split())
    of = word.lower().endswith(" of") or re.match(r"\s+of\b", text[cue.end : cue.end + 4]) is not None
    return of and _SAID_OF.fullmatch(word) is not None and cue.end <= trigger.start


def _is_name(text: str, cue: Span, sentence: Span) -> bool:
    """Whether a cue with a capital in the midst of a sentence without is the second half of a name: "Gavin Long"."""
    if not text[cue.start].isupper() or cue.start == sentence.start:
        return False
    words = _WORDS.findall(sentence.of(text))
    return sum(w[0].isupper() for w in words) < 0.5 * len(words) and not cue.of(text).isupper()
