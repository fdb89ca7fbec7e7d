"""The records of a made-up district, few enough to reckon by hand: what a statement of 2025 needs of 2023 to 2026."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from generator.check import typed_frames
from generator.core.data import Checked
from generator.core.facts import Facts
from generator.core.package import Document, Package, Withheld
from generator.core.profile import Profile
from generator.core.runs import Runs
from generator.core.schema import Catalogue
from generator.facts.measures.verification import compared

TODAY = date(2026, 2, 20)
Rows = dict[str, list[dict[str, str]]]


def records(catalogue: Catalogue) -> Rows:
    """Table → raw rows; a cell not named has the schema's example where it is required, else nothing."""
    made: Rows = {}

    def add(table: str, year: int = 0, department: str = "", **cells: object) -> None:
        fields = {one.name: one.example for one in catalogue.tables[table].fields if one.wanted}
        fields |= {name: str(value) for name, value in cells.items()}
        if year:
            fields |= {"fiscal_year": str(year), "department": department, "division": "990001"}
        elif "division" in catalogue.tables[table].names:
            fields["division"] = "990001"
        made.setdefault(table, []).append(fields)

    general, fund = "一般公共预算", "政府性基金预算"
    add("divisions", name="示例区", level="县级", is_sample="是")
    for code, name, parent in (
        ("edu", "示例区教育局", ""),
        ("water", "示例区水务局", ""),
        ("finance", "示例区财政局", ""),
        ("school", "示例区第一小学", "edu"),
    ):
        add("departments", department=code, name=name, parent=parent)

    for year, department, code, amount, budget, grade in (
        (2024, "edu", "p1", "90", general, "优"),
        (2024, "water", "p3", "10", fund, "良"),
        (2025, "edu", "p1", "100.5", general, "优"),
        (2025, "edu", "p2", "20000", fund, "良"),
        (2025, "water", "p3", "0.123456", fund, "良"),
    ):
        names = {"p1": "校舍维修", "p2": "新建<校舍>", "p3": "河道*清淤*"}
        add(
            "goals",
            year,
            department,
            project_code=code,
            project_name=names[code],
            total_amount=amount,
            budget_type=budget,
            review_grade=grade,
            project_attribute="新增" if code == "p2" else "延续",
            project_kind="特定目标类",
        )
        add("goal_indicators", year, department, project_code=code, indicator_no=1)

    for year, department, code, score, grade, budget, spend in (
        (2023, "edu", "p1", "88", "良", "200", "100"),
        (2024, "edu", "p1", "92.35", "优", "100", "90"),
        (2024, "water", "p3", "85", "", "50", "25.555"),
    ):
        add("self_evaluations", year, department, project_code=code, total_score=score, grade=grade)
        for source in ("年度资金总额", "当年财政拨款"):
            add(
                "self_evaluation_funds",
                year,
                department,
                project_code=code,
                fund_source=source,
                annual_budget=budget,
                actual_spend=spend,
                initial_budget=budget,
            )
    add(
        "self_evaluation_checks",
        2024,
        "finance",
        project_code="p1",
        subject_department="edu",
        self_score="92.35",
        checked_score="90",
        population=3,
        population_scope="区级",
    )

    for year, department, kind, subject, code, project, amount, score, grade, mode in (
        (2024, "finance", "财政重点评价", "项目", "f01", "p1", "100", "91", "优", "委托第三方"),
        (2024, "finance", "财政重点评价", "项目", "f02", "p3", "50", "82", "良", "自行组织"),
        (2024, "finance", "财政重点评价", "部门整体", "f03", "", "900", "70", "中", "委托第三方"),
        (2024, "edu", "部门评价", "项目", "b01", "p1", "100", "88", "良", "自行组织"),
    ):
        add(
            "evaluations",
            year,
            department,
            evaluation_code=code,
            evaluation_kind=kind,
            subject_type=subject,
            project_code=project,
            subject_department="edu" if project == "p1" else "water",
            subject_name={"p1": "校舍维修", "p3": "河道*清淤*", "": "示例区水务局部门整体支出"}[project],
            evaluated_amount=amount,
            score=score,
            grade=grade,
            organisation_mode=mode,
        )
        add("evaluation_findings", year, department, evaluation_code=code, finding_no=1)

    for code, applied, cut, conclusion, re_review in (
        ("q01", "300", "30", "调整完善后予以支持", "是"),
        ("q02", "100", "0", "予以支持", "否"),
        ("q03", "50", "50", "不予支持", "否"),
    ):
        add(
            "ex_ante_evaluations",
            2026,
            "edu",
            assessment_code=code,
            subject_name=f"新项目{code}",
            subject_department="edu",
            applied_amount=applied,
            cut_amount=cut,
            approved_amount=str(int(applied) - int(cut)),
            conclusion=conclusion,
            re_review=re_review,
            organisation_mode="自行组织",
            admitted="否" if conclusion == "不予支持" else "是",
        )

    for code, department, period, budget, spend, key, correction, recovered in (
        ("p1", "edu", 7, "100", "31.47", "否", "是", "5"),
        ("p2", "edu", 7, "200", "60", "否", "否", "0"),
        ("p3", "water", 7, "100", "35", "否", "否", "0"),
        ("p1", "edu", 10, "95", "80", "是", "否", "0"),
    ):
        add(
            "monitorings",
            2025,
            department,
            project_code=code,
            project_name={"p1": "校舍维修", "p2": "新建<校舍>", "p3": "河道*清淤*"}[code],
            period=period,
            annual_budget=budget,
            initial_budget=budget,
            actual_spend=spend,
            dual_monitoring="是",
            needs_rectification=correction,
            recovered_amount=recovered,
            key_monitoring=key,
            likelihood="确定能",
        )

    for department in ("edu", "water"):
        add("department_goals", 2025, department, goal_no=1)
        add("department_goals", 2025, department, goal_no=2)
    add("department_goals", 2024, "edu", goal_no=1)
    add("department_indicators", 2025, "edu", indicator_no=1)
    add(
        "department_self_evaluations",
        2024,
        "edu",
        self_evaluation_code="z1",
        total_score="86",
        annual_budget="1000",
        actual_spend="900",
    )

    for code, name, group, score in (
        ("t1", "甲镇", "镇组", "90"),
        ("t2", "乙镇", "镇组", "85"),
        ("t3", "丙镇", "镇组", "95"),
        ("t4", "丁镇", "镇组", "80"),
        ("j1", "戊街道", "街道组", "88"),
    ):
        add("fiscal_operations", 2024, "finance", subject_code=code, subject_name=name, group_name=group, score=score)
        for number, dimension in enumerate(("收入质量", "债务风险"), 1):
            add(
                "fiscal_operation_dimensions",
                2024,
                "finance",
                subject_code=code,
                dimension_no=number,
                dimension=dimension,
            )

    add(
        "cost_analyses",
        2024,
        "finance",
        analysis_code="c01",
        subject_name="道路保洁",
        total_cost="400.5",
        standard_result="形成新标准",
        report_date="2025-06-01",
        applied_fiscal_year=2026,
        base_amount="400",
        cut_amount="40",
        cut_rate="10",
        approved_amount="360",
    )
    add(
        "cost_analyses",
        2023,
        "finance",
        analysis_code="c00",
        subject_name="旧分析",
        total_cost="1",
        standard_result="未形成标准",
        report_date="2024-06-01",
    )
    add("spending_standards", standard_code="s1", valid_from="2025-07-01")
    add("spending_standards", standard_code="s2", valid_from="2023-07-01", valid_to="2025-06-30")
    add("spending_standards", standard_code="s3", valid_from="2023-07-01")

    for code, kind, grade, day in (
        ("r1", "绩效评价报告", "优", "2025-08-01"),
        ("r2", "绩效评价报告", "中", "2025-08-01"),
        ("r3", "绩效跟踪报告", "良", "2025-09-01"),
        ("r4", "绩效跟踪报告", "差", "2024-09-01"),
    ):
        add(
            "report_reviews",
            2024,
            "finance",
            review_code=code,
            report_kind=kind,
            report_grade=grade,
            reviewed_date=day,
            institution_name="某咨询机构",
        )

    for code, basis, decision, base, cut, applied in (
        ("y1", "财政重点评价", "压减", "1042", "192", 2026),
        ("y2", "部门评价", "压减", "100", "10", 2026),
        ("y3", "绩效自评", "保持", "", "", 2026),
        ("y4", "财政重点评价", "压减", "500", "50", 2025),
    ):
        cells = {"base_amount": base, "cut_amount": cut} if base else {}
        add(
            "applications",
            2024 if applied == 2026 else 2023,
            "finance",
            application_code=code,
            subject_department="edu",
            evaluation_code="f01" if code == "y1" else "",
            basis=basis,
            decision=decision,
            applied_fiscal_year=applied,
            **cells,
        )

    for code, issued, due, state, extended, closed in (
        ("z1", "2025-05-01", "2025-09-01", "已销号", "", "2025-08-30"),
        ("z2", "2025-05-01", "2025-09-01", "已完成", "", "2025-10-01"),  # late
        ("z3", "2025-05-01", "2025-09-01", "已完成", "", "2026-01-15"),  # still open at the year's end, overdue
        ("z4", "2025-05-01", "2025-09-01", "延期", "2026-03-01", ""),  # open, not overdue
        ("z5", "2024-05-01", "2024-09-01", "整改中", "", ""),  # of the year before
    ):
        add(
            "rectifications",
            2024 if issued.startswith("2025") else 2023,
            "finance",
            rectification_code=code,
            source="财政评价",
            subject_department="edu",
            issued_date=issued,
            due_date=due,
            state=state,
            extended_date=extended,
            closed_date=closed,
        )

    for code, to, day in (
        ("b1", "人大常委会", "2025-08-20"),
        ("b2", "政府常务会", "2025-07-20"),
        ("b3", "党委常委会", "2026-01-20"),
    ):
        add(
            "congress_reports", 2024, "finance", report_code=code, reported_to=to, report_date=day, title="《绩效报告》"
        )
    add("management_assessments", 2024, "finance", subject_department="edu", score="93", assessor="示例区财政局")

    for code, tier, level, issued, ends, validity in (
        ("w1", "1", "县级", "2020-01-01", "", "有效"),
        ("w2", "2", "县级", "2021-01-01", "2025-03-01", "被替代"),
        ("w3", "N", "县级", "2025-03-01", "", "有效"),
        ("w4", "1", "国家级", "2018-09-01", "", "有效"),
    ):
        add(
            "policies",
            policy_code=code,
            title=f"《办法{code}》",
            tier=tier,
            level=level,
            issued_date=issued,
            effective_to=ends,
            validity=validity,
        )
    add("indicator_library", library_code="k1", sector="教育", from_year=2022)
    add("indicator_library", library_code="k2", sector="教育", from_year=2026)

    for year, kind, due in ((2025, "应编目标", 4), (2024, "应自评", 2), (2025, "应监控", 3), (2024, "应应用", 4)):
        add("scopes", year, "finance", kind=kind, extent="全部部门", due_count=due)
    add("scopes", 2025, "edu", kind="应编目标", extent="本部门", due_count=3)
    return made


def packages() -> tuple[Package, ...]:
    """What the folders' forms list as published and withheld."""

    def package(year: int, department: str, documents: Mapping[str, str], withheld: int = 0) -> Package:
        return Package(
            division="990001",
            fiscal_year=year,
            department=department,
            path=f"data/990001/{year}/{department}",
            title="示例",
            publisher="示例",
            published_date="2025-02-20",
            documents=tuple(Document(kind=kind, title=kind, published=day) for kind, day in documents.items()),
            withheld=(Withheld(kind="D2", ground="国家秘密", count=withheld),) if withheld else (),
        )

    return (
        package(2025, "edu", {"D2": "2025-02-20", "D3": "2025-02-20"}, withheld=2),
        package(2025, "water", {"D2": "2026-02-25"}),  # announced for a day to come
        package(2024, "edu", {"D2": "2024-02-20", "D4": "2025-09-01", "D6": "2025-09-10"}),
        package(2024, "finance", {"D7": "2025-09-30"}),
    )


_FRAMES: dict[tuple[str, str], pd.DataFrame] = {}


def _frame(catalogue: Catalogue, name: str, rows: list[dict[str, str]]) -> pd.DataFrame:
    """One typed table; the same rows are typed once for all tests."""
    key = (name, repr(rows))
    if key not in _FRAMES:
        alone = replace(catalogue, tables={name: catalogue.tables[name]})
        _FRAMES[key] = typed_frames(alone, {name: rows})[name]
    return _FRAMES[key]


def checked(catalogue: Catalogue, profiles: tuple[Profile, ...], rows: Rows, *, today: date = TODAY) -> Checked:
    """The rows as checked data without findings."""
    frames = {name: _frame(catalogue, name, rows.get(name, [])) for name in catalogue.tables}
    return Checked(
        catalogue=catalogue,
        profiles=profiles,
        packages=packages(),
        frames=frames,
        facts=Facts(tables=frames, profiles=profiles, packages=packages(), today=today, schemas=catalogue.tables),
        findings=(),
        files=0,
        rows=0,
        today=today,
    )


def changed(checked: Checked, packages: tuple[Package, ...] | None = None, **tables: pd.DataFrame) -> Checked:
    """The same with other tables, of which nothing has been worked out yet."""
    frames = {**checked.frames, **tables}
    kept = checked.packages if packages is None else packages
    facts = Facts(
        tables={**checked.facts.tables, **tables},
        profiles=checked.profiles,
        packages=kept,
        today=checked.today,
        schemas=checked.catalogue.tables,
    )
    return replace(checked, frames=frames, packages=kept, facts=facts, runs=Runs())


def verify(checked: Checked) -> pd.DataFrame:
    """What the records say of each published figure that they can be set beside."""
    names = ("statement_code", "figure_code", "published", "recomputed", "verdict", "explanation")
    rows = [
        (
            one.statement,
            one.reported.code,
            one.reported.shown,
            one.judged.recomputed,
            one.judged.verdict,
            one.judged.explanation,
        )
        for one in checked.facts.of(compared)
    ]
    return pd.DataFrame(rows, columns=list(names)).astype("str")
