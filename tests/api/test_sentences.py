"""An event in one sentence."""

from __future__ import annotations

from dataclasses import replace

from onrecord.api.views import sentence
from tests.export import made


def test_rival_hands_are_told_as_one_or_the_other() -> None:
    event = replace(made.bundle().events[0], actors=("Sorrel Front", "Moor League"))
    for corroboration, told in (("contested", "by Sorrel Front or Moor League"), ("corroborated", "by Sorrel Front and Moor League")):
        graded = replace(event, grade=replace(event.grade, corroboration=corroboration))
        assert told in sentence(graded)
