"""How sure a dispatch is that an organisation did it: what the sentences that name it say of claims, accusations and doubts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from onrecord.evaluate.dispatches.features import Features
from onrecord.model import Span

# Stems in MUC-4's definitions of the values of the slot, and their synonyms.
_SAYING = {
    "claim": re.compile(
        r"\b(?:claim\w*|communique|took credit|admit\w*|acknowledg\w*|assum\w+ responsib|took responsib|responsib\w* for|confess\w*"
        r"|vindicat\w*|signed by|in the name of)",
        re.IGNORECASE,
    ),
    "suspect": re.compile(
        r"\b(?:accus|blam|attribut|suspect|presum|alleg|believ|apparent|suppos|charg|implicat|link|denounc|responsible|involve)",
        re.IGNORECASE,
    ),
    "authority": re.compile(
        r"\b(?:police|army|armed forces|military|government|officials?|authorit(?:y|ies)|president|minist(?:er|ry)|general|colonel|major"
        r"|captain|judges?|attorney|prosecutor|investigat|das|intelligence|security forces|presidency|ambassador|press committee)",
        re.IGNORECASE,
    ),
    "doubt": re.compile(
        r"\b(?:could|may|might|possib\w*|whether|not known|unknown|probabl\w*|perhaps|rul\w+ out|investigat\w*|if)", re.IGNORECASE
    ),
    "denial": re.compile(r"\b(?:den(?:y|ied|ies)|reject\w*|not responsible|condemn\w*)", re.IGNORECASE),
    "report": re.compile(r"\b(?:said|stated|reported|according|announced|source)", re.IGNORECASE),
}
_DEED = re.compile(
    r"\b(?:kill|murder|attack|bomb|explo|assassinat|kidnap|destroy|dynamit|responsib|claim|accus|blam|attribut)", re.IGNORECASE
)
_WORD = re.compile(r"\w+")


def accusing_features(
    phrase: Features, spans: Sequence[Span], text: str, sentences: Sequence[Span], document: Mapping[str, float]
) -> Features:
    """An organisation with the words of the sentences that name it; `phrase` is what it was judged by."""
    found = dict(phrase)
    told = [s.of(text) for s in sentences if any(s.contains(span) for span in spans)]
    many = max(1, len(told))
    for sentence in told:
        words = _WORD.findall(sentence.lower())
        for name in {f"said={w}" for w in words} | {f"said={a}_{b}" for a, b in pairwise(words)}:
            found[name] = found.get(name, 0.0) + many**-0.5
    deeds = [bool(_DEED.search(sentence)) for sentence in told]
    found["deeds"] = sum(deeds) / many
    found["deedless"] = float(not any(deeds))
    for name, sign in _SAYING.items():
        said = [bool(sign.search(sentence)) for sentence in told]
        found[f"any={name}"] = float(any(said))
        found[f"share={name}"] = sum(said) / many
        found[f"beside={name}"] = float(any(a and b for a, b in zip(said, deeds, strict=True)))
        found[f"text={name}"] = float(bool(sign.search(text)))
    found |= {f"document={name}": max(-5.0, min(5.0, value)) / 5 for name, value in document.items()}
    return found
