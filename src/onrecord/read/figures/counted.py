"""What the words of a figure count: how many, of what, of whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.model.claim import Figure
from onrecord.model.span import Span
from onrecord.read.counts import NUMBER_WORD
from onrecord.read.figures.amounts import Amount, parse_amount
from onrecord.read.figures.harm import kind_of_harm
from onrecord.read.figures.no_count import counts_nobody, is_age_of_one

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
_HARM = frozenset({"killed", "injured"})
_AMONG = re.compile(r"\b(?:among (?:them|whom)|includ(?:ing|ed)|of (?:them|whom))\b[^.;,\d]{0,25}$", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+(?:[\w-]+\s+)?of\s+(?:them|whom)\b", re.IGNORECASE)
_ALL_OF = re.compile(r"\b(?:all|both)\s+(?:of\s+the\s+)?$", re.IGNORECASE)
_ONE_PHRASE = re.compile(r"[ -]*(?:(?:year|month)s?[ -]old)?[ -]*", re.IGNORECASE)
_IS_ONE = re.compile(
    r"(?!\d+$)(?:an?|the|another|his|her|their|its|at least|about|some"
    r"|(?:(?:an?|the|his|her|their)\s+)?\S+?(?:[\s-](?:year|month)s?[\s-]old)?)",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(rf"\b(\d+|{NUMBER_WORD})\s+$", re.IGNORECASE)
_AGE_PHRASE = re.compile(
    r"\S+?[-\s]+(?:year|yr|month|week|day)s?[-\s]+old"
    r"(?:\s+(?!who\b|whose\b|was\b|is\b|were\b|and\b|or\b|dead\b|died\b|in\b|from\b|had\b)\w+)?",
    re.IGNORECASE,
)
# "two people, a man and a woman": nothing but the noun stands before the comma.
_MEMBERS = re.compile(
    r"\s*(?:(?!in\b|on\b|at\b|near\b|were\b|was\b|and\b|from\b|then\b)[\w'’-]+\s+){0,2}?(?:people|persons?|victims|bodies|individuals|others|teens"
    r"|teenagers|adults)\s*(?:,|:|\(|—|–|\s-)\s*(?:(?:including|among them|both|namely)\s+)?(?:(?:an?|the)\s+)?",
    re.IGNORECASE,
)
_MOST_MEMBERS = 6
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
_UNIT_AFTER = re.compile(
    r"[\s-]*(?:km|kilomet|miles?\b|met(?:re|er)s?\b|years?\b|months?|weeks?|days?|hours?|minutes?|percent|per cent|%|dollars)",
    re.IGNORECASE,
)
_LASTS = re.compile(r"[\s-]+(?:more\s+)?(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?)\b", re.IGNORECASE)
_PERSONS = frozenset({"killed", "injured", "captured"})
_NO_SINGLE = re.compile(
    r"(?:s?he|him|her|it|its|who|whom|they|them|we|us|i|me|you|all|both|most|some|many|any|each|every|others?|several|few|those|these|nothing"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|twice"
    r"|about|nearly|almost|around|over|at least|up to|more than|\d\S*)$"
    r"|(?:a\s+(?:number|few|lot|series|total|third|quarter|fifth|majority|minority|half)|an?\s+(?:unknown|undisclosed|unspecified|entire|whole))\b"
    r"|(?:everyone|everybody|half|part|more than|less than|too many|many|multiple"
    r"|unknown|countless|numerous|all but|the (?:dead|wounded|injured|killed|rest|others))\b",
    re.IGNORECASE,
)
_FULL_NAME = re.compile(r"(?:[^\W\d_a-z][^\W\d_A-Z][\w'’.-]*\s+){1,3}[^\W\d_a-z][^\W\d_A-Z][\w'’-]*")
_INSIDE = re.compile(r"[\w,)”\"’']\s+$")
_SINGLE_ARTICLE = re.compile(r"(?:an?|another)", re.IGNORECASE)
_SINGLE = re.compile(r"(?:an?|another|the|his|her|its|their|my|our|your)\b", re.IGNORECASE)
_SINGLE_BEFORE = re.compile(rf"\b{_SINGLE.pattern}\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_PHRASE_END = re.compile(r"\s+(?:of|in|from|at|on|near|with|who|which|that|for|by|and|as)\b|,", re.IGNORECASE)
_COLLECTIVES = frozenset(
    "family families group crowd patrol convoy unit team platoon squad couple number police army garrison crew staff people population"
    " public majority minority rest party cell gang column section company battalion brigade civilians detachment escort"
    " taliban hezbollah hamas isis isil daesh enemy half village town".split()
)
_PLURALS = frozenset("men women children people policemen servicemen gunmen militiamen fishermen herdsmen tribesmen youth cattle".split())


def figures_of(text: str, counted: Mapping[Span, str], sentence: Span) -> tuple[Figure, ...]:
    """The figures whose words are the keys of `counted` and whose kinds are its values; a span that holds no number gives none."""
    figures: list[Figure] = []
    for told, kind in _whole_phrases(text, counted):
        span = told
        words = _in_full(text, span)
        if is_age_of_one(text, span):
            many = _NUMBER_BEFORE.search(text, max(0, span.start - _LOOK), span.start)  # "two 17-year-old boys"
            amount = (parse_amount(many[1]) if many else Amount(1, 1)) if kind in _PERSONS else None
            if phrase := _AGE_PHRASE.match(text, span.start):
                span = Span(span.start, max(span.end, phrase.end()))  # "17-year-old boy", not "17-"
        elif counts_nobody(text, span) or (kind == "other" and _LASTS.match(text, span.end)):
            amount = None
        else:
            amount = parse_amount(words) or _just_one(text, span, kind)
        if amount is None:
            continue
        after = text[span.end : span.end + 60]
        kinds = [kind_of_harm(kind, text, span, sentence)] if kind in _HARM else [kind]
        if amount.low == amount.high == 0 and (_CASUALTIES.search(words) or _CASUALTIES.match(after.lstrip())):
            kinds = ["killed", "injured"]
        before = text[max(0, span.start - 40) : span.start]
        part = bool(_AMONG.search(before) or (_OF_THEM.match(after) and not _ALL_OF.search(before)))
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
    return _parts_of_totals(figures, text)


def _whole_phrases(text: str, counted: Mapping[Span, str]) -> list[tuple[Span, str]]:
    """The words of the figures, pieces of one phrase put together: "13-year-old" and "Eddie", "The" and "13-year-old child"."""
    places = {span.start: n for n, span in enumerate(counted)}
    whole: list[tuple[Span, str]] = []
    for span, kind in sorted(counted.items()):
        last = whole[-1] if whole else None
        if last and last[1] == kind and _ONE_PHRASE.fullmatch(text, last[0].end, span.start) and _IS_ONE.fullmatch(last[0].of(text)):
            whole[-1] = (Span(last[0].start, span.end), kind)
        else:
            whole.append((span, kind))
    return sorted(whole, key=lambda figure: places[figure[0].start])


def _parts_of_totals(figures: Sequence[Figure], text: str) -> tuple[Figure, ...]:
    """Marks the members of a total that stand right behind it: "two people, a man and a woman", "four bodies: two of men, two of women"."""
    found = list(figures)
    for kind in _HARM:
        mine = sorted((n for n, f in enumerate(found) if f.what == kind and f.low is not None), key=lambda n: found[n].span)
        for at, number in enumerate(mine[:-1]):
            total, rest = found[number], mine[at + 1 : at + 1 + _MOST_MEMBERS]
            members = sum(found[n].low or 0 for n in rest if not found[n].part_of_total)
            if found[rest[0]].part_of_total:  # "12 people, including 3 children, and 7 soldiers": it says itself which are
                continue
            if (total.low or 0) > 1 and members <= (total.low or 0) and _MEMBERS.fullmatch(text, total.span.end, found[rest[0]].span.start):
                for n in rest:
                    found[n] = replace(found[n], part_of_total=True)
    return tuple(found)


def _in_full(text: str, span: Span) -> str:
    """The words of a figure with those that the tagger cut off: "(between) three and nine", "(up) to 1,200", "about (40)"."""
    words = span.of(text)
    before = text[max(0, span.start - _LOOK) : span.start]
    if _OVER.match(words) and _GIVEN.search(before):  # "handed over 20 beds"
        return words[len("over") :]
    number = _NUMBER_AFTER.match(text, span.end) if _HEDGE_ALONE.fullmatch(words) else None
    if number and not _UNIT_AFTER.match(text, number.end()) and not _UNIT_AFTER.search(number[0]):
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
    full_name = _FULL_NAME.fullmatch(phrase) is not None
    if head in _COLLECTIVES or head in _PLURALS or (head.endswith("s") and not head.endswith("ss") and not full_name):
        return None
    beside = text[max(0, span.start - _LOOK) : span.start]
    inside = _INSIDE.search(beside) is not None  # a capital that is not that of the sentence
    named = full_name or (inside and words[0].isupper() and not words.isupper())
    told = _SINGLE.match(words) or _SINGLE_BEFORE.search(beside)
    return Amount(1, 1) if told or named else None


def _victims(words: str) -> str | None:
    """The class of people that a number counts, from the nearest of the words that name one."""
    hits = [
        (m.start(), name)
        for name, pattern in (("civilian", _CIVILIANS), ("combatant", _COMBATANTS), ("children", _CHILDREN), ("women", _WOMEN))
        if (m := pattern.search(words))
    ]
    return min(hits)[1] if hits else None
