"""What the text right after a name says about it: its kind, the place that holds it, how far it lies from another."""

from __future__ import annotations

import re

from onrecord.resolve.where.cues import COMPASS, CUES, DISTRICT, KIND_OF, PROVINCE, bearing, key, metres
from onrecord.resolve.where.names import Phrase

_AHEAD = 120  # code points
_WORDS = r"[^\W\d_][\w'’.-]*(?:[\s-][^\W\d_][\w'’.-]*){0,3}"
_AFTER = re.compile(rf"^[\s-]+(?P<cue>{CUES})\b", re.I)
_COORDINATED = re.compile(rf"^\s*(?:,\s*{_WORDS}\s*){{0,5}},?\s*(?:and|or)\s+(?:in\s+|the\s+)?{_WORDS}?\s+(?P<cue>{CUES})\b", re.I)
_PROPER = r"[^\W\d_a-z][\w'’-]*(?:[ -](?:al-|ez-|el-)?[^\W\d_a-z][\w'’-]*){0,3}"
_CONTAINER = re.compile(
    r"(?:,\s+|,?\s+(?:in|near)\s+(?:the\s+)?)"
    r"(?P<name>[^\W\d_a-z](?:[\w’'-]|\.(?=\w|,|\s+[a-z(—–-]))*(?:[ -](?:of |al-|ez-|el-)?[^\W\d_a-z](?:[\w’'-]|\.(?=\w))*){0,3}"
    r"(?:\s+(?:province|governorate|oblast|county|district|state))?)"
)
_OFFSET = re.compile(
    r"(?i:\s*[,(]?\s*(?:which is |located |also |just |some |about |around |roughly |nearly |approximately )*"
    r"(?:(?P<figure>\d+(?:[.,]\d+)?)\s*-?(?P<unit>km|kilomet(?:er|re)s?|miles?|mi)\b\s*(?:\([^)]{1,20}\)\s*)?)?(?:to the )?"
    rf"(?P<direction>{COMPASS})\s+of\s+)(?P<name>{_PROPER})"
)


def cue_after(text: str, end: int) -> tuple[str, str] | None:
    """Kind and cue word that the text after a name gives it ("Homs and Deir ez-Zor provinces": province for both)."""
    after = text[end : end + _AHEAD]
    m = _AFTER.match(after)
    if m is None:
        m = _COORDINATED.match(after)
        if m is not None and KIND_OF[key(m["cue"])] not in (PROVINCE, DISTRICT):
            return None
    if m is None:
        return None
    cue = key(m["cue"])
    return KIND_OF[cue], cue


def container_after(text: str, end: int) -> str | None:
    """The name that the text puts a place into: the words after comma or "in" ("Alexandria, La.", "mountain range in Homs and")."""
    m = _CONTAINER.match(text, end)
    return m["name"].strip() if m else None


def offset_after(text: str, end: int) -> Phrase | None:
    """How the text goes on to place a name ("Safina, about 45km (28 miles) south of Mosul"); None where it does not."""
    m = _OFFSET.match(text, end)
    if m is None:
        return None
    far = metres(m["figure"], m["unit"]) if m["figure"] else None
    return Phrase(name=m["name"], relation="offset", metres=far, bearing=bearing(m["direction"]), whole=m.group().strip(" ,"))
