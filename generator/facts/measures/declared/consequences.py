"""What followed: next year's budget, what was put right, how the bureaus' management was rated."""

from __future__ import annotations

from generator.core.words import DEPARTMENT_EVALUATION, KEY_EVALUATION
from generator.facts.measures.conditions import FOLDER, Selection, Where, by_the_year, is_, positive, that_year
from generator.facts.measures.measure import Count, Mean, Measure, Share, Total, graded

_STAGE = "结果应用"
_NEXT = Selection(view="applications", base=(that_year("applied_fiscal_year"),))
_ISSUED = Selection(view="rectifications", base=(that_year("since_"),))
_RATED = Selection(view="management_assessments", base=(FOLDER,))


def _cuts(prefix: str, base: str, rate: str, name: str, *where: Where) -> tuple[Measure, ...]:
    """Cut, base and rate of the decisions that cut something; the base is that of the same decisions."""
    rows = _NEXT.based(*where, positive("cut_amount"))
    cut = Measure(
        code=prefix,
        stage=_STAGE,
        title=f"{name}压减额",
        unit="万元",
        how=Total(rows=rows, field="cut_amount"),
        offset=1,
    )
    whole = Measure(
        code=base,
        stage=_STAGE,
        title=f"{name}压减基数",
        unit="万元",
        how=Total(rows=rows, field="base_amount", complete=True),
        offset=1,
    )
    return (
        cut,
        whole,
        Measure(
            code=rate,
            stage=_STAGE,
            title=f"{name}压减率",
            unit="%",
            how=Share(part=cut, whole=whole),
            offset=1,
            note="基数为有压减的决定的原预算数",
        ),
    )


MEASURES = (
    Measure(
        code="application_count", stage=_STAGE, title="绩效结果应用事项数", unit="项", how=Count(rows=_NEXT), offset=1
    ),
    *(
        Measure(
            code=f"application_{code}_count",
            stage=_STAGE,
            title=f"绩效结果应用中“{decision}”的事项数",
            unit="项",
            how=Count(rows=_NEXT.and_(is_("decision", decision))),
            offset=1,
        )
        for decision, code in (
            ("优先保障", "priority"),
            ("保持", "keep"),
            ("压减", "cut"),
            ("取消", "cancel"),
            ("调整政策", "policy"),
            ("收回结余", "recover"),
            ("问责", "accountability"),
        )
    ),
    *_cuts("application_cut", "application_cut_base", "application_cut_rate", "绩效结果应用"),
    *_cuts("key_evaluation_cut", "cut_base", "cut_rate", "财政重点评价结果应用", is_("basis", KEY_EVALUATION)),
    *_cuts(
        "department_evaluation_cut",
        "department_evaluation_cut_base",
        "department_evaluation_cut_rate",
        "部门评价结果应用",
        is_("basis", DEPARTMENT_EVALUATION),
    ),
    *_cuts(
        "monitoring_cut",
        "monitoring_cut_base",
        "monitoring_cut_rate",
        "运行监控结果应用",
        is_("basis", "绩效监控"),
    ),
    Measure(
        code="rectification_count",
        stage=_STAGE,
        title="年内反馈的整改事项数",
        unit="项",
        how=Count(rows=_ISSUED),
    ),
    Measure(
        code="rectification_department_count",
        stage=_STAGE,
        title="年内反馈的整改事项涉及部门数",
        unit="家",
        how=Count(rows=_ISSUED, distinct="subject_department"),
    ),
    Measure(
        code="rectification_closed_count",
        stage=_STAGE,
        title="年内反馈、年末已完成的整改事项数",
        unit="项",
        how=Count(rows=_ISSUED.and_(is_("closed_", "是"))),
    ),
    Measure(
        code="rectification_late_count",
        stage=_STAGE,
        title="逾期后才完成的整改事项数",
        unit="项",
        how=Count(rows=_ISSUED.and_(is_("late_", "是"))),
    ),
    Measure(
        code="rectification_open_count",
        stage=_STAGE,
        title="年内反馈、年末未完成的整改事项数",
        unit="项",
        how=Count(rows=_ISSUED.and_(is_("open_", "是"))),
    ),
    Measure(
        code="rectification_overdue_count",
        stage=_STAGE,
        title="年末超期未完成的整改事项数",
        unit="项",
        how=Count(rows=_ISSUED.and_(is_("overdue_", "是"))),
    ),
    Measure(
        code="rectification_all_open_count",
        stage=_STAGE,
        title="历年反馈、年末未完成的整改事项数",
        unit="项",
        how=Count(
            rows=Selection(view="rectifications", base=(by_the_year("since_"),), where=(is_("open_", "是"),)),
        ),
        note="累计数",
    ),
    Measure(
        code="management_assessment_count",
        stage=_STAGE,
        title="接受预算绩效管理考核的部门数",
        unit="家",
        how=Count(rows=_RATED),
        offset=-1,
    ),
    Measure(
        code="management_assessment_mean_score",
        stage=_STAGE,
        title="预算绩效管理考核平均分",
        unit="分",
        how=Mean(rows=_RATED, field="score"),
        offset=-1,
        note="简单平均",
    ),
    *graded("management_assessment", _STAGE, "预算绩效管理考核等次", "家", _RATED, offset=-1),
)
