"""Type, mode and sub-event of a claim: what the heads say, held to what the code lists allow and to the means that are named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model.span import Span
from onrecord.read.analysis import Found

_BY_MEANS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(rf"\b(?:{words})", re.IGNORECASE), mode, sub_event)
    for words, mode, sub_event in (
        (r"suicide|martyrdom operation", "suicide-attack", "Suicide bomb"),
        (r"drone|uav|unmanned|quadcopter|shahed|bayraktar", "drone", "Air/drone strike"),
        (
            r"air ?strike|air raid|warplane|fighter jet|jets?\b|aircraft|aerial|aviation|air force|aerospace forces|"
            r"helicopter|barrel bomb|bombers?\b",
            "aerial",
            "Air/drone strike",
        ),
        (r"chlorine|sarin|mustard gas|nerve agent|chemical weapon", "unconventional", "Chemical weapon"),
        (r"shell(?:ed|ing|s\b)|artillery|mortar|rocket|missile|howitzer|grad\b", "heavy-weapons", "Shelling/artillery/missile attack"),
        (
            r"car bomb|roadside bomb|land ?mine|mines?\b|ied\b|improvised explosive|explosive device|booby|vbied",
            "explosives",
            "Remote explosive/landmine/IED",
        ),
        (r"grenade", "explosives", "Grenade"),
        (r"rap(?:ed?|ing)\b|sexual(?:ly)?", "sexual", "Sexual violence"),
        (r"abduct|kidnap|hostage|seiz(?:ed|ing) hostages", "abduct", "Abduction/forced disappearance"),
    )
)
_ALLOWED: dict[str, frozenset[str]] = {
    "PROTEST": frozenset(
        {
            "Peaceful protest",
            "Protest with intervention",
            "Excessive force against protesters",
            "Violent demonstration",
            "Mob violence",
            "Looting/property destruction",
        }
    ),
    "AGREE": frozenset({"Agreement"}),
    "CONSULT": frozenset(),
    "SUPPORT": frozenset(),
    "REQUEST": frozenset(),
    "REJECT": frozenset(),
    "THREATEN": frozenset(),
    "COOPERATE": frozenset({"Agreement", "Other"}),
}


def refine(found: Found, text: str, instruments: Sequence[Span]) -> tuple[str, str | None, str | None]:
    """PLOVER type and mode and ACLED sub-event of a trigger.

    An instrument or a trigger that names the method decides over the heads ("the method named wins"); sub-events that
    cannot go with the type are dropped.
    """
    mode, sub_event = found.mode, found.sub_event
    if found.event_type == "ASSAULT":
        for span in (found.span, *instruments):
            hit = next(((m, s) for p, m, s in _BY_MEANS if p.search(span.of(text))), None)
            if hit is not None and sub_event not in {
                "Armed clash",
                "Suicide bomb",
                "Government regains territory",
                "Non-state actor overtakes territory",
            }:
                mode, sub_event = hit
                break
    allowed = _ALLOWED.get(found.event_type)
    if allowed is not None and sub_event not in allowed:
        sub_event = None
    return found.event_type, mode, sub_event
