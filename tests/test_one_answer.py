"""One question, one answer: what the check finds and what the pages and the statement say, under every profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from generator.check import check
from generator.core.data import Checked, Loaded
from generator.core.facts import Facts
from generator.core.numbers import MICRO, percent
from generator.core.profile import Profile, profile_for
from generator.core.schema import Catalogue
from generator.derive import Site, derive
from generator.derive.applications import derive_applications
from generator.derive.coverage import derive_coverage
from generator.derive.ex_ante_evaluations import derive_ex_ante_evaluations
from generator.derive.monitorings import derive_monitorings
from generator.derive.policies import derive_policies
from generator.derive.printed import Marks
from generator.derive.projects import Projects, derive_projects
from generator.derive.rectifications import derive_rectifications
from generator.derive.reports import derive_reports
from generator.derive.scores import derive_proof
from generator.derive.standards import derive_standards
from generator.facts.columns import integers
from generator.facts.measures.reckoning import statement_figures
from generator.facts.measures.records import Records
from generator.facts.projects import project_years
from generator.load import load_profiles
from generator.pages.views.applications import moved
from generator.rules import RULES
from generator.statement import as_markdown, draft
from tests.conftest import DATA, DEPARTMENTS, PACKAGE, SHIPPED_TODAY, TODAY, DataFolder, clean_folder
from tests.stamping import stamped

PLACE = (("990001", 2020, 2030),)
SHIPPED = load_profiles(DATA)
DEFAULT = next(one for one in SHIPPED if one.name == "default")


def in_force(profile: Profile) -> tuple[Profile, ...]:
    """The default, and a profile that stands for every year of the invented district."""
    return (DEFAULT, replace(profile, name=f"{profile.name} here", in_force=PLACE))


VARIANTS = {one.name: in_force(one) for one in SHIPPED}
VARIANTS |= {
    "wide tolerances": in_force(replace(DEFAULT, rate_tolerance=0.5, amount_tolerance=0.5, score_tolerance=0.5)),
    "no tolerance": in_force(replace(DEFAULT, rate_tolerance=0.0, amount_tolerance=0.0)),
    "minimums of its own": in_force(replace(DEFAULT, progress_minimums={"3": 15.0, "7": 55.0})),
    "other bands": in_force(replace(DEFAULT, progress_bands={"红": 50.0, "黄": 70.0})),
    "less is enough": in_force(replace(DEFAULT, coverage_minimum=80.0, spot_check_minimum=50.0)),
}


# The shipped records, made uneven, under every profile.


def uneven(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables with rates, decided budgets and reasons that lie at, within and beyond what profiles tolerate."""
    steps = np.array([0, 5_000, 10_000, 10_001, 400_000, 500_000, 500_001, 2_000_000])
    made = {name: tables[name] for name in tables}
    for name, rate in (
        ("self_evaluation_funds", "execution_rate"),
        ("monitorings", "execution_rate"),
        ("ex_ante_evaluations", "cut_rate"),
        ("applications", "cut_rate"),
        ("cost_analyses", "cut_rate"),
    ):
        frame = made[name]
        off = pd.Series(steps[np.arange(len(frame)) % len(steps)], index=frame.index)
        made[name] = frame.assign(**{rate: frame[rate] + off})
    given = made["applications"]
    off = pd.Series(steps[np.arange(len(given)) % len(steps)], index=given.index)
    made["applications"] = given.assign(approved_amount=given["approved_amount"] - off, note=pd.NA).astype(given.dtypes)
    given = made["monitorings"]
    spend = given["actual_spend"] * pd.Series(1 + np.arange(len(given)) % 9, index=given.index) // 6
    made["monitorings"] = given.assign(actual_spend=spend, deviation_note=pd.NA).astype(given.dtypes)
    return made


@dataclass(frozen=True, kw_only=True)
class Sides:
    """The facts that rules see under a profile, and the pages' side of the same records."""

    facts: Facts
    at: Mapping[tuple[str, int, str], int]  # which projects have a page, whatever the profile
    tables: Mapping[str, Any]
    catalogue: Catalogue
    marks: Marks

    @cached_property
    def projects(self) -> Projects:
        return derive_projects(self.facts, derive_proof(self.facts), self.marks)

    def hits(self, code: str) -> pd.DataFrame:
        return RULES[code].function(self.facts)

    def profile(self, row: pd.Series) -> Profile:
        return profile_for(self.facts.profiles, str(row["division"]), int(row["fiscal_year"]))


# One by one for all that is shipped; quick: the default, and each of its values the other way.
_EACH = [
    pytest.param(name, marks=[pytest.mark.thorough] if name in {one.name for one in SHIPPED} - {DEFAULT.name} else [])
    for name in VARIANTS
]


# What hangs on some values of a profile only is quickly tried with those.
_TOLERANT = ("default", "wide tolerances", "no tolerance")


def quickly(*names: str) -> pytest.MarkDecorator:
    """Every variant, all but those named in the thorough tests only."""
    some = [pytest.param(name, marks=[] if name in names else [pytest.mark.thorough]) for name in VARIANTS]
    return pytest.mark.parametrize("sides", some, indirect=True, scope="module")


@pytest.fixture(scope="module", params=_EACH)
def sides(request: pytest.FixtureRequest, shipped_checked: Checked, shipped_derived: Site) -> Sides:
    known = shipped_checked.facts
    facts = Facts(
        tables=uneven(known.tables),
        profiles=VARIANTS[request.param],
        packages=known.packages,
        today=SHIPPED_TODAY,
        schemas=known.schemas,
    )
    catalogue = shipped_checked.catalogue
    marks = Marks(facts, ())
    return Sides(
        facts=facts,
        at=shipped_derived.projects.at,
        tables=catalogue.tables,
        catalogue=catalogue,
        marks=marks,
    )


def expected_light(spend: int, budget: int, month: int, profile: Profile) -> str:
    """The light as house rules say it, reckoned apart: own minimums of the latest month reached, else the bands."""
    rate = Fraction(spend * 100, budget)
    index = rate * 12 / month
    red, yellow = (Fraction(str(profile.progress_bands[name])) for name in ("红", "黄"))
    own = [int(one) for one in profile.progress_minimums if int(one) <= month]
    least = Fraction(str(profile.progress_minimums[str(max(own))])) if own else yellow * month / 12
    return "绿" if rate >= least else "红" if index < red else "黄"


@pytest.mark.thorough
def test_monitorings_have_one_light(sides: Sides) -> None:
    frame = derive_monitorings(sides.facts, sides.tables["monitorings"], sides.at, sides.marks).frame
    expected = [
        expected_light(int(row["actual_spend"]), int(row["annual_budget"]), int(row["period"]), sides.profile(row))
        for _, row in frame.iterrows()
    ]
    assert frame["light"].tolist() == expected
    found = sides.hits("R19")
    assert set(found.index) == set(frame.index[frame["light"].isin(("红", "黄"))])  # none gives a reason
    assert (found["message"].str[0] == frame.loc[found.index, "light"]).all()
    assert {"绿", "黄", "红"} >= set(frame["light"]) > {"绿"}


def test_lights_are_counted_as_they_are_found(sides: Sides) -> None:
    monitorings = derive_monitorings(sides.facts, sides.tables["monitorings"], sides.at, sides.marks)
    found = sides.facts.tables["monitorings"].loc[sides.hits("R19").index]
    for (division, year), periods in monitorings.years.items():
        for period in periods:
            here = found[(found["fiscal_year"] == year) & (found["period"] == period.month)]
            assert division == "990001"
            assert period.behind == period.total.red + period.total.yellow == len(here)


# Rule, table, and what the pages say of its rates: those printed beside the published ones.
RATES = {
    "R01": "self_evaluation_funds",
    "R01c": "monitorings",
    "R13": "applications",
    "R13c": "ex_ante_evaluations",
    "R13d": "cost_analyses",
}


def expected_apart(sides: Sides, table: str, rate: str, part: str, whole: str) -> set[int]:
    """The rows whose published rate is too far from the quotient, reckoned apart."""
    rows = sides.facts.tables[table].dropna(subset=[rate, part, whole])
    rows = rows[rows[whole] > 0]
    return {
        label
        for label, row in rows.iterrows()
        if abs(Fraction(int(row[rate]), MICRO) - Fraction(int(row[part]) * 100, int(row[whole])))
        > Fraction(str(sides.profile(row).rate_tolerance))
    }


@pytest.mark.thorough
@pytest.mark.parametrize("code", RATES)
def test_rates_differ_for_all_or_for_none(sides: Sides, code: str) -> None:
    table = RATES[code]
    whole = {"ex_ante_evaluations": "applied_amount", "applications": "base_amount", "cost_analyses": "base_amount"}
    execution = table not in whole
    names = ("execution_rate", "actual_spend") if execution else ("cut_rate", "cut_amount")
    expected = expected_apart(sides, table, *names, whole.get(table, "annual_budget"))
    given, hits = sides.facts.tables[table], sides.hits(code)
    hits = hits[hits["field"].isin(("", names[0])) & hits["message"].str.startswith("写的是")]
    stated = given.loc[hits.index]
    hits = hits[((stated["annual_budget"] if execution else stated[whole[table]]) > 0).to_numpy()]
    assert set(hits.index) == expected
    assert len(_rechecked(sides, table)) == len(expected)


def _rechecked(sides: Sides, table: str) -> list[str]:
    """The computed rates that the pages print beside the published ones."""
    facts, projects = sides.facts, sides.projects
    match table:
        case "self_evaluation_funds":
            return [fund.check for _, detail in projects.details() for fund in detail.funds if fund.check]
        case "monitorings":
            return (
                derive_monitorings(facts, sides.tables[table], projects.at, sides.marks)
                .frame["rate_check"]
                .dropna()
                .tolist()
            )
        case "applications":
            return [one.rate_check for one in derive_applications(facts, projects, {}).lines if one.rate_check]
        case "ex_ante_evaluations":
            years = derive_ex_ante_evaluations(facts, sides.tables[table], projects.at, sides.marks).years.values()
            return [row.rate_check for year in years for row, _ in year.rows if row.rate_check]
    made = derive_standards(sides.catalogue, facts, SHIPPED_TODAY.isoformat(), projects.at).values()
    return [row.rate_check for one in made for year in one.analyses for row in year.rows if row.rate_check]


@quickly(*_TOLERANT)
def test_a_projects_line_says_what_its_funds_say(sides: Sides) -> None:
    for line, detail in sides.projects.details():
        total = [fund for fund in detail.funds if fund.source == "年度资金总额"]
        assert [line.rate_check] == [fund.check for fund in total] or not total


def test_a_rate_of_forms_without_the_whole_years_budget_is_one(shipped_checked: Checked) -> None:
    """Lists, pages and the explorer reckon it from what the year came to have."""
    known = shipped_checked.facts
    funds = known.tables["self_evaluation_funds"]
    blank = pd.Series(pd.NA, index=funds.index, dtype="Int64")
    tables = {name: known.tables[name] for name in known.tables}
    tables["self_evaluation_funds"] = funds.assign(annual_budget=blank, execution_rate=blank)
    facts = Facts(
        tables=tables, profiles=known.profiles, packages=known.packages, today=SHIPPED_TODAY, schemas=known.schemas
    )
    years = facts.of(project_years).query("has_self")
    rates = map(percent, integers(years["spend"]), integers(years["annual"]))
    expected = dict(
        zip(years[["division", "fiscal_year", "key"]].itertuples(index=False, name=None), rates, strict=True)
    )
    lines = derive_projects(facts, derive_proof(facts), Marks(facts, ())).lines
    assert {(one.division, one.year, one.key): one.rate for one in lines if one.has_self} == expected
    assert len({*expected.values()}) > 20


@pytest.mark.thorough
def test_coverage_is_one(sides: Sides) -> None:
    facts = sides.facts
    derived = derive_coverage(facts)
    over, low = (set(sides.hits(code).index) for code in ("R21b", "R21c"))
    assert len(facts.tables["scopes"])
    for label, row in facts.tables["scopes"].iterrows():
        place = (row["division"], int(row["fiscal_year"]))
        own = row["extent"] == "本部门"
        links = derived.of_department[place[0], row["department"], place[1]] if own else derived.of_year[place]
        link = next(one for one in links if one.kind == row["kind"])
        assert link.due == row["due_count"]
        assert (label in over) is (link.done > row["due_count"])
        least = Fraction(str(sides.profile(row).coverage_minimum))
        short = link.done > 0 and Fraction(link.done * 100, int(row["due_count"]) or 1) < least and row["due_count"] > 0
        assert (label in low) is (short and not isinstance(row["remark"], str))


@quickly(DEFAULT.name)
def test_ex_ante_evaluations_count_for_whom_they_are_about(sides: Sides) -> None:
    rows = sides.facts.tables["ex_ante_evaluations"]
    counts = rows.groupby(["division", "subject_department", "fiscal_year"])["assessment_code"].nunique()
    derived = derive_coverage(sides.facts).of_department
    for place, links in derived.items():
        link = next(one for one in links if one.kind == "应事前评估")
        assert link.done == counts.get(place, 0)


def test_policies_stand_the_same(sides: Sides) -> None:
    facts, policies = sides.facts, derive_policies(sides.facts, sides.tables["policies"])
    rows = {row.policy_code: row for tier in policies["990001"].tiers for row in tier.rows}
    view = Records(facts=facts, division="990001").view("policies", SHIPPED_TODAY.year)
    told = dict(zip(view["policy_code"], view["validity_"] == "是", strict=True))
    assert {code: row.in_force for code, row in rows.items()} == told
    assert policies["990001"].in_force == sum(told.values())
    against = facts.tables["policies"].loc[sides.hits("C22b").index, "policy_code"]
    assert {code for code, row in rows.items() if row.lapsed or row.lasting} <= set(against)


@quickly(*_TOLERANT)
def test_consequences_moved_or_not_for_both(sides: Sides) -> None:
    given = sides.facts.tables["applications"]
    lines = derive_applications(sides.facts, sides.projects, {}).lines
    found = set(sides.hits("F09b").index)
    for label, line in zip(given.index, lines, strict=True):
        row = given.loc[label]
        later = sides.projects.at.get((line.division, row["applied_fiscal_year"], str(row["project_code"]).lower()))
        asked = None if later is None else sides.projects.lines[later].asked_micro
        if asked is None or pd.isna(row["approved_amount"]):
            assert label not in found
            continue
        gap = Fraction(int(asked) - int(row["approved_amount"]), MICRO)
        apart = abs(gap) > Fraction(str(sides.profile(row).amount_tolerance))
        assert line.moved.word == ("不相符" if apart else "相符")
        assert (label in found) is (apart and gap > 0 and row["decision"] in ("压减", "取消", "收回结余"))


def test_rectifications_are_overdue_for_all(sides: Sides) -> None:
    facts = sides.facts
    derived = derive_rectifications(facts, sides.tables["rectifications"], sides.projects.at, {}, {})
    page = {row.rectification_code for year in derived.years.values() for row in year.rows if row.condition == "逾期"}
    found = sides.hits("F08")
    checked = facts.tables["rectifications"].loc[found.index[found["field"] == ""], "rectification_code"]
    view = Records(facts=facts, division="990001").view("rectifications", SHIPPED_TODAY.year)
    assert page == set(checked) == set(view.loc[view["overdue_"] == "是", "rectification_code"])


def test_batches_of_spot_checks_are_one(sides: Sides) -> None:
    facts = sides.facts
    derived = derive_reports(sides.catalogue, facts).checks
    batches = [(year, batch.population, batch.checked) for (_, year), one in derived.items() for batch in one.batches]
    few = [
        (year, population)
        for year, population, checked in batches
        if Fraction(checked * 100, population)
        < Fraction(str(profile_for(facts.profiles, "990001", year).spot_check_minimum))
    ]
    rows = facts.tables["self_evaluation_checks"].loc[sides.hits("R20b").index]
    assert batches
    assert sorted(few) == sorted(zip(rows["fiscal_year"].tolist(), rows["population"].tolist(), strict=True))


# Cases at the boundary, each on its own records, through the whole check and the stamped pages.

FINANCE = "990001/2023/finance"
NEXT = "990001/2024/edu"


def code(number: int) -> str:
    return f"99000123001000{number}"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Loaded:
    folder = clean_folder(tmp_path_factory.mktemp("answers"), catalogue)
    folder.write("common/departments.csv", DEPARTMENTS)
    for name in (FINANCE, NEXT):
        folder.write(f"{name}/package.yaml", PACKAGE)
    _projects(folder)
    _rest(folder)
    return folder.load()


def _projects(folder: DataFolder) -> None:
    names = {number: {"project_code": code(number), "project_name": f"第{number}个项目"} for number in (1, 2)}
    folder.table("goals", *(folder.row("goals", **one, total_amount="120") for one in names.values()))
    folder.table("goals", folder.row("goals", **names[1], total_amount="100.5"), folder=NEXT)
    folder.table("self_evaluations", *(folder.row("self_evaluations", **one) for one in names.values()))
    folder.table(
        "self_evaluation_funds",
        *(
            folder.row(
                "self_evaluation_funds", project_code=code(number), fund_source="年度资金总额", initial_budget="100",
                annual_budget="100", actual_spend="95", execution_rate=rate, weight="10", score="9.5",
            )
            for number, rate in ((1, "95.4"), (2, "95.6"))
        ),
    )  # fmt: skip
    folder.table(
        "monitorings",
        *(
            folder.row(
                "monitorings", **names[number], period=month, annual_budget="100", actual_spend=spend,
                execution_rate=spend, dual_monitoring="否", needs_rectification="否", key_monitoring="否",
            )
            for number, month, spend in ((1, "4", "26"), (2, "8", "58"))
        ),
    )  # fmt: skip


def _rest(folder: DataFolder) -> None:
    scope = {"kind": "应事前评估", "extent": "本部门", "due_count": "1", "basis": "全部"}
    folder.table("scopes", folder.row("scopes", **scope))
    assessed = folder.row("ex_ante_evaluations", assessment_code="990001-2023-q01", subject_department="edu")
    folder.table("ex_ante_evaluations", assessed, folder=FINANCE)
    application = folder.row(
        "applications", application_code="990001-2023-y01", subject_department="edu", project_code=code(1),
        basis="绩效自评", decision="压减", applied_fiscal_year="2024", base_amount="120", cut_amount="20",
        approved_amount="100",
    )  # fmt: skip
    folder.table("applications", application, folder=FINANCE)
    policies = (
        ("ends today", {"effective_to": TODAY.isoformat(), "validity": "有效"}),
        ("takes effect next year", {"effective_from": "2025-01-01", "validity": "有效"}),
        ("repealed from next June", {"effective_to": "2025-06-01", "validity": "废止"}),
    )
    folder.table(
        "policies",
        *(
            folder.row(
                "policies", policy_code=f"p{number}", title=title, level="县级", issued_date="2023-03-10", **dates
            )
            for number, (title, dates) in enumerate(policies)
        ),
    )  # fmt: skip
    statement = folder.row("statements", statement_code="990001-2023", report_year="2023")
    folder.table("statements", statement, folder=FINANCE)
    folder.table(
        "reported_figures",
        folder.row(
            "reported_figures", figure_code="a1", statement_code="990001-2023", measure="monitoring_rate",
            measure_title="1—7月执行率", subject_year="2023", value="43.98", value_text="43.98", unit="%",
        ),
        folder=FINANCE,
    )  # fmt: skip


CODES = ("R01", "R19", "R19b", "R21b", "R21c", "F09b", "C22b")
FOLDERS = ("monitoring", "statements", "policies", "projects", "consequences")


@dataclass(frozen=True, kw_only=True)
class Both:
    """What a check found, what was derived and what the pages say."""

    found: Mapping[str, list[str]]
    checked: Checked
    site: Site
    pages: Mapping[str, str]


@pytest.fixture(scope="module")
def answers(loaded: Loaded) -> Any:
    made: dict[tuple[tuple[str, Any], ...], Both] = {}

    def ask(**changes: Any) -> Both:
        key = tuple((name, str(value)) for name, value in changes.items())
        if key not in made:
            profiles = in_force(replace(DEFAULT, **changes))
            checked = check(replace(loaded, profiles=profiles), today=TODAY, rules=CODES)
            found = {rule: [one.message for one in checked.findings if one.code == rule] for rule in CODES}
            site = derive(checked)
            pages = dict(stamped(checked, *FOLDERS, site=site))
            made[key] = Both(found=found, checked=checked, site=site, pages=pages)
        return made[key]

    return ask


STEPS = next(one for one in SHIPPED if one.name == "progress-steps").progress_minimums


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("minimums", "lights", "said"),
    [({}, ["黄", "绿"], "指数 60 以下红，80 以下黄"), (STEPS, ["绿", "黄"], "执行率 60% 以下黄，其中指数 60 以下红")],
    ids=["bands", "progress-steps"],
)
def test_april_and_august(answers: Any, minimums: Mapping[str, float], lights: list[str], said: str) -> None:
    """26 % in April, 58 % in August."""
    both = answers(progress_minimums=minimums)
    assert both.site.monitorings.frame["light"].tolist() == lights
    assert [message[:2] for message in both.found["R19"]] == ["黄灯"]
    page = both.pages["monitoring/990001/2023/index.html"]
    behind = f"第{lights.index('黄') + 1}个项目"
    assert page.count('<span class="light yellow">黄灯</span><small>') == 1
    assert page.index(behind) < page.index('<span class="light yellow">黄灯</span><small>')
    assert said in page


def test_a_row_of_the_finance_folder_is_about_the_bureau(answers: Any) -> None:
    both = answers()
    link = next(one for one in both.site.coverage.of_department["990001", "edu", 2023] if one.kind == "应事前评估")
    assert (link.done, link.due, link.rate) == (1, 1, "100.00%")
    assert both.found["R21b"] == both.found["R21c"] == []


@pytest.mark.thorough
@pytest.mark.parametrize(("yellow", "light"), [(80.0, "黄"), (70.0, "绿")])
def test_a_published_rate_is_slow_by_the_profile(answers: Any, yellow: float, light: str) -> None:
    """43.98 % by the end of July is an index of 75.39."""
    both = answers(progress_bands={"红": 60.0, "黄": yellow})
    assert len(both.found["R19b"]) == (light != "绿")
    page = "".join(text for path, text in both.pages.items() if path.startswith("statements/990001/"))
    assert f"属于{light}灯" in page


def test_policies_hold_from_their_first_day_to_their_last(answers: Any) -> None:
    both = answers()
    policies = both.site.policies["990001"]
    rows = {row.title: row for tier in policies.tiers for row in tier.rows}
    assert [row.in_force for row in rows.values()].count(True) == policies.in_force == 2
    assert not rows["takes effect next year"].in_force
    assert rows["ends today"].in_force
    view = Records(facts=both.checked.facts, division="990001").view("policies", TODAY.year)
    assert (view["validity_"] == "是").sum() == 2
    (message,) = both.found["C22b"]
    assert "2025-06-01" in message
    page = both.pages["policies/index.html"]
    assert "现行有效 2 件" in page
    assert page.count("尚未施行") == page.count("到失效日期为止仍有效") == 1
    assert "失效日期已过" not in page


@pytest.mark.thorough
@pytest.mark.parametrize(("tolerance", "wrong"), [(0.01, [1, 2]), (0.5, [2]), (1.0, [])])
def test_a_published_rate_differs_by_the_profile(answers: Any, tolerance: float, wrong: list[int]) -> None:
    """95.4 % and 95.6 % of what is 95 %."""
    both = answers(rate_tolerance=tolerance)
    assert len(both.found["R01"]) == len(wrong)
    for number in (1, 2):
        page = both.pages[f"projects/990001/2023/{code(number)}/index.html"]
        assert ("复算 95.00%" in page) is (number in wrong)


@pytest.mark.thorough
@pytest.mark.parametrize(("tolerance", "word"), [(0.01, "不相符"), (0.49, "不相符"), (0.5, "相符"), (0.51, "相符")])
def test_a_budget_moved_as_decided_by_the_profile(answers: Any, tolerance: float, word: str) -> None:
    """100 were decided, 100.5 published."""
    both = answers(amount_tolerance=tolerance)
    (line,) = both.site.applications.lines
    assert line.moved.word == word
    assert len(both.found["F09b"]) == (word == "不相符")
    page = both.pages["consequences/990001/2023/index.html"]
    assert f">{word}</span></td>" in page


def test_the_day_is_the_day_of_the_check(answers: Any) -> None:
    both = answers()
    assert both.site.today == both.checked.facts.today == date(2024, 9, 1)


@pytest.mark.thorough
def test_the_rate_of_the_cuts_for_a_budget_is_one(shipped_checked: Checked, shipped_derived: Site) -> None:
    """The statement counts what was decided for the next budget; the page counts any consequences, by the same rule."""
    site = shipped_derived
    told = []
    for year in {one.fiscal_year for one in shipped_checked.packages if one.division == "990001"}:
        applied = str(year + 1)
        lines = [one for one in site.applications.lines if one.division == "990001" and one.applied_year == applied]
        said = shipped_checked.facts.of(statement_figures, "990001", year).own.get("application_cut_rate")
        assert moved(lines).rate == ("—" if said is None else f"{float(said.value):.2f}%")
        told.append(said is not None)
    assert set(told) == {True, False}


@pytest.mark.thorough
def test_what_nobody_says_was_spent_is_no_part_of_a_rate(tmp_path: Path, catalogue: Catalogue) -> None:
    """90 of 100 spent, of another 100 nobody says how much: 90 %, not 45 %; and no rate of sums that do not match."""
    folder = clean_folder(tmp_path, catalogue)
    codes = [code(number) for number in (1, 2)]
    folder.table("self_evaluations", *(folder.row("self_evaluations", project_code=one) for one in codes))
    money = {"fund_source": "年度资金总额", "initial_budget": "100", "annual_budget": "100"}
    folder.table(
        "self_evaluation_funds",
        folder.row("self_evaluation_funds", project_code=codes[0], **money, actual_spend="90", execution_rate="90"),
        folder.row("self_evaluation_funds", project_code=codes[1], **money, actual_spend="", execution_rate=""),
    )
    budgets = {"period": "7", "initial_budget": "100"}
    folder.table(
        "monitorings",
        folder.row("monitorings", project_code=codes[0], **budgets, annual_budget="", actual_spend="60"),
        folder.row("monitorings", project_code=codes[1], **budgets, annual_budget="100", actual_spend=""),
    )
    asked = {"subject_department": "edu", "applied_fiscal_year": "2024"}
    folder.table(
        "ex_ante_evaluations",
        folder.row("ex_ante_evaluations", assessment_code="q1", **asked, applied_amount="100", cut_amount="10"),
        folder.row("ex_ante_evaluations", assessment_code="q2", **asked, applied_amount="100", cut_amount=""),
    )
    checked = folder.check(())
    site = derive(checked)
    assert site.ex_ante_evaluations.years["990001", 2023].rate == "10.00%"
    pages = dict(stamped(checked, "years", "departments", site=site))
    for path in ("years/990001/2023/index.html", "departments/990001/edu/index.html"):
        assert "执行率 90.00%" in pages[path]
        assert "45.00%" not in pages[path]
    (period,) = site.monitorings.years["990001", 2023]
    assert (period.total.budget, period.total.spend, period.total.rate) == ("200.00", "60.00", "60.00%")
    facts = checked.facts
    figures = facts.of(statement_figures, "990001", 2023).own
    assert figures["monitoring_amount"].value == 200
    assert "monitoring_rate" not in figures
    text = as_markdown(facts.of(draft, "990001", 2023), "https://example.org/")
    assert "，执行率没有公布。" in text
    assert "None" not in text
    before, later = (facts.of(statement_figures, "990001", year).own for year in (2022, 2024))
    assert (before["ex_ante_amount"].value, before["ex_ante_cut"].value) == (200, 10)
    assert "ex_ante_cut_rate" not in before
    assert {"self_evaluation_amount", "self_evaluation_spend"} <= set(later)
    assert "self_evaluation_rate" not in later
