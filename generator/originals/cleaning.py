"""An original file by what it is called and what it holds → what is published of it."""

from __future__ import annotations

from collections.abc import Mapping

from generator.core.original import MAX_BYTES
from generator.intake.files.sheets import UnreadableError
from generator.originals.cleaned import Cleaned
from generator.originals.office import clean_office
from generator.originals.pictures import JPEG, PNG, clean_picture

# What may be published as an original, by the ending of its name.
MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
_SIGNS: Mapping[str, bytes] = {
    "pdf": b"%PDF-",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "jpg": JPEG,
    "png": PNG,
}


def clean(content: bytes, name: str) -> Cleaned:
    """The file without what nobody sees; UnreadableError, with what to do, where it can't be had so."""
    ending = name.rpartition(".")[2]
    if len(content) > MAX_BYTES:
        raise UnreadableError(
            f"超过 {MAX_BYTES // 1024 // 1024} MB 的上限。", "请压缩里面的图片，或拆成几份，各登记一行。"
        )
    if not content:
        raise UnreadableError("文件是空的。", "请核对是否传错了文件。")
    if not content.startswith(_SIGNS[ending]):
        raise UnreadableError(f"内容不是 .{ending} 文件。", "改扩展名没有用，请用办公软件另存为这一种。")
    if ending == "pdf":
        from generator.originals.portable import clean_pdf  # half a second, which only those with a PDF spend

        return clean_pdf(content)
    if ending == "docx":
        return clean_office(content, "docx")
    if ending == "xlsx":
        return clean_office(content, "xlsx")
    return Cleaned(content=clean_picture(content), unread=("整张图片",))
