"""From a bureau's workbook to its records: placed, joined, told; nothing is written while something is wrong."""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from generator.check.documents import HELD_AGAINST
from generator.cli.main import main
from generator.core.schema import Catalogue
from generator.forms.reading import layouts
from generator.intake import values
from generator.intake.recognising import read_file
from generator.intake.rows import cell_of
from generator.intake.writing import converted
from tests.conftest import DATA, EDU, DataFolder
from tests.printed import CODE, NAME, Look, workbook


def _form(tmp_path: Path, look: Look, name: str = "自评表.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(workbook(look)[0].content)
    return path


def _import(folder: DataFolder, *arguments: object) -> int:
    return main(["import", *(str(one) for one in arguments), "--data", str(folder.path), "--into", str(folder.path)])


def _rows(folder: DataFolder, table: str) -> list[dict[str, str]]:
    with (folder.path / EDU / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        fields = {one.title: one.name for one in folder.catalogue.tables[table].fields}
        return [{fields.get(name, name): value for name, value in row.items()} for row in csv.DictReader(file)]


def test_a_form_becomes_rows_that_a_check_passes(folder: DataFolder, tmp_path: Path) -> None:
    assert _import(folder, _form(tmp_path, Look(code_before_name=True))) == 0
    assert [row["project_code"] for row in _rows(folder, "self_evaluations")] == [CODE]
    assert len(_rows(folder, "self_evaluation_funds")) == 4
    assert [row["indicator_no"] for row in _rows(folder, "self_evaluation_indicators")] == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
    ]
    assert [one.message for one in folder.check().findings if one.severity == "error"] == []


def test_what_is_published_later_is_registered_by_importing_once_more(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = folder.path / EDU / "package.yaml"
    package.unlink()
    form = _form(tmp_path, Look(code_before_name=True))
    assert _import(folder, form) == 0
    assert "加上 --published" in capsys.readouterr().out
    package.write_text(package.read_text(encoding="utf-8") + "# 自己写的一行\n", encoding="utf-8")
    assert _import(folder, form, "--published", "2024-08-30") == 0
    assert "登记了公开的文件，共 1 个文件" in capsys.readouterr().out
    text = package.read_text(encoding="utf-8")
    assert text.count("kind: D4") == 1
    assert "documents: []" not in text
    assert "# 自己写的一行" in text
    assert [one.code for one in folder.check(HELD_AGAINST).findings if one.code.startswith("P")] == []
    assert _import(folder, form, "--published", "2024-09-30") == 0  # what is registered stays
    assert package.read_text(encoding="utf-8") == text


def test_of_many_forms_what_was_left_out_is_told_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    books = [_form(tmp_path, Look(code_before_name=True, persons=True), f"自评表{number}.xlsx") for number in range(9)]
    main(["import", *map(str, books), "--data", str(DATA), "--department", "edu", "--division", "990001"])
    told = capsys.readouterr().out.splitlines()
    personal = [line for line in told if "个人信息" in line]
    assert personal == ["  个人信息，不公开，有意不取：18 格，如 自评表0.xlsx「表1」C5。"]
    assert sum(line.startswith("  读到 ") for line in told) == 9


def test_what_is_published_with_the_forms_is_registered(folder: DataFolder, tmp_path: Path) -> None:
    (folder.path / EDU / "package.yaml").unlink()
    form = _form(tmp_path, Look(code_before_name=True))
    assert _import(folder, form, "--published", "30.8.2024") == 2
    assert _import(folder, form, "--published", "2024-08-30") == 0
    text = (folder.path / EDU / "package.yaml").read_text(encoding="utf-8")
    assert '  - {kind: D4, title: 2023年项目绩效自评, published: "2024-08-30"}' in text
    assert [one.code for one in folder.check(HELD_AGAINST).findings if one.code.startswith("P")] == []
    (folder.path / EDU / "package.yaml").unlink()
    assert _import(folder, form) == 0
    assert "documents: []" in (folder.path / EDU / "package.yaml").read_text(encoding="utf-8")


def test_a_second_import_changes_nothing(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = _form(tmp_path, Look())
    _import(folder, form)
    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert _import(folder, form) == 0
    assert {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()} == before
    assert "没有要改的" in capsys.readouterr().out


def test_a_corrected_form_changes_only_what_it_corrects(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import openpyxl

    form = _form(tmp_path, Look())
    _import(folder, form)
    rows = _rows(folder, "self_evaluations")
    rows[0]["remark"] = "手工补的备注"
    names = folder.catalogue.tables["self_evaluations"].names
    folder.table("self_evaluations", {**dict.fromkeys(names, ""), **rows[0]})
    book = openpyxl.load_workbook(form)
    sheet = book.active
    place = next(cell.coordinate for row in sheet for cell in row if cell.value == 288)
    sheet[place] = 290
    book.save(form)
    capsys.readouterr()
    _import(folder, form)
    out = capsys.readouterr().out
    assert f"年度资金总额「全年执行数」：288 → 290（自评表.xlsx「表1」{place}）" in out
    assert "改动 1 处" in out
    assert _rows(folder, "self_evaluations")[0]["remark"] == "手工补的备注"


@pytest.mark.parametrize("written", [None, "—"])
def test_what_a_corrected_form_leaves_blank_is_kept_and_told(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str | None
) -> None:
    """A rate that is not there any more would be told by a check as if the form said it."""
    form = _form(tmp_path, Look(code_before_name=True))
    _import(folder, form)
    before = _rows(folder, "self_evaluation_funds")
    book = openpyxl.load_workbook(form)
    sheet = book.active
    assert sheet is not None
    spent = next(cell for row in sheet for cell in row if cell.value == 288)
    rate = next(cell for cell in sheet[spent.row] if str(cell.value).startswith(("0.9", "90")))
    rate.value = written
    book.save(form)
    capsys.readouterr()
    assert _import(folder, form) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "空着" in line]
    assert len(told) == 1
    assert "有 1 格在表上空着，记录里原有的没有动：年度资金总额「执行率」90" in told[0]
    assert f"第 {rate.row} 行" in told[0]
    assert _rows(folder, "self_evaluation_funds") == before


@pytest.mark.parametrize("written", [None, "—"])
def test_what_stands_at_no_label_any_more_is_kept_and_told(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str | None
) -> None:
    """The total of the list and a single label: a record has each of them once, so that no other row fills it."""
    form = _form(tmp_path, Look(code_before_name=True))
    _import(folder, form)
    before = _rows(folder, "self_evaluations")
    score, goal = before[0]["total_score"], before[0]["annual_goal"]
    assert score
    assert goal
    book = openpyxl.load_workbook(form)
    sheet = book.active
    assert sheet is not None
    total = next(cell for row in sheet for cell in row if cell.value == "总分")
    [last] = [cell for cell in sheet[total.row] if str(cell.value) == str(float(score)) or cell.value == float(score)]
    last.value = written
    next(cell for row in sheet for cell in row if cell.value == goal).value = written
    book.save(form)
    capsys.readouterr()
    assert _import(folder, form) == 0
    [told] = [line for line in capsys.readouterr().out.splitlines() if "空着" in line]
    assert "有 2 格在表上空着，记录里原有的没有动：" in told
    assert f"「总分」{score}" in told
    assert "「预期目标」" in told
    assert _rows(folder, "self_evaluations") == before


@pytest.mark.parametrize("command", ["import", "selfcheck"])
def test_what_excel_leaves_beside_an_open_workbook_is_no_workbook(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    own = tmp_path / "~$自评表.xlsx"
    own.write_bytes(b"user")
    assert main([command, str(own), "--data", str(folder.path)]) == 2
    assert "~$自评表.xlsx 是 Excel 打开表时放在旁边的临时文件，不是表。" in capsys.readouterr().err


def test_a_trial_writes_nothing(folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _import(folder, _form(tmp_path, Look()), "--dry-run") == 0
    assert not (folder.path / EDU / "self_evaluations.csv").exists()
    assert "什么也没有写" in capsys.readouterr().out


def test_what_is_in_a_folder_and_cannot_be_read_is_named(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = tmp_path / "送来的"
    sent.mkdir()
    _form(tmp_path, Look()).rename(sent / "自评表.xlsx")
    for name in ("扫描件.pdf", ".DS_Store", "~$自评表.xlsx"):
        (sent / name).write_bytes(b"x")
    assert _import(folder, sent, "--dry-run") == 0
    said = capsys.readouterr().err
    assert "没有读：扫描件.pdf，不是可以导入的表。" in said
    assert "originals" in said
    (sent / "扫描件.pdf").unlink()
    assert _import(folder, sent, "--dry-run") == 0
    assert "没有读" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("look", "arguments", "message"),
    [
        (Look(code_row=False), (), "没有写编码"),
        (Look(), ("--year", "2024"), "表上写的是 2023 年度"),
        (Look(), ("--department", "finance"), "表上的主管部门是「示例区教育局」"),
    ],
)
def test_what_is_missing_or_contradicts_stops_everything(
    folder: DataFolder,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    look: Look,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    assert _import(folder, _form(tmp_path, look), *arguments) == 1
    assert message in capsys.readouterr().out
    assert not (folder.path / EDU / "self_evaluations.csv").exists()


@pytest.mark.parametrize(
    ("before", "after", "options"),
    [
        ("（2023年度）", "", ["--year 年度"]),
        ("示例区教育局", "示例区某某局", ["--division 区划代码", "--department 部门代码"]),
    ],
)
def test_what_a_form_does_not_say_is_asked_for_by_the_names_of_the_options(
    folder: DataFolder,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    before: str,
    after: str,
    options: list[str],
) -> None:
    import openpyxl

    form = _form(tmp_path, Look())
    book = openpyxl.load_workbook(form)
    for row in book.active:
        for cell in row:
            if cell.value == before:
                cell.value = after or None
    book.save(form)
    assert _import(folder, form) == 1
    told = capsys.readouterr().out
    asked = told[told.index("在命令后面写明：") :]
    assert [one for one in _OPTIONS if one in asked] == options


_OPTIONS = ("--division 区划代码", "--year 年度", "--department 部门代码")


def test_two_years_in_a_head_are_one_thing_to_put_right(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.load_workbook(_form(tmp_path, Look(code_before_name=True)))
    page = book.active
    assert page is not None
    page["A1"] = f"2026年度{page['A1'].value}"
    book.save(tmp_path / "自评表.xlsx")
    assert _import(folder, tmp_path / "自评表.xlsx") == 1
    told = capsys.readouterr().out
    assert told.count("【请改】") == 1
    assert "表头上的年度不一样：A1 写的是 2026 年、" in told


def test_an_exact_name_leads_to_the_code_of_the_year_before(folder: DataFolder, tmp_path: Path) -> None:
    folder.write("990001/2022/edu/goals.csv", f"project_code,project_name\n{CODE},{NAME}\nA001,{NAME}二期\n")
    assert _import(folder, _form(tmp_path, Look(code_row=False))) == 0
    assert _rows(folder, "self_evaluations")[0]["project_code"] == CODE


def test_findings_name_the_cell_of_the_clerk(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import openpyxl

    form = _form(tmp_path, Look())
    book = openpyxl.load_workbook(form)
    place = next(cell.coordinate for row in book.active for cell in row if cell.value == 18.33)
    book.active[place] = 25
    book.save(form)
    _import(folder, form)
    capsys.readouterr()
    assert main(["check", "--data", str(folder.path), "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert f"自评表.xlsx「表1」{place}" in {one["origin"] for one in findings if one["field"] == "score"}
    assert main(["build", "--data", str(folder.path), "--out", str(tmp_path / "public")]) == 1
    assert f"自评表.xlsx「表1」{place}" in capsys.readouterr().err


def test_the_json_is_as_agreed(folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _import(folder, _form(tmp_path, Look()), "--format", "json", "--dry-run")
    document = json.loads(capsys.readouterr().out)
    assert set(document) == {"summary", "forms"}
    assert set(document["summary"]) == {"forms", "records", "values", "left_out", "problems"}
    (form,) = document["forms"]
    assert document["summary"] == {
        "forms": 1,
        "records": 1,
        "values": len(form["values"]),
        "left_out": len(form["left_out"]),
        "problems": 0,
    }
    assert set(form) == {"file", "sheet", "form", "year", "record", "name", "values", "left_out", "problems"}
    assert set(form["values"][0]) == {"cell", "table", "row", "field", "value"}
    assert (form["record"], form["name"], form["year"]) == (CODE, NAME, 2023)


def test_the_page_shows_cells_as_text(folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import openpyxl

    form = _form(tmp_path, Look())
    book = openpyxl.load_workbook(form)
    next(cell for row in book.active for cell in row if cell.value == NAME).value = "<b>校舍</b>"
    book.save(form)
    _import(folder, form, "--format", "html", "--dry-run")
    page = capsys.readouterr().out
    assert "&lt;b&gt;校舍&lt;/b&gt;" in page
    assert "<b>" not in page


def test_reading_needs_neither_pandas_nor_pyarrow(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook(Look())[0].content
    for name in [
        one for one in sys.modules if one.startswith(("generator.intake", "generator.forms", "generator.load"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("pandas", "pyarrow", "numpy", "frictionless"):
        monkeypatch.setitem(sys.modules, name, None)
    from generator.forms.reading import layouts as fresh_layouts
    from generator.intake.recognising import read_file as fresh
    from generator.load.schema import load_catalogue
    from tests.conftest import DATA

    assert fresh("x.xlsx", content, load_catalogue(DATA).tables, fresh_layouts())[0].record == CODE


def test_a_list_is_read_by_its_heads(catalogue: Catalogue) -> None:
    text = '项目编码,项目名称,预算金额（元）,年度目标,备用列\nA-001,校舍维修,"3,200,000",修好,x\n'
    reading = read_file("2023年目标.csv", text.encode("gb18030"), catalogue.tables, layouts())[0]
    got = {(one.field, one.value) for one in reading.values}
    assert got == {
        ("project_code", "A-001"),
        ("project_name", "校舍维修"),
        ("total_amount", "320"),
        ("annual_goal", "修好"),
    }
    assert {one.cell for one in reading.left_out} == {"E1", "E2"}
    assert reading.year == 2023


def test_an_export_of_the_budget_system_fills_the_record_and_its_rows(catalogue: Catalogue) -> None:
    text = (
        "mof_div_code,fiscal_year,dept_name,pro_code,pro_name,kpi_target,lv1_perf_ind_name,lv2_perf_ind_name,"
        "lv3_perf_ind_name,computesign,kpi_val,meterunit\n"
        "990001,2023,示例区教育局,A-001,校舍维修,修好,产出指标,数量指标,学校数,1,12,所\n"
        "990001,2023,示例区教育局,A-001,校舍维修,修好,满意度指标,服务对象满意度指标,满意度,1,95,百分比\n"
    )
    reading = read_file("export.csv", text.encode(), catalogue.tables, layouts())[0]
    assert reading.year == 2023
    assert reading.heads["department"] == "示例区教育局"
    goals = {name: one.value for name, one in reading.rows("goals")[1].items()}
    assert goals == {"project_code": "A-001", "project_name": "校舍维修", "annual_goal": "修好"}
    rows = [{name: one.value for name, one in row.items()} for row in reading.rows("goal_indicators").values()]
    assert [(one["operator"], one["target_value"], one["unit"]) for one in rows] == [
        ("≥", "12", "所"),
        ("≥", "95", "%"),
    ]


def test_a_line_across_a_list_is_no_row_and_what_is_personal_stays_covered(catalogue: Catalogue) -> None:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ("项目编码", "项目名称", "年度目标", "联系人"),
        ("A-001", "校舍维修", "修好", "张三"),
        ("填表人：李四",),
    ):
        sheet.append(row)
    sheet.merge_cells("A3:D3")
    content = io.BytesIO()
    book.save(content)
    reading = read_file("2023清单.xlsx", content.getvalue(), catalogue.tables, layouts())[0]
    assert len(reading.rows("goals")) == 1
    told = "".join(one.text for one in reading.left_out) + "".join(one.value for one in reading.values)
    assert "张三" not in told
    assert "李四" not in told


def test_rows_and_records_without_their_keys_are_told(folder: DataFolder, tmp_path: Path, capsys) -> None:
    path = tmp_path / "2023整改.csv"
    path.write_text("整改编码,问题,责任单位,整改措施\n,施工偏晚,示例区教育局机关,提前招标\n", encoding="utf-8")
    assert _import(folder, path, "--division", "990001", "--department", "edu") == 1
    assert "2023整改.csv B2：没有写「整改编码」" in capsys.readouterr().out.replace("csvB2", "csv B2")


@pytest.mark.parametrize(
    ("text", "operator", "value", "unit"),
    [
        ("≥50个", "≥", "50", "个"),
        ("=100.00(%)", "=", "100", "%"),
        ("100百分比", "=", "100", "%"),
        ("≤90万元", "≤", "90", "万元"),
        ("＞＝95％", "≥", "95", "%"),
        ("不低于98%", "≥", "98", "%"),
        ("95%以上", "≥", "95", "%"),
        ("≤3.4万元/台（套）", "≤", "3.4", "万元/台（套）"),
        ("1,200人次", "=", "1200", "人次"),
        ("30+30+29.99", "定性", "30+30+29.99", ""),
        ("3月底前完成", "定性", "3月底前完成", ""),
        ("明显改善", "定性", "明显改善", ""),
    ],
)
def test_targets(text: str, operator: str, value: str, unit: str) -> None:
    assert values.target(text) == values.Target(operator=operator, value=value, unit=unit)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("新增□ 延续√", "延续"),
        ("□新增 ☑延续", "延续"),
        ("新增（√） 延续（ ）", "新增"),
        ("新增项目☑ 延续项目□", "新增"),
        ("延续", "延续"),
        ("新增□ 延续□", None),
        ("新增√ 延续√", None),
    ],
)
def test_boxes(text: str, chosen: str | None) -> None:
    assert values.choice(text, ["新增", "延续"]) == chosen


@pytest.mark.thorough
@pytest.mark.parametrize(
    "piece", [" ", "（", "1,111", "个/", "—", "□", "汉 ", "=", "（100字", "……", "2024年", "\n", "A-"]
)
def test_cells_of_any_length_are_read_at_once(piece: str, catalogue: Catalogue) -> None:
    text = ("字" + piece * 32_767)[:32_766] + "x"
    start = time.process_time()
    for table in ("goals", "goal_indicators", "self_evaluations", "self_evaluation_funds"):
        for field in catalogue.tables[table].fields:
            converted(field, text, "万元")
    for read in (values.target, values.coded, values.is_prompt, values.year, values.operator, values.last_month):
        read(text)
    values.days_between(text, None)
    values.measured(text, "个")
    assert time.process_time() - start < 10


def test_names_codes_amounts_and_spans() -> None:
    assert values.coded("219001-某镇人民政府") == ("219001", "某镇人民政府")
    assert values.coded("某镇人民政府（219001）") == ("219001", "某镇人民政府")
    assert values.coded("5G-A网络建设") == ("", "5G-A网络建设")
    assert values.amount("3,200,000", "元") == "320"
    assert values.amount("0.32亿元", "万元") == "3200"
    assert values.amount("约90", "万元") is None
    assert values.days_between("2024年1月—2025年2月", 2024) == ("2024-01-01", "2025-02-28")
    assert values.measured("96.40%", "%") == "96.4"
    assert values.measured("125000元", "万元") == "12.5"
    assert values.measured("12天", "万元") is None


def test_a_blank_cell_is_sought_in_its_row_and_not_in_the_cell_beside_it() -> None:
    """Levels that stand in merged cells above are of another row; a record over many rows has no row of its own."""
    row = {"level1": "B13", "level2": "C13", "level3": "D14", "target_value": "E14", "weight": "G14"}
    assert cell_of(row, "actual_value") == "第 14 行"
    assert cell_of(row, "weight") == "G14"
    assert cell_of(row, "") == "B13"
    assert cell_of({"project_name": "C3", "goal": "C11", "score": "H22"}, "grade") == "C3"
    assert cell_of({"actual_result": "G11", "project_code": "AA3", "project_name": "G3"}, "") == "G3"
    assert cell_of({}, "grade") == ""
