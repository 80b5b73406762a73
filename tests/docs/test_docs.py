"""The guide keeps its promises: links lead somewhere, settings and commands are documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.settings import OPTIONS, PREFIX

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_relative_links_lead_to_files(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    for option in OPTIONS:
        assert f"`{option.name}`" in text
        assert f"`{PREFIX}{option.name.upper()}`" in text
        assert option.help in text


def test_the_readme_has_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in text
    assert "make test" in text


def test_no_page_names_a_registry_or_a_path_of_a_machine() -> None:
    for page in PAGES:
        assert not re.search(
            r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|/work/|/home/|/root/", page.read_text(encoding="utf-8")
        ), page.name
