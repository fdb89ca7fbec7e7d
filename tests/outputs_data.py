"""Small data for the tests of the downloads: hostile cells, two divisions, two years, an evaluation from elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime

from generator.check import typed_frames
from generator.core.data import Checked
from generator.core.facts import Facts
from generator.core.package import Document, Package, Withheld
from generator.downloads import outputs
from generator.load import load_catalogue, load_profiles
from tests.shipped import DATA

CLOCK = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
SITE = "https://www.example.gov.cn/jixiao/"
CODE21 = "510000210000000199510"
CODE18 = "990001230010001234"
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "  =1+1",
    "＝1＋1",
    '引号"与,逗号',
    "两行\n第二行",
    "回车\r之后",
    "前后有空格 ",
    "罕见字𠮷与😀",
    "<script>alert(1)</script>&amp;",
    "_x0041_ 不是 A",
    "0012",
    "1-2",
    "2024/5/6",
    "1e10",
    CODE21,
    "反斜杠\\与制表\t符",
    "]]>",
    "长" * 4000,
)

Cells = Mapping[str, str]
Files = dict[str, bytes]


def checked(only_common: bool = False) -> Checked:
    """The data as the checks hand them on."""
    catalogue = load_catalogue(DATA)

    def row(table: str, **cells: str) -> dict[str, str]:
        fields = catalogue.tables[table].fields
        return {**{one.name: one.example for one in fields if one.wanted}, **cells}

    def place(department: str, year: int = 2023, division: str = "990001") -> dict[str, str]:
        return {"division": division, "fiscal_year": str(year), "department": department}

    rows: dict[str, list[Cells]] = {
        "divisions": [
            row("divisions", division="990001", name="示例区", is_sample="是"),
            row("divisions", division="370112", name="历城区", is_sample="否"),
        ],
        "departments": [
            row("departments", division="990001", department="finance", name="示例区财政局"),
            row("departments", division="990001", department="edu", name="示例区教育局"),
            row("departments", division="370112", department="finance", name="历城区财政局"),
        ],
    }
    for table in (
        *("goals", "goal_indicators", "monitorings", "monitoring_indicators"),
        *("self_evaluations", "self_evaluation_funds"),
    ) * (not only_common):
        rows[table] = []
    for year in (2022, 2023) if not only_common else ():
        for code in (CODE21, CODE18, "p-2"):
            here = {**place("edu", year), "project_code": code}
            budget = {"total_amount": "1234.56", "fiscal_appropriation": "0.01", "other_funds": "999999999.999999"}
            rows["goals"].append(row("goals", **here, project_name=f"项目{code}", **budget, start_date="2023-01-01"))
            for number, text in enumerate(HOSTILE, start=1):
                rows["goal_indicators"].append(
                    row("goal_indicators", **here, indicator_no=str(number), level3=text[:200], scoring_rule=text)
                )
        rows["self_evaluations"].append(
            row("self_evaluations", **place("edu", year), project_code=CODE18, problems=HOSTILE[0])
        )
        # A bureau speaks of its own project beside it, in a table that others may use to speak of it too.
        monitored = {**place("edu", year), "project_code": CODE18}
        rows["monitorings"].append(row("monitorings", **monitored))
        rows["monitoring_indicators"] += [
            row("monitoring_indicators", **monitored, indicator_no=str(number)) for number in (1, 2)
        ]
        for source, spend in (("年度资金总额", "89.974"), ("其他资金", "0")):
            rows["self_evaluation_funds"].append(
                row(
                    "self_evaluation_funds",
                    **place("edu", year),
                    project_code=CODE18,
                    fund_source=source,
                    actual_spend=spend,
                )
            )
    if not only_common:
        # Out of the order of codes, so that sorting shows; and the finance bureau speaks of the school's project.
        rows["goals"].append(row("goals", **place("finance"), project_code="p-1", project_name="=1+1"))
        judged = {**place("finance"), "evaluation_code": "e-1"}
        rows["evaluations"] = [row("evaluations", **judged, project_code=CODE18, subject_department="edu")]
        rows["evaluation_indicators"] = [
            row("evaluation_indicators", **judged, indicator_no=str(number)) for number in (1, 2)
        ]
        rows["self_evaluation_checks"] = [
            row("self_evaluation_checks", **place("finance"), project_code=CODE18, subject_department="edu")
        ]
        rows["report_reviews"] = [row("report_reviews", **place("finance"), evaluation_code="e-1")]
        real = place("finance", 2023, "370112")
        rows["statements"] = [row("statements", **real, statement_code="370112-2023")]
        rows["reported_figures"] = [
            row("reported_figures", **real, statement_code="370112-2023", figure_code=f"f{number}", value=value)
            for number, value in enumerate(("-12.5", "0.000001", "", "-0.05"))
        ]
    frames = typed_frames(catalogue, rows)
    return Checked(
        catalogue=catalogue,
        profiles=(),
        packages=() if only_common else _packages(),
        frames=frames,
        facts=Facts(tables=frames, profiles=load_profiles(DATA)),
        findings=(),
        files=0,
        rows=sum(map(len, frames.values())),
        today=date(2026, 11, 20),
    )


def _packages() -> tuple[Package, ...]:
    def package(division: str, year: int, department: str, published: str) -> Package:
        return Package(
            division=division,
            fiscal_year=year,
            department=department,
            path=f"data/{division}/{year}/{department}",
            title=f"{department} <{year}>",
            publisher=f"{department} & 局",
            published_date=published,
            keywords=("预算绩效",),
            documents=(Document(kind="D2", title="绩效目标", published=published),),
            withheld=(Withheld(kind="D2", ground="国家秘密", count=1),),
        )

    return (
        package("990001", 2022, "edu", "2023-08-30"),
        package("990001", 2023, "edu", "2024-08-30"),
        package("990001", 2023, "finance", "2024-09-30"),
        package("370112", 2023, "finance", "2024-03-01"),
    )


def made(data: Checked, clock: datetime = CLOCK) -> Files:
    """Every output; two of one path are an error."""
    found: Files = {}
    for output in outputs(data, clock=clock, site_url=SITE):
        assert output.path.casefold() not in {path.casefold() for path in found}
        found[output.path] = output.content
    return found


def digest(files: Files) -> str:
    whole = hashlib.sha256()
    for path, content in files.items():
        whole.update(path.encode() + hashlib.sha256(content).digest())
    return whole.hexdigest()
