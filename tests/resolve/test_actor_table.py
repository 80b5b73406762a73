"""The table of actors: what ships is whole and typed, users' tables win, broken ones are refused with file and line."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.resolve.actor import ActorTable, check_tables, fold_name
from onrecord.resolve.actor.compile import compile_shipped
from onrecord.resolve.actor.digest import COMPILED, digest
from onrecord.resolve.actor.rows import ISO2, SECTORS

TABLE = ActorTable.load()
ROW = "actors:\n  - {id: my-front, name: Galian Front, kind: group, aliases: [GF-1], country: SY, sector: REB, inter: 2}\n"


SIDED = [actor.id for actor in TABLE if TABLE.sides(actor.id)]


def table(tmp_path: Path, text: str, name: str = "mine.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_compiled_table_is_that_of_the_yaml_files() -> None:
    built = compile_shipped()
    assert built["digest"] == digest()
    assert COMPILED.read_text(encoding="utf-8").count(digest()) == 1, "run `python -m onrecord.resolve.actor.compile`"
    fresh = ActorTable(built)
    assert [actor.id for actor in fresh] == [actor.id for actor in sorted(TABLE, key=lambda a: list(built["rows"]).index(a.id))]


def test_loading_is_fast() -> None:
    spent = []
    for _ in range(3):
        start = time.process_time()
        ActorTable.load()
        spent.append(time.process_time() - start)
    assert min(spent) < 0.15


def test_rows_are_whole() -> None:
    ids = {actor.id for actor in TABLE}
    for actor in TABLE:
        assert actor.country is None or actor.country in ISO2
        assert actor.sector is None or actor.sector in SECTORS
        assert actor.inter is None or 1 <= actor.inter <= 8
        assert actor.kind == "people" or actor.source, actor.id
        for other in (actor.parent, actor.party, actor.owner):
            assert other is None or TABLE.get(other) is not None, (actor.id, other)
        assert actor.party is None or TABLE.party_of(actor.party) == actor.party, actor.id
        assert actor.party is None or actor.party_reason, actor.id
    assert len(ids) > 1000
    kinds = [actor.kind for actor in TABLE]
    assert kinds.count("state") >= 195
    assert kinds.count("group") >= 300
    assert kinds.count("media") >= 120


def test_every_name_of_a_row_finds_it() -> None:
    organs = ("ministry", "department", "armed forces", "army", "police")
    missed = []
    for actor in TABLE:
        if actor.kind == "people":
            continue
        for name in (actor.name, *actor.aliases):
            if name.endswith(")"):  # "Army of Islam (Gaza)" tells two bearers of a name apart, and no report writes it
                continue
            found = {one.id for one in TABLE.find(name)}
            if actor.id not in found and not fold_name(name).endswith(organs):
                missed.append((actor.id, name))
    # A few names are also ordinary organ names ("National Guard") and are left to the context.
    assert len(missed) < 25, missed


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Russian Defence Ministry", ["ru.defence"]),
        ("Ministry of Defense of Chad", ["td.defence"]),
        ("ISIS", ["islamic-state"]),
        ("isis", []),
        ("US", ["us"]),
        ("us", []),
        ("polish", []),
        ("Polish", ["pl"]),
        ("Хезболла", ["hezbollah"]),
        ("ХАМАС", ["hamas"]),
        ("داعش", ["islamic-state"]),
        ("Nigerien police", ["ne.police"]),
        ("civilians", ["people.civilians"]),
        ("No Such Body", []),
        ("", []),
        ("SNA", ["so.military", "sna-syria"]),
        ("New Forces rebels", ["forces-nouvelles"]),
        ("Islamic Courts Union", ["islamic-courts"]),
        ("Tuđman", ["person.franjo-tudjman"]),
        ("Jund al-Aqsa", ["jund-al-aqsa"]),
    ],
)
def test_find(name: str, ids: list[str]) -> None:
    assert [actor.id for actor in TABLE.find(name)] == ids


def test_organs_are_made_for_every_state() -> None:
    health = TABLE.get("ki.health")
    assert health is not None
    assert (health.party, health.country, health.parent) == ("ki", "KI", "ki")
    assert "state offices are the state" in (health.party_reason or "")
    assert TABLE.get("ki.nothing") is None
    assert TABLE.get("xx.health") is None


def test_a_movements_ministries_are_the_movement() -> None:
    ministry = TABLE.get("gaza.health")
    other = TABLE.get("houthis.interior")
    assert ministry is not None
    assert other is not None
    assert (ministry.party, other.party) == ("hamas", "houthis")


def test_users_rows_win(tmp_path: Path) -> None:
    text = ROW + "  - {id: hamas, name: Hamas, kind: group, party: my-front, sector: REB}\n  - {id: mine, name: Amaq, kind: media}\n"
    mine = ActorTable.load(extra=[table(tmp_path, text)])
    assert [actor.id for actor in mine.find("GF-1")] == ["my-front"]
    assert mine.party_of("hamas") == "my-front"
    assert [actor.id for actor in mine.find("Amaq")] == ["mine"]
    assert [actor.id for actor in TABLE.find("Amaq")] == ["amaq"]


def test_later_tables_win_over_earlier(tmp_path: Path) -> None:
    first = table(tmp_path, ROW, "a.yaml")
    second = table(tmp_path, ROW.replace("Galian Front", "Front of Galia"), "b.yaml")
    got = ActorTable.load(extra=[first, second]).get("my-front")
    assert got is not None
    assert got.name == "Front of Galia"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("actors: [\n", 2, "no valid YAML"),
        ("- a\n- b\n", 1, "is no mapping"),
        ("actors:\n  - just words\n", 2, "not a row"),
        ("wrong: 1\nactors: []\n", 1, "unknown key 'wrong'"),
        ("actors:\n  - {id: a-b, name: A, kind: group}\n  - {id: A B, name: A, kind: group}\n", 3, "id:"),
        ("actors:\n  - {id: a, name: A}\n", 2, "kind: Field required"),
        ("actors:\n  - {id: a, name: A, kind: club}\n", 2, "kind: is 'club'"),
        ("actors:\n  - {id: a, name: A, kind: group, country: Syria}\n", 2, "country: is 'Syria'"),
        ("actors:\n  - {id: a, name: A, kind: group, sector: ARMY}\n", 2, "sector: is 'ARMY'"),
        ("actors:\n  - {id: a, name: A, kind: group, inter: 9}\n", 2, "inter:"),
        ("actors:\n  - {id: a, name: A, kind: group, qid: 42}\n", 2, "qid:"),
        ("actors:\n  - {id: a, name: A, kind: group, valid_from: long ago}\n", 2, "valid_from: is 'long ago'"),
        ("actors:\n  - {id: a, name: A, kind: group, colour: red}\n", 2, "colour:"),
        ("actors:\n  - {id: a, name: Aa, kind: group}\n\n  - {id: a, name: Bb, kind: group}\n", 4, "gives the id 'a' again"),
        ("actors:\n  - {id: a, name: Aa, kind: group}\n  - {id: b, name: AA, kind: group}\n", 3, "claims the name 'aa'"),
        ("actors:\n  - {id: a, name: Aa, kind: group, parent: nobody}\n", 2, "no actor has the id 'nobody'"),
        ("actors:\n  - {id: a, name: Aa, kind: group, parent: b}\n  - {id: b, name: Bb, kind: group, parent: a}\n", 2, "run in a circle"),
    ],
)
def test_a_broken_table_is_refused_with_file_and_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = table(tmp_path, text)
    with pytest.raises(BadInput) as caught:
        ActorTable.load(extra=[path])
    assert f"mine.yaml:{line}" in str(caught.value)
    assert reason in str(caught.value)
    assert caught.value.remedy
    assert check_tables([path]) == [str(caught.value)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{id: a, name: A, kind: group, valid_from: 2014-13}", "valid_from: is '2014-13'"),
        ("{id: a, name: A, kind: group, valid_to: 2014-02-30}", "day is out of range for month"),
        ("{id: a, name: A, kind: group, valid_to: '2014-02-30'}", "valid_to: is '2014-02-30'"),
        ("{id: a, name: A, kind: group, valid_from: 2015, valid_to: 2014}", "begins in 2015, after its end in 2014"),
        ("{id: a, name: A, kind: group, sides: [{valid_from: 2014}]}", "neither a party nor a parent"),
        ("{id: a, name: A, kind: group, sides: [{party: sy}]}", "gives no time"),
        ("{id: a, name: A, kind: group, sides: [{party: nobody, valid_from: 2014}]}", "no actor has the id 'nobody'"),
        (
            "{id: a, name: A, kind: group, sides: [{party: sy, valid_from: 2012, valid_to: 2014}, {party: ru, valid_from: 2013}]}",
            "sides overlap",
        ),
        ("{id: a, name: A, kind: group, sides: [{parent: a.police, valid_from: 2014}]}", "belongs to 'a' itself"),
        ("{id: a, name: A, kind: person, terms: [2014..2012]}", "begins in 2014, after its end in 2012"),
    ],
)
def test_wrong_times_are_refused(tmp_path: Path, row: str, reason: str) -> None:
    (problem,) = check_tables([table(tmp_path, f"actors:\n  - {row}\n")])
    assert "mine.yaml:2" in problem
    assert reason in problem


def test_every_wrong_row_is_told(tmp_path: Path) -> None:
    text = "actors:\n  - {id: a, name: Aa, kind: club}\n  - {id: b, name: Bb, kind: group}\n  - {id: c, name: Cc, kind: group, inter: 0}\n"
    problems = check_tables([table(tmp_path, text)])
    assert [problem.split(":")[1] for problem in problems] == ["2", "4"]


@pytest.mark.parametrize(
    ("actor", "day", "party", "inter"),
    [
        ("rsf", "2021-03-01", "sd", 1),
        ("rsf", "2023-04-14", "sd", 1),
        ("rsf", "2023-04-15", "rsf", 2),
        ("taliban", "2010-01-01", "taliban", 2),
        ("taliban", "2022-01-01", "af", 1),
        ("haqqani", "2022-01-01", "af", 2),
        ("hts", "2014-06-01", "hts", 2),
        ("fsln", "1985-06-01", "ni", 1),
        ("fsln", "1995-06-01", "fsln", 1),
        ("person.mohamed-hamdan-dagalo", "2020-01-01", "sd", None),
        ("person.mohamed-hamdan-dagalo", "2024-01-01", "rsf", None),
        ("rsf.spokes", "2020-01-01", None, None),
        ("hamas", "2014-01-01", "hamas", 2),
        ("cndd-fdd", "2002-01-01", "cndd-fdd", 2),
        ("cndd-fdd", "2015-05-01", "bi", 1),
        ("imbonerakure", "2015-05-01", "bi", 3),
        ("tanjug", "1995-07-11", "rs", None),
        ("tanjug", "2022-01-01", None, None),
    ],
)
def test_sides_change_over_time(actor: str, day: str, party: str | None, inter: int | None) -> None:
    then = TABLE.on(actor, date.fromisoformat(day))
    assert (then.party if then else None, then.inter if then else None) == (party, inter)


def test_terms_of_office_may_be_apart() -> None:
    trump = TABLE.get("person.donald-trump")
    assert trump is not None
    held = [TABLE.in_force(trump, date(year, 6, 1)) for year in (2016, 2018, 2022, 2025)]
    assert held == [False, True, False, True]
    assert TABLE.in_force(trump, None)


@settings(deadline=None)
@given(st.dates(min_value=date(1940, 1, 1), max_value=date(2030, 1, 1)))
def test_on_any_day_every_party_is_a_row(day: date) -> None:
    for actor_id in SIDED:
        then = TABLE.on(actor_id, day)
        assert then is not None
        assert then.party is None or TABLE.get(then.party) is not None
        assert then.party is not None or then.kind == "media"  # a private agency has no side, though it was a state's once
        again = TABLE.on(then.id, day)
        assert again == then


def test_users_sides_are_used(tmp_path: Path) -> None:
    text = "actors:\n  - {id: my-front, name: Galian Front, kind: group, sides: [{party: sy, valid_from: 2015, valid_to: 2016-06}]}\n"
    mine = ActorTable.load(extra=[table(tmp_path, text)])
    got = [mine.on("my-front", date(year, 3, 1)) for year in (2014, 2016)]
    assert [actor.party if actor else None for actor in got] == ["my-front", "sy"]


def test_a_missing_or_wrongly_encoded_file_is_refused(tmp_path: Path) -> None:
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00actors")
    assert len(check_tables([tmp_path / "absent.yaml", binary])) == 2


def test_check_tables_passes_good_tables(tmp_path: Path) -> None:
    assert check_tables([table(tmp_path, ROW)]) == []


def test_shared_names_may_be_borne_by_two_rows(tmp_path: Path) -> None:
    row = "  - {id: %s, name: Group %s, kind: group, shared_aliases: [QQX]}\n"
    text = "actors:\n" + row % ("a", "a") + row % ("b", "b")
    assert [actor.id for actor in ActorTable.load(extra=[table(tmp_path, text)]).find("QQX")] == ["a", "b"]


def test_norway_unquoted_is_norway(tmp_path: Path) -> None:
    got = ActorTable.load(extra=[table(tmp_path, "actors:\n  - {id: a, name: Aa, kind: group, country: NO}\n")]).get("a")
    assert got is not None
    assert got.country == "NO"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The Hague", "hague"),
        ("U.S. Central Command", "US Central Command"),
        ("Al-Qa'ida", "al qaida"),
        ("Defense Ministry", "Defence  ministry"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("Syria's army", "Syria army"),
        ("Popular Mobilization Forces", "popular mobilisation forces"),
        ("Алёша", "алеша"),
        ("المدرسة", "المدرسه"),
        ("İstanbul", "istanbul"),
    ],
)
def test_fold_name_meets(left: str, right: str) -> None:
    assert fold_name(left) == fold_name(right)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_and_find_never_fails(name: str) -> None:
    TABLE.find(name)
    folded = fold_name(name)
    assert folded == fold_name(folded) or not folded.isascii()


_VOCABULARY = ["the", "Syrian", "army", "of", "spokesman", "for", ",", "Ali", "Hamas", "police", "sources", "rebels", "led", "US", "-"]


@given(st.lists(st.sampled_from(_VOCABULARY), min_size=1, max_size=8))
def test_any_order_of_words_parses(words: list[str]) -> None:
    parsed = TABLE.reader.parse(" ".join(words))
    assert 0 <= parsed.strength <= 3
