"""`onrecord show`: one event, claim or document with everything that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli import options
from onrecord.cli.terminal import print_json
from onrecord.errors import BadInput

if TYPE_CHECKING:
    from onrecord.store import Store

_SHORTEST = 4
_LETTERS = {"e": "event", "c": "claim", "d": "document"}


def show(
    subject: Annotated[
        str, typer.Argument(metavar="EVENT|CLAIM|DOCUMENT", help="An id, or its first 4 or more characters.", show_default=False)
    ],
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Show the evidence: highlighted passages, the chain of voices, why this grade, which places were considered.

    Ids of events begin with e, of claims with c, of documents with d.

    \b
    Examples:
      onrecord show e1a2b3c4
      onrecord show c0ffee12 --json
      onrecord show d41d8cd9 | less -R
    """
    from onrecord.cli.record import opened

    subject = subject.strip().lower()
    kind = _LETTERS.get(subject[:1])
    if kind is None or len(subject) < _SHORTEST or any(c not in "0123456789abcdef" for c in subject[1:]):
        problem = "is no id, or less than 4 characters of one"
        raise BadInput(problem, subject=subject or "''", stage="show", remedy="Take an id from onrecord events; they begin with e, c or d.")
    with opened(store) as record:
        _SHOW[kind](record, subject, as_json)


def _event(record: Store, subject: str, as_json: bool) -> None:
    from onrecord.cli.record import bundle_of
    from onrecord.cli.show_event import print_event
    from onrecord.export.why import relations
    from onrecord.model.codec import to_dict

    found = bundle_of(record, [record.event(subject)])
    event = found.events[0]
    if not as_json:
        print_event(event, found, relations(event, found, record.related(event)))
        return
    claims = [_with_quotes(to_dict(c, ids=True), found.documents[c.document_id].text) for c in found.claims_of(event)]
    documents = [{k: v for k, v in to_dict(d, ids=True).items() if k != "text"} for d in found.documents_of(event)]
    print_json({"event": to_dict(event, ids=True), "claims": claims, "documents": documents})


def _claim(record: Store, subject: str, as_json: bool) -> None:
    from onrecord.cli.show_claim import print_claim
    from onrecord.model.codec import to_dict
    from onrecord.store import EventFilter

    claim, producer = record.claim(subject)
    document = record.document(claim.document_id)
    events = record.events(EventFilter(claim=claim.id))
    if not as_json:
        print_claim(claim, producer, document, events)
        return
    print_json(
        {
            "claim": _with_quotes(to_dict(claim, ids=True), document.text),
            "producer": to_dict(producer),
            "document_id": document.id,
            "event_ids": [event.id for event in events],
        }
    )


def _document(record: Store, subject: str, as_json: bool) -> None:
    from onrecord.cli.show_document import print_document
    from onrecord.model.codec import to_dict

    document = record.document(subject)
    captures = record.captures(document.id)
    claims = list(record.claims(document_id=document.id))
    if not as_json:
        print_document(document, captures, claims)
        return
    print_json(
        {
            "document": to_dict(document, ids=True),
            "captures": [to_dict(capture) for capture in captures],
            "claims": [_with_quotes(to_dict(claim, ids=True), document.text) for claim in claims],
        }
    )


def _with_quotes(claim: dict[str, Any], text: str) -> dict[str, Any]:
    quoted = {name: text[claim[name][0] : claim[name][1]] for name in ("trigger", "evidence")}
    return {**claim, "quoted": quoted}


_SHOW = {"event": _event, "claim": _claim, "document": _document}
