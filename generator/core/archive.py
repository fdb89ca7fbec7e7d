"""Zip archives put together from parts that were compressed once and stand in several archives.

The standard library compresses each entry anew, which was most of the cost of a build: the same rows stand in the
archive of a department-year, of a year and of the whole. DEFLATE streams that end on a byte boundary can be strung
together, so a part is compressed and its checksum computed once. Nothing in an archive depends on the machine: names in
UTF-8, one time for all entries, no permissions, no extra fields.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

# Level 3 takes a quarter longer than level 1 for a tenth fewer bytes: worth it for what stands in several archives.
FAST, SHARED, SMALL = 1, 3, 9
_SHORT, _SHORT_MEMORY = 16_384, 5  # setting up more memory costs more than packing a short part
_TINY = 400  # below, what compressing saves is not worth its time
_END = b"\x03\x00"  # an empty last block
_UTF8 = 0x0800
_DEFLATED = 8
_LIMIT = 0xFFFFFFFF
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_TAIL = struct.Struct("<4s4H2LH")


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """The compressed form of some bytes, which may be strung together with others; their size and checksum."""

    packed: bytes | memoryview
    size: int
    crc: int


def pack(raw: bytes, level: int = FAST) -> Part:
    """Compress some bytes."""
    return Part(packed=_packed(raw, level), size=len(raw), crc=zlib.crc32(raw))


def _packed(raw: bytes, level: int, after: bytes = b"") -> bytes:
    """Compressed bytes that end on a byte boundary; ``after`` stands right before them, to be referred back to.

    Less than ``_TINY`` are left as they are, as a stored block, unless they are to be ``SMALL``.
    """
    if len(raw) < _TINY and level < SMALL:
        return b"\x00" + struct.pack("<HH", len(raw), len(raw) ^ 0xFFFF) + raw
    memory = _memory(raw)
    if after:
        stream = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, memory, zlib.Z_DEFAULT_STRATEGY, after)
    else:
        stream = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, memory)
    return stream.compress(raw) + stream.flush(zlib.Z_FULL_FLUSH)


def _memory(raw: bytes) -> int:
    return zlib.DEF_MEM_LEVEL if len(raw) > _SHORT else _SHORT_MEMORY


def unpack(parts: Iterable[Part]) -> bytes:
    """What parts hold, strung together."""
    parts = list(parts)
    size = sum(one.size for one in parts)
    return zlib.decompress(b"".join([*(one.packed for one in parts), _END]), -zlib.MAX_WBITS, max(size, 1))


@dataclass(kw_only=True, slots=True)
class Entry:
    """One file of an archive, grown part by part; ``ended`` where nothing can be appended."""

    name: str
    size: int = 0
    crc: int = 0
    ended: bool = False
    parts: list[bytes | memoryview] = field(default_factory=list)

    def add(self, part: Part) -> Entry:
        """Append a part."""
        self.crc = _strung(self.crc, part.crc, part.size) if self.size else part.crc
        self.size += part.size
        self.parts.append(part.packed)
        return self

    def write(self, raw: bytes, after: bytes = b"") -> Entry:
        """Append some bytes, compressed; ``after`` is what was appended last, to be referred back to."""
        self.crc = zlib.crc32(raw, self.crc)
        self.size += len(raw)
        self.parts.append(_packed(raw, FAST, after))
        return self


def entry(name: str, *parts: Part) -> Entry:
    """An entry of some parts."""
    made = Entry(name=name)
    for one in parts:
        made.add(one)
    return made


def compressed(name: str, raw: bytes) -> Entry:
    """An entry of some bytes."""
    return Entry(name=name).write(raw)


def whole(name: str, raw: bytes) -> Entry:
    """An entry of some bytes and nothing after them, as small as can be: without what makes parts fit together."""
    stream = zlib.compressobj(SMALL, zlib.DEFLATED, -zlib.MAX_WBITS, _memory(raw))
    packed = stream.compress(raw) + stream.flush()
    return Entry(name=name, size=len(raw), crc=zlib.crc32(raw), ended=True, parts=[packed])


def _strung(first: int, second: int, size: int) -> int:
    """The CRC-32 of two runs of bytes strung together from those of each; ``size`` is the length of the second.

    A run of zero bytes changes a CRC by a linear map, and 2ⁿ zero bytes by the map of 2ⁿ⁻¹ applied twice.
    """
    power = 0
    while size:
        if size & 1:
            low, second_byte, third, high = _zeros(power)
            first = low[first & 255] ^ second_byte[first >> 8 & 255] ^ third[first >> 16 & 255] ^ high[first >> 24]
        size >>= 1
        power += 1
    return first ^ second


@cache
def _zeros(power: int) -> tuple[tuple[int, ...], ...]:
    """What 2^power zero bytes make of each of the four bytes of a CRC."""
    if power == 0:
        # crc32 inverts before and after: undo both to see the linear map of one zero byte.
        images = [zlib.crc32(b"\0", 1 << bit ^ _LIMIT) ^ _LIMIT for bit in range(32)]
    else:
        half = _zeros(power - 1)
        images = []
        for bit in range(32):
            once = half[bit >> 3][1 << (bit & 7)]
            images.append(
                half[0][once & 255] ^ half[1][once >> 8 & 255] ^ half[2][once >> 16 & 255] ^ half[3][once >> 24]
            )
    tables = []
    for place in range(0, 32, 8):
        table = [0]
        for bit in range(8):
            table += [one ^ images[place + bit] for one in table]
        tables.append(tuple(table))
    return tuple(tables)


@dataclass(frozen=True, kw_only=True, slots=True)
class Base:
    """The first entries of many archives, laid out once: their bytes and their lines in the list of contents."""

    content: bytes
    listing: bytes
    count: int


_NOTHING = Base(content=b"", listing=b"", count=0)


def base(entries: Iterable[Entry], clock: datetime) -> Base:
    """Lay entries out from the beginning of an archive."""
    pieces, listing, count, _ = _lay(entries, clock, _NOTHING)
    return Base(content=b"".join(pieces), listing=b"".join(listing), count=count)


def archive(entries: Iterable[Entry], clock: datetime, after: Base | None = None) -> tuple[bytes, list[int]]:
    """The archive of some entries behind those of ``after``, and where the parts of each entry begin."""
    pieces, listing, count, starts = _lay(entries, clock, after or _NOTHING)
    return _ended(pieces, listing, count), starts


def _ended(pieces: list[bytes | memoryview], listing: list[bytes], count: int) -> bytes:
    size, listed = sum(map(len, pieces)), sum(map(len, listing))
    if size + listed > _LIMIT:
        raise OverflowError("an archive of 4 GiB or more")
    return b"".join([*pieces, *listing, _TAIL.pack(b"PK\x05\x06", 0, 0, count, count, listed, size, 0)])


def stored(files: Sequence[tuple[str, bytes]], clock: datetime) -> bytes:
    """An archive of files that are compressed already."""
    pieces, listing, count, _ = _lay([_Stored(name=name, content=content) for name, content in files], clock, _NOTHING)
    return _ended(pieces, listing, count)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Stored:
    name: str
    content: bytes


def _lay(
    entries: Iterable[Entry] | Iterable[_Stored], clock: datetime, before: Base
) -> tuple[list[bytes | memoryview], list[bytes], int, list[int]]:
    """The pieces of the contents, of the listing, the number of entries, and where each one's contents begin."""
    time, day = _dos(clock)
    contents: list[bytes | memoryview] = [before.content]
    listing = [before.listing]
    offset, count = len(before.content), before.count
    starts = []
    for one in entries:
        name = one.name.encode()
        if isinstance(one, Entry):
            parts, size, crc, method = [*one.parts, *([] if one.ended else [_END])], one.size, one.crc, _DEFLATED
        else:
            parts, size, crc, method = [one.content], len(one.content), zlib.crc32(one.content), 0
        packed = sum(map(len, parts))
        head = _LOCAL.pack(b"PK\x03\x04", 20, _UTF8, method, time, day, crc, packed, size, len(name), 0)
        contents += [head, name, *parts]
        listing.append(
            _CENTRAL.pack(
                b"PK\x01\x02", 20, 20, _UTF8, method, time, day, crc, packed, size, len(name), 0, 0, 0, 0, 0, offset
            )
        )
        listing.append(name)
        starts.append(offset + len(head) + len(name))
        offset += len(head) + len(name) + packed
        count += 1
    return contents, listing, count, starts


def _dos(clock: datetime) -> tuple[int, int]:
    """A time as zip archives write it: from 1980 on, in steps of two seconds."""
    if clock.year < 1980:
        return 0, 1 << 5 | 1
    return clock.hour << 11 | clock.minute << 5 | clock.second // 2, (
        clock.year - 1980
    ) << 9 | clock.month << 5 | clock.day
