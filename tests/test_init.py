"""A portal of one's own: ``init`` leaves nothing invented, and the new county builds at once."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from generator.check import check
from generator.cli import portal
from generator.cli.main import main
from generator.core.errors import UsageError
from generator.load import load
from generator.load.forms import read_yaml
from generator.load.schema import load_profiles
from tests.conftest import DATA, ROOT
from tests.shipped import project
from tests.whole_site import whole_files
from tests.workflow_run import lend_compiled

# The places of the shipped data, and what they are called.
OTHERS = ("示例区", "历城", "临淄", "冠县", "威海", "370112", "370305", "371000", "371525")
TODAY = date(2027, 3, 1)
# Who reviews what, as it is shipped: a portal has named its own.
OWNERS = Path(__file__).parent / "workflow_data" / "CODEOWNERS"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A fresh copy of what ``init`` changes, the data of the shipped districts with it."""
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    shutil.copytree(DATA, tmp_path / "data")
    (tmp_path / portal.OWNERS).parent.mkdir()
    (tmp_path / portal.OWNERS).write_bytes(OWNERS.read_bytes())
    return tmp_path


@pytest.fixture
def answered(repository: Path) -> Path:
    """The repository after ``init`` with the answers of its template."""
    answers = repository / "answers.yaml"
    answers.write_text(portal.TEMPLATE, encoding="utf-8")
    assert main(["init", "--root", str(repository), "--answers", str(answers)]) == 0
    answers.unlink()
    return repository


def texts(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Every file that is text, and every text in a packed one."""
    for path, content in files.items():
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                yield from texts({f"{path}!{name}": packed.read(name) for name in packed.namelist()})
        else:
            yield path, content.decode("utf-8", "ignore")


@pytest.mark.thorough
def test_nothing_of_the_shipped_places_is_left(answered: Path) -> None:
    assert sorted(path.name for path in (answered / "data").iterdir()) == [
        "common", "datapackage.yaml", "profiles", "schemas",
    ]  # fmt: skip
    found = check(load(answered / "data"), today=TODAY)
    assert found.findings == ()
    files = whole_files(found)
    assert any(path.startswith("downloads/") for path in files)
    named = {
        path: name for path, text in texts({**files, "mkdocs.yml": (answered / "mkdocs.yml").read_bytes()})
        for name in OTHERS if name in text
    }  # fmt: skip
    assert named == {}
    year = files["years/990002/2027/index.html"].decode()
    assert "某县" in year
    late = files["departments/990002/finance/index.html"].decode()
    assert "政府预决算绩效说明" in late
    assert "逾期未公开" in late  # due on 2027-02-20


def test_the_test_for_names_sees_them(repository: Path) -> None:
    files = {path.name: path.read_bytes() for path in (repository / "data" / "common").iterdir()}
    assert {name for _, text in texts(files) for name in OTHERS if name in text} == {*OTHERS}


def test_the_answers_stand_where_they_belong(answered: Path) -> None:
    site = read_yaml((answered / "mkdocs.yml").read_bytes())
    assert site["site_name"] == "某县预算绩效公开"
    assert site["site_url"] == "https://www.example.gov.cn/jixiao/"
    before = read_yaml((ROOT / "mkdocs.yml").read_bytes())["copyright"]
    sponsor = re.compile(r'(?:<!-- )?<span class="foot">主办单位：[^<]*</span>(?: -->)?')
    assert site["copyright"] == sponsor.sub('<span class="foot">主办单位：某县财政局</span>', before)
    catalogue = read_yaml((answered / "data" / "datapackage.yaml").read_bytes())
    assert catalogue["title"] == "某县预算绩效公开数据"
    assert [one["title"] for one in catalogue["sources"]] == ["某县各部门按规定公开的预算绩效信息"]
    before = read_yaml((DATA / "datapackage.yaml").read_bytes())
    assert (catalogue["tables"], catalogue["licence"]) == (before["tables"], before["licence"])
    in_force = {one.name: one.in_force for one in load_profiles(answered / "data")}
    assert in_force.pop("default") == (("990002", 2027, 2100),)
    assert set(in_force.values()) == {()}
    text = (answered / "data" / "common" / "departments.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf" + "区划代码,部门代码".encode())


def test_a_better_answer_takes_the_place_of_the_first(answered: Path) -> None:
    """Until there are data of one's own, answers can be mended and given again."""
    answers = answered / "answers.yaml"
    answers.write_text(portal.TEMPLATE.replace("某县", "新县"), encoding="utf-8")
    assert main(["init", "--root", str(answered), "--answers", str(answers)]) == 0
    site = (answered / "mkdocs.yml").read_text(encoding="utf-8")
    assert site.count("主办单位：新县财政局</span>") == 1
    for path in ("mkdocs.yml", "data/datapackage.yaml", "data/common/departments.csv", "data/common/divisions.csv"):
        assert "某县" not in (answered / path).read_text(encoding="utf-8"), path


def test_each_department_has_a_line_of_who_reviews_it(answered: Path) -> None:
    before, after = (path.read_text(encoding="utf-8").splitlines() for path in (OWNERS, answered / portal.OWNERS))
    assert [one for one in after if one not in before] == [f"{'/data/990002/*/edu/':<36}@example-org/edu"]
    assert [one for one in before if one not in after] == [one for one in before if one.startswith("/data/990001/")]


def test_the_first_page_is_one_command_and_one_form_away(answered: Path) -> None:
    data = answered / "data"
    words = ["--division", "990002", "--year", "2027", "--department", "edu", "--tables", "goals"]
    assert main(["new", "--data", str(data), *words]) == 0
    found = check(load(data), today=TODAY)
    # The form is to be filled in, and the table.
    assert {one.code for one in found.findings if one.severity == "error"} == {"P02", "L05"}


def test_a_second_time_is_refused(answered: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (answered / "data" / "990002" / "2027").mkdir(parents=True)
    before = sorted(answered.rglob("*"))
    answers = answered.parent / "again.yaml"
    answers.write_text(portal.TEMPLATE, encoding="utf-8")
    assert main(["init", "--root", str(answered), "--answers", str(answers)]) == 2
    assert "已经有自己的区划（990002），没有改动" in capsys.readouterr().err
    assert sorted(answered.rglob("*")) == before


def test_every_wrong_answer_is_told_at_once(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = repository / "answers.yaml"
    text = (
        portal.TEMPLATE.replace('"990002"', '"99"').replace("code: edu", "code: finance").replace("D1, due", "D99, due")
    )
    answers.write_text(text, encoding="utf-8")
    assert main(["init", "--root", str(repository), "--answers", str(answers)]) == 2
    told = capsys.readouterr().err
    assert "有 3 处不对" in told
    assert "「division」" in told
    assert "代码「finance」出现了不止一次" in told
    assert "D99" in told
    assert (repository / "data" / "990001").is_dir()


def test_the_questions_make_the_same_answers() -> None:
    told = "某县预算绩效公开,,990002,某县,,,2027,某县财政局,edu 某县教育局,,D1 2027-02-20,D2 2027-03-01,"
    given = iter(told.split(","))
    ask: Callable[[str], str] = lambda _: next(given)  # noqa: E731
    found = portal.asked(ask, load_profiles(DATA))
    assert (found.site_url, found.level, found.sponsor) == ("https://example.org/", "县级", "某县财政局")
    assert found.departments == [portal.Bureau(code="edu", name="某县教育局")]
    assert [one.document for one in found.deadlines] == ["D1", "D2"]
    with pytest.raises(StopIteration):
        next(given)
    with pytest.raises(UsageError, match="回答 有"):
        portal.asked(lambda _: "", load_profiles(DATA))


@pytest.mark.thorough
def test_zero_data_builds(answered: Path) -> None:
    shutil.rmtree(answered / "data" / "common")
    shutil.rmtree(answered / "data" / "profiles")
    shutil.copytree(DATA / "profiles", answered / "data" / "profiles")  # in force for nobody
    found = check(load(answered / "data"), today=TODAY)
    assert found.findings == ()
    assert "index.html" in whole_files(found)


def test_the_takeover_of_the_readme_is_followed_to_the_letter(processes: None, tmp_path: Path) -> None:
    """The commands as printed, in a copy of the project; ``make site`` stands for the build that it runs."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("## 门户怎样接管")[2].partition("\n## ")[0]
    commands = re.findall(r"^   (\S.*?)(?:  +#.*)?$", section.partition("```sh\n")[2].partition("```")[0], re.MULTILINE)
    assert [one for one in commands if " init " in one]
    project(tmp_path, without=("tests/",))
    lend_compiled(tmp_path)
    for command in commands[commands.index("make site") + 1 :]:
        words = command.replace("make site", ".venv/bin/python -m generator build")
        words = words.replace(".venv/bin/python", sys.executable)
        done = subprocess.run(words, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S602
        assert done.returncode == 0, done.stdout + done.stderr
    home = (tmp_path / "public" / "index.html").read_text(encoding="utf-8")
    assert "某县预算绩效公开" in home
    pages = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in (tmp_path / "public").rglob("*.html")}
    assert len(pages) > 60
    assert {path: name for path, text in texts(pages) for name in OTHERS if name in text} == {}
    assert main(["check", "--data", str(tmp_path / "data")]) == 0
