"""What the stored text keeps, changes and drops."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.clean import clean_line, clean_text


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("page\fpage\x0bline\u2028line\u2029block\x85end", "page\npage\nline\nline\n\nblock\nend"),
        ("  padded \n", "padded"),
        ("tab\tstays, no-break\u00a0stays", "tab\tstays, no-break\u00a0stays"),
        ("\ufeffbom", "bom"),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07shell", "red shell"),
        ("be\x07ll n\x00ul d\x7fel c\x9b1", "bell nul del c1"),
        ("hy\u00adphen zero\u200bwidth", "hyphen zerowidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e\u0301", "é"),
        ("a\ud800b", "a\ufffdb"),
        ("a" + "\u0301" * 40, unicodedata.normalize("NFC", "a" + "\u0301" * 30)),
        ("报道" * 100, "报道" * 100),
    ],
)
def test_characters(raw: str, stored: str) -> None:
    assert clean_text(raw) == stored


@given(st.text(st.characters(), max_size=200))
def test_cleaning_is_idempotent_and_composed(raw: str) -> None:
    cleaned = clean_text(raw)
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\r" not in cleaned
    cleaned.encode("utf-8")


@pytest.mark.parametrize(("raw", "line"), [(None, None), (" \n ", None), (" A\n  title ", "A title")])
def test_lines(raw: str | None, line: str | None) -> None:
    assert clean_line(raw) == line


def test_a_flood_of_combining_marks_takes_no_quadratic_time() -> None:
    started = time.perf_counter()
    clean_text("a" + "\u0301\u0327" * 500_000)
    assert time.perf_counter() - started < 5
