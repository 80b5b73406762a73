"""PETRARCH2, the coder of CAMEO events (Norris, Schrodt & Beieler 2017), as a peer to measure beside.

    python benchmarks/peer_petrarch.py --shared ../shared --work DIR --parser "COMMAND {sentences}" --coder "COMMAND -i {input} -o {output}"

The peer is two programs of other people that do not come with this project: a parser that prints one Penn Treebank tree a line for each
line of {sentences}, and PETRARCH2's own `batch` command. Here are only the ways in and out: sentences, PETRARCH2's XML, its table of
events, and from CAMEO codes to the answers that the scorers of the sets read. What can be read in its favour is: the sentences are
the product's, each is a story of its own, phrases are found again in the sentence, and its crosswalk follows this project's definition of
a claim. Writes the table between the marks of `docs/evaluation.md`; trees in DIR are used again.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from evaluate import SETS, gold_of, scorer, without_answers
from onrecord.evaluate.records import as_document
from onrecord.model import Span
from onrecord.read.words import sentences
from page import put_between_marks

ROOT = Path(__file__).parents[1]
Answer = dict[str, Any]
# PETRARCH2 wants a day for the offices that persons held; reports of no date are read with this one.
UNDATED = "20160101"
# Sentences of this corpus are whole records, wrapped over lines.
WHOLE = frozenset({"petrarch_gsr_en", "petrarch_unit_en"})

# CAMEO to PLOVER by the longest prefix that is here; 01 (statements) has no type. The roots follow PLOVER's manual; an agreement that
# is signed is AGREE, deportation SANCTION, as in this project's definition of a claim.
PLOVER = {
    "02": "REQUEST",
    "03": "AGREE",
    "04": "CONSULT",
    "05": "SUPPORT",
    "057": "AGREE",
    "06": "COOPERATE",
    "07": "AID",
    "08": "CONCEDE",
    "084": "RETREAT",
    "086": "RETREAT",
    "087": "RETREAT",
    "09": "ACCUSE",
    "10": "REQUEST",
    "11": "ACCUSE",
    "12": "REJECT",
    "13": "THREATEN",
    "14": "PROTEST",
    "15": "MOBILIZE",
    "16": "SANCTION",
    "17": "COERCE",
    "174": "SANCTION",
    "18": "ASSAULT",
    "19": "ASSAULT",
    "20": "ASSAULT",
    "203": "SANCTION",
}
# The names that PLOVER had in 2018, for its gold standard records.
OLD_PLOVER = {
    **PLOVER,
    "02": "DEMAND",
    "09": "INVESTIGATE",
    "10": "DEMAND",
    "11": "DISAPPROVE",
    "174": "COERCE",
    "19": "FIGHT",
    "20": "FIGHT",
}
SHOWN = {"claims": ("found", "type", "origin", "actors", "targets", "usable")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One sentence given to the peer: number over the whole set, record that it stands in, span in that record's text."""

    number: int
    record: int
    span: Span
    text: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One row of PETRARCH2's table of events; phrases as it prints them, "" where it prints none."""

    unit: int
    source: str
    target: str
    code: str
    source_text: str
    target_text: str
    event_text: str


def units(records: Sequence[Answer]) -> list[Unit]:
    """The sentences of all records, in order, on one line each."""
    out: list[Unit] = []
    for number, record in enumerate(records):
        text = record["text"]
        spans = [Span(0, len(text))] if record.get("corpus") in WHOLE else sentences(text)
        given = str((record.get("meta") or {}).get("date") or "")
        published = as_document(record).published
        day = published.strftime("%Y%m%d") if published else given if re.fullmatch(r"\d{8}", given) else UNDATED
        for span in spans:
            line = " ".join(span.of(text).split())
            if line:
                out.append(Unit(number=len(out), record=number, span=span, text=line, day=day))
    return out


def as_xml(given: Iterable[tuple[Unit, str]]) -> str:
    """PETRARCH2's input, each sentence a story of its own; sentences that the parser gave up are left out."""
    rows = [
        f'<Sentence date="{unit.day}" id="u{unit.number}_1" source="set" sentence="True">\n'
        f"<Text>\n{escape(unit.text)}\n</Text>\n<Parse>\n{escape(tree)}\n</Parse>\n</Sentence>"
        for unit, tree in given
        if tree.startswith("(ROOT")
    ]
    return "\n".join(["<Sentences>", *rows, "</Sentences>", ""])


def read_events(lines: Iterable[str]) -> Iterator[Coded]:
    """The rows of PETRARCH2's table: date, source, target, code, issues, id, outlet, and the phrases that its default settings add."""
    for line in lines:
        cells = line.rstrip("\n").split("\t")
        found = re.fullmatch(r"u(\d+)_1", cells[5]) if len(cells) > 5 else None
        if found is None:
            continue
        phrases = [("" if c == "---" else c) for c in (*cells[7:10], "", "", "")][:3]
        yield Coded(
            unit=int(found[1]),
            source=cells[1],
            target=cells[2],
            code=cells[3],
            source_text=phrases[0],
            target_text=phrases[1],
            event_text=phrases[2],
        )


def phrase_span(phrase: str, text: str, sentence: Span) -> Span | None:
    """From the first to the last word of a printed phrase that stand in the sentence in this order; None where none does.

    PETRARCH2 prints " ... " for gaps and <WORD> for words of its dictionaries that it did not find itself.
    """
    low, spans, position = text.lower(), [], sentence.start
    for word in re.findall(r"\w[\w'’.-]*", phrase.lower()):
        found = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(low, position, sentence.end)
        if found:
            spans.append(found.span())
            position = found.end()
    return Span(spans[0][0], spans[-1][1]) if spans else None


def type_of(code: str, table: dict[str, str]) -> str | None:
    """The PLOVER type of a CAMEO code by its longest known prefix; None for statements and for what is no code."""
    return next((table[code[:n]] for n in (3, 2) if code[:n] in table), None)


def located(events: Sequence[Coded], unit: Unit, text: str) -> Iterator[tuple[Coded, Span | None, Span | None, Span | None]]:
    """Each event with the spans of source, target and trigger; a code that another event of the sentence has words for gets these."""
    known: dict[str, Span] = {}
    for event in events:
        for code, phrase in ((event.source, event.source_text), (event.target, event.target_text)):
            span = phrase_span(phrase, text, unit.span)
            if span is not None:
                known.setdefault(code, span)
    for event in events:
        source = phrase_span(event.source_text, text, unit.span) or known.get(event.source)
        target = phrase_span(event.target_text, text, unit.span) or known.get(event.target)
        yield event, source, target, phrase_span(event.event_text, text, unit.span)


def claims(record: Answer, found: Sequence[tuple[Unit, list[Coded]]]) -> Answer:
    """Claims of one record: events of one sentence with one type and trigger are one claim; who stands on both sides acts."""
    text = record["text"]
    merged: dict[tuple[int, str, Span], tuple[dict[Span, None], dict[Span, None]]] = {}
    where: dict[int, Span] = {unit.number: unit.span for unit, _ in found}
    for unit, events in found:
        for event, source, target, trigger in located(events, unit, text):
            kind = type_of(event.code, PLOVER)
            if kind is None:
                continue
            actors, targets = merged.setdefault((unit.number, kind, trigger or unit.span), ({}, {}))
            actors |= {source: None} if source else {}
            targets |= {target: None} if target else {}

    def parties(spans: Iterable[Span]) -> list[Answer]:
        return [{"span": s.as_list(), "name": s.of(text)} for s in spans]

    answers: list[Answer] = []
    for (number, kind, trigger), (actors, targets) in merged.items():
        answers.append(
            {
                "id": f"c{len(answers) + 1}",
                "trigger": trigger.as_list(),
                "evidence": where[number].as_list(),
                "event_type": kind,
                "status": "occurred",
                "certainty": "asserted",
                "actors": parties(actors),
                "targets": parties(t for t in targets if t not in actors),
                "attribution": [],
            }
        )
    return {"claims": answers, "events": [[a["id"]] for a in answers]}


def snippet(record: Answer, found: Sequence[tuple[Unit, list[Coded]]]) -> Answer:
    """Old PLOVER types of a snippet with source and target; its label is the type that most of its events have, the first of equals."""
    text = record["text"]
    events: list[Answer] = []
    for unit, mine in found:
        for event, source, target, _ in located(mine, unit, text):
            kind = type_of(event.code, OLD_PLOVER)
            if kind is not None:
                sides = {
                    role: [{"start": s.start, "end": s.end, "text": s.of(text)}] if s else []
                    for role, s in (("sources", source), ("targets", target))
                }
                events.append({"type": kind, **sides})
    return {"labels": [k for k, _ in Counter(e["type"] for e in events).most_common(1)], "events": events}


def cameo(record: Answer, found: Sequence[tuple[Unit, list[Coded]]]) -> Answer:  # noqa: ARG001 - all answers have the same signature
    """CAMEO events as they are."""
    return {"events": [{"code": e.code, "source": e.source, "target": e.target} for _, events in found for e in events]}


ANSWERS = {"claims": claims, "plover_gsr": snippet, "petrarch_gsr_en": cameo}


def trees_of(given: Sequence[Unit], work: Path, parser: str) -> list[str]:
    """One tree a sentence, from the parser or from its last run over the same sentences."""
    source, out = work / "sentences.txt", work / "trees.txt"
    wanted = "".join(f"{unit.text}\n" for unit in given)
    if not (out.is_file() and source.is_file() and source.read_text(encoding="utf-8") == wanted):
        source.write_text(wanted, encoding="utf-8")
        done = subprocess.run(shlex.split(parser.format(sentences=source)), check=True, capture_output=True, encoding="utf-8")
        out.write_text(done.stdout, encoding="utf-8")
    trees = [line for line in out.read_text(encoding="utf-8").split("\n") if line]
    if len(trees) != len(given):
        raise SystemExit(f"{out}: {len(trees)} trees for {len(given)} sentences; the parser must print one a line")
    return trees


def coded_by(coder: str, work: Path, given: Sequence[tuple[Unit, str]]) -> list[Coded]:
    """PETRARCH2's events of sentences with their trees; it writes them to "evts." and the name of the output, where it runs.

    It stops at the first sentence that it cannot code; such a sentence is sought by halves and left out.
    """
    if not given:
        return []
    (work / "in.xml").write_text(as_xml(given), encoding="utf-8")
    command = shlex.split(coder.format(input=work / "in.xml", output="out.txt"))
    done = subprocess.run(command, check=False, cwd=work, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode == 0:
        return list(read_events((work / "evts.out.txt").read_text(encoding="utf-8").split("\n")))
    if len(given) == 1:
        print(f"left out, {done.stderr.strip().rpartition(chr(10))[2]}: {given[0][0].text}", flush=True)
        return []
    half = len(given) // 2
    return coded_by(coder, work, given[:half]) + coded_by(coder, work, given[half:])


def answers_of(name: str, records: Sequence[Answer], work: Path, *, parser: str, coder: str) -> list[Answer]:
    """The peer's answers to all records of a set."""
    work.mkdir(parents=True, exist_ok=True)
    given = units(records)
    trees = trees_of(given, work, parser)
    events = coded_by(coder, work, list(zip(given, trees, strict=True)))
    found: list[list[tuple[Unit, list[Coded]]]] = [[] for _ in records]
    for unit in given:
        found[unit.record].append((unit, [e for e in events if e.unit == unit.number]))
    print(f"{name}: {len(given)} sentences, {len(events)} events in {len({e.unit for e in events})} of them", flush=True)
    return [{"id": record["id"], **ANSWERS[name](record, mine)} for record, mine in zip(records, found, strict=True)]


def scored(folder: Path, name: str, gold: list[Answer], answers: list[Answer]) -> dict[str, float]:
    """The figures of one set as the product's are made."""
    wanted = next(s for s in SETS if s.name == name)
    module = scorer(folder, wanted.scorer)
    if wanted.scorer == "score":
        return wanted.figures(module.score({r["id"]: r for r in gold}, {a["id"]: a for a in answers}))
    return wanted.figures(module.score(gold, answers))


def table(peer: dict[str, dict[str, float]], ours: dict[str, Answer]) -> str:
    rows = ["| set | figure | onrecord | PETRARCH2 |", "|---|---|---|---|"]
    for name, figures in peer.items():
        mine = ours[name]["figures"]
        rows += [f"| {name} | {figure} | {mine[figure]:.1f} | {figures[figure]:.1f} |" for figure in SHOWN.get(name, figures)]
    return "\n".join(rows)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--work", type=Path, required=True, help="folder for sentences, trees and events")
    arguments.add_argument("--parser", required=True, help="command that prints a Penn Treebank tree a line for each line of {sentences}")
    arguments.add_argument("--coder", required=True, help="PETRARCH2's batch command with {input} and {output}")
    arguments.add_argument("--only", help="names of sets, separated by commas; the page stays as it is")
    options = arguments.parse_args()
    folder = options.shared / "evaluation"
    if not folder.is_dir():
        raise SystemExit(f"{folder} is not there: the evaluation data do not ship with the product")
    peer = {}
    for name in options.only.split(",") if options.only else ANSWERS:
        wanted = next(s for s in SETS if s.name == name)
        gold = gold_of(folder, wanted)
        given = without_answers(folder, gold, wanted)
        answers = answers_of(name, given, options.work.resolve() / name, parser=options.parser, coder=options.coder)
        (options.work / name / "answers.jsonl").write_text("".join(json.dumps(a) + "\n" for a in answers), encoding="utf-8")
        peer[name] = scored(folder, name, gold, answers)
        print(name, {k: round(v, 1) for k, v in peer[name].items()}, flush=True)
    if options.only:
        return
    ours = json.loads((ROOT / "docs/evaluation.json").read_text(encoding="utf-8"))
    put_between_marks("evaluation.md", "petrarch", table(peer, ours))


if __name__ == "__main__":
    main()
