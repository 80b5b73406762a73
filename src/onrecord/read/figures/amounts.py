"""Numbers in words and digits: the inclusive bounds that a figure's words give.

Conventions of `docs/concepts.md`: "at least 12" is 12 and up, "nearly 12" up to 12, "about 12" is 12, several 3 and up, dozens 24 and up,
hundreds 200 and up, thousands 2000 and up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12, "score": 20}
_ORDINAL_ENDINGS = re.compile(r"^\d+(?:st|nd|rd|th)$")

_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|[a-z]+")

_AT_LEAST = re.compile(
    r"\b(at least|more than|over|no fewer than|no less than|not less than|upwards? of|in excess of|a minimum of|"
    r"minimum|exceed\w*|above|or more|and counting"
    r"|beyond|as many as .* or more)\b|\d\+|\bplus\b"
)
_AT_MOST = re.compile(
    r"\b(up to|nearly|almost|as many as|at most|(?<!no )(?<!not )fewer than|(?<!no )(?<!not )less than|no more than|"
    r"not more than|under|below|close to|just short of|a maximum of|or fewer)\b"
)
_UNKNOWN = re.compile(
    r"\b(?:unknown|undisclosed|unspecified|undetermined|uncertain|unconfirmed) (?:\w+ )?(?:number|toll|count|"
    r"quantity)|number .{0,20}(?:unknown|unclear|not known)\b"
)
_NONE = re.compile(r"\b(?:no|without|zero|none|nobody|nil)\b")
_NOBODY = re.compile(r"(?:no|not)[\s-]one\b")
_COUNT = r"(?:\d{1,3}|(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty[\s-]?)?\w{3,5}|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)"
# Numbers that count nothing: "three AK-47s", "two 500-pound bombs", "the 26th victim", "a soldier of the 82nd", "a mother of five".
_NO_NUMBER = re.compile(
    r"\b[a-z]{1,4}-\d+\w*|\b\d+-(?:pounds?|kilo\w*|kg|man|member|strong|mm|millimet\w+|tons?|tonnes?|days?|hours?|minutes?|months?|weeks?|foot|feet"
    r"|met(?:re|er)s?|km|miles?|seat)\b|\b\d+(?:st|nd|rd|th)\b|(?<=mother)\s+of\s+\w+|(?<=father)\s+of\s+\w+"
)
_THOUSANDS = re.compile(r"\b(\d+)k\b")
_SCALED_RANGE = re.compile(r"\b(\w+) (to|or|and) (\w+) (hundred|thousand|dozen|million)\b")
_WIDE_SPACE = re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}\b)")
_NOBODY_OF_ALL = re.compile(r"(?:none|neither|not (?:a|one) single)\b")
_LONGEST = 15  # digits of a number
_CLOCK = re.compile(r"\b(?:between\s+)?0\d{3}\b(?:\s*(?:hours|hrs|gmt|and|to|-)\s*\d{4}\b)?")
# Ages count nobody: "a 70-year-old cook", "a boy of nine", "two children aged 4 and 6".
_AGE = re.compile(
    rf"\b{_COUNT}[\s-](?:year|month|week|day)s?[\s-]olds?\b"
    r"|(?:(?<=man)|(?<=boy)|(?<=girl)|(?<=baby)|(?<=child)|(?<=youth)) of (?:\d{1,3}|\w+)\b"
    r"|\b(?:aged?|ages)\s+(?:about\s+|between\s+)?\d{1,3}(?:\s*(?:,|and|to|or|-)\s*\d{1,3})*"
)

# Indefinite amounts, by the guideline; a pair is a number, a few is not far from several.
_VAGUE: tuple[tuple[re.Pattern[str], int, int | None], ...] = tuple(
    (re.compile(rf"\b{p}\b"), low, high)
    for p, low, high in (
        (r"tens of thousands", 20_000, None),
        (r"hundreds of thousands", 200_000, None),
        (r"(?:millions)", 2_000_000, None),
        (r"thousands", 2000, None),
        (r"hundreds", 200, None),
        (r"scores", 40, None),
        (r"dozens", 24, None),
        (r"tens", 20, None),
        (r"several hundred", 300, None),
        (r"several dozen", 36, None),
        (r"several thousand", 3000, None),
        (r"a few dozen", 24, None),
        (r"a few hundred", 200, None),
        (r"a few thousand", 3000, None),
        (r"half a dozen", 6, 6),
        (r"several", 3, None),
        (r"a few", 3, None),
        (r"a handful", 3, None),
        (r"a couple", 2, 2),
        (r"a number of", 3, None),
        (r"both", 2, 2),
        (r"a pair", 2, 2),
    )
)


@dataclass(frozen=True, slots=True)
class Amount:
    """Inclusive bounds of a number; both None with `unknown` for "an unknown number"."""

    low: int | None
    high: int | None
    unknown: bool = False


def parse_amount(words: str) -> Amount | None:
    """The bounds that the words of a figure give, or None where they hold no number ("many people").

    "between 10 and 15" and "10 to 15" are 10, 15; "no casualties" 0, 0. Fractions are cut to whole numbers.
    """
    text = " ".join(_WIDE_SPACE.sub("", words).lower().replace("–", "-").replace("—", "-").split())
    text = _AGE.sub(" ", _CLOCK.sub(" ", text))
    if _NOBODY.match(text) or _NOBODY_OF_ALL.match(text):
        return Amount(0, 0)
    if text.startswith("all but "):
        return None
    text = _THOUSANDS.sub(r"\1 thousand", _NO_NUMBER.sub(" ", text))
    if (scaled := _SCALED_RANGE.search(text)) and _numbers(scaled[1]) and _numbers(scaled[3]):
        text = _SCALED_RANGE.sub(r"\1 \4 \2 \3 \4", text)
    if _UNKNOWN.search(text):
        return Amount(None, None, unknown=True)
    for pattern, low, high in _VAGUE[:4]:
        if pattern.search(text) and not re.search(r"\d", text):
            return Amount(low, high)
    numbers = _numbers(text.replace("half a dozen", "6").replace("half-dozen", "6"))
    if not numbers:
        for pattern, low, high in _VAGUE:
            if pattern.search(text):
                return Amount(low, high)
        return Amount(0, 0) if _NONE.search(text) else None
    if len(numbers) >= 2 and numbers[0] < numbers[1] and re.search(r"\bbetween\b.*\band\b|\bto\b|\d\s*-\s*\d|\bor\b|-", text):
        return Amount(numbers[0], numbers[1])
    value = numbers[0]
    for pattern, low, _ in _VAGUE[8:14]:
        if pattern.search(text):
            return Amount(low, None)
    # "not more than" holds "more than": the upper bounds are looked for first.
    if _AT_MOST.search(text):
        return Amount(None, value)
    if _AT_LEAST.search(text):
        return Amount(value, None)
    return Amount(value, value)


def _numbers(text: str) -> list[int]:
    """All numbers of a lower-case text, in order; "two hundred and five" and "3.5 million" are one number each."""
    found: list[int] = []
    current: float | None = None
    after_and = False

    def close() -> None:
        nonlocal current
        if current is not None:
            found.append(int(current))
        current = None

    for token in _TOKEN.findall(text.replace("-", " - ") if re.search(r"\d\s*-\s*\d", text) else text.replace("-", " ")):
        if _ORDINAL_ENDINGS.match(token):
            continue
        if token[0].isdigit():
            close()
            digits = token.replace(",", "")
            current = float(digits) if len(digits) <= _LONGEST else None
        elif token in _UNITS or token in _TENS:
            value = _UNITS.get(token, _TENS.get(token, 0))
            joins = current is not None and (
                (current % 100 == 0 and current >= 100)
                or (20 <= current % 100 <= 90 and current % 10 == 0 and value < 10 and not after_and)
            )
            if joins and current is not None:
                current += value
            else:
                close()
                current = float(value)
        elif token in _SCALES:
            if current is None:
                if token == "score":
                    continue
                current = 1.0
            if current >= 1000 and _SCALES[token] == 100:
                current = current - current % 1000 + (current % 1000 or 1) * 100
            else:
                current *= _SCALES[token]
        elif token == "and" and current is not None and current % 100 == 0 and current >= 100:
            after_and = True
            continue
        elif token in {"a", "an", "of", "some"}:
            continue
        else:
            close()
        after_and = False
    close()
    return found
