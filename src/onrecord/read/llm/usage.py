"""What a run with a language model has cost, and what of its answers was not kept."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any


class Usage:
    """Counts over all documents of a run; may be added to from several threads.

    A price is for 1,000 tokens. Without both prices, or where the endpoint did not say how many tokens an answer took, the cost is unknown.
    """

    def __init__(self, *, price_in: float | None = None, price_out: float | None = None) -> None:
        self._lock = threading.Lock()
        self._price_in, self._price_out = price_in, price_out
        self.requests = self.retries = self.repairs = self.cut_short = 0
        self.tokens_in = self.tokens_out = 0
        self.uncounted = 0
        """Answers of which the endpoint did not say how many tokens they took."""
        self.kept = 0
        """Claims that came out."""
        self.dropped: Counter[str] = Counter()
        """Parts of answers that are not in the text or not in the code lists, by what they were."""

    def add(self, **counts: int) -> None:
        """Add to the counts named."""
        with self._lock:
            for name, count in counts.items():
                setattr(self, name, getattr(self, name) + count)

    def add_tokens(self, usage: object) -> None:
        """Add the `usage` object of an answer, whatever it is."""
        counts = usage if isinstance(usage, Mapping) else {}
        sent, received = _count(counts.get("prompt_tokens")), _count(counts.get("completion_tokens"))
        if sent is not None and received is not None:
            self.add(tokens_in=sent, tokens_out=received)
        else:
            self.add(uncounted=1)

    def add_dropped(self, dropped: Mapping[str, int]) -> None:
        """Add what of an answer was not kept."""
        with self._lock:
            self.dropped.update(dropped)

    @property
    def cost(self) -> float | None:
        """The cost in the currency of the prices, or None where it is not known."""
        if self._price_in is None or self._price_out is None or self.uncounted:
            return None
        return (self.tokens_in * self._price_in + self.tokens_out * self._price_out) / 1000

    def as_dict(self) -> dict[str, Any]:
        """All counts for `--json`; `cost` is null where it is unknown."""
        with self._lock:
            return {
                "requests": self.requests,
                "retries": self.retries,
                "repairs": self.repairs,
                "cut_short": self.cut_short,
                "tokens_in": self.tokens_in,
                "tokens_out": self.tokens_out,
                "answers_without_token_count": self.uncounted,
                "cost": self.cost,
                "claims_kept": self.kept,
                "dropped": dict(sorted(self.dropped.items())),
            }


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
