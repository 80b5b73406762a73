"""A document on the terminal: how it was captured and what it claims."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.cli.show_claim import highlighted, legend
from onrecord.cli.table import SHORT_ID
from onrecord.cli.terminal import console, indented, text
from onrecord.export.words import spoken, voices
from onrecord.model import Capture, Claim, Document


def print_document(document: Document, captures: Sequence[Capture], claims: Sequence[Claim]) -> None:
    """Print one document on stdout."""
    out = console()
    out.print(text(f"document {document.id}", "bold"))
    for name, value in (
        ("title", document.title),
        ("publisher", document.publisher),
        ("published", document.published.isoformat() if document.published else None),
        ("url", document.url),
        ("language", document.language),
        ("name", document.name),
        ("length", f"{len(document.text):,} code points"),
    ):
        out.print(text(f"  {name:<10} {value if value is not None else 'not known'}"))
    out.print()
    out.print(text("captured", "bold"))
    for capture in captures:
        out.print(text(f"  {capture.captured_at.isoformat()} from {capture.origin}"))
        out.print(text(f"  {capture.media_type}, {capture.size:,} bytes, sha256 {capture.sha256}"))
    out.print()
    out.print(text(f"claims ({len(claims)})", "bold"))
    for claim in claims:
        head = f"  {claim.id[:SHORT_ID]} {claim.event_type}{f' / {claim.sub_event}' if claim.sub_event else ''}, {spoken(claim.status)}"
        out.print(text(f"{head}; {' <- '.join(voices(claim, document))}", "dim"))
        indented(out, highlighted(claim, document), 4)
    if claims:
        out.print(legend())
