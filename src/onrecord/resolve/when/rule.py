"""A rule: a pattern over lower-cased text and the function that gives its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from onrecord.resolve.when.narrative import Meaning, Narrative
from onrecord.resolve.when.scan import MARKS
from onrecord.resolve.when.words import HINT, compile_template

RuleFunction = Callable[[re.Match[str], Narrative], Meaning | None]

_GROUP = re.compile(r"(?<!\\)\((?:\?(?:P<\w+>|:|[!=]|<[!=]))?((?:[^()\\]|\\.)*)\)(\?|\{0)?")
_LOOK = re.compile(r"(?<!\\)\(\?(?:[!=]|<[!=])((?:[^()\\]|\\.)*)\)")
_MARK_OF = {
    "MONTH": "MONTH",
    "WEEKDAY": "WEEKDAY",
    "WEEKDAY_ANY": "WEEKDAY",
    "UNIT": "UNIT",
    "SEASON": "SEASON",
    "PART": "PART",
    "DAY": "DIGIT",
    "YEAR": "DIGIT",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`meaning` returns None where the pattern was deceived; `needs` are the marks (`when_scan.MARKS`) without which it cannot match."""

    name: str
    pattern: re.Pattern[str]
    meaning: RuleFunction
    needs: int


def make_rules(table: tuple[tuple[str, str, RuleFunction], ...]) -> tuple[Rule, ...]:
    """Rules from rows of name, template (`words.compile_template`) and meaning, in the order in which they win ties."""
    return tuple(
        Rule(name=name, pattern=compile_template(template), meaning=meaning, needs=needed_marks(template))
        for name, template, meaning in table
    )


def needed_marks(template: str) -> int:
    """The marks of the macros that every match of the template must hold: those outside of optional and alternative groups,
    and those that `<@MARK>` states where alternatives hide them.
    """
    hinted = {MARKS[name] for name in HINT.findall(template)}
    template, previous = HINT.sub("", template), ""
    while previous != template:
        previous = template
        template = _LOOK.sub("", template)
        template = _GROUP.sub(lambda m: "" if m.group(2) or "|" in m.group(1) else m.group(1), template, count=1)
    if "|" in template:
        return sum(hinted)
    return sum(hinted | {MARKS[_MARK_OF[name]] for name in re.findall(r"<([A-Z_]+)>(?!\?)", template) if name in _MARK_OF})
