"""The method page: every rule with its thresholds and examples, every profile with all its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.core.codes import CODES
from generator.core.package import KINDS
from generator.core.profile import Profile
from generator.core.schema import Table
from generator.derive.disclosure import MEANINGS, SLUGS
from generator.derive.site import Site
from generator.derive.statements import VERDICTS
from generator.rules import RULES, Rule

Rows = Sequence[Mapping[str, str]]

_SCHEMES = {"A": "成本不单列", "B": "成本单列"}
_AT_MOST = {"a": "分值×（1－超出指标值的比例）", "b": "分值×指标值÷完成值"}
# What a disclosed document has in ``package.yaml``; the rules about disclosure see it, though it is no table.
_CELLS = {"number": "n", "integer": "n", "date": "day"}  # a field's type → how its cells look


# What a rule looks at, as a reader would call it: the group of its table, but for tables that are read on their own.
_FAMILIES = {
    "goals": "绩效目标",
    "before": "事前评估",
    "during": "运行监控",
    "adjustment": "预算调整",
    "self-evaluation": "绩效自评",
    "evaluation": "独立评价与第三方报告",
    "consequence": "整改、结果应用与报告",
    "statements": "年度说明里的数字",
    "frame": "制度、标准、应办范围与公开期限",
}
_STATEMENTS = ("statements", "reported_figures")


class Example(NamedTuple):
    """Rows as a small table: its title, the title and look of each column, cells."""

    title: str
    heads: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]


class Told(NamedTuple):
    """A rule as the page tells it: how often it hit, where it looks, and its examples."""

    rule: Rule
    times: int
    table: Table | None
    fields: Sequence[str]
    bad: Sequence[Example]
    good: Sequence[Example]
    thresholds: Sequence[tuple[str, str]]


class Family(NamedTuple):
    """The rules that look at one kind of data: shown together, folded."""

    name: str
    title: str
    rules: Sequence[Told]

    @property
    def size(self) -> int:
        """How many rules it has."""
        return len(self.rules)

    @property
    def hits(self) -> int:
        """How often its rules hit on this site."""
        return sum(one.times for one in self.rules)

    @property
    def severities(self) -> Mapping[str, int]:
        """How many rules of each severity it has."""
        return Counter(one.rule.severity for one in self.rules)


class Shown(NamedTuple):
    """A profile, the divisions and years it is in force for, and its values as names, titles and words."""

    profile: Profile
    values: Sequence[tuple[str, str, str]]
    thresholds: Sequence[tuple[str, str, str]]


def overview(site: Site) -> dict[str, object]:
    """What the method page lists."""
    tables = site.checked.catalogue.tables
    profiles = {one.name: one for one in site.checked.profiles}
    default = profiles.pop("default")
    words = {name: (title, value) for name, title, value in (*values_of(default), *default.thresholds)}
    rules = sorted(RULES.values(), key=_place)
    told: dict[str, list[Told]] = {name: [] for name in _FAMILIES}
    for rule in rules:
        table = tables.get(rule.table)
        told[_family(table)].append(
            Told(
                rule=rule,
                times=site.findings.of_code.get(rule.code, 0),
                table=table,
                fields=[table.field(name).title for name in rule.fields if name in table.names] if table else [],
                bad=_examples(site, rule.bad[:1]),
                good=_examples(site, rule.good[:1]),
                thresholds=[words[name] for name in rule.thresholds],
            )
        )
    return {
        "families": [Family(name, title, told[name]) for name, title in _FAMILIES.items() if told[name]],
        "by_code": rules,
        "codes": [(code, entry, site.findings.of_code.get(code, 0)) for code, entry in CODES.items()],
        "states": [(state, SLUGS[state], meaning) for state, meaning in MEANINGS.items()],
        "kinds": [(code, kind.title) for code, kind in KINDS.items()],
        "default": Shown(default, list(values_of(default)), default.thresholds),
        # Of the others only what differs, those in force first.
        "variants": [
            Shown(one, _different(values_of(one), values_of(default)), _different(one.thresholds, default.thresholds))
            for one in sorted(profiles.values(), key=lambda one: (not one.in_force, one.name))
        ],
        "verdicts": [(verdict, slug, meaning) for verdict, (slug, meaning) in VERDICTS.items()],
    }


def _family(table: Table | None) -> str:
    """The family of the rules of a table."""
    if table is None or table.group not in _FAMILIES:
        return "frame"
    return "statements" if table.name in _STATEMENTS else table.group


def _place(rule: Rule) -> tuple[int, int, str]:
    """Rules of the field first, then flags, then what the project checks besides; each by its number."""
    return "RFC".index(rule.code[0]), int(rule.code[1:3]), rule.code[3:]


def values_of(profile: Profile) -> Iterator[tuple[str, str, str]]:
    """Name, title and words of each value of a profile that is more than a plain number."""
    grades = [f"{grade} {start:g} 分起" for grade, start in profile.bands]
    yield "bands", "等级线（含本数）", "，".join(grades)
    yield "execution_weight", "预算执行率分值", f"{profile.execution_weight:g} 分"
    schemes = [
        f"{_SCHEMES.get(scheme, scheme)}：{'、'.join(f'{name} {weight:g}' for name, weight in weights.items())}"
        for scheme, weights in profile.level1_weights.items()
        if weights
    ]
    yield "level1_weights", "一级指标分值", "；".join(schemes)
    formulas = [_AT_MOST.get(one, one) for one in profile.at_most_formulas]
    yield "at_most_formulas", "反向指标未达标的计分", "，或".join(formulas) + ("（符合其一即可）" * (len(formulas) > 1))
    steps = [f"{name}从分值的 {share * 100:g}% 起" for name, share in profile.qualitative_bands.items()]
    yield "qualitative_bands", "定性指标", "，".join([*steps, "其余为未达成"])
    lights = [f"低于 {index:g} 为{light}灯" for light, index in profile.progress_bands.items()]
    yield "progress_bands", "监控进度指数（执行率÷序时进度×100）", "，".join(lights)
    least = [f"1—{month} 月不低于 {rate:g}%" for month, rate in profile.progress_minimums.items()]
    yield "progress_minimums", "各月执行率下限", "，".join(least) or "不另设，只看指数"
    conclusions = [f"{conclusion} {start:g} 分起" for conclusion, start in profile.ex_ante_bands.items()]
    yield "ex_ante_bands", "事前评估结论", "，".join([*conclusions, "以下不予支持"])


def _different(
    own: Iterator[tuple[str, str, str]] | Sequence[tuple[str, str, str]],
    common: Iterator[tuple[str, str, str]] | Sequence[tuple[str, str, str]],
) -> list[tuple[str, str, str]]:
    known = set(common)
    return [one for one in own if one not in known]


def _examples(site: Site, examples: Sequence[Mapping[str, Rows]]) -> list[Example]:
    """Example rows as small tables."""
    result = []
    for example in examples:
        for name, rows in example.items():
            if not rows:
                continue
            table = site.checked.catalogue.tables.get(name)
            if table is not None:
                title = table.title
                heads = {one.name: (one.heading, _CELLS.get(one.type, "")) for one in table.fields}
                if "fiscal_year" not in heads:  # the folder says it; an example that spans years must, too
                    heads = {"fiscal_year": ("财政年度", ""), **heads}
            elif name == "documents":
                title = "已公开的文件（package.yaml 的 documents）"
                heads = {"kind": ("文种", ""), "title": ("文件名称", ""), "published": ("公开日期", "day")}
            else:
                continue
            used = [field for field in heads if any(row.get(field) for row in rows)]
            cells = [[row.get(field, "") for field in used] for row in rows]
            result.append(Example(title, [heads[field] for field in used], cells))
    return result
