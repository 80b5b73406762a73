"""Arrays in one file, mapped into memory when it is opened: a part that nobody looks at costs nothing."""

from __future__ import annotations

import json
import mmap
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.link.columns import Array

_MAGIC = b"onrecord links 2\n"
_ALIGNED = 64


@dataclass(frozen=True, slots=True)
class Pieces:
    """An array of `length` numbers that is made piece by piece while it is written, so that it is never in memory as a whole."""

    dtype: np.dtype[Any]
    length: int
    made: Callable[[], Iterator[Array]]

    def __len__(self) -> int:
        return self.length


def write_arrays(path: Path, head: Mapping[str, Any], arrays: Mapping[str, Array | Pieces]) -> None:
    """Put `head`, which is JSON, and one-dimensional `arrays` in the place of the file at once, or leave it as it was.

    Raises OSError where the folder cannot be written to or the disk is full.
    """
    listed = {name: {"dtype": array.dtype.str, "length": len(array)} for name, array in arrays.items()}
    front = json.dumps({"head": head, "arrays": listed}).encode("ascii") + b"\n"
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
        try:
            file.write(_MAGIC + front)
            for array in arrays.values():
                file.write(b"\0" * (-file.tell() % _ALIGNED))
                for piece in array.made() if isinstance(array, Pieces) else (array,):
                    file.write(np.ascontiguousarray(piece).view(np.uint8).data)
            file.close()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def read_arrays(path: Path) -> tuple[dict[str, Any], dict[str, Array]] | None:
    """The head and the arrays, read-only; None where there is no such file, or one of another version or cut short."""
    try:
        with path.open("rb") as file:
            if file.readline() != _MAGIC:
                return None
            front = json.loads(file.readline())
            at = file.tell()
            view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None
    arrays: dict[str, Array] = {}
    for name, form in front["arrays"].items():
        dtype = np.dtype(form["dtype"])
        if form["length"]:
            at += -at % _ALIGNED
            if at + form["length"] * dtype.itemsize > len(view):
                return None
            arrays[name] = np.frombuffer(view, dtype, form["length"], at)
            at += form["length"] * dtype.itemsize
        else:
            at += -at % _ALIGNED
            arrays[name] = np.empty(0, dtype)
    return front["head"], arrays
