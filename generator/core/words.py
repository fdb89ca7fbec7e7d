"""The words that several stages use, each said in one place."""

from __future__ import annotations

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
