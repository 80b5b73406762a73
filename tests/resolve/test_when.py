"""Date expressions: what each comes to, with and without a date of publication."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.when import dateline_date, find_timexes, resolve_when
from onrecord.resolve.when.find import _RULES
from onrecord.resolve.when.scan import lowered, runs

WEDNESDAY = date(2024, 6, 5)

RESOLVED = [
    ("June 3", "2024-06-03", "2024-06-03", "day"),
    ("3 June", "2024-06-03", "2024-06-03", "day"),
    ("the third of May", "2024-05-03", "2024-05-03", "day"),
    ("May the third", "2024-05-03", "2024-05-03", "day"),
    ("3rd May 2023", "2023-05-03", "2023-05-03", "day"),
    ("Dec. 15", "2023-12-15", "2023-12-15", "day"),
    ("Saturday, 1 June", "2024-06-01", "2024-06-01", "day"),
    ("12 FEB 90", "1990-02-12", "1990-02-12", "day"),
    ("Sept 11, 2001", "2001-09-11", "2001-09-11", "day"),
    ("Feb. 29", "2024-02-29", "2024-02-29", "day"),
    ("October 25-26, 2016", "2016-10-25", "2016-10-26", "week"),
    ("from 3 to 5 May", "2024-05-03", "2024-05-05", "week"),
    ("between 3 and 5 May", "2024-05-03", "2024-05-05", "week"),
    ("May 30 - June 2, 2024", "2024-05-30", "2024-06-02", "week"),
    ("from May 3 to June 2", "2024-05-03", "2024-06-02", "month"),
    ("between January and March 2023", "2023-01-01", "2023-03-31", "longer"),
    ("November to March 2023", "2022-11-01", "2023-03-31", "longer"),
    ("from Monday to Wednesday", "2024-06-03", "2024-06-05", "day"),
    ("2011-2014", "2011-01-01", "2014-12-31", "longer"),
    ("2024-06-03", "2024-06-03", "2024-06-03", "day"),
    ("03.06.2024", "2024-06-03", "2024-06-03", "day"),
    ("13/05/2024", "2024-05-13", "2024-05-13", "day"),
    ("05/13/2024", "2024-05-13", "2024-05-13", "day"),
    ("031430ZMAY24", "2024-05-03", "2024-05-03", "day"),
    ("2019, 14 April", "2019-04-14", "2019-04-14", "day"),
    ("2019, April 14", "2019-04-14", "2019-04-14", "day"),
    ("2015, December", "2015-12-01", "2015-12-31", "month"),
    ("by the end of the month", "2024-06-05", "2024-06-30", "month"),
    ("by the end of the year", "2024-06-05", "2024-12-31", "year"),
    ("since the New Year", "2024-01-01", "2024-06-05", "day"),
    ("the fall of 2008", "2008-09-01", "2008-11-30", "season"),
    ("early May", "2024-05-01", "2024-05-10", "month"),
    ("mid-April", "2024-04-11", "2024-04-20", "month"),
    ("late March 2023", "2023-03-21", "2023-03-31", "month"),
    ("the beginning of May", "2024-05-01", "2024-05-10", "month"),
    ("in January 2023", "2023-01-01", "2023-01-31", "month"),
    ("in 2006", "2006-01-01", "2006-12-31", "year"),
    ("mid-2023", "2023-05-01", "2023-08-31", "year"),
    ("the 1980s", "1980-01-01", "1989-12-31", "longer"),
    ("the early 1990s", "1990-01-01", "1993-12-31", "longer"),
    ("the nineties", "1990-01-01", "1999-12-31", "longer"),
    ("the 20th century", "1901-01-01", "2000-12-31", "longer"),
    ("the first half of 2023", "2023-01-01", "2023-06-30", "year"),
    ("the third quarter of 2022", "2022-07-01", "2022-09-30", "season"),
    ("the first two quarters of 2022", "2022-01-01", "2022-06-30", "year"),
    ("last quarter", "2024-01-01", "2024-03-31", "season"),
    ("24 March of last year", "2023-03-24", "2023-03-24", "day"),
    ("the 3rd of this month", "2024-06-03", "2024-06-03", "day"),
    ("the first of last month", "2024-05-01", "2024-05-01", "day"),
    ("the second half of April", "2024-04-16", "2024-04-30", "month"),
    ("between 1998 and 2000", "1998-01-01", "2000-12-31", "year"),
    ("a week ago", "2024-05-29", "2024-05-29", "week"),
    ("two weeks ago", "2024-05-20", "2024-05-26", "week"),
    ("as of 1800 on 3 June", "2024-06-03", "2024-06-03", "day"),
    ("the sixties", "1960-01-01", "1969-12-31", "longer"),
    ("1704 – 1787", "1704-01-01", "1787-12-31", "longer"),
    ("earlier this weekend", "2024-06-01", "2024-06-01", "week"),
    ("last summer", "2023-06-01", "2023-08-31", "season"),
    ("the winter of 1994-95", "1994-12-01", "1995-02-28", "season"),
    ("nineteen ninety-four", "1994-01-01", "1994-12-31", "year"),
    ("FRIDAY NIGHT", "2024-05-31", "2024-05-31", "day"),
    ("early Monday", "2024-06-03", "2024-06-03", "day"),
    ("last Wednesday", "2024-05-29", "2024-05-29", "day"),
    ("next Friday", "2024-06-07", "2024-06-07", "day"),
    ("on Wednesday", "2024-06-05", "2024-06-05", "day"),
    ("overnight", "2024-06-04", "2024-06-05", "day"),
    ("overnight from Saturday to Sunday", "2024-06-01", "2024-06-02", "day"),
    ("last night", "2024-06-04", "2024-06-04", "day"),
    ("0215 TODAY", "2024-06-05", "2024-06-05", "day"),
    ("around 4:30 a.m. on 2 June", "2024-06-02", "2024-06-02", "day"),
    ("the day before yesterday", "2024-06-03", "2024-06-03", "day"),
    ("THIS YEAR", "2024-01-01", "2024-06-05", "year"),
    ("earlier this week", "2024-06-03", "2024-06-05", "week"),
    ("later this month", "2024-06-05", "2024-06-30", "month"),
    ("last week", "2024-05-27", "2024-06-02", "week"),
    ("last month", "2024-05-01", "2024-05-31", "month"),
    ("over the weekend", "2024-06-01", "2024-06-02", "week"),
    ("OVER THE PAST WEEK", "2024-05-29", "2024-06-05", "week"),
    ("the last 48 hours", "2024-06-03", "2024-06-05", "day"),
    ("DURING THE LAST FEW\nHOURS", "2024-06-04", "2024-06-05", "vague"),
    ("the past 20-plus months", "2022-10-05", "2024-06-05", "year"),
    ("in recent weeks", "2024-04-10", "2024-06-05", "vague"),
    ("eight days ago", "2024-05-28", "2024-05-28", "day"),
    ("two weeks ago", "2024-05-20", "2024-05-26", "week"),
    ("three months ago", "2024-03-01", "2024-03-31", "month"),
    ("SINCE 1980", "1980-01-01", "2024-06-05", "year"),
    ("since the war began in 2011", "2011-01-01", "2024-06-05", "year"),
    ("until two weeks after the elections of 1 July 2024", "2024-06-05", "2024-07-15", "day"),
]


@pytest.mark.parametrize(("expression", "earliest", "latest", "precision"), RESOLVED)
def test_expressions_resolve_against_the_date_of_publication(expression: str, earliest: str, latest: str, precision: str) -> None:
    when = resolve_when(expression, published=WEDNESDAY)
    assert when is not None
    assert (str(when.earliest), str(when.latest), when.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("expression", "rule"),
    [
        ("June 3", "no-year"),
        ("30 November", "no-year"),
        ("in December", "no-year"),
        ("Saturday", "no-anchor"),
        ("today", "no-anchor"),
        ("eight days ago", "no-anchor"),
        ("over the past three days", "no-anchor"),
        ("last week", "no-anchor"),
        ("the next day", "no-reference"),
        ("since 2011", "since-open"),
        ("03/06/2024", "numeric-ambiguous"),
        ("a week after the ceasefire", "duration"),
    ],
)
def test_what_needs_an_anchor_stays_open_without_one(expression: str, rule: str) -> None:
    when = resolve_when(expression, published=None)
    assert when is not None
    assert (when.earliest, when.latest, when.rule) == (None, None, rule)


@pytest.mark.parametrize("expression", ["in May 2006", "4 February 2015", "2024-06-03", "the 1980s", "October 25-26, 2016"])
def test_full_dates_need_no_publication_date(expression: str) -> None:
    assert resolve_when(expression, published=None) == resolve_when(expression, published=WEDNESDAY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "They may march on the town.",
        "A 1,988-strong force of 2000 troops",
        "about 1990 people",
        "Resolution 2254",
        "the 2nd Brigade",
        "9/11",
        "24/7",
        "a 6-year-old boy",
        "32 May",
        "Route 1967",
        "$1990",
        "He came second.",
        "the M1 tank",
    ],
)
def test_what_only_looks_like_a_date_is_left(text: str) -> None:
    assert find_timexes(text, published=WEDNESDAY) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The convoy was hit on Friday and will leave on Friday.", ["2024-05-31", "2024-06-07"]),
        ("The talks are scheduled for Monday.", ["2024-06-10"]),
        ("Talks will resume on 20 July; the last round ended on 20 May.", ["2024-07-20", "2024-05-20"]),
        ("Elections were held in November.", ["2023-11"]),
        ("Elections will be held in November.", ["2024-11"]),
        (
            "On 3 May 2022 the post fell. The next day troops entered, and two days later they left.",
            ["2022-05-03", "2022-05-04", "2022-05-06"],
        ),
        ("The shelling began on Sunday. That night three more were hurt.", ["2024-06-02", "2024-06-02TNI"]),
        ("The blast at 10:35 a.m. on Friday was followed by another at noon.", ["2024-05-31T10:35", "2024-05-31T12:00"]),
        ("It is closed every Friday, and patrols pass daily.", ["XXXX-WXX-5", "P1D"]),
        ("The siege lasted two and a half years.", ["P2Y6M"]),
        ("The truce held for nearly forty days.", ["P40D"]),
        ("It is not known what is happening now.", ["PRESENT_REF"]),
    ],
)
def test_tense_and_narrative_decide(text: str, expected: list[str]) -> None:
    assert [timex.value for timex in find_timexes(text, published=WEDNESDAY)] == expected


def test_a_year_named_in_the_paragraph_serves_a_later_day_of_the_same_month() -> None:
    text = "He was captured in May 2006 in the south. He says that it was on 10 May.\n\nHe is held.\n\nA trial opened on 7 June."
    assert [timex.when.earliest for timex in find_timexes(text, published=None)] == [date(2006, 5, 1), date(2006, 5, 10), None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SAN TOMAS, 12 FEB 90 (NEWSWIRE) -- [TEXT] THE ARMY", date(1990, 2, 12)),
        ("PORT VELA, March 5, 2022 (Newswire) - Shells", date(2022, 3, 5)),
        ("Mosna, 3 May 2017 -- Officials", date(2017, 5, 3)),
        ("PORT VELA, March 5 (Newswire) - Shells", None),
        ("The army said on 12 May 1991 that", None),
        ("", None),
    ],
)
def test_datelines_give_a_date_only_with_a_year(text: str, expected: date | None) -> None:
    assert dateline_date(text) == expected


def test_no_time_at_all_is_none() -> None:
    assert resolve_when("near the river", published=WEDNESDAY) is None
    assert resolve_when("", published=WEDNESDAY) is None


def test_upper_case_reads_like_lower_case() -> None:
    text = "On Friday night, 31 May, rebels fired between 0600 and 1400; since 1980 many died."
    small, large = (find_timexes(t, published=WEDNESDAY) for t in (text, text.upper()))
    assert [(t.span, t.value) for t in small] == [(t.span, t.value) for t in large]


FRAGMENTS = [
    "on Friday",
    "early May",
    "June 3",
    "3 June 2021",
    "1990",
    "overnight",
    "the next day",
    "two weeks ago",
    "at 0430",
    "TODAY",
    "last month",
    "since",
    "to",
    "and",
    "the 1980s",
    "12/05/2023",
    "in recent months",
    "the first quarter of",
    "daily",
    "İstanbul",
    "was hit.",
    "will be held",
    "\n\n",
    "a",
    "31",
    "February",
    "29",
    "'90s",
    "5 p.m.",
    "late",
    "next year",
    "the",
    "past",
    "20",
    "months",
    "9999",
    "year",
    "ago",
    "winter of 1999",
    "century",
    "21st",
    "0001-01-01",
    "Monday",
    "–",
    "night of",
    "hundred",
]
texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=25).map(" ".join)
anchors = st.none() | st.dates() | st.sampled_from([date.min, date.max, WEDNESDAY])


@given(texts, anchors)
def test_timexes_are_ordered_lie_in_the_text_and_come_out_the_same_again(text: str, published: date | None) -> None:
    found = find_timexes(text, published=published)
    end = 0
    for timex in found:
        assert end <= timex.span.start < timex.span.end <= len(text)
        assert timex.when.expression == timex.span.of(text) == timex.span.of(text).strip()
        end = timex.span.end
        if timex.when.earliest and timex.when.latest:
            assert timex.when.earliest <= timex.when.latest
    assert found == find_timexes(text, published=published)


@given(texts, anchors)
def test_whole_expressions_never_fail(text: str, published: date | None) -> None:
    when = resolve_when(text, published=published)
    assert when is None or (when.span is not None and when.span.of(text) == text)


@given(
    st.sampled_from(
        [
            "on Friday",
            "last Monday",
            "next Sunday",
            "yesterday",
            "overnight",
            "Saturday night",
            "last week",
            "eight days ago",
            "over the past week",
        ]
    ),
    st.dates(date(1950, 1, 1), date(2050, 1, 1)),
)
def test_a_week_later_means_a_week_later(expression: str, published: date) -> None:
    week = timedelta(days=7)
    first, second = (resolve_when(expression, published=day) for day in (published, published + week))
    assert first is not None
    assert second is not None
    assert first.earliest is not None
    assert first.latest is not None
    assert (second.earliest, second.latest) == (first.earliest + week, first.latest + week)


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)))
def test_written_dates_come_back(day: date) -> None:
    for form in (
        f"{day:%d %B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day:%A}, {day.day} {day:%b} {day.year}",
    ):
        when = resolve_when(form, published=None)
        assert when is not None
        assert when.earliest == when.latest == day, form


@given(texts)
def test_the_scan_hides_no_match_from_a_rule(text: str) -> None:
    """The marks that a rule needs are there wherever its pattern matches: a slow check of the fast filter."""
    low = lowered(text)
    for starts, marks in runs(low):
        for start in starts:
            for rule in _RULES:
                match = rule.pattern.match(low, start)
                if match and not any(c in match.group() for c in "\n") and match.end() <= starts[-1]:
                    assert rule.needs & marks == rule.needs, (rule.name, match.group())


@pytest.mark.parametrize(
    ("expression", "earliest", "latest"),
    [
        ("24 лютого 2022 року", "2022-02-24", "2022-02-24"),
        ("18 липня", "2024-07-18", "2024-07-18"),
        ("в ніч на 3 травня", "2024-05-03", "2024-05-03"),
        ("у квітні 2009 року", "2009-04-01", "2009-04-30"),
        ("на початку травня 2024", "2024-05-01", "2024-05-10"),
        ("влітку 2009", "2009-06-01", "2009-08-31"),
        ("у 2011 році", "2011-01-01", "2011-12-31"),
        ("у 1990-х роках", "1990-01-01", "1999-12-31"),
        ("5 августа 2008 года", "2008-08-05", "2008-08-05"),
        ("в конце мая 2024 года", "2024-05-21", "2024-05-31"),
        ("вчера", "2024-06-04", "2024-06-04"),
        ("в пятницу", "2024-05-31", "2024-05-31"),
    ],
)
def test_ukrainian_and_russian_dates(expression: str, earliest: str, latest: str) -> None:
    when = resolve_when(expression, published=WEDNESDAY)
    assert when is not None
    assert (str(when.earliest), str(when.latest)) == (earliest, latest)


def test_history_keeps_the_year_it_has_named() -> None:
    found = find_timexes("The garrison rose on 17 July 1936. On 18 July the port fell.", published=WEDNESDAY)
    assert [timex.value for timex in found] == ["1936-07-17", "1936-07-18"]


def test_a_day_that_no_year_has_stays_unresolved() -> None:
    found = find_timexes("in the week of February 30", published=date(2024, 3, 1))
    assert all(t.when.earliest is None or t.value != "2024-02-30" for t in found)


@pytest.mark.parametrize(
    ("text", "published", "values"),
    [
        # a date near by an old year is of the days around publication when it lies ahead or just behind
        ("Invited in July 1997, they will join on March 12.", date(1999, 2, 27), ["1997-07", "1999-03-12"]),
        ("The war ended on July 20, 1988, and the embargo dates from Aug. 2.", date(1990, 8, 15), ["1988-07-20", "1990-08-02"]),
        ("The siege of July 20, 1944 ended on Dec. 12.", date(1990, 8, 15), ["1944-07-20", "1944-12-12"]),
        # what had been due is told after its day
        ("The ultimatum had been due to expire Friday evening.", date(1989, 10, 30), ["1989-10-27TEV"]),
        ("The paper is to resume trading in Paris Tuesday.", date(1989, 10, 27), ["1989-10-31"]),
        ("The loans were extended through January.", date(1989, 10, 30), ["1990-01"]),
        ("He was stopped by police in December.", date(1998, 4, 18), ["1997-12"]),
        # years in words
        ("A bomb went off in January nineteen ninety-seven.", date(1998, 2, 27), ["1997-01"]),
        ("It was the winter of nineteen ninety-four.", date(1998, 2, 27), ["1994-WI"]),
        # quarters
        ("For the quarter ended Sept. 30 it earned more.", date(1989, 11, 1), ["1989-Q3", "1989-09-30"]),
        ("It expects growth in the fourth quarter. In the latest quarter it lost money.", date(1989, 10, 30), ["1989-Q4", "1989-Q3"]),
        ("In the third quarter it lost money. It earned more a year earlier.", date(1989, 10, 30), ["1989-Q3", "1988-Q3"]),
        ("For the quarter ended June 30 it earned more.", date(1989, 11, 1), ["1989-Q2", "1989-06-30"]),
        (
            "Profit fell in the third quarter. They expect losses in the third quarter of 1990. It had earned more a year ago.",
            date(1989, 10, 26),
            ["1989-Q3", "1990-Q3", "1988-Q3"],
        ),
        ("It took in 300 million last year, down from 450 million the year before.", date(1998, 9, 7), ["1997", "1996"]),
        ("The plan (1791) was never built.", date(1998, 9, 7), ["1791"]),
        ("Islam will one day be the second religion.", date(1998, 3, 3), ["FUTURE_REF"]),
        ("The temple was built 5,000 years ago.", date(2006, 12, 21), ["PAST_REF"]),
    ],
)
def test_anchors_of_reports_that_look_back_and_ahead(text: str, published: date, values: list[str]) -> None:
    assert [t.value for t in find_timexes(text, published=published)] == values


@pytest.mark.parametrize(
    ("text", "published", "days"),
    [
        ("Ten lorries brought the total since the 21st to 84.", date(2023, 10, 27), [("2023-10-21", "2023-10-21")]),
        ("A raid took place on the 30th.", date(2023, 10, 27), [("2023-09-30", "2023-09-30")]),
        ("The hostages must leave by the 30th.", date(2023, 10, 27), [("2023-10-30", "2023-10-30")]),
        (
            "On 11 July 1995 they took the town, and in the week that followed they shot the men.",
            date(2020, 7, 10),
            [("1995-07-11", "1995-07-18")],
        ),
        ("Its men had placed the device the day before; nobody saw it.", date(2012, 7, 18), [("2012-07-17", "2012-07-17")]),
        ("The town fell on 3 May. The bridge had gone the day before.", date(2012, 7, 18), [("2012-05-02", "2012-05-02")]),
        ("He won on the 21st attempt.", date(2023, 10, 27), []),
        ("On the 11th its jets levelled a tower.", date(2021, 5, 17), [("2021-05-11", "2021-05-11")]),
        ("The town fell on 18 May 2003. Marines landed on the 20th.", date(2003, 9, 1), [("2003-05-20", "2003-05-20")]),
        ("The town fell on 18 May 2003. Marines left on the 4th.", date(2003, 9, 1), [("2003-06-04", "2003-06-04")]),
        ("They crossed on the night of 7 August.", date(2008, 8, 14), [("2008-08-07", "2008-08-08")]),
        ("The yacht was taken on 3 May. The men gave up nine hours later.", date(2012, 7, 18), [("2012-05-03", "2012-05-03")]),
        ("The yacht was taken on 3 May. Hours later the men gave up.", date(2012, 7, 18), [("2012-05-03", "2012-05-03")]),
        ("The yacht was taken on 3 May. The men gave up 20 hours later.", date(2012, 7, 18), [("2012-05-03", "2012-05-04")]),
        ("The quarter has been under siege since January.", date(2015, 11, 23), [("2015-01-01", "2015-01-31")]),
        ("He fled on 3 May 1998 and was shot in a lift that November.", date(2012, 7, 18), [("1998-11-01", "1998-11-30")]),
        ("It began in May 1983. In the following January the town fell.", date(2012, 7, 18), [("1984-01-01", "1984-01-31")]),
        ("It began on 3 May 1998. A court sat in June of that year.", date(2012, 7, 18), [("1998-06-01", "1998-06-30")]),
        ("It began on 3 May 1998, an offence that may be punished.", date(2012, 7, 18), [("1998-05-03", "1998-05-03")]),
        ("The front has not moved since the offensive of the early summer.", date(2015, 9, 22), [("2015-06-01", "2015-06-30")]),
        ("Lorries have been burned since autumn.", date(2015, 12, 22), [("2015-09-01", "2015-12-22")]),
        ("Troops surrounded the camp in the last week of May.", date(2015, 6, 22), [("2015-05-25", "2015-05-31")]),
    ],
)
def test_days_told_short(text: str, published: date, days: list[tuple[str, str]]) -> None:
    found = [(str(t.when.earliest), str(t.when.latest)) for t in find_timexes(text, published=published) if t.when.earliest]
    assert found[-1:] == days


def test_the_fall_of_a_town_is_no_season() -> None:
    assert find_timexes("It was the fifth anniversary of the fall of Baghdad.", published=WEDNESDAY) == ()
    assert [t.when.rule for t in find_timexes("They will leave in the fall.", published=WEDNESDAY)] == ["season-the"]


def test_a_chronology_may_lead_with_the_year() -> None:
    told = "2015, December: four girls blow themselves up. In 2016, December was quiet."
    found = [(t.when.earliest, t.when.latest) for t in find_timexes(told, published=WEDNESDAY)]
    assert found[0] == (date(2015, 12, 1), date(2015, 12, 31))
    assert found[1] == (date(2016, 1, 1), date(2016, 12, 31))


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ("One man was taken to the hospital Friday night.", "weekday-past"),
        ("Troops were sent to northern Iraq on Friday.", "weekday-past"),
        ("Ministers agreed to meet on Friday.", "weekday-future"),
        ("He was told to leave on Friday.", "weekday-future"),
    ],
)
def test_a_place_to_which_somebody_went_is_no_purpose(told: str, rule: str) -> None:
    assert [t.when.rule for t in find_timexes(told, published=WEDNESDAY)] == [rule]


@pytest.mark.parametrize(
    "told",
    [
        "The government will hold its first talks with the rebels since the New Year.",
        "Troops will return home for the first time since the New Year, he said.",
        "The vote will be the third since New Year.",
    ],
)
def test_since_a_feast_looks_back_whatever_is_to_come(told: str) -> None:
    assert [(t.when.earliest, t.when.latest) for t in find_timexes(told, published=WEDNESDAY)] == [(date(2024, 1, 1), WEDNESDAY)]


def test_a_year_and_a_comma_before_a_date_of_its_own_year_is_no_chronology() -> None:
    assert [t.when.earliest for t in find_timexes("In 2014, 12 March 2015 was far away.", published=WEDNESDAY)] == [
        date(2014, 1, 1),
        date(2015, 3, 12),
    ]
    assert [t.when.earliest for t in find_timexes("In 2003, March 20, 2004 was far away.", published=WEDNESDAY)] == [
        date(2003, 1, 1),
        date(2004, 3, 20),
    ]
    assert resolve_when("since the New Year 2015", published=WEDNESDAY).earliest == date(2015, 1, 1)  # type: ignore[union-attr]
    assert find_timexes("He has hidden since fall of Kabul.", published=WEDNESDAY) == ()
