"""Documents to claims: sentences, encoder, decoding, voices, figures, names."""

from onrecord.read.beside import Deed, RoleFiller
from onrecord.read.dispatch import Dispatch
from onrecord.read.reader import Reader
from onrecord.read.scan import Glance, Roles
from onrecord.read.sub_events import Scene, mode_shown, sub_event_shown

__all__ = ["Deed", "Dispatch", "Glance", "Reader", "RoleFiller", "Roles", "Scene", "mode_shown", "sub_event_shown"]
