"""Pictures (JPEG, PNG) without what cameras, scanners and programs write beside the picture itself."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from generator.intake.files.sheets import UnreadableError

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
# What a JPEG needs to be shown beside its picture: JFIF's density, colours, Adobe's way of colours.
_KEPT_MARKERS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APPLICATIONS = range(0xE0, 0xF0)
# What a PNG needs: the picture, and how it is to be coloured and measured.
_KEPT_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
)


def _damaged() -> UnreadableError:
    return UnreadableError("图片已损坏，打不开。", "请用看图软件打开，另存为 JPG 或 PNG 后再放。")


def clean_jpeg(content: bytes) -> bytes:
    """A JPEG without Exif, XMP, thumbnails, comments and what stands behind its end; UnreadableError if damaged."""
    return content[:2] + b"".join(_segments(content))


def _segments(content: bytes) -> Iterator[bytes]:
    place = 2
    while True:
        if place + 2 > len(content) or content[place] != 0xFF:
            raise _damaged()
        marker = content[place + 1]
        if marker == 0xFF:  # a filling byte
            place += 1
            continue
        if marker == _END:
            yield content[place : place + 2]
            return
        if place + 4 > len(content):
            raise _damaged()
        end = place + 2 + struct.unpack_from(">H", content, place + 2)[0]
        if end > len(content):
            raise _damaged()
        body = content[place + 4 : end]
        if marker == _SCAN:
            picture = _behind_scan(content, end)
            yield content[place:picture]
            if picture >= len(content):  # cut short by its scanner, yet shown by everyone
                yield b"\xff\xd9"
                return
            place = picture
            continue
        if marker in _APPLICATIONS:
            told = _KEPT_MARKERS.get(marker)
            keep = told is not None and body.startswith(told)
        else:
            keep = marker != _COMMENT
        if keep:
            yield content[place:end]
        place = end


def _behind_scan(content: bytes, place: int) -> int:
    """Where the picture's own bytes end and the next marker begins."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            return len(content)
        following = content[place + 1]
        if following == 0 or 0xD0 <= following <= 0xD7:
            place += 2
        elif following == 0xFF:
            place += 1
        else:
            return place


def clean_png(content: bytes) -> bytes:
    """A PNG without texts, Exif, times and what stands behind its end; UnreadableError if damaged."""
    parts, place = [PNG], len(PNG)
    while True:
        if place + 12 > len(content):
            raise _damaged()
        size, kind = struct.unpack_from(">I4s", content, place)
        end = place + 12 + size
        if end > len(content):
            raise _damaged()
        if kind == b"acTL":
            raise UnreadableError("是会动的图片。", "请另存为 JPG 或 PNG 后再放。")
        if kind in _KEPT_CHUNKS:
            if zlib.crc32(content[place + 4 : end - 4]) != struct.unpack_from(">I", content, end - 4)[0]:
                raise _damaged()
            parts.append(content[place:end])
        if kind == b"IEND":
            return b"".join(parts)
        place = end


def clean_picture(content: bytes) -> bytes:
    """A JPEG or PNG, told by its first bytes, without what stands beside the picture; UnreadableError if neither."""
    if content.startswith(JPEG):
        return clean_jpeg(content)
    if content.startswith(PNG):
        return clean_png(content)
    raise UnreadableError("不是 JPG 或 PNG 图片。", "请用看图软件打开，另存为 JPG 或 PNG 后再放。")
