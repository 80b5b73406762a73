"""Place names to points with an honest radius, in the light of the whole document."""

from onrecord.resolve.where.places import PlaceResolver, resolve_toponyms

__all__ = ["PlaceResolver", "resolve_toponyms"]
