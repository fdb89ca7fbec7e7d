"""绩效指标库: the indicators that projects of a sector, or of a kind of work, take their wording and unit from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from generator.sample.content import Measure, common, sector, texts
from generator.sample.departments import DIVISION
from generator.sample.numbers import figure
from generator.sample.plan import BENEFIT, COST, OUTPUT, SATISFACTION
from generator.sample.tables import Rows

# How many templates of a sector bring their main quantity, quality and effect into the library.
_TEMPLATES = 6
_LEVEL1 = {
    "数量指标": OUTPUT,
    "质量指标": OUTPUT,
    "时效指标": OUTPUT,
    "成本指标": COST,
    "社会成本指标": COST,
    "生态环境成本指标": COST,
    "服务对象满意度指标": SATISFACTION,
}


@cache
def _texts() -> Mapping[str, Any]:
    return texts("library")


def _of_sector(code: str) -> Iterator[tuple[str, Measure]]:
    """The measures of a sector with the field of spending each belongs to."""
    content = sector(code)
    for measure in content.gains:
        yield "", measure
    for template in content.templates[:_TEMPLATES]:
        field = template.function_class.partition(" ")[2]
        for group in (template.outputs, template.quality, template.gains):
            if group:
                yield field, group[0]


def _general() -> Iterator[tuple[str, Measure]]:
    for name, work in common().works.items():
        for measure in (*work.quality[:4], *work.timely[:2], *common().burdens[name][:1]):
            yield f"{name}类项目", measure


@cache
def names(code: str) -> frozenset[str]:
    """The indicators that the library has for a sector, those for all sectors included."""
    return frozenset(one.name for _, one in (*_general(), *_of_sector(code)))


def definition(one: Measure) -> str:
    """How the library defines an indicator."""
    text: str = _texts()["definition"][one.level2]
    return text.format(label=one.label)


def _whole_rows(first: int) -> Rows:
    """Indicators of whole departments: how they manage their budgets, and how they are seen."""
    entries = [("管理效率", entry["at"], entry) for entry in texts("whole")["management"]]
    entries.append(("社会效应", "服务对象满意度", texts("whole")["satisfied"] | {"op": "≥", "unit": "%"}))
    for number, (level1, level2, entry) in enumerate(entries, 1):
        yield {
            "division": DIVISION,
            "library_code": f"bm-{number:03d}",
            "sector": "通用",
            "applies_to": "部门整体",
            "level1": level1,
            "level2": level2,
            "level3": entry["name"],
            "operator": entry["op"],
            "unit": entry["unit"],
            "definition": entry["is"],
            "scoring_rule": _texts()["rule_low" if entry["op"] == "≤" else "rule"],
            "value_source": "计划标准",
            "evidence": _texts()["evidence"]["其他"],
            "from_year": str(first),
        }


def library_rows(sectors: Iterable[str], first: int) -> Rows:
    """Rows of ``indicator_library`` for these sectors and for all of them (通用), in use since ``first``."""
    yield from _rows("通用", "ty", _general(), first)
    yield from _whole_rows(first)
    for code in dict.fromkeys(sectors):
        yield from _rows(sector(code).title, code, _of_sector(code), first)


def _rows(title: str, prefix: str, measures: Iterable[tuple[str, Measure]], first: int) -> Rows:
    text = _texts()
    seen: set[str] = set()
    for field, one in measures:
        if one.name in seen:
            continue
        seen.add(one.name)
        words = one.operator == "定性"
        operator = "≥" if one.operator == "@" else one.operator
        reference = "" if words or one.priced or one.low == one.high else text["reference"]
        yield {
            "division": DIVISION,
            "library_code": f"{prefix}-{len(seen):03d}",
            "sector": title,
            "spend_field": field,
            "applies_to": "项目",
            "level1": _LEVEL1.get(one.level2, BENEFIT),
            "level2": one.level2,
            "level3": one.name,
            "operator": operator,
            "unit": one.unit,
            "definition": definition(one),
            "scoring_rule": text["rule_words" if words else "rule_low" if operator == "≤" else "rule"],
            "value_source": "历史标准"
            if one.level2.endswith("效益指标")
            else "行业标准"
            if operator == "="
            else "计划标准",
            "reference_value": reference.format(low=figure(one.low), high=figure(one.high), unit=one.unit),
            "evidence": text["evidence"].get(one.level2, text["evidence"]["其他"]),
            "from_year": str(first),
            "note": text["note"] if title == "通用" else "",
        }
