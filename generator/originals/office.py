"""Word documents and workbooks (.docx, .xlsx) without what nobody sees: who wrote them, where, and what was said aside.

Every kind of part is known or refused. What a reader cannot see and a program cannot take out without changing what
is seen (tracked changes, hidden sheets, embedded files) is for the bureau to settle in its office program.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Literal

from generator.intake.files.markup import Archive, says, walk
from generator.intake.files.sheets import UnreadableError
from generator.originals.cleaned import Cleaned, Text
from generator.originals.excising import KEEP, Keep, excised
from generator.originals.pictures import clean_picture

Kind = Literal["docx", "xlsx"]
_MAIN: Mapping[Kind, str] = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
# Parts that tell of people, machines and what was said aside; what points to them goes, too.
_GONE = re.compile(
    r"docProps/.*|customXml/.*|word/(?:comments\w*|people|commentsExtensible)\.xml|word/glossary/.*"
    r"|xl/comments\d*\.xml|xl/comments/.*|xl/threadedComments/.*|xl/persons/.*|xl/drawings/(?:vmlDrawing|commentsDrawing)\d*\.vml"
    r"|(?:word|xl)/printerSettings/.*|(?:word|xl)/embeddings/[^/]*\.xlsx|xl/calcChain\.xml"
)
_STAYS = re.compile(
    r"\[Content_Types\]\.xml|(?:[^/]+/)*_rels/[^/]*\.rels"
    r"|word/(?:document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes"
    r"|header\d*|footer\d*)\.xml|word/fonts/[^/]+\.(?:odttf|fntdata|ttf)"
    r"|xl/(?:workbook|sharedStrings|styles|metadata)\.xml|xl/worksheets/sheet\d+\.xml|xl/tables/table\d+\.xml"
    r"|(?:word|xl)/theme/[^/]+\.xml|(?:word|xl)/charts/(?:chart|style|colors)\d*\.xml|word/diagrams/[^/]+\.xml"
    r"|xl/drawings/drawing\d+\.xml|(?:word|xl)/(?:theme/)?media/[^/]+\.(?:png|jpe?g)",
    re.IGNORECASE,
)
_ALOUD = "请在 Office 或 WPS 中打开处理后再放，或另存为 PDF。"
# What is refused by name, with what to do.
_REFUSED: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"^.*vbaProject\.bin"), "文件里有宏", "请另存为不含宏的 .docx 或 .xlsx。"),
    (re.compile(r"^xl/externalLinks/.*"), "表里的公式引用了别的工作簿", "请把公式粘贴成数值，断开链接后再放。"),
    (
        re.compile(r"^xl/(?:pivotCache|pivotTables|queryTables|model)/.*|^xl/connections\.xml"),
        "有数据透视表或数据连接，里面存着来源的数据",
        "请把它粘贴成数值后再放。",
    ),
    (re.compile(r"^xl/revisions/.*"), "开着共享工作簿，里面存着修改的经过", "请取消共享后再放。"),
    (re.compile(r"^(?:word|xl)/embeddings/.*"), "嵌着别的文件", "请删去嵌入的文件；要公开的，单独作为原件放。"),
    (
        re.compile(r"^_xmlsignatures/.*"),
        "带有电子签名，去掉作者等信息会使签名失效",
        "请另存一份不签名的，或打印成 PDF 再放。",
    ),
    (re.compile(r"^(?:word|xl)/(?:activeX|ctrlProps)/.*"), "有控件", _ALOUD),
    (
        re.compile(r"^.*/media/.*"),
        "有不是 PNG、JPG 的图片，图里的信息去不掉",
        "请把图片换成 PNG 或 JPG，或另存为 PDF。",
    ),
)
_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"})
_FORMATTED = re.compile(r"(?:r|p|sect|tbl|tblGrid|tblPrEx|tr|tc|numbering)(?:Pr)?Change")
_ASIDE = frozenset(
    {
        "commentRangeStart", "commentRangeEnd", "commentReference", "attachedTemplate", "rsids", "docVars", "mailMerge",
        "dataBinding", "permStart", "permEnd", "absPath", "revisionPtr", "fileSharing", "legacyDrawing", "externalData",
    }
)  # fmt: skip
_SAID = ("descr", "alt", "title")  # of pictures and tables, for those who do not see them
_RUNS = frozenset({"t", "instrText", "f", "v"})
_MARKS = re.compile(r"rsid\w*")
_OUTSIDE = ("http://", "https://", "mailto:")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def clean_office(content: bytes, kind: Kind) -> Cleaned:
    """The file without comments, authors and the like; UnreadableError where that is not to be had."""
    archive = Archive(content)
    if _MAIN[kind] not in archive.names:
        raise UnreadableError(f"不是 .{kind} 文件。", f"请在 Office 或 WPS 中打开，另存为 .{kind} 后再放。")
    names = sorted(one for one in archive.names if not one.endswith("/"))
    for name in names:
        _refuse(name)
    kept = [name for name in names if not _GONE.fullmatch(name)]
    there = frozenset(kept)
    parts = {name: _part(name, archive.read(name), kind, there) for name in kept}
    texts = tuple(_texts(parts, kind))
    pictures = sum("/media/" in name for name in kept)
    return Cleaned(
        content=_packed(parts),
        texts=texts,
        unread=(f"{pictures} 张图片",) if pictures else (),
    )


def _refuse(name: str) -> None:
    if _GONE.fullmatch(name) or _STAYS.fullmatch(name):
        return
    for pattern, what, hint in _REFUSED:
        if pattern.fullmatch(name):
            raise UnreadableError(f"{what}。", hint)
    raise UnreadableError(f"文件里有程序不认识的部件 {name[:80]}，看不出里面有什么。", _ALOUD)


def _part(name: str, content: bytes, kind: Kind, kept: frozenset[str]) -> bytes:
    """A part as it is published."""
    if "/media/" in name:
        return clean_picture(content)
    if not name.endswith((".xml", ".rels")):
        return content
    if name == _TYPES:
        return excised(content, lambda element, given: _type(element, given, kept), name)
    if name.endswith(".rels"):
        return excised(content, lambda element, given: _relation(element, given, name, kept), name)
    return excised(content, lambda element, given: _element(element, given, kind), name)


def _type(element: str, given: Mapping[str, str], kept: frozenset[str]) -> Keep | None:
    if element == "Override" and given.get("PartName", "").lstrip("/") not in kept:
        return None
    return KEEP


def _relation(element: str, given: Mapping[str, str], name: str, kept: frozenset[str]) -> Keep | None:
    if element != "Relationship":
        return KEEP
    target, what = given.get("Target", ""), given.get("Type", "").rpartition("/")[2]
    if given.get("TargetMode") == "External":
        if what == "attachedTemplate":
            return None
        if what == "hyperlink" and target.lower().startswith(_OUTSIDE):
            return KEEP
        raise UnreadableError(
            "有链接指向本机、内网的文件，或图片存在文件之外。", "请删去这样的链接，把图片存进文件再放。"
        )
    folder = posixpath.dirname(posixpath.dirname(name))
    whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return KEEP if whole in kept or not target or target.startswith("#") else None


def _element(element: str, given: Mapping[str, str], kind: Kind) -> Keep | None:
    """What becomes of an element of a part of the document."""
    if kind == "docx":
        if element in _CHANGES:
            raise UnreadableError("还留着修订的痕迹（插入、删除的文字和修改人）。", "请接受全部修订，关闭修订后再放。")
        if _FORMATTED.fullmatch(element):
            return None
    else:
        _hidden(element, given)
    if element in ("OLEObject", "oleObject"):
        raise UnreadableError("嵌着别的文件。", "请删去嵌入的文件；要公开的，单独作为原件放。")
    if element in ("legacyDrawingHF", "controls"):
        raise UnreadableError("页眉页脚里有图片，或表里有控件，里面的信息去不掉。", "请删去后再放，或另存为 PDF。")
    if element in _ASIDE:
        return None
    names = {one.rpartition(":")[2] for one in given}
    without = {one for one in names if _MARKS.fullmatch(one)}
    return Keep(without=without | ({"id"} & names if element == "pageSetup" else set()))


def _hidden(element: str, given: Mapping[str, str]) -> None:
    """Refuse what of a workbook nobody sees."""
    if element == "sheet" and given.get("state", "visible") != "visible":
        raise UnreadableError(
            f"有隐藏的工作表「{given.get('name', '')[:40]}」，公开后谁都打得开。", "请取消隐藏，核对后保留或删除。"
        )
    if element in ("row", "col") and given.get("hidden") in ("1", "true"):
        raise UnreadableError("有隐藏的或被筛掉的行、列，公开后谁都打得开。", "请取消隐藏和筛选，核对后保留或删除。")


def _texts(parts: Mapping[str, bytes], kind: Kind) -> Iterator[Text]:
    """What can be read of a document, part by part: texts, numbers, names of sheets, words of pictures, links."""
    for name, content in parts.items():
        read = name.endswith((".xml", ".rels")) and name != _TYPES and "/theme/" not in name
        if read and (text := _text(content, name, kind)):
            yield Text(place="", text=text)


def _text(content: bytes, name: str, kind: Kind) -> str:
    lines: list[str] = []
    cells: list[str] = []  # of the row that is read, by kind
    aside: dict[str, None] = {}  # what attributes say, each once

    def start(element: str, given: Mapping[str, str]) -> None:
        if element == "c":
            cells.append(given.get("t", "n"))
        for key, text in given.items():
            if key.rpartition(":")[2] in _SAID:
                lines.append(f"{text}\n")
            elif says(text):
                aside[text] = None
        if kind == "xlsx" and element in ("sheet", "definedName") and "name" in given:
            lines.append(given["name"] + "\n")

    def end(element: str, text: str) -> None:
        if element not in _RUNS:  # headers and footers, values of names, conditions
            lines.append(f"\n{text}\n" if text.strip() else "")
        elif element != "v" or not cells or cells[-1] != "s":
            lines.append(text)
        if element in ("p", "si", "c", "f", "row"):
            lines.append("\n")
        elif element in ("tab", "br", "cr"):
            lines.append(" ")

    walk(content, start, end, name)
    return "\n".join(["".join(lines), *aside])


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a file again, the list of kinds first as office programs write it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name in sorted(parts, key=lambda one: (one != _TYPES, one != _RELATIONS, one)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            opened.writestr(info, parts[name])
    return buffer.getvalue()
