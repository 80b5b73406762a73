"""The wire in a dateline, a byline or a notice of rights: whose report a text is, whoever prints or monitors it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# "SAN SALVADOR, 18 NOV 89 (ACAN - EFE) --", "TALM, June 3 (Meridian) -", "NEW ORLEANS (AP) -".
_DATELINE = re.compile(
    r"\s*(?P<place>[^\W\d_a-z][\w.'’ -]{1,40}?(?:,\s*[^\W\d_a-z][\w.'’ -]{1,30}?)?(?:\s+\([^()\d\n]{3,30}\))?)"
    r"(?P<date>,?\s+(?:\d{1,2}\s+)?[^\W\d_a-z][^\W\d_]{2,8}\.?(?:\s+\d{1,4})?(?:,?\s+\d{4})?)?"
    r"\s+\((?P<outlet>[^\W\d_a-z][\w.&'’ -]{1,60}?(?:\s+\[[^\]\n]{2,12}\])?)\)\s*(?:--|—|–|-)\s"
)
# Captions and a menu may stand before the dateline of a page.
_LATER_DATELINE = re.compile(rf"(?<=\n){_DATELINE.pattern}")
_HEAD = 1_500  # characters
_NAME = r"(?:[Tt]he )?(?P<outlet>[^\W\d_a-z][\w&'’-]*(?: [^\W\d_a-z][\w&'’-]*){0,3})"
# "By Ana Ruiz\nMeridian Newswire", "By Ana Ruiz, Meridian Newswire" and "By The Meridian Newswire".
_BYLINE = re.compile(
    rf"^[ \t]*(?:[Bb]y|BY) (?:{_NAME}"
    rf"|[^\n]{{3,80}}?(?:\n\s*|(?<=[a-zA-Z]), ){_NAME.replace('outlet', 'agency')})[ \t]*$",
    re.MULTILINE,
)
# "Copyright 2016 The Meridian Newswire. All rights reserved."
_RIGHTS = re.compile(
    rf"(?:\b[Cc]opyright|\bCOPYRIGHT|©|\([Cc]\))\s*(?:©\s*)?(?:\d{{4}}(?:\s*[-–/]\s*\d{{4}})?,?\s+)?(?:by )?{_NAME}"
    r"(?=\s*(?:[.,;|/]|\n|$|\d|[Aa]ll [Rr]ights))"
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


def wires(text: str) -> Iterator[str]:
    """Who may have written `text` besides its publisher: names in a dateline under captions, in a byline, in a notice of rights.

    They are the outlet's own as often as an agency's, which the caller has to know.
    """
    for match in _LATER_DATELINE.finditer(text, 0, _HEAD):
        yield " ".join(_BRACKET.sub("", match["outlet"]).split())
    for match in _BYLINE.finditer(text, 0, _HEAD):
        yield match["outlet"] or match["agency"]
    for match in _RIGHTS.finditer(text):
        yield match["outlet"]
