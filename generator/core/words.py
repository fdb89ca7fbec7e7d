"""The words that several stages use, each said in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# Grades, the best first, and how the codes of figures call them.
GRADES: Mapping[str, str] = {"优": "excellent", "良": "good", "中": "medium", "差": "poor"}
# Other words for grades that local bands use, and which of the four each stands for.
OTHER_GRADES: Mapping[str, str] = {"合格": "中", "不合格": "差"}
# How the codes of figures call every grade that bands may have.
GRADE_CODES: Mapping[str, str] = {**GRADES, "合格": "pass", "不合格": "fail"}
# What somebody has to know whose grades have names of their own: records compare the places by the same few words.
LOCAL_GRADES = "本地等级叫别的（A、B、较好等）的，照本地的分数线写成对应的一档，原来的叫法可以写在备注。"
POOR = ("中", "差", "不合格")  # what ought to have consequences
# The lights of a monitoring, the quickest first.
GREEN, YELLOW, RED = "绿", "黄", "红"
# The states of a rectification in which nothing is left to do.
DONE = ("已完成", "已销号")
# What a policy's validity says while it holds, and when it has ended.
VALID = ("有效", "已修订")
ENDED = ("废止", "被替代")
# Who evaluates: the department its own projects, the finance bureau those it picks.
DEPARTMENT_EVALUATION = "部门评价"
KEY_EVALUATION = "财政重点评价"
TOTAL_FUNDS = "年度资金总额"  # the fund source of the row that holds a project's whole money
# The four budgets, and how the codes of figures call them.
BUDGETS: Mapping[str, str] = {
    "一般公共预算": "general",
    "政府性基金预算": "government_fund",
    "国有资本经营预算": "state_capital",
    "社会保险基金预算": "social_insurance",
}
ALL, OWN = "全部部门", "本部门"  # how far a scope reaches
NOT_FILLED = "原件未填"  # what is said of a cell that the original left blank
FINANCE = "finance"  # the usual folder of the finance bureau, where the register names no role
FINANCE_BUREAU = "财政部门"  # its role in the register
# The groups of tables, in the order of the process.
TABLE_GROUPS: Mapping[str, str] = {
    "frame": "基础资料",
    "goals": "绩效目标",
    "before": "事前评估",
    "during": "运行监控",
    "adjustment": "预算调整",
    "self-evaluation": "绩效自评",
    "evaluation": "独立评价",
    "consequence": "整改与结果应用",
}

# Groups of tables whose rows come from lists, which each place draws up with columns of its own.
LISTED_GROUPS = ("before", "evaluation", "consequence")

# The stages of the process that an annual statement tells of, in the order of its sections.
STATEMENT_STAGES = (
    "制度建设",
    "事前评估",
    "绩效目标",
    "运行监控",
    "绩效自评",
    "绩效评价",
    "部门整体",
    "财政运行",
    "成本绩效",
    "报告评审",
    "结果应用",
    "公开与报告",
)
AGAINST_RECORDS = "记录核对"  # the kind of a recomputation that sets a published figure against the records


def on_local_grades(choices: Iterable[object]) -> str:
    """What is added where a cell takes one of the four grades, which some places call otherwise; '' elsewhere."""
    return LOCAL_GRADES if {*choices} >= GRADES.keys() else ""
