"""Two states of the data compared: by key, record and field, losses first, and no value acts where it is shown."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import zipfile
from collections.abc import Mapping
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from generator import pipeline
from generator.cli.main import main
from generator.compare import Comparison, lines
from generator.compare.book import as_xlsx
from generator.compare.comparison import Entry
from generator.compare.telling import FORMATS
from generator.compare.wording import contrast, headline, left
from generator.core.errors import UsageError, UserError
from generator.core.schema import Catalogue
from generator.publish import borrowing
from generator.publish.borrowing import borrowed, digests, unpacked
from tests.conftest import DATA, EDU, DataFolder, clean_folder, snapshot
from tests.test_report import HOSTILE
from tests.workflow_run import commit, git

HEALTH = "990001/2023/health"
_git_blob = borrowing._blob


def diff(old: Path | str, new: Path | str, data: Path = DATA) -> Comparison:
    """What differs between two states."""
    return pipeline.compared(borrowed(str(old), data), borrowed(str(new), data), data)


def told(found: Comparison) -> list[tuple[object, ...]]:
    """Entries in short."""
    return [
        (
            one.kind,
            one.level,
            one.table.name if one.table else "",
            one.record,
            [(c.field.name, c.old, c.new) for c in one.cells],
        )
        for one in found.entries
    ]


class Pair:
    """A data folder and a copy of it to change."""

    def __init__(self, place: Path, catalogue: Catalogue) -> None:
        (place / "old").mkdir()
        self.old = clean_folder(place / "old", catalogue)
        self.old.write("common/departments.csv", (self.old.path / "common/departments.csv").read_text())
        row = self.old.row
        self.goals = [
            row("goals", project_code=f"P{one}", project_name=f"项目{one}", total_amount="100") for one in range(3)
        ]
        self.old.table("goals", *self.goals)
        self.funds = [
            row(
                "self_evaluation_funds",
                project_code=f"P{one}",
                fund_source="年度资金总额",
                annual_budget="90",
                actual_spend="80",
            )
            for one in range(3)
        ]
        self.old.table("self_evaluation_funds", *self.funds)
        shutil.copytree(place / "old" / "data", place / "new" / "data")
        self.new = DataFolder(place / "new" / "data", catalogue)

    def diff(self) -> Comparison:
        return diff(self.old.path, self.new.path)


@pytest.fixture
def pair(tmp_path: Path, catalogue: Catalogue) -> Pair:
    return Pair(tmp_path, catalogue)


def test_the_same_data_differ_in_nothing(pair: Pair) -> None:
    found = pair.diff()
    assert found.same
    assert headline(found) == "没有变动。"
    assert (found.untouched, found.entries, found.totals) == (1, [], [])


@pytest.mark.thorough
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_quoting_order_line_ends_and_headings_are_no_change(pair: Pair, end: str, quoting: int, mark: str) -> None:
    table = pair.new.catalogue.tables["goals"]
    names = random.Random(7).sample(list(table.fields), len(table.fields))
    text = io.StringIO()
    writer = csv.writer(text, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerow([one.title if mark else one.name for one in names])
    writer.writerows([row[one.name] for one in names] for row in reversed(pair.goals))
    pair.new.write(f"{EDU}/goals.csv", mark + text.getvalue())
    found = pair.diff()
    assert found.same
    assert not found.unread


def test_one_number_written_in_two_ways_is_no_change(pair: Pair) -> None:
    pair.new.table("goals", *({**one, "total_amount": "100.00"} for one in pair.goals))
    assert pair.diff().same


def test_losses_come_first_and_whole_projects_are_one_thing(pair: Pair) -> None:
    rows = [
        {**pair.goals[0], "total_amount": "70.5"},
        {**pair.goals[1], "project_code": "NEW", "project_name": "新项目"},
    ]
    pair.new.table("goals", *rows, pair.goals[2])
    pair.new.table("self_evaluation_funds", pair.funds[0])
    found = pair.diff()
    assert told(found) == [
        ("removed", "project", "", "P1", []),
        ("removed", "record", "self_evaluation_funds", "P2＋年度资金总额", []),
        ("changed", "record", "goals", "P0", [("total_amount", "100", "70.5")]),
        ("added", "project", "", "NEW", []),
    ]
    whole = found.entries[0]
    assert (whole.name, whole.rows, whole.amount) == ("项目1", 2, 100_000_000)
    assert dict(found.records) == {"removed": 3, "changed": 1, "added": 1}
    assert dict(found.projects) == {"removed": 1, "changed": 1, "added": 1}
    figures = {one.title: (one.old, one.new) for one in found.totals[0].figures}
    assert figures == {
        "项目": (3, 3),
        "绩效目标资金总额": (300_000_000, 270_500_000),
        "全年预算数": (270_000_000, 90_000_000),
        "全年执行数": (240_000_000, 80_000_000),
    }


def test_a_department_year_that_is_gone_is_one_thing_and_where_it_went_is_said(pair: Pair) -> None:
    (pair.new.path / EDU).rename(pair.new.path / "990001/2023/finance")
    found = pair.diff()
    assert [(one.kind, one.level, one.place.path, one.rows) for one in found.entries] == [
        ("removed", "folder", EDU, 7),
        ("added", "folder", "990001/2023/finance", 7),
    ]
    text = FORMATS["text"](found)
    assert text.index("【撤下】") < text.index("【新增】")
    assert "整个部门年度「示例区教育局 2023 年度」（990001/2023/edu）：资金 300.00 万元，7 条记录" in text


def test_a_project_in_another_folder_is_followed(pair: Pair) -> None:
    pair.new.table("goals", *pair.goals[:2])
    pair.new.table("self_evaluation_funds", *pair.funds[:2])
    pair.new.write(f"{HEALTH}/package.yaml", (pair.new.path / EDU / "package.yaml").read_text())
    pair.old.write(f"{HEALTH}/package.yaml", (pair.new.path / EDU / "package.yaml").read_text())
    pair.new.table("goals", pair.goals[2], folder=HEALTH)
    moved = [(one.kind, one.record, one.elsewhere) for one in pair.diff().entries]
    assert moved == [("removed", "P2", HEALTH), ("added", "P2", EDU)]


def test_what_the_forms_say_is_compared(pair: Pair) -> None:
    form = f"{EDU}/package.yaml"
    text = (pair.new.path / form).read_text()
    pair.old.write(form, text + "documents:\n  - {kind: D2, title: 目标, published: 2024-01-02}\n")
    pair.new.write(form, text.replace("2024-08-30", "2024-08-31"))
    pair.new.waive("folder: 2023/edu, rule: R01, table: goals, record: P1, date: 2024-08-01, reason: 照登")
    titles = [(one.kind, one.table.title if one.table else "") for one in pair.diff().entries]
    assert titles == [("removed", "已公开的文件"), ("changed", "发布信息"), ("added", "豁免")]


def test_an_original_of_the_same_name_and_another_content_is_told(pair: Pair) -> None:
    for side, content in ((pair.old, b"%PDF-1"), (pair.new, b"%PDF-2")):
        side.write(f"{EDU}/originals/a.pdf", content)
        side.write(f"{EDU}/originals/same.pdf", b"%PDF-")
    pair.new.write(f"{EDU}/originals/more.pdf", b"%PDF-3")
    entries = [(one.kind, one.table.title, one.record) for one in pair.diff().entries if one.table]
    assert entries == [("changed", "原件", "a.pdf"), ("added", "原件", "more.pdf")]


def test_a_file_that_cannot_be_read_is_said_and_not_called_removed(pair: Pair) -> None:
    pair.new.write(f"{EDU}/goals.csv", "项目编码,项目名称\n".encode("gb18030"))
    found = pair.diff()
    assert not found.same
    assert found.unread == [f"{EDU}/goals.csv"]
    assert dict(found.records) == {"removed": 0, "changed": 0, "added": 0}
    assert "没有读进来、没有比较的文件：990001/2023/edu/goals.csv" in FORMATS["text"](found)
    figures = {one.title: one.new for one in (found.totals[0].figures if found.totals else ())}
    assert not figures or figures["绩效目标资金总额"] is None


def test_an_amount_that_is_no_number_is_no_nothing(pair: Pair) -> None:
    """It is left out of the sums, and every format says how many were; a blank cell is none of them."""
    pair.new.table(
        "goals", {**pair.goals[0], "total_amount": "约100"}, {**pair.goals[1], "total_amount": ""}, pair.goals[2]
    )
    pair.old.table("self_evaluation_funds", {**pair.funds[0], "actual_spend": "九十"}, *pair.funds[1:])
    found = pair.diff()
    assert [(one.title, one.unclear) for one in found.totals[0].figures] == [
        ("项目", (0, 0)),
        ("绩效目标资金总额", (0, 1)),
        ("全年预算数", (0, 0)),
        ("全年执行数", (1, 0)),
    ]
    words = (
        "合计里没有算进写得不是一个数的格：绩效目标资金总额（现在 1 格），全年执行数（原来 1 格）；先照检查结果改好。"
    )
    assert words in left(found)
    assert not [one for one in left(diff(pair.new.path, pair.new.path)) if "不是一个数" in one]


def test_rows_of_one_key_are_told_apart(pair: Pair) -> None:
    pair.new.table("goals", *pair.goals, pair.goals[0])
    assert told(pair.diff()) == [("added", "record", "goals", "P0", [])]


def test_what_is_not_listed_is_counted(pair: Pair) -> None:
    from generator.compare import compared, side_of

    pair.new.table("goals", *({**one, "total_amount": "1"} for one in pair.goals))
    sides = [side_of(one.load(), "") for one in (pair.old, pair.new)]
    found = compared(*sides, pair.new.catalogue.tables, most=2)
    assert len(found.entries) == 2
    assert found.left_out["changed"] == 1
    assert "改动的另有 1 条没有逐条列出" in FORMATS["text"](found)


# Lines that both sides have are left out: what is told is what would be told if all were read.


def _many(pair: Pair, chance: random.Random) -> None:
    """Indicators on both sides, of which some rows of the new one are another, gone, moved or written otherwise."""
    row = pair.old.row
    rows = [
        row(
            "goal_indicators",
            project_code=f"P{number % 4}",
            indicator_no=str(number),
            level3=f"指标{number}",
            target_value=str(number),
        )
        for number in range(24)
    ]
    pair.old.table("goal_indicators", *rows)
    new = [{**one} for one in rows if chance.random() < 0.9]
    for one in chance.sample(new, 6):
        one[chance.choice(["target_value", "level3", "project_code"])] = chance.choice(["7", "7.0", "P9", ""])
    if chance.random() < 0.5:
        chance.shuffle(new)
    new += chance.sample(new, chance.choice([0, 0, 2]))
    pair.new.table("goal_indicators", *new)
    goals = [{**one, "total_amount": chance.choice(["100", "100.0", "7"])} for one in pair.goals]
    goals += [{**one, "project_code": f"{one['project_code']}N"} for one in goals[: chance.choice([0, 1])]]
    pair.new.table("goals", *chance.sample(goals, len(goals) - chance.choice([0, 1])))
    path = pair.new.path / EDU / "goal_indicators.csv"
    content = path.read_bytes()
    done = chance.choice(
        [
            lambda text: text,
            lambda text: text.replace(b"\n", b"\r\n"),
            lambda text: b"\xef\xbb\xbf" + text,
            lambda text: text.replace("指标3,".encode(), '"指标\n3",'.encode()),
            lambda text: text.replace("指标3,".encode(), "指\u200b标3,".encode()),
            lambda text: text.replace("指标3,".encode(), "指标3,,".encode()),
            lambda text: text.rstrip(b"\n"),
        ]
    )
    path.write_bytes(done(content))


@pytest.mark.parametrize(
    "seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(3, 12))]
)
def test_lines_of_both_sides_change_nothing_by_being_left_out(
    pair: Pair, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _many(pair, random.Random(seed))
    found = pair.diff()
    monkeypatch.setattr(lines.Lines, "left", lambda *_: None)
    assert found == pair.diff()


def test_a_project_of_which_some_lines_stay_is_not_gone(pair: Pair) -> None:
    row = pair.old.row
    rows = [row("goal_indicators", project_code=one, indicator_no="1") for one in ("P0", "P1", "P2")]
    pair.old.table("goal_indicators", *rows)
    pair.new.table("goal_indicators", *rows[:2])
    pair.new.table("goals", pair.goals[0])
    pair.new.table("self_evaluation_funds", pair.funds[0])
    assert [(one.level, one.record) for one in pair.diff().entries if one.level == "project"] == [("project", "P2")]


def test_a_project_that_an_unchanged_file_tells_of_is_not_gone(pair: Pair) -> None:
    """That file is not read, as nothing in it differs; a project that no file has any more is gone."""
    rows = [
        pair.old.row("goal_indicators", project_code=one, indicator_no="1", explanation="甲,乙") for one in ("P1", "X")
    ]
    for side in (pair.old, pair.new):
        side.table("goal_indicators", *rows)
    pair.new.table("goals", pair.goals[0])
    pair.new.table("self_evaluation_funds", pair.funds[0])
    found = pair.diff()
    assert [(one.level, one.record) for one in found.entries if one.level == "project"] == [("project", "P2")]
    assert found.projects["removed"] == 1
    assert ("removed", "record", "goals", "P1", []) in told(found)


@pytest.mark.usefixtures("processes")
def test_two_processes_read_what_one_reads(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    _many(pair, random.Random(3))
    found = pair.diff()
    monkeypatch.setattr(pipeline, "_FEW", 0)
    assert found == pair.diff()


def test_only_what_differs_is_read(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    other = pair.old.row("goals", project_code="Q1")
    for one in (pair.old, pair.new):
        one.write(f"{HEALTH}/package.yaml", (one.path / EDU / "package.yaml").read_text())
        one.table("goals", other, folder=HEALTH)
    pair.new.table("goals", *pair.goals[1:])
    read: list[str] = []
    from generator.load import folder

    original = folder.read_table
    monkeypatch.setattr(
        folder, "read_table", lambda reading, path, *more: (read.append(str(path)), original(reading, path, *more))
    )
    found = pair.diff()
    assert found.untouched == 1
    assert not [
        one for one in read if "health" in one and pair.new.path in Path(one).parents and found.records["changed"]
    ]


# Where the states come from.


@pytest.mark.usefixtures("processes")
def test_revisions_of_git_and_a_folder(pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = tmp_path / "repository"
    shutil.copytree(pair.old.path, repository / "data")
    (repository / ".gitattributes").write_text("data/** export-ignore\n*.csv filter=evil\n")
    git(repository, "init", "--quiet", "--initial-branch", "main")
    first = commit(repository)
    data = DataFolder(repository / "data", pair.old.catalogue)
    data.table("goals", *pair.goals[1:])
    commit(repository)
    found = diff("main~1", "main", repository / "data")
    assert [(one.kind, one.record) for one in found.entries] == [("removed", "P0")]
    assert diff(first, repository / "data", repository / "data").records == found.records
    assert diff("main", repository / "data", repository / "data").same
    before = snapshot(repository / "data")
    assert before == snapshot(repository / "data")
    for wrong in ("nowhere", "--output=x", "main:x", "-h"):
        with pytest.raises(UsageError, match=r"版本|不是文件夹"):
            diff(wrong, "main", repository / "data")


def test_published_archives(pair: Pair, tmp_path: Path) -> None:
    def archive(name: str, rows: list[dict[str, str]]) -> Path:
        table = pair.old.catalogue.tables["goals"]
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([*table.context, *table.names])
        writer.writerows(["990001", "2023", "edu", *(row[one] for one in table.names)] for row in rows)
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr("datapackage.json", "{}")
            target.writestr("goals.csv", text.getvalue())
        return path

    # A common table may have a year and no department.
    pair.new.table("statements", pair.new.row("statements", statement_code="s1"))
    old = archive("old.zip", pair.goals)
    new = archive("new.zip", [{**pair.goals[0], "annual_goal": "一格\n两行"}, *pair.goals[2:]])
    found = diff(old, new)
    assert [(one.kind, one.level, one.record) for one in found.entries] == [
        ("removed", "project", "P1"),
        ("changed", "record", "P0"),
    ]
    against = diff(old, pair.new.path).entries
    assert ("added", "statements") in [(one.kind, one.table.name if one.table else "") for one in against]
    assert not any(one.table and one.table.name == "package" for one in against)
    whole = tmp_path / "site-main.zip"
    with zipfile.ZipFile(whole, "w") as target:
        for name, content in snapshot(pair.new.path).items():
            target.writestr(f"site-main/data/{name}", content)
    assert diff(whole, pair.new.path).same


def test_of_an_archive_of_a_repository_only_what_differs_is_laid_out(pair: Pair, tmp_path: Path) -> None:
    pair.new.replace(f"{EDU}/goals.csv", "P1", "P9")
    archives = []
    for side, folder in (("old", pair.old.path), ("new", pair.new.path)):
        archives.append(tmp_path / f"{side}.zip")
        with zipfile.ZipFile(archives[-1], "w", zipfile.ZIP_DEFLATED) as target:
            for name, content in snapshot(folder).items():
                target.writestr(f"site-main/data/{name}", content)
            target.writestr("site-main/tests/portal/datapackage.yaml", "tables: []")
            target.writestr("site-main/README.md", "x")
    entries = [
        one.entries for one in (diff(*archives), diff(pair.old.path, pair.new.path), diff(archives[0], pair.new.path))
    ]
    assert entries[0] == entries[1] == entries[2]
    assert entries[0]
    one = borrowed(str(archives[0]), tmp_path)
    assert one.files == digests(pair.old.path)
    with one.lay(lambda path: path.endswith("goals.csv")) as folder:
        assert {path.name for path in folder.rglob("*") if path.is_file()} == {"goals.csv"}


def _archive_of(files: Mapping[str, bytes], path: Path, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as target:
        for name, content in files.items():
            target.writestr(f"site-main/data/{name}", content)
    return path


def test_files_of_archives_are_unpacked_only_where_they_are_not_packed_alike(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.new.replace(f"{EDU}/goals.csv", "P1", "P9")
    old, new = snapshot(pair.old.path), snapshot(pair.new.path)
    first, second = _archive_of(old, tmp_path / "old.zip"), _archive_of(new, tmp_path / "new.zip")
    other = _archive_of(new, tmp_path / "other.zip", zipfile.ZIP_STORED)
    looked_at: list[bytes] = []
    monkeypatch.setattr(borrowing, "_blob", lambda content: (looked_at.append(content), _git_blob(content))[1])
    whole = borrowed(str(first), tmp_path).files
    assert whole is not None
    for archive, read in ((second, 0), (other, 2)):  # packed in another way, all are looked at on either side
        looked_at.clear()
        files = borrowed(str(archive), tmp_path).files
        assert files is not None
        assert {path for path in files if whole[path] != files[path]} == {f"{EDU}/goals.csv"}
        assert len(looked_at) == read * len(new)
    assert whole == digests(pair.old.path)
    assert {hash(one) for one in whole.values()} == {*map(hash, digests(pair.old.path).values())}


@pytest.mark.parametrize("field", ["checksum", "size", "content"])
def test_what_an_archive_says_of_a_file_is_not_taken_for_its_content(pair: Pair, tmp_path: Path, field: str) -> None:
    name, files = f"{EDU}/goals.csv", snapshot(pair.old.path)
    old = _archive_of(files, tmp_path / "old.zip", zipfile.ZIP_STORED)
    new = _archive_of(files, tmp_path / "new.zip", zipfile.ZIP_STORED)
    content = bytearray(new.read_bytes())
    if field == "content":  # another, of the same size, under the checksum of the first
        at = content.index(files[name])
        content[at : at + len(files[name])] = files[name].replace(b"P1", b"P9")
    else:
        entry = content.rindex(b"PK\x01\x02", 0, content.rindex(name.encode()))
        content[entry + (16 if field == "checksum" else 24)] ^= 1
    new.write_bytes(content)
    with pytest.raises(UserError, match=r"不是完好的 zip|比它声称的大"):
        diff(old, new)


@pytest.mark.parametrize("name", ["../out.csv", "/etc/x", "a\\b.csv", "goals.csv\u202e", ".git/config"])
def test_an_archive_with_odd_names_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "odd.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr(name, "x")
    with pytest.raises(UserError, match="越出文件夹"), unpacked(path):
        pass
    assert not list(tmp_path.glob("out*"))


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("goals.csv", b"0" * 30_000_000)
    with pytest.raises(UserError, match="过大"), unpacked(path):
        pass


def test_a_torn_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "torn.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("goals.csv", b"0123456789" * 100)
    content = path.read_bytes()
    start = content.index(b"goals.csv") + len(b"goals.csv")
    path.write_bytes(content[:start] + b"\xff" * 9 + content[start + 9 :])
    with pytest.raises(UserError, match="不是完好的 zip"), unpacked(path):
        pass


# Nothing acts.


class Elements(HTMLParser):
    """The elements of a page and its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]


@pytest.mark.thorough
@pytest.mark.parametrize("value", [*HOSTILE, "::set-output name=a::b", "@name `x` <b>y</b>"])
def test_values_are_inert(pair: Pair, value: str) -> None:
    if any(character in value for character in "\x00\x1b\u202e"):
        pytest.skip("the reader refuses it")
    pair.new.table("goals", {**pair.goals[0], "project_name": value, "annual_goal": value}, *pair.goals[2:])
    found = pair.diff()
    text = FORMATS["markdown"](found)
    assert not set("<>`@*[]") & set(text)
    assert all(
        line.count("|") in (0, 4, 6) for line in text.splitlines() if line.startswith("|") and "万元" not in line
    )
    page = Elements(FORMATS["html"](found))
    assert not {"script", "svg", "img", "b", "iframe", "a"} & set(page.found)
    assert not [one for one in page.attributes if one.startswith("on") or one in ("src", "href")]
    assert "\n::" not in FORMATS["text"](found)
    if found.records["changed"]:
        (cell,) = [
            one["new"]
            for one in json.loads(FORMATS["json"](found))["entries"][1]["cells"]
            if one["field"] == "annual_goal"
        ]
        assert cell == value.replace("\r\n", "\n")


def test_the_workbook_holds_no_formula(pair: Pair) -> None:
    pair.new.table(
        "goals", {**pair.goals[0], "project_name": "=1+1", "annual_goal": "http://evil.example"}, *pair.goals[1:]
    )
    content = as_xlsx(pair.diff(), clock=datetime(2024, 9, 1))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["变动"]
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[1]][5:8] == ["项目名称", "项目0", "=1+1"]
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    assert not [cell for row in rows for cell in row if cell.hyperlink]


def test_long_texts_are_cut_to_where_they_differ() -> None:
    old, new = contrast("甲" * 500 + "乙" + "丙" * 500, "甲" * 500 + "丁" + "丙" * 500)
    assert "乙" in old
    assert "丁" in new
    assert max(len(old), len(new)) <= 64
    assert contrast("甲" * 100, "甲" * 200)[0] != contrast("甲" * 100, "甲" * 200)[1]


def test_entries_stand_in_the_order_of_what_is_at_stake() -> None:
    from generator.compare.comparison import Place
    from generator.compare.differences import _rank

    def entry(kind: str, level: str, amount: int | None) -> Entry:
        return Entry(kind=kind, level=level, place=Place("990001", 2023, "edu"), amount=amount)  # type: ignore[arg-type]

    ordered = [
        entry("removed", "folder", 5),
        entry("removed", "project", 9),
        entry("removed", "project", None),
        entry("changed", "record", None),
        entry("added", "project", 99),
    ]
    assert sorted([ordered[one] for one in (3, 0, 4, 2, 1)], key=_rank) == ordered


@pytest.mark.parametrize("style", FORMATS)
def test_no_number_that_nobody_may_publish_is_quoted(
    pair: Pair, style: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Neither of what comes nor of what goes; the data's own codes are, and so are amounts."""
    code, amount = "13800000001", "13900139000"  # of a series of codes, and no telephone's
    own = [pair.old.row("goals", project_code=f"1380000000{one}", project_name=f"项目{one}") for one in range(5)]
    pair.old.table("goals", *own, {**pair.goals[0], "annual_goal": "问13812345678"})
    changed = {**pair.goals[0], "annual_goal": "受助人11010519491231002X", "total_amount": amount}
    pair.new.table("goals", own[0], *own[2:], changed, {**pair.goals[1], "project_name": "某某工程（机密★1年）"})
    assert main(["diff", str(pair.old.path), str(pair.new.path), "--data", str(pair.new.path), "--format", style]) == 0
    said = capfdbinary.readouterr().out.decode()
    assert not [one for one in ("13812345678", "11010519491231002X", "机密★1年") if one in said]
    assert all(one in said for one in (code, amount, "138…78", "受助人110…2X", "有密级标识"))


def test_the_command(pair: Pair, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    pair.new.table("goals", *pair.goals[1:])
    saved = tmp_path / "比较.xlsx"
    arguments = ["diff", str(pair.old.path), str(pair.new.path), "--data", str(pair.new.path)]
    assert main([*arguments, "--save", f"xlsx={saved}", "--format", "json"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["summary"]["records"]["removed"] == 1
    assert saved.read_bytes()[:2] == b"PK"
    pair.new.write(f"{EDU}/goals.csv", "\xff")
    assert main(arguments) == 1  # not all could be compared
    assert main([*arguments[:2], str(tmp_path / "no.zip"), *arguments[3:]]) == 2
    assert "可以比较的有" in capfdbinary.readouterr().err.decode()
    assert main([*arguments, "--save", "doc=x"]) == 2
