"""Whether a text reports one violent incident rather than a situation: CEHA's question (Ethiopia, Somalia, Sudan and their neighbours).

A logistic regression over readable measures. The weights were fitted on CEHA's 200 training texts by `benchmarks/fit_relevance.py`, the
threshold by five folds of them.
"""

from __future__ import annotations

import math
import re

from onrecord.model import Reading

_DAY = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|last night|today"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december) \d"
    r"|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
    re.IGNORECASE,
)
_SITUATION = re.compile(
    r"\b(?:crisis|conflict|years|months|humanitarian|u\.?n\.?|united nations|reported by|international|government|president|minister"
    r"|election|human rights|refugee|support|peace)\b",
    re.IGNORECASE,
)
_PARTIES = re.compile(
    r"\b(?:clan|ethnic|tribal|communal|pastoralist|herd|cattle|militia|muslim|christian|church|mosque|islamic|villagers?"
    r"|armed (?:men|group|youth)|gunm[ae]n"
    r"|rap(?:e|ed)|women|woman|girl)\w*",
    re.IGNORECASE,
)
_VIOLENCE = re.compile(
    r"\b(?:kill|attack|shot|murder|clash|raid|abduct|explo|fight|fought|wound|injur|burn|rap(?:e"
    r"|ed))\w*",
    re.IGNORECASE,
)

WEIGHTS = {
    "one": 2.015,
    "length": -0.465,
    "claims": -0.288,
    "kinds of claims": -0.109,
    "share of assaults": 0.874,
    "assault in the first sentence": 0.837,
    "protest": 0.578,
    "days": 0.188,
    "words of situations": -0.588,
    "words of parties": 0.625,
    "words of violence": 0.162,
}
THRESHOLD = -0.4


def measures(reading: Reading) -> dict[str, float]:
    """What the decision rests on, by name: lengths as logarithms, counts for the length of the text, shares of the claims."""
    text = reading.document.text
    length = math.log(len(text.split()) + 2)
    claims = reading.claims
    assaults = [c for c in claims if c.event_type == "ASSAULT" and c.status in {"occurred", "ongoing"}]
    first = reading.sentences[0].end if reading.sentences else 0
    return {
        "one": 1.0,
        "length": length,
        "claims": math.log1p(len(claims)),
        "kinds of claims": float(len({c.event_type for c in claims})),
        "share of assaults": len(assaults) / max(1, len(claims)),
        "assault in the first sentence": float(any(c.trigger.end <= first for c in assaults)),
        "protest": float(any(c.event_type == "PROTEST" for c in claims)),
        "days": float(min(3, len(_DAY.findall(text[:400])))),
        "words of situations": min(8, len(_SITUATION.findall(text))) / length,
        "words of parties": min(6, len(_PARTIES.findall(text))) / length,
        "words of violence": float(min(6, len(_VIOLENCE.findall(text[:300])))),
    }


def is_relevant(reading: Reading) -> bool:
    """Whether the log-odds of the measures lie above the threshold."""
    return sum(WEIGHTS[name] * value for name, value in measures(reading).items()) > THRESHOLD
