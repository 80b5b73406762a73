"""Mentions to actors: person, office, organisation, party; the table of actors and its checks."""

from onrecord.resolve.actor.names import fold_name
from onrecord.resolve.actor.resolver import ActorResolver
from onrecord.resolve.actor.table import ActorTable, check_tables

__all__ = ["ActorResolver", "ActorTable", "check_tables", "fold_name"]
