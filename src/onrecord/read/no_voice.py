"""Who is named beside what is told and does not tell it: photographers of captions, the accused, people who do not speak."""

from __future__ import annotations

import re

from onrecord.model.span import Span

_CREDIT_BEFORE = re.compile(
    r"(?:\b(?:photos?|photographs?|images?|pictures?|video|footage|credit|courtesy|file photo)"
    r"\s*(?:by|from|courtesy of|courtesy)?\s*[:/]\s*"
    r"|\(\s*(?:[A-Z]{2,4}\s+)?(?:photos?|photographs?|images?|pictures?)\s+(?:by|courtesy of|from)\s+|\b(?:photos?|photographs?)\s+by\s+)"
    r"(?-i:[^\W\d_a-z][\w.'’-]*\s+){0,3}$",
    re.IGNORECASE,
)
# "(Mark Tolle/Talm Gazette via AP)"
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
    r"|arrest(?:s|ed|ing)?|search(?:es|ed|ing)?)$",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"(?:(?:have|has|had)\s+been|was|were|is|are|being)\s+(?:ordered|carried out|committed|perpetrated|led|planned)$", re.IGNORECASE
)
_BY = re.compile(r"\s+by\s+(?:[\w.'’-]+\s+){0,3}$", re.IGNORECASE)
_GOING = re.compile(r"\b(?:arriv\w+|came|com(?:e|es|ing)|travel\w*|return\w*|gather\w*|met|continu\w+)\b[^.;]*\bto\s+$", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")


def is_credit(text: str, source: Span) -> bool:
    """Whether the source is whom a caption names for its picture: "(Photo: Ana Ruiz)"."""
    if _CREDIT_BEFORE.search(text, max(0, source.start - 60), source.start):
        return True
    return text[source.start - 1 : source.start] == "(" and _CREDIT_AROUND.match(text, source.end) is not None


def speaks(text: str, source: Span, cue: Span, sentence: Span) -> bool:
    """Whether `source` can be whoever says something by `cue`, as far as the grammar of `sentence` shows."""
    word = " ".join(cue.of(text).split())
    if _DOES.match(word) and not re.match(r"\s+that\b", text[cue.end : cue.end + 8], re.IGNORECASE):
        return False
    if source.end <= cue.start:
        between = text[source.end : cue.start]
        if not between.strip() and _ACCUSED.match(word) and _OF_WHAT.match(text, cue.end):
            return False
        if _GOING.search(between) or _GOING.search(f"{source.of(text)}{between}"):
            return False
        return not (len(between) < 2 and _is_name(text, cue, sentence))
    return not (_ORDERED.match(word) and _BY.match(text, cue.end, source.start))


def _is_name(text: str, cue: Span, sentence: Span) -> bool:
    """Whether a cue with a capital in the midst of a sentence without is the second half of a name: "Gavin Long"."""
    if not text[cue.start].isupper() or cue.start == sentence.start:
        return False
    words = _WORDS.findall(sentence.of(text))
    return sum(w[0].isupper() for w in words) < 0.5 * len(words) and not cue.of(text).isupper()
