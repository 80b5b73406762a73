"""Letting the events follow new decisions: at once where that is quick, else as a job in a process of its own."""

from __future__ import annotations

import logging
import threading

from onrecord.api.desk import Desk
from onrecord.errors import OnrecordError
from onrecord.relink import relink

AT_ONCE = 2_000
"""Claims up to which linking anew takes a second or two, so that the reviewer sees the result at once."""
_LOG = logging.getLogger("onrecord.api")
_ONE = threading.Lock()


def rebuild_soon(desk: Desk, user: str) -> str | None:
    """Let the events follow the record; the id of the job where that is done by one, None where it is done."""
    if desk.store.counts()["claims"] > AT_ONCE:
        return desk.start_rebuild(user)
    try:
        with _ONE:
            if desk.store.events_stale():
                relink(desk.store, desk.settings)
    except OnrecordError as error:
        # The decision is on record whatever becomes of the view; the job says what is wrong when it fails too.
        _LOG.error("%s", error)
        return desk.start_rebuild(user)
    desk.refresh()
    return None
