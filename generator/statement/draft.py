"""The draft of an annual statement: its words, its figures and what is missing, out of checked records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.core.codes import CODES
from generator.core.days import written
from generator.core.errors import NoRecordsError, UsageError
from generator.core.facts import Facts
from generator.core.words import DEPARTMENT_EVALUATION, FINANCE, KEY_EVALUATION, STATEMENT_STAGES
from generator.facts.departments import registered
from generator.facts.funds import totals
from generator.facts.measures.conditions import FOLDER, Selection, Where, is_, that_year
from generator.facts.measures.declared.monitorings import KEY
from generator.facts.measures.figure import Figure
from generator.facts.measures.reckoning import Reckoned, statement_figures, tiers
from generator.facts.measures.records import Records
from generator.statement.lookup import Changes, Figures
from generator.statement.prose import Block, Paragraph, Ref, blocks

# What a statement should tell of, the year it is about, and where it stands.
_EXPECTED: tuple[tuple[str, int, Selection], ...] = (
    ("预算绩效管理制度", 0, Selection(view="policies", base=(is_("own_", "是"),))),
    ("事前绩效评估", 1, Selection(view="ex_ante_evaluations")),
    ("项目绩效目标", 0, Selection(view="goals")),
    ("绩效运行监控", 0, Selection(view="monitorings")),
    ("项目支出绩效自评", -1, Selection(view="self_evaluations")),
    ("自评抽查复核", -1, Selection(view="self_evaluation_checks")),
    ("部门评价", -1, Selection(view="evaluations", base=(FOLDER, is_("evaluation_kind", DEPARTMENT_EVALUATION)))),
    ("财政重点评价", -1, Selection(view="evaluations", base=(FOLDER, is_("evaluation_kind", KEY_EVALUATION)))),
    ("部门整体绩效目标", 0, Selection(view="department_goals")),
    ("部门整体绩效自评", -1, Selection(view="department_self_evaluations")),
    ("财政运行综合绩效评价", -1, Selection(view="fiscal_operations")),
    ("成本绩效分析", 0, Selection(view="cost_analyses", base=(that_year("year_"),))),
    ("第三方机构报告评审", 0, Selection(view="report_reviews", base=(that_year("reviewed_date"),))),
    ("绩效结果应用", 1, Selection(view="applications", base=(that_year("applied_fiscal_year"),))),
    ("问题整改", 0, Selection(view="rectifications", base=(that_year("since_"),))),
    ("预算绩效管理考核", -1, Selection(view="management_assessments")),
    ("向人大、政府和党委报告", 0, Selection(view="congress_reports", base=(that_year("report_date"),))),
    ("应办范围（覆盖率的分母）", 0, Selection(view="scopes")),
)
# What is there whatever the year, and so says nothing of the year.
_LASTING = ("预算绩效管理制度", "应办范围（覆盖率的分母）")
_SCOPE = (
    "数字由{place}预算绩效公开数据中的记录逐项计算，截至{end}。绩效目标、运行监控为{year}年度；单位自评、部门评价、"
    "财政重点评价、财政运行综合绩效评价和管理考核为{last}年度，在{year}年内完成；事前绩效评估和结果应用为{next}年预算。"
    "除财政运行和支出标准为{whole}口径外，均为{tier}口径。金额先按记录的万元数求和，再按四舍五入显示；比率由未取整的数相除。"
)


_TOLD = ("statements", "reported_figures")  # what is told does not change what is recorded


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A statement of one division and year. ``figures`` in the order of the appendix; ``day`` is an ISO date."""

    division: str
    place: str
    year: int
    title: str
    title_lines: tuple[str, str]  # where a large title is broken
    publisher: str
    day: str
    end: str
    sample: bool
    blocks: Sequence[Block]
    figures: Sequence[Figure]
    missing: Sequence[str]
    scope: str  # which years, whose money, how rounded
    places: Mapping[str, str]  # figure code → the headings it stands under
    folder: str = FINANCE  # of the finance bureau

    @property
    def code(self) -> str:
        """The statement's code."""
        return f"{self.division}-{self.year}"


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group of governments, as the text tells it."""

    name: str
    count: Figure
    mean: Figure | None
    first: tuple[str, ...]


def _as_printed(facts: Facts, division: str, year: int) -> str:
    """How many records stand in the sums as their originals print them, though working them out gives another."""
    span = (year - 1, year, year + 1)
    waived = {
        (one.fiscal_year, one.department, one.record.partition("＋")[0])
        for one in facts.waivers
        if one.division == division and one.fiscal_year in span and one.rule not in CODES and one.table not in _TOLD
    }
    rows = facts.of(totals)
    told = rows["by_parts"] | rows["initial_by_parts"]
    mine = rows[told & (rows["division"] == division) & rows["fiscal_year"].isin(span)]
    parts = set(mine[["fiscal_year", "department", "project_code"]].itertuples(index=False, name=None))
    count = len(waived | parts)
    return f"其中{count}个项目（记录）的数照登原件，与复算不符或总额未填，见各自的页面。" if count else ""


def draft(facts: Facts, division: str, year: int) -> Draft:
    """The draft, to be asked for like any fact.

    UsageError if the division is not listed, NoRecordsError if it has no records of these years.
    """
    records = Records(facts=facts, division=division)
    place = _place(records)
    absent = [one for one in _EXPECTED if records.base(one[2], year + one[1]).empty]
    if all(one in absent for one in _EXPECTED if one[0] not in _LASTING):
        raise NoRecordsError(f"{place}没有与{year}年说明有关的记录，没有起草。", _years_there(records))
    reckoned = facts.of(statement_figures, division, year)
    whole, tier = tiers(place)
    missing = [f"{year + offset}年{title}" for title, offset, _ in absent]
    scope = _SCOPE.format(
        place=place, end=written(records.end(year)), year=year, last=year - 1, next=year + 1, whole=whole, tier=tier
    )
    scope += _as_printed(facts, division, year)
    title = (f"{place}{year}年预算绩效管理", "工作开展情况说明")
    end = records.end(year)
    made, used = blocks(
        {
            "year": year,
            "last": year - 1,
            "next": year + 1,
            "place": place,
            "whole": whole,
            "tier": tier,
            "end": written(end),
            "f": Figures(reckoned.own),
            "c": Changes(reckoned.changes),
            "n": _names(records, year, reckoned),
            "missing": missing,
            "scope": scope,
        }
    )
    kept = {one.code for one in used}
    figures = [one for one in reckoned.figures if one.code in kept or one.value or one.text]
    figures.sort(key=lambda one: STATEMENT_STAGES.index(one.stage))
    return Draft(
        division=division,
        place=place,
        year=year,
        title="".join(title),
        title_lines=title,
        publisher=_bureau(records, place),
        folder=facts.of(registered).finance_code(division),
        day=records.today.isoformat(),
        end=end,
        sample=_sample(records),
        blocks=made,
        figures=figures,
        missing=missing,
        scope=scope,
        places=_placed(made, reckoned),
    )


def _place(records: Records) -> str:
    if not records.name:
        divisions = records.facts.tables["divisions"]
        known = "、".join(f"{one.division}（{one.name}）" for one in divisions.itertuples())
        raise UsageError(f"common/divisions.csv 里没有区划 {records.division}。", f"请改成已登记的：{known}。")
    return records.name


def _sample(records: Records) -> bool:
    return bool((records.table("divisions")["is_sample"] == "是").any())


def _bureau(records: Records, place: str) -> str:
    bureau = records.facts.of(registered).finance_bureau(records.division)
    return bureau.name if bureau else f"{place}财政局"


def _years_there(records: Records) -> str:
    years = sorted({int(one) for name in ("goals", "self_evaluations") for one in records.table(name)["fiscal_year"]})
    if not years:
        return "这个区划还没有绩效目标或自评的记录。"
    return f"有记录的财政年度：{'、'.join(map(str, years))}。"


def _names(records: Records, year: int, reckoned: Reckoned) -> dict[str, object]:
    """Names the text mentions, largest amounts first."""

    def names(selection: Selection, when: int, label: str, by: str) -> list[str]:
        rows = records.rows(selection, when).sort_values([by, label], ascending=[False, True], kind="stable")
        return list(dict.fromkeys(rows[label].dropna()))

    def evaluated(kind: str) -> list[str]:
        where = (is_("evaluation_kind", kind), is_("subject_type", "项目"))
        return names(Selection(view="evaluations", where=where), year - 1, "subject_name", "evaluated_amount")

    issued = records.rows(
        Selection(view="policies", base=(is_("own_", "是"),), where=(that_year("issued_date"),)), year
    ).sort_values("issued_date", kind="stable")
    reports = records.rows(Selection(view="congress_reports", base=(that_year("report_date"),)), year)
    return {
        "policies": [_bare(title) for title in issued["title"]],
        "ex_ante": names(Selection(view="ex_ante_evaluations"), year + 1, "subject_name", "applied_amount"),
        "key_monitoring": names(KEY, year, "project_name", "annual_budget"),
        "department_evaluations": evaluated(DEPARTMENT_EVALUATION),
        "key_evaluations": evaluated(KEY_EVALUATION),
        "costs": names(Selection(view="cost_analyses", base=(that_year("year_"),)), year, "subject_name", "total_cost"),
        "groups": [_group(records, year - 1, *one) for one in reckoned.groups],
        "reports": [
            f"{written(day)[5:]}，{to}，《{_bare(title)}》"
            for day, to, title in reports.sort_values("report_date", kind="stable")[
                ["report_date", "reported_to", "title"]
            ].itertuples(index=False)
        ],
    }


def _group(records: Records, year: int, name: str, count: Figure, mean: Figure | None) -> Group:
    """The best of a group, told only where several were evaluated; never across groups."""
    where: tuple[Where, ...] = (is_("group_name", name),)
    rows = records.rows(Selection(view="fiscal_operations", where=where), year).dropna(subset=["score"])
    first: tuple[str, ...] = ()
    if len(rows) >= 4:
        first = tuple(rows.sort_values(["score", "subject_name"], ascending=[False, True])["subject_name"][:2])
    return Group(name=name, count=count, mean=mean, first=first)


def _bare(title: str) -> str:
    """A title without its own book title marks."""
    return title.removeprefix("《").removesuffix("》")


def _placed(made: Sequence[Block], reckoned: Reckoned) -> dict[str, str]:
    """Figure code → number of the headings it stands under; those only in the appendix say so."""
    places: dict[str, str] = {one.code: "附表" for one in reckoned.figures}
    first = second = ""
    for block in made:
        if isinstance(block, Paragraph):
            for run in block.runs:
                if isinstance(run, Ref) and places.get(run.figure.code) == "附表":
                    places[run.figure.code] = first + second or "开头段"
        elif block.level == 1:
            first, second = block.number, ""
        else:
            second = block.number
    return places
