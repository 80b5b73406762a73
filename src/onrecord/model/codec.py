"""Every noun of the record as plain JSON values and back: the one shape that the store and the exports share.

Spans become `[start, end]`, dates and datetimes ISO 8601 text, tuples lists, bytes Base64 text; None stays null.
Converters are built once a class from its field types, so a field that is added to a noun needs no change here.
"""

from __future__ import annotations

import base64
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from onrecord.model.span import Span

T = TypeVar("T")
_Convert = Callable[[Any], Any]


def to_dict(value: Any, *, ids: bool = False) -> dict[str, Any]:
    """A JSON object with every field of the dataclass `value`, in the order of its definition.

    With `ids`, objects that have a content-derived id (Document, Claim, Event, Decision) carry it as the first key, at every depth.
    Raises TypeError for anything that is no dataclass of `onrecord.model`.
    """
    if isinstance(value, type) or not is_dataclass(value) or isinstance(value, Span):
        raise TypeError(f"only a dataclass of onrecord.model becomes a JSON object, not {value!r}")
    result: dict[str, Any] = _encoder(type(value), ids)(value)
    return result


def from_dict(kind: type[T], data: Any) -> T:
    """The object of class `kind` that `to_dict` wrote; a content-derived `id` is ignored, since it follows from the rest.

    Fields that are absent take their default. Raises ValueError naming the field for a missing, unknown or wrongly typed one.
    """
    result: T = _decoder(kind)(data)
    return result


def _unwrap(hint: Any) -> tuple[Any, bool]:
    """The type without `| None`, and whether None was allowed."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = [argument for argument in get_args(hint) if argument is not type(None)]
        if len(inner) != 1:
            raise TypeError(f"a field of the record has one type or None, not {hint}")
        return inner[0], len(inner) < len(get_args(hint))
    return hint, False


def _same(value: Any) -> Any:
    return value


def _encoder(hint: Any, ids: bool) -> _Convert:
    inner, optional = _unwrap(hint)
    convert = _bare_encoder(inner, ids)
    if optional and convert is not _same:
        return lambda value: None if value is None else convert(value)
    return convert


@cache
def _bare_encoder(hint: Any, ids: bool) -> _Convert:
    if hint in (str, int, float, bool):
        return _same
    if hint is Span:
        return lambda span: [span.start, span.end]
    if hint in (date, datetime):
        return lambda moment: moment.isoformat()
    if hint is bytes:
        return lambda data: base64.b64encode(data).decode("ascii")
    if get_origin(hint) is tuple:
        item = _encoder(get_args(hint)[0], ids)
        return lambda values: [item(value) for value in values]
    if not is_dataclass(hint):
        raise TypeError(f"no JSON shape is defined for {hint}")
    return _object_encoder(hint, ids)


def _object_encoder(kind: Any, ids: bool) -> _Convert:
    hints = get_type_hints(kind)
    parts = [(field.name, _encoder(hints[field.name], ids)) for field in fields(kind)]
    has_id = ids and isinstance(getattr(kind, "id", None), property)

    def encode(value: Any) -> dict[str, Any]:
        data = {"id": value.id} if has_id else {}
        for name, convert in parts:
            data[name] = convert(getattr(value, name))
        return data

    return encode


def _decoder(hint: Any) -> _Convert:
    inner, optional = _unwrap(hint)
    convert = _bare_decoder(inner)
    return (lambda data: None if data is None else convert(data)) if optional else convert


@cache
def _bare_decoder(hint: Any) -> _Convert:
    if hint in (str, bool, int):
        return _checked(hint, _same)
    if hint is float:
        return _number
    if hint is Span:
        return _span
    if hint in (date, datetime):
        return _checked(str, hint.fromisoformat)
    if hint is bytes:
        return _checked(str, lambda text: base64.b64decode(text, validate=True))
    if get_origin(hint) is tuple:
        item = _decoder(get_args(hint)[0])
        return _checked(list, lambda values: tuple(item(value) for value in values))
    if not is_dataclass(hint):
        raise TypeError(f"no JSON shape is defined for {hint}")
    return _object_decoder(hint)


def _checked(expected: type, convert: _Convert) -> _Convert:
    def decode(data: Any) -> Any:
        # type() and not isinstance(): JSON true must not pass for the number 1.
        if type(data) is not expected:
            raise ValueError(f"expected {expected.__name__}, not {data!r}")
        return convert(data)

    return decode


def _number(data: Any) -> float:
    if type(data) not in (int, float):
        raise ValueError(f"expected a number, not {data!r}")
    return float(data)


def _span(data: Any) -> Span:
    if type(data) is not list or len(data) != 2 or any(type(bound) is not int for bound in data):
        raise ValueError(f"expected [start, end], not {data!r}")
    return Span(data[0], data[1])


def _object_decoder(kind: Any) -> _Convert:
    hints = get_type_hints(kind)
    parts = {field.name: _decoder(hints[field.name]) for field in fields(kind)}
    required = {field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING}
    derived_id = isinstance(getattr(kind, "id", None), property)

    def decode(data: Any) -> Any:
        if type(data) is not dict:
            raise ValueError(f"{kind.__name__}: expected an object, not {data!r}")
        missing = required - data.keys()
        if missing:
            raise ValueError(f"{kind.__name__}: no field {', '.join(sorted(missing))}")
        values = {}
        for name, item in data.items():
            if name == "id" and derived_id:
                continue
            if name not in parts:
                raise ValueError(f"{kind.__name__}: unknown field {name}")
            try:
                values[name] = parts[name](item)
            except ValueError as problem:
                raise ValueError(f"{kind.__name__}.{name}: {problem}") from problem
        return kind(**values)

    return decode
