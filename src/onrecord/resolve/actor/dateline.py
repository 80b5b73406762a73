"""The wire in a dateline: whose report a text is, whoever prints or monitors it."""

from __future__ import annotations

import re
from typing import NamedTuple

# "SAN SALVADOR, 18 NOV 89 (ACAN - EFE) --", "TALM, June 3 (Meridian) -", "NEW ORLEANS (AP) -".
_DATELINE = re.compile(
    r"\s*(?P<place>[^\W\d_a-z][\w.'’ -]{1,40}?(?:,\s*[^\W\d_a-z][\w.'’ -]{1,30}?)?(?:\s+\([^()\d\n]{3,30}\))?)"
    r"(?P<date>,?\s+(?:\d{1,2}\s+)?[^\W\d_a-z][^\W\d_]{2,8}\.?(?:\s+\d{1,4})?(?:,?\s+\d{4})?)?"
    r"\s+\((?P<outlet>[^\W\d_a-z][\w.&'’ -]{1,60}?(?:\s+\[[^\]\n]{2,12}\])?)\)\s*(?:--|—|–|-)\s"
)
_MONITORED = re.compile(r",\s+\d{1,2}\s+[A-Z]{3,4}\s+\d{2}(?:\d{2})?")
_BRACKET = re.compile(r"\s*\[[^\]]*\]")
# What half the world's state radios are called: whose it is, the place tells.
_COMMON = frozenset("domestic national home foreign television tv radio service network international external world state channel".split())
_WORDS = re.compile(r"[^\W\d_]+")


class Outlet(NamedTuple):
    """Who is named in a dateline; `monitored` where it is dated as monitors of broadcasts and papers date what others have told."""

    name: str
    monitored: bool


def dateline_outlet(text: str) -> Outlet | None:
    """The agency, station or paper that the dateline at the head of `text` names; None where it names none.

    A name that is no name, "DOMESTIC SERVICE", comes with the place: "MADRID DOMESTIC SERVICE". Whether what stands in brackets is an
    outlet at all, and no country ("LYON (France) -"), the caller has to know unless the report is monitored.
    """
    match = _DATELINE.match(text, 0, 240)
    if match is None:
        return None
    outlet = " ".join(_BRACKET.sub("", match["outlet"]).split())
    if {word.lower() for word in _WORDS.findall(outlet)} <= _COMMON:
        outlet = f"{' '.join(re.split(r'[,(]', match['place'])[0].split())} {outlet}"
    return Outlet(outlet, monitored=match["date"] is not None and _MONITORED.fullmatch(match["date"]) is not None)
