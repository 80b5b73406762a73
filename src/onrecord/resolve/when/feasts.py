"""Rules for feasts that reports date by: of the Gregorian calendar, of the western and eastern Easter, and of the Islamic calendar.

Islamic dates follow the civil (tabular) calendar; the moon as it is sighted may put them a day or two away, which their interval allows
for. Easter follows the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, 1991, chapter 8) and the Julian one.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.resolve.when.calendar import Days, shift_days
from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.rule import Rule, make_rules

_FIXED = {"christmas eve": (12, 24), "christmas": (12, 25), "boxing": (12, 26), "new year eve": (12, 31), "new year": (1, 1)}
_EASTER = {"good friday": -2, "easter": 0, "easter sunday": 0, "easter monday": 1, "palm sunday": -7}
_ISLAMIC = {"ramadan": (9, 1, 30), "eid al-fitr": (10, 1, 3), "eid al-adha": (12, 10, 4), "ashura": (1, 10, 1)}
"""Month, first day and number of days in the Islamic year."""
_EPOCH = 227_014  # day number (proleptic Gregorian, as `date.toordinal`) of the day before 1 Muharram of the year 1
_SIGHTING = 1


def easter(year: int, *, eastern: bool = False) -> date:
    """Easter Sunday in the Gregorian calendar; `eastern` is that of the Orthodox churches. For the years 1583 to 2999."""
    if eastern:
        a, b, c = year % 4, year % 7, year % 19
        d = (19 * c + 15) % 30
        e = (2 * a + 4 * b - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    month, day = divmod(d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114, 31)
    return date(year, month, day + 1)


def islamic_day(year: int, month: int, day: int) -> date:
    """The Gregorian day of a day of the civil Islamic calendar."""
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2 + day
    return date.fromordinal(_EPOCH + days)


def _in_year(name: str, year: int, *, eastern: bool) -> list[Days]:
    if name in _FIXED:
        day = date(year, *_FIXED[name])
        return [(day, day)]
    if name in _EASTER:
        sunday = easter(year, eastern=eastern) + timedelta(days=_EASTER[name])
        return [(sunday, sunday)]
    if name == "thanksgiving":  # that of the United States: the fourth Thursday of November
        first_of_month = date(year, 11, 1)
        thursday = first_of_month + timedelta(days=(3 - first_of_month.weekday()) % 7 + 21)
        return [(thursday, thursday)]
    month, first, length = _ISLAMIC[name]
    near = round((year - 622) * 33 / 32)
    starts = [islamic_day(y, month, first) for y in range(near - 1, near + 3)]
    slack = timedelta(days=_SIGHTING)
    return [(d - slack, d + timedelta(days=length - 1) + slack) for d in starts if d.year == year]


def _name(match: re.Match[str]) -> str:
    name = " ".join(match["feast"].split())
    if name.startswith("eid"):
        return "eid al-adha" if name.endswith(("adha", "azha")) else "eid al-fitr"
    if name.startswith("new year"):
        return "new year eve" if name.endswith("eve") else "new year"
    return "ramadan" if name.startswith("ramad") else name.removesuffix(" day")


def _feast(match: re.Match[str], narrative: Narrative) -> Meaning | None:
    name, groups = _name(match), match.groupdict()
    eastern = bool(groups.get("eastern"))
    precision = "month" if name == "ramadan" else "week" if name in _ISLAMIC else "day"
    published = narrative.published
    if groups.get("year"):
        found = _in_year(name, int(groups["year"]), eastern=eastern)
        rule = "feast"
    elif published is None:
        return Meaning(type="DATE", value=None, days=None, precision=precision, rule="no-year", anchors=False)
    else:
        near = [days for k in (-1, 0, 1) for days in _in_year(name, published.year + k, eastern=eastern)]
        relation = groups.get("relation")
        ahead = relation == "next" or (relation != "since" and narrative.direction(match.start(), match.end()) in ("future", "perhaps"))
        past, coming = [d for d in near if d[0] <= published], [d for d in near if d[1] >= published]
        found = [min(coming)] if ahead and coming else [max(past)] if past else near[:1]
        rule = "feast-next" if ahead else "feast-last"
    if not found:
        return None
    days = found[0]
    if groups.get("relation") == "since" and published is not None and days[0] <= published:
        days = (days[0], published)
    value = days[0].isoformat() if days[0] == days[1] else f"{days[0]}/{days[1]}"
    if name in ("new year", "christmas", "easter") and "day" not in match.group() and "eve" not in match.group() and groups.get("over"):
        around = shift_days(days[0], -2), shift_days(days[0], 2)  # "over Christmas" is more than its day
        days = (around[0] or days[0], around[1] or days[1])
        precision = "week"
    return Meaning(type="DATE", value=value, days=days, precision=precision, rule=rule)


RULES: tuple[Rule, ...] = make_rules(
    (
        (
            "feast",
            r"<@ADVERB>(?P<over>over |during |around )?(?:(?P<relation>last|this|next) )?(?:(?P<eastern>orthodox|eastern) )?(?:the )?"
            r"(?P<feast>christmas(?: eve| day)?|boxing day|new year['’]?s?(?: eve| day)|thanksgiving(?: day)?"
            r"|good friday|easter(?: sunday| monday)?|palm sunday"
            r"|ramad(?:an|han)|eid(?: |-)(?:al|ul|el)(?: |-)(?:fitr|adha|azha)|ashura)(?:,? (?:of |in )?<YEAR>)?",
            _feast,
        ),
        ("since-feast", r"<@ADVERB>(?P<relation>since) (?:the )?(?P<feast>new year)(?!['’])(?:,? (?:of )?<YEAR>)?", _feast),
    )
)  # fmt: skip
