"""The sector files as typed content: project templates, measures, texts of problems and remedies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from generator.sample.numbers import HUNDRED

# libyaml reads these files about ten times faster; the pure reader gives the same result where it is missing.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

LEVEL2 = {
    "数": "数量指标",
    "质": "质量指标",
    "时": "时效指标",
    "本": "成本指标",
    "经": "经济效益指标",
    "社": "社会效益指标",
    "生": "生态效益指标",
    "续": "可持续影响指标",
    "满": "服务对象满意度指标",
    "会": "社会成本指标",
    "境": "生态环境成本指标",
}
_FRACTIONAL = {"公里", "%", "个百分点", "分", "小时", "系数", "万公里", "万吨", "万立方米", "度", "公顷"}
_MEASURE = re.compile(r"(?:([经社生续会境]):)?(.+?)(?: ([≤@])?([0-9.]+)(?:-([0-9.]+))? (\S+)|=(.+))")
_NAMES = {
    "人": "人数",
    "人次": "人次",
    "户": "户数",
    "场": "场次",
    "次": "次数",
    "平方米": "面积",
    "亩": "面积",
    "公顷": "面积",
    "公里": "长度",
    "米": "长度",
    "万立方米": "方量",
    "课时": "课时数",
    "天": "天数",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One measurable thing: label, place in the indicator tree, operator and range (hundredths) or text target."""

    label: str
    level2: str
    operator: str
    low: int = 0
    high: int = 0
    unit: str = ""
    text: str = ""

    @property
    def priced(self) -> bool:
        """Whether the range is a unit price in 元, so that the quantity follows from the money."""
        return self.operator == "@"

    @property
    def fractional(self) -> bool:
        """Whether the value may have decimals."""
        return self.unit in _FRACTIONAL

    @property
    def name(self) -> str:
        """The third-level indicator's name: for quantities the label with what is counted."""
        if self.level2 != "数量指标":
            return self.label
        ending = _NAMES.get(self.unit, "数量")
        return self.label if self.label.endswith((ending, "里程", "数量", "面积", "长度")) else self.label + ending


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """One kind of project of a sector, from which projects are made."""

    name: str
    work: str
    median: int
    purpose: str
    outputs: tuple[Measure, ...]
    quality: tuple[Measure, ...]
    gains: tuple[Measure, ...]
    served: str
    cost: str
    function_class: str
    fund: str
    budget: str
    kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What projects of one kind of work share, whatever the sector."""

    quality: tuple[Measure, ...]
    timely: tuple[Measure, ...]
    reasons: tuple[tuple[str, str], ...]
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sector:
    """The content of one sector file."""

    code: str
    title: str
    agencies: tuple[str, ...]
    gains: tuple[Measure, ...]
    templates: tuple[Template, ...]
    issues: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Common:
    """Places, third parties and kinds of work, shared by all sectors."""

    towns: tuple[str, ...]
    areas: tuple[str, ...]
    evaluators: tuple[str, ...]
    works: Mapping[str, Work]
    burdens: Mapping[str, tuple[Measure, ...]]


def measure(text: str, level2: str) -> Measure:
    """Read one measure; ValueError says which text is not understood."""
    match = _MEASURE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a measure: {text!r}")
    mark, label, operator, low, high, unit, words = match.groups()
    level2 = LEVEL2[mark] if mark else level2
    if words is not None:
        return Measure(label=label, level2=level2, operator="定性", text=words)
    first = round(float(low) * HUNDRED)
    last = round(float(high) * HUNDRED) if high else first
    sign = operator or ("≥" if high else "=")
    return Measure(label=label, level2=level2, operator=sign, low=first, high=last, unit=unit)


def _measures(texts: list[str], mark: str) -> tuple[Measure, ...]:
    return tuple(measure(text, LEVEL2[mark]) for text in texts)


def _pair(text: str) -> tuple[str, str]:
    first, second = text.split("→")
    return first, second


def read(name: str, folder: str = "sectors") -> dict[str, Any]:
    """One content file."""
    text = files("generator.sample").joinpath(folder, f"{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 (a safe loader, see above)
    return data


@cache
def texts(name: str) -> Mapping[str, Any]:
    """The texts of one mechanism: a file of the folder ``texts``."""
    return read(name, "texts")


def _template(entry: Mapping[str, Any], function_class: str) -> Template:
    return Template(
        name=entry["name"],
        work=entry["type"],
        median=int(entry["money"]) * 10_000,
        purpose=entry["why"],
        outputs=_measures(entry["do"], "数"),
        quality=_measures(entry["good"], "质"),
        gains=_measures(entry["gain"], "社"),
        served=entry["for"],
        cost=entry.get("cost", ""),
        function_class=function_class,
        fund=entry.get("fund", ""),
        budget=entry.get("budget", "一般公共预算"),
        kind=entry.get("kind", "特定目标类"),
    )


@cache
def common() -> Common:
    """The shared content."""
    data = read("common")
    works = {
        name: Work(
            quality=_measures(work["quality"], "质"),
            timely=_measures(work["timely"], "时"),
            reasons=tuple(map(_pair, work["reasons"])),
            problems=tuple(map(_pair, work["problems"])),
        )
        for name, work in data["types"].items()
    }
    return Common(
        towns=tuple(data["towns"]),
        areas=tuple(data["areas"]),
        evaluators=tuple(data["evaluators"]),
        works=works,
        burdens={name: _measures(texts, "会") for name, texts in data["burdens"].items()},
    )


@cache
def sector(code: str) -> Sector:
    """The content of the sector of that code; raises FileNotFoundError if there is none."""
    data = read(code)
    templates = (_template(entry, group) for group, entries in data["groups"].items() for entry in entries)
    return Sector(
        code=code,
        title=data["title"],
        agencies=tuple(data["agencies"]),
        gains=_measures(data["gains"], "社"),
        templates=tuple(templates),
        issues=tuple(map(_pair, data["issues"])),
    )
