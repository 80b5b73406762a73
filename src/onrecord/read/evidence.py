"""A chance from named evidence and fitted weights: a logistic regression, applied."""

from __future__ import annotations

import math
from collections.abc import Mapping

_FURTHEST = 30.0  # logits; what is beyond is as good as certain


def chance(evidence: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How likely something with this evidence is so, 0 to 1; `weights` are logits, with a "bias"."""
    total = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in evidence.items())
    return 1.0 / (1.0 + math.exp(-max(-_FURTHEST, min(_FURTHEST, total))))
