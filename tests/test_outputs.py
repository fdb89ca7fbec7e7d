"""Downloads: each machine format read back equals the data cell for cell; formats for people are harmless."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape

from generator.core import addresses
from generator.core.archive import archive, entry, pack, unpack
from generator.core.data import Checked
from generator.core.schema import CONTEXT, Table
from generator.downloads import Notes, downloads, read_index, sitemap
from generator.downloads.cells import fields
from generator.downloads.formats import FORMATS, project_files
from generator.downloads.summaries import SUMMARY
from generator.facts.departments import UNSTATED
from generator.facts.projects import STATES
from tests import office
from tests.outputs_data import CLOCK, CODE18, CODE21, SITE, Files, checked, digest, made

ROOT = Path(__file__).parents[1]
Row = dict[str, Any]
EDU = addresses.department_stem("990001", 2023, "edu")
PROJECT = addresses.project_stem("990001", 2023, CODE18)


@pytest.fixture(scope="module")
def data() -> Checked:
    return checked()


@pytest.fixture(scope="module")
def files(data: Checked) -> Files:
    return made(data)


# What the data say, independently of the code under test.


def typed(value: Any, kind: str) -> Any:
    if value is None or value != value:
        return None
    return Decimal(int(value)).scaleb(-6).normalize() + 0 if kind == "number" else value


def expected(data: Checked, table: Table, **where: Any) -> list[Row]:
    """The rows of a table about something, in the order of its key."""
    frame = data.frames[table.name].astype(object)
    rows = [
        {one.name: typed(row[one.name], one.type) for one in fields(table)} for row in frame.to_dict(orient="records")
    ]
    rows = [row for row in rows if all(row.get(name, value) == value for name, value in where.items())]
    return in_order(rows, table)


def in_order(rows: list[Row], table: Table) -> list[Row]:
    return sorted(rows, key=lambda row: [str(row[name]).rjust(30) for name in table.key])


def filled(data: Checked, **where: Any) -> dict[str, list[Row]]:
    """All tables with rows about something; a common table without such a column is about everything.

    A department has of the common tables what says who it and its division are, and what is its own.
    """
    least = "department" if "department" in where else "division"
    every = {
        name: expected(data, table, **where)
        for name, table in data.catalogue.tables.items()
        if not where or least in (*table.context, *table.names) or name == "divisions"
    }
    return {name: rows for name, rows in every.items() if rows}


# Readers of each format: content → rows with numbers as Decimal, missing as None.


def read_csv(content: bytes, table: Table) -> list[Row]:
    assert not content.startswith(b"\xef\xbb\xbf")
    records = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    kinds = {one.name: one.type for one in fields(table)}
    assert records[0] == list(kinds)
    return [
        {name: from_text(cell, kinds[name]) for name, cell in zip(kinds, record, strict=True)} for record in records[1:]
    ]


def from_text(cell: str, kind: str) -> Any:
    if cell == "":
        return None
    if kind == "number":
        assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", cell), cell  # the shortest exact decimal
        return Decimal(cell)
    return int(cell) if kind in ("integer", "year") else cell


def read_json(rows: list[Row], table: Table) -> list[Row]:
    kinds = {one.name: one.type for one in fields(table)}
    for row in rows:
        assert list(row) == list(kinds)
    return [
        {
            name: Decimal(value) if kinds[name] == "number" and value is not None else value
            for name, value in row.items()
        }
        for row in rows
    ]


def loads(content: bytes) -> Any:
    return json.loads(content, parse_float=Decimal)


def read_parquet(content: bytes, table: Table) -> list[Row]:
    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    return [{name: plain(row[name]) for name in row} for row in pq.read_table(io.BytesIO(content)).to_pylist()]


def read_sheet(sheet: Any, table: Table) -> list[Row]:
    records = list(sheet.iter_rows())
    columns = fields(table)
    assert [cell.value for cell in records[0]] == [one.heading for one in columns]
    assert sheet.freeze_panes
    assert sheet.auto_filter.ref == f"A1:{records[-1][-1].coordinate}"
    rows = []
    for record in records[1:]:
        row = {}
        for cell, one in zip(record, columns, strict=True):
            assert cell.data_type != "f"
            value = unescape(cell.value) if isinstance(cell.value, str) else cell.value
            if isinstance(value, datetime):
                assert cell.number_format == "yyyy-mm-dd"
                value = value.date().isoformat()
            elif value is not None and one.type == "number":
                if isinstance(value, str):  # more digits than a spreadsheet's number keeps
                    assert len(re.sub(r"\D", "", value)) > 15
                value = Decimal(str(value))
            row[one.name] = value
        rows.append(row)
    return rows


def read_workbook(content: bytes, data: Checked) -> dict[str, list[Row]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    titles = {table.title: table for table in (SUMMARY, *data.catalogue.tables.values())}
    assert book.sheetnames[-2:] == ["数据字典", "说明"]
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy
    assert book.properties.created == CLOCK.replace(tzinfo=None)
    return {titles[name].name: read_sheet(book[name], titles[name]) for name in book.sheetnames[:-2]}


def opened(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {one.date_time for one in archive.infolist()} == {(2026, 11, 20, 8, 30, 0)}
        return {name: archive.read(name) for name in archive.namelist()}


def same(found: dict[str, list[Row]], wanted: dict[str, list[Row]], data: Checked) -> None:
    assert list(found) == list(wanted)
    for name, rows in wanted.items():
        assert in_order(found[name], data.catalogue.tables[name]) == rows, name


@pytest.mark.parametrize(
    ("stem", "where"),
    [
        (addresses.everything_stem("yusuan-jixiao-gongkai"), {}),
        (addresses.year_stem("990001", 2023), {"division": "990001", "fiscal_year": 2023}),
        (addresses.year_stem("370112", 2023), {"division": "370112", "fiscal_year": 2023}),
        (EDU, {"division": "990001", "fiscal_year": 2023, "department": "edu"}),
    ],
)
def test_a_set_holds_its_rows_in_every_format(files: Files, data: Checked, stem: str, where: Row) -> None:
    tables = data.catalogue.tables
    wanted = filled(data, **where)
    members = opened(files[stem + ".zip"])
    package = json.loads(members.pop("datapackage.json"))
    assert [one["name"] for one in package["resources"]] == list(wanted)
    same({name: read_csv(members[f"{name}.csv"], tables[name]) for name in wanted}, wanted, data)
    arrays = opened(files[stem + ".json.zip"])
    if stem == EDU:
        about = loads(arrays.pop("package.json"))
        assert (about["publisher"], about["withheld"][0]["count"], about["is_sample"]) == ("edu & 局", 1, True)
    same({name[:-5]: read_json(loads(arrays[name]), tables[name[:-5]]) for name in arrays}, wanted, data)
    same(read_workbook(files[stem + ".xlsx"], data), wanted, data)
    if not where:
        parquets = opened(files[stem + ".parquet.zip"])
        same({name[:-8]: read_parquet(parquets[name], tables[name[:-8]]) for name in parquets}, wanted, data)
    people = opened(files[stem + ".zh.zip"])
    assert list(people) == ["说明.txt", *(f"{tables[name].title}.csv" for name in wanted)]
    for name, rows in wanted.items():
        assert len(people_rows(people[f"{tables[name].title}.csv"], tables[name])) == len(rows)


def test_a_table_equals_the_data_in_every_format(files: Files, data: Checked) -> None:
    for name, table in data.catalogue.tables.items():
        wanted, stem = expected(data, table), addresses.table_stem(name)
        if not wanted:
            assert stem + ".csv" not in files
            continue
        assert in_order(read_csv(files[stem + ".csv"], table), table) == wanted
        assert pd.read_json(io.BytesIO(files[stem + ".json.zip"]), compression="zip", dtype=False).shape[0] == len(
            wanted
        )
        arrays = opened(files[stem + ".json.zip"])
        assert list(arrays) == [f"{name}.json"]
        assert in_order(read_json(loads(arrays[f"{name}.json"]), table), table) == wanted
        assert in_order(read_parquet(files[stem + ".parquet"], table), table) == wanted
        same(read_workbook(files[stem + ".xlsx"], data), {name: wanted}, data)


def test_a_project_is_one_record_across_its_tables(files: Files, data: Checked) -> None:
    tables = data.catalogue.tables
    where = {"division": "990001", "fiscal_year": 2023, "project_code": CODE18}
    # The checks and evaluations of the finance bureau are of the project too, and what belongs to them.
    wanted = {
        "goals": expected(data, tables["goals"], **where),
        "goal_indicators": expected(data, tables["goal_indicators"], **where),
        "monitorings": expected(data, tables["monitorings"], **where),
        "monitoring_indicators": expected(data, tables["monitoring_indicators"], **where),
        "self_evaluations": expected(data, tables["self_evaluations"], **where),
        "self_evaluation_funds": expected(data, tables["self_evaluation_funds"], **where),
        "self_evaluation_checks": expected(data, tables["self_evaluation_checks"], **where),
        "evaluations": expected(data, tables["evaluations"], **where),
        "evaluation_indicators": expected(data, tables["evaluation_indicators"], evaluation_code="e-1"),
        "report_reviews": expected(data, tables["report_reviews"], evaluation_code="e-1"),
    }
    record = loads(files[PROJECT + ".json"])
    assert (record["project_code"], record["department_name"], record["is_sample"]) == (CODE18, "示例区教育局", True)
    assert record["page"] == f"{SITE}projects/990001/2023/{CODE18}/"
    # Said once for tables whose rows stand in the project's own folder.
    said = {name: record[name] for name in (*CONTEXT, "project_code")}
    found = {
        name: [row if len(row) == len(fields(tables[name])) else {**said, **row} for row in rows]
        for name, rows in record["tables"].items()
    }
    same({name: read_json(rows, tables[name]) for name, rows in found.items()}, wanted, data)
    assert {row["department"] for row in found["evaluations"]} == {"finance"}
    sheets = read_workbook(files[PROJECT + ".xlsx"], data)
    (told,) = sheets.pop("summary")
    state, derived, *numbers = told.values()
    summary = record["summary"]
    assert (state, derived) == (summary["state"], "是" if summary["state_derived"] else "否")
    assert [None if one is None else Decimal(str(one)) for one in numbers] == [
        summary[name] for name in _SUMMARY.values()
    ]
    same(sheets, wanted, data)
    members = opened(files[PROJECT + ".zip"])
    people = sections(members.pop("中文表头.csv"))
    package = json.loads(members.pop("datapackage.json"))
    assert (package["title"], package["resources"][0]["name"]) == (f"项目{CODE18}", "goals")
    same({name[:-4]: read_csv(content, tables[name[:-4]]) for name, content in members.items()}, wanted, data)
    assert people.pop("数据所在") == [["区划代码", "财政年度", "部门代码"], ["990001", "2023", "edu"]]
    headings, values = people.pop("本年概况")
    assert dict(zip(headings, values, strict=True)) == {
        "状态": summary["state"],
        "状态为推算": "是" if summary["state_derived"] else "否",
        **{title: _told(summary[name]) for title, name in _SUMMARY.items()},
    }
    assert list(people) == [tables[name].title for name in wanted]
    for name, rows in wanted.items():
        headings, *records = people[tables[name].title]
        repeated = 3 if len(record["tables"][name][0]) < len(fields(tables[name])) else 0
        assert headings == [one.heading for one in fields(tables[name])[repeated:]]
        assert len(records) == len(rows)
    assert set(project_files("990001", 2023, CODE18).values()) == {
        path for path in files if path.startswith(PROJECT + ".")
    }


_SUMMARY = {
    "年初预算（万元）": "promised_budget",
    "全年预算（万元）": "annual_budget",
    "全年执行数（万元）": "actual_spend",
    "达成的指标（个）": "indicators_met",
    "没有达成的指标（个）": "indicators_missed",
    "判断不了的指标（个）": "indicators_untold",
}


def _told(number: Decimal | int | None) -> str:
    return "" if number is None else str(number)


def test_what_became_of_a_project_is_in_its_record(files: Files) -> None:
    summary = loads(files[PROJECT + ".json"])["summary"]
    assert list(summary) == ["state", "state_derived", *_SUMMARY.values()]
    assert summary["state"] in STATES
    records = [loads(content) for path, content in files.items() if re.search(r"/projects/\d+/\d+/\w+\.json", path)]
    others = [record["summary"] for record in records if isinstance(record, dict)]
    assert {one["state"] for one in others} <= set(STATES)
    assert any(one["actual_spend"] is None and one["indicators_met"] is None for one in others)


def sections(content: bytes) -> dict[str, list[list[str]]]:
    """A project's CSV for people: title → headings and rows, until an empty line."""
    assert content.startswith(b"\xef\xbb\xbf")
    found: dict[str, list[list[str]]] = {}
    title = ""
    for record in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True):
        if not record:
            title = ""
        elif not title:
            title = record[0]
            assert not any(record[1:])
            found[title] = []
        else:
            found[title].append(record)
    return found


def people_rows(content: bytes, table: Table) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    records = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert records[0] == [one.heading for one in fields(table)]
    return records[1:]


def people_csv(files: Files, table: Table) -> bytes:
    return opened(files[addresses.table_stem(table.name) + ".zh.zip"])[f"{table.title}.csv"]


def test_csv_for_people_is_harmless_and_keeps_codes_and_negative_numbers(files: Files, data: Checked) -> None:
    tables = data.catalogue.tables
    for name, table in tables.items():
        if addresses.table_stem(name) + ".zh.zip" not in files:
            continue
        for record in people_rows(people_csv(files, table), table):
            for cell, one in zip(record, fields(table), strict=True):
                if one.type in ("number", "integer", "year"):
                    from_text(cell, one.type)
                else:
                    assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]|\d{12}", cell), cell
    figures = people_rows(people_csv(files, tables["reported_figures"]), tables["reported_figures"])
    place = [one.name for one in fields(tables["reported_figures"])].index("value")
    assert [record[place] for record in figures] == ["-12.5", "0.000001", "", "-0.05"]
    goals = people_csv(files, tables["goals"]).decode()
    assert f",'{CODE21}," in goals
    assert f",'{CODE18}," in goals


@pytest.mark.usefixtures("processes")
def test_stock_frictionless_finds_every_archive_valid(files: Files, tmp_path: Path) -> None:
    archives = [path for path in files if path.endswith(".zip") and path.count(".") == 1]
    assert len(archives) == 1 + 3 + 4 + 7
    for number, path in enumerate(archives):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, content in opened(files[path]).items():
            (folder / name).write_bytes(content)
    (tmp_path / "package.zip").write_bytes(files[EDU + ".zip"])
    (tmp_path / "project.zip").write_bytes(files[PROJECT + ".zip"])
    # The gate fires: a cell changed behind the descriptor's back is found.
    shutil.copytree(tmp_path / str(archives.index(EDU + ".zip")), tmp_path / "changed")
    changed = tmp_path / "changed" / "goals.csv"
    changed.write_bytes(changed.read_bytes().replace(b"1234.56", b"1234.57", 1))
    command = (
        "import sys\n"
        "from frictionless import validate\n"
        "for path in sys.argv[1:]:\n"
        "    report = validate(path, type='package')\n"
        "    faults = {title for title, _ in report.flatten(['title', 'message'])}\n"
        "    print(path, report.valid, report.stats['warnings'], *sorted(faults), sep='|')\n"
    )
    names = [*(f"{number}/datapackage.json" for number in range(len(archives))), "package.zip", "project.zip"]
    done = run(command, *names, "changed/datapackage.json", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    *whole, fired = done.stdout.splitlines()
    assert whole == [f"{name}|True|0" for name in names]
    assert fired == "changed/datapackage.json|False|0|Hash Count Error"


def run(code: str, *words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.usefixtures("processes")
def test_two_builds_are_identical_whatever_the_machine(files: Files, tmp_path: Path) -> None:
    code = "from tests.outputs_data import checked, digest, made\nprint(digest(made(checked())))"
    wanted = digest(files)
    for zone, seed in (("Asia/Shanghai", "1"), ("America/New_York", "2")):
        done = run(code, cwd=tmp_path, TZ=zone, PYTHONHASHSEED=seed)
        assert done.stdout.strip() == wanted, done.stderr


@pytest.mark.thorough
def test_the_size_of_chunks_changes_nothing(files: Files, data: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.downloads.jobs.CHUNK_ROWS", 1)
    assert digest(made(data)) == digest(files)


def test_parts_strung_together_are_what_they_were_apart() -> None:
    # Short ones are stored, long ones compressed; one refers back to what stands before it.
    raws = [b"", b"a,b\n", b"x" * 70_000, "绩效,目标\n".encode() * 400, bytes(range(256)) * 300]
    strung = entry("strung", *map(pack, raws)).write(raws[-1], after=raws[-1])
    content, starts = archive([strung, entry("none")], CLOCK)
    assert opened(content) == {"strung": b"".join([*raws, raws[-1]]), "none": b""}
    assert unpack(map(pack, raws)) == b"".join(raws)
    assert content[starts[0] :].startswith(strung.parts[0])


def test_the_index_lists_what_is_there(files: Files, data: Checked) -> None:
    sets = read_index(files[addresses.DOWNLOAD_INDEX])
    listed = [file for one in sets for file in one.files]
    assert {file.path for file in listed} == {
        path for path in files if path.split("/")[1] in ("all", "flat", "years", "tables", "departments")
    }
    for file in listed:
        assert (file.size, file.sha256) == (len(files[file.path]), hashlib.sha256(files[file.path]).hexdigest())
        assert file.path.endswith(FORMATS[file.format].suffix)
    whole = sets[0]
    assert (whole.kind, whole.rows, whole.published, whole.sample) == ("all", data.rows, "2024-09-30", True)
    assert [one.title for one in sets if one.kind == "division-year"] == [
        "历城区2023年度",
        "示例区2022年度",
        "示例区2023年度",
    ]
    edu = next(one for one in sets if one.department == "edu" and one.year == 2023)
    assert (edu.title, edu.published, [file.format for file in edu.files]) == (
        "示例区教育局2023年度",
        "2024-08-30",
        ["xlsx", "zip-zh", "zip", "zip-json"],
    )
    real = next(one for one in sets if one.division == "370112" and one.kind == "department-year")
    assert not real.sample
    index = json.loads(files[addresses.DOWNLOAD_INDEX])
    projects = [one for path in index["projects"]["lists"] for one in json.loads(files[path])]
    assert {one["json"].removeprefix(SITE) for one in projects} == {
        path for path in files if path.startswith(f"{addresses.DOWNLOADS}/projects/") and path.endswith(".json")
    } - set(index["projects"]["lists"])
    assert set(index["schemas"].values()) <= set(files)


def test_jobs_run_in_any_order(files: Files, data: Checked) -> None:
    planned = downloads(data, clock=CLOCK, site_url=SITE)
    found: Files = {}

    def run(jobs: list[Any]) -> list[Notes]:
        notes = [Notes() for _ in jobs]
        for job, note in reversed(list(zip(jobs, notes, strict=True))):
            found.update({output.path: output.content for output in job(note)})
        return [pickle.loads(pickle.dumps(note)) for note in notes]  # noqa: S301 - as they come from another process

    first = run(planned.first())
    second = run(planned.second(first, found.__getitem__))
    found.update({output.path: output.content for output in planned.listing([*second, *first])})
    assert found == files


def test_catalogues_name_files_that_are_there(files: Files) -> None:
    dcat = json.loads(files[f"{addresses.DOWNLOADS}/catalog.jsonld"])
    found = [file for one in dcat["dcat:dataset"] for file in one["dcat:distribution"]]
    assert {one["dcat:downloadURL"]["@id"].removeprefix(SITE) for one in found} <= set(files)
    assert len({one["@id"] for one in dcat["dcat:dataset"]}) == len(dcat["dcat:dataset"])
    dataset = json.loads(files[f"{addresses.DOWNLOADS}/dataset.jsonld"])
    assert (dataset["temporalCoverage"], len(dataset["distribution"])) == ("2022/2023", 5)


def parsed(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314 - what we wrote ourselves


def test_the_feed_has_the_newest_first(files: Files) -> None:
    feed = parsed(files[f"{addresses.DOWNLOADS}/feed.xml"])
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert [one.findtext(f"{atom}updated") for one in entries] == [
        f"{day}T00:00:00+08:00" for day in ("2024-09-30", "2024-08-30", "2024-03-01", "2023-08-30")
    ]
    assert feed.findtext(f"{atom}updated") == "2024-09-30T00:00:00+08:00"
    assert [one.findtext(f"{atom}title") for one in entries][1:3] == ["edu <2023>（示例数据，虚构）", "finance <2023>"]
    assert len({one.findtext(f"{atom}id") for one in entries}) == 4


@pytest.fixture(scope="module")
def odd(data: Checked) -> Files:
    """The files of data with a form that names no publisher, and with dates that a workbook cannot count."""
    [first, *others] = data.packages
    unnamed = dataclasses.replace(first, publisher=UNSTATED)
    goals = data.frames["goals"].copy()
    goals["start_date"] = "1900-01-01"
    return made(dataclasses.replace(data, packages=[unnamed, *others], frames={**data.frames, "goals": goals}))


def test_nobody_is_called_the_author_of_what_names_none(odd: Files) -> None:
    feed = parsed(odd[addresses.FEED])
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert [one.find(f"{atom}author") is None for one in entries].count(True) == 1
    assert UNSTATED not in "".join(feed.itertext())
    assert feed.findtext(f"{atom}author/{atom}name")


def test_the_sitemap_is_split_where_the_protocol_says() -> None:
    small = {one.path: one.content for one in sitemap(["", "projects/990001/2023/a&b/"], site_url=SITE)}
    assert [one.text for one in parsed(small["sitemap.xml"]).iter() if one.text and one.text.strip()] == [
        SITE,
        f"{SITE}projects/990001/2023/a%26b/",
    ]
    assert f"Sitemap: {SITE}sitemap.xml".encode() in small["robots.txt"]
    large = {one.path: one.content for one in sitemap((f"p/{number}/" for number in range(50_001)), site_url=SITE)}
    assert list(large) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml", "robots.txt"]
    assert large["sitemap-1.xml"].count(b"<loc>") == 50_000
    assert large["sitemap.xml"].count(b"<loc>") == 2


def test_data_without_any_department_still_build() -> None:
    found = made(checked(only_common=True))
    assert [one.kind for one in read_index(found[addresses.DOWNLOAD_INDEX])] == ["all", "table", "table"]


def test_a_table_too_long_for_a_sheet_has_no_workbook(data: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.downloads.bundles.MAX_ROWS", 3)
    found = made(data)
    assert addresses.table_stem("goal_indicators") + ".xlsx" not in found
    assert addresses.table_stem("goal_indicators") + ".csv" in found
    assert addresses.table_stem("divisions") + ".xlsx" in found


def test_libreoffice_opens_each_workbook_without_a_live_formula(
    processes: None, files: Files, data: Checked, tmp_path: Path
) -> None:
    chosen = {
        "all": addresses.everything_stem("yusuan-jixiao-gongkai") + ".xlsx",
        "year": addresses.year_stem("990001", 2023) + ".xlsx",
        "table": addresses.table_stem("goal_indicators") + ".xlsx",
        "department": EDU + ".xlsx",
        "project": PROJECT + ".xlsx",
        "figures": addresses.table_stem("reported_figures") + ".xlsx",
        "people": "goal_indicators.csv",
    }
    for name, path in chosen.items():
        people = name == "people"
        content = people_csv(files, data.catalogue.tables["goal_indicators"]) if people else files[path]
        (tmp_path / f"{name}{Path(path).suffix}").write_bytes(content)
    inputs = [tmp_path / f"{name}{Path(path).suffix}" for name, path in chosen.items()]
    for name, book in zip(chosen, office.saved(tmp_path, *inputs, to="ods"), strict=True):
        with zipfile.ZipFile(book) as archive:
            content = archive.read("content.xml").decode()
        assert "table:formula" not in content, name
        if name == "figures":
            assert 'office:value-type="float" office:value="-12.5"' in content
            continue
        assert CODE18 in content, name
        assert 'office:value="9.9000' not in content, name
        if name != "people":
            assert "=cmd|" in content


def test_the_order_of_rows_is_by_project_then_as_written(files: Files, data: Checked) -> None:
    table = data.catalogue.tables["goal_indicators"]
    rows = read_csv(opened(files[EDU + ".zip"])["goal_indicators.csv"], table)
    assert [row["project_code"] for row in rows[:: len(rows) // 3]][:3] == [CODE21, CODE18, "p-2"]
    assert [row["indicator_no"] for row in rows[:3]] == [1, 2, 3]


def test_the_formats_for_people_name_their_licence_and_warn_of_invented_data(files: Files) -> None:
    for sample, stem in ((True, EDU), (False, addresses.year_stem("370112", 2023))):
        notes = opened(files[stem + ".zh.zip"])["说明.txt"].decode("utf-8-sig")
        assert "CC-BY-4.0" in notes
        assert ("虚构" in notes) is sample
        book = openpyxl.load_workbook(io.BytesIO(files[stem + ".xlsx"]))
        assert any("虚构" in str(row[0]) for row in book["说明"].iter_rows(values_only=True)) is sample
        dictionary = {row[2]: row for row in book["数据字典"].iter_rows(values_only=True)}
        assert dictionary["departments.name"][1] == "部门名称"


def test_a_date_a_workbook_cannot_count_stays_text(odd: Files, data: Checked) -> None:
    rows = read_workbook(odd[addresses.table_stem("goals") + ".xlsx"], data)["goals"]
    assert {row["start_date"] for row in rows} == {"1900-01-01"}
