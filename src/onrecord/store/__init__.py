"""The record on disk: append-only documents, claims and decisions, with events as a view that can be rebuilt from them."""

from onrecord.store.decisions import Standing
from onrecord.store.decisions_apply import Applied, Decided, apply_decisions, corrected_claims, settle
from onrecord.store.decisions_attach import ref_of
from onrecord.store.decisions_kinds import (
    Accept,
    Correct,
    MarkSource,
    Merge,
    Reject,
    SameActor,
    SetGrade,
    SetParty,
    Split,
    Undo,
    content_of,
    make,
)
from onrecord.store.decisions_ledger import Trouble
from onrecord.store.filters import EventFilter, SearchHit, Skip
from onrecord.store.store import Store

__all__ = [
    "Accept",
    "Applied",
    "Correct",
    "Decided",
    "EventFilter",
    "MarkSource",
    "Merge",
    "Reject",
    "SameActor",
    "SearchHit",
    "SetGrade",
    "SetParty",
    "Skip",
    "Split",
    "Standing",
    "Store",
    "Trouble",
    "Undo",
    "apply_decisions",
    "content_of",
    "corrected_claims",
    "make",
    "ref_of",
    "settle",
]
