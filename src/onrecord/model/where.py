"""Places as claims name them and as the gazetteer resolves them."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.span import Span

PLACE_KINDS = ("site", "town", "district", "province", "natural", "country", "region")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCandidate:
    """One entry of the gazetteer that a name could mean, with the score it got and why.

    Degrees are WGS 84; `radius_m` is the radius in metres within which the place lies.
    """

    gazetteer_id: str
    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    radius_m: int
    population: int
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place where a claim says that something happened.

    `name` is the fullest name in the document, `kind` one of `PLACE_KINDS`, `country` ISO 3166-1 alpha-2. An unresolved place has null
    coordinates. `coarse` is true where the named place was not found and the point is that of its container; `note` says so in words.
    `acled_precision` is 1-3 and `ucdp_precision` 1-7 by those codebooks' definitions. `candidates` holds the entries that lost.
    """

    span: Span
    name: str
    kind: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None
    gazetteer_id: str | None = None
    coarse: bool = False
    note: str | None = None
    acled_precision: int | None = None
    ucdp_precision: int | None = None
    candidates: tuple[PlaceCandidate, ...] = ()
