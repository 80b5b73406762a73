"""Who acts and who suffers, one filler a party: "traders and villagers" are two, what a relative clause says of a party is none."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from onrecord.model.span import Span
from onrecord.read.analysis import Filler, Found

_AND = re.compile(r",?\s+(?P<and>and)\s+(?:(?:the|an?|its|their|some|several|many)\s+)?", re.IGNORECASE)
# What follows such a word belongs to both sides of the "and" ("men with rifles and spears"), and what a number counts is one ("eight
# caves and shelters").
_SHARED = re.compile(
    r"\b(?:of|in|with|from|on|at|near|between|against|for|by|to)\b|^(?:\d|two|three|four|five|six|seven|eight|nine|ten|dozens|scores|hundreds|thousands)\b",
    re.IGNORECASE,
)
# "women and children", "doctors and nurses": two plurals of at most three words that lean neither on each other ("police and army posts")
# nor on what stands around.
_KIND = r"(?:[\w'’-]+\s+){0,2}?(?:[a-z]{2,}(?<!ou)(?<!s)s|[a-z]*men|children|people|police|troops|personnel|staff)"
_TWO_KINDS = re.compile(
    r"(?!.*\b(?:who|that|which|whose|their|his|her|its|others?|both|under|around|inside|outside)\b)"
    # What is counted is one: "some 30 women and children".
    r"(?!.*(?:\b\d|\b(?:dozens?|scores|hundreds|thousands|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|more|another)\b))"
    # The first word may belong to the noun on the right: "gas and oil facilities", "police and army posts".
    r"(?![a-z]*men\s+and\s+women$)(?!.*\b(?:gas|bus|arms|weapons|explosives|missiles|drugs|rights|customs|news|sports|logistics"
    r"|communications|boys|girls)\s+and\s+[\w'’-]+\s)"
    rf"(?!(?:.*\s)?police\s+and\s+[\w'’-]+\s+(?!(?:troops|soldiers|guards|forces|agents)$)){_KIND}\s+and\s+{_KIND}",
    re.IGNORECASE | re.DOTALL,
)
_PLURAL = re.compile(r"(?:[^\W\d]s|\bmen|[a-z]men|people|police|children|troops|cattle|personnel|U\.S\.|U\.N\.|UN|US|UK|EU)$")
_ADJECTIVE = re.compile(
    r"(?:[a-z](?:ian|ean|ish|ese|an|ic|al|ary|ern|ive|ous)|Greek|French|Dutch|Swiss|Iraqi|Israeli|Saudi|Yemeni|Pakistani|Kurd)$"
)
_OWN_NOUN = re.compile(r"\s(?:[a-z-]+s|[a-z]*men|troops|police|people|personnel)$")
_PERSON = re.compile(
    r"(?:[\w.'’-]+\s+){0,3}(?:President|Premier|Minister|Chancellor|King|Prince|Emir|Sheikh|Secretary|Gov(?:ernor|\.)|Gen(?:eral|\.)|Col(?:onel|\.)|Mr\.?|Ms\.?|Mrs\.?|Ambassador)"
    r"(?:\s+[^\W\d_a-z][\w.'’-]*){1,4}"
)
_MEETS = re.compile(
    r"\b(?:met|meets?|visit(?:s|ed)?|host(?:s|ed)?|receive[sd]?|spoke|spoken|speaks?|call(?:s|ed)|phone[sd]|telephone[sd]|talked|summon(?:s|ed)"
    r"|saw|see[sn]?)\b",
    re.IGNORECASE,
)
_BY_WHOM = re.compile(r"\s+by\b", re.IGNORECASE)
_WITH_WHOM = re.compile(r"(?:[^.,;:]|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sen|St|U\.S|U\.N|U\.K)\.|(?<=\d)[:.](?=\d))*")
_AGAIN = re.compile(r",\s+(?:the\s+|an?\s+)?", re.IGNORECASE)
_NEXT = re.compile(r",?\s+(?:(?:and|or)\s+)?(?:\S+\s+){0,2}", re.IGNORECASE)
_LISTED = re.compile(r"\s*;|,?\s+(?:and|or)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|the)\s+$", re.IGNORECASE)
# "Backed by Russian jets, Syrian troops took Talm", "Like Hamas, Islamic Jihad fired": who is named first leans on the other.
_LEANS = re.compile(
    r"(?:^|[.!?\n][\"”]?\s+)(?:like|unlike|after|following|[^.,;!?\n]{0,40}\b(?:by|with))\s+(?:the\s+|an?\s+)?$", re.IGNORECASE
)
_PAIRED = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
_CLAUSE = re.compile(r",?\s+(?:(?:in|at|on|from|by)\s+)?(?:who|which|that|whose|whom|where)\b[^,;:.]*$", re.IGNORECASE)


def parties(found: Found, text: str, starts: Collection[int], ends: Collection[int]) -> Found:
    """The actors and targets with one filler for each party; `starts` and `ends` are those of the entities that the tagger sees."""
    roles = _whom_one_meets(found, text)
    for role in ("actor", "target"):
        fillers = _beside_clauses(roles.get(role, ()), found.span, text)
        fillers = _named_twice(fillers, text, found.span)
        parted = [replace(f, span=span) for f in fillers for span in _members(f.span, text, starts, ends)]
        roles[role] = tuple(f for n, f in enumerate(parted) if not any(f.span == other.span for other in parted[:n]))
    return replace(found, roles=roles)


def _whom_one_meets(found: Found, text: str) -> dict[str, tuple[Filler, ...]]:
    """ "Ruiz met Kern", "Ruiz spoke with Kern": Kern is the target; in "Ruiz and Kern met" and "talks with Kern" both act."""
    roles = dict(found.roles)
    if found.event_type != "CONSULT" or not _MEETS.search(found.span.of(text)):
        return roles
    actors = roles.get("actor", ())
    if any(f.span.end <= found.span.start for f in actors) and not _BY_WHOM.match(text, found.span.end):
        met = [f for f in actors if f.span.start >= found.span.end and _WITH_WHOM.fullmatch(text, found.span.end, f.span.start)]
        known = [f for f in roles.get("target", ()) if not any(f.span.overlaps(m.span) for m in met)]
        roles["actor"] = tuple(f for f in actors if f not in met)
        roles["target"] = tuple(sorted((*known, *met), key=lambda f: f.span))
    return roles


def _members(span: Span, text: str, starts: Collection[int], ends: Collection[int]) -> list[Span]:
    """The two sides of an "and" where the tagger of entities sees two, or where both are persons with their titles."""
    kinds = _TWO_KINDS.fullmatch(span.of(text)) is not None
    for match in _AND.finditer(text, span.start, span.end):
        left, right = Span(span.start, match.start()), Span(match.end(), span.end)
        # A list of three or more stays whole: which of its commas part it nobody knows.
        if "," in left.of(text) or _SHARED.search(left.of(text)) or _shares_its_noun(left.of(text), right.of(text)):
            continue
        if _PERSON.fullmatch(left.of(text)) and _PERSON.fullmatch(right.of(text)):
            return [left, *_members(right, text, starts, ends)]
        # The entity on the right may begin with its article, and the tagger often takes the "and" to the entity on the left.
        opens = right.start in starts or match.end("and") + 1 in starts
        closes = left.end in ends or (match.end("and") in ends and (_PLURAL.search(left.of(text)) is not None or _is_name(left.of(text))))
        if kinds or (opens and closes and not _ADJECTIVE.search(left.of(text))):
            return [left, *_members(right, text, starts, ends)]
    return [span]


def _shares_its_noun(left: str, right: str) -> bool:
    """ "Arab and Kurdish fighters": the one word on the left has its noun on the right."""
    return " " not in left and _PLURAL.search(left) is None and _OWN_NOUN.search(right) is not None


def _is_name(words: str) -> bool:
    return all(word[:1].isupper() for word in words.split()) and not words.isupper()


def _named_twice(fillers: list[Filler], text: str, trigger: Span) -> list[Filler]:
    """ "Colombia's larger rebel group, the Farc, laid down its weapons": one party, under all its words; a list has an "and"."""
    kept: list[Filler] = []
    for n, filler in enumerate(fillers):
        then = fillers[n + 1].span if n + 1 < len(fillers) else None
        listed = _LISTED.match(text, filler.span.end) or (then is not None and _NEXT.fullmatch(text, filler.span.end, then.start))
        alone = len(kept) < 2 or _NEXT.fullmatch(text, kept[-2].span.end, kept[-1].span.start) is None
        if kept and alone and not listed and _is_again(kept[-1].span, filler.span, trigger, text):
            kept[-1] = replace(kept[-1], span=Span(kept[-1].span.start, filler.span.end))
        else:
            kept.append(filler)
    return kept


def _is_again(first: Span, second: Span, trigger: Span, text: str) -> bool:
    """Whether `second`, after a comma, is other words for `first`: with an article, or one a description and the other a name."""
    if not _AGAIN.fullmatch(text, first.end, second.start) or _PAIRED.search(second.of(text)):
        return False
    if not _ARTICLE.search(text, first.end, second.start) and _in_capitals(first.of(text)) == _in_capitals(second.of(text)):
        return False
    return not (second.end <= trigger.start and _LEANS.search(text, max(0, first.start - 80), first.start))


def _in_capitals(words: str) -> bool:
    return all(word[0].isupper() for word in words.split())


def _beside_clauses(fillers: tuple[Filler, ...], trigger: Span, text: str) -> list[Filler]:
    """ "A field where villagers were watching a match": the villagers belong to the field, unless the clause is the trigger's own."""
    kept: list[Filler] = []
    for filler in sorted(fillers, key=lambda f: f.span):
        before = kept[-1].span if kept else None
        described = (
            before is not None
            and _CLAUSE.match(text, before.end, filler.span.start) is not None
            and not before.end <= trigger.start < filler.span.start
        )
        if not described:
            kept.append(filler)
    return kept
