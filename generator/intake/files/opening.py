"""Open a file by what it holds, whatever it is called."""

from __future__ import annotations

from generator.intake.files.compound import MAGIC
from generator.intake.files.delimited import read_delimited
from generator.intake.files.docx import read_docx
from generator.intake.files.markup import Archive
from generator.intake.files.sheets import MAX_BYTES, Book, UnreadableError
from generator.intake.files.xls import read_xls
from generator.intake.files.xlsx import read_xlsx

_KINDS = "可以导入的有 .xlsx、.xls、.et、.xlsm、.docx 和 .csv。"


def open_book(content: bytes, name: str) -> Book:
    """The sheets of a file; UnreadableError with what to do where it cannot be read."""
    if len(content) > MAX_BYTES:
        raise UnreadableError(
            f"文件超过 {MAX_BYTES // 1024 // 1024} MB 的上限。", "请删去图片和用不着的工作表，或拆成几个文件。"
        )
    if not content.strip(b"\0 \r\n\t"):
        raise UnreadableError("文件是空的。", "请核对是否传错了文件。")
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content, name)
    if content.startswith(MAGIC):
        return read_xls(content, name)
    if content.startswith(b"%PDF"):
        raise UnreadableError(
            "是 PDF 文件，读不出表里的格子。",
            "请用制作这份 PDF 的 Excel 或 Word 原件；只是让人下载的，放进那个文件夹的 originals，不在这里导入。",
        )
    if content[:2] in (b"\t\x08", b"\t\x04", b"\t\x02", b"\t\0"):
        raise UnreadableError("是二十多年前的 Excel 格式。", "请在 Excel 或 WPS 中另存为 .xlsx 后再导入。")
    if content.lstrip()[:1] == b"<":
        raise UnreadableError("其实是网页，不是表格文件。", "请在 Excel 中打开，另存为 .xlsx 后再导入。")
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")):
        raise UnreadableError("不是表格文件。", _KINDS)
    return read_delimited(content, name)


def _zipped(content: bytes, name: str) -> Book:
    names = Archive(content).names
    if "word/document.xml" in names:
        return read_docx(content, name)
    if "xl/workbook.xml" in names or any(one.endswith("workbook.xml") for one in names):
        return read_xlsx(content, name)
    if any(one.endswith("workbook.bin") for one in names):
        raise UnreadableError("是 .xlsb（二进制工作簿）。", "请在 Excel 中另存为 .xlsx 后再导入。")
    if "content.xml" in names:
        raise UnreadableError("是 OpenDocument 文件（.ods、.odt）。", "请另存为 .xlsx 或 .docx 后再导入。")
    raise UnreadableError("是压缩包，不是表格文件。", "请先解压，再导入里面的表格；" + _KINDS)
