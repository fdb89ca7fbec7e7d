"""The things that pass between stages: frozen, keyword-only, without any input or output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal

import pandas as pd

# Numbers are held as whole millionths of their unit, so that sums are exact: one millionth of 万元 is one 分 (0.01 元).
MICRO = 1_000_000
DECIMALS = 6
# No document of this field is older or newer; a day outside is a slip of the pen, or a stand-in for «for ever».
FIRST_DAY, LAST_DAY = "1949-10-01", "2100-12-31"

Severity = Literal["error", "warning", "flag"]
# The severities as people read them, the most serious first.
SEVERITIES: Mapping[Severity, str] = {"error": "错误", "warning": "提醒", "flag": "关注"}
Scope = Literal["common", "department-year"]
FieldType = Literal["string", "number", "integer", "year", "date"]

# What the folder of a department-year says of each of its rows; the loader adds it, rows do not repeat it.
CONTEXT = ("division", "fiscal_year", "department")
CONTEXT_TITLES = {"division": "区划代码", "fiscal_year": "财政年度", "department": "部门代码"}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a table, as its schema file declares it."""

    name: str
    title: str
    type: FieldType
    description: str
    example: str
    unit: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)
    synonyms: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """Whether an empty cell is an error."""
        return bool(self.constraints.get("required"))

    @property
    def heading(self) -> str:
        """The title with its unit, as a table head prints it."""
        return f"{self.title}（{self.unit}）" if self.unit else self.title


@dataclass(frozen=True, kw_only=True)
class ForeignKey:
    """Columns whose values must stand in another table; ``match`` says which context columns must agree as well."""

    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]
    match: Literal["folder", "division-year", "division"]

    @property
    def context(self) -> tuple[str, ...]:
        """The context columns that must agree."""
        return {"folder": CONTEXT, "division-year": CONTEXT[:2], "division": CONTEXT[:1]}[self.match]


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: its fields, keys and place, as its schema file declares it."""

    name: str
    title: str
    description: str
    group: str
    scope: Scope
    label: str
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The field of that name; KeyError if the table has none."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The field names in order."""
        return tuple(one.name for one in self.fields)

    @property
    def context(self) -> tuple[str, ...]:
        """The columns the folder adds: all three for a department-year table, none for a common one."""
        return CONTEXT if self.scope == "department-year" else ()

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that identify a row across the whole data folder."""
        return self.context + self.primary_key


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """What ``datapackage.yaml`` says of the whole, and the tables in their order."""

    name: str
    title: str
    description: str
    version: str
    licence: Mapping[str, str]
    sources: tuple[Mapping[str, str], ...]
    contact: str
    tables: Mapping[str, Table]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of document that is disclosed: what it is called, and what it holds and when it is due."""

    title: str
    holds: str


# By code (预算法 14 条, 财预〔2016〕143 号 and the five statements' practice).
KINDS: Mapping[str, Kind] = {
    "D1": Kind(
        title="政府预决算绩效说明",
        holds="政府预算、决算的说明里关于绩效的部分，以及年度预算绩效管理工作情况说明；预算、决算批准后 20 日内。",
    ),
    "D2": Kind(title="项目绩效目标", holds="随部门预算公开，全部非涉密项目的绩效目标表；财政批复后 20 日内。"),
    "D3": Kind(title="部门整体绩效目标", holds="随部门预算公开，部门整体的战略目标、年度目标和指标。"),
    "D4": Kind(title="项目绩效自评", holds="随部门决算公开，全部非涉密项目的自评表；批复后 20 日内。"),
    "D5": Kind(title="部门整体绩效自评", holds="随部门决算公开，部门整体支出的自评。"),
    "D6": Kind(title="部门评价", holds="主管部门组织的评价，随部门决算公开。"),
    "D7": Kind(title="财政重点评价", holds="财政部门组织的评价，完成并报告政府、人大之后公开。"),
    "D8": Kind(title="整改与结果应用", holds="问题、措施、整改状态，以及对以后预算的影响；整改期满后公开。"),
    "D9": Kind(title="绩效管理制度", holds="绩效管理的制度文件，形成后 20 个工作日内公开。"),
    "D10": Kind(title="财政运行评价与成本绩效", holds="下级政府财政运行评价、成本绩效分析和支出标准，提倡公开。"),
}


@dataclass(frozen=True, kw_only=True)
class Document:
    """One disclosed document of a department-year: kind D1–D10, title and day of publication (YYYY-MM-DD)."""

    kind: str
    title: str
    published: str


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
    """A written permission to publish an original with a mistake as it is: who, when and why."""

    rule: str
    table: str
    record: str
    field: str
    by: str
    date: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a bureau publicly says to a warning or flag about one of its records: ``by`` is the folder's publisher."""

    rule: str
    table: str
    record: str
    date: str
    text: str
    by: str


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
    waivers: tuple[Waiver, ...] = ()
    replies: tuple[Reply, ...] = ()

    @property
    def key(self) -> tuple[str, int, str]:
        """Division, fiscal year, department."""
        return (self.division, self.fiscal_year, self.department)


def _threshold(title: str, unit: str = "") -> Any:
    """A value of a profile that the method page lists as it is: what it is called and its unit."""
    return field(metadata={"title": title, "unit": unit})


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Weights, bands, thresholds and tolerances in force for some divisions and years; scores in 分, rates in %."""

    name: str
    title: str
    source: str
    in_force: tuple[tuple[str, int, int], ...]
    execution_weight: float
    level1_weights: Mapping[str, Mapping[str, float]]
    bands: tuple[tuple[str, float], ...]
    at_most_formulas: tuple[str, ...]
    qualitative_bands: Mapping[str, float]
    progress_bands: Mapping[str, float]
    progress_minimums: Mapping[str, float]
    ex_ante_bands: Mapping[str, float]
    score_tolerance: float = _threshold("得分容差", "分")
    rate_tolerance: float = _threshold("执行率、压减率容差", "个百分点")
    amount_tolerance: float = _threshold("金额容差", "万元")
    execution_reason_below: float = _threshold("执行率低于此须说明原因", "%")
    overachieved_ratio: float = _threshold("实际超过指标值的倍数，超过此须说明原因", "倍")
    yoy_jump: float = _threshold("同比增幅，超过此须说明原因", "%")
    spot_check_minimum: float = _threshold("自评抽查比例不低于", "%")
    results_weight: float = _threshold("评价指标体系中产出、效益分值合计不低于", "分")
    high_score: float = _threshold("高分线", "分")
    uniform_projects: float = _threshold("得分普遍很高：至少有多少个项目才看", "个")
    uniform_share: float = _threshold("得分普遍很高：高分项目所占比例", "%")
    uniform_mean: float = _threshold("得分普遍很高：平均分", "分")
    uniform_deviation: float = _threshold("得分普遍很高：标准差小于", "分")
    low_execution: float = _threshold("低执行率", "%")
    warning_red: float = _threshold("自评预警红灯：指标得分率高出执行得分率的比例", "%")
    warning_yellow: float = _threshold("自评预警黄灯：未执行的比例", "%")
    evaluation_gap: float = _threshold("自评高出独立评价的分数", "分")
    evaluation_cycle: float = _threshold("部门评价周期", "年")
    coverage_minimum: float = _threshold("各环节覆盖率不低于", "%")
    plausible_least: float = _threshold("一个项目的金额，低于此像是以亿元填写", "万元")
    plausible_most: float = _threshold("一个项目的金额，高于此像是以元填写", "万元")
    similar_text: float = _threshold("文字相似度不低于此视为相同", "%")
    copied_indicators: float = _threshold("指标照抄：与另一项目相同的指标至少", "项")
    copied_share: float = _threshold("指标照抄：相同的指标占本项目的比例", "%")
    repeated_texts: float = _threshold("同一段文字在一个部门出现的项目数", "个")
    repeated_values: float = _threshold("同一指标值与完成值重复的指标至少", "项")
    repeated_share: float = _threshold("同一指标值与完成值重复的指标所占比例", "%")

    @property
    def thresholds(self) -> tuple[tuple[str, str, str], ...]:
        """Name, title and value with unit of each plain number, in the order declared: what a page can list."""
        return tuple(
            (one.name, one.metadata["title"], f"{getattr(self, one.name):g}{one.metadata['unit']}")
            for one in fields(self)
            if one.metadata
        )


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing found in the data: where, what, what was expected, and what to do next."""

    code: str
    severity: Severity
    title: str
    message: str
    hint: str
    file: str
    division: str = ""
    year: int | None = None
    department: str = ""
    table: str = ""
    row: int | None = None
    field: str = ""
    record: str = ""
    name: str = ""
    value: str = ""
    expected: str = ""
    waiver: Waiver | None = None
    reply: Reply | None = None


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The data as read: every cell still the text the file holds.

    ``frames``: table → frame with the table's context and field columns as ``str`` (missing = NaN; ``fiscal_year``
    int64), ``_file`` (path as messages print it) and ``_row`` (row in a spreadsheet, the header being row 1).
    """

    catalogue: Catalogue
    profiles: tuple[Profile, ...]
    packages: tuple[Package, ...]
    frames: Mapping[str, pd.DataFrame]
    findings: tuple[Finding, ...]
    files: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The data as checked: typed frames and everything found.

    ``frames``: as in ``Loaded``, with numbers as Int64 millionths of their unit, integers and years as Int64, dates as
    ISO text; without ``_file`` and ``_row``, which findings alone tell.
    ``recomputations``: the annual statements' arithmetic (columns in ``generator.rules.statements``).
    """

    catalogue: Catalogue
    profiles: tuple[Profile, ...]
    packages: tuple[Package, ...]
    frames: Mapping[str, pd.DataFrame]
    recomputations: pd.DataFrame
    findings: tuple[Finding, ...]
    files: int
    rows: int
    today: date

    def count(self, severity: Severity) -> int:
        """How many findings have that severity."""
        return sum(finding.severity == severity for finding in self.findings)


@dataclass(frozen=True, kw_only=True)
class Output:
    """A file to publish: its path inside the output folder, with forward slashes, and its bytes."""

    path: str
    content: bytes


DownloadKind = Literal["all", "division-year", "table", "department-year"]


@dataclass(frozen=True, kw_only=True)
class DownloadFile:
    """One file of a set: its format (a key of ``paths.FORMATS``), path below the site's root, bytes and SHA-256."""

    format: str
    title: str
    path: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class DownloadSet:
    """One set of data in its formats.

    ``division``, ``year``, ``department`` and ``table`` are empty (0) where the set is not about one; ``published`` is
    the latest publication date of the packages in it (YYYY-MM-DD); ``sample`` says that it holds invented data.
    """

    kind: DownloadKind
    title: str
    division: str = ""
    year: int = 0
    department: str = ""
    table: str = ""
    rows: int
    tables: int
    published: str
    sample: bool
    files: tuple[DownloadFile, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that name the set within its kind."""
        return tuple(str(one) for one in (self.division, self.year, self.department, self.table) if one)

    def file(self, format_name: str) -> DownloadFile | None:
        """The file in that format, or None."""
        return next((one for one in self.files if one.format == format_name), None)
