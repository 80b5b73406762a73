"""What kind of place a phrase names, from its own words and those beside it."""

from __future__ import annotations

import re

from onrecord.model.span import Span

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for kind, words in (
        (
            "natural",
            r"mountains?|mountain (?:range|area)s?|range|ranges|hills?|river|valley|desert|lake|sea|gulf|strait|"
            r"island|forest|coast|bay|peninsula|basin|gorge|ridge",
        ),
        (
            "region",
            r"regions?|area|areas|border|frontier|front ?line|belt|countryside|zone|zones|corridor|north|south|east|"
            r"west|northern|southern|eastern|western|outskirts",
        ),
        ("province", r"provinces?|governorates?|oblast|states?|departments?|wilayat|prefecture|voivodeship|republic of \w+"),
        ("district", r"districts?|raion|county|municipality|sub-?district|subdivision|neighbou?rhood|quarter|borough|suburb|ward|commune"),
        (
            "site",
            r"airport|airfield|air ?base|base|camp|hospital|mosque|church|school|market|university|barracks|station|"
            r"checkpoint|crossing|bridge|prison|embassy|highway"
            r"|road|port|refinery|plant|building|headquarters|square|palace|hotel|factory|dam|depot|street|avenue|compound|house|home",
        ),
        ("town", r"city|cities|town|towns|village|villages|settlement|capital"),
    )
)


def place_kind(text: str, span: Span) -> str:
    """One of `PLACE_KINDS` by the head words of the phrase and the word right after it; "town" where nothing tells.

    A guess for the resolver, which knows what the gazetteer holds.
    """
    words = span.of(text)
    after = re.match(r"\s+(\w+)", text[span.end : span.end + 24])
    for kind, pattern in _KINDS:
        if pattern.search(words) or (after and kind in {"province", "district"} and pattern.fullmatch(after.group(1))):
            return kind
    return "town"
