"""Countries whose place names reach English by way of transliteration, so that one town has many spellings."""

from __future__ import annotations

TRANSLITERATED = frozenset(
    code
    for line in (
        "AE AF AM AZ BD BG BH BY DJ DZ EG EH ER ET GE IL IN IQ IR JO KG KM KW KZ LB LK LY MA MM MN",
        "MR NP OM PK PS QA RS RU SA SD SO SS SY TD TJ TM TN UA UZ XK YE",
    )
    for code in line.split()
)
