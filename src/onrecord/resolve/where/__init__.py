"""Place names to points with an honest radius, in the light of the whole document."""

from onrecord.resolve.where.places import PlaceResolver, resolve_toponyms
from onrecord.resolve.where.recognise import Toponym, find_toponyms

__all__ = ["PlaceResolver", "Toponym", "find_toponyms", "resolve_toponyms"]
