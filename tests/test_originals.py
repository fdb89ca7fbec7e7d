"""Original files beside the data: nothing that nobody sees is published, and nothing that must not be."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import docx as word
import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from pypdf import PdfReader
from pypdf.annotations import Link

from generator.check import check
from generator.check.privacy.personal import Known, find
from generator.core.data import Checked
from generator.core.output import Output
from generator.downloads import outputs, read_index
from generator.downloads.originals import original_outputs
from generator.intake.files.sheets import UnreadableError
from generator.load import kept, load
from generator.load.kept import Store
from generator.originals import cleaning
from generator.originals.cleaned import Cleaned
from generator.originals.cleaning import MAX_BYTES, clean
from generator.originals.excising import KEEP, Keep, excised
from generator.publish.writer import replace
from tests import original_files as files
from tests.conftest import DEPARTMENTS, DIVISIONS, EDU, PACKAGE, TODAY, DataFolder, form_of
from tests.original_files import AUTHOR, unpacked, with_part
from tests.stamping import stamped

MAKERS: dict[str, Callable[[], bytes]] = {
    "a.pdf": files.pdf,
    "a.docx": files.docx,
    "a.xlsx": files.xlsx,
    "a.jpg": files.jpeg,
    "a.png": files.png,
}


@pytest.mark.parametrize("name", MAKERS)
def test_nobody_is_found_in_what_is_published(name: str) -> None:
    content = MAKERS[name]()
    assert AUTHOR.encode() in unpacked(content)
    cleaned = clean(content, name)
    assert AUTHOR.encode() not in unpacked(cleaned.content)
    assert cleaned == clean(content, name), "the same wherever it is made"
    assert clean(cleaned.content, name).texts == cleaned.texts, "still such a file"


def test_a_document_is_the_same_but_for_who_wrote_it() -> None:
    cleaned = clean(files.docx(), "a.docx")
    document = word.Document(io.BytesIO(cleaned.content))
    assert [one.text for one in document.paragraphs][:1] == ["全年预算数1234.5万元，执行率97.3%。"]
    assert document.tables[0].cell(0, 0).text == "校舍维修"
    assert len(document.inline_shapes) == 1
    assert "全年预算数1234.5万元" in cleaned.texts[0].text
    assert cleaned.unread == ("1 张图片",)


def test_a_workbook_is_the_same_but_for_who_wrote_it() -> None:
    page = openpyxl.load_workbook(io.BytesIO(clean(files.xlsx(), "a.xlsx").content)).active
    assert [cell.value for cell in page[1]] == ["校舍维修", 97.3]
    assert page["A1"].comment is None
    assert page.page_setup.orientation == "landscape"


def test_a_pdf_keeps_its_pages_and_links() -> None:
    cleaned = clean(files.pdf("Budget 1234.5", "Page two", ""), "a.pdf")
    reader = PdfReader(io.BytesIO(cleaned.content))
    assert [page.extract_text().strip() for page in reader.pages] == ["Budget 1234.5", "Page two", ""]
    assert [note.get_object()["/Subtype"] for note in reader.pages[0]["/Annots"]] == ["/Link"]
    assert reader.metadata is None
    assert reader.attachments == {}
    assert cleaned.unread == ("第 3 页",)


def test_pictures_keep_what_shows_them() -> None:
    assert clean(files.jpeg(), "a.jpg").content.endswith(b"picture\xff\0still\xff\xd9")
    assert b"JFIF" in clean(files.jpeg(), "a.jpg").content
    assert clean(files.png(), "a.png").content == _without_text(files.png(""))


def _without_text(png: bytes) -> bytes:
    start = png.index(b"tEXt") - 4
    return png[:start] + png[png.index(b"IDAT") - 4 :]


def _hidden_sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("名单").sheet_state = "veryHidden"


def _hidden_row(book: openpyxl.Workbook) -> None:
    book.active.row_dimensions[2].hidden = True
    book.active["A2"] = "x"


def _inserted(content: bytes) -> bytes:
    return content.replace(b"<w:body>", b'<w:body><w:p><w:ins w:author="a"><w:r><w:t>x</w:t></w:r></w:ins></w:p>')


OUTSIDE = (
    b'<Relationship Id="rId99" Type="http://x/relationships/image" Target="file:///C:/x.png" TargetMode="External"/>'
)
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "changes": ("a.docx", lambda: with_part(files.docx(), {"word/document.xml": _inserted}), "修订"),
    "outside": (
        "a.docx",
        lambda: with_part(
            files.docx(),
            {"word/_rels/document.xml.rels": lambda one: one.replace(b"</Rel", OUTSIDE + b"</Rel", 1)},
        ),
        "链接指向本机",
    ),
    "macros": ("a.docx", lambda: with_part(files.docx(), {"word/vbaProject.bin": b"x"}), "宏"),
    "embedded": ("a.docx", lambda: with_part(files.docx(), {"word/embeddings/oleObject1.bin": b"x"}), "嵌着别的文件"),
    "signature": ("a.docx", lambda: with_part(files.docx(), {"_xmlsignatures/sig1.xml": b"<x/>"}), "电子签名"),
    "vector": ("a.docx", lambda: with_part(files.docx(), {"word/media/image9.emf": b"x"}), "PNG、JPG"),
    "unknown": ("a.docx", lambda: with_part(files.docx(), {"word/odd.xml": b"<x/>"}), "不认识的部件 word/odd.xml"),
    "doctype": (
        "a.docx",
        lambda: with_part(files.docx(), {"word/settings.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "声明",
    ),
    "utf-16": (
        "a.docx",
        lambda: with_part(files.docx(), {"word/settings.xml": "<a/>".encode("utf-16")}),
        "不是 UTF-8",
    ),
    "hidden sheet": ("a.xlsx", lambda: files.xlsx(_hidden_sheet), "隐藏的工作表「名单」"),
    "hidden row": ("a.xlsx", lambda: files.xlsx(_hidden_row), "隐藏的或被筛掉的行"),
    "pivot": ("a.xlsx", lambda: with_part(files.xlsx(), {"xl/pivotCache/p1.xml": b"<x/>"}), "数据透视表"),
    "other book": ("a.xlsx", lambda: with_part(files.xlsx(), {"xl/externalLinks/e1.xml": b"<x/>"}), "别的工作簿"),
    "encrypted": ("a.pdf", lambda: files.pdf(change=lambda one: one.encrypt("x")), "加了密"),
    "signed": ("a.pdf", lambda: files.pdf(change=files.signed), "签章"),
    "words on top": ("a.pdf", lambda: files.pdf(change=files.free_text), "文本框"),
    "damaged pdf": ("a.pdf", lambda: b"%PDF-1.7\n" + b"x" * 99, "已损坏"),
    "damaged picture": ("a.jpg", lambda: files.jpeg()[:20], "已损坏"),
    "another kind": ("a.pdf", files.docx, "不是 .pdf"),
    "empty": ("a.png", lambda: b"", "空的"),
    "too large": ("a.png", lambda: b"x" * (MAX_BYTES + 1), "10 MB"),
    "other office": ("a.docx", files.xlsx, "不是 .docx"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_out_is_refused(case: str) -> None:
    name, make, told = REFUSED[case]
    with pytest.raises(UnreadableError) as error:
        clean(make(), name)
    assert told in error.value.message
    assert error.value.hint.startswith(("请", "改扩展名"))


def test_only_what_goes_is_cut() -> None:
    text = '<?xml version="1.0"?><a b="1>2">\n <x:gone d="/>"/><c e=\'f\' g="h"/>å<gone><gone/>>t</gone></a>'.encode()

    def judge(name: str, _: object) -> Keep | None:
        return None if name == "gone" else Keep(without={"g"}) if name == "c" else KEEP

    plain = text.replace(b"x:gone", b"gone")
    assert excised(plain, judge, "part") == '<?xml version="1.0"?><a b="1>2">\n <c e=\'f\'/>å</a>'.encode()


@pytest.fixture
def edu(folder: DataFolder) -> DataFolder:
    """A bureau with a registered name."""
    folder.write("common/divisions.csv", DIVISIONS)
    folder.write("common/departments.csv", DEPARTMENTS)
    return folder


def put(folder: DataFolder, name: str, content: bytes, *documents: str) -> None:
    """An original in the bureau's folder, and documents as insides of YAML mappings."""
    folder.write(f"{EDU}/originals/{name}", content)
    listed = documents or (f"kind: D4, title: 自评结果, published: '2024-08-30', file: {name}",)
    folder.write(f"{EDU}/package.yaml", PACKAGE + "documents:\n" + "".join(f"  - {{{one}}}\n" for one in listed))


def told(checked: Checked) -> list[tuple[str, str, str]]:
    """Code, file and message of what is found about originals."""
    return [
        (one.code, one.file, one.message)
        for one in checked.findings
        if one.code in ("P12", "P13", "P14", "S04", "S05", "L09", "P02")
    ]


def test_a_sound_original_is_published(edu: DataFolder) -> None:
    put(edu, "a.pdf", files.pdf())
    checked = edu.check(())
    assert told(checked) == []
    (one,) = checked.originals
    (output,) = original_outputs(checked.originals)
    assert output.path == "downloads/originals/990001/2023/edu/a.pdf"
    assert (one.size, one.kind) == (len(output.content), "PDF")
    assert AUTHOR.encode() not in output.content


def test_documents_and_files_are_held_against_each_other(edu: DataFolder) -> None:
    edu.write(f"{EDU}/originals/b.png", files.png())
    edu.write(f"{EDU}/originals/自评.pdf", files.pdf())
    edu.write(f"{EDU}/originals/c.doc", b"x")
    line = "kind: D4, title: 自评结果, published: '2024-08-30', file: "
    put(edu, "a.pdf", files.pdf(), line + "a.pdf", line.replace("自评", "自评的") + "a.pdf", line + "lost.pdf")
    found = edu.check(())
    assert sorted((one[0], one[1].rpartition("/")[2]) for one in told(found)) == [
        ("L09", "c.doc"),
        ("L09", "自评.pdf"),
        ("P12", "b.png"),
        ("P12", "package.yaml"),
        ("P12", "package.yaml"),
    ]
    assert [one.original.name for one in found.originals] == ["a.pdf"]


def test_what_must_not_be_published_is_found_in_what_can_be_read(edu: DataFolder) -> None:
    put(
        edu,
        "a.docx",
        files.docx("联系电话1380", "密级：机密"),
        "kind: D4, title: 甲, published: '2024-08-30', file: a.docx",
    )
    found = edu.check(())
    assert [one[0] for one in told(found)] == ["S05", "P14"]
    assert found.originals == ()
    for name, content in (("a.pdf", files.pdf("One", "Tel 13800138000")), ("a.xlsx", files.xlsx(text="13800138000"))):
        put(edu, name, content)
        found = edu.check(())
        (message,) = [one[2] for one in told(found) if one[0] == "S04"]
        assert "手机号码「138…00」" in message
        assert message.startswith("第 2 页") == (name == "a.pdf")
        assert found.originals == ()
        (edu.path / EDU / "originals" / name).unlink()


def _in_workbooks() -> dict[str, bytes]:
    """A mobile number in every place of a workbook in which people see it, or a click finds it."""

    def footer(book: openpyxl.Workbook) -> None:
        book.active.oddFooter.center.text = f"联系{MOBILE}"

    def link(book: openpyxl.Workbook) -> None:
        book.active["B1"].hyperlink = f"mailto:{MOBILE}@139.com"

    def tip(book: openpyxl.Workbook) -> None:
        book.active["B1"].hyperlink = Hyperlink("B1", location="A1", tooltip=f"问{MOBILE}")

    def prompt(book: openpyxl.Workbook) -> None:
        rule = DataValidation(type="list", formula1='"甲,乙"', promptTitle="填表人", prompt=f"有事打{MOBILE}")
        book.active.add_data_validation(rule)
        rule.add("B2")

    def choices(book: openpyxl.Workbook) -> None:
        rule = DataValidation(type="list", formula1=f'"张三{MOBILE},李四"')
        book.active.add_data_validation(rule)
        rule.add("B2")

    def named(book: openpyxl.Workbook) -> None:
        book.defined_names["经办人"] = DefinedName("经办人", attr_text=f'"{MOBILE}"')

    def called(book: openpyxl.Workbook) -> None:
        book.active.title = f"张三{MOBILE}"

    def formatted(book: openpyxl.Workbook) -> None:
        book.active["B1"].number_format = f'0"万元，问{MOBILE}"'

    ways = (footer, link, tip, prompt, choices, named, called, formatted)
    return {f"xlsx {way.__name__}": files.xlsx(way) for way in ways}


def _in_documents() -> dict[str, bytes]:
    """The same of a document; its part is written anew with what is put in front of its last section."""
    made = {}
    for name, markup in {
        "instruction": f'<w:p><w:fldSimple w:instr=" HYPERLINK &quot;tel:{MOBILE}&quot; "/></w:p>',
        "choices": f'<w:sdt><w:sdtPr><w:alias w:val="经办人{MOBILE}"/></w:sdtPr><w:sdtContent/></w:sdt>',
        "hidden": f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{MOBILE}</w:t></w:r></w:p>",
        "parted": f"<w:p><w:r><w:t>{MOBILE[:5]}</w:t></w:r><w:r><w:t>{MOBILE[5:]}</w:t></w:r></w:p>",
        "bookmark": f'<w:p><w:bookmarkStart w:id="1" w:name="_张三{MOBILE}"/><w:bookmarkEnd w:id="1"/></w:p>',
    }.items():
        content = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(files.docx())) as old, zipfile.ZipFile(content, "w") as new:
            for one in old.namelist():
                text = old.read(one)
                put_in = text.replace(b"<w:sectPr", markup.encode() + b"<w:sectPr", 1)
                new.writestr(one, put_in if one == "word/document.xml" else text)
        made[f"docx {name}"] = content.getvalue()
    return made


MOBILE = "13812345678"
PLACES = {
    **_in_workbooks(),
    **_in_documents(),
    "pdf link": files.pdf(
        "One", change=lambda one: one.add_annotation(0, Link(rect=(5, 5, 9, 9), url=f"https://a.cn/?tel={MOBILE}"))
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_wherever_it_stands_it_is_found(place: str) -> None:
    kind = place.split(" ")[0]
    cleaned = clean(PLACES[place], f"a.{kind}")
    assert MOBILE.encode() in unpacked(cleaned.content) or place == "docx parted", "it would be published"
    assert "138…78" in {hit.shown for one in cleaned.texts for hit in find(one.text, Known(today=date(2026, 11, 20)))}


def test_what_cannot_be_read_is_for_people_to_look_at(edu: DataFolder) -> None:
    put(edu, "a.jpg", files.jpeg())
    found = edu.check()
    assert [(one[0], one[2]) for one in told(found)] == [
        ("P14", "整张图片上的字程序读不到，没有查个人信息和密级标识。")
    ]
    assert found.count("error") == 0
    assert len(found.originals) == 1


def test_a_refused_original_is_told_with_what_to_do(edu: DataFolder) -> None:
    put(edu, "a.xlsx", files.xlsx(_hidden_sheet))
    found = edu.check(())
    (finding,) = [one for one in found.findings if one.code == "P13"]
    assert finding.file == "data/990001/2023/edu/originals/a.xlsx"
    assert finding.hint == "请取消隐藏，核对后保留或删除。"


def test_an_original_is_read_again_only_when_a_byte_is_another(
    edu: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_WORTH", 0)
    read: list[str] = []

    def noted(content: bytes, name: str) -> Cleaned:
        read.append(name)
        return clean(content, name)

    monkeypatch.setattr(cleaning, "clean", noted)

    def again(today: date = TODAY) -> Checked:
        store = Store(tmp_path / "store", "program")
        checked = check(load(edu.path, store=store), today=today, rules=(), store=store)
        replace(tmp_path / "store", list(store.outputs()))
        fresh = check(edu.load(), today=today, rules=())
        assert (checked.findings, checked.originals) == (fresh.findings, fresh.originals)
        read.pop()  # by the fresh one
        return checked

    put(edu, "a.jpg", files.jpeg())
    for due in (["a.jpg"], []):
        assert told(again())[0][0] == "P14"
        assert read == due
        read.clear()
    put(edu, "a.jpg", files.jpeg("lisi"))
    assert (len(again().originals), read.pop()) == (1, "a.jpg")
    again(TODAY.replace(year=TODAY.year + 1))
    assert read.pop() == "a.jpg"  # another year has other numbers
    (edu.path / EDU / "originals" / "a.jpg").unlink()
    put(edu, "b.xlsx", files.xlsx(text="13800138000"))
    for _ in range(2):
        assert told(again())[0][0] == "S04"
        assert read.pop() == "b.xlsx"


def test_pages_lead_to_originals(edu: DataFolder) -> None:
    edu.table("goals", edu.row("goals", project_code="990001T1"))
    put(edu, "goals.pdf", files.pdf(), "kind: D2, title: 2023年绩效目标, published: '2023-02-20', file: goals.pdf")
    edu.write(
        "990001/2023/finance/package.yaml",
        form_of("示例区财政局")
        + "documents:\n  - {kind: D1, title: 2023年绩效管理情况, published: '2024-02-20', file: statement.png}\n",
    )
    edu.write("990001/2023/finance/originals/statement.png", files.png())
    row = edu.row("statements", statement_code="990001-2023", report_year="2023", title="示例区2023年绩效管理情况说明")
    edu.table("statements", row, folder="990001/2023/finance")
    own, theirs = (f"downloads/originals/990001/2023/{name}" for name in ("edu/goals.pdf", "finance/statement.png"))
    pages = dict(stamped(edu.check(())))
    assert {path for path, text in pages.items() if own in text} == {
        "departments/990001/edu/index.html",
        "projects/990001/2023/990001t1/index.html",
    }
    assert {path for path, text in pages.items() if theirs in text} == {
        "departments/990001/finance/index.html",
        "statements/990001/2023/index.html",
    }


def test_originals_stand_in_index_and_catalogue(edu: DataFolder) -> None:
    """A bureau that has documents and no table has them, too."""
    put(edu, "a.pdf", files.pdf())
    made: dict[str, Output] = {
        one.path: one
        for one in outputs(edu.check(()), clock=datetime(2024, 9, 1, tzinfo=UTC), site_url="https://example.org/")
    }
    path = "downloads/originals/990001/2023/edu/a.pdf"
    (own,) = [one for one in read_index(made["downloads/index.json"].content) if one.kind == "originals"]
    assert [(one.path, one.title, one.size) for one in own.files] == [
        (path, "自评结果（PDF）", len(made[path].content))
    ]
    assert path.encode() in made["downloads/catalog.jsonld"].content
