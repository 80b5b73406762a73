"""Who made a derived value: program, version, settings and weights."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Producer:
    """Identity of the run that produced a claim, so that records of two versions can be told apart."""

    name: str
    version: str
    settings_digest: str
    weights_digest: str
