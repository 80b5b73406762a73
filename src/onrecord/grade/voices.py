"""Who speaks in a claim: the origin of its chain, and on whose word a flat lead rests."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.model import ActorRef, Claim, Document, Link

ASSERTING = frozenset({"occurred", "ongoing"})
PLANNING = frozenset({"planned", "alleged_plan", "hypothetical"})
DENYING = frozenset({"denied"})
WITHDRAWING = frozenset({"withdrawn"})
PRESS_SECTORS = frozenset({"MED", "JRN"})

# A communique is the vehicle of its author: it never speaks for itself.
_VEHICLE = re.compile(
    r"^(?:(?:the|a|an|its|their|his|her|this|latest|new|daily|weekly|official|press|news|evening|morning|command|joint|written|initial|preliminary"
    r"|arrest|search|criminal|court|charging|probable|cause|police|autopsy|dispatch|crime-scene|crime|scene|investigation)\s+)*"
    r"(?:affidavits?|warrants?|complaints?|indictments?|documents?|records?|papers|filings?|briefings?|statements?|communiqu[eé]s?|releases?|bulletins?"
    r"|summar(?:y|ies)|intelligence|data|findings|announcements?|footage|videos?|figures?|tolls?|counts?|lists?|tall(?:y|ies)|numbers?"
    r"|motions?|maps?|recordings?|scanners?|examinations?|reviews?|cables?|items?|editorials?)"
    r"(?:\s+(?:reports?|tracks?|data|summary))?"
    r"(?:,?\s+(?:of probable cause|released|filed|obtained|issued|published|made|dated|read|transmitted"
    r"|(?:that|which)\s+(?:was|were))\b.*)?$",
    re.IGNORECASE | re.DOTALL,
)
# "More than 25 of them" counts people; it speaks for nobody.
_QUANTITY = re.compile(
    r"^(?:(?:more|fewer|less|at|up|about|some|nearly|almost|over|around)\s+(?:than|least|to)?\s*)?\d[\d,.]*\b", re.IGNORECASE
)
# "We" is whoever speaks: the voice before it, else the publisher. The "we" of two reports are not one voice, nor are "those" and "who".
_PRONOUN = re.compile(
    r"^(?:(?:we|i|us|me|ourselves|myself|they|them|those|these|who|that|which|it|he|she|him|her|itself|one|you)(?:['’](?:re|ve|ll|d|s|m))?"
    r"|others?|multiple|many|some|several|both|all)$",
    re.IGNORECASE,
)
# Words for whoever keeps the peace and investigates: in one report they are the body that it names for that, or else one voice.
_AUTHORITIES = re.compile(
    r"^(?:(?:the|local|law enforcement|police|city|county|federal and local|several|multiple)\s+)*"
    r"(?:police|authorities|officials?|investigators?|detectives?|deputies|officers?|cops|police and fire officials)$",
    re.IGNORECASE,
)
_LAW = re.compile(r"\b(?:police|sheriff\w*|constabulary|gendarmerie|troopers?|[A-Z]{1,3}PD)\b")
_TITLES = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.", "sir", "señor", "monsieur"})
_CUSTODY = re.compile(r"\bconfess\w*|\binterrogat\w+|\bin custody\b|\bduring questioning\b|\bwhile detained\b", re.IGNORECASE)
# Words that answer a charge. A mere negation ("no arrests have been made") tells how things stand and answers nobody.
_ANSWERS = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|denials?|disavow\w*|refut\w*|disput\w*|untrue|fals(?:e|ely|ehoods?)|fabricat\w*"
    r"|baseless|unfounded|groundless|hoax\w*|slander\w*"
    r"|lies"
    r"|(?:reject\w*|dismiss\w*|contradict\w*)\s+(?:\w+\s+){0,4}?(?:reports?|claims?|allegations?|accusations?|charges?|accounts?|rumou?rs?|suggestions?|that|as)"
    r"|(?:not|n['’]t|never|nothing|no such)\b[^.;]{0,40}\b(?:happened|took place|taken? place|occurr(?:ed|ence)|responsib\w+|involve\w*"
    r"|behind"
    r"|(?:to do|part|hand|role) (?:with|in))|no (?:responsibility|involvement|part|hand|role)|nothing to do with|innocent|not true)\b",
    re.IGNORECASE,
)
_OBSERVER = (
    r"(?:reporters?|correspondents?|journalists?|photographers?|stringers?|crews?|teams?|staff|monitors?|researchers?|investigators?"
    r"|focal points?)"
)
# "Our correspondent", "a reporter at the scene", "Radio Kestrel's reporter" on that radio: the publisher's own people.
_OWN_PEOPLE = re.compile(
    rf"(?P<whose>(?:our|its|a|an|the)\s+|.{{1,60}}?\s+)?(?:own\s+|news\s+)?{_OBSERVER}(?P<rest>\b.*)", re.IGNORECASE | re.DOTALL
)
_OBSERVED = re.compile(
    rf"\b(?:our|a|an|its|their|[A-Z][\w'’-]*(?:['’]s)?)\s+(?:[\w'’-]+\s+){{0,2}}{_OBSERVER}\b[^.!?;]{{0,60}}\b"
    r"(?:saw|seen|witnessed|watched|counted|heard|visited|observed|filmed|photographed|reports?|established|found|verified)\b"
    rf"|\b(?:seen|witnessed|heard|observed|counted|visited|verified)\s+by\s+(?:our|a|an|two|[A-Z][\w'’-]*)\s+(?:[\w'’-]+\s+){{0,2}}{_OBSERVER}\b"
    r"|\b[Ww]e\s+(?:ourselves\s+)?(?:saw|counted|heard|visited|witnessed|watched|verified|established)\b"
)


def fold(name: str) -> str:
    """`name` in lower case without accents, punctuation and leading articles, for comparing names."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    words = re.findall(r"\w+", plain)
    while words and words[0] in {"the", "a", "an", "some"}:
        words = words[1:]
    return " ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One claim with the voice behind it.

    `key` is the organisation (or person, or unnamed voice of one document) that speaks; `speaks_as` is the key of the voice it rests on,
    the same as `key` for a claim that stands alone. `path` holds the keys of the chain from the publisher to the origin, `flat` is true
    where the publisher says it itself, `rests_on` the id of the claim that a flat lead rests on. `answers` is true for a denial in words
    that answer a charge ("denied that its men shelled the town"), not for one that only says what has not happened.
    """

    claim: Claim
    key: str
    name: str
    party: str | None
    named: bool
    sector: str | None
    publisher_key: str
    publisher_name: str
    path: tuple[str, ...]
    path_names: tuple[str, ...]
    flat: bool
    published: date | None
    rests_on: str | None = None
    speaks_as: str = ""
    answers: bool = False

    @property
    def id(self) -> str:
        """Id of the claim."""
        return self.claim.id

    @property
    def order(self) -> tuple[date, str, int, str]:
        """Order of telling that does not hang on the order of arrival; undated reports come last."""
        return (self.published or date.max, self.claim.document_id, self.claim.trigger.start, self.claim.id)

    @property
    def actor_parties(self) -> frozenset[str]:
        """Sides that the claim names as the doers. A group outside the table counts where it names itself."""
        actors = [role.actor for role in self.claim.actors if role.actor is not None]
        sides = {actor.party for actor in actors if actor.party is not None}
        if not sides and self.named and any(actor.named and self.is_actor(actor) for actor in actors):
            sides.add(self.side)
        return frozenset(sides)

    @property
    def target_parties(self) -> frozenset[str]:
        """Sides that the claim names as those who suffered it."""
        return frozenset(role.actor.party for role in self.claim.targets if role.actor is not None and role.actor.party is not None)

    @property
    def side(self) -> str:
        """The party, or the voice itself: a voice without a party is its own party."""
        return self.party or self.speaks_as or self.key

    def is_actor(self, actor: ActorRef) -> bool:
        """Whether `actor` is this voice or its organisation."""
        return self.key in (actor.actor_id, actor.organisation)


def _key(actor: ActorRef | None, name: str, document_id: str) -> tuple[str, bool]:
    if actor is not None and actor.organisation is not None:
        return actor.organisation, actor.named
    if actor is not None and actor.named:
        return actor.actor_id, True
    if actor is None:
        return f"local:{fold(name)}", True
    # Two "activists" of two reports are not one voice because of the word.
    return f"unnamed:{document_id}:{fold(name)}", False


def _publisher(document: Document | None, document_id: str, actor: ActorRef | None) -> tuple[str, str]:
    if actor is not None:
        return _key(actor, actor.name, document_id)[0], actor.name
    if document is not None and document.publisher:
        return f"local:{fold(document.publisher)}", document.publisher
    return f"publisher:{document_id}", "an unknown publisher"


def _is_own(link: Link, publisher: str, text: str) -> bool:
    """Whether the link is one of the publisher's own people, who speak for nobody else."""
    words = " ".join((link.source.of(text) if link.source is not None and text else link.name).split())
    match = _OWN_PEOPLE.fullmatch(words)
    if match is None:
        return False
    before = text[max(0, link.source.start - 5) : link.source.start].lower() if link.source is not None else ""
    named = {w for w in fold(match["whose"] or "").split() if w not in {"our", "own", "a", "an", "the", "its", "s"}}
    if before.endswith("our ") or words.lower().startswith("our "):
        return True
    if named:
        return named <= set(fold(publisher).split()) and not named <= {"news", "radio", "television"}
    return fold(match["rest"]).startswith(("at the scene", "on the scene", "on the spot")) or not match["rest"].strip()


def _origin_link(claim: Claim, evidence: str) -> int | None:
    """Index of the link that is the origin, None for the publisher."""
    index = len(claim.attribution) - 1
    while index >= 0:
        link = claim.attribution[index]
        unknown = link.actor is None or (not link.actor.known and link.actor.party is None)
        name = link.name.strip()
        # "The spokesman" after "the spokesman of the Armed Forces" is the one just named.
        told = index > 0 and set(fold(name).split()) <= set(fold(claim.attribution[index - 1].name).split())
        if not (unknown and (told or _VEHICLE.match(name) or _QUANTITY.match(name) or _PRONOUN.match(name))):
            break
        index -= 1
    if index > 0 and _CUSTODY.search(evidence):
        captor = claim.attribution[index - 1].actor
        speaker = claim.attribution[index].actor
        # What a prisoner says is told by those who hold him.
        if captor is not None and captor.party is not None and (speaker is None or speaker.party != captor.party):
            index -= 1
    return index if index >= 0 else None


def _voice(claim: Claim, document: Document | None, publisher: ActorRef | None) -> Voice:
    evidence = claim.evidence.of(document.text) if document is not None else ""
    publisher_key, publisher_name = _publisher(document, claim.document_id, publisher)
    origin = _origin_link(claim, evidence)
    if origin == 0 and document is not None and _is_own(claim.attribution[0], publisher_name, document.text):
        origin = None
    links: tuple[Link, ...] = claim.attribution[: origin + 1] if origin is not None else ()
    keys = [_key(link.actor, link.name, claim.document_id) for link in links]
    if links:
        actor = links[-1].actor
        key, named = keys[-1]
        name = links[-1].name
    else:
        actor, key, named, name = publisher, publisher_key, True, publisher_name
    return Voice(
        claim=claim,
        key=key,
        name=name,
        party=actor.party if actor is not None else None,
        named=named,
        sector=actor.sector if actor is not None else None,
        publisher_key=publisher_key,
        publisher_name=publisher_name,
        path=(publisher_key, *(k for k, _ in keys)),
        path_names=(fold(publisher_name), *(fold(x.name) for x in links)),
        flat=not links,
        published=document.published if document is not None else None,
        speaks_as=key,
        answers=claim.status in DENYING and _ANSWERS.search(evidence) is not None,
    )


def _polarity(claim: Claim) -> str:
    if claim.status in DENYING:
        return "denies"
    return "plans" if claim.status in PLANNING else "asserts"


def observed(evidence: str) -> bool:
    """Whether the sentence says that the outlet's own people saw it."""
    return _OBSERVED.search(evidence) is not None


def _nearest(flat: Voice, quoted: Sequence[Voice]) -> Voice:
    """The quoted voice that a flat lead most likely repeats: the same figures first, then the same doers, then the nearest in the text."""
    numbers = {(f.what, f.low, f.high) for f in flat.claim.figures}

    def distance(voice: Voice) -> tuple[int, int, int, str]:
        shared = len(numbers & {(f.what, f.low, f.high) for f in voice.claim.figures})
        rival = bool(flat.actor_parties and voice.actor_parties and not flat.actor_parties & voice.actor_parties)
        return (int(rival), -shared, abs(voice.claim.trigger.start - flat.claim.trigger.start), voice.id)

    return min(quoted, key=distance)


def _rest(voices: Sequence[Voice], documents: Mapping[str, Document]) -> Iterable[Voice]:
    """Voices of one document, each flat lead tied to the voice that the document names for the happening."""
    quoted: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        if not voice.flat:
            quoted[_polarity(voice.claim)].append(voice)
    texts = {v.id: documents[v.claim.document_id].text for v in voices if v.claim.document_id in documents}
    saw = any(v.flat and v.id in texts and observed(v.claim.evidence.of(texts[v.id])) for v in voices)
    for voice in voices:
        own_statement = voice.party is not None and voice.sector not in PRESS_SECTORS
        candidates = quoted[_polarity(voice.claim)]
        if not voice.flat or own_statement or saw or not candidates or voice.claim.status in WITHDRAWING:
            yield voice
            continue
        source = _nearest(voice, candidates)
        yield replace(voice, rests_on=source.id, speaks_as=source.key)


def _fuller_keys(voices: Iterable[Voice]) -> dict[str, str]:
    """Local voices of one event that are another's shorter name: "Mr Tijani" is "Hawa Tijani", who is "director Hawa Tijani".

    Titles aside, the shorter name's words are all among the longer's and the last is the same; a name that fits several is left alone.
    """
    keys = {k for v in voices for k in (v.key, *v.path) if k.startswith("local:")}
    names = {k: [w for w in k.removeprefix("local:").split() if w not in _TITLES] for k in keys}
    fuller: dict[str, str] = {}
    for key, words in names.items():
        longer = [k for k, w in names.items() if len(w) > len(words) and w[-1:] == words[-1:] and set(words) < set(w)]
        # Longer names that contain each other are one person; two that do not are two.
        longest = max(longer, key=lambda k: (len(names[k]), k), default=None)
        if words and longest is not None and all(set(names[k]) <= set(names[longest]) for k in longer):
            fuller[key] = longest
        elif longest is None and (plain := f"local:{' '.join(words)}") in names:
            # "Mr Tijani" is "Tijani"; "Mr Tijani" and "Mrs Tijani" are two.
            fuller[key] = plain
    return fuller


def _one_authority(group: Sequence[Voice]) -> list[Voice]:
    """Voices of one report; "police" and "investigators" are put to the police or sheriff that it quotes by name, or else to one voice."""

    def generic(voice: Voice) -> bool:
        return not voice.flat and _AUTHORITIES.match(voice.name.strip()) is not None

    named = Counter(v.key for v in group if not v.flat and not generic(v) and _LAW.search(v.name))
    if not any(generic(v) for v in group):
        return list(group)
    first = min((v for v in group if generic(v)), key=lambda v: (v.party is None, v.order))
    known = min((v for v in group if v.key in named), key=lambda v: (-named[v.key], v.order), default=None)
    body = known or first
    return [
        replace(v, key=body.key, speaks_as=body.key, party=body.party, named=body.named, sector=body.sector, path=(*v.path[:-1], body.key))
        if generic(v)
        else v
        for v in group
    ]


def _one_party_a_name(by_document: Mapping[str, Sequence[Voice]]) -> dict[str, list[Voice]]:
    """One name is one body in one event: where reports were resolved to several parties, the one that most claims have is taken."""
    keys: dict[str, Counter[tuple[str, str | None]]] = defaultdict(Counter)
    for group in by_document.values():
        for v in group:
            if not v.flat and v.named:
                keys[fold(v.name)][v.key, v.party] += 1
    chosen = {n: min(c, key=lambda k: (k[1] is None, -c[k], k[0], k[1] or "")) for n, c in keys.items() if len(c) > 1}
    if not chosen:
        return {document: list(group) for document, group in by_document.items()}

    def settled(v: Voice) -> Voice:
        key, party = chosen.get(fold(v.name), (v.key, v.party)) if not v.flat and v.named else (v.key, v.party)
        return replace(v, key=key, speaks_as=key, party=party, path=(*v.path[:-1], key)) if key != v.key or party != v.party else v

    return {document: [settled(v) for v in group] for document, group in by_document.items()}


def voices_of(claims: Iterable[Claim], documents: Mapping[str, Document], publishers: Mapping[str, ActorRef]) -> tuple[Voice, ...]:
    """The voice behind every claim of one event, in the order of telling; a claim given twice counts once."""
    unique = {claim.id: claim for claim in claims}
    by_document: dict[str, list[Voice]] = defaultdict(list)
    for claim in unique.values():
        by_document[claim.document_id].append(_voice(claim, documents.get(claim.document_id), publishers.get(claim.document_id)))
    for document, group in by_document.items():
        by_document[document] = _one_authority(group)
    by_document = _one_party_a_name(by_document)
    fuller = _fuller_keys(v for group in by_document.values() for v in group)
    if fuller:
        for document, group in by_document.items():
            by_document[document] = [
                replace(
                    v,
                    key=fuller.get(v.key, v.key),
                    speaks_as=fuller.get(v.speaks_as, v.speaks_as),
                    path=tuple(fuller.get(k, k) for k in v.path),
                )
                for v in group
            ]
    rested = [v for group in by_document.values() for v in _rest(sorted(group, key=lambda v: v.order), documents)]
    return tuple(sorted(rested, key=lambda v: v.order))
