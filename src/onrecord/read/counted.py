"""What the words of a figure count: how many, of what, of whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.model.claim import Figure
from onrecord.model.span import Span
from onrecord.read.figures import Amount, parse_amount
from onrecord.read.no_count import counts_nobody, is_age_of_one

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
_SURELY_DEAD = re.compile(
    r"kill|\bdead|death|\bdie[sd]?\b|\bdying|fatal|murder|massacr|assassin|execut|slain|slay|\bbod(?:y|ies)\b|martyr|perish|behead|slaughter"
    r"|drown|burie|hanged|lynch|remains\b|corpse|funeral|mourn",
    re.IGNORECASE,
)
_ALIVE = re.compile(
    r"expected to (?:survive|recover|live|be ok)|(?:non-?\s?|not )life.threatening|\bsurviv|\brecover(?:ing|ed)?\b|treated (?:at|for|and)"
    r"|hospitali[sz]ed|(?:taken|sent|rushed|airlifted|transported|went) (?:[\w-]+ ){0,6}hospital|(?:in|to) (?:the |a )?(?:\w+ )?hospital"
    r"|in (?:\w+ )?condition|minor injur|\bgrazed?\b|\bwound|\binjur|\bhurt\b",
    re.IGNORECASE,
)
_SHOT = re.compile(r"\b(?:shot|shoots?|shooting|gunfire|gunshots?|opened fire|fired|hit|struck|stabb\w+|knifed)\b", re.IGNORECASE)
_VICTIMS = re.compile(r"\bvictims?\b", re.IGNORECASE)
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
_AMONG = re.compile(r"\b(?:among (?:them|whom)|includ(?:ing|ed)|of (?:them|whom))\b[^.;]{0,25}$", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+(?:[\w-]+\s+)?of\s+(?:them|whom|those|these)\b", re.IGNORECASE)
_NEXT, _WIDELY, _NEAR = 350, 2_500, 40  # code points after a sentence, around it, before a number
_ONE_PHRASE = re.compile(r"[\s-]*(?:(?:year|month)s?[\s-]old)?[\s-]*", re.IGNORECASE)
_IS_ONE = re.compile(
    r"(?:an?|the|another|his|her|their|its|at least|about|some)|(?:(?:an?|the|his|her|their)\s+)?\S+?(?:[\s-](?:year|month)s?[\s-]old)?",
    re.IGNORECASE,
)
_AGE_PHRASE = re.compile(
    r"\S+?[-\s]+(?:year|yr|month|week|day)s?[-\s]+old"
    r"(?:\s+(?!who\b|whose\b|was\b|is\b|were\b|and\b|or\b|dead\b|died\b|in\b|from\b|had\b)\w+)?",
    re.IGNORECASE,
)
_ANYBODY = re.compile(r"\b(?:people|persons?|victims|bodies|individuals|others|men|teens|teenagers|adults|dead)\b", re.IGNORECASE)
_IN_APPOSITION = re.compile(r"^[^.;]{0,60}?(?:,|:|\(|—|–|\s-)[^.;,]{0,40}$")
_ALIVE_THERE = re.compile(
    r"\s+(?:[\w-]+\s+){0,2}?(?:(?:were|was|are|had)\s+(?:been\s+)?(?:in attendance|inside|present|gathered|attending|asleep|waiting"
    r"|celebrating|partying|dancing|living)|attended|gathered|gather)\b",
    re.IGNORECASE,
)
_AIMED_AT = re.compile(
    r"\b(?:fire|fired|firing|shots?|shooting|shoots?)\s+(?:on|at|into|towards?)\s+(?:a (?:crowd|group) of\s+)?(?:(?:about|nearly|some"
    r"|around|at least|over|more than|up to)\s+)?$",
    re.IGNORECASE,
)
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
    figures: list[Figure] = []
    for told, kind in _whole_phrases(text, counted):
        span = told
        words = _in_full(text, span)
        if is_age_of_one(text, span):
            amount = Amount(1, 1) if kind in _PERSONS else None
            if phrase := _AGE_PHRASE.match(text, span.start):
                span = Span(span.start, max(span.end, phrase.end()))  # "17-year-old boy", not "17-"
        elif counts_nobody(text, span):
            amount = None
        else:
            amount = parse_amount(words) or _just_one(text, span, kind)
        if amount is None:
            continue
        after = text[span.end : span.end + 60]
        kinds = [_of_harm(kind, text, span, sentence)] if kind in _HARM else [kind]
        if amount.low == amount.high == 0 and (_CASUALTIES.search(words) or _CASUALTIES.match(after.lstrip())):
            kinds = ["killed", "injured"]
        before = text[max(0, span.start - 40) : span.start]
        part = bool(_AMONG.search(before) or _OF_THEM.match(after))
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
    """Marks what is told of a total behind a comma: "two people, a man and a woman", "four bodies, two of men and two of women"."""
    found = list(figures)
    for kind in _HARM:
        mine = sorted((n for n, f in enumerate(found) if f.what == kind and f.low is not None), key=lambda n: found[n].span)
        for at, number in enumerate(mine[:-1]):
            total, rest = found[number], [found[n] for n in mine[at + 1 :] if not found[n].part_of_total]
            counted = sum(f.low or 0 for f in rest)
            if not rest or (total.low or 0) <= 1 or counted > (total.low or 0):
                continue
            between = text[total.span.end : rest[0].span.start]
            generic = _ANYBODY.search(text, total.span.start, total.span.end + _LOOK) is not None
            if _IN_APPOSITION.search(between) and (generic or counted == total.low):
                for n in mine[at + 1 :]:
                    found[n] = replace(found[n], part_of_total=True)
                break
    return tuple(found)


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


def _of_its_verb(text: str, span: Span) -> str | None:
    """What the verb that governs a number says of the people counted: "killing at least 17", "more than 40 people were wounded"."""
    if match := _VERB_BEFORE.search(text, max(0, span.start - 40), span.start):
        return "killed" if match["verb"][0] in "kKsSdD" else "injured"
    if _DEAD_AFTER.match(text, span.end, span.end + 40):
        return "killed"
    if match := _VERB_AFTER.match(text, span.end, span.end + 70):
        return "killed" if match["verb"][0] in "kKsSdD" else "injured"
    return None


def _of_harm(kind: str, text: str, span: Span, sentence: Span) -> str:
    """The kind of a figure of the dead or wounded, by what its verb, its sentence and what stands near say of those counted."""
    if _AIMED_AT.search(text, max(0, span.start - _NEAR), span.start) or _ALIVE_THERE.match(text, span.end):
        return "people"  # "opened fire on nearly 100 people", "more than 2,000 were in attendance"
    if by_verb := _of_its_verb(text, span):
        return by_verb
    return _told(kind, sentence.of(text), text, sentence) if sentence.contains(span) else kind


def _told(kind: str, said: str, text: str, sentence: Span) -> str:
    """The kind of a toll of the dead, unless the sentence tells of no dead, but of the wounded or of people who fled.

    Where it tells of neither, the sentences before have told what is counted: "Twelve were children." Who was only shot or stabbed is
    not said to be dead: wounded, where what follows tells of hospitals and recovery, or nothing near tells of any dead.
    """
    if kind != "killed" or _SURELY_DEAD.search(said):
        return kind
    if _SHOT.search(said) and (
        _ALIVE.search(text, sentence.start, sentence.end + _NEXT)
        or not _SURELY_DEAD.search(text, max(0, sentence.start - _WIDELY), sentence.end + _WIDELY)
    ):
        return "injured"
    if _VICTIMS.search(said) and _ALIVE.search(said):
        return "injured"
    if _DEAD.search(said):
        return kind
    return next((other for other, words in (("injured", _WOUNDED), ("displaced", _FLED)) if words.search(said)), kind)


def _victims(words: str) -> str | None:
    """The class of people that a number counts, from the nearest of the words that name one."""
    hits = [
        (m.start(), name)
        for name, pattern in (("civilian", _CIVILIANS), ("combatant", _COMBATANTS), ("children", _CHILDREN), ("women", _WOMEN))
        if (m := pattern.search(words))
    ]
    return min(hits)[1] if hits else None
