"""The walk over a data folder: every file is one the layout knows, or a finding."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pytest

from generator.core.errors import UserError
from generator.core.schema import Catalogue
from generator.load import folder as walk
from generator.load import tables
from generator.load.files import read_file
from tests.conftest import DEPARTMENTS, DIVISIONS, EDU, DataFolder, form_of, lines

OF_A_YEAR = "package.yaml、数据字典中各表的 CSV，和放原件的文件夹 originals"


def test_clean_folder(folder: DataFolder) -> None:
    folder.table("goals", folder.row("goals"))
    loaded = folder.load()
    assert lines(loaded.findings) == []
    assert (loaded.files, loaded.rows) == (4, 4)
    row = loaded.frames["goals"].iloc[0]
    assert (row["division"], row["fiscal_year"], row["department"]) == ("990001", 2023, "edu")
    assert (row["_file"], row["_row"]) == (f"data/{EDU}/goals.csv", 2)


def test_cells_lie_in_memory_that_goes_back_to_the_system(folder: DataFolder) -> None:
    pa.set_memory_pool(pa.mimalloc_memory_pool())
    folder.load()
    assert pa.default_memory_pool().backend_name == "system"


def test_every_table_has_a_frame_of_its_own_columns(folder: DataFolder) -> None:
    frames = folder.load().frames
    assert list(frames) == list(folder.catalogue.tables)
    for name, table in folder.catalogue.tables.items():
        assert list(frames[name].columns) == [*table.context, *table.names, "_file", "_row"]
        assert str(frames[name]["_row"].dtype) == "int64"
        assert {str(frames[name][one].dtype) for one in table.names} == {"str"}


def test_a_table_the_catalogue_does_not_list_is_named(folder: DataFolder) -> None:
    with pytest.raises(UserError, match=r"datapackage\.yaml 的 tables 里没有「nothing」。"):
        folder.load().frames["nothing"]


def test_rows_of_all_folders_stand_in_one_frame(folder: DataFolder) -> None:
    folder.write("990001/2024/edu/package.yaml", (folder.path / EDU / "package.yaml").read_bytes())
    folder.table("goals", folder.row("goals", project_code="P1"), folder.row("goals", project_code="P2"))
    folder.table("goals", folder.row("goals", project_code="P1"), folder="990001/2024/edu")
    frame = folder.load().frames["goals"]
    assert frame[["fiscal_year", "project_code", "_row"]].values.tolist() == [
        [2023, "P1", 2],
        [2023, "P2", 3],
        [2024, "P1", 2],
    ]


def test_more_departments_than_there_can_be(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.load.folder.MAX_DEPARTMENTS", 2)
    for name in "abcde":
        folder.write(f"990001/2022/{name}/goals.csv", "")
    (told,) = folder.found("L04")
    assert (told.file, told.year) == ("data/990001/2022", 2022)
    assert told.message == "有 5 个部门的文件夹，上限 2 个；其余没有读取。"
    assert len(folder.found("L05")) == 2


def test_more_years_than_there_can_be(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.load.folder.MAX_YEARS", 2)
    for year in range(2010, 2014):
        folder.write(f"990001/{year}/edu/goals.csv", "")
    folder.write("990001/waivers.yaml", "x: 1\n")
    (told,) = folder.found("L04")
    assert (told.file, told.division, told.year) == ("data/990001", "990001", None)
    assert told.message.endswith(" 个年度的文件夹，上限 2 个；其余没有读取。")
    assert len(folder.found("L05")) == 2
    assert folder.found("P06"), "what stands beside them is read"


@pytest.mark.parametrize(
    ("path", "place", "expected"),
    [
        (
            "readme.txt",
            "readme.txt",
            "区划代码的文件夹（6 位或 9 位数字）、common、schemas、profiles、datapackage.yaml",
        ),
        ("frictionless_evil.py", "frictionless_evil.py", "区划代码的文件夹（6 位或 9 位数字）、"),
        ("99001/2023/edu/package.yaml", "99001", "区划代码的文件夹（6 位或 9 位数字）、"),
        ("示例区/2023/edu/package.yaml", "示例区", "区划代码的文件夹（6 位或 9 位数字）、"),
        ("９９０００１/2023/edu/package.yaml", "９９０００１", "区划代码的文件夹（6 位或 9 位数字）、"),
        ("990002", "990002", "区划代码的文件夹（6 位或 9 位数字）、"),
        ("990001/notes.md", "990001/notes.md", "四位年度的文件夹，如 2024"),
        ("990001/20244/edu/package.yaml", "990001/20244", "四位年度的文件夹，如 2024"),
        ("990001/二〇二三/edu/package.yaml", "990001/二〇二三", "四位年度的文件夹，如 2024"),
        ("990001/２０２３/edu/package.yaml", "990001/２０２３", "四位年度的文件夹，如 2024"),
        ("990001/2203/edu/package.yaml", "990001/2203", "四位年度的文件夹，如 2024"),
        ("990001/2023年/edu/package.yaml", "990001/2023年", "四位年度的文件夹，如 2024"),
        ("990001/2023/goals.csv", "990001/2023/goals.csv", "部门代码的文件夹（小写字母、数字和短横）"),
        ("990001/2023/EDU2/package.yaml", "990001/2023/EDU2", "部门代码的文件夹（小写字母、数字和短横）"),
        ("990001/2023/教育局/package.yaml", "990001/2023/教育局", "部门代码的文件夹（小写字母、数字和短横）"),
        (f"{EDU}/goal.csv", f"{EDU}/goal.csv", OF_A_YEAR),
        (f"{EDU}/Goals.csv", f"{EDU}/Goals.csv", OF_A_YEAR),
        (f"{EDU}/goals.xlsx", f"{EDU}/goals.xlsx", OF_A_YEAR),
        (
            f"{EDU}/goals.csv.gz",
            f"{EDU}/goals.csv.gz",
            OF_A_YEAR,
        ),
        (
            f"{EDU}/divisions.csv",
            f"{EDU}/divisions.csv",
            OF_A_YEAR,
        ),
        (
            f"{EDU}/datapackage.json",
            f"{EDU}/datapackage.json",
            OF_A_YEAR,
        ),
        (f"{EDU}/.DS_Store", f"{EDU}/.DS_Store", OF_A_YEAR),
        (f"{EDU}/附件/说明.pdf", f"{EDU}/附件", OF_A_YEAR),
        (f"{EDU}/goals.csv/x", f"{EDU}/goals.csv", OF_A_YEAR),
        (f"{EDU}/package.yml", f"{EDU}/package.yml", OF_A_YEAR),
        ("common/goals.csv", "common/goals.csv", "数据字典中各公共表的 CSV"),
        ("common/more/divisions.csv", "common/more", "数据字典中各公共表的 CSV"),
        ("schemas/extra.yaml", "schemas/extra.yaml", "datapackage.yaml 的 tables 所列各表的 .yaml"),
        ("schemas/x.py", "schemas/x.py", "datapackage.yaml 的 tables 所列各表的 .yaml"),
        ("profiles/notes.txt", "profiles/notes.txt", "评分口径的 .yaml"),
    ],
)
def test_unknown_file_or_folder(folder: DataFolder, path: str, place: str, expected: str) -> None:
    folder.write(path, "x")
    (finding,) = folder.load().findings
    name = place.rsplit("/", 1)[-1]
    kind = "文件夹" if (folder.path / place).is_dir() else "文件"
    assert (finding.code, finding.severity, finding.file) == ("L09", "error", f"data/{place}")
    assert finding.message == f"不认识的{kind}「{name}」。"
    assert expected in finding.expected
    assert finding.hint.startswith(
        ("如果是 ", "请在 Excel 中另存为", f"请改名、移到正确的位置，或删除；这里只放{expected}")
    )


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        (f"{EDU}/goal.csv", "如果是 goals.csv，请改成这个名字。"),
        (f"{EDU}/Goals.CSV", "如果是 goals.csv，请改成这个名字。"),
        (f"{EDU}/package.yml", "如果是 package.yaml，请改成这个名字。"),
        (f"{EDU}/goals.xlsx", "请在 Excel 中另存为“CSV UTF-8（逗号分隔）”，文件名用 goals.csv。"),
        (
            f"{EDU}/说明.pdf",
            "请改名、移到正确的位置，或删除；这里只放package.yaml、数据字典中各表的 CSV，和放原件的文件夹 originals。",
        ),
        ("common/department.csv", "如果是 departments.csv，请改成这个名字。"),
    ],
)
def test_unknown_file_is_told_its_likely_name(folder: DataFolder, path: str, hint: str) -> None:
    folder.write(path, "x")
    (finding,) = folder.load().findings
    assert finding.hint == hint


def test_readme_may_stand_in_the_data_folder(folder: DataFolder) -> None:
    folder.write("README.md", "x")
    assert lines(folder.load().findings) == []


def test_common_that_is_a_file(folder: DataFolder) -> None:
    for path in (folder.path / "common").iterdir():
        path.unlink()
    (folder.path / "common").rmdir()
    folder.write("common", "x")
    assert lines(folder.load().findings) == ["L09 data/common 不认识的文件「common」。"]


@pytest.mark.parametrize(
    ("place", "target"),
    [
        (f"{EDU}/goals.csv", "/etc/passwd"),
        (f"{EDU}/goals.csv", "/dev/zero"),
        (f"{EDU}/goals.csv", "nowhere"),
        (f"{EDU}/package.yaml", "../../../common/divisions.csv"),
        (f"{EDU}/附件", "/etc"),
        ("990001/2024", "2023"),
        ("990002", "990001"),
        ("common/deadlines.csv", "departments.csv"),
        ("schemas/more.yaml", "goals.yaml"),
    ],
)
def test_symbolic_link(folder: DataFolder, place: str, target: str) -> None:
    link = folder.path / place
    link.unlink(missing_ok=True)
    link.symlink_to(target)
    found = [one for one in folder.load().findings if one.code == "L10"]
    assert [one.file for one in found] == [f"data/{place}"]
    assert found[0].message == "是符号链接，没有读取。"
    assert found[0].hint == "请删去它，把真正的文件放在这里。"


def test_common_that_is_a_link(folder: DataFolder) -> None:
    (folder.path / "common").rename(folder.path.parent / "elsewhere")
    (folder.path / "common").symlink_to("../elsewhere")
    loaded = folder.load()
    assert lines(loaded.findings) == ["L10 data/common 是符号链接，没有读取。"]
    assert loaded.frames["divisions"].empty


def test_pipe(folder: DataFolder) -> None:
    os.mkfifo(folder.path / EDU / "goals.csv")
    assert lines(folder.load().findings) == [f"L10 data/{EDU}/goals.csv 是特殊文件，没有读取。"]


def test_descriptor_that_is_a_pipe_does_not_keep_anyone_waiting(folder: DataFolder) -> None:
    (folder.path / "datapackage.yaml").unlink()
    os.mkfifo(folder.path / "datapackage.yaml")
    with pytest.raises(UserError, match=r"打不开 .*datapackage\.yaml：不是普通文件。"):
        folder.load()


def test_a_link_put_there_after_the_look_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/passwd")
    with pytest.raises(OSError, match="symbolic link"):
        read_file(tmp_path / "link", 10)


def test_never_more_than_the_cap_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 100)
    assert len(read_file(tmp_path / "file", 10)) == 11


def test_unreadable_table(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.table("goals", folder.row("goals"))

    def closed(path: Path, limit: int) -> bytes:
        if Path(path).name in ("goals.csv", "package.yaml"):
            raise PermissionError(13, "Permission denied")
        return read_file(path, limit)

    for module in (walk, tables):
        monkeypatch.setattr(module, "read_file", closed)
    assert lines(folder.load().findings) == [
        f"L12 data/{EDU}/goals.csv 打不开：没有权限。",
        f"L12 data/{EDU}/package.yaml 打不开：没有权限。",
    ]


def test_unreadable_folder(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def closed(path: str | Path) -> object:
        if str(path).endswith("edu"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert [line for line in lines(folder.load().findings) if line.startswith("L12")] == [
        f"L12 data/{EDU} 打不开：没有权限。"
    ]


def test_refused_file_says_where_and_whose(folder: DataFolder) -> None:
    folder.write(f"{EDU}/goals.csv", "项目编码\n".encode("gb18030"))
    (finding,) = folder.load().findings
    assert (finding.division, finding.year, finding.department, finding.table) == ("990001", 2023, "edu", "goals")
    assert (finding.code, finding.title, finding.row) == ("L01", "文件编码", None)


def test_rows_read_equal_an_independent_count(folder: DataFolder) -> None:
    rows = [folder.row("goals", project_code=f"P{number}", remark="两\n行" * (number % 3)) for number in range(500)]
    path = folder.path / folder.table("goals", *rows)
    loaded = folder.load()
    assert lines(loaded.findings) == []
    assert len(loaded.frames["goals"]) == path.read_text(encoding="utf-8").count("P") == 500


@pytest.mark.parametrize("enough", [1, tables._ENOUGH], ids=["parsed one by one", "parsed together"])
def test_files_keep_their_order_whichever_reader_they_need(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch, enough: int
) -> None:
    monkeypatch.setattr(tables, "_ENOUGH", enough)
    for year, remark in (("2021", ""), ("2022", ""), ("2023", "两\n行"), ("2024", "")):
        folder.write(f"990001/{year}/edu/package.yaml", (folder.path / EDU / "package.yaml").read_bytes())
        rows = [folder.row("goals", project_code=f"{year}-{number}", remark=remark) for number in (1, 2)]
        folder.table("goals", *rows, folder=f"990001/{year}/edu")
    frame = folder.load().frames["goals"]
    places = zip(frame["project_code"], frame["fiscal_year"], frame["_file"], frame["_row"], strict=True)
    assert list(places) == [
        (f"{year}-{number}", year, f"data/990001/{year}/edu/goals.csv", number + 1)
        for year in (2021, 2022, 2023, 2024)
        for number in (1, 2)
    ]
    assert frame["remark"].dropna().tolist() == ["两\n行"] * 2


def test_a_spoiled_file_among_plain_ones_is_told_and_takes_none_of_them_with_it(folder: DataFolder) -> None:
    for year in ("2021", "2022", "2023"):
        folder.write(f"990001/{year}/edu/package.yaml", (folder.path / EDU / "package.yaml").read_bytes())
        folder.table("goals", folder.row("goals", project_code=f"P{year}"), folder=f"990001/{year}/edu")
    folder.replace("990001/2022/edu/goals.csv", "P2022,", "P2022,,")
    loaded = folder.load()
    (line,) = lines(loaded.findings)
    assert line.startswith("L07 data/990001/2022/edu/goals.csv:2 有 ")
    assert loaded.frames["goals"]["project_code"].tolist() == ["P2021", "P2023"]
    assert loaded.rows == 3 + 2


def test_folders_are_named_by_the_codes_that_the_schemas_allow(catalogue: Catalogue) -> None:
    given = {
        (field.name, field.constraints["pattern"])
        for table in catalogue.tables.values()
        for field in table.fields
        if field.name in ("division", "department")
    }
    assert given == {
        ("division", walk.DIVISION.pattern.replace(r"\d", "[0-9]")),
        ("department", walk.SLUG.pattern),
    }


def test_a_town_has_nine_digits(folder: DataFolder) -> None:
    folder.write("common/divisions.csv", f"{DIVISIONS}990001101,示例乡,,乡级,990001,是,\n")
    folder.write("common/departments.csv", f"{DEPARTMENTS}990001101,edu,,示例乡教育办,,,,,,\n")
    folder.write("990001101/2023/edu/package.yaml", form_of("示例乡教育办"))
    assert lines(folder.check().findings) == []
