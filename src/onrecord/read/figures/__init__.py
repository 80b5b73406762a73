"""Figures: the numbers that words give, what they count, and what became of those counted."""

from __future__ import annotations

from onrecord.read.figures.amounts import Amount, parse_amount
from onrecord.read.figures.counted import figures_of

__all__ = ["Amount", "figures_of", "parse_amount"]
