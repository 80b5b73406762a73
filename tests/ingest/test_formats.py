"""Markdown, web pages and JSON records to text and metadata."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import UnreadableDocument
from onrecord.ingest import IngestOptions, ingest_paths
from onrecord.ingest.html import read_html
from onrecord.ingest.markdown import read_markdown
from onrecord.model import Captured

SENTENCE = "Two soldiers were killed near the town of Qalat, the ministry said in a statement carried by state television"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("one\ntwo\n\nthree", "one two\n\nthree"),
        ("# Head\n\nBody *with* **marks** and `code`.", "Head\n\nBody with marks and code."),
        ("- first\n- second\n  - nested\n\n1. third", "first\n\nsecond\n\nnested\n\nthird"),
        ("> quoted words\n> go on", "quoted words go on"),
        ("See [the page](http://a.example/x) and ![a map](m.png).", "See the page and a map."),
        ("| Place | Killed |\n|---|---|\n| Qalat | 3 |", "Place | Killed\n\nQalat | 3"),
        ("hard  \nbreak", "hard\nbreak"),
        ("<div>\n<script>x = 1</script>words<!-- no -->\n</div>", "words"),
        ("inline <b>bold</b> text<br>next", "inline bold text\nnext"),
        ("```\ncode block\n```", "code block"),
        ("at &amp; t, 5 \\* 5", "at & t, 5 * 5"),
        ("---\nnot metadata\n---\n\nbody", "not metadata\n\nbody"),
    ],
)
def test_markdown_text(source: str, text: str) -> None:
    assert read_markdown(source, "a.md").text == text


def test_markdown_front_matter() -> None:
    draft = read_markdown(
        "---\r\nTitle: 'Two: killed'\r\ndate: 2024-05-01\r\npublisher: Desk\r\n"
        "url: http://a.example\r\nlang: en\r\nid: 7\r\ntags: [x]\r\n---\r\nBody.",
        "a.md",
    )
    assert (draft.title, draft.published, draft.publisher) == ("Two: killed", date(2024, 5, 1), "Desk")
    assert (draft.url, draft.language, draft.name, draft.text) == ("http://a.example", "en", "7", "Body.")


@pytest.mark.parametrize(
    ("source", "title", "published"),
    [
        ("# The *title*\n\nBody", "The title", None),
        ("Body\n\n# Later", None, None),
        ("---\ndate: 2024-05-01T22:00:00Z\n---\nBody", None, date(2024, 5, 1)),
        ("---\npublished: '2024-05-01'\ntitle: [a, b]\n---\nBody", None, date(2024, 5, 1)),
    ],
)
def test_markdown_title_and_date(source: str, title: str | None, published: date | None) -> None:
    draft = read_markdown(source, "a.md")
    assert (draft.title, draft.published) == (title, published)


def page(head: str = "", body: str = "") -> str:
    paragraphs = "".join(f"<p>{SENTENCE}, part {number}.</p>" for number in range(4))
    return f"<html lang='en-GB'><head><title>Clash</title>{head}</head><body>{body or f'<article>{paragraphs}</article>'}</body></html>"


def test_only_the_article_of_a_page_is_kept_with_its_paragraphs() -> None:
    body = (
        "<nav><a href='/'>Front page</a> <a href='/w'>World</a></nav><header>Banner words</header>"
        f"<article><h1>Clash near Qalat</h1><p>{SENTENCE}.<br>Second line.</p><p>Near A,\n one   <b>strike</b>.</p><p>Near B, two.</p>"
        f"<p>Near A,\n one   <b>strike</b>.</p><ul><li>item one of it</li><li>item two of it</li></ul>"
        "<table><tr><td>Qalat</td><td>3</td></tr></table>"
        f"<blockquote>We did it, he said.</blockquote><p>{SENTENCE} again.</p></article>"
        "<footer>Privacy policy. Subscribe to our newsletter.</footer>"
    )
    draft = read_html(page(body=body), "a.html")
    assert draft.text.split("\n\n") == [
        "Clash near Qalat",
        f"{SENTENCE}.\nSecond line.",
        "Near A, one strike.",
        "Near B, two.",
        "Near A, one strike.",
        "item one of it",
        "item two of it",
        "Qalat | 3",
        "We did it, he said.",
        f"{SENTENCE} again.",
    ]


def test_page_metadata() -> None:
    head = (
        "<link rel='canonical' href='https://news.example/clash'><meta property='og:site_name' content='Example News'>"
        "<meta property='article:published_time' content='2021-03-04T22:00:00-05:00'>"
    )
    draft = read_html(page(head), "a.html")
    assert (draft.title, draft.publisher, draft.url) == ("Clash", "Example News", "https://news.example/clash")
    assert (draft.published, draft.language) == (date(2021, 3, 4), "en-GB")


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ("", "", None),
        ("", f"<article><p>{SENTENCE} on 12 March 2020.</p></article><footer>Copyright 2019. 12 March 2020</footer>", None),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2022-01-02T00:00:00Z"}</script>',
            "",
            date(2022, 1, 2),
        ),
        ('<script type="application/ld+json">{"@graph": [{"x": 1}, {"datePublished": "2022-01-02"}]}</script>', "", date(2022, 1, 2)),
        ('<script type="application/ld+json">{broken</script>', "", None),
        ("<meta name='DC.date' content='2022-01-02'>", "", date(2022, 1, 2)),
        ("<meta name='date' content='last week'><meta name='pubdate' content='20220102'>", "", date(2022, 1, 2)),
        ("", f"<article><time itemprop='datePublished' datetime='2022-01-02'>2 Jan</time><p>{SENTENCE}.</p></article>", date(2022, 1, 2)),
        ("", f"<article><time datetime='2022-01-02'>2 Jan</time><p>{SENTENCE}.</p></article>", None),
    ],
)
def test_page_dates_come_from_metadata_only(head: str, body: str, published: date | None) -> None:
    assert read_html(page(head, body), "a.html").published == published


def test_xhtml_with_an_encoding_declaration_is_read() -> None:
    source = "<?xml version='1.0' encoding='utf-8'?>" + page().replace("<html", "<html xmlns='http://www.w3.org/1999/xhtml'")
    assert SENTENCE in read_html(source, "a.html").text


def ingest_lines(tmp_path: Path, lines: list[Any], **options: Any) -> list[Any]:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
    return list(ingest_paths([str(path)], options=IngestOptions(**options)))


def test_a_record_with_all_default_fields(tmp_path: Path) -> None:
    record = {
        "id": 12,
        "title": "A\nb",
        "publisher": "Desk",
        "url": "http://a.example",
        "published": "2024-05-01",
        "language": "en",
        "text": "Words\r\nof it.",
        "other": 1,
    }
    (captured,) = ingest_lines(tmp_path, [record])
    document = captured.document
    assert (document.name, document.title, document.publisher, document.url) == ("12", "A b", "Desk", "http://a.example")
    assert (document.published, document.language, document.text) == (date(2024, 5, 1), "en", "Words\nof it.")
    assert captured.capture.origin.endswith("in.jsonl:1")
    assert json.loads(captured.original) == record


@pytest.mark.parametrize(
    ("record", "mapping", "text"),
    [
        ({"body": {"content": "Words."}}, {"text": "body.content"}, "Words."),
        ({"body.content": "Words."}, {"text": "body.content"}, "Words."),
        ({"parts": [{"t": "Words."}]}, {"text": "parts.0.t"}, "Words."),
        ({"parts": ["One.", "Two."]}, {"text": "parts"}, "One.\n\nTwo."),
    ],
)
def test_fields_are_mapped(tmp_path: Path, record: dict[str, Any], mapping: dict[str, str], text: str) -> None:
    (captured,) = ingest_lines(tmp_path, [record], mapping=mapping)
    assert captured.document.text == text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{broken}", "is no JSON"),
        (b"[1, 2]", "expected a JSON object, not list"),
        ({"body": "Words."}, "has no text in the field text (fields: body). Name the field"),
        ({"text": 3}, "the field text is int, not text"),
        ({"text": "  "}, "is empty"),
        ({"text": "Words.", "published": "1 May"}, "is not ISO 8601"),
        ({"text": "Words.", "title": ["a"]}, "the field title is list"),
        (b'{"text": "caf\xe9"}', "is not utf-8: byte 13"),
        (b'{"text": "' + b"x" * 2_000 + b'"}', "the line is larger than 1,000 bytes"),
        (b'{"text": ' + b"9" * 900 + b"}", "the field text is int"),
        (b'{"text": "\\ud800\\u0000"}', "holds no words"),
    ],
)
def test_a_broken_line_is_named_and_the_rest_goes_on(tmp_path: Path, line: Any, says: str) -> None:
    first, error, last = ingest_lines(tmp_path, [{"text": "First."}, b"", line, {"text": "Last."}], max_bytes=1_000)
    assert isinstance(error, UnreadableDocument)
    assert "in.jsonl:3: ingest: " in str(error)
    assert says in str(error)
    assert isinstance(first, Captured)
    assert isinstance(last, Captured)


@pytest.mark.parametrize("cut", [5, 12, 20])
def test_a_file_cut_in_its_last_record_says_so(tmp_path: Path, cut: int) -> None:
    whole = json.dumps({"text": "Words of the report."}).encode()
    first, error = ingest_lines(tmp_path, [whole, whole[:cut]])
    assert isinstance(first, Captured)
    assert "in.jsonl:2: ingest: the last line is cut off" in str(error)


def test_a_date_given_by_the_user_makes_an_unreadable_one_harmless(tmp_path: Path) -> None:
    (captured,) = ingest_lines(tmp_path, [{"text": "Words.", "published": "1 May"}], published=date(2024, 5, 1))
    assert captured.document.published == date(2024, 5, 1)


def test_a_json_file_holds_one_record_or_an_array(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps({"text": "Words."}, indent=2))
    (tmp_path / "two.json").write_text(json.dumps([{"text": "One."}, {"title": "none"}, {"text": "Two."}], indent=2))
    one, first, error, second = ingest_paths([str(tmp_path)])
    assert isinstance(one, Captured)
    assert isinstance(first, Captured)
    assert isinstance(second, Captured)
    assert (first.document.text, second.document.text) == ("One.", "Two.")
    assert second.capture.origin.endswith("two.json[3]")
    assert "two.json[2]: ingest: has no text" in str(error)
