"""Where a store is: what the user wrote as a path or URL, checked, and as it may be shown."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL

from onrecord.errors import StoreError

STAGE = "store"
_DRIVERS = ("pg8000", "psycopg")
_SHAPE = "Write a path, sqlite:///FILE or postgresql://USER@HOST/DATABASE."


def locate(url_or_path: str | Path, *, create: bool) -> tuple[URL, str]:
    """The SQLAlchemy URL of a store and the name to show for it, without a password. Raises StoreError for what can be none."""
    shown = str(url_or_path)
    url = URL.create("sqlite", database=shown)
    if isinstance(url_or_path, str) and "://" in url_or_path:
        try:
            url = sa.make_url(url_or_path)
        except (sa.exc.ArgumentError, ValueError) as problem:
            # What was written may hold a password.
            raise refused("is no address of a database", shown.split("://")[0] + "://...", _SHAPE) from problem
        shown = url.render_as_string(hide_password=True)
    backend = url.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return _on_server(url, shown), shown
    if backend != "sqlite":
        raise refused(f"{backend} is not supported", shown, _SHAPE)
    if not url.database or url.database == ":memory:":
        raise refused("a store has to be a file", shown, "Name a file for the store.")
    if not url.database.startswith("file:"):
        _check_path(Path(url.database), shown, create=create)
    return url, shown


def shown(url_or_path: str | Path) -> str:
    """A path or URL as it may be printed: without a password."""
    text = str(url_or_path)
    if "://" not in text:
        return text
    try:
        return sa.make_url(text).render_as_string(hide_password=True)
    except (sa.exc.ArgumentError, ValueError):
        return text.split("://")[0] + "://..."


def refused(problem: str, subject: str, remedy: str) -> StoreError:
    """The error of a store that cannot be opened."""
    return StoreError(problem, subject=subject, stage=STAGE, remedy=remedy)


def _on_server(url: URL, shown: str) -> URL:
    backend, _, driver = url.drivername.partition("+")
    if not driver or backend == "postgres":
        url = url.set(drivername=f"postgresql+{driver or _DRIVERS[0]}")
    if driver and driver not in _DRIVERS:
        raise refused(f"the driver {driver} is not supported", shown, "Write postgresql://, which takes pg8000, or postgresql+psycopg://.")
    if not url.username or not url.database:
        raise refused("names no user or no database", shown, "Write postgresql://USER@HOST/DATABASE.")
    return url


def _check_path(path: Path, shown: str, *, create: bool) -> None:
    if path.is_dir():
        raise refused("is a folder", shown, "Name a file in it, such as onrecord.db.")
    if not path.parent.is_dir():
        raise refused("its folder does not exist", shown, f"Create {path.parent}, or name another file.")
    if not create and not path.exists():
        raise refused("there is no store", shown, "Check the name, or read some documents first.")
