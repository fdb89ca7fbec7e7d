"""Who may say what: the finance bureau waives, nobody waives their own, everybody speaks under the registered name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.check.report import sentence
from generator.core.finding import Finding
from tests.conftest import EDU, PACKAGE, DataFolder, form_of

FINANCE = "990001/2023/finance"
WAIVER = "rule: R01, table: self_evaluation_funds, record: P1, date: 2024-08-25, reason: 原件如此"
OF_EDU = f"folder: 2023/edu, {WAIVER}"
OF_FINANCE = f"folder: 2023/finance, {WAIVER}"
AGREED = "authority: 示例区人大常委会, basis: 示人常〔2024〕5号决议"


def wrong(folder: DataFolder, place: str = EDU) -> DataFolder:
    """A self-evaluation whose execution rate is wrong (R01)."""
    folder.write(f"{place}/package.yaml", form_of("示例区财政局") if "finance" in place else PACKAGE)
    folder.table("self_evaluations", folder.row("self_evaluations", project_code="P1"), folder=place)
    funds = {"project_code": "P1", "fund_source": "年度资金总额", "annual_budget": "100", "actual_spend": "50"}
    row = folder.row("self_evaluation_funds", **funds, execution_rate="98")
    folder.table("self_evaluation_funds", row, folder=place)
    return folder


def found(folder: DataFolder) -> Sequence[Finding]:
    """What a check finds in which no other rules run than those that are waived and replied to here."""
    return folder.known(("R01", "F02")).findings


def told(folder: DataFolder) -> list[tuple[str, str]]:
    """Code and level of what is said of waivers, publishers and the rate."""
    wanted = ("R01", "P02", "P03", "P06", "P07")
    return sorted((one.code, one.severity) for one in found(folder) if one.code in wanted)


def only(folder: DataFolder, code: str) -> Finding:
    """The one finding of a code."""
    (finding,) = [one for one in found(folder) if one.code == code]
    return finding


@pytest.mark.thorough
@pytest.mark.parametrize(
    "entries", ["[]", "", f"[{{{WAIVER}}}]", f"[{{{WAIVER}, by: 国务院办公厅}}]", "[x]", "本局同意"]
)
def test_a_bureau_waives_nothing_in_its_own_form(folder: DataFolder, entries: str) -> None:
    wrong(folder)
    folder.write(f"{EDU}/package.yaml", f"{PACKAGE}waivers: {entries}\n")
    assert told(folder) == [("P02", "error"), ("R01", "error")]
    assert only(folder, "P02").message == "「waivers」不写在这里：豁免只由财政部门写在 data/990001/waivers.yaml。"


def test_the_finance_bureau_waives_under_its_registered_name(folder: DataFolder) -> None:
    wrong(folder).waive(OF_EDU)
    assert told(folder) == [("R01", "warning")]
    assert "已由示例区财政局于 2024-08-25 准予照登：原件如此（R01）。" in sentence(only(folder, "R01"))
    folder.waive(f"{OF_EDU}, basis: 示财绩〔2024〕1号")
    assert "准予照登：原件如此（依据：示财绩〔2024〕1号）（R01）" in sentence(only(folder, "R01"))


def test_nobody_signs_as_somebody_else(folder: DataFolder) -> None:
    wrong(folder).waive(f"{OF_EDU}, by: 国务院办公厅")
    assert told(folder) == [("P06", "error"), ("R01", "error")]
    assert only(folder, "P06").message == "「waivers 第 1 条.by」不用写：豁免由登记的财政部门署名。"
    folder.waive(f"{OF_EDU}, {AGREED}")
    assert told(folder) == [("P06", "error"), ("R01", "error")]
    assert only(folder, "P06").message == (
        "2023/edu 的豁免（R01，记录「P1」）写了 authority「示例区人大常委会」，这一项只用于财政部门自己的文件夹。"
    )


def test_the_finance_bureau_waives_its_own_with_the_word_of_another(folder: DataFolder) -> None:
    wrong(folder, FINANCE).waive(f"{OF_FINANCE}, {AGREED}")
    assert told(folder) == [("R01", "warning")]
    assert "已由示例区人大常委会于 2024-08-25 准予照登：原件如此（依据：示人常〔2024〕5号决议）" in sentence(
        only(folder, "R01")
    )


@pytest.mark.thorough
@pytest.mark.parametrize(
    "agreed",
    [
        "field: execution_rate",
        "authority: 示例区人大常委会",
        "basis: 决议",
        "authority: 示例区财政局, basis: 决议",
        "authority: 示例区财政局绩效管理科, basis: 决议",
        "authority: 财政局, basis: 决议",
        "authority: 区财政局办公室, basis: 决议",
        'authority: " ", basis: 决议',
        "authority: 示例区 财政局, basis: 决议",
        "authority: 示例區財政局, basis: 决议",
        "authority: 示例区人民政府财政局, basis: 决议",
        'authority: "示例区（财政局）", basis: 决议',
    ],
)
def test_the_finance_bureau_does_not_waive_its_own(folder: DataFolder, agreed: str) -> None:
    folder.replace("common/departments.csv", "示例区财政局,", "示例区财政局,区财政局")
    wrong(folder, FINANCE).waive(f"{OF_FINANCE}, {agreed}")
    assert told(folder) == [("P06", "error"), ("R01", "error")]
    assert only(folder, "P06").hint.startswith("请写明 authority（同意照登的另一机关")


def test_another_finance_bureau_may_agree(folder: DataFolder) -> None:
    folder.replace("common/departments.csv", "示例区财政局,", "示例区财政局,财政局")
    wrong(folder, FINANCE).waive(f"{OF_FINANCE}, authority: 示例省财政厅, basis: 批复")
    assert told(folder) == [("R01", "warning")]
    folder.waive(f"{OF_FINANCE}, authority: 示例市财政局, basis: 批复")
    assert told(folder) == [("R01", "warning")]


def test_nobody_waives_where_no_finance_bureau_is_registered(folder: DataFolder) -> None:
    wrong(folder).waive(OF_EDU)
    folder.replace("common/departments.csv", "990001,finance,,示例区财政局,,,,,,\n", "")
    assert told(folder) == [("P06", "error"), ("R01", "error")]
    assert only(folder, "P06").message == "2023/edu 的豁免（R01，记录「P1」）没有人能作：990001 没有登记财政部门。"


def test_departments_that_cannot_be_read_are_no_fault_of_a_waiver(folder: DataFolder) -> None:
    wrong(folder).waive(OF_EDU)
    folder.write("common/departments.csv", "区划代码,部门代码\n".encode("gbk"))
    errors = [one.code for one in found(folder) if one.severity == "error"]
    assert "L01" in errors
    assert not {"P06", "P07", "R01", "K02"} & set(errors)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (WAIVER, "「waivers 第 1 条.folder」没有填写，这一项必填。"),
        (f"folder: edu, {WAIVER}", "「waivers 第 1 条.folder」应是“年度/部门代码”。"),
        (f"folder: 2023/../edu, {WAIVER}", "「waivers 第 1 条.folder」应是“年度/部门代码”。"),
        (f"folder: 2023/, {WAIVER}", "「waivers 第 1 条.folder」应是“年度/部门代码”。"),
        (
            OF_EDU.replace("self_evaluation_funds", "资金表"),
            "「waivers 第 1 条.table」写的是「资金表」，只能是：divisions、",
        ),
        (OF_EDU.replace(", reason: 原件如此", ""), "「waivers 第 1 条.reason」没有填写，这一项必填。"),
        (OF_EDU.replace("2024-08-25", "去年"), "「waivers 第 1 条.date」写的是「去年」，应是真实存在的日期"),
        (OF_EDU.replace("原件如此", "……"), "「waivers 第 1 条.reason」写的是「……」，没有写理由。"),
        (OF_EDU.replace("2023/edu", "２０２３/edu"), "「waivers 第 1 条.folder」应是“年度/部门代码”。"),
        (f"{OF_EDU}, remark: x", "「waivers 第 1 条.remark」不是这张表的项目。"),
    ],
)
def test_an_entry_with_something_wrong_waives_nothing(folder: DataFolder, entry: str, message: str) -> None:
    wrong(folder).waive(entry)
    assert told(folder) == [("P06", "error"), ("R01", "error")]
    finding = only(folder, "P06")
    assert finding.message.startswith(message)
    assert (finding.file, finding.row) == ("data/990001/waivers.yaml", 2)
    assert finding.hint.startswith("请")


def test_a_form_that_cannot_be_read_waives_nothing(folder: DataFolder) -> None:
    wrong(folder).write("990001/waivers.yaml", "waivers: &a [*a]\n")
    assert told(folder) == [("P06", "error"), ("R01", "error")]


@pytest.mark.parametrize(
    "place",
    [
        "waivers.yaml",
        "common/waivers.yaml",
        "990001/2023/waivers.yaml",
        f"{EDU}/waivers.yaml",
        f"{EDU}/originals/waivers.yaml",
        "990001/waivers.yml",
        "990001/Waivers.yaml",
        "990001/waivers.yaml.txt",
        "schemas/waivers.yaml",
    ],
)
def test_waivers_stand_in_one_place_only(folder: DataFolder, place: str) -> None:
    wrong(folder).write(place, f"waivers:\n  - {{{OF_EDU}}}\n")
    told_ = found(folder)
    assert [one.file for one in told_ if one.code == "L09"] == [f"data/{place}"]
    assert [one.severity for one in told_ if one.code == "R01"] == ["error"]


@pytest.mark.thorough
@pytest.mark.parametrize(
    "name", ["中华人民共和国财政部", "示例区财政局", "示例区教育局 ", "示例区教育局计划财务科", "教育局", "x"]
)
def test_a_publisher_goes_by_its_registered_name(folder: DataFolder, name: str) -> None:
    folder.write(f"{EDU}/package.yaml", PACKAGE.replace("publisher: 示例区教育局", f'publisher: "{name}"'))
    expected = [] if name.strip() == "示例区教育局" else [("P07", "error")]
    assert told(folder) == expected
    if expected:
        finding = only(folder, "P07")
        assert finding.message == f"发布机构写的是「{name}」，这个文件夹登记的部门是「示例区教育局」。"
        assert finding.hint.startswith("请写 publisher: 示例区教育局；")


def test_a_publisher_with_an_unseen_character_is_told_once(folder: DataFolder) -> None:
    folder.write(f"{EDU}/package.yaml", PACKAGE.replace("publisher: 示例区教育局", 'publisher: "示例区教育局\u200b"'))
    assert told(folder) == [("P02", "error")]


@pytest.mark.parametrize("place", ["９９０００１", "990001 ", "990002"])
def test_another_divisions_word_waives_nothing(folder: DataFolder, place: str) -> None:
    wrong(folder).write(f"{place}/waivers.yaml", f"waivers:\n  - {{{OF_EDU}}}\n")
    assert [one.severity for one in found(folder) if one.code == "R01"] == ["error"]
    assert [one.code for one in found(folder) if one.code in ("L09", "P06")] != []


def test_a_link_to_waivers_is_not_followed(folder: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text(f"waivers:\n  - {{{OF_EDU}}}\n", encoding="utf-8")
    wrong(folder)
    (folder.path / "990001/waivers.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert [one.severity for one in found(folder) if one.code == "R01"] == ["error"]
    assert only(folder, "L10").file == "data/990001/waivers.yaml"


def test_what_was_compiled_may_name_no_publisher(folder: DataFolder) -> None:
    folder.write(f"{EDU}/package.yaml", PACKAGE.replace("publisher: 示例区教育局", "publisher: 原文未载明"))
    assert told(folder) == []


def test_a_publisher_that_is_not_registered_is_told_once(folder: DataFolder) -> None:
    folder.write("990001/2023/health/package.yaml", PACKAGE)
    assert [one.code for one in found(folder) if one.severity == "error"] == ["K02"]


def test_a_reply_is_signed_by_the_registered_name(folder: DataFolder) -> None:
    reply = "{rule: F02, table: self_evaluations, record: P1, date: 2024-08-20, text: 尾款按合同次年支付。}"
    form = PACKAGE.replace("publisher: 示例区教育局", "publisher: 中华人民共和国财政部")
    folder.write(f"{EDU}/package.yaml", f"{form}replies: [{reply}]\n")
    folder.table("self_evaluations", folder.row("self_evaluations", project_code="P1", total_score="95"))
    funds = {"project_code": "P1", "fund_source": "年度资金总额", "annual_budget": "100", "actual_spend": "50"}
    folder.table("self_evaluation_funds", folder.row("self_evaluation_funds", **funds, execution_rate="50.00"))
    reply_ = only(folder, "F02").reply
    assert reply_ is not None
    assert reply_.by == "示例区教育局"


# What is taken away.


def test_what_is_said_to_be_taken_away_is_not_there(folder: DataFolder) -> None:
    folder.write("990001/waivers.yaml", "withdrawn: [{folder: 2022/edu, date: 2024-08-01, reason: 并入他局}]\n")
    assert told(folder) == []
    folder.write("990001/waivers.yaml", "withdrawn: [{folder: 2023/edu, date: 2024-08-01, reason: 并入他局}]\n")
    assert only(folder, "P06").message == "withdrawn 写了撤下 2023/edu，它还在数据里。"


@pytest.mark.parametrize("entry", ["folder: edu, date: 2024-08-01, reason: x", "folder: 2022/edu, reason: x", "x: y"])
def test_a_withdrawal_says_what_and_when_and_why(folder: DataFolder, entry: str) -> None:
    folder.write("990001/waivers.yaml", f"withdrawn: [{{{entry}}}]\n")
    assert {code for code, _ in told(folder)} == {"P06"}


def test_the_reason_of_a_withdrawal_is_searched(folder: DataFolder) -> None:
    reason = "经办人电话13800138000"
    folder.write("990001/waivers.yaml", f"withdrawn: [{{folder: 2022/edu, date: 2024-08-01, reason: {reason}}}]\n")
    assert [one.file for one in folder.found("S04")] == ["data/990001/waivers.yaml"]


# What somebody else published.


def _does_not_add_up(folder: DataFolder) -> list[tuple[str, str]]:
    row = {"statement_code": "990001-2023", "subject_year": "2023", "scope": "区级", "unit": "个", "section": "一"}
    counts = (
        ("key_evaluation_count", "15"),
        ("key_evaluation_third_party_count", "11"),
        ("key_evaluation_own_count", "3"),
    )
    folder.table("statements", folder.row("statements", statement_code="990001-2023", title="说明", report_year="2023"))
    folder.table(
        "reported_figures",
        *(
            folder.row(
                "reported_figures",
                **row,
                figure_code=f"a{number}",
                stage="绩效评价",
                measure=measure,
                measure_title=measure,
                value=value,
                value_text=value,
            )
            for number, (measure, value) in enumerate(counts)
        ),
    )
    return [(one.code, one.severity) for one in folder.check(rules=("R16",)).findings if one.code == "R16"]


def test_what_was_compiled_as_a_whole_is_nobodys_to_correct(folder: DataFolder) -> None:
    assert _does_not_add_up(folder) == [("R16", "error")]
    form = PACKAGE.replace("publisher: 示例区教育局", "publisher: 原文未载明")
    folder.write(f"{EDU}/package.yaml", form)
    assert _does_not_add_up(folder) == [("R16", "warning")]


def test_who_publishes_in_its_own_name_does_not_get_by_as_compiled(folder: DataFolder) -> None:
    folder.write(f"{EDU}/package.yaml", PACKAGE.replace("publisher: 示例区教育局", "publisher: 原文未载明"))
    folder.write("990001/2022/edu/package.yaml", PACKAGE)
    assert _does_not_add_up(folder) == [("R16", "error")]
