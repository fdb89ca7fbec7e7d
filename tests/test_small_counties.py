"""Counties that have very little: no page says that what they have is not published, nor that something is in time."""

from __future__ import annotations

import html
import re

import pytest

from generator.derive.review import Review
from tests.conftest import DIVISIONS, EDU, PACKAGE, DataFolder, form_of
from tests.stamping import stamped

DEPARTMENTS = """\
division,department,official_code,name,short_name,sector,parent,from_year,to_year,note
990001,edu,,示例区教育局,,,,,,
990001,finance,,示例区财政局,,,,,,
"""
DEADLINES = (
    "division,fiscal_year,document,due_date,approved_date,period,basis\n990001,2023,D1,2024-02-20,,其他,本地规定\n"
)
YEAR, DISCLOSURE, REVIEW = (f"{name}/990001/2023/index.html" for name in ("years", "disclosure", "review"))
BUREAU = "departments/990001/edu/index.html"


@pytest.fixture
def county(folder: DataFolder) -> DataFolder:
    """A county with two registered bureaus and nothing else."""
    folder.write("common/divisions.csv", DIVISIONS)
    folder.write("common/departments.csv", DEPARTMENTS)
    return folder


def pages(folder: DataFolder) -> dict[str, str]:
    """The text of each page."""
    return {
        path: re.sub(r"\s+", " ", html.unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", text, flags=re.DOTALL)))
        for path, text in stamped(folder.check())
    }


def form(*documents: str, more: str = "") -> str:
    """The form of the bureau with documents, each as the inside of a YAML mapping."""
    return PACKAGE + "documents:\n" + "".join(f"  - {{{one}}}\n" for one in documents) + more


@pytest.mark.thorough
def test_one_document_without_deadlines(county: DataFolder) -> None:
    county.write(f"{EDU}/package.yaml", form("kind: D5, title: 整体自评, published: '2024-08-30'"))
    found = pages(county)
    for path in (YEAR, BUREAU, DISCLOSURE, REVIEW):
        assert "没有登记公开期限" in found[path], path
    told = "".join(text for path, text in found.items() if not path.startswith("method/"))
    for claim in (
        "到期文件都公开了",
        "到期的文件都公开了",
        "没有逾期",
        "有公开记录的 2 个部门",
        "看了 0 ",
        "核对了 0 条记录",
    ):
        assert claim not in told, claim
    assert "公开了 1 项文件" in found[YEAR]
    assert "100.00%" not in found[YEAR]
    assert " 0 个" not in found[YEAR]
    assert "90 分及以上 0" not in told


@pytest.mark.thorough
def test_only_the_government_budget_of_next_year(county: DataFolder) -> None:
    place = "990001/2023/finance"
    county.write(
        f"{place}/package.yaml",
        form_of("示例区财政局") + form("kind: D1, title: 情况, published: '2024-02-10'")[len(PACKAGE) :],
    )
    county.write("common/deadlines.csv", DEADLINES)
    found = pages(county)
    assert "只由财政部门公开的文种" in found[DISCLOSURE]
    assert "没有登记公开的文件" not in found[DISCLOSURE]
    assert "到期文件都公开了" in found[YEAR]


@pytest.mark.thorough
def test_only_goals(county: DataFolder) -> None:
    """One thing is found, about how a form is filled in: nobody is said to have explained it."""
    county.write(f"{EDU}/package.yaml", form("kind: D2, title: 目标, published: '2023-03-10'"))
    county.table("goals", county.row("goals", project_code="P1"))
    county.table("goal_indicators", county.row("goal_indicators", project_code="P1"))
    found = pages(county)
    assert found[REVIEW].count("发现的 1 处只关系到怎样填写") == 2
    assert "都作了说明" not in found[REVIEW]
    assert "按年初预算从大到小，共 1 个项目" in found[REVIEW]
    assert "全年执行数还没有公开" in found[BUREAU]
    assert "1 个不同名字的指标，都只有一个部门在用" in found["indicators/index.html"]
    assert "都还欠" not in found["departments/index.html"]


@pytest.mark.thorough
def test_projects_of_no_matter_of_life_are_published_all_the_same(county: DataFolder) -> None:
    county.write(f"{EDU}/package.yaml", form("kind: D2, title: 目标, published: '2023-03-10'"))
    goal = {"project_code": "P1", "project_name": "档案整理", "function_class": "2010302 一般行政管理事务"}
    county.table("goals", county.row("goals", **goal))
    county.table("goal_indicators", county.row("goal_indicators", project_code="P1"))
    found = pages(county)["index.html"]
    assert "已公开的项目没有一个归到这些事情里" in found
    assert "还没有公开项目的目标和自评" not in found


@pytest.mark.parametrize(
    ("found", "replied", "words"),
    [
        (3, 0, "发现的 3 处只关系到怎样填写"),
        (3, 3, "发现的 3 处，部门都作了说明"),
        (3, 1, "发现的 3 处，1 处部门作了说明，其余只关系到怎样填写"),
    ],
)
def test_what_was_found_is_said_to_be_explained_only_where_it_is(found: int, replied: int, words: str) -> None:
    review = Review.__new__(Review)
    vars(review).update(found=found, replied=replied)
    assert review.settled == words


@pytest.mark.thorough
def test_only_monitoring(county: DataFolder) -> None:
    county.write(f"{EDU}/package.yaml", form("kind: D11, title: 监控, published: '2023-09-10'"))
    rows = [county.row("monitorings", project_code=f"P{one}", period="7", project_name=f"项目{one}") for one in (1, 2)]
    county.table("monitorings", *rows)
    found = pages(county)
    assert "还没有公开项目的目标和自评，监控了 2 个项目" in found[YEAR]
    assert "还没有公开项目的目标和自评，监控了 2 个项目" in found[BUREAU]
    assert "没有公开的项目" not in "".join(found.values())


@pytest.mark.thorough
def test_only_a_bureau_as_a_whole(county: DataFolder) -> None:
    county.write(
        f"{EDU}/package.yaml", form("kind: D5, title: 自评, published: '2024-08-30'", more="declares: [没有项目]\n")
    )
    county.table("department_self_evaluations", county.row("department_self_evaluations"))
    found = pages(county)
    assert "2023 年度声明没有项目支出；公开了部门整体自评；" in found[BUREAU]
    assert "1 个部门公开了部门整体自评" in found[YEAR]
    assert "1 个部门公开了 部门整体自评" in found["index.html"]
    assert "还没有公开的得分" not in found["index.html"]
    assert "没有见到部门整体绩效目标和自评" not in found[BUREAU]


@pytest.mark.thorough
def test_a_form_left_blank(county: DataFolder) -> None:
    """Indicators that cannot be told are not said to be unpublished, blank amounts have no unit, nothing is nought."""
    county.write(f"{EDU}/package.yaml", form("kind: D4, title: 自评, published: '2024-08-30'"))
    blank = dict.fromkeys(("annual_goal", "actual_result", "total_score", "grade"), "")
    county.table("self_evaluations", county.row("self_evaluations", project_code="P1", **blank))
    funds = {"annual_budget": "", "actual_spend": "", "initial_budget": "", "execution_rate": "", "score": ""}
    county.table("self_evaluation_funds", county.row("self_evaluation_funds", project_code="P1", **funds))
    nothing = dict.fromkeys(("operator", "target_value", "unit", "actual_value", "weight", "score"), "")
    county.table("self_evaluation_indicators", county.row("self_evaluation_indicators", project_code="P1", **nothing))
    tables = ("self_evaluations", "self_evaluation_funds", "self_evaluation_indicators")
    county.waive(
        *(
            f"folder: 2023/edu, rule: S09, table: {one}, record: P1, date: '2024-08-31', reason: 原件未填"
            for one in tables
        )
    )
    found = pages(county)
    project = found["projects/990001/2023/p1/index.html"]
    assert "1 个指标判断不了是否达成" in project
    assert "原件未填 万元" not in project
    assert "1 个都判断不了" in found[YEAR]
    assert "达成 0 个" not in "".join(found.values())


@pytest.mark.thorough
def test_bureaus_that_say_they_have_none(county: DataFolder) -> None:
    """What is declared is said so and not asked for again; what nobody said is not said to be nought."""
    county.write("common/deadlines.csv", DEADLINES + "990001,2023,D2,2024-03-20,,其他,本地规定\n")
    county.write(f"{EDU}/package.yaml", PACKAGE + "declares: [没有项目, 没有部门整体绩效]\n")
    found = pages(county)
    assert "声明没有项目支出" in found[BUREAU]
    for claim in ("还没有公开项目", "还没有公开自评", "没有见到部门整体"):
        assert claim not in found[BUREAU], claim
    assert " 0 个" not in found[BUREAU]
    assert "没有要公开的文件" in found["reporting/990001/edu/index.html"]
    assert "项目绩效目标（ 2024-03-20 ）" in found["reporting/index.html"], "of the other bureau"
    assert "示例区教育局 2023" not in found["reporting/index.html"]
    assert "没有登记 部门没有说有，也没有声明没有" in found[DISCLOSURE]
    assert "核对了公开的记录" not in found["index.html"]
    assert "各处都按公开的规则核对过" not in found["findings/index.html"]
    county.write(f"{EDU}/package.yaml", PACKAGE + "declares: [没有项目, 没有不公开事项]\n")
    assert "0 项 1 个部门声明没有" in pages(county)[DISCLOSURE]


@pytest.mark.thorough
def test_only_what_others_found(county: DataFolder) -> None:
    """Independent scores are told where no self-score is."""
    place = "990001/2023/finance"
    documents = form("kind: D7, title: 评价, published: '2024-08-20'")[len(PACKAGE) :]
    county.write(f"{place}/package.yaml", form_of("示例区财政局") + documents)
    row = county.row("evaluations", subject_type="部门整体", subject_name="教育局", score="78", grade="中")
    county.table("evaluations", row | {"project_code": ""}, folder=place)
    found = pages(county)
    assert "独立评价 1 项，平均 78.00 分" in found[YEAR]
    assert "独立评价 1 项，平均 78.00 分" in found[BUREAU]
    for path in (YEAR, BUREAU, "index.html"):
        assert "还没有公开的得分" not in found[path]
        assert "自评 0 个" not in found[path]


@pytest.mark.thorough
def test_goals_alone_answer_no_question_about_results(county: DataFolder) -> None:
    county.write(f"{EDU}/package.yaml", form("kind: D2, title: 目标, published: '2023-02-20'"))
    county.table("goals", county.row("goals", project_code="P1", total_amount="320", fiscal_appropriation="320"))
    found = pages(county)
    assert "看了" not in found[REVIEW]
    assert found[REVIEW].count("看不出 ：没有公开能判断的记录") == 9
    assert "看不出 ：没有登记公开期限" in found[REVIEW]
    assert "没有登记期限" in found["disclosure/index.html"]
    assert "没有登记期限" in found["review/index.html"]
    assert "执行数还没有公开" in found["index.html"]
    assert "指标库收录 0" not in found["indicators/index.html"]
    assert " 0 个" not in found[BUREAU]


@pytest.mark.thorough
def test_two_divisions_whose_bureaus_have_one_name(county: DataFolder) -> None:
    county.write("common/divisions.csv", DIVISIONS + "990002,白水县,,县级,,否,\n")
    of_both = "".join(
        f"{division},{code},,{name},,,,,,\n"
        for division in ("990001", "990002")
        for code, name in (("edu", "教育局"), ("finance", "财政局"))
    )
    county.write("common/departments.csv", DEPARTMENTS.partition("\n")[0] + "\n" + of_both)
    text = form("kind: D4, title: 自评, published: '2024-08-30'").replace("示例区教育局", "教育局")
    for division in ("990001", "990002"):
        county.write(f"{division}/2023/edu/package.yaml", text)
    found = pages(county)
    assert "自评 白水县教育局" in found["index.html"]
    assert "自评 示例区教育局" in found["index.html"]
    assert "白水县教育局 、" in found["reporting/index.html"]


@pytest.mark.thorough
def test_amounts_that_nobody_published(county: DataFolder) -> None:
    county.write(f"{EDU}/package.yaml", form("kind: D4, title: 自评, published: '2024-08-30'"))
    county.table("self_evaluations", county.row("self_evaluations", project_code="P1", total_score="85", grade="良"))
    found = pages(county)
    assert "1 个项目，没有公布全年预算，没有公布执行率" in found[BUREAU]
    assert "全年执行数 没有公布" in found[BUREAU]
    assert "公开了自评的项目都没有公布执行率" in found[BUREAU]
    assert "0 / 0" not in found[BUREAU]


@pytest.mark.thorough
def test_what_is_withheld_is_not_asked_for(county: DataFolder) -> None:
    county.write("common/deadlines.csv", DEADLINES.replace("D1", "D2"))
    county.write(f"{EDU}/package.yaml", PACKAGE + "withheld:\n  - {kind: D2, ground: 国家秘密, count: '3'}\n")
    found = pages(county)
    assert "没有逾期的" in found["reporting/990001/edu/index.html"]
    assert "教育局 2023 项目绩效目标" not in found["reporting/index.html"]
    assert "财政局 2023 项目绩效目标" in found["reporting/index.html"]


@pytest.mark.thorough
def test_only_what_is_withheld_of_projects_is_counted_with_them(county: DataFolder) -> None:
    """The same projects withheld of goals and of self-evaluations are counted once, a whole department never."""
    kinds = "".join(f"  - {{kind: {kind}, ground: 国家秘密, count: '2'}}\n" for kind in ("D2", "D4", "D3"))
    county.write(f"{EDU}/package.yaml", PACKAGE + "withheld:\n" + kinds)
    found = pages(county)
    assert "另有 2 项依法不公开" in found[BUREAU]
    assert "另有 2 项依法不公开" in found[YEAR]


@pytest.mark.thorough
def test_a_monitoring_whose_form_has_no_budget(county: DataFolder) -> None:
    county.write(f"{EDU}/package.yaml", form("kind: D11, title: 监控, published: '2023-09-10'"))
    left = dict.fromkeys(("annual_budget", "dual_monitoring", "needs_rectification", "key_monitoring"), "")
    row = county.row("monitorings", project_code="P1", period="8", actual_spend="70.2", **left)
    county.table("monitorings", row | {"execution_rate": "58.5"})
    county.waive("folder: 2023/edu, rule: S09, table: monitorings, record: P1, date: '2024-08-31', reason: 原件未填")
    found = pages(county)
    page = found["monitoring/990001/2023/index.html"]
    assert "算不出钱花了多少" in page
    assert "算不出进度，没有评灯" in page
    for claim in ("钱花了 —", "0 个双监控", "0 个财政重点监控", "红灯 0", "需要整改 0 个", "— 万元"):
        assert claim not in "".join(found.values()), claim


@pytest.mark.thorough
def test_a_monitoring_of_the_central_form_is_of_the_budget_at_the_start(county: DataFolder) -> None:
    """The form has no other budget and says nothing of double monitoring: nothing is asked for or called missing."""
    county.write(f"{EDU}/package.yaml", form("kind: D11, title: 监控, published: '2023-09-10'"))
    left = dict.fromkeys(("annual_budget", "dual_monitoring", "needs_rectification", "key_monitoring"), "")
    row = county.row("monitorings", project_code="P1", period="8", initial_budget="560", actual_spend="301.5", **left)
    county.table("monitorings", row | {"execution_rate": "53.84"})
    assert not county.found("S09", "R01c")
    page = pages(county)["monitoring/990001/2023/index.html"]
    assert "时间过了 66.67%，钱花了 53.84%" in page
    assert "÷ 监控时的全年预算 560.00 万元（表上没有全年预算，按年初预算）" in page
    assert "没有写哪些是财政重点监控" in page
    county.table("monitorings", row | {"execution_rate": "63.84"})
    assert [one.expected for one in county.found("R01c")] == ["53.84%"]


@pytest.mark.thorough
def test_four_budgets_of_one_project_stand_once(county: DataFolder) -> None:
    """What the form has no place for is not shown as blank, and what stands with the money is not told again."""
    county.write(f"{EDU}/package.yaml", form("kind: D2, title: 目标, published: '2023-02-20'"))
    amounts = {"general_budget": "10000", "government_fund_budget": "12000", "social_insurance_budget": "614.51"}
    row = county.row("goals", project_code="P1", total_amount="22614.51", project_total="77132.58", **amounts)
    county.table("goals", row | {"fiscal_appropriation": "", "budget_type": ""})
    assert not county.found("S09")
    page = pages(county)["projects/990001/2023/p1/index.html"]
    for said in ("77,132.58", "10,000.00", "12,000.00", "614.51"):
        assert page.count(f" {said} ") == 1, said
    assert "财政拨款" not in page


@pytest.mark.thorough
def test_a_january_document_is_no_new_year_for_everybody(county: DataFolder) -> None:
    """Whoever has published nothing of the new year is told by the last one of which something is known."""
    county.write(f"{EDU}/package.yaml", form("kind: D11, title: 监控, published: '2023-09-10'"))
    county.table("monitorings", county.row("monitorings", project_code="P1", period="7", project_name="河道清淤"))
    budget = form("kind: D1, title: 预算绩效说明, published: '2024-08-20'")[len(PACKAGE) :]
    county.write("990001/2025/finance/package.yaml", form_of("示例区财政局") + budget)
    found = pages(county)
    assert "2023 年度还没有公开项目的目标和自评，监控了 1 个项目" in found[BUREAU]
    assert "2025 年度还没有公开" in found["departments/990001/finance/index.html"]


@pytest.mark.thorough
def test_full_marks_for_a_stand_in_are_no_achievement(county: DataFolder) -> None:
    county.write(f"{EDU}/package.yaml", form("kind: D4, title: 自评, published: '2024-08-30'"))
    county.table("self_evaluations", county.row("self_evaluations", project_code="P1"))
    county.table("self_evaluation_funds", county.row("self_evaluation_funds", project_code="P1"))
    results = ("原表未填", "待定", "（未填）", "×××", "不超过50字", "正在统计", "已完成", "100")
    common = {"project_code": "P1", "operator": "≥", "target_value": "100", "unit": "%", "weight": "11", "score": "11"}
    rows = [
        county.row(
            "self_evaluation_indicators", **common, indicator_no=str(number), level3=f"甲{number}", actual_value=one
        )
        for number, one in enumerate(results, 1)
    ]
    county.table("self_evaluation_indicators", *rows)
    page = pages(county)["projects/990001/2023/p1/index.html"]
    assert page.count("✓ 达成") == 2
    assert page.count("判断不了") >= 6


@pytest.mark.thorough
def test_a_summary_without_the_budget_at_the_start_tells_of_no_change(county: DataFolder) -> None:
    """Nobody says what there was at the start: the whole budget is no addition, and a blank score no wrong one."""
    county.write(f"{EDU}/package.yaml", form("kind: D4, title: 自评, published: '2024-08-30'"))
    county.table("self_evaluations", county.row("self_evaluations", project_code="P1"))
    blank = {"initial_budget": "", "score": "", "weight": ""}
    amounts = {"annual_budget": "125", "actual_spend": "125", "execution_rate": "100"}
    row = county.row("self_evaluation_funds", project_code="P1", fund_source="年度资金总额", **amounts)
    county.table("self_evaluation_funds", row | blank)
    assert not county.found("R02")
    found = pages(county)
    project = found["projects/990001/2023/p1/index.html"]
    assert "年初数不明" in project
    for path in (YEAR, BUREAU):
        assert "没有公布年初预算" in found[path]
    for claim in ("追加", "+125.00 万元"):
        assert claim not in project, claim
        assert f"年中{claim}" not in found[YEAR], claim


@pytest.mark.thorough
def test_a_rate_of_a_total_of_nought_has_that_of_its_sources_beside_it(county: DataFolder) -> None:
    county.write(f"{EDU}/package.yaml", form("kind: D4, title: 自评, published: '2024-08-30'"))
    county.table("self_evaluations", county.row("self_evaluations", project_code="P1"))
    nought = dict.fromkeys(("initial_budget", "annual_budget", "actual_spend", "execution_rate", "score"), "0")
    parts = {"initial_budget": "500", "annual_budget": "480", "actual_spend": "466.1", "execution_rate": "97.10"}
    county.table(
        "self_evaluation_funds",
        county.row("self_evaluation_funds", project_code="P1", fund_source="年度资金总额", weight="10", **nought),
        county.row("self_evaluation_funds", project_code="P1", fund_source="当年财政拨款", **parts),
    )
    page = pages(county)["projects/990001/2023/p1/index.html"]
    assert "执行率 0.00%（复算 97.10%）" in page
    assert page.count("复算 97.10%") >= 2


@pytest.mark.thorough
def test_an_ex_ante_evaluation_of_which_little_is_known(county: DataFolder) -> None:
    county.write(f"{EDU}/package.yaml", form("kind: D2, title: 目标, published: '2023-02-20'"))
    row = county.row("ex_ante_evaluations", assessment_code="q1", subject_department="edu", subject_name="布展")
    blank = ("re_review", "admitted", "applied_amount", "cut_amount", "approved_amount", "cut_rate", "total_score")
    county.table("ex_ante_evaluations", row | dict.fromkeys(blank, ""))
    page = pages(county)["ex-ante/990001/2023/index.html"]
    assert "没有公布申报额或审减额" in page
    assert "没有写是否复评，没有写是否入库" in page
    for claim in ("— 万元", "— 分", " 0.00", "复评 0", "入库 0"):
        assert claim not in page, claim


@pytest.mark.thorough
def test_an_evaluation_of_which_only_the_score_is_known(county: DataFolder) -> None:
    """As a finance bureau's list has it: no amount, nobody named who did it; nothing stands for what is not there."""
    place = "990001/2023/finance"
    documents = form("kind: D7, title: 评价, published: '2024-08-20'")[len(PACKAGE) :]
    county.write(f"{place}/package.yaml", form_of("示例区财政局") + documents)
    county.write(f"{EDU}/package.yaml", form("kind: D4, title: 自评, published: '2024-08-30'"))
    county.table("self_evaluations", county.row("self_evaluations", project_code="P1", project_name="校舍维修"))
    county.table("self_evaluation_funds", county.row("self_evaluation_funds", project_code="P1"))
    blank = dict.fromkeys(("evaluated_amount", "organisation_mode", "evaluator", "client", "conclusion", "grade"), "")
    row = county.row("evaluations", evaluation_code="e1", project_code="P1", subject_name="校舍维修", score="78")
    county.table("evaluations", row | blank, folder=place)
    found = pages(county)
    own = found["evaluations/990001/2023/e1/index.html"]
    for claim in ("— 万元", "等级为", "组织方式 评价"):
        assert claim not in own, claim
    assert "（ ）" not in found["projects/990001/2023/p1/index.html"]
    assert "（）" not in found["projects/990001/2023/p1/index.html"]


@pytest.mark.thorough
def test_an_evaluation_without_a_day_is_published(county: DataFolder) -> None:
    """What is here is not called unpublished, though the form of publication names no document."""
    place = "990001/2023/finance"
    county.write(f"{EDU}/package.yaml", form("kind: D2, title: 目标, published: '2023-02-20'"))
    county.table("goals", county.row("goals", project_code="P1", total_amount="320", fiscal_appropriation="320"))
    county.write(f"{place}/package.yaml", form_of("示例区财政局"))
    row = county.row("evaluations", project_code="P1", subject_name="校舍维修", score="93", grade="优")
    county.table("evaluations", row | {"report_date": "", "published_date": ""}, folder=place)
    page = pages(county)["projects/990001/2023/p1/index.html"]
    assert "财政重点评价 93.00 分" in page
    assert "独立评价 尚未公开" not in page


@pytest.mark.thorough
def test_a_scoring_table_of_a_department_shows_its_standards(county: DataFolder) -> None:
    county.write(f"{EDU}/package.yaml", form("kind: D5, title: 自评, published: '2024-08-30'"))
    county.table("department_self_evaluations", county.row("department_self_evaluations"))
    said = {"explanation": "是否符合部署。", "scoring_rule": "符合得满分。", "weight": "15", "score": "15"}
    blank = dict.fromkeys(("operator", "target_value", "unit", "actual_value"), "")
    row = county.row("department_self_evaluation_indicators")
    county.table("department_self_evaluation_indicators", row | said | blank)
    county.waive(
        "folder: 2023/edu, rule: R03g, table: department_self_evaluations, record: 990001-2023-edu, "
        "date: '2024-08-31', reason: 原件如此"
    )
    page = pages(county)[BUREAU]
    assert "是否符合部署。" in page
    assert "符合得满分。" in page
    assert "—— —" not in page


@pytest.mark.thorough
def test_a_total_of_nought_at_the_start_of_the_year_is_no_money_added(county: DataFolder) -> None:
    """The sources say what there was; the total row stands as it is printed, and what it prints is said everywhere."""
    county.write(f"{EDU}/package.yaml", form("kind: D4, title: 自评, published: '2024-08-30'"))
    county.table("self_evaluations", county.row("self_evaluations", project_code="P1", total_score="90", grade="优"))
    blank = dict.fromkeys(county.row("self_evaluation_funds"), "")
    amounts = (("年度资金总额", "0", "90"), ("当年财政拨款", "60", "60"), ("其他资金", "30", "30"))
    county.table(
        "self_evaluation_funds",
        *(
            blank
            | {"project_code": "P1", "fund_source": source, "initial_budget": first, "annual_budget": all_}
            | {"actual_spend": all_, "execution_rate": "100"}
            for source, first, all_ in amounts
        ),
    )
    county.waive(
        "folder: 2023/edu, rule: R14, table: self_evaluation_funds, record: P1＋年度资金总额, "
        "date: '2024-08-31', reason: 原件如此"
    )
    found = pages(county)
    for path in ("projects/990001/2023/p1/index.html", "lists/990001/2023/1/index.html"):
        assert "90.00（各来源合计；总额原件印 0.00）" in found[path], path
    assert "年中追加" not in found["projects/990001/2023/p1/index.html"]


_STATEMENT = {"report_year": "2023", "publisher": "", "written_date": "2024-08-01"}


@pytest.mark.thorough
def test_documents_and_texts_without_a_row_of_a_project(county: DataFolder) -> None:
    """What is published as a document alone is not said to be unpublished; reports and bulletins are linked."""
    documents = ("kind: D4, title: 自评, published: '2024-08-30'", "kind: D11, title: 通报, published: '2023-08-10'")
    county.write(f"{EDU}/package.yaml", form(*documents))
    texts = (
        ("a", "第一中学自评报告", "单位自评报告", "", "第一中学"),
        ("b", "第二中学自评报告", "单位自评报告", "", "第二中学"),
        ("c", "1—6月监控通报", "监控通报", "1-6", ""),
        ("d", "1—9月监控通报", "监控通报", "1-9", ""),
    )
    columns = ("statement_code", "title", "kind", "period", "scope")
    rows = [county.row("statements", **_STATEMENT, **dict(zip(columns, one, strict=True))) for one in texts]
    county.table("statements", *rows)
    figures = [
        county.row("reported_figures", figure_code=f"f{code}", statement_code=code, value="120", value_text="120")
        for code, *_ in texts
    ]
    county.table("reported_figures", *figures)
    assert not county.found("P09", "K03")
    found = pages(county)
    for path in (YEAR, BUREAU):
        assert "公开了项目目标或自评的文件，没有登记逐项的记录" in found[path]
        assert "还没有公开项目" not in found[path]
        assert "说明、通报和报告（4 份）" in found[path]
        assert all(title in found[path] for _, title, *_ in texts)
    assert "绩效自评 没有登记记录" in found[YEAR]
    assert "绩效目标 还没有公开" in found[YEAR]
    for code, title, kind, _, _ in texts:
        page = found[f"statements/990001/2023/{code}/index.html"]
        assert f"文件类型 {kind}" in page, title
        assert "120 个" in page
    assert "所指期间 1—9月" in found["statements/990001/2023/d/index.html"]
    assert "范围 第二中学" in found["statements/990001/2023/b/index.html"]


@pytest.mark.thorough
def test_a_list_of_evaluations_has_the_columns_that_it_has(county: DataFolder) -> None:
    """No profile need say what the list lacks; a cell left blank in a column that others fill is still told."""
    place = "990001/2023/finance"
    county.write(
        f"{place}/package.yaml",
        form_of("示例区财政局") + form("kind: D7, title: 评价, published: '2024-10-10'")[len(PACKAGE) :],
    )
    blank = dict.fromkeys(("organisation_mode", "evaluator", "conclusion", "client", "base_date", "report_date"), "")
    blank |= {"project_code": "", "published_date": "", "agency_name": "示例区第一中学"}
    rows = [
        county.row(
            "evaluations", evaluation_code=f"e{one}", subject_name=f"项目{one}", **blank, score=score, grade="良"
        )
        for one, score in ((1, "85"), (2, "86"))
    ]
    county.table("evaluations", *rows, folder=place)
    assert not county.found("S09", "P09")
    found = pages(county)
    page = found["evaluations/990001/2023/e1/index.html"]
    assert "项目单位 示例区第一中学" in page
    assert "对示例区教育局“项目1”作了" not in page, "nobody says by whom"
    home = found["index.html"]
    assert "钱的去向从项目的目标和自评来，还没有公开。" in home
    assert "2023年度公开了" in home
    assert "独立评价 2 项" in home
    county.table("evaluations", rows[0], {**rows[1], "score": ""}, folder=place)
    assert [one.field for one in county.found("S09")] == ["score"]


@pytest.mark.thorough
def test_a_project_without_any_money(county: DataFolder) -> None:
    county.write(f"{EDU}/package.yaml", form("kind: D4, title: 自评, published: '2024-08-30'"))
    county.table("self_evaluations", county.row("self_evaluations", project_code="P1"))
    nothing = {"initial_budget": "0", "annual_budget": "0", "actual_spend": "0", "execution_rate": "", "score": ""}
    county.table("self_evaluation_funds", county.row("self_evaluation_funds", project_code="P1", **nothing))
    assert [one.code for one in county.found("F23")] == ["F23"]
    page = pages(county)["projects/990001/2023/p1/index.html"]
    assert "状态 没有安排预算" in page
    assert "正常执行" not in page


@pytest.mark.thorough
def test_a_bureau_that_was_merged_says_where_its_projects_went(county: DataFolder) -> None:
    head, *lines = DEPARTMENTS.splitlines()
    old = "990001,tech,,示例区科技局,,,,,2023,2023年6月并入教育局,edu"
    county.write("common/departments.csv", "\n".join([f"{head},successor", old, *(f"{one}," for one in lines)]) + "\n")
    deadlines = DEADLINES + "990001,2023,D2,2023-03-20,,其他,本地规定\n990001,2023,D4,2024-09-20,,其他,本地规定\n"
    county.write("common/deadlines.csv", deadlines)
    county.write(f"{EDU}/package.yaml", form("kind: D4, title: 自评, published: '2024-08-30'"))
    county.table("self_evaluations", county.row("self_evaluations"))
    place = "990001/2023/tech"
    county.write(
        f"{place}/package.yaml",
        form_of("示例区科技局") + form("kind: D2, title: 目标, published: '2023-03-01'")[len(PACKAGE) :],
    )
    found = pages(county)
    page = found["departments/990001/tech/index.html"]
    assert "2023年6月并入教育局。承接它的部门： 示例区教育局" in page
    assert "各年度到期应公开 1 项文件，已公开 1 项，没有逾期" in page, "what fell due later is its successor's"


@pytest.mark.thorough
def test_figures_under_misspelt_codes_are_told_to_who_writes_them_and_not_to_readers(county: DataFolder) -> None:
    place = "990001/2023/finance"
    county.write(
        f"{place}/package.yaml",
        form_of("示例区财政局") + form("kind: D1, title: 说明, published: '2024-02-10'")[len(PACKAGE) :],
    )
    county.table("statements", county.row("statements", **_STATEMENT, statement_code="s"), folder=place)
    told = {"statement_code": "s", "stage": "绩效评价", "value": "5", "value_text": "5"}
    figures = [
        county.row("reported_figures", figure_code=f"s-{len(code)}", measure=code, measure_title=title, **told)
        for code, title in (("bendi", "本地另设的一个数"), ("key_evaluation_counts", "重点评价项目"))
    ]
    county.table("reported_figures", *figures, folder=place)
    assert [(one.severity, one.value) for one in county.found("C41")] == [
        ("warning", "key_evaluation_counts"),
    ]
    found = pages(county)
    assert "只关系到怎样填写" in found["index.html"]
    assert "指标代码不在清单里" not in found["index.html"]
    assert "最值得看的" not in found[YEAR]
