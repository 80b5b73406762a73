"""Web pages: the article alone, without navigation, comments and footers, and what the page says about its publication."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from onrecord.ingest.draft import Draft, unreadable

MEDIA_TYPE = "text/html"

# Extraction takes time quadratic in the elements of a page: 60,000 tags are about five seconds, the longest articles have 10,000.
_MOST_TAGS = 60_000
_BLOCKS = frozenset({"p", "head", "item", "quote", "row", "list", "table", "code", "ab"})
_VERBATIM = frozenset({"quote", "code"})
_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]{2,40})", re.I
)
_DATE_NAMES = frozenset(
    {
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publication_date",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "dcterms.created",
        "dcterms.issued",
        "parsely-pub-date",
        "sailthru.date",
        "citation_publication_date",
        "date.issued",
        "article.published",
    }
)
_SAVE_TEXT = "Save the words of the report as a text file and read that."


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the first kilobytes of a page name, as Python knows it; Latin-1 means Windows-1252, as in every browser."""
    match = _DECLARED.search(data[:4096])
    if not match:
        return None
    name = (match.group(1) or match.group(2)).decode("ascii").lower()
    if name.startswith(("utf-16", "utf-32", "utf-7")):
        # The declaration could be read as ASCII, so this cannot be true.
        return None
    return "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "iso8859-1", "ascii", "us-ascii") else name


def read_html(text: str, subject: str) -> Draft:
    """The article of a page, a blank line between its paragraphs, with title, publisher (site name), date and canonical URL.

    The date comes from the page's own metadata only, never from words in its text. Raises UnreadableDocument where no article is found
    or the page is too large to take apart. Extraction: trafilatura (Barbaresi 2021).
    """
    tags = text.count("<")
    if tags > _MOST_TAGS:
        raise unreadable(subject, f"the page has {tags:,} tags, more than {_MOST_TAGS:,}", _SAVE_TEXT)
    try:
        found: Any = bare_extraction(
            text, with_metadata=True, include_comments=False, date_extraction_params={"extensive_search": False, "original_date": True}
        )
        tree: Any = load_html(text)
    # The extractor works on whatever the web holds; any failure of it is a fault of this one page.
    except Exception as problem:
        raise unreadable(subject, f"the page cannot be taken apart ({type(problem).__name__})", _SAVE_TEXT) from problem
    if found is None or tree is None:
        raise unreadable(subject, "no article is found in the page", _SAVE_TEXT)
    return Draft(
        text="\n\n".join(_paragraphs(found.body)) or found.text or "",
        title=found.title,
        publisher=found.sitename,
        published=_published(tree),
        url=found.url,
        language=next(iter(tree.xpath("//html/@lang")), None),
    )


def _paragraphs(body: Any) -> Iterator[str]:
    """The blocks of trafilatura's tree in order; nested lists and quotations are flattened."""
    words: list[str] = []
    for step, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield from _flush(words)
        elif element.tag == "lb" and step == "start":
            words.append("\n")
        elif element.tag == "cell" and step == "end" and element.getnext() is not None:
            words.append(" | ")
        chunk, place = (element.text, element) if step == "start" else (element.tail, element.getparent())
        if chunk:
            verbatim = place is not None and place.tag in _VERBATIM
            words.append(chunk if verbatim else re.sub(r"\s+", " ", chunk))
    yield from _flush(words)


def _flush(words: list[str]) -> Iterator[str]:
    block = "".join(words)
    words.clear()
    lines = [line.strip() for line in block.split("\n")]
    # A verbatim block may hold paragraphs of its own: blank lines inside it stay.
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if text:
        yield text


def _published(tree: Any) -> date | None:
    for value in _date_values(tree):
        try:
            return datetime.fromisoformat(value.strip()).date()
        except ValueError:
            continue
    return None


def _date_values(tree: Any) -> Iterator[str]:
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name.lower() in _DATE_NAMES and meta.get("content"):
            yield meta.get("content")
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json" and script.text:
            try:
                data = json.loads(script.text)
            except (ValueError, RecursionError):
                continue
            yield from _linked_dates(data)
    for time in tree.iter("time"):
        if time.get("datetime") and (time.get("pubdate") is not None or time.get("itemprop") == "datePublished"):
            yield time.get("datetime")


def _linked_dates(data: Any) -> Iterator[str]:
    """`datePublished` of the page's own JSON-LD objects (one, a list, or a graph)."""
    items = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and isinstance(item.get("datePublished"), str):
            yield item["datePublished"]
