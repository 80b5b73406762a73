"""A claim on the terminal: its passage, its chain of voices and its fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from onrecord.cli.table import SHORT_ID
from onrecord.cli.terminal import console, indented, text
from onrecord.export.bundle import day_range, place_line, publisher_name, what_happened
from onrecord.export.passage import LABELS, passage
from onrecord.export.words import STATUSES, spoken
from onrecord.model import Claim, Document, Event, Figure, Place, Producer, When

if TYPE_CHECKING:
    from rich.text import Text

# Each label differs in more than hue, for those who see no colour and for terminals that show none.
LABEL_STYLES = {
    "trigger": "bold reverse",
    "source": "bold cyan underline",
    "cue": "cyan italic",
    "figure": "bold yellow",
    "time": "magenta",
    "instrument": "yellow italic",
    "target": "bold blue",
    "actor": "bold red",
    "place": "green underline",
}
_INDENT = "  "


def legend() -> Text:
    """What the styles of a passage mean."""
    from rich.text import Text

    line = Text("legend: ")
    for label in LABELS:
        line.append(label, LABEL_STYLES[label])
        line.append("  ")
    return line


def highlighted(claim: Claim, document: Document) -> Text:
    """The passage of a claim with its spans marked. Where the terminal has no colour, brackets name the marks."""
    from rich.text import Text

    out, plain = Text(), console().color_system is None
    for piece in passage(claim, document.text):
        if piece.gap:
            out.append(" [...] ", "dim")
        words = text(piece.text, LABEL_STYLES[piece.label] if piece.label else "")
        if plain and piece.label and piece.text.strip():
            out.append(f"[{words.plain}]{piece.label} ".replace(" ]", "]") if piece.text.endswith(" ") else f"[{words.plain}]{piece.label}")
        else:
            out.append_text(words)
    return out


def chain(claim: Claim, document: Document) -> list[Text]:
    """The voices between the reader and the fact, the publisher first and the origin last, one a line."""
    from rich.text import Text

    lines = [text(f"{publisher_name(document)} (publisher)")]
    for depth, link in enumerate(claim.attribution):
        line = Text(_INDENT * depth + "└─ ", "dim")
        line.append_text(text(link.name, "bold" if depth == len(claim.attribution) - 1 else ""))
        if link.cue is not None:
            line.append_text(text(f' "{link.cue.of(document.text)}"', "italic"))
        actor = link.actor
        if actor is not None and not actor.named:
            line.append(" unnamed", "dim")
        if actor is not None and actor.party is not None:
            line.append_text(text(f" party {actor.party.removeprefix('local:')}", "dim"))
        if depth == len(claim.attribution) - 1:
            line.append("  <- origin", "dim")
        lines.append(line)
    if not claim.attribution:
        lines[0].append("  <- origin: no other voice is named", "dim")
    return lines


def time_words(when: When | None) -> str:
    """A date with its expression and the rule that resolved it."""
    if when is None:
        return "not said"
    days = (
        "not resolved"
        if when.earliest is None
        else f"{when.earliest}"
        if when.earliest == when.latest
        else f"{when.earliest} to {when.latest}"
    )
    return f"{days} ({f'{chr(34)}{when.expression}{chr(34)}, ' if when.expression else ''}{spoken(when.rule)})"


def figure_words(figure: Figure) -> str:
    """One figure with its bounds."""
    what = figure.what if figure.victims is None else f"{figure.what} ({figure.victims})"
    if figure.unknown:
        return f"{what}: number unknown"
    low, high = figure.low, figure.high
    number = f"{low}" if low == high else f"at least {low}" if high is None else f"at most {high}" if low is None else f"{low} to {high}"
    return f"{what} {number}{' (part of a total)' if figure.part_of_total else ''}"


def place_words(place: Place) -> str:
    """A place with its point and how far the truth may lie."""
    inside = ", ".join(p for p in (place.admin1, place.country) if p)
    name = f"{place.name} ({place.kind}{f' in {inside}' if inside else ''})"
    if place.lat is None or place.lon is None:
        return f"{name}: not located{f'; {place.note}' if place.note else ''}"
    radius = f", within {place.radius_m / 1000:,.0f} km" if place.radius_m else ""
    return f"{name}: {place.lat:.3f}, {place.lon:.3f}{radius}{'; coarse' if place.coarse else ''}{f'; {place.note}' if place.note else ''}"


def fields(claim: Claim, document: Document) -> Iterable[tuple[str, str]]:
    """Names and values of the fields of a claim, those that are empty left out."""
    yield "type", " / ".join(p for p in (claim.event_type, claim.mode, claim.sub_event) if p)
    yield "status", f"{spoken(claim.status)} ({STATUSES.get(claim.status, '')}), {claim.certainty}, confidence {claim.confidence:.2f}"
    for name, roles in (("actors", claim.actors), ("targets", claim.targets)):
        if roles:
            yield name, ", ".join(f"{r.name}{f' [{r.actor.actor_id}]' if r.actor else ''}" for r in roles)
    if claim.instruments:
        yield "instruments", ", ".join(span.of(document.text) for span in claim.instruments)
    for place in claim.places:
        yield "place", place_words(place)
    yield "time", time_words(claim.time)
    if claim.figures:
        yield "figures", "; ".join(figure_words(f) for f in claim.figures)


def print_claim(claim: Claim, producer: Producer, document: Document, events: Sequence[Event]) -> None:
    """Print one claim on stdout."""
    out = console()
    out.print(text(f"claim {claim.id}", "bold"))
    out.print(highlighted(claim, document))
    out.print()
    out.print(legend())
    out.print()
    for name, value in fields(claim, document):
        out.print(text(f"{name:<12}"), text(value))
    out.print()
    out.print(text("chain of voices, the reader's side first", "bold"))
    for line in chain(claim, document):
        indented(out, line, 2)
    out.print()
    out.print(text("from", "bold"))
    published = document.published.isoformat() if document.published else "no date of publication"
    out.print(text(f"  document {document.id} {document.title or document.name or ''}, {publisher_name(document)}, {published}"))
    out.print(text(f"  characters {claim.evidence.start} to {claim.evidence.end}"))
    out.print(text(f"  producer {producer.name} {producer.version}"))
    out.print(text(f"  weights {producer.weights_digest[:12]}, settings {producer.settings_digest[:12]}"))
    for event in events:
        out.print(text(f"  event {event.id[:SHORT_ID]} {what_happened(event)}, {place_line(event)}, {day_range(event)}"))
