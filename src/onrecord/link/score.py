"""How well two profiles tell of one happening: named features, a table of weights, hard vetoes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.link.profile import PLAN_STATUSES, Point, Profile
from onrecord.link.vocabulary import ANYBODY
from onrecord.link.weights import ACROSS, WEIGHTS

THRESHOLD = 0.0
_DAY_GAP_VETO = 2
APART_METRES = 30_000
EARTH_METRES = 6_371_000
_NEAR_METRES = 1_000
_SMALL_FIGURE = 2
_ALIKE = 0.5
_ONE_STORY = 0.6
_CLOSE_CHARACTERS = 250
_OUTCOME_CHARACTERS = 400
_REPORT_DAYS_TOGETHER, _REPORT_DAYS_APART = 3, 60
_NEAR_SUB_EVENTS = (
    frozenset({"Air/drone strike", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Suicide bomb", "Grenade"}),
    frozenset({"Armed clash", "Attack", "Government regains territory", "Non-state actor overtakes territory", "Mob violence"}),
    frozenset({"Attack", "Abduction/forced disappearance", "Sexual violence"}),
    frozenset({"Attack", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Air/drone strike"}),
    frozenset({"Peaceful protest", "Protest with intervention", "Excessive force against protesters"}),
    frozenset({"Protest with intervention", "Excessive force against protesters", "Violent demonstration", "Mob violence"}),
)
_NEAR_MODES = (frozenset({"aerial", "drone", "heavy-weapons", "explosives"}), frozenset({"firearms", "targeted", "primitive", "beat"}))
# Ground taken is the outcome of a fight, and the design keeps the two apart.
_CLASH = frozenset({"Armed clash"})
_ONE_PLACE = frozenset({"same fine place", "near", "places share a name"})
_TERRITORY = frozenset({"Government regains territory", "Non-state actor overtakes territory", "Non-violent transfer of territory"})


@dataclass(frozen=True, slots=True)
class PairScore:
    """`score` is a logit: above 0 the two tell of one happening. `reasons` are the features that spoke, the weightiest first.

    A vetoed pair has minus infinity and the veto as its only reason.
    """

    score: float
    reasons: tuple[str, ...]

    @property
    def vetoed(self) -> bool:
        """Whether no weight of evidence could join the two."""
        return self.score == -math.inf


def metres_between(a: Point, b: Point) -> float:
    """Great-circle distance in metres on a sphere of 6,371 km."""
    p, q = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_METRES * math.asin(min(1.0, math.sqrt(h)))


def _gap(a: Profile, b: Profile) -> int | None:
    """Days between the nearest intervals of the two (0 where some overlap); None where one has none."""
    if not a.days or not b.days:
        return None
    return min(max(0, x[0] - y[1], y[0] - x[1]) for x in a.days for y in b.days)


def _contradict(a: Profile, b: Profile) -> bool:
    """Whether some exact day of one lies outside every interval of the other by two days or more."""
    for one, other in ((a, b), (b, a)):
        for start, end in one.days:
            if start == end and other.days and all(start < s - 1 or start > e + 1 for s, e in other.days):
                return True
    return False


def _far(a: Profile, b: Profile) -> bool:
    """Whether both are located finely and no two of their points can be one place."""
    mine, theirs = [p for p in a.points if p.fine], [p for p in b.points if p.fine]
    if not mine or not theirs or a.fine_places & b.fine_places or _one_name(a, b):
        return False
    return all(metres_between(p, q) > p.radius_m + q.radius_m + APART_METRES for p in mine for q in theirs)


def _one_name(a: Profile, b: Profile) -> bool:
    """Whether some place of one has all the words of the name of some place of the other: "Kutum" and "the Kutum market"."""
    if a.place_words.isdisjoint(b.place_words):
        return False
    mine, theirs = ([frozenset(name.split()) for name in p.place_names] for p in (a, b))
    return any(one <= other or other <= one for one in mine for other in theirs)


def _related(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of words overlap enough to be names of one thing: half of the shorter one, not counting words that fit anybody."""
    a, b = a - ANYBODY, b - ANYBODY
    return bool(a and b) and 2 * len(a & b) >= min(len(a), len(b))


def veto(a: Profile, b: Profile) -> str | None:
    """Why the two can never be one happening, or None."""
    if a.families.isdisjoint(b.families):
        return "different kinds of happening"
    gap = _gap(a, b)
    if (gap is not None and gap >= _DAY_GAP_VETO) or _contradict(a, b):
        return "different days"
    # One name put into two countries is a slip of the gazetteer, not two places; a word that two longer names share is none.
    if a.countries and b.countries and a.countries.isdisjoint(b.countries) and not _one_name(a, b):
        return "different countries"
    if _far(a, b):
        return "different towns"
    if a.total is not None and b.total is not None and a.total != b.total and a.days and b.days and _widest(a) != _widest(b):
        return "a sum and one part of it"
    if gap is None and not (a.published and b.published) and _untied(a, b):
        return "neither day nor place in common"
    return None


def _untied(a: Profile, b: Profile) -> bool:
    """Whether two tellings of different documents share neither a place, nor a figure that says something, nor the story.

    Where no report says when, alike words ("the regime's bombing") are about the war, not about one happening of it; so is what goes on
    in a town, and whatever was done in a province.
    """
    if not a.documents.isdisjoint(b.documents):
        return False
    fine = a.fine_places and b.fine_places and (a.fine_places & b.fine_places or _one_name(a, b))
    if fine and "ongoing" not in a.statuses | b.statuses:
        return False
    if any(max(low or 0, high or 0) > _SMALL_FIGURE for _, low, high in a.figures & b.figures):
        return False
    return _likeness(a, b) < _ONE_STORY


def _likeness(a: Profile, b: Profile) -> float:
    """How much the documents of the two have in common, 0 to 1."""
    return len(a.story & b.story) / math.sqrt(len(a.story) * len(b.story)) if a.story and b.story else 0.0


def _widest(p: Profile) -> int:
    return max(end - start for start, end in p.days)


def _kind(a: Profile, b: Profile) -> Iterable[str]:
    if a.types.isdisjoint(b.types):
        yield "other type"
    if a.sub_events and b.sub_events:
        if a.sub_events & b.sub_events:
            yield "same sub-event"
        elif _TERRITORY & a.sub_events or _TERRITORY & b.sub_events:
            yield "fight and ground taken"
        else:
            near = any(a.sub_events & group and b.sub_events & group for group in _NEAR_SUB_EVENTS)
            if near and (a.sub_events >= _CLASH) != (b.sub_events >= _CLASH):
                yield "one-sided and two-sided"
            else:
                yield "near sub-event" if near else "other sub-event"
    if a.modes and b.modes:
        near = any(a.modes & group and b.modes & group for group in _NEAR_MODES)
        yield "same mode" if a.modes & b.modes else ("near mode" if near else "other mode")
    plans = a.statuses <= PLAN_STATUSES, b.statuses <= PLAN_STATUSES
    if plans[0] != plans[1]:
        only = a.statuses if plans[0] else b.statuses
        yield "hypothetical and fact" if only == {"hypothetical"} else "plan and execution"
    if ("denied" in a.statuses) != ("denied" in b.statuses):
        yield "denial and report"


def _people(a: Profile, b: Profile) -> Iterable[str]:
    disputed = "denied" in a.statuses | b.statuses
    if a.actors and b.actors:
        if a.actors & b.actors:
            yield "same actor"
        elif _related(a.actor_words, b.actor_words):
            yield "similar actor"
        elif a.actor_parties & b.actor_parties:
            yield "same side"
        # Who did it is what tellers disagree about; only without a denial does another doer speak for another happening. A description
        # ("fighters", "the pilots") is no other doer.
        elif not disputed and a.actor_parties and b.actor_parties:
            yield "other side"
        elif not disputed and a.named_actors and b.named_actors:
            yield "other actor"
    if a.target_words and b.target_words:
        if a.targets & b.targets:
            yield "same target"
        elif _related(a.target_words, b.target_words):
            yield "similar target"
        elif not a.target_words & b.target_words:
            yield "other target"


def _where(a: Profile, b: Profile) -> Iterable[str]:
    if not a.places or not b.places:
        return
    if a.fine_places & b.fine_places:
        yield "same fine place"
    elif any(metres_between(p, q) <= p.radius_m + q.radius_m + _NEAR_METRES for p in a.points for q in b.points if p.fine and q.fine):
        yield "near"
    elif a.place_words & b.place_words:
        yield "places share a name"
    elif a.fine_places and b.fine_places:
        yield "other fine place"
    elif a.places & b.places:
        yield "same place"
    else:
        yield "other place"


def _when(a: Profile, b: Profile) -> Iterable[str]:
    gap = _gap(a, b)
    if gap is not None:
        if gap:
            yield "a day apart"
        else:
            yield "same day" if {d for d in a.days if d[0] == d[1]} & {d for d in b.days if d[0] == d[1]} else "time overlaps"
    elif a.published and b.published and a.documents != b.documents:
        days = min(abs(p - q) for p in a.published for q in b.published)
        if days <= _REPORT_DAYS_TOGETHER:
            yield "reported together"
        elif days > _REPORT_DAYS_APART:
            yield "reported far apart"


def _numbers(a: Profile, b: Profile) -> Iterable[str]:
    shared = a.figures & b.figures
    # Bulletins list their strikes place by place: two counts in one document are two entries of the list.
    if a.strikes and b.strikes and a.strikes.isdisjoint(b.strikes) and not a.documents.isdisjoint(b.documents):
        yield "other count of strikes"
    if any(max(low or 0, high or 0) > _SMALL_FIGURE for _, low, high in shared):
        yield "same figure"
    elif shared:
        yield "same small figure"
    elif {w for w, _, _ in a.figures} & {w for w, _, _ in b.figures} and not _may_agree(a, b):
        yield "other figure"


def _may_agree(a: Profile, b: Profile) -> bool:
    """Whether two figures of a kind can be one number: "several" and "four", "at least 12" and 15; an open bound tells for neither."""
    return any(
        w == v and (low is None or top is None or low <= top) and (floor is None or high is None or floor <= high)
        for w, low, high in a.figures
        for v, floor, top in b.figures
        if None in {low, high, floor, top}
    )


def _wording(a: Profile, b: Profile) -> Iterable[tuple[str, float]]:
    if a.triggers & b.triggers:
        yield "same trigger word", 1.0
    if a.sentences & b.sentences:
        if not _same_trigger(a, b) and not _act_and_outcome(a, b):
            yield "same sentence, other trigger", 1.0
    elif a.evidence and b.evidence:
        yield "similar wording", len(a.evidence & b.evidence) / math.sqrt(len(a.evidence) * len(b.evidence))


def _same_trigger(a: Profile, b: Profile) -> bool:
    return any(d == e and s < t and u < f for d, s, f in a.trigger_spans for e, u, t in b.trigger_spans)


def _act_and_outcome(a: Profile, b: Profile) -> bool:
    """Whether, close by each other in one document, one tells what was done and the other what came of it."""
    return any(
        d == e and abs(p - q) <= _OUTCOME_CHARACTERS and ((d, p) in a.outcomes) != ((e, q) in b.outcomes)
        for d, p in a.positions
        for e, q in b.positions
    )


def _adds_nothing(p: Profile) -> bool:
    """Whether a claim brings neither a day nor a named place of its own."""
    return not p.days and not p.places


def _bare(p: Profile) -> bool:
    """Whether a claim names neither doer nor sufferer nor place nor figure: "the attack"."""
    return not (p.actors or p.targets or p.places or p.figures)


def features(a: Profile, b: Profile) -> dict[str, float]:
    """Named features of a pair; those that do not hold are absent."""
    found = {"bias": 1.0}
    for names in (_kind(a, b), _people(a, b), _where(a, b), _when(a, b), _numbers(a, b)):
        found.update(dict.fromkeys(names, 1.0))
    found.update(_wording(a, b))
    if a.total is not None and b.total is not None and a.total != b.total:
        found["sum and part"] = 1.0
    if a.documents.isdisjoint(b.documents):
        if a.story and b.story:
            # Copies of one report are no likelier to tell of one of their happenings than two reports of one story are.
            found["alike stories"] = min(_ALIKE, _likeness(a, b)) / _ALIKE
        if not _ONE_PLACE.isdisjoint(found):
            if "same day" in found:
                found["one place on one day"] = 1.0
            elif "reported together" in found and "places share a name" not in found:
                found["one place, reported together"] = 1.0
    else:
        found.update(dict.fromkeys(_telling(a, b), 1.0))
    return found


def _telling(a: Profile, b: Profile) -> Iterable[str]:
    """How the two stand in one document: of one trigger, the later with "the", in another voice, close by."""
    shared = a.documents & b.documents
    if _same_trigger(a, b):
        yield "same trigger"
    if a.groups & b.groups:
        yield "reader grouped them"
    elif {d for d, _ in a.groups} & {d for d, _ in b.groups}:
        yield "reader kept them apart"
    if _bare(a) or _bare(b):
        yield "bare re-mention"
    apart = min(abs(p - q) for d, p in a.positions for e, q in b.positions if d == e)
    later = max((p for p in (*a.positions, *b.positions) if p[0] in shared), key=lambda p: p[1])
    if later in a.definite | b.definite:
        yield "the one just told"
    if later in a.of_act | b.of_act:
        yield "what the act just told did"
    if a.voices.isdisjoint(b.voices):
        yield "another voice"
    if apart <= _CLOSE_CHARACTERS:
        yield "next to each other"
    if _adds_nothing(a) or _adds_nothing(b):
        yield "adds no day and no place"
    if _act_and_outcome(a, b):
        yield "act and outcome"


def score_pair(a: Profile, b: Profile) -> PairScore:
    """The score of two profiles with its reasons."""
    blocked = veto(a, b)
    if blocked is not None:
        return PairScore(-math.inf, (blocked,))
    weights = ACROSS if a.documents.isdisjoint(b.documents) else WEIGHTS
    parts = {name: weights[name] * value for name, value in features(a, b).items()}
    spoke = sorted((name for name in parts if name != "bias"), key=lambda name: (-abs(parts[name]), name))
    return PairScore(sum(parts.values()), tuple(spoke))
