import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.words import paragraphs, sentences, words

CASES = [
    ("Troops entered the town. They left.", ["Troops entered the town.", "They left."]),
    ("Gen. Ivan Petrov spoke. Lt. Col. Smith did not.", ["Gen. Ivan Petrov spoke.", "Lt. Col. Smith did not."]),
    ("The U.S. military struck. The U.N. objected.", ["The U.S. military struck.", "The U.N. objected."]),
    ("Strikes hit 3.5 km away. No. 4 company moved.", ["Strikes hit 3.5 km away.", "No. 4 company moved."]),
    ('"We saw it." He left.', ['"We saw it."', "He left."]),
    ("On Jan. 10, forces struck.", ["On Jan. 10, forces struck."]),
    ("He died. [Source: Ministry of Defence]", ["He died.", "[Source: Ministry of Defence]"]),
    ("First line.\n\nSecond paragraph", ["First line.", "Second paragraph"]),
    ("Was it true? Nobody knew! Then silence…", ["Was it true?", "Nobody knew!", "Then silence…"]),
    ("Mr. A. B. Jones was killed.", ["Mr. A. B. Jones was killed."]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert [s.of(text) for s in sentences(text)] == expected


@given(st.text(max_size=300))
def test_words_cover_every_visible_character_once(text: str) -> None:
    covered = [i for w in words(text) for i in range(w.start, w.end)]
    assert covered == [i for i, c in enumerate(text) if not c.isspace()]


@given(st.text(alphabet="ab .!?\n\"'[]()A", max_size=200))
def test_sentences_are_ordered_and_lose_nothing(text: str) -> None:
    found = sentences(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert "".join("".join(s.of(text).split()) for s in found) == "".join(text.split())
    assert all(any(p.contains(s) for p in paragraphs(text)) for s in found)


def test_text_without_full_stops_is_cut_where_no_sentence_is_that_long() -> None:
    text = "word " * 5000
    found = sentences(text)
    assert len(found) > 5
    assert max(map(len, found)) <= 3000
    assert sum(len(s.of(text).split()) for s in found) == 5000


def test_line_breaks_divide_paragraphs_only_where_lines_are_not_wrapped() -> None:
    assert len(paragraphs("Troops entered the town.\nThey left it.\nNobody was hurt.")) == 3
    assert len(paragraphs("Troops entered the\ntown and left it\nagain.\n\nNobody was hurt.")) == 2


def test_words_keep_hyphens_and_abbreviations_together() -> None:
    text = "The U.S.-led Al-Tanf raid killed 1,200 people's cattle."
    assert [w.of(text) for w in words(text)] == ["The", "U.S.", "-", "led", "Al-Tanf", "raid", "killed", "1,200", "people's", "cattle", "."]


def test_the_number_of_a_note_belongs_to_the_sentence_before_it() -> None:
    text = 'He left the town. [12] "It was over," he wrote.[3] Drs. Brandt and Hale stayed.'
    assert [s.of(text) for s in sentences(text)] == [
        "He left the town. [12]",
        '"It was over," he wrote.[3]',
        "Drs. Brandt and Hale stayed.",
    ]
