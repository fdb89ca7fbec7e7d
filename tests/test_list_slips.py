"""Lists as clerks make them, with one thing done wrong: told once, and what is several lists is read as several."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import openpyxl
import pytest

from generator.core.schema import Catalogue
from generator.forms.reading import layouts
from generator.intake.known import Bureau, Known
from generator.intake.placing import Asked, Placed
from generator.intake.understanding import understood

FUNDS = ("项目编码", "资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
SOURCES = ("年度资金总额", "当年财政拨款", "上年结转资金", "其他资金")
Rows = list[list[object]]


def funds() -> Rows:
    """Three projects with their funds, as a list."""
    own: Rows = [list(FUNDS)]
    for project in range(1, 4):
        for source in SOURCES:
            first = source == SOURCES[0]
            own.append(
                [f"99000125T00000000{project:04d}", source, 100.5 * project, 90.25, 80.75, 10 if first else None]
            )
            own[-1] += [89.47, 8.95 if first else None]
    return own


def goals() -> Rows:
    return [
        ["项目编码", "项目名称", "资金总额", "年度目标"],
        *([f"99000125T00000000{one:04d}", f"项目{one}", 100.5 * one, "完成改造11所。"] for one in range(1, 4)),
    ]


def read(catalogue: Catalogue, rows: Sequence[Sequence[object]], known: Known | None = None) -> list[Placed]:
    """What is understood of a workbook with one sheet of rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    known = known or Known(
        bureaus=[Bureau(division="990001", department="edu", official_code="", name="示例区教育局", short_name="")]
    )
    asked = Asked(division="990001", year=2025, department="edu")
    found = understood(
        [("表.xlsx", content.getvalue())], catalogue.tables, layouts(), asked=asked, known=lambda _: known
    )
    return list(found.forms)


def problems(forms: Sequence[Placed]) -> list[str]:
    """What is said of them."""
    return [one.message for form in forms for one in form.reading.problems]


def moved(step: int) -> Callable[[list[object]], list[object]]:
    """Rows whose cells stand beside their columns."""
    return lambda row: ([None] * step + row)[: len(row)] if step > 0 else [*row[-step:], *([None] * -step)]


@pytest.mark.parametrize(("step", "words"), [(1, "向右错了一列"), (2, "向右错了 2 列")])
def test_columns_that_stand_askew_are_told_once(catalogue: Catalogue, step: int, words: str) -> None:
    rows = funds()
    (form,) = read(catalogue, [rows[0], *map(moved(step), rows[1:])])
    (told,) = problems([form])
    assert words in told
    assert not form.reading.values
    assert not problems(read(catalogue, rows))


def test_two_lists_below_or_beside_each_other_are_two(catalogue: Catalogue) -> None:
    below = [*goals(), [], ["二、资金情况"], *funds()]
    width = len(goals()[0])
    beside = [
        [*(goals()[row] if row < len(goals()) else [None] * width), None, *own] for row, own in enumerate(funds())
    ]
    for rows in (below, beside, [*goals(), *funds()]):
        forms = read(catalogue, rows)
        assert [one.reading.record_table for one in forms] == ["goals", "self_evaluation_funds"]
        assert [len(one.reading.rows(one.reading.record_table)) for one in forms] == [3, 12]
        assert not problems(forms)
    again = read(catalogue, [*goals(), goals()[0], *goals()[2:]])
    assert [len(one.reading.rows("goals")) for one in again] == [3, 2], "a head that is repeated on the next page"


def test_codes_that_stand_only_in_the_first_row_of_each_block(catalogue: Catalogue) -> None:
    rows = funds()
    blank = [[None, *row[1:]] if number % 4 != 1 else row for number, row in enumerate(rows)]
    (told,) = problems(read(catalogue, [rows[0], *blank[1:]]))
    assert told.startswith("有 9 行没有写「项目编码」，认不出是哪一条记录（B3、B4、B5、B7、B8等各行）")
    (form,) = read(catalogue, [rows[0], *blank[1:]])
    assert "多半是只写在每块的第一行：请取消合并" in form.reading.problems[0].hint


def test_projects_without_codes_are_told_at_once(catalogue: Catalogue) -> None:
    rows = [row[1:] for row in goals()]
    (told,) = problems(read(catalogue, rows))
    assert told == "有 3 个项目没有写编码，本年和上年已公布的项目里也没有完全同名的：项目1、项目2、项目3。"
    assert len(problems(read(catalogue, rows[:3]))) == 2, "of two each by its name"


def test_a_heading_that_is_nearly_one_is_told(catalogue: Catalogue) -> None:
    rows = funds()
    rows[0][4] = "全年执行数额"
    (form,) = read(catalogue, rows)
    (told,) = form.reading.problems
    assert told.message == "表头「全年执行数额」没有认出，这一列没有取，多半是「全年执行数」。"
    assert not told.stops
    rows[0][4] = "联系电话"
    assert not problems(read(catalogue, rows))


def test_a_column_without_a_name_is_told_once(catalogue: Catalogue) -> None:
    rows = funds()
    rows[0][4] = None
    (form,) = read(catalogue, rows)
    (told,) = form.reading.problems
    assert told.message == "这一列没有列名，却有 12 格填了内容（如「80.75」），没有取。"
    assert told.hint.startswith("多半是「全年执行数」，请核对后在表头写上列名")
    assert told.stops


def test_words_for_numbers_in_a_column_are_told_once(catalogue: Catalogue) -> None:
    rows = funds()
    for number, row in enumerate(rows[1:7]):
        row[4] = ("很多", "不少", "若干")[number % 3]
    (told,) = problems(read(catalogue, rows))
    assert told == "「全年执行数」写的是「很多」，应是一个数。这样的还有 E3、E4、E5、E6、E7。"


@pytest.mark.parametrize(
    ("place", "row"),
    [
        (1, [1, 2, 3, 4, 5, 6, 7, 8]),
        (1, ["栏次", "1", "2", "3", "4", "5", "6", "7"]),
        (1, ["甲", "乙", 1, 2, 3, 4, 5, 6]),
        (1, ["必填", "必填", "选填", "必填", "必填"]),
        (1, ["文本", "选项", "数字", "数字", "数字"]),
        (1, ["例：990001…", "年度资金总额", 100, 100, 100, 10, 100, 10]),
        (5, ["本页小计", None, 100.5, 90.25, 80.75]),
        (13, ["全区合计", None, 603, 270.75, 242.25]),
        (13, ["合计（3个项目）", None, 603, 270.75, 242.25]),
        (13, [None, "总　计", 603, 270.75, 242.25]),
        (13, ["填表人：张三", None, None, "审核人：李四"]),
    ],
)
def test_rows_that_are_no_records_are_left_out(catalogue: Catalogue, place: int, row: list[object]) -> None:
    rows = funds()
    rows.insert(place, row)
    (form,) = read(catalogue, rows)
    assert len(form.reading.rows("self_evaluation_funds")) == 12
    assert not form.reading.problems


def test_a_row_that_begins_with_the_name_of_a_place_is_a_record(catalogue: Catalogue) -> None:
    rows = [[row[1], row[0], *row[2:]] for row in goals()]
    rows[1][0] = "示例区校舍维修"
    (form,) = read(catalogue, rows)
    assert len(form.reading.rows("goals")) == 3


def test_a_column_that_numbers_the_rows_is_left_out(catalogue: Catalogue) -> None:
    rows = [[number or "序号", *row] for number, row in enumerate(funds())]
    assert not problems(read(catalogue, rows))


def test_what_stands_in_a_key_and_cannot_is_told_once(catalogue: Catalogue) -> None:
    rows = funds()
    rows[3][1], rows[4][1] = "县级配套", "其它资金"
    (told,) = problems(read(catalogue, rows))
    assert "「县级配套」" in told


def test_a_list_with_rows_and_columns_exchanged(catalogue: Catalogue) -> None:
    (told,) = problems(read(catalogue, list(zip(*goals(), strict=True))))
    assert told == "行和列放反了：列名写在第 1 列，一条记录占了一列。"


def test_headings_in_two_rows_that_are_not_merged(catalogue: Catalogue) -> None:
    rows = funds()
    first = [*rows[0][:2], "资金情况（万元）", *[None] * 5]
    second = [None, None, *rows[0][2:]]
    (form,) = read(catalogue, [first, second, *rows[1:]])
    assert not form.reading.problems
    assert len(form.reading.rows("self_evaluation_funds")) == 12


SEVERAL = Known(
    bureaus=[
        Bureau(division="990001", department=slug, official_code="", name=name, short_name="")
        for slug, name in (("edu", "示例区教育局"), ("transport", "示例区交通运输局"))
    ]
)


def _with_column(title: str, values: Sequence[object]) -> Rows:
    return [[*row, value] for row, value in zip(goals(), [title, *values], strict=True)]


def test_rows_of_another_bureau_are_never_the_asked_ones(catalogue: Catalogue) -> None:
    """An upload says whose folder it is in: the others' rows would be published there."""
    rows = _with_column("主管部门", ["示例区教育局", "示例区教育局", "示例区交通运输局"])
    [said] = problems(read(catalogue, rows, SEVERAL))
    assert "E2 写的是「示例区教育局」、E4 写的是「示例区交通运输局」" in said
    assert not problems(read(catalogue, _with_column("主管部门", ["示例区教育局", "教育局机关", ""]), SEVERAL))


@pytest.mark.parametrize("title", ["年度", "财政年度", "区划代码"])
def test_rows_of_another_year_or_place_are_told_wherever_they_stand(title: str, catalogue: Catalogue) -> None:
    first, other = (2025, 2024) if title != "区划代码" else (990001, 990002)
    rows = _with_column(title, [first] * 3)
    more = [[f"99000125T00000001{one:04d}", f"另{one}", 10, "完成。", first] for one in range(40)]
    assert not problems(read(catalogue, [*rows, *more]))
    [said] = problems(read(catalogue, [*rows, *more[:-1], [*more[-1][:-1], other]]))
    assert f"E2 写的是 {first}、E44 写的是 {other}" in said


def test_a_title_of_another_year_than_the_column_is_told(catalogue: Catalogue) -> None:
    title = ["2024年度项目支出绩效目标"]
    [said] = problems(read(catalogue, [title, *_with_column("年度", [2025] * 3)]))
    assert "这里写的是 2024 年，“年度”写的是 2025 年，照 2025 年度读。" in said
    assert not problems(read(catalogue, [["2025年度项目支出绩效目标"], *_with_column("年度", ["2025年"] * 3)]))


def test_a_record_in_two_rows_is_told_with_both(catalogue: Catalogue) -> None:
    rows = goals()
    [said] = problems(read(catalogue, [*rows, rows[2]]))
    assert "「项目编码」相同的不止一行：99000125T000000000002（A3、A5）。" in said
    again = [row[:] for row in funds()]
    assert not problems(read(catalogue, again))
    again[6][1] = again[5][1]
    [said] = problems(read(catalogue, again))
    assert "「项目编码＋资金来源」相同的不止一行" in said


def test_a_code_that_lost_its_digits_is_told_once(catalogue: Catalogue) -> None:
    rows = goals()
    rows[1][0] = "9.90001E+17"
    [said] = problems(read(catalogue, rows))
    assert "后面的数字已经丢了" in said


def test_a_list_without_rows_is_not_asked_whose_it_is(catalogue: Catalogue) -> None:
    assert not problems(read(catalogue, goals()[:1], Known(bureaus=[])))
