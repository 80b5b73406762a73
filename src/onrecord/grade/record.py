"""The latest word of each origin: which reports and denials of an event still stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.grade.independence import Grouping, group
from onrecord.grade.voice import ASSERTING, DENYING, PLANNING, WITHDRAWING, Voice, fold
from onrecord.model import Origin, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The voices on one event, sorted by what their latest word is.

    `basis` groups the origins that count: those that assert the happening and still stand by it; where nobody asserts it, those that assert
    the plan; where all took it back, those that had asserted it (`retracted`); where nobody does anything of that or answers a charge,
    those that say that nothing happened (`absent`). `ended` are denials that a later admission ended, `not_executed` those that only say
    that a plan came to nothing, `idle` those that contest nothing: `not_executed`, and bare negations.
    """

    voices: tuple[Voice, ...]
    basis: Grouping
    planned: bool
    retracted: bool
    withdrawn: Grouping
    denials: Grouping
    ended: tuple[Voice, ...]
    not_executed: tuple[Voice, ...]
    idle: tuple[Voice, ...]
    absent: bool

    @property
    def live(self) -> tuple[Voice, ...]:
        """The voices of the basis in the order of telling."""
        return tuple(sorted((v for members in self.basis.groups for v in members), key=lambda v: v.order))


def _contests(denial: Voice, accounts: Sequence[Voice]) -> bool:
    """Whether a denial answers what others tell: in words that say so, on one's own behalf, or for somebody whom they name as the doer.

    "No arrests have been made" and "the children were not harmed" say how things stand; they contest nobody's account.
    """
    if denial.answers or _names_hand(denial):
        return True
    doers = {key for v in accounts for role in v.claim.actors for key in doer_keys(role)}
    return denial.side in {side for v in accounts for side in v.actor_parties} or any(
        key in doers for role in denial.claim.actors for key in doer_keys(role)
    )


def doer_keys(role: Role) -> set[str]:
    """By what one doer is known in two claims: the name, and the id in the table of actors."""
    return {fold(role.name)} | ({role.actor.actor_id} if role.actor is not None else set())


def _later(a: Voice, b: Voice) -> bool:
    """Whether `a` was published on a later day than `b`; False where a day is unknown."""
    return a.published is not None and b.published is not None and a.published > b.published


def _names_hand(voice: Voice) -> bool:
    """Whether the claim names the voice's own side as the doer."""
    return voice.side in voice.actor_parties or any(role.actor is not None and voice.is_actor(role.actor) for role in voice.claim.actors)


def _withdrawn(reports: Sequence[Voice], withdrawals: Sequence[Voice], same_text: frozenset[tuple[str, str]]) -> frozenset[str]:
    """Ids of the reports that their voice took back, with all that copy or relay them; a report after the withdrawal stands."""
    last: dict[str, date | None] = {}
    for voice in withdrawals:
        known = last.get(voice.speaks_as, date.min)
        last[voice.speaks_as] = None if known is None or voice.published is None else max(known, voice.published)
    gone: set[str] = set()
    for members in group(reports, same_text, parties=False).groups:
        keys = [v.speaks_as for v in members if v.speaks_as in last]
        if not keys:
            continue
        days = [day for day in (last[key] for key in keys) if day is not None]
        until = None if len(days) < len(keys) else max(days)
        gone.update(v.id for v in members if until is None or v.published is None or v.published <= until)
    return frozenset(gone)


def _reversed_by_denial(report: Voice, denials: Sequence[Voice], reports: Sequence[Voice]) -> bool:
    """Whether the same voice later denies what it reported, and did not report it again since."""
    for denial in denials:
        other_hand = report.actor_parties and denial.actor_parties and not report.actor_parties & denial.actor_parties
        if denial.speaks_as != report.speaks_as or not _later(denial, report) or other_hand:
            continue
        if not any(r.speaks_as == report.speaks_as and not _later(denial, r) and r.id != report.id for r in reports):
            return True
    return False


def _ended_by_admission(denial: Voice, reports: Sequence[Voice]) -> bool:
    """Whether the denier's side later told of the happening without naming somebody else's hand."""
    return any(
        _later(r, denial) and r.side == denial.side and (_names_hand(r) or not r.actor_parties) and r.rests_on is None for r in reports
    )


def record_of(voices: Sequence[Voice], same_text: frozenset[tuple[str, str]]) -> Record:
    """Sort the voices on one event by their latest word."""

    def having(statuses: frozenset[str]) -> list[Voice]:
        return [v for v in voices if v.claim.status in statuses]

    reports, plans, denials, withdrawals = having(ASSERTING), having(PLANNING), having(DENYING), having(WITHDRAWING)
    gone = _withdrawn(reports, withdrawals, same_text)
    gone |= {v.id for v in reports if v.id not in gone and _reversed_by_denial(v, denials, reports)}
    live = [v for v in reports if v.id not in gone]
    taken_back = [v for v in reports if v.id in gone] or withdrawals
    retracted = not live and bool(taken_back)
    planned = not live and not retracted and bool(plans)
    basis = live or (taken_back if retracted else plans)
    # "Nothing happened" does not contest a plan; the accused saying that they plan nothing does.
    accused = {side for v in basis for side in v.actor_parties}
    not_executed = [v for v in denials if planned and v.side not in accused]
    idle = [v for v in denials if v in not_executed or not _contests(v, live or plans)]
    ended = [v for v in denials if _ended_by_admission(v, live)]
    absent = not basis and bool(idle) and len(idle) == len(denials)
    if absent:
        basis, denials = denials, []
    return Record(
        voices=tuple(voices),
        basis=group(basis, same_text),
        planned=planned,
        retracted=retracted,
        withdrawn=group(taken_back, same_text),
        denials=group([v for v in denials if v not in ended], same_text),
        ended=tuple(ended),
        not_executed=tuple(not_executed),
        idle=tuple(idle),
        absent=absent,
    )


def stance_of(members: Sequence[Voice], everyone: Sequence[Voice], belligerents: frozenset[str]) -> str:
    """Interest of one origin in the happening: own_act, own_loss, opponent, third_party or unknown.

    An opponent is a side that others name as doer or sufferer, or that the user's table names as a belligerent.
    """
    own = [v for v in members if v.rests_on is None] or list(members)
    sides = {v.side for v in own}
    if any(_names_hand(v) for v in own):
        return "own_act"
    if any(v.target_parties & sides or any(r.actor is not None and v.is_actor(r.actor) for r in v.claim.targets) for v in own):
        return "own_loss"
    named_by_others = {side for v in everyone for side in v.actor_parties | v.target_parties}
    if sides & (named_by_others | belligerents):
        return "opponent"
    return "third_party" if any(v.named for v in own) else "unknown"


def _display(members: Sequence[Voice], names: Mapping[str, str]) -> tuple[str, str | None, tuple[str, ...]]:
    own = [v for v in members if v.rests_on is None] or list(members)
    organisations: dict[str, str] = {}
    for voice in own:
        organisations.setdefault(voice.key, names.get(voice.key, voice.name))
    party = next((v.party for v in own if v.party is not None), None)
    labels = tuple(dict.fromkeys(organisations.values()))
    name = names.get(party, labels[0]) if party is not None and len(organisations) > 1 else labels[0]
    return name, party, labels


def origin_of(members: Sequence[Voice], everyone: Sequence[Voice], belligerents: frozenset[str], names: Mapping[str, str]) -> Origin:
    """One group of voices as an origin: `name` is the party's where several of its organisations speak."""
    name, party, organisations = _display(members, names)
    return Origin(
        name=name,
        party=party,
        claim_ids=tuple(v.id for v in members),
        organisations=organisations,
        stance=stance_of(members, everyone, belligerents),
        named=any(v.named for v in members),
    )


def latest_by_key(voices: Sequence[Voice], says: Callable[[Voice], bool]) -> list[Voice]:
    """For each voice, its claims of the last day on which it said something of the kind."""
    by_key: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        if says(voice):
            by_key[voice.speaks_as].append(voice)
    latest: list[Voice] = []
    for members in by_key.values():
        last = max(v.published or date.min for v in members)
        latest.extend(v for v in members if (v.published or date.min) == last)
    return latest
