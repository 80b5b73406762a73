"""An exported record (JSON Lines) read back."""

from __future__ import annotations

import json
from collections.abc import Iterable

from onrecord.errors import BadInput
from onrecord.export.bundle import Bundle
from onrecord.model import Claim, Document, Event
from onrecord.model.codec import from_dict


def read_jsonl(lines: Iterable[str], name: str) -> Bundle:
    """The bundle that `write_jsonl` wrote; `name` is what errors call it. Raises BadInput naming the first line that is none of it."""
    documents: dict[str, Document] = {}
    claims: dict[str, Claim] = {}
    events: list[Event] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            kind = data.pop("record") if type(data) is dict else None
            if kind == "document":
                document = from_dict(Document, data)
                documents[document.id] = document
            elif kind == "claim":
                data.pop("quoted", None)
                claim = from_dict(Claim, data)
                claims[claim.id] = claim
            elif kind == "event":
                events.append(from_dict(Event, data))
            else:
                raise ValueError("its record is no document, claim or event")
        except (ValueError, KeyError, RecursionError) as problem:
            remedy = "Give a store, or what onrecord export jsonl wrote."
            raise BadInput(
                f"is no line of an exported record: {problem}", subject=f"{name} line {number}", stage="diff", remedy=remedy
            ) from problem
    return Bundle(events=tuple(events), claims=claims, documents=documents)
