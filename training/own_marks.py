"""Read what is marked in our own reports beside their claims: entities (`data/entities`) and the factuality of events (`data/factuality`).

One line a sentence of the report, in its order, also where there is nothing to mark:

    DOC cm001
    1 Person: General Haddad ; he | Location: northern Raqqa          in a file of entities
    2

    DOC cm001
    1 said=3.0 ; withdraw=1.2 ; attack#2=-2.4                         in a file of factuality
    2

Every mark is a literal substring of the sentence; `text#2` takes its second occurrence. Where entities nest only the outermost is
given, in re3d's eight types; factuality is in the scale of the UW corpus, from -3 (did not happen) through 0 (open) to 3 (happened). The
reports themselves are those of `authored.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from authored import FormatError, Report, place_in
from labels import ENTITY_TYPES

Mark = TypeVar("Mark")
_LINE = re.compile(r"(\d+)(?:\s+(.*))?$")

Entity = tuple[int, int, str]
"""Start and end in the text of the report, and the type."""
Rated = tuple[int, int, float]
"""Start and end of an event's word in the text of the report, and how factual it is."""


def read_entities(path: Path, reports: Iterable[Report]) -> dict[str, list[Entity]]:
    """The entities by report of one file.

    Raises `FormatError` with file and line where a report is unknown, a sentence missing or an entity not in its sentence.
    """
    return _marks(path, reports, _entities)


def read_factuality(path: Path, reports: Iterable[Report]) -> dict[str, list[Rated]]:
    """The events by report of one file, with how factual they are; raises as `read_entities` does, and where a rating is none."""
    return _marks(path, reports, _rated)


def _entities(report: Report, sentence: tuple[int, int], fields: str, where: str) -> Iterator[Entity]:
    for part in filter(None, (p.strip() for p in fields.split(" | "))):
        kind, _, items = part.partition(":")
        if kind not in ENTITY_TYPES:
            raise FormatError(f"{where}: {kind!r} is none of {', '.join(ENTITY_TYPES)}")
        for item in _items(items):
            yield (*place_in(report, sentence, item, where=where), kind)


def _rated(report: Report, sentence: tuple[int, int], fields: str, where: str) -> Iterator[Rated]:
    for item in _items(fields):
        word, _, rating = item.rpartition("=")
        try:
            score = float(rating)
        except ValueError:
            score = 9.0
        if not -3 <= score <= 3:
            raise FormatError(f"{where}: {item!r} should be a word of the sentence, = and a number from -3 to 3")
        yield (*place_in(report, sentence, word, where=where), score)


def _items(fields: str) -> Iterator[str]:
    return filter(None, (i.strip() for i in fields.split(" ; ")))


def _marks(
    path: Path, reports: Iterable[Report], marks: Callable[[Report, tuple[int, int], str, str], Iterator[Mark]]
) -> dict[str, list[Mark]]:
    known = {r.id: r for r in reports}
    found: dict[str, list[Mark]] = {}
    report: Report | None = None
    at = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("DOC "):
            _whole(report, at, where=where)
            report, at = known.get(line[4:].strip()), 0
            if report is None or report.id in found:
                raise FormatError(f"{where}: {line[4:].strip()!r} is no report, or is there twice")
            found[report.id] = []
        elif report is not None and (match := _LINE.match(line)) and int(match[1]) == at + 1 <= len(report.sentences):
            found[report.id] += marks(report, report.sentences[at], match[2] or "", where)
            at += 1
        else:
            raise FormatError(f"{where}: expected sentence {at + 1} of the report, or DOC")
    _whole(report, at, where=f"{path.name}: end")
    return found


def _whole(report: Report | None, at: int, *, where: str) -> None:
    if report is not None and at != len(report.sentences):
        raise FormatError(f"{where}: {report.id} has {len(report.sentences)} sentences, {at} are annotated")
