"""The record on disk: append-only documents, claims and decisions, with events as a view that can be rebuilt from them."""

from onrecord.store.filters import EventFilter, SearchHit, Skip
from onrecord.store.store import Store

__all__ = ["EventFilter", "SearchHit", "Skip", "Store"]
