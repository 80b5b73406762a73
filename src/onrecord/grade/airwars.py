"""Airwars grades of events with reported harm to civilians, by the published wording.

Source: the grading table of the Airwars methodology, as quoted in `docs/grading.md`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.errors import BadInput
from onrecord.grade.corroboration import rivals
from onrecord.grade.record import Record
from onrecord.grade.voice import ASSERTING, Voice
from onrecord.model import Document, Figure

AIRWARS_GRADES = ("contested", "confirmed", "fair", "weak", "discounted")
_CIVILIANS = frozenset({"civilian", "children", "women"})
_ARMED_SECTORS = frozenset({"MIL", "REB", "UAF", "PRM", "SPY", "COP"})
_ARMED = re.compile(
    r"\b(?:soldiers?|troops?|servicem[ae]n|fighters?|militants?|terrorists?|gunm[ae]n|insurgents?|rebels?|militiam[ae]n|combatants?|policem[ae]n|guerrillas?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """What the user decides and no program can: which sources are credible, and whether a belligerent acted near by.

    `credible` maps ids of actors, organisations or publishers to yes or no (absent: unset, which does not count as credible).
    `near_actions` is "likely", "confirmed" or None: the result of a search for strikes by a belligerent within the user's distance and
    days. `belligerents` holds the ids of the parties to the conflict.
    """

    credible: Mapping[str, bool] = field(default_factory=dict)
    near_actions: str | None = None
    belligerents: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.near_actions not in (None, "likely", "confirmed"):
            raise BadInput(
                f"{self.near_actions!r} is no result of the search",
                subject="near_actions",
                stage="grade",
                remedy="Use 'likely', 'confirmed' or leave it out.",
            )

    def trusts(self, voice: Voice) -> bool:
        """Whether the user calls the voice credible; an unnamed one is as credible as its outlet."""
        return self.credible.get(voice.key if voice.named else voice.publisher_key, False)


def _harms_civilians(voice: Voice, figure: Figure, document: Document | None) -> bool:
    if figure.what not in ("killed", "injured") or (figure.low in (None, 0) and figure.high in (None, 0) and not figure.unknown):
        return False
    if figure.victims is not None:
        return figure.victims in _CIVILIANS
    if any(role.actor is not None and role.actor.sector in _ARMED_SECTORS for role in voice.claim.targets):
        return False
    return document is None or _ARMED.search(voice.claim.evidence.of(document.text)) is None


def reports_harm(voice: Voice, documents: Mapping[str, Document]) -> bool:
    """Whether the claim reports killed or injured people who are not said to be armed."""
    document = documents.get(voice.claim.document_id)
    return voice.claim.status in ASSERTING and any(_harms_civilians(voice, figure, document) for figure in voice.claim.figures)


def _accepts_harm(voice: Voice) -> bool:
    """Whether the side that did it speaks of civilians killed or injured by it, not only of the strike."""
    harm = [f for f in voice.claim.figures if f.what in ("killed", "injured") and f.victims in _CIVILIANS]
    said = any((f.low or 0) > 0 or (f.high or 0) > 0 for f in harm)
    return said and voice.side in voice.actor_parties and voice.rests_on is None


def airwars_grade(record: Record, documents: Mapping[str, Document], judgements: Judgements) -> tuple[str | None, tuple[str, ...]]:
    """The grade, or None, and the reasons for it in words. `discounted` is a reviewer's decision and never computed."""
    harm = [v for v in record.live if reports_harm(v, documents)] if not (record.retracted or record.planned or record.absent) else []
    if not harm:
        return None, ("no standing report of harm to civilians",)
    pair = rivals(record)
    if pair is not None:
        return "contested", (f"{pair[0].name} and {pair[1].name} name different parties as responsible",)
    accepted = [v for v in record.live if _accepts_harm(v)]
    if accepted:
        return "confirmed", (f"{accepted[0].name} accepts responsibility for harm to civilians",)
    credible = [members for members in record.basis.groups if any(v in harm and judgements.trusts(v) for v in members)]
    names = ", ".join(members[0].name for members in credible)
    if len(credible) >= 2 and judgements.near_actions is not None:
        near = f"actions of a belligerent near by: {judgements.near_actions}"
        return "fair", (f"{len(credible)} credible independent origins report harm: {names}", near)
    if len(credible) == 1:
        return "weak", (f"one credible independent origin reports harm: {names}",)
    if len(credible) >= 2:
        return None, (f"{len(credible)} credible origins report harm, but no search for near actions is on record",)
    return None, ("no origin that reports harm has been marked as credible",)
