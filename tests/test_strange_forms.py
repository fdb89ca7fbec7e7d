"""Forms as bureaus that nobody here knows would send them: what each says is read, or told; nothing is made up."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from generator.core.schema import Catalogue
from generator.forms.reading import layouts
from generator.intake.known import Bureau, Known
from generator.intake.origins import Origins
from generator.intake.placing import Asked, Placed
from generator.intake.rows import folders
from generator.intake.understanding import understood
from tests.grids import drawn, read, values_of

HEAD = """
项目支出绩效自评表 | < | < | < | < | < | < | < | < | <
（2024年度） | < | < | < | < | < | < | < | < | <
项目名称 | < | 农村公路养护 | < | < | 项目编码 | 99000124T000000000207 | < | < | <
主管部门 | < | 示例区交通运输局 | < | < | 实施单位 | 示例区公路养护中心 | < | < | <
"""
FUNDS = """
项目资金（万元） | < | | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | < | 年度资金总额 | < | #500 | #480 | #432.5 | #10 | 90.1% | #9.01
^ | < | 其中：当年财政拨款 | < | #450 | #430 | #385 | — | | —
^ | < | 上年结转资金 | < | #30 | #30 | #30 | — | | —
^ | < | 其他资金 | < | #20 | #20 | #17.5 | — | | —
"""
GOAL = """
年度总体目标 | < | 预期目标 | < | < | 实际完成情况 | < | < | < | <
^ | < | 完成120公里养护。 | < | < | 完成118公里。 | < | < | < | <
"""
INDICATORS = """
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 | <
^ | 产出指标 | 数量指标 | 养护里程 | ≥120公里 | 118公里 | #20 | #19.67 | 暴雨毁路 | <
^ | ^ | 质量指标 | 验收合格率 | =100% | 100% | #20 | #20 | | <
^ | ^ | 时效指标 | 完成时间 | 2024年12月底 | 按时完成 | #10 | #10 | | <
^ | 效益指标 | 社会效益指标 | 受益人口 | ≥3.2万人 | 3.3万人 | #30 | #30 | | <
^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 92.5% | #10 | #9.5 | 样本偏少 | <
总分 | < | < | < | < | < | #100 | #98.18 | | <
"""


def form(head: str = HEAD, funds: str = FUNDS, goal: str = GOAL, indicators: str = INDICATORS) -> str:
    """The grid of a self-evaluation."""
    return "\n".join(one.strip() for one in (head, funds, goal, indicators))


def test_the_usual_form_is_read_whole(catalogue: Catalogue) -> None:
    [reading] = read(drawn(form()), catalogue)
    assert len(reading.values) == 71
    assert not reading.problems


_YEAR_ROW = "（2024年度） | < | < | < | < | < | < | < | < | <"
_BESIDE = "（2024年度） | < | < | < | < | < | < | < | {} | <"
_IN_YUAN = FUNDS.replace("（万元）", "")
for _before in ("500", "480", "432.5", "450", "430", "385", "30", "20", "17.5"):
    _IN_YUAN = _IN_YUAN.replace(f"#{_before} ", f"#{float(_before) * 10_000:.0f} ")


@pytest.mark.parametrize(
    ("head", "funds"),
    [
        (_BESIDE.format("金额单位：元"), _IN_YUAN),
        (_BESIDE.format("单位：人民币（元）"), _IN_YUAN),
        (_YEAR_ROW.replace("年度）", "年度，单位：元）"), _IN_YUAN),
        (_YEAR_ROW.replace("年度）", "年度）（金额单位：人民币元）"), _IN_YUAN),
        (_YEAR_ROW, _IN_YUAN.replace("项目资金", "项目资金\\n（单位：人民币元，保留两位小数）")),
        (_YEAR_ROW, _IN_YUAN.replace("项目资金", "项目资金（元）")),
    ],
)  # fmt: skip
def test_money_is_in_the_unit_that_is_said_wherever_it_is_said(head: str, funds: str, catalogue: Catalogue) -> None:
    [expected] = read(drawn(form()), catalogue)
    [reading] = read(drawn(form(HEAD.replace(_YEAR_ROW, head), funds)), catalogue)
    assert values_of(reading) == values_of(expected)
    assert reading.year == 2024


@pytest.mark.parametrize(
    ("said", "grade"), [("优秀", "优"), ("一般", "中"), ("较差", "差"), ("合格", "合格"), ("☑良 □中", "良")]
)
def test_a_grade_is_read_by_its_meaning(said: str, grade: str, catalogue: Catalogue) -> None:
    [reading] = read(drawn(f"{form()}\n自评等级 | < | {said} | < | < | < | < | < | < | <"), catalogue)
    assert not reading.problems
    assert values_of(reading)["self_evaluations", 1, "grade"] == grade


@pytest.mark.parametrize("said", ["A", "较好", "优良", "B级", "优/良"])
def test_a_grade_that_only_the_place_knows_is_told_with_what_to_write(said: str, catalogue: Catalogue) -> None:
    [reading] = read(drawn(f"{form()}\n自评等级 | < | {said} | < | < | < | < | < | < | <"), catalogue)
    [problem] = reading.problems
    assert problem.stops
    assert problem.message == f"「自评等级」写的是「{said}」，看不出是优、良、中、差、合格、不合格中的哪一个。"
    assert "照本地的分数线写成对应的一档" in problem.hint


def test_two_units_of_money_that_contradict_are_told(catalogue: Catalogue) -> None:
    [reading] = read(drawn(form(HEAD.replace(_YEAR_ROW, _BESIDE.format("单位：元")))), catalogue)
    [problem] = reading.problems
    assert (problem.cell, problem.stops) == ("I2", True)
    assert problem.message == "这里写的金额单位是元，A5 写的是万元。"


def test_a_total_in_another_unit_than_its_parts_is_told(catalogue: Catalogue) -> None:
    """The other rows would be taken for ten thousandths of what they are."""
    funds = FUNDS.replace("年度资金总额", "年度资金总额（元）")
    [reading] = read(drawn(form(HEAD, funds)), catalogue)
    [problem] = reading.problems
    assert problem.stops
    assert problem.message == "这里写的金额单位是元，这份表写的是万元。"


@pytest.mark.parametrize(
    ("cell", "stored", "code"),
    [
        ("E6", 5_000_000, "0!.0,"),  # how offices show 元 as 万元
        ("E6", 5_000_000, "0!.0000"),
        ("E6", 500_000, "#,##0.0,"),
        ("E6", 500, '0.00"万元"'),
        ("H6", 10, '0"分"'),
        ("E13", 120, '"≥"0"公里"'),
        ("F13", 118, '0"公里"'),
        ("E17", 0.9, "≥0%"),
    ],
)
def test_a_number_is_what_its_format_shows(cell: str, stored: float, code: str, catalogue: Catalogue) -> None:
    [expected] = read(drawn(form()), catalogue)
    [reading] = read(drawn(form(), formats={cell: code}, then=lambda sheet: _put(sheet, cell, stored)), catalogue)
    assert values_of(reading) == values_of(expected)
    assert not reading.problems


def _put(sheet: Any, cell: str, value: object) -> None:
    sheet[cell].value = value


def test_a_rate_as_a_fraction_is_told_by_the_amounts_beside_it(catalogue: Catalogue) -> None:
    [expected] = read(drawn(form()), catalogue)
    [reading] = read(drawn(form(funds=FUNDS.replace("90.1%", "#0.901"))), catalogue)
    assert values_of(reading) == values_of(expected)
    assert [one.message for one in reading.problems] == ["执行率写的是 0.901，按预算和执行是 90.1%，照百分数读。"]
    [low] = read(drawn(form(funds=FUNDS.replace("432.5", "4.32").replace("90.1%", "#0.9"))), catalogue)
    assert values_of(low)["self_evaluation_funds", 1, "execution_rate"] == "0.9"
    assert not low.problems


def test_a_measure_that_may_be_a_fraction_is_told(catalogue: Catalogue) -> None:
    [reading] = read(drawn(form(indicators=INDICATORS.replace("92.5%", "#0.925"))), catalogue)
    assert [(one.cell, one.stops) for one in reading.problems] == [("F17", False)]
    assert "照 0.925% 读" in reading.problems[0].message


def test_a_code_that_lost_its_digits_stops(catalogue: Catalogue) -> None:
    [reading] = read(drawn(form(HEAD.replace("99000124T000000000207", "#990001240000000000207"))), catalogue)
    assert [(one.cell, one.stops) for one in reading.problems] == [("G3", True)]
    assert ("self_evaluations", 1, "project_code") not in values_of(reading)


GOALS = """
项目支出绩效目标申报表 | < | < | < | < | <
（2025年度） | < | < | < | < | <
项目名称 | 农村公路养护 | < | 项目编码 | 99000125T000000000207 | <
主管部门 | 示例区交通运输局 | < | 实施单位 | 示例区公路养护中心 | <
项目属性 | 新增□ 延续☑ | < | 项目起止时间 | 2025.1-2025.12 | <
项目资金（万元） | 年度资金总额 | < | #500 | < | <
^ | 其中：财政拨款 | < | #450 | < | <
^ | 上年结转 | < | #30 | < | <
^ | 其他资金 | < | #20 | < | <
年度目标 | 完成120公里养护。 | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 权重 | 备注
产出指标 | 数量指标 | 养护里程 | ≥120公里 | #50 |
效益指标 | 社会效益指标 | 受益人口 | ≥3.2万人 | #30 |
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | #10 | 抽样
"""


@pytest.mark.parametrize(
    "text",
    [
        "2025年度",
        "2025年",
        "2025年1-12月",
        "2025年1月至12月底",
        "2025.01.01—2025.12.31",
        "2025.1.1-12.31",
        "2025/1/1-2025/12/31",
        "20250101-20251231",
        "自2025年1月1日起至2025年12月31日止",
    ],
)
def test_a_span_in_any_of_the_ways_of_writing_it(text: str, catalogue: Catalogue) -> None:
    [expected] = read(drawn(GOALS), catalogue)
    [reading] = read(drawn(GOALS.replace("2025.1-2025.12", text)), catalogue)
    assert values_of(reading) == values_of(expected)
    assert values_of(reading)["goals", 1, "end_date"] == "2025-12-31"


def test_a_span_that_says_no_days_is_told(catalogue: Catalogue) -> None:
    [reading] = read(drawn(GOALS.replace("2025.1-2025.12", "长期")), catalogue)
    assert [(one.cell, one.stops) for one in reading.problems] == [("E5", False)]


def test_the_end_of_a_month_and_a_day_shown_as_a_number(catalogue: Catalogue) -> None:
    line = "项目属性 | 新增□ 延续☑ | < | 项目起止时间 | 2025.1-2025.12 | <"
    grid = GOALS.replace(line, "开始时间 | #45658 | < | 结束时间 | 2025年12月底 | <")
    [reading] = read(drawn(grid), catalogue)
    found = values_of(reading)
    assert (found["goals", 1, "start_date"], found["goals", 1, "end_date"]) == ("2025-01-01", "2025-12-31")
    assert [one.message for one in reading.problems] == ["「开始日期」显示的是数 45658，照日期 2025-01-01 读。"]


@pytest.mark.parametrize(
    "text", ["新增（ ） 延续（√）", "□新增项目 √延续项目", "新增[ ] 延续[✓]", "（ ）新增 （√）延续", "延续项目"]
)
def test_of_boxes_the_ticked_one_is_chosen(text: str, catalogue: Catalogue) -> None:
    [reading] = read(drawn(GOALS.replace("新增□ 延续☑", text)), catalogue)
    assert values_of(reading)["goals", 1, "project_attribute"] == "延续"


def test_exports_keep_codes_from_becoming_numbers(catalogue: Catalogue) -> None:
    text = (
        "财政年度,项目编码,项目名称,一级指标,二级指标,三级指标,指标值\r\n"
        '2025,"=""99000125T000000000207""",甲,产出指标,数量指标,里程,≥1公里\r\n'
        "2025,'990001250000000000209,乙,产出指标,数量指标,里程,≥1公里\r\n"
        "2025,9.90001E+20,丙,产出指标,数量指标,里程,≥1公里\r\n"
    )
    [reading] = read(text.encode("gb18030"), catalogue, "导出.csv")
    codes = [one.value for one in reading.values if (one.table, one.field) == ("goal_indicators", "project_code")]
    assert codes == ["99000125T000000000207", "990001250000000000209"]
    assert [one.cell for one in reading.problems if one.stops] == ["B4"]


def _hidden(*, rows: str = "", columns: str = "") -> Callable[[Any], None]:
    def hide(sheet: Any) -> None:
        for row in rows.split():
            sheet.row_dimensions[int(row)].hidden = True
        for column in columns:
            sheet.column_dimensions[column].hidden = True

    return hide


def test_letters_of_columns_are_no_part_of_labels(catalogue: Catalogue) -> None:
    funds = FUNDS.replace("全年预算数 ", "全年预算数（A） ").replace("全年执行数 ", "全年执行数（B） ")
    [expected] = read(drawn(form()), catalogue)
    [reading] = read(drawn(form(funds=funds.replace("执行率 ", "执行率（B/A×100%） "))), catalogue)
    assert values_of(reading) == values_of(expected)


def test_a_label_of_another_form_does_not_make_it_one(catalogue: Catalogue) -> None:
    """预算部门 begins a whole department's form elsewhere."""
    [expected] = read(drawn(form()), catalogue)
    [reading] = read(drawn(form(HEAD.replace("主管部门", "预算部门"))), catalogue)
    assert (reading.layout, values_of(reading)) == ("self-evaluation", values_of(expected))
    assert reading.heads["department"] == "示例区交通运输局"


def test_labels_in_a_hidden_row_or_column_are_read_and_told(catalogue: Catalogue) -> None:
    [expected] = read(drawn(form()), catalogue)
    [reading] = read(drawn(form(), then=_hidden(rows="5")), catalogue)
    assert values_of(reading) == values_of(expected)
    assert [one.message[:12] for one in reading.problems] == ["有 7 个标签在隐藏的行"]
    [columns] = read(drawn(form(), then=_hidden(columns="AB")), catalogue)
    assert {key: value for key, value in values_of(expected).items() if key[2] != "level1"} == values_of(columns)
    assert [one.cell for one in columns.left_out if one.text == "产出指标"] == ["B13"]


@pytest.mark.parametrize(
    ("before", "after", "missing"),
    [
        ("项目名称", "工程", "标题写的是《项目支出绩效自评表》，但缺少标签：项目名称"),
        ("全年执行数", "本期数", "标题写的是《项目支出绩效自评表》，但缺少标签：全年执行数"),
        ("项目支出绩效自评表", "绩效运行监控表", "标题写的是《项目支出绩效目标执行监控表》，但缺少标签"),
    ],
)
def test_a_form_that_lacks_a_label_is_told_and_not_read_as_anything_else(
    before: str, after: str, missing: str, catalogue: Catalogue
) -> None:
    [reading] = read(drawn(form().replace(before, after)), catalogue)
    [problem] = reading.problems
    assert missing in problem.message
    assert (problem.stops, reading.values, reading.left_out[0].cell) == (True, (), "A1:J18")


def test_a_second_form_that_is_not_known_is_told_beside_the_first(catalogue: Catalogue) -> None:
    other = form(HEAD.replace("000207", "000208"), FUNDS.replace("全年执行数", "本期数"))
    readings = read(drawn(f"{form()}\n{other}"), catalogue)
    assert [one.layout for one in readings] == ["self-evaluation", ""]
    assert readings[1].problems[0].stops


@pytest.mark.parametrize("again", ["", HEAD], ids=["list alone", "heads again"])
def test_a_form_over_two_sheets_is_one(again: str, catalogue: Catalogue) -> None:
    [expected] = read(drawn(form()), catalogue)
    second = f"{again}\n{INDICATORS}".strip()
    content = drawn(form(indicators=""), second, names=("第一页", "第二页"))
    [reading] = read(content, catalogue)
    assert values_of(reading) == values_of(expected)
    assert next(one.cell for one in reading.values if one.field == "level3").startswith("「第二页」D")
    assert not reading.problems


SUMMARY = """
2024年度项目支出绩效自评汇总表 | < | < | < | < | < | <
序号 | 项目编码 | 项目名称 | 项目资金（元） | < | 自评情况 | <
^ | ^ | ^ | 全年预算数 | 全年执行数 | 执行率 | 自评得分
1 | 99000124T000000000207 | 农村公路养护 | #4800000 | #4325000 | 90.1% | #98.18
合计 | < | < | #4800000 | #4325000 | 90.1% |
"""


def test_heads_of_two_rows_over_a_list_whose_amounts_are_totals(catalogue: Catalogue) -> None:
    [reading] = read(drawn(SUMMARY), catalogue)
    found = values_of(reading)
    assert found["self_evaluation_funds", 1, "fund_source"] == "年度资金总额"
    assert found["self_evaluation_funds", 1, "actual_spend"] == "432.5"
    assert found["self_evaluations", 1, "total_score"] == "98.18"
    assert not [one for one in reading.problems if one.stops]


@pytest.mark.parametrize("first", ["summary", "form"])
def test_what_a_summary_and_a_form_say_differently_is_told(first: str, catalogue: Catalogue) -> None:
    summary = SUMMARY.replace("#4325000 | 90.1% | #98.18", "#4300000 | 89.58% | #98.18")
    grids = (summary, form()) if first == "summary" else (form(), summary)
    asked = Asked(division="990001", department="jt")
    found = understood([("表.xlsx", drawn(*grids))], catalogue.tables, layouts(), asked=asked, known=lambda _: Known())
    told = [one.message for reading in found.readings for one in reading.problems if one.stops]
    assert len(told) == 2  # what is spent, and the rate
    assert all("写的是" in one and "表.xlsx「表1」" in one for one in told)
    [folder] = folders(found.forms, catalogue.tables, layouts())
    assert len(folder.tables["self_evaluation_funds"]["99000124T000000000207",]) == 4


def test_weights_beside_each_level_are_not_those_of_the_indicators(catalogue: Catalogue) -> None:
    grid = """
    项目支出绩效评价指标体系评分表 | < | < | < | < | < | < | <
    项目名称：农村公路养护 | < | < | < | 评价编码：P-01 | < | < | <
    一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值 | 评价标准 | 得分
    决策 | #20 | 项目立项 | #8 | 立项依据充分性 | #4 | 符合得4分 | #4
    ^ | ^ | ^ | ^ | 立项程序规范性 | #4 | 规范得4分 | #3
    """
    [reading] = read(drawn(grid), catalogue)
    assert [one.value for one in reading.values if one.field == "weight"] == ["4", "4"]
    assert reading.layout == "evaluation-scoring"
    assert not reading.problems


def _indicators(*changes: tuple[str, str]) -> str:
    rows = INDICATORS
    for before, after in changes:
        assert before in rows
        rows = rows.replace(before, after)
    return rows


_TOTAL = "总分 | < | < | < | < | < | #100 | #98.18 | | <"


@pytest.mark.parametrize(
    "indicators",
    [
        _indicators(("总分 |", "自评总得分（满分100分） |")),
        _indicators(("养护里程", "指标1：养护里程"), ("验收合格率", "指标2：验收合格率")),
        _indicators(("^ | ^ | 质量指标", "^ | 同上 | 质量指标"), ("^ | ^ | 时效指标", "^ | 〃 | 时效指标")),
        _indicators(
            (_TOTAL, f"^ | 效益指标 | 经济效益指标 | 指标1： | | | | | | <\n^ | ^ | ^ | …… | | | | | | <\n{_TOTAL}")
        ),
        _indicators(("| 产出指标", "| 产出指标（50分）"), ("数量指标 |", "数量指标（20） |")),
    ],
    ids=["total", "numbered", "same as above", "blank lines", "weights of levels"],
)
def test_lines_of_a_list_in_other_words(indicators: str, catalogue: Catalogue) -> None:
    [expected] = read(drawn(form()), catalogue)
    [reading] = read(drawn(form(indicators=indicators)), catalogue)
    assert values_of(reading) == values_of(expected)
    assert not reading.problems


@pytest.mark.parametrize(
    "total",
    [
        "自评得分：98.18分　　自评等级：优 | < | < | < | < | < | < | < | < | <",
        "自评得分 | < | #98.18 | 评价等级 | 优秀 | < | < | < | < | <",
    ],
)
def test_the_grade_may_stand_beside_the_total(total: str, catalogue: Catalogue) -> None:
    [reading] = read(drawn(form(indicators=_indicators((_TOTAL, total)))), catalogue)
    found = values_of(reading)
    assert (found["self_evaluations", 1, "total_score"], found["self_evaluations", 1, "grade"]) == ("98.18", "优")
    assert not reading.problems


def test_a_blank_form_scores_nothing(catalogue: Catalogue) -> None:
    blank = form(
        HEAD.replace("农村公路养护", "").replace("99000124T000000000207", "").replace("示例区交通运输局", ""),
        "\n".join(
            line if number == 0 else "^ | < | 其中：当年财政拨款 | < | | | | | |"
            for number, line in [(0, FUNDS.strip().split("\n")[0]), (1, "")]
        ),
        GOAL.split("\n")[1],
        "\n".join(
            [
                INDICATORS.strip().split("\n")[0],
                "^ | 产出指标 | 数量指标 | 指标1： | | | | | | <",
                "总分 | < | < | < | < | < | #100 | | | <",
            ]
        ),
    )
    [reading] = read(drawn(blank.replace("示例区公路养护中心", "")), catalogue)
    assert reading.values == ()


def test_lines_that_only_name_a_level_stand_for_the_rows_below(catalogue: Catalogue) -> None:
    grid = """
    序号 | 三级指标 | < | < | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 | <
    一、产出指标（50分） | < | < | < | < | < | < | < | < | <
    1 | 养护里程 | < | < | ≥120公里 | 118公里 | #20 | #19.67 | 暴雨毁路 | <
    2 | 验收合格率 | < | < | =100% | 100% | #30 | #30 | | <
    二、效益指标（30分） | < | < | < | < | < | < | < | < | <
    3 | 受益人口 | < | < | ≥3.2万人 | 3.3万人 | #25 | #25 | | <
    """
    [reading] = read(drawn(form(indicators=grid)), catalogue)
    assert [one.value for one in reading.values if one.field == "level1"] == ["产出指标", "产出指标", "效益指标"]
    assert [one.message for one in reading.problems] == ["这里写的是30分，下面各行分值合计 25 分。"]


def test_numbers_merged_over_rows_are_told_and_texts_stand_for_each(catalogue: Catalogue) -> None:
    grid = _indicators(
        (
            "^ | ^ | 质量指标 | 验收合格率 | =100% | 100% | #20 | #20 | | <",
            "^ | ^ | 质量指标 | 合格率 | =100% | 100% | ^ | ^ | ^ | <",
        )
    )
    [reading] = read(drawn(form(indicators=grid)), catalogue)
    found = values_of(reading)
    assert ("self_evaluation_indicators", 2, "score") not in found
    assert found["self_evaluation_indicators", 2, "deviation_note"] == "暴雨毁路"
    assert [(one.cell, one.stops) for one in reading.problems] == [("G13", False), ("H13", False), ("G18", False)]
    assert reading.problems[-1].message.startswith("合计写的是 100 分，各行「分值」加起来是 70 分，")


def test_several_indicators_in_a_cell_stop(catalogue: Catalogue) -> None:
    several = _indicators(
        ("养护里程 | ≥120公里 | 118公里", "1.养护里程\\n2.巡查次数 | ≥120公里\\n≥4次 | 118公里\\n4次")
    )
    [reading] = read(drawn(form(indicators=several)), catalogue)
    assert [(one.cell, one.stops) for one in reading.problems] == [("E13", True)]


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("2025年填报2024年度项目自评情况", 2024),
        ("（二〇二四年度）", 2024),
        ("（２０２４ 年度）", 2024),
        ("2024年12月31日止，单位：万元", 2024),
        ("填报日期：2025年3月5日", None),
    ],
)
def test_the_year_is_that_of_the_money(line: str, year: int | None, catalogue: Catalogue) -> None:
    [reading] = read(drawn(form(HEAD.replace("（2024年度）", line))), catalogue)
    assert reading.year == year


def test_two_years_above_a_form_are_told(catalogue: Catalogue) -> None:
    [reading] = read(drawn(form().replace("项目支出绩效自评表", "2023年度项目支出绩效自评表")), catalogue)
    assert reading.year is None
    [problem] = reading.problems
    assert problem.message == "表头上的年度不一样：A1 写的是 2023 年、A2 写的是 2024 年。"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("全年执行数", "2024年全年执行数"),
        ("年初预算数", "2024年初预算数"),
        ("年度指标值", "2024年度指标值"),
        ("实际完成值", "2024年实际完成值"),
    ],
)
def test_a_label_may_say_the_year(old: str, new: str, catalogue: Catalogue) -> None:
    [expected] = read(drawn(form()), catalogue)
    [reading] = read(drawn(form().replace(old, new, 1)), catalogue)
    assert values_of(reading) == values_of(expected)
    assert reading.year == 2024
    assert not reading.problems


@pytest.mark.parametrize(
    ("old", "new"),
    [("全年执行数", "2025年全年执行数"), ("年度指标值", "2025年度指标值"), ("年度总体目标", "年度总体目标（2025年）")],
)
def test_a_label_of_another_year_than_the_title_stops(old: str, new: str, catalogue: Catalogue) -> None:
    [reading] = read(drawn(form().replace(old, new, 1)), catalogue)
    [problem] = reading.problems
    assert problem.message == f"「{new}」写的是 2025 年，标题写的是 2024 年。"
    assert problem.stops


def test_a_column_of_the_year_before_stands_beside_this_years(catalogue: Catalogue) -> None:
    """No record has it; it is left out, and nothing is wrong."""
    [expected] = read(drawn(form()), catalogue)
    grid = form().split("\n")
    rows = [line + (" | 2023年全年执行数" if "全年执行数" in line else "") for line in grid]
    [reading] = read(drawn("\n".join(rows)), catalogue)
    assert values_of(reading) == values_of(expected)
    assert not reading.problems


def test_two_codes_of_a_project_are_told(catalogue: Catalogue) -> None:
    [reading] = read(drawn(form(HEAD.replace("农村公路养护", "99000124T000000000999-农村公路养护"))), catalogue)
    assert [(one.cell, one.stops) for one in reading.problems] == [("G3", True)]


def test_the_bureau_may_be_named_only_by_who_fills_the_form(catalogue: Catalogue) -> None:
    line = "主管部门 | < | 示例区交通运输局 | < | < | 实施单位 | 示例区公路养护中心 | < | < | <"
    signed = "填报单位（盖章）：示例区交通运输局 | < | < | < | < | 填报日期：2025年3月5日 | < | < | < | <"
    [reading] = read(drawn(form(HEAD.replace(line, signed))), catalogue)
    assert (reading.heads["department"], reading.year) == ("示例区交通运输局", 2024)


MONITORING = """
项目支出绩效运行监控表 | < | < | < | < | < | < | <
（2025年度） | < | < | < | < | < | < | <
项目名称 | < | 农村公路养护 | < | 项目编码 | 99000125T000000000207 | < | <
主管部门 | < | 示例区交通运输局 | < | 实施单位 | 示例区公路养护中心 | < | <
项目资金（万元） | < | | 年初预算数 | 全年预算数 | 1-7月执行数 | 执行率 | 全年预计执行数
^ | < | 年度资金总额 | #500 | #480 | #240 | 50% | #480
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-7月执行情况 | 全年预计完成情况 | 完成目标可能性
^ | 产出指标 | 数量指标 | 养护里程 | ≥120公里 | 60公里 | 120公里 | 确定能
"""


@pytest.mark.parametrize(
    ("spend", "result", "period"),
    [
        ("截至7月底执行数", "截至7月底完成情况", "7"),
        ("截止2025年7月31日实际执行数", "截止2025年7月31日执行情况", "7"),
        ("上半年执行数", "上半年执行情况", "6"),
        ("1至9月份支出数（B）", "1至9月份完成值", "9"),
    ],
)
def test_months_in_any_words(spend: str, result: str, period: str, catalogue: Catalogue) -> None:
    [expected] = read(drawn(MONITORING), catalogue)
    grid = MONITORING.replace("1-7月执行数", spend).replace("1-7月执行情况", result)
    [reading] = read(drawn(grid), catalogue)
    assert values_of(reading) == {**values_of(expected), ("monitorings", 1, "period"): period}


def test_months_that_differ_are_told(catalogue: Catalogue) -> None:
    [reading] = read(drawn(MONITORING.replace("1-7月执行情况", "1-6月执行情况")), catalogue)
    [problem] = reading.problems
    assert (problem.message, problem.stops) == ("表上写的月份不一样：F5 是到 7 月、F7 是到 6 月。", True)


BESIDE = """
预算执行情况（万元） | < | 预算数： | < | #480 | 执行数： | #432.5 | < | < | <
^ | < | 其中：财政拨款 | < | #430 | 其中：财政拨款 | #385 | < | < | <
^ | < | 其他资金 | < | #50 | 其他资金 | #47.5 | < | < | <
"""
TURNED = """
项目资金（万元） | < | | < | 年度资金总额 | 财政拨款 | 其他资金 | | |
^ | < | 全年预算数 | < | #480 | #430 | #50 | | |
^ | < | 全年执行数 | < | #432.5 | #385 | #47.5 | | |
"""


@pytest.mark.parametrize("funds", [BESIDE, TURNED], ids=["beside their labels", "on its side"])
def test_a_table_of_funds_in_another_shape(funds: str, catalogue: Catalogue) -> None:
    [expected] = read(drawn(form()), catalogue)
    [reading] = read(drawn(form(funds=funds)), catalogue)
    rows = reading.rows("self_evaluation_funds")
    told = [
        tuple(row[name].value for name in ("fund_source", "annual_budget", "actual_spend")) for row in rows.values()
    ]
    assert told == [("年度资金总额", "480", "432.5"), ("当年财政拨款", "430", "385"), ("其他资金", "50", "47.5")]
    others = {key: value for key, value in values_of(expected).items() if key[0] != "self_evaluation_funds"}
    assert {key: value for key, value in values_of(reading).items() if key[0] != "self_evaluation_funds"} == others
    assert not reading.problems


def test_words_that_are_crossed_out_stop_and_comments_are_told(catalogue: Catalogue) -> None:
    def change(sheet: Any) -> None:
        sheet["C11"].value = CellRichText(TextBlock(InlineFont(strike=True), "完成100公里。"), "完成120公里养护。")
        sheet["F17"].font = Font(strike=True)
        sheet["G6"].comment = Comment("其中30万元为结转", "填表人")

    [reading] = read(drawn(form(), then=change), catalogue)
    assert [(one.cell, one.stops) for one in reading.problems] == [("", False), ("C11", True), ("F17", True)]
    assert reading.problems[0].message == "有 1 处批注（G6），没有读。"


def _document(grid: str, *, inside: bool) -> bytes:
    """A Word document with a form, by itself or inside the only cell of a frame."""
    rows = []
    for line in grid.strip().split("\n"):
        cells = [one.strip() for one in line.split("|")]
        parts = []
        for number, text in enumerate(cells):
            if text == "<":
                continue
            wide = 1
            while number + wide < len(cells) and cells[number + wide] == "<":
                wide += 1
            going = '<w:vMerge w:val="continue"/>' if text == "^" else "" if number else '<w:vMerge w:val="restart"/>'
            words = "" if text == "^" else text.removeprefix("#")
            style = f'<w:tcPr><w:gridSpan w:val="{wide}"/>{going}</w:tcPr>'
            parts.append(f"<w:tc>{style}<w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>")
        rows.append(f"<w:tr>{''.join(parts)}</w:tr>")
    table = f"<w:tbl>{''.join(rows)}</w:tbl>"
    if inside:
        table = f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>附件2</w:t></w:r></w:p>{table}</w:tc></w:tr></w:tbl>"
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {names}><w:body>{table}</w:body></w:document>")
    return content.getvalue()


@pytest.mark.parametrize("inside", [False, True], ids=["alone", "in a frame"])
def test_a_form_of_a_document_may_stand_in_a_frame(inside: bool, catalogue: Catalogue) -> None:
    [expected] = read(drawn(form()), catalogue)
    readings = read(_document(form(), inside=inside), catalogue, "自评表.docx")
    [reading] = [one for one in readings if one.layout]
    assert values_of(reading) == values_of(expected)
    assert not reading.problems


def test_a_goal_over_several_rows_is_one_text(catalogue: Catalogue) -> None:
    goal = f"{GOAL.strip()}\n^ | < | 目标2：检测4座桥。 | < | < | 检测4座。 | < | < | < | <"
    [reading] = read(drawn(form(goal=goal)), catalogue)
    found = values_of(reading)
    assert found["self_evaluations", 1, "annual_goal"] == "完成120公里养护。\n目标2：检测4座桥。"
    assert found["self_evaluations", 1, "actual_result"] == "完成118公里。\n检测4座。"


def test_a_goal_may_stand_beside_the_name_of_its_part_alone(catalogue: Catalogue) -> None:
    goal = """
    年度总体目标 | < | 完成120公里养护。 | < | < | < | < | < | < | <
    年度总体目标完成情况 | < | 完成118公里。 | < | < | < | < | < | < | <
    """
    [expected] = read(drawn(form()), catalogue)
    [reading] = read(drawn(form(goal=goal)), catalogue)
    assert values_of(reading) == values_of(expected)


def test_one_goal_of_a_form_about_a_year_is_the_years(catalogue: Catalogue) -> None:
    grid = """
    项目支出绩效目标申报表 | < | < | < | <
    （2026年度） | < | < | < | <
    项目名称 | 全民健身活动 | < | 项目编码 | 51342726T000000999
    主管部门 | 青河县教育局 | < | 实施单位 | 青河县体育中心
    项目资金（万元） | 年度资金总额： | < | < | 88
    ^ | 其中：财政拨款 | < | < | 88
    总体目标 | 举办活动12场。 | < | < | <
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
    ^ | 产出指标 | 数量指标 | 活动场次 | ≥12场
    """
    [reading] = read(drawn(grid), catalogue)
    found = values_of(reading)
    assert found["goals", 1, "annual_goal"] == "举办活动12场。"
    assert ("goals", 1, "term_goal") not in found


def test_who_fills_a_list_is_told_above_it(catalogue: Catalogue) -> None:
    grid = """
    2024年度项目支出绩效自评结果汇总表 | < | < | < | < | <
    填报单位（盖章）：示例区交通运输局 | | | | | 单位：万元
    序号 | 项目名称 | 项目编码 | 全年预算数 | 全年执行数 | 自评得分
    1 | 农村公路养护 | 99000124T000000000207 | 480 | 432.5 | 98.18
    """
    [reading] = read(drawn(grid), catalogue)
    assert reading.heads["department"] == "示例区交通运输局"
    [reading] = read(drawn(grid.replace("自评得分", "主管部门").replace("98.18", "示例区教育局")), catalogue)
    assert reading.heads["department"] == "示例区教育局"


def test_causes_and_measures_in_two_columns_are_one_text(catalogue: Catalogue) -> None:
    rows = _indicators(("偏差原因分析及改进措施 | <", "偏差原因分析 | 改进措施"), ("暴雨毁路 | <", "暴雨毁路 | 补修"))
    [reading] = read(drawn(form(indicators=rows)), catalogue)
    assert values_of(reading)["self_evaluation_indicators", 1, "deviation_note"] == "暴雨毁路；补修"


def test_a_formula_without_a_result_in_the_second_of_two_columns_is_told_once(catalogue: Catalogue) -> None:
    rows = _indicators(("偏差原因分析及改进措施 | <", "偏差原因分析 | 改进措施"), ("暴雨毁路 | <", "暴雨毁路 | 补修"))

    def calculated(sheet: Any) -> None:
        [cell] = [one for row in sheet.iter_rows() for one in row if one.value == "补修"]
        cell.value = "=A1"

    [reading] = read(drawn(form(indicators=rows), then=calculated), catalogue)
    assert [one.message for one in reading.problems] == ["是公式，但文件里没有存它算出的结果。"]


def test_the_form_of_transfers_is_a_self_evaluation(catalogue: Catalogue) -> None:
    grid = """
    中央对地方转移支付区域（项目）绩效自评表 | < | < | < | < | < | < | <
    （2024年度） | < | < | < | < | < | < | <
    转移支付（项目）名称 | < | 农村公路养护 | < | < | < | < | <
    地方主管部门 | < | 示例区交通运输局 | < | 资金使用单位 | < | 示例区公路养护中心 | <
    资金投入情况（万元） | < | | < | 全年预算数（A） | < | 全年执行数（B） | 预算执行率（B/A×100%）
    ^ | < | 年度资金总额 | < | #480 | < | #432.5 | 90.1%
    ^ | < | 其中：中央财政资金 | < | #300 | < | #300 | 100%
    ^ | < | 地方资金 | < | #180 | < | #132.5 | 73.61%
    总体目标完成情况 | < | 总体目标 | < | < | 全年实际完成情况 | < | <
    ^ | < | 完成120公里养护。 | < | < | 完成118公里。 | < | <
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 全年实际完成值 | 未完成原因和改进措施 | <
    ^ | 产出指标 | 数量指标 | 养护里程 | ≥120公里 | 118公里 | 暴雨毁路 | <
    """
    [reading] = read(drawn(grid), catalogue)
    funds = [row["fund_source"].value for row in reading.rows("self_evaluation_funds").values()]
    assert funds == ["年度资金总额", "上级财政资金", "本级财政资金"]
    assert reading.heads["department"] == "示例区交通运输局"
    assert {one.field for one in reading.values} >= {"project_name", "agency_name", "annual_goal", "actual_result"}
    assert not reading.problems


def test_the_whole_term_beside_the_year(catalogue: Catalogue) -> None:
    grid = GOALS.replace(
        "年度目标 | 完成120公里养护。 | < | < | < | <",
        "总体目标 | 中期目标（2025年—2027年） | < | 年度目标 | < | <\n"
        "^ | 完成360公里养护。 | < | 完成120公里养护。 | < | <",
    ).replace("项目起止时间", "项目期")
    [expected] = read(drawn(GOALS), catalogue)
    [reading] = read(drawn(grid), catalogue)
    assert values_of(reading) == {**values_of(expected), ("goals", 1, "term_goal"): "完成360公里养护。"}


SCORING = """
绩效评价评分表 | < | < | < | < | < | < | <
2025年度 | < | < | < | < | < | < | <
评价对象 | 校舍维修 | < | 评价编号 | p1 | < | < | <
{} | {} | < | {} | {} | < | < | <
项目单位 | 某县第一小学 | < | 评价等次 | 良好 | 评价资金（元） | #3200000 | <
一级指标 | 二级指标 | 三级指标 | 评价标准 | 分值 | 得分 | 扣分原因 | <
决策 | 项目立项 | 立项依据充分性 | 依据充分 | #10 | #9 | | <
"""
_BUREAUS = (("edu", "某县教育局"), ("water", "某县水利局"), ("finance", "某县财政局"))
KNOWN = Known(
    bureaus=tuple(
        Bureau(division="990002", department=code, official_code="", name=name, short_name="")
        for code, name in _BUREAUS
    )
)


def _understood(grid: str, catalogue: Catalogue, asked: Asked | None = None) -> Placed:
    asked = asked or Asked(division="990002")
    files = [("表.xlsx", drawn(grid))]
    [form] = understood(files, catalogue.tables, layouts(), asked=asked, known=lambda _: KNOWN).forms
    return form


@pytest.mark.parametrize(
    ("labels", "department"),
    [
        (("被评价单位", "某县教育局", "评价组织单位", "某县财政局"), "finance"),
        (("被评价部门（单位）", "教育局", "财政部门", "财政局"), "finance"),
        (("项目主管部门", "某县教育局（盖章）", "组织部门", "某县财政局"), "finance"),
        (("主管部门", "某县教育局", "被评价单位", "某县第一小学"), "edu"),
    ],
)
def test_an_evaluation_is_about_one_bureau_and_of_another(
    labels: tuple[str, ...], department: str, catalogue: Catalogue
) -> None:
    form = _understood(SCORING.format(*labels), catalogue)
    assert form.department == department
    assert not form.reading.problems
    [row] = form.reading.rows("evaluations").values()
    told = {name: row[name].value for name in ("subject_department", "subject_name", "grade", "evaluated_amount")}
    assert told == {"subject_department": "edu", "subject_name": "校舍维修", "grade": "良", "evaluated_amount": "320"}


def test_who_evaluated_and_whom_is_asked_where_the_form_does_not_say(catalogue: Catalogue) -> None:
    form = _understood(SCORING.format("被评价单位", "某县教育局", "", ""), catalogue)
    assert [one.lacks for one in form.reading.problems] == [("division", "department")]
    asked = Asked(division="990002", department="finance")
    form = _understood(SCORING.format("被评价单位", "某县教育局", "", ""), catalogue, asked)
    assert not form.reading.problems
    form = _understood(SCORING.format("被评价单位", "某县第一小学", "", ""), catalogue, asked)
    assert [(one.message, one.stops) for one in form.reading.problems] == [
        ("部门「某县第一小学」不在部门名册里。", True)
    ]


@pytest.mark.parametrize("label", ["被评价单位", "被评价部门", "主管部门", "被评价部门代码"])
@pytest.mark.parametrize("names", [("某县教育局", "水利局"), ("edu", "water")], ids=["names", "codes"])
def test_a_list_of_evaluations_names_bureaus(label: str, names: tuple[str, str], catalogue: Catalogue) -> None:
    grid = f"""
    2025年度财政重点评价结果汇总表 | < | < | < | <
    评价编码 | 评价项目 | {label} | 评价涉及资金（万元） | 评价得分
    p1 | 校舍维修 | {names[0]} | #320 | #88.5
    p2 | 河道治理 | {names[1]} | #500 | #78
    """
    form = _understood(grid, catalogue, Asked(division="990002", department="finance"))
    assert not form.reading.problems
    assert not [one for one in form.reading.left_out if one.text in names]
    rows = form.reading.rows("evaluations").values()
    assert [row["subject_department"].value for row in rows] == ["edu", "water"]
    assert [row["subject_name"].value for row in rows] == ["校舍维修", "河道治理"]


@pytest.mark.parametrize(
    ("title", "heads", "row", "table"),
    [
        ("整改清单", "整改编号 | 被评价单位 | 问题 | 整改措施", "z1 | 教育局 | 招标偏晚 | 提前招标", "rectifications"),
        ("结果应用", "应用编码 | 被评价单位 | 处理意见 | 压减金额", "y1 | 教育局 | 压减 | #10", "applications"),
        (
            "事前评估",
            "评估编码 | 主管部门 | 评估对象 | 评估得分",
            "q1 | 教育局 | 校舍维修 | #92",
            "ex_ante_evaluations",
        ),
    ],
)
def test_other_lists_name_bureaus_too(title: str, heads: str, row: str, table: str, catalogue: Catalogue) -> None:
    grid = f"2025年度{title} | < | < | <\n{heads}\n{row}"
    form = _understood(grid, catalogue, Asked(division="990002", department="finance"))
    [found] = form.reading.rows(table).values()
    assert found["subject_department"].value == "edu"
    assert not form.reading.problems


@pytest.mark.parametrize(
    "line",
    [
        "填报单位：某县教育局　　单位：元",
        "填报单位：某县教育局（公章）    金额单位：元",
        "编报单位：某县教育局（单位：元）",
        "填报单位：某县教育局　填报日期：2026-08-01　单位：元",
    ],
)
def test_who_fills_a_list_ends_where_the_line_says_something_else(line: str, catalogue: Catalogue) -> None:
    grid = f"""
    2025年度项目支出绩效自评结果汇总表 | < | < | < | <
    {line} | < | < | < | <
    序号 | 项目名称 | 项目编码 | 全年预算数 | 全年执行数
    1 | 校舍维修 | 99000225T000000000201 | #1250000 | #1250000
    """
    form = _understood(grid, catalogue)
    assert form.department == "edu"
    assert not form.reading.problems
    [row] = form.reading.rows("self_evaluation_funds").values()
    assert row["annual_budget"].value == "125"


def test_the_goal_of_a_department_goes_on_in_the_rows_below(catalogue: Catalogue) -> None:
    grid = """
    部门整体支出绩效目标表 | < | < | <
    （2026年度） | < | < | <
    部门名称 | 某县水利局 | < | <
    年度总体目标 | 目标1：养护320公里。 | < | <
    ^ | 目标2：补贴6条线路。 | < | <
    年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
    ^ | 产出指标 | 数量指标 | 养护里程 | ≥320公里
    ^ | 满意度指标 | 服务对象满意度 | 群众满意度 | ≥90%
    """
    form = _understood(grid, catalogue)
    [goal] = form.reading.rows("department_goals").values()
    assert goal["goal_text"].value == "目标1：养护320公里。\n目标2：补贴6条线路。"
    assert not [one for one in form.reading.left_out if one.text]


def test_what_a_department_reached_is_no_money_of_its_tasks(catalogue: Catalogue) -> None:
    grid = """
    部门整体支出绩效自评表 | < | < | < | < | < | < | <
    部门名称 | < | 某县水利局（2025年度） | < | < | < | < | <
    年度主要任务完成情况 | 任务名称 | 完成情况 | 预算数 | < | 执行数 | 执行率 | 得分
    ^ | ^ | ^ | 总额 | 财政拨款 | ^ | ^ | ^
    ^ | 河道治理 | 完成 | #5200 | #5200 | #5180.5 | 99.63% | —
    ^ | 金额合计 | | #5200 | #5200 | #5180.5 | 99.63% | #9.96
    年度总体目标完成情况 | 预期目标 | < | < | 实际完成情况 | < | < | <
    ^ | 治理河道28公里 | < | < | 治理河道27公里 | < | < | <
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    ^ | 产出指标 | 数量指标 | 治理里程 | ≥28公里 | 27公里 | #90 | #86.79
    """
    [reading] = read(drawn(grid), catalogue)
    [task] = reading.rows("department_tasks").values()
    assert (task["annual_budget"].value, task["actual_spend"].value) == ("5200", "5180.5")
    [own] = reading.rows("department_self_evaluations").values()
    assert (own["annual_goal"].value, own["actual_result"].value) == ("治理河道28公里", "治理河道27公里")
    assert not [one for one in reading.problems if one.stops]


def test_tasks_by_source_and_weights_of_levels_have_a_place(catalogue: Catalogue) -> None:
    grid = """
    部门整体支出绩效自评表 | < | < | < | < | < | < | < | < | <
    部门名称 | < | 某县水利局（2025年度） | < | < | < | < | < | < | <
    年度主要任务 | 任务名称 | 主要内容 | 完成情况 | 预算数（万元） | < | < | 执行数（万元） | < | <
    ^ | ^ | ^ | ^ | 总额 | 财政拨款 | 其他资金 | 总额 | 财政拨款 | 其他资金
    ^ | 河道治理 | 治理河道28公里 | 治理27公里 | #5200 | #5000 | #200 | #5180.5 | #5000 | #180.5
    年度总体目标完成情况 | 预期目标 | < | < | < | 实际完成情况 | < | < | < | <
    ^ | 治理河道28公里 | < | < | < | 治理河道27公里 | < | < | < | <
    绩效指标 | 一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 评分标准 | 分值 | 得分 | 扣分原因
    ^ | 履职效能 | #60 | 产出 | #40 | 治理里程 | 每少1公里扣1分 | #40 | #39 | 少1公里
    ^ | ^ | ^ | 质量 | #20 | 验收合格率 | 每少1%扣1分 | #20 | #20 |
    """
    [reading] = read(drawn(grid), catalogue)
    [task] = reading.rows("department_tasks").values()
    assert [task[one].value for one in ("content", "completion")] == ["治理河道28公里", "治理27公里"]
    assert [task[one].value for one in ("annual_budget", "fiscal_appropriation", "other_funds")] == [
        "5200",
        "5000",
        "200",
    ]
    assert [task[one].value for one in ("actual_spend", "fiscal_spend", "other_spend")] == ["5180.5", "5000", "180.5"]
    rows = reading.rows("department_self_evaluation_indicators").values()
    weights = ("level1_weight", "level2_weight", "weight")
    assert [[row[one].value for one in weights] for row in rows] == [["60", "40", "40"], ["60", "20", "20"]]
    assert not reading.problems


@pytest.mark.parametrize(
    "rows",
    [
        """
    一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值 | 评价标准 | 得分 | 扣分原因
    产出 | #80 | 数量 | #30 | 完成率 | #30 | 按比例 | #28 | 少两公里
    ^ | ^ | 质量 | #50 | 合格率 | #50 | 按比例 | #50 |
    """,
        """
    一级指标 | 二级指标 | 三级指标 | 分值 | 评价标准 | 得分 | 扣分原因
    产出（80分） | 数量（30） | 完成率 | #30 | 按比例 | #28 | 少两公里
    ^ | 质量（50） | 合格率 | #50 | 按比例 | #50 |
    """,
    ],
    ids=["columns", "brackets"],
)
def test_weights_of_levels_and_the_unit_of_an_evaluation_have_a_place(rows: str, catalogue: Catalogue) -> None:
    title = "项目支出绩效评价指标体系评分表 | < | < | < | < | <"
    head = f"{title}\n项目名称 | 校舍维修 | 主管部门 | 某县教育局 | 项目单位 | 某县第一中学\n"
    [reading] = read(drawn(head + rows.strip()), catalogue)
    [evaluation] = reading.rows("evaluations").values()
    assert evaluation["agency_name"].value == "某县第一中学"
    found = reading.rows("evaluation_indicators").values()
    assert [(one["level1_weight"].value, one["level2_weight"].value) for one in found] == [("80", "30"), ("80", "50")]
    assert not reading.problems


def test_labels_of_another_place_are_known(catalogue: Catalogue) -> None:
    """What share of a target was reached is left out and told so; the rest stands under other names."""
    funds = FUNDS.replace("执行率 |", "执行率% |").replace("90.1%", "#90.1")
    goal = GOAL.replace("实际完成情况", "年度总体目标完成情况综述")
    indicators = """
    一级指标 | 二级指标 | 三级指标 | 指标值 | 全年完成值 | 完成率（B/A） | 分值 | 得分 | 未完成原因和拟采取的措施
    产出指标 | 数量指标 | 养护里程 | ≥120公里 | 118公里 | 98.33% | #90 | #88.5 | 暴雨毁路
    """
    [reading] = read(drawn(form(funds=funds, goal=goal, indicators=indicators)), catalogue)
    found = values_of(reading)
    assert found["self_evaluation_funds", 1, "execution_rate"] == "90.1"
    assert found["self_evaluations", 1, "actual_result"] == "完成118公里。"
    assert found["self_evaluation_indicators", 1, "deviation_note"] == "暴雨毁路"
    assert not reading.problems
    assert [one.reason for one in reading.left_out if one.text == "98.33%"] == ["记录里没有“完成率”这一项"]


def test_many_cells_of_which_the_same_is_wrong_are_told_once(catalogue: Catalogue) -> None:
    """A program that writes formulas without their results leaves hundreds."""

    def calculated(sheet: Any) -> None:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, (int, float)):
                    cell.value = "=A1"

    [reading] = read(drawn(form(), then=calculated), catalogue)
    hollow = [one for one in reading.problems if "没有存它算出的结果" in one.message]
    assert len(hollow) == 1
    assert re.search(r"同样的还有 ([A-Z]+\d+、){2,7}[A-Z]+\d+( 等 \d+ 格)?。", hollow[0].message)


def test_what_is_about_no_single_record_names_the_sheet_of_them_all() -> None:
    """A column that no row fills is told of the table, and whoever mends it has the workbook only."""

    def row(file: str, sheet: str) -> dict[str, object]:
        return {"file": file, "sheet": sheet, "cells": {"score": "H9"}}

    place = ("990009", "2026", "agri")

    def found(**rows: dict[str, object]) -> str:
        return Origins(places={"990009/2026/agri": {"goals": rows}}).find(place, "goals", "", "")

    assert found(a=row("自评.xlsx", "表1"), b=row("自评.xlsx", "表1")) == "自评.xlsx「表1」"
    assert found(a=row("自评.xlsx", "表1"), b=row("自评.xlsx", "表2")) == "自评.xlsx"
    assert found(a=row("自评.xlsx", "表1"), b=row("别的.xlsx", "表1")) == ""
    assert found() == ""
