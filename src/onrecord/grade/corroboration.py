"""The corroboration grade: the first rule that holds, with its reasons and the claims behind it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from onrecord.grade.record import Record, doer_keys, latest_by_key
from onrecord.grade.voice import Voice, fold
from onrecord.model import Claim, Place

GRADES = ("retracted", "contested", "acknowledged", "corroborated", "one_sided", "single_origin")
_SLACK_METRES = 30_000
# Deeds done to others; those who meet, agree, ask, help or withdraw do it from more sides than one.
_HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN"})
_FINE = frozenset({"site", "town"})
_EXACT_CLIQUE_UP_TO = 14


@dataclass(frozen=True, slots=True)
class Verdict:
    """A grade, the reasons for it in words, and the ids of the claims that it rests on."""

    grade: str
    reasons: tuple[str, ...]
    claim_ids: tuple[str, ...]


def _ids(voices: Sequence[Voice]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v.id for v in sorted(voices, key=lambda v: v.order)))


def _names(voices: Sequence[Voice]) -> str:
    return ", ".join(dict.fromkeys(v.name for v in sorted(voices, key=lambda v: v.order)))


def metres(a: Place, b: Place) -> float | None:
    """Great-circle distance in metres on a sphere of 6,371 km; None where a place has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6_371_000 * math.asin(min(1.0, math.sqrt(h)))


def _places_compatible(a: Claim, b: Claim) -> bool:
    """Whether two claims can mean one place: unknown agrees with all, otherwise some pair of places has to lie together."""
    if not a.places or not b.places:
        return True
    for p in a.places:
        for q in b.places:
            if p.gazetteer_id is not None and p.gazetteer_id == q.gazetteer_id:
                return True
            apart = metres(p, q)
            if apart is None:
                one_country = p.country is None or q.country is None or p.country == q.country
                if one_country and (p.name.casefold() == q.name.casefold() or not (p.kind in _FINE and q.kind in _FINE)):
                    return True
            elif apart <= (p.radius_m or 0) + (q.radius_m or 0) + _SLACK_METRES:
                return True
    return False


def _times_compatible(a: Claim, b: Claim) -> bool:
    if a.time is None or b.time is None or a.time.earliest is None or b.time.earliest is None:
        return True
    # `When` checks that both ends are given or neither.
    return a.time.earliest <= (b.time.latest or date.max) and b.time.earliest <= (a.time.latest or date.max)


def agree(a: Claim, b: Claim) -> bool:
    """Whether two claims agree on PLOVER type, with compatible place and time."""
    return a.event_type == b.event_type and _times_compatible(a, b) and _places_compatible(a, b)


def _retracted(record: Record) -> Verdict | None:
    if not record.retracted:
        return None
    members = [v for g in record.withdrawn.groups for v in g]
    return Verdict("retracted", (f"every origin that reported it has withdrawn: {_names(members)}",), _ids(members))


def _names_doer(voice: Voice, side: str, hands: set[str]) -> bool:
    return side in voice.actor_parties or any(key in hands for role in voice.claim.actors for key in doer_keys(role))


def _live_denials(record: Record) -> tuple[list[Voice], list[str]]:
    """Denials that contest the event, and why each group does."""
    accused = {side for v in record.live for side in v.actor_parties}
    # Others name a group that no table knows by its name only.
    doers = {key for v in record.live for role in v.claim.actors for key in doer_keys(role)}
    contesting: list[Voice] = []
    reasons: list[str] = []
    for members in record.denials.groups:
        for voice in members:
            if voice in record.idle:
                continue
            own_hand = voice.side in voice.actor_parties
            hands = {key for role in voice.claim.actors for key in doer_keys(role)}
            named = bool(hands & doers)
            if own_hand and voice.side not in accused and not named and record.live:
                continue
            contesting.append(voice)
            # "The monitoring group X" and "X" are one accuser.
            by_side = {v.side: v for v in reversed(record.live) if v.side != voice.side and _names_doer(v, voice.side, hands)}
            accusers = _names([v for v in record.live if by_side.get(v.side) is v])
            what = f"its own hand, against {accusers}" if own_hand and accusers else "it"
            reasons.append(f"{voice.name} denies {what}")
    return contesting, list(dict.fromkeys(reasons))


def _clash(a: Voice, b: Voice) -> bool:
    """Whether two hostile accounts tell of one fight: each side's doers are in the other's account.

    Outside an armed clash each account has to name the other's doers as those whom its own doers attacked.
    """
    in_a, in_b = a.actor_parties | a.target_parties, b.actor_parties | b.target_parties
    if a.claim.sub_event == b.claim.sub_event == "Armed clash":
        return bool(a.actor_parties & in_b or b.actor_parties & in_a)
    return bool(a.actor_parties & b.target_parties and b.actor_parties & a.target_parties)


def _one_name(a: Voice, b: Voice) -> bool:
    """Whether the doers of two claims have a name in common ("Talm police", "police"), whatever parties they were resolved to."""
    names_a, names_b = ([set(fold(role.name).split()) for role in v.claim.actors] for v in (a, b))
    return any(x and y and (x <= y or y <= x) for x in names_a for y in names_b)


def rivals(record: Record) -> tuple[Voice, Voice] | None:
    """Two claims of different origins that name doers of different parties for a hostile deed.

    Of several such pairs the one whose doers most origins name, then the first in the order of telling. Those who meet, agree or ask are
    not rivals: such a happening has doers on both sides.
    """
    if record.absent:
        return None
    latest = [latest_by_key(members, lambda v: bool(v.actor_parties) and v.claim.event_type in _HOSTILE) for members in record.basis.groups]
    # One claim for each set of doers that an origin names is enough, so that the pairs stay few.
    few = [
        list({(v.actor_parties, v.target_parties): v for v in sorted(members, key=lambda v: v.order, reverse=True)}.values())
        for members in latest
    ]
    support = Counter(party for members in latest for party in {p for v in members for p in v.actor_parties})
    pairs = [
        (a, b)
        for one, other in combinations(few, 2)
        for a in one
        for b in other
        if not a.actor_parties & b.actor_parties and not _clash(a, b) and not _one_name(a, b)
    ]

    def rank(pair: tuple[Voice, Voice]) -> tuple[int, tuple[date, str, int, str], tuple[date, str, int, str]]:
        weaker = min(max(support[p] for p in v.actor_parties) for v in pair)
        first, second = sorted(v.order for v in pair)
        return -weaker, first, second

    found = min(pairs, key=rank, default=None)
    return None if found is None else (min(found, key=lambda v: v.order), max(found, key=lambda v: v.order))


def _doers(voice: Voice) -> list[str]:
    """The doers of a claim as the claim names them; their parties where it names none."""
    return sorted({role.name for role in voice.claim.actors}) or sorted(voice.actor_parties)


def _contested(record: Record) -> Verdict | None:
    denials, reasons = _live_denials(record)
    pair = rivals(record)
    behind = list(denials)
    if denials:
        behind += [v for v in record.live if any(d.side in v.actor_parties for d in denials)] or list(record.live)
    if pair is not None:
        a, b = pair
        doers = [" and ".join(_doers(v)) for v in pair]
        reasons.append(f"{a.name} names {doers[0]}, {b.name} names {doers[1]} as those who did it")
        behind += pair
    if not denials and pair is None:
        return None
    if not record.live:
        reasons.append("nobody on record reports it, only the denial is")
    return Verdict("contested", tuple(reasons), _ids(behind))


def _acknowledged(record: Record) -> Verdict | None:
    for members in record.basis.groups:
        own = [v for v in members if v.rests_on is None and v.side in v.actor_parties]
        if not own:
            continue
        sides = {v.side for v in own}
        others = [v for g in record.basis.groups if g is not members for v in g if v.rests_on is None and v.side not in sides]
        if others:
            reason = f"told by those who did it ({_names(own)}) and independently of them by {_names(others)}"
            return Verdict("acknowledged", (reason,), _ids([*own, *others]))
    return None


def _groups_agree(a: Sequence[Voice], b: Sequence[Voice]) -> bool:
    return {v.side for v in a}.isdisjoint(v.side for v in b) and any(agree(v.claim, w.claim) for v in a for w in b)


def agreeing(groups: Sequence[Sequence[Voice]]) -> tuple[int, ...]:
    """Indexes of the largest set of groups that agree pairwise; the earliest told among sets of one size."""
    linked = {i: {j for j in range(len(groups)) if j != i and _groups_agree(groups[i], groups[j])} for i in range(len(groups))}
    if len(groups) <= _EXACT_CLIQUE_UP_TO:
        for size in range(len(groups), 1, -1):
            for chosen in combinations(range(len(groups)), size):
                if all(j in linked[i] for i, j in combinations(chosen, 2)):
                    return chosen
        return (0,) if groups else ()
    best: tuple[int, ...] = ()
    for start in range(len(groups)):
        chosen_greedily = [start]
        for j in sorted(linked[start], key=lambda k: (-len(linked[k]), k)):
            if all(j in linked[i] for i in chosen_greedily):
                chosen_greedily.append(j)
        if len(chosen_greedily) > len(best):
            best = tuple(sorted(chosen_greedily))
    return best


def _corroborated(record: Record) -> Verdict | None:
    chosen = agreeing(record.basis.groups)
    if len(chosen) < 2:
        return None
    voices = [v for i in chosen for v in record.basis.groups[i]]
    that = "that it did not happen, " if record.absent else ""
    heads = _names([record.basis.groups[i][0] for i in chosen])
    return Verdict("corroborated", (f"{len(chosen)} independent origins agree {that}on type, place and time: {heads}",), _ids(voices))


def _one_sided(record: Record) -> Verdict | None:
    if len(record.basis.groups) != 1:
        return None
    members = record.basis.groups[0]
    organisations = {v.key: v.name for v in members if v.named and v.party is not None and v.rests_on is None}
    parties = {v.party for v in members if v.key in organisations}
    if len(organisations) < 2 or len(parties) != 1:
        return None
    tell = "say that it did not happen" if record.absent else "tell it"
    reason = f"{len(organisations)} organisations of one party {tell}: {', '.join(dict.fromkeys(organisations.values()))}"
    return Verdict("one_sided", (reason,), _ids(members))


def _single_origin(record: Record) -> Verdict:
    voices = list(record.live)
    groups = record.basis.groups
    if len(groups) == 1:
        says = "one independent origin says that it did not happen" if record.absent else "one independent origin"
        return Verdict("single_origin", (f"{says}: {groups[0][0].name}",), _ids(voices))
    reason = f"{len(groups)} origins tell of it, but no two agree on type, place and time, so each stands alone"
    return Verdict("single_origin", (reason,), _ids(voices))


def verdict(record: Record) -> Verdict:
    """The first grade of `GRADES` whose rule holds."""
    for rule in (_retracted, _contested, _acknowledged, _corroborated, _one_sided):
        found = rule(record)
        if found is not None:
            return found
    return _single_origin(record)
