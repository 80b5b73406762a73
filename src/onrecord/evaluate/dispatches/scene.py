"""Where and when an incident was, and what its words say of it: candidates of a template's slots, as the linear models see them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from onrecord.evaluate.dispatches.features import Features
from onrecord.evaluate.dispatches.incidents import Ground
from onrecord.evaluate.dispatches.signs import SIGNS
from onrecord.evaluate.linear import Linear
from onrecord.model import Span

Path = tuple[tuple[str, str], ...]  # (name, kind) from the country down
Days = tuple[str | None, str | None]
Candidate = TypeVar("Candidate", Path, Days)
# What counts differently for a town, a province and a site.
_BY_KIND = ("core=", "count", "sign=", "rank=", "of=")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text names around its incidents: places as paths from the country down, days as inclusive ISO days.

    `country` is the one told of most.
    """

    places: Sequence[tuple[Span, list[dict[str, str]]]]
    days: Sequence[tuple[Span, str, str]]
    sentences: Sequence[Span]
    published: str | None
    country: str | None

    @property
    def named(self) -> list[Span]:
        """Where places and days are named."""
        return [*(span for span, _ in self.places), *(span for span, _, _ in self.days)]


class Scene:
    """The sentences that tell of one incident: those that name what was hit or used, and those with words of its type."""

    def __init__(self, ground: Ground, kind: str, fillers: Iterable[Sequence[Span]]) -> None:
        self._ground = ground
        self._kind = kind
        self._core: dict[int, float] = {}
        for spans in fillers:
            # Whatever is named all over the text tells little of where it was hit.
            for sentence in {ground.sentence(s.start) for s in spans}:
                self._core[sentence] = self._core.get(sentence, 0.0) + 1 / len(spans)
        self._signs = sorted({ground.sentence(m.start()) for m in SIGNS[kind].finditer(ground.text)})
        if not self._core:
            self._core = dict.fromkeys(self._signs[:1], 1.0)

    def _from(self, span: Span, sentences: Iterable[int]) -> int:
        at = self._ground.sentence(span.start)
        return min((abs(at - other) for other in sentences), default=9)

    def _near(self, spans: Sequence[Span], rank: int, many: int) -> Features:
        ground = self._ground
        best = min(spans, key=lambda span: (self._from(span, self._core), self._from(span, self._signs), span.start))
        whole = sum(self._core.values()) or 1
        inside = {ground.sentence(s.start) for s in spans}
        found: Features = {
            f"core={min(4, self._from(best, self._core))}": 1.0,
            f"sign={min(3, *(self._from(s, self._signs) for s in spans))}": 1.0,
            "share": sum(w for s, w in self._core.items() if s in inside) / whole,
            f"rank={min(3, rank)}": 1.0,
            f"of={min(4, many)}": 1.0,
            f"sentence={min(4, ground.sentence(spans[0].start))}": 1.0,
            "count": math.log(len(spans)),
            f"type={self._kind}": 1.0,
        }
        before = _WORD.findall(ground.text[max(0, best.start - 40) : best.start].lower())[-2:]
        found |= {f"b={word}": 1.0 for word in before[-1:]}
        if len(before) > 1:
            found[f"b2={'_'.join(before)}"] = 1.0
        found |= {f"a={word}": 1.0 for word in _WORD.findall(ground.text[best.end : best.end + 25].lower())[:1]}
        return found

    def places(self, setting: Setting) -> dict[Path, Features]:
        """Every place and every country named, with what speaks for it."""
        named: dict[Path, list[Span]] = {}
        for span, parts in setting.places:
            named.setdefault(tuple((part["name"], part["kind"]) for part in parts), []).append(span)
        towns = [path for path in named if len(path) > 1]
        near = min((self._from(s, self._core) for path in towns for s in named[path]), default=9)
        found: dict[Path, Features] = {}
        for path, spans in named.items():
            mine = self._near(spans, towns.index(path) if path in towns else 0, len(towns))
            sort = path[-1][1]
            found[path] = {f"{sort}|{name}" if name.startswith(_BY_KIND) else name: value for name, value in mine.items()}
        countries = [path[0] for path in named] + ([(setting.country, "COUNTRY")] if setting.country else [])
        for country in dict.fromkeys(countries):
            of = found.setdefault((country,), {"unnamed": 1.0})
            of[f"towns={min(4, len(towns))}"] = 1.0
            of[f"town={min(4, near)}"] = 1.0
            of[f"type={self._kind}"] = 1.0
        for path, of in found.items():
            of["most"] = float(path[0][0] == setting.country)
            of[f"depth={len(path)}"] = 1.0
            of[f"kind={path[-1][1]}"] = 1.0
        return found

    def days(self, setting: Setting) -> dict[Days, Features]:
        """Every day named, the day of the dispatch, and any time before it, with what speaks for each."""
        named: dict[Days, list[Span]] = {}
        for span, begin, end in setting.days:
            named.setdefault((begin, end), []).append(span)
        near = min((self._from(s, self._core) for spans in named.values() for s in spans), default=9)
        signed = min((self._from(s, self._signs) for spans in named.values() for s in spans), default=9)
        published = setting.published
        found: dict[Days, Features] = {}
        for rank, (day, spans) in enumerate(named.items()):
            first, last = day
            of = self._near(spans, rank, len(named))
            for span in spans:
                of |= {f"t={word}": 1.0 for word in _WORD.findall(span.of(self._ground.text).lower()) if not word.isdigit()}
            of["whole"] = float(first != last)
            of["today"] = float(first == last == published)
            if published and first:
                of[f"year={published[:4] == first[:4]}"] = 1.0
                of[f"month={published[:7] == first[:7]}"] = 1.0
            found[day] = of
        if published:
            found.setdefault((published, published), {"unnamed": 1.0})
            found[None, published] = {
                f"open|core={min(4, near)}": 1.0,
                f"open|sign={min(4, signed)}": 1.0,
                f"open|of={min(4, len(named))}": 1.0,
            }
            found[None, published][f"open|type={self._kind}"] = 1.0
        return found

    def words(self) -> Features:
        """The words of the sentences that tell of the incident."""
        ground = self._ground
        ends = [*ground.starts[1:], len(ground.text)]
        told = {*self._core, *self._signs[:3]}
        found: Features = {f"type={self._kind}": 1.0}
        for n in sorted(told):
            if n:
                near = "core" if n in self._core else "sign"
                words = [m.group().lower() for m in _WORD.finditer(ground.text, ground.starts[n - 1], ends[n - 1])]
                found |= {f"{near}={word}": 1.0 for word in words}
                found |= {f"{near}={a}_{b}": 1.0 for a, b in pairwise(words)}
        found["bias"] = 1.0
        return found


def credit_of_places(a: Path, b: Path) -> float:
    """What the answer `a` earns where `b` is right, as MUC-4's scorer counts places."""
    if a[0][0] != b[0][0]:
        return 0.0
    return 1.0 if a[-1][0] == b[-1][0] else 0.5


def credit_of_days(a: Days, b: Days) -> float:
    """What the answer `a` earns where `b` is right: half where the two overlap."""
    if a == b:
        return 1.0
    return 0.5 if max(a[0] or "", b[0] or "") <= min(a[1] or "9", b[1] or "9") else 0.0


def chances(model: Linear, candidates: Mapping[Candidate, Features]) -> dict[Candidate, float]:
    """How likely each candidate is, together one."""
    found = {c: math.exp(min(20.0, float(model.scores(of)[0]))) for c, of in candidates.items()}
    whole = sum(found.values())
    return {c: value / whole for c, value in found.items()}
