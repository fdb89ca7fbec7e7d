"""Check before sending: the page and the command say what an import and a check would say later."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from generator.cli.intake import with_origins
from generator.cli.main import main
from generator.core.finding import Finding
from generator.core.schema import Catalogue
from generator.forms.reading import layouts
from generator.intake.known import known_of
from generator.intake.placing import Asked
from generator.load.schema import load_profiles
from generator.selfcheck.browser import Desk, packed
from generator.selfcheck.examining import Examined, Setting, examined
from generator.selfcheck.outside import outside
from generator.selfcheck.telling import archive, verdict
from tests.conftest import DATA, EDU, ROOT, TODAY, DataFolder
from tests.printed import NAME, Look, looks, workbook

FILE = "自评表.xlsx"
CELLS = {"S01", "S02", "S03", "S09", "S04", "S05"}
Spoil = Callable[[openpyxl.Workbook], None]


def setting(catalogue: Catalogue) -> Setting:
    return Setting(tables=catalogue.tables, layouts=layouts(), profiles=load_profiles(DATA))


def look_at(folder: DataFolder, content: bytes, name: str = FILE) -> Examined:
    return examined(
        [(name, content)],
        setting(folder.catalogue),
        lambda folders: known_of(folder.path, folder.catalogue.tables, folders),
        asked=Asked(),
        today=TODAY,
    )


def spoiled(spoil: Spoil, look: Look | None = None) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook(look or Look(code_before_name=True))[0].content))
    spoil(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def written(old: object, new: object) -> Spoil:
    """Write something into the cell that holds something."""

    def spoil(book: openpyxl.Workbook) -> None:
        cells = [cell for row in book.active for cell in row if cell.value == old]
        assert cells, old
        cells[0].value = new

    return spoil


GOAL = "完成12所义务教育学校校舍维修改造，验收合格率达到100%。"
RESULT = "完成11所学校校舍维修改造，验收合格率100%。"
SPOILED = {
    "nothing": lambda book: None,
    "too much money": written(288, 28_800_000_000),
    "a score beyond its bounds": written(18.33, -18.33),
    "a result left blank": written("11所", None),
    "a text that is too long": written(RESULT, "完成。" * 3_000),
    "a mobile in a text": written(RESULT, "联系电话13800138000。"),
    "an identity number in a text": written(GOAL, "受助人11010519491231002X已建档。"),
    "a mark of secrecy": written(RESULT, "机密★1年"),
    "a level that is none": written("数量指标", "数量指标" * 200),
}


def told(one: Finding) -> tuple[str, ...]:
    """What a finding says; of a blank only its row is known, and any of its cells may stand for that."""
    origin = one.origin if one.value else one.origin.rpartition("」")[0]
    return one.code, one.table, one.field, one.record, one.value, one.message, origin


@pytest.mark.thorough
@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_cells_are_judged_as_a_check_judges_them(folder: DataFolder, tmp_path: Path, spoil: Spoil) -> None:
    content = spoiled(spoil)
    found = look_at(folder, content)
    ours = {told(one) for one in (*found.cells, *found.gate) if one.table}
    (tmp_path / FILE).write_bytes(content)
    assert main(["import", str(tmp_path / FILE), "--data", str(folder.path), "--into", str(folder.path)]) == 0
    checked = folder.check(rules=())
    check = with_origins(checked, checked.findings, folder.path)
    theirs = {told(one) for one in check if one.code in CELLS and one.table}
    assert ours == theirs
    assert bool(ours) == (spoil is not SPOILED["nothing"])


@pytest.mark.parametrize("look", looks(6), ids=range(6))
def test_the_tables_are_those_of_an_import(folder: DataFolder, tmp_path: Path, look: Look) -> None:
    content = workbook(look)[0].content
    found = look_at(folder, content)
    if found.understood.stopped:
        assert not found.files
        return
    (tmp_path / FILE).write_bytes(content)
    assert main(["import", str(tmp_path / FILE), "--data", str(folder.path), "--into", str(folder.path)]) == 0
    assert found.files
    with zipfile.ZipFile(io.BytesIO(archive(found))) as tables:
        for name in tables.namelist():
            assert tables.read(name) == (folder.path / name).read_bytes(), name
    assert {Path(name).parent.as_posix() for name in found.files} == {EDU}


def test_what_is_right_is_said_with_what_was_looked_at(folder: DataFolder) -> None:
    found = look_at(folder, workbook(Look(code_before_name=True))[0].content)
    assert verdict(found) == "没有发现问题，可以交。"
    desk = Desk(packed(setting(folder.catalogue), known_of(folder.path, folder.catalogue.tables).bureaus, {}))
    told = json.loads(desk.examine([(FILE, workbook(Look(code_before_name=True))[0].content)], "2026-11-27", {}))
    assert told["stops"] == 0
    assert [one.split("：")[0] for one in told["asked"]] == ["认表", "写法", "保密"]
    assert all("0 " not in one.split("：")[1] for one in told["asked"])


def elsewhere(book: openpyxl.Workbook) -> None:
    hidden = book.create_sheet("花名册13900139000")
    hidden["B3"] = "11010519491231002X"
    hidden.sheet_state = "hidden"
    book.active.oddHeader.right.text = "秘密★3年"
    book.properties.creator = "13700137000"
    book.active["Z9"].hyperlink = "mailto:13400134000@139.com"
    rule = DataValidation(type="list", formula1='"甲,乙"', promptTitle="填表人", prompt="有事打13300133000")
    book.active.add_data_validation(rule)
    rule.add("Z9")
    book.defined_names["经办人"] = DefinedName("经办人", attr_text='"13200132000"')
    book.active["A1"].comment = openpyxl.comments.Comment("请打13600136000", "某人")


def test_what_goes_along_with_the_file_is_found(folder: DataFolder) -> None:
    found = look_at(folder, spoiled(elsewhere, Look(code_before_name=True, persons=True)), f"{NAME}13500135000.xlsx")
    places = {(one.origin.removeprefix(f"{NAME}13500135000.xlsx"), one.code) for one in found.gate}
    assert {
        ("", "S04"),
        ("「花名册13900139000」", "S04"),
        ("「花名册13900139000」B3", "S04"),
        ("（页眉页脚）", "S05"),
        ("（文件属性）", "S04"),
        ("（批注）", "S04"),
        ("（链接）", "S04"),
        ("（输入提示）", "S04"),
        ("（定义的名称）", "S04"),
    } <= places
    assert not found.files, "what is under seal goes nowhere"


def test_a_form_without_its_code_is_told_once(folder: DataFolder) -> None:
    found = look_at(folder, workbook(Look(code_row=False))[0].content)
    assert not found.cells
    (told,) = [one for reading in found.understood.readings for one in reading.problems if one.stops]
    assert "没有写编码" in told.message
    assert found.stops == 1
    assert not found.files


def test_a_cell_that_is_no_number_is_told_once_and_is_not_empty(folder: DataFolder) -> None:
    found = look_at(folder, spoiled(written(288, "约288")))
    assert [one.message for one in found.understood.readings[0].problems if one.stops] == [
        "「全年执行数」写的是「约288」，应是一个数。"
    ]
    assert not [one for one in found.cells if one.title == "全年执行数"]
    assert found.stops == 1
    blank = look_at(folder, spoiled(written(288, None)))
    assert [one.code for one in blank.cells if one.title == "全年执行数"] == ["S09"]
    assert verdict(blank) == (
        "没有必须改的；有 1 处请核对，其中 1 处没有填写，不填、财政部门也没有准予照登的，检查通不过。"
    )


def test_a_number_beside_the_records_leaves_the_tables_as_they_are(folder: DataFolder) -> None:
    found = look_at(folder, workbook(Look(code_before_name=True, persons=True))[0].content)
    assert [one.code for one in found.gate] == ["S04"]
    assert found.stops == 1
    assert found.files
    assert not any(b"13800138000" in content for content in found.files.values())


def test_words_outside_the_tables_of_a_document_are_read() -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("秘密★1年")
    document.sections[0].header.paragraphs[0].text = "内部资料"
    content = io.BytesIO()
    document.save(content)
    assert {("正文", "秘密★1年"), ("页眉", "内部资料")} <= {
        (place, text.strip()) for place, text in outside(content.getvalue())
    }


def test_what_goes_along_to_the_browser_comes_back_as_it_was(catalogue: Catalogue) -> None:
    given = setting(catalogue)
    bureaus = known_of(DATA, catalogue.tables).bureaus
    desk = Desk(packed(given, bureaus, {EDU: {NAME: ["A1"]}}))
    assert desk._setting == given
    assert tuple(desk.known(()).bureaus) == tuple(bureaus)
    assert desk.known([("990001", 2024, "edu")]).codes("990001", 2024, "edu", NAME) == frozenset({"A1"})


ABSENT = ("pandas", "pyarrow", "numpy", "frictionless", "yaml", "jinja2", "docx", "openpyxl", "xlsxwriter")
# Of Python's own library: what no browser has, and what is not sent there.
LEFT_OUT = (
    "ssl",
    "fcntl",
    "termios",
    *(
        one.removesuffix(".py").replace("/", ".")
        for one in (ROOT / "generator/selfcheck/parts/left-out.txt").read_text(encoding="utf-8").splitlines()
        if not one.startswith("#")
    ),
)


def test_it_needs_neither_pandas_nor_what_python_has_not_in_a_browser(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the browser has not got; modules that were imported before are taken away for a while."""
    text = packed(setting(catalogue), known_of(DATA, catalogue.tables).bureaus, {})
    content = workbook(Look(code_before_name=True))[0].content
    for name in [one for one in sys.modules if one == "generator" or one.startswith("generator.")]:
        monkeypatch.delitem(sys.modules, name)
    lazily = ("http.", "urllib.request", "xml.sax.saxutils")  # would not be imported again, and not be missed
    for name in [one for one in sys.modules if one.startswith(lazily)]:
        monkeypatch.delitem(sys.modules, name)
    for name in (*ABSENT, *LEFT_OUT):
        monkeypatch.setitem(sys.modules, name, None)
    from generator.selfcheck.browser import Desk as Fresh

    assert json.loads(Fresh(text).examine([(FILE, content)], "2026-11-27", {}))["stops"] == 0


def test_the_command(folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad, out = tmp_path / FILE, tmp_path / "坏.xlsx", tmp_path / "表.zip"
    good.write_bytes(workbook(Look(code_before_name=True))[0].content)
    bad.write_bytes(spoiled(SPOILED["a mobile in a text"]))
    assert main(["selfcheck", str(good), "--data", str(folder.path), "--out", str(out)]) == 0
    assert "没有发现问题，可以交。" in capsys.readouterr().out
    with zipfile.ZipFile(out) as tables:
        assert f"{EDU}/self_evaluations.csv" in tables.namelist()
    assert main(["selfcheck", str(bad), "--data", str(folder.path)]) == 1
    said = capsys.readouterr().out
    assert f"【请改】{NAME}（" in said.splitlines()[0]
    assert "13800138000" not in said
    assert main(["selfcheck", str(bad), "--data", str(folder.path), "--out", str(out)]) == 2
