"""What the scorer compares: a claim, or the claims already linked, as a bag of keys, days and points."""

from __future__ import annotations

import marshal
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from onrecord.link.vocabulary import ANYBODY, GENERIC_TRIGGERS, OUTCOMES, PLACE_NOUNS, SAME_THING
from onrecord.link.words import STOP_WORDS, content_lemmas, fold, lemma, number, tokens
from onrecord.model import Claim, Document, Place, Role, Span

# One teller's abduction is another's arrest.
_CUSTODY = frozenset({("ASSAULT", "abduct"), ("COERCE", "arrest")})
# A capital that does not begin a sentence, and those that follow it.
_NAME = re.compile(r"(?<=[\w,;:] )(?:[A-Z][\w'’-]+ ?)+")
_STORY_WORDS, _STORY_LETTERS, _NAME_LETTERS = 16, 5, 3
_FINE_METRES = 60_000
FINE_KINDS = frozenset({"site", "town"})
PLAN_STATUSES = frozenset({"planned", "alleged_plan", "hypothetical"})

# A count of many strikes, or a period, told as one sum: a part of it is not the same happening.
_TOTAL = re.compile(
    r"\b(?:in all|in total|altogether|overall|since (?:the (?:start|beginning|onset|outbreak)|january|february|march|april|may|june|july|"
    r"august|september|october|november|december|\d{4}|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|"
    r"(?:over|during|in|for) the (?:past|last|previous) (?:\w+ )?(?:days|weeks?|months?|years?)|during the (?:week|month|year)|"
    r"so far this (?:week|month|year)|this (?:month|year)|per (?:day|week|month)|(?-i:daily)|every day)\b",
    re.IGNORECASE,
)
_MANY_STRIKES = 5
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|such|same)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_LOOK_BACK = 60
# "The actions targeted", "killed in the attack": beside the verb stands the act that was just told.
_TOLD_ACT = (
    r"\b(?:the|this|that|these|those|such|same|both)\s+(?:[\w-]+\s+){0,2}"
    r"(?:action|attack|strike|airstrike|raid|operation|bombing|bombardment|shelling|barrage|assault|offensive|campaign|incident|blast|explosion|"
    r"ambush|clash|fighting|violence|massacre|shooting|salvo|sortie|sweep|incursion)e?s?\b"
)
_ACT_DID = re.compile(
    rf"{_TOLD_ACT}\s+(?:(?:also|then|reportedly|allegedly|apparently|mainly|had|has|have|was|were|is|are|been|said|to)\s+){{0,3}}$",
    re.IGNORECASE,
)
_IN_ACT = re.compile(rf"\s+(?:in|during|by|from|as a result of)\s+{_TOLD_ACT}", re.IGNORECASE)


_SAME_THING = {lemma(word): name for word, name in SAME_THING.items()}


def families(event_type: str, mode: str | None, status: str) -> frozenset[str]:
    """Kinds of happening that a claim may be about: its PLOVER type, and one that tellers confuse with it.

    An attack that is announced may be told as a threat until it comes.
    """
    found = {event_type}
    if (event_type, mode) in _CUSTODY:
        found.add("custody")
    if event_type == "THREATEN" and status in PLAN_STATUSES:
        found.add("ASSAULT")
    return frozenset(found)


class Point(NamedTuple):
    """A place with coordinates in degrees WGS 84 and a radius in metres."""

    lat: float
    lon: float
    radius_m: int
    fine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything comparable about one claim or several that are already one event; built by `profile_of`, joined by `join`.

    Days are proleptic Gregorian ordinals (`date.toordinal`), intervals inclusive.
    """

    claim_ids: tuple[str, ...]
    documents: frozenset[str]
    families: frozenset[str]
    types: frozenset[str]
    modes: frozenset[str]
    sub_events: frozenset[str]
    statuses: frozenset[str]
    days: tuple[tuple[int, int], ...]
    published: tuple[int, ...]
    points: frozenset[Point]
    fine_places: frozenset[str]
    places: frozenset[str]
    place_words: frozenset[str]
    place_names: frozenset[str]
    countries: frozenset[str]
    actors: frozenset[str]
    actor_words: frozenset[str]
    actor_parties: frozenset[str]
    named_actors: frozenset[str]
    targets: frozenset[str]
    target_words: frozenset[str]
    figures: frozenset[tuple[str, int | None, int | None]]
    triggers: frozenset[str]
    outcomes: frozenset[tuple[str, int]]
    trigger_spans: frozenset[tuple[str, int, int]]
    evidence: frozenset[str]
    sentences: frozenset[tuple[str, int]]
    groups: frozenset[tuple[str, int]]
    voices: frozenset[str]
    total: bool | None
    strikes: frozenset[int]
    definite: frozenset[tuple[str, int]]
    of_act: frozenset[tuple[str, int]]
    positions: tuple[tuple[str, int], ...]
    story: frozenset[int]

    @property
    def start(self) -> int | None:
        """First day on which it may have happened: the latest of the earliest days given."""
        return max((d[0] for d in self.days), default=None)

    @property
    def end(self) -> int | None:
        """Last day on which it may have happened."""
        return min((d[1] for d in self.days), default=None)

    @property
    def information(self) -> int:
        """How much there is to compare: profiles that say more are joined first."""
        return len(self.places) + len(self.actors) + len(self.targets) + len(self.figures) + 2 * bool(self.days)


def _role_keys(roles: Iterable[Role]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Keys, words and parties of actors or targets; a description that fits anybody ("two men") gives words only."""
    keys: set[str] = set()
    words: set[str] = set()
    parties: set[str] = set()
    for role in roles:
        actor = role.actor
        if actor is not None and actor.party is not None:
            parties.add(actor.party)
        said = [lemma(t) for t in tokens(role.name) if t not in STOP_WORDS]
        words.update(_SAME_THING.get(w, w) for w in said)
        telling = [w for w in said if w not in ANYBODY and not w[0].isdigit()]
        if actor is not None and actor.known and actor.named:
            keys.add(actor.actor_id)
        elif telling:
            keys.add(fold(role.name))
    return frozenset(keys), frozenset(words), frozenset(parties)


def _named(role: Role, sentence: Span) -> bool:
    """Whether the role has a name rather than a description ("fighters"): a known actor, or a capital that no sentence begins with."""
    if role.actor is not None and (role.actor.known or role.actor.party is not None):
        return True
    words = role.name.split()
    return any(w[:1].isupper() for w in (words[1:] if role.span.start == sentence.start else words))


def _place_key(place: Place) -> str:
    return place.gazetteer_id if place.gazetteer_id is not None and not place.coarse else fold(place.name)


def _name_words(place: Place) -> frozenset[str]:
    """Words of the name that tell it from other places; none where it is a description ("the edge of the village")."""
    if not any(c.isupper() for c in place.name):
        return frozenset()
    return frozenset(w for w in tokens(place.name) if w not in PLACE_NOUNS)


def _is_total(claim: Claim, sentence: str) -> bool | None:
    """Whether a claim sums up many acts; None for one that goes on without a date, which may be either."""
    if any(f.what == "strikes" and (f.low or f.high or 0) >= _MANY_STRIKES for f in claim.figures):
        return True
    if claim.status == "ongoing":
        return None
    return claim.status == "occurred" and _TOTAL.search(sentence) is not None


def _given(value: str | None) -> frozenset[str]:
    return frozenset() if value is None else frozenset({value})


def _before(text: str, claim: Claim) -> str:
    """The words that lead to the trigger."""
    return text[max(claim.evidence.start, claim.trigger.start - _LOOK_BACK) : claim.trigger.start]


def story_of(document: Document | None) -> frozenset[int]:
    """Numbers of the names that the report names most, or of its commonest words where it is all in capitals: what the story is about."""
    if document is None:
        return frozenset()
    text = document.text
    if sum(map(str.islower, text)) < sum(map(str.isupper, text)):
        words = (w for w in tokens(text) if len(w) >= _STORY_LETTERS and w not in STOP_WORDS)
    else:
        words = (w for name in _NAME.findall(f". {document.title or ''}\n{text}") for w in tokens(name) if len(w) >= _NAME_LETTERS)
    counts = Counter(w for w in map(lemma, words) if w not in PLACE_NOUNS and w not in ANYBODY)
    return frozenset(number(w) for w, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_STORY_WORDS])


def profile_of(claim: Claim, document: Document | None, claim_id: str | None = None, story: frozenset[int] | None = None) -> Profile:
    """The profile of one claim; without its document the wording is not compared.

    `claim_id` and `story` spare the work where they are known.
    """
    text = document.text if document is not None else ""
    sentence = claim.evidence.of(text)
    trigger = claim.trigger.of(text)
    actors, actor_words, actor_parties = _role_keys(claim.actors)
    targets, target_words, _ = _role_keys(claim.targets)
    days: tuple[tuple[int, int], ...] = ()
    if claim.time is not None and claim.time.earliest is not None and claim.time.latest is not None:
        days = ((claim.time.earliest.toordinal(), claim.time.latest.toordinal()),)
    # A description is no place: whatever the gazetteer found under its words is somewhere else.
    places = [p for p in claim.places if _name_words(p)]
    triggers = frozenset(lemma(t) for t in tokens(trigger) if t not in STOP_WORDS)
    last = claim.attribution[-1] if claim.attribution else None
    here = frozenset({(claim.document_id, claim.trigger.start)})
    before = _before(text, claim)
    return Profile(
        claim_ids=(claim_id or claim.id,),
        documents=frozenset({claim.document_id}),
        families=families(claim.event_type, claim.mode, claim.status),
        types=frozenset({claim.event_type}),
        modes=_given(claim.mode),
        sub_events=_given(claim.sub_event),
        statuses=frozenset({claim.status}),
        days=days,
        published=(document.published.toordinal(),) if document is not None and document.published is not None else (),
        # A coarse place is that of its container, which is no evidence of being in one place.
        points=frozenset(
            Point(p.lat, p.lon, p.radius_m or 0, p.kind in FINE_KINDS and (p.radius_m or 0) <= _FINE_METRES)
            for p in places
            if p.lat is not None and p.lon is not None and not p.coarse
        ),
        fine_places=frozenset(_place_key(p) for p in places if p.kind in FINE_KINDS and not p.coarse),
        places=frozenset(_place_key(p) for p in places),
        place_words=frozenset(w for p in places if p.kind != "country" for w in _name_words(p)),
        place_names=frozenset(" ".join(sorted(_name_words(p))) for p in places if p.kind != "country"),
        countries=frozenset(p.country for p in places if p.country is not None),
        actors=actors,
        actor_words=actor_words,
        actor_parties=actor_parties,
        named_actors=frozenset(fold(r.name) for r in claim.actors if _named(r, claim.evidence)),
        targets=targets,
        target_words=target_words,
        figures=frozenset((f.what, f.low, f.high) for f in claim.figures if f.low is not None or f.high is not None),
        triggers=triggers - GENERIC_TRIGGERS,
        outcomes=here if triggers & OUTCOMES else frozenset(),
        trigger_spans=frozenset({(claim.document_id, claim.trigger.start, claim.trigger.end)}),
        evidence=content_lemmas(sentence),
        sentences=frozenset({(claim.document_id, claim.evidence.start)}),
        groups=frozenset({(claim.document_id, claim.group)}) if claim.group is not None else frozenset(),
        voices=frozenset({fold(last.name) if last is not None else ""}),
        total=_is_total(claim, sentence),
        strikes=frozenset(f.low or f.high or 0 for f in claim.figures if f.what == "strikes" and (f.low or f.high)),
        # With "the" or "this", as what was told before.
        definite=here if _DEFINITE.search(before) else frozenset(),
        of_act=here if _ACT_DID.search(before) or _IN_ACT.match(text, claim.trigger.end) else frozenset(),
        positions=tuple(here),
        story=story_of(document) if story is None else story,
    )


_UNIONS = tuple(f.name for f in fields(Profile) if str(f.type).startswith("frozenset"))
_SORTED = tuple(f.name for f in fields(Profile) if str(f.type).startswith("tuple"))
_sets_of, _tuples_of = attrgetter(*_UNIONS), attrgetter(*_SORTED)


def join(profiles: Sequence[Profile]) -> Profile:
    """The profile of all together, in any order of them."""
    if len(profiles) == 1:
        return profiles[0]
    sums = [p.total for p in profiles if p.total is not None]
    # Most of the time of clustering goes by here.
    sets = [first.union(*rest) for first, *rest in zip(*map(_sets_of, profiles), strict=True)]
    lists = [tuple(sorted(set(chain.from_iterable(parts)))) for parts in zip(*map(_tuples_of, profiles), strict=True)]
    values: dict[str, Any] = dict(zip(_UNIONS, sets, strict=True))
    values.update(zip(_SORTED, lists, strict=True))
    return Profile(total=any(sums) if sums else None, **values)


_NAMES = tuple(f.name for f in fields(Profile))


def pack(profile: Profile) -> bytes:
    """The profile in a tenth of its memory, for this program only; `unpack` gives it back."""
    return marshal.dumps(tuple([tuple(p) for p in profile.points] if name == "points" else getattr(profile, name) for name in _NAMES))


def unpack(packed: bytes) -> Profile:
    """The profile that `pack` was given."""
    values: dict[str, Any] = dict(zip(_NAMES, marshal.loads(packed), strict=True))
    values["points"] = frozenset(Point(*p) for p in values["points"])
    return Profile(**values)
