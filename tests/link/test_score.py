"""Vetoes and reasons of the pair scorer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from onrecord.link import profile_of, score_pair
from onrecord.link.place import Where, excluded, where_of
from onrecord.link.score import features
from onrecord.link.weights import WEIGHTS
from onrecord.model import Claim, Document

from .build import DAY, claim, count, document

PAPER = document("Shells struck the depot at Talm. Rockets hit Orrin. In all, forces carried out 40 strikes since Monday.")


def vetoes(a: Claim, b: Claim, paper: Document = PAPER) -> str | None:
    found = score_pair(profile_of(a, paper), profile_of(b, paper))
    return found.reasons[0] if found.vetoed else None


def day(offset: int) -> tuple[date, date]:
    return DAY + timedelta(days=offset), DAY + timedelta(days=offset)


@pytest.mark.parametrize(
    ("one", "other", "veto"),
    [
        ({"days": day(0)}, {"days": day(2)}, "different days"),
        ({"days": day(0)}, {"days": day(0)}, None),
        ({"days": day(0)}, {"days": (DAY - timedelta(days=3), DAY + timedelta(days=3))}, None),
        ({"town": "Talm"}, {"town": "Orrin"}, "different towns"),
        ({"town": "Talm"}, {"town": "Sela"}, None),
        ({}, {"event_type": "PROTEST", "sub_event": None}, "different kinds of happening"),
        ({"mode": "abduct"}, {"event_type": "COERCE", "mode": "arrest"}, None),
    ],
)
def test_vetoes(one: dict, other: dict, veto: str | None) -> None:  # type: ignore[type-arg]
    assert vetoes(claim(PAPER, "struck", **one), claim(PAPER, "hit", **other)) == veto


@pytest.mark.parametrize(
    ("one", "other", "veto"),
    [
        ("Deir Talm", "Deir Orrin", "different countries"),
        ("Talm", "Talm", None),
        ("Talm", "Talm Bazaar", None),
        ("Talm", "Orrin", "different countries"),
    ],
)
def test_one_name_in_two_countries_is_a_slip_but_a_word_that_two_names_share_is_none(one: str, other: str, veto: str | None) -> None:
    here, there = claim(PAPER, "struck", town="Talm", days=day(0)), claim(PAPER, "hit", town="Orrin", days=day(0))
    here = replace(here, places=tuple(replace(p, name=one, country="XA") for p in here.places))
    there = replace(there, places=tuple(replace(p, name=other, country="XB") for p in there.places))
    assert vetoes(here, there) == veto
    where = Where()
    for told in (here, there):
        where.append(where_of(profile_of(told, PAPER)))
    # Columns exclude what the veto would, never more.
    assert excluded(where.ordered(np.array([0, 1])), np.array([0]), np.array([1])).tolist() == [veto is not None]


def test_a_sum_is_not_one_of_its_parts() -> None:
    total = claim(PAPER, "carried out", days=(DAY - timedelta(days=6), DAY), figures=(count(PAPER, "40", "strikes", 40),))
    assert vetoes(claim(PAPER, "struck", days=day(0)), total) == "a sum and one part of it"


@pytest.mark.parametrize(
    ("published", "town", "dead", "tied"), [(None, None, 3, False), (None, "Talm", 3, True), (None, None, 70, True), (DAY, None, 3, True)]
)
def test_undated_reports_are_tied_by_a_place_or_a_figure_not_by_alike_words(
    published: date | None, town: str | None, dead: int, *, tied: bool
) -> None:
    one = document(f"The Ardan regime has bombed {dead} people.", published, "one")
    other = document(f"In Velia's assembly Mr Orlo said that they had been bombed, {dead} in all.", published, "other")
    mine, theirs = (
        profile_of(claim(p, "bombed", town=town, target="people", figures=(count(p, str(dead), "killed", figure),)), p)
        for p, figure in ((one, dead), (other, dead if dead > 3 else 4))
    )
    found = score_pair(mine, theirs)
    assert found.vetoed is not tied
    assert tied or found.reasons == ("neither day nor place in common",)


def test_what_goes_on_in_a_town_ties_no_undated_reports() -> None:
    one, other = (document(f"{who} said that Talm was being bombed.", None) for who in ("General Ardan Orlo", "Minister Velia Kern"))
    said = [claim(p, "bombed", town="Talm", status=status) for p, status in ((one, "occurred"), (other, "ongoing"))]
    found = score_pair(*(profile_of(c, p) for c, p in zip(said, (one, other), strict=True)))
    assert found.reasons == ("neither day nor place in common",)


def test_a_score_names_its_reasons() -> None:
    a, b = claim(PAPER, "struck", town="Talm", days=day(0), target="depot"), claim(PAPER, "hit", town="Talm", days=day(0), target="depot")
    found = score_pair(profile_of(a, PAPER), profile_of(b, PAPER))
    assert found.score > 0
    assert {"same day", "same fine place", "same target"} <= set(found.reasons)


def test_the_score_is_symmetric_and_every_feature_has_a_weight() -> None:
    claims = [
        claim(PAPER, "struck", town="Talm", status="denied"),
        claim(PAPER, "hit", town="Sela", actor="force", days=day(1), group=2),
        claim(PAPER, "carried out", days=day(0), actor="army", group=1),
        claim(PAPER, "struck", status="planned", mode="aerial", sub_event=None),
    ]
    profiles = [profile_of(c, PAPER) for c in claims]
    for a in profiles:
        for b in profiles:
            assert score_pair(a, b) == score_pair(b, a)
            assert set(features(a, b)) <= set(WEIGHTS)


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("The actions targeted several bases.", True),
        ("These air strikes had also targeted several bases.", True),
        ("The actions began as others targeted several bases.", False),
        ("Rebels targeted several bases.", False),
        ("Two soldiers were targeted in the attack.", True),
    ],
)
def test_a_verb_whose_subject_is_the_act_just_told_goes_on_with_it(sentence: str, *, holds: bool) -> None:
    paper = document(f"Jets carried out strikes. {sentence}")
    pair = (profile_of(claim(paper, "strikes"), paper), profile_of(claim(paper, "targeted"), paper))
    assert ("what the act just told did" in features(*pair)) is holds


def test_two_towns_of_one_country_are_two_places() -> None:
    here, there = (claim(PAPER, "struck", town=town) for town in ("Talm", "Orrin"))
    land = replace(here.places[0], name="Kessa", kind="country", lat=12.0, lon=22.0, radius_m=300_000)
    pair = [profile_of(replace(c, places=(*c.places, land)), PAPER) for c in (here, there)]
    assert "other fine place" in features(*pair)
    assert "same place" not in features(*pair)
