"""The command line: exit codes, Chinese help and errors, formats, guards, and never a traceback."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from generator import pipeline, publish
from generator.check import run as checking
from generator.cli import commands
from generator.cli.clock import today
from generator.cli.main import main, parser
from generator.cli.serving import serve_folder
from generator.publish import Built
from generator.rules import RULES
from generator.sample.departments import departments, shares
from generator.sample.plan import TODAY
from tests.conftest import EDU, PACKAGE, ROOT, DataFolder, form_of, snapshot

_GROUP = next(action for action in parser()._actions if action.choices)
COMMANDS = tuple(_GROUP.choices)
KEYS = ["code", "severity", "division", "year", "department", "table", "file", "row"]
KEYS += ["field", "title", "record", "name", "value", "expected", "message", "hint", "reply", "others", "origin"]
# What is said where nothing was found, while no rule ran.
LOOKED = (
    "没有发现问题。查了：每一格的类型、选项、范围、字数和必填；编码有没有重复、在别的表里找不找得到；"
    "身份证号、手机号、银行卡号和密级标识。"
)


@pytest.fixture(autouse=True)
def _no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules have their own tests and would only take time here; other processes run them all."""
    monkeypatch.setattr(checking, "RULES", {})


class Ran:
    """What a command returned and printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Run the command line in this process."""

    def go(*arguments: object) -> Ran:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        assert "没有料到" not in err
        return Ran(code, out, err)

    return go


def wrong(folder: DataFolder) -> DataFolder:
    """The folder with one error."""
    folder.table("goals", folder.row("goals", project_code="P1", total_amount="1,000"))
    return folder


# Help and wrong use.


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_chinese_help_with_an_example(run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"用法：python -m generator {command} [-h]")
    assert f"例：python -m generator {command} " in ran.out
    assert "显示这份说明" in ran.out
    for line in ran.out.splitlines():  # every option says in Chinese what it is for
        if re.match(r"  (-|[一-鿿])", line):
            text = line if re.search(r"\S {2,}\S", line.strip()) else ran.out.split(line + "\n")[1].splitlines()[0]
            assert re.search("[一-鿿]", text.rsplit("  ", 1)[-1]), line
    for english in ("usage", "options", "positional", "show this", "optional"):
        assert english not in ran.out


def test_help_names_every_command(run) -> None:
    ran = run("--help")
    assert ran.code == 0
    assert re.findall(r"^    (\w+)(?: |$)", ran.out, re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_examples_of_the_help_are_accepted(command: str) -> None:
    example = _GROUP.choices[command].epilog.removeprefix("例：python -m generator ")
    assert parser().parse_args(example.split()).command.__name__.removesuffix("_") == command


def test_version(run) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", run("--version").out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "还缺少：命令"),
        (["chek"], f"命令 写的是「chek」，可选：{'、'.join(f'「{one}」' for one in COMMANDS)}"),
        (["check", "--nothing"], "不认识：--nothing"),
        (["check", "--form", "json"], "不认识：--form"),
        (["check", "--format", "xml"], "--format 写的是「xml」，可选：「text」、「json」、「github」、「markdown」"),
        (["check", "--data"], "--data 后面要跟一个值"),
        (["check", "--help=x"], "-h/--help 后面不跟值，写的是「x」"),
        (["new"], "还缺少：--division, --year, --department"),
        (["sample"], "还缺少：--out"),
        (["sample", "--projects", "许多", "--out", "x"], "--projects 写的是「许多」，应是整数"),
        (["sample", "--projects", "0", "--out", "x"], "--projects 写的是 0，应在 1 到 100000 之间"),
        (["sample", "--years", "3000", "--out", "x"], "--years 写的是 3000，应在 1 到 20 之间"),
        (["sample", "--last-year", "99999", "--out", "x"], "--last-year 写的是 99999，应在 2006 到 2026 之间"),
        (["sample", "--departments", "701", "--out", "x"], "--departments 写的是 701，应在 1 到 700 之间"),
        (["sample", "--seed", "1.5", "--out", "x"], "--seed 写的是「1.5」，应是整数"),
        (["statement", "--division", "990001"], "还缺少：--year"),
        (["statement", "--year", "１９", "--division", "990001"], "--year 写的是 19，应在 2000 到 2100 之间"),
        (["build", "more"], "不认识：more"),
        (["serve", "--port", "0"], "--port 写的是 0，应在 1 到 65535 之间"),
        (["serve", "--port", "99999"], "--port 写的是 99999，应在 1 到 65535 之间"),
    ],
)
def test_wrong_options(run, arguments: Sequence[str], message: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"命令写法不对：{message}\n  看说明：python -m generator")


# check.


def test_check_clean(run, folder: DataFolder) -> None:
    ran = run("check", "--data", folder.path)
    first, last = ran.out.splitlines()
    assert ran.code == 0
    assert first.startswith("没有发现问题。查了：每一格的类型、选项、范围、字数和必填；")
    assert last == "检查了 3 个文件、3 行：错误 0，提醒 0，关注 0。可以发布。"
    assert re.fullmatch(r"读取数据 …… \d+\.\d 秒\n检查数据 …… \d+\.\d 秒\n", ran.err)


def test_check_with_warnings_only_succeeds(run, folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "RULES", {"R01": RULES["R01"]})  # only a rule that ran can have found nothing
    folder.waive("folder: 2023/edu, rule: R01, table: goals, record: x, date: 2024-01-01, reason: x")
    ran = run("check", "--data", folder.path)
    assert ran.code == 0
    assert ran.out.endswith("错误 0，提醒 1，关注 0。可以发布。\n")


def test_check_with_errors(run, folder: DataFolder) -> None:
    ran = run("check", "--data", wrong(folder).path)
    assert ran.code == 1
    assert ran.out.startswith("【错误】S01 数据类型：1 处\n")
    assert (
        "  义务教育学校校舍维修改造（P1）「资金总额」：写的是「1,000」，应是数字，"
        f"如 1234.56（S01）。请去掉千分位逗号，只写 1000。见 data/{EDU}/goals.csv 第 2 行。\n"
    ) in ran.out
    assert ran.out.endswith("不能发布，请先改正错误。\n")


def test_json_has_exactly_the_documented_keys_in_order(run, folder: DataFolder) -> None:
    ran = run("check", "--data", wrong(folder).path, "--format", "json")
    assert ran.code == 1
    document = json.loads(ran.out)
    assert list(document) == ["summary", "findings", "left_out", "rules"]
    assert document["left_out"] == []
    assert list(document["summary"]) == ["errors", "warnings", "flags", "files", "rows"]
    assert document["summary"]["errors"] == 1
    assert {tuple(one) for one in document["findings"]} == {tuple(KEYS)}
    assert document["findings"][0] == {
        "code": "S01",
        "severity": "error",
        "division": "990001",
        "year": 2023,
        "department": "edu",
        "table": "goals",
        "file": f"data/{EDU}/goals.csv",
        "row": 2,
        "field": "total_amount",
        "title": "资金总额",
        "record": "P1",
        "name": "义务教育学校校舍维修改造",
        "value": "1,000",
        "expected": "数字，如 1234.56",
        "message": "写的是「1,000」，应是数字，如 1234.56。",
        "hint": "请去掉千分位逗号，只写 1000。",
        "reply": None,
        "others": 0,
        "origin": "",
    }


@pytest.mark.parametrize("style", ["json", "github", "markdown"])
def test_other_formats_leave_the_summary_on_standard_error(run, folder: DataFolder, style: str) -> None:
    ran = run("check", "--data", wrong(folder).path, "--format", style)
    assert ran.code == 1
    assert ran.err.splitlines()[-1].startswith("检查了 4 个文件、4 行：错误 1，")


def test_one_check_serves_several_formats(run, folder: DataFolder, tmp_path: Path) -> None:
    wrong(folder)
    saved = [tmp_path / "结果.json", tmp_path / "new" / "summary.md"]
    saves = ("--save", f"json={saved[0]}", "--save", f"markdown={saved[1]}")
    ran = run("check", "--data", folder.path, "--format", "github", *saves)
    assert (ran.code, ran.err.count("检查数据")) == (1, 1)
    assert ran.out.startswith("::error ")
    for style, path in zip(("json", "markdown"), saved, strict=True):
        assert path.read_text(encoding="utf-8") == run("check", "--data", folder.path, "--format", style).out


@pytest.mark.parametrize("given", ["json", "pdf=x", "json=", "=x", "json={data}/x.json", "json={data}"])
def test_findings_are_saved_nowhere_else(run, folder: DataFolder, given: str) -> None:
    ran = run("check", "--data", folder.path, "--save", given.format(data=folder.path))
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.thorough
def test_paths_narrow_what_is_told_and_the_exit_code(run, folder: DataFolder) -> None:
    folder.write("990001/2023/finance/package.yaml", form_of("示例区财政局"))
    wrong(folder)
    for path in ("", "990001", "990001/2023", EDU, f"{EDU}/goals.csv"):
        assert run("check", "--data", folder.path, folder.path / path).code == 1
    folder.write(f"{EDU}/package.yaml", PACKAGE + "documents: [{kind: D2, title: 目标, published: '2023-02-20'}]\n")
    for path in ("common", "990001/2023/finance", f"{EDU}/package.yaml"):
        ran = run("check", "--data", folder.path, folder.path / path)
        looked, last = ran.out.splitlines()
        assert (ran.code, looked) == (0, LOOKED)
        assert last.endswith("错误 0，提醒 0，关注 0。这里没有错误；别处还有 1 处错误，改正以后才能发布。")
    ran = run("check", "--data", folder.path, folder.path / "common", folder.path / EDU)
    assert ran.code == 1


def test_a_place_without_errors_does_not_make_the_rest_fit_to_publish(run, folder: DataFolder) -> None:
    wrong(folder)
    ran = run("check", "--data", folder.path, folder.path / "common")
    assert ran.code == 0
    assert ran.out.endswith("错误 0，提醒 0，关注 0。这里没有错误；别处还有 1 处错误，改正以后才能发布。\n")


@pytest.mark.parametrize("place", ["990001/2024", "990001/2024/edu"])
def test_a_path_with_nothing_in_it(run, folder: DataFolder, place: str) -> None:
    (folder.path / "990001/2024/edu").mkdir(parents=True)
    ran = run("check", "--data", folder.path, folder.path / place)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"命令写法不对：{folder.path / place} 里没有文件，没有可以检查的。")


def test_a_portal_without_data_yet(run, folder: DataFolder) -> None:
    shutil.rmtree(folder.path / "990001")
    for paths in ((), (folder.path,)):
        ran = run("check", "--data", folder.path, *paths)
        assert ran.code == 0
        assert ran.out == (
            f"{LOOKED}\n"
            "检查了 2 个文件、3 行：错误 0，提醒 0，关注 0。"
            "还没有任何部门年度的数据，没有内容可以发布，只能生成空的网站。\n"
        )


def test_a_path_is_not_a_prefix_of_a_name(run, folder: DataFolder) -> None:
    folder.write("990001/2023/edu2/package.yaml", "x: y\n")
    assert run("check", "--data", folder.path, folder.path / EDU).code == 0


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("..", "不在数据文件夹"),
        ("../elsewhere", "不在数据文件夹"),
        ("link", "不在数据文件夹"),
        ("nowhere", "找不到"),
        ("common/divisions.csv/x", "路径中有一段不是文件夹。"),
        ("长" * 200, "名称太长。"),
        ("loop", "不是可用的路径。"),
    ],
)
def test_paths_outside_the_data(run, folder: DataFolder, path: str, message: str) -> None:
    (folder.path.parent / "elsewhere").mkdir()
    (folder.path / "link").symlink_to("../elsewhere")
    (folder.path / "loop").symlink_to("loop")
    ran = run("check", "--data", folder.path, folder.path / path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("命令写法不对：")
    assert message in ran.err


# Data folders that are none.


MORE_WORDS = {
    "new": ["--division", "990001", "--year", "2024", "--department", "edu"],
    "sample": ["--out", "sample"],
    "statement": ["--division", "990001", "--year", "2024"],
    "template": ["--division", "990001", "--year", "2024", "--department", "edu", "--out", "填报表.xlsx"],
    "form": ["--division", "990001", "--year", "2024", "--department", "edu", "--out", "自评表.xlsx"],
    "import": ["自评表.xlsx"],
    "selfcheck": ["自评表.xlsx"],
    "receive": ["自评表.xlsx", "--out", "收件"],
    "diff": ["main", "data"],
}


@pytest.mark.parametrize("command", [one for one in COMMANDS if one != "init"])  # that makes the data folder
def test_data_that_is_not_there_or_a_file(run, tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name in ("nowhere", "file"):
        ran = run(command, "--data", tmp_path / name, *MORE_WORDS.get(command, ()))
        assert ran.code == 2
        assert ran.err == (
            f"命令写法不对：找不到数据文件夹 {tmp_path / name}。\n  请用 --data 指定含 datapackage.yaml 的文件夹。\n"
        )


def test_data_without_descriptors(run, tmp_path: Path) -> None:
    ran = run("check", "--data", tmp_path)
    assert ran.code == 1
    assert ran.err.startswith(f"没有完成：找不到 {tmp_path}/datapackage.yaml。\n  这个文件夹可能不是数据目录")


@pytest.mark.parametrize("command", ["check", "build"])
def test_broken_schema(run, folder: DataFolder, command: str) -> None:
    folder.write("schemas/goals.yaml", "name: [")
    ran = run(command, "--data", folder.path, *(["--out", folder.path.parent / "out"] if command == "build" else []))
    assert ran.code == 1
    assert "goals.yaml：第 " in ran.err
    assert "读不下去" in ran.err


def test_file_system_that_refuses(run, folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "/somewhere")

    monkeypatch.setattr(pipeline, "load", refuse)
    ran = run("check", "--data", folder.path)
    assert ran.code == 1
    assert "没有完成：读写文件出错（/somewhere）：没有权限。请检查磁盘空间和文件权限。" in ran.err


@pytest.mark.parametrize(
    "ask",
    [
        lambda: {}["next_years_field"],
        lambda: pd.DataFrame({"a": [1]})[["a", "next_years_field"]],  # pandas tells of what it lacks in a sentence
        lambda: pd.DataFrame({"a": [1]})[["next_years_field"]],
    ],
)
def test_schemas_older_than_the_program_are_told(
    capsys, folder: DataFolder, monkeypatch: pytest.MonkeyPatch, ask: Callable[[], object]
) -> None:
    monkeypatch.setattr(pipeline, "load", lambda *_, **__: ask())
    assert main(["check", "--data", str(folder.path)]) == 1
    told = capsys.readouterr().err
    assert "程序要用的「next_years_field」不在" in told
    assert "data/schemas" in told


@pytest.mark.parametrize("key", ["project_code", "goals", "No field"])
def test_a_mistake_of_ours_is_no_traceback(
    capsys, folder: DataFolder, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr(pipeline, "load", lambda *_, **__: {}[key])
    assert main(["check", "--data", str(folder.path)]) == 1
    told = capsys.readouterr().err
    assert f"KeyError: '{key}'）。先前发布的内容没有改动。" in told
    assert "Traceback" not in told


def test_interruption(run, folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "load", interrupt)
    ran = run("check", "--data", folder.path)
    assert (ran.code, ran.err) == (130, "已中断；先前发布的内容没有改动。\n")


# The clock.


@pytest.mark.parametrize("epoch", ["gestern", "-1", "1.5", "１２３", "9" * 12, "9" * 5000, "0x10", " 1"])
def test_epoch_nonsense(run, folder: DataFolder, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    ran = run("check", "--data", folder.path)
    assert (ran.code, ran.out) == (2, "")
    assert "环境变量 SOURCE_DATE_EPOCH 写的是「" in ran.err
    assert ran.err.endswith("」，应是一个整数（1970 年以来的秒数）。\n  请改正，或不设这个变量。\n")
    assert len(ran.err) < 250


def test_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1725148800")
    assert today().isoformat() == "2024-09-01"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert today().year >= 2024


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/Lima", "Pacific/Kiritimati"])
def _zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Machines that stand elsewhere."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_zone")
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 25, 15, 59, 59, tzinfo=UTC), "2026-11-25"),
        (datetime(2026, 11, 25, 16, 0, 0, tzinfo=UTC), "2026-11-26"),
        (datetime(2026, 11, 26, 2, 0, 0, tzinfo=UTC), "2026-11-26"),
    ],
)
@pytest.mark.parametrize("repeated", [True, False])
def test_the_day_is_that_of_beijing(
    moment: datetime, day: str, repeated: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())) if repeated else "")
    monkeypatch.setattr(time, "time", moment.timestamp)
    assert today().isoformat() == day


# build and serve: guards; what they build has its own tests.


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Stands for the build; the list takes the folders it was asked to build."""
    asked: list[Path] = []

    def build(checked: object, *, root: Path, out: Path, stage: object, parts: object) -> Built:
        asked.append(out)
        return Built(pages=1, links=2, files=3, size=4_000_000)

    monkeypatch.setattr(publish, "build", build)
    return asked


def test_build(run, folder: DataFolder, tmp_path: Path, built: list[Path]) -> None:
    ran = run("build", "--data", folder.path, "--out", tmp_path / "public")
    assert ran.code == 0
    assert built == [tmp_path / "public"]
    assert ran.out.startswith("检查了 3 个文件、3 行：错误 0，提醒 0，关注 0。可以发布。\n生成 1 页、3 个文件、")
    assert ran.out.endswith(f"网站在 {tmp_path / 'public'}。\n")


def test_build_with_errors_publishes_nothing(run, folder: DataFolder, tmp_path: Path, built: list[Path]) -> None:
    ran = run("build", "--data", wrong(folder).path, "--out", tmp_path / "public")
    assert (ran.code, ran.out, built) == (1, "", [])
    assert "【错误】S01 数据类型：1 处" in ran.err
    assert ran.err.endswith(f"没有生成网站；{tmp_path / 'public'} 保持原样。\n")
    assert not (tmp_path / "public").exists()


def places(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder beside the data, with things in it that no command may touch; the command runs there."""
    here = folder.path.parent
    monkeypatch.chdir(here)
    (here / "foreign").mkdir()
    (here / "foreign" / "letter.txt").write_text("x", encoding="utf-8")
    (here / "link").symlink_to("foreign")
    (here / "loop").symlink_to("loop")
    (here / "file").write_text("x", encoding="utf-8")
    return here


@pytest.mark.parametrize("command", ["build", "serve"])
@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("data", "它与数据或项目文件夹重叠。"),
        ("data/990001", "它与数据或项目文件夹重叠。"),
        ("data/new", "它与数据或项目文件夹重叠。"),
        (".", "它与数据或项目文件夹重叠。"),
        ("/", "它与数据或项目文件夹重叠。"),
        (str(ROOT), "它与数据或项目文件夹重叠。"),
        (str(ROOT / "generator"), "里有别的东西，不像是先前生成的网站，没有动它。"),
        ("foreign", "里有别的东西，不像是先前生成的网站，没有动它。"),
        ("link", "里有别的东西，不像是先前生成的网站，没有动它。"),
        ("file", "不是文件夹。"),
        ("file/public", "路径中有一段不是文件夹。"),
        ("loop", "不是可用的路径"),
        ("长" * 200, "名称太长。"),
    ],
)
def test_out_is_never_something_else(
    run, folder: DataFolder, monkeypatch: pytest.MonkeyPatch, built: list[Path], command: str, out: str, message: str
) -> None:
    here = places(folder, monkeypatch)
    before = snapshot(here)
    ran = run(command, "--data", "data", "--out", out)
    assert (ran.code, ran.out, built) == (2, "", [])
    assert ran.err.startswith("命令写法不对：")
    assert message in ran.err
    assert snapshot(here) == before


@pytest.mark.parametrize("earlier", [None, [], ["manifest.json", "index.html"]], ids=["new", "empty", "earlier site"])
def test_out_that_may_be_written(run, folder: DataFolder, built: list[Path], earlier: list[str] | None) -> None:
    out = folder.path.parent / "deep" / "public"
    if earlier is not None:
        out.mkdir(parents=True)
        files = [{"path": name, "bytes": 2, "sha256": "0" * 64} for name in earlier]
        for name in earlier:
            (out / name).write_text(json.dumps({"files": files}), encoding="utf-8")
    assert run("build", "--data", folder.path, "--out", out).code == 0
    assert built == [out]


def test_serve_on_a_port_in_use(run, folder: DataFolder, tmp_path: Path, built: list[Path]) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (tmp_path / "public").mkdir()
        ran = run("serve", "--data", folder.path, "--out", tmp_path / "public", "--port", port)
    assert ran.code == 2
    assert f"端口 {port} 已被占用。\n  请用 --port 换一个。" in ran.err


def test_serve_rebuilds_on_change_and_outlives_a_half_saved_file(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "public"
    out.mkdir()
    (out / "index.html").write_text("预览", encoding="utf-8")
    builds: list[int] = []

    def change() -> None:
        folder.write("common/divisions.csv", f"x{len(builds)}")

    def build() -> int:
        builds.append(1)
        if len(builds) == 3:
            raise KeyboardInterrupt
        threading.Timer(0.3, change).start()
        if len(builds) == 2:
            raise RuntimeError("写了一半")
        return 0

    assert serve_folder(out, 0, [folder.path], build) == 0
    told = capsys.readouterr().out
    assert re.match(r"预览：http://127\.0\.0\.1:\d+/ 按 Ctrl\+C 结束；改动数据或页面会自动重建。\n", told)
    assert told.endswith("没有完成：写了一半\n预览结束。\n")


def test_serve_with_errors_and_nothing_to_show(run, folder: DataFolder, tmp_path: Path, built: list[Path]) -> None:
    assert run("serve", "--data", wrong(folder).path, "--out", tmp_path / "public").code == 1


# new.


NEW = ("--division", "990001", "--year", "2024", "--department", "edu")


def test_new(run, folder: DataFolder) -> None:
    ran = run("new", "--data", folder.path, *NEW)
    assert ran.code == 0
    made = folder.path / "990001/2024/edu"
    assert ran.out.startswith(f"已新建 {made}，共 6 个文件。\n")
    goals = (made / "goals.csv").read_bytes()
    assert goals.startswith(b"\xef\xbb\xbf")
    titles = [one.title for one in folder.catalogue.tables["goals"].fields if not one.local]
    assert goals.decode("utf-8-sig").strip().split(",") == titles


def test_new_then_check_tells_what_to_fill_and_what_to_delete(run, folder: DataFolder) -> None:
    run("new", "--data", folder.path, *NEW)
    ran = run("check", "--data", folder.path)
    assert ran.code == 1
    assert "【错误】L05 空文件：5 处" in ran.out
    assert "「published_date」没有填写，这一项必填" in ran.out
    assert "「publisher」" not in ran.out  # the register knows


def test_new_changes_nothing_that_is_there(run, folder: DataFolder) -> None:
    before = snapshot(folder.path)
    ran = run("new", "--data", folder.path, "--division", "990001", "--year", "2023", "--department", "edu")
    assert ran.code == 2
    assert f"{folder.path / EDU} 已经存在，没有改动。\n" in ran.err
    assert snapshot(folder.path) == before


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--division", "99001", "区划代码写的是「99001」，应像 990001 这样。"),
        ("--division", "../..", "区划代码写的是「../..」，应像 990001 这样。"),
        ("--year", "20244", "年度写的是「20244」，应像 2026 这样。"),
        ("--year", "２０２４", "年度写的是「２０２４」，应像 2026 这样。"),
        ("--department", "教育局", "部门代码写的是「教育局」，应像 edu 这样。"),
        ("--department", "../edu", "部门代码写的是「../edu」，应像 edu 这样。"),
        ("--tables", "goals,nothing", "没有叫「nothing」的表。"),
        ("--tables", "divisions", "没有叫「divisions」的表。"),
        ("--tables", "", "没有叫「」的表。"),
    ],
)
def test_new_with_wrong_codes(run, folder: DataFolder, option: str, value: str, message: str) -> None:
    before = snapshot(folder.path)
    ran = run("new", "--data", folder.path, *NEW, option, value)
    assert ran.code == 2
    assert message in ran.err
    assert snapshot(folder.path) == before


def test_new_takes_tables_named_twice_or_with_spaces_once(run, folder: DataFolder) -> None:
    assert run("new", "--data", folder.path, *NEW, "--tables", "goals, goals ,goal_indicators").code == 0
    made = sorted(path.name for path in (folder.path / "990001/2024/edu").iterdir())
    assert made == ["goal_indicators.csv", "goals.csv", "package.yaml"]


@pytest.mark.parametrize("command", ["new", "sample"])
def test_descriptors_that_are_not_there(run, folder: DataFolder, command: str) -> None:
    (folder.path / "datapackage.yaml").unlink()
    shutil.rmtree(folder.path / "schemas")
    shutil.rmtree(folder.path / "profiles")
    words = NEW if command == "new" else ("--departments", 1, "--out", folder.path.parent / "out")
    ran = run(command, "--data", folder.path, *words)
    assert ran.code == 1
    assert ran.err.startswith("没有完成：")
    assert "datapackage.yaml" in ran.err


# sample.


@pytest.mark.thorough
def test_sample_writes_a_folder_that_passes(run, tmp_path: Path) -> None:
    out = tmp_path / "sample"
    words = ("--projects", 3, "--years", 1, "--departments", 2, "--last-year", 2024, "--out", out)
    ran = run("sample", *words)
    assert ran.code == 0
    assert re.search(r"写出 \d+ 个文件，\d+\.\d MB，在 .*sample。示例区（990001）是虚构的。", ran.out)
    assert run("check", "--data", out).code == 0


@pytest.mark.thorough
def test_sample_of_a_portal_takes_no_profile_for_its_own(run, folder: DataFolder, tmp_path: Path) -> None:
    """A portal's profile is in force for its division, of which the sample knows nothing."""
    entry = '[{division: "990077", from: "2025", to: "2100"}]'
    folder.replace("profiles/default.yaml", "in_force: []", f"in_force: {entry}")
    out = tmp_path / "sample"
    assert run("sample", "--data", folder.path, *one_year(out, "--last-year", 2024)).code == 0
    assert "in_force: []\n" in (out / "profiles" / "default.yaml").read_text(encoding="utf-8")
    assert run("check", "--data", out).code == 0


def one_year(out: Path, *words: object) -> tuple[object, ...]:
    """The words for a small sample."""
    return ("--projects", 3, "--years", 1, "--departments", 2, "--out", out, *words)


@pytest.mark.thorough
@pytest.mark.parametrize("year", [commands.FIRST_YEAR, commands.LAST_YEAR])
def test_sample_of_the_first_and_last_year_passes(run, tmp_path: Path, year: int) -> None:
    assert run("sample", *one_year(tmp_path / "sample", "--last-year", year)).code == 0
    assert run("check", "--data", tmp_path / "sample").code == 0


@pytest.mark.thorough
@pytest.mark.parametrize(("projects", "years", "departments", "seed"), [(2, 1, 1, 1), (1, 2, 1, 3), (5, 2, 3, 2)])
def test_small_samples_pass(run, tmp_path: Path, projects: int, years: int, departments: int, seed: int) -> None:
    """The first has a project that was picked as a key one in another round than all were monitored in."""
    shape = ("--projects", projects, "--years", years, "--departments", departments, "--seed", seed)
    assert run("sample", *shape, "--last-year", 2024, "--out", tmp_path / "sample").code == 0
    assert run("check", "--data", tmp_path / "sample").code == 0


def test_sample_days_and_limits() -> None:
    assert TODAY.year == commands.LAST_YEAR
    many = departments(commands.MOST_DEPARTMENTS)
    assert len({one.code for one in many}) == len({one.name for one in many}) == commands.MOST_DEPARTMENTS
    for count in (2, 64, commands.MOST_DEPARTMENTS):
        assert min(shares(departments(count), count)) == 1
        assert sum(shares(departments(count), count + 7)) == count + 7


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--departments", 4), "--departments 写的是 4，多于每年的项目数 3。"),
        (("--years", 3, "--last-year", 2007), "--years 写的是 3，从 2007 年往前数会早于 2006 年。"),
        (("--data", "nowhere"), "找不到数据文件夹 nowhere。"),
    ],
)
def test_sample_that_cannot_be_leaves_the_earlier_one(
    run, tmp_path: Path, words: tuple[object, ...], message: str
) -> None:
    out = tmp_path / "sample"
    assert run("sample", *one_year(out)).code == 0
    before = snapshot(out)
    ran = run("sample", *one_year(out, *words))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"命令写法不对：{message}")
    assert snapshot(out) == before


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("data/990001", "在数据文件夹 data 里面。"),
        ("foreign", "里有别的东西，不像是数据文件夹。"),
        ("link", "里有别的东西，不像是数据文件夹。"),
        ("file", "不是文件夹。"),
        ("file/deep", "路径中有一段不是文件夹。"),
        ("loop", "不是可用的路径"),
        ("长" * 200, "名称太长。"),
    ],
)
def test_sample_is_never_written_over_something_else(
    run, folder: DataFolder, monkeypatch: pytest.MonkeyPatch, out: str, message: str
) -> None:
    here = places(folder, monkeypatch)
    before = snapshot(here)
    ran = run("sample", "--data", "data", *one_year(Path(out)))
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert len(ran.err) < 400
    assert snapshot(here) == before


def test_sample_into_a_data_folder_keeps_other_divisions(run, folder: DataFolder) -> None:
    folder.write("990002/2023/edu/package.yaml", PACKAGE)
    assert run("sample", "--data", folder.path, *one_year(folder.path)).code == 0
    assert (folder.path / "990002/2023/edu/package.yaml").read_text(encoding="utf-8") == PACKAGE
    assert not (folder.path / EDU).exists()


def test_sample_into_a_file(run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    ran = run("sample", "--out", tmp_path / "file")
    assert (ran.code, ran.err) == (2, f"命令写法不对：{tmp_path / 'file'} 不是文件夹。\n  请用 --out 指定文件夹。\n")


# statement: guards; what it drafts has its own tests.

STATEMENT = ("--division", "990001", "--year", "2023")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--division", "99001"), "--division 写的是「99001」，应像 990001 这样。"),
        (("--division", "../.."), "--division 写的是「../..」，应像 990001 这样。"),
        (("--division", "990002"), "990002"),
        (("--site", "javascript:alert(1)"), "--site 写的是「javascript:alert(1)」，应以 https:// 开头。"),
        (("--out", "foreign"), "foreign 是文件夹。"),
        (("--out", "foreign", "--force"), "foreign 是文件夹。"),
        (("--out", "data/990001/2023/edu/说明.md"), "在数据文件夹里，那里只放数据。"),
        (("--out", "file", "--format", "data"), "file 不是文件夹。"),
        (("--out", "file", "--format", "md"), "file 已经存在，没有改动。"),
        (("--out", "file/x.md"), "路径中有一段不是文件夹。"),
        (("--out", "loop", "--format", "md"), "不是可用的路径"),
        (("--out", f"{'长' * 200}.md"), "名称太长。"),
    ],
)
def test_statement_that_cannot_be_changes_nothing(
    run, folder: DataFolder, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], message: str
) -> None:
    folder.table("goals", folder.row("goals"))
    here = places(folder, monkeypatch)
    before = snapshot(here)
    ran = run("statement", "--data", "data", *STATEMENT, *words)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert len(ran.err) < 500
    assert snapshot(here) == before


# A disk that is full, for every command that writes.


@pytest.mark.parametrize("command", ["build", "new", "sample", "statement"])
def test_a_full_disk_is_told(run, folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/somewhere")

    folder.table("goals", folder.row("goals"))
    monkeypatch.setattr(publish, "build" if command == "build" else "write", full)
    words = {
        "build": ("--out", tmp_path / "public"),
        "new": NEW,
        "sample": one_year(tmp_path / "sample"),
        "statement": (*STATEMENT, "--out", tmp_path / "说明.md"),
    }[command]
    ran = run(command, "--data", folder.path, *words)
    assert (ran.code, ran.out) == (1, "")
    assert "没有完成：读写文件出错（/somewhere）：磁盘已满。磁盘已满，请腾出空间后重试。" in ran.err


# As a process of its own, on hostile folders: seconds, an exit code, Chinese words, no traceback.


def hostile(kind: str, folder: DataFolder) -> None:
    path = folder.path
    if kind == "data is a file":
        shutil.rmtree(path)
        path.write_text("x", encoding="utf-8")
    elif kind == "no schemas":
        shutil.rmtree(path / "schemas")
    elif kind == "schema is a folder":
        (path / "schemas/goals.yaml").unlink()
        (path / "schemas/goals.yaml").mkdir()
    elif kind == "catalogue is a device":
        (path / "datapackage.yaml").unlink()
        (path / "datapackage.yaml").symlink_to("/dev/zero")
    elif kind == "catalogue is a pipe":
        (path / "datapackage.yaml").unlink()
        os.mkfifo(path / "datapackage.yaml")
    elif kind == "everything at once":
        # frictionless imports every module of this name that it can find (threat 3)
        for place in (path, path.parent):
            (place / "frictionless_evil.py").write_text("raise SystemExit(99)", encoding="utf-8")
        folder.write(f"{EDU}/package.yaml", "a: &a [*a]\n")
        folder.write(f"{EDU}/goals.csv", b"\x00\xff\xfe" * 1000)
        folder.write(f"{EDU}/\x1b[31m::error::@everyone\n‮.csv", b"x")
        folder.write(os.fsencode(f"{EDU}/bad-").decode() + "\udcff.csv", b"x")
        (path / EDU / "applications.csv").symlink_to("/dev/random")
        os.mkfifo(path / EDU / "evaluations.csv")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("data is a file", 2),
        ("no schemas", 1),
        ("schema is a folder", 1),
        ("catalogue is a device", 1),
        ("catalogue is a pipe", 1),
        ("everything at once", 1),
    ],
)
@pytest.mark.usefixtures("processes")
def test_hostile_data_folder_in_a_process(folder: DataFolder, kind: str, code: int) -> None:
    hostile(kind, folder)
    words = [sys.executable, "-P", "-m", "generator", "check", "--data", str(folder.path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    ran = subprocess.run(words, cwd=folder.path.parent, env=environment, capture_output=True, timeout=30, check=False)
    told = (ran.stdout + ran.stderr).decode()
    assert ran.returncode == code, told
    assert "Traceback" not in told
    assert "没有料到" not in told
    assert "\x1b" not in told
    assert "‮" not in told
    assert not re.search("^::", told, re.MULTILINE)
    assert re.search("[一-鿿]", told)


@pytest.mark.usefixtures("processes")
def test_output_cut_short_is_no_traceback(folder: DataFolder) -> None:
    for number in range(300):
        folder.write(f"990001/{number:04}x/x", "x")
    words = f"{sys.executable} -m generator check --format json --data {folder.path} | head -c 10"
    ran = subprocess.run(words, shell=True, cwd=ROOT, capture_output=True, timeout=30, check=False)  # noqa: S602
    assert ran.stdout == b'{\n "summar'
    assert b"Traceback" not in ran.stderr
    assert b"Exception" not in ran.stderr
