"""Who is shown to say something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.export.bundle import teller_name
from onrecord.model import Link
from tests.link.build import claim, document


@pytest.mark.parametrize(
    ("chain", "name"),
    [
        ([], "Darfur Civilian Watch"),
        (["We"], "Darfur Civilian Watch"),
        (["Reuters", "Amina Idris"], "Amina Idris"),
        (["Amina Idris", "we"], "Amina Idris"),
        (["The Westland Army"], "The Westland Army"),
    ],
)
def test_we_is_whoever_speaks(chain: list[str], name: str) -> None:
    paper = replace(document("Shells hit the market."), publisher="Darfur Civilian Watch")
    told = replace(claim(paper, "hit"), attribution=tuple(Link(source=None, cue=None, name=n) for n in chain))
    assert teller_name(told, paper) == name
