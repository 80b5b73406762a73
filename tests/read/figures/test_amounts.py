import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.figures import Amount, parse_amount

CASES = [
    ("12", 12, 12),
    ("twelve", 12, 12),
    ("at least 12", 12, None),
    ("more than 12", 12, None),
    ("over 1,200", 1200, None),
    ("no fewer than six", 6, None),
    ("nearly 12", None, 12),
    ("almost 300", None, 300),
    ("up to 15", None, 15),
    ("fewer than ten", None, 10),
    ("not more than 20", None, 20),
    ("about 12", 12, 12),
    ("around 40", 40, 40),
    ("some 200", 200, 200),
    ("approximately 3,500", 3500, 3500),
    ("several", 3, None),
    ("several hundred", 300, None),
    ("dozens", 24, None),
    ("hundreds", 200, None),
    ("thousands", 2000, None),
    ("tens of thousands", 20000, None),
    ("scores of", 40, None),
    ("a dozen", 12, 12),
    ("half a dozen", 6, 6),
    ("two dozen", 24, 24),
    ("a few", 3, None),
    ("a couple of", 2, 2),
    ("no casualties", 0, 0),
    ("no", 0, 0),
    ("none", 0, 0),
    ("between 10 and 15", 10, 15),
    ("10 to 15", 10, 15),
    ("10-15", 10, 15),
    ("five or six", 5, 6),
    ("two hundred and five", 205, 205),
    ("twenty-three", 23, 23),
    ("one hundred", 100, 100),
    ("3.5 million", 3500000, 3500000),
    ("18,000", 18000, 18000),
    ("1,200 people", 1200, 1200),
    ("THIRTY", 30, 30),
    ("AT LEAST 16", 16, None),
    ("a hundred", 100, 100),
    ("two thousand three hundred", 2300, 2300),
    ("no one", 0, 0),
    ("Not one", 0, 0),
    ("nobody", 0, 0),
    ("no one of the 12", 0, 0),
    ("two 14-year-old boys", 2, 2),
    ("five eight-year-olds", 5, 5),
    ("two children aged 4 and 6", 2, 2),
    ("one man of 67", 1, 1),
]


@pytest.mark.parametrize(("words", "low", "high"), CASES)
def test_bounds_follow_the_guideline(words: str, low: int | None, high: int | None) -> None:
    assert parse_amount(words) == Amount(low, high)


def test_an_unknown_number_is_neither_zero_nor_missing() -> None:
    assert parse_amount("an unknown number of") == Amount(None, None, unknown=True)


@pytest.mark.parametrize(
    "words",
    [
        "many",
        "civilians",
        "",
        "people of the north",
        "a 70-year-old cook",
        "man of 67",
        "a boy of nine",
        "twenty-year-old student",
        "between 0600 and 1400",
        "0530 hours",
    ],
)
def test_words_without_a_number_give_no_figure(words: str) -> None:
    assert parse_amount(words) is None


@given(st.integers(0, 10**7))
def test_digits_are_read_as_they_stand(number: int) -> None:
    assert parse_amount(f"{number}") == Amount(number, number)
    assert parse_amount(f"at least {number:,} people") == Amount(number, None)


@given(st.text(max_size=60))
def test_any_text_gives_ordered_bounds_or_nothing(words: str) -> None:
    amount = parse_amount(words)
    if amount is not None and amount.low is not None and amount.high is not None:
        assert 0 <= amount.low <= amount.high
