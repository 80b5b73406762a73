"""The whole record as JSON Lines: documents, then claims, then events; nothing of them is lost."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any, TextIO

from onrecord.export.bundle import Bundle
from onrecord.export.jsontext import json_text
from onrecord.export.loss import LossReport
from onrecord.model import Claim
from onrecord.model.codec import to_dict


def _claim(claim: Claim, text: str) -> dict[str, Any]:
    quoted = {"trigger": claim.trigger.of(text), "evidence": claim.evidence.of(text)}
    return {"record": "claim", **to_dict(claim, ids=True), "quoted": quoted}


def _lines(bundle: Bundle, written: Container[str]) -> Iterator[dict[str, Any]]:
    for document in bundle.used_documents():
        if document.id not in written:
            yield {"record": "document", **to_dict(document, ids=True)}
    for claim in bundle.used_claims():
        yield _claim(claim, bundle.documents[claim.document_id].text)
    for event in bundle.events:
        yield {"record": "event", **to_dict(event, ids=True)}


def write_jsonl(bundle: Bundle, out: TextIO, *, written: Container[str] = ()) -> LossReport:
    """Write one JSON object a line to `out`; its key `record` says whether it is a document, claim or event.

    The other keys are those of the dataclasses of `onrecord.model`; `quoted` of a claim repeats the words of its trigger and evidence.
    Documents whose id is in `written` are left out, so that a long export can be written part by part.
    """
    for line in _lines(bundle, written):
        out.write(json_text(line) + "\n")
    count = len(bundle.events)
    return LossReport(
        format="jsonl",
        events=count,
        written=count,
        left_out={},
        not_held={},
        empty={},
        notes=("the original bytes of documents stay in the store",),
    )
