"""Opening of what the user adds: plain, gzip and zip files, line by line, with a checksum and the place in the file."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from onrecord.errors import BadInput

_BLOCK = 1 << 20
_ROUNDING = 1e-6  # degrees
Read = Callable[[int], None]
"""Called with the number of bytes read so far (of the packed file)."""


def sha256_of(path: Path, *, read: Read | None = None) -> str:
    """SHA-256 of a file as hexadecimal digits. Raises `BadInput` where it cannot be read."""
    digest = hashlib.sha256()
    total = 0
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                total += len(block)
                if read:
                    read(total)
    except OSError as error:
        raise refused(path, error.strerror or "cannot be read") from error
    return digest.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The unpacked bytes of a file and the packed stream beneath them, whose position tells how far reading is.

    Of a zip the member that is named like it is taken, else the only one. Raises `BadInput` where there is none.
    """
    try:
        beneath = path.open("rb")
    except OSError as error:
        raise refused(path, error.strerror or "cannot be read") from error
    with beneath:
        magic = beneath.read(6)
        beneath.seek(0)
        if magic.startswith(b"\x1f\x8b"):
            with gzip.open(beneath) as stream:
                yield stream, beneath  # type: ignore[misc]  # GzipFile reads like any binary file
        elif magic.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(beneath) as archive, archive.open(_member(path, archive)) as member:
                yield member, beneath
        elif magic.startswith((b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")):
            raise refused(path, "is packed in a way that is not read here", "Unpack it first, or pack it with gzip or zip")
        else:
            yield beneath, beneath


def _member(path: Path, archive: zipfile.ZipFile) -> str:
    names = [name for name in archive.namelist() if not name.endswith("/") and "readme" not in name.lower()]
    same = [name for name in names if Path(name).stem == path.stem and not name.endswith((".prj", ".dbf", ".shp", ".shx"))]
    if len(same) == 1 or len(names) == 1:
        return (same or names)[0]
    raise refused(path, f"holds {len(names)} files, none of them called {path.stem}.*", "Unpack it and give the file itself")


def lines(path: Path, *, read: Read | None = None) -> Iterator[tuple[int, str]]:
    """Numbered lines of a UTF-8 text, without their ends; `read` is told the bytes read every few thousand lines.

    Raises `BadInput` naming file and line for bytes that are no UTF-8 and for a damaged archive.
    """
    number = 0
    with opened(path) as (stream, beneath):
        source = iter(stream)
        while True:
            try:
                raw = next(source, None)
            except (OSError, EOFError, zipfile.BadZipFile, ValueError) as error:
                raise refused(path, f"is damaged after line {number} ({error})") from error
            if raw is None:
                return
            number += 1
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise bad_line(path, number, f"is no UTF-8 ({error.reason})") from error
            if read and number % 4096 == 0:
                read(beneath.tell())
            yield number, line.rstrip("\r\n")


def whole(path: Path) -> str:
    """The unpacked text of a file. Raises `BadInput` for bytes that are no UTF-8 and for a damaged archive."""
    with opened(path) as (stream, _):
        try:
            return stream.read().decode("utf-8-sig")
        except (OSError, EOFError, zipfile.BadZipFile, ValueError) as error:
            raise refused(path, f"cannot be read ({error})") from error


def refused(path: Path, problem: str, remedy: str = "Check the name of the file and that it is complete") -> BadInput:
    """The error for a file that cannot be used at all."""
    return BadInput(problem, subject=str(path), stage="gazetteer add", remedy=remedy)


def bad_line(path: Path, number: int, problem: str, remedy: str = "Correct the line, or give another --format") -> BadInput:
    """The error for one line of a file."""
    return BadInput(problem, subject=f"{path}:{number}", stage="gazetteer add", remedy=remedy)


def point(path: Path, number: int, lat: object, lon: object) -> tuple[float, float]:
    """Degrees WGS 84 from two cells. Raises `BadInput` naming file and line where they are no numbers or out of range."""
    try:
        north, east = float(str(lat)), float(str(lon))
    except ValueError as error:
        raise bad_line(path, number, f"latitude {lat!r} and longitude {lon!r} are no two numbers") from error
    # Layers are cut at the date line with rounding errors.
    if not (-90 - _ROUNDING <= north <= 90 + _ROUNDING and -180 - _ROUNDING <= east <= 180 + _ROUNDING):
        raise bad_line(path, number, f"the point {lat}, {lon} is out of range (latitude -90 to 90, longitude -180 to 180)")
    return max(-90.0, min(90.0, north)), max(-180.0, min(180.0, east))


def count(path: Path, number: int, cell: str, what: str) -> int:
    """A whole number of at least 0; an empty cell is 0. Raises `BadInput` naming file and line."""
    try:
        value = int(float(cell)) if cell.strip() else 0
    except (ValueError, OverflowError) as error:
        raise bad_line(path, number, f"{what} {cell!r} is no number") from error
    if value < 0:
        raise bad_line(path, number, f"{what} {cell!r} is below 0")
    return value
