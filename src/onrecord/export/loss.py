"""What an export could not hold: counted and said, never silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from onrecord.export.bundle import Bundle


@dataclass(frozen=True, slots=True, kw_only=True)
class LossReport:
    """What became of a record in one format.

    `left_out` counts whole events that the format has no room for, by reason; `not_held` counts what was dropped of the others, by field of
    the record; `empty` counts the rows in which a column of the format stayed empty because nobody said it.
    """

    format: str
    events: int
    written: int
    left_out: Mapping[str, int]
    not_held: Mapping[str, int]
    empty: Mapping[str, int]
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The report as a JSON object."""
        return {**asdict(self), "notes": list(self.notes)}

    def lines(self) -> list[str]:
        """The report as lines for a person."""
        lines = [f"{self.format}: {self.written} of {self.events} events written"]
        lines += [f"  left out: {count} {reason}" for reason, count in self.left_out.items()]
        if self.not_held:
            lines.append("  the format cannot hold: " + ", ".join(f"{name} ({count})" for name, count in self.not_held.items()))
        if self.empty:
            lines.append("  empty because nobody said it: " + ", ".join(f"{name} ({count})" for name, count in self.empty.items()))
        return lines + [f"  note: {note}" for note in self.notes]


def facts(bundle: Bundle) -> dict[str, int]:
    """How much of each thing the events of the record hold; the names are those that loss reports use."""
    events, claims = bundle.events, list(bundle.used_claims())
    return {
        "claims": len(claims),
        "spans of evidence": sum(1 for _ in claims),
        "chains of voices": sum(1 for c in claims if c.attribution),
        "claims that are hedged": sum(c.certainty == "hedged" for c in claims),
        "figures of single claims": sum(len(c.figures) for c in claims),
        "instruments": sum(len(c.instruments) for c in claims),
        "further actors": sum(max(0, len(e.actors) - 1) for e in events),
        "further targets": sum(max(0, len(e.targets) - 1) for e in events),
        "further places": sum(max(0, len(e.places) - 1) for e in events),
        "places that lost": sum(len(p.candidates) for e in events for p in e.places),
        "radii of places": sum(p.radius_m is not None for e in events for p in e.places[:1]),
        "grades": len(events),
        "independent origins": sum(e.grade.independent_origins for e in events),
        "denials": sum(len(e.grade.denials) for e in events),
        "withdrawn reports": sum(len(e.grade.withdrawn) for e in events),
        "collapsed pairs with reasons": sum(len(e.grade.collapses) for e in events),
        "ranges of killed": sum(
            f.what == "killed" and f.victims is None and f.lowest != f.highest for e in events for f in e.grade.figures
        ),
        "ranges of injured": sum(
            f.what == "injured" and f.victims is None and f.lowest != f.highest for e in events for f in e.grade.figures
        ),
        "figures by class of victims": sum(f.victims is not None for e in events for f in e.grade.figures),
        "figures of injured": sum(f.what == "injured" and f.victims is None for e in events for f in e.grade.figures),
        "figures of other kinds": sum(f.what not in {"killed", "injured"} and f.victims is None for e in events for f in e.grade.figures),
        "numbers said to be unknown": sum(f.unknown for e in events for f in e.grade.figures),
        "texts of documents": sum(1 for _ in bundle.used_documents()),
    }


def not_held(bundle: Bundle, held: Iterable[str]) -> dict[str, int]:
    """The facts of `bundle` that a format which holds `held` drops. Raises KeyError for a name that `facts` does not have."""
    found = facts(bundle)
    for name in held:
        del found[name]
    return {name: count for name, count in found.items() if count}


def count_empty(rows: Iterable[Mapping[str, object]]) -> dict[str, int]:
    """How many rows leave each column empty."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(name for name, value in row.items() if value is None or value == "")
    return dict(counts)
