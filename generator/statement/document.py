"""A draft as a Word document in the layout of official documents; the same draft makes the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm
from docx.styles.styles import Styles

from generator.core.days import written
from generator.statement.appendix import HEADINGS, Row, rows
from generator.statement.draft import Draft
from generator.statement.prose import TEMPLATES, Heading, Paragraph, Ref

# A computer without the fonts of official documents takes the next of kin.
_FONTS = {
    "方正小标宋简体": "宋体",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "宋体": "SimSun",
    "Times New Roman": "",
}
# Widths of the appendix's columns on a landscape page, in millimetres, as HEADINGS.
_WIDTHS = (12, 46, 19, 11, 12, 30, 38, 14, 71)
_NUMBERS = frozenset({0, 2, 7})
# What the library's stock document brings along and nobody asked for.
_NEEDLESS = ("thumbnail", "stylesWithEffects", "customXml", "numbering")


def as_docx(draft: Draft, site: str) -> bytes:
    """The draft; ``site`` is the address that records' paths are relative to, with its final slash."""
    word = Document()
    _strip(word)
    _dress(word)
    _page(word.sections[0])
    body = word.element.body
    lines = rows(draft)
    marks = {row.figure.code: f"f{row.number}" for row in lines}
    for element in (*_text(draft, marks), *_closing(draft)):
        body.insert(len(body) - 1, element)
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(22), Mm(22)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.footer_distance = Mm(12)
    for element in (
        _paragraph("Annex", "附表"),
        _paragraph("Title", "数字来源一览表"),
        _table(word, lines, marks, site),
    ):
        body.insert(len(body) - 1, element)
    body.insert(len(body) - 1, _paragraph("Cell", ""))  # a section must not end with a table
    _describe(word, draft)
    return _packed(word, draft.day)


def _text(draft: Draft, marks: dict[str, str]) -> Iterator[BaseOxmlElement]:
    title = _paragraph("Title", draft.title_lines[0])
    title.append(OxmlElement("w:r"))
    title[-1].append(OxmlElement("w:br"))
    title.append(_run(draft.title_lines[1]))
    yield title
    yield _paragraph("Subtitle", "（初稿）")
    if draft.sample:
        yield _paragraph("Subtitle", f"{draft.place}是虚构的示例，以下数字都不是真实的")
    yield _paragraph("Body", "")
    for block in draft.blocks:
        if isinstance(block, Heading):
            yield _paragraph(f"Heading{block.level}", block.number + block.text)
        else:
            yield _linked(block, marks)


def _closing(draft: Draft) -> Iterator[BaseOxmlElement]:
    yield _paragraph("Body", "")
    yield _paragraph("Body", "附表：数字来源一览表")
    yield _paragraph("Body", "")
    yield _paragraph("Sign", draft.publisher)
    yield _paragraph("Sign", written(draft.day), last=True)


def _linked(block: Paragraph, marks: dict[str, str]) -> BaseOxmlElement:
    """A paragraph whose figures lead to their lines in the appendix; they look like the words around them."""
    made = _paragraph("Body", None)
    for run in block.runs:
        if isinstance(run, Ref) and run.figure.code in marks:
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), marks[run.figure.code])
            link.set(qn("w:history"), "1")
            link.append(_run(run.figure.words))
            made.append(link)
        else:
            made.append(_run(run.figure.words if isinstance(run, Ref) else run.text))
    return made


def _table(word: Word, lines: Sequence[Row], marks: dict[str, str], site: str) -> BaseOxmlElement:
    widths = [int(Mm(one).twips) for one in _WIDTHS]
    columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid></w:tbl>"
    )
    head = _row(head=True)
    for width, heading in zip(widths, HEADINGS, strict=True):
        head.append(_cell(width, _paragraph("CellHead", heading)))
    table.append(head)
    relations: dict[str, str] = {}
    for stage, group in groupby(lines, key=lambda one: one.figure.stage):
        band = _row()
        band.append(_cell(sum(widths), _paragraph("CellGroup", stage), span=len(widths)))
        table.append(band)
        for line in group:
            row = _row()
            for place, (width, text) in enumerate(zip(widths, line.cells, strict=True)):
                content = _paragraph("CellNumber" if place in _NUMBERS else "Cell", text)
                if place == 0:
                    content = _bookmarked(line, marks)
                elif place == len(widths) - 1:
                    content = _sourced(word, line, site, relations)
                row.append(_cell(width, content))
            table.append(row)
    return table


def _bookmarked(line: Row, marks: dict[str, str]) -> BaseOxmlElement:
    made = _paragraph("CellNumber", None)
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for one in (start, end):
        one.set(qn("w:id"), str(line.number))
    start.set(qn("w:name"), marks[line.figure.code])
    made.extend([start, _run(line.cells[0]), end])
    return made


def _sourced(word: Word, line: Row, site: str, relations: dict[str, str]) -> BaseOxmlElement:
    """The tables' titles, linked to the site, and which of their rows."""
    address = site + line.figure.source.path
    if address not in relations:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        relations[address] = word.part.relate_to(address, kind, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relations[address])
    link.set(qn("w:history"), "1")
    link.append(_run(line.figure.source.title, underlined=True))
    made = _paragraph("Cell", None)
    made.extend([link, _run(f"：{line.figure.source.filter}")])
    return made


def _row(*, head: bool = False) -> BaseOxmlElement:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    return row


def _cell(width: int, content: BaseOxmlElement, *, span: int = 1) -> BaseOxmlElement:
    cell = OxmlElement("w:tc")
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    cell.append(
        parse_xml(
            f'<w:tcPr {nsdecls("w")}><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/></w:tcPr>'
        )
    )
    cell.append(content)
    return cell


def _paragraph(style: str, text: str | None, *, last: bool = False) -> BaseOxmlElement:
    made = OxmlElement("w:p")
    properties = parse_xml(f'<w:pPr {nsdecls("w")}><w:pStyle w:val="{style}"/></w:pPr>')
    if last:
        properties.append(parse_xml(f'<w:keepNext {nsdecls("w")} w:val="0"/>'))
    made.append(properties)
    if text:
        made.append(_run(text))
    return made


def _run(text: str, *, underlined: bool = False) -> BaseOxmlElement:
    made = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    properties.append(parse_xml(f'<w:rFonts {nsdecls("w")} w:hint="eastAsia"/>'))
    if underlined:
        properties.append(parse_xml(f'<w:u {nsdecls("w")} w:val="single"/>'))
    words = OxmlElement("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    made.extend([properties, words])
    return made


def _page(section: Section) -> None:
    """A4 with the margins of official documents; page numbers outside, between dashes."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]._p
        for child in list(paragraph):
            paragraph.remove(child)
        paragraph.append(
            parse_xml(
                f'<w:pPr {nsdecls("w")}><w:pStyle w:val="Footer"/>'
                f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
            )
        )
        paragraph.append(_run("— "))
        field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "/>')
        field.append(_run("1"))
        paragraph.append(field)
        paragraph.append(_run(" —"))


def _strip(word: Word) -> None:
    """Take out what the stock document brings along: a picture, other templates' styles, its author."""
    for rels in (word.part.rels, word.part.package.rels):
        for key, rel in list(rels.items()):
            if any(rel.reltype.endswith(name) for name in _NEEDLESS):
                rels.pop(key)
    settings = word.settings.element
    for name in ("w:savePreviewPicture", "w:rsids", "w:proofState", "w:doNotAutoCompressPictures"):
        for child in settings.findall(qn(name)):
            settings.remove(child)
    for child in settings.findall("{http://schemas.microsoft.com/office/word/2010/wordml}docId"):
        settings.remove(child)
    language = settings.find(qn("w:themeFontLang"))
    if language is not None:
        language.set(qn("w:eastAsia"), "zh-CN")
    word.settings.odd_and_even_pages_header_footer = True


def _dress(word: Word) -> None:
    """The styles of official documents and the fonts' stand-ins."""
    styles: Styles = word.styles
    element = styles.element
    for child in list(element):
        element.remove(child)
    for child in parse_xml((TEMPLATES / "styles.xml").read_bytes()):
        element.append(child)
    fonts = "".join(
        f'<w:font w:name="{name}">{f"""<w:altName w:val="{other}"/>""" if other else ""}</w:font>'
        for name, other in _FONTS.items()
    )
    for part in word.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = f'<?xml version="1.0" encoding="UTF-8"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()


def _describe(word: Word, draft: Draft) -> None:
    """Properties: the title and the day, no person and no program."""
    moment = datetime.fromisoformat(draft.day)
    properties = word.core_properties
    properties.title, properties.subject = draft.title, "预算绩效管理工作开展情况"
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.category, properties.language = "", "zh-CN"
    properties.revision = 1
    properties.created = properties.modified = moment
    for part in word.part.package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            part._blob = (
                b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns='
                b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
            )


def _packed(word: Word, day: str) -> bytes:
    """The document as a zip archive whose entries all carry the draft's day."""
    raw = io.BytesIO()
    word.save(raw)
    year, month, date = (int(part) for part in day.split("-"))
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (max(year, 1980), month, date, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            target.writestr(entry, source.read(name), compresslevel=6)
    return packed.getvalue()
