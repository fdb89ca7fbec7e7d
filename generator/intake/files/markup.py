"""XML of strangers: a stream of elements without DTD, entities, depth or length beyond measure; and zips of it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from xml.parsers import expat

from generator.intake.files.sheets import UnreadableError

MAX_DEPTH = 100
MAX_ELEMENTS = 1_000_000
MAX_PART = 64 * 1024 * 1024  # bytes of one part, unpacked
MAX_UNPACKED = 160 * 1024 * 1024  # of all parts that are read
MAX_ENTRIES = 10_000
_CHUNK = 256 * 1024
_DAMAGED = "请在 Excel 或 WPS 中打开，另存一份后再导入。"

# What an attribute may say to people: addresses of links, prompts, names of pictures. Numbers of programs and names of
# schemas say nothing.
_SAYS = re.compile(r"\d(?:\D{0,4}\d){10}|[\u3400-\u9fff\uff00-\uffef]")
_SAYS_NOTHING = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?|http://schemas\.[!-~]*")

# The encodings that expat knows by itself, of which Office writes the first; others it asks Python for, in vain.
_CODED = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]{0,100}?encoding ?= ?["']([^"'>]{0,40})""")
_CODES = (b"utf-8", b"utf-16", b"us-ascii", b"iso-8859-1")
# How zipfile tells that a zip is torn: places before its beginning, names that are no text, and so on.
_TORN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, LookupError)

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str, str], None]


def says(attribute: str) -> bool:
    """Whether the text of an attribute may say something to people."""
    return _SAYS.search(attribute) is not None and not _SAYS_NOTHING.fullmatch(attribute)


def walk(content: bytes, start: Start, end: End, part: str) -> None:
    """Call ``start`` with each element's local name and attributes, and ``end`` with its name and its own text."""
    if (coded := _CODED.match(content)) and coded[1].lower() not in _CODES:
        raise UnreadableError(f"文件里的 {part} 已损坏。", _DAMAGED)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    texts: list[list[str]] = []
    count = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(texts) >= MAX_DEPTH or count > MAX_ELEMENTS:
            raise UnreadableError(f"文件里的 {part} 层次太深或内容太多，不像是正常的表。", _DAMAGED)
        texts.append([])
        start(name.rpartition(":")[2], attributes)

    def closed(name: str) -> None:
        end(name.rpartition(":")[2], "".join(texts.pop()))

    def said(text: str) -> None:
        if texts:
            texts[-1].append(text)

    def refused(*_: object) -> None:
        raise UnreadableError(f"文件里的 {part} 带有办公软件不会写的声明，没有读取。", _DAMAGED)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opened, closed, said
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refused
    try:
        for place in range(0, len(content), _CHUNK):
            parser.Parse(content[place : place + _CHUNK], False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise UnreadableError(f"文件里的 {part} 已损坏。", _DAMAGED) from None


class Archive:
    """A zip of parts, read within limits."""

    def __init__(self, content: bytes) -> None:
        _plain(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _TORN:
            raise UnreadableError("文件已损坏，打不开。", _DAMAGED) from None
        self._left = MAX_UNPACKED
        self.names = {one.filename for one in self._zip.infolist()}

    def read(self, name: str) -> bytes:
        """The bytes of a part."""
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            raise UnreadableError(f"文件里缺少 {name}，已损坏。", _DAMAGED) from None
        if info.flag_bits & 1:
            raise UnreadableError("文件设了打开密码。", "请在“另存为—工具—常规选项”里去掉密码后再导入。")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableError("文件用了办公软件不用的压缩方法。", _DAMAGED)
        most = min(MAX_PART, self._left)
        if info.file_size > most:
            raise _bomb()
        parts, size = [], 0
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    if size > most:
                        raise _bomb()
                    parts.append(chunk)
        except _TORN:
            raise UnreadableError(f"文件里的 {name} 已损坏。", _DAMAGED) from None
        self._left -= size
        return b"".join(parts)


def _bomb() -> UnreadableError:
    limit = f"{MAX_PART // 1024 // 1024} MB"
    return UnreadableError(f"文件解开后超过 {limit}，没有读取。", "请删去图片和用不着的工作表，或拆成几个文件。")


def _plain(content: bytes) -> None:
    """Refuse a directory of parts that would itself be too long to read."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 66_000))
    if end < 0 or len(content) < end + 22:
        raise UnreadableError("文件已损坏，打不开。", _DAMAGED)
    entries, size = struct.unpack_from("<HI", content, end + 10)
    if entries > MAX_ENTRIES or size > MAX_ENTRIES * 200 or content[max(0, end - 20) : end - 16] == b"PK\x06\x07":
        raise UnreadableError("文件里的部件太多，不像是正常的表。", _DAMAGED)
