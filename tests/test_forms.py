"""Closed forms in YAML: package.yaml and the repository's own descriptors, without YAML's surprises."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from generator.core.errors import UserError
from generator.core.package import Document, Package, Reply, Waiver, Withheld
from generator.core.schema import Catalogue
from generator.load import load_catalogue, load_profiles
from generator.load.forms import MAX_BYTES, Form, FormError, Problems, read_yaml
from generator.load.package import SAMPLES, read_package
from generator.load.waivers import SAMPLES as OF_WAIVERS
from tests.conftest import DATA, EDU, PACKAGE, DataFolder, lines

# YAML itself.


def test_every_scalar_is_the_text_that_stands_there() -> None:
    text = "a: 010\nb: no\nc: 2024-08-30\nd: ~\ne: 1e3\nf: 1_000\ng: null\nh: .inf\ni: 0x1F\nj: 12:30:45\n"
    assert read_yaml(text.encode()) == {
        "a": "010",
        "b": "no",
        "c": "2024-08-30",
        "d": "~",
        "e": "1e3",
        "f": "1_000",
        "g": "null",
        "h": ".inf",
        "i": "0x1F",
        "j": "12:30:45",
    }


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "第 1 行：有以 & 或 * 开头的内容，这里不接受。请把内容直接写出来"),
        ("a: 1\nb: &x 2\n", "第 2 行：有以 & 或 * 开头的内容，这里不接受。请把内容直接写出来"),
        ("a: *x\n", "第 1 行：有以 & 或 * 开头的内容，这里不接受。请把内容直接写出来"),
        ("a: !!python/object/apply:os.system [ls]\n", "第 1 行：有以 ! 开头的内容，这里不接受。请把内容直接写出来"),
        ("a: !!str 1\n", "第 1 行：有以 ! 开头的内容，这里不接受。请把内容直接写出来"),
        ("a: ! 1\n", "第 1 行：有以 ! 开头的内容，这里不接受。请把内容直接写出来"),
        ("title: 甲\npublisher: 乙\ntitle: 丙\n", "第 3 行：项目「title」重复出现。请只保留一行 title。"),
        ("a:\n  - {b: 1, b: 2}\n", "第 2 行：项目「b」重复出现。请只保留一行 b。"),
        ("a: {[1]: 2}\n", "第 1 行：项目名必须是一个词。"),
        ("a: " + "[" * 50_000, "第 1 行：层次太深。"),
        ("a: '甲\n", "第 2 行：读不下去，多半是这一行或上一行的缩进、冒号、引号或括号写错了。"),
        ("a:\n\tb: 1\n", "第 2 行：行首用了制表符（Tab 键）。请换成空格。"),
        ("a: 1\nb：2\nc: 3\n", "第 2 行：冒号是中文的（：）。请改成英文冒号（:），后面空一格。"),
        ("a: 1\n---\nb: 2\n", "第 2 行：用 --- 隔成了几份，只能有一份。请只留一份，删去其余的和 --- 这一行。"),
        ("a: b\x00c\n", "文件里有看不见的控制字符。"),
        ("a: " + "x" * MAX_BYTES, f"文件超过 {MAX_BYTES:,} 字节的上限。"),
    ],
)
def test_refused_yaml(text: str, message: str) -> None:
    start = time.perf_counter()
    with pytest.raises(FormError, match=f"^{re.escape(message)}"):
        read_yaml(text.encode())
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            "title: 预算绩效管理\n".encode("gb18030"),
            "文件是 GBK／GB18030 编码。请用记事本打开，选“另存为”",
        ),
        (
            "title: 预算绩效管理\n".encode("utf-16"),
            "文件是 UTF-16（Unicode）编码。请用记事本打开，选“另存为”",
        ),
        (b"title: x\n\xff\xfe\xfd\n", "第 2 行：不是 UTF-8 编码，文件可能已损坏"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", "这是 Excel 工作簿，只是改了扩展名。"),
        (b"%PDF-1.7\n", "这是 PDF 文件，只是改了扩展名。"),
        (b"<!DOCTYPE html><html></html>", "这是网页或 XML 文件，只是改了扩展名。"),
        (b"", "文件是空的。"),
        (b"\xef\xbb\xbf \n", "文件是空的。"),
    ],
)
def test_a_form_that_is_something_else(content: bytes, words: str) -> None:
    with pytest.raises(FormError, match=re.escape(words)):
        read_yaml(content)


def test_merge_keys_merge_nothing() -> None:
    assert read_yaml(b"<<: {title: x}\n") == {"<<": {"title": "x"}}


# package.yaml.

FULL = """\
title: 示例区教育局2023年度预算绩效信息
publisher: 示例区教育局
index_number: 990001-2023-EDU
topic: 财政、金融、审计
document_number: 示教财〔2024〕1号
written_date: "2024-08-20"
published_date: "2024-08-30"
disclosure: 主动公开
validity: 有效
keywords: [预算绩效, 教育]
contact: 示例区教育局财务科
documents:
  - {kind: D2, title: 项目支出绩效目标, published: "2023-02-20"}
withheld:
  - {kind: D2, ground: 国家秘密, count: "2", note: ""}
replies:
  - {rule: F02, table: self_evaluations, record: P1, date: "2024-09-20", text: 尾款按合同在次年支付。}
"""


def complaints(text: str, catalogue: Catalogue) -> list[str]:
    """What is said of a package.yaml."""
    problems: list[str] = []
    read_package(
        read_yaml(text.encode()),
        problems,
        context=("990001", "2023", "edu"),
        path=f"data/{EDU}",
        tables=catalogue.tables,
    )
    return problems


def test_full_form(folder: DataFolder) -> None:
    folder.write(f"{EDU}/package.yaml", FULL)
    loaded = folder.load()
    assert lines(loaded.findings) == []
    assert loaded.packages == (
        Package(
            division="990001",
            fiscal_year=2023,
            department="edu",
            path=f"data/{EDU}",
            title="示例区教育局2023年度预算绩效信息",
            publisher="示例区教育局",
            published_date="2024-08-30",
            index_number="990001-2023-EDU",
            topic="财政、金融、审计",
            document_number="示教财〔2024〕1号",
            written_date="2024-08-20",
            keywords=("预算绩效", "教育"),
            contact="示例区教育局财务科",
            documents=(Document(kind="D2", title="项目支出绩效目标", published="2023-02-20"),),
            withheld=(Withheld(kind="D2", ground="国家秘密", count=2),),
            replies=(
                Reply(
                    rule="F02",
                    table="self_evaluations",
                    record="P1",
                    date="2024-09-20",
                    text="尾款按合同在次年支付。",
                ),
            ),
        ),
    )


def test_full_form_of_waivers(folder: DataFolder) -> None:
    folder.waive(
        "folder: 2023/edu, rule: R01, table: self_evaluation_funds, record: P1＋年度资金总额, field: execution_rate, "
        'date: "2024-08-25", reason: 原件如此, authority: 示例区人大常委会, basis: 决议'
    )
    loaded = folder.load()
    assert lines(loaded.findings) == []
    assert loaded.waivers == (
        Waiver(
            division="990001",
            fiscal_year=2023,
            department="edu",
            path="data/990001/waivers.yaml",
            rule="R01",
            table="self_evaluation_funds",
            record="P1＋年度资金总额",
            field="execution_rate",
            date="2024-08-25",
            reason="原件如此",
            authority="示例区人大常委会",
            basis="决议",
        ),
    )


def test_missing_form(folder: DataFolder) -> None:
    (folder.path / EDU / "package.yaml").unlink()
    (finding,) = folder.load().findings
    assert (finding.code, finding.file) == ("P01", f"data/{EDU}/package.yaml")
    assert finding.message == "缺少 package.yaml。"
    assert finding.hint == (
        "请从往年的文件夹复制一份后修改；没有的，用记事本写下面三行，另存为 UTF-8："
        'title: 示例区教育局2025年度预算绩效信息；publisher: 示例区教育局；published_date: "2026-08-30"。'
    )


@pytest.mark.parametrize("text", ["# 只有注释\n", "- 一条\n", "一段文字\n", "title：某局\npublisher：某局\n"])
def test_form_that_is_none(catalogue: Catalogue, text: str) -> None:
    (complaint, *others) = complaints(text, catalogue)
    assert complaint.startswith("「整份文件」")
    assert "应是若干「项目: 内容」" in complaint
    assert ("中文的冒号" in complaint) == ("：" in text)
    assert others == []


def test_required_entries_are_findings(folder: DataFolder) -> None:
    folder.write(f"{EDU}/package.yaml", "contact: 财务科\n")
    assert lines(folder.load().findings) == [
        f"P02 data/{EDU}/package.yaml 「title」没有填写，这一项必填。",
        f"P02 data/{EDU}/package.yaml 「publisher」没有填写，这一项必填。",
        f"P02 data/{EDU}/package.yaml 「published_date」没有填写，这一项必填。",
    ]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("publish_date: x", "「publish_date」不是这张表的项目。可用的项目：contact、declares、disclosure、"),
        ("schema: ../x.yaml", "「schema」不是这张表的项目。"),
        ("resources: []", "「resources」不是这张表的项目。"),
        ("<<: {contact: x}", "「<<」不是这张表的项目。"),
        ("disclosure: 不公开", "「disclosure」写的是「不公开」，只能是：主动公开、依申请公开。"),
        ("validity: yes", "「validity」写的是「yes」，只能是：有效、失效、废止、被替代。"),
        (
            'written_date: "2024-02-30"',
            "「written_date」写的是「2024-02-30」，应是真实存在的日期，写成 2024-08-30 这样。",
        ),
        ("written_date: 9999-12-31", "「written_date」写的是「9999-12-31」，应在 1949-10-01 至 2100-12-31 之间"),
        ("written_date: 2024年8月30日", "「written_date」写的是「2024年8月30日」，应是真实存在的日期，"),
        ("written_date: ２０２４-08-30", "「written_date」写的是「２０２４-08-30」，应是真实存在的日期，"),
        ("written_date: 2024-8-30", "「written_date」写的是「2024-8-30」，应是真实存在的日期，"),
        ("written_date: 20240830", "「written_date」写的是「20240830」，应是真实存在的日期，"),
        ("keywords: 预算绩效", "「keywords」应是一串词，如 [预算绩效, 教育]。"),
        ("keywords: [{a: b}]", "「keywords」应是一串词，如 [预算绩效, 教育]。"),
        ("contact: [x]", "「contact」应是一段文字。"),
        (f"contact: {'长' * 501}", "「contact」有 501 字，上限 500 字。"),
        ('contact: "甲\\0乙"', "「contact」含有不可见的控制字符 U+0000。"),
        ('contact: "甲\\u202e乙"', "「contact」含有改变文字方向的字符 U+202E。"),
        ('keywords: ["甲\\u200b乙"]', "「keywords」含有看不见的零宽字符 U+200B。"),
        ("documents: 无", "「documents」应是以「- 」开头的若干条。"),
        ("documents: [无]", "「documents 第 1 条」应是若干「项目: 内容」。"),
        (
            "documents: [{kind: D12, title: x, published: 2024-01-01}]",
            "「documents 第 1 条.kind」写的是「D12」，只能是：D1、D2、D3、D4、D5、D6、D7、D8、D9、D10、D11。",
        ),
        ("documents: [{kind: D1, title: x}]", "「documents 第 1 条.published」没有填写，这一项必填。"),
        (
            "withheld: [{kind: D2, ground: 领导要求, count: 1}]",
            "「withheld 第 1 条.ground」写的是「领导要求」，只能是：国家秘密、危及国家安全公共安全经济安全社会稳定、",
        ),
        (
            "withheld: [{kind: D2, ground: 国家秘密, count: 两}]",
            "「withheld 第 1 条.count」写的是「两」，应是一个整数。",
        ),
        *(
            (
                f"withheld: [{{kind: D2, ground: 国家秘密, count: {nought}}}]",
                "「withheld 第 1 条.count」写的是 0，没有的不写这一行",
            )
            for nought in ("0", '"0"', "00")
        ),
        ("withheld: [{kind: D2, ground: 国家秘密}]", "「withheld 第 1 条.count」没有填写，这一项必填。"),
        (
            "withheld: [{kind: D2, ground: 国家秘密, count: 1, project_name: 某项目}]",
            "「withheld 第 1 条.project_name」不是这张表的项目。",
        ),
        (
            "replies: [{rule: F02, table: divisions, record: x, date: 2024-01-01, text: x}]",
            "「replies 第 1 条.table」写的是「divisions」，只能是：scopes、",
        ),
        (
            "replies: [{rule: F02, table: goals, record: x, date: 2024-01-01}]",
            "「replies 第 1 条.text」没有填写，这一项必填。",
        ),
        (
            "replies: [{rule: F02, table: goals, record: x, date: 2024-01-01, text: x, by: 张某}]",
            "「replies 第 1 条.by」不是这张表的项目。",
        ),
        (
            f"replies: [{{rule: F02, table: goals, record: x, date: 2024-01-01, text: {'长' * 1001}}}]",
            "「replies 第 1 条.text」有 1001 字，上限 1000 字。",
        ),
        (
            'replies: [{rule: F02, table: goals, record: x, date: 2024-01-01, text: "甲\u200b乙"}]',
            "「replies 第 1 条.text」含有",
        ),
    ],
)
def test_wrong_entries(catalogue: Catalogue, more: str, message: str) -> None:
    found = complaints(f"{PACKAGE}{more}\n", catalogue)
    assert found[0].startswith(message.removesuffix("。"))
    assert all(len(one) < 800 for one in found)


def test_long_wrong_values_and_names_are_quoted_in_part(catalogue: Catalogue) -> None:
    assert max(map(len, complaints(f"{PACKAGE}written_date: {'9' * 5000}\n", catalogue))) < 200
    assert max(map(len, complaints(f"{PACKAGE}{'长' * 900}: x\n", catalogue))) < 300


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "第 1 行：有以 & 或 * 开头的内容，这里不接受。"),
        (PACKAGE + "title: 又一个\n", "第 4 行：项目「title」重复出现。"),
    ],
)
def test_unreadable_form_is_a_finding(folder: DataFolder, text: str, message: str) -> None:
    folder.write(f"{EDU}/package.yaml", text)
    loaded = folder.load()
    assert lines(loaded.findings) == [f"P02 data/{EDU}/package.yaml {message}"]
    assert loaded.findings[0].hint.startswith("请")
    assert loaded.packages == ()


@pytest.mark.parametrize(
    ("more", "line", "hint"),
    [
        ("written_date: 2024年8月30日", 4, '请写成 written_date: "2024-08-30"。'),
        ("written_date: ２０２４/8/3", 4, '请写成 written_date: "2024-08-03"。'),
        ("written_date: 2024-02-30", 4, '请照原件写成 written_date: "2024-08-30" 这样。'),
        ("publishers: x", 4, "如果是 publisher，请改成这个名字；否则请删去这一项。"),
        ("keywords: 预算绩效", 4, "请写成这样一行：keywords: [预算绩效, 教育]"),
        ("declares: [没有了]", 4, "请改成其中的一个，如 declares: [没有不公开事项]；没有的请写 declares: []。"),
        (
            "documents:\n  - {kind: D1, title: x, published: 2024-01-01}\n  - {kind: D4, title: x}",
            6,
            '请补上，换成自己的内容：- {kind: D4, title: 2025年项目支出绩效自评, published: "2026-08-30"}',
        ),
        ("documents: 无", 4, "请在 documents: 下面一条写一行：- {kind: D4,"),
        ("withheld:\n  - kind: D2\n    ground: 国家秘密\n    count: 两", 7, '请只写数字，如 count: "2"。'),
        ("documents:\n  - {kind: D1, title: x, published: 2024-01-01, link: 见官网}", 5, "请写成 link: https://"),
        ("waivers: []", 4, "请从这里删去"),
    ],
)
def test_a_wrong_entry_says_in_which_line_and_what_to_write(
    folder: DataFolder, more: str, line: int, hint: str
) -> None:
    folder.write(f"{EDU}/package.yaml", f"{PACKAGE}{more}\n")
    (finding,) = folder.load().findings
    assert (finding.code, finding.row) == ("P02", line)
    assert finding.hint.startswith(hint)


def test_what_a_clerk_is_shown_is_taken(folder: DataFolder) -> None:
    """The samples of the hints make a form without a problem."""
    listed = {"documents", "withheld", "replies"}
    text = "".join(f"{key}:\n  {one}\n" if key in listed else f"{one}\n" for key, one in SAMPLES.items())
    folder.write(f"{EDU}/package.yaml", text)
    folder.write("990001/waivers.yaml", "".join(f"{key}:\n  {one}\n" for key, one in OF_WAIVERS.items()))
    loaded = folder.load()
    assert lines(loaded.findings) == []
    assert loaded.packages[0].replies, loaded.packages[0].documents
    assert loaded.waivers, loaded.withdrawn


# The repository's own descriptors.


def broken(folder: DataFolder) -> str:
    """What is said of a data folder whose descriptors are broken."""
    with pytest.raises(UserError) as caught:
        folder.load()
    return str(caught.value).replace(str(folder.path), "data")


def test_shipped_descriptors_are_sound() -> None:
    assert load_catalogue(DATA).tables
    assert "default" in {profile.name for profile in load_profiles(DATA)}


def test_no_catalogue(folder: DataFolder) -> None:
    (folder.path / "datapackage.yaml").unlink()
    assert broken(folder) == (
        "找不到 data/datapackage.yaml。\n  这个文件夹可能不是数据目录；请用 --data 指定含 datapackage.yaml 的文件夹。"
    )


def test_missing_schema(folder: DataFolder) -> None:
    (folder.path / "schemas/goals.yaml").unlink()
    assert broken(folder).startswith("找不到 data/schemas/goals.yaml。")


def test_schema_that_is_a_folder(folder: DataFolder) -> None:
    (folder.path / "schemas/goals.yaml").unlink()
    (folder.path / "schemas/goals.yaml").mkdir()
    assert broken(folder) == "打不开 data/schemas/goals.yaml：是文件夹，不是文件。"


def test_schema_that_is_a_link(folder: DataFolder, tmp_path: Path) -> None:
    schema = folder.path / "schemas/goals.yaml"
    schema.rename(tmp_path / "goals.yaml")
    schema.symlink_to(tmp_path / "goals.yaml")
    assert broken(folder) == "打不开 data/schemas/goals.yaml：是符号链接。"


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        ("datapackage.yaml", "name: yusuan", "naam: yusuan", "「name」没有填写，这一项必填"),
        ("datapackage.yaml", "  - goals\n", "  - ../goals\n", "「tables」里的「../goals」写法不合规定或重复"),
        ("datapackage.yaml", "  - goals\n", "  - goals\n  - goals\n", "「tables」里的「goals」写法不合规定或重复"),
        ("datapackage.yaml", "  - goals\n", "", "外键指向没有登记的表「goals」"),
        ("schemas/goals.yaml", "name: goals", "name: goal", "「name」应与文件名相同：goals"),
        ("schemas/goals.yaml", "scope: department-year", "scope: all", "「scope」写的是「all」，只能是：common、"),
        ("schemas/goals.yaml", "label: project_name", "label: nobody", "「goals」没有字段「nobody」"),
        ("schemas/goals.yaml", "primaryKey: [project_code]", "primaryKey: []", "「primaryKey」没有填写"),
        ("schemas/goals.yaml", 'missingValues: [""]', "missingValues: [无]", '「missingValues」只能是 [""]'),
        ("schemas/goals.yaml", "type: number", "type: float", "「fields 第 12 条.type」写的是「float」，只能是："),
        ("schemas/goals.yaml", "minimum: 0", "minimum: 零", "「fields 第 12 条.constraints.minimum」写的是「零」，"),
        ("schemas/goals.yaml", "minimum: 0", "minimun: 0", "「fields 第 12 条.constraints.minimun」不是这张表的项目"),
        (
            "schemas/goals.yaml",
            "required: true",
            "required: yes",
            "「fields 第 1 条.constraints.required」写的是「yes」",
        ),
        ("schemas/goals.yaml", "{0,63}", "{0,63}(", "「fields 第 1 条.constraints.pattern」不是正确的正则表达式"),
        ("schemas/goals.yaml", "title: 项目名称", "title: 项目编码", "「fields」里「项目编码」出现了不止一次"),
        ("schemas/goals.yaml", "    example:", "    sample:", "「fields 第 1 条.example」没有填写，这一项必填"),
        ("schemas/goals.yaml", "fields:\n", "path: x.csv\nfields:\n", "「path」不是这张表的项目。可用的项目："),
        ("profiles/default.yaml", 'execution_weight: "10"', "", "「execution_weight」没有填写，这一项必填"),
        ("profiles/default.yaml", 'from: "80"', 'from: "95"', "「bands」应从高到低排列"),
        ("profiles/default.yaml", "name: default", "name: other", "「name」应与文件名相同：default"),
    ],
)
def test_broken_descriptor(folder: DataFolder, path: str, old: str, new: str, message: str) -> None:
    text = (folder.path / path).read_text(encoding="utf-8")
    assert old in text
    folder.write(path, text.replace(old, new, 1))
    told = broken(folder)
    assert re.match(r"data/\S+ 有 \d+ 处不对：\n  ", told)
    assert message in told


def test_every_problem_of_a_descriptor_is_told_at_once(folder: DataFolder) -> None:
    folder.replace("schemas/goals.yaml", "    example:", "    sample:")
    count = len(folder.catalogue.tables["goals"].fields)
    assert f"有 {2 * count} 处不对：" in broken(folder)


def test_unreadable_yaml_of_a_descriptor(folder: DataFolder) -> None:
    folder.write("schemas/goals.yaml", "name: 'goals\n")
    assert broken(folder).startswith(
        "data/schemas/goals.yaml：第 2 行：读不下去，多半是这一行或上一行的缩进、冒号、引号或括号写错了。"
    )


def test_no_default_profile(folder: DataFolder) -> None:
    (folder.path / "profiles/default.yaml").unlink()
    assert broken(folder) == "data/profiles 中没有 default.yaml。\n  请从本项目的 data/profiles 复制一份。"


@pytest.mark.parametrize("content", ["", [], "甲"])
def test_of_a_form_without_entries_none_is_missed(content: object) -> None:
    problems: list[str] = []
    form = Form(content, problems)
    assert (form.text("title", required=True), form.wrong) == ("", True)
    assert problems == ["「整份文件」应是若干「项目: 内容」"]


def test_entries_that_are_the_same_are_told_once_and_read_once() -> None:
    problems = Problems()
    entries = [{"kind": "D2", "title": "甲"}, {"title": "甲", "kind": "D2"}, {"kind": "D2", "title": "乙"}] * 2
    read = [one.text("title") for one in Form({"documents": entries}, problems).forms("documents")]
    assert read == ["甲", "乙"]
    assert problems == ["「documents 第 2 条」与前面的一条逐字相同"]
    assert problems.others == 3
