"""PDF documents without what nobody sees: authors, programs, earlier states, notes, attachments, scripts."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from generator.intake.files.sheets import UnreadableError
from generator.originals.cleaned import Cleaned, Text
from generator.originals.pictures import JPEG, clean_jpeg

MAX_PAGES = 500
_MAX_OBJECTS = 200_000
_MAX_PICTURE = 64 * 1024 * 1024  # bytes of a picture, unpacked
_PRINTED = "请用“打印”存成新的 PDF 后再放。"
# What tells of people, programs and times, or does something by itself, wherever it stands.
_GONE = (
    "/Metadata", "/PieceInfo", "/LastModified", "/AA", "/AF", "/Thumb", "/OpenAction", "/JavaScript", "/EmbeddedFiles",
    "/Perms", "/Legal", "/Threads", "/SpiderInfo", "/Collection", "/B", "/UserProperties", "/OPI", "/DSS",
)  # fmt: skip
_ADDRESSES = ("http://", "https://", "mailto:")
# For those who do not see the pages, in the list of them, where a link leads to, and what layers are called.
_SAID = ("/Alt", "/ActualText", "/E", "/T", "/Title", "/URI", "/Name")
_RESOURCES = ("/Font", "/XObject", "/Pattern", "/ExtGState")
_NOTES = frozenset(
    {"/Text", "/Popup", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/FileAttachment", "/Sound",
     "/Movie", "/Screen", "/RichMedia", "/3D", "/Projection", "/TrapNet", "/PrinterMark"}
)  # fmt: skip
_ODD = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


def clean_pdf(content: bytes) -> Cleaned:
    """The document written anew with its pages and nothing beside them; UnreadableError where that is not to be had."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return _clean(content)
    except UnreadableError:
        raise
    except Exception as error:  # its reader meets files of all kinds, and raises all kinds
        raise UnreadableError("PDF 已损坏，或写法少见，去不掉里面的信息。", _PRINTED) from error


def _clean(content: bytes) -> Cleaned:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise UnreadableError("PDF 加了密（设了打开密码，或禁止修改、复制）。", _PRINTED)
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableError(f"PDF 超过 {MAX_PAGES} 页。", "请拆成几份，各登记一行。")
    root = reader.trailer["/Root"].get_object()
    _refuse_forms(root)
    said = []
    for one in _reachable(root):
        if "/Annots" in one:
            _strip_notes(one)
        _strip(one)
        said += [str(one[name]) for name in _SAID if isinstance(one.get(name), str)]
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    writer._ID = None  # says which program's file it was, and which state of it
    buffer = io.BytesIO()
    writer.write(buffer)
    texts, unread = _read(reader)
    return Cleaned(
        content=buffer.getvalue(), texts=(*texts, Text(place="", text="\n".join(said))), unread=tuple(unread)
    )


def _refuse_forms(root: Any) -> None:
    """Refuse signatures and forms to fill in: what they show is not on the pages."""
    form = root.get("/AcroForm")
    form = form.get_object() if form is not None else None
    if not form:
        return
    fields = list(form.get("/Fields", ArrayObject()))
    if int(form.get("/SigFlags", 0)) & 1 or any(one.get_object().get("/FT") == "/Sig" for one in fields):
        raise UnreadableError("PDF 带有电子签名、签章，去掉作者等信息会使它失效。", _PRINTED)
    if fields:
        raise UnreadableError("PDF 里有可以填写的表单。", _PRINTED)
    del root["/AcroForm"]


def _strip_notes(page: DictionaryObject) -> None:
    """Take the notes off a page, and leave links that lead to a page or an address."""
    kept = ArrayObject()
    notes: Any = page["/Annots"].get_object()
    for one in notes:
        note = one.get_object()
        kind = note.get("/Subtype")
        if kind == "/Link":
            if "/Dest" in note or _opens(note.get("/A")):
                for name in ("/Contents", "/T", "/M", "/NM", "/RC"):
                    note.pop(name, None)
                kept.append(one)
        elif kind not in _NOTES:
            raise UnreadableError("PDF 的页面上有图章、手写、文本框一类的批注，或可以填写的格子。", _PRINTED)
    if kept:
        page[NameObject("/Annots")] = kept
    else:
        del page["/Annots"]


def _opens(action: Any) -> bool:
    """Whether a click leads to a page of the document or an address on the web, and does nothing else."""
    action = action.get_object() if action is not None else {}
    kind = action.get("/S")
    return kind == "/GoTo" or (kind == "/URI" and str(action.get("/URI", "")).lower().startswith(_ADDRESSES))


def _reachable(root: Any) -> Iterator[Any]:
    """Every dictionary and stream that the document leads to, each once."""
    waiting, seen, count = [root], set(), 0
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        count += 1
        if count > _MAX_OBJECTS * 20 or len(seen) > _MAX_OBJECTS:
            raise UnreadableError("PDF 里的内容太多。", "请拆成几份，各登记一行。")
        if isinstance(one, DictionaryObject):
            yield one
            waiting += list(one.values())
        elif isinstance(one, ArrayObject):
            waiting += list(one)


def _strip(one: DictionaryObject) -> None:
    """Take out what is told beside the pages, and what a picture tells of its camera."""
    for name in _GONE:
        if name in one and not _is_resource(one[name]) and not (name == "/B" and one.get("/Type") != "/Page"):
            del one[name]
    if "/A" in one:
        action: Any = one["/A"]
        if isinstance(action, DictionaryObject):
            action.pop("/Next", None)
            if "/S" in action and "/Title" in one and not _opens(action):  # of a bookmark
                del one["/A"]
    if isinstance(one, StreamObject):
        _strip_picture(one)


def _is_resource(value: Any) -> bool:
    """Whether it is what pages are made of, which bears any name."""
    return isinstance(value, DictionaryObject) and value.get("/Type") in _RESOURCES


def _strip_picture(one: StreamObject) -> None:
    filters = one.get("/Filter")
    filters = filters.get_object() if filters is not None else None
    names = list(filters) if isinstance(filters, ArrayObject) else [filters] if filters is not None else []
    if names == ["/JPXDecode"]:
        raise UnreadableError("PDF 里有 JPEG 2000 的图片，图里的信息去不掉。", _PRINTED)
    if not names or names[-1] != "/DCTDecode":
        return
    data = one._data
    if names == ["/FlateDecode", "/DCTDecode"]:
        data = zlib.decompressobj().decompress(data, _MAX_PICTURE)
    elif len(names) > 1:
        raise UnreadableError("PDF 里的图片写法少见，图里的信息去不掉。", _PRINTED)
    if data.startswith(JPEG):
        one._data = clean_jpeg(data)
        one[NameObject("/Filter")] = NameObject("/DCTDecode")
        one.pop("/DecodeParms", None)


def _read(reader: PdfReader) -> tuple[list[Text], list[str]]:
    """The text of each page, and which pages have none that can be read."""
    texts, blind = [], []
    for number, page in enumerate(reader.pages, 1):
        try:
            text = page.extract_text()
        except Exception:  # of one page: people have to look at it
            text = ""
        texts.append(Text(place=f"第 {number} 页", text=text))
        bare = "".join(text.split())
        if page.get("/Contents") is not None and (not bare or 5 * len(_ODD.findall(bare)) > len(bare)):
            blind.append(number)
    return texts, [f"第 {_spans(blind)} 页"] if blind else []


def _spans(numbers: list[int]) -> str:
    """Numbers in words: 1—3、5."""
    spans: list[list[int]] = []
    for one in numbers:
        if spans and spans[-1][-1] == one - 1:
            spans[-1][1:] = [one]
        else:
            spans.append([one])
    return "、".join("—".join(map(str, one)) for one in spans)
