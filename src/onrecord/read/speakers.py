"""For whom the words of a source stand: "the spokesman", "it" and "one of the activists" are voices that the document has heard before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from onrecord.model.span import Span
from onrecord.read.names import HE, IT, SHE, Names, strip_articles

_THEY = frozenset({"they"})
_SPEAKING = HE | SHE | frozenset({"it"}) | _THEY
_RELATIVE = re.compile(r",\s+(?:who|whom|which|whose)\b.*", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_PREPOSITION = re.compile(r"\b(?:of|in|at|from|for|with|near|on|to|by|inside|close)\b", re.IGNORECASE)
_SOME_OF = re.compile(
    r"(?:one|two|three|some|several|many|most|another|all|both|each|others?)\s+of\s+(?:the|its|their|those|these)\s+", re.IGNORECASE
)
_THE = re.compile(r"\b(?:the|this|that|these|those|same)\s+(?:same\s+)?$", re.IGNORECASE)
_INDEFINITE = re.compile(
    r"^(?:a|an|another|one|two|three|four|five|some|several|other|many|few|both|unidentified|unnamed)\b", re.IGNORECASE
)
_BEFORE_INDEFINITE = re.compile(r"\b(?:a|an|another|one|two|three|some|several|other|many)\s+$", re.IGNORECASE)
# A word that says what somebody is, in the singular.
_ROLES = frozenset(
    "spokesman spokeswoman spokesperson official officer source commander minister governor sheriff chief mayor judge "
    "attorney prosecutor lawyer detective general colonel captain president ambassador bishop archbishop priest witness "
    "resident survivor doctor coroner superintendent commissioner director secretary diplomat analyst activist deputy envoy "
    "negotiator leader clergyman cleric politician prelate".split()
)
# What any person may be called who has just been named with an office.
_ANYBODY = frozenset("official priest clergyman cleric diplomat leader politician prelate".split())
_PLURALS = frozenset(
    "activists residents witnesses survivors villagers officials officers sources investigators detectives prosecutors "
    "authorities deputies rebels militants doctors medics rescuers relatives diplomats monitors lawyers attorneys police "
    "troopers leaders organisers organizers".split()
)
_BODIES = frozenset(
    "ministry agency service department office centre center committee council commission command coalition army military "
    "government police party front mission embassy hospital union federation association prosecution guard navy police "
    "station channel radio newspaper paper daily broadcaster outlet network".split()
)
_OUTLETS = frozenset("agency station channel radio newspaper paper daily broadcaster outlet network site website magazine".split())
_OUTLET_NAME = re.compile(
    r"\b(?:radio|tv|television|channel|news|agency|times|post|herald|tribune|daily|gazette|courier|journal|press|wire|broadcasting|network)\b",
    re.IGNORECASE,
)
_ANY_GROUP = frozenset("group movement organization organisation militia faction".split())
_VEHICLE = re.compile(
    r"(?:(?:same|written|press|official|joint|brief|weekly|daily|rebel|guerrilla|army|military|government|party|police)\s+)*"
    r"(?P<noun>statement|communiqu[eé]|release|bulletin|affidavit|complaint|report|message|letter|announcement|post|video|tweet|leaflet|declaration"
    r"|editorial|article|study|note)",
    re.IGNORECASE,
)
_GLOSS = re.compile(r"\s*\[[^\]]*\]?\s*$")  # what an editor adds: "IVO KERN [DIRECTOR]"
_LONGEST_NAME = 4
_BACK = 4  # sentences that a report, a statement or a pronoun may lie behind what it points to


def _head(words: str) -> str:
    """The noun of a short description: "spokesman" of "army spokesman in the capital"."""
    found = _WORD.findall(_PREPOSITION.split(words, 1)[0])
    return found[-1].lower() if found else ""


@cache
def _whose(noun: str) -> re.Pattern[str]:
    """ "The editorial of a daily, the Talm Times" and "a study by Hope" say whose paper it is."""
    return re.compile(
        rf"\b{noun}s?\s+(?:of|in|by|from|(?:published|released|issued)\s+(?:by|in))\s+(?:an?\s[^,;]{{3,50}}?,\s+)?"
        r"(?P<who>(?:the\s+)?(?-i:[^\W\d_a-z][\w.'’-]*)(?:\s+(?-i:[^\W\d_a-z][\w'’-]*)){0,4})(?=[,.;]|\s+(?:on|said|says|that|was|is)\b)",
        re.IGNORECASE,
    )


class Speakers:
    """Names the voices of one document; `sources` are the spans of all that speak in it."""

    def __init__(self, text: str, sources: Iterable[Span], sentences: Sequence[Span], names: Names) -> None:
        self._text = text
        self._names = names
        self._sources = sorted({s for s in sources if not self._points_back(s)})
        self._starts = [s.start for s in self._sources]
        self._sentence_starts = [s.start for s in sentences]

    def name(self, source: Span) -> str:
        """The fullest name of a voice, without what an editor adds in brackets."""
        name = self._name(source)
        return _GLOSS.sub("", name) or name

    def _name(self, source: Span) -> str:
        words = self._words(source)
        low = words.lower()
        if low in _SPEAKING:
            earlier = self._last(source, low)
            last_named = self._names.fullest(source)
            if earlier is None or (low in HE | SHE and last_named.lower() != low and not self._is_he(earlier, last_named)):
                return last_named
            return self.name(earlier)
        earlier = self._meant(words, source)
        if earlier is not None:
            return self.name(earlier) if earlier.start < source.start else self._names.fullest(earlier)
        if len(words) < len(strip_articles(source.of(self._text))):
            return self._names.fullest(Span(source.start, source.start + len(_RELATIVE.sub("", source.of(self._text)))))
        return self._names.fullest(source)

    def _is_person(self, source: Span) -> bool:
        """Whether a voice is a person by name: one that the reader has seen, or the last word of a longer voice before it."""
        if self._names.person_in(source) is not None:
            return True
        words = self._words(source).split()
        if len(words) != 1 or not words[0][0].isupper() or words[0].lower() in _ROLES | _PLURALS | _BODIES | _OUTLETS:
            return False
        names = (_GLOSS.sub("", self._words(s)).split() for s in self._before(source))
        return any(1 < len(name) <= _LONGEST_NAME and name[-1] == words[0] for name in names)

    def _is_he(self, earlier: Span, last_named: str) -> bool:
        """Whether "he" is the voice heard last rather than the person named last: a person, or an office where that person never speaks."""
        if self._is_person(earlier):
            return True
        meant = self._meant(self._words(earlier), earlier)
        return (meant is not None and self._names.person_in(meant) is not None) or not any(
            self._names.person_in(s) == last_named for s in self._sources
        )

    def _words(self, source: Span) -> str:
        return strip_articles(_RELATIVE.sub("", source.of(self._text)))

    def _points_back(self, source: Span) -> bool:
        """Whether a source only points to another: a pronoun, a paper, one of several."""
        words = self._words(source)
        return words.lower() in _SPEAKING or _VEHICLE.fullmatch(words) is not None or _SOME_OF.match(words) is not None

    def _before(self, source: Span) -> list[Span]:
        return [s for s in self._sources[: bisect_left(self._starts, source.start)] if s.end <= source.start]

    def _sentence(self, at: int) -> int:
        return bisect_left(self._sentence_starts, at + 1) - 1

    def _last(self, source: Span, pronoun: str) -> Span | None:
        """Who spoke last, where the pronoun fits and nobody else has come between: a person for "he", no person for "it"."""
        for earlier in reversed(self._before(source)):
            if self._sentence(source.start) - self._sentence(earlier.start) > _BACK:
                return None
            person = self._is_person(earlier) or _head(self._words(earlier)) in _ROLES
            plural = _head(self._words(earlier)) in _PLURALS
            if pronoun in IT:
                if not person and not plural:
                    return earlier
            elif pronoun in _THEY:
                return earlier if plural else None
            elif person:
                return earlier
            else:
                return None
        return None

    def _meant(self, words: str, source: Span) -> Span | None:
        """The earlier voice that a bare description means."""
        some = _SOME_OF.match(words)
        bare = words[some.end() :] if some else words
        lead = self._text[max(0, source.start - 12) : source.start]
        raw = source.of(self._text)
        if vehicle := _VEHICLE.fullmatch(bare):
            return (
                self._author(vehicle["noun"], source)
                if _THE.search(lead) or re.match(r"(?:the|this|that|its)\s", raw, re.IGNORECASE)
                else None
            )
        if (
            len(bare.split()) > 2
            or not (bare[1:].islower() or raw.isupper())
            or (not some and (_INDEFINITE.match(raw) or _BEFORE_INDEFINITE.search(lead)))
        ):
            return None
        head = _head(bare)
        definite = (
            bool(some) or _THE.search(lead) is not None or re.match(r"(?:the|this|that|these|those)\s", raw, re.IGNORECASE) is not None
        )
        if head in _PLURALS or (definite and head in _ROLES | _BODIES):
            found = self._named_so({w.lower() for w in _WORD.findall(bare)}, source)
            if found is None and definite and head in _ANYBODY:
                found = next((s for s in reversed(self._before(source)) if not self._points_back(s)), None)
                far = found is None or self._sentence(source.start) - self._sentence(found.start) > _BACK
                return None if far or found is None or not self._is_person(found) else found
            if found is None and definite and head in _OUTLETS:
                found = next((s for s in reversed(self._before(source)) if _OUTLET_NAME.search(s.of(self._text))), None)
            return found
        if definite and head in _ANY_GROUP:
            group = (
                s
                for s in reversed(self._before(source))
                if self._names.person_in(s) is None and _head(self._words(s)) not in _ROLES | _PLURALS
            )
            return next(group, None)
        return None

    def _named_so(self, bare: set[str], source: Span) -> Span | None:
        """The last earlier voice whose name holds all the words of the description and more; for the police a later one does as well."""
        every = [*reversed(self._before(source)), *(s for s in self._sources if s.start > source.end)]
        for other in every:
            held = {w.lower() for w in _WORD.findall(self._words(other))}
            if bare < held:
                return other if other.start < source.start or "police" in bare else None
        return None

    def _author(self, noun: str, source: Span) -> Span | None:
        """Whose paper speaks: "the communique said" goes on with whoever said something "in a communique" before."""
        issued = re.compile(rf"\b(?:in|by|through|via|with)\s+(?:an?|its|his|her|their|the)\s+(?:[\w-]+\s+){{0,3}}{noun}", re.IGNORECASE)
        ends = (*self._sentence_starts[1:], len(self._text))
        paper = re.compile(rf"{noun}\b[^.;]*\b(?:by|of|from)\s+\w", re.IGNORECASE)
        for earlier in reversed(self._before(source)):
            if paper.match(self._words(earlier)) or issued.search(self._text, earlier.end, ends[self._sentence(earlier.start)]):
                return earlier
        opening = self._sentence_starts[max(0, self._sentence(source.start) - _BACK)]
        named = [*_whose(noun).finditer(self._text, opening, source.start)]
        return Span(*named[-1].span("who")) if named else None
