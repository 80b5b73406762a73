"""Places: taking phrases apart, resolving them in the light of the document, precision codes, fallbacks that say so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Claim, Document, Mention, Place, Reading, Span
from onrecord.resolve.gazetteer import Gazetteer
from onrecord.resolve.gazetteer.build import DEFAULT_OUT
from onrecord.resolve.gazetteer.geometry import distance_m
from onrecord.resolve.gazetteer.lookup import Entry
from onrecord.resolve.where import PlaceResolver, resolve_toponyms
from onrecord.resolve.where.abbreviations import expand
from onrecord.resolve.where.around import container_after, cue_after, offset_after
from onrecord.resolve.where.cues import is_generic
from onrecord.resolve.where.geometry import area_of, precision
from onrecord.resolve.where.names import Phrase, take_apart
from onrecord.resolve.where.score import Evidence, Model, Node, softmax, static_features


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    if not DEFAULT_OUT.is_file():
        pytest.skip("the gazetteer is not built: run `make gazetteer`")
    return Gazetteer.open(DEFAULT_OUT)


def read(
    text: str, *places: str | tuple[str, str], others: tuple[str, ...] = (), nationalities: tuple[str, ...] = (), title: str | None = None
) -> Reading:
    """A reading with one claim whose places are the first occurrences of these words; "words|2" is the second one."""

    def span(words: str) -> Span:
        words, _, which = words.partition("|")
        start = -1
        for _ in range(int(which or 1)):
            start = text.index(words, start + 1)
        return Span(start, start + len(words))

    asked = [(place, place.partition("|")[0]) if isinstance(place, str) else place for place in places]
    mentions = [Mention(span=span(words), kind="Location", score=1.0) for words in (*others, *(words for words, _ in asked))]
    mentions += [Mention(span=span(words), kind="Nationality", score=1.0) for words in nationalities]
    document = Document(text=text, title=title)
    whole = Span(0, len(text))
    claim = Claim(
        document_id=document.id,
        trigger=Span(0, 1),
        evidence=whole,
        event_type="ASSAULT",
        status="occurred",
        certainty="asserted",
        places=tuple(Place(span=span(words), name=name, kind="region") for words, name in asked),
    )
    return Reading(document=document, sentences=(whole,), paragraphs=(whole,), mentions=tuple(mentions), attributions=(), claims=(claim,))


@pytest.mark.parametrize(
    ("text", "name", "kind", "relation"),
    [
        ("the Orlan mountain range", "Orlan", "natural", "at"),
        ("Idlib province", "Idlib", "province", "at"),
        ("the border area near Varda", "Varda", None, "near"),
        ("25 km east of Palmyra", "Palmyra", None, "offset"),
        ("an area west of Damascus", "Damascus", None, "offset"),
        ("outskirts of Mosul", "Mosul", None, "near"),
        ("the city of Homs", "Homs", "town", "at"),
        ("KASSALA DEPARTMENT", "KASSALA", "province", "at"),
        ("the Iraqi-Syrian border", "Iraqi", "country", "border"),
        ("between Raqqa and Hama", "Raqqa", None, "between"),
        ("Mezzeh military airport", "Mezzeh", "site", "at"),
        ("Aleppo, Syria", "Aleppo", None, "at"),
    ],
)
def test_take_apart(text: str, name: str, kind: str | None, relation: str) -> None:
    phrase = take_apart(text)
    assert (phrase.name, phrase.kind, phrase.relation) == (name, kind, relation)


def test_offsets_carry_metres_and_bearing() -> None:
    phrase = take_apart("about 25 km north-east of Palmyra")
    assert (phrase.metres, phrase.bearing) == (25_000, 45)
    assert take_apart("10 miles from Kharkiv").metres == pytest.approx(16_093.44)
    after = offset_after("In Safra, about 45km (28 miles) south of Mosul, men", 8)
    assert after is not None
    assert (after.name, after.metres, after.bearing) == ("Mosul", 45_000, 180)


@given(st.text(max_size=80))
def test_taking_apart_never_fails(text: str) -> None:
    take_apart(text)
    is_generic(text)
    container_after(text, 0)
    offset_after(text, 0)
    cue_after(text, 0)


def test_cue_after_reaches_over_a_list() -> None:
    text = "in Homs and Deir ez-Zor provinces on Monday"
    assert cue_after(text, text.index("Homs") + 4) == ("province", "provinces")
    assert cue_after(text, text.index("Zor") + 3) == ("province", "provinces")
    assert cue_after("Homs and the village", 4) is None


@pytest.mark.parametrize(
    ("words", "generic"),
    [("the same village", True), ("THE ROAD", True), ("some areas", True), ("Homs", False), ("eastern Ghouta", False), ("Woods", True)],
)
def test_generic(words: str, generic: bool) -> None:
    assert is_generic(words) is generic


def test_abbreviations() -> None:
    assert expand("La.") == ("Louisiana", "US")
    assert expand("W. Va.") == ("West Virginia", "US")
    assert expand("la") is None


BULLETIN = (
    "Jets struck camps within Homs and Deir ez-Zor provinces in Syria. The fighters had left Al-Tanf and hid in "
    "the Jabal Orvan mountain range in Homs. "
    "A second raid hit the Jabal Orvan ranges near Homs."
)


def test_provinces_by_the_word_after_a_list(gazetteer: Gazetteer) -> None:
    (claim,) = PlaceResolver(gazetteer).resolve(read(BULLETIN, "Homs", "Deir ez-Zor", "Al-Tanf", "Syria")).claims
    homs, deir, tanf, syria = claim.places
    assert (homs.kind, homs.country, homs.admin1, homs.acled_precision, homs.ucdp_precision) == ("province", "SY", "Homs", 3, 4)
    assert (deir.kind, deir.admin1) == ("province", "Deir ez-Zor")
    assert (tanf.country, tanf.acled_precision) == ("SY", 1)
    assert (syria.kind, syria.ucdp_precision) == ("country", 6)
    assert syria.radius_m is not None
    assert syria.radius_m > 200_000


def test_unknown_mountains_fall_back_to_the_province_beside_them(gazetteer: Gazetteer) -> None:
    reading = read(BULLETIN, "Jabal Orvan mountain range", "Jabal Orvan ranges", others=("Homs|2", "Homs|3", "Syria"))
    (claim,) = PlaceResolver(gazetteer).resolve(reading).claims
    assert [(place.kind, place.name) for place in claim.places[2:]] == [("province", "Homs")]
    for place in claim.places[:2]:
        assert (place.kind, place.country, place.admin1, place.coarse) == ("natural", "SY", "Homs", True)
        assert place.note is not None
        assert "not in the gazetteer" in place.note
        assert place.ucdp_precision == 4


def test_a_mountain_range_is_never_a_town(gazetteer: Gazetteer) -> None:
    (claim,) = PlaceResolver(gazetteer).resolve(read("Shells fell on the Palmyra mountain range.", "the Palmyra mountain range")).claims
    assert claim.places[0].lat is None
    assert claim.places[0].kind == "natural"


def test_distance_and_direction_give_a_point_with_a_radius(gazetteer: Gazetteer) -> None:
    text = "A convoy was hit 25 km east of Palmyra in Syria, and mortars fell near Aleppo and in northern Iraq."
    (claim,) = PlaceResolver(gazetteer).resolve(read(text, "25 km east of Palmyra", "near Aleppo", "northern Iraq", "Syria")).claims
    offset, near, part, _ = claim.places
    assert offset.lat is not None
    assert offset.lon is not None
    assert distance_m(34.5624, 38.284, offset.lat, offset.lon) == pytest.approx(25_000, rel=0.02)
    assert offset.lon > 38.284
    assert (offset.kind, offset.country, offset.ucdp_precision) == ("region", "SY", 2)
    assert near.country == "SY"
    assert near.radius_m is not None
    assert near.radius_m > 10_000
    assert (part.kind, part.country, part.ucdp_precision) == ("region", "IQ", 5)
    assert part.lat is not None
    assert part.lat > 33.5


PALMYRA = (34.5624, 38.284)


@pytest.mark.parametrize(
    ("text", "places", "others", "expected"),
    [
        # the reader marks the whole phrase, or the name alone: the point is the same and no more exact
        ("Jets hit a depot 25 km east of Palmyra in Syria.", ("25 km east of Palmyra",), ("Syria",), ("region", 2, 2, "25 km from Tadmur")),
        ("Jets hit a depot 25 km east of Palmyra in Syria.", ("Palmyra",), ("Syria",), ("town", 2, 2, "25 km from Tadmur")),
        ("Shells fell 10 miles from Kharkiv in Ukraine.", ("Kharkiv",), ("Ukraine",), ("town", 2, 2, "within 16.0934 km of Kharkiv")),
        ("Jets hit a camp north of Palmyra in Syria.", ("Palmyra",), ("Syria",), ("town", 2, 2, "beside Tadmur on a bearing of 0")),
        ("Jets hit a camp near Palmyra in Syria.", ("Palmyra",), ("Syria",), ("town", 2, 2, "near Tadmur")),
        ("Men fought on the outskirts of Palmyra in Syria.", ("outskirts",), ("Palmyra", "Syria"), ("region", 2, 2, "near Tadmur")),
        (
            "Men fought in the northern countryside of Hama in Syria.",
            ("northern countryside of Hama",),
            ("Syria",),
            ("region", 2, 2, "beside"),
        ),
        ("Men fought between Kyiv and Zhytomyr.", ("between Kyiv and Zhytomyr",), (), ("region", 3, 5, "between Kyiv and Zhytomyr")),
        ("Men fought between Kyiv and Zhytomyr.", ("Kyiv",), ("Zhytomyr",), ("town", 3, 5, "between Kyiv and Zhytomyr")),
        ("Men fought between Kyiv and Zhytomyr.", ("Zhytomyr",), ("Kyiv",), ("town", 3, 5, "between Zhytomyr and Kyiv")),
        ("Men fought on the road from Kyiv to Zhytomyr.", ("Kyiv",), ("Zhytomyr",), ("town", 3, 5, "between Kyiv and Zhytomyr")),
        ("Men fought on the Iraqi-Syrian border.", ("Iraqi-Syrian border",), (), ("region", 3, 5, "on the border of Iraq and Syria")),
        ("Men fought on the border between Iraq and Syria.", ("border between Iraq and Syria",), (), ("region", 3, 5, "between Iraq")),
        (
            "Men fought along the Turkish border in Syria.",
            ("Turkish border",),
            ("Syria",),
            ("region", 3, 5, "on the border of Turkey and Syria"),
        ),
        ("Men fought in southern Iraq.", ("southern Iraq",), (), ("region", 3, 5, "the southern part of Iraq")),
        ("Men fought in southern Iraq.", ("Iraq",), (), ("region", 3, 5, "the southern part of Iraq")),
        ("Men fought in the south of Iraq.", ("Iraq",), (), ("region", 3, 5, "the southern part of Iraq")),
        ("Men fought in the southern part of Iraq.", ("southern part of Iraq",), (), ("region", 3, 5, "the southern part of Iraq")),
        ("Men fought in Palmyra in Syria.", ("Palmyra",), ("Syria",), ("town", 1, 1, None)),
    ],
)
def test_how_a_place_lies_to_its_name(
    gazetteer: Gazetteer, text: str, places: tuple[str, ...], others: tuple[str, ...], expected: tuple[str, int, int, str | None]
) -> None:
    kind, acled, ucdp, note = expected
    (claim,) = PlaceResolver(gazetteer).resolve(read(text, *places, others=others)).claims
    place = claim.places[0]
    assert (place.kind, place.acled_precision, place.ucdp_precision) == (kind, acled, ucdp)
    assert (place.note or "").startswith(note or "")
    assert (place.note is None) == (note is None)
    if "east of Palmyra" in text:
        assert place.lat is not None
        assert place.lon is not None
        assert distance_m(*PALMYRA, place.lat, place.lon) == pytest.approx(25_000, rel=0.02)


def test_nationality_is_no_place_but_tells_the_country(gazetteer: Gazetteer) -> None:
    text = "Lebanese and Syrian officials said that shelling hit Tripoli overnight."
    (claim,) = PlaceResolver(gazetteer).resolve(read(text, "Tripoli", "Syrian", nationalities=("Lebanese", "Syrian"))).claims
    (tripoli,) = claim.places
    assert tripoli.country == "LB"
    assert tripoli.candidates
    assert any(loser.country == "LY" and loser.reason for loser in tripoli.candidates)
    assert len(tripoli.candidates) <= 5


def test_generic_words_take_the_name_that_the_reader_gives(gazetteer: Gazetteer) -> None:
    text = "Rebels entered Mosul in Iraq. Fighting went on in the city."
    (claim,) = PlaceResolver(gazetteer).resolve(read(text, ("the city", "Mosul"), others=("Mosul", "Iraq"))).claims
    assert (claim.places[0].country, claim.places[0].kind) == ("IQ", "town")


def test_small_namesakes_abroad_are_not_taken(gazetteer: Gazetteer) -> None:
    text = "Troops in Salfora, in Homs and in Aleppo, Syria, shelled Tepeyac and Damascus."
    (claim,) = PlaceResolver(gazetteer).resolve(read(text, "Tepeyac", others=("Homs", "Aleppo", "Syria", "Damascus"))).claims
    assert claim.places[0].country == "SY"
    assert claim.places[0].coarse


def test_a_far_town_is_not_taken_for_a_spelling_that_another_language_has_for_it(gazetteer: Gazetteer) -> None:
    text = "Teachers were abducted in Boni, in the Mopti region of Mali."
    (claim,) = PlaceResolver(gazetteer).resolve(read(text, "Boni", others=("Mopti", "Mali"))).claims
    assert claim.places[0].country == "ML"
    assert claim.places[0].coarse


def test_resolving_twice_changes_nothing(gazetteer: Gazetteer) -> None:
    resolver = PlaceResolver(gazetteer)
    once = resolver.resolve(read(BULLETIN, "Homs", "Jabal Orvan mountain range", others=("Syria",)))
    assert resolver.resolve(once) == once


def test_reading_without_places(gazetteer: Gazetteer) -> None:
    reading = read("Nothing here.")
    assert PlaceResolver(gazetteer).resolve(reading) == reading


@pytest.mark.parametrize(
    ("text", "toponym", "admin1"),
    [
        ("Police in Springfield, Ill., said two men were held.", "Springfield", "Illinois"),
        ("A fire in Paris, Texas, killed one.", "Paris", "Texas"),
        ("Alexandria and Pineville police met in Rapides Parish.", "Alexandria", "Louisiana"),
        ("She moved from Athens, Ga., in May.", "Athens", "Georgia"),
    ],
)
def test_toponyms_in_their_surroundings(gazetteer: Gazetteer, text: str, toponym: str, admin1: str) -> None:
    start = text.index(toponym)
    (place,) = resolve_toponyms(text, [Span(start, start + len(toponym))], gazetteer)
    assert place is not None
    assert place.admin1 == admin1


def test_toponyms_keep_order_and_miss_with_none(gazetteer: Gazetteer) -> None:
    text = "Qxzzyv wrote to Russian Oslo."
    places = resolve_toponyms(text, [Span(0, 6), Span(16, 23), Span(24, 28)], gazetteer)
    assert [place and place.country for place in places] == [None, "RU", "NO"]


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (("town", "PPL", "at", 2000), (1, 1)),
        (("town", "PPL", "near", 14_000), (2, 2)),
        (("district", "ADM2", "at", 30_000), (2, 3)),
        (("province", "ADM1", "at", 90_000), (3, 4)),
        (("country", "PCLI", "at", 300_000), (3, 6)),
        (("country", "PCLI", "part", 200_000), (3, 5)),
        (("natural", "STRT", "at", 60_000), (3, 7)),
        (("region", "RGN", "at", 130_000), (3, 5)),
    ],
)
def test_precision_codes(arguments: tuple[str, str, str, int], codes: tuple[int, int]) -> None:
    assert precision(*arguments) == codes


@settings(deadline=None)  # the file is opened anew each time
@given(
    st.lists(
        st.sampled_from(
            [
                "Homs",
                "Paris",
                "the city",
                "Al-Tanf",
                "10 km west of Hama",
                "Georgia",
                "xyzzy",
                "Lake Chad",
                "the Syrian-Iraqi border",
                "Springfield, Ill.",
            ]
        ),
        max_size=6,
    )
)
def test_every_place_is_sound(names: list[str]) -> None:
    if not DEFAULT_OUT.is_file():
        pytest.skip("the gazetteer is not built: run `make gazetteer`")
    text = "; ".join(names) or "-"
    places, position = [], 0
    for name in names:
        places.append(Span(position, position + len(name)))
        position += len(name) + 2
    with Gazetteer.open(DEFAULT_OUT) as opened:
        for span, place in zip(places, resolve_toponyms(text, places, opened), strict=True):
            if place is not None:
                assert place.span == span
                assert place.lat is not None
                assert -90 <= place.lat <= 90
                assert place.lon is not None
                assert -180 <= place.lon <= 180
                assert place.radius_m is not None
                assert place.radius_m > 0
                assert place.acled_precision in (1, 2, 3)
                assert place.ucdp_precision in range(1, 8)


def test_the_whole_name_where_the_reader_cut_it(gazetteer: Gazetteer) -> None:
    text = "Two strikes near Al Huwayjah, in Iraq, disabled a bridge."
    (claim,) = PlaceResolver(gazetteer).resolve(read(text, "Al", others=("Al Huwayjah", "Iraq"))).claims
    assert [place.span.of(text) for place in claim.places] == ["Al Huwayjah", "Iraq"]
    assert {place.country for place in claim.places} == {"IQ"}


def test_a_list_shares_what_happened_in_it(gazetteer: Gazetteer) -> None:
    text = "Shells fell on Mosul, Kirkuk and Tikrit in Iraq, the Baghdad Operations Command said."
    (claim,) = PlaceResolver(gazetteer).resolve(read(text, "Mosul", others=("Iraq",))).claims
    assert [place.span.of(text) for place in claim.places] == ["Mosul", "Kirkuk", "Tikrit", "Iraq"]


def told(gazetteer: Gazetteer, text: str, places: tuple[str, ...], *, trigger: str, others: tuple[str, ...] = ()) -> list[str]:
    """Names of the places that a claim has after resolving, where the reader gave it `places`; its sentence is the one with `trigger`."""
    reading = read(text, *places, others=others)
    at = text.index(trigger)
    start = text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0
    end = text.find(". ", at) if ". " in text[at:] else len(text)
    claim = replace(reading.claims[0], trigger=Span(at, at + len(trigger)), evidence=Span(start, end))
    return [place.name for place in PlaceResolver(gazetteer).resolve(replace(reading, claims=(claim,))).claims[0].places]


@pytest.mark.parametrize(
    ("text", "places", "trigger", "names"),
    [
        # of another sentence
        ("Troops left Homs. They fired on a convoy in Palmyra.", ("Homs", "Palmyra"), "fired", ["Palmyra"]),
        # two places under one mark of the reader
        ("Planes struck bases in Homs and Palmyra.", ("Homs and Palmyra",), "struck", ["Homs", "Palmyra"]),
        ("Planes struck bases in Trinidad and Tobago.", ("Trinidad and Tobago",), "struck", ["Trinidad and Tobago"]),
        ("Recruits were drilled in a camp at Palmyra.", ("camp at Palmyra",), "drilled", ["camp", "Palmyra"]),
        # the town that a place is called by, or lies about
        ("Rockets hit the port of Misratah.", ("port of Misratah",), "hit", ["port of Misratah", "Misratah"]),
        ("Throats were cut on a road above Blida.", ("road above Blida",), "cut", ["road above Blida", "Blida"]),
        ("Troops fought in the villages of Blida.", ("villages of Blida",), "fought", ["villages of Blida"]),
        # levels that the sentence joins
        ("Shells hit a school near Palmyra.", ("school",), "hit", ["school", "Palmyra"]),
        # the other clause's place
        ("Near Homs, two strikes hit a bridge; near Palmyra, one raid hit a tunnel.", ("Homs", "Palmyra"), "raid", ["Palmyra"]),
        # words that name no place
        ("Fighters joined to liberate Palmyra.", ("liberate", "Palmyra"), "joined", ["Palmyra"]),
        ("gunmen shot two men in beirut.", ("beirut",), "shot", ["beirut"]),
    ],
)
def test_a_claim_has_the_places_that_its_own_clause_gives(
    gazetteer: Gazetteer, text: str, places: tuple[str, ...], trigger: str, names: list[str]
) -> None:
    assert told(gazetteer, text, places, trigger=trigger) == names


def test_in_capitals_only_what_the_reader_takes_for_a_place_is_joined(gazetteer: Gazetteer) -> None:
    text = "TROOPS CLASHED AT LAS PIEDRAS IN CHALATENANGO DEPARTMENT IN MAY"
    assert told(gazetteer, text, ("LAS PIEDRAS",), trigger="CLASHED", others=("CHALATENANGO DEPARTMENT",)) == [
        "LAS PIEDRAS",
        "CHALATENANGO DEPARTMENT",
    ]
    assert told(gazetteer, text, ("LAS PIEDRAS",), trigger="CLASHED") == ["LAS PIEDRAS"]


def test_organisations_are_no_places(gazetteer: Gazetteer) -> None:
    text = "The QRV said that QRV men had left Mosul in Iraq for the QRV."
    reading = read(text, "QRV|2", "Mosul", others=("Iraq",))
    bodies = tuple(Mention(span=Span(i, i + 3), kind="Organisation", score=1.0) for i in range(len(text)) if text.startswith("QRV", i))
    (claim,) = PlaceResolver(gazetteer).resolve(replace(reading, mentions=(*reading.mentions, *bodies))).claims
    assert [place.name for place in claim.places][:1] == ["Mosul"]
    assert all(place.name != "QRV" for place in claim.places)


def test_what_stands_under_a_heading_lies_there(gazetteer: Gazetteer) -> None:
    text = "Iraq.\nNear Mosul, one strike destroyed a bridge."
    reading = read(text, "Mosul")
    sentences = (Span(0, 5), Span(6, len(text)))
    (claim,) = (
        PlaceResolver(gazetteer)
        .resolve(replace(reading, sentences=sentences, claims=tuple(replace(claim, evidence=sentences[1]) for claim in reading.claims)))
        .claims
    )
    assert [(place.name, place.kind) for place in claim.places] == [("Mosul", "town"), ("Iraq", "country")]


@pytest.mark.parametrize(
    ("words", "kind", "country"),
    [("Lebanese airspace", "country", "LB"), ("the Syrian capital", "town", "SY"), ("Iraqi territory", "country", "IQ")],
)
def test_an_adjective_with_a_word_for_land_is_a_place(gazetteer: Gazetteer, words: str, kind: str, country: str) -> None:
    text = f"A drone was shot down over {words} on Monday."
    (claim,) = PlaceResolver(gazetteer).resolve(read(text, words)).claims
    assert [(place.kind, place.country) for place in claim.places] == [(kind, country)]


_NAMES = st.sampled_from(
    ["Homs", "Aleppo", "Mosul", "Syria", "Lake Chad", "Orvan", "Al", "and", ",", "in", "the", "near", "(", ")", "QRV", "HOMS"]
)


@settings(deadline=None)
@given(st.lists(_NAMES, min_size=1, max_size=9), st.integers(0, 8), st.integers(0, 8))
def test_places_of_any_claim_are_apart_and_stay_as_they_are(words: list[str], first: int, second: int) -> None:
    if not DEFAULT_OUT.is_file():
        pytest.skip("the gazetteer is not built: run `make gazetteer`")
    text = " ".join(words)
    ends = [len(" ".join(words[: number + 1])) for number in range(len(words))]
    chosen = sorted({first % len(words), second % len(words)})
    spans = [Span(ends[number] - len(words[number]), ends[number]) for number in chosen]
    reading = read(text)
    places = tuple(Place(span=span, name=span.of(text), kind="town") for span in spans)
    reading = replace(reading, claims=tuple(replace(claim, places=places) for claim in reading.claims))
    with Gazetteer.open(DEFAULT_OUT) as opened:
        resolver = PlaceResolver(opened)
        once = resolver.resolve(reading)
        assert resolver.resolve(once) == once
    for claim in once.claims:
        kept = [place.span for place in claim.places]
        assert len(set(kept)) == len(kept)
        assert all(0 <= span.start < span.end <= len(text) for span in kept)


@given(
    st.floats(-60, 60),
    st.floats(-179, 179),
    st.integers(100, 100_000),
    st.one_of(st.none(), st.floats(100, 200_000)),
    st.one_of(st.none(), st.sampled_from([0.0, 45.0, 90.0, 180.0, 270.0])),
    st.sampled_from("at near part offset between border".split()),
    st.floats(-60, 60),
    st.floats(-179, 179),
)
def test_every_area_covers_what_it_is_told(
    lat: float, lon: float, radius: int, metres: float | None, bearing: float | None, relation: str, north: float, east: float
) -> None:
    one = Entry(1, "x:1", "A", "town", "PPL", "SY", None, None, lat, lon, radius, 0, 0)
    other = one._replace(number=2, gid="x:2", name="B", lat=north, lon=east)
    phrase = Phrase(name="A", relation=relation, metres=metres, bearing=bearing, other="B", whole="northern A")
    area = area_of(one, phrase, other)
    assert -90 <= area.lat <= 90
    assert -180 <= area.lon <= 180
    assert area.radius_m > 0
    if relation == "offset" and metres is not None and bearing is not None:
        assert distance_m(lat, lon, area.lat, area.lon) == pytest.approx(metres, rel=0.01, abs=5)
    if relation in ("between", "border"):
        assert distance_m(lat, lon, area.lat, area.lon) <= area.radius_m * 1.01 + 2_000
        assert distance_m(north, east, area.lat, area.lon) <= area.radius_m * 1.01 + 2_000
    if relation == "near":
        assert area.radius_m > radius


@pytest.mark.parametrize(
    ("text", "asked", "country", "found"),
    [
        # names that a country has in some other language
        ("Israeli shells fell on Qana. Tyre and Beirut in Lebanon were hit too.", "Qana", "LB", True),
        ("Gunmen drove into Hindi, and Lamu and Nairobi in Kenya were shaken.", "Hindi", "KE", False),
        # a quarter lies beside a town that the report names
        ("Gunfire was heard in the Cheremushki quarter of Osh, in Kyrgyzstan.", "Cheremushki quarter", "KG", False),
        # streets are called after anything
        ("A man was shot on Washington Street in Charleston, West Virginia.", "Washington Street", "US", False),
        ("A girl was shot in the 2300 block of Lima in Detroit, Michigan.", "2300 block of Lima", "US", False),
        # common nouns, whatever village bears their name
        ("THREE WERE HELD IN A CONVENT AT BUTARE IN RWANDA.", "CONVENT", "RW", False),
        ("It was an EU convoy. The EU has its seat in Belgium.", "EU", None, True),
        ("Gunmen hold Mosul and Tikrit in Iraq. There the men were shot.", "There", "IQ", False),
        ("SHELLS FELL ON NORTHERN PARTS OF THE CAPITAL, SAID COLOMBIA.", "NORTHERN PARTS OF THE CAPITAL", "CO", False),
        # a point of the compass holds nothing
        ("Two were shot at a house party near West 29th and Summit. Kenya and Nairobi mourn.", "house party", "KE", False),
        ("BOMBS FELL ON THE EASTERN CITY OF SAN MIGUEL IN EL SALVADOR.", "EASTERN CITY OF SAN MIGUEL", "SV", True),
        # a small namesake where nothing else of the report lies
        ("UCA stands in San Salvador. Priests of UCA were shot in El Salvador.", "UCA", "SV", False),
    ],
)
def test_no_namesake_far_from_everything_else(text: str, asked: str, country: str | None, found: bool, gazetteer: Gazetteer) -> None:
    others = tuple(
        name
        for name in (
            "Tyre",
            "Beirut",
            "Lebanon",
            "Lamu",
            "Nairobi",
            "NAIROBI",
            "Kenya",
            "KENYA",
            "Osh",
            "Kyrgyzstan",
            "Mosul",
            "Iraq",
            "COLOMBIA",
            "San Salvador",
        )
        if name in text
    )
    place = PlaceResolver(gazetteer).resolve(read(text, asked, others=others)).claims[0].places[0]
    assert (place.country, place.gazetteer_id is not None and not place.coarse) == (country, found)


def test_a_reading_tells_the_places_of_its_text(gazetteer: Gazetteer) -> None:
    text = "Gunfire was heard in Toledo, Ohio. Jordan Clay was held. Church Street was closed."
    reading = replace(read(text), mentions=(Mention(span=Span(35, 46), kind="Person", score=1.0),))
    told = PlaceResolver(gazetteer).resolve(reading).places
    assert [(place.span.of(text), place.country) for place in told] == [("Toledo", "US"), ("Ohio", "US")]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(("Springfield", "San Antonio", "Homs", "Georgia", "Paris", "Syria", "Tripoli", "Aleppo")), min_size=1, unique=True
    ),
    st.dictionaries(st.sampled_from(("SY", "US", "LY")), st.floats(0.0, 3.0)),
    st.dictionaries(st.integers(0, 5), st.sampled_from((0.5, 1.0))),
)
def test_candidates_are_weighed_as_the_features_say(names: list[str], country: dict[str, float], inside: dict[int, float]) -> None:
    with Gazetteer.open(DEFAULT_OUT) as gazetteer:
        nodes = [Node(key=name, entries=gazetteer.lookup(name), inside=dict(inside)) for name in names]
    first, static, dynamic = Model()._first, Model()._static, Model()._dynamic

    def weighed(node: Node, evidence: Evidence | None) -> list[float]:
        """The slow way: every feature by its weight."""
        rows = [(0.0,) * len(dynamic)] * len(node.entries) if evidence is None else evidence.features(node)
        return [
            sum(w * f for w, f in zip(first if evidence is None else static, static_features(entry), strict=True))
            + sum(w * f for w, f in zip(dynamic, row, strict=True))
            for entry, row in zip(node.entries, rows, strict=True)
        ]

    slow = [replace(node) for node in nodes]
    for node in slow:
        node.probabilities = softmax(weighed(node, None))
    for _ in range(2):
        evidence = Evidence(slow, country)
        scores = [weighed(node, evidence) for node in slow]
        for node, found in zip(slow, scores, strict=True):
            node.scores, node.probabilities = found, softmax(found)
    Model().weigh(nodes, country)
    for node, other in zip(nodes, slow, strict=True):
        if len(node.entries) > 1:
            assert node.scores == pytest.approx(other.scores, abs=1e-9)
        assert node.probabilities == pytest.approx(other.probabilities, abs=1e-9)
