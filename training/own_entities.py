"""Read the entities of our own reports (`training/data/entities/*.txt`): names, pronouns and descriptions, in re3d's eight types.

One line a sentence of the report, in its order, also where there is none:

    DOC cm001
    1 Person: General Haddad ; he | Location: northern Raqqa
    2

Every entity is a literal substring of the sentence; `text#2` takes its second occurrence. Where entities nest only the outermost is
given. The reports themselves are those of `authored.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from authored import FormatError, Report, place_in
from labels import ENTITY_TYPES

_LINE = re.compile(r"(\d+)(?:\s+(.*))?$")

Entity = tuple[int, int, str]
"""Start and end in the text of the report, and the type."""


def _entities(report: Report, sentence: tuple[int, int], fields: str, *, where: str) -> Iterator[Entity]:
    for part in filter(None, (p.strip() for p in fields.split(" | "))):
        kind, _, items = part.partition(":")
        if kind not in ENTITY_TYPES:
            raise FormatError(f"{where}: {kind!r} is none of {', '.join(ENTITY_TYPES)}")
        for item in filter(None, (i.strip() for i in items.split(" ; "))):
            yield (*place_in(report, sentence, item, where=where), kind)


def read_entities(path: Path, reports: Iterable[Report]) -> dict[str, list[Entity]]:
    """The entities by report of one file.

    Raises `FormatError` with file and line where a report is unknown, a sentence missing or an entity not in its sentence.
    """
    known = {r.id: r for r in reports}
    found: dict[str, list[Entity]] = {}
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
            found[report.id] += _entities(report, report.sentences[at], match[2] or "", where=where)
            at += 1
        else:
            raise FormatError(f"{where}: expected sentence {at + 1} of the report, or DOC")
    _whole(report, at, where=f"{path.name}: end")
    return found


def _whole(report: Report | None, at: int, *, where: str) -> None:
    if report is not None and at != len(report.sentences):
        raise FormatError(f"{where}: {report.id} has {len(report.sentences)} sentences, {at} are annotated")
