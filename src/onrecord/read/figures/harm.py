"""What became of the people whom a figure counts: killed, wounded, displaced, or only there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from onrecord.model.span import Span

_SURELY_DEAD = re.compile(
    r"kill(?!een|er)|\bdead\b(?!\s+sea)|death|\bdie[sd]?\b|\bdying|(?<!non-)(?<!non)fatal|(?<!attempted )murder|massacr|assassin"
    r"|execut(?:ed|ion|ing)|slain|slay|\bbod(?:y|ies)\b|martyr|perish|behead|slaughter|drown|burie|hanged|lynch"
    r"|human remains|remains of|corpse",
    re.IGNORECASE,
)
_NOT_DEAD = re.compile(
    r"\b(?:no|nobody|no one|not|never|without)\s+(?:\w+\s+){0,2}?(?:killed|killing|deaths?|dead|died|fatalit\w+)"
    r"|\b(?:no|nobody|no one)\b[^.,;]{0,20}\bkilled",
    re.IGNORECASE,
)
# As above, and words that tell of other things as often: "shot", "hit", "lost", "victims", "the toll".
_DEAD = re.compile(
    r"kill|dead|death|die[sd]?\b|dying|fatal|murder|massacr|assassin|execut|slain|slay|bod(?:y|ies)\b|casualt|lives\b|toll|martyr|perish|behead"
    r"|slaughter|shot|neutrali|eliminat|liquidat|out of action|victim|lost|losses|drown|burie|hanged|lynch|remains|corpse"
    r"|claimed|left .{0,30}\bgone\b",
    re.IGNORECASE,
)
_WOUNDED = re.compile(r"\b(?:wound|injur|hurt)", re.IGNORECASE)
_FLED = re.compile(r"\b(?:displac|fle[de]|homeless|refuge|evacuat|uproot)", re.IGNORECASE)
_ALIVE = re.compile(
    r"expected to (?:survive|recover|live|be ok)|(?:non-?\s?|not )life.threatening|\bsurviv(?:ed|or)|\brecover(?:ing|ed)\b"
    r"|treated (?:at|for|and)|hospitali[sz]ed|(?:taken|sent|rushed|airlifted|transported|went) (?:[\w-]+ ){0,6}hospital"
    r"|(?:in|to) (?:the |a )?(?:\w+ )?hospital"
    r"|in (?:\w+ )?condition|\binjuries\b|\bgrazed?\b|\bwounded (?:him|her|them)\b",
    re.IGNORECASE,
)
_HEDGE = r"(?:at least|about|some|around|more than|over|nearly|another|up to|as many as|a total of)"
_SHOT = r"(?:shot|stabbed|knifed)"
_SHOT_BEFORE = re.compile(
    rf"\b(?:{_SHOT}|shoots?|(?:shooting|stabbing)s?(?:\s+of)?|striking|hitting)\s+(?:{_HEDGE}\s+)?(?:(?:an?|the)\s+)?$", re.IGNORECASE
)
_SHOT_AFTER = re.compile(
    rf"\s+(?:(?!and\b|but\b|or\b|who\b)[\w'’-]+\s+){{0,3}}?(?:[\w'’-]+,[^,.;]{{0,40}},\s+)?"
    rf"(?:(?:were|was|are|been|being|get|getting|got|have been|had been)\s+(?:\w+\s+)?)?(?:{_SHOT}|(?:hit|struck) by)\b",
    re.IGNORECASE,
)
_TO_HOSPITAL = re.compile(r"\s+(?:[\w'’-]+\s+){0,3}?(?:to|at|in)\s+(?:the\s+|a\s+|an\s+|area\s+|local\s+)*hospitals?\b", re.IGNORECASE)
_SENT = re.compile(rf"\b(?:sen[dt]|sends|sending|landed|put)\s+(?:{_HEDGE}\s+)?$", re.IGNORECASE)
_SHOT_DEAD = re.compile(r"\s*(?:dead\b|to death|and killed|and died|fatally|execution)", re.IGNORECASE)
_TO_DEATH = re.compile(r"\s+(?:[\w'’-]+\s+){0,3}?(?:dead\b|to death)", re.IGNORECASE)
_FATALLY = re.compile(r"\bfatal(?:ly)?\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_OF_POLICE = re.compile(
    r"\b(?:detectives?|sheriff\w*|paramedics?|emergency (?:room|crews)|police (?:department|spokes\w+|chief|sgt|lt|capt)|gunshot wounds?"
    r"|hospitali[sz]ed|non-?\s?life.threatening|(?:critical|serious|stable|fair|good) condition|crime stoppers|medical (?:center|examiner)"
    r"|coroner)\b",
    re.IGNORECASE,
)
_SHOT_VICTIMS = re.compile(
    r"\s+(?:of\s+the\s+)?(?:(?:other|adult|male|female|teenage)\s+)?(?P<how>shooting|gunshot|stabbing|surviving|injured)\s+(?:shooting\s+)?victims\b",
    re.IGNORECASE,
)
_IN_HOSPITAL = re.compile(
    r"\s+(?:[\w'’-]+\s+){0,3}?(?:are|were|is|was|remain(?:s|ed)?)\s+(?:(?:\w+\s+){0,2}(?:in|at|to)\s+(?:the\s+|a\s+)?(?:\w+\s+)?hospital"
    r"|(?:being\s+)?treated|(?:\w+\s+)?in\s+(?:\w+\s+){0,2}condition)",
    re.IGNORECASE,
)
_VICTIMS = re.compile(r"\bvictims?\b", re.IGNORECASE)

_LABEL = re.compile(r"(?:^|[\n;,.(])\s*(?:(?P<dead>killed|dead|deaths|fatalities)|injured|wounded|injuries)\s*(?::\s*|\s)$", re.IGNORECASE)
_HARMED = r"(?P<verb>kill(?:ed|ing|s)?\b|slain\b|dead\b(?!\s+sea)|wound(?:ed|ing|s)?\b|injur(?:ed|ing|es?|ies)\b|hurt\b)"
_VERB_BEFORE = re.compile(rf"\b{_HARMED}\s+(?:{_HEDGE}\s+)?$", re.IGNORECASE)
_VERB_AFTER = re.compile(
    r"[^\S\n]+(?:(?!and\b|but\b|or\b|with\b|while\b|died\b|dead\b|\d)[\w'’-]+[^\S\n]+){0,3}?"
    rf"(?:(?:were|was|are|is|have been|has been|had been|left|reported)\s+(?:\w+ly\s+)?)?{_HARMED}",
    re.IGNORECASE,
)
_THEN_DIED = re.compile(r"\s+(?:(?!and\b|but\b|or\b|while\b)[\w'’-]+\s+){0,3}?died\b", re.IGNORECASE)
_DEAD_AFTER = re.compile(r"\s+(?:(?!and\b|or\b)[\w-]+\s+)?(?:martyrs?|dead|deaths?|fatalities|corpses)\b(?!\s+sea)", re.IGNORECASE)

_ALIVE_THERE = re.compile(
    r"\s+(?:[\w-]+\s+){0,2}?(?:(?:were|was|are|had)\s+(?:been\s+)?(?:in attendance|inside|present|gathered|attending|asleep|waiting"
    r"|celebrating|partying|dancing|living)|attended|gathered|gather)\b",
    re.IGNORECASE,
)
_AIMED_AT = re.compile(
    rf"\b(?:fire|fired|firing|shots?|shooting|shoots?)\s+(?:on|at|into|towards?)\s+(?:a (?:crowd|group) of\s+)?(?:{_HEDGE}\s+)?$",
    re.IGNORECASE,
)
_ALL_OF_THEM = re.compile(r"[^.;]{0,40}\b(?:killing|shooting dead|slaughtering)\s+(?:all|them|every|each|most)\b", re.IGNORECASE)
_NEAR, _NEXT, _WIDELY = 60, 350, 2_500  # code points before a number, behind a sentence, around it
_TAIL = 80  # code points behind a number in which its verb stands


@dataclass(frozen=True)
class _Scene:
    """A sentence and what stands around it; each question is asked once, however many figures the sentence holds."""

    text: str
    sentence: Span

    @cached_property
    def said(self) -> str:
        return self.sentence.of(self.text)

    @cached_property
    def surely_dead(self) -> bool:
        return _SURELY_DEAD.search(_NOT_DEAD.sub(" ", self.said)) is not None

    @cached_property
    def dead(self) -> bool:
        return _DEAD.search(self.said) is not None

    @cached_property
    def other(self) -> str | None:
        """What the sentence says of people where it tells of no dead."""
        return next((kind for kind, words in (("injured", _WOUNDED), ("displaced", _FLED)) if words.search(self.said)), None)

    @cached_property
    def victims_alive(self) -> bool:
        return _VICTIMS.search(self.said) is not None and _ALIVE.search(self.said) is not None

    @cached_property
    def alive(self) -> bool:
        """Whether it or what follows tells of hospitals and recovery, or nothing near tells of any dead."""
        around = self.text[max(0, self.sentence.start - _WIDELY) : self.sentence.end + _WIDELY]
        return (
            _ALIVE.search(self.text, self.sentence.start, self.sentence.end + _NEXT) is not None
            or _SURELY_DEAD.search(_NOT_DEAD.sub(" ", around)) is None
        )

    @cached_property
    def of_police(self) -> bool:
        """Whether the report is one of detectives and hospitals, in which people are shot and live; in one of war they are shot dead."""
        return _OF_POLICE.search(self.text, max(0, self.sentence.start - _WIDELY), self.sentence.end + _WIDELY) is not None


@lru_cache(maxsize=16)
def _scene(text: str, sentence: Span) -> _Scene:
    return _Scene(text, sentence)


def kind_of_harm(kind: str, text: str, span: Span, sentence: Span) -> str:
    """The kind of a figure of the dead or wounded, by what its verb, its sentence and what stands near say of those counted.

    Who was only shot or stabbed is not said to be dead: wounded, where what follows tells of hospitals and recovery, or nothing near tells
    of any dead. Where the sentence tells of neither, the sentences before have told what is counted: "Twelve were children."
    """
    scene = _scene(text, sentence)
    before = max(0, span.start - _NEAR)
    if _AIMED_AT.search(text, before, span.start) and not _ALL_OF_THEM.match(text, span.end):
        return "people"  # "opened fire on nearly 100 people"
    if not scene.surely_dead and _ALIVE_THERE.match(text, span.end, span.end + _TAIL):
        return "people"  # "more than 2,000 were in attendance"
    if by_verb := _of_its_verb(text, span):
        return by_verb
    if kind != "killed" or not sentence.contains(span):
        return kind
    if _IN_HOSPITAL.match(text, span.end, span.end + _TAIL):
        return "injured"
    if _SENT.search(text, before, span.start) and _TO_HOSPITAL.match(text, span.end, span.end + _TAIL):
        return "injured"
    if victims := _SHOT_VICTIMS.match(text, span.end, span.end + _TAIL):
        return "injured" if victims["how"].lower() in {"surviving", "injured"} else "people"
    if _only_shot(text, span):
        if scene.alive and not scene.surely_dead:
            return "injured"
        if scene.surely_dead or scene.of_police:
            return "people"  # "five people were shot, one of them fatally": how many live is not said
    if scene.surely_dead:
        return kind
    if scene.victims_alive:
        return "injured"
    return kind if scene.dead else scene.other or kind


def _only_shot(text: str, span: Span) -> bool:
    """Whether it is said of those counted that they were shot or stabbed, and not that they died of it."""
    before = _SHOT_BEFORE.search(text, max(0, span.start - _NEAR), span.start)
    if before:
        return not _FATALLY.search(text, max(0, before.start() - _NEAR), before.start()) and not _TO_DEATH.match(text, span.end)
    after = _SHOT_AFTER.match(text, span.end, span.end + _TAIL)
    return after is not None and not _SHOT_DEAD.match(text, after.end()) and not re.search(r"fatally\s+\w+$", after[0], re.IGNORECASE)


def _of_its_verb(text: str, span: Span) -> str | None:
    """What the verb that governs a number says of the people counted: "killing at least 17", "more than 40 people were wounded"."""
    before = max(0, span.start - _NEAR)
    if label := _LABEL.search(text, before, span.start):
        return "killed" if label["dead"] else "injured"
    if match := _VERB_BEFORE.search(text, before, span.start):
        return "killed" if match["verb"][0] in "kKsSdD" else "injured"
    if _DEAD_AFTER.match(text, span.end, span.end + _NEAR):
        return "killed"
    if match := _VERB_AFTER.match(text, span.end, span.end + _TAIL):
        harmed = match["verb"][0] in "kKsSdD" or _THEN_DIED.match(text, match.end(), match.end() + _NEAR)
        return "killed" if harmed else "injured"
    return None
