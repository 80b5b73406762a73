"""Documents to claims: sentences, encoder, decoding, voices, figures, names."""

from onrecord.read.beside import Deed, RoleFiller
from onrecord.read.reader import Reader

__all__ = ["Deed", "Reader", "RoleFiller"]
