"""Dates in Ukrainian, Russian and Arabic, feasts, and texts that tell history."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.when import find_timexes
from onrecord.resolve.when.feasts import easter, islamic_day
from onrecord.resolve.when.words_arabic import ARABIC_MONTHS
from onrecord.resolve.when.words_slavic import SLAVIC_MONTHS

WEDNESDAY = date(2024, 6, 5)


def interval(text: str, published: date | None = WEDNESDAY) -> tuple[str, str] | None:
    found = [t for t in find_timexes(text, published=published) if t.when.earliest is not None]
    return (str(found[0].when.earliest), str(found[0].when.latest)) if found else None


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("3 июня 2024 года колонна вошла в город", "2024-06-03", "2024-06-03"),
        ("в понедельник утром", "2024-06-03", "2024-06-03"),
        ("в ночь на 5 июня", "2024-06-05", "2024-06-05"),
        ("на прошлой неделе", "2024-05-27", "2024-06-02"),
        ("три дня назад", "2024-06-02", "2024-06-02"),
        ("за последние три дня", "2024-06-02", "2024-06-05"),
        ("вчера вечером", "2024-06-04", "2024-06-04"),
        ("в мае", "2024-05-01", "2024-05-31"),
        ("осенью 2022 года", "2022-09-01", "2022-11-30"),
        ("во второй половине 2023 года", "2023-07-01", "2023-12-31"),
        ("минулого тижня", "2024-05-27", "2024-06-02"),
        ("у п'ятницю ввечері", "2024-05-31", "2024-05-31"),
        ("минулої суботи", "2024-06-01", "2024-06-01"),
        ("два роки тому", "2022-01-01", "2022-12-31"),
        ("протягом останніх двох тижнів", "2024-05-22", "2024-06-05"),
        ("у ніч з 3 на 4 червня", "2024-06-04", "2024-06-04"),
        ("наприкінці травня", "2024-05-21", "2024-05-31"),
        ("навесні 2022 року", "2022-03-01", "2022-05-31"),
        ("на початку XX століття", "1901-01-01", "2000-12-31"),
        ("يوم الأحد", "2024-06-02", "2024-06-02"),
        ("مساء الاثنين", "2024-06-03", "2024-06-03"),
        ("صباح يوم الثلاثاء", "2024-06-04", "2024-06-04"),
        ("والجمعة الماضية", "2024-05-31", "2024-05-31"),
        ("في 3 يونيو/حزيران 2024", "2024-06-03", "2024-06-03"),
        ("٣ يونيو ٢٠٢٤", "2024-06-03", "2024-06-03"),
        ("15 كانون الثاني", "2024-01-15", "2024-01-15"),
        ("أمس الثلاثاء", "2024-06-04", "2024-06-04"),
        ("فجر اليوم", "2024-06-05", "2024-06-05"),
        ("الأسبوع الماضي", "2024-05-27", "2024-06-02"),
        ("قبل ثلاثة أيام", "2024-06-02", "2024-06-02"),
        ("قبل يومين", "2024-06-03", "2024-06-03"),
        ("منذ شهرين", "2024-04-05", "2024-06-05"),
        ("في عام 2011", "2011-01-01", "2011-12-31"),
        ("أواخر مايو الماضي", "2024-05-21", "2024-05-31"),
        ("في ديسمبر المقبل", "2024-12-01", "2024-12-31"),
        ("صيف 2023", "2023-06-01", "2023-08-31"),
        ("في الثمانينات", "1980-01-01", "1989-12-31"),
        ("during Ramadan", "2024-03-10", "2024-04-10"),
        ("on Good Friday", "2024-03-29", "2024-03-29"),
        ("Orthodox Easter", "2024-05-05", "2024-05-05"),
        ("on Christmas Day 2023", "2023-12-25", "2023-12-25"),
        ("a fortnight ago", "2024-05-20", "2024-05-26"),
        ("overnight into Tuesday", "2024-06-03", "2024-06-04"),
        ("in the early hours of Sunday", "2024-06-02", "2024-06-02"),
        ("in the first week of May", "2024-05-01", "2024-05-07"),
        ("the last week of March 2023", "2023-03-25", "2023-03-31"),
    ],
)
def test_expressions(text: str, earliest: str, latest: str) -> None:
    assert interval(text) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "الأحد",
        "في الخميس",
        "آب",
        "مارس ضغوطا على",
        "среду обитания",
        "середа",
        "264 до н. е.",
        "in 44 BC",
        "for weeks.",
        "протягом трьох років",
    ],
)
def test_words_that_give_no_days(text: str) -> None:
    assert all(t.when.earliest is None for t in find_timexes(text, published=None))


@pytest.mark.parametrize("text", ["3 июня", "5 травня", "15 كانون الثاني", "during Ramadan", "في مايو الماضي", "у п'ятницю"])
def test_no_year_is_invented_in_any_language(text: str) -> None:
    assert interval(text, published=None) is None


def test_months_cover_the_year_in_every_language() -> None:
    assert set(SLAVIC_MONTHS.values()) == set(ARABIC_MONTHS.values()) == set(range(1, 13))


HISTORY = (
    "The rising began in 1917. By 1918 it had spread, and in 1919 the north fell. Towns changed hands in 1920. In 1921 famine came, "
    "and in 1922 the last fort gave up. On 3 November 1918 a council met at Oro. On 7 November it broke up. "
    "In December the port was shelled. "
    "In January the garrison left."
)


def test_a_text_that_tells_history_gives_its_own_years() -> None:
    days = [str(t.when.earliest) for t in find_timexes(HISTORY, published=WEDNESDAY)][-4:]
    assert days == ["1918-11-03", "1918-11-07", "1918-12-01", "1919-01-01"]


def test_news_with_one_old_year_stays_news() -> None:
    text = "Rebels, who rose in 2011, attacked Oro on June 3. The army said on Tuesday that it had held the town since May."
    days = [str(t.when.earliest) for t in find_timexes(text, published=WEDNESDAY)]
    assert days == ["2011-01-01", "2024-06-03", "2024-06-04", "2024-05-01"]


@pytest.mark.parametrize(
    ("year", "western", "eastern"), [(1990, "04-15", "04-15"), (2000, "04-23", "04-30"), (2024, "03-31", "05-05"), (2025, "04-20", "04-20")]
)
def test_easter(year: int, western: str, eastern: str) -> None:
    assert str(easter(year)) == f"{year}-{western}"
    assert str(easter(year, eastern=True)) == f"{year}-{eastern}"


@given(st.integers(min_value=1583, max_value=2999))
def test_easter_is_a_spring_sunday(year: int) -> None:
    for eastern in (False, True):
        assert easter(year, eastern=eastern).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_islamic_days() -> None:
    assert abs((islamic_day(1445, 9, 1) - date(2024, 3, 11)).days) <= 1
    assert abs((islamic_day(1400, 1, 1) - date(1979, 11, 21)).days) <= 1


@given(
    words=st.lists(
        st.sampled_from([*SLAVIC_MONTHS, *ARABIC_MONTHS, "3", "31", "٣", "الماضي", "في", "минулого", "тижня", "за", "назад", "\n", ","]),
        max_size=12,
    ),
    published=st.none() | st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)),
)
def test_any_words_give_ordered_spans_and_intervals(words: list[str], published: date | None) -> None:
    text = " ".join(words)
    found = find_timexes(text, published=published)
    assert list(found) == sorted(found, key=lambda t: t.span)
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start
    for timex in found:
        assert timex.span.of(text).strip()
        assert (timex.when.earliest is None) == (timex.when.latest is None)
    assert find_timexes(text, published=published) == found
