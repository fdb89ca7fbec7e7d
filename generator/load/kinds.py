"""What a file is by its first bytes, and its text: UTF-8, or a problem that names the encoding; nothing is guessed."""

from __future__ import annotations

import re

from generator.load.problem import Problem

MARK = b"\xef\xbb\xbf"
SAVE_AS = "请在 Excel 中用“另存为 → CSV UTF-8（逗号分隔）”重新保存。"
_OPEN = "请用 Excel 打开，核对后另存为“CSV UTF-8（逗号分隔）”。"
_FILL_IN = "请把内容填进模板，再存成 CSV UTF-8。"
_EVERYDAY = re.compile(r"[\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# How files of other kinds begin, what they are called, and what to do.
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF 文件", _FILL_IN),
    (b"{\\rtf", "RTF 文稿", _FILL_IN),
    (b"\x89PNG", "图片", _FILL_IN),
    (b"\xff\xd8\xff", "图片", _FILL_IN),
    (b"GIF8", "图片", _FILL_IN),
    (b"Rar!", "压缩包", "请解压后提交里面的文件。"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包", "请解压后提交里面的文件。"),
    (b"\x1f\x8b", "压缩包", "请解压后提交里面的文件。"),
    (b"PAR1", "Parquet 文件", SAVE_AS),
    (b"SQLite format 3", "数据库文件", SAVE_AS),
    (b"version https://git-lfs", "大文件的替身（Git LFS）", "请提交文件本身。"),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|meta|table|div|script|style|title|\?xml|!--)", re.IGNORECASE)
_MESSAGE = re.compile(rb"\s*(?:MIME-Version|Content-Type|From):", re.IGNORECASE)
_OBJECT = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[\[{"\]])')
_UNMERGED = re.compile(rb"^(?:<{7}|={7}|>{7})(?: |\r?$)", re.MULTILINE)
_WORD = re.compile(rb"(?:[\xa1-\xa9\xb0-\xf7][\xa1-\xfe])[\xa1-\xfe]{2}|[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_SAMPLE = 65_536  # bytes of a file that tell its encoding


def other_kind(content: bytes) -> Problem | None:
    """The problem of a file that is no CSV at all."""
    plain = content.removeprefix(MARK)
    if (named := _named(plain)) is not None:
        kind, hint = named
        message = f"这是{' ' if kind[0].isascii() else ''}{kind}，只是改了扩展名。"
        return Problem(code="L01", message=message, value=kind, expected="CSV UTF-8", hint=hint)
    if content.startswith(_UTF16) or _wide(content[:_SAMPLE]):
        message = "文件是 UTF-16（Unicode 文本）编码。"
        return Problem(code="L01", message=message, value="UTF-16", expected="UTF-8", hint=SAVE_AS)
    if (found := _UNMERGED.search(content)) is not None:
        return Problem(
            code="L01",
            message="有两个人同时改过、还没有选定用哪一份的内容。",
            row=content.count(b"\n", 0, found.start()) + 1,
            value=found.group().decode().strip(),
            expected="只有表头和数据行",
            hint="请留下正确的行，删去 <<<<<<<、=======、>>>>>>> 这样的行。",
        )
    return None


def _named(content: bytes) -> tuple[str, str] | None:
    """What the file is called and what to do with it, if it is of another kind."""
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        word = "WordDocument".encode("utf-16-le") in content
        return ("Word 文档", _FILL_IN) if word else ("Excel 工作簿", SAVE_AS)
    for beginning, kind, hint in _BEGINNINGS:
        if content.startswith(beginning):
            return kind, hint
    if _MARKUP.match(content):
        sheet = b"urn:schemas-microsoft-com:office:spreadsheet" in content[:_SAMPLE]
        return ("Excel 的 XML 表格", SAVE_AS) if sheet else ("网页或 XML 文件", _OPEN)
    if _MESSAGE.match(content):
        return "邮件或单个文件网页", _OPEN
    if _OBJECT.match(content):
        return "JSON 文件", SAVE_AS
    return None


def _zipped(content: bytes) -> tuple[str, str]:
    beginning = content[:_SAMPLE]
    if b"word/" in beginning:
        return "Word 文档", _FILL_IN
    if b"ppt/" in beginning:
        return "演示文稿", _FILL_IN
    if b"OFD.xml" in beginning:
        return "OFD 文件", _FILL_IN
    first = content[30 : 30 + int.from_bytes(content[26:28], "little")]  # the name of the first file in it
    if first and not first.startswith((b"[Content_Types]", b"_rels", b"docProps", b"xl/")):
        return "压缩包", "请解压后提交里面的文件。"
    return "Excel 工作簿", SAVE_AS


def _wide(content: bytes) -> bool:
    """Whether every other byte is zero, as UTF-16 writes Western letters and the commas between Chinese ones."""
    pairs = len(content) // 2
    zeros = max(content[::2].count(0), content[1::2].count(0))
    if pairs <= 8 or content.count(0) != zeros:
        return False
    order = "utf-16-le" if content[1::2].count(0) == zeros else "utf-16-be"
    return zeros * 4 > pairs or (zeros * 40 > pairs and _plain_chinese(content[: pairs * 2].decode(order, "ignore")))


def _plain_chinese(text: str) -> bool:
    """Whether nearly all characters are Chinese or ASCII."""
    return len(_EVERYDAY.findall(text)) * 10 >= len(text) * 9


def decoded(content: bytes) -> tuple[str, Problem | None]:
    """The text of a file without its mark, or what is wrong with its encoding."""
    marked = content.startswith(MARK)
    content = content.removeprefix(MARK)
    try:
        return content.decode(), None
    except UnicodeDecodeError as error:
        place = error.start
    before = content[:place].decode()
    if not marked and max(before, default="") < "\u0800" and _chinese(content):  # no Chinese has been UTF-8 so far
        message = "文件是 GBK／GB18030 编码。"
        return "", Problem(code="L01", message=message, value="GB18030", expected="UTF-8", hint=SAVE_AS)
    return "", Problem(
        code="L01",
        message="从这一行起不是 UTF-8 编码，文件可能已损坏。",
        row=content.count(b"\n", 0, place) + 1,
        value="、".join(f"{one:02X}" for one in content[place : place + 2]),
        expected="UTF-8",
        hint=SAVE_AS,
    )


def _chinese(content: bytes) -> bool:
    """Whether the bytes are Chinese in GB 18030: most pairs are those of everyday use, or there are quadruples.

    Western letters, of one byte each, could be taken for the first half of rare characters, but hardly for these; two
    of them in a row (größe) for one of these, but not four for two.
    """
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    sample = content[:_SAMPLE]
    everyday = len(re.findall(rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9]", sample))
    wide = sum(not one.isascii() for one in sample.decode("gb18030", "ignore"))
    return everyday * 2 >= wide > 0 and _WORD.search(sample) is not None
