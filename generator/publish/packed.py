"""Pagefind's packed lists of filters and sort orders, put into an order that never varies.

Pagefind keeps filters, their values and sort orders in hash maps, so two runs over the same pages write them in
different orders under different names. Everything else it writes depends on the pages alone.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

_SIGNATURE = b"pagefind_dcd"
_ENTRY = "pagefind-entry.json"
_TEXT, _LIST = 3, 4  # major types of CBOR (RFC 8949); 0 is a number


def settled(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The files of an index with filters and sort orders sorted, renamed by their content.

    Takes (path, content) of ``pagefind-entry.json``, ``*.pf_meta`` and ``filter/*.pf_filter``. Raises ValueError for
    what is not in Pagefind's format.
    """
    given = dict(files)
    entry = json.loads(given.pop(_ENTRY))
    renamed: dict[str, str] = {}
    for path, content in given.items():
        if path.startswith("filter/"):
            name, values = _unpacked(content)
            packed = _packed([name, sorted(values)])
            path = f"filter/{_name(path, packed)}.pf_filter"
            renamed[name] = _stem(path)
            yield path, packed
    for language in entry["languages"].values():
        path = f"pagefind.{language['hash']}.pf_meta"
        version, pages, pieces, filters, sorts, fields = _unpacked(given[path])
        filters = sorted([name, renamed[name]] for name, _ in filters)
        packed = _packed([version, pages, pieces, filters, sorted(sorts), fields])
        language["hash"] = _name(path, packed)
        yield f"pagefind.{language['hash']}.pf_meta", packed
    yield _ENTRY, json.dumps(entry, sort_keys=True).encode()


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".pf_filter")


def _name(path: str, packed: bytes) -> str:
    """The name of a file by its content, with the language before it as Pagefind has it."""
    language = _stem(path).removeprefix("pagefind.").partition("_")[0]
    return f"{language}_{hashlib.sha256(packed).hexdigest()[:10]}"


def _unpacked(content: bytes) -> Any:
    data = gzip.decompress(content)
    if not data.startswith(_SIGNATURE):
        raise ValueError("no Pagefind signature")
    value, end = _decode(data, len(_SIGNATURE))
    if end != len(data):
        raise ValueError("something after the end")
    return value


def _packed(value: Any) -> bytes:
    out = bytearray(_SIGNATURE)
    _encode(value, out)
    return gzip.compress(bytes(out), 9, mtime=0)


def _decode(data: bytes, at: int) -> tuple[Any, int]:
    head = data[at]
    major, number = head >> 5, head & 31
    at += 1
    if 24 <= number <= 27:
        size = 1 << (number - 24)
        number = int.from_bytes(data[at : at + size], "big")
        at += size
    elif number > 27:
        raise ValueError("not a form of CBOR that Pagefind writes")
    if major == 0:
        return number, at
    if major == _TEXT:
        return data[at : at + number].decode(), at + number
    if major != _LIST:
        raise ValueError("not a form of CBOR that Pagefind writes")
    items = []
    for _ in range(number):
        item, at = _decode(data, at)
        items.append(item)
    return items, at


def _encode(value: Any, out: bytearray) -> None:
    if isinstance(value, int):
        _head(0, value, out)
    elif isinstance(value, str):
        text = value.encode()
        _head(_TEXT, len(text), out)
        out += text
    else:
        _head(_LIST, len(value), out)
        for item in value:
            _encode(item, out)


def _head(major: int, number: int, out: bytearray) -> None:
    if number < 24:
        out.append(major << 5 | number)
        return
    width = next(width for width in range(4) if number < 1 << (8 << width))
    out.append(major << 5 | (24 + width))
    out += number.to_bytes(1 << width, "big")
