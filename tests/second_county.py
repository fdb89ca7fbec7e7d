"""A second invented county, 990002, entered from forms of the kinds that real places publish, with their faults.

What each form has of its own: the layout of 2020 (blank rows of money, a total row of nought beside its parts, an
indicator without a name), one with a number, money of units, prompts left in and blank results, a department's scoring
table without targets, goals in yuan with four budgets and two horizons, a monitoring of the central form, an annual
statement with a bulletin, a school's report and a town's note beside it.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.conftest import DataFolder

DIVISION, YEAR = "990002", "2024"
DIVISIONS = """\
division,name,full_name,level,parent,is_sample,note
990001,示例区,,县级,,是,
990002,样本县,,县级,,是,
"""
DEPARTMENTS = """\
division,department,official_code,name,short_name,sector,parent,from_year,to_year,note
990001,edu,,示例区教育局,,,,,,
990001,finance,,示例区财政局,,,,,,
990002,edu,,样本县教育局,,,,,,
990002,farm,,样本县农业农村局,,,,,,
990002,finance,,样本县财政局,,,,,,
"""
# Its forms set the weights themselves, know four words for grades, and no kind of budget.
PROFILE = """\
name: sample-county
title: 样本县口径
in_force:
  - {division: "990002", from: "2023", to: "2025"}
level1_weights: {A: {}, B: {}}
bands:
  - {grade: 优, from: "90"}
  - {grade: 良, from: "80"}
  - {grade: 合格, from: "60"}
  - {grade: 不合格, from: "0"}
local_fields:
  goals: [amount_unit, project_total, agency_functions, project_overview, own_funds]
  self_evaluations: [form_number, implementation, conclusion]
lacking_fields:
  goals: [budget_type]
source: 虚构的样本县，供测试用。
"""
ROADS, SCHOOLS, SEEDS, IRRIGATION = "SY-001", "SY-002", "NY-001", "NY-002"
Row = Mapping[str, str]


def _package(name: str, documents: str) -> str:
    return (
        f'title: {name}2024年度预算绩效信息\npublisher: {name}\npublished_date: "2025-08-30"\ndocuments:\n{documents}'
    )


def _waiver(department: str, rule: str, table: str, record: str, reason: str = "原件未填，照登") -> str:
    which = f"folder: {YEAR}/{department}, rule: {rule}, table: {table}, record: {record}"
    return f'  - {{{which}, date: "2025-08-20", reason: "{reason}"}}\n'


_GOALS = '  - {kind: D2, title: 项目绩效目标, published: "2024-02-20"}\n'
_OWN = (
    '  - {kind: D4, title: 项目自评表, published: "2025-08-30", number: 样财绩〔2025〕7号, written: "2025-08-26", '
    "link: 'https://www.example.gov.cn/2025/zp.pdf'}\n"
)
PACKAGES: Mapping[str, str] = {
    "edu": _package("样本县教育局", _GOALS + _OWN),
    "farm": _package(
        "样本县农业农村局",
        _GOALS + _OWN + '  - {kind: D5, title: 部门整体自评, published: "2025-08-30"}\n'
        '  - {kind: D11, title: 1—7月绩效运行监控表, published: "2024-08-30"}\n',
    ),
    "finance": _package(
        "样本县财政局",
        '  - {kind: D1, title: 预算绩效管理工作情况说明, published: "2025-08-30"}\n'
        '  - {kind: D7, title: 财政重点评价, published: "2025-08-30"}\n',
    ),
}
WAIVERS = "waivers:\n" + "".join(
    (
        _waiver("edu", "S09", "self_evaluation_funds", ROADS),
        _waiver("edu", "S09", "self_evaluation_indicators", ROADS),
        _waiver("edu", "R14", "self_evaluation_funds", ROADS, "原件总额行为零，照登"),
        _waiver("edu", "R02", "self_evaluation_funds", ROADS, "原件执行得分为零，照登"),
        _waiver("farm", "S09", "self_evaluations", SEEDS),
        _waiver("farm", "S09", "self_evaluation_indicators", SEEDS),
    )
)


def _indicators(code: str, *rows: Row, target: str = "1", **common: str) -> list[Row]:
    return [{"project_code": code, "indicator_no": str(number), **common, **row} for number, row in enumerate(rows, 1)]


GOALS: list[Row] = [
    {
        "project_code": ROADS,
        "project_name": "乡村学校道路硬化",
        "agency_name": "样本县教育局机关",
        "indicator_scheme": "A",
        "total_amount": "90",
        "fiscal_appropriation": "90",
        "annual_goal": "硬化12所学校的道路，资金30+30+29.99万元。",
    },
    {
        "project_code": SCHOOLS,
        "project_name": "高中迁建",
        "agency_name": "样本县第一中学",
        "indicator_scheme": "B",
        "amount_unit": "元",
        "project_total": "77132.58",
        "total_amount": "22614.51",
        "general_budget": "10000",
        "government_fund_budget": "12000",
        "own_funds": "514.51",
        "other_funds": "100",
        "agency_functions": "承担全县高中教育（150字内）",
        "project_overview": "分两年迁建高中一所。",
        "term_goal": "两年建成可容3000名学生的高中。",
        "annual_goal": "完成主体工程。",
    },
]
FARM_GOALS: list[Row] = [
    {
        "project_code": SEEDS,
        "project_name": "良种补贴",
        "agency_name": "样本县种子站",
        "indicator_scheme": "A",
        "total_amount": "120.5",
        "fiscal_appropriation": "100.5",
        "unit_funds": "20",
        "business_income": "20",
        "annual_goal": "补贴良种2万亩。",
    }
]
GOAL_INDICATORS: list[Row] = _indicators(
    SCHOOLS,
    *({"level3": "88/100", "target_value": "88"} for _ in range(9)),
    level1="产出指标",
    level2="数量指标",
    operator="≥",
    unit="分",
)
TERM_INDICATORS: list[Row] = _indicators(
    SCHOOLS,
    {"level1": "产出指标", "level2": "数量指标", "level3": "建成校舍面积", "operator": "≥", "target_value": "61000"},
    unit="平方米",
)
SELF_EVALUATIONS: list[Row] = [
    {
        "project_code": ROADS,
        "project_name": "乡村学校道路硬化",
        "agency_name": "样本县教育局机关",
        "annual_goal": "硬化12所学校的道路。",
        "actual_result": "完成12所学校的道路硬化。",
        "total_score": "90",
        "grade": "优",
    }
]
FUNDS: list[Row] = [
    {
        "project_code": ROADS,
        "fund_source": "年度资金总额",
        "initial_budget": "0",
        "annual_budget": "0",
        "actual_spend": "0",
        "weight": "10",
        "execution_rate": "0.00",
        "score": "0",
    },
    {
        "project_code": ROADS,
        "fund_source": "当年财政拨款",
        "initial_budget": "90",
        "annual_budget": "90",
        "actual_spend": "89.974",
        "execution_rate": "99.97",
    },
    {"project_code": ROADS, "fund_source": "上年结转资金"},
    {"project_code": ROADS, "fund_source": "其他资金"},
]
INDICATORS: list[Row] = _indicators(
    ROADS,
    {
        "level1": "产出指标",
        "level3": "硬化道路面积",
        "target_value": "≥100百分比",
        "actual_value": "完成",
        "weight": "30",
        "score": "30",
    },
    {
        "level1": "产出指标",
        "level3": "验收合格率",
        "target_value": "100",
        "unit": "%",
        "actual_value": "100",
        "weight": "30",
        "score": "30",
    },
    {"level1": "效益指标", "target_value": "95", "unit": "%", "actual_value": "96", "weight": "30", "score": "30"},
    level2="数量指标",
    operator="≥",
)
FARM_SELF: list[Row] = [
    {
        "project_code": SEEDS,
        "project_name": "良种补贴",
        "agency_name": "样本县种子站",
        "form_number": "510000_0013",
        "implementation": "按面积补贴农户。",
        "conclusion": "完成较好（200字以内）",
        "annual_goal": "补贴良种2万亩。",
        "actual_result": "补贴良种1.9万亩。",
        "deviation_note": "部分农户改种，面积减少。",
    },
    {
        "project_code": IRRIGATION,
        "project_name": "灌渠维修",
        "agency_name": "样本县水管站",
        "annual_goal": "维修灌渠36公里。",
        "actual_result": "维修灌渠36公里，群众满意。",
        "total_score": "100",
        "grade": "优",
    },
]
FARM_FUNDS: list[Row] = [
    *(
        {"project_code": SEEDS, "fund_source": source, "initial_budget": amount, "annual_budget": amount}
        | {"actual_spend": spent, "execution_rate": rate, "weight": weight, "score": score}
        for source, amount, spent, rate, weight, score in (
            ("年度资金总额", "120.5", "108.45", "90.00", "10", "9"),
            ("当年财政拨款", "100.5", "88.45", "88.01", "", ""),
            ("财政专户管理资金", "0", "0", "0.00", "", ""),
            ("单位资金", "20", "20", "100", "", ""),
            ("事业收入", "20", "20", "100", "", ""),
        )
    ),
    {
        "project_code": IRRIGATION,
        "fund_source": "年度资金总额",
        "initial_budget": "46",
        "annual_budget": "46",
        "actual_spend": "46",
        "execution_rate": "100",
        "weight": "10",
        "score": "10",
    },
]
FARM_INDICATORS: list[Row] = [
    *_indicators(
        SEEDS,
        {
            "level1": "产出指标",
            "level2": "数量指标",
            "level3": "补贴面积",
            "target_value": "20000",
            "unit": "亩",
            "weight": "60",
        },
        {
            "level1": "效益指标",
            "level2": "经济效益指标",
            "level3": "××增收",
            "target_value": "300",
            "unit": "元",
            "weight": "30",
        },
        operator="≥",
    ),
    *_indicators(
        IRRIGATION,
        {
            "level1": "成本指标",
            "level3": "每公里维修成本",
            "operator": "≤",
            "target_value": "1.3",
            "unit": "万元",
            "actual_value": "1.28",
        },
        {
            "level1": "产出指标",
            "level3": "维修长度",
            "operator": "≥",
            "target_value": "36",
            "unit": "公里",
            "actual_value": "36",
        },
        {
            "level1": "效益指标",
            "level3": "增产",
            "operator": "定性",
            "target_value": "有所增产",
            "actual_value": "达成预期指标",
        },
        {
            "level1": "满意度指标",
            "level3": "农户满意度",
            "operator": "≥",
            "target_value": "95",
            "unit": "%",
            "actual_value": "原表未填",
        },
        level2="数量指标",
        weight="22.5",
        score="22.5",
    ),
]
MONITORINGS: list[Row] = [
    {
        "project_code": SEEDS,
        "period": "7",
        "project_name": "良种补贴",
        "agency_name": "样本县种子站",
        "initial_budget": "120.5",
        "annual_budget": "120.5",
        "actual_spend": "80.5",
        "execution_rate": "66.80",
        "dual_monitoring": "是",
        "needs_rectification": "否",
        "key_monitoring": "否",
    }
]
MONITORED: list[Row] = [
    {
        "project_code": SEEDS,
        "period": "7",
        "indicator_no": "1",
        "level1": "产出指标",
        "level2": "数量指标",
        "level3": "补贴面积",
        "operator": "≥",
        "target_value": "20000",
        "unit": "亩",
        "actual_value": "一般",
        "likelihood": "有可能",
    }
]
WHOLE: list[Row] = [
    {
        "self_evaluation_code": "NY-2024",
        "department_name": "样本县农业农村局",
        "annual_goal": "粮食增产。",
        "actual_result": "粮食增产2.1%。",
        "annual_budget": "2310.77",
        "actual_spend": "2200.5",
        "execution_rate": "95.23",
        "total_score": "96",
        "grade": "优",
    }
]
WHOLE_INDICATORS: list[Row] = [
    {
        "self_evaluation_code": "NY-2024",
        "indicator_no": str(number),
        "level1": level1,
        "level1_weight": part,
        "level2": "目标设定",
        "level3": name,
        "explanation": f"{name}的情况。",
        "scoring_rule": "每一处不符扣1分。",
        "weight": weight,
        "score": score,
        "deviation_note": "" if weight == score else "资料不全，扣分。",
    }
    for number, (level1, part, name, weight, score) in enumerate(
        (
            ("规划", "15", "职责明确", "15", "15"),
            ("执行", "35", "预算执行", "35", "33"),
            ("效果", "50", "履职效果", "50", "48"),
        ),
        1,
    )
]
# A task whose spending is split by source, as its budget is, and says what was done.
TASKS: list[Row] = [
    {
        "task_no": "1",
        "task_name": "粮食增产",
        "content": "良种补贴和灌渠维修。",
        "completion": "补贴1.9万亩，维修36公里。",
        "annual_budget": "166.5",
        "fiscal_appropriation": "146.5",
        "other_funds": "20",
        "actual_spend": "154.45",
        "fiscal_spend": "134.45",
        "other_spend": "20",
        "execution_rate": "92.76",
    }
]
# An evaluation whose form weighs each level and names the unit; of mode and conclusion it has no column.
EVALUATIONS: list[Row] = [
    {
        "evaluation_code": "CZ-2024-1",
        "evaluation_kind": "财政重点评价",
        "subject_type": "项目",
        "subject_department": "farm",
        "project_code": IRRIGATION,
        "subject_name": "灌渠维修",
        "agency_name": "样本县水管站",
        "evaluator": "某会计师事务所",
        "evaluated_amount": "46",
        "score": "91",
        "grade": "优",
    }
]
EVALUATED: list[Row] = [
    {
        "evaluation_code": "CZ-2024-1",
        "indicator_no": str(number),
        "level1": level1,
        "level1_weight": part,
        "level2": level2,
        "level2_weight": weight,
        "level3": name,
        "weight": weight,
        "score": score,
        "deduction_reason": "" if weight == score else "资料不全。",
    }
    for number, (level1, part, level2, name, weight, score) in enumerate(
        (
            ("决策", "20", "项目立项", "立项依据充分性", "20", "16"),
            ("产出", "80", "产出数量", "实际完成率", "50", "50"),
            ("产出", "80", "产出质量", "质量达标率", "30", "25"),
        ),
        1,
    )
]
STATEMENTS: list[Row] = [
    {"statement_code": "YB-2024", "title": "样本县2024年预算绩效管理工作情况说明", "report_year": YEAR},
    {
        "statement_code": "YB-2024-8",
        "title": "样本县2024年1—8月绩效运行监控通报",
        "report_year": YEAR,
        "kind": "监控通报",
        "period": "1-8",
        "document_number": "样财绩〔2024〕12号",
        "link": "https://www.example.gov.cn/2024/jk.html",
    },
    {
        "statement_code": "YZ-2024",
        "title": "样本县第一中学2024年度自评报告",
        "report_year": YEAR,
        "kind": "单位自评报告",
        "scope": "样本县第一中学",
    },
    {
        "statement_code": "XZ-2024",
        "title": "清水镇2024年预算绩效工作说明",
        "report_year": YEAR,
        "kind": "乡镇说明",
        "scope": "清水镇",
    },
]
FIGURES: list[Row] = [
    {
        "figure_code": f"{statement}-{number}",
        "statement_code": statement,
        "stage": stage,
        "measure": measure,
        "measure_title": title,
        "subject_year": YEAR,
        "scope": scope,
        "value": value,
        "value_text": value,
        "unit": unit,
    }
    for number, (statement, stage, measure, title, scope, value, unit) in enumerate(
        (
            ("YB-2024", "绩效自评", "self_evaluation_count", "单位自评项目数", "全县", "3", "个"),
            ("YB-2024-8", "运行监控", "monitoring_amount", "监控资金", "全县", "9413.6", "万元"),
            ("YB-2024-8", "运行监控", "monitoring_spend", "支出", "全县", "3201.37", "万元"),
            ("YB-2024-8", "运行监控", "monitoring_rate", "执行率", "全县", "34.01", "%"),
            ("YZ-2024", "绩效自评", "self_evaluation_count", "自评项目数", "本单位", "17", "个"),
            ("XZ-2024", "绩效自评", "self_evaluation_count", "自评项目数", "全镇", "23", "个"),
        ),
        1,
    )
]
TABLES: Mapping[str, Mapping[str, list[Row]]] = {
    "edu": {
        "goals": GOALS,
        "goal_indicators": GOAL_INDICATORS,
        "goal_term_indicators": TERM_INDICATORS,
        "self_evaluations": SELF_EVALUATIONS,
        "self_evaluation_funds": FUNDS,
        "self_evaluation_indicators": INDICATORS,
    },
    "farm": {
        "goals": FARM_GOALS,
        "monitorings": MONITORINGS,
        "monitoring_indicators": MONITORED,
        "self_evaluations": FARM_SELF,
        "self_evaluation_funds": FARM_FUNDS,
        "self_evaluation_indicators": FARM_INDICATORS,
        "department_tasks": TASKS,
        "department_self_evaluations": WHOLE,
        "department_self_evaluation_indicators": WHOLE_INDICATORS,
    },
    "finance": {
        "statements": STATEMENTS,
        "reported_figures": FIGURES,
        "evaluations": EVALUATIONS,
        "evaluation_indicators": EVALUATED,
    },
}


def enter(folder: DataFolder) -> None:
    """Write the county beside what the folder has; files have just the columns that their forms fill."""
    folder.write("common/divisions.csv", DIVISIONS)
    folder.write("common/departments.csv", DEPARTMENTS)
    folder.write("profiles/sample-county.yaml", PROFILE)
    folder.write(f"{DIVISION}/waivers.yaml", WAIVERS)
    for department, tables in TABLES.items():
        place = f"{DIVISION}/{YEAR}/{department}"
        folder.write(f"{place}/package.yaml", PACKAGES[department])
        for name, rows in tables.items():
            fields = folder.catalogue.tables[name].fields
            columns = [one.name for one in fields if not one.local or any(row.get(one.name) for row in rows)]
            folder.rows(f"{place}/{name}.csv", columns, rows)
