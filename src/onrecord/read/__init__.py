"""Documents to claims: sentences, encoder, decoding, voices, figures, names."""

from onrecord.read.reader import Reader

__all__ = ["Reader"]
