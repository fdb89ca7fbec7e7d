"""Frozen dataclasses as JSON and back: what the build knows of tables and forms goes along to the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints


def kept(value: Any) -> Any:
    """A value of dataclasses, mappings, sequences and plain values as JSON has it."""
    if is_dataclass(value):
        return {one.name: kept(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {name: kept(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [kept(one) for one in value]
    return value


def revived(kind: Any, data: Any) -> Any:
    """The value of a type that ``kept`` made ``data`` of."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: revived(hints[name], one) for name, one in data.items()})
    outer, inner = get_origin(kind), get_args(kind)
    if outer is tuple and inner[-1] is not Ellipsis:
        return tuple(revived(one, each) for one, each in zip(inner, data, strict=True))
    if outer in (tuple, Sequence):
        return tuple(revived(inner[0], one) for one in data)
    if outer is Mapping:
        return {name: revived(inner[1], one) for name, one in data.items()}
    return data


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)
