r"""The stored text: what is kept of the decoded characters and what is not.

Kept: every visible character, tabs, no-break and other spaces, joiners (U+200C, U+200D) and direction marks, which change how a word
is read. Changed: CRLF, CR, vertical tab, form feed, U+0085 and U+2028 become a line feed, U+2029 a blank line; characters are composed
to Unicode NFC; a lone surrogate, which is no character, becomes U+FFFD.
Removed: a byte order mark, terminal escape sequences, all other control characters (C0, DEL, C1), characters that show nothing yet cut
a word in two (U+00AD soft hyphen, U+200B zero width space, U+2060 word joiner, U+FEFF), white space at the ends of the text, and
combining marks after the thirtieth on one letter (the limit of Unicode's Stream-Safe Text Format, UAX #15).

Spans count code points of this text. The original bytes are kept beside it.
"""

from __future__ import annotations

import re
import unicodedata

_ANSI = re.compile(r"\x1b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\x07\x1b]{0,2000}(?:\x07|\x1b\\)|[@-Z\\^_])")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_UNSEEN = re.compile(r"[\xad\u200b\u2060\ufeff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
# No mark lies below U+0300, so text without such a run needs no closer look.
_LONG_RUN = re.compile(r"[\u0300-\U0010ffff]{31,}")
_MOST_MARKS = 30
# One control character in twenty: prose has none, a terminal recording loses its escape sequences before it is counted.
_CONTROL_SHARE = 20


def clean_text(text: str) -> str:
    """The text as it is stored; cleaning it again changes nothing."""
    text = _ANSI.sub("", text)
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    text = _UNSEEN.sub("", _CONTROLS.sub("", text))
    text = _SURROGATES.sub("\ufffd", text)
    # Composing is quadratic in the marks on one letter: a megabyte of them would take hours.
    text = unicodedata.normalize("NFC", _LONG_RUN.sub(_cap_marks, text))
    return text.strip()


def clean_line(text: str | None) -> str | None:
    """A title or name: cleaned, on one line with single spaces; None where nothing is left."""
    return " ".join(clean_text(text).split()) or None if text else None


def holds_words(text: str) -> bool:
    """Whether there is at least one letter or digit."""
    return any(character.isalnum() for character in text)


def mostly_control(text: str) -> bool:
    """Whether control characters are so many that the bytes can be no text of this encoding."""
    return len(_CONTROLS.findall(_ANSI.sub("", text))) * _CONTROL_SHARE > len(text)


def _cap_marks(match: re.Match[str]) -> str:
    kept, marks = [], 0
    for character in match.group():
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
