"""The view of events after one more report: only its neighbourhood is looked at, and the events are those of a whole run."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import relink as module
from onrecord.api import views
from onrecord.cli.record import bundle_of
from onrecord.errors import DecisionRefused
from onrecord.export.why import why, why_text
from onrecord.model import ActorRef, Claim, Decision, Document, Link
from onrecord.pipeline import link_and_grade
from onrecord.relink import LINKS, relink
from onrecord.resolve.actor import ActorResolver, ActorTable
from onrecord.settings import Settings
from onrecord.store import Accept, Correct, MarkSource, Merge, Reject, SameActor, SetGrade, SetParty, Split, Store, content_of, ref_of
from onrecord.store.decisions_kinds import Content
from tests.decisions import build
from tests.export import made
from tests.link.build import DAY, claim, document
from tests.link.test_linker import Telling, record_of, telling

SETTINGS = Settings.load({})
TELLINGS = [("Talm", 0, "army", "depot", 0), ("Talm", 0, "army", "depot", 1), ("Orrin", 1, "front", "mill", 2)]


def add(record: Store, told: tuple[Document, list[Claim]]) -> None:
    paper, claims = told
    record.add(made.captured(paper), made.reading(paper, claims), made.PRODUCER)


def forbidden(*_: object, **__: object) -> None:
    raise AssertionError("all claims were linked for one more report")


@settings(max_examples=20, deadline=None)
@given(st.lists(telling, min_size=2, max_size=10), st.randoms(use_true_random=False))
def test_one_report_after_the_other_gives_the_events_of_a_whole_run(tellings: list[Telling], rng: random.Random) -> None:
    reports = list(record_of(tellings).values())
    rng.shuffle(reports)
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "a.db") as record, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LARGE", 0)
        add(record, reports[0])
        relink(record, SETTINGS)
        patch.setattr(module, "link_and_grade", forbidden)
        for report in reports[1:]:
            before = {event.id: event for event in record.events()}
            add(record, report)
            done = relink(record, SETTINGS)
            after = {event.id: event for event in record.events()}
            assert done.events == len(after)
            assert set(done.gone) == before.keys() - after.keys()
            assert set(done.changed) == {i for i, event in after.items() if before.get(i) != event}
        patch.undo()
        whole = relink(record, SETTINGS, whole=True)
        assert (whole.changed, whole.gone) == ((), ())


def decision(rng: random.Random, reports: list[tuple[Document, list[Claim]]], made_before: list[Decision], minute: int) -> Decision:
    """Some decision about claims of the reports, about actors that they name, or about another decision."""
    told = [ref_of(c, paper.text) for paper, claims in reports for c in claims]
    some = tuple(rng.sample(told, min(len(told), rng.choice([1, 2, 2, 3]))))
    actors = ["local:army", "local:front"]
    rng.shuffle(actors)
    contents: list[Content] = [
        Merge(claims=some),
        Split(parts=tuple((ref,) for ref in some)),
        Reject(claims=some[:1]),
        Accept(claims=some[:1]),
        Correct(claims=some[:1], fields={"time": {"earliest": "2031-05-07", "latest": "2031-05-07"}}),
        SetGrade(claims=some, corroboration=rng.choice(["corroborated", "single_origin"])),
    ]
    if made_before and rng.random() < 0.25:
        return build.undo(rng.choice(made_before), minute)
    if rng.random() < 0.2:
        contents = [
            MarkSource(source=actors[0], mark=rng.choice(["credible", "independent"])),
            SameActor(a=actors[0], b=actors[1], judgement=rng.choice(["positive", "negative"])),
            SetParty(actor=actors[0], party=actors[1]),
        ]
    usable = [c for c in contents if len(some) > 1 or not isinstance(c, Merge | Split)]
    return build.decide(rng.choice(usable), minute)


@settings(max_examples=25, deadline=None)
@given(st.lists(telling, min_size=2, max_size=12), st.integers(0, 8), st.randoms(use_true_random=False))
def test_reports_and_decisions_as_they_come_give_the_events_of_a_whole_run(tellings: list[Telling], count: int, rng: random.Random) -> None:
    reports = list(record_of(tellings).values())
    rng.shuffle(reports)
    publisher = ActorResolver(ActorTable.load(extra=SETTINGS.actors)).publisher_actor
    steps: list[tuple[Document, list[Claim]] | None] = [*reports[1:], *[None] * count]
    rng.shuffle(steps)
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "a.db") as record, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LARGE", 0)
        patch.setattr(module, "_MOST_NEW_SHARE", 0.01)
        add(record, reports[0])
        relink(record, SETTINGS)
        on_sources = False
        made_before: list[Decision] = []
        for minute, step in enumerate(steps):
            if step is not None:
                add(record, step)
            else:
                new = decision(rng, reports, made_before, minute)
                with suppress(DecisionRefused):
                    record.append_decision(new, keep_dangling=True)
                    made_before.append(new)
                    on_sources |= isinstance(content_of(new), MarkSource | SameActor | SetParty)
            if rng.random() < 0.3:
                continue
            before = {event.id: event for event in record.events()}
            with pytest.MonkeyPatch.context() as strict:
                # What is decided on sources may be about any claim, and a report may bring a better reference to one.
                if not on_sources:
                    strict.setattr(module, "link_and_grade", forbidden)
                done = relink(record, SETTINGS)
            papers = {paper.id: paper for paper in record.documents()}
            whole = link_and_grade(list(record.claims()), papers, publisher, decisions=record.decisions())
            after = {event.id: event for event in record.events()}
            assert after == {event.id: event for event in whole.events}
            assert Counter(done.troubles) == Counter(whole.troubles)
            assert set(done.gone) == before.keys() - after.keys()
            assert set(done.changed) == {i for i, event in after.items() if before.get(i) != event}


def test_links_that_do_not_fit_the_view_are_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "LARGE", 0)
    first, second, third = record_of(TELLINGS).values()
    with Store.open(tmp_path / "a.db") as record:
        add(record, first)
        relink(record, SETTINGS)
        path = record.beside(LINKS)
        assert path is not None
        old = path.read_bytes()
        add(record, second)
        relink(record, SETTINGS, whole=True)
        path.write_bytes(old)
        add(record, third)
        done = relink(record, SETTINGS)
        assert done.events == 2
        path.unlink()
        assert relink(record, SETTINGS).events == 2
        assert path.is_file()
        # The same report read anew, by another producer, takes the place of what it told.
        paper, claims = third
        other = made.reading(paper, claims[:0])
        record.add(made.captured(paper), other, replace(made.PRODUCER, version="next"))
        assert relink(record, SETTINGS).events == 1


def test_a_grade_comes_to_hold_once_the_claims_of_other_events_are_rejected(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "LARGE", 0)
    monkeypatch.setattr(module, "_MOST_NEW_SHARE", 0.01)
    told = list(record_of([("Talm", 0, "army", "depot", 0), ("Orrin", 1, "front", "mill", 1), ("Sela", 2, None, None, 2)]).values())
    graded = tuple(ref_of(claims[0], paper.text) for paper, claims in told)
    with Store.open(tmp_path / "a.db") as record:
        for report in told:
            add(record, report)
        relink(record, SETTINGS)
        record.append_decision(build.decide(SetGrade(claims=graded, corroboration="corroborated"), 1))
        [trouble] = relink(record, SETTINGS).troubles
        ids = sorted(event.id for event in record.events())
        assert trouble.problem == f"the claims it grades now lie in {len(ids)} events: {', '.join(ids)}"
        # The event that is graded now has no part in the rejections.
        monkeypatch.setattr(module, "link_and_grade", forbidden)
        for minute, ref in enumerate(graded[1:], 2):
            record.append_decision(build.decide(Reject(claims=(ref,)), minute))
            done = relink(record, SETTINGS)
        assert done.troubles == ()
        [event] = record.events()
        assert (event.grade.corroboration, event.grade.computed) == ("corroborated", "single_origin")
        record.append_decision(build.undo(build.decide(Reject(claims=graded[2:]), 3), 4))
        assert [t.kind for t in relink(record, SETTINGS).troubles] == ["scattered"]
        assert {event.grade.computed for event in record.events()} == {None}


@pytest.mark.parametrize("large", [0, 1_000])
def test_a_lead_follows_what_is_decided_on_the_voice_that_it_rests_on(large: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "LARGE", large)
    monkeypatch.setattr(module, "_MOST_NEW_SHARE", 0.01)
    paper = document("Two men were arrested. Shells had struck the depot at Talm, police said.")
    lead = claim(paper, "arrested", event_type="COERCE", sub_event=None)
    police = Link(source=None, cue=None, name="police", actor=ActorRef(actor_id="local:police", name="police", known=False, sector="COP"))
    said = replace(claim(paper, "struck", target="depot"), attribution=(police,))
    rejection = build.decide(Reject(claims=(ref_of(said, paper.text),)), 1)

    def origins() -> list[str]:
        found = next(event for event in record.events() if lead.id in event.claim_ids)
        return [o.name for o in found.grade.origins]

    with Store.open(tmp_path / "a.db") as record:
        add(record, (paper, [lead, said]))
        relink(record, SETTINGS)
        assert len(record.events()) == 2
        assert origins() == ["police"]
        for decided, told in ((rejection, ["unknown publisher"]), (build.undo(rejection, 2), ["police"])):
            record.append_decision(decided)
            relink(record, SETTINGS)
            assert origins() == told
            assert relink(record, SETTINGS, whole=True).changed == ()


def test_what_a_report_says_of_two_events_is_shown_from_both(tmp_path: Path) -> None:
    paper = document("Jets bombed the camp in retaliation for the raid on Talm.")
    bombed = claim(paper, "bombed", sub_event="Air/drone strike", days=(DAY, DAY))
    raid = claim(paper, "raid", sub_event="Armed clash", town="Talm", days=(DAY - timedelta(days=30), DAY - timedelta(days=30)))
    with Store.open(tmp_path / "a.db") as record:
        add(record, (paper, [bombed, raid]))
        relink(record, SETTINGS)
        first, second = record.events()
        for event, other, words in ((first, second, "answered by"), (second, first, "retaliation for")):
            ((relation, found),) = record.related(event)
            assert (relation.kind, found) == ("retaliation_for", other)
            bundle = bundle_of(record, [event])
            said = why(event, bundle, related=record.related(event))
            assert [r["words"] for r in said["relations"]] == [words]
            assert any(line.startswith(f"  {words} {other.id[:8]}") for line in why_text(said))
            assert views.relation_view(event, relation, other, paper).words == words
