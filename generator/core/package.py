"""What a department-year says of itself in ``package.yaml``, and what the finance bureau waives in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of document that is disclosed: what it is called, and what it holds and when it is due.

    ``brief``: what it is called over a narrow column, in two lines.
    """

    title: str
    holds: str
    brief: tuple[str, str]


# By code (预算法 14 条, 财预〔2016〕143 号 and the five statements' practice).
KINDS: Mapping[str, Kind] = {
    "D1": Kind(
        title="政府预决算绩效说明",
        brief=("预算", "说明"),
        holds="政府预算、决算的说明里关于绩效的部分，以及年度预算绩效管理工作情况说明；预算、决算批准后 20 日内。",
    ),
    "D2": Kind(
        title="项目绩效目标",
        brief=("项目", "目标"),
        holds="随部门预算公开，全部非涉密项目的绩效目标表；财政批复后 20 日内。",
    ),
    "D3": Kind(
        title="部门整体绩效目标", brief=("整体", "目标"), holds="随部门预算公开，部门整体的战略目标、年度目标和指标。"
    ),
    "D4": Kind(
        title="项目绩效自评", brief=("项目", "自评"), holds="随部门决算公开，全部非涉密项目的自评表；批复后 20 日内。"
    ),
    "D5": Kind(title="部门整体绩效自评", brief=("整体", "自评"), holds="随部门决算公开，部门整体支出的自评。"),
    "D6": Kind(title="部门评价", brief=("部门", "评价"), holds="主管部门组织的评价，随部门决算公开。"),
    "D7": Kind(
        title="财政重点评价", brief=("财政", "评价"), holds="财政部门组织的评价，完成并报告政府、人大之后公开。"
    ),
    "D8": Kind(
        title="整改与结果应用",
        brief=("整改", "应用"),
        holds="问题、措施、整改状态，以及对以后预算的影响；整改期满后公开。",
    ),
    "D9": Kind(title="绩效管理制度", brief=("管理", "制度"), holds="绩效管理的制度文件，形成后 20 个工作日内公开。"),
    "D10": Kind(
        title="财政运行评价与成本绩效",
        brief=("运行", "成本"),
        holds="下级政府财政运行评价、成本绩效分析和支出标准，提倡公开。",
    ),
    "D11": Kind(
        title="绩效运行监控", brief=("运行", "监控"), holds="绩效运行监控的结果或通报，本地要求公开的按本地的期限。"
    ),
}


NO_PROJECTS, NO_WHOLE_DEPARTMENT, NOTHING_WITHHELD = "没有项目", "没有部门整体绩效", "没有不公开事项"
# What a department may declare that it has none of in a year; what it has not, it does not owe.
DECLARATIONS: Mapping[str, str] = {
    NO_PROJECTS: "本年度没有项目支出，不欠项目的绩效目标、自评和部门评价",
    NO_WHOLE_DEPARTMENT: "本年度不编报部门整体绩效，不欠部门整体绩效目标和自评",
    NOTHING_WITHHELD: "本年度没有依法不公开的项目，公开的就是全部",
}


@dataclass(frozen=True, kw_only=True)
class Document:
    """One disclosed document of a department-year: kind D1–D11, title and day of publication (YYYY-MM-DD).

    ``number`` and ``written`` are its own number and date, where they are not those of the whole folder; ``link`` is
    the address of the original on the portal, ``file`` the name of the original in the folder ``originals``.
    """

    kind: str
    title: str
    published: str
    number: str = ""
    written: str = ""
    link: str = ""
    file: str = ""


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """What is not disclosed: how many of which kind and on which ground; never names."""

    kind: str
    ground: str
    count: int
    note: str = ""
    project_code: str = ""


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """The finance bureau's permission to publish an original with a mistake as it is: where, when and why.

    ``path``: of the division's file, the only place where it may stand. ``authority`` and ``basis``: who else has said
    so, and in which document; needed in the finance bureau's own folder. ``by``: who answers for it, as registered;
    the check says so, nobody writes it.
    """

    division: str
    fiscal_year: int
    department: str
    path: str
    rule: str
    table: str
    record: str
    field: str
    date: str
    reason: str
    authority: str = ""
    basis: str = ""
    by: str = ""

    @property
    def key(self) -> tuple[str, int, str]:
        """Division, fiscal year and department of the folder it is about."""
        return (self.division, self.fiscal_year, self.department)

    @property
    def said(self) -> str:
        """Why the original stands as it is, and on which basis if that is told."""
        return f"{self.reason.rstrip('。')}（依据：{self.basis}）" if self.basis else self.reason


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """The finance bureau's word that a department-year may be taken away: which, when and why."""

    division: str
    fiscal_year: int
    department: str
    path: str
    date: str
    reason: str

    @property
    def key(self) -> tuple[str, int, str]:
        """Division, fiscal year and department of what is taken away."""
        return (self.division, self.fiscal_year, self.department)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a bureau publicly says to a warning or flag about one of its records.

    ``by``: the bureau, as registered; the check says so, nobody writes it.
    """

    rule: str
    table: str
    record: str
    date: str
    text: str
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Package:
    """One department-year folder: its metadata from ``package.yaml``."""

    division: str
    fiscal_year: int
    department: str
    path: str
    title: str
    publisher: str
    published_date: str
    index_number: str = ""
    topic: str = ""
    document_number: str = ""
    written_date: str = ""
    disclosure: str = "主动公开"
    validity: str = "有效"
    keywords: tuple[str, ...] = ()
    contact: str = ""
    documents: tuple[Document, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    declares: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()

    @property
    def key(self) -> tuple[str, int, str]:
        """Division, fiscal year, department."""
        return (self.division, self.fiscal_year, self.department)
