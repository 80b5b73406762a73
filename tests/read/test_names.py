import pytest

from onrecord.model import Mention, Span
from onrecord.read.names import Names, strip_articles, strip_titles

TEXT = (
    "Major General Yuri Popov, deputy head of the centre, met Anna Kovač of the Kessa Defence Force (KDF). Popov said the KDF had left. "
    "He thanked the group. They went north. The Kessa Interior Ministry denied it; the ministry gave no figures."
)


def _span(words: str, nth: int = 1) -> Span:
    at = -1
    for _ in range(nth):
        at = TEXT.index(words, at + 1)
    return Span(at, at + len(words))


@pytest.fixture
def names() -> Names:
    people = [("Major General Yuri Popov", 1), ("Anna Kovač", 1), ("Popov", 2), ("He", 1)]
    bodies = [("Kessa Defence Force", 1), ("KDF", 2), ("Kessa Interior Ministry", 1)]
    mentions = [Mention(span=_span(w, n), kind="Person", score=1.0) for w, n in people]
    mentions += [Mention(span=_span(w, n), kind="Organisation", score=1.0) for w, n in bodies]
    return Names(TEXT, mentions)


@pytest.mark.parametrize(
    ("words", "nth", "expected"),
    [
        ("Kessa Defence Force (KDF", 1, "Kessa Defence Force"),
        ("Major General Yuri Popov, deputy head of the centre", 1, "Yuri Popov"),
        ("Popov", 2, "Yuri Popov"),
        ("the KDF", 1, "Kessa Defence Force"),
        ("KDF", 1, "Kessa Defence Force"),
        ("He", 1, "Yuri Popov"),
        ("the group", 1, "Kessa Defence Force"),
        ("They", 1, "Kessa Defence Force"),
        ("the ministry", 1, "Kessa Interior Ministry"),
    ],
)
def test_the_fullest_name_of_the_document_is_given(names: Names, words: str, nth: int, expected: str) -> None:
    assert names.fullest(_span(words, nth)) == expected


def test_we_is_the_speaker() -> None:
    text = "We struck the depot."
    assert Names(text, []).fullest(Span(0, 2), speaker="Yuri Popov") == "Yuri Popov"


def test_a_pronoun_without_antecedent_stays_itself() -> None:
    assert Names("They fled.", []).fullest(Span(0, 4)) == "They"


def test_titles_and_articles_go_but_never_the_whole_name() -> None:
    assert strip_titles("Lt. Gen. Omar Haddad, chief of staff") == "Omar Haddad"
    assert strip_titles("General") == "General"
    assert strip_titles("James Robert “J.R") == "James Robert"
    assert strip_titles("James “J.R.” Robert") == "James “J.R.” Robert"
    assert strip_articles("the  militant\nbases") == "militant bases"
    assert strip_articles("the") == "the"


@pytest.mark.parametrize(
    ("text", "source", "fragment"),
    [
        ("the Chadian foreign minister said", "the Chadian foreign minister", "Chadian"),
        ("Chadian aviation struck", "Chadian aviation", "Chadian"),
        ("a local official said", "a local official", "local"),
        ("The mayor of Toribio said", "The mayor of Toribio", "of Toribio"),
        ("the Colombian National Police said", "the Colombian National Police", "Colombian"),
    ],
)
def test_a_fragment_that_the_tagger_takes_for_a_person_is_no_name(text: str, source: str, fragment: str) -> None:
    at, inner = text.index(source), text.index(fragment)
    names = Names(text, [Mention(span=Span(inner, inner + len(fragment)), kind="Person", score=0.9)])
    assert names.fullest(Span(at, at + len(source))) == strip_articles(source)


def test_a_short_form_with_a_capital_is_the_body_whose_name_holds_it() -> None:
    text = "The Jebel Liberation Front shelled Talm. The Talm Council protested. The Front denies it; a Front elsewhere is another."
    spans = [Span(text.index(w), text.index(w) + len(w)) for w in ("Jebel Liberation Front", "Talm Council")]
    names = Names(text, [Mention(span=s, kind="Organisation", score=1.0) for s in spans])
    at = text.index("Front denies")
    assert names.fullest(Span(at, at + 5)) == "Jebel Liberation Front"
    other = text.index("Front elsewhere")
    assert names.fullest(Span(other, other + 5)) == "Front"


@pytest.mark.parametrize(
    ("words", "name"),
    [("Kern's parents", "Kern's parents"), ("Kern's findings", "Kern"), ("Kern's", "Kern"), ("Kern", "Kern"), ("Kern, a clerk", "Kern")],
)
def test_what_somebody_has_is_not_that_person(words: str, name: str) -> None:
    text = f"{words} said so."
    names = Names(text, [Mention(span=Span(0, 4), kind="Person", score=1.0)])
    assert names.fullest(Span(0, len(words))) == name


def test_a_full_name_comes_before_a_word_taken_for_one() -> None:
    text = "The director of Kutum hospital, Hawa Tijani, and Rami said so. Tijani and Ana Ruiz agreed."
    people = ("Kutum", "Hawa Tijani", "Rami", "Tijani and", "Ana Ruiz")
    spans = [Span(at := text.rindex(w) if w == "Tijani and" else text.index(w), at + len(w.removesuffix(" and"))) for w in people]
    names = Names(text, [Mention(span=s, kind="Person", score=1.0) for s in spans])
    assert names.person_in(Span(0, text.index(", and Rami"))) == "Hawa Tijani"
    assert names.person_in(Span(text.index("Tijani and"), text.index(" agreed"))) == "Hawa Tijani"
    assert names.person_in(Span(0, text.index(" hospital"))) is None


@pytest.mark.parametrize(
    ("text", "people", "source", "name"),
    [
        ("Ivo Kern died. Kern's mother, Ana Ruiz, said so.", ["Ivo Kern", "Kern", "Ana Ruiz"], "Kern's mother, Ana Ruiz", "Ana Ruiz"),
        ("Ana Kern died. Her aunt Mara Kern wept. Kern said so.", ["Ana Kern", "Mara Kern", "Kern"], "Kern", "Mara Kern"),
        ("Col. Ana Kern came. Ana Kern spoke. Kern said so.", ["Police Lt. Col. Ana Kern", "Ana Kern", "Kern"], "Kern", "Ana Kern"),
    ],
)
def test_a_surname_is_of_who_was_named_last_in_full(text: str, people: list[str], source: str, name: str) -> None:
    spans = [Span(at, at + len(p)) for p in people if (at := text.rfind(p)) >= 0]
    at = text.rindex(source)
    assert Names(text, [Mention(span=s, kind="Person", score=1.0) for s in spans]).fullest(Span(at, at + len(source))) == name


def test_the_office_told_at_the_first_name_stays_with_it() -> None:
    text = "Harbour Police Chief Ana Kern came. Ana Kern spoke. Kern said so."
    spans = [Span(0, 29), Span(36, 44), Span(52, 56)]
    names = Names(text, [Mention(span=s, kind="Person", score=1.0) for s in spans])
    assert names.fullest(spans[2]) == "Harbour Police Chief Ana Kern"


def test_a_short_form_does_not_stand_for_itself() -> None:
    text = "The Jebel Front left. The Front had gone, and it denied having met two passengers; it gave no names."
    bodies = ["The Jebel Front", "The Front", "passengers"]
    names = Names(text, [Mention(span=Span(text.index(b), text.index(b) + len(b)), kind="Organisation", score=1.0) for b in bodies])
    at = text.index("Front had")
    assert names.fullest(Span(at, at + 5)) == "Jebel Front"
    for at in (text.index("it denied"), text.index("it gave")):
        assert names.fullest(Span(at, at + 2)) == "Jebel Front"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen abducted two teachers from a school, an official said. They burned it.", "Gunmen"),
        ("In Talm gunmen abducted two teachers. They burned it.", "two teachers"),
        ("Gunmen abducted two teachers. The mill burned. They fled.", "two teachers"),
    ],
)
def test_they_who_open_a_sentence_are_those_who_opened_the_one_before(text: str, expected: str) -> None:
    bodies = [Span(text.lower().index(w), text.lower().index(w) + len(w)) for w in ("gunmen", "two teachers")]
    at = text.index("They")
    assert Names(text, [Mention(span=b, kind="Organisation", score=1.0) for b in bodies]).fullest(Span(at, at + 4)) == expected


def test_whose_mayor_somebody_is_is_no_part_of_the_name() -> None:
    text = "The mayor of Talm, Ana Ruiz, said so."
    start, end = text.index("Talm"), text.index(", said")
    names = Names(text, [Mention(span=Span(start, end), kind="person", score=0.5)])
    assert names.fullest(Span(4, end)) == "Ana Ruiz"


def test_a_name_may_end_in_an_article_and_no_ministry_is_a_person() -> None:
    text = "Colonel Rashid al-Omar, head of the press centre of the Arven Defence Ministry, said so. Al-Omar left."
    spans = [Span(at := text.index(w), at + len(w)) for w in ("Colonel Rashid al-Omar", "Arven Defence Ministry")]
    names = Names(text, [Mention(span=s, kind="person", score=0.9) for s in spans])
    assert names.fullest(Span(0, text.index(", said"))) == "Rashid al-Omar"
    assert names.person_in(spans[1]) is None
