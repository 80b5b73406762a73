"""Decisions as JSON lines, to be kept, sent and read back; those on actors also in the form of nomenklatura's resolver.

Our lines: `{"id", "kind", "subject", "payload", "author", "decided_at", "reason"}`, with the payload as an object. Nomenklatura's:
`[target, source, judgement, score, user, timestamp]`, the target being the greater of the two ids in its order (Wikidata ids above its own
"NK-" ids above all others); source: `nomenklatura/resolver/edge.py` and `identifier.py` of opensanctions/nomenklatura.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from onrecord.errors import BadInput
from onrecord.model import Decision
from onrecord.model.codec import from_dict, to_dict
from onrecord.store.decisions import Standing
from onrecord.store.decisions_kinds import SameActor, canonical, content_of, make

_QID = re.compile(r"Q[1-9]\d*")
_STAGE = "import"
_LONGEST_LINE = 20_000_000
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def to_line(decision: Decision) -> str:
    """One decision as a line of JSON, without its line end."""
    data = {**to_dict(decision, ids=True), "payload": json.loads(decision.payload)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def from_lines(lines: Iterable[str], name: str) -> list[Decision]:
    """The decisions of a file called `name`; an `id` that is given has to fit. Raises BadInput naming the first line that does not hold."""
    found = []
    for number, data in _parsed(lines, name):
        try:
            found.append(_decision(data))
        except ValueError as problem:
            raise _refused(str(problem), name, number) from problem
        except BadInput as error:
            raise _refused(error.problem, name, number) from error
    return found


def to_nomenklatura(listed: Iterable[Standing]) -> Iterator[str]:
    """The decisions on actors that are applied as lines of a nomenklatura resolver; its reader knows no reasons, so they are left out."""
    for standing in listed:
        content, decision = standing.content, standing.decision
        if not isinstance(content, SameActor) or standing.state != "applied":
            continue
        source, target = sorted((content.a, content.b), key=_weight)
        moment = decision.decided_at.astimezone(UTC).replace(tzinfo=None).isoformat()[:28]
        yield json.dumps([target, source, content.judgement, None, decision.author, moment])


def from_nomenklatura(lines: Iterable[str], name: str, there: Iterable[Standing]) -> tuple[list[Decision], int]:
    """The decisions of a nomenklatura resolver file, without those that `there` holds already, and how many lines were suggestions only.

    Raises BadInput naming the first line that is none of a resolver.
    """
    known = {_pair(s.content) for s in there if isinstance(s.content, SameActor) and s.state == "applied"}
    found: list[Decision] = []
    suggestions = 0
    for number, row in _parsed(lines, name):
        if type(row) is not list or len(row) < 3 or not all(type(v) is str for v in row[:3]):
            raise _refused("is no [target, source, judgement, score, user, timestamp]", name, number)
        target, source, judgement, *rest = row
        if judgement == "no_judgement":
            suggestions += 1
            continue
        _, user, moment = (*rest, None, None, None)[:3]
        content = SameActor(a=min(target, source), b=max(target, source), judgement=judgement)
        if _pair(content) in known:
            continue
        known.add(_pair(content))
        try:
            decided = _moment(moment)
            # Always in the same words, so that the same file gives the same decisions again.
            reason = f"judged {judgement} in a nomenklatura resolver{'' if moment else ', at a time unknown'}"
            found.append(make(content, subject=content.a, author=str(user or "unknown"), reason=reason, decided_at=decided))
        except ValueError as problem:
            raise _refused(str(problem), name, number) from problem
        except BadInput as error:
            raise _refused(error.problem, name, number) from error
    return found, suggestions


def _decision(data: Any) -> Decision:
    if type(data) is not dict:
        raise ValueError("is no JSON object")
    given = data.get("id")
    payload = data.get("payload")
    if type(payload) is not dict:
        raise ValueError("payload is no object")
    decision = from_dict(Decision, {**data, "payload": canonical(payload)})
    content_of(decision)
    if given is not None and given != decision.id:
        raise ValueError(f"its id is {given} but what it says gives {decision.id}: the line was changed")
    return decision


def _parsed(lines: Iterable[str], name: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if len(line) > _LONGEST_LINE:
            raise _refused(f"has more than {_LONGEST_LINE:,} characters", name, number)
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as problem:
            raise _refused(f"is no JSON ({problem})", name, number) from problem


def _moment(text: Any) -> datetime:
    if text is None:
        return _NO_TIME
    moment = datetime.fromisoformat(str(text))
    # Nomenklatura writes UTC without saying so.
    return moment if moment.utcoffset() is not None else moment.replace(tzinfo=UTC)


def _pair(content: SameActor) -> tuple[str, str, str]:
    return min(content.a, content.b), max(content.a, content.b), content.judgement


def _weight(actor: str) -> tuple[int, str]:
    return (3 if _QID.fullmatch(actor) else 2 if actor.startswith("NK-") else 1), actor


def _refused(problem: str, name: str, number: int) -> BadInput:
    remedy = "Nothing was imported. Mend the line, or export the decisions again."
    return BadInput(problem, subject=f"{name} line {number}", stage=_STAGE, remedy=remedy)
