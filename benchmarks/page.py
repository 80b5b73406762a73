"""Tables that measurements write into the pages of the docs, each between two marks."""

from __future__ import annotations

from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def put_between_marks(page: str, mark: str, table: str) -> None:
    """Put `table` between `<!-- mark -->` and `<!-- end of mark -->` of `docs/page`. Raises `ValueError` where the page lacks them."""
    path = DOCS / page
    text = path.read_text(encoding="utf-8")
    begin, end = f"<!-- {mark} -->", f"<!-- end of {mark} -->"
    if text.find(end, text.find(begin)) < 0 or begin not in text:
        raise ValueError(f"{path} has no part between {begin} and {end}")
    head, _, rest = text.partition(begin)
    _, _, tail = rest.partition(end)
    path.write_text(f"{head}{begin}\n{table}\n{end}{tail}", encoding="utf-8")
