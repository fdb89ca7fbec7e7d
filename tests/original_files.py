"""Original files of each kind as office programs leave them, for tests: with authors, comments, earlier states."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import openpyxl
from docx import Document
from openpyxl.comments import Comment
from pypdf import PdfWriter
from pypdf.annotations import FreeText, Link, Text
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, StreamObject, TextStringObject

AUTHOR = "zhangsan"  # who nobody shall find in what is published


def png(text: str = AUTHOR) -> bytes:
    """A picture of two by two points with a text about its author."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
        + chunk(b"tEXt", b"Author\0" + text.encode())
        + chunk(b"IDAT", zlib.compress((b"\0" + b"\1" * 6) * 2))
        + chunk(b"IEND", b"")
        + text.encode()
    )


def jpeg(text: str = AUTHOR) -> bytes:
    """The segments of a picture: density, Exif, a comment, tables, the picture with a stuffed byte, and a tail."""

    def segment(marker: int, data: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data

    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
        + segment(0xE1, b"Exif\0\0" + text.encode())
        + segment(0xFE, text.encode())
        + segment(0xDB, bytes(65))
        + segment(0xDA, b"\1\1\0\0\x3f\0")
        + b"picture\xff\0still\xff\xd9"
        + text.encode()
    )


def docx(*paragraphs: str) -> bytes:
    """A document with an author, a comment, a picture and a table."""
    document = Document()
    document.core_properties.author = AUTHOR
    document.core_properties.last_modified_by = AUTHOR
    for text in paragraphs or ("全年预算数1234.5万元，执行率97.3%。",):
        paragraph = document.add_paragraph(text)
    document.add_comment(paragraph.runs, text=f"问一下{AUTHOR}", author=AUTHOR, initials="zs")
    document.add_table(1, 1).cell(0, 0).text = "校舍维修"
    document.add_picture(io.BytesIO(png()))
    return _saved(document.save)


def xlsx(change: Callable[[openpyxl.Workbook], object] = lambda _: None, text: str = "校舍维修") -> bytes:
    """A workbook with an author and a comment, changed by ``change``."""
    book = openpyxl.Workbook()
    book.properties.creator = AUTHOR
    page = book.active
    page["A1"], page["B1"] = text, 97.3
    page["A1"].comment = Comment(f"问{AUTHOR}", AUTHOR)
    page.page_setup.orientation = "landscape"
    change(book)
    return _saved(book.save)


def pdf(*pages: str, change: Callable[[PdfWriter], object] = lambda _: None) -> bytes:
    """A document of a page each, with an author, XMP, a note, an attachment, a script and a picture from a camera."""
    writer = PdfWriter()
    font = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
    )
    picture = StreamObject()
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    picture._data = jpeg()
    image = writer._add_object(picture)
    for text in pages or ("Budget 1234.5",):
        page = writer.add_blank_page(300, 200)
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET /I1 Do".encode() if text else b"/I1 Do")
        page[NameObject("/Contents")] = writer._add_object(content)
        page[NameObject("/Resources")] = DictionaryObject(
            {
                NameObject("/Font"): DictionaryObject({NameObject("/F1"): font}),
                NameObject("/XObject"): DictionaryObject({NameObject("/I1"): image}),
            }
        )
    writer.add_metadata({"/Author": AUTHOR, "/Creator": "WPS"})
    xmp = DecodedStreamObject()
    xmp.set_data(f"<x:xmpmeta>{AUTHOR}</x:xmpmeta>".encode())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)
    writer.add_attachment("list.txt", AUTHOR.encode())
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject(f"app.alert('{AUTHOR}')"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.add_annotation(0, Text(rect=(10, 10, 20, 20), text=AUTHOR))
    writer.add_annotation(0, Link(rect=(30, 10, 40, 20), url="https://example.org/"))
    change(writer)
    return _saved(writer.write)


def free_text(writer: PdfWriter) -> None:
    """Words laid over a page."""
    writer.add_annotation(0, FreeText(text="盖章", rect=(50, 10, 90, 30)))


def signed(writer: PdfWriter) -> None:
    """The form of a document that somebody has signed."""
    field = writer._add_object(DictionaryObject({NameObject("/FT"): NameObject("/Sig")}))
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([field])})
    writer.root_object[NameObject("/AcroForm")] = form


def with_part(content: bytes, changes: Mapping[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """An office file with parts added or changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            change = changes.get(name)
            new.writestr(name, change(old.read(name)) if callable(change) else (change or old.read(name)))
        for name, added in changes.items():
            if name not in old.namelist() and isinstance(added, bytes):
                new.writestr(name, added)
    return buffer.getvalue()


def unpacked(content: bytes) -> bytes:
    """All parts of an office file behind each other; another file as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return b"".join(name.encode() + opened.read(name) for name in opened.namelist())


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    buffer = io.BytesIO()
    save(buffer)
    return buffer.getvalue()
