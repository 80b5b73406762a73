"""An event and its grade as a pure function of its claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from onrecord.errors import BadInput
from onrecord.grade.airwars import Judgements, airwars_grade
from onrecord.grade.corroboration import Verdict, metres, verdict
from onrecord.grade.figures import figure_ranges
from onrecord.grade.record import Record, origin_of, record_of
from onrecord.grade.voice import Voice, fold
from onrecord.grade.voices import voices_of
from onrecord.model import ActorRef, Claim, Document, Event, Grade, Origin, Place, Role, When

_PLACE_RANK = {kind: rank for rank, kind in enumerate(("site", "town", "natural", "district", "province", "region", "country"))}
_OUTVOTED = 3  # claims for another place against each one for this
_WEEK_DAYS, _MONTH_DAYS, _YEAR_DAYS = 7, 31, 366


def _precision(earliest: date, latest: date) -> str:
    days = (latest - earliest).days + 1
    for limit, name in ((1, "day"), (_WEEK_DAYS, "week"), (_MONTH_DAYS, "month"), (_YEAR_DAYS, "year")):
        if days <= limit:
            return name
    return "longer"


def interval_of(times: Iterable[When | None]) -> When | None:
    """Intersection of the resolved intervals (inclusive days), their hull if that is empty, None if none is resolved."""
    known = [(w.earliest, w.latest) for w in times if w is not None and w.earliest is not None and w.latest is not None]
    if not known:
        return None
    earliest, latest, rule = max(start for start, _ in known), min(end for _, end in known), "intersection"
    if earliest > latest:
        earliest, latest, rule = min(start for start, _ in known), max(end for _, end in known), "hull"
    return When(span=None, expression=None, earliest=earliest, latest=latest, rule=rule, precision=_precision(earliest, latest))


def _commonest(values: Iterable[str | None]) -> str | None:
    counts = Counter(v for v in values if v is not None)
    return min(counts, key=lambda v: (-counts[v], v)) if counts else None


def _role_names(roles: Iterable[Role]) -> tuple[str, ...]:
    """Names most frequent first; one actor under several names is shown under its commonest."""
    names: dict[str, Counter[str]] = {}
    for role in roles:
        key = role.actor.actor_id if role.actor is not None else fold(role.name)
        names.setdefault(key, Counter())[role.name] += 1
    shown = sorted((-counts.total(), _commonest(counts.elements()) or "") for counts in names.values())
    return tuple(dict.fromkeys(name for _, name in shown))


def _places(claims: Sequence[Claim]) -> tuple[Place, ...]:
    """Distinct places, the most precise kind and the most often named first; one that far more claims speak against comes later."""
    found: dict[str, list[Place]] = {}
    for claim in claims:
        for place in claim.places:
            key = place.gazetteer_id if place.gazetteer_id is not None and not place.coarse else fold(place.name)
            found.setdefault(key, []).append(place)
    best = [(min(p, key=lambda x: (*_vagueness(x), x.span, x.name)), len(p)) for p in found.values()]
    outvoted = {
        key
        for key, (place, count) in zip(found, best, strict=True)
        if any(other >= _OUTVOTED * count and _apart(place, rival) for rival, other in best)
    }
    ranked = sorted(zip(found, best, strict=True), key=lambda b: (b[0] in outvoted, *_vagueness(b[1][0]), -b[1][1], b[1][0].name))
    return tuple(place for _, (place, _) in ranked)


def _apart(a: Place, b: Place) -> bool:
    """Whether neither of two places can lie in the other."""
    between = metres(a, b)
    return between is not None and between > max(a.radius_m or 0, b.radius_m or 0)


def _vagueness(place: Place) -> tuple[bool, bool, int, int]:
    """What was found itself comes before what stands for it, a site before a town before a province."""
    return place.lat is None, place.coarse, _PLACE_RANK.get(place.kind, 9), place.radius_m or 0


def _status(record: Record) -> str:
    if record.retracted:
        return "withdrawn"
    statuses = {v.claim.status for v in record.live}
    for status in ("occurred", "ongoing", "planned", "alleged_plan", "hypothetical"):
        if status in statuses:
            return status
    return "denied"


def _plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _explain(record: Record, found: Verdict, origins: Sequence[Origin], denials: Sequence[Origin]) -> str:
    documents = {v.claim.document_id for v in record.voices}
    kind = "withdrawn origin" if record.retracted else "independent origin"
    parts = [
        f"{_plural(len(record.voices), 'claim', 'claims')} in {_plural(len(documents), 'document', 'documents')}, "
        f"{_plural(len(origins), kind, kind + 's')}"
    ]
    if origins:
        parts[0] += ": " + "; ".join(o.name if len(o.organisations) == 1 else f"{o.name} ({', '.join(o.organisations)})" for o in origins)
    leads = sorted({v.lead_of for v in record.live if v.lead_of is not None})
    if leads:
        verbs = ("tells", "it quotes") if len(leads) == 1 else ("tell", "they quote")
        parts.append(f"What {' and '.join(leads)} {verbs[0]} flatly is counted with whom {verbs[1]} beside it")
    idle = {v.id for v in record.idle}
    contesting = sum(not idle.issuperset(origin.claim_ids) for origin in denials)
    if contesting and origins:
        verbs = "reports" if len(origins) == 1 else "report", "denies" if contesting == 1 else "deny"
        parts.append(f"{len(origins)} {verbs[0]}, {contesting} {verbs[1]}")
    if record.not_executed:
        parts.append("Said not to have been carried out")
    return f"{'. '.join(parts)}. {found.grade.replace('_', ' ').capitalize()}: {'; '.join(found.reasons)}."


def _known_by(claims: Iterable[Claim], documents: Mapping[str, Document], as_of: date | None) -> list[Claim]:
    """Claims of reports published by `as_of`; a report without a date cannot be shown to have been out by then."""
    if as_of is None:
        return list(claims)
    published = {document_id: document.published for document_id, document in documents.items()}
    return [c for c in claims if (day := published.get(c.document_id)) is not None and day <= as_of]


def grade_event(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    *,
    publishers: Mapping[str, ActorRef],
    same_text: frozenset[tuple[str, str]] = frozenset(),
    figure_rule: str = "median",
    as_of: date | None = None,
    judgements: Judgements | None = None,
    names: Mapping[str, str] | None = None,
    beside: Sequence[Claim] = (),
) -> Event:
    """The event that `claims` tell of, with origins, independence, corroboration and figures (`docs/grading.md`).

    `documents` and `publishers` are by document id, `same_text` holds pairs of claim ids whose passages are near-duplicates, `as_of` leaves
    out what was published later, `names` gives display names of actor ids, `beside` are claims of other events in the same documents, on
    whose voices flat leads may rest. The result hangs on the inputs alone, never on their order.
    Raises `BadInput` where no claim is left or the rule is unknown.
    """
    judgements, names = judgements or Judgements(), names or {}
    voices = voices_of(_known_by(claims, documents, as_of), documents, publishers, _known_by(beside, documents, as_of))
    if not voices:
        when = f" published by {as_of.isoformat()}" if as_of is not None else ""
        remedy = "Give its claims, or a later date."
        raise BadInput(f"an event needs at least one claim{when}", subject="event", stage="grade", remedy=remedy)
    # A pair may come either way round; the first way it is met must not decide which collapse is shown.
    record = record_of(voices, frozenset((min(pair), max(pair)) for pair in same_text))
    found = verdict(record)
    told = list(record.live) or [v for members in record.denials.groups for v in members] or list(voices)

    def origins(groups: Iterable[Sequence[Voice]]) -> tuple[Origin, ...]:
        return tuple(origin_of(members, voices, judgements.belligerents, names) for members in groups)

    counted, denials = origins(record.basis.groups), origins(record.denials.groups)
    airwars, airwars_reasons = airwars_grade(record, documents, judgements)
    grade = Grade(
        corroboration=found.grade,
        reasons=found.reasons,
        claim_ids=found.claim_ids,
        independent_origins=len(counted),
        origins=counted,
        denials=denials,
        collapses=(*record.basis.collapses, *record.denials.collapses),
        figures=figure_ranges(record, figure_rule),
        explanation=_explain(record, found, counted, denials),
        withdrawn=origins(record.withdrawn.groups),
        not_executed=bool(record.not_executed),
        airwars=airwars,
        airwars_reasons=airwars_reasons,
        as_of=as_of,
    )
    event_type = _commonest(v.claim.event_type for v in told)
    same_type = [v.claim for v in told if v.claim.event_type == event_type]
    return Event(
        claim_ids=tuple(v.id for v in voices),
        document_ids=tuple(dict.fromkeys(v.claim.document_id for v in voices)),
        event_type=event_type or voices[0].claim.event_type,
        mode=_commonest(c.mode for c in same_type),
        sub_event=_commonest(c.sub_event for c in same_type),
        status=_status(record),
        actors=_role_names(role for v in told for role in v.claim.actors),
        targets=_role_names(role for v in told for role in v.claim.targets),
        places=_places([v.claim for v in told]),
        when=interval_of(v.claim.time for v in told),
        grade=grade,
    )
