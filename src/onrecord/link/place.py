"""Where tellings lie, as columns: most pairs that share but a common word of two names are told apart without unpacking either."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.link.columns import Array, Column
from onrecord.link.profile import Profile
from onrecord.link.score import APART_METRES, EARTH_METRES
from onrecord.link.words import number

_BITS = 64
_ROUNDING_METRES = 1.0


class Spot(NamedTuple):
    """What `where_of` knows: 0 for a country, a name or a fine place where there is none, or more than one; a radius of -1 likewise.

    `name` has one bit set for each word of the only name, degrees are WGS 84, the radius is in metres.
    """

    country: int
    name: int
    fine: int
    lat: float
    lon: float
    radius_m: int


def where_of(profile: Profile) -> Spot:
    """The one country, name and fine place of a telling, as far as it has only one."""
    name = 0
    if len(profile.place_names) == 1:
        for word in next(iter(profile.place_names)).split():
            name |= 1 << number(word) % _BITS
    country = number(*profile.countries) if len(profile.countries) == 1 else 0
    points = [p for p in profile.points if p.fine]
    if len(points) != 1 or len(profile.fine_places) != 1:
        return Spot(country, name, 0, 0.0, 0.0, -1)
    return Spot(country, name, number(*profile.fine_places), points[0].lat, points[0].lon, points[0].radius_m)


class Where:
    """The spots of tellings by number."""

    def __init__(self) -> None:
        self._columns = tuple(map(Column, "QQQddi"))

    def append(self, spot: Spot) -> None:
        """Add the spot of the next telling."""
        for column, value in zip(self._columns, spot, strict=True):
            column.append(value)

    def ordered(self, by: Array) -> tuple[Array, ...]:
        """The columns in the order of the numbers `by`, for `excluded`."""
        return tuple(column.whole()[by] for column in self._columns)


def excluded(where: tuple[Array, ...], a: Array, b: Array) -> NDArray[np.bool_]:
    """Of the pairs (`a`, `b`, parallel rows of `where`), those that `veto` excludes by country or distance for sure; not all of them."""
    country, name, fine, lat, lon, radius = where
    bits, others = name[a], name[b]
    apart: NDArray[np.bool_] = (bits != 0) & (others != 0) & (bits & ~others != 0) & (others & ~bits != 0)
    abroad = (country[a] != 0) & (country[b] != 0) & (country[a] != country[b])
    located = np.flatnonzero(apart & ~abroad & (radius[a] >= 0) & (radius[b] >= 0) & (fine[a] != fine[b]))
    i, j = a[located], b[located]
    p, q = np.radians(lat[i]), np.radians(lat[j])
    h = np.sin((q - p) / 2) ** 2 + np.cos(p) * np.cos(q) * np.sin(np.radians(lon[j] - lon[i]) / 2) ** 2
    metres = 2 * EARTH_METRES * np.arcsin(np.minimum(1.0, np.sqrt(h)))
    far = metres > radius[i].astype(np.int64) + radius[j] + APART_METRES + _ROUNDING_METRES
    found: NDArray[np.bool_] = apart & abroad
    found[located[far]] = True
    return found
