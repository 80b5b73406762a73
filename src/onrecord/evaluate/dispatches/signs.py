"""The types of incident that MUC-4 knows, and the words that tell of each."""

from __future__ import annotations

import re

TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY")
# Types that dispatches tell several incidents of, and how many the model tells apart.
SEVERAL = {"ATTACK": 3, "BOMBING": 3, "KIDNAPPING": 2}
SIGNS = {
    "BOMBING": re.compile(r"\b(?:bomb|explo|dynamit|detonat|car-bomb|mine[ds]?\b)", re.IGNORECASE),
    "KIDNAPPING": re.compile(r"\b(?:kidnap|abduct|hostage|captive|held by|disappear|releas)", re.IGNORECASE),
    "ARSON": re.compile(r"\b(?:arson|burn|set (?:on )?fire|set fire|torch|incendiary|flames)", re.IGNORECASE),
    "ROBBERY": re.compile(r"\b(?:rob(?:bed|bery|bers?)\b|stole|stolen|looted|theft)", re.IGNORECASE),
    "ATTACK": re.compile(
        r"\b(?:kill|murder|assassinat|massacr|shot|attack|ambush|machine-?gun|fired|shoot|execut|wound|fighting|clash|slain"
        r"|death|died|harass)",
        re.IGNORECASE,
    ),
}
ANOTHER = re.compile(r"\b(?:meanwhile|another|other|also|later|second|third|earlier|previous(?:ly)?|moreover|elsewhere)\b", re.IGNORECASE)
PARAGRAPH = re.compile(r"\n\s*\n")
