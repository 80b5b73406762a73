"""Case tables: for whom the bare words of a source stand."""

import pytest

from onrecord.model import Mention, Span
from onrecord.read.names import Names
from onrecord.read.speakers import Speakers
from onrecord.read.words import sentences


def _name(text: str, sources: list[str], people: tuple[str, ...] = ()) -> str:
    """The name of the last of `sources`, which stand in the order of the text, the last where it stands last."""
    spans, at = [], 0
    for number, words in enumerate(sources, 1):
        at = text.rindex(words) if number == len(sources) else text.index(words, at)
        spans.append(Span(at, at + len(words)))
        at += len(words)
    mentions = [Mention(span=Span(text.index(p), text.index(p) + len(p)), kind="Person", score=1.0) for p in people]
    return Speakers(text, spans, sentences(text), Names(text, mentions)).name(spans[-1])


@pytest.mark.parametrize(
    ("text", "sources", "name"),
    [
        ("The army spokesman said it was calm. The spokesman denied a raid.", ["army spokesman", "spokesman"], "army spokesman"),
        ("A police source said it was calm. The source added nothing.", ["police source", "source"], "police source"),
        (
            "Activists in Talm say shells fell. One of the activists saw it.",
            ["Activists in Talm", "One of the activists"],
            "Activists in Talm",
        ),
        ("Talm police said two died. Police said one fled.", ["Talm police", "Police"], "Talm police"),
        ("Police said one fled. Talm police said two died.", ["Talm police"], "Talm police"),
        ("The State Relief Service said two died. The service added a third.", ["State Relief Service", "service"], "State Relief Service"),
        ("Radio Bahr reported shells. The station gave no names.", ["Radio Bahr", "station"], "Radio Bahr"),
        ("The Sorrel Front said it fired. The group named nobody.", ["Sorrel Front", "group"], "Sorrel Front"),
        ("The ministry said in a statement that two died. The statement named nobody.", ["ministry", "statement"], "ministry"),
        ("A resident saw smoke. Another resident fled.", ["A resident", "Another resident"], "Another resident"),
        ("The army said two died. That was regretted, it said.", ["The army", "it"], "army"),
        ("The charity Hope, which is based in Talm, said so.", ["charity Hope, which is based in Talm,"], "charity Hope"),
    ],
)
def test_bare_words_stand_for_a_voice_that_was_heard(text: str, sources: list[str], name: str) -> None:
    assert _name(text, sources) == name


def test_he_goes_on_with_the_person_who_spoke_last() -> None:
    text = "Governor Ana Ruiz said two died. The body of Ivo Kern was found, he said."
    assert _name(text, ["Governor Ana Ruiz", "he"], ("Ana Ruiz", "Ivo Kern")) == "Ana Ruiz"


def test_a_voice_of_long_ago_is_not_meant() -> None:
    text = "The army said two died. Rain fell. Frost came. Dogs barked. Carts passed. Bells rang. The road, it said, was free."
    assert _name(text, ["The army", "it"]) == "it"


@pytest.mark.parametrize(
    ("text", "sources", "people", "name"),
    [
        ("Minister Ana Ruiz said two died. The official blamed nobody.", ["Ana Ruiz", "official"], ("Ana Ruiz",), "Ana Ruiz"),
        ("The army said two died. The official blamed nobody.", ["The army", "official"], (), "official"),
        ("Ana Ruiz spoke. An official blamed nobody.", ["Ana Ruiz", "An official"], ("Ana Ruiz",), "official"),
        (
            "A communique by the Sorrel Front said so. The rebel communique named nobody.",
            ["communique by the Sorrel Front", "rebel communique"],
            (),
            "communique by the Sorrel Front",
        ),
        (
            "Sheriff Ana Ruiz spoke. The sheriff said a deputy, Ivo Kern, died. He fired back, he said.",
            ["Sheriff Ana Ruiz", "sheriff", "he"],
            ("Ana Ruiz", "Ivo Kern"),
            "Ana Ruiz",
        ),
    ],
)
def test_a_description_stands_for_the_person_just_heard(text: str, sources: list[str], people: tuple[str, ...], name: str) -> None:
    assert _name(text, sources, people) == name


@pytest.mark.parametrize(
    ("text", "sources", "people", "name"),
    [
        ("IVO KERN [HEAD OF THE ORDER] SPOKE.", ["IVO KERN [HEAD OF THE ORDER]"], (), "IVO KERN"),
        ("IVO KERN SPOKE. KERN SAID THEY KILLED ANA RUIZ, HE ADDED.", ["IVO KERN", "KERN", "HE"], ("ANA RUIZ",), "KERN"),
        ("THE ARMY SPOKE OF ANA RUIZ. IT IS SAID THAT HE ADDED IT.", ["THE ARMY", "HE"], ("ANA RUIZ",), "ANA RUIZ"),
    ],
)
def test_the_last_word_of_a_longer_voice_is_a_person(text: str, sources: list[str], people: tuple[str, ...], name: str) -> None:
    assert _name(text, sources, people) == name


@pytest.mark.parametrize(
    ("text", "sources", "name"),
    [
        (
            "One answer was the editorial of a daily, the Talm Times, on Monday. The editorial says aid may end.",
            ["The editorial"],
            "Talm Times",
        ),
        ("A study by Hope was read. The study says nine died.", ["The study"], "Hope"),
        ("A study of nine towns was read. The study says nine died.", ["The study"], "study"),
        ("A study by Hope, a charity, was read. The study says nine died.", ["The study"], "Hope"),
        ("The editorial says aid may end.", ["The editorial"], "editorial"),
    ],
)
def test_whose_paper_it_is_the_text_may_say(text: str, sources: list[str], name: str) -> None:
    assert _name(text, sources) == name
