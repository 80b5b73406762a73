"""The nouns of the record: frozen dataclasses, standard library only, no input or output."""

from onrecord.model.actor import Actor, ActorRef
from onrecord.model.claim import Attribution, Claim, Figure, Link, Role
from onrecord.model.decision import ClaimRef, Decision
from onrecord.model.document import Capture, Captured, Document
from onrecord.model.event import Collapse, Event, FigureRange, Grade, Origin, Relation
from onrecord.model.mention import Mention, Reading, Trigger
from onrecord.model.producer import Producer
from onrecord.model.span import Span
from onrecord.model.when import Timex, When
from onrecord.model.where import Place, PlaceCandidate

__all__ = [
    "Actor",
    "ActorRef",
    "Attribution",
    "Capture",
    "Captured",
    "Claim",
    "ClaimRef",
    "Collapse",
    "Decision",
    "Document",
    "Event",
    "Figure",
    "FigureRange",
    "Grade",
    "Link",
    "Mention",
    "Origin",
    "Place",
    "PlaceCandidate",
    "Producer",
    "Reading",
    "Relation",
    "Role",
    "Span",
    "Timex",
    "Trigger",
    "When",
]
