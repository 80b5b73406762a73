"""The reports written for training: every file can be read, and what cannot be read is named with its line."""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

TRAINING = Path(__file__).parents[1] / "training"
REPORTS = sorted((TRAINING / "data").glob("*.txt"))
ENTITIES = sorted((TRAINING / "data/entities").glob("*.txt"))
RATED = sorted((TRAINING / "data/factuality").glob("*.txt"))


@pytest.fixture(scope="module")
def formats() -> Any:
    """The two readers, which lie outside the package."""
    sys.path.insert(0, str(TRAINING))
    try:
        return importlib.import_module("authored"), importlib.import_module("own_marks")
    finally:
        sys.path.remove(str(TRAINING))


@pytest.fixture(scope="module")
def reports(formats: Any) -> list[Any]:
    return [r for path in REPORTS for r in formats[0].read_reports(path)]


def test_every_report_can_be_read_and_has_an_id_of_its_own(reports: list[Any]) -> None:
    twice = [name for name, times in Counter(r.id for r in reports).items() if times > 1]
    assert not twice
    for report in reports:
        for claim in report.claims:
            start, end = claim["trigger"]
            assert report.text[start:end].strip(), (report.id, claim["id"])


def test_every_entity_is_a_part_of_its_sentence(formats: Any, reports: list[Any]) -> None:
    texts = {r.id: r.text for r in reports}
    for path in ENTITIES:
        for name, entities in formats[1].read_entities(path, reports).items():
            assert all(texts[name][start:end].strip() for start, end, _ in entities), name
            inner = [(a, b) for a in entities for b in entities if a is not b and a[0] < b[1] and b[0] < a[1]]
            assert not inner, (name, inner)


def test_every_rated_event_is_a_word_of_its_sentence(formats: Any, reports: list[Any]) -> None:
    texts = {r.id: r.text for r in reports}
    for path in RATED:
        for name, rated in formats[1].read_factuality(path, reports).items():
            assert all(texts[name][start:end].strip() and -3 <= score <= 3 for start, end, score in rated), name
            assert len({r[:2] for r in rated}) == len(rated), name


@pytest.mark.parametrize("rating", ["left", "left=", "left=yes", "left=3.5", "=2", "left the=2 gone"])
def test_a_rating_that_cannot_be_read_is_named(formats: Any, tmp_path: Path, rating: str) -> None:
    authored, own_marks = formats
    (tmp_path / "own.txt").write_text("DOC a1 | 2031-05-06 | |\nS He left the town.\n", encoding="utf-8")
    path = tmp_path / "rated.txt"
    path.write_text(f"DOC a1\n1 left=2.4 ; {rating}\n", encoding="utf-8")
    with pytest.raises(authored.FormatError, match=r"^rated\.txt:2: "):
        own_marks.read_factuality(path, authored.read_reports(tmp_path / "own.txt"))


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("DOC a1\n1 Person: Mr Orlo", "'Mr Orlo' (occurrence 1) is not in the sentence"),
        ("DOC a1\n1 Hero: Orlo", "'Hero' is none of Person"),
        ("DOC a1\n1 Person: Orlo#2", "occurrence 2"),
        ("DOC a1\n2 Person: Orlo", "expected sentence 1"),
        ("DOC a1\n1 Person: Orlo", "a1 has 2 sentences, 1 are annotated"),
        ("DOC a2\n1", "'a2' is no report"),
        ("1 Person: Orlo", "expected sentence 1 of the report, or DOC"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(formats: Any, tmp_path: Path, lines: str, problem: str) -> None:
    authored, own_marks = formats
    (tmp_path / "own.txt").write_text("DOC a1 | 2031-05-06 | |\nS Orlo spoke in Talm.\nS He left.\n", encoding="utf-8")
    path = tmp_path / "entities.txt"
    path.write_text(lines + "\n", encoding="utf-8")
    with pytest.raises(authored.FormatError, match=r"^entities\.txt:") as raised:
        own_marks.read_entities(path, authored.read_reports(tmp_path / "own.txt"))
    assert problem in str(raised.value)
