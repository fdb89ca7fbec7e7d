"""Faults as they were tried, made by script: what is written into a small sound sample, and what a check must say.

Each case changes one file (or makes many) and names the kind that has to be found, once, with its cause. Sizes are
those that were tried; nothing of it is kept as a file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from generator.load import load_catalogue
from generator.sample import sample
from tests.shipped import DATA

ROOT = Path(__file__).parents[1]
TABLES = load_catalogue(DATA).tables
FOLDER = "990001/2025/edu"
Row = dict[str, str]


def sound() -> dict[str, bytes]:
    """A sample of twelve projects in which a check finds no error: path below the data folder → content."""
    files = {
        path.relative_to(DATA).as_posix(): path.read_bytes()
        for place in ("datapackage.yaml", "schemas/*.yaml", "profiles/*.yaml")
        for path in sorted((DATA).glob(place))
    }
    made = sample(projects=4, years=3, departments=2, seed=1, last_year=2026, tables=TABLES)
    return files | {one.path: one.content for one in made}


def of_year(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files without the folders of other years than the one that is spoiled."""
    own, years = FOLDER.rpartition("/")[0] + "/", re.compile(r"990001/\d{4}/")
    return {path: content for path, content in files.items() if path.startswith(own) or not years.match(path)}


def in_division(files: Mapping[str, bytes], number: int) -> dict[str, bytes]:
    """The files as those of another division, by its code and name and the codes of its statements' figures."""
    new = {
        "990001": division(number),
        "示例区": f"示例{number}区",
        "sl2": f"sl{number}-2",
        "tb26": f"tb{number}-26",
        "tb-2026": f"tb{number}-2026",
    }

    def renamed(content: bytes) -> bytes:
        for old, name in new.items():
            content = content.replace(old.encode(), name.encode())
        return content

    return {path.replace("990001", division(number)): renamed(content) for path, content in files.items()}


def division(number: int) -> str:
    """The code of an invented division."""
    return f"99{number:04d}"


def side_by_side(divisions: Iterable[Mapping[str, bytes]]) -> dict[str, bytes]:
    """The data of several divisions as one: the rows that each has in the common tables stand below one another."""
    together: dict[str, bytes] = {}
    for files in divisions:
        for path, content in files.items():
            if path.startswith("common/") and path in together:
                content = together[path].rstrip(b"\r\n") + b"\n" + content.partition(b"\n")[2]
            together[path] = content
    return together


def put(place: Path, files: Mapping[str, bytes]) -> Path:
    """The files on disk, below a folder ``data``."""
    data = place / "data"
    for path, content in files.items():
        (data / path).parent.mkdir(parents=True, exist_ok=True)
        (data / path).write_bytes(content)
    return data


def rows_of(content: bytes) -> list[Row]:
    """The rows of a sound file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def lines_of(content: bytes) -> list[list[str]]:
    """The lines of a sound file, its header first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def written(lines: Sequence[Sequence[str]], separator: str = ",") -> bytes:
    """Lines as a spreadsheet writes them."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()


def table(rows: Sequence[Row]) -> bytes:
    """Rows as a file."""
    return written([list(rows[0]), *(list(row.values()) for row in rows)])


def coded(files: Mapping[str, bytes], code: str) -> dict[str, bytes]:
    """The files with another code for the first project, wherever it stands."""
    first = rows_of(files[GOALS])[0]["project_code"].encode()
    return {path: content.replace(first, code.encode()) for path, content in files.items()} if code else {**files}


def titled(content: bytes) -> bytes:
    """The file with Chinese headings, as people write it."""
    lines = lines_of(content)
    name = max(TABLES.values(), key=lambda one: len({*one.names} & {*lines[0]}) - len({*lines[0]} - {*one.names}))
    return written([[name.field(one).title for one in lines[0]], *lines[1:]])


@dataclass(frozen=True, kw_only=True)
class Case:
    """A fault: the file it is in, what becomes of its content, the code of the finding and words that it must say."""

    name: str
    file: str
    spoil: Callable[[bytes], bytes]
    code: str
    words: Sequence[str] = ()
    never: Sequence[str] = ()  # words that no finding may say
    errors: int = 1  # findings that are told, those left out and counted not among them
    code_of: str = ""  # what the first project's code is in all files before


def _cells(change: Callable[[int, Row], Row | None]) -> Callable[[bytes], bytes]:
    """A spoiler that changes rows, told by their numbers from 0, or leaves them out."""

    def spoil(content: bytes) -> bytes:
        changed = [change(number, row) for number, row in enumerate(rows_of(content))]
        return table([row for row in changed if row is not None])

    return spoil


def cell(field: str, value: str, row: int = 0) -> Callable[[bytes], bytes]:
    """A spoiler that writes one cell."""
    return _cells(lambda number, given: given | {field: value} if number == row else given)


GOALS, GOAL_INDICATORS = f"{FOLDER}/goals.csv", f"{FOLDER}/goal_indicators.csv"
OWN, FUNDS, INDICATORS = (f"{FOLDER}/self_evaluation{one}.csv" for one in ("s", "_funds", "_indicators"))
FORM = f"{FOLDER}/package.yaml"


def named(field: str, *values: str) -> Callable[[bytes], bytes]:
    """A spoiler that writes one column, its values in turn."""
    return _cells(lambda number, given: given | {field: values[number % len(values)]})


def lines(change: Callable[[list[list[str]]], list[list[str]]], separator: str = ",") -> Callable[[bytes], bytes]:
    """A spoiler that changes the lines of a file with Chinese headings."""
    return lambda content: written(change(lines_of(titled(content))), separator)


def read_as_utf8(text: str) -> str:
    """What UTF-8 makes of a text's bytes in GBK."""
    return text.encode("gbk").decode("utf-8")


def without_name(field: str) -> Callable[[bytes], bytes]:
    """A spoiler that empties one heading."""
    return lambda content: written(
        [["" if cell == field else cell for cell in lines_of(content)[0]], *lines_of(content)[1:]]
    )


def first_of_block(*fields: str) -> Callable[[bytes], bytes]:
    """A spoiler that leaves a column's cells empty where they repeat the one above, as merged cells are saved."""

    def spoil(content: bytes) -> bytes:
        above: Row = {}
        changed = []
        for row in rows_of(content):
            changed.append(row | {name: "" if above.get(name) == row[name] else row[name] for name in fields})
            above = row
        return table(changed)

    return spoil


def only_codes(row: Row) -> Row:
    """The row with nothing but its codes."""
    return {name: cell if name.endswith("_code") and name == "project_code" else "" for name, cell in row.items()}


CODE = "105210000000180012"


def with_codes(code: str, *own: str) -> Callable[[bytes], bytes]:
    """A spoiler that gives all rows of the first project another code."""

    def spoil(content: bytes) -> bytes:
        rows = rows_of(content)
        first = rows[0]["project_code"]
        return table([row | {"project_code": code} if row["project_code"] == first else row for row in rows])

    return spoil


def every(field: str, change: Callable[[str], str], *others: str) -> Callable[[bytes], bytes]:
    """A spoiler that rewrites what is written in columns."""
    return _cells(lambda _, row: row | {name: change(row[name]) for name in (field, *others) if row.get(name)})


def headed(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """A spoiler that rewrites the Chinese headings."""
    return lines(lambda given: [[change(cell) for cell in given[0]], *given[1:]])


def with_unit(unit: str) -> Callable[[bytes], bytes]:
    """A spoiler that writes a unit behind the headings of amounts."""
    amounts = {one.title for table in TABLES.values() for one in table.fields if one.unit == "万元"}
    return headed(lambda cell: f"{cell}（{unit}）" if cell in amounts else cell)


def moved(step: int, first: int = 0) -> Callable[[bytes], bytes]:
    """A spoiler that shifts the cells below the header by one, from a column on."""

    def shift(line: list[str]) -> list[str]:
        if step > 0:
            return [*line[:first], "", *line[first:-1]]
        return [*line[:first], *line[first + 1 :], ""]

    return lines(lambda given: [given[0], *map(shift, given[1:])])


def with_below(file: str) -> Callable[[bytes], bytes]:
    """A spoiler that pastes another table below."""
    return lambda content: titled(content) + titled(sound()[file])


def with_beside(file: str) -> Callable[[bytes], bytes]:
    """A spoiler that pastes another table to the right, an empty column between them."""

    def spoil(content: bytes) -> bytes:
        one, two = lines_of(titled(content)), lines_of(titled(sound()[file]))
        longest = max(len(one), len(two))
        one += [[""] * len(one[0])] * (longest - len(one))
        two += [[""] * len(two[0])] * (longest - len(two))
        return written([[*left, "", *right] for left, right in zip(one, two, strict=True)])

    return spoil


def turned(one: str, other: str) -> Callable[[bytes], bytes]:
    """A spoiler that exchanges two headings."""
    names = {one: other, other: one}
    return lambda content: written([[names.get(cell, cell) for cell in lines_of(content)[0]], *lines_of(content)[1:]])


def second_row(*cells: str) -> Callable[[bytes], bytes]:
    """A spoiler that puts a row below the header, filled with these cells or with one of them throughout."""
    return lines(lambda given: [given[0], [*(cells * len(given[0]))[: len(given[0])]], *given[1:]])


_PARTS = [one.name for one in TABLES["goals"].fields if one.unit == "万元"]


def times(factor: str) -> Callable[[str], str]:
    """What makes another number of each."""
    return lambda cell: f"{Decimal(cell) * Decimal(factor):f}"


MESSAGES = (
    Case(
        name="all rates as decimals",
        file=FUNDS,
        spoil=every("execution_rate", times("0.01")),
        code="R01",
        words=("这一列另有 5 行也是这样", "整列乘以 100"),
    ),
    Case(
        name="all amounts in 元",
        file=FUNDS,
        spoil=every("initial_budget", times("10000"), "annual_budget", "actual_spend"),
        code="C21b",
        words=("像是整列都以元为单位填写", "整列除以 10000"),
    ),
    Case(
        name="all amounts of goals in 元",
        file=GOALS,
        spoil=every("total_amount", times("10000"), *_PARTS),
        code="C21",
        words=("像是整列都以元为单位填写",),
    ),
    Case(
        name="all amounts in 亿元",
        file=FUNDS,
        spoil=every("initial_budget", times("0.0001"), "annual_budget", "actual_spend"),
        code="C21b",
        words=("整列乘以 10000",),
    ),
    Case(
        name="words of GBK that are valid UTF-8",
        file=GOALS,
        spoil=cell("project_name", read_as_utf8("医院")),
        code="L13",
        words=("ҽԺ", "医院"),
    ),
    Case(
        name="a unit of GBK that is valid UTF-8",
        file=INDICATORS,
        spoil=cell("unit", read_as_utf8("元")),
        code="L13",
        words=("元",),
    ),
    Case(name="GBK", file=INDICATORS, spoil=lambda c: titled(c).decode().encode("gbk"), code="L01", words=("GBK",)),
    Case(name="two marks", file=INDICATORS, spoil=lambda c: b"\xef\xbb\xbf" * 2 + c, code="L03", words=("U+FEFF",)),
    Case(
        name="full-width commas",
        file=INDICATORS,
        spoil=lambda c: titled(c).decode().replace(",", "，").encode(),
        code="L08",
        words=("全角逗号",),
    ),
    Case(name="tabs", file=INDICATORS, spoil=lines(lambda given: given, "\t"), code="L08", words=("制表符",)),
    Case(
        name="no key column",
        file=INDICATORS,
        spoil=lambda c: written([line[1:] for line in lines_of(c)]),
        code="L06",
        words=("项目编码",),
    ),
    Case(name="per cent", file=FUNDS, spoil=cell("execution_rate", "95%"), code="S01", words=("百分号", "95")),
    Case(name="wide per cent", file=FUNDS, spoil=cell("execution_rate", "97.5％"), code="S01", words=("97.5",)),
    Case(
        name="a decimal meant as per cent", file=FUNDS, spoil=cell("execution_rate", "0.95"), code="R01", words=("95",)
    ),
    Case(
        name="code rounded",
        file=GOALS,
        spoil=with_codes("105210000000180000"),
        code="S08",
        words=(CODE,),
        code_of=CODE,
    ),
    Case(
        name="code as a power of ten",
        file=GOALS,
        spoil=with_codes("1.0521E+17"),
        code="S03",
        words=("18 位", "文本格式"),
    ),
    Case(
        name="two title lines",
        file=INDICATORS,
        spoil=lines(lambda given: [["自评绩效指标表", *[""] * 11], ["单位：万元", *[""] * 11], *given]),
        code="L06",
        words=("第 3 行",),
    ),
    Case(
        name="a heading left empty",
        file=GOALS,
        spoil=without_name("annual_goal"),
        code="L06",
        words=("年度目标",),
        never=("删除",),
    ),
    Case(
        name="merged cells",
        file=INDICATORS,
        spoil=first_of_block("level1"),
        code="S07",
        words=("一级指标", "合并"),
    ),
    Case(
        name="a month as a decimal",
        file=GOALS,
        spoil=cell("start_date", "2024.1"),
        code="S01",
        words=("2024.10",),
    ),
    Case(name="a serial number", file=GOALS, spoil=cell("start_date", "44128"), code="S01", words=("2024-10-25",)),
    Case(
        name="an impossible day",
        file=GOALS,
        spoil=cell("start_date", "2025-02-30"),
        code="S01",
        words=("只有 28 天",),
        never=("写成 2025-02-30",),
    ),
    Case(
        name="rows that hold only codes",
        file=GOALS,
        spoil=_cells(lambda number, row: only_codes(row) if number else row),
        code="S06",
        words=("只有编码",),
    ),
    Case(
        name="a web page",
        file=GOALS,
        spoil=lambda _: b"<!DOCTYPE html><html><body><table><tr><td>a</td></tr></table></body></html>",
        code="L01",
        words=("网页",),
    ),
    Case(
        name="codes in small letters",
        file=GOAL_INDICATORS,
        spoil=every("project_code", str.lower),
        code="K04",
        words=("大小写", "查找替换"),
    ),
    Case(name="goals in small letters", file=GOALS, spoil=every("project_code", str.lower), code="K04"),
    Case(
        name="codes with hyphens",
        file=INDICATORS,
        spoil=every("project_code", lambda cell: f"{cell[:6]}-{cell[6:]}"),
        code="K04",
        words=("短横",),
    ),
    Case(
        name="names for codes",
        file=GOAL_INDICATORS,
        spoil=every("project_code", lambda cell: "校车运营补贴项目"),
        code="S03",
        words=("写编码，不写名称",),
    ),
    Case(name="no goals", file=GOALS, spoil=lambda _: b"", code="L05", words=("是空的",)),
    Case(name="shifted to the right", file=INDICATORS, spoil=moved(1), code="S10", words=("向右错了一列", "左移")),
    Case(name="shifted to the left", file=GOALS, spoil=moved(-1), code="S10", words=("向左错了一列", "右移")),
    Case(name="funds shifted", file=FUNDS, spoil=moved(1), code="S10", words=("向右错了一列",)),
    Case(name="shifted from a column on", file=GOALS, spoil=moved(1, 2), code="S10", words=("从「实施单位编码」起",)),
    Case(
        name="another table below",
        file=GOALS,
        spoil=with_below(GOAL_INDICATORS),
        code="L06",
        words=("上下贴", "第 5 行"),
    ),
    Case(name="the table twice", file=GOALS, spoil=with_below(GOALS), code="S06", words=("贴了两遍",)),
    Case(name="another table beside", file=OWN, spoil=with_beside(FUNDS), code="L06", words=("并排", "第 14 列")),
    Case(name="the table beside itself", file=GOALS, spoil=with_beside(GOALS), code="L06", words=("并排",)),
    Case(
        name="units in the header",
        file=FUNDS,
        spoil=with_unit("万元"),
        code="L06",
        words=("「年初预算数（万元）」改成「年初预算数」",),
        never=("除以",),
    ),
    Case(name="another unit in the header", file=FUNDS, spoil=with_unit("元"), code="L06", words=("数也要除以 10000",)),
    Case(name="marks in the header", file=GOALS, spoil=headed(lambda cell: f"{cell}【必填】"), code="L06"),
    Case(
        name="rows numbered",
        file=GOALS,
        spoil=lines(lambda given: [["序号" if not n else str(n), *line] for n, line in enumerate(given)]),
        code="L06",
        words=("序号不用填",),
    ),
    Case(
        name="rows and columns exchanged",
        file=INDICATORS,
        spoil=lines(lambda given: [list(line) for line in zip(*given, strict=True)]),
        code="L06",
        words=("转置",),
    ),
    Case(
        name="no header", file=FUNDS, spoil=lines(lambda given: given[1:]), code="L06", words=("没有表头", "插入一行")
    ),
    Case(
        name="the header last",
        file=GOALS,
        spoil=lines(lambda given: [*given[1:], given[0]]),
        code="L06",
        words=("移到最上面", "不要删除"),
    ),
    Case(
        name="a cell too many in each row",
        file=INDICATORS,
        spoil=lines(lambda given: [given[0], *(["1", *line] for line in given[1:])]),
        code="L07",
        words=("每一行都有 13 格", "少写了列名"),
    ),
    Case(
        name="days with points",
        file=GOALS,
        spoil=every("start_date", lambda cell: cell.replace("-", "."), "end_date"),
        code="S01",
        words=("2024-01-01", "「开始日期」「结束日期」另有 5 格也是这种写法"),
    ),
    Case(name="days and hours", file=GOALS, spoil=every("start_date", lambda cell: f"{cell} 00:00:00"), code="S01"),
    Case(
        name="amounts with their unit",
        file=FUNDS,
        spoil=every("initial_budget", lambda cell: f"{cell}万元", "annual_budget", "actual_spend"),
        code="S01",
        words=("不写「万元」",),
    ),
    Case(
        name="amounts in another unit",
        file=FUNDS,
        spoil=every("initial_budget", lambda cell: "1860000元", "annual_budget"),
        code="S01",
        words=("1860000元是 186 万元，写 186",),
    ),
    Case(
        name="a comma for the point",
        file=INDICATORS,
        spoil=cell("score", "9，87"),
        code="S01",
        words=("小数点写成了逗号",),
        never=("987",),
    ),
    Case(
        name="placeholders", file=FUNDS, spoil=every("initial_budget", lambda cell: "无"), code="S01", words=("留空",)
    ),
    Case(
        name="a workbook for the form",
        file=FORM,
        spoil=lambda _: b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(99),
        code="P02",
        words=("Excel 工作簿",),
        never=("UTF-8",),
    ),
    Case(
        name="a column of GBK that is valid UTF-8",
        file=INDICATORS,
        spoil=every("level3", lambda cell: read_as_utf8("目录")),
        code="L13",
        words=("目录", "另有 36 格也是乱码"),
    ),
    Case(
        name="words that became question marks",
        file=GOALS,
        spoil=cell("annual_goal", "??????"),
        code="L13",
        words=("问号",),
        never=("目标里是",),
    ),
    Case(
        name="two headings left empty",
        file=INDICATORS,
        spoil=lambda content: without_name("score")(without_name("level2")(content)),
        code="L06",
        words=("第 4、11 列共 2 列没有列名", "第 11 列多半是「得分」"),
        never=("删除",),
    ),
    Case(name="columns numbered", file=FUNDS, spoil=second_row(*map(str, range(1, 9))), code="S06", words=("栏次",)),
    Case(
        name="columns lettered and numbered",
        file=FUNDS,
        spoil=second_row("甲", "乙", *map(str, range(1, 7))),
        code="S06",
        words=("栏次",),
    ),
    Case(name="a row of hints", file=GOALS, spoil=second_row("必填"), code="S06", words=("填写说明",)),
    Case(
        name="a table of nothing",
        file=GOALS,
        spoil=_cells(lambda _, row: dict.fromkeys(row, "无")),
        code="S06",
        words=("没有内容", "删除这个文件"),
    ),
    Case(
        name="a table of nothing but codes and dashes",
        file=OWN,
        spoil=_cells(lambda _, row: dict.fromkeys(row, "—") | {"project_code": row["project_code"]}),
        code="S06",
        words=("没有内容",),
    ),
    Case(
        name="a code as a power of ten in each row of a project",
        file=FUNDS,
        spoil=with_codes("1.05E+17"),
        code="S03",
        words=("18 位", "另有 3 格"),
        code_of=CODE,
    ),
    Case(
        name="a code without its first zeros",
        file=INDICATORS,
        spoil=with_codes("5210000000180012"),
        code="K02",
        words=("005210000000180012",),
        code_of="005210000000180012",
    ),
    Case(name="headings of points exchanged", file=INDICATORS, spoil=turned("weight", "score"), code="S10"),
    Case(
        name="headings of values exchanged",
        file=INDICATORS,
        spoil=turned("target_value", "actual_value"),
        code="S10",
        words=("「年度指标值」和「实际完成值」两列的列名像是写反了", "对调"),
    ),
    Case(name="headings of days exchanged", file=GOALS, spoil=turned("start_date", "end_date"), code="S10"),
    Case(name="headings of amounts exchanged", file=FUNDS, spoil=turned("annual_budget", "actual_spend"), code="S10"),
    Case(
        name="headings of project and agency exchanged",
        file=GOALS,
        spoil=turned("project_name", "agency_name"),
        code="S10",
        words=("「项目名称」和「实施单位」两列的列名像是写反了",),
    ),
    Case(
        name="headings of project and agency exchanged in self-evaluations",
        file=OWN,
        spoil=turned("project_name", "agency_name"),
        code="S10",
    ),
    Case(
        name="headings of units exchanged", file=GOAL_INDICATORS, spoil=turned("target_value", "operator"), code="S10"
    ),
    Case(
        name="a form in JSON",
        file=FORM,
        spoil=lambda _: b'{"title": "x", "publisher": "y"}',
        code="P02",
        words=("花括号",),
    ),
    Case(
        name="a form with Chinese colons",
        file=FORM,
        spoil=lambda content: content.replace(b": ", "：".encode()),
        code="P02",
        words=("英文冒号",),
    ),
    Case(
        name="a form twice",
        file=FORM,
        spoil=lambda content: content + b"---\n" + content,
        code="P02",
        words=("只能有一份",),
    ),
    Case(name="a form of nothing", file=FORM, spoil=lambda _: b"", code="P02", words=("是空的",)),
)
# What Excel adds and nobody sees, and how forms number their levels.
HARMLESS = {
    "levels numbered": every("level1", lambda cell: f"1.{cell}", "level2"),
    "levels numbered in Chinese": every("level1", lambda cell: f"（一）{cell.removesuffix('指标')}"),
    "every line ends with commas": lines(lambda given: [[*line, "", "", ""] for line in given]),
    "blank lines at the end": lambda content: content + b"\r\n" * 200,
    "rows of commas at the end": lambda content: content + b",,,,,,\r\n" * 200,
    "cells of spaces at the end": lambda content: content + "　 ,,,\n\t\n".encode() + b'"","",""\n' * 50,
    "a column without anything": lines(lambda given: [[*line[:3], "", *line[3:]] for line in given]),
}
