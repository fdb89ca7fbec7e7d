"""The annual statements: their figures by stage of the process, and what recomputing them showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from generator.core import addresses
from generator.core.numbers import MICRO, YI, in_yi
from generator.core.words import AGAINST_RECORDS, STATEMENT_STAGES
from generator.derive.rows import Row, named
from generator.facts.columns import integers, strings
from generator.facts.figures.verdicts import CONSISTENT, DERIVED, DOUBTFUL, INCONSISTENT, NO_BASE

VERDICTS: Mapping[str, tuple[str, str]] = {
    CONSISTENT: ("same", "用文件里的其他数字重新计算，结果与公布的一致（在公布位数的半个末位之内）。"),
    INCONSISTENT: ("differs", "重新计算的结果与公布的不同，差额写在旁边；不等于原文有错，也可能是口径没有写明。"),
    NO_BASE: ("open", "要复算需要的基数没有公布，只能列出由公布数字倒推的结果。"),
    DERIVED: ("derived", "文件没有公布这个数，由其他公布数算出，供参考；没有可以比对的数，不作一致与否的判断。"),
    DOUBTFUL: ("doubt", "数字能算，但参与计算的几个数字年度、范围或对象不同，不能下结论。"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Recomputation:
    """One piece of arithmetic over a statement's figures, or one figure against the records (``of_records``)."""

    anchor: str
    of_records: bool
    title: str
    formula: str
    published: str
    recomputed: str
    verdict: str
    slug: str
    explanation: str
    figures: tuple[Figure, ...]


class FigureVerdict(NamedTuple):
    """A verdict on a figure, with its style: the address of the first recomputation that says so, and how many do."""

    verdict: str
    slug: str
    address: str
    times: int


class CountedVerdict(NamedTuple):
    """A verdict, its style and how often it occurs."""

    verdict: str
    slug: str
    times: int


class StageFigures(NamedTuple):
    """The figures of one stage of the process."""

    stage: str
    figures: Sequence[Figure]


class SingleFigure(NamedTuple):
    """A figure that only one of the compared statements gives."""

    statement: Statement
    figure: Figure


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One published figure with all that must be said with it."""

    code: str
    statement: str
    path: str
    anchor: str
    stage: str
    measure: str
    title: str
    year: str
    scope: str
    budget_scope: str
    value: int | None
    unit: str
    text: str
    converted: str
    qualifier: str
    section: str
    note: str
    other_year: bool
    verdicts: tuple[FigureVerdict, ...]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One annual statement, or another document with figures: its ``kind``, empty for an annual one."""

    code: str
    kind: str
    period: str
    scope: str
    document_number: str
    link: str
    division: str
    year: int
    department: str
    place: str
    title: str
    title_note: str
    publisher: str
    written: str
    scope_note: str
    source_note: str
    stages: Sequence[StageFigures]
    recomputations: Sequence[Recomputation]
    figures: int

    @property
    def path(self) -> str:
        """The page's path below the site's root."""
        return _path(self.division, self.year, kind=self.kind, code=self.code)

    @property
    def months(self) -> str:
        """The months it speaks of, in words; empty for the whole year."""
        return f"{self.period.replace('-', '—')}月" if self.period else ""

    @property
    def called(self) -> str:
        """Of what place, year, months and kind it is."""
        return f"{self.scope or self.place} {self.year}年{self.months}{self.kind and f' {self.kind}'}"

    @property
    def checks(self) -> Sequence[Checks]:
        """The arithmetic among the statement's own figures, then the figures against the records; what there is."""
        kinds = (("数字互相验算", False), ("与本站记录核对", True))
        found = ((title, [one for one in self.recomputations if one.of_records == kind]) for title, kind in kinds)
        return [Checks(title=title, all=every) for title, every in found if every]


@dataclass(frozen=True, kw_only=True)
class Checks:
    """Recomputations of one sort."""

    title: str
    all: Sequence[Recomputation]

    @property
    def verdicts(self) -> Sequence[CountedVerdict]:
        """Each verdict that occurs."""
        return [
            CountedVerdict(verdict, slug, count)
            for verdict, (slug, _) in VERDICTS.items()
            if (count := sum(one.verdict == verdict for one in self.all))
        ]

    @property
    def open(self) -> Sequence[Recomputation]:
        """What a reader should look at: everything that does not simply agree, the differences first."""
        order = ("differs", "doubt", "open")
        found = [one for one in self.all if one.verdict != CONSISTENT]
        return sorted(found, key=lambda one: order.index(one.slug) if one.slug in order else len(order))

    @property
    def settled(self) -> Sequence[Recomputation]:
        """What agrees."""
        return [one for one in self.all if one.verdict == CONSISTENT]


@dataclass(frozen=True, kw_only=True)
class ComparedRow:
    """One measure side by side: figures per statement, and in what they differ."""

    title: str
    cells: Sequence[Sequence[Figure]]
    mixed: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class ComparedStage:
    """One stage side by side: measures of several statements, and those only one statement gives."""

    stage: str
    rows: Sequence[ComparedRow]
    single: Sequence[SingleFigure]


def derive_statements(
    frames: Mapping[str, pd.DataFrame], recomputations: pd.DataFrame, places: Mapping[str, str]
) -> list[Statement]:
    """All statements by year, newest first; ``places`` names the divisions."""
    statements = list(named(_columns(frames["statements"], _STATEMENT_TEXTS, ("fiscal_year",))))
    figures: dict[str, list[Figure]] = {}
    for figure in _figures(frames["reported_figures"], statements, recomputations):
        figures.setdefault(figure.statement, []).append(figure)
    by_code = {figure.code: figure for own in figures.values() for figure in own}
    result = [
        _statement(
            row,
            places,
            figures.get(row.statement_code, []),
            _recomputations(recomputations, row.statement_code, by_code),
        )
        for row in statements
    ]
    return sorted(result, key=lambda one: (-one.year, one.division, one.kind != "", one.code))


_STATEMENT_TEXTS = (
    "statement_code",
    "division",
    "department",
    "kind",
    "period",
    "scope",
    "document_number",
    "link",
    "title",
    "title_note",
    "publisher",
    "written_date",
    "scope_note",
    "source_note",
)
_FIGURE_TEXTS = (
    "statement_code",
    "figure_code",
    "stage",
    "measure",
    "measure_title",
    "scope",
    "budget_scope",
    "value_text",
    "unit",
    "qualifier",
    "section",
    "note",
)


def _columns(frame: pd.DataFrame, texts: Sequence[str], numbers: Sequence[str]) -> dict[str, list[Any]]:
    return {
        **{name: strings(frame[name]) for name in texts},
        **{name: integers(frame[name]) for name in numbers},
    }


def _statement(
    row: Row, places: Mapping[str, str], figures: Sequence[Figure], recomputations: Sequence[Recomputation]
) -> Statement:
    stages = [
        StageFigures(stage, [figure for figure in figures if figure.stage == stage]) for stage in STATEMENT_STAGES
    ]
    return Statement(
        code=row.statement_code,
        kind=row.kind,
        period=row.period,
        scope=row.scope,
        document_number=row.document_number,
        link=row.link,
        division=row.division,
        year=row.fiscal_year,
        department=row.department,
        place=places.get(row.division, row.division),
        title=row.title,
        title_note=row.title_note,
        publisher=row.publisher,
        written=row.written_date,
        scope_note=row.scope_note,
        source_note=row.source_note,
        stages=[one for one in stages if one.figures],
        recomputations=recomputations,
        figures=len(figures),
    )


def compare(statements: Sequence[Statement]) -> list[ComparedStage]:
    """The statements side by side, by stage; a measure that only one of them gives is listed apart."""
    result = []
    for stage in STATEMENT_STAGES:
        cells: dict[str, list[list[Figure]]] = {}
        for column, statement in enumerate(statements):
            for name, figures in statement.stages:
                if name == stage:
                    for figure in figures:
                        cells.setdefault(figure.measure, [[] for _ in statements])[column].append(figure)
        rows, single = [], []
        for columns in cells.values():
            present = [figure for column in columns for figure in column]
            if sum(bool(column) for column in columns) > 1:
                rows.append(ComparedRow(title=_common_title(present), cells=columns, mixed=_mixed(present)))
            else:
                single += [SingleFigure(statements[i], figure) for i, column in enumerate(columns) for figure in column]
        if rows or single:
            result.append(ComparedStage(stage=stage, rows=rows, single=single))
    return result


def _common_title(figures: Sequence[Figure]) -> str:
    titles = [figure.title for figure in figures]
    return min(titles, key=len)


def _mixed(figures: Sequence[Figure]) -> list[str]:
    return [
        name
        for name, values in (
            ("年度不同", {figure.year for figure in figures}),
            ("范围不同", {_level(figure.scope) for figure in figures}),
            ("资金口径不同", {figure.budget_scope for figure in figures}),
        )
        if len(values) > 1
    ]


def _path(division: str, year: int, *, kind: str, code: str) -> str:
    """The page of a statement, or of another document with figures, below the site's root."""
    return addresses.bulletin(division, year, code.lower()) if kind else addresses.statement(division, year)


def _level(scope: str) -> str:
    """A scope without its tier's name: 全区 and 全县 both mean the whole place, 区级 and 县级 its own tier."""
    return "全域" if scope.startswith("全") else "本级"


def _figures(frame: pd.DataFrame, statements: Sequence[Row], recomputations: pd.DataFrame) -> list[Figure]:
    """All published figures, each with what recomputing it showed."""
    years = {row.statement_code: str(row.fiscal_year) for row in statements}
    paths = {
        row.statement_code: _path(row.division, row.fiscal_year, kind=row.kind, code=row.statement_code)
        for row in statements
    }
    verdicts = _verdicts(recomputations, paths)
    return [
        _figure(
            row,
            path=paths.get(row.statement_code, ""),
            report_year=years.get(row.statement_code, ""),
            verdicts=_counted(verdicts.get(row.figure_code, [])),
        )
        for row in named(_columns(frame, _FIGURE_TEXTS, ("subject_year", "value")))
    ]


def _figure(row: Row, *, path: str, report_year: str, verdicts: tuple[FigureVerdict, ...]) -> Figure:
    year = str(row.subject_year or "")
    return Figure(
        code=row.figure_code,
        statement=row.statement_code,
        path=path,
        anchor=row.figure_code.lower(),
        stage=row.stage,
        measure=row.measure,
        title=row.measure_title,
        year=year,
        scope=row.scope,
        budget_scope=row.budget_scope,
        value=row.value,
        unit=row.unit,
        text=_with_unit(row.value_text, row.unit),
        converted=_converted(row.value, row.unit),
        qualifier=row.qualifier,
        section=row.section,
        note=row.note,
        other_year=bool(year) and year != report_year,
        verdicts=verdicts,
    )


class _Verdict(NamedTuple):
    """What one recomputation says of a figure, and where it stands."""

    verdict: str
    slug: str
    address: str


def _verdicts(recomputations: pd.DataFrame, paths: Mapping[str, str]) -> dict[str, list[_Verdict]]:
    """What the recomputations say, by the code of each figure they use."""
    found: dict[str, list[_Verdict]] = {}
    for number, (_, row) in enumerate(recomputations.iterrows(), 1):
        verdict = str(row["verdict"])
        address = f"{paths.get(str(row['statement_code']), '')}#c{number}"
        for code in str(row["figures"]).split(";"):
            found.setdefault(code.strip(), []).append(
                _Verdict(verdict, VERDICTS.get(verdict, ("doubt", ""))[0], address)
            )
    return found


def _counted(verdicts: Sequence[_Verdict]) -> tuple[FigureVerdict, ...]:
    """Each verdict once, with the address of the first one and how many there are."""
    first: dict[str, _Verdict] = {}
    for one in verdicts:
        first.setdefault(one.verdict, one)
    words = [one.verdict for one in verdicts]
    return tuple(FigureVerdict(*one, words.count(one.verdict)) for one in first.values())


def _with_unit(text: str, unit: str) -> str:
    """The figure as published, with its unit behind a number."""
    if not text or unit in ("日期", "等级", "年", "月") or text.endswith(unit):
        return text
    if text[-1] in "一二三四五六七八九十两余":
        return f"{text}{unit}"
    if not text[-1].isdigit():
        return text
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}"


def _converted(value: int | None, unit: str) -> str:
    """An amount in 万元 said in 亿元 as well, exactly."""
    return f"{in_yi(value)} 亿元" if value is not None and unit == "万元" and value >= YI * MICRO else ""


def _recomputations(frame: pd.DataFrame, statement: str, figures: Mapping[str, Figure]) -> list[Recomputation]:
    result = []
    for number_, (_, row) in enumerate(frame.iterrows()):
        if str(row["statement_code"]) != statement:
            continue
        verdict = str(row["verdict"])
        codes = [code.strip() for code in str(row["figures"]).split(";") if code.strip()]
        result.append(
            Recomputation(
                anchor=f"c{number_ + 1}",
                of_records=str(row["kind"]) == AGAINST_RECORDS,
                title=_text(row["title"]),
                formula=_text(row["formula"]),
                published=_text(row["published"]),
                recomputed=_text(row["recomputed"]),
                verdict=verdict,
                slug=VERDICTS.get(verdict, ("doubt", ""))[0],
                explanation=_text(row["explanation"]),
                figures=tuple(figures[code] for code in codes if code in figures),
            )
        )
    return result


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value)
