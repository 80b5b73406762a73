"""The ways into PETRARCH2 and out of it, with programs of our own in its place."""

from __future__ import annotations

import importlib.util
import shlex
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from onrecord.model import Span

ROOT = Path(__file__).parents[2]
TEXT = "Kesh troops shelled a town. Its mayor met U.N. envoys & left."


@pytest.fixture(scope="module")
def peer() -> ModuleType:
    folder = str(ROOT / "benchmarks")
    if folder not in sys.path:
        sys.path.append(folder)  # its scripts import one another
    spec = importlib.util.spec_from_file_location("peer_petrarch", ROOT / "benchmarks/peer_petrarch.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["peer_petrarch"] = module
    spec.loader.exec_module(module)
    return module


def record(text: str = TEXT, **more: Any) -> dict[str, Any]:
    return {"id": "r", "text": text, "meta": {}, **more}


def coded(peer: ModuleType, unit: int, source: str, target: str, code: str, *texts: str) -> Any:
    a, b, c = (*texts, "", "", "")[:3]
    return peer.Coded(unit=unit, source=source, target=target, code=code, source_text=a, target_text=b, event_text=c)


def test_sentences_are_units_with_their_day(peer: ModuleType) -> None:
    found = peer.units(
        [record(meta={"published": "2024-05-03"}), record("Two\nlines.", corpus="petrarch_gsr_en", meta={"date": "20150609"})]
    )
    assert [(u.number, u.record, u.day) for u in found] == [(0, 0, "20240503"), (1, 0, "20240503"), (2, 1, "20150609")]
    assert found[2].text == "Two lines."
    assert all(TEXT[u.span.start : u.span.end] == u.text for u in found[:2])


def test_xml_holds_what_petrarch_reads(peer: ModuleType) -> None:
    found = peer.units([record()])
    root = ElementTree.fromstring(peer.as_xml(zip(found, ["(ROOT (S (NP (NN x))))", "SENTENCE_SKIPPED"], strict=True)))
    (sentence,) = root
    assert sentence.attrib == {"date": peer.UNDATED, "id": "u0_1", "source": "set", "sentence": "True"}
    root = ElementTree.fromstring(peer.as_xml([(found[1], "(ROOT (X &))")]))
    assert [(root[0].findtext(tag) or "").strip() for tag in ("Text", "Parse")] == ["Its mayor met U.N. envoys & left.", "(ROOT (X &))"]


def test_rows_of_the_table_of_events(peer: ModuleType) -> None:
    lines = [
        "20150101\tKESMIL\tKESCVL\t194\tTERROR,1\tu0_1\tset\tKesh troops\t---\tshelled\n",
        "20150101\tA\tB\t010\t\tu1_1\tset\n",
        "",
        "no row",
    ]
    assert list(peer.read_events(lines)) == [
        coded(peer, 0, "KESMIL", "KESCVL", "194", "Kesh troops", "", "shelled"),
        coded(peer, 1, "A", "B", "010"),
    ]


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("Kesh troops", "Kesh troops"),
        ("<KESH> ... town", "Kesh troops shelled a town"),
        ("esh", None),
        ("shelled Kesh", "shelled"),
        ("mayor", None),
        ("<&PEOPLE>", None),
        ("", None),
    ],
)
def test_phrases_are_found_again_in_their_sentence(peer: ModuleType, phrase: str, found: str | None) -> None:
    span = peer.phrase_span(phrase, TEXT, Span(0, 27))
    assert (span and span.of(TEXT)) == found


@pytest.mark.parametrize(
    ("code", "kind"), [("0874", "RETREAT"), ("080", "CONCEDE"), ("057", "AGREE"), ("0571", "AGREE"), ("010", None), ("---", None)]
)
def test_the_longest_prefix_decides_the_type(peer: ModuleType, code: str, kind: str | None) -> None:
    assert peer.type_of(code, peer.PLOVER) == kind


def test_events_of_one_verb_are_one_claim(peer: ModuleType) -> None:
    first, second = peer.units([record()])
    events = [
        coded(peer, 0, "KESMIL", "CVL", "194", "Kesh troops", "town", "shelled"),
        coded(peer, 0, "KESMIL", "CVL", "010", "Kesh troops", "town", "shelled"),
    ]
    meeting = [coded(peer, 1, "MAY", "UNO", "040", "mayor", "", "met"), coded(peer, 1, "UNO", "MAY", "040", "U.N.", "mayor", "met")]
    answer = peer.claims(record(), [(first, events), (second, meeting)])
    told = [
        (c["event_type"], TEXT[slice(*c["trigger"])], [p["name"] for p in c["actors"]], [p["name"] for p in c["targets"]])
        for c in answer["claims"]
    ]
    # The code of the envoys has words in the second event only; who stands on both sides acts.
    assert told == [("ASSAULT", "shelled", ["Kesh troops"], ["town"]), ("CONSULT", "met", ["mayor", "U.N."], [])]
    assert answer["events"] == [["c1"], ["c2"]]


def test_the_label_of_a_snippet_is_its_commonest_type(peer: ModuleType) -> None:
    first, _ = peer.units([record()])
    events = [coded(peer, 0, "A", "B", code, "Kesh", "town") for code in ("173", "193", "1941", "010")]
    answer = peer.snippet(record(), [(first, events)])
    assert answer["labels"] == ["FIGHT"]
    assert answer["events"][0]["targets"] == [{"start": 22, "end": 26, "text": "town"}]
    assert peer.snippet(record(), [(first, [])]) == {"labels": [], "events": []}


def test_a_sentence_that_stops_the_coder_is_left_out(peer: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "coder.py"
    program.write_text(
        "import re, sys\n"
        "text = open(sys.argv[1]).read()\n"
        "if 'mayor' in text: raise SystemExit('cannot')\n"
        "rows = ['20150101\\tA\\tB\\t190\\t\\t' + i + '\\tset' for i in re.findall(r'id=\"(u\\d+_1)\"', text)]\n"
        "open('evts.' + sys.argv[2], 'w').write('\\n'.join(rows))\n"
    )
    given = [(u, "(ROOT (X x))") for u in peer.units([record("One. " + TEXT)])]
    coder = f"{shlex.quote(sys.executable)} {shlex.quote(str(program))} {{input}} {{output}}"
    assert [e.unit for e in peer.coded_by(coder, tmp_path, given)] == [0, 1]
    assert "left out, cannot: Its mayor" in capsys.readouterr().out


def test_trees_are_used_again_for_the_same_sentences(peer: ModuleType, tmp_path: Path) -> None:
    program = tmp_path / "parser.py"
    program.write_text("import sys\nfor line in open(sys.argv[1]): print('(ROOT', line.split()[0] + ')')\n")
    parser = f"{shlex.quote(sys.executable)} {shlex.quote(str(program))} {{sentences}}"
    given = peer.units([record()])
    assert peer.trees_of(given, tmp_path, parser) == ["(ROOT Kesh)", "(ROOT Its)"]
    assert peer.trees_of(given, tmp_path, "no-such-program {sentences}") == ["(ROOT Kesh)", "(ROOT Its)"]
    (tmp_path / "trees.txt").write_text("(ROOT Kesh)\n")
    with pytest.raises(SystemExit, match="1 trees for 2 sentences"):
        peer.trees_of(given, tmp_path, parser)
