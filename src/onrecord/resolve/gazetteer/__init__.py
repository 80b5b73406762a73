"""The embedded gazetteer: one SQLite file of places and their names, and look-ups in it."""

from onrecord.resolve.gazetteer.fold import fold
from onrecord.resolve.gazetteer.lookup import Entry, Gazetteer

__all__ = ["Entry", "Gazetteer", "fold"]
