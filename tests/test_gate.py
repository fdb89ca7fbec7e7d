"""Personal numbers and marks of secrecy: found however they are written, never printed, never waived; codes pass."""

from __future__ import annotations

import importlib
import random
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from generator.check.privacy import marks
from generator.check.privacy.gate import known_numbers, matching, refused_cells, refused_forms
from generator.check.privacy.numbers import is_card, is_credit_code, is_mobile, is_old_resident, is_resident
from generator.check.privacy.personal import (
    CANDIDATES,
    CARD,
    KINDS,
    MOBILE,
    OLD_RESIDENT,
    RESIDENT,
    SECRET,
    Kind,
    Known,
    find,
    masked,
)
from generator.check.report import FORMATS
from generator.cli.main import main
from generator.core.codes import CODES
from generator.core.data import Checked, Loaded
from generator.core.finding import Finding
from generator.core.memory import text_type
from generator.core.package import Package
from generator.core.schema import Field, Table
from generator.load import load, load_catalogue
from generator.sample import sample
from tests import privacy_corpus
from tests.conftest import DATA, EDU, PACKAGE, DataFolder, clean_folder

_PARSER: Any = importlib.import_module("re._parser")
TODAY = date(2026, 11, 20)
KNOWN = Known(today=TODAY)
PERSON = "11010519491231002X"  # the example of GB 11643
FOUND = [(kind, text) for kind in KINDS for text in kind.found]
PASSED = [(kind, text) for kind in KINDS for text in kind.passed]
CATALOGUE = load_catalogue(DATA)
TEXTS = [
    (table, field)
    for table in CATALOGUE.tables.values()
    for field in table.fields
    if field.type == "string" and not {"enum", "pattern"} & set(field.constraints)
]


Spoiled = tuple[int, str, str]  # the row, the field and the code


def kinds(text: str, known: Known = KNOWN) -> list[Kind]:
    return [hit.kind for hit in find(text, known)]


def searched(*texts: str) -> bool:
    """Whether all of these texts come to the exact judgement."""
    return bool(matching(pa.array(texts, pa.large_string()), CANDIDATES).all())


def resident(region: str, born: str, order: str) -> str:
    """A valid identity number; the check digit by another formula than the program's (ISO 7064, MOD 11-2)."""
    digit = (1 - 2 * int(region + born + order, 13)) % 11
    return region + born + order + ("X" if digit == 10 else str(digit))


# What is found.


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_found(kind: Kind, text: str) -> None:
    assert set(kinds(text)) == {kind}
    assert searched(text)


@pytest.mark.parametrize(("kind", "text"), PASSED)
def test_passed(kind: Kind, text: str) -> None:
    assert kinds(text) == []


def test_every_kind_is_explained() -> None:
    for kind in KINDS:
        assert kind.code in CODES
        assert kind.title.removeprefix("15位") in CODES[kind.code].text
        assert kind.found
        assert kind.passed


@pytest.mark.parametrize("word", ["绝密", "机密", "秘密"])
@pytest.mark.parametrize("way", ["{}★", "{} ★ 10年", "{}★长期", "{}☆", "密级：{}", "密级: {}", "（{}）", "{}"])
def test_marks(word: str, way: str) -> None:
    assert kinds(way.format(word)) == [SECRET]
    assert kinds(f"保守{word}，{word}文件2份。") == []


def test_several_in_one_text() -> None:
    text = f"张某{PERSON}，电话138-0013-8000 139-0013-9000，卡6222021234567890128，机密★。"
    assert kinds(text) == [RESIDENT, MOBILE, MOBILE, CARD, SECRET]
    assert masked(text, KNOWN) == "张某110…2X，电话138…00 139…00，卡622…28，机密★。"


WAYS = {
    "full width": lambda number: "".join(chr(ord(one) + 0xFEE0) for one in number),
    "arabic": lambda number: "".join(chr(0x660 + int(one)) if one.isdecimal() else one for one in number),
    "bold": lambda number: "".join(chr(0x1D7CE + int(one)) if one.isdecimal() else one for one in number),
    "6 8 4": lambda number: f"{number[:6]} {number[6:14]} {number[14:]}",
    "6-4-4-4": lambda number: f"{number[:6]}-{number[6:10]}-{number[10:14]}-{number[14:]}",
    "6·8·4": lambda number: f"{number[:6]}·{number[6:14]}·{number[14:]}",
    "4 4 4 4 2": lambda number: " ".join(re.findall(".{1,4}", number)),
    "each apart": " ".join,
    "full-width spaces": "\u3000".join,
    "dashes": lambda number: f"{number[:6]}—{number[6:14]}–{number[14:]}",
    "small x": str.lower,
    "tabs": lambda number: f"{number[:6]}\t{number[6:14]}\t{number[14:]}",
}


@pytest.mark.thorough
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("around", ["{}", "身份证号{}。", "（{}）", "ID{}", "2024-05-01 {}", "{} 2024-05-01", "1. {}"])
def test_no_way_of_writing_hides_a_number(way: str, around: str) -> None:
    chance, texts = random.Random(way + around), []
    for _ in range(20):
        region = chance.choice(["110105", "370112", "440303", "650102", "810000", "830000"])
        born = f"{chance.randint(1920, 2025)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
        number = resident(region, born, f"{chance.randrange(1000):03d}")
        text = around.format(WAYS[way](number))
        texts.append(text)
        assert RESIDENT in kinds(text), text
        folded = re.sub("[^0-9X]", "", unicodedata.normalize("NFKC", masked(text, KNOWN)).upper())
        assert number not in folded
    assert searched(*texts)  # of all at once: to make its expressions takes longer than to look


@pytest.mark.parametrize(
    "number",
    ["110105194912310021", "990105194912310020", "110105194913310020", "110105209912310020", "1" * 18, "X" * 18],
)
def test_is_no_resident(number: str) -> None:
    assert not is_resident(number, TODAY)


def test_numbers_are_judged_by_their_parts() -> None:
    assert is_resident(PERSON, TODAY)
    assert not is_resident(PERSON, date(1949, 12, 30))
    assert is_old_resident("110105491231002", TODAY)
    assert not is_old_resident("110105240801001", TODAY)  # a code of 2024
    assert is_mobile("19900000000")
    assert not is_mobile("12900000000")
    assert is_card("6222021234567890128")
    assert not is_card("7222021234567890122")
    assert is_credit_code("121101051234567888")
    assert not is_credit_code("121101051234567889")


# The ways people write them, and what only looks so, by a corpus.


def rate(texts: Iterable[str], *, found: bool, name: bool = False) -> float:
    """Of how many texts it is so that something is found."""
    told = [bool(find(text, KNOWN, name=name)) is found for text in texts]
    assert len(told) >= 10
    return sum(told) / len(told)


def test_numbers_in_all_their_variants_are_found() -> None:
    texts = list(privacy_corpus.persons())
    assert len(texts) >= 1_000
    found = [bool(find(text, KNOWN)) for text in texts]
    assert sum(found) / len(texts) >= 0.98
    assert searched(*texts)
    hidden = [masked(text, KNOWN) for text in texts]
    assert not [text for text in hidden if RESIDENT in kinds(text)]
    assert not [text for text, other, some in zip(texts, hidden, found, strict=True) if some and other == text]


def test_look_alikes_of_numbers_pass() -> None:
    texts = list(privacy_corpus.look_alikes())
    assert len(texts) >= 3_000
    assert rate(texts, found=True) <= 0.005


def test_marks_in_all_their_variants_are_found() -> None:
    texts = list(privacy_corpus.marked())
    assert len(texts) >= 400
    assert rate(texts, found=True) >= 0.98
    assert rate(privacy_corpus.NAMED, found=True, name=True) == 1
    assert searched(*texts)


def _beginnings(nodes: Any) -> tuple[set[str], bool]:
    """The characters with which what is parsed can begin unless with a line, and whether it can be of none."""
    found: set[str] = set()
    for kind, value in nodes:
        name, empty, own = str(kind), False, set()
        if name == "AT":
            assert str(value) == "AT_BEGINNING"
        elif name == "LITERAL":
            own = {chr(value)}
        elif name == "IN":
            for part, one in value:
                assert str(part) in ("LITERAL", "RANGE"), "only characters that can be told"
                own |= {chr(one)} if str(part) == "LITERAL" else {*map(chr, range(one[0], one[1] + 1))}
        elif name in ("ASSERT", "ASSERT_NOT"):
            # Behind an end of line is where a line begins.
            empty = (name, value[0], [(str(a), b) for a, b in value[1]]) != ("ASSERT", -1, [("LITERAL", ord("\n"))])
        elif name == "BRANCH":
            branches = [_beginnings(branch) for branch in value[1]]
            own, empty = set().union(*(one for one, _ in branches)), any(one for _, one in branches)
        else:
            own, empty = _beginnings(value[3 if name == "SUBPATTERN" else 2])
            empty = empty or (name.endswith("REPEAT") and value[0] == 0)
        found |= own
        if not empty:
            return found, False
    return found, True


@pytest.mark.parametrize("mark", marks.MARKS)
def test_marks_are_looked_for_wherever_they_can_begin(mark: str) -> None:
    """With a line, with some characters, or, the number of a secret paper, with any before 密."""
    found, empty = _beginnings(_PARSER.parse(mark))
    assert not empty
    if not mark.startswith(r"(?:^|[一-龥(\n])(?<![保国商加解度机秘绝内紧严])密"):
        assert {one for one in found if not re.match(marks.FIRST, one)} == set()


def test_the_number_of_a_secret_paper_is_found_within_a_line() -> None:
    assert [*marks.marks("依据示密〔2025〕3号办理")] == [(2, 11)]


def test_look_alikes_of_marks_pass() -> None:
    texts = list(privacy_corpus.unmarked())
    assert len(texts) >= 500
    assert rate(texts, found=True) <= 0.005
    assert rate(privacy_corpus.OPEN_NAMES, found=True, name=True) == 0
    sentences = [f"对{one}开展检查3次。" for one in privacy_corpus.NAMED]
    assert rate(sentences, found=False) == 1  # in a sentence the word is none


@pytest.mark.parametrize(
    "text",
    [
        "联系群众13800138000人次",
        "投资13800138000万",
        "(13800138000)元",
        "15 202400001",
        "预算数1500.1600170",
        "编号：2024-0138-0013-8000",
        "https://x.gov.cn/art_1528_1380012.html",
        "13、15、20、30、40、5",
        "150、1600、1700户",
        "IP 138.0.13.80",
        "属于国家秘密，不予公开",
        "属于国家秘密、商业秘密、个人隐私的除外",
        "保守国家秘密，5年来",
    ],
)
def test_what_passes_by_what_stands_around_it(text: str) -> None:
    assert kinds(text) == []


# What passes: the data's own codes, dates and amounts.


@pytest.mark.parametrize(
    "text",
    [
        "99000125T000000000101",
        "990001230010001",
        "990001-2025-EDU",
        "鲁财绩〔2024〕138号",
        "2024-05-01至2024-12-31，2025-01-01 2025-06-30",
        "完成1380、1390、1500、1600户",
        "1500 1600 1700 1800 1900",
        "13,800,138,000元",
        "投资13800138000.25元",
        "13800138000 平方米",
        "¥13800138000",
        "15.13800138000123",
        "0531-88880000转8001",
        "400-800-8000、12345、95588",
        "3.14159265358979323846",
    ],
)
def test_the_fields_own_numbers_pass(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize("count", [1_000, pytest.param(5_000, marks=pytest.mark.thorough)])
def test_random_codes_seldom_look_like_a_person(count: int) -> None:
    chance = random.Random(1)
    for _ in range(count):
        assert kinds(f"项目99000125T{chance.randrange(10**12):012d}") == []  # 21 characters, one a letter
        assert kinds(f"项目{chance.randrange(10**20, 10**21)}") == []  # 21 digits
        year = chance.randint(2015, 2026)
        assert kinds(f"370112{year}00{chance.randrange(10**6):06d}") == []  # 18 digits, numbered from 1
    assert sum(is_resident(str(chance.randrange(10**17, 10**18)), TODAY) for _ in range(40 * count)) < 0.003 * count


def frame(field: str, *values: str) -> pd.DataFrame:
    """Rows of goals with only one column filled."""
    table = CATALOGUE.tables["goals"]
    empty = {one: pd.array([None] * len(values), dtype=text_type()) for one in (*table.context, *table.names)}
    return pd.DataFrame({**empty, field: pd.array(values, dtype=text_type())})


def known(goals: pd.DataFrame) -> Known:
    frames = {name: pd.DataFrame(columns=[*table.context, *table.names]) for name, table in CATALOGUE.tables.items()}
    frames["divisions"] = pd.DataFrame({"division": ["620102"]}, dtype=text_type())
    return known_numbers({**frames, "goals": goals}, {"goals": CATALOGUE.tables["goals"]}, (), TODAY)


def test_a_person_is_no_project_code() -> None:
    goals = frame(
        "project_code", PERSON, f"P-{PERSON.lower()}", "99000125T000000000101", resident("110105", "20240801", "001")
    )
    refused = refused_cells(CATALOGUE.tables["goals"], goals, known(goals)).faults
    assert [(one.label, one.code, one.value) for one in refused] == [(0, "S04", "110…2X"), (1, "S04", "110…2X")]


def test_a_code_of_a_series_is_no_person() -> None:
    """Division, 2019 in two digits, and a number that goes on as a birth of 1980 would."""
    alike = [f"37011219{number:08d}00" for number in range(80010101, 80010105)]
    assert not any(is_resident(one, TODAY) for one in alike)
    person = resident("370112", "19800101", "001")
    alone, amid = frame("project_code", person), frame("project_code", person, *alike)
    table = CATALOGUE.tables["goals"]
    assert [one.code for one in refused_cells(table, alone, known(alone)).faults] == ["S04"]
    assert refused_cells(table, amid, known(amid)).faults == []
    assert kinds(f"见项目{person}。", known(amid)) == []  # and the text may cite it
    assert kinds(f"见项目{person}。", known(alone)) == [RESIDENT]


def test_a_text_may_cite_the_codes_of_the_data() -> None:
    codes = ("62010224001", "13010224001", "13010224002", "13010224003", "13010224004", "110105491231002")
    assert [kinds(one) for one in codes[1:]] == [[MOBILE]] * 4 + [[OLD_RESIDENT]]
    assert [kinds(one, known(frame("project_code", *codes))) for one in codes] == [[]] * 6


@pytest.mark.parametrize("code", ["13800138000", "6222021234567890128", PERSON])
def test_a_code_that_is_a_number_of_somebody_excuses_nothing(code: str) -> None:
    rows = frame("project_code", code, "P1")
    numbers = known(rows)
    assert len(kinds(f"见{code}。", numbers)) == 1
    assert [one.label for one in refused_cells(CATALOGUE.tables["goals"], rows, numbers).faults] == [0]


def test_codes_of_gansu_are_no_bank_cards() -> None:
    number = next(f"62010299990001{tail:04d}" for tail in range(10_000) if is_card(f"62010299990001{tail:04d}"))
    assert kinds(number) == [CARD]
    assert kinds(number, known(frame("project_code"))) == []


def test_a_number_alone_beside_its_unit_is_an_amount() -> None:
    table = CATALOGUE.tables["goal_indicators"]
    rows = pd.DataFrame({name: pd.array([None] * 3, dtype=text_type()) for name in (*table.context, *table.names)})
    rows["target_value"] = pd.array(["13800138000", "≥１３８００１３８０００", "电话13800138000"], dtype=text_type())
    assert [one.label for one in refused_cells(table, rows, KNOWN).faults] == [2]


# Every text of the data.


@cache
def spoiled(name: str) -> tuple[Spoiled, ...]:
    """What is refused of a table where each text in turn holds a number and then a mark, three rows a text."""
    table = CATALOGUE.tables[name]
    fields = [field for of, field in TEXTS if of is table]
    rows = pd.DataFrame({name: [None] * 3 * len(fields) for name in (*table.context, *table.names)})
    for number, field in enumerate(fields):
        rows.loc[3 * number : 3 * number + 2, field.name] = ["校舍维修", f"受助人{PERSON}", "机密★1年"]
    return tuple(
        (one.label, one.field, one.code) for one in refused_cells(table, rows.astype(text_type()), KNOWN).faults
    )


@pytest.mark.parametrize(("table", "field"), TEXTS, ids=lambda one: one.name)
def test_every_column_of_text_is_searched(table: Table, field: Field) -> None:
    first = 3 * [one for of, one in TEXTS if of is table].index(field)
    found = [one for one in spoiled(table.name) if first <= one[0] < first + 3]
    assert found == [(first + 1, field.name, "S04"), (first + 2, field.name, "S05")]
    assert field.name not in {name for row, name, _ in spoiled(table.name) if not first <= row < first + 3}


FORM = """\
title: 标题
publisher: 机构
index_number: 索引
topic: 主题
document_number: 文号
written_date: "2024-08-30"
published_date: "2024-08-30"
keywords: [词甲, 词乙]
contact: 联系
documents:
  - {kind: D2, title: 文件, published: "2024-02-20"}
withheld:
  - {kind: D2, ground: 国家秘密, count: "2", note: 备注, project_code: 编码}
replies:
  - {rule: F02, table: goals, record: 说明记录, date: "2024-08-20", text: 说明文字}
"""
SPOTS = {
    "标题": "title", "机构": "publisher", "索引": "index_number", "主题": "topic", "文号": "document_number",
    "词甲": "keywords 第 1 个", "词乙": "keywords 第 2 个", "联系": "contact", "文件": "documents 第 1 条.title",
    "备注": "withheld 第 1 条.note", "编码": "withheld 第 1 条.project_code", "说明记录": "replies 第 1 条.record",
    "说明文字": "replies 第 1 条.text",
}  # fmt: skip


def test_every_text_of_a_form_is_searched(folder: DataFolder) -> None:
    """One form for each text, each in the folder of a year of its own."""
    for year, word in enumerate(SPOTS, 2001):
        folder.write(f"990001/{year}/edu/package.yaml", FORM.replace(word, PERSON, 1))
    assert [(one.severity, one.file, one.message) for one in folder.found("S04")] == [
        (
            "error",
            f"data/990001/{year}/edu/package.yaml",
            f"「{spot}」含有疑似身份证号码「110…2X」，个人信息不得公开。",
        )
        for year, spot in enumerate(SPOTS.values(), 2001)
    ]


WAIVER = "folder: 2023/edu, rule: R01, table: goals, record: 记录, field: 栏目, date: 2024-08-25, reason: 理由"
OF_WAIVERS = {"记录": "record", "栏目": "field", "理由": "reason", "机关": "authority", "依据": "basis"}


@pytest.mark.thorough
@pytest.mark.parametrize(("word", "spot"), OF_WAIVERS.items())
def test_every_text_of_a_waiver_is_searched(folder: DataFolder, word: str, spot: str) -> None:
    waiver = f"{WAIVER}, authority: 机关, basis: 依据".replace(word, PERSON)
    folder.waive(waiver)
    (found,) = [one for one in folder.known().findings if one.code == "S04"]
    assert (found.severity, found.file) == ("error", "data/990001/waivers.yaml")
    assert found.message == f"「2023/edu 的豁免.{spot}」含有疑似身份证号码「110…2X」，个人信息不得公开。"
    assert all(PERSON not in one.message + one.value + one.record + one.hint for one in folder.known().findings)


def test_no_text_of_a_form_is_forgotten() -> None:
    """What is not in the list above is a date, a number, a choice, or what the folder says."""
    typed = {
        "division",
        "fiscal_year",
        "department",
        "path",
        "written_date",
        "published_date",
        "disclosure",
        "validity",
        "declares",
    }
    assert {re.split(r"[ .]", one)[0] for one in SPOTS.values()} == set(Package.__dataclass_fields__) - typed


def test_the_comments_of_a_form_are_searched(folder: DataFolder) -> None:
    folder.write(
        f"{EDU}/package.yaml", f"# 经办人{PERSON}\n{PACKAGE}contact: 教育局  # 手机 138-0013-8000\n# 密级：机密\n"
    )
    found = folder.found("S04", "S05")
    lines = len(PACKAGE.splitlines())
    assert [(one.row, one.value) for one in found] == [(1, "110…2X"), (lines + 2, "138…00"), (lines + 3, "密级:机密")]
    assert {one.file for one in found} == {f"data/{EDU}/package.yaml"}


MOBILE_NUMBER = "13812345678"
PLACES = {
    "a text of several lines": f"contact: |\n  经办 {MOBILE_NUMBER[:3]}\n  {MOBILE_NUMBER[3:7]} {MOBILE_NUMBER[7:]}\n",
    "a text put together from lines": f"contact: >-\n  经办 {MOBILE_NUMBER[:3]}\n  {MOBILE_NUMBER[3:]}\n",
    "written in escapes": 'contact: "' + "".join(f"\\x{ord(one):02x}" for one in MOBILE_NUMBER) + '"\n',
    "a number and no text": f"contact: {MOBILE_NUMBER}\n",
    "what an entry is called": f'"{MOBILE_NUMBER}": x\n',
    "the name of an anchor": f"contact: &a{MOBILE_NUMBER} x\n",
    "a comment within brackets": f"keywords: [教育,  # {MOBILE_NUMBER}\n  体育]\n",
    "a comment of a list": f'documents:\n  # {MOBILE_NUMBER}\n  - {{kind: D2, title: x, published: "2024-02-20"}}\n',
    "the index number": f'index_number: "{MOBILE_NUMBER}"\n',
    "a second document": f"---\n# {MOBILE_NUMBER}\n",
}


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("profiles/default.yaml", "# 联系人 13800138000"),
        ("schemas/goals.yaml", "# 受助人11010519491231002X"),
        ("datapackage.yaml", "# 机密★1年"),
        ("README.md", "请打 13800138000"),
    ],
)
def test_what_describes_the_data_is_searched(folder: DataFolder, place: str, line: str) -> None:
    path = folder.path / place
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{before.rstrip()}\n\n{line}\n", encoding="utf-8")
    (finding,) = folder.found("S04", "S05")
    assert finding.file == f"data/{place}"
    assert finding.row == len(path.read_text(encoding="utf-8").splitlines())
    assert "13800138000" not in finding.message + finding.value


@pytest.mark.parametrize("lines", PLACES.values(), ids=PLACES)
def test_a_number_is_found_wherever_it_stands_in_a_form(folder: DataFolder, lines: str) -> None:
    folder.write(f"{EDU}/package.yaml", PACKAGE + lines)
    checked = folder.check(())
    assert "S04" in {one.code for one in checked.findings if one.severity == "error"}
    texts = [re.sub(r"[\s-]", "", form(checked, checked.findings)) for form in FORMATS.values()]
    assert not [text for text in texts if MOBILE_NUMBER in text]


def test_a_number_in_the_place_of_a_division_is_printed_nowhere(folder: DataFolder) -> None:
    """And makes no division that would excuse it."""
    text = (folder.path / "common/divisions.csv").read_text(encoding="utf-8")
    folder.write("common/divisions.csv", f"{text}{MOBILE_NUMBER},某地,,县级,,,\n")
    checked = folder.check(())
    assert {"S03", "S04"} <= {one.code for one in checked.findings}
    assert not [name for name, form in FORMATS.items() if MOBILE_NUMBER in form(checked, checked.findings)]


@pytest.mark.parametrize("words", ["withdrawn:\n  - {", "waivers:\n  - {rule: R01, table: goals, record: P1, "])
def test_a_folder_named_by_the_finance_bureau_is_searched(folder: DataFolder, words: str) -> None:
    folder.write("990001/waivers.yaml", f"{words}folder: 2022/{MOBILE_NUMBER}, date: 2024-08-25, reason: 原件如此}}\n")
    (found,) = folder.found("S04")
    assert found.value == "138…78"


def test_a_number_in_a_value_with_a_hash_is_told_once(folder: DataFolder) -> None:
    folder.write(f"{EDU}/package.yaml", f'{PACKAGE}contact: "经办 # {PERSON}"\n')
    assert len(folder.found("S04")) == 1


@pytest.mark.parametrize("line", [f"stranger: {PERSON}", f"a: [{PERSON}", f"title: 又一个 {PERSON}"])
def test_a_form_that_is_refused_is_searched_as_it_is(folder: DataFolder, line: str) -> None:
    folder.write(f"{EDU}/package.yaml", f"{PACKAGE}{line}\n")
    assert leaked(folder, "P02", "S04", rules=()) == []


@pytest.mark.parametrize(
    ("name", "code", "shown"),
    [(f"{PERSON}.csv", "S04", "110…2X"), ("雷达站（涉密）.csv", "S05", "涉密"), ("机密★.txt", "S05", "机密★")],
)
def test_names_of_files_are_searched(folder: DataFolder, name: str, code: str, shown: str) -> None:
    folder.write(f"{EDU}/{name}", "x\n1\n")
    (found,) = folder.found(code)
    assert (found.value, found.severity) == (shown, "error")
    assert not folder.found("L09")
    assert "雷达" not in found.file


def test_a_code_of_another_table_that_is_nowhere_given_is_searched(folder: DataFolder) -> None:
    folder.table("monitorings", folder.row("monitorings", project_code=PERSON))
    folder.table("goals", folder.row("goals", project_code="P1"))
    assert [(one.table, one.field) for one in folder.found("S04")] == [("monitorings", "project_code")]
    assert leaked(folder, "S04") == []


def test_a_mark_alone_is_told_of_the_first_cells_and_counted_of_the_others(folder: DataFolder) -> None:
    rows = [folder.row("goals", project_code=f"P{number}", remark="机密★") for number in range(50)]
    folder.table("goals", *rows)
    found = folder.found("S05")
    assert len(found) == 20
    assert sum(one.count for one in found) == 50


@pytest.mark.thorough
def test_what_is_under_seal_is_named_nowhere(folder: DataFolder) -> None:
    """The project is called so in two tables; findings of every kind are about it, its funds and its indicators."""
    name, other = "机密★1年雷达站", "北山雷达站"
    goal = folder.row("goals", project_code="P1", project_name=name, total_amount="98%", start_date="2024-12-01")
    folder.table("goals", goal, goal)
    folder.table("goal_indicators", folder.row("goal_indicators", project_code="P1", weight="200"))
    folder.table("self_evaluations", folder.row("self_evaluations", project_code="P1", project_name=other))
    folder.table("self_evaluation_funds", folder.row("self_evaluation_funds", project_code="P1", execution_rate="9"))
    checked = folder.check()
    found = checked.findings
    assert {one.code for one in found} >= {"S01", "S05", "K01"}
    assert len({one.table for one in found if one.record.startswith("P1")}) >= 3
    assert not [one.code for one in found if one.record.startswith("P1") and one.name]
    for form in FORMATS.values():
        assert "雷达" not in form(checked, found)


# What is said.


def test_message(folder: DataFolder) -> None:
    told = "电话138 0013 8000，１３８００１３８００１。"
    folder.table("goals", folder.row("goals", project_code="P1", annual_goal=told))
    (found,) = folder.found("S04")
    assert (found.file, found.row, found.field, found.record) == (f"data/{EDU}/goals.csv", 2, "annual_goal", "P1")
    assert found.severity == "error"
    assert found.value == "138…00"
    assert found.message == "含有 2 个疑似手机号码「138…00」，个人信息不得公开。"
    assert found.hint.startswith("请删除这个号码；")
    folder.table("goals", folder.row("goals", project_code="P1", project_name="某工程", annual_goal="机密★1年"))
    (found,) = folder.found("S05")
    assert (found.value, found.record, found.name) == ("机密★1年", "P1", "")
    assert found.message == "含有密级标识「机密★1年」，涉密信息不得公开。"


def leaked(folder: DataFolder, *codes: str, rules: tuple[str, ...] | None = None) -> list[str]:
    """The formats in which eight neighbouring characters of the number stand, however wide; the codes must be there."""
    checked = folder.known(rules)
    assert checked.count("error")
    assert {one.code for one in checked.findings} >= set(codes)
    return printed(checked, checked.findings)


def printed(checked: Checked, findings: Sequence[Finding]) -> list[str]:
    """The formats of these findings in which neighbouring characters of the number stand."""
    texts = {style: unicodedata.normalize("NFKC", form(checked, findings)) for style, form in FORMATS.items()}
    pieces = [PERSON[start : start + 8] for start in range(len(PERSON) - 7)]
    return [style for style, text in texts.items() if any(piece in text.upper() for piece in pieces)]


# Each in the folder of a year of its own.
HIDDEN: dict[int, dict[str, str]] = dict(
    enumerate(
        (
            {"project_name": f"资助{PERSON}"},
            {"project_name": f"资助{PERSON}", "total_amount": "98%"},
            {"project_code": PERSON},
            {"project_code": f"{PERSON}李四"},
            {"agency_code": PERSON},
            {"total_amount": PERSON},
            {"total_amount": WAYS["full width"](PERSON)},
            {"start_date": PERSON},
            {"indicator_scheme": PERSON},
            {"annual_goal": f"完成××{PERSON}"},
            {"annual_goal": "完" * 45 + PERSON + "成" * 5000},
        ),
        2001,
    )
)


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """What is found where the number stands in a cell of goals, in each of these ways."""
    folder = clean_folder(tmp_path_factory.mktemp("hidden"), CATALOGUE)
    for year, cells in HIDDEN.items():
        given = folder.row("goals", **{"project_code": "P1", **cells})
        folder.table("goals", given, given, folder=f"990001/{year}/edu")
        folder.write(f"990001/{year}/edu/package.yaml", PACKAGE)
    return folder.check()


@pytest.mark.thorough
@pytest.mark.parametrize("year", HIDDEN)
def test_no_finding_prints_a_number(hidden: Checked, year: int) -> None:
    here = [one for one in hidden.findings if one.year == year]
    assert {one.severity for one in here} >= {"error"}
    assert {one.file for one in here} >= {f"data/990001/{year}/edu/goals.csv"}
    assert printed(hidden, here) == []


@pytest.mark.thorough
def test_no_rule_prints_a_number(folder: DataFolder) -> None:
    """What hangs on a refused text is not judged, so that no rule quotes or cuts it."""
    for place in (0, 14, 26):
        text = "完" * place + PERSON + "成"
        texts = {"annual_goal": text, "actual_result": text}
        folder.table("self_evaluations", folder.row("self_evaluations", project_code="P1", **texts))
        assert leaked(folder, "S04") == []
        assert "F11" not in {one.code for one in folder.known().findings}


@pytest.mark.parametrize("place", [0, 30, 44, 50, 52, 58])
def test_no_refused_file_prints_a_number(folder: DataFolder, place: int) -> None:
    path = folder.table("goals", folder.row("goals", project_code="P1"))
    name = CATALOGUE.tables["goals"].fields[0].name
    folder.replace(path, name, "编" * place + PERSON)
    assert leaked(folder, rules=()) == []


def test_no_name_of_a_file_prints_a_number(folder: DataFolder) -> None:
    folder.write(f"{EDU}/{PERSON}.csv", "x\n1\n")
    folder.write(f"{EDU}/{PERSON}/x.csv", "x\n1\n")
    assert leaked(folder, rules=()) == []


def test_no_code_of_a_department_prints_a_number(folder: DataFolder) -> None:
    folder.write("990001/2023/13800138000/package.yaml", PACKAGE)
    checked = folder.check()
    assert any(one.code == "K02" for one in checked.findings)
    for style in FORMATS.values():
        assert "13800138000" not in style(checked, checked.findings)


def test_no_form_prints_a_number(folder: DataFolder) -> None:
    words = (*SPOTS, "2024-08-30", "D2", "F02", "国家秘密")
    for year, word in enumerate(words, 2001):
        folder.write(f"990001/{year}/edu/package.yaml", FORM.replace(word, PERSON))
    wrong = {one.file for one in folder.known(()).findings if one.severity == "error"}
    assert wrong >= {f"data/990001/{year}/edu/package.yaml" for year, _ in enumerate(words, 2001)}
    assert leaked(folder, rules=()) == []


def test_what_is_no_person_is_printed(folder: DataFolder) -> None:
    code = "110105202408010013"
    given = folder.row("goals", project_code=code)
    folder.table("goals", given, given)
    (found,) = folder.found("K01")
    assert code in found.message
    assert found.record == code


# What cannot be done about it.


@pytest.mark.parametrize("field", ["", ", field: annual_goal"])
def test_no_waiver(folder: DataFolder, field: str) -> None:
    folder.waive(f"folder: 2023/edu, rule: S04, table: goals, record: P1{field}, date: 2024-08-25, reason: 照登")
    folder.table("goals", folder.row("goals", project_code="P1", annual_goal=f"资助{PERSON}"))
    unused, found = sorted(folder.found("S04", "P03"), key=lambda one: one.code)
    assert (found.severity, found.waiver) == ("error", None)
    assert found.hint.startswith("这一类错误不能豁免。")
    assert unused.hint == "个人信息和密级标识不能豁免，请从数据中删除。"


def test_no_reply(folder: DataFolder) -> None:
    reply = "rule: S04, table: goals, record: P1, date: 2024-08-25, text: 已征得同意"
    folder.write(f"{EDU}/package.yaml", f"{PACKAGE}replies:\n  - {{{reply}}}\n")
    folder.table("goals", folder.row("goals", project_code="P1", annual_goal=f"资助{PERSON}"))
    assert [one.severity for one in folder.found("S04", "P04")] == ["error", "error"]


def test_nothing_is_published(folder: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.table("goals", folder.row("goals", project_code="P1", annual_goal=f"资助{PERSON}"))
    out = folder.path.parent / "public"
    assert main(["build", "--data", str(folder.path), "--out", str(out)]) == 1
    assert not out.exists()
    said = capsys.readouterr()
    assert "（S04）" in said.out + said.err
    assert PERSON[:8] not in said.out + said.err


# No false alarm, no crash, no standstill.


def refused(loaded: Loaded) -> list[object]:
    """What the gate finds in all tables and forms."""
    tables = loaded.catalogue.tables
    numbers = known_numbers(loaded.frames, tables, loaded.packages, TODAY)
    cells = [one for name, table in tables.items() for one in refused_cells(table, loaded.frames[name], numbers).faults]
    return [*cells, *refused_forms(loaded.packages, loaded.waivers, numbers)]


def test_shipped_data_hold_nothing_of_it() -> None:
    assert refused(load(DATA)) == []


@pytest.mark.thorough
def test_a_sample_holds_nothing_of_it(tmp_path: Path) -> None:
    folder = clean_folder(tmp_path, CATALOGUE)
    for output in sample(projects=200, years=2, departments=40, seed=3, last_year=2024, tables=CATALOGUE.tables):
        folder.write(output.path, output.content)
    assert refused(folder.load()) == []


@pytest.mark.parametrize("count", [1_000, pytest.param(5_000, marks=pytest.mark.thorough)])
def test_random_texts_break_nothing(count: int) -> None:
    chance = random.Random(2)
    signs = "0123456789" * 3 + "Xx １２３四五六-—·. ★*机秘密级：()\t\n+8613⑩½㎡𝟗٣A∙−…"
    for _ in range(count):
        text = "".join(chance.choice(signs) for _ in range(chance.randrange(60)))
        hits = find(text, KNOWN)
        assert all(0 <= one.start < one.end <= len(text) for one in hits)
        numbers = [one for one in hits if one.kind is not SECRET]
        assert all(one.end <= other.start for one, other in pairwise(numbers))
        again = masked(text, KNOWN)
        assert not [one for one in find(again, KNOWN) if one.kind is RESIDENT]
    for length in (11, 13, 15, 16, 17, 18, 19):
        for _ in range(count):
            number = "".join(chance.choices("0123456789X", k=length))
            for judge in (is_mobile, is_card, is_credit_code):
                judge(number)
            is_resident(number, TODAY)
            is_old_resident(number, TODAY)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "text",
    [
        "1 " * 16_000, "1" * 32_767, "1." * 16_000, "13800138000 " * 2_700, "138-0013-8000 " * 2_300, "机 密 " * 8_000,
        "1" + " " * 32_000 + "1", "１" * 32_767, f"{PERSON} " * 1_700, "1 " * 16_000 + "…", "密级" * 16_000,
    ],
    ids=range(11),
)  # fmt: skip
def test_a_whole_cell_of_it_comes_to_an_end(text: str) -> None:
    assert len(masked(text, KNOWN)) <= len(text)
