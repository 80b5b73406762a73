"""Days of a month that only the report settles, and months of a year that it names by relation."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.resolve.when import find_timexes

FRIDAY = date(2024, 6, 7)


def last(text: str, published: date | None = FRIDAY) -> tuple[str, str] | None:
    """The days of the last expression of a text."""
    when = find_timexes(text, published=published)[-1].when
    return None if when.earliest is None else (str(when.earliest), str(when.latest))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They left in April last year", ("2023-04-01", "2023-04-30")),
        ("They left in early March of this year", ("2024-03-01", "2024-03-10")),
        ("They left on 12 June last year", ("2023-06-12", "2023-06-12")),
        ("They left on June 12 last year", ("2023-06-12", "2023-06-12")),
        ("They left between May and August of last year", ("2023-05-01", "2023-08-31")),
        ("It fell in 2012. In July of the following year they left", ("2013-07-01", "2013-07-31")),
        ("It fell in 2012. They left in May of the previous year", ("2011-05-01", "2011-05-31")),
        ("It fell in 2012. They left in May of that year", ("2012-05-01", "2012-05-31")),
        ("They left on the last Tuesday of November 2019", ("2019-11-26", "2019-11-26")),
        ("They left on the second Friday in May", ("2024-05-10", "2024-05-10")),
        ("They left on the last day of December", ("2023-12-31", "2023-12-31")),
        ("They left in the first days of May", ("2024-05-01", "2024-05-07")),
        ("They left at the end of May", ("2024-05-25", "2024-05-31")),
        ("They left on the night of the 3rd", ("2024-06-03", "2024-06-04")),
        ("They left on the evening of the 3rd", ("2024-06-03", "2024-06-03")),
        ("They left between the 3rd and the 5th", ("2024-06-03", "2024-06-05")),
        ("They left on Saturday the 11th", ("2024-05-11", "2024-05-11")),
        ("They are to meet on the 20th", ("2024-06-20", "2024-06-20")),
        ("They met on the 20th", ("2024-05-20", "2024-05-20")),
        ("They met on the 30th of the month.", ("2024-06-30", "2024-06-30")),
        ("They met on the 7th of last month.", ("2024-05-07", "2024-05-07")),
    ],
)
def test_days_and_months_by_relation(text: str, expected: tuple[str, str]) -> None:
    assert last(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They left in April last year",
        "They left in April of the following year",
        "They left between May and August of last year",
        "They left on the last Tuesday of November",
        "They left at the end of May",
    ],
)
def test_no_year_is_made_up(text: str) -> None:
    assert last(text, published=None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met in the night of 3 May", ("2024-05-03", "2024-05-04")),
        ("They met in the night to Wednesday", ("2024-06-04", "2024-06-05")),
        ("They met during the night into Wednesday", ("2024-06-04", "2024-06-05")),
        ("They met on Tuesday of last week", ("2024-05-28", "2024-05-28")),
        ("They met on Monday next week", ("2024-06-10", "2024-06-10")),
        ("It fell in 2012. They met on 9 August of that year", ("2012-08-09", "2012-08-09")),
        ("It fell in 2012. They met between May and August of that year", ("2012-05-01", "2012-08-31")),
    ],
)
def test_nights_and_weekdays_by_relation(text: str, expected: tuple[str, str]) -> None:
    assert last(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They rose in March 1979. On 21 June they lost the port.", ("1979-06-21", "1979-06-21")),
        ("They rose in November 1979.\n\nIn February they lost the port.", ("1980-02-01", "1980-02-29")),
        ("Men of the party, which rose in 1979, lost the port on 21 June.", None),
        ("They rose in March 1977, again in 1979, and on 21 June they lost the port.", None),
        ("They rose in March 1979.\n\nThe men left.\n\nOn 21 June they lost the port.", None),
        ("On 21 June they lost the port.", None),
    ],
)
def test_a_text_without_publication_goes_on_in_the_year_it_told_last(text: str, expected: tuple[str, str] | None) -> None:
    assert last(text, published=None) == expected
