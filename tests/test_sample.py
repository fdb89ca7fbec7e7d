"""The invented 示例区: the same for the same seed, the size asked for, money that adds up, planted cases on record."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
import yaml

from generator.core.errors import UserError
from generator.core.schema import Field, Table
from generator.load import load_catalogue
from generator.sample import PLANTERS, Planted, sample, shipped
from generator.sample.content import common, measure, sector
from generator.sample.departments import DIVISION, departments, shares
from generator.sample.numbers import figure, fixed, half_up, money
from generator.sample.tables import table as written
from tests.conftest import DATA

TABLES = load_catalogue(DATA).tables
SIZE = {"projects": 200, "years": 3, "departments": 12, "last_year": 2026, "tables": TABLES}


@cache
def district(seed: int = 1) -> tuple[dict[str, bytes], tuple[Planted, ...]]:
    record: list[Planted] = []
    files: dict[str, bytes] = {}
    for output in sample(seed=seed, record=record, **SIZE):
        assert output.path not in files
        files[output.path] = output.content
    return files, tuple(record)


def rows(files: dict[str, bytes], table: str) -> list[dict[str, str]]:
    found = []
    names = {one.title: one.name for one in TABLES[table].fields} if table in TABLES else {}
    for path, content in sorted(files.items()):
        if path.endswith(f"/{table}.csv"):
            year = path.split("/")[1]
            context = {"_year": year, "_folder": path.rpartition("/")[0]}
            lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
            found += [context | {names.get(name, name): cell for name, cell in row.items()} for row in lines]
    return found


@pytest.mark.thorough
def test_two_runs_are_byte_identical_and_seeds_differ() -> None:
    first, _ = district()
    again = {output.path: output.content for output in sample(seed=1, **SIZE)}
    assert again == first
    assert district(2)[0] != first


def test_a_field_added_to_any_schema_is_a_blank_column_and_changes_nothing_else() -> None:
    """What CONTRIBUTING says of a new field, for every table, wherever in its schema the field stands."""
    field = Field(name="added", title="新加的字段", type="string", description="可空。", example="甲")
    more = {
        name: replace(one, fields=(*one.fields[:place], field, *one.fields[place:]))
        for place, (name, one) in enumerate(TABLES.items())
    }
    before, _ = district()
    after = {output.path: output.content for output in sample(seed=1, **SIZE | {"tables": more})}
    assert set(after) == set(before)
    for path, content in after.items():
        if not path.endswith(".csv"):
            assert content == before[path]
            continue
        table = more[path.rpartition("/")[2].removesuffix(".csv")]
        heads, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        assert heads == headings(table, heads)
        place = heads.index("新加的字段" if table.scope == "common" else "added")
        assert {line.pop(place) for line in lines} == {""}
        assert lines == list(csv.reader(io.StringIO(before[path].decode(), newline="")))[1:]


def test_what_the_schemas_do_not_have_is_left_out_or_named() -> None:
    gone = ("scopes", "deadlines", "spending_standards")
    fewer = {name: one for name, one in TABLES.items() if name not in gone}
    size = SIZE | {"projects": 20}
    every, paths = ({output.path for output in sample(seed=1, **size | {"tables": own})} for own in (TABLES, fewer))
    assert paths == {path for path in every if path.rpartition("/")[2].removesuffix(".csv") not in gone} != every
    goals = TABLES["goals"]
    with pytest.raises(UserError, match="「项目支出绩效目标」的定义里没有字段「colour」"):
        written(goals, [{"project_code": "1", "colour": "red"}])


def test_the_number_of_projects_is_the_one_asked_for() -> None:
    files, _ = district()
    planned = Counter(row["_year"] for row in rows(files, "goals"))
    missing = Counter(str(one.year) for one in district()[1] if one.planter == "goal_not_published")
    assert {year: planned[year] + missing[year] for year in planned} == {"2024": 200, "2025": 200, "2026": 200}
    # What follows the final accounts of 2026 is not due yet on the sample's day.
    assert {row["_year"] for row in rows(files, "self_evaluations")} == {"2024", "2025"}


@pytest.mark.parametrize(("projects", "count"), [(1, 1), (5, 12), (64, 12), (1000, 40), (200, 90)])
def test_shares_of_departments_sum_to_the_projects(projects: int, count: int) -> None:
    chosen = departments(count)
    assert len({one.code for one in chosen}) == len({one.name for one in chosen}) == len(chosen) == count
    assert any(one.code == "finance" for one in chosen)
    assert sum(shares(chosen, projects)) == projects


def test_small_and_large_districts_can_be_written() -> None:
    for size in ({"projects": 3, "years": 1, "departments": 2}, {"projects": 120, "years": 1, "departments": 60}):
        files = {output.path: output.content for output in sample(seed=3, last_year=2024, tables=TABLES, **size)}
        goals, missing = rows(files, "goals"), rows(files, "self_evaluations")
        assert len({row["project_code"] for row in goals + missing}) == size["projects"]


def headings(table: Table, heads: list[str]) -> list[str]:
    """The heads a file should have: Chinese where a spreadsheet is to open it, local ones where it has them."""
    named = [one.title if table.scope == "common" else one.name for one in table.fields]
    return [head for one, head in zip(table.fields, named, strict=True) if not one.local or head in heads]


def test_files_are_utf_8_with_their_heads_and_no_empty_table() -> None:
    files, _ = district()
    for path, content in files.items():
        assert content.startswith(b"\xef\xbb\xbf") == path.startswith("common/")
        text = content.decode("utf-8-sig")
        assert "\r" not in text
        if path.endswith(".csv"):
            name = path.rpartition("/")[2].removesuffix(".csv")
            lines = text.splitlines()
            heads = lines[0].split(",")
            assert heads == headings(TABLES[name], heads)
            assert len(lines) > 1
        elif path != "990001/waivers.yaml":
            assert yaml.safe_load(text)["publisher"].startswith("示例区")


def test_money_and_scores_add_up() -> None:
    files, record = district()
    for row in rows(files, "goals"):
        parts = ("fiscal_appropriation", "carryover", "other_funds")
        assert Decimal(row["total_amount"]) == sum(Decimal(row[name]) for name in parts)
        halves = ("superior_appropriation", "local_appropriation")
        assert Decimal(row["fiscal_appropriation"]) == sum(Decimal(row[name]) for name in halves)
    funds = defaultdict(dict)
    for row in rows(files, "self_evaluation_funds"):
        funds[row["_folder"], row["project_code"]][row["fund_source"]] = row
    wrong = {one.project_code for one in record if one.planter == "wrong_rate_waived"}
    executed = {}
    for key, group in funds.items():
        total = group.pop("年度资金总额")
        executed[key] = total["score"]
        for column in ("initial_budget", "annual_budget", "actual_spend"):
            assert Decimal(total[column]) == sum(Decimal(row[column]) for row in group.values())
        budget, spend = Decimal(total["annual_budget"]), Decimal(total["actual_spend"])
        if budget:
            assert Decimal(total["score"]) == min(Decimal(10), (10 * spend / budget)).quantize(
                Decimal("0.01"), rounding="ROUND_HALF_UP"
            )
            right = abs(Decimal(total["execution_rate"]) - 100 * spend / budget) <= Decimal("0.005")
            assert right or key[1] in wrong
    execution = {key: Decimal(score or 0) for key, score in executed.items()}
    scores = defaultdict(lambda: [Decimal(10), Decimal(0)])
    for row in rows(files, "self_evaluation_indicators"):
        assert Decimal(0) <= Decimal(row["score"]) <= Decimal(row["weight"])
        sums = scores[row["_folder"], row["project_code"]]
        sums[0] += Decimal(row["weight"])
        sums[1] += Decimal(row["score"])
    for row in rows(files, "self_evaluations"):
        key = row["_folder"], row["project_code"]
        assert scores[key] == [100, Decimal(row["total_score"]) - execution[key]]
    evaluated = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in rows(files, "evaluation_indicators"):
        evaluated[row["evaluation_code"]][0] += Decimal(row["weight"])
        evaluated[row["evaluation_code"]][1] += Decimal(row["score"])
    for row in rows(files, "evaluations"):
        assert evaluated[row["evaluation_code"]] == [100, Decimal(row["score"])]


def test_codes_stay_with_a_project_over_the_years() -> None:
    files, _ = district()
    names = defaultdict(set)
    years = defaultdict(set)
    for row in rows(files, "goals"):
        assert re.fullmatch(r"990001\d{2}[TRY]\d{12}", row["project_code"])
        names[row["project_code"]].add(row["project_name"])
        years[row["project_code"]].add(row["_year"])
    assert all(len(found) == 1 for found in names.values())
    assert len({name for found in names.values() for name in found}) == len(names)
    assert {1, 2, 3} == {len(found) for found in years.values()}


def test_no_two_projects_read_alike() -> None:
    files, _ = district()
    goals = [row["annual_goal"] for row in rows(files, "goals")]
    assert len(set(goals)) == len(goals)
    copied = {one.project_code for one in district()[1] if one.planter in {"template_residue", "cancelled"}}
    results = [row["actual_result"] for row in rows(files, "self_evaluations") if row["project_code"] not in copied]
    assert len(set(results)) == len(results)
    assert max(map(len, goals)) < 1000


def test_the_annual_goal_names_the_quantities_of_its_indicators() -> None:
    files, _ = district()
    goals = {(row["_year"], row["project_code"]): row["annual_goal"] for row in rows(files, "goals")}
    counted = [row for row in rows(files, "goal_indicators") if row["level2"] == "数量指标"]
    assert len(counted) > len(goals)
    for row in counted:
        text = goals[row["_year"], row["project_code"]]
        assert f"{row['target_value']}{row['unit']}" in text or row["unit"] == "百分比"


def test_no_indicator_stands_twice_in_a_project() -> None:
    seen = Counter((row["_year"], row["project_code"], row["level3"]) for row in rows(district()[0], "goal_indicators"))
    assert max(seen.values()) == 1


def test_nothing_personal_is_written() -> None:
    files, _ = district()
    text = "\n".join(content.decode() for content in files.values())
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)
    assert not re.search(r"(?<!\d)\d{17}[\dXx](?!\d)", text)
    assert not re.search(r"联系电话|负责人：|身份证", text)


def test_consequences_move_the_later_budget_as_stated_unless_planted() -> None:
    files, record = district()
    goals = {(row["_year"], row["project_code"]): Decimal(row["total_amount"]) for row in rows(files, "goals")}
    planted = {one.project_code for one in record if one.planter in {"cut_not_applied", "budget_jump"}}
    seen = 0
    for row in rows(files, "applications"):
        later = goals.get((row["applied_fiscal_year"], row["project_code"]))
        if not row["base_amount"]:
            continue
        cut = Decimal(row["cut_amount"] or 0)
        if row["decision"] != "优先保障":
            assert Decimal(row["base_amount"]) - cut == Decimal(row["approved_amount"])
        if later is not None and row["project_code"] not in planted:
            assert later == Decimal(row["approved_amount"])
            seen += 1
    assert seen > 10


def test_independent_scores_lie_below_most_self_scores() -> None:
    files, _ = district()
    own = {(row["_year"], row["project_code"]): Decimal(row["total_score"]) for row in rows(files, "self_evaluations")}
    gaps = [
        own[row["_year"], row["project_code"]] - Decimal(row["score"])
        for row in rows(files, "evaluations")
        if row["subject_type"] == "项目"
    ]
    assert 0.05 < len(gaps) / len(own) < 0.15
    assert sum(3 <= gap <= 20 for gap in gaps) / len(gaps) > 0.7


def test_every_planter_is_used_and_explained() -> None:
    _, record = district()
    assert {one.planter for one in record} == set(shipped())
    assert all("：" in planter.text and planter.text.endswith("。") for planter in PLANTERS.values())
    assert all(planter.name == name for name, planter in PLANTERS.items())


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["low_execution_high_score", "cancelled", "late_goals", "poor_without_cut"])
def test_a_planter_can_be_used_alone(name: str) -> None:
    record: list[Planted] = []
    for _ in sample(seed=4, planters=[name], record=record, **SIZE):
        pass
    assert {one.planter for one in record} == {name}


@pytest.mark.parametrize(
    "head",
    [
        "division,name,full_name,level,parent,is_sample,note\n",
        "\ufeff区划代码,区划名称,区划全称,行政层级,上级区划代码,是否虚构示例,说明\n",
    ],
)
def test_rows_of_other_divisions_are_kept(head: str) -> None:
    old = f"{head}370112,历城区,,县级,,否,\n{DIVISION},旧示例区,,县级,,是,\n".encode()
    outputs = sample(seed=1, existing={"common/divisions.csv": old}, **SIZE)
    text = next(output.content for output in outputs if output.path == "common/divisions.csv").decode()
    assert "370112,历城区" in text
    assert "旧示例区" not in text
    assert text.count(DIVISION) == 1


@pytest.mark.parametrize("code", sorted({one.sector for one in departments(60)}))
def test_each_sector_has_dozens_of_projects_and_indicators(code: str) -> None:
    content = sector(code)
    names = {one.name for template in content.templates for one in template.outputs + template.quality + template.gains}
    assert len({template.name for template in content.templates}) >= 24
    assert len(names) >= 36
    for template in content.templates:
        assert template.outputs[0].priced
        assert template.work in common().works
        assert template.purpose[-1] not in "，。"
    for first, second in content.issues:
        assert first
        assert second


def test_measures_say_what_is_not_understood() -> None:
    assert measure("受益学生 900-9000 人", "社会效益指标").operator == "≥"
    assert measure("生:绿地率 35 %", "社会效益指标").level2 == "生态效益指标"
    assert measure("响应时间 ≤10-20 分钟", "时效指标").high == 2000
    with pytest.raises(ValueError, match="not a measure: '受益学生'"):
        measure("受益学生", "社会效益指标")


def test_numbers_are_written_exactly() -> None:
    assert [money(value) for value in (0, 1, 899_740, 12_345_678)] == ["0", "0.0001", "89.974", "1234.5678"]
    assert [figure(value) for value in (100, 150, 1205, 0)] == ["1", "1.5", "12.05", "0"]
    assert fixed(10_000) == "100.00"
    assert [half_up(1, 2), half_up(5, 2), half_up(7, 3)] == [1, 3, 2]
