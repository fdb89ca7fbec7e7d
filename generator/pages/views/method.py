"""The method page, every rule with its thresholds and every profile with all its values; pages of their examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core.codes import CODES, Code
from generator.core.package import KINDS
from generator.core.profile import Profile, Value
from generator.core.runs import RuleRun
from generator.core.schema import Table
from generator.derive.answers import ANSWERS, Rules
from generator.derive.disclosure import MEANINGS, SLUGS
from generator.derive.reconciliation import WORDS
from generator.derive.site import Site
from generator.derive.statements import VERDICTS
from generator.derive.verdicts import CLAUSES, Clause
from generator.facts.projects import STATES, State
from generator.facts.reconciliation import LEVELS
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views.parts.words import Meaning
from generator.rules import RULES, Rule

Rows = Sequence[Mapping[str, str]]

_SCHEMES = {"A": "成本不单列", "B": "成本单列"}
_AT_MOST = {"a": "分值×（1－超出指标值的比例）", "b": "分值×指标值÷完成值"}
DIVISIONS = 10  # of those in which a rule looked at something, told of one by one
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


class Text(NamedTuple):
    """What stands in a cell of an example or at the head of its column, and the style of the column."""

    text: str
    style: str = ""


class Example(NamedTuple):
    """Rows as a small table."""

    title: str
    heads: Sequence[Text]
    rows: Sequence[Sequence[Text]]


class Did(NamedTuple):
    """What a rule did in a division, in words, a year each."""

    place: str
    years: Sequence[str]


class Account(NamedTuple):
    """What a rule did: in the divisions told of one by one, and how many records it checked in how many others."""

    divisions: Sequence[Did]
    elsewhere: int
    records: int


class Told(NamedTuple):
    """A rule as the page tells it: how often it hit, what it did where, where it looks, and its examples."""

    rule: Rule
    times: int
    account: Account
    table: Table | None
    fields: Sequence[str]
    bad: Sequence[Example]
    good: Sequence[Example]
    thresholds: Sequence[Value]


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
    """A profile, the places and years it is in force for in words, and its values."""

    profile: Profile
    in_force: Sequence[str]
    values: Sequence[Value]
    thresholds: Sequence[Value]


class CodeRow(NamedTuple):
    """A check of structure, and how often it hit."""

    code: str
    entry: Code
    times: int


class DocumentKind(NamedTuple):
    """A kind of document: its code and what it is called."""

    code: str
    title: str


class StepWords(NamedTuple):
    """A step from the goals to the money spent: what it is called and means, and whether it is a total."""

    title: str
    meaning: str
    level: bool


@dataclass(frozen=True, kw_only=True)
class MethodPage(Content):
    """How the site judges.

    ``states`` and ``kinds`` are those of disclosure, ``standings`` what may become of a project, ``steps`` those from
    the goals to the money spent, ``clauses`` the parts of a project's first sentence, ``sentences`` those of other
    pages; ``least_met`` is the share of the weight (%) from which words count as a target reached. ``default`` is the
    profile where none else is in force and ``variants`` the others with what differs from it, ``families`` are the
    rules by the data they look at and ``by_code`` all of them, ``codes`` the checks of structure, ``verdicts`` the
    words on figures of statements.
    """

    states: Sequence[Meaning]
    clauses: Sequence[Clause]
    sentences: Sequence[Rules]
    standings: Sequence[State]
    steps: Sequence[StepWords]
    least_met: float
    kinds: Sequence[DocumentKind]
    default: Shown
    variants: Sequence[Shown]
    families: Sequence[Family]
    by_code: Sequence[Rule]
    codes: Sequence[CodeRow]
    verdicts: Sequence[Meaning]


@dataclass(frozen=True, kw_only=True)
class ExamplesPage(Content):
    """The rules about one kind of data, each with what it points out and what it does not."""

    family: Family


def families(site: Site) -> list[Family]:
    """The rules by the data they look at."""
    tables = site.checked.catalogue.tables
    default = next(one for one in site.checked.profiles if one.name == "default")
    values = {one.name: one for one in (*values_of(default), *default.thresholds)}
    told: dict[str, list[Told]] = {name: [] for name in _FAMILIES}
    for rule in RULES.values():
        table = tables.get(rule.table)
        told[_family(table)].append(
            Told(
                rule=rule,
                times=site.findings.of_code.get(rule.code, 0),
                account=_account(site, rule.code),
                table=table,
                fields=[table.field(name).title for name in rule.fields if name in table.names] if table else [],
                bad=_examples(site, rule.bad[:1]),
                good=_examples(site, rule.good[:1]),
                thresholds=[values[name] for name in rule.thresholds],
            )
        )
    return [Family(name, title, told[name]) for name, title in _FAMILIES.items() if told[name]]


def example_pages(site: Site) -> Iterator[PageContext[ExamplesPage]]:
    """One page for each family of rules."""
    for family in families(site):
        yield PageContext(
            params={"family": family.name},
            title=f"核对规则的例子：{family.title}",
            description=f"{family.title}：{family.size} 条核对规则，每一条怎样的填法会被指出、怎样的不会。",
            trail=(Crumb(f"例子：{family.title}"),),
            content=ExamplesPage(family=family),
        )


def overview(site: Site) -> MethodPage:
    """What the method page lists."""
    profiles = {one.name: one for one in site.checked.profiles}
    default = profiles.pop("default")
    return MethodPage(
        states=[Meaning(state, SLUGS[state], meaning) for state, meaning in MEANINGS.items()],
        standings=list(STATES.values()),
        steps=[StepWords(title, meaning, name in LEVELS) for name, (title, meaning) in WORDS.items()],
        clauses=CLAUSES,
        sentences=list(ANSWERS.values()),
        least_met=default.qualitative_bands["达成"] * 100,
        kinds=[DocumentKind(code, kind.title) for code, kind in KINDS.items()],
        default=Shown(default, (), list(values_of(default)), default.thresholds),
        # Of the others only what differs, those in force first.
        variants=[
            Shown(
                one,
                _places(site, one),
                _different(values_of(one), values_of(default)),
                _different(one.thresholds, default.thresholds),
            )
            for one in sorted(profiles.values(), key=lambda one: (not one.in_force, one.name))
        ],
        families=families(site),
        by_code=list(RULES.values()),
        codes=[CodeRow(code, entry, site.findings.of_code.get(code, 0)) for code, entry in CODES.items()],
        verdicts=[Meaning(verdict, slug, meaning) for verdict, (slug, meaning) in VERDICTS.items()],
    )


def _account(site: Site, rule: str) -> Account:
    """What a rule did in each division, those first in which it checked most; a site of many tells of the first."""
    runs = site.checked.runs
    counts: Counter[str] = Counter()
    years: dict[str, list[str]] = {}
    for (division, year), done in sorted(runs.places.items(), key=lambda one: (one[0][0], one[0][1] or 0)):
        if (run := done.get(rule)) is not None:
            counts[division] += run.checked
            years.setdefault(division, []).append(_in_words(year, run))
    first = [division for division, _ in counts.most_common(DIVISIONS)]
    return Account(
        divisions=[Did(site.place(division), years[division]) for division in first],
        elsewhere=len(counts) - len(first),
        records=sum(counts.values()) - sum(counts[division] for division in first),
    )


def _in_words(year: int | None, run: RuleRun) -> str:
    """What a rule did in one year: 2025年度核对 52 条，1 条无法核对（没有公布基数）."""
    parts = [f"核对 {run.checked:,} 条"] if run.checked else []
    parts += [f"{f'{count:,} 条' if count else '有记录'}无法核对（{why}）" for why, count in run.unable.items()]
    when = f"{year}年度" if year else "各年度"
    return f"{when}{'' if run.checked else ' '}{'，'.join(parts)}"


def _places(site: Site, profile: Profile) -> list[str]:
    """Where and when a profile is in force."""
    return [f"{site.place(division)} {first}–{last}年度" for division, first, last in profile.in_force]


def _family(table: Table | None) -> str:
    """The family of the rules of a table."""
    if table is None or table.group not in _FAMILIES:
        return "frame"
    return "statements" if table.name in _STATEMENTS else table.group


def values_of(profile: Profile) -> Iterator[Value]:
    """Each value of a profile that is more than a plain number."""
    grades = [f"{grade} {start:g} 分起" for grade, start in profile.bands]
    yield Value("bands", "等级线（含本数）", "，".join(grades))
    yield Value("execution_weight", "预算执行率分值", f"{profile.execution_weight:g} 分")
    schemes = [
        f"{_SCHEMES.get(scheme, scheme)}：{'、'.join(f'{name} {weight:g}' for name, weight in weights.items())}"
        for scheme, weights in profile.level1_weights.items()
        if weights
    ]
    yield Value("level1_weights", "一级指标分值", "；".join(schemes) or "不作规定，由各表单自定")
    formulas = [_AT_MOST.get(one, one) for one in profile.at_most_formulas]
    yield Value(
        "at_most_formulas", "反向指标未达标的计分", "，或".join(formulas) + ("（符合其一即可）" * (len(formulas) > 1))
    )
    steps = [f"{name}从分值的 {share * 100:g}% 起" for name, share in profile.qualitative_bands.items()]
    yield Value("qualitative_bands", "定性指标", "，".join([*steps, "其余为未达成"]))
    lights = [f"低于 {index:g} 为{light}灯" for light, index in profile.progress_bands.items()]
    yield Value("progress_bands", "监控进度指数（执行率÷序时进度×100）", "，".join(lights))
    least = [f"1—{month} 月不低于 {rate:g}%" for month, rate in profile.progress_minimums.items()]
    yield Value("progress_minimums", "各月执行率下限", "，".join(least) or "不另设，只看指数")
    conclusions = [f"{conclusion} {start:g} 分起" for conclusion, start in profile.ex_ante_bands.items()]
    yield Value("ex_ante_bands", "事前评估结论", "，".join([*conclusions, "以下不予支持"]))
    yield Value("local_fields", "本地表单另有的栏", _listed(profile.local_fields) or "没有")
    yield Value("lacking_fields", "本地表单没有的栏", _listed(profile.lacking_fields) or "没有")


def _listed(names: Mapping[str, Sequence[str]]) -> str:
    return "；".join(f"{table}：{'、'.join(fields)}" for table, fields in names.items())


def _different(own: Iterable[Value], common: Iterable[Value]) -> list[Value]:
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
                heads = {one.name: Text(one.heading, _CELLS.get(one.type, "")) for one in table.fields}
                if "fiscal_year" not in heads:  # the folder says it; an example that spans years must, too
                    heads = {"fiscal_year": Text("财政年度"), **heads}
            elif (
                name == "documents"
            ):  # of ``package.yaml``: the rules about disclosure see them, though they are no table
                title = "已公开的文件（package.yaml 的 documents）"
                heads = {"kind": Text("文种"), "title": Text("文件名称"), "published": Text("公开日期", "day")}
            else:
                continue
            used = [field for field in heads if any(row.get(field) for row in rows)]
            cells = [[Text(row.get(field, ""), heads[field].style) for field in used] for row in rows]
            result.append(Example(title, [heads[field] for field in used], cells))
    return result
