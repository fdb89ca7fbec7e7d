"""The figures of the chain's pages: lights, coverage, what is overdue, what moved, ranks, mismatches, gaps."""

from __future__ import annotations

import shutil

import pytest

from generator.core.schema import Catalogue
from generator.derive import Site, derive
from generator.derive.answers import fiscal_answer
from generator.derive.bias import bias, changes
from tests.conftest import DATA, DEPARTMENTS, DIVISIONS, EDU, DataFolder, form_of

FINANCE = "990001/2023/finance"
PLACE = ("990001", 2023)


def code(number: int) -> str:
    return f"99000123001000{number}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Site:
    path = tmp_path_factory.mktemp("chain") / "data"
    path.mkdir()
    shutil.copy(DATA / "datapackage.yaml", path)
    for part in ("schemas", "profiles"):
        shutil.copytree(DATA / part, path / part)
    folder = DataFolder(path, catalogue)
    folder.write("common/divisions.csv", DIVISIONS)
    folder.write("common/departments.csv", DEPARTMENTS + "990001,health,,示例区卫生健康局,,,,,,\n")
    names = {FINANCE: "示例区财政局", "990001/2023/health": "示例区卫生健康局", "990001/2024/edu": "示例区教育局"}
    for place, name in {EDU: "示例区教育局", **names}.items():
        folder.write(f"{place}/package.yaml", form_of(name))

    def goals(numbers: dict[int, str], where: str) -> None:
        folder.table(
            "goals",
            *(
                folder.row("goals", project_code=code(number), project_name=f"第{number}个项目", total_amount=amount)
                for number, amount in numbers.items()
            ),
            folder=where,
        )

    goals({1: "100", 2: "200", 3: "300"}, EDU)
    goals({1: "90", 2: "200", 4: "50"}, "990001/2024/edu")
    folder.table(
        "monitorings",
        *(
            folder.row("monitorings", project_code=code(number), project_name="", period="7", annual_budget="936947",
                       actual_spend=spend, execution_rate="", dual_monitoring="是")
            for number, spend in ((1, "294875"), (2, "437241.94"), (3, "437241.93"))
        ),
    )  # fmt: skip
    scope = {"extent": "本部门", "basis": "全部"}
    folder.table(
        "scopes",
        folder.row("scopes", kind="应编目标", due_count="4", withheld_secret="1", **scope),  # noqa: S106 - a count
        folder.row("scopes", kind="应监控", due_count="3", exempt_cancelled="2", **scope),
    )
    folder.table(
        "self_evaluations",
        *(
            folder.row("self_evaluations", project_code=code(number), project_name="", total_score=score)
            for number, score in ((1, "99"), (2, "89"))
        ),
    )
    folder.table(
        "evaluations",
        folder.row("evaluations", evaluation_code="f01", project_code=code(1), subject_department="edu", score="80"),
        folder.row("evaluations", evaluation_code="f02", project_code=code(1), subject_department="edu", score="84"),
        folder=FINANCE,
    )
    folder.table(
        "applications",
        *(
            folder.row("applications", application_code=f"y{number}", project_code=code(number),
                       subject_department="edu", applied_fiscal_year="2024", base_amount="100", cut_amount="10",
                       approved_amount=approved)
            for number, approved in ((1, "90"), (2, "180"), (3, "0"))
        ),
        folder=FINANCE,
    )  # fmt: skip
    folder.table(
        "rectifications",
        *(
            folder.row("rectifications", rectification_code=f"z{number}", subject_department="edu", due_date=due,
                       extended_date=extended, state=state, closed_date=closed, project_code=code(1))
            for number, (due, extended, state, closed) in enumerate(
                (
                    ("2024-08-31", "", "整改中", ""),
                    ("2024-08-31", "2024-09-30", "延期", ""),
                    ("2024-08-27", "", "已销号", "2024-09-01"),
                    ("2024-08-31", "", "已完成", "2024-08-31"),
                )
            )
        ),
    )  # fmt: skip
    folder.table(
        "fiscal_operations",
        *(
            folder.row("fiscal_operations", subject_code=name, subject_name=name, group_name=group, score=score,
                       group_rank=rank)
            for name, group, score, rank in (
                ("A1", "乡镇组", "80", "2"), ("A2", "乡镇组", "90", "1"),
                ("A3", "乡镇组", "80", "3"), ("B1", "街道组", "70", "1"), ("C1", "", "60", ""),
            )
        ),
        folder=FINANCE,
    )  # fmt: skip
    folder.table(
        "policies",
        folder.row("policies", policy_code="a", title="旧办法", document_number="示财〔2019〕1号", tier="N",
                   validity="被替代"),
        folder.row("policies", policy_code="b", title="新办法", supersedes="示财〔2019〕1号;别处的文件", tier="N",
                   validity="有效", effective_to="2024-08-31"),
    )  # fmt: skip
    names = {"project_code": code(1), "level1": "产出指标", "level2": "数量指标"}
    folder.table(
        "goal_indicators",
        folder.row("goal_indicators", **names, indicator_no="1", level3="维修面积", unit="平方米"),
        folder.row("goal_indicators", **names, indicator_no="2", level3="满意度", unit="%"),
        folder.row("goal_indicators", **names, indicator_no="3", level3="满意度", unit="百分比"),
    )
    goal = folder.row("goals", project_code=code(9), project_name="")
    folder.table("goals", goal, folder="990001/2023/health")
    folder.table(
        "goal_indicators",
        folder.row(
            "goal_indicators", **{**names, "project_code": code(9)}, indicator_no="1", level3="维修面积", unit="亩"
        ),
        folder="990001/2023/health",
    )  # fmt: skip
    folder.table(
        "indicator_library",
        folder.row("indicator_library", library_code="k1", level3="维修面积", unit="平方米", sector="教育"),
        folder.row("indicator_library", library_code="k2", level3="没有人用的", unit="个", sector="教育"),
    )
    return derive(folder.check(()))


@pytest.mark.thorough
def test_lights_follow_the_index(site: Site) -> None:
    """294875 ÷ 936947 = 31.47 %, ÷ (7 ÷ 12) = 53.95: red; the limit itself is no longer below."""
    frame = site.monitorings.frame
    assert frame["rate_text"].tolist()[0] == "31.47%"
    assert frame["pace"].tolist()[0] == "53.95"
    assert frame["light"].tolist() == ["红", "绿", "黄"]  # 80 % of 7 ÷ 12 is 437241.9333 …
    period = site.monitorings.main(*PLACE)
    assert period is not None
    assert (period.total.red, period.total.yellow, period.total.green, period.total.dual) == (1, 1, 1, 3)
    assert [row.light for row, _ in period.watched] == ["红", "黄"]


def test_coverage_has_its_denominator_or_says_there_is_none(site: Site) -> None:
    links = {link.kind: link for link in site.coverage.of_department["990001", "edu", 2023]}
    assert (links["应编目标"].done, links["应编目标"].due, links["应编目标"].rate) == (3, 4, "75.00%")
    assert links["应编目标"].withheld == [("国家秘密", 1)]
    assert links["应监控"].rate == "100.00%"
    assert links["应监控"].exempt == [("年中取消", 2)]
    assert (links["应自评"].done, links["应自评"].due, links["应自评"].rate) == (2, None, "")
    assert links["应公开"].done == 3  # with a goal or a self-evaluation, each project once


def test_overdue_is_told_from_extended_and_from_done_late(site: Site) -> None:
    found = site.rectifications.years[PLACE]
    assert [(row.rectification_code, row.condition, row.late) for row in found.rows] == [
        ("z0", "逾期", 1),
        ("z1", "整改中", 0),
        ("z2", "已销号", 5),
        ("z3", "已完成", 0),
    ]
    assert (found.total, found.done, found.done_share, found.late_done, found.running, found.overdue) == (
        4, 2, "50.00%", 1, 1, 1
    )  # fmt: skip
    assert len(site.rectifications.of_project[site.projects.at["990001", 2023, code(1)]]) == 4


def test_a_consequence_is_held_against_the_next_budget(site: Site) -> None:
    moved = {one.code: one.moved for one in site.applications.lines}
    assert (moved["y1"].word, moved["y1"].budget) == ("相符", "90.00")
    assert moved["y2"].word == "不相符"
    assert (moved["y2"].budget, moved["y2"].more, moved["y2"].gap) == ("200.00", "多", "20.00")
    assert moved["y3"].word == "没有可比的数"


def test_ranks_stay_inside_the_group(site: Site) -> None:
    groups = {group.name: group for group in site.fiscal_operations[PLACE]}
    assert [(row.subject_name, row.rank) for row, _ in groups["乡镇组"].members] == [("A2", 1), ("A1", 2), ("A3", 2)]
    assert [(row.subject_name, row.rank) for row, _ in groups["街道组"].members] == [("B1", 1)]
    assert groups["乡镇组"].mean == "83.33"


def test_governments_whose_group_nobody_named_stand_together_and_have_no_rank(site: Site) -> None:
    groups = {group.name: group for group in site.fiscal_operations[PLACE]}
    assert [(one.name, one.named) for one in groups.values()] == [
        ("乡镇组", True), ("街道组", True), ("没有写明分组的", False)
    ]  # fmt: skip
    assert [(row.subject_name, row.rank) for row, _ in groups["没有写明分组的"].members] == [("C1", None)]
    assert fiscal_answer(2023, [*groups.values()]).startswith(
        "2023 年度评价 5 个，分 3 组：乡镇组平均 83.33 分，街道组平均 70.00 分，没有写明分组的平均 60.00 分"
    )


def test_policies_know_what_took_their_place(site: Site) -> None:
    library = site.policies["990001"]
    assert library.replaces == {"b": [("a", "示财〔2019〕1号", False), ("", "别处的文件", False)]}
    assert library.replaced == {"a": [("b", "新办法", False)]}
    assert (library.total, library.in_force) == (2, 0)  # the new one lapsed yesterday


def test_library_counts_uses_and_warns_of_units(site: Site) -> None:
    library = site.indicator_library["990001"]
    rows = {row.library_code: row for _, members in library.sectors for row in members}
    assert (rows["k1"].uses, rows["k1"].bureaus, rows["k1"].other_units) == (2, 2, "亩")
    assert (rows["k2"].uses, rows["k2"].other_units) == (0, None)
    assert [(one.name, one.what) for one in library.mismatches] == [("维修面积", "单位")]  # % and 百分比 are one unit
    assert [(text, count) for text, count, _ in library.mismatches[0].variants] == [("亩", 1), ("平方米", 1)]


def test_bias_compares_projects_with_both_scores(site: Site) -> None:
    one = bias(site.projects_of("990001", 2023, "edu"), site.evaluations.of_project)
    assert (one.scored, one.mean, one.above_90, one.both) == (2, "94.00", "50.00%", 1)
    assert (one.own_mean, one.other_mean, one.gap_text) == ("99.00", "82.00", "低 17.00 分")


def test_changes_to_the_next_year(site: Site) -> None:
    years = {year: site.projects_of("990001", year, "edu") for year in (2023, 2024)}
    (one,) = changes(years, site.projects.planned)
    assert (one.year, one.before, one.after, one.change, one.rate) == (2023, "600.00", "340.00", "−260.00", "−43.33%")
    assert (one.more, one.less, one.same, one.ended, one.new) == (0, 1, 1, 1, 1)
    assert (one.given, one.taken) == (0, 0)
    # One that another department plans the next year has not ended, one that it planned before is not new.
    (one,) = changes(years, lambda division, year, key: True)
    assert (one.ended, one.new, one.given, one.taken) == (0, 0, 1, 1)
