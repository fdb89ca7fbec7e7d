"""The first sentence of a page: what its records come to, put together from facts by rules that the method page lists.

As with the sentence of a project (``verdicts``), what is not known is not said, and where nothing is known the sentence
says that. It counts and names states; it concludes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from generator.core.numbers import MISSING, number, points, printed
from generator.core.words import POOR
from generator.derive.applications import Application
from generator.derive.disclosure import OPEN
from generator.derive.evaluations import Evaluation, Problem
from generator.derive.ex_ante_evaluations import Assessed
from generator.derive.fiscal_operations import Group
from generator.derive.monitorings import Period
from generator.derive.poor_evaluations import UNEXPLAINED, Poor
from generator.derive.projects import Project
from generator.derive.rectifications import Rectified
from generator.derive.rows import Row
from generator.derive.shared_indicators import SharedIndicator
from generator.derive.site import DepartmentYear, Year
from generator.derive.statements import ComparedStage, Statement
from generator.derive.summary import Summary
from generator.derive.topics import TopicYear
from generator.derive.verdicts import Clause, met_of_all
from generator.facts.figures.verdicts import CONSISTENT, DOUBTFUL, INCONSISTENT, NO_BASE


class Rules(NamedTuple):
    """How the first sentence of a family of pages is put together: its name, and its clauses in their order."""

    title: str
    clauses: Sequence[Clause]


NO_PROJECT = "还没有公开项目的目标和自评"
UNRECORDED = "公开了项目目标或自评的文件，没有登记逐项的记录"
_MONEY = Clause(
    "项目和钱",
    "公开了几个项目、全年预算多少、已公开自评的花了百分之几；自评还没有公开的说没有公开；项目的目标和自评都没有的说没有，只登记了文件的说没有登记记录，有监控的说监控了几个，声明没有项目的照说；没有项目而公开了部门整体自评的，说出来。",
    "64 个项目，全年预算 3.62 亿元，执行率 95.31%",
)
_STOPPED = Clause("没有照计划实施", "年中取消、暂缓或并入其他项目的，说有几个。", "64 个项目（2 个年中取消）")
_MET = Clause(
    "指标",
    "能判断的指标里做到了几个、没做到几个。怎样算做到，见“指标怎样算达成”。",
    "708 个指标，656 个做到，52 个没做到",
)
_POOR = Clause(
    "独立评价",
    "作了几项，其中等级为中、差、不合格的几项；这些项目后来的预算没有减少、也没有说明理由的再说一句。",
    "独立评价 9 项，3 项为中、差，其中 2 项的预算后来没有减少、也没有说明",
)
_OWED = Clause(
    "公开",
    "到期的文件还有几项没有公开；都公开了的说都公开了，没有到期的不说；没有登记公开期限的，只说公开了几项。",
    "10 项到期文件没有公开",
)
_OVERDUE = Clause("整改", "几项、完成几项、几项过了期限没有完成。", "39 项整改，完成 30 项，3 项逾期")

_MEAN = Clause("自评得分", "自评平均多少分；没有照计划实施的项目不计入。", "自评平均 97.27 分")
_STATEMENT = (
    Clause("数字", "登记了文件里的几个数字。", "202 个数字"),
    Clause(
        "复算与核对",
        "数字互相验算、与本站的记录核对，判断得了的几项，一致、不一致的各几项；没有公布的数、由别的数推算出来的不算。",
        "判断得了的 98 项复算和核对，96 项一致，2 项不一致",
    ),
    Clause("判断不了", "基数没有公布、口径存疑的几项；没有的不说。", "7 项基数没有公布或口径存疑，判断不了"),
)

# By the page's family, in the order in which the method page lists them.
ANSWERS: Mapping[str, Rules] = {
    "year": Rules("年度页", (_MONEY, _STOPPED, _MET, _POOR, _OWED)),
    "department": Rules(
        "部门页（最近一个公开了自评的年度；公开和整改是各年度合计）",
        (_MONEY, _STOPPED, _MET, _POOR, _OVERDUE, _OWED),
    ),
    "evaluation": Rules(
        "独立评价页",
        (
            Clause(
                "得分",
                "评价得分和等级；项目有自评的说自评的等级，得分不同的说差多少。",
                "74.60 分，为“中”，比自评低 17.40 分，自评是“优”",
            ),
            Clause("问题", "指出了几个主要问题；没有列出的不说。", "指出 3 个问题"),
            _OVERDUE,
            Clause("预算", "等级为中、差、不合格的，说后来的预算减了没有。", "后来的预算没有减少，也没有说明"),
        ),
    ),
    "ex-ante": Rules(
        "事前评估页",
        (
            Clause("审减", "评估了几个、申报的钱审减百分之几。", "评估 12 个，申报的钱审减 8.42%"),
            Clause("结论", "各种结论各几个；没有的不说。", "予以支持 8 个，不予支持 1 个"),
        ),
    ),
    "monitoring": Rules(
        "运行监控页",
        (
            Clause(
                "进度",
                "监控项目最多的那一次：时间过了多少、钱花了多少。",
                "到 7 月底监控 64 个项目，时间过了 58.33%，钱花了 55.20%",
            ),
            Clause("灯", "亮红灯、黄灯的各几个；都是绿灯的说都是绿灯。", "红灯 5 个、黄灯 8 个"),
            Clause("次数", "这一年监控不止一次的，说一共几次。", "这一年监控 2 次"),
        ),
    ),
    "rectification": Rules(
        "整改台账",
        (
            Clause(
                "完成",
                "几项整改，完成或销号几项；其中过了期限才完成的几项。",
                "39 项整改，完成 30 项（其中 4 项过了期限才完成）",
            ),
            Clause(
                "没有完成",
                "过了期限没有完成的、还没有到期限的、没有写期限而在改的各几项。",
                "3 项逾期没有完成，6 项没有到期限",
            ),
        ),
    ),
    "consequence": Rules(
        "结果应用页",
        (
            Clause("应用", "几项、压减多少；只数公布的记录。", "9 项结果应用，压减 312.00 万元"),
            Clause(
                "核对", "与该年度公布的预算一致、不一致、无法核对的各几项。", "与公布的预算对照：5 项相符，2 项不相符"
            ),
            _POOR,
        ),
    ),
    "disclosure": Rules(
        "公开情况页",
        (
            Clause(
                "到期",
                "到今天为止应公开几项、公开了几项、逾期几项；没有到期的说没有，没有登记公开期限的不判断逾期。",
                "到期应公开 80 项，公开了 70 项，10 项逾期",
            ),
            Clause("晚", "公开了但晚于期限的几件、最多晚几天。", "6 项公开得晚，最多晚 21 天"),
            Clause("不公开", "依法不公开的个数。", "依法不公开 2 项"),
        ),
    ),
    "shared-indicators": Rules(
        "同名指标页",
        (
            Clause("几个", "同一年度的自评里，不止一个部门在用的指标有几个。", "45 个指标不止一个部门在用"),
            Clause(
                "达成",
                "能判断的指标里，几个是各项目都达成的，几个有项目没有达成；都判断不了的不说。",
                "能判断的 44 个里，30 个各项目都达成，14 个有项目没有达成",
            ),
        ),
    ),
    "topic": Rules("题目页（最近一个公开了自评的年度）", (_MONEY, _STOPPED, _MEAN, _MET)),
    "statement": Rules("年度说明的页", _STATEMENT),
    "bulletin": Rules("监控通报等其他文件的页", _STATEMENT),
    "comparison": Rules(
        "并列对照页",
        (
            Clause("有几份", "登记了几份说明；只有一份或没有的，说没有可以并列的。", "4 份年度说明"),
            Clause(
                "能不能比",
                "两份以上都有的指标几个，其中年度、范围或口径不同的几个。",
                "两份以上都有的指标 21 个，其中 20 个的年度或范围不同，不能直接相减",
            ),
        ),
    ),
    "fiscal": Rules(
        "财政运行评价页",
        (
            Clause(
                "组",
                "最近一个年度评价了几个、分几组、各组平均多少分；不跨组比。",
                "2025 年度评价 12 个，分 2 组：街道平均 86.10 分，乡镇平均 84.20 分",
            ),
            Clause("名次", "公布的名次与按得分排的不同的几个。", "1 个公布的名次与得分的次序不同"),
        ),
    ),
    "reports": Rules(
        "报告与考核页",
        (
            Clause(
                "报告",
                "绩效结果报告了几次、向谁报告；没有报告记录的说没有。",
                "报告 3 次：政府常务会、党委常委会、人大常委会",
            ),
            Clause(
                "意见", "几次有公布的意见，其中几次写了怎样办理；都没有公布意见的不说。", "3 次有意见，都写了怎样办理"
            ),
            Clause(
                "考核",
                "几个部门公布了考核得分、从多少到多少分；没有的不说。",
                "12 个部门的考核得分从 86.50 到 99.50 分",
            ),
        ),
    ),
    "reporting": Rules(
        "部门填报页",
        (
            Clause(
                "该填的",
                "到今天该填而没有公开的文件几份、属于几个部门；没有的说没有。",
                "该填而没有公开的文件 29 份，属于 12 个部门",
            ),
            Clause(
                "期限", "其中过了期限的几份，最近的期限是哪天；没有的不说。", "4 份过了期限，最近的期限是 2026-12-20"
            ),
        ),
    ),
}


def year_answer(year: Year, poor: Sequence[Poor], monitored: int = 0, wholes: str = "") -> str:
    """What a division's year comes to.

    ``monitored`` is how many projects have a monitoring; ``wholes``: what is known of departments as wholes.
    """
    summary = year.summary
    return _joined(
        _money(summary, monitored, UNRECORDED if year.unrecorded else NO_PROJECT),
        wholes if not summary.projects else "",
        met_of_all(summary.achieved),
        _evaluated(summary.evaluated, poor),
        _owed(year.owed, year.late, timed=year.timed),
    )


def department_answer(
    latest: DepartmentYear | None,
    years: Sequence[DepartmentYear],
    poor: Sequence[Poor],
    rectified: Rectified | None,
    monitored: int = 0,
    whole: str = "",
) -> str:
    """What a department's newest year with results comes to; what it owes and has to put right, over all years.

    ``monitored``: how many projects of that year have a monitoring; ``whole``: what is known of it as a whole then.
    """
    summary = latest.summary if latest else None
    owed = sum(one.owed for one in years)
    late = owed - sum(one.published for one in years)
    own = [one for one in poor if latest and one.evaluation.year == latest.year]
    return _joined(
        f"{latest.year} 年度{_money_of(latest, monitored)}" if latest else NO_PROJECT,
        whole if summary and not summary.projects else "",
        met_of_all(summary.achieved) if summary else "",
        _evaluated(summary.evaluated, own) if summary else "",
        _put_right(rectified),
        _owed(owed, late, timed=any(one.timed for one in years)),
    )


def evaluation_answer(
    evaluation: Evaluation,
    project: Project | None,
    gap: str,
    problems: Sequence[Problem],
    rectifications: Sequence[Row],
    poor: Poor | None,
) -> str:
    """What an evaluation says, and what became of it; ``gap`` is how its score lies to the self-score, in words."""
    score = points(evaluation.score) if evaluation.score_micro is not None else "没有公布得分"
    own = f"自评是“{project.grade}”{project.grade_note}" if project and project.counted and project.grade else ""
    judged = [score, f"为“{evaluation.grade}”{evaluation.grade_note}" if evaluation.grade else "", gap, own]
    return _joined(
        "，".join(part for part in judged if part),
        f"指出 {len(problems)} 个问题" if problems else "",
        _conditions([row.condition for row in rectifications]),
        f"后来的预算{poor.word}" if poor and evaluation.grade in POOR else "",
    )


def evaluations_answer(count: int, poor: Sequence[Poor]) -> str:
    """How a year's projects and bureaus were judged by others, and what became of the money of those judged poor."""
    return _joined(_evaluated(count, poor))


NO_CUT = "没有公布申报额或审减额"


def ex_ante_answer(found: Assessed | None) -> str:
    """What was cut before any money was spent."""
    if found is None:
        return "还没有公开这一年度预算的事前评估。"
    return _joined(
        f"评估 {found.count:,} 个，" + (NO_CUT if found.rate == MISSING else f"申报的钱审减 {found.rate}"),
        "，".join(f"{one.name} {one.times} 个" for one in found.conclusions if one.times),
    )


NO_RATE = "没有公布全年预算或执行数，算不出钱花了多少"


def monitoring_answer(main: Period | None, times: int) -> str:
    """How far money had come in the monitoring with most projects; ``times`` is how many there were in the year."""
    if main is None:
        return "还没有公开这一年度的运行监控。"
    total = main.total
    slow = "、".join(f"{word} {count} 个" for word, count in (("红灯", total.red), ("黄灯", total.yellow)) if count)
    return _joined(
        f"到 {main.month} 月底监控 {total.projects:,} 个项目，时间过了 {main.share}，"
        + (NO_RATE if total.rate == MISSING else f"钱花了 {total.rate}"),
        slow or ("都是绿灯" if total.green == total.projects else ""),
        f"这一年监控 {times} 次" if times > 1 else "",
    )


def rectification_answer(found: Rectified | None) -> str:
    """What has been put right."""
    if found is None:
        return "还没有公开这一年度的整改。"
    late = f"（其中 {found.late_done} 项过了期限才完成）" if found.late_done else ""
    return _joined(
        f"{found.total:,} 项整改，{_done(found.done, found.total)}{late}",
        "，".join(
            f"{count} 项{word}"
            for count, word in (
                (found.overdue, "逾期没有完成"),
                (found.running - found.undated, "没有到期限"),
                (found.undated, "没有写期限，还在改"),
            )
            if count
        ),
    )


def application_answer(lines: Sequence[Application], evaluated: int, poor: Sequence[Poor]) -> str:
    """What the results of a year did to later budgets."""
    words = [one.moved.word for one in lines]
    cuts = [one.cut_micro for one in lines if one.cut_micro]
    told = "，".join(f"{words.count(word)} 项{word}" for word in dict.fromkeys(words))
    return _joined(
        (f"{len(lines)} 项结果应用，" + (f"压减 {number(sum(cuts))} 万元" if cuts else "没有压减"))
        if lines
        else "还没有公开这一年度的结果应用",
        f"与该年度公布的预算对照：{told}" if told else "",
        _evaluated(evaluated, poor),
    )


def disclosure_answer(year: Year) -> str:
    """What was due and what was published."""
    states = [document.status for one in year.departments for document in one.documents]
    late = [one.late for one in states if one.state == OPEN and one.late]
    return _joined(
        _due(year),
        f"{len(late)} 项公开得晚，最多晚 {max(late)} 天" if late else "",
        f"依法不公开 {year.summary.withheld} 项" if year.summary.withheld else "",
    )


def _due(year: Year) -> str:
    if not year.timed:
        return (
            f"公开了 {year.published} 项，没有登记公开期限，不判断是否逾期" if year.owed else "没有登记公开期限和文件"
        )
    if not year.owed:
        return "没有到期应公开的文件"
    late = f"{year.late} 项逾期" if year.late else "没有逾期"
    return f"到期应公开 {year.owed} 项，公开了 {year.published} 项，{late}"


def shared_indicators_answer(found: Sequence[SharedIndicator]) -> str:
    """How many indicators several bureaus report on, and of how many all projects reached them."""
    told = [one for one in found if one.told]
    every = sum(one.met == one.told for one in told)
    return _joined(
        f"{len(found):,} 个指标不止一个部门在用",
        f"能判断的 {len(told):,} 个里，{every:,} 个各项目都达成，{len(told) - every:,} 个有项目没有达成"
        if told
        else "",
    )


def topic_answer(latest: TopicYear) -> str:
    """What the projects of a matter of life or a fund domain come to in a year."""
    summary = latest.summary
    return _joined(
        f"{latest.year} 年度 {_money(summary, 0, NO_PROJECT)}",
        f"自评平均 {summary.score_mean} 分" if summary.score_mean != MISSING else "",
        met_of_all(summary.achieved),
    )


def statement_answer(statement: Statement) -> str:
    """How many figures a document has, and what recomputing them and holding them against the records showed."""
    verdicts = [one.verdict for one in statement.recomputations]
    same, other = verdicts.count(CONSISTENT), verdicts.count(INCONSISTENT)
    unknown = verdicts.count(NO_BASE) + verdicts.count(DOUBTFUL)
    judged = "一致" if same else "不一致"
    if same + other > 1:
        judged = f"{same:,} 项一致，{other:,} 项不一致" if same and other else f"都{judged}"
    return _joined(
        f"{statement.figures:,} 个数字",
        f"判断得了的 {same + other:,} 项复算和核对，{judged}" if same + other else "没有判断得了的复算和核对",
        f"{unknown:,} 项基数没有公布或口径存疑，判断不了" if unknown else "",
    )


def statements_answer(statements: Sequence[Statement]) -> str:
    """How many documents are registered with their figures."""
    others = sum(bool(one.kind) for one in statements)
    yearly = len(statements) - others
    if not statements:
        return ""
    kinds = [f"{yearly} 份年度说明" if yearly else "", f"{others} 份其他文件" if others else ""]
    return f"登记了 {'、'.join(filter(None, kinds))}，一共 {sum(one.figures for one in statements):,} 个数字。"


def comparison_answer(statements: Sequence[Statement], stages: Sequence[ComparedStage]) -> str:
    """What can be compared of some statements."""
    if len(statements) < 2:
        return f"{'只登记了一份年度说明' if statements else '还没有登记年度说明'}，没有可以并列的。"
    rows = [row for stage in stages for row in stage.rows]
    mixed = sum(bool(row.mixed) for row in rows)
    if not rows:
        return f"{len(statements)} 份年度说明，没有两份都有的指标。"
    which = "都是" if mixed == len(rows) else f"其中 {mixed} 个的"
    apart = f"{which}年度、范围或口径不同，不能直接相减" if mixed else "年度、范围和口径都相同"
    return f"{len(statements)} 份年度说明，两份以上都有的指标 {len(rows)} 个，{apart}。"


def fiscal_answer(year: int | None, groups: Sequence[Group]) -> str:
    """How the governments of the newest year were judged, group by group; None where there is no year."""
    if year is None:
        return "还没有公开财政运行评价。"
    members = [member.row for group in groups for member in group.members]
    means = "，".join(f"{group.name}平均 {group.mean} 分" for group in groups)
    parts = f"，分 {len(groups)} 组：{means}" if len(groups) > 1 else f"，{means}"
    odd = sum(bool(row.group_rank) and row.rank is not None and row.group_rank != str(row.rank) for row in members)
    return _joined(
        f"{year} 年度评价 {len(members)} 个{parts}",
        f"{odd} 个公布的名次与得分的次序不同" if odd else "",
    )


def reports_answer(reports: Sequence[Row], assessments: Sequence[Row]) -> str:
    """To whom the results of a year were reported, what became of it, and how the bureaus' management was assessed."""
    opinions = [row for row in reports if row.opinion]
    answered = sum(bool(row.response) for row in opinions)
    scores = [score for row in assessments if (score := printed(row.score)) is not None]
    how = "都写了怎样办理" if answered == len(opinions) else f"{answered} 次写了怎样办理"
    least, most = (number(end(scores)) if scores else "" for end in (min, max))
    whom = "、".join(dict.fromkeys(row.reported_to for row in reports if row.reported_to))
    return _joined(
        f"报告 {len(reports)} 次{f'：{whom}' if whom else ''}" if reports else "没有向人大、政府、党委报告的记录",
        f"{len(opinions)} 次有意见，{how if answered else '没有写怎样办理'}" if opinions else "",
        f"{len(scores)} 个部门的考核得分{f'从 {least} 到 {most} 分' if least != most else f'是 {least} 分'}"
        if scores
        else "",
    )


def reporting_answer(bureaus: int, days: Sequence[str], today: str) -> str:
    """What bureaus are still to fill in, by the last day of each document ('' where none is set)."""
    if not days:
        return "没有该填而没有公开的文件。"
    late = sum("" < day < today for day in days)
    ahead = min((day for day in days if day >= today), default="")
    return _joined(
        f"该填而没有公开的文件 {len(days):,} 份，属于 {bureaus:,} 个部门",
        "，".join(filter(None, (f"{late:,} 份过了期限" if late else "", f"最近的期限是 {ahead}" if ahead else ""))),
    )


def _joined(*parts: str) -> str:
    said = [part for part in parts if part]
    return f"{'；'.join(said)}。" if said else ""


def _money_of(one: DepartmentYear, monitored: int) -> str:
    """The same of a department, which may say that it has none."""
    if one.no_projects:
        return "声明没有项目支出"
    said = _money(one.summary, monitored, UNRECORDED if one.unrecorded else NO_PROJECT)
    return f" {said}" if one.summary.projects else said


def _money(summary: Summary, monitored: int, none: str) -> str:
    if not summary.projects:
        return f"{none}，监控了 {monitored:,} 个项目" if monitored else none
    stopped = "、".join(f"{len(one.projects)} 个{one.state.word}" for one in summary.left_out)
    many = f"{summary.projects:,} 个项目{f'（{stopped}）' if stopped else ''}"
    known = summary.annual != MISSING
    asked = f"全年预算 {' '.join(summary.annual_headline)}" if known else "没有公布全年预算"
    if not summary.reported:
        return f"{many}，{asked}，自评还没有公开"
    part = "" if summary.reported == summary.projects else f"{summary.reported:,} 个已公开自评，"
    spent = "没有公布执行率" if summary.rate == MISSING else f"执行率 {summary.rate}"
    return f"{many}，{asked}，{part}{spent}"


def _evaluated(count: int, poor: Sequence[Poor]) -> str:
    if not count:
        return ""
    grades = "、".join(grade for grade in POOR if any(one.evaluation.grade == grade for one in poor))
    kept = sum(one.word == UNEXPLAINED for one in poor)
    bad = f"，{len(poor)} 项为{grades}" if grades else "，没有中、差"
    which = "" if kept == len(poor) else f"其中 {kept} 项的"
    return f"独立评价 {count} 项{bad}" + (f"，{which}预算后来没有减少、也没有说明" if kept else "")


def _owed(owed: int, late: int, *, timed: bool) -> str:
    if not owed:
        return ""
    if not timed:
        return f"公开了 {owed} 项文件，没有登记公开期限"
    return f"{late} 项到期文件没有公开" if late else "到期文件都公开了"


def _put_right(found: Rectified | None) -> str:
    return _conditions([row.condition for row in found.rows]) if found else ""


def _conditions(states: Iterable[str]) -> str:
    every = list(states)
    if not every:
        return ""
    late = every.count("逾期")
    running = every.count("整改中")
    done = len(every) - late - running
    overdue = f"，{late} 项逾期" if late else ""
    return f"{len(every)} 项整改，{_done(done, len(every))}{overdue}"


def _done(done: int, every: int) -> str:
    """How many of some rectifications are done, in words where none is."""
    return f"完成 {done:,} 项" if done else "都还没有完成" if every > 1 else "还没有完成"
