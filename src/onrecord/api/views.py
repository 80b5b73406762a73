"""Nouns of the record as the models that the API answers with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from onrecord.api import models as m
from onrecord.export.bundle import (
    Bundle,
    day_range,
    figure_line,
    main_place,
    place_line,
    pooled,
    publisher_name,
    teller_name,
    what_happened,
)
from onrecord.export.passage import marks, passage
from onrecord.export.report_view import web_link
from onrecord.export.words import RELATIONS
from onrecord.model import ActorRef, Claim, Collapse, Decision, Document, Event, Figure, FigureRange, Origin, Place, Relation, Role, Span
from onrecord.store import Standing


def pair(span: Span) -> tuple[int, int]:
    """A span as the API writes it."""
    return span.start, span.end


def _maybe(span: Span | None) -> tuple[int, int] | None:
    return None if span is None else pair(span)


def place_brief(place: Place) -> m.PlaceBrief:
    """A place without its candidates."""
    return m.PlaceBrief(
        name=place.name,
        kind=place.kind,
        country=place.country,
        admin1=place.admin1,
        lat=place.lat,
        lon=place.lon,
        radius_m=place.radius_m,
        coarse=place.coarse,
        note=place.note,
    )


def sentence(event: Event) -> str:
    """What happened in one sentence, made of the event's fields: kind, hands, targets, place, days, toll."""
    words = what_happened(event)
    if event.actors:
        # Of a contested event the hands may be rivals: naming both as its doers would be a verdict.
        words += f" by {(' or ' if event.grade.corroboration == 'contested' else ' and ').join(event.actors[:2])}"
    if event.targets:
        words += f" against {' and '.join(event.targets[:2])}"
    if event.places:
        words += f" in {place_line(event)}"
    if event.when and event.when.earliest:
        words += f", {day_range(event)}"
    killed = pooled(event, "killed")
    if killed is not None:
        words += f"; {figure_line(killed)}"
    return words + "."


def event_brief(event: Event) -> m.EventBrief:
    """An event as lists show it."""
    place, when, killed = main_place(event), event.when, pooled(event, "killed")
    return m.EventBrief(
        id=event.id,
        title=what_happened(event),
        sentence=sentence(event),
        event_type=event.event_type,
        mode=event.mode,
        sub_event=event.sub_event,
        status=event.status,
        grade=event.grade.corroboration,
        earliest=when.earliest if when else None,
        latest=when.latest if when else None,
        days=day_range(event),
        place_line=place_line(event),
        place=place_brief(place) if place else None,
        actors=event.actors,
        targets=event.targets,
        killed=figure_line(killed) if killed else None,
        claims=len(event.claim_ids),
        documents=len(event.document_ids),
        origins=event.grade.independent_origins,
        denials=len(event.grade.denials),
    )


def place_view(place: Place) -> m.PlaceView:
    """A place with the candidates that lost."""
    lost = tuple(
        m.Candidate(
            gazetteer_id=c.gazetteer_id,
            name=c.name,
            kind=c.kind,
            country=c.country,
            admin1=c.admin1,
            lat=c.lat,
            lon=c.lon,
            score=c.score,
            reason=c.reason,
        )
        for c in place.candidates
    )
    return m.PlaceView(
        **place_brief(place).model_dump(),
        span=pair(place.span),
        gazetteer_id=place.gazetteer_id,
        acled_precision=place.acled_precision,
        ucdp_precision=place.ucdp_precision,
        candidates=lost,
    )


def _role(role: Role) -> m.RoleView:
    actor = role.actor
    return m.RoleView(
        name=role.name,
        span=pair(role.span),
        actor_id=actor.actor_id if actor else None,
        known=bool(actor and actor.known),
        party=actor.party if actor else None,
        reason=actor.reason if actor else None,
    )


def _figure(figure: Figure, text: str) -> m.FigureSaid:
    return m.FigureSaid(
        what=figure.what,
        low=figure.low,
        high=figure.high,
        unknown=figure.unknown,
        victims=figure.victims,
        part_of_total=figure.part_of_total,
        span=pair(figure.span),
        text=figure.span.of(text),
    )


def chain(claim: Claim, document: Document) -> tuple[m.Voice, ...]:
    """The voices between the reader and the fact: the publisher first, the origin last."""
    last = len(claim.attribution) - 1
    first = _voice(publisher_name(document), None, is_publisher=True, is_origin=last < 0)
    rest = (
        _voice(
            link.name,
            link.actor,
            cue=link.cue.of(document.text) if link.cue else None,
            source_span=link.source,
            cue_span=link.cue,
            is_origin=number == last,
        )
        for number, link in enumerate(claim.attribution)
    )
    return first, *rest


def _voice(
    name: str,
    actor: ActorRef | None,
    *,
    cue: str | None = None,
    source_span: Span | None = None,
    cue_span: Span | None = None,
    is_publisher: bool = False,
    is_origin: bool,
) -> m.Voice:
    return m.Voice(
        name=name,
        cue=cue,
        source_span=_maybe(source_span),
        cue_span=_maybe(cue_span),
        actor_id=actor.actor_id if actor else None,
        party=actor.party if actor else None,
        named=actor.named if actor else True,
        is_publisher=is_publisher,
        is_origin=is_origin,
    )


def claim_view(claim: Claim, document: Document) -> m.ClaimView:
    """A claim with its sentence, marks and chain."""
    text, evidence, time = document.text, claim.evidence, claim.time
    found = tuple(
        m.Mark(
            label=label,
            span=pair(span),
            sentence=(span.start - evidence.start, span.end - evidence.start) if evidence.contains(span) else None,
            text=span.of(text),
        )
        for span, label in sorted(marks(claim))
    )
    return m.ClaimView(
        id=claim.id,
        document_id=document.id,
        document_title=document.title or document.name or publisher_name(document),
        publisher=publisher_name(document),
        published=document.published,
        evidence=pair(evidence),
        evidence_text=evidence.of(text),
        passage=tuple(m.Piece(span=pair(p.span), text=p.text, labels=p.labels, gap=p.gap) for p in passage(claim, text)),
        marks=found,
        event_type=claim.event_type,
        mode=claim.mode,
        sub_event=claim.sub_event,
        status=claim.status,
        certainty=claim.certainty,
        confidence=claim.confidence,
        actors=tuple(_role(r) for r in claim.actors),
        targets=tuple(_role(r) for r in claim.targets),
        instruments=tuple(span.of(text) for span in claim.instruments),
        places=tuple(place_view(p) for p in claim.places),
        time=m.TimeView(
            span=_maybe(time.span),
            expression=time.expression,
            earliest=time.earliest,
            latest=time.latest,
            rule=time.rule,
            precision=time.precision,
        )
        if time
        else None,
        figures=tuple(_figure(f, text) for f in claim.figures),
        chain=chain(claim, document),
    )


PartyName = Callable[[str], str]
"""The name of a party from its id."""


def origin_view(origin: Origin, party_name: PartyName) -> m.OriginView:
    """A node of the origins graph."""
    return m.OriginView(
        name=origin.name,
        party=origin.party,
        party_name=party_name(origin.party) if origin.party else None,
        organisations=origin.organisations,
        stance=origin.stance,
        named=origin.named,
        claim_ids=origin.claim_ids,
    )


def origins_graph(event: Event, party_name: PartyName) -> m.OriginsGraph:
    """Who is behind an event, and why two are one."""
    grade = event.grade
    parties = {origin.party for origin in (*grade.origins, *grade.denials, *grade.withdrawn) if origin.party}

    def explained(c: Collapse) -> str:
        # The record knows a party by its id, people by its name.
        party = next((p for p in parties if c.reason == "same_party" and c.explanation.endswith(f", {p}")), None)
        return c.explanation if party is None else c.explanation.removesuffix(party) + party_name(party)

    return m.OriginsGraph(
        asserting=tuple(origin_view(o, party_name) for o in grade.origins),
        denying=tuple(origin_view(o, party_name) for o in grade.denials),
        withdrawn=tuple(origin_view(o, party_name) for o in grade.withdrawn),
        collapses=tuple(
            m.CollapseView(a=c.a, b=c.b, reason=c.reason, reasons=c.reasons, explanation=explained(c)) for c in grade.collapses
        ),
    )


def figure_range(figure: FigureRange, claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> m.FigureRangeView:
    """A range with every number that was said, by the day of publication (unknown days last)."""
    said = []
    for claim in (claims[i] for i in figure.claim_ids if i in claims):
        document = documents[claim.document_id]
        claimant = teller_name(claim, document)
        for one in claim.figures:
            if one.what == figure.what and (figure.victims is None or one.victims == figure.victims):
                said.append(
                    m.FigurePoint(
                        claim_id=claim.id,
                        claimant=claimant,
                        date=document.published,
                        low=one.low,
                        high=one.high,
                        unknown=one.unknown,
                        text=one.span.of(document.text),
                        taken_back=claim.id in figure.withdrawn_claims,
                    )
                )
    said.sort(key=lambda p: (p.date is None, p.date.isoformat() if p.date else "", p.claimant))
    return m.FigureRangeView(
        what=figure.what,
        victims=figure.victims,
        line=figure_line(figure),
        lowest=figure.lowest,
        highest=figure.highest,
        best=figure.best,
        rule=figure.rule,
        open_ended=figure.open_ended,
        unknown=figure.unknown,
        said=tuple(said),
    )


def document_brief(document: Document) -> m.DocumentBrief:
    """A document without its text."""
    return m.DocumentBrief(
        id=document.id,
        title=document.title or document.name or document.id,
        publisher=publisher_name(document),
        published=document.published,
        link=web_link(document.url),
        language=document.language,
    )


def decision_view(decision: Decision) -> m.DecisionView:
    """A decision that was just made, with its payload as an object."""
    return m.DecisionView(
        id=decision.id,
        kind=decision.kind,
        subject=decision.subject,
        payload=_payload(decision),
        author=decision.author,
        decided_at=decision.decided_at,
        reason=decision.reason,
    )


def standing_view(standing: Standing) -> m.DecisionView:
    """A decision as it stands."""
    changes = {
        "state": standing.state,
        "claims": standing.claims,
        "undone_by": standing.undone_by,
        "troubles": tuple(trouble.problem for trouble in standing.troubles),
    }
    return decision_view(standing.decision).model_copy(update=changes)


def _payload(decision: Decision) -> dict[str, object]:
    try:
        payload = json.loads(decision.payload)
    except ValueError:
        # Decisions from elsewhere are kept as they came, even where nobody understands them.
        payload = decision.payload
    return payload if isinstance(payload, dict) else {"value": payload}


def relation_view(event: Event, relation: Relation, other: Event, document: Document) -> m.RelationView:
    """What a report says that `event` has to do with `other`."""
    return m.RelationView(
        kind=relation.kind,
        words=RELATIONS[relation.kind][relation.claim_id not in event.claim_ids],
        event=event_brief(other),
        claim_id=relation.claim_id,
        other_claim_id=relation.other_claim_id,
        document_id=document.id,
        cue=relation.cue.of(document.text),
        cue_span=(relation.cue.start, relation.cue.end),
    )


def event_detail(
    event: Event,
    found: Bundle,
    decisions: Iterable[m.DecisionView],
    related: Iterable[tuple[Relation, Event]],
    *,
    party_name: PartyName,
    version: str,
    revision: int,
) -> m.EventDetail:
    """An event with everything that it rests on."""
    grade = event.grade
    return m.EventDetail(
        event=event_brief(event),
        version=version,
        revision=revision,
        computed=grade.computed,
        explanation=grade.explanation,
        reasons=grade.reasons,
        airwars=grade.airwars,
        airwars_reasons=grade.airwars_reasons,
        not_executed=grade.not_executed,
        claims=tuple(claim_view(c, found.documents[c.document_id]) for c in found.claims_of(event)),
        origins=origins_graph(event, party_name),
        figures=tuple(figure_range(f, found.claims, found.documents) for f in grade.figures),
        places=tuple(place_view(p) for p in event.places),
        documents=tuple(document_brief(d) for d in found.documents_of(event)),
        relations=tuple(relation_view(event, r, other, found.documents[r.document_id]) for r, other in related),
        decisions=tuple(decisions),
    )
