"""Documents for word processors (OOXML), set like official ones; their bytes hang on nothing but what they say.

Made of text, not with a library: ten pages with a table each take two milliseconds, with python-docx 280.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from xml.sax.saxutils import quoteattr

from generator.core import ooxml
from generator.downloads.packs.office import office_file

Style = Literal["title", "under", "first", "item", "second", "text", "small", "line"]
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WIDTH = 8845  # twentieths of a point between the margins of A4


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A line of text: ``lead`` stands before it in bold; it begins a page where ``fresh``.

    ``mark`` names the place, ``link`` leads to such a place, whose page number is printed at the end of the line.
    """

    text: str
    style: Style = "text"
    lead: str = ""
    fresh: bool = False
    mark: str = ""
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under heads; ``widths`` in parts of the whole, ``numeric`` the columns set to the right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    numeric: frozenset[int] = frozenset()


Block = Paragraph | Table


def document(blocks: Iterable[Block], *, title: str, head: str, clock: datetime) -> bytes:
    """A document; ``head`` stands at the top of every page but the first, the page's number at its foot."""
    marks: dict[str, int] = {}
    body = "".join(_block(one, marks) for one in blocks)
    parts = {**around(title=title, head=head, clock=clock), "word/document.xml": document_part(body)}
    return office_file(parts, clock)


def around(*, title: str, head: str, clock: datetime) -> dict[str, str]:
    """The parts of a document but what it says."""
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "docProps/core.xml": _core(title, clock),
        "word/_rels/document.xml.rels": _RELATIONS,
        "word/styles.xml": _STYLES,
        "word/fontTable.xml": _FONTS,
        "word/header1.xml": _root("hdr", f'<w:p><w:pPr><w:pStyle w:val="header"/></w:pPr>{_run(head)}</w:p>'),
        "word/footer1.xml": _FOOTER,
    }


def document_part(body: str) -> str:
    """What a document says, as a part of it."""
    return _root("document", f"<w:body>{body}{_SECTION}</w:body>")


def _root(name: str, inside: str) -> str:
    return f'{ooxml.HEAD}<w:{name} xmlns:w="{_MAIN}" xmlns:r="{ooxml.OFFICE}">{inside}</w:{name}>'


def _run(text: str, look: str = "") -> str:
    if not text:
        return ""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:r>{properties}<w:t{ooxml.spaced(text)}>{ooxml.fit(text)}</w:t></w:r>"


def _block(block: Block, marks: dict[str, int]) -> str:
    return _table(block) if isinstance(block, Table) else _paragraph(block, marks)


def _paragraph(one: Paragraph, marks: dict[str, int]) -> str:
    fresh = "<w:pageBreakBefore/>" if one.fresh else ""
    runs = _run(one.lead, "<w:b/>") + _run(one.text)
    if one.link:
        target = quoteattr(one.link)
        number = _field(f"PAGEREF {one.link} \\h")
        runs = f'<w:hyperlink w:anchor={target} w:history="1">{runs}<w:r><w:tab/></w:r>{number}</w:hyperlink>'
    if one.mark:
        number_ = marks.setdefault(one.mark, len(marks) + 1)
        runs = (
            f'<w:bookmarkStart w:id="{number_}" w:name={quoteattr(one.mark)}/>{runs}<w:bookmarkEnd w:id="{number_}"/>'
        )
    return f'<w:p><w:pPr><w:pStyle w:val="{one.style}"/>{fresh}</w:pPr>{runs}</w:p>'


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} " w:dirty="true"><w:r><w:t> </w:t></w:r></w:fldSimple>'


def _table(table: Table) -> str:
    whole = sum(table.widths)
    widths = [WIDTH * one // whole for one in table.widths]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    head = _row(table.heads, frozenset(), _styled("cellhead"), "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
    rows = "".join(_row(one, table.numeric, "", "<w:trPr><w:cantSplit/></w:trPr>") for one in table.rows)
    opening = (
        '<w:tblPr><w:tblStyle w:val="grid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    )
    gap = '<w:p><w:pPr><w:pStyle w:val="gap"/></w:pPr></w:p>'
    return f"<w:tbl>{opening}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>{gap}"


def _styled(style: str) -> str:
    return f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'


_NUMBER = _styled("number")


def _row(cells: Sequence[str], numeric: frozenset[int], usual: str, look: str) -> str:
    """A row; how wide its cells are says the table's grid. Without a style a paragraph is a cell's."""
    made = "".join(
        f"<w:tc><w:p>{_NUMBER if place in numeric else usual}{_run(text)}</w:p></w:tc>"
        for place, text in enumerate(cells)
    )
    return f"<w:tr>{look}{made}</w:tr>"


def _core(title: str, clock: datetime) -> str:
    day = f"{clock:%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'{ooxml.HEAD}<cp:coreProperties xmlns:cp="{ooxml.PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{ooxml.fit(title)}</dc:title><dc:language>zh-CN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified></cp:coreProperties>'
    )


_TYPES = ooxml.content_types(
    (
        ooxml.CORE,
        *(
            (f"/word/{name}.xml", f"{_WORD}.{kind}+xml")
            for name, kind in (
                ("document", "document.main"),
                ("styles", "styles"),
                ("fontTable", "fontTable"),
                ("header1", "header"),
                ("footer1", "footer"),
            )
        ),
    )
)
_ROOT = ooxml.root("word/document.xml")
_RELATIONS = ooxml.relations(
    (f"{ooxml.OFFICE}/{name.rstrip('1')}", f"{name}.xml") for name in ("styles", "fontTable", "header1", "footer1")
)
# A4; the side margins of official documents, less above and below so that an item has room on its page.
_SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
    '<w:footerReference w:type="first" r:id="rId4"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1304" w:right="1474" w:bottom="1134" w:left="1587" w:header="680" w:footer="624" w:gutter="0"/>'
    "<w:titlePg/></w:sectPr>"
)
_FOOTER = (
    f'{ooxml.HEAD}<w:ftr xmlns:w="{_MAIN}"><w:p><w:pPr><w:pStyle w:val="footer"/></w:pPr>{_run("— ")}'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    f"{_run(' —')}</w:p></w:ftr>"
)
_USUAL = "仿宋"
_MOST = "cell"
# Official documents are set in these; who lacks one gets the next.
_FAMILIES = {
    "仿宋": ("FangSong", "仿宋_GB2312"),
    "黑体": ("SimHei", "Noto Sans CJK SC"),
    "楷体": ("KaiTi", "楷体_GB2312"),
    "宋体": ("SimSun", "Noto Serif CJK SC"),
}
_FONTS = (
    f'{ooxml.HEAD}<w:fonts xmlns:w="{_MAIN}">'
    + "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{",".join(others)}"/><w:charset w:val="86"/></w:font>'
        for name, others in _FAMILIES.items()
    )
    + "</w:fonts>"
)


def _style(name: str, title: str, family: str, size: int, paragraph: str = "", run: str = "") -> str:
    """A style; ``size`` in half points. That of cells is the one of paragraphs that say none: most are cells."""
    fonts = "" if family == _USUAL else f'<w:rFonts w:eastAsia="{family}"/>'
    usual = ' w:default="1"' if name == _MOST else ""
    return (
        f'<w:style w:type="paragraph"{usual} w:styleId="{name}"><w:name w:val="{title}"/><w:pPr>{paragraph}</w:pPr>'
        f'<w:rPr>{fonts}{run}<w:sz w:val="{size}"/></w:rPr></w:style>'
    )


_CENTRE = '<w:jc w:val="center"/>'
_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_STYLES = (
    f'{ooxml.HEAD}<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
    f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{_USUAL}"/>'
    '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + _style("title", "Title", "黑体", 44, f'<w:spacing w:before="3600" w:after="600"/>{_CENTRE}')
    + _style("under", "Subtitle", "楷体", 32, f'<w:spacing w:after="200"/>{_CENTRE}')
    + _style(
        "first",
        "heading 1",
        "黑体",
        32,
        '<w:keepNext/><w:spacing w:before="60" w:after="100"/><w:outlineLvl w:val="0"/>',
    )
    + _style(
        "item",
        "heading 2",
        "楷体",
        30,
        '<w:keepNext/><w:spacing w:before="0" w:after="80"/><w:outlineLvl w:val="1"/>',
        "<w:b/>",
    )
    + _style(
        "second",
        "heading 3",
        "楷体",
        24,
        '<w:keepNext/><w:spacing w:before="100" w:after="40"/><w:outlineLvl w:val="2"/>',
        "<w:b/>",
    )
    + _style("text", "Body Text", "仿宋", 24, '<w:spacing w:after="40"/>')
    + _style("small", "small", "仿宋", 19, '<w:spacing w:after="20"/>')
    + _style(
        "line",
        "toc 1",
        "仿宋",
        24,
        f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{WIDTH}"/></w:tabs><w:spacing w:after="80"/>',
    )
    + _style("cellhead", "cell head", "黑体", 18, f'<w:spacing w:before="20" w:after="20"/>{_CENTRE}')
    + _style(_MOST, "Normal", "宋体", 17, '<w:spacing w:before="20" w:after="20"/>')
    + _style("number", "number", "宋体", 17, '<w:spacing w:before="20" w:after="20"/><w:jc w:val="right"/>')
    + _style("gap", "gap", "仿宋", 8, '<w:spacing w:before="0" w:after="0"/>')
    + _style("header", "header", "宋体", 18, _CENTRE, '<w:color w:val="595959"/>')
    + _style("footer", "footer", "宋体", 22, _CENTRE)
    + '<w:style w:type="table" w:styleId="grid"><w:name w:val="Table Grid"/>'
    f'<w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders><w:tblCellMar><w:left w:w="70" w:type="dxa"/>'
    '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>'
)
