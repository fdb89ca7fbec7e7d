"""The codes that published figures are registered under, each with its name, unit, year, scope and formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.core.facts import Facts
from generator.core.words import STATEMENT_STAGES
from generator.facts.figures.declared import TOLD
from generator.facts.measures.codes import is_listed
from generator.facts.measures.declared import ALIASES, MEASURES
from generator.facts.measures.declared.fiscal_operations import group_measures
from generator.facts.measures.measure import Measure
from generator.facts.measures.records import Records

_YEARS = {-1: "报告年度的上一年", 0: "报告年度", 1: "报告年度的下一年"}
_GROUP = "组名"


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasureLine:
    """One code; those that only statements tell have no formula and no rows."""

    code: str
    title: str
    unit: str
    year: str = ""
    scope: str = ""
    formula: str = ""
    rows: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasureStage:
    """The codes of one stage of a statement."""

    stage: str
    lines: Sequence[MeasureLine]


@dataclass(frozen=True, kw_only=True)
class MeasureCodes:
    """All codes by stage, and those that the site's statements use beside them."""

    stages: Sequence[MeasureStage]
    others: Sequence[MeasureLine]

    @property
    def count(self) -> int:
        """How many codes are declared."""
        return sum(len(one.lines) for one in self.stages)


def derive_measures(facts: Facts) -> MeasureCodes:
    """All codes, for a person who registers figures to look up."""
    records = Records(facts=facts, division="")  # of which only the words of the tables are asked
    lines: dict[str, list[MeasureLine]] = {stage: [] for stage in STATEMENT_STAGES}
    for measure in _measures():
        lines[measure.stage].append(_line(records, measure))
    for code, meant in ALIASES.items():
        measure = MEASURES[meant]
        note = f"与 {meant} 同义"
        lines[measure.stage].append(MeasureLine(code=code, title=measure.title, unit=measure.unit, note=note))
    for code, told in TOLD.items():
        note = "；".join(part for part in ("只登记，没有记录可以核对", told.note) if part)
        lines[told.stage].append(MeasureLine(code=code, title=told.title, unit=told.unit, note=note))
    stages = [MeasureStage(stage=stage, lines=own) for stage, own in lines.items()]
    return MeasureCodes(stages=stages, others=list(_others(facts)))


def _measures() -> Iterator[Measure]:
    for code, measure in MEASURES.items():
        yield measure
        if code == "fiscal_operation_group_count":
            yield from group_measures(_GROUP)


def _line(records: Records, measure: Measure) -> MeasureLine:
    return MeasureLine(
        code=measure.code,
        title=measure.title,
        unit=measure.unit,
        year=_YEARS[measure.offset],
        scope="全域" if measure.whole else "本级",
        formula=measure.how.formula(records),
        rows=measure.how.filter(records, None),
        note=measure.note,
    )


def _others(facts: Facts) -> Iterator[MeasureLine]:
    """What statements of the site say under codes of their own, by code."""
    rows = facts.tables["reported_figures"]
    own = rows[rows["measure"].notna() & ~rows["measure"].fillna("").map(is_listed).astype(bool)]
    for code, part in own.groupby("measure", sort=True):
        titles, units = (list(dict.fromkeys(part[name].dropna())) for name in ("measure_title", "unit"))
        yield MeasureLine(code=str(code), title="／".join(titles), unit="／".join(units))
