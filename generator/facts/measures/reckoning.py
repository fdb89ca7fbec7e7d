"""All figures of one statement: this year's, last year's where they are compared, and the changes between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from generator.core.facts import Facts
from generator.core.words import BUDGETS
from generator.facts.figures.kinds import annual
from generator.facts.figures.reported import Reported, figures_of
from generator.facts.measures.declared import COMPARED, MEASURES
from generator.facts.measures.declared.fiscal_operations import group_measures
from generator.facts.measures.figure import Figure, Source
from generator.facts.measures.measure import Measure, Value, value_of
from generator.facts.measures.records import Records
from generator.facts.measures.sources import source_of, tables_of

_BOOKED = ("goal", "monitoring", "self_evaluation", "key_evaluation")
_STANDARD_NAMES = {
    "市": ("全市", "市级"),
    "县": ("全县", "县级"),
    "区": ("全区", "区级"),
    "镇": ("全镇", "镇级"),
    "乡": ("全乡", "乡级"),
    "道": ("全街道", "街道级"),
}


@dataclass(frozen=True, kw_only=True)
class Change:
    """A figure against the year before: the records' figure, the difference, and what last year's statement said."""

    now: Figure
    before: Figure | None
    difference: Figure
    grown: bool
    published: str

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return self.difference.value == 0

    @property
    def differs(self) -> bool:
        """Whether last year's statement said something else than the records do."""
        return bool(self.published)


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """Everything reckoned for a statement, in the order of the appendix."""

    figures: tuple[Figure, ...]
    own: Mapping[str, Figure]
    changes: Mapping[str, Change]
    groups: Sequence[tuple[str, Figure, Figure | None]]


def tiers(name: str) -> tuple[str, str]:
    """How a place of that name calls the whole of it and its own tier: 全区, 区级."""
    return _STANDARD_NAMES.get(name[-1:], _STANDARD_NAMES["区" if "区" in name else "县"])


def statement_figures(facts: Facts, division: str, year: int) -> Reckoned:
    """All figures of a division's statement of ``year``."""
    records = Records(facts=facts, division=division)
    published = said_before(facts, division, year)
    maker = Maker(records=records, year=year)
    own = {code: figure for code, one in MEASURES.items() if (figure := maker.make(one, year + one.offset))}
    for code in list(_unsettled(own)):
        del own[code]
    for code in [one for one in own if one.endswith("_done_count") and one.replace("_done_", "_due_") not in own]:
        del own[code]  # without knowing how many were due, it says nothing that the stage's own count does not
    if "whole_department_count" not in own:
        own.pop("department_count", None)  # a base of nothing
    own |= dict(_scoped(own))
    changes = {}
    for code in COMPARED:
        if code in own and (change := _change(maker, MEASURES[code], own[code], published)):
            changes[code] = change
    groups = []
    if "fiscal_operation_group_count" in own:
        names = records.view("fiscal_operations", year - 1)
        names = names[names["fiscal_year"] == year - 1]
        for number, group in enumerate(sorted(names["group_name"].dropna().unique()), 1):
            size, mean = group_measures(str(group))
            count = maker.make(size, year - 1, f"-{number}")
            if count is not None:
                groups.append((str(group), count, maker.make(mean, year - 1, f"-{number}")))
    return Reckoned(figures=tuple(_ordered(own, changes, groups)), own=own, changes=changes, groups=groups)


@dataclass(frozen=True, kw_only=True)
class Maker:
    """Makes figures of one statement."""

    records: Records
    year: int

    def make(self, measure: Measure, year: int, suffix: str = "") -> Figure | None:
        """The figure of a measure for a subject year; None where there are no records."""
        value = value_of(self.records, measure, year)
        return None if value is None else self.dress(measure, value, year, suffix)

    def dress(self, measure: Measure, value: Value, year: int, suffix: str = "") -> Figure:
        """A reckoned value with all that must be said with it."""
        note = measure.note
        if value.empty:
            note = "；".join(part for part in (note, f"另有{value.empty}条记录没有填写") if part)
        return Figure(
            code=self.code(measure.code, suffix),
            measure=measure.code,
            stage=measure.stage,
            title=measure.title,
            value=value.number,
            text=value.text,
            unit=measure.unit,
            subject_year=year,
            scope=tiers(self.records.name)[0 if measure.whole else 1],
            formula=measure.how.formula(self.records),
            note=note,
            tables=tables_of(self.records, measure.how.views),
            source=source_of(self.records, measure, year),
            count=value.count,
        )

    def code(self, measure: str, suffix: str) -> str:
        """A figure's code: stable, whatever else the statement says."""
        return f"{self.records.division}-{self.year}-{measure.replace('_', '-')}{suffix}"


def _unsettled(own: Mapping[str, Figure]) -> Iterator[str]:
    """Figures by budget that do not add up to the whole, because some projects' budget is not known."""
    for prefix in _BOOKED:
        for what in ("count", "amount"):
            names = [f"{prefix}_{code}_{what}" for code in BUDGETS.values()]
            parts = [own[name].value or Fraction(0) for name in names if name in own]
            whole = own.get(f"{prefix}_{what}")
            if parts and (whole is None or sum(parts) != whole.value):
                yield from (name for name in names if name in own)


def _scoped(own: Mapping[str, Figure]) -> Iterator[tuple[str, Figure]]:
    """Figures that cover one or several of the four budgets, saying so."""
    for prefix in _BOOKED:
        names = []
        for budget, code in BUDGETS.items():
            count = own.get(f"{prefix}_{code}_count")
            if count is not None and count.value:
                names.append(budget)
            for what in ("count", "amount"):
                if f"{prefix}_{code}_{what}" in own:
                    yield f"{prefix}_{code}_{what}", replace(own[f"{prefix}_{code}_{what}"], budget_scope=budget)
        for what in ("count", "amount", "budget_books"):
            if names and f"{prefix}_{what}" in own:
                yield f"{prefix}_{what}", replace(own[f"{prefix}_{what}"], budget_scope="、".join(names))


def _change(
    maker: Maker, measure: Measure, now: Figure, published: Mapping[tuple[str, int], Reported]
) -> Change | None:
    """The change against the records of the year before, else against what was published of it."""
    year = now.subject_year - 1
    before = maker.make(measure, year, f"-{year}")
    said = published.get((measure.code, year))
    usable = said is not None and said.exact and said.scope == now.scope
    if before is not None and before.value is not None:
        base, rest = before.value, "上年记录"
    elif said is not None and usable:
        base, rest = said.number, "上年说明公布数"
    else:
        return None
    if now.value is None:
        return None
    step = now.value - base
    kind = "increase" if step >= 0 else "decrease"
    difference = Figure(
        code=maker.code(f"{measure.code}_{kind}", ""),
        measure=f"{measure.code}_{kind}",
        stage=now.stage,
        title=f"{now.title}比上年{'增加' if step >= 0 else '减少'}",
        value=abs(step),
        unit=now.unit,
        subject_year=now.subject_year,
        scope=now.scope,
        formula=f"本年－{rest}" if step >= 0 else f"{rest}－本年",
        tables=now.tables,
        source=Source(path=now.source.path, title=now.source.title, filter=_both(now, before)),
        count=now.count + (before.count if before else 0),
    )
    if before is not None and said is not None and usable:
        note = "；".join(part for part in (before.note, f"上年说明公布{said.shown}") if part)
        before = replace(before, note=note)
    agrees = said is None or not usable or (before is not None and _meets(said, before))
    return Change(
        now=now,
        before=before,
        difference=difference,
        grown=step >= 0,
        published="" if agrees or said is None else said.shown,
    )


def _both(now: Figure, before: Figure | None) -> str:
    if before is None:
        return now.source.filter
    return f"本年：{now.source.filter}。上年：{before.source.filter}"


def _meets(said: Reported, before: Figure) -> bool:
    return before.value is not None and said.interval.low <= before.value <= said.interval.high


def _ordered(
    own: Mapping[str, Figure],
    changes: Mapping[str, Change],
    groups: Sequence[tuple[str, Figure, Figure | None]],
) -> Iterator[Figure]:
    for code, figure in own.items():
        yield figure
        if code in changes:
            change = changes[code]
            if change.before is not None:
                yield change.before
            yield change.difference
        if code == "fiscal_operation_group_count":
            for _, count, mean in groups:
                yield count
                if mean is not None:
                    yield mean


def said_before(facts: Facts, division: str, year: int) -> dict[tuple[str, int], Reported]:
    """(measure, subject year) → what the division's earlier statements said; the latest of them counts."""
    statements = facts.tables["statements"]
    own = statements[annual(statements) & (statements["division"] == division) & (statements["report_year"] < year)]
    order = {code: int(one) for code, one in zip(own["statement_code"], own["report_year"], strict=True)}
    frame = facts.tables["reported_figures"]
    rows = frame[(frame["division"] == division) & frame["statement_code"].isin(list(order))]
    found = sorted(figures_of(rows), key=lambda one: order[one[0]])
    return {(figure.measure, figure.year): figure for _, figure in found}
