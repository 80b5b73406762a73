"""The desk's functions and the versioned HTTP API over them: reads the record, appends decisions, never loads a model.

The functions (`onrecord.api.events.list_events`, ...) take a `Desk` and give pydantic models; endpoints and pages call the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from onrecord.api.desk import Desk
from onrecord.settings import Settings
from onrecord.store import Store

__all__ = ["Desk", "open_desk"]


@contextmanager
def open_desk(store: str | None = None) -> Iterator[Desk]:
    """The record at a path or URL (that of the settings where none is named) for the functions of this package.

    Raises StoreError where it is not there.
    """
    settings = Settings.load(store=store)
    with Store.open(settings.store, create=False) as record:
        yield Desk(record, settings)
