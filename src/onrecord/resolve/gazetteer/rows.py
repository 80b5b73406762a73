"""What readers of added files give besides `Row`: further names, and references that are resolved when everything is in."""

from __future__ import annotations

from dataclasses import dataclass

# Metres and prominence that a kind of place has where the file says nothing.
RADIUS = {"site": 2_000, "town": 2_000, "district": 25_000, "province": 80_000, "natural": 30_000, "country": 400_000, "region": 60_000}
PROMINENCE = {"site": 300, "town": 300, "district": 5_000, "province": 50_000, "natural": 1_000, "country": 1_000_000, "region": 5_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A further name of the place with the gazetteer id `gid`, with its standing (`schema.MAIN` to `schema.STEM`)."""

    gid: str
    name: str
    rank: int
