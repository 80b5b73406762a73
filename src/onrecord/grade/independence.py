"""When two claims are not independent: the pairs that collapse, their reasons, and the groups that are left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.grade.voice import Voice
from onrecord.model import Collapse

REASONS = ("same_origin", "same_party", "rests_on", "relay", "same_text", "same_publisher")

_WHY: Mapping[str, str] = {
    "same_origin": "both come from {a}",
    "same_party": "{a} and {b} speak for one party, {party}",
    "rests_on": "the flat report of {flat} rests on {other}, whom the same document names for it",
    "relay": "{a} and {b} pass on one and the same claim",
    "same_text": "the passages are nearly the same text",
    "same_publisher": "both rest on the publisher {publisher}",
}
Edge = tuple[Voice, Voice]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Voices in groups that count as one each, in the order of telling, with the collapses that joined them."""

    groups: tuple[tuple[Voice, ...], ...]
    collapses: tuple[Collapse, ...]


def _similar(a: str, b: str) -> bool:
    """Whether two folded names of unnamed voices share their first word ("activists in the town", "activists")."""
    return bool(a and b) and a.split()[0] == b.split()[0]


def relays(teller: Voice, told: Voice) -> bool:
    """Whether `teller` passes on what `told` reports: its chain runs through the publisher of `told` and ends with the same voice.

    A guest quoted from a channel is not the channel's own report, so the rest of the chain has to agree as well.
    """
    if teller.claim.document_id == told.claim.document_id or told.publisher_key not in teller.path[1:]:
        return False
    at = teller.path.index(told.publisher_key, 1)
    rest, names = teller.path[at + 1 :], teller.path_names[at + 1 :]
    if not rest or told.flat:
        return not rest and told.flat
    return rest[-1] == told.key or (not teller.named and not told.named and _similar(names[-1], told.path_names[-1]))


def reasons_between(a: Voice, b: Voice, same_text: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """All reasons, in their order, why `a` and `b` are not independent; empty if they are."""
    alone = a.rests_on is None and b.rests_on is None
    passed_on = relays(a, b) or relays(b, a)
    tests = {
        "same_origin": a.key == b.key and (alone or not (a.flat and b.flat)),
        "same_party": a.party is not None and a.party == b.party,
        "rests_on": a.rests_on == b.id or b.rests_on == a.id,
        "relay": passed_on,
        "same_text": a.claim.document_id != b.claim.document_id and ((a.id, b.id) in same_text or (b.id, a.id) in same_text),
        "same_publisher": a.flat and b.flat and a.publisher_key == b.publisher_key and alone,
    }
    return tuple(reason for reason in REASONS if tests[reason])


def _explain(a: Voice, b: Voice, reason: str) -> str:
    flat, other = (a, b) if a.rests_on == b.id else (b, a)
    return _WHY[reason].format(a=a.name, b=b.name, party=a.party, flat=flat.publisher_name, other=other.name, publisher=a.publisher_name)


def _stars(voices: Iterable[Voice], key: Callable[[Voice], str | None]) -> Iterable[Edge]:
    """Each voice with the first of its bucket, so that the number of pairs stays linear."""
    first: dict[str, Voice] = {}
    for voice in voices:
        bucket = key(voice)
        if bucket is None:
            continue
        if bucket in first:
            yield first[bucket], voice
        else:
            first[bucket] = voice


def _edges(voices: Sequence[Voice], same_text: frozenset[tuple[str, str]], *, parties: bool) -> Iterable[Edge]:
    by_id = {v.id: v for v in voices}
    # What rests on a voice that is not counted here, as one that took its word back, stands for itself.
    alone = [v for v in voices if v.rests_on not in by_id]
    yield from _stars(alone, lambda v: v.key)
    if parties:
        yield from _stars(alone, lambda v: v.party)
    for voice in voices:
        if voice.rests_on in by_id:
            yield by_id[voice.rests_on], voice
    published: dict[str, list[Voice]] = defaultdict(list)
    # Where the outlet also tells it on its own account, a quotation of the outlet is of that account, not of its flat lead.
    has_own = {v.publisher_key for v in voices if v.flat and v.rests_on is None}
    for voice in voices:
        if voice.rests_on is None or voice.publisher_key not in has_own:
            published[voice.publisher_key].append(voice)
    for voice in alone:
        for outlet in dict.fromkeys(voice.path[1:]):
            yield from ((told, voice) for told in published.get(outlet, ()) if relays(voice, told))
    for one, other in sorted(same_text):
        if one in by_id and other in by_id and by_id[one].claim.document_id != by_id[other].claim.document_id:
            yield by_id[one], by_id[other]


def group(voices: Sequence[Voice], same_text: frozenset[tuple[str, str]], *, parties: bool = True) -> Grouping:
    """Connected groups of `voices` and the collapses between voices of different documents or different origins.

    With `parties` False, speaking for one side does not join: what is left are copies and relays of one report.
    """
    ordered = sorted(voices, key=lambda v: v.order)
    root = {v.id: v.id for v in ordered}

    def find(claim_id: str) -> str:
        while root[claim_id] != claim_id:
            root[claim_id] = root[root[claim_id]]
            claim_id = root[claim_id]
        return claim_id

    collapses: dict[tuple[tuple[str, str], tuple[str, str]], Collapse] = {}
    for one, other in _edges(ordered, same_text, parties=parties):
        a, b = sorted((one, other), key=lambda v: v.order)
        ra, rb = find(a.id), find(b.id)
        if ra != rb:
            root[rb] = ra
        unit = (a.claim.document_id, a.key), (b.claim.document_id, b.key)
        if unit[0] == unit[1] or unit in collapses:
            continue
        reasons = reasons_between(a, b, same_text)
        if reasons:
            collapses[unit] = Collapse(a=a.id, b=b.id, reason=reasons[0], reasons=reasons, explanation=_explain(a, b, reasons[0]))
    grouped: dict[str, list[Voice]] = defaultdict(list)
    for voice in ordered:
        grouped[find(voice.id)].append(voice)
    # A group is known by its first telling.
    groups = sorted((tuple(members) for members in grouped.values()), key=lambda members: members[0].order)
    return Grouping(groups=tuple(groups), collapses=tuple(collapses.values()))
