"""What is vendored is what NOTICE says it is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
VENDORED = sorted([*(ROOT / "src/onrecord/ui/static/vendor").glob("*.js"), *(ROOT / "tests/browser/vendor").glob("*.js")])


def test_something_is_vendored() -> None:
    assert len(VENDORED) == 4


@pytest.mark.parametrize("path", VENDORED, ids=lambda path: path.name)
def test_each_vendored_script_has_the_digest_that_notice_gives(path: Path) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() in (ROOT / "NOTICE").read_text(encoding="utf-8")
