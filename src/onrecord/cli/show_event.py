"""An event on the terminal: what, why this grade, figures, places and the evidence of every claim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from onrecord.cli.show_claim import chain, figure_words, highlighted, legend, place_words, time_words
from onrecord.cli.table import SHORT_ID, who_line
from onrecord.cli.terminal import GRADE_STYLES, console, indented, text
from onrecord.export.bundle import day_range, figure_line, place_line, teller_name, what_happened
from onrecord.export.words import GRADES, origin_words, spoken

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.export import Bundle
    from onrecord.model import Event


def print_event(event: Event, found: Bundle, relations: Sequence[dict[str, Any]] = ()) -> None:
    """Print one event on stdout; `relations` as `onrecord.export.why.relations` gives them."""
    out = console()
    out.print(text(what_happened(event), "bold"), text(f"({spoken(event.status)})  {event.id}", "dim"))
    out.print(text(f"  when   {day_range(event)}{f' ({spoken(event.when.rule)})' if event.when else ''}"))
    out.print(text(f"  where  {place_line(event)}"))
    out.print(text(f"  who    {who_line(event)}"))
    _print_grade(event, out)
    _print_figures(event, found, out)
    _print_places(event, out)
    if relations:
        out.print()
        out.print(text("other events, in the words of the reports", "bold"))
    for relation in relations:
        out.print(text(f"  {relation['line']}"))
    _print_evidence(event, found, out)


def _print_grade(event: Event, out: Console) -> None:
    grade = event.grade
    out.print()
    out.print(
        text(f"grade: {spoken(grade.corroboration)}", GRADE_STYLES.get(grade.corroboration, "bold")),
        text(f"- {GRADES.get(grade.corroboration, '')}"),
    )
    out.print(text(f"  {grade.explanation}"))
    for title, origins in (("independent origins", grade.origins), ("deny it", grade.denials), ("took it back", grade.withdrawn)):
        if origins:
            out.print(text(f"  {title}:"))
        for origin in origins:
            ids = ", ".join(i[:SHORT_ID] for i in origin.claim_ids)
            out.print(text(f"    {origin_words(origin)}{'' if origin.named else '; unnamed'}  [{ids}]"))
    if grade.not_executed:
        out.print(text("  somebody says that the plan came to nothing"))
    if grade.collapses:
        out.print(text("  not counted as two:"))
    for collapse in grade.collapses:
        also = [spoken(r) for r in collapse.reasons if r != collapse.reason]
        more = f" (also {', '.join(also)})" if also else ""
        out.print(text(f"    {collapse.a[:SHORT_ID]} + {collapse.b[:SHORT_ID]}  {spoken(collapse.reason)}{more}: {collapse.explanation}"))
    if grade.airwars:
        out.print(text(f"  Airwars grade: {grade.airwars}; {'; '.join(grade.airwars_reasons)}"))


def _print_figures(event: Event, found: Bundle, out: Console) -> None:
    if not event.grade.figures:
        return
    out.print()
    out.print(text("figures", "bold"))
    for figure in event.grade.figures:
        best = f", best {figure.best:g} ({figure.rule})" if figure.best is not None else ""
        out.print(text(f"  {figure_line(figure)}{best}"))
        for claim in (found.claims[i] for i in figure.claim_ids):
            speaker = teller_name(claim, found.documents[claim.document_id])
            said = [f for f in claim.figures if f.what == figure.what and (figure.victims is None or f.victims == figure.victims)]
            taken_back = " (taken back)" if claim.id in figure.withdrawn_claims else ""
            out.print(text(f"    {speaker}: {'; '.join(figure_words(f) for f in said)}{taken_back}  [{claim.id[:SHORT_ID]}]", "dim"))


def _print_places(event: Event, out: Console) -> None:
    if not event.places:
        return
    out.print()
    out.print(text("places", "bold"))
    for place in event.places:
        out.print(text(f"  {place_words(place)}"))
        for candidate in place.candidates:
            where = ", ".join(p for p in (candidate.admin1, candidate.country) if p)
            out.print(
                text(f"    lost: {candidate.name} ({candidate.kind}, {where}), score {candidate.score:.2f}: {candidate.reason}", "dim")
            )


def _print_evidence(event: Event, found: Bundle, out: Console) -> None:
    out.print()
    out.print(text(f"evidence ({len(event.claim_ids)})", "bold"))
    for claim in found.claims_of(event):
        document = found.documents[claim.document_id]
        published = document.published.isoformat() if document.published else "no date"
        hedge = ", hedged" if claim.certainty == "hedged" else ""
        out.print(text(f"  {claim.id[:SHORT_ID]} {spoken(claim.status)}{hedge}; time {time_words(claim.time)}"))
        indented(out, highlighted(claim, document), 4)
        for line in chain(claim, document):
            indented(out, line, 6)
        out.print(text(f"      in {document.id[:SHORT_ID]} {document.title or document.name or ''}, {published}", "dim"))
        out.print()
    out.print(legend())
