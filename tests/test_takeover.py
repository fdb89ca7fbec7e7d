"""The guide for whoever takes over, followed to the letter: every step is done once, in a copy of the project."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import ROOT
from tests.printed import Look, workbook
from tests.shipped import project
from tests.workflow_run import venv

GUIDE = (ROOT / "docs" / "takeover.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL)
DAY = "1840752000"  # 2028-05-01


def form() -> bytes:
    """A form of the new county's education bureau about 2027."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(Look(code_before_name=True))[0].content))
    for cell in (one for row in book.active for one in row if isinstance(one.value, str)):
        changed = cell.value.replace("示例区教育局", "某县教育局").replace("2023年度", "2027年度")
        if changed != cell.value:  # what begins with = would become a formula
            cell.value = changed
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture(scope="module")
def copied(processes: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project as somebody clones it, with an environment, and the sheets that came in beside it."""
    place = tmp_path_factory.mktemp("takeover") / "项目"
    project(place, without=("tests/",))
    venv(place)
    for words in (["init", "-q"], ["config", "user.name", "某"], ["config", "user.email", "a@example.org"]):
        subprocess.run(["git", *words], cwd=place, check=True)
    (place.parent / "收件").mkdir()
    (place.parent / "收件" / "自评表.xlsx").write_bytes(form())
    return place


def commands() -> list[str]:
    return [block for _, text in STEPS for block in re.findall(r"```sh run\n(.*?)```", text, re.DOTALL)]


def test_every_step_is_done_as_printed(copied: Path) -> None:
    for block in commands():
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=copied,
            env={"PATH": "/usr/bin:/bin", "HOME": str(copied.parent), "LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": DAY},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    server = copied / "服务器"
    assert (server / "current").readlink() == Path("releases/2027-01"), "gone back"
    first, second = (
        {path.relative_to(server / "releases" / name).as_posix() for path in (server / "releases" / name).rglob("*")}
        for name in ("2027-01", "2028-04")
    )
    assert "projects/990002/2027/99000123t000000000101/index.html" in second - first
    assert not list((copied / "data" / "990002").rglob("self_evaluations.csv")), "the data went back, too"
    assert list((copied.parent / "恢复" / "data" / "990002").rglob("self_evaluations.csv"))
    assert (copied.parent / "审核报告").is_dir()


def test_the_guide_lists_every_kind_of_file(shipped_site: Path) -> None:
    listed = set(re.findall(r"\.[a-z_]+", GUIDE.partition("只有这些后缀")[2].partition("另有没有后缀的")[0]))
    assert {path.suffix for path in shipped_site.rglob("*") if path.is_file() and path.suffix} <= listed
    assert {path.name for path in shipped_site.rglob("*") if path.is_file() and not path.suffix} == {"SHA256SUMS"}


def test_the_guide_has_every_step() -> None:
    titles = [title for title, _ in STEPS]
    assert [one.partition("、")[2] for one in titles[1:]] == [
        "变成自己的",
        "网址与子路径",
        "放到服务器",
        "收表的仓库不公开，网站公开",
        "用压缩包更新",
        "备份",
        "退回",
    ]
    assert all("```sh run" in text for _, text in STEPS[1:])
