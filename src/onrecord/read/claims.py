"""Put an analysis together into claims."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from onrecord.model.claim import Claim, Link, Role
from onrecord.model.mention import Mention
from onrecord.model.span import Span
from onrecord.model.when import When
from onrecord.model.where import Place
from onrecord.read.agents import supply
from onrecord.read.analysis import Analysis, Found
from onrecord.read.chains import Chains
from onrecord.read.confidence import surely
from onrecord.read.coordination import parties
from onrecord.read.denials import denial_of, one_denial
from onrecord.read.figures import figures_of
from onrecord.read.mend import mend
from onrecord.read.names import HE, SHE, Names
from onrecord.read.no_deed import tells_nothing
from onrecord.read.places import place_kind
from onrecord.read.same_deed import Told, one_deed_each
from onrecord.read.status import denies, settle_status
from onrecord.read.types import refine

# "No group has claimed it": of an actor only, for "no civilians were hurt" has a target.
_NOBODY = re.compile(r"(?:no|nobody|none)\b", re.IGNORECASE)
# "Its fighters", "our forces": those of whoever speaks, where nobody else is named between.
_OWN_FORCES = re.compile(
    r"\b(?P<whose>its|our|their)\s+(?:own\s+)?(?:[\w-]+\s+){0,2}?(?:fighters|forces|men|troops|soldiers|units?|aircraft|army|warplanes|planes|jets"
    r"|drones|militants|artillery|pilots|gunners|navy|air force|brigades?|mujahid\w+|combatants|guerrillas|members)\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"(?<=[\w,)] )[^\W\d_a-z][^\W\d_]")
_DATELINE = re.compile(r"(?:[^\W\d_a-z]|[\s.'’,-]){3,40}(?:,[^-–—\n]{0,40})?\s+[-–—]{1,2}\s+")
_DENIED_BEFORE = re.compile(
    r"(?<!not )(?<!n't )(?<!n’t )(?<!nor )(?<!or )\bden(?:y|ies|ied|ying)\b(?:\s+with\s+[^.;,]{3,30}?|\s+\w+ly)?\s+"
    r"(?:that|having)\b(?!,)(?:(?!\b(?:and|but)\s+(?:\w+ly\s+)?$)[^.;:])*$",
    re.IGNORECASE,
)
_OWN_SPEAKER = re.compile(
    r"\b(?:its|their|his|her)\s+(?:[\w-]+\s+){0,3}?(?:spokes\w+|lawyers?|attorneys?|representatives?|press\s\w+|leaders?|chief|commander|minister)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"him|her|them|it|me|us", re.IGNORECASE)
_QUOTE_MARK = re.compile(r"[\"“”]")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s$", re.IGNORECASE)
_WITHDRAWS = re.compile(
    r"(?:(?:has|have|had|also|now|hereby)\s+)*(?:withdr(?:aws?|ew|awn)|retract(?:s|ed)?|recant(?:s|ed)?|takes? back|took back)"
    r"\s+(?:[\w'’]+\s+){0,4}?(?:reports?|claims?|story|stories|accounts?|articles?|allegations?|accusations?|statements?)\b",
    re.IGNORECASE,
)


def build_claims(analysis: Analysis) -> tuple[Claim, ...]:
    """The claims of an analysed document, in the order of their triggers."""
    text = analysis.document.text
    return tuple(claim for claims in claims_by_sentence(analysis) for claim in surely(claims, text))


def claims_by_sentence(analysis: Analysis) -> Iterator[list[Claim]]:
    """The claims of each sentence that has any; their `confidence` is still the tagger's own."""
    names = names_of(analysis)
    document_id = analysis.document.id  # a digest of the whole text: once, not for every claim
    text = analysis.document.text
    for _, group in groupby(findings(analysis, names), key=lambda t: t[0].sentence):
        claims = []
        for found, chain in one_deed_each(list(group), text):
            sentence = _sentence_of(found, analysis)
            for status, links in _told_and_denied(found.status, chain, text):
                claims.append(_claim(analysis, document_id, replace(found, status=status), sentence, links, names))
        yield claims


def names_of(analysis: Analysis) -> Names:
    """The names of a document, and what its pronouns and descriptions stand for."""
    return Names(analysis.document.text, (*analysis.mentions, *_beside(analysis.mentions, analysis.names)))


def findings(analysis: Analysis, names: Names) -> list[Told]:
    """What was found, mended, each with its chain of voices; those that tell one deed are still apart."""
    chains = Chains(analysis, names)
    text = analysis.document.text
    whole = [m.span for m in (*analysis.mentions, *analysis.names) if m.kind in {"Person", "Organisation", "person", "organization"}]
    seen = supply(analysis.found, text, analysis.sentences, (*analysis.mentions, *analysis.names))
    opening, closing = ({getattr(m.span, edge) for m in analysis.mentions} for edge in ("start", "end"))
    out = []
    for deed in one_denial(mend(seen, text, analysis.sentences, whole), text):
        found = parties(deed, text, opening, closing)
        if chains.in_tag(found.span) or tells_nothing(found, text, analysis.sentences[found.sentence]):
            continue
        chain = chains.chain(found)
        out.append((replace(found, status=_denied_before(found, chain, text, _sentence_of(found, analysis))), chain))
    return out


def _sentence_of(found: Found, analysis: Analysis) -> Span:
    """The sentence in which the trigger begins, as it was mended."""
    return analysis.sentences[max(0, bisect_right(analysis.sentences, found.span.start, key=attrgetter("start")) - 1)]


def _beside(mentions: Sequence[Mention], names: Sequence[Mention]) -> list[Mention]:
    """The persons and bodies of the second tagger, which knows fewer kinds of text: not inside what the first takes for a body."""
    bodies = sorted(m.span for m in mentions if m.kind == "Organisation")
    starts = [s.start for s in bodies]

    def in_body(span: Span) -> bool:
        at = bisect_right(starts, span.start) - 1
        return at >= 0 and bodies[at].contains(span)

    return [n for n in names if n.kind == "organization" or (n.kind == "person" and not in_body(n.span))]


def _told_and_denied(status: str, chain: tuple[Link, ...], text: str) -> list[tuple[str, tuple[Link, ...]]]:
    """Status and chain of each claim that one trigger makes: two where one voice denies what another has told."""
    denier = next(
        (n for n, link in enumerate(chain) if link.cue and denies(link.cue.of(text), text[link.cue.end : link.cue.end + 90])), None
    )
    if denier is None or denier + 1 == len(chain):
        return [(status, chain)]
    if _is_own_speaker(chain[denier + 1], text):
        return [("denied", chain)]  # "the Front denies that ..., its spokesman said"
    return [("denied", chain[: denier + 1]), ("occurred", (*chain[:denier], *chain[denier + 1 :]))]


def _is_own_speaker(link: Link, text: str) -> bool:
    """Whether a voice is told of as that of the body named before it: "its spokesman Idris Abakar"."""
    return link.source is not None and _OWN_SPEAKER.search(text, max(0, link.source.start - 8), link.source.end) is not None


def _denied_before(found: Found, chain: tuple[Link, ...], text: str, sentence: Span) -> str:
    """The status of a trigger that "denies that" governs where no voice of the chain has the denial as its cue."""
    if found.status not in {"occurred", "ongoing"} or any(link.cue and denies(link.cue.of(text)) for link in chain):
        return found.status
    denial = _DENIED_BEFORE.search(text[: found.span.start], sentence.start)
    told_inside = denial is not None and any(link.source is not None and link.source.start > denial.start() for link in chain)
    return "denied" if denial is not None and not told_inside else found.status


def _own_side(span: Span, text: str, sentence: Span, chain: tuple[Link, ...], publisher: str | None, names: Names) -> str | None:
    """Whose "its fighters" or "our forces" are, where whoever speaks is meant: the origin of the chain, else the publisher.

    None where a person speaks: what hits "one of our soldiers" has not hit the minister who says so.
    """
    match = _OWN_FORCES.search(text, max(sentence.start, span.start - 6), span.end)
    if match is None or match.end() < span.end - 1:
        return None
    if len(chain) > 1 and _is_own_speaker(chain[-1], text):
        chain = chain[:-1]  # "the Front denies that its fighters ..., its spokesman said"
    source = chain[-1].source if chain else None
    if not chain:
        return publisher if match["whose"].lower() == "our" else None
    if source is not None and (names.person_in(source) is not None or source.of(text).lower() in HE | SHE):
        return None
    if match["whose"].lower() == "our":
        return chain[-1].name
    if source is None or not (sentence.contains(source) and source.end <= match.start()) or text[sentence.start : sentence.end].isupper():
        return None
    return None if _CAPITAL.search(text, source.end, match.start()) else chain[-1].name


def _claim(analysis: Analysis, document_id: str, found: Found, sentence: Span, chain: tuple[Link, ...], names: Names) -> Claim:
    text = analysis.document.text
    speaker = chain[-1].name if chain else None
    roles: dict[str, tuple[Role, ...]] = {}
    for key in ("actor", "target"):
        fillers = [f.span for f in found.roles.get(key, ()) if not f.span.overlaps(found.span) or len(f.span) < len(found.span)]
        if key == "actor":
            fillers = [f for f in fillers if not _NOBODY.match(text, f.start, f.end)]
        here = [s for f in _prefer_here(fillers, sentence) if (s := _after_dateline(f, text, sentence))]
        publisher = analysis.document.publisher
        named = [
            _not_who_speaks(
                Role(span=s, name=_own_side(s, text, sentence, chain, publisher, names) or names.fullest(s, speaker=speaker)), chain, text
            )
            for s in map(_whole_word(text), here)
        ]
        roles[key] = tuple(r for n, r in enumerate(named) if not any(r.name.lower() == o.name.lower() for o in named[:n]))
    doers = {r.name.lower() for r in roles["actor"]}
    roles["target"] = tuple(_somebody_else(r, doers, text) for r in roles["target"])
    instruments = tuple(f.span for f in found.roles.get("instrument", ()))
    places = tuple(
        Place(span=span, name=" ".join(span.of(text).split()), kind=place_kind(text, span))
        for span in (_whole_place(f.span, found, text) for f in found.roles.get("place", ()))
    )
    times = found.roles.get("time", ())
    time = None
    if times:
        best = max(times, key=lambda t: t.score)
        time = When(span=best.span, expression=best.span.of(text), earliest=None, latest=None, rule="unresolved")
    event_type, mode, sub_event = refine(found, text, instruments, sentence)
    cue = chain[-1].cue if chain else None
    ascribed = bool(chain) and not any(_same_name(chain[-1].name, r.name) for r in roles["actor"])
    status = settle_status(
        found.status,
        text=text,
        trigger=found.span,
        sentence=sentence,
        cue=cue,
        ascribed=ascribed,
        itself=denial_of(found, text) is not None,
    )
    if cue is not None and len(chain) == 1 and status != "planned" and _WITHDRAWS.match(text, cue.start):
        status = "withdrawn"
    return Claim(
        document_id=document_id,
        trigger=found.span,
        evidence=sentence,
        event_type=event_type,
        mode=mode,
        sub_event=sub_event,
        status=status,
        certainty=found.certainty,
        actors=roles["actor"],
        targets=roles["target"],
        instruments=instruments,
        places=places,
        time=time,
        figures=figures_of(text, {f.span: found.figure_kinds[f.span] for f in found.roles.get("figure", ())}, sentence),
        attribution=chain,
        confidence=round(found.score, 4),
    )


def _not_who_speaks(role: Role, chain: tuple[Link, ...], text: str) -> Role:
    """A role without the speaker's name where the speaker says "he" of another: in `Ruiz said: "He hurt nobody"` he is not Ruiz."""
    words = role.span.of(text)
    origin = chain[-1] if chain else None
    if origin is None or origin.source is None or words.lower() not in HE | SHE or not _same_name(origin.name, role.name):
        return role
    between = sorted((origin.source, role.span))
    within = len(_QUOTE_MARK.findall(text, between[0].end, between[1].start)) % 2
    return replace(role, name=words) if within else role


def _somebody_else(role: Role, doers: Collection[str], text: str) -> Role:
    """A target whose pronoun was taken for a doer keeps the pronoun for a name: in "Vance is the man who shot him" he is not Vance."""
    words = role.span.of(text)
    return replace(role, name=words) if role.name.lower() in doers and _SOMEBODY.fullmatch(words) else role


def _whole_place(span: Span, found: Found, text: str) -> Span:
    """A place without its possessive, "the school" of "the school's library", and whole where it is cut: the "oil pumping" station hit."""
    if (owner := _POSSESSIVE.search(span.of(text))) is not None:
        return Span(span.start, span.start + owner.start())
    if span.of(text)[:1].isupper() or place_kind(text, span) != "town":
        return span
    # Small letters and no noun for a place: what was hit begins with the same words and may hold one.
    whole = (f.span for f in found.roles.get("target", ()) if f.span.start == span.start and f.span.end > span.end)
    return next((w for w in whole if place_kind(text, w) != "town"), span)


def _same_name(a: str, b: str) -> bool:
    first, second = set(a.lower().split()), set(b.lower().split())
    return bool(first) and (first <= second or second <= first)


def _after_dateline(span: Span, text: str, sentence: Span) -> Span | None:
    """A filler without the town of a dateline ("DAMASCUS - Warplanes bombed ..."); None where it is nothing else."""
    dateline = _DATELINE.match(text, sentence.start)
    if dateline is None or text[sentence.start : sentence.end].isupper() or not sentence.start <= span.start < dateline.end():
        return span
    return Span(dateline.end(), span.end) if span.end > dateline.end() else None


def _whole_word(text: str) -> Callable[[Span], Span]:
    """Spans that end inside a word, made to end with it: "M" of "M23"."""

    def whole(span: Span) -> Span:
        end = span.end
        while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
            end += 1
        return Span(span.start, end)

    return whole


def _prefer_here(spans: list[Span], sentence: Span) -> list[Span]:
    """The fillers in the sentence of the trigger; those of other sentences only where it has none."""
    here = [s for s in spans if sentence.contains(s)]
    return here or spans
