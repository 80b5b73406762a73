"""Who speaks in a claim: the origin of its chain, and on whose word a flat lead rests."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from onrecord.grade.identity import PAPERS_OF_LAW, authorities_of_all, one_authority, one_party_a_name, speakers
from onrecord.grade.voice import DENYING, PLANNING, WITHDRAWING, Voice, fold
from onrecord.model import ActorRef, Claim, Document, Link

PRESS_SECTORS = frozenset({"MED", "JRN"})

# A communique is the vehicle of its author: it never speaks for itself.
_VEHICLE = re.compile(
    r"^(?:(?:the|a|an|its|their|his|her|this|latest|new|newly|released|daily|weekly|official|press|news|evening|morning|command|joint|written|initial"
    r"|preliminary|arrest|search|criminal|court|charging|probable|cause|police|autopsy|dispatch|crime-scene|crime|scene|investigation|investigative"
    r"|incident|final|internal|medical|toxicology|surveillance|security|dash|dashcam|body|cell ?phone|cctv|camera|amateur|online)\s+)*"
    r"(?:affidavits?|warrants?|complaints?|indictments?|documents?|records?|papers|filings?|briefings?|statements?|communiqu[eé]s?|releases?|bulletins?"
    r"|summar(?:y|ies)|intelligence|data|findings|announcements?|footage|videos?|figures?|tolls?|counts?|lists?|tall(?:y|ies)|numbers?"
    r"|images?|photos?|photographs?|pictures?|motions?|maps?|recordings?|scanners?|examinations?|reviews?|cables?|items?|editorials?"
    r"|(?:(?<=released )|(?<=autopsy )|(?<=police )|(?<=incident )|(?<=investigative )|(?<=final ))reports?)"
    r"(?:\s+(?:reports?|tracks?|data|summary))?"
    r"(?:,?\s+(?:of probable cause|released|filed|obtained|issued|published|made|dated|read|transmitted"
    r"|(?:that|which)\s+(?:was|were))\b.*|(?<=maps|.map)\s+of\b.*|\s+(?:from|at|on)\s+the\s+scene)?$",
    re.IGNORECASE | re.DOTALL,
)
# The judge before whom a paper was filed did not write it.
_FILED_BEFORE = re.compile(
    r"^(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}(?:affidavit|complaint|motion|documents|papers|charges)\b[^,;]{0,40}\bfiled\s+(?:before|with|in|at)\b",
    re.IGNORECASE,
)
# "Reports" are hearsay; "the report" is a paper that was named before.
_DEFINITE = re.compile(r"\b(?:the|this|that|its)\s", re.IGNORECASE)
_AUTHORS = re.compile(r"authors? of the (?:communiqu[eé]|statement|report|document|letter|leaflet)$", re.IGNORECASE)
# "Several witnesses" of one report are its "witnesses".
_SEVERAL = re.compile(r"^(?:several|many|multiple|numerous|various)\s+(?=\w)")
_HEARSAY = "people.reports"
# "More than 25 of them" counts people; it speaks for nobody.
_QUANTITY = re.compile(
    r"^(?:(?:more|fewer|less|at|up|about|some|nearly|almost|over|around)\s+(?:than|least|to)?\s*)?\d[\d,.]*\b", re.IGNORECASE
)
# Words that name nobody: whoever is "the enemy", and pronouns.
# "We" is whoever speaks: the voice before it, else the publisher. The "we" of two reports are not one voice, nor are "those" and "who".
_NAMELESS = re.compile(
    r"^(?:(?:we|i|us|me|ourselves|myself|they|them|those|these|who|that|which|it|he|she|him|her|itself|one|you)(?:['’](?:re|ve|ll|d|s|m))?"
    r"|others?|multiple|many|some|several|both|all|(?:(?:the|our)\s+)?enem(?:y|ies))$",
    re.IGNORECASE,
)
_OFFICE_OF_LAW = re.compile(
    r",\s+(?:the\s+|an?\s+)?(?:[\w-]+\s+){0,2}?(?:superintendent|chief|head|commander|director|captain|lieutenant|sergeant|colonel|spokes(?:man|woman|person))\s+"
    r"(?:of|for|with|at)\s+(?:the\s+)?(?:[\w'’.-]+\s+){0,4}?(?:police|sheriff\w*|troopers|prosecutor\w*|district attorney)\b",
    re.IGNORECASE,
)
# "the director of Talm hospital, Ana Ruiz", "Ana Ruiz, a spokeswoman for the union", "the hospital's director, Ana Ruiz"
_SPEAKS_FOR = (
    r"(?:(?:executive|deputy|medical|acting|general|press)\s+)?(?:director|head|chief|president|chair(?:man|woman|person)?|manager|secretary"
    r"|coordinator|administrator|rector|dean|superintendent|spokes(?:man|woman|person))(?:[\s-]+general)?"
)
_HEADS = re.compile(rf"(?:^|,\s+)(?:(?:the|an?)\s+)?{_SPEAKS_FOR}\s+(?:of|for|at)\s+(?:the\s+)?([^,]+)(?=,(?!\s+and\b)|$)", re.IGNORECASE)
_HEADED = re.compile(
    rf"(?:the\s+)?(?!former\b|ex-|ousted\b)([^,]+?)(?:['’]s?)?\s+{_SPEAKS_FOR}(?=\s*(?:,(?!\s+and\b)|$)|\s+(?-i:[A-Z]))", re.IGNORECASE
)
_CUSTODY = re.compile(r"\bconfess\w*|\binterrogat\w+|\bin custody\b|\bduring questioning\b|\bwhile detained\b", re.IGNORECASE)
_TO_POLICE = re.compile(
    r"(?:told|tells|(?:admitted|confessed|said|stated|explained)\s+to)\s+(?:the\s+)?(?:[\w'’-]+\s+){0,2}?"
    r"(?:police|detectives?|investigators?|officers?|deputies|authorities|agents|interrogators?|troopers?)\b",
    re.IGNORECASE,
)
_ACCUSED = re.compile(r"\b(?:suspects?|defendants?|accused|gunm[ae]n|shooters?|attackers?|killers?|prisoners?|detainees?)\b", re.IGNORECASE)
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
_SMALL = frozenset("the of for and in a an".split())
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
    r"|\b[Ww]e\s+(?:(?:have|had|ourselves)\s+)*(?:saw|seen|counted|heard|visited|witnessed|watched|verified|established|documented|recorded)\b"
)


def _key(actor: ActorRef | None, name: str, document_id: str) -> tuple[str, bool]:
    if actor is not None and actor.organisation is not None:
        return actor.organisation, actor.named
    if actor is not None and actor.named:
        return actor.actor_id, True
    if actor is None:
        return f"local:{fold(name)}", True
    # Two "activists" of two reports are not one voice because of the word.
    return f"unnamed:{document_id}:{_SEVERAL.sub('', fold(name))}", False


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


def _speaks_for_nobody(link: Link, text: str, *, first: bool) -> bool:
    """Whether a link is a paper, a number or a pronoun, which no voice stands behind.

    A paper of the law that comes `first`, with nobody before it, is the word of the law.
    """
    words = " ".join(link.source.of(text).split()) if link.source is not None and text else link.name
    before = text[max(0, link.source.start - 8) : link.source.start] if link.source is not None else ""
    if _FILED_BEFORE.match(words):
        return True
    definite = _DEFINITE.match(words) is not None or _DEFINITE.search(before) is not None
    if _AUTHORS.match(link.name.strip()) or (definite and link.name.strip().lower() == "report"):
        return True
    known = link.actor is not None and link.actor.actor_id != _HEARSAY and (link.actor.known or link.actor.party is not None)
    name = link.name.strip()
    vehicle = _VEHICLE.match(name) and not (first and PAPERS_OF_LAW.match(name))
    return not known and bool(vehicle or _QUANTITY.match(name) or _NAMELESS.match(name))


def _told_police(claim: Claim, index: int, text: str) -> bool:
    """Whether the accused tells of the own deed to those who hold or question them, or in a paper of the law: what a prisoner says, the
    captor tells.
    """
    link = claim.attribution[index]
    filed = index > 0 and PAPERS_OF_LAW.match(claim.attribution[index - 1].name.strip()) is not None
    if not filed and (link.cue is None or not _TO_POLICE.match(text, link.cue.start)):
        return False
    words = link.source.of(text) if link.source is not None else link.name
    doer = {fold(role.name) for role in claim.actors}
    return fold(link.name) in doer or _ACCUSED.search(words) is not None


def _origin_link(claim: Claim, evidence: str, text: str) -> int | None:
    """Index of the link that is the origin, None for the publisher."""
    index = len(claim.attribution) - 1
    while index >= 0:
        link = claim.attribution[index]
        unknown = link.actor is None or (not link.actor.known and link.actor.party is None)
        # "The spokesman" after "the spokesman of the Armed Forces" is the one just named.
        told = index > 0 and set(fold(link.name).split()) <= set(fold(claim.attribution[index - 1].name).split())
        if not (_speaks_for_nobody(link, text, first=index == 0) or (unknown and told)):
            break
        index -= 1
    if index >= 0 and text and _told_police(claim, index, text):
        index -= 1
    if index > 0 and _CUSTODY.search(evidence):
        captor = claim.attribution[index - 1].actor
        speaker = claim.attribution[index].actor
        # What a prisoner says is told by those who hold him.
        if captor is not None and captor.party is not None and (speaker is None or speaker.party != captor.party):
            index -= 1
    return index if index >= 0 else None


def _holds_office_of_law(link: Link, text: str) -> bool:
    """Whether the words that name a voice give it an office of the law: "Ana Ruiz, superintendent of state police"."""
    return link.source is not None and _OFFICE_OF_LAW.search(text, link.source.start, link.source.end) is not None


def _headed_by(link: Link, text: str) -> str | None:
    """The body that the words beside a person's name say it heads or speaks for; not for a voice that is no more than its office."""
    if link.source is None:
        return None
    words = text[link.source.start : link.source.end]
    if fold(link.name) not in fold(words):
        return None
    name, comma, office = words.partition(",")
    behind = comma and fold(link.name) in fold(name)
    match = _HEADS.search(words) or _HEADED.match(office.strip() if behind else words)
    body = " ".join(match[1].split()).removesuffix(link.name).strip() if match is not None else ""
    return body if body and fold(body) != fold(link.name) else None


def _is_publisher(link: Link, publisher: str) -> bool:
    """Whether an unknown body with a long name is the publisher under fewer of its words: "the Ministry's Emergency Centre"."""
    words = set(fold(link.name).split()) - _SMALL
    known = link.actor is not None and link.actor.named and (link.actor.known or link.actor.party is not None)
    return not known and len(words) > 2 and words <= set(fold(publisher).split())


def _voice(claim: Claim, document: Document | None, publisher: ActorRef | None) -> Voice:
    evidence = claim.evidence.of(document.text) if document is not None else ""
    publisher_key, publisher_name = _publisher(document, claim.document_id, publisher)
    origin = _origin_link(claim, evidence, document.text if document is not None else "")
    if origin == 0 and document is not None:
        first = claim.attribution[0]
        if _is_own(first, publisher_name, document.text) or _is_publisher(first, f"{publisher_name} {document.publisher or ''}"):
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
        of_law=bool(links) and _holds_office_of_law(links[-1], document.text if document is not None else ""),
        heads=_headed_by(links[-1], document.text) if links and document is not None else None,
        answers=claim.status in DENYING and _ANSWERS.search(evidence) is not None,
    )


def _polarity(claim: Claim) -> str:
    if claim.status in DENYING:
        return "denies"
    if claim.status in WITHDRAWING:
        return "withdraws"
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


def _rest(voices: Sequence[Voice], beside: Sequence[Voice], documents: Mapping[str, Document]) -> Iterable[Voice]:
    """Voices of one document, each flat lead tied to the voice that the document names for the happening.

    Where it names none in this event, to the one that it quotes most `beside` it.
    """
    quoted: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        if not voice.flat:
            quoted[_polarity(voice.claim)].append(voice)
    texts = {v.id: documents[v.claim.document_id].text for v in voices if v.claim.document_id in documents}
    saw = any(v.flat and v.id in texts and observed(v.claim.evidence.of(texts[v.id])) for v in voices)
    for voice in voices:
        own_statement = voice.party is not None and voice.sector not in PRESS_SECTORS
        candidates = quoted[_polarity(voice.claim)]
        if not voice.flat or own_statement or saw or voice.claim.status in WITHDRAWING:
            yield voice
        elif candidates:
            source = _nearest(voice, candidates)
            yield replace(voice, rests_on=source.id, speaks_as=source.key)
        elif quoted_beside := [v for v in beside if not v.flat and _polarity(v.claim) == _polarity(voice.claim)]:
            yield _lead(voice, quoted_beside)
        else:
            yield voice


def _lead(flat: Voice, beside: Sequence[Voice]) -> Voice:
    """The flat lead as the word of whom its report quotes most beside it."""
    claims = Counter(v.key for v in beside)
    source = _nearest(flat, [v for v in beside if claims[v.key] == max(claims.values())])
    return replace(source, claim=flat.claim, published=flat.published, answers=flat.answers, lead_of=flat.publisher_name)


def voices_of(
    claims: Iterable[Claim], documents: Mapping[str, Document], publishers: Mapping[str, ActorRef], beside: Iterable[Claim] = ()
) -> tuple[Voice, ...]:
    """The voice behind every claim of one event, in the order of telling; a claim given twice counts once.

    `beside` are claims of other events in the same documents on whose voices flat leads may rest.
    """
    unique = {claim.id: claim for claim in claims}
    others = {claim.id: claim for claim in beside if claim.id not in unique}
    by_document: dict[str, list[Voice]] = defaultdict(list)
    for claim in (*unique.values(), *others.values()):
        by_document[claim.document_id].append(_voice(claim, documents.get(claim.document_id), publishers.get(claim.document_id)))
    together = [v for group in by_document.values() for v in one_authority(group)]
    together = authorities_of_all(speakers(one_party_a_name(together)))
    told: dict[str, list[Voice]] = defaultdict(list)
    around: dict[str, list[Voice]] = defaultdict(list)
    for voice in sorted(together, key=lambda v: v.order):
        (told if voice.id in unique else around)[voice.claim.document_id].append(voice)
    rested = [v for key, group in told.items() for v in _rest(group, around[key], documents)]
    return tuple(sorted(rested, key=lambda v: v.order))
