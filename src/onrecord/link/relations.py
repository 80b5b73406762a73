"""What a report says that one happening has to do with another: part of it, its consequence, retaliation for it, or told as after it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from onrecord.model import Claim, Document, Event, Relation, Span

_CUES: tuple[tuple[str, str, bool], ...] = (
    # (kind, words, whether the happening that is related stands before them: "X in retaliation for Y", but "Y prompted X")
    ("retaliation_for", r"in (?:retaliation|reprisal|revenge|retribution) (?:for|against|to)", True),
    ("retaliation_for", r"(?:to|as) (?:avenge|retaliate (?:for|against)|(?:revenge|retaliation|retribution|reprisal) for)", True),
    ("retaliation_for", r"(?:retaliation for|retaliating (?:for|against)|avenging)", True),
    ("part_of", r"(?:as )?part of", True),
    ("part_of", r"(?:in the course of|during)", True),
    (
        "consequence_of",
        r"(?:as a (?:result|consequence) of|because of|due to|caused by|triggered by|sparked by|prompted by|provoked by)",
        True,
    ),
    ("consequence_of", r"(?:in (?:response|reaction) to|in the wake of|in protest (?:at|against|over))", True),
    ("consequence_of", r"(?:led to|resulted in|triggered|sparked|prompted|provoked|touched off|set off)", False),
    ("follows", r"(?:after|following)", True),
)
_CUE = re.compile("|".join(rf"\b(?P<c{n}>{words})\b" for n, (_, words, _) in enumerate(_CUES)), re.IGNORECASE)
# "During the night" is a time; only what goes on for days or on a broad front has parts.
_WHOLE = re.compile(
    r"\b(?:offensives?|operations?|campaigns?|battles?|wars?|sieges?|advances?|assaults?|incursions?|invasions?|fighting|clashes|"
    r"protests?|demonstrations?|riots?|raids?|crackdowns?|uprisings?|waves?)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[;:]|\.\s|\b(?:but|while|whereas)\b", re.IGNORECASE)
_NEAR, _OPENING = 90, 20
_UNTRUE = frozenset({"denied", "withdrawn"})


def relations_of(claims: Iterable[Claim], document: Document) -> tuple[Relation, ...]:
    """The relations between `claims`, all of one document, that the words between their triggers name; sorted.

    A cue relates the nearest trigger before it to the nearest after it in the same sentence ("shelled the town in retaliation for the
    raid"); at the start of a sentence, the one that follows the comma. What is denied or taken back has no relations.
    """
    by_sentence: dict[Span, dict[Span, list[Claim]]] = {}
    for claim in claims:
        if claim.status not in _UNTRUE:
            by_sentence.setdefault(claim.evidence, {}).setdefault(claim.trigger, []).append(claim)
    found: set[Relation] = set()
    for sentence, told in by_sentence.items():
        if len(told) < 2:
            continue
        for kind, cue, one, other in _cues(document.text, sentence, sorted(told)):
            found |= {
                Relation(kind=kind, claim_id=a.id, other_claim_id=b.id, document_id=document.id, cue=cue)
                for a in told[one]
                for b in told[other]
                if a.id != b.id
            }
    return tuple(sorted(found, key=lambda r: (r.cue, r.kind, r.claim_id, r.other_claim_id)))


def _cues(text: str, sentence: Span, triggers: Sequence[Span]) -> Iterator[tuple[str, Span, Span, Span]]:
    """Kind, cue, trigger that is related and trigger that it is related to."""
    starts = [t.start for t in triggers]
    for match in _CUE.finditer(text, sentence.start, sentence.end):
        kind, _, forwards = _CUES[int(str(match.lastgroup)[1:])]
        cue = Span(*match.span())
        at = bisect_left(starts, cue.end)
        # "Retaliated", "prompted" may be the trigger of a claim themselves: then the words of that claim say it, not a cue.
        if any(t.start < cue.end and t.end > cue.start for t in triggers) or at == len(triggers):
            continue
        after = triggers[at]
        if after.start - cue.end > _NEAR or _BREAK.search(text, cue.end, after.start):
            continue
        if kind == "part_of" and not _WHOLE.search(text, cue.end, after.end):
            continue
        if at and not _BREAK.search(text, triggers[at - 1].end, cue.start):
            before = triggers[at - 1]
        elif at == 0 and cue.start - sentence.start <= _OPENING and forwards and len(triggers) > 1 and "," in text[after.end : starts[1]]:
            before = triggers[1]
        else:
            continue
        yield (kind, cue, before, after) if forwards else (kind, cue, after, before)


def relate(events: Iterable[Event], claims: Iterable[Claim], documents: Mapping[str, Document]) -> list[Event]:
    """`events` with their relations; `claims` are all those of the documents of the events, `documents` by id."""
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        told.setdefault(claim.document_id, []).append(claim)
    by_claim: dict[str, list[Relation]] = {}
    for document_id, listed in told.items():
        for relation in relations_of(listed, documents[document_id]):
            by_claim.setdefault(relation.claim_id, []).append(relation)
            by_claim.setdefault(relation.other_claim_id, []).append(relation)
    found = []
    for event in events:
        own = frozenset(event.claim_ids)
        # Two claims of one event say nothing of another.
        named = {r for i in event.claim_ids for r in by_claim.get(i, ()) if not (r.claim_id in own and r.other_claim_id in own)}
        ordered = tuple(sorted(named, key=lambda r: (r.kind, r.document_id, r.cue, r.claim_id, r.other_claim_id)))
        found.append(event if ordered == event.relations else replace(event, relations=ordered))
    return found
