"""What was disclosed in the year, reports to congress, government and party, and how far each stage reached."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from generator.facts.coverage import denominators
from generator.facts.measures.conditions import FOLDER, Selection, is_, that_year
from generator.facts.measures.measure import Count, Made, Measure, Share, Total, Value
from generator.facts.measures.records import Records

_STAGE = "公开与报告"
_DOCUMENTS = Selection(view="documents", base=(that_year("published_year"),))
_REPORTS = Selection(view="congress_reports", base=(that_year("report_date"),))
_KINDS = {
    "goal": (("D2", "D3"), "绩效目标"),
    "self_evaluation": (("D4", "D5"), "绩效自评"),
    "evaluation": (("D6", "D7"), "评价结果"),
    "consequence": (("D8",), "整改与结果应用"),
    "monitoring": (("D11",), "运行监控"),
    "policy": (("D9",), "制度文件"),
    "other": (("D1", "D10"), "其他"),
}
_BODIES = {
    "congress": (("人民代表大会", "人大常委会"), "人大及其常委会"),
    "government": (("政府常务会",), "政府常务会"),
    "party": (("党委常委会",), "党委常委会"),
    "bureau": (("部门党组",), "部门党组"),
}


def _due(kind: str) -> Callable[[Records, int], Value | None]:
    def make(records: Records, year: int) -> Value | None:
        rows = records.facts.of(denominators)
        here = (rows["division"] == records.division) & (rows["fiscal_year"] == year) & (rows["kind"] == kind)
        known = rows.loc[here, "due_count"].dropna()
        return Value(number=Fraction(int(known.sum())), count=len(known)) if len(known) else None

    return make


def _withheld(records: Records, year: int) -> Value | None:
    """What the folders' forms say is withheld of the goals: numbers only, never names."""
    folders = [one for one in records.packages if one.fiscal_year == year]
    if not folders:
        return None
    counts = [withheld.count for one in folders for withheld in one.withheld if withheld.kind == "D2"]
    return Value(number=Fraction(sum(counts)), count=len(counts))


def _published_goals(records: Records, year: int) -> Value | None:
    """Goals of the departments whose form lists them as published by the end of the year."""
    goals = records.base(Selection(view="goals"), year)
    if goals.empty:
        return None
    listed = records.rows(Selection(view="documents", base=(FOLDER,), where=(is_("kind", "D2"),)), year)
    there = listed[listed["published"] <= records.end(year)]["department"]
    found = int(goals["department"].isin(list(there)).sum())
    return Value(number=Fraction(found), count=found)


def _coverage(
    stage: str, code: str, name: str, kind: str, done: Selection, distinct: str, offset: int
) -> tuple[Measure, ...]:
    """Due, done and their share; ``kind`` is what the table of scopes calls it."""
    due = Measure(
        code=f"{code}_due_count",
        stage=stage,
        title=f"{kind}个数",
        unit="个",
        how=Made(
            views=("scopes",),
            make=_due(kind),
            formula_text="应办个数（财政部门填报的全部部门合计，没有的为各部门之和）",
            filter_text="财政年度＝{year}；范围类别＝" + kind,
        ),
        offset=offset,
        note="已扣除依法不公开和免办的",
    )
    made = Measure(
        code=f"{code}_done_count",
        stage=stage,
        title=f"{kind}中已办个数",
        unit="个",
        how=Count(rows=done, distinct=distinct),
        offset=offset,
    )
    share = Measure(
        code=f"{code}_coverage",
        stage=stage,
        title=f"{name}覆盖率",
        unit="%",
        how=Share(part=made, whole=due),
        offset=offset,
        note=f"基数为{kind}个数",
    )
    return due, made, share


MEASURES = (
    Measure(
        code="disclosure_count",
        stage=_STAGE,
        title="年内公开绩效信息条数",
        unit="条",
        how=Total(rows=_DOCUMENTS, field="items"),
        note="一个项目、一次评价或一份文件算一条",
    ),
    Measure(
        code="disclosure_document_count",
        stage=_STAGE,
        title="年内公开文件份数",
        unit="份",
        how=Count(rows=_DOCUMENTS),
    ),
    Measure(
        code="disclosure_department_count",
        stage=_STAGE,
        title="年内公开绩效信息的部门数",
        unit="家",
        how=Count(rows=_DOCUMENTS, distinct="department"),
    ),
    *(
        Measure(
            code=f"disclosure_{code}_count",
            stage=_STAGE,
            title=f"年内公开绩效信息条数（{name}）",
            unit="条",
            how=Total(rows=_DOCUMENTS.and_(is_("kind", *kinds)), field="items"),
        )
        for code, (kinds, name) in _KINDS.items()
    ),
    Measure(
        code="goal_published_count",
        stage="绩效目标",
        title="年内公开绩效目标的项目数",
        unit="个",
        how=Made(
            views=("goals", "documents"),
            make=_published_goals,
            formula_text="年末前已公开项目绩效目标（D2）的部门的绩效目标数",
            filter_text="财政年度＝{year}；所在部门的文种D2公开日期不晚于年末",
        ),
    ),
    Measure(
        code="withheld_goal_count",
        stage=_STAGE,
        title="依法不公开绩效目标的项目数",
        unit="个",
        how=Made(
            views=("documents",),
            make=_withheld,
            formula_text="Σ各部门登记的依法不公开个数",
            filter_text="财政年度＝{year}；文种＝D2",
        ),
        note="只公布个数，不公布名称",
    ),
    Measure(
        code="congress_report_count",
        stage=_STAGE,
        title="年内向人大、政府、党委报告次数",
        unit="次",
        how=Count(rows=_REPORTS),
    ),
    *(
        Measure(
            code=f"report_to_{code}_count",
            stage=_STAGE,
            title=f"年内向{name}报告次数",
            unit="次",
            how=Count(rows=_REPORTS.and_(is_("reported_to", *bodies))),
        )
        for code, (bodies, name) in _BODIES.items()
    ),
    *_coverage("事前评估", "ex_ante", "事前评估", "应事前评估", Selection(view="ex_ante_evaluations"), "", 1),
    *_coverage("绩效目标", "goal", "绩效目标", "应编目标", Selection(view="goals"), "", 0),
    *_coverage("运行监控", "monitoring", "运行监控", "应监控", Selection(view="monitorings"), "project_code", 0),
    *_coverage("绩效自评", "self_evaluation", "绩效自评", "应自评", Selection(view="self_evaluations"), "", -1),
    *_coverage("绩效评价", "evaluation", "绩效评价", "应评价", Selection(view="evaluations"), "", -1),
    *_coverage(
        "结果应用",
        "application",
        "结果应用",
        "应应用",
        Selection(view="evaluations", where=(is_("applied_", "是"),)),
        "",
        -1,
    ),
)
