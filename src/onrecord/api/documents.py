"""Documents: the text as captured with all claims marked, its capture record and its near-copies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from onrecord.api import cursors, views
from onrecord.api import models as m
from onrecord.api.desk import Desk, digest
from onrecord.api.filters import Cursor, Limit, Words
from onrecord.api.problems import not_found
from onrecord.export.jsontext import json_text
from onrecord.export.passage import LABELS, marks
from onrecord.link.reuse import text_reuse
from onrecord.model import Claim, Document
from onrecord.model.codec import to_dict
from onrecord.store.bodies import document_page, documents_with, event_ids_of_document, neighbours

_COMPARED = 40
"""Documents that one is compared with, at most."""
_COMPARED_CHARACTERS = 40_000


class DocumentQuery(BaseModel):
    """Which documents."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[Words | None, Field(description='words of the text or title; "quoted phrases" and prefix* work')] = None
    cursor: Cursor = None
    limit: Limit = 50


class DocumentPage(m.Model):
    """A page of documents in the order in which they were added."""

    items: tuple[m.DocumentBrief, ...]
    next: str | None


class Segment(m.Model):
    """Characters of a document: what they are marked as and by which claims; `evidence_of` names the claims whose sentence they are in."""

    span: m.SpanPair
    text: str
    labels: tuple[str, ...]
    claims: tuple[str, ...] = Field(description="claims that mark these characters")
    evidence_of: tuple[str, ...]


class CaptureView(m.Model):
    """When and where the bytes were captured; `sha256` is that of the original bytes."""

    sha256: str
    captured_at: datetime
    origin: str
    media_type: str
    size: int


class NearCopy(m.Model):
    """A document with nearly the same text: Jaccard similarity of three-word shingles, and the longest run of words that both hold."""

    document: m.DocumentBrief
    similarity: float
    containment: float
    shared: str


class DocumentDetail(m.Model):
    """One document with everything that is known of it."""

    document: m.DocumentBrief
    version: str
    name: str | None
    url: str | None
    text: str
    characters: int
    segments: tuple[Segment, ...] = Field(description="the whole text, cut at every mark")
    captures: tuple[CaptureView, ...]
    claims: tuple[m.ClaimView, ...]
    event_ids: dict[str, str] = Field(description="the event of each claim, by claim id")
    near_copies: tuple[NearCopy, ...]


def list_documents(desk: Desk, query: DocumentQuery) -> DocumentPage:
    """Documents in the order in which they were added, or those that fit `q`, best first (then on one page)."""
    if query.q:
        hits = desk.store.search(query.q, limit=query.limit)
        found = documents_with(desk.store, [h.document_id for h in hits])
        return DocumentPage(items=tuple(views.document_brief(found[h.document_id]) for h in hits), next=None)
    after = cursors.bounded(cursors.unpack(query.cursor, int)[0], 64) if query.cursor else 0
    rows, more = document_page(desk.store, after, query.limit)
    items = tuple(views.document_brief(document) for _, document in rows)
    return DocumentPage(items=items, next=cursors.pack(rows[-1][0]) if more else None)


def document_detail(desk: Desk, document_id: str) -> DocumentDetail:
    """One document. Raises ApiError (404) for an unknown id."""
    document = one_document(desk, document_id)
    claims = desk.claims_of(document)
    captures = desk.store.captures(document.id)
    of_event = event_ids_of_document(desk.store, document.id)
    return DocumentDetail(
        document=views.document_brief(document),
        version=digest(document.id, *(json_text(to_dict(c)) for c in claims), *(c.origin for c in captures), *of_event.values()),
        name=document.name,
        url=document.url,
        text=document.text,
        characters=len(document.text),
        segments=tuple(segments(document, claims)),
        captures=tuple(
            CaptureView(sha256=c.sha256, captured_at=c.captured_at, origin=c.origin, media_type=c.media_type, size=c.size) for c in captures
        ),
        claims=tuple(views.claim_view(c, document) for c in claims),
        event_ids=of_event,
        near_copies=near_copies(desk, document),
    )


def one_document(desk: Desk, document_id: str) -> Document:
    """The document with this id. Raises ApiError (404) where there is none."""
    found = documents_with(desk.store, [document_id])
    if document_id not in found:
        raise not_found("document", document_id)
    return found[document_id]


def segments(document: Document, claims: Iterable[Claim]) -> Iterable[Segment]:
    """The text in pieces that join to it, each with what marks it; time grows with the text and the marks, not with their product."""
    text = document.text
    opens: dict[int, list[tuple[str, str]]] = {}
    closes: dict[int, list[tuple[str, str]]] = {}
    for claim in claims:
        for span, label in [*marks(claim), (claim.evidence, "")]:
            opens.setdefault(span.start, []).append((claim.id, label))
            closes.setdefault(span.end, []).append((claim.id, label))
    live: dict[tuple[str, str], int] = {}
    for start, end in pairwise(sorted({0, len(text), *opens, *closes})):
        for key in closes.get(start, ()):
            live[key] -= 1
            if not live[key]:
                del live[key]
        for key in opens.get(start, ()):
            live[key] = live.get(key, 0) + 1
        found = {label for _, label in live}
        yield Segment(
            span=(start, end),
            text=text[start:end],
            labels=tuple(label for label in LABELS if label in found),
            claims=tuple(sorted({claim for claim, label in live if label})),
            evidence_of=tuple(sorted({claim for claim, label in live if not label})),
        )


def near_copies(desk: Desk, document: Document) -> tuple[NearCopy, ...]:
    """Documents with nearly the same text, most alike first: looked for among those of the same events and those with the same phrases."""
    keys = dict.fromkeys(neighbours(desk.store, document.id, _COMPARED))
    for phrase in _phrases(document.text):
        keys |= dict.fromkeys(hit.document_id for hit in desk.store.search(f'"{phrase}"', limit=_COMPARED))
    keys.pop(document.id, None)
    others = documents_with(desk.store, list(keys)[:_COMPARED])
    if not others:
        return ()
    passages = {key: other.text[:_COMPARED_CHARACTERS] for key, other in {document.id: document, **others}.items()}
    found = []
    for reuse in text_reuse(passages):
        if document.id in (reuse.a, reuse.b):
            other = others[reuse.b if reuse.a == document.id else reuse.a]
            shown = round(reuse.similarity, 4), round(reuse.containment, 4)
            found.append(
                NearCopy(document=views.document_brief(other), similarity=shown[0], containment=shown[1], shared=reuse.shared[:1000])
            )
    return tuple(sorted(found, key=lambda copy: (-copy.similarity, copy.document.id)))


def _phrases(text: str) -> list[str]:
    """Eight words from the beginning, the middle and the end: a copy shares one of them unless all three were rewritten."""
    words = text[:_COMPARED_CHARACTERS].replace('"', " ").split()
    if len(words) < 8:
        return []
    return [" ".join(words[start : start + 8]) for start in dict.fromkeys((0, len(words) // 2 - 4, len(words) - 8))]
