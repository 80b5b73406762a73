"""What reports say that one happening has to do with another."""

from __future__ import annotations

import re
from datetime import date

import pytest

from onrecord.link import relate, relations_of
from onrecord.model import ActorRef, Event
from onrecord.pipeline import build_events
from onrecord.settings import sample_reports

from .build import DAY, claim, document

Case = tuple[str, tuple[str, ...], list[tuple[str, str, str]]]
CASES: list[Case] = [
    ("Jets bombed the camp in retaliation for the raid on Talm.", ("bombed", "raid"), [("retaliation_for", "bombed", "raid")]),
    ("In retaliation for the raid on Talm, jets bombed the camp.", ("raid", "bombed"), [("retaliation_for", "bombed", "raid")]),
    ("Gunmen attacked the post to avenge the killing of a chief.", ("attacked", "killing"), [("retaliation_for", "attacked", "killing")]),
    ("The front shelled Orrin in response to the blockade.", ("shelled", "blockade"), [("consequence_of", "shelled", "blockade")]),
    ("Thousands fled because of the shelling.", ("fled", "shelling"), [("consequence_of", "fled", "shelling")]),
    ("The arrest of a priest sparked protests in Talm.", ("arrest", "protests"), [("consequence_of", "protests", "arrest")]),
    ("Troops took the mill as part of the offensive.", ("took", "offensive"), [("part_of", "took", "offensive")]),
    ("Two died during the operation in Talm.", ("died", "operation"), [("part_of", "died", "operation")]),
    ("Families left the town after rockets hit the market.", ("left", "hit"), [("follows", "left", "hit")]),
    ("After rockets hit the market, families left the town.", ("hit", "left"), [("follows", "left", "hit")]),
    # Nothing is named between the two, or it is not about them.
    ("Rockets hit the market and families left the town.", ("hit", "left"), []),
    ("Troops took the mill during the night and shelled Orrin.", ("took", "shelled"), []),
    ("Jets bombed the camp; after that the front shelled Orrin.", ("bombed", "shelled"), []),
    ("Jets bombed the camp after dark, but the front shelled Orrin.", ("bombed", "shelled"), []),
    ("Jets bombed the camp. After the raid nobody spoke.", ("bombed", "raid"), []),
    ("As part of the peace talks troops left Talm and shelled Orrin.", ("left", "shelled"), []),
    # The nearest trigger on either side is meant, not one further off.
    (
        "Troops shelled Talm and bombed the camp in retaliation for the raid.",
        ("shelled", "bombed", "raid"),
        [("retaliation_for", "bombed", "raid")],
    ),
]


@pytest.mark.parametrize(("text", "triggers", "named"), CASES, ids=lambda value: value[:40] if isinstance(value, str) else "")
def test_relations_that_the_text_names(text: str, triggers: tuple[str, ...], named: list[tuple[str, str, str]]) -> None:
    paper = document(text)
    claims = {word: claim(paper, word) for word in triggers}
    word_of = {c.id: word for word, c in claims.items()}
    found = relations_of(claims.values(), paper)
    assert [(r.kind, word_of[r.claim_id], word_of[r.other_claim_id]) for r in found] == named
    assert all(r.cue.of(text).casefold() in text.casefold() and r.document_id == paper.id for r in found)


def test_a_shipped_sample_report_names_one() -> None:
    text = (sample_reports() / "07-toribio-dispatch.txt").read_text(encoding="utf-8")
    sentence = next(s for s in re.findall(r"[^.\n]+\.", text) if "had fled" in s)
    paper = document(sentence.strip())
    fled, attack = claim(paper, "fled", event_type="SANCTION", sub_event=None), claim(paper, "attack")
    (found,) = relations_of([fled, attack], paper)
    assert (found.kind, found.claim_id, found.other_claim_id) == ("follows", fled.id, attack.id)


def test_what_is_denied_has_no_relations() -> None:
    paper = document("Jets did not bomb the camp in retaliation for the raid on Talm.")
    assert relations_of([claim(paper, "bomb", status="denied"), claim(paper, "raid")], paper) == ()


def test_both_events_have_the_relation_and_one_event_none_to_itself() -> None:
    paper = document("Jets bombed the camp in retaliation for the raid on Talm.", published=DAY)
    bombed = claim(paper, "bombed", sub_event="Air/drone strike", days=(DAY, DAY))
    raid = claim(paper, "raid", sub_event="Armed clash", town="Talm", days=(date(2031, 4, 1), date(2031, 4, 1)))
    publisher = ActorRef(actor_id="local:paper", name="paper", known=False)
    events = build_events([bombed, raid], {paper.id: paper}, lambda _: publisher)
    assert len(events) == 2
    assert [[r.kind for r in event.relations] for event in events] == [["retaliation_for"], ["retaliation_for"]]
    assert {event.relations[0].claim_id for event in events} == {bombed.id}
    whole: Event = events[0]
    joined = Event(
        claim_ids=(bombed.id, raid.id),
        document_ids=(paper.id,),
        event_type="ASSAULT",
        mode=None,
        sub_event=None,
        status="occurred",
        actors=(),
        targets=(),
        places=(),
        when=None,
        grade=whole.grade,
    )
    assert relate([joined], [bombed, raid], {paper.id: paper})[0].relations == ()
