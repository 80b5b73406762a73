"""Bytes to characters in the encodings that reports come in."""

from __future__ import annotations

import pytest

from onrecord.errors import UnreadableDocument
from onrecord.ingest.decode import decode
from onrecord.ingest.html import declared_encoding

FRENCH = "Le porte-parole a déclaré que l’armée avait tué douze hommes près de la frontière – « un incident »."
SPANISH = "El portavoz señaló que la acción dejó doce víctimas en la región, según el ministerio."
RUSSIAN = "Министерство обороны сообщило, что удары уничтожили четыре базы боевиков в провинции Хомс."
ARABIC = "أعلنت وزارة الدفاع أن الغارات دمرت أربع قواعد للمسلحين في محافظة حمص."
POLISH = "Rzecznik powiedział, że w ataku zginęło dwanaście osób w pobliżu granicy."
TURKISH = "Sözcü, saldırıda on iki kişinin öldüğünü söyledi, olay şehirde yaşandı."
CHINESE = "国防部表示，空袭摧毁了四个基地。发言人说，行动于星期三在该省进行，造成十二名武装分子死亡。"
ENGLISH = "The ministry said that four bases were destroyed."


@pytest.mark.parametrize(
    ("text", "encoding", "used"),
    [
        (ENGLISH, "ascii", "utf-8"),
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN, "utf-8-sig", "utf-8"),
        (RUSSIAN, "utf-16", "utf-16"),
        (ARABIC, "utf-32", "utf-32"),
        (ENGLISH, "utf-16-le", "utf-16-le"),
        (ENGLISH, "utf-16-be", "utf-16-be"),
        (FRENCH, "cp1252", "cp1252"),
        (SPANISH, "latin-1", "cp1252"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8_r"),
        (ARABIC, "cp1256", "cp1256"),
        ("caf\xe9", "latin-1", "cp1252"),
        (POLISH, "cp1250", "cp1250"),
        (TURKISH, "cp1254", "cp1254"),
        (CHINESE, "gb18030", "gb18030"),
    ],
)
def test_encodings_are_recognised(text: str, encoding: str, used: str) -> None:
    assert decode(text.encode(encoding), subject="a.txt", encoding=None) == (text, used)


def test_the_users_encoding_is_obeyed_and_checked() -> None:
    assert decode(RUSSIAN.encode("cp866"), subject="a.txt", encoding="cp866")[0] == RUSSIAN
    with pytest.raises(UnreadableDocument, match=r"a\.txt: ingest: is not ascii: byte 0 \(0xd0\) does not fit"):
        decode(RUSSIAN.encode(), subject="a.txt", encoding="ascii")


def test_a_byte_order_mark_outranks_the_users_encoding() -> None:
    assert decode(RUSSIAN.encode("utf-16"), subject="a.txt", encoding="cp1251")[0] == RUSSIAN


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'<meta charset="windows-1251">', "windows-1251"),
        (b"<meta http-equiv='Content-Type' content='text/html; charset=ISO-8859-1'>", "cp1252"),
        (b"<?xml version='1.0' encoding='koi8-r'?>", "koi8-r"),
        (b"<html><p>charset=none</p>", None),
        (b"<meta charset=utf-16>", None),
    ],
)
def test_pages_declare_their_encoding(head: bytes, name: str | None) -> None:
    assert declared_encoding(head) == name


def test_the_declared_encoding_is_used_for_bytes_that_are_no_utf8_and_ignored_where_it_fails() -> None:
    short = "Хомс".encode("cp1251")
    assert decode(short, subject="a", encoding=None, declared="windows-1251")[0] == "Хомс"
    assert decode(RUSSIAN.encode(), subject="a", encoding=None, declared="windows-1251")[0] == RUSSIAN
    assert decode(FRENCH.encode("cp1252"), subject="a", encoding=None, declared="klingon")[0] == FRENCH


def test_a_tie_between_scripts_is_left_to_the_user() -> None:
    with pytest.raises(UnreadableDocument, match=r"could be in the encoding cp1251 or .*--encoding"):
        decode("Министерство обороны".encode("cp1251"), subject="a.txt", encoding=None)
