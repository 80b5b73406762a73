"""Would clusters of noun phrases name the parties of claims better than the reader's rules? `python benchmarks/coreference_names.py`.

Scores the claims of the held-out tenth of our own reports three times: as the reader is; with pronouns named by their clusters, where
these hold a name before the pronoun; with "the" phrases too.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

from onrecord.evaluate import predict
from onrecord.evaluate.coreference import cluster_phrases, coreference_models
from onrecord.evaluate.scoring import score
from onrecord.model import Span
from onrecord.pipeline import Pipeline
from onrecord.read.names import PRONOUNS, WE, Names, strip_articles
from onrecord.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))
from corpora import authored_reports
from held_out import as_gold, as_input

_DEFINITE = ("the ", "this ", "that ", "these ", "those ")
_LONGEST = 8  # words of a name
_by_rules = Names.fullest


@lru_cache(maxsize=4)
def clusters(text: str) -> dict[Span, int]:
    return cluster_phrases(text, coreference_models())


def named_before(text: str, span: Span) -> Span | None:
    """The last name before `span` in its cluster."""
    found = clusters(text)
    if span not in found:
        return None
    mine = [s for s, k in found.items() if k == found[span] and s.start < span.start and s.of(text).lower() not in PRONOUNS]
    names = [s for s in mine if not strip_articles(s.of(text)).islower() and len(s.of(text).split()) <= _LONGEST]
    return max(names, default=None)


class Counted:
    """The reader's names with those of the clusters put before them, and how often these had one, and another."""

    def __init__(self, *, definite: bool) -> None:
        self.definite, self.asked, self.had, self.other = definite, 0, 0, 0

    def fullest(self, names: Names, span: Span, *, speaker: str | None = None) -> str:
        text = names._text
        low = " ".join(span.of(text).split()).lower()
        by_rules = _by_rules(names, span, speaker=speaker)
        if not (low in PRONOUNS - WE or (self.definite and low.startswith(_DEFINITE) and span.of(text)[1:].islower())):
            return by_rules
        self.asked += 1
        before = named_before(text, span)
        if before is None:
            return by_rules
        name = _by_rules(names, before)
        self.had += 1
        self.other += name != by_rules
        return name


def main() -> None:
    reports, pipeline = authored_reports(held=True), Pipeline(Settings.load())
    gold, given = [as_gold(r) for r in reports], [as_input(r) for r in reports]
    for name, counted in (("rules", None), ("pronouns", Counted(definite=False)), ("the phrases too", Counted(definite=True))):
        if counted is not None:

            def fullest(self: Names, span: Span, *, speaker: str | None = None, by: Counted = counted) -> str:
                return by.fullest(self, span, speaker=speaker)

            Names.fullest = fullest  # type: ignore[method-assign]
        result = score("claims", gold, list(predict("claims", given, pipeline)))
        asked = f"{counted.asked} asked, {counted.had} named, {counted.other} otherwise" if counted else ""
        print(f"{name}:", " ".join(f"{k} {result[k]['f1']}" for k in ("actors", "targets", "origin", "chain", "usable")), asked, flush=True)


if __name__ == "__main__":
    main()
