"""From a clerk's upload to the request that lands, without GitHub: the workflows' own steps over a repository here."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from generator.core.schema import Catalogue
from tests.conftest import EDU, ROOT
from tests.original_files import pdf
from tests.test_workflows import FINDING, HEAD, REPO, Check, Comment, GitHub, Repository, report, scope
from tests.workflow_run import Job, commit, git

NASTY = "@admin `x` <b>名</b> ::set-output name=a::b"
FORM, ORIGINAL = f"data/{EDU}/package.yaml", f"data/{EDU}/originals/mubiao.pdf"
SCRIPTS = ("scope", "intake", "accept", "comment")
pytestmark = pytest.mark.usefixtures("processes")


def upload(repository: Repository, path: str, **cells: str) -> Callable[[Path], None]:
    """A change that puts a list of goals, as a workbook, at a path."""
    table = repository.catalogue.tables["goals"]

    def change(checkout: Path) -> None:
        row = repository.data(checkout).row("goals", **cells)
        own = [one for one in table.fields if row[one.name]]
        book = openpyxl.Workbook()
        page = book.active
        page.title = "目标"
        page.append([one.title for one in own])
        page.append([row[one.name] for one in own])
        (checkout / path).parent.mkdir(parents=True, exist_ok=True)
        book.save(checkout / path)

    return change


@pytest.fixture
def repository(tmp_path: Path, catalogue: Catalogue) -> Repository:
    return Repository(tmp_path, catalogue)


@pytest.fixture
def lean(tmp_path: Path, catalogue: Catalogue) -> Repository:
    """One without the program: for what is told before any tool runs."""
    return Repository(tmp_path, catalogue, lean=True)


def checked(repository: Repository, place: Path, change: Callable[[Path], object]) -> tuple[Check, Job]:
    """A run of the job that looks at the data."""
    place.mkdir()
    run = Check(repository, place, change)
    job = run.job("data")
    job.run()
    return run, job


def said_of(run: Check, place: Path, repository: Repository, **more: Any) -> str:
    """The comment on what a check left."""
    comment = Comment(repository, place)
    comment.files = more.pop("files")
    comment.pull |= more
    folder = run.artifacts / "findings"
    done = comment.run({path.name: path.read_bytes() for path in folder.iterdir()})
    assert done.ok, done.log
    ((_, _, text),) = comment.github.written
    return text


def test_a_workbook_becomes_a_request_that_lands(repository: Repository, tmp_path: Path) -> None:
    """An original file goes with it, and is named in the form that is there already."""
    path = f"data/{EDU}/目标表 副本 (1).xlsx"

    def change(checkout: Path) -> None:
        upload(repository, path, project_name=NASTY, total_amount="70")(checkout)
        (checkout / ORIGINAL).parent.mkdir()
        (checkout / ORIGINAL).write_bytes(pdf())
        with (checkout / FORM).open("a", encoding="utf-8") as form:
            form.write('documents:\n  - {kind: D2, title: 绩效目标, published: "2023-02-20", file: mubiao.pdf}\n')

    run, job = checked(repository, tmp_path / "7", change)
    assert job.result.ok, job.result.log
    assert job.result.outputs == {"code": "false", "uploads": "true"}
    assert {one.name for one in job.result.commands} <= {"stop-commands", "warning"}
    review = json.loads((run.artifacts / "findings" / "review.json").read_text(encoding="utf-8"))
    assert review["passes"] is True
    assert review["changes"]["counts"]["changed"] == 1
    assert review["changes"]["entries"]["changed"][0]["where"].startswith("目标表 副本 (1).xlsx「目标」")
    assert sorted(one.name for one in (run.artifacts / "report").iterdir()) == ["审核报告.html", "审核报告.xlsx"]
    assert (run.artifacts / "preview" / "index.html").is_file()

    # The request itself is never merged.
    guard = run.job("mergeable", data={"outputs": job.result.outputs, "result": "success"})
    assert not guard.run().ok
    assert "工作簿不进主干" in guard.result.log

    sent = [{"filename": one, "status": "added"} for one in (path, ORIGINAL)]
    text = said_of(run, tmp_path / "comment", repository, files=sent)
    assert "**检查通过，等财政部门接收**" in text
    assert "财政部门管的数据" not in text
    assert "改动 1 条记录" in text
    assert "文件名像是副本或另一个版本" in text
    assert not re.search(r"@admin|<b>|`x`", text)

    landed(repository, tmp_path, run, path)


def landed(repository: Repository, tmp_path: Path, run: Check, path: str) -> None:
    """Accept it, and look at what comes."""
    github = GitHub(tmp_path / "accept-gh")
    user = {"login": "clerk", "id": 5}
    pull = {"state": "open", "base": {"ref": "main"}, "head": {"sha": run.head}, "user": user}
    github.answer("pulls/7", pull)
    (github.place / "answers" / f"POST_{REPO}/pulls".replace("/", "_")).write_text('{"number": 8}')
    artifacts = tmp_path / "accept-artifacts"
    options: dict[str, Any] = {
        "repository": repository.path,
        "sha": repository.main,
        "event_name": "workflow_dispatch",
        "inputs": {"number": "7", "commit": run.head[:7]},
        "stubs": github.place / "bin",
        "artifacts": artifacts,
    }
    git(repository.path, "update-ref", "refs/pull/7/merge", run.merge)
    convert = Job("accept.yml", "convert", tmp_path / "convert", **options)
    assert convert.value(convert.definition["if"])
    assert convert.run().ok, convert.result.log
    files = [
        one.relative_to(artifacts / "landing").as_posix() for one in (artifacts / "landing").rglob("*") if one.is_file()
    ]
    assert sorted(files) == ["about.json", f"data/{EDU}/goals.csv", ORIGINAL, FORM]
    land = Job(
        "accept.yml", "land", tmp_path / "land", needs={"convert": {"outputs": convert.result.outputs}}, **options
    )
    assert land.definition["environment"] == "acceptance"
    assert land.run().ok, land.result.log
    branch = f"accepted/7-{run.head[:7]}"
    changed = git(repository.path, "diff", "--name-only", "main", branch)
    assert changed.split() == [f"data/{EDU}/goals.csv", ORIGINAL, FORM]
    assert "Co-authored-by: clerk <5+clerk@users.noreply.github.com>" in git(repository.path, "log", "-1", branch)
    assert "job-token" not in land.result.log
    bodies = {arguments[-1]: json.loads(body) for arguments, body in github.calls if "--method" in arguments}
    assert bodies[f"{REPO}/pulls"]["head"] == branch
    assert "另开了请求 #8（CSV 和原件）" in bodies[f"{REPO}/issues/7/comments"]["body"]
    # What lands is read as it was reviewed, and holds no workbook.
    listed = git(repository.path, "ls-tree", "-r", "--name-only", branch)
    assert f"接收，转换成 CSV：{EDU}。" in bodies[f"{REPO}/pulls"]["body"]
    assert ".xlsx" not in listed
    assert NASTY in git(repository.path, "show", f"{branch}:data/{EDU}/goals.csv")


def test_what_cannot_be_read_is_told_by_its_cell(repository: Repository, tmp_path: Path) -> None:
    """What was not taken in is not called right; what else a check would refuse in it is told at once."""
    path = f"data/{EDU}/目标.xlsx"
    change = upload(repository, path, total_amount="很多", annual_goal="有事请打13800138000。")
    run, job = checked(repository, tmp_path / "7", change)
    assert not job.result.ok
    assert not (run.artifacts / "preview").exists()
    text = said_of(run, tmp_path / "comment", repository, files=[{"filename": path, "status": "added"}])
    assert "**还不能接收**" in text
    assert re.search(r"\*\*请改\*\* .*很多.*位置：目标\.xlsx「目标」[A-Z]+2", text)
    assert re.search(r"\*\*请改\*\* .*「年度目标」含有疑似手机号码「138…00」.*位置：目标\.xlsx「目标」[A-Z]+2", text)
    assert "表里有 2 处要先改好" in text
    assert "这次改动没有问题" not in text
    assert "没有变动。没有导入的表会带来什么变化，改好再传以后才看得到。" in text
    assert "没有导入的表还没有检查，改好再传以后才检查。" in text
    page = (run.artifacts / "report" / "审核报告.html").read_text(encoding="utf-8")
    assert "<p>没有问题。" not in page
    assert "没有导入的表还没有检查" in page


@pytest.mark.parametrize(
    ("path", "words", "hint"),
    [
        ("目标.xlsx", "表放错了地方", "请放进本部门那一年的文件夹"),
        ("data/目标.xlsx", "表放错了地方", "data/990001/2025/edu/"),
        ("data/990001/edu/目标.xlsx", "表放错了地方", "Add file"),
        ("上传/目标.docx", "表放错了地方", "请删去"),
        ("data/990001/2023/education/目标.xlsx", "没有登记过部门 990001/education", "990001 有：edu、finance"),
        ("data/990002/2023/edu/目标.xlsx", "没有登记过部门", "请核对区划代码"),
        (f"data/{EDU}/扫描件.pdf", ".pdf 读不了", "扫描件不能代替表"),
        (f"data/{EDU}/自评表.doc", ".doc 读不了", "另存为"),
    ],
)
def test_what_lands_wrong_is_named(lean: Repository, tmp_path: Path, path: str, words: str, hint: str) -> None:
    (tmp_path / "7").mkdir()
    scope(lean, tmp_path / "7", upload(lean, path) if path.endswith("xlsx") else touch(path), told=1)
    (found,) = json.loads((tmp_path / "7" / "findings.json").read_text(encoding="utf-8"))["findings"]
    assert found["file"] == path
    assert words in found["message"]
    assert hint in found["hint"]


@pytest.mark.parametrize(
    ("name", "uploads"),
    [
        ("绩效目标（定稿）.csv", "true"),
        ("goals (1).csv", "true"),
        ("自评表.XLSX", "true"),
        ("goals.csv", "false"),
        ("goal.csv", "false"),
    ],
)
def test_what_counts_as_a_sheet(lean: Repository, tmp_path: Path, name: str, uploads: str) -> None:
    (tmp_path / "7").mkdir()
    outputs = scope(lean, tmp_path / "7", touch(f"data/{EDU}/{name}"))
    assert outputs == {"data": "true", "code": "false", "uploads": uploads}
    scripts = [(ROOT / ".github" / "scripts" / f"{one}.py").read_text(encoding="utf-8") for one in SCRIPTS]
    kinds = {found for text in scripts for found in re.findall(r"\(\?:\[\^/\]\{1,200\}.*?csv\)", text)}
    assert len(kinds) == 1  # each script says it for itself, and all say the same


def touch(path: str) -> Callable[[Path], object]:
    def change(checkout: Path) -> None:
        (checkout / path).parent.mkdir(parents=True, exist_ok=True)
        with (checkout / path).open("ab") as file:  # what has records keeps them
            file.write(b"x")

    return change


def test_two_versions_and_another_bureaus_project_are_named(repository: Repository, tmp_path: Path) -> None:
    data = repository.data(repository.path)
    other = "data/990001/2023/finance"
    shutil.copytree(repository.path / "data" / EDU, repository.path / other)
    form = repository.path / other / "package.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("教育局", "财政局"), encoding="utf-8")
    data.table("goals", data.row("goals", project_code="F1"), folder="990001/2023/finance")
    repository.main = commit(repository.path)

    def change(checkout: Path) -> None:
        upload(repository, f"data/{EDU}/自评表.xlsx", project_code="N1", project_name="甲", total_amount="1")(checkout)
        upload(repository, f"data/{EDU}/自评表 (1).xlsx", project_code="F1", project_name="财政的项目")(checkout)

    run, _ = checked(repository, tmp_path / "7", change)
    text = said_of(
        run, tmp_path / "comment", repository, files=[{"filename": f"data/{EDU}/自评表.xlsx", "status": "added"}]
    )
    assert "文件名像是副本或另一个版本" in text
    assert "**财政的项目（F1）** 这个编码是示例区财政局同年的项目。请核对是不是传错了表" in text


def test_another_open_request_on_the_same_file_is_named(lean: Repository, tmp_path: Path) -> None:
    comment = Comment(lean, tmp_path / "comment")
    comment.github.answer("pulls", [{"number": 7}, {"number": 12}, {"number": 13}])
    comment.github.answer("pulls/12/files", [{"filename": f"data/{EDU}/goals.csv"}])
    comment.github.answer("pulls/13/files", [{"filename": "README.md"}])
    assert comment.run({"number": b"7", "findings.json": report(FINDING)}).ok
    ((_, _, text),) = comment.github.written
    assert f"请求 12 也动了 data/{EDU}/goals.csv" in text
    assert "请求 13" not in text


@pytest.mark.parametrize(
    ("answer", "commit_", "words"),
    [
        ({"state": "closed"}, "aaaaaaa", "已经关闭"),
        ({"base": {"ref": "other"}}, "aaaaaaa", "不是合并到 main"),
        ({}, "bbbbbbb", "看过以后又改了"),
        ({}, "", "看过的提交"),
        ({}, "aaaaaaa; rm", "看过的提交"),
    ],
)
def test_only_what_was_looked_at_is_taken_in(
    lean: Repository, tmp_path: Path, answer: dict[str, Any], commit_: str, words: str
) -> None:
    github = GitHub(tmp_path / "gh")
    pull = {"state": "open", "base": {"ref": "main"}, "head": {"sha": HEAD}, "user": {"login": "clerk", "id": 5}}
    github.answer("pulls/7", pull | answer)
    job = Job(
        "accept.yml",
        "convert",
        tmp_path / "job",
        repository=lean.path,
        sha=lean.main,
        event_name="workflow_dispatch",
        inputs={"number": "7", "commit": commit_},
        stubs=github.place / "bin",
    )
    assert not job.run().ok
    assert job.result.ran[-1] == "核对请求"
    assert words in job.result.log


@pytest.mark.parametrize(
    ("path", "about"),
    [
        (".github/workflows/x.yml", {}),
        ("data/common/deadlines.csv", {}),
        ("data/990001/waivers.yaml", {}),
        (f"data/{EDU}/x.xlsx", {}),
        (f"data/{EDU}/originals/x.exe", {}),
        (f"data/{EDU}/goals.csv", {"login": "x\n\nCo-authored-by: y"}),
        (f"data/{EDU}/goals.csv", {"number": "7"}),
    ],
)
def test_the_job_that_writes_takes_only_a_bureaus_files(
    lean: Repository, tmp_path: Path, path: str, about: dict[str, Any]
) -> None:
    artifacts = tmp_path / "artifacts"
    target = artifacts / "landing" / path
    target.parent.mkdir(parents=True)
    target.write_text("x")
    told = {"number": 7, "head": HEAD, "login": "clerk", "id": 5} | about
    (artifacts / "landing" / "about.json").write_text(json.dumps(told))
    github = GitHub(tmp_path / "gh")
    job = Job(
        "accept.yml",
        "land",
        tmp_path / "job",
        repository=lean.path,
        sha=lean.main,
        event_name="workflow_dispatch",
        needs={"convert": {"outputs": {"base": lean.main}}},
        stubs=github.place / "bin",
        artifacts=artifacts,
    )
    assert not job.run().ok
    assert "没有接收" in job.result.log
    assert not github.calls
    assert git(lean.path, "branch", "--list", "accepted/*") == ""


# The comment at its largest.


def big_review(entries: int, findings: int) -> bytes:
    """What a check makes of a change of very many records with very many findings, each text as long as it may be."""
    long = (NASTY * 20)[:400]
    cells = [["资金总额（万元）", "1" * 120, long[:120]]] * 12
    entry = {"place": long, "subject": long, "besides": long, "where": long, "rows": 1, "cells": cells, "cells_left": 3}
    first = [{"whose": long, "field": long, "message": long, "hint": long, "where": long, "reply": long}] * 3
    levels = ["error", "warning", "flag"]
    document = {
        "verdict": long,
        "looked": long,
        "passes": False,
        "counts": {"error": findings, "warning": 0, "flag": 0},
        "elsewhere": 7,
        "causes": [
            {"severity": levels[one % 3], "code": "R01", "title": long, "count": findings // 60, "first": first}
            for one in range(60)
        ],
        "causes_left": 4,
        "received": {
            "files": [[long, long]] * 30,
            "count": 30,
            "troubles": [{"where": long, "whose": long, "message": long, "hint": long, "stops": True}] * 30,
            "troubles_count": 500,
        },
        "changes": {
            "headline": f"撤下 {entries:,} 条记录，改动 {entries:,} 条记录，新增 {entries:,} 条记录",
            "counts": dict.fromkeys(("removed", "changed", "added"), entries),
            "figures": [long] * 4,
            "totals": [[long, *[["1" * 40, "2" * 40]] * 4]] * 13,
            "entries": {kind: [entry] * 40 for kind in ("removed", "changed", "added")},
            "entries_count": dict.fromkeys(("removed", "changed", "added"), entries),
            "besides": [long] * 4,
        },
    }
    return json.dumps(document, ensure_ascii=False).encode()


def test_the_largest_comment_is_taken_and_complete_in_its_counts(lean: Repository, tmp_path: Path) -> None:
    comment = Comment(lean, tmp_path / "comment")
    files = {"number": b"7", "findings.json": report(errors=500), "review.json": big_review(1_000, 500)}
    assert comment.run(files).ok
    ((_, _, text),) = comment.github.written
    assert len(text) < 65_536
    assert text.count("<details>") == text.count("</details>")
    assert text.startswith("<!-- data-check -->\n**检查没有通过**：错误 500")
    for kind in ("撤下", "改动", "新增"):
        assert f"**{kind} 1,000 条记录**" in text
    assert text.index("**撤下") < text.index("**改动") < text.index("**新增") < text.index("### 检查结果")
    assert "另有 4 类，见审核报告" in text
    plain = text.replace("<br>", "").replace("<details>", "").replace("</details>", "")
    plain = re.sub(r"</?summary>|<!-- data-check -->", "", plain)
    assert not re.search("[<>@`]", plain.replace("````", ""))


def test_a_hostile_review_is_refused_or_shown_as_nothing(lean: Repository, tmp_path: Path) -> None:
    for number, content in enumerate((b"[]", b"[" * 100_000, b"\xff", b" " * (5 * 2**20))):
        comment = Comment(lean, tmp_path / f"refused{number}")
        assert not comment.run({"number": b"7", "findings.json": report(errors=0), "review.json": content}).ok
        assert not comment.github.written
    odd = dict.fromkeys(("changes", "received", "causes", "counts"), 7) | {"looked": ["x"], "passes": "true"}
    comment = Comment(lean, tmp_path / "odd")
    assert comment.run({"number": b"7", "findings.json": report(errors=0), "review.json": json.dumps(odd).encode()}).ok
