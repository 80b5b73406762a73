"""Bytes to characters: byte order marks, UTF-8, the declared encoding, then a guess that must hold for every byte."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from onrecord.ingest.clean import mostly_control
from onrecord.ingest.draft import unreadable

# UTF-32 little-endian starts with the mark of UTF-16 little-endian, so it comes first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A guess needs a sample, not 20 MB; the whole is then decoded strictly.
_SAMPLE = 200_000
# The older encodings that browsers know (WHATWG Encoding), without the ones that no report of the last thirty years came in.
_OLDER = [
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "cp866",
    "cp874",
    "koi8_r",
    "koi8_u",
    "iso8859_2",
    "gb18030",
    "big5",
    "cp932",
    "euc_jp",
    "cp949",
]
_WESTERN = "cp1252"
_LATIN_EXTENDED = "Latin Extended-A"
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_SAVE_AS = "Save it as UTF-8, or name its encoding with --encoding."


def decode(data: bytes, *, subject: str, encoding: str | None, declared: str | None = None) -> tuple[str, str]:
    """The characters of `data` and the name of the encoding that gave them.

    `encoding` is the user's word and is obeyed; `declared` is the document's own and used where the bytes are not UTF-8.
    Raises UnreadableDocument for binary, cut, damaged or undecodable bytes.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked:
        text, used = _strict(data, marked, subject), marked.removesuffix("-sig")
    elif encoding:
        text, used = _strict(data, encoding, subject), codecs.lookup(encoding).name
    elif b"\0" in data:
        used = _unmarked_utf16(data, subject)
        text = _strict(data, used, subject)
    else:
        text, used = _unmarked(data, declared, subject)
    if mostly_control(text):
        raise unreadable(subject, "is mostly control characters, so it is binary or in another encoding", _SAVE_AS)
    return text, used


def _strict(data: bytes, encoding: str, subject: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        if problem.end == len(data) and problem.reason in ("unexpected end of data", "truncated data"):
            raise _cut(subject) from problem
        remedy = "Name the encoding that it has with --encoding, or leave the option out to have it recognised."
        name = encoding.removesuffix("-sig")
        raise unreadable(subject, f"is not {name}: byte {problem.start} ({data[problem.start]:#04x}) does not fit", remedy) from problem
    except UnicodeError as problem:
        raise unreadable(subject, f"is not {encoding}: {problem}", _SAVE_AS) from problem


def _cut(subject: str) -> Exception:
    return unreadable(subject, "is cut off in the middle of a character", "Fetch it again; the copy is not whole.")


def _unmarked_utf16(data: bytes, subject: str) -> str:
    """UTF-16 of mostly Latin text without a mark: every second byte is zero. Anything else with zero bytes is no text."""
    even, odd, half = data[::2].count(0), data[1::2].count(0), len(data) // 2
    if odd * 10 >= half * 7 and even * 10 <= half:
        return "utf-16-le"
    if even * 10 >= half * 7 and odd * 10 <= half:
        return "utf-16-be"
    raise unreadable(
        subject,
        f"holds zero bytes (the first at byte {data.index(0)}), so it is binary or damaged",
        "Remove it, or convert it to text; if it is UTF-16, name it with --encoding utf-16-le.",
    )


def _unmarked(data: bytes, declared: str | None, subject: str) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as problem:
        if _is_damaged_utf8(data, problem):
            if problem.end == len(data) and problem.reason == "unexpected end of data":
                raise _cut(subject) from problem
            raise unreadable(
                subject,
                f"is UTF-8 but damaged at byte {problem.start} ({data[problem.start]:#04x})",
                "Fetch it again, or repair that character.",
            ) from problem
    text = _try(data, declared)
    if text is not None and declared is not None:
        return text, declared
    fitting = likely_encodings(data)
    if len(fitting) > 1:
        raise unreadable(subject, f"could be in the encoding {' or '.join(fitting[:4])}", _SAVE_AS)
    text = _try(data, fitting[0]) if fitting else None
    if text is None:
        raise unreadable(subject, "is in no character encoding that can be recognised", _SAVE_AS)
    return text, fitting[0]


def _is_damaged_utf8(data: bytes, problem: UnicodeDecodeError) -> bool:
    """Whether whole multi-byte characters outnumber the errors: text in an older encoding almost never forms them by chance.

    A file that is cut after two bytes of a three-byte character counts too; a single high byte at the end can as well be Latin-1.
    """
    if problem.end == len(data) and problem.end - problem.start > 1:
        return True
    good = len(_MULTIBYTE.findall(data[: problem.start])) + len(_MULTIBYTE.findall(data[problem.end :]))
    return good > data.decode("utf-8", "replace").count("\ufffd")


def _try(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def likely_encodings(data: bytes) -> list[str]:
    """The older encodings that fit `data` best, as charset-normalizer measures mess and language; none, one, or those that tie.

    On a tie Windows-1252 wins if it shows plain Western letters only: short Western text reads as well in the code pages beside it.
    A tie is otherwise left to the user, since a wrong guess would put names on record that nobody wrote.
    """
    matches = list(from_bytes(data[:_SAMPLE], cp_isolation=_OLDER))
    if not matches:
        return []
    best = min(matches, key=lambda match: (match.chaos, -match.coherence))
    tied = [match for match in matches if (match.chaos, match.coherence) == (best.chaos, best.coherence)]
    for match in tied:
        if _WESTERN in (match.encoding, *match.could_be_from_charset) and _LATIN_EXTENDED not in match.alphabets:
            return [_WESTERN]
    latin = [match.encoding for match in tied if _LATIN_EXTENDED in match.alphabets]
    # Among Latin code pages the first is charset-normalizer's own order of likelihood; between scripts there is none.
    return latin[:1] if len(latin) == len(tied) else [match.encoding for match in tied]
