"""On whose word a flat lead may rest that stands alone in its event."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from onrecord.link import told_beside
from onrecord.model import ActorRef, Claim, Link, Role

from .build import DAY, claim, document

TEXT = "Shells struck the depot at Talm. Two guards were killed, the army said. Three men were arrested. It had shelled Orrin in March."
PAPER = document(TEXT)


def said(told: Claim, name: str, sector: str | None = None) -> Claim:
    actor = ActorRef(actor_id=f"local:{name}", name=name, known=False, sector=sector)
    return replace(told, attribution=(Link(source=None, cue=None, name=name, actor=actor),))


LEAD = claim(PAPER, "struck", town="Talm", days=(DAY, DAY), target="depot")
KILLED = said(claim(PAPER, "killed", town="Talm", target="guards"), "army", "MIL")
ELSEWHERE = said(claim(PAPER, "shelled", town="Orrin", days=(DAY - timedelta(days=50), DAY - timedelta(days=50))), "army", "MIL")
ARREST = claim(PAPER, "arrested", event_type="COERCE", sub_event=None)


def beside(*told: Claim, others: tuple[Claim, ...]) -> list[str]:
    return [c.trigger.of(TEXT) for c in told_beside(told, {PAPER.id: (*told, *others)}, {PAPER.id: PAPER})]


def test_a_claim_that_may_tell_of_the_same_happening_is_found() -> None:
    assert beside(LEAD, others=(KILLED, ELSEWHERE)) == ["killed"]


def test_what_nobody_says_is_no_voice() -> None:
    assert beside(LEAD, others=(replace(KILLED, attribution=()),)) == []


def test_a_report_that_quotes_somebody_in_the_event_is_left_out() -> None:
    assert beside(LEAD, said(claim(PAPER, "depot", town="Talm"), "residents"), others=(KILLED,)) == []


@pytest.mark.parametrize(
    ("doer", "found"), [(None, ["killed"]), (("officers", None), ["killed"]), (("Talm police", "COP"), ["killed"]), (("rebels", "REB"), [])]
)
def test_an_arrest_is_known_from_the_authorities_whatever_they_are_quoted_on(doer: tuple[str, str | None] | None, found: list[str]) -> None:
    arrest = ARREST
    if doer is not None:
        actor = ActorRef(actor_id="local:x", name=doer[0], known=False, sector=doer[1])
        arrest = replace(ARREST, actors=(Role(span=ARREST.trigger, name=doer[0], actor=actor),))
    police = said(claim(PAPER, "killed", town="Talm", target="guards"), "police", "COP")
    front = said(claim(PAPER, "shelled", town="Orrin"), "front", "REB")
    assert beside(arrest, others=(police, front)) == found
