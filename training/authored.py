"""Read the training reports written for onrecord (`training/data/*.txt`) into annotated documents.

The format is line based, so that a person can write a report and its claims side by side without counting characters:

    DOC d001 | 2024-03-09 | Reuters | Title of the report        date, publisher and title may be empty
    S First sentence of the paragraph.
    C struck | ASSAULT/aerial/Air\\drone strike | occurred asserted | A: its jets=Syrian Air Force | T: two depots | V: The ministry>said
    S Second sentence.
    P                                                            a new paragraph starts

`S` is one sentence. `C` is one claim of the sentence above it: trigger, `TYPE/mode/sub-event` (`-` where none; a slash inside a
sub-event is written as a backslash), `status certainty`, then fields in any order:

    A: actors   T: targets   I: instruments   P: places   F: figures   W: time   V: chain of voices   E: event label

Every filler is a literal substring of the sentence; `^filler` looks one sentence back (`^^` two, and so on), `filler#2` takes the
second occurrence, and the `^` and `#` may be combined. `filler=Full name` gives the fullest name in the document. Several fillers
are separated by ` ; `. Places: `filler~kind~CC`. Figures: `filler~what~low~high` (`-` for null). Time: `filler~earliest~latest`
(dates may be `-`). A voice is `source>cue`, nearest to the reader first; `source>cue=Name`; either side may be empty or carry `^`.
Claims with the same `E:` label in a document tell of one event.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

TYPES = {
    "AGREE": "",
    "CONSULT": "visit third-party multilateral phone",
    "SUPPORT": "",
    "CONCEDE": "",
    "COOPERATE": "",
    "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons "
    "crowd-control unconventional",
}
SUB_EVENTS = {
    "Armed clash",
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Chemical weapon",
    "Air/drone strike",
    "Suicide bomb",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Grenade",
    "Sexual violence",
    "Attack",
    "Abduction/forced disappearance",
    "Peaceful protest",
    "Protest with intervention",
    "Excessive force against protesters",
    "Violent demonstration",
    "Mob violence",
    "Agreement",
    "Arrests",
    "Change to group/activity",
    "Disrupted weapons use",
    "Headquarters or base established",
    "Looting/property destruction",
    "Non-violent transfer of territory",
    "Other",
}
STATUSES = {"occurred", "ongoing", "planned", "alleged_plan", "hypothetical", "denied", "withdrawn"}
CERTAINTIES = {"asserted", "hedged"}
PLACE_KINDS = {"site", "town", "district", "province", "natural", "country", "region"}
FIGURE_KINDS = {"killed", "injured", "captured", "displaced", "destroyed", "damaged", "strikes", "bases", "people", "other"}
_ROLE_KEYS = {"A": "actors", "T": "targets", "I": "instruments"}


class FormatError(ValueError):
    """A line of a training report that cannot be read; the message names file, line and what was expected."""


@dataclass(slots=True)
class Report:
    """One annotated report: text with its claims in the shape of `CLAIMS.md` (spans are [start, end) code points)."""

    id: str
    published: str | None
    publisher: str | None
    title: str | None
    text: str = ""
    sentences: list[tuple[int, int]] = field(default_factory=list)
    claims: list[dict[str, object]] = field(default_factory=list)
    events: dict[str, list[str]] = field(default_factory=dict)


def _find(report: Report, filler: str, *, where: str) -> tuple[int, int]:
    back = len(filler) - len(filler.lstrip("^"))
    literal = filler[back:].strip()
    if back >= len(report.sentences):
        raise FormatError(f"{where}: {filler!r} looks {back} sentences back, before the report begins")
    return place_in(report, report.sentences[-1 - back], literal, where=where)


def place_in(report: Report, sentence: tuple[int, int], filler: str, *, where: str) -> tuple[int, int]:
    """Where a literal stands in a sentence of the report: "he" at its first, "he#2" at its second occurrence as whole words."""
    literal, nth = filler, 1
    if match := re.search(r"#(\d+)$", filler):
        nth, literal = int(match.group(1)), filler[: match.start()]
    if not literal:
        raise FormatError(f"{where}: {filler!r} names no word of the sentence")
    start, end = sentence
    at = start - 1
    for _ in range(nth):
        # Whole words only: "he" must not be found inside "the".
        pattern = re.compile(r"(?<!\w)" + re.escape(literal) + r"(?!\w)")
        hit = pattern.search(report.text, at + 1, end)
        if hit is None:
            raise FormatError(f"{where}: {literal!r} (occurrence {nth}) is not in the sentence {report.text[start:end]!r}")
        at = hit.start()
    return at, at + len(literal)


def _named(report: Report, item: str, *, where: str) -> dict[str, object]:
    filler, _, name = item.partition("=")
    span = _find(report, filler, where=where)
    return {"span": list(span), "name": name.strip() or report.text[span[0] : span[1]]}


def _number(value: str, *, where: str) -> int | None:
    value = value.strip()
    if value in {"-", ""}:
        return None
    if not value.isdigit():
        raise FormatError(f"{where}: {value!r} is no whole number; write '-' for null")
    return int(value)


def _day(value: str, *, where: str) -> str | None:
    value = value.strip()
    if value in {"-", ""}:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise FormatError(f"{where}: {value!r} is no ISO date") from error


def _claim(report: Report, line: str, *, where: str) -> None:
    parts = [p.strip() for p in line.split(" | ")]
    if len(parts) < 3:
        raise FormatError(f"{where}: a claim needs 'trigger | TYPE/mode/sub-event | status certainty'")
    kinds = (parts[1].split("/") + ["-", "-"])[:3]
    event_type, mode, sub = (k.strip().replace("\\", "/") for k in kinds)
    if event_type not in TYPES:
        raise FormatError(f"{where}: {event_type!r} is no PLOVER type")
    if mode != "-" and mode not in TYPES[event_type].split():
        raise FormatError(f"{where}: {mode!r} is no mode of {event_type}; allowed: {TYPES[event_type] or 'none'}")
    if sub != "-" and sub not in SUB_EVENTS:
        raise FormatError(f"{where}: {sub!r} is no ACLED sub-event type")
    status, _, certainty = parts[2].partition(" ")
    if status not in STATUSES or certainty not in CERTAINTIES:
        raise FormatError(f"{where}: {parts[2]!r} is not '<status> <certainty>'")
    claim: dict[str, object] = {
        "id": f"c{len(report.claims) + 1}",
        "trigger": list(_find(report, parts[0], where=where)),
        "evidence": list(report.sentences[-1]),
        "event_type": event_type,
        "mode": None if mode == "-" else mode,
        "sub_event": None if sub == "-" else sub,
        "status": status,
        "certainty": certainty,
        "actors": [],
        "targets": [],
        "instruments": [],
        "places": [],
        "time": None,
        "figures": [],
        "attribution": [],
    }
    label = f"_{claim['id']}"
    for part in parts[3:]:
        key, colon, value = part.partition(":")
        key = key.strip()
        items = [v.strip() for v in value.split(" ; ") if v.strip()]
        if not colon or not items:
            raise FormatError(f"{where}: {part!r} is not 'KEY: value'")
        if key in _ROLE_KEYS:
            found = [_named(report, i, where=where) for i in items]
            claim[_ROLE_KEYS[key]] = [f["span"] for f in found] if key == "I" else found
        elif key == "P":
            places = []
            for item in items:
                bits = item.split("~")
                if len(bits) != 3 or bits[1] not in PLACE_KINDS:
                    raise FormatError(f"{where}: place {item!r} is not 'filler~kind~CC' with kind in {sorted(PLACE_KINDS)}")
                places.append({**_named(report, bits[0], where=where), "kind": bits[1], "country": None if bits[2] == "-" else bits[2]})
            claim["places"] = places
        elif key == "F":
            figures = []
            for item in items:
                bits = item.split("~")
                if len(bits) != 4 or bits[1] not in FIGURE_KINDS:
                    raise FormatError(f"{where}: figure {item!r} is not 'filler~what~low~high' with what in {sorted(FIGURE_KINDS)}")
                figures.append(
                    {
                        "span": list(_find(report, bits[0], where=where)),
                        "what": bits[1],
                        "low": _number(bits[2], where=where),
                        "high": _number(bits[3], where=where),
                    }
                )
            claim["figures"] = figures
        elif key == "W":
            bits = (items[0].split("~") + ["-", "-"])[:3]
            claim["time"] = {
                "span": list(_find(report, bits[0], where=where)) if bits[0] not in {"", "-"} else None,
                "earliest": _day(bits[1], where=where),
                "latest": _day(bits[2], where=where),
            }
        elif key == "V":
            voices = []
            for item in items:
                body, _, name = item.partition("=")
                source, _, cue = body.partition(">")
                link: dict[str, object] = {"source": None, "cue": None, "name": name.strip() or source.lstrip("^").split("#")[0]}
                if source.strip():
                    link["source"] = list(_find(report, source.strip(), where=where))
                if cue.strip():
                    link["cue"] = list(_find(report, cue.strip(), where=where))
                voices.append(link)
            claim["attribution"] = voices
        elif key == "E":
            label = items[0]
        else:
            raise FormatError(f"{where}: unknown field {key!r}; use A T I P F W V E")
    report.claims.append(claim)
    report.events.setdefault(label, []).append(str(claim["id"]))


def read_reports(path: Path) -> list[Report]:
    """The reports of one file, in its order.

    Raises `FormatError` with file and line at the first line that breaks the format.
    """
    reports: list[Report] = []
    paragraph = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        tag, _, rest = line.partition(" ")
        if not line.strip() or line.startswith("#"):
            continue
        if tag == "DOC":
            bits = [b.strip() for b in (rest.split("|") + ["", "", ""])[:4]]
            if any(r.id == bits[0] for r in reports):
                raise FormatError(f"{where}: report {bits[0]!r} is there twice")
            reports.append(Report(bits[0], _day(bits[1], where=where), bits[2] or None, bits[3] or None))
            paragraph = False
        elif not reports:
            raise FormatError(f"{where}: the file must begin with a DOC line")
        elif tag == "P":
            paragraph = True
        elif tag == "S":
            report = reports[-1]
            joiner = "" if not report.text else ("\n\n" if paragraph else " ")
            start = len(report.text) + len(joiner)
            report.text += joiner + rest.strip()
            report.sentences.append((start, len(report.text)))
            paragraph = False
        elif tag == "C":
            _claim(reports[-1], rest, where=where)
        else:
            raise FormatError(f"{where}: a line begins with DOC, P, S, C or #, not {tag!r}")
    return reports


def main(paths: list[str]) -> int:
    """Check files; print each error and the counts. Returns the number of broken files."""
    broken = 0
    for name in paths:
        try:
            reports = read_reports(Path(name))
        except FormatError as error:
            print(error)
            broken += 1
            continue
        sentences, claims = sum(len(r.sentences) for r in reports), sum(len(r.claims) for r in reports)
        print(f"{name}: {len(reports)} reports, {sentences} sentences, {claims} claims")
    return broken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
