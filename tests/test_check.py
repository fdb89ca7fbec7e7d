"""Cells, keys, waivers: what a check says, in which words, and that it never judges laxer than stock frictionless."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import frictionless
import pandas as pd
import pytest

from generator.check import run
from generator.check.advice import LEXICAL
from generator.check.cells import stock_reader, type_column
from generator.check.keys import NUMBERED, RESERVED, Numbered
from generator.check.report import sentence
from generator.check.values import judge_of, plain_judge
from generator.core.descriptor import field_descriptor
from generator.core.errors import UserError
from generator.core.facts import Facts
from generator.core.memory import text_type
from generator.core.numbers import MICRO
from generator.core.schema import Catalogue, Field
from generator.core.words import LOCAL_GRADES
from generator.rules import RULES
from tests.conftest import EDU, PACKAGE, DataFolder, lines


@pytest.fixture(autouse=True)
def _one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules have their own tests; here one is enough, to be waived."""
    monkeypatch.setattr(run, "RULES", {"R01": RULES["R01"]})


AMOUNT = Field(name="amount", title="资金总额", type="number", description="…", example="320", unit="万元")
COUNT = Field(name="count", title="序号", type="integer", description="…", example="1")
YEAR = Field(name="year", title="年度", type="year", description="…", example="2024")
DAY = Field(name="day", title="公开日期", type="date", description="…", example="2024-08-30")
TEXTS = Field(name="goal", title="年度目标", type="string", description="写具体数量。", example="完成12所。")


def field(base: Field, unit: str | None = None, **constraints: Any) -> Field:
    """A field like another one, with constraints."""
    return replace(base, constraints=constraints, unit=base.unit if unit is None else unit)


CODE = field(TEXTS, pattern="[0-9A-Za-z][0-9A-Za-z-]{0,63}")
GRADE = field(TEXTS, enum=["优", "良", "中", "差"])
SCHEME = field(TEXTS, required=True, enum=["A", "B"])


def verdict(value: str, of: Field) -> tuple[str, str, str] | None:
    """Code, message and hint for one cell; None if it is accepted."""
    typed, faults = type_column(pd.Series([value or None], dtype=text_type()), of)
    if not len(faults):
        return None
    assert faults.positions.tolist() == [0]
    fault = faults.fault(0)
    assert typed.isna().all()
    return fault.code, fault.message, fault.hint


# Accepted cells.


@pytest.mark.parametrize(
    ("value", "of", "typed"),
    [
        ("0", AMOUNT, 0),
        ("320", AMOUNT, 320 * MICRO),
        ("-0.01", AMOUNT, -10_000),
        ("6923.3552", AMOUNT, 6_923_355_200),
        ("0.000001", AMOUNT, 1),
        ("999999999.999999", AMOUNT, 999_999_999_999_999),
        ("999999999999.999999", field(AMOUNT, unit=""), 999_999_999_999_999_999),
        ("007", COUNT, 7),
        ("2024", YEAR, 2024),
        ("2024-02-29", DAY, "2024-02-29"),
        ("1949-10-01", DAY, "1949-10-01"),
        ("2100-12-31", DAY, "2100-12-31"),
        ("<script>alert(1)</script>", TEXTS, "<script>alert(1)</script>"),
        ("=1+1", TEXTS, "=1+1"),
        ("𠮷👍🏽", TEXTS, "𠮷👍🏽"),
        ("NA", TEXTS, "NA"),
        ("优", GRADE, "优"),
    ],
)
def test_accepted(value: str, of: Field, typed: Any) -> None:
    column, faults = type_column(pd.Series([value], dtype=text_type()), of)
    assert len(faults) == 0
    assert column.tolist() == [typed]


# Refused cells: the words a clerk reads.


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("NaN", "这是计算出错留下的内容，请改成真实的数字或留空。"),
        ("Infinity", "这是计算出错留下的内容，请改成真实的数字或留空。"),
        ("-inf", "这是计算出错留下的内容，请改成真实的数字或留空。"),
        ("#REF!", "这是计算出错留下的内容，请改成真实的数字或留空。"),
        ("#DIV/0!", "这是计算出错留下的内容，请改成真实的数字或留空。"),
        ("1e400", "请不要用科学记数法，写出全部数字；编码类的列请在 Excel 中设为文本格式。"),
        ("1E+05", "请不要用科学记数法，写出全部数字；编码类的列请在 Excel 中设为文本格式。"),
        ("1_000", "请按「320」这样填写。"),
        ("１００", "请去掉全角字符，只写 100。"),
        ("１００％", "请去掉全角字符、百分号，只写 100。"),
        ("98%", "请去掉百分号，只写 98。"),
        ("98.00 %", "请去掉百分号、空格，只写 98.00。"),
        ("1,234.56", "请去掉千分位逗号，只写 1234.56。"),
        ("1，234", "请去掉全角字符、千分位逗号，只写 1234。"),
        ("1 234", "请去掉空格，只写 1234。"),
        (" 320", "请去掉空格，只写 320。"),
        ("320\u00a0", "请去掉空格，只写 320。"),
        ("320万元", "请只写数字，不写「万元」（单位：万元）。"),
        ("3.2亿元", "请只写数字，以万元为单位：3.2亿元是 32000 万元，写 32000。"),
        ("—", "没有数字时请把这一格留空。"),
        ("/", "没有数字时请把这一格留空。"),
        ("无", "没有数字时请把这一格留空。"),
        ("0.1234567", "小数最多 6 位，请核对原表。"),
        ("1234567890123", "数字太大，请核对单位（应为万元）。"),
        ("٣٢٠", "请按「320」这样填写。"),
        ("=SUM(A1:A2)", "这是公式，没有存成数字。请在 Excel 里复制这一列，用“选择性粘贴—数值”贴回去再保存。"),
        ("950‰", "请不要写「‰」，照原件核对。"),
        ("约320", "这一格只写一个数：原件是约数的写 320，并在备注里说明。"),
        ("近320个", "这一格只写一个数：原件是约数的写 320，并在备注里说明。"),
        (">95%", "这一格只写一个数：原件是约数的写 95，并在备注里说明。"),
        ("90-95", "写的是一个范围，这一格只放一个数，请照原件核对。"),
        ("90%～95%", "写的是一个范围，这一格只放一个数，请照原件核对。"),
        ("三百二十", "请写成阿拉伯数字（单位：万元）。"),
        ("=A1+B1", "这是公式，没有存成数字。请在 Excel 里复制这一列，用“选择性粘贴—数值”贴回去再保存。"),
        ("+320", "请只写 320。"),
        ("＋320", "请只写 320。"),
        (".5", "请只写 0.5。"),
        ("-.5", "请只写 -0.5。"),
        ("5.", "请只写 5。"),
        ("12。5", "请只写 12.5。"),
        ("12·5", "请只写 12.5。"),
        ("320（含税）", "请只写 320，不写「(含税)」。"),
        ("320*", "请只写 320，不写「*」。"),
        ("320左右", "这一格只写一个数：原件是约数的写 320，并在备注里说明。"),
        ("≈320", "这一格只写一个数：原件是约数的写 320，并在备注里说明。"),
        ("320；330", "写了不止一个数，这一格只放一个数，请照原件核对。"),
        ("同上", "这一格只写数字：请把所指的那个数照写在这里；没有数的请留空。"),
        ("详见附件2", "这一格只写数字：请把所指的那个数照写在这里；没有数的请留空。"),
        ("待定", "没有数字时请把这一格留空，不写字。"),
        ("1.2.3", "请按「320」这样填写。"),
        ("--5", "请按「320」这样填写。"),
        ("0x1F", "请按「320」这样填写。"),
        ("²", "请去掉全角字符，只写 2。"),
        *(
            (written, "负数请用半角减号，写成 -12.5；不是负数的，只写 12.5。")
            for written in (
                "−12.5",
                "–12.5",
                "—12.5",
                "12.5-",
                "(12.5)",
                "（12.5）",
                "△12.5",
                "▲ 12.5",
                "负12.5",
                "减12.5",
                "▼12.5",
                "【12.5】",
                "〔12.5〕",
                "｛12.5｝",
                "《12.5》",
            )
        ),
    ],
)
def test_refused_number(value: str, hint: str) -> None:
    assert verdict(value, AMOUNT) == ("S01", f"写的是「{value}」，应是数字，如 1234.56。", hint)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        *(
            (
                serial,
                (
                    "这像是 Excel 的日期序号，对应 2023-11-04（工作簿用 1904 日期系统的，是 2027-11-05）；"
                    "请把该列设为文本后填写日期。"
                ),
            )
            for serial in ("45234", "45234.5")
        ),
        ("2024-02-30", "2024 年 2 月只有 29 天，请照原件核对是哪一天。"),
        ("2023-02-29", "2023 年 2 月只有 28 天，请照原件核对是哪一天。"),
        ("2024/4/31", "2024 年 4 月只有 30 天，请照原件核对是哪一天。"),
        ("20240631", "2024 年 6 月只有 30 天，请照原件核对是哪一天。"),
        ("2024-13-01", "没有 13 月，请照原件核对。"),
        ("2024-08-00", "没有 0 日，请照原件核对是哪一天。"),
        ("1900-01-00", "这是空着的日期显示成的样子：没有日期的请把这一格留空。"),
        ("0000-00-00", "这是空着的日期显示成的样子：没有日期的请把这一格留空。"),
        ("长期", "这一格只写日期：没有具体日期的请留空，这句话可以写进备注。"),
        ("2024年三季度", "没有写到日，请照原件写成 2024-08-30 这样。"),
        ("2024年8月底", "没有写到日，请照原件写成 2024-08-30 这样。"),
        ("2024-8-30前", "请写成 2024-08-30。"),
        ("2024-08-30止", "这一格只写日期，不写「止」：2024-08-30。"),
        ("2024-02-30前", "2024 年 2 月只有 29 天，请照原件核对是哪一天。"),
        ("2024-08-01至2024-08-30", "写了两个日期，这一格只写一个，请照原件核对。"),
        ("1462", "请按「2024-08-30」这样填写。"),
        ("30/8/2024", "请把年写在前面：2024-08-30，照原件核对。"),
        ("3/8/2024", "请把年写在前面：2024-03-08 或 2024-08-03，照原件核对。"),
        ("2024年8月", "只写了年和月，请照原件写到日，如 2024-08-15。"),
        (
            "2024.1",
            "只写了年和月，而且 2024.10 会被 Excel 改成 2024.1；请照原件写到日，如 2024-01-15 或 2024-10-15。",
        ),
        ("2024/8/30", "请写成 2024-08-30。"),
        ("2024年8月30日", "请写成 2024-08-30。"),
        ("2024.8.30", "请写成 2024-08-30。"),
        ("20240830", "请写成 2024-08-30。"),
        ("２０２４-０８-３０", "请写成 2024-08-30。"),
        ("2024-08", "只写了年和月，请照原件写到日，如 2024-08-15。"),
        ("8月底", "请按「2024-08-30」这样填写。"),
        ("2024-08-30 00:00:00", "请去掉钟点，只写 2024-08-30。"),
    ],
)
def test_refused_date(value: str, hint: str) -> None:
    assert verdict(value, DAY) == ("S01", f"写的是「{value}」，应是日期，如 2024-08-30。", hint)


@pytest.mark.parametrize(
    ("value", "of", "message", "hint"),
    [
        ("3.0", COUNT, "写的是「3.0」，应是整数，如 12。", "请写成整数 3，不带小数点。"),
        ("１", COUNT, "写的是「１」，应是整数，如 12。", "请去掉全角字符，只写 1。"),
        ("1" * 16, COUNT, f"写的是「{'1' * 16}」，应是整数，如 12。", "数字太大，请核对单位。"),
        ("24", YEAR, "写的是「24」，应是四位年度，如 2024。", "请按「2024」这样填写。"),
        ("2024年度", YEAR, "写的是「2024年度」，应是四位年度，如 2024。", "请写成 2024。"),
        ("2024.0", YEAR, "写的是「2024.0」，应是四位年度，如 2024。", "请写成 2024。"),
        ("２０２４", YEAR, "写的是「２０２４」，应是四位年度，如 2024。", "请写成 2024。"),
    ],
)
def test_refused_integer_and_year(value: str, of: Field, message: str, hint: str) -> None:
    assert verdict(value, of) == ("S01", message, hint)


@pytest.mark.parametrize(
    ("value", "of", "message", "hint"),
    [
        ("优秀", GRADE, "写的是「优秀」，不在可选范围内。", "多半是「优」。只能填：优、良、中、差。"),
        ("较好", GRADE, "写的是「较好」，不在可选范围内。", f"只能填：优、良、中、差。{LOCAL_GRADES}"),
        ("优 ", GRADE, "写的是「优 」，不在可选范围内。", "请写成「优」，不带空格，不用全角字符。"),
        ("Ａ", SCHEME, "写的是「Ａ」，不在可选范围内。", "请写成「A」，不带空格，不用全角字符。"),
        ("a", SCHEME, "写的是「a」，不在可选范围内。", "只能填：A、B。"),
        (
            "-1",
            field(AMOUNT, minimum="0"),
            "写的是「-1」，应不小于 0万元。",
            "这一格没有负数：表上的减号、括号、三角都读作负数，不是负数的请去掉；是负数的请核对原件。",
        ),
        ("101", field(COUNT, maximum="100"), "写的是「101」，应不大于 100。", "请核对数值和单位。"),
        ("12345", field(TEXTS, maxLength=4), "有 5 字，应不超过 4 字。", "请精简文字；全文可作为附件另行公开。"),
        ("1", field(TEXTS, minLength=2), "有 1 字，应不少于 2 字。", "请补充内容。"),
        ("Ｐ１", CODE, "写的是「Ｐ１」，写法不合规定。", "请写成「P1」，不带空格，不用全角字符。"),
        ("P1 ", CODE, "写的是「P1 」，写法不合规定。", "请写成「P1」，不带空格，不用全角字符。"),
        ("P1\n", CODE, "写的是「P1\n」，写法不合规定。", "请写成「P1」，不带空格，不用全角字符。"),
        *(
            (code, CODE, f"写的是「{code}」，写法不合规定。", hint)
            for code, hint in (
                (
                    "1.0521E+17",
                    (
                        "Excel 把长编码当成了数字，原来是 18 位，后面的数字已经丢失。"
                        "请照原件重填，并先把该列设为文本格式。"
                    ),
                ),
                ("105210000000180.0", "请写成「105210000000180」；编码类的列请先在 Excel 中设为文本格式。"),
                ("'0012", "请写成「0012」；编码类的列请先在 Excel 中设为文本格式。"),
                ('="0012"', "请写成「0012」；编码类的列请先在 Excel 中设为文本格式。"),
            )
        ),
        ("../x", CODE, "写的是「../x」，写法不合规定。", "请按「完成12所。」这样填写：写具体数量。"),
        ("P" * 65, CODE, f"写的是「{'P' * 60}…」，写法不合规定。", "请按「完成12所。」这样填写：写具体数量。"),
        ("1000000000", AMOUNT, "写的是「1000000000」万元，超过 10 万亿元。", "多半是把元写进了万元的列，请核对单位。"),
        *(
            (
                day,
                DAY,
                f"写的是「{day}」，应在 1949-10-01 至 2100-12-31 之间。",
                "多半是年份写错；长期有效或没有日期的，请留空。",
            )
            for day in ("0204-08-30", "1949-09-30", "2101-01-01", "9999-12-31")
        ),
        ("  ", TEXTS, "只有空格。", "没有内容时请把这一格留空。"),
        ("\u3000", AMOUNT, "只有空格。", "没有内容时请把这一格留空。"),
    ],
)
def test_refused_value(value: str, of: Field, message: str, hint: str) -> None:
    assert verdict(value, of) == ("S03", message, hint)


@pytest.mark.parametrize(("value", "message"), [("", "没有填写。"), ("\u3000 ", "只有空格。")])
def test_required(value: str, message: str) -> None:
    assert verdict(value, field(TEXTS, required=True)) == ("S02", message, "请填写「年度目标」：写具体数量。")


def test_each_refused_row_is_reported_and_the_others_stay() -> None:
    cells = pd.Series(["1", "x", None, "x", "2"], dtype=text_type())
    typed, faults = type_column(cells, field(AMOUNT, required=True))
    assert [*zip(faults.positions.tolist(), faults.codes.tolist(), strict=True)] == [(1, "S01"), (2, "S02"), (3, "S01")]
    assert typed.isna().tolist() == [False, True, True, True, False]


@pytest.mark.parametrize("of", [AMOUNT, COUNT, YEAR, DAY], ids=lambda of: of.type)
def test_many_values_are_judged_as_few_are(of: Field) -> None:
    """A column of a thousand distinct values is looked at all at once."""
    odd = [
        "×",
        " ",
        "\u3000",
        "\x1c",
        "1\n",
        "１",
        "-",
        "2024-02-30",
        "2024-02-29",
        "1e9",
        "1.5",
        "20240101",
        "\ufeff1",
    ]
    few = {value: type_column(pd.Series([value], dtype=text_type()), of)[1].codes.tolist() for value in odd}
    cells = pd.Series([*odd, *(f"×{number}" for number in range(1_000))], dtype=text_type())
    many = type_column(cells, of)[1]
    told = dict(zip(many.positions.tolist(), many.codes.tolist(), strict=True))
    assert {value: [told[place]] if place in told else [] for place, value in enumerate(odd)} == few
    assert [told[place] for place in range(len(odd), len(cells))] == ["S01"] * 1_000


# Held against stock frictionless: never laxer, and stricter only where the list says so.

STRICTER = {
    "number": "ASCII digits only, no exponent, sign or NaN, at most 12 digits and 6 decimals",
    "integer": "ASCII digits only, at most 15",
    "year": "four ASCII digits",
    "date": "four, two and two ASCII digits, a day that a document of our time can name",
    "money": "10 万亿元 and more is a mistaken unit",
    "blank": "a cell of spaces only is not filled in",
    "line end": "a pattern does not overlook a line end behind the last character",
}


def deliberate(value: str, of: Field) -> bool:
    """Whether we are stricter on purpose with this cell."""
    lexical = LEXICAL.get(of.type)
    return (
        not value.strip()
        or (lexical is not None and not lexical.fullmatch(value))
        or (of.unit == "万元" and abs(float(value)) >= 10**9)
        or (of.type == "date" and not "1949" <= value[:4] <= "2100")
        or ("pattern" in of.constraints and value.endswith("\n"))
    )


def cells() -> Iterator[str]:
    """Valid and invalid cells of every kind, and their mutations."""
    digits = (
        "0",
        "1",
        "-1",
        "00",
        "7.5",
        "0.1234567",
        "123456789012",
        "1234567890123",
        "2024",
        "0000",
        "99999",
        "9" * 16,
    )
    days = (
        "2024-02-29",
        "2023-02-29",
        "2024-13-01",
        "2024-00-10",
        "2024-8-3",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
    )
    words = (
        "优",
        "优秀",
        "A",
        "B",
        "a",
        "P1",
        "p-1",
        "-P1",
        "P_1",
        "P" * 64,
        "P" * 65,
        "是",
        "否",
        "990001",
        "9900011",
    )
    odd = ("NaN", "nan", "inf", "Infinity", "1e5", "1e400", "1_000", "+1", ".5", "5.", "0x10", "true", "None", "null")
    wide = ("１２", "１００％", "٣", "²", "Ⅷ", "98%", "1,234", "$1", "—", "/", "=1+1", "#REF!", " ", "\u3000", "\n")
    plain = (*digits, *days, *words, *odd, *wide, "<script>", "{{ }}", "汉" * 200, "汉" * 201, "𠮷" * 200, "👍")
    yield from plain
    for cell, (before, after) in itertools.product(plain, ((" ", ""), ("", " "), ("", "\n"), ("-", ""), ("", ".0"))):
        yield before + cell + after


DIFFERENTIAL = [
    AMOUNT,
    field(AMOUNT, minimum="0"),
    field(AMOUNT, minimum="0", maximum="100", required=True),
    COUNT,
    field(COUNT, minimum="1"),
    YEAR,
    field(YEAR, minimum="2000", maximum="2100"),
    DAY,
    TEXTS,
    field(TEXTS, maxLength=200, required=True),
    CODE,
    field(TEXTS, pattern="[0-9]{6}"),
    GRADE,
    SCHEME,
]


@pytest.mark.parametrize("of", DIFFERENTIAL, ids=lambda one: f"{one.type} {one.constraints}")
def test_verdicts_equal_stock_frictionless(of: Field) -> None:
    values = list(dict.fromkeys(cells()))
    resource = frictionless.Resource(
        data=[[of.name], *([value] for value in values)],
        schema=frictionless.Schema.from_descriptor({"fields": [field_descriptor(of)], "missingValues": [""]}),
    )
    report = resource.validate(frictionless.Checklist(), limit_errors=len(values) + 1)
    refused = {values[error.row_number - 2] for error in report.tasks[0].errors if hasattr(error, "row_number")}
    _, faults = type_column(pd.Series(values, dtype=text_type()), of)
    ours = {values[position] for position in faults.positions}
    assert refused or of is TEXTS
    assert {value for value in refused if value.strip()} - ours == set(), "laxer than frictionless"
    assert {value for value in ours - refused if not deliberate(value, of)} == set(), "stricter without a reason"


def test_cells_are_judged_alike_without_frictionless(catalogue: Catalogue) -> None:
    """In a reader's browser there is none: every kind of field is judged there as here."""
    fields = [*DIFFERENTIAL, *(one for table in catalogue.tables.values() for one in table.fields)]
    kinds = {(one.type, one.unit, repr(one.constraints)): one for one in fields}
    values = list(dict.fromkeys(cells()))
    for of in kinds.values():
        here, there = judge_of(of, stock_reader(of)), plain_judge(of)
        own = [*values, of.example, *of.constraints.get("enum", ())]
        assert [(one, there(one)) for one in own] == [(one, here(one)) for one in own]


def test_stock_frictionless_passes_the_same_rows(folder: DataFolder) -> None:
    """The verdict on a whole file, through stock Resource.validate with the composed schema."""
    from generator.core.descriptor import schema_descriptor

    table = folder.catalogue.tables["goals"]
    path = folder.table("goals", *(folder.row("goals", project_code=f"P{number}") for number in range(20)))
    schema = frictionless.Schema.from_descriptor(schema_descriptor(table))
    report = frictionless.Resource(
        path="goals.csv", basepath=str((folder.path / path).parent), schema=schema
    ).validate()
    assert report.valid
    assert report.tasks[0].stats["rows"] == len(folder.load().frames["goals"])


# Keys.


def keys(folder: DataFolder) -> list[str]:
    return lines(folder.found("K01", "K02", "K03"))


def test_two_rows_of_one_project_in_one_file(folder: DataFolder) -> None:
    folder.table("goals", *(folder.row("goals", project_code=code) for code in ("P1", "P2", "P1", "P1")))
    assert keys(folder) == [
        f"K01 data/{EDU}/goals.csv:4 项目编码「P1」与 data/{EDU}/goals.csv 第 2 行重复。",
        f"K01 data/{EDU}/goals.csv:5 项目编码「P1」与 data/{EDU}/goals.csv 第 2 行重复。",
    ]


def test_a_number_in_a_key_is_compared_as_a_number(folder: DataFolder) -> None:
    folder.table("goals", folder.row("goals", project_code="P1"))
    rows = [folder.row("goal_indicators", project_code="P1", indicator_no=number) for number in ("1", "01", "2")]
    folder.table("goal_indicators", *rows)
    place = f"data/{EDU}/goal_indicators.csv"
    assert keys(folder) == [f"K01 {place}:3 项目编码＋指标序号「P1＋1」与 {place} 第 2 行重复。"]


def test_one_code_in_two_departments(folder: DataFolder) -> None:
    folder.write("990001/2023/finance/package.yaml", PACKAGE)
    folder.table("goals", folder.row("goals", project_code="P1"))
    folder.table("goals", folder.row("goals", project_code="P1"), folder="990001/2023/finance")
    (finding,) = folder.found("K01", "K02", "K03")
    assert finding.message == f"项目编码「P1」已用于 data/{EDU}/goals.csv 第 2 行「P1」。"
    assert finding.file == "data/990001/2023/finance/goals.csv"
    assert finding.hint.startswith("请两家核对，改正其中一方的编码。年中机构改革、项目转到另一个部门的，")


def test_one_evaluation_code_in_two_departments(folder: DataFolder) -> None:
    folder.write("990001/2023/finance/package.yaml", PACKAGE)
    folder.table("evaluations", folder.row("evaluations", evaluation_code="E1"))
    folder.table("evaluations", folder.row("evaluations", evaluation_code="e1"), folder="990001/2023/finance")
    (finding,) = folder.found("K01", "K03")
    assert finding.message == f"评价编码「e1」已用于 data/{EDU}/evaluations.csv 第 2 行「E1」。"
    assert finding.hint == "请两家核对，改正其中一方的编码。"


@pytest.mark.parametrize("codes", NUMBERED, ids=lambda one: one.field)
def test_every_code_belongs_to_one_department(folder: DataFolder, codes: Numbered) -> None:
    table = codes.tables[0]
    folder.write("990001/2023/finance/package.yaml", PACKAGE)
    folder.table(table, folder.row(table, **{codes.field: "x-1"}))
    folder.table(table, folder.row(table, **{codes.field: "x-1"}), folder="990001/2023/finance")
    (finding,) = folder.found("K01", "K03")
    assert finding.message == f"{codes.title}「x-1」已用于 data/{EDU}/{table}.csv 第 2 行「x-1」。"
    assert finding.hint.startswith("请两家核对，改正其中一方的编码。")
    assert codes.title == folder.catalogue.tables[table].field(codes.field).title


@pytest.mark.parametrize("codes", NUMBERED, ids=lambda one: one.field)
def test_only_lasting_codes_are_compared_across_years(folder: DataFolder, codes: Numbered) -> None:
    table = codes.tables[0]
    folder.write("990001/2024/edu/package.yaml", PACKAGE)
    folder.table(table, folder.row(table, **{codes.field: "x-1"}))
    folder.table(table, folder.row(table, **{codes.field: "x-1"}), folder="990001/2024/edu")
    hints = [one.hint for one in folder.found("K01", "K03")]
    assert hints == (["请改正其中一年的编码。"] if codes.lasting else [])


def test_every_code_that_is_said_to_be_distinct_is_compared(folder: DataFolder) -> None:
    """The descriptions promise it: within a year, or across years too."""
    promised = {
        (name, field.name): "跨年度" in field.description
        for name, table in folder.catalogue.tables.items()
        for field in table.fields
        if table.scope != "common" and field.name in table.primary_key and "同一区划" in field.description
    }
    compared = {(table, one.field): one.lasting for one in NUMBERED for table in one.tables}
    assert promised.items() <= compared.items()


def test_one_code_in_two_spellings(folder: DataFolder) -> None:
    folder.table("goals", folder.row("goals", project_code="P-a"), folder.row("goals", project_code="p-A"))
    assert [one.hint for one in folder.found("K03")] == ["请统一大小写写法，或改正其中一个编码。"]
    assert keys(folder) == [f"K03 data/{EDU}/goals.csv:3 项目编码「p-A」已用于 data/{EDU}/goals.csv 第 2 行「P-a」。"]


def test_one_code_in_two_years_is_one_project(folder: DataFolder) -> None:
    folder.write("990001/2024/edu/package.yaml", PACKAGE)
    folder.table("goals", folder.row("goals", project_code="P1"))
    folder.table("goals", folder.row("goals", project_code="P1"), folder="990001/2024/edu")
    assert keys(folder) == []


def test_goal_and_self_evaluation_share_a_code(folder: DataFolder) -> None:
    folder.table("goals", folder.row("goals", project_code="P1"))
    folder.table("self_evaluations", folder.row("self_evaluations", project_code="P1"))
    assert keys(folder) == []


@pytest.mark.parametrize("code", ["index", "INDEX", "404", "search", "con"])
def test_reserved_code(folder: DataFolder, code: str) -> None:
    folder.table("goals", folder.row("goals", project_code=code))
    (finding,) = folder.found("K03")
    assert finding.message == f"项目编码「{code}」另有用处，不能用作编码。"
    assert finding.expected == "不是这些词：" + "、".join(RESERVED)


def test_orphans(folder: DataFolder) -> None:
    folder.table("goals", folder.row("goals", project_code="P1"))
    folder.table(
        "goal_indicators",
        folder.row("goal_indicators", project_code="P1", indicator_no="1"),
        folder.row("goal_indicators", project_code="P2", indicator_no="1"),
    )
    (finding,) = folder.found("K01", "K02", "K03")
    assert lines([finding]) == [
        f"K02 data/{EDU}/goal_indicators.csv:3 「P2」在同一文件夹的「项目支出绩效目标」（goals.csv）里找不到。"
    ]
    assert finding.hint == "请核对编码，或先在「项目支出绩效目标」中补上这条记录。"
    assert (finding.record, finding.field) == ("P2＋1", "project_code")


def test_orphans_of_a_table_that_is_not_there(folder: DataFolder) -> None:
    folder.table("goal_indicators", folder.row("goal_indicators", project_code="P1"))
    assert [one.code for one in folder.found("K02")] == ["K02"]


def test_no_orphans_of_a_file_that_could_not_be_read(folder: DataFolder) -> None:
    folder.table("goal_indicators", folder.row("goal_indicators", project_code="P1"))
    folder.write(f"{EDU}/goals.csv", "项目编码\n".encode("gb18030"))
    folder.write("990001/2023/finance/package.yaml", PACKAGE)
    folder.table("goal_indicators", folder.row("goal_indicators", project_code="P2"), folder="990001/2023/finance")
    assert [(one.code, one.department) for one in folder.found("L01", "K02")] == [("L01", "edu"), ("K02", "finance")]


def test_a_wrong_code_does_not_pass_as_registered(folder: DataFolder) -> None:
    folder.table("goals", folder.row("goals", project_code="P 1"))
    folder.table("goal_indicators", folder.row("goal_indicators", project_code="P 1"))
    assert [(one.code, one.table) for one in folder.found("S03")] == [("S03", "goal_indicators"), ("S03", "goals")]


def test_missing_departments_row(folder: DataFolder) -> None:
    folder.replace("common/departments.csv", "990001,edu,,示例区教育局,,,,,,\n", "")
    (finding,) = folder.found("K02")
    assert finding.message == "文件夹名「edu」不在 common/departments.csv 登记的部门代码里。"
    assert finding.hint == "请改正文件夹名，或请财政部门先在 common/departments.csv 登记。"
    assert (finding.file, finding.value) == (f"data/{EDU}/package.yaml", "edu")


def test_missing_divisions_row(folder: DataFolder) -> None:
    folder.write("990002/2023/edu/package.yaml", PACKAGE)
    (finding,) = folder.found("K02")
    assert finding.message == "文件夹名「990002」不在 common/divisions.csv 登记的区划代码里。"


def test_registers_that_cannot_be_read_make_no_strangers(folder: DataFolder) -> None:
    folder.write("common/departments.csv", "x")
    assert folder.found("K02") == []


# Annual statements.


def stated(folder: DataFolder, place: str, code: str, year: str, *figures: str) -> None:
    folder.write(f"{place}/package.yaml", PACKAGE)
    folder.table("statements", folder.row("statements", statement_code=code, report_year=year), folder=place)
    rows = [folder.row("reported_figures", statement_code=code, figure_code=figure) for figure in figures]
    if rows:
        folder.table("reported_figures", *rows, folder=place)


def test_statements_of_several_years_and_departments(folder: DataFolder) -> None:
    stated(folder, "990001/2022/finance", "S22", "2022", "f1", "f2")
    stated(folder, "990001/2023/finance", "S23", "2023", "f3")
    assert lines(folder.found("K01", "K02", "K03", "S03")) == []


def test_bulletins_and_reports_may_stand_beside_the_annual_statement(folder: DataFolder) -> None:
    stated(folder, "990001/2023/finance", "S23", "2023", "f1")
    rows = [
        folder.row("statements", statement_code=code, report_year="2023", kind=kind, period=period, scope=scope)
        for code, kind, period, scope in (
            ("S23", "", "", ""),
            ("B23-8", "监控通报", "1-8", ""),
            ("U23", "单位自评报告", "", "示例区第一中学"),
            ("T23", "乡镇说明", "", "示例镇"),
        )
    ]
    folder.table("statements", *rows, folder="990001/2023/finance")
    assert lines(folder.found("K01", "K02", "K03", "S03")) == []


def test_two_statements_of_one_year_would_share_a_page(folder: DataFolder) -> None:
    stated(folder, "990001/2023/edu", "S1", "2023")
    stated(folder, "990001/2023/finance", "S2", "2023")
    (finding,) = folder.found("K01", "K02", "K03")
    assert finding.file == "data/990001/2023/finance/statements.csv"
    assert finding.message == "同一区划同一年度已有年度说明：见 data/990001/2023/edu/statements.csv 第 2 行「S1」。"


def test_codes_of_statements_and_figures_are_unique_everywhere(folder: DataFolder) -> None:
    stated(folder, "990001/2022/finance", "S1", "2022", "f1")
    stated(folder, "990001/2023/finance", "S1", "2023", "f1")
    here, there = "data/990001/2023/finance", "data/990001/2022/finance"
    assert keys(folder) == [
        f"K03 {here}/reported_figures.csv:2 数字编码已被使用：见 {there}/reported_figures.csv 第 2 行「f1」。",
        f"K03 {here}/statements.csv:2 说明编码已被使用：见 {there}/statements.csv 第 2 行「S1」。",
    ]


def test_a_figure_twice_in_one_file_is_told_once(folder: DataFolder) -> None:
    stated(folder, "990001/2023/finance", "S1", "2023", "f1", "f1")
    assert [one.code for one in folder.found("K01", "K03")] == ["K01"]


def test_statement_in_the_folder_of_another_year(folder: DataFolder) -> None:
    stated(folder, "990001/2023/finance", "S1", "2022")
    (finding,) = folder.found("S03")
    assert (finding.field, finding.message) == ("report_year", "写的是「2022」，与文件夹的年度 2023 不一致。")
    assert finding.hint == "年度说明放在它所报告的年度的文件夹里；请改正年度，或移动文件。"


# Findings say whose row it is.


def test_a_refused_cell_names_its_project(folder: DataFolder) -> None:
    folder.table("goals", folder.row("goals", project_code="P1", project_name="校舍维修"))
    rows = [folder.row("goal_indicators", project_code="P1", level3="维修学校数", indicator_no="1", weight="十分")]
    folder.table("goal_indicators", *rows)
    (finding,) = folder.found("S01")
    assert (finding.record, finding.name) == ("P1＋1", "校舍维修／维修学校数")


def test_all_problems_of_a_run_in_one_go(folder: DataFolder) -> None:
    folder.write("990001/20244/x", "x")
    folder.write("990001/2023/finance/goals.csv", b"")
    folder.table("goals", folder.row("goals", project_code="P1", total_amount="1,000", annual_goal=""))
    folder.table("goal_indicators", folder.row("goal_indicators", project_code="P2"))
    found = {one.code for one in folder.check().findings}
    assert {"L09", "L05", "P01", "S01", "S09", "K02"} <= found


def test_rules_see_one_row_a_key(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule need not ask which of two rows is meant; the frames keep both."""
    seen: list[str] = []

    def look(facts: Facts) -> pd.DataFrame:
        seen.extend(facts.tables["goals"]["project_name"])
        return facts.tables["goals"].iloc[:0]

    monkeypatch.setattr(
        run, "RULES", {"R01": replace(RULES["R01"], table="goals", function=look, looks_at=(), needs=())}
    )
    rows = (("P1", "甲"), ("P1", "乙"), ("P 2", "丙"), ("P3", "丁"))
    folder.table("goals", *(folder.row("goals", project_code=code, project_name=name) for code, name in rows))
    assert len(folder.check().frames["goals"]) == 4
    assert seen == ["甲", "丁"]


# The form.


def test_days_of_the_form_that_have_not_come(folder: DataFolder) -> None:
    form = """\
title: x
publisher: 示例区教育局
written_date: "DAY"
published_date: "DAY"
documents: [{kind: D2, title: 目标, published: "DAY"}]
replies: [{rule: F02, table: self_evaluations, record: P1, date: "DAY", text: x}]
"""
    folder.table("self_evaluations", folder.row("self_evaluations", project_code="P1"))
    waiver = "folder: 2023/edu, rule: R01, table: goals, record: P1, reason: x, date: "
    folder.write(f"{EDU}/package.yaml", form.replace("DAY", "2024-09-01"))  # the day of the check
    folder.waive(f"{waiver}2024-09-01")
    assert folder.found("P02", "P05") == []
    folder.write(f"{EDU}/package.yaml", form.replace("DAY", "2024-09-02"))
    folder.waive(f"{waiver}2024-09-02")
    found = folder.found("P02", "P05")
    told = ("成文日期", "发布日期", "「目标」的公开日期", "F02 的部门说明日期", "R01 的豁免日期")
    assert [one.message for one in found] == [f"{what}写的是 2024-09-02，在检查之日 2024-09-01 之后。" for what in told]
    assert {(one.severity, one.value, one.expected) for one in found} == {("warning", "2024-09-02", "不晚于2024-09-01")}
    assert [one.table for one in found] == ["", "", "", "self_evaluations", "goals"]


# Waivers.


def evaluated(folder: DataFolder, waiver: str = "") -> DataFolder:
    """A self-evaluation whose execution rate is wrong (R01)."""
    if waiver:
        folder.waive(waiver)
    folder.table("self_evaluations", folder.row("self_evaluations", project_code="P1"))
    funds = {"project_code": "P1", "fund_source": "年度资金总额", "annual_budget": "100", "actual_spend": "50"}
    folder.table("self_evaluation_funds", folder.row("self_evaluation_funds", **funds, execution_rate="98"))
    return folder


WHO = "folder: 2023/edu, date: 2024-08-25, reason: 原件如此"
RIGHT = f"rule: R01, table: self_evaluation_funds, record: P1＋年度资金总额, field: execution_rate, {WHO}"


def test_error_without_waiver(folder: DataFolder) -> None:
    (finding,) = evaluated(folder).found("R01")
    assert finding.severity == "error"
    assert finding.waiver is None


def test_waiver(folder: DataFolder) -> None:
    found = evaluated(folder, RIGHT).found("R01", "P03")
    assert [(one.code, one.severity) for one in found] == [("R01", "warning")]
    assert "准予照登" not in found[0].message
    assert "已由示例区财政局于 2024-08-25 准予照登：原件如此（R01）。照登原件，复算值并列公布。" in sentence(found[0])
    assert found[0].hint == "照登原件，复算值并列公布。"
    assert found[0].waiver is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("record: P1＋年度资金总额", "record: P2＋年度资金总额"),
        ("field: execution_rate", "field: score"),
        ("rule: R01", "rule: R99"),
        ("table: self_evaluation_funds", "table: goals"),
    ],
)
def test_waiver_for_something_else_is_unused_and_waives_nothing(folder: DataFolder, old: str, new: str) -> None:
    assert old in RIGHT
    found = evaluated(folder, RIGHT.replace(old, new)).found("R01", "P03")
    assert sorted((one.code, one.severity) for one in found) == [("P03", "warning"), ("R01", "error")]


@pytest.mark.parametrize("left_out", [", field: execution_rate", "＋年度资金总额"])
def test_a_waiver_may_be_for_a_whole_record_named_by_the_first_part_of_its_key(
    folder: DataFolder, left_out: str
) -> None:
    assert left_out in RIGHT
    found = evaluated(folder, RIGHT.replace(left_out, "")).found("R01", "P03")
    assert [(one.code, one.severity) for one in found] == [("R01", "warning")]


def test_of_two_waivers_for_one_thing_the_first_is_used(folder: DataFolder) -> None:
    both = f"{RIGHT}}}\n  - {{{RIGHT.replace('原件如此', '另一理由')}"
    unused, found = sorted(evaluated(folder, both).found("R01", "P03"), key=lambda one: one.code)
    assert unused.code == "P03"
    assert found.waiver is not None
    assert (found.severity, found.waiver.reason) == ("warning", "原件如此")


def test_unused_waiver(folder: DataFolder) -> None:
    folder.waive(RIGHT)
    (finding,) = folder.found("P03")
    assert finding.message == "豁免没有用上：2023/edu，R01，self_evaluation_funds，记录「P1＋年度资金总额」。"
    assert finding.hint == "数据已改正时请删除这条豁免；否则请核对规则、表名与记录编码。"


def test_structure_cannot_be_waived(folder: DataFolder) -> None:
    folder.waive(f"rule: S01, table: goals, record: P1, {WHO}")
    folder.table("goals", folder.row("goals", project_code="P1", total_amount="１００"))
    unused, refused = sorted(folder.found("S01", "P03"), key=lambda one: one.code)
    assert (unused.severity, refused.severity) == ("warning", "error")
    assert unused.hint == "文件和单元格的写法问题不能豁免，请改正数据。"


@pytest.mark.parametrize("other", ["2023/finance", "2022/edu", "2023/health"])
def test_waiver_of_another_folder_waives_nothing(folder: DataFolder, other: str) -> None:
    agreed = ", authority: 示例区人大常委会, basis: 决议" if "finance" in other else ""
    found = evaluated(folder, RIGHT.replace("2023/edu", other) + agreed).found("R01", "P03")
    unused, wrong = sorted(found, key=lambda one: one.code)
    assert (unused.code, unused.severity, wrong.code, wrong.severity) == ("P03", "warning", "R01", "error")
    assert unused.hint == f"没有 {other} 这个文件夹，请核对。"


# The folder as a whole.


def test_a_catalogue_without_a_table_that_rules_need(folder: DataFolder) -> None:
    folder.replace("datapackage.yaml", "  - reported_figures\n", "")
    with pytest.raises(UserError, match=r"datapackage\.yaml 的 tables 里没有「reported_figures」。"):
        folder.check()


def test_an_empty_data_folder_is_sound(folder: DataFolder) -> None:
    assert lines(folder.check().findings) == []


def test_checked_frames_keep_every_row_in_order(folder: DataFolder) -> None:
    rows = [
        folder.row("goals", project_code=f"P{number}", total_amount="x" * (number % 2) + "1") for number in range(9)
    ]
    folder.table("goals", *rows)
    frame = folder.check().frames["goals"]
    assert frame["project_code"].tolist() == [row["project_code"] for row in rows]
    assert frame["total_amount"].isna().tolist() == [False, True] * 4 + [False]
