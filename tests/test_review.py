"""A change as its reviewer sees it: the report on what a bureau sent, and that nothing in it acts."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from generator import pipeline
from generator.cli.main import main, parser
from generator.cli.received import received_from
from generator.core.finding import Finding
from generator.publish.borrowing import borrowed
from generator.review import Received, Trouble, reviewed, telling
from generator.review.review import _verdict
from generator.review.telling import as_html, as_review, as_xlsx
from tests.conftest import EDU, ROOT, DataFolder, csv_text, snapshot
from tests.printed import Look, workbook
from tests.review_pictures import comment_of
from tests.test_compare import Elements

PLACE = ["--division", "990001", "--year", "2023", "--department", "edu"]
NASTY = "@admin `x` <b>名</b> ::set-output name=a::b"


def sheet(folder: DataFolder, path: Path, *rows: dict[str, str], sheet_name: str = "目标") -> Path:
    """A list of goals as a bureau has it: a workbook whose heads are the titles of the fields."""
    table = folder.catalogue.tables["goals"]
    own = [one for one in table.fields if any(row.get(one.name) for row in rows)]
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet_name
    page.append([one.title for one in own])
    for row in rows:
        page.append([row.get(one.name, "") for one in own])
    book.save(path)
    return path


@pytest.fixture
def goals(folder: DataFolder) -> list[dict[str, str]]:
    rows = [
        folder.row("goals", project_code=f"P{one}", project_name=f"项目{one}", total_amount="100") for one in range(3)
    ]
    folder.table("goals", *rows)
    return rows


def test_what_cannot_be_taken_in_is_not_called_publishable(
    folder: DataFolder, goals: list[dict[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is said is about what was sent: of the data that are there already nobody asked."""
    sent = sheet(folder, tmp_path / "目标表.xlsx", {**goals[0], "total_amount": "=1+1"})
    assert main(["receive", str(sent), *PLACE, "--data", str(folder.path), "--out", str(tmp_path / "收件")]) == 1
    said = capsys.readouterr().out
    assert "处要先改好，没有导入" in said
    assert "可以发布" not in said
    assert "要写进数据文件夹的" not in said
    assert not (tmp_path / "收件" / "data").exists()


def test_what_came_by_post_is_imported_checked_and_compared(
    folder: DataFolder, goals: list[dict[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(folder.path)
    changed = {**goals[0], "total_amount": "70", "project_name": NASTY}
    sent = sheet(folder, tmp_path / "目标表 副本 (1).xlsx", changed)
    out = tmp_path / "收件"
    code = main(["receive", str(sent), *PLACE, "--data", str(folder.path), "--out", str(out)])
    said = capsys.readouterr().out
    assert snapshot(folder.path) == before
    assert "文件名像是副本或另一个版本" in said
    assert "对公众：改动 1 条记录" in said
    assert (code == 1) == ("处错误要改" in said)
    assert (out / "data" / EDU / "goals.csv").is_file()
    text = (out / "审核报告.html").read_text(encoding="utf-8")
    page = Elements(text)
    assert "目标表 副本 (1).xlsx「目标」" in text
    assert not {"script", "b", "img"} & set(page.found)
    assert page.links
    assert all(f'id="{link[1:]}"' in text for link in page.links), "a page that leads nowhere else"
    book = openpyxl.load_workbook(io.BytesIO((out / "审核报告.xlsx").read_bytes()))
    assert book.sheetnames[:5] == ["结论", "检查结果", "收到的表", "表里要改的", "变动"]
    cells = [cell.value for row in book["变动"].iter_rows() for cell in row]
    assert "70" in cells
    assert NASTY in cells
    told = [str(cell.value) for page in book for row in page.iter_rows() for cell in row]
    assert "原来的数据 → 这次的数据" in told
    assert not [one for one in told if str(tmp_path) in one or "/compare-" in one], "no place of this machine"


def test_a_head_without_rows_is_nothing_to_take_in(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["项目编码", "项目名称", "资金总额", "年度目标"])
    book.save(tmp_path / "目标.xlsx")
    arguments = ["receive", str(tmp_path / "目标.xlsx"), *PLACE, "--data", str(folder.path)]
    assert main([*arguments, "--out", str(tmp_path / "收件")]) == 1
    said = capsys.readouterr().out
    assert "【请改】目标.xlsx：没有读到任何内容，像是空白的表。" in said
    assert "可以接收" not in said


def test_what_cannot_be_read_is_told_by_its_cell_and_nothing_is_taken_in(
    folder: DataFolder, goals: list[dict[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = sheet(folder, tmp_path / "目标.xlsx", {**goals[0], "total_amount": "很多"})
    out = tmp_path / "收件"
    assert main(["receive", str(sent), *PLACE, "--data", str(folder.path), "--out", str(out)]) == 1
    said = capsys.readouterr().out
    assert "【请改】目标.xlsx「目标」" in said
    assert "没有导入" in said
    assert not (out / "data").exists()


def test_the_verdict_does_not_say_that_nothing_was_taken_in_where_something_was() -> None:
    """Of two bureaus' forms one may be sound."""
    received = Received(troubles=[Trouble(where="自评表.xlsx", whose="", message="表上写的是 2025 年度。", hint="")])
    told = [_verdict({"error": 0, "warning": 0, "flag": 0}, received, some=some) for some in (False, True)]
    assert told == [
        "表里有 1 处要先改好，没有导入。",
        "表里有 1 处要先改好，这几处所在的部门年度没有导入，其余的照常检查。",
    ]


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    trouble = {"whose": "", "message": "", "hint": "", "stops": True, "masked": False}
    said = {"990001-2024-edu": ["自评表.xlsx「甲」"], "990001-2025-civil": ["自评表.xlsx「甲」", "目标.xlsx「乙」"]}
    for name, places in said.items():
        told = {
            "files": [{"file": one, "headline": "自评表"} for one in places],
            "troubles": [{**trouble, "where": f"{places[-1]}C4"}],
        }
        (tmp_path / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
    received = received_from([tmp_path / f"{name}.json" for name in said])
    same = ["990001/2024/edu/自评表.xlsx「甲」", "990001/2025/civil/自评表.xlsx「甲」"]
    assert [file for file, _ in received.files] == [*same, "目标.xlsx「乙」"]
    assert [one.where for one in received.troubles] == [f"{same[0]}C4", "目标.xlsx「乙」C4"]


def test_no_report_quotes_what_nobody_may_publish(
    folder: DataFolder, goals: list[dict[str, str]], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither what comes nor what goes: comments and reports are public before anybody has put anything right."""
    numbers = ["13812345678", "11010519491231002X", "13900139000"]
    folder.table("goals", goals[0], {**goals[1], "annual_goal": f"联系人电话{numbers[0]}。"}, goals[2])
    rows = [
        {**goals[0], "annual_goal": f"受助人{numbers[1]}已建档。"},
        {**goals[1], "annual_goal": "完成建档。"},
        {**goals[2], "project_name": "某某工程（机密★1年）", "total_amount": f"很多，问{numbers[2]}"},
    ]
    for place, sent in enumerate((rows[:2], rows)):  # taken in, and stopped by a cell that is no amount
        out = tmp_path / f"收件{place}"
        book = sheet(folder, tmp_path / f"目标{numbers[2]}.xlsx", *sent)
        assert main(["receive", str(book), *PLACE, "--data", str(folder.path), "--out", str(out)]) == 1
        said = capfd.readouterr()
        assert not [one for one in (*numbers, "机密★") if one in said.out + said.err]
        book_ = openpyxl.load_workbook(io.BytesIO((out / "审核报告.xlsx").read_bytes()))
        told = [str(cell.value) for page in book_ for row in page.iter_rows() for cell in row]
        for text in ((out / "审核报告.html").read_text(encoding="utf-8"), *told):
            assert not [one for one in (*numbers, "机密★") if one in text]
        assert place or [one for one in told if "受助人110…2X已建档。" in one]


@pytest.mark.parametrize(
    ("beside", "stops", "message"),
    [
        ("机密★1年", True, "含有密级标识，涉密信息不得公开。"),
        ("联系电话：13800138000", False, "含有疑似手机号码「138…00」，个人信息不得公开。"),
    ],
)
@pytest.mark.parametrize("place", ["cell", "sheet", "comment"])
def test_what_stands_beside_the_records_of_a_form_is_told(
    beside: str, stops: bool, message: str, place: str, folder: DataFolder, tmp_path: Path, capfd
) -> None:
    """No check sees it: a form that is marked as secret would be published whole."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(Look(code_before_name=True))[0].content))
    page = book.active
    assert page is not None
    if place == "cell":
        page.cell(page.max_row + 2, 1).value = beside
    elif place == "sheet":
        book.create_sheet("说明")["B3"] = beside
    else:
        page["A1"].comment = Comment(beside, "填表人")
    sent = tmp_path / "自评表.xlsx"
    book.save(sent)
    into = ["--data", str(folder.path), "--into", str(folder.path)]
    assert main(["import", str(sent), *into, "--format", "received"]) == int(stops)
    (tmp_path / "received.json").write_text(capfd.readouterr().out, encoding="utf-8")
    received = received_from([tmp_path / "received.json"])
    at = {"cell": f"「{page.title}」A{page.max_row}", "sheet": "「说明」B3", "comment": "（批注）"}[place]
    told = [one for one in received.troubles if "不得公开" in one.message]
    assert [(one.where, one.stops, one.message) for one in told] == [(f"自评表.xlsx{at}", stops, message)]
    assert (folder.path / EDU / "self_evaluations.csv").exists() is not stops
    out = tmp_path / "收件"
    main(["receive", str(sent), "--data", str(folder.path), "--out", str(out)])
    report = (out / "审核报告.html").read_text(encoding="utf-8")
    assert message in html.unescape(report)
    assert "机密★" not in report


def test_the_report_is_never_written_over_anything(folder: DataFolder, goals: object, tmp_path: Path) -> None:
    sent = tmp_path / "a.csv"
    sent.write_text(csv_text([["项目编码"], ["P1"]]), encoding="utf-8-sig")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    for out in (tmp_path / "full", folder.path / "out", folder.path):
        assert main(["receive", str(sent), "--data", str(folder.path), "--out", str(out)]) == 2
    assert (tmp_path / "full" / "x").read_text() == "x"


def test_the_check_saves_the_report_and_what_the_comment_takes(
    folder: DataFolder, goals: list[dict[str, str]], tmp_path: Path
) -> None:
    shutil.copytree(folder.path, tmp_path / "base" / "data")
    folder.table("goals", *goals[1:], {**goals[0], "project_code": "P9", "total_amount": "1,2"})
    imported = tmp_path / "received.json"
    imported.write_text(json.dumps({"files": [{"file": "a.xlsx", "headline": "x"}], "troubles": []}))
    arguments = ["check", "--data", str(folder.path), "--against", str(tmp_path / "base" / "data")]
    saved = {style: tmp_path / f"r.{style}" for style in ("html", "xlsx", "review")}
    saves = [f"--save={style}={path}" for style, path in saved.items()]
    assert main([*arguments, "--imported", str(imported), *saves]) == 1
    review = json.loads(saved["review"].read_text(encoding="utf-8"))
    assert review["changes"]["counts"]["removed"] == 1
    assert review["counts"]["error"] == 1
    assert review["causes"][0]["first"][0]["message"].startswith("写的是「1,2」")
    assert review["received"]["files"] == [["a.xlsx", "x"]]
    imported.write_text("{}")
    assert main([*arguments, "--imported", str(imported), *saves]) == 2


@pytest.mark.parametrize(("most", "left"), [(2, 28), (10_000, 10)])
def test_the_sheets_say_what_they_leave_out(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch, most: int, left: int
) -> None:
    """Of a kind in a file the check tells twenty, of a kind in all files a sheet has so many rows."""
    rows = [folder.row("goals", project_code=f"P{one}", total_amount=f"很{'多' * one}") for one in range(30)]
    folder.table("goals", *rows)
    monkeypatch.setattr(telling, "_ROWS", most)
    checked = folder.check(())
    content = as_xlsx(reviewed(checked, checked.findings, None, None), clock=datetime(2026, 11, 20))
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content))["检查结果"]]
    wrong = [row for row in cells if row[1] == "S01"]
    assert len(wrong) == 30 - left + 1
    assert wrong[-1][5] == f"另有 {left} 处同样的问题，没有一一列出。"


def test_the_page_counts_what_it_leaves_out(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that the check itself only counts are among them."""
    folder.table(
        "goals", *(folder.row("goals", project_code=f"P{one}", total_amount=f"很{'多' * one}") for one in range(30))
    )
    monkeypatch.setattr(telling, "_PAGE", 5)
    checked = folder.check(())
    page = as_html(reviewed(checked, checked.findings, None, None), clock=datetime(2026, 11, 20)).decode()
    assert "另有 25 处，见同一份报告的 Excel" in page


def test_the_guide_shows_what_is_there() -> None:
    guide = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", guide)
    assert len(pictures) == 2
    assert all((ROOT / "docs" / one).is_file() for one in pictures)
    shown = re.findall(r"^\.venv/bin/python -m generator (.+)$", guide, re.MULTILINE)
    assert len(shown) == 2
    for line in shown:
        parser().parse_args(line.split())
    workflow = (ROOT / ".github" / "workflows" / "accept.yml").read_text(encoding="utf-8")
    assert "name: 接收" in workflow
    assert "environment: acceptance" in workflow


def many(folder: DataFolder, tmp_path: Path) -> bytes:
    """What the comment takes of 3,000 changed records, some of them gone or new, and 500 findings of 25 rules."""
    rows = [folder.row("goals", project_code=f"P{one}", project_name=f"{NASTY}{one}") for one in range(3_000)]
    folder.table("goals", *rows)
    shutil.copytree(folder.path, tmp_path / "base" / "data")
    later = [{**row, "total_amount": str(number), "annual_goal": NASTY * 30} for number, row in enumerate(rows)]
    folder.table("goals", *later[100:], *({**rows[0], "project_code": f"N{one}"} for one in range(50)))
    checked = folder.check(())
    places = ("error", "warning", "flag")
    findings = [
        Finding(
            code=f"R{number % 25 + 1:02}",
            severity=places[number % 3],  # type: ignore[arg-type]
            title=NASTY,
            message=NASTY * 20,
            hint=NASTY * 20,
            file=f"data/{EDU}/goals.csv",
            division="990001",
            year=2023,
            department="edu",
            table="goals",
            row=number + 2,
            field="total_amount",
            record=f"P{number}",
            name=NASTY,
            origin=f"{NASTY}.xlsx「{NASTY}」B{number}",
        )
        for number in range(500)
    ]
    data = folder.path
    found = pipeline.compared(borrowed(str(tmp_path / "base" / "data"), data), borrowed(str(data), data), data)
    return as_review(reviewed(checked, findings, found), clock=datetime(2024, 9, 1))


@pytest.mark.thorough
def test_the_comment_on_very_much_is_complete_in_its_counts(
    folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.check.report.title_of", lambda code: code)
    text = comment_of(many(folder, tmp_path))
    assert len(text) < 65_536
    first = text[: text.index("### 检查结果")]
    assert "撤下 100 条记录（整个项目 100 个），改动 2,900 条记录（涉及 2,900 个项目，5,799 格）" in first
    assert "| 示例区教育局 2023 年度 | 3,000 → 2,950 |" in text
    assert text.index("**撤下 100") < 1_200
    assert "撤下的其余 90 处" in text
    counted = [int(one) for one in re.findall(r"(?:错误，要改|提醒，请核对|可能会问)：(\d+) 处", text)]
    assert counted == [167, 167, 166]
    assert re.search(r"  - 另有 \d+ 处\n", text)
    assert "另有 15 类，见审核报告" in text
    assert not re.search(r"@admin|<b>|`x`|\n::set", text)


def test_errors_elsewhere_are_none_of_the_senders(
    folder: DataFolder, goals: list[dict[str, str]], tmp_path: Path
) -> None:
    """Whoever has sent what is right is not asked to send it again, and is told who has to mend the rest."""
    other = "990001/2023/civil"
    folder.write(f"{other}/package.yaml", (folder.path / EDU / "package.yaml").read_text(encoding="utf-8"))
    folder.table("goals", folder.row("goals", project_code="C1", total_amount="1,2"), folder=other)
    shutil.copytree(folder.path, tmp_path / "base" / "data")
    folder.table("goals", {**goals[0], "total_amount": "70"}, *goals[1:])
    found = pipeline.compared(
        borrowed(str(tmp_path / "base" / "data"), folder.path), borrowed(str(folder.path), folder.path), folder.path
    )
    checked = folder.check(())
    told = reviewed(checked, checked.findings, found)
    assert told.apart == told.counts["error"] > 0
    assert not told.passes
    assert told.verdict.startswith("这次改动没有错误，不用再改。没有动到的文件夹（")
    assert "2023 年度）里有" in told.verdict
    assert {one.word for one in told.causes if one.severity == "error"} == {"别处的错误"}
    text = comment_of(as_review(told, clock=datetime(2024, 9, 1)))
    assert "**还不能接收，但不用再传**" in text
    assert "再传一次（同名的会替换）" not in text
    assert "没有动到的文件夹里的错误，由那里的部门改" in text
    folder.table("goals", {**goals[0], "total_amount": "7,0"}, *goals[1:])
    checked = folder.check(())
    told = reviewed(checked, checked.findings, found)
    assert 0 < told.apart < told.counts["error"]
    assert "由那里的部门改，交这次改动的人不用改" in told.verdict
    text = comment_of(as_review(told, clock=datetime(2024, 9, 1)))
    assert "自己表里的改好以后，在同一个文件夹里再传一次" in text


def test_what_speaks_of_the_change_is_its_own(folder: DataFolder, goals: list[dict[str, str]], tmp_path: Path) -> None:
    """A code that another folder uses too, or that was taken away from under it, has to do with the change."""
    other = "990001/2023/civil"
    folder.write(f"{other}/package.yaml", (folder.path / EDU / "package.yaml").read_text(encoding="utf-8"))
    folder.table("goals", folder.row("goals", project_code="C1"), folder=other)
    shutil.copytree(folder.path, tmp_path / "base" / "data")
    old = borrowed(str(tmp_path / "base" / "data"), folder.path)
    folder.table("goals", *goals, {**goals[0], "project_code": "C1"})
    checked = folder.check(())
    told = reviewed(
        checked, checked.findings, pipeline.compared(old, borrowed(str(folder.path), folder.path), folder.path)
    )
    assert ("K03", False) in {(one.code, one.apart) for one in told.causes}
    folder.table("goals", {**goals[0], "total_amount": "1,2"}, *goals[1:])
    folder.write("profiles/default.yaml", (folder.path / "profiles/default.yaml").read_text(encoding="utf-8") + "\n")
    checked = folder.check(())
    found = pipeline.compared(old, borrowed(str(folder.path), folder.path), folder.path)
    assert not reviewed(checked, checked.findings, found).apart, "what holds for all was changed"
