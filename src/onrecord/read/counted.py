"""What the words of a figure count: how many, of what, of whom."""

from __future__ import annotations

import re
from collections.abc import Mapping

from onrecord.model.claim import Figure
from onrecord.model.span import Span
from onrecord.read.figures import Amount, parse_amount

_CASUALTIES = re.compile(r"\bcasualt", re.IGNORECASE)
_CIVILIANS = re.compile(
    r"\b(?:civilians?|non-combatants?|villagers?|residents?|bystanders?|passengers?|shoppers?|worshippers?|students?|farmers?|journalists?)\b",
    re.I,
)
_COMBATANTS = re.compile(
    r"\b(?:soldiers?|troops?|fighters?|militants?|rebels?|insurgents?|servicemen|guerrillas?|policemen|gunmen|terrorists?|combatants?)\b",
    re.I,
)
_CHILDREN = re.compile(r"\b(?:children|child|minors|infants?|bab(?:y|ies)|boys?|girls?)\b", re.IGNORECASE)
_WOMEN = re.compile(r"\b(?:women|woman)\b", re.IGNORECASE)
_DEAD = re.compile(
    r"kill|dead|death|die[sd]?\b|dying|fatal|murder|massacr|assassin|execut|slain|slay|bod(?:y|ies)\b|casualt|lives\b|toll|martyr|perish|behead"
    r"|slaughter|shot|neutrali|eliminat|liquidat|out of action|victim|lost|losses|drown|burie|hanged|lynch|remains|corpse"
    r"|claimed|left .{0,30}\bgone\b",
    re.IGNORECASE,
)
_HARM = frozenset({"killed", "injured"})
_HARMED = r"(?P<verb>kill\w*|slain|dead|wound\w*|injur\w*|hurt)"
_VERB_BEFORE = re.compile(
    rf"\b{_HARMED}\s+(?:(?:at least|about|some|around|more than|over|nearly|another|up to|as many as)\s+)?$", re.IGNORECASE
)
_VERB_AFTER = re.compile(
    r"\s+(?:(?!and\b|but\b|or\b)[\w'’-]+\s+){0,3}?"
    rf"(?:(?:were|was|are|is|have been|has been|had been|left|reported)\s+(?:\w+ly\s+)?)?{_HARMED}\b",
    re.IGNORECASE,
)
_DEAD_AFTER = re.compile(r"\s+(?:(?!and\b|or\b)[\w-]+\s+)?(?:martyrs?|dead|deaths?|fatalities|corpses)\b", re.IGNORECASE)
_WOUNDED = re.compile(r"\b(?:wound|injur|hurt)", re.IGNORECASE)
_FLED = re.compile(r"\b(?:displac|fle[de]|homeless|refuge|evacuat|uproot)", re.IGNORECASE)
_AGE = re.compile(r"[-\s](?:year|month|week|day)s?-old\b", re.IGNORECASE)
_AFTER_NAME = re.compile(r"[^\W\d_a-z][^\W\d_][\w'’.-]*,\s+$")
_OLDEST = 111  # years
_AMONG = re.compile(r"\b(?:among (?:them|whom)|includ(?:ing|ed)|of (?:them|whom))\b[^.;]{0,25}$", re.IGNORECASE)
_LOOK = 24  # code points beside the words of a figure
_LEAD = re.compile(
    r"\b(?:between|up(?=\s+to\b)|at(?=\s+(?:least|most)\b)|as(?=\s+many\b)|not?(?=\s+(?:more|fewer|less)\b))\s+", re.IGNORECASE
)
_OVER = re.compile(r"over\b", re.IGNORECASE)
_GIVEN = re.compile(r"\b(?:hand|turn|tak|t[ou]ok|carr|br[io]|w[io]n|g[ia]v)\w*\s+$", re.IGNORECASE)
_HEDGE_ALONE = re.compile(r"(?:about|some|around|nearly|almost|over|up to|at least|more than|approximately)", re.IGNORECASE)
_NUMBER_AFTER = re.compile(
    r"\s+\d[\d,.]*\d|\s+\d|\s+(?:\w+teen|\w+ty|twelve|eleven|ten|[a-z]{3,5})\b(?:[\s-](?:hundred|thousand|\w+))?", re.IGNORECASE
)
_PERSONS = frozenset({"killed", "injured", "captured"})
_NO_SINGLE = re.compile(
    r"(?:s?he|him|her|it|its|who|whom|they|them|we|us|i|me|you|all|both|most|some|many|any|each|every|others?|several|few|those|these|nothing"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|twice|\d\S*)$"
    r"|(?:a\s+(?:number|few|lot|series|total)|an?\s+(?:unknown|undisclosed|unspecified))\b",
    re.IGNORECASE,
)
_SINGLE_ARTICLE = re.compile(r"(?:an?|another)", re.IGNORECASE)
_SINGLE = re.compile(r"(?:an?|another|the|his|her|its|their|my|our|your)\b", re.IGNORECASE)
_SINGLE_BEFORE = re.compile(rf"\b{_SINGLE.pattern}\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_PHRASE_END = re.compile(r"\s+(?:of|in|from|at|on|near|with|who|which|that|for|by|and|as)\b|,", re.IGNORECASE)
_COLLECTIVES = frozenset(
    "family families group crowd patrol convoy unit team platoon squad couple number police army garrison crew staff people population"
    " public majority minority rest party cell gang column section company battalion brigade civilians detachment escort".split()
)
_PLURALS = frozenset(
    "men women children people policemen servicemen gunmen militiamen fishermen herdsmen tribesmen youth cattle police".split()
)


def figures_of(text: str, counted: Mapping[Span, str], sentence: Span) -> tuple[Figure, ...]:
    """The figures whose words are the keys of `counted` and whose kinds are its values; a span that holds no number gives none."""
    said = sentence.of(text)
    figures: list[Figure] = []
    for span, kind in counted.items():
        words = _in_full(text, span)
        amount = parse_amount(words) or _just_one(text, span, kind)
        if amount is None or _is_age(text, span):
            continue
        after = text[span.end : span.end + 60]
        kinds = [_of_its_verb(text, span) or (_told(kind, said) if sentence.contains(span) else kind)] if kind in _HARM else [kind]
        if amount.low == amount.high == 0 and (_CASUALTIES.search(words) or _CASUALTIES.match(after.lstrip())):
            kinds = ["killed", "injured"]
        before = text[max(0, span.start - 40) : span.start]
        part = bool(_AMONG.search(before))
        for what in kinds:
            figures.append(
                Figure(
                    span=span,
                    what=what,
                    low=amount.low,
                    high=amount.high,
                    unknown=amount.unknown,
                    victims=_victims(words + after[:30]) if what in {"killed", "injured", "captured", "displaced"} else None,
                    part_of_total=part,
                )
            )
    return tuple(figures)


def _in_full(text: str, span: Span) -> str:
    """The words of a figure with those that the tagger cut off: "(between) three and nine", "(up) to 1,200", "about (40)"."""
    words = span.of(text)
    before = text[max(0, span.start - _LOOK) : span.start]
    if _OVER.match(words) and _GIVEN.search(before):  # "handed over 20 beds"
        return words[len("over") :]
    if _HEDGE_ALONE.fullmatch(words) and (number := _NUMBER_AFTER.match(text, span.end)):
        words += number[0]
    lead = next((m[0] for m in _LEAD.finditer(text, max(0, span.start - _LOOK), span.end) if m.end() == span.start), "")
    return f"{lead}{words}"


def _just_one(text: str, span: Span, kind: str) -> Amount | None:
    """One, where a figure names one person and gives no number: "a senior official", "his driver"; of things only numbers are figures."""
    words = " ".join(span.of(text).split())
    if kind not in _PERSONS or not words or _NO_SINGLE.match(words):
        return None
    if _SINGLE_ARTICLE.fullmatch(words):
        words += " " + " ".join(text[span.end : span.end + _LOOK].split()[:2])
    phrase = _PHRASE_END.split(words, maxsplit=1)[0]
    head = phrase.split()[-1].lower() if phrase.split() else ""
    if head in _COLLECTIVES or head in _PLURALS or (head.endswith("s") and not head.endswith("ss")):
        return None
    beside = text[max(0, span.start - _LOOK) : span.start]
    named = words[0].isupper() and not words.isupper()
    told = _SINGLE.match(words) or _SINGLE_BEFORE.search(beside)
    return Amount(1, 1) if told or named else None


def _is_age(text: str, span: Span) -> bool:
    """Whether a number is an age, which counts nobody: "an 8-year-old boy", "Michael Vance, 38, wounded two officers"."""
    if _AGE.match(text, span.end):
        return True
    appended = _AFTER_NAME.search(text, max(0, span.start - 30), span.start) and re.match(r"[,;.)]", text[span.end : span.end + 1])
    return appended is not None and span.of(text).isdigit() and int(span.of(text)) < _OLDEST


def _of_its_verb(text: str, span: Span) -> str | None:
    """What the verb that governs a number says of the people counted: "killing at least 17", "more than 40 people were wounded"."""
    if match := _VERB_BEFORE.search(text, max(0, span.start - 40), span.start):
        return "killed" if match["verb"][0] in "kKsSdD" else "injured"
    if _DEAD_AFTER.match(text, span.end, span.end + 40):
        return "killed"
    if match := _VERB_AFTER.match(text, span.end, span.end + 70):
        return "killed" if match["verb"][0] in "kKsSdD" else "injured"
    return None


def _told(kind: str, sentence: str) -> str:
    """The kind of a toll of the dead, unless the sentence tells of no dead, but of the wounded or of people who fled.

    Where it tells of neither, the sentences before have told what is counted: "Twelve were children."
    """
    if kind != "killed" or _DEAD.search(sentence):
        return kind
    return next((other for other, words in (("injured", _WOUNDED), ("displaced", _FLED)) if words.search(sentence)), kind)


def _victims(words: str) -> str | None:
    """The class of people that a number counts, from the nearest of the words that name one."""
    hits = [
        (m.start(), name)
        for name, pattern in (("civilian", _CIVILIANS), ("combatant", _COMBATANTS), ("children", _CHILDREN), ("women", _WOMEN))
        if (m := pattern.search(words))
    ]
    return min(hits)[1] if hits else None
