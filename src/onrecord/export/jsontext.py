"""JSON that is safe to print and to write: readable letters, escaped controls."""

from __future__ import annotations

import json
import re
from typing import Any

# json.dumps escapes only the controls below U+0020. These others steer terminals or the direction of writing, or are no characters at all.
_STEERING = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def json_text(value: Any, *, indent: int | None = None) -> str:
    """`value` as JSON, with controls and lone surrogates escaped; compact unless `indent` is given."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=(",", ": ") if indent else (",", ":"))
    return _STEERING.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
