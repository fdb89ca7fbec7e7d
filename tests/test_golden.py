"""The fragments of one project's page, with everything the chain can hold, against ``tests/golden``.

``GOLDEN=write pytest tests/test_golden.py`` writes them anew; look at the difference before committing it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.core.schema import Catalogue
from generator.derive import derive
from generator.pages.engine.fragments import shared_environment
from generator.pages.registry import EACH, crumbs
from generator.pages.views.projects import project_pages
from tests.conftest import DATA, DEPARTMENTS, DIVISIONS, DataFolder

GOLDEN = Path(__file__).parent / "golden"
FINANCE = "990001/2023/finance"
CODE = "990001230010001"
FRAGMENTS = (
    "parts/crumbs",
    "parts/sample",
    "projects/summary",
    "projects/stages",
    "projects/goal",
    "projects/funds",
    "projects/indicators",
    "projects/before",
    "projects/monitoring",
    "projects/check",
    "projects/evaluations",
    "projects/rectifications",
    "projects/applications",
    "projects/history",
    "projects/more",
    "parts/provenance",
)
FINANCE_PACKAGE = """\
title: 示例区财政局2023年度预算绩效信息
publisher: 示例区财政局
published_date: "2024-08-15"
documents:
  - {kind: D7, title: 财政重点评价, published: "2024-08-15"}
"""
EDU_PACKAGE = """\
title: 示例区教育局2023年度预算绩效信息
publisher: 示例区教育局
index_number: 990001-2023-EDU
published_date: "2024-08-25"
contact: 示例区教育局财务科
documents:
  - {kind: D2, title: 目标, published: "2023-02-20"}
  - {kind: D4, title: 自评, published: "2024-08-25"}
"""


def indicators(folder: DataFolder) -> list[dict[str, str]]:
    """Three indicators: one as promised, one that falls short with a wrong score, one in words."""
    given = {"project_code": CODE, "level1": "产出指标", "level2": "数量指标", "unit": "所", "weight": "30"}
    words = {"operator": "定性", "target_value": "明显改善", "unit": "", "level1": "效益指标", "level2": "社会效益指标"}
    return [
        folder.row("self_evaluation_indicators", **given, indicator_no="1", level3="维修学校数量", operator="≥",
                   target_value="12", actual_value="12", score="30"),
        folder.row("self_evaluation_indicators", **given, indicator_no="2", level3="开工<学校>数量", operator="≥",
                   target_value="10", actual_value="8", score="27", deviation_note="2所因降雨推迟。"),
        folder.row("self_evaluation_indicators", **{**given, **words}, indicator_no="3", level3="办学条件",
                   actual_value="达成年度指标", score="28", deviation_note="少数教室待更新。"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def fragments(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> dict[str, str]:
    """Every fragment of the page of a project that has been through all stages."""
    path = tmp_path_factory.mktemp("golden") / "data"
    path.mkdir()
    shutil.copy(DATA / "datapackage.yaml", path)
    for part in ("schemas", "profiles"):
        shutil.copytree(DATA / part, path / part)
    folder = DataFolder(path, catalogue)
    folder.write("common/divisions.csv", DIVISIONS)
    folder.write("common/departments.csv", DEPARTMENTS)
    name = "校舍“维修” & 改造"
    money = {"total_amount": "400", "fiscal_appropriation": "300", "other_funds": "100", "carryover": "0"}
    one = {"project_code": CODE, "project_name": name, "agency_name": "示例区教育局机关"}
    folder.write("990001/2023/edu/package.yaml", EDU_PACKAGE)
    folder.write(f"{FINANCE}/package.yaml", FINANCE_PACKAGE)
    folder.write(
        "990001/2024/edu/package.yaml", EDU_PACKAGE.replace("2023", "2024").replace("2024-02-20", "2024-02-21")
    )
    folder.table("deadlines", folder.row("deadlines", division="990001", fiscal_year="2023", document="D4",
                                         due_date="2024-08-20", basis="批复后20日内"))  # fmt: skip
    goal = folder.row("goals", **one, **money, annual_goal="维修12所学校。\n惠及学生9600人。", indicator_scheme="A",
                      budget_type="一般公共预算", fund_domains="转移支付", project_attribute="新增",
                      review_grade="良")  # fmt: skip
    folder.table("goals", goal)
    folder.table("goals", {**goal, "total_amount": "340", "fiscal_appropriation": "240"}, folder="990001/2024/edu")
    promised = {"project_code": CODE, "level1": "产出指标", "level2": "数量指标", "unit": "所", "weight": "30"}
    folder.table(
        "goal_indicators",
        folder.row(
            "goal_indicators", **promised, indicator_no="1", level3="维修学校数量", operator="≥", target_value="15"
        ),
    )
    folder.table("self_evaluations", folder.row("self_evaluations", **one, annual_goal="维修12所学校。",
                 actual_result="维修12所，开工8所。", total_score="93.5", grade="优",
                 deviation_note="降雨。"))  # fmt: skip
    fund = {"project_code": CODE, "annual_budget": "400", "actual_spend": "340", "execution_rate": "85"}
    folder.table(
        "self_evaluation_funds",
        folder.row("self_evaluation_funds", **fund, fund_source="年度资金总额", initial_budget="400", weight="10",
                   score="8.5"),
        folder.row("self_evaluation_funds", **{**fund, "execution_rate": "90"}, fund_source="当年财政拨款"),
    )  # fmt: skip
    folder.table("self_evaluation_indicators", *indicators(folder))
    folder.table("ex_ante_evaluations", folder.row("ex_ante_evaluations", assessment_code="q01", subject_type="项目",
                 subject_name=name, subject_department="edu", project_code=CODE, assessed_date="2022-10-15",
                 total_score="92", necessity_score="18", conclusion="予以支持", applied_amount="500", cut_amount="100",
                 approved_amount="400", cut_rate="20", re_review="否", applied_fiscal_year="2023"))  # fmt: skip
    folder.table("monitorings", folder.row("monitorings", **one, period="7", monitored_date="2023-08-20",
                 annual_budget="400", actual_spend="150", execution_rate="37.5", dual_monitoring="是",
                 deviation_note="暑期施工。", needs_rectification="是", measures="按周调度。", key_monitoring="是",
                 key_monitoring_opinion="压实进度。"))  # fmt: skip
    folder.table("monitoring_indicators", folder.row("monitoring_indicators", project_code=CODE, period="7",
                 indicator_no="1", level1="产出指标", level2="数量指标", level3="维修学校数量", operator="≥",
                 target_value="12", unit="所", actual_value="3", expected_value="12", likelihood="有可能",
                 deviation_causes="其他"))  # fmt: skip
    folder.table("self_evaluation_checks", folder.row("self_evaluation_checks", project_code=CODE, project_name=name,
                 subject_department="edu", checked_date="2024-08-28", population="40", self_score="93.5",
                 checked_score="88", problems="开工数重复计算。"), folder=FINANCE)  # fmt: skip
    code = {"evaluation_code": "990001-2023-f01"}
    folder.table("evaluations", folder.row("evaluations", **code, evaluation_kind="财政重点评价", subject_type="项目",
                 subject_department="edu", project_code=CODE, subject_name=name, organisation_mode="委托第三方",
                 evaluator="示例机构（虚构）", client="示例区财政局", published_date="2024-08-15", score="78.5",
                 grade="中", conclusion="完成<主要>任务，管理有缺项。"), folder=FINANCE)  # fmt: skip
    folder.table("evaluation_indicators", folder.row("evaluation_indicators", **code, indicator_no="1", level1="产出",
                 level2="数量", level3="开工<学校>数量", weight="5", score="3.5"), folder=FINANCE)  # fmt: skip
    folder.table("evaluation_findings", folder.row("evaluation_findings", **code, finding_no="1",
                 problem="招标偏晚。", recommendation="提前招标。"), folder=FINANCE)  # fmt: skip
    folder.table("rectifications", folder.row("rectifications", rectification_code="z01", source="财政评价",
                 subject_department="edu", subject_name=name, **code, finding_no="1", problem="招标偏晚。",
                 due_date="2024-08-30", state="整改中", measures="提前到10月。"), folder=FINANCE)  # fmt: skip
    folder.table("applications", folder.row("applications", application_code="y01", project_code=CODE,
                 subject_department="edu", subject_name=name, **code, basis="财政重点评价", decision="压减",
                 applied_fiscal_year="2024", base_amount="400", cut_amount="50", cut_rate="12.5",
                 approved_amount="350", note="次年再核。"), folder=FINANCE)  # fmt: skip
    folder.table("cost_analyses", folder.row("cost_analyses", analysis_code="c01", subject_type="项目",
                 subject_name=name, subject_department="edu", project_code=CODE, total_cost="360",
                 comparison="高于同类。", standard_result="未形成标准"), folder=FINANCE)  # fmt: skip
    site = derive(folder.check())
    page = next(one for one in project_pages(site) if one.params["year"] == "2023")
    templates = shared_environment()
    names = {
        **templates.globals,
        **vars(page.content),
        "site": site,
        "page": page,
        "crumbs": crumbs(EACH["project"], page),
        "root": "../../../../",
        "url": f"projects/990001/2023/{CODE}/",
        "base": "https://example.org/",
        "downloads": (),
        "formats": {},
    }
    return {name: templates.get_template(f"{name}.html.j2").render(names) for name in FRAGMENTS}


def test_fragments_are_as_they_were(fragments: dict[str, str]) -> None:
    found = {f"{name.replace('/', '-')}.html": text.strip() + "\n" for name, text in fragments.items()}
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        for name, text in found.items():
            (GOLDEN / name).write_text(text, encoding="utf-8")
    assert {path.name for path in GOLDEN.iterdir()} == set(found)
    for name, text in found.items():
        assert text == (GOLDEN / name).read_text(encoding="utf-8"), name


def test_the_page_tells_the_whole_chain(fragments: dict[str, str]) -> None:
    stages = fragments["projects/stages"]
    for words in (
        "92.00 分",
        "1 个指标",
        "37.50%（黄）",
        "93.50 分 优",
        "88.00 分",
        "78.50 分 中",
        "1 项，1 项逾期",
        "压减 12.50%",
    ):
        assert words in stages, words
    assert "晚 5 天" in stages  # the self-evaluation, due on 2024-08-20
    scores = fragments["projects/indicators"]
    assert "24.00" in scores  # 30 × 8 ÷ 10, published as 27
    assert "不一致" in scores
    assert "3.50 / 5.00" in scores
    assert "目标公开时：≥15所" in scores
    assert "总分是 <b>90.50</b> 分" in scores
    assert "复算 85.00%" in fragments["projects/funds"]  # 90 % was published
    assert "少 10.00" in fragments["projects/applications"]  # 350 was decided, 340 was planned
    assert "不相符" in fragments["projects/applications"]
    assert "逾期未完成" in fragments["projects/rectifications"]
    assert "成本绩效分析" in fragments["projects/more"]


def test_no_cell_becomes_markup(fragments: dict[str, str]) -> None:
    whole = "".join(fragments.values())
    assert "<学校>" not in whole
    assert "<主要>" not in whole
    assert "开工&lt;学校&gt;数量" in whole
