"""The text of an answer to the claims in it, as far as it is JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```(?:json)?\s*(.*?)\s*```", re.DOTALL | re.IGNORECASE)
_LIST = re.compile(r'"claims"\s*:\s*\[')


class NotClaims(ValueError):  # noqa: N818 - reads as what it says
    """An answer is no JSON object with a list of claims; the message says what is wrong with it."""


def claims_in(content: object) -> list[Any]:
    """The items of the answer's list of claims, whatever they are.

    Thoughts before the answer and a code fence around it are put aside. Raises `NotClaims`.
    """
    if not isinstance(content, str) or not content.strip():
        raise NotClaims("the answer is empty")
    text = _THOUGHT.sub("", content).strip()
    fenced = _FENCE.search(text)
    if fenced and not text.startswith("{"):
        text = fenced.group(1)
    start = text.find("{")
    if start < 0:
        raise NotClaims("the answer holds no JSON object")
    try:
        value, _ = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        raise NotClaims(str(error)[:200]) from error
    claims = value.get("claims") if isinstance(value, Mapping) else None
    if not isinstance(claims, list):
        raise NotClaims('the answer has no list "claims"')
    return claims


def whole_claims_in(content: object) -> list[Any]:
    """The claims that were finished in an answer that was cut off; nothing is guessed to complete the last one."""
    if not isinstance(content, str) or (opened := _LIST.search(_THOUGHT.sub("", content))) is None:
        return []
    text, at = opened.string, opened.end()
    found: list[Any] = []
    decoder = json.JSONDecoder()
    while (match := re.compile(r"[\s,]*(?=\{)").match(text, at)) is not None:
        try:
            value, at = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found
