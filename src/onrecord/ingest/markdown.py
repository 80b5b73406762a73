"""Markdown to plain text with its paragraphs, and YAML front matter to metadata."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from onrecord.ingest.draft import Draft, parse_day, unreadable

MEDIA_TYPE = "text/markdown"

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_MOST_FRONT_MATTER = 65_536
_HIDDEN_HTML = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def read_markdown(text: str, subject: str) -> Draft:
    """Paragraphs, headings, list items, table rows and code blocks as plain paragraphs with a blank line between them.

    Link targets, image addresses, HTML tags and comments are dropped, the words of links and images kept. Front matter gives title,
    date (or `published`), publisher, url, language (or `lang`) and id; without a title there, a first heading of level 1 is the title.
    Raises UnreadableDocument for front matter that is no YAML or has a date that is not ISO 8601.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    matter, body = _split_front_matter(text, subject)
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    published = _word(matter, "published", "date")
    return Draft(
        text="\n\n".join(_paragraphs(tokens)),
        title=_word(matter, "title") or _first_heading(tokens),
        publisher=_word(matter, "publisher"),
        published=parse_day(published, subject) if published else None,
        url=_word(matter, "url"),
        language=_word(matter, "language", "lang"),
        name=_word(matter, "id"),
    )


def _split_front_matter(text: str, subject: str) -> tuple[dict[str, Any], str]:
    match = _FRONT_MATTER.match(text)
    if not match or match.end() > _MOST_FRONT_MATTER:
        return {}, text
    remedy = "Correct the lines between the --- marks, or remove them."
    try:
        matter = yaml.safe_load(match.group(1))
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 2 if problem.problem_mark else 2
        raise unreadable(subject, f"the front matter is no YAML (line {line}: {problem.problem})", remedy) from problem
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        raise unreadable(subject, "the front matter is no YAML", remedy) from problem
    if not isinstance(matter, dict):
        # Two thematic breaks with prose between them, not metadata.
        return {}, text
    return {str(key).lower(): value for key, value in matter.items()}, text[match.end() :]


def _word(matter: dict[str, Any], *names: str) -> str | None:
    """The first of the named values that is a word, number or date; lists and nested values say nothing that can be used."""
    for name in names:
        value = matter.get(name)
        if isinstance(value, datetime | date):
            return value.isoformat()
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value)
    return None


def _first_heading(tokens: Sequence[Token]) -> str | None:
    if len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return _inline(tokens[1].children or [])
    return None


def _paragraphs(tokens: Sequence[Token]) -> list[str]:
    found: list[str] = []
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            found.append(" | ".join(cells or []))
            cells = None
        elif token.type == "inline":
            words = _inline(token.children or [])
            (found if cells is None else cells).append(words)
        elif token.type in ("fence", "code_block"):
            found.append(token.content)
        elif token.type == "html_block":
            found.append(_TAG.sub(" ", _HIDDEN_HTML.sub(" ", token.content)))
    return [paragraph.strip() for paragraph in found if paragraph.strip()]


def _inline(children: Sequence[Token]) -> str:
    words: list[str] = []
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            words.append(child.content)
        elif child.type == "softbreak":
            words.append(" ")
        elif child.type == "hardbreak" or (child.type == "html_inline" and child.content.lower().startswith("<br")):
            words.append("\n")
        elif child.type == "image":
            words.append(_inline(child.children or []))
    return "".join(words)
