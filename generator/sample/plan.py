"""The in-memory plan of one department: its projects over the fiscal years, before any row is written.

The plan is mutable on purpose: results, planters and consequences are worked into it one after the other;
the table modules only read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from math import ceil, exp
from random import Random

from generator.sample.content import Common, Measure, Sector, Template, common, sector
from generator.sample.departments import DIVISION, Department
from generator.sample.numbers import HUNDRED, YUAN_IN_WAN, round_amount, split, stream, tidy

# The sample is written as of this day: what would be disclosed later is not there yet.
TODAY = date(2026, 11, 20)

OUTPUT, BENEFIT, SATISFACTION, COST = "产出指标", "效益指标", "满意度指标", "成本指标"
# Second-level indicators in the order of the official forms.
_ORDER = (
    "数量指标",
    "质量指标",
    "时效指标",
    "成本指标",
    "经济成本指标",
    "社会成本指标",
    "生态环境成本指标",
    "经济效益指标",
    "社会效益指标",
    "生态效益指标",
    "可持续影响指标",
    "服务对象满意度指标",
)
SOURCES = ("当年财政拨款", "上年结转资金", "其他资金")


@dataclass(kw_only=True, slots=True)
class Indicator:
    """A third-level indicator of one project and year; values and scores in hundredths."""

    measure: Measure
    level1: str
    level2: str
    name: str
    unit: str
    operator: str
    target: int = 0
    text: str = ""
    weight: int = 0
    actual: int = 0
    outcome: str = ""
    score: int = 0
    note: str = ""
    formula: str = "b"

    @property
    def qualitative(self) -> bool:
        """Whether it is judged in words."""
        return self.operator == "定性"

    @property
    def short(self) -> bool:
        """Whether the result misses the target."""
        if self.outcome == "未实施":
            return True
        if self.qualitative:
            return self.outcome != "达成年度指标"
        return self.actual > self.target if self.operator == "≤" else self.actual < self.target

    @property
    def excess(self) -> float:
        """Result ÷ target of a positive quantitative indicator, else 1."""
        return self.actual / self.target if self.operator in {"≥", "="} and self.target else 1.0


@dataclass(kw_only=True, slots=True)
class Decision:
    """What an evaluation or monitoring does to the budget of a later year."""

    code: str
    department: str
    name: str
    project_code: str
    basis: str
    decision: str
    year: int
    rate: int
    evaluation: str = ""
    publisher: str = ""
    note: str = ""
    base: int = 0
    cut: int = 0
    approved: int = 0
    amounts: bool = True
    hide_base: bool = False
    ignored: bool = False


@dataclass(kw_only=True, slots=True)
class Project:
    """One project with what stays the same over its years."""

    code: str
    name: str
    template: Template
    sector: Sector
    department: Department
    place: str
    agency: str
    agency_code: str
    started: int
    last: int
    budget: float
    spread: float
    price: int
    scheme: str
    measures: list[tuple[str, Measure, float]]
    satisfaction: str
    total_cost: bool
    unit_cost: bool
    mix: tuple[float, float, float]
    decisions: list[Decision] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Case:
    """One project in one fiscal year; money in 元, in the order of SOURCES."""

    project: Project
    year: int
    random: Random
    initial: list[int]
    superior: int
    until: int
    indicators: list[Indicator]
    annual: list[int] = field(default_factory=list)
    spend: list[int] = field(default_factory=list)
    performance: str = "good"
    goal: str = ""
    term_goal: str = ""
    remark: str = ""
    result: str = ""
    note: str = ""
    cause: str = ""
    problems: str = ""
    improvements: str = ""
    new_name: str = ""
    ended_as: str = ""  # the kind of adjustment that its cancellation is registered as; 取消 unless a planter says so
    written_rate: int | None = None
    cancelled: bool = False
    self_evaluated: bool = True
    goal_published: bool = True
    goal_remark: str = ""
    review: str = "优"
    silent: bool = False
    quiet: bool = False
    goal_scale: int = 1
    planted: str = ""
    evaluation: str = ""

    @property
    def total(self) -> int:
        """The budget approved at the start of the year."""
        return sum(self.initial)

    @property
    def budget(self) -> int:
        """The budget after adjustment."""
        return sum(self.annual)

    @property
    def spent(self) -> int:
        """What was spent."""
        return sum(self.spend)

    @property
    def rate(self) -> float:
        """Spent ÷ budget, 0 where there is none."""
        return self.spent / self.budget if self.budget else 0.0


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """How many records of a kind of document are not published, and why; ``project_code`` where it is one project."""

    kind: str
    ground: str
    count: int
    note: str = ""
    project_code: str = ""


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """An error of the original that is published as it is, and why."""

    rule: str
    table: str
    record: str
    field: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the bureau says to a warning or flag on one of its records."""

    rule: str
    table: str
    record: str
    day: date
    text: str


@dataclass(kw_only=True, slots=True)
class Plan:
    """A department with its cases by fiscal year and what the department-year as a whole does."""

    department: Department
    years: dict[int, list[Case]]
    late: dict[int, int] = field(default_factory=dict)
    unpublished: set[int] = field(default_factory=set)
    withheld: dict[int, list[Withheld]] = field(default_factory=dict)
    waivers: dict[int, list[Waiver]] = field(default_factory=dict)
    replies: dict[int, list[Reply]] = field(default_factory=dict)
    uniform: set[int] = field(default_factory=set)

    def reported(self, year: int) -> bool:
        """Whether the self-evaluations of a fiscal year are due and published."""
        return evaluated(year) and year not in self.unpublished


def evaluated(year: int) -> bool:
    """Whether the self-evaluations of a fiscal year are due by TODAY (they follow the final accounts of year + 1)."""
    return date(year + 1, 9, 30) <= TODAY


def choose(pool: tuple[Measure, ...], count: int, random: Random) -> list[Measure]:
    """Some measures of a pool, in the pool's order."""
    count = min(count, len(pool))
    return [pool[index] for index in sorted(random.sample(range(len(pool)), count))]


_RARE = ("PPP", "国有资产", "产业引导基金", "直达资金")


def _rarity(template: Template) -> int:
    if template.budget != "一般公共预算":
        return 0
    return 1 if any(word in template.fund for word in _RARE) else 2


class Names:
    """Hands out project names of a department: each template bare once, then with places, then with phases."""

    def __init__(self, content: Sector, shared: Common, department: Department, random: Random) -> None:
        self._random = random
        self._templates = list(content.templates)
        random.shuffle(self._templates)
        # Each department shows its special money early: another of the four budgets, then a fund domain that is rare.
        special = [next((one for one in self._templates if _rarity(one) == kind), None) for kind in (0, 1)]
        front = [one for one in special if one is not None]
        self._templates = front + [one for one in self._templates if one not in front]
        places = shared.towns + shared.areas
        if content.code == "town":
            town = department.short_name
            places = tuple(f"{town}{unit}" for unit in ("东片", "西片", "南片", "北片", "中心社区", "沿河村居"))
        self._town = department.short_name if content.code == "town" else ""
        self._variants: list[list[str]] = []
        for _ in self._templates:
            order = list(places)
            random.shuffle(order)
            self._variants.append(order)
        self._next = 0

    def take(self) -> tuple[Template, str, str]:
        """The next template with a place ('' = the whole district) and a name that was not used before."""
        turn, index = divmod(self._next, len(self._templates))
        self._next += 1
        template = self._templates[index]
        order = self._variants[index]
        district_wide = index % 2 == 0
        if district_wide and turn == 0:
            return template, self._town, self._town + template.name
        phase, spot = divmod(turn - 1 if district_wide else turn, len(order))
        place = order[spot]
        name = f"{place}{template.name}"
        return template, place, name if phase == 0 else f"{name}（{_chinese(phase + 1)}期）"


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else digits[tens % 10]) + "十" + (digits[ones] if ones else "")


def _new_project(
    department: Department,
    content: Sector,
    shared: Common,
    names: Names,
    serial: int,
    year: int,
    first: bool,
    seed: int,
) -> Project:
    template, place, name = names.take()
    random = stream(seed, department.code, serial)
    started = year - random.choices((0, 1, 2), (0.5, 0.3, 0.2))[0] if first else year
    agency = random.randrange(len(content.agencies))
    spread = random.gauss(0.0, 0.75)
    work = shared.works[template.work]
    measures: list[tuple[str, Measure, float]] = []
    # A project of one town is smaller than one of the whole district.
    local = bool(place) and content.code != "town"
    lean = min(max(0.5 + 0.22 * spread - (0.3 if local else 0.0), 0.0), 1.0)

    def add(level1: str, chosen: list[Measure]) -> None:
        known = {one.name for _, one, _ in measures}
        fresh = (one for one in chosen if one.name not in known)
        measures.extend((level1, one, min(max(random.gauss(lean, 0.2), 0.0), 1.0)) for one in fresh)

    add(OUTPUT, list(template.outputs))
    add(OUTPUT, list(template.quality))
    add(OUTPUT, choose(work.quality, random.choice((0, 1, 1, 2)), random))
    add(OUTPUT, choose(work.timely, random.choice((1, 1, 2)), random))
    add(BENEFIT, list(template.gains))
    add(BENEFIT, choose(content.gains, random.choice((0, 1, 1, 2)), random))
    scheme = "B" if random.random() < 0.65 else "A"
    if scheme == "B":
        add(COST, choose(shared.burdens[template.work], random.choice((0, 1, 1, 2)), random))
    outside = random.random()
    mix = (1.0, 0.0, 0.0)
    if outside < 0.12:
        mix = (0.85, 0.15, 0.0)
    elif outside < 0.2:
        mix = (0.7, 0.0, 0.3)
    letter = {"特定目标类": "T", "运转类": "Y", "人员类": "R"}[template.kind]
    priced = next((one for one in template.outputs if one.priced), None)
    price = round(priced.low + (priced.high - priced.low) * random.random()) if priced else 0
    return Project(
        code=f"{DIVISION}{started % 100:02d}{letter}{department.number}{agency + 1:03d}{serial:06d}",
        name=name,
        template=template,
        sector=content,
        department=department,
        place=place,
        agency=_agency(content, department, agency),
        agency_code=f"{department.number}{agency + 1:03d}",
        started=started,
        last=year + random.choices((0, 1, 2), (0.2, 0.25, 0.55))[0],
        budget=template.median * exp(spread) * (0.7 if local else 1.35),
        spread=spread,
        price=price,
        scheme=scheme,
        measures=measures,
        satisfaction=f"{template.served}满意度" if random.random() > 0.04 else "",
        total_cost=not template.cost or random.random() < 0.25,
        unit_cost=bool(template.cost),
        mix=mix,
    )


def _agency(content: Sector, department: Department, index: int) -> str:
    name = content.agencies[index]
    if content.code in {"town", "general"}:
        return f"{department.name}{name}" if name else department.name
    return name.replace("区", "示例区", 1) if name.startswith("区") else name


def value(measure: Measure, position: float) -> int:
    """A target in hundredths at that position (0 to 1) of the measure's range, as targets are set."""
    raw = measure.low + (measure.high - measure.low) * position
    if measure.unit in {"%", "分", "系数"}:
        span = measure.high - measure.low
        step = 100 if span >= 300 else 50 if span >= 150 else 10 if span >= 20 else 1
        return round(raw / step) * step
    if measure.fractional:
        step = 100 if raw >= 10_000 or (measure.unit == "小时" and raw >= 500) else 10
        return max(step, round(raw / step) * step) if measure.low else round(raw / step) * step
    if measure.low == 0:
        return round(raw / HUNDRED) * HUNDRED
    return tidy(raw / HUNDRED)


def _indicators(project: Project, total: int, drift: float, random: Random) -> list[Indicator]:
    found: list[Indicator] = []
    main = 0
    main_unit = ""
    for level1, measure, position in project.measures:
        if measure.priced:
            quantity = total * 0.93 / (project.price / HUNDRED)
            target = tidy(quantity) if not measure.fractional else max(10, round(quantity * 10) * 10)
            if not main:
                main, main_unit = target, measure.unit
            operator = "≥"
        else:
            operator = measure.operator
            target = 0 if operator == "定性" else value(measure, min(max(position + drift, 0.0), 1.0))
        found.append(
            Indicator(
                measure=measure,
                level1=level1,
                level2=measure.level2,
                name=measure.name,
                unit=measure.unit,
                operator=operator,
                target=target,
                text=measure.text,
            )
        )
    cost1, cost2 = (COST, "经济成本指标") if project.scheme == "B" else (OUTPUT, "成本指标")
    if project.unit_cost and main:
        ceiling = total * HUNDRED / main
        unit = "元"
        if ceiling >= 20_000:
            ceiling, unit = ceiling / YUAN_IN_WAN, "万元"
        step = 10 ** max(0, len(str(int(ceiling))) - 2)
        limit = ceil(ceiling / step) * step * HUNDRED if unit == "元" else ceil(ceiling * 10) * 10
        found.append(_cost(project.template.cost, cost1, cost2, limit, f"{unit}/{main_unit}"))
    if project.total_cost:
        found.append(_cost("项目总成本", cost1, cost2, -(-total // 100), "万元"))
    if project.satisfaction:
        measure = Measure(
            label=project.satisfaction, level2="服务对象满意度指标", operator="≥", low=8800, high=9600, unit="%"
        )
        target = random.choice((8800, 9000, 9000, 9000, 9200, 9500, 9500, 9600))
        found.append(
            Indicator(
                measure=measure,
                level1=SATISFACTION,
                level2=measure.level2,
                name=measure.label,
                unit="%",
                operator="≥",
                target=target,
            )
        )
    weigh(found, project)
    rank = {COST: 0, OUTPUT: 1, BENEFIT: 2, SATISFACTION: 3}
    found.sort(key=lambda one: (rank[one.level1], _ORDER.index(one.level2)))
    return found


def _cost(name: str, level1: str, level2: str, limit: int, unit: str) -> Indicator:
    measure = Measure(label=name, level2=level2, operator="≤", low=limit, high=limit, unit=unit)
    return Indicator(measure=measure, level1=level1, level2=level2, name=name, unit=unit, operator="≤", target=limit)


def weights_of(scheme: str, satisfaction: bool) -> dict[str, int]:
    """The points of each first level (R04, R05): without a satisfaction indicator its 10 go to benefits."""
    if scheme == "A":
        return {OUTPUT: 50, BENEFIT: 30 if satisfaction else 40, SATISFACTION: 10 if satisfaction else 0}
    return {COST: 20, OUTPUT: 40, BENEFIT: 20 if satisfaction else 30, SATISFACTION: 10 if satisfaction else 0}


def weigh(found: list[Indicator], project: Project) -> None:
    """Give the indicators of each first level their shares of its points."""
    random = stream(project.code, "weights")
    for level1, total in weights_of(project.scheme, bool(project.satisfaction)).items():
        group = [one for one in found if one.level1 == level1]
        for one, share in zip(group, split(total, len(group), random), strict=True):
            one.weight = share * HUNDRED


def _case(project: Project, year: int, previous: Case | None, seed: int) -> Case:
    random = stream(seed, project.code, year)
    decision = next((one for one in project.decisions if one.year == year and one.amounts), None)
    if decision and previous:
        decision.base = previous.total
        cut = decision.base * decision.rate // 10_000
        decision.cut = cut - cut % 100 if cut >= 100 else cut
        decision.approved = total = decision.base - decision.cut
        if decision.ignored:
            total = round_amount(previous.total * 1.05, random)
        if decision.decision == "优先保障":
            total = decision.approved = decision.base + round_amount(decision.base * 0.08, random)
    elif previous:
        # A project rated 中 or 差 does not grow while its result is still being fed back.
        top = 0.98 if any(one.rate for one in project.decisions) else 1.3
        total = round_amount(previous.total * min(top, max(0.6, random.gauss(1.02, 0.12))), random)
    else:
        total = round_amount(project.budget, random)
    carryover, other = (round(total * part) // 100 * 100 for part in project.mix[1:])
    if previous is None and project.started == year:
        carryover = 0
    fiscal = total - carryover - other
    superior = 0
    if any(word in project.template.fund for word in ("转移支付", "直达资金")):
        superior = fiscal * random.choice((40, 50, 60, 80, 100)) // 100 // 100 * 100
    drift = random.gauss(0.0, 0.05) + (0.06 * (total / previous.total - 1) if previous else 0.0)
    return Case(
        project=project,
        year=year,
        random=random,
        initial=[fiscal, carryover, other],
        superior=superior,
        until=max(project.last, year),
        indicators=_indicators(project, total, drift, random),
    )


@dataclass(kw_only=True, slots=True)
class Grower:
    """Grows a department year by year, so that consequences of one year reach the budgets of later ones."""

    department: Department
    count: int
    seed: int
    _names: Names = field(init=False)
    _content: Sector = field(init=False)
    _serial: int = 0
    _active: list[Project] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._content = sector(self.department.sector)
        random = stream(self.seed, self.department.code, "names")
        self._names = Names(self._content, common(), self.department, random)

    def year(self, year: int, first: bool) -> Iterator[Case]:
        """The cases of a year: projects that continue, then new ones up to the wanted number."""
        self._active = [one for one in self._active if one.last >= year]
        while len(self._active) < self.count:
            self._serial += 1
            self._active.append(
                _new_project(
                    self.department, self._content, common(), self._names, self._serial, year, first, self.seed
                )
            )
        for project in self._active:
            case = _case(project, year, project.cases[-1] if project.cases else None, self.seed)
            project.cases.append(case)
            yield case
