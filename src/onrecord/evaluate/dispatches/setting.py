"""Places and days that a dispatch names, for the slots of its templates."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from datetime import date

from onrecord.evaluate.dispatches.scene import Setting
from onrecord.model import Place, Span
from onrecord.read import Dispatch
from onrecord.resolve.gazetteer import Gazetteer
from onrecord.resolve.when import find_timexes
from onrecord.resolve.where import find_toponyms, resolve_toponyms

_HEADER = re.compile(r"\s--\s|\[TEXT\]")
_KINDS = {"town": "CITY", "province": "DEPARTMENT", "district": "MUNICIPALITY", "site": "SITE"}
# The countries whose incidents MUC-4 counts.
COVERED = frozenset("ARGENTINA,BOLIVIA,CHILE,COLOMBIA,ECUADOR,EL SALVADOR,GUATEMALA,HONDURAS,PERU".split(","))
_GENERAL = frozenset("CITY,CAPITAL,TOWN,CAPITAL CITY,COUNTRY,AIRPORT,AMERICA".split(","))
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:T.*)?$")


def setting_of(dispatch: Dispatch, sentences: tuple[Span, ...], gazetteer: Gazetteer, published: date | None) -> Setting:
    """Places as paths and days up to the date of the dispatch.

    The town of the dateline is where the office is: it counts for the country only.
    """
    header = _HEADER.search(dispatch.text, 0, 160)
    begin = header.end() if header else 0
    spans = [found.span for found in find_toponyms(dispatch.text, gazetteer, (*dispatch.names, *dispatch.mentions))]
    resolved = [(s, p) for s, p in zip(spans, resolve_toponyms(dispatch.text, spans, gazetteer), strict=True) if p and p.country]
    names = {p.country: name.upper() for _, p in resolved if p.country and (name := gazetteer.country_name(p.country))}
    told = Counter(names[p.country] for _, p in resolved if p.country in names)
    covered = Counter({name: count for name, count in told.items() if name in COVERED}) or told
    country = covered.most_common(1)[0][0] if covered else None
    return Setting(
        places=[(s, path) for s, p in resolved if s.start >= begin and (path := _path(p, names.get(p.country or ""), country))],
        days=[d for d in _days(dispatch.text, published) if d[0].start >= begin],
        sentences=sentences,
        published=published.isoformat() if published else None,
        country=country,
    )


def _path(place: Place, country: str | None, most: str | None) -> list[dict[str, str]]:
    """From the country down; a town found in a country that MUC-4 leaves out lies in the one told of most, as a namesake."""
    name = " ".join(_ARTICLE.sub("", place.name).split()).upper()
    if country not in COVERED:
        if place.kind == "country" or most is None or most not in COVERED:
            return []
        country = most
    path = [{"name": str(country), "kind": "COUNTRY"}]
    if place.kind in _KINDS and len(name) > 2 and name not in _GENERAL:
        path.append({"name": name, "kind": _KINDS[place.kind]})
    return path


def _days(text: str, published: date | None) -> list[tuple[Span, str, str]]:
    found = []
    for timex in find_timexes(text, published=published):
        match = _DAY.match(timex.value or "")
        if match is None:
            continue
        year, month = int(match[1]), int(match[2])
        if not 1 <= month <= 12 or (published and date(year, month, 1) > published):
            continue
        first, last = (match[3], match[3]) if match[3] else ("01", f"{monthrange(year, month)[1]:02}")
        found.append((timex.span, f"{match[1]}-{match[2]}-{first}", f"{match[1]}-{match[2]}-{last}"))
    return found
