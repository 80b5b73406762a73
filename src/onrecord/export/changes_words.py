"""Changes of the record for people who publish updates, in Markdown, and for programs, as JSON values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from onrecord.export.bundle import day_range, place_line, what_happened
from onrecord.export.changes import KINDS, Changes, EventChange, figures_words
from onrecord.export.words import counted, spoken, visible
from onrecord.model import Event

_TITLES = {
    "new": "New events",
    "gone": "Events taken off the record",
    "merged": "Events found to be one",
    "split": "Events found to be several",
    "regrouped": "Events told apart otherwise",
    "changed": "Changed events",
}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def headline(event: Event) -> str:
    """An event in a line: what, when, where, its grade and id."""
    return f"{what_happened(event)}, {day_range(event)}, {place_line(event)} ({spoken(event.grade.corroboration)}; {event.id[:8]})"


def summary(found: Changes) -> str:
    """How many changes of each kind there are, in a line."""
    counts = [f"{len(found.of(kind))} {kind}" for kind in KINDS if found.of(kind)]
    return f"{', '.join(counts) or 'no changes'}; {counted(found.same, 'event')} the same"


def as_json(found: Changes) -> dict[str, Any]:
    """The changes as JSON values."""
    return {
        "same": found.same,
        "counts": {kind: len(found.of(kind)) for kind in KINDS},
        "changes": [
            {
                "kind": change.kind,
                "old": [_event(event) for event in change.old],
                "new": [_event(event) for event in change.new],
                "fields": {f.field: {"old": f.old, "new": f.new} for f in change.fields},
            }
            for change in found.changes
        ],
    }


def markdown(found: Changes, *, old: str, new: str) -> str:
    """The changes as Markdown with a heading a kind; `old` and `new` name the two states. Words of reports cannot become markup."""
    return (
        "\n".join(
            [f"# Changes from {_safe(old)} to {_safe(new)}", "", f"{summary(found)[:1].upper()}{summary(found)[1:]}.", *_kinds(found)]
        )
        + "\n"
    )


def _kinds(found: Changes) -> Iterator[str]:
    for kind in KINDS:
        if not found.of(kind):
            continue
        yield from ("", f"## {_TITLES[kind]}", "")
        for change in found.of(kind):
            yield from _lines(change)


def _lines(change: EventChange) -> Iterator[str]:
    if change.kind in ("new", "gone"):
        event = (change.new or change.old)[0]
        yield f"- {_safe(headline(event))}"
        if change.kind == "new" and event.grade.figures:
            yield f"  - figures: {_safe(figures_words(event))}"
        return
    if change.kind == "changed":
        yield f"- {_safe(headline(change.new[0]))}"
        for field in change.fields:
            yield f"  - {field.field}: {_safe(field.old)} → {_safe(field.new)}"
        return
    one = change.new if change.kind == "merged" else change.old
    others = change.old if change.kind == "merged" else change.new
    yield f"- {'; '.join(_safe(headline(event)) for event in one)}"
    word = {"merged": "was", "split": "is now", "regrouped": "is now"}[change.kind]
    for event in others:
        yield f"  - {word}: {_safe(headline(event))}"


def _safe(words: str) -> str:
    return _MARKUP.sub(r"\\\1", visible(words))


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "what": what_happened(event),
        "date": day_range(event),
        "place": place_line(event),
        "status": event.status,
        "grade": event.grade.corroboration,
        "airwars": event.grade.airwars,
        "figures": figures_words(event),
        "independent_origins": event.grade.independent_origins,
        "claims": list(event.claim_ids),
    }
