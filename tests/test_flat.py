"""The flat tables against the records they are made of, worked out again by hand; ready questions by what they ask."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from urllib.parse import parse_qsl, quote, urlsplit

import pandas as pd
import pytest

from generator.core.data import Checked
from generator.core.numbers import MICRO
from generator.core.profile import Profile, profile_for
from generator.derive.disclosure import derive_disclosure
from generator.derive.flat import FLAT_TABLES, flat_frames
from generator.derive.published import derive_published
from generator.derive.questions import QUESTIONS, Question, Range, Slice, address, answer, judged, slice_address
from generator.facts.namesakes import namesakes
from generator.facts.projects import NORMAL, STATES, counted_scores, project_years

SAMPLE = "示例区"


@pytest.fixture(scope="module")
def flat(shipped_checked: Checked) -> Mapping[str, pd.DataFrame]:
    disclosure = derive_disclosure(shipped_checked.facts, shipped_checked.packages, shipped_checked.today)
    return flat_frames(shipped_checked, disclosure, derive_published(shipped_checked))


@pytest.fixture(scope="module")
def profile(shipped_checked: Checked) -> Profile:
    return profile_for(shipped_checked.profiles, "990001", 2025)


def test_columns_and_kinds_are_those_described(flat: Mapping[str, pd.DataFrame]) -> None:
    assert set(flat) == set(FLAT_TABLES)
    for name, table in FLAT_TABLES.items():
        assert list(flat[name].columns) == [one.name for one in table.columns]
        assert len({one.title for one in table.columns}) == len(table.columns), "two columns of one title"
        for one in table.columns:
            wanted = "Int64" if one.type in ("number", "integer", "year") else "str"
            assert str(flat[name][one.name].dtype) == wanted, f"{name}.{one.name}"
        assert flat[name][["division_name", "department_name"]].notna().all(axis=None)


def test_every_record_is_a_row_once(flat: Mapping[str, pd.DataFrame], shipped_checked: Checked) -> None:
    tables = shipped_checked.facts.tables
    keys = ["division", "fiscal_year", "department", "project_code"]
    known = pd.concat([tables["goals"][keys], tables["self_evaluations"][keys], tables["budget_adjustments"][keys]])
    projects = flat["projects"]
    assert sorted(map(tuple, projects[keys].to_numpy())) == sorted(set(map(tuple, known.dropna().to_numpy())))
    for name, code in (("evaluations", "evaluation_code"), ("rectifications", "rectification_code")):
        assert sorted(flat[name][code]) == sorted(tables[name][code])
    told = [one for one in shipped_checked.findings if one.severity != "error" and one.year is not None]
    assert len(flat["findings"]) == len(told)


def test_amounts_and_shares_are_exact(flat: Mapping[str, pd.DataFrame], shipped_checked: Checked) -> None:
    tables = shipped_checked.facts.tables
    funds = tables["self_evaluation_funds"]
    whole = funds[funds["fund_source"] == "年度资金总额"].set_index(["division", "fiscal_year", "project_code"])
    seen = 0
    for row in flat["projects"].itertuples():
        key = (row.division, row.fiscal_year, row.project_code)
        if key not in whole.index or pd.isna(row.rate):
            continue
        spend, annual = whole.loc[key, "actual_spend"], whole.loc[key, "annual_budget"]
        assert row.rate == round(Fraction(int(spend) * 10_000, int(annual)) + Fraction(1, 10**9)) * (MICRO // 100)
        seen += 1
    assert seen > 50


def test_what_changed_within_the_year_is_exact(flat: Mapping[str, pd.DataFrame]) -> None:
    told = flat["projects"].dropna(subset=["promised", "annual"])
    assert (told["promised"] + told["annual_change"]).equals(told["annual"])
    assert (told["annual_change"] < 0).any()
    assert flat["projects"]["annual_change"].isna().sum() == len(flat["projects"]) - len(told)


def test_scores_of_what_was_not_carried_out_do_not_count(
    flat: Mapping[str, pd.DataFrame], shipped_checked: Checked
) -> None:
    counted = shipped_checked.facts.of(counted_scores)
    year = counted[counted["fiscal_year"] == 2025]
    water = year[year["department"] == "water"]["total_score"]
    told = flat["projects"].query("fiscal_year == 2025 and department == 'water'")
    assert sorted(told["self_score"].dropna()) == sorted(water)
    assert (told["state"] == "年中取消").any()
    assert told.loc[told["state"] == "年中取消", ["self_score", "self_grade"]].isna().all(axis=None)


def test_counts_of_a_project_are_those_of_the_other_tables(flat: Mapping[str, pd.DataFrame]) -> None:
    projects, findings = flat["projects"], flat["findings"]
    keys = ["division", "fiscal_year", "project_code"]
    counted = findings.dropna(subset=["project_code"]).groupby(keys).size()
    told = projects.set_index(keys)["findings"]
    assert told[told > 0].sort_index().to_dict() == counted.sort_index().to_dict()
    silent = findings[findings["replied"] == "没有"].dropna(subset=["project_code"]).groupby(keys).size()
    unanswered = projects.set_index(keys)["findings_unanswered"]
    assert unanswered[unanswered > 0].sort_index().to_dict() == silent.sort_index().to_dict()
    assert 0 < unanswered.sum() < told.sum()
    overdue = flat["rectifications"].query("condition == '逾期'").dropna(subset=["project_code"])
    late = projects.set_index(keys)["rectifications_overdue"]
    assert late[late > 0].to_dict() == overdue.groupby(keys).size().to_dict()


def _shown(number: object) -> float:
    return int(number) / MICRO  # type: ignore[call-overload, no-any-return]


def test_indicators_of_one_name_are_those_that_several_bureaus_report(shipped_checked: Checked) -> None:
    projects = shipped_checked.facts.of(project_years).query("not counted")
    stopped = set(projects[["fiscal_year", "project_code"]].itertuples(index=False, name=None))
    every = shipped_checked.facts.tables["self_evaluation_indicators"]
    years = zip(every["fiscal_year"], every["project_code"], strict=True)
    given = every[[one not in stopped for one in years]]
    assert len(given) < len(every)
    users: dict[tuple[str, int, str], set[str]] = {}
    for row in given.itertuples():
        users.setdefault((row.division, row.fiscal_year, row.level3), set()).add(row.department)
    wanted = [row for row in given.itertuples() if len(users[row.division, row.fiscal_year, row.level3]) > 1]
    found = shipped_checked.facts.of(namesakes)
    key = ["fiscal_year", "department", "project_code", "name"]
    assert sorted(map(tuple, found[key].to_numpy())) == sorted(
        (row.fiscal_year, row.department, row.project_code, row.level3) for row in wanted
    )
    numbers = found["target_value"].str.fullmatch(r"[\d.]+") & found["actual_value"].str.fullmatch(r"[\d.]+")
    plain = found[(found["operator"] == "≥") & numbers.fillna(False)]
    assert len(plain) > 20
    for row in plain.itertuples():
        assert row.met == (float(row.actual_value) >= float(row.target_value))


@pytest.mark.parametrize("word", [one.word for one in STATES.values() if not one.counted])
def test_what_was_called_off_is_in_no_ranking(flat: Mapping[str, pd.DataFrame], profile: Profile, word: str) -> None:
    """Its money may stand there unspent: that is no rate of 0 among those that were carried out."""
    question, about, frame = QUESTIONS["slowest"], Slice(division=SAMPLE, year=2025), flat["projects"]
    first, *others = answer(question, frame, profile, about).index
    called_off = frame.copy()
    called_off.loc[first, ["state", "rate"]] = word, 0
    left = answer(question, called_off, profile, about).index
    assert list(left)[: len(others)] == others
    assert first not in left
    assert judged(question, called_off, about).sum() == judged(question, frame, about).sum() - 1
    assert f"state={quote(word)}" not in address(question, profile, about)
    assert f"state={quote(NORMAL)}" in address(question, profile, about)


def test_questions_find_what_they_ask(flat: Mapping[str, pd.DataFrame], profile: Profile) -> None:
    about = Slice(division=SAMPLE, year=2025)

    def rows(name: str) -> list[dict[str, object]]:
        question = QUESTIONS[name]
        return answer(question, flat[question.table], profile, about).to_dict("records")

    year = flat["projects"].query("division_name == @SAMPLE and fiscal_year == 2025")
    slowest = rows("slowest")
    assert [one["rate"] for one in slowest] == sorted(year["rate"].dropna())[:10]
    gaps = [_shown(one["gap"]) for one in rows("overrated")]
    assert gaps
    assert min(gaps) >= profile.evaluation_gap
    assert len(gaps) == (year["gap"].dropna() >= profile.evaluation_gap * MICRO).sum()
    assert {one["grade"] for one in rows("poor-money")} <= {"中", "差", "不合格"}
    assert {one["fiscal_year"] for one in rows("overdue")} == set(
        flat["rectifications"].query("condition == '逾期'")["fiscal_year"]
    )
    assert {one["state"] for one in rows("owed")} == {"逾期未公开"}
    assert [one["project_name"] for one in rows("stopped")] == list(
        year[(year["state"] == "年中取消") & (year["share"] >= profile.large_project * MICRO)]["project_name"]
    )
    for one in rows("best-but-missed"):
        assert one["self_grade"] == "优"
        assert 1 - int(one["indicators_met"]) / int(one["indicators_told"]) >= 1 / 3 - 1e-4  # type: ignore[call-overload]
    assert all(_shown(one["rate"]) < profile.low_execution for one in rows("slow-but-high"))
    assert rows("missed-again")
    for one in rows("poor-but-more"):
        assert int(one["next_promised"]) > int(one["promised"])  # type: ignore[call-overload]


def test_repeated_misses_count_years_of_the_same_project(flat: Mapping[str, pd.DataFrame]) -> None:
    projects = flat["projects"].dropna(subset=["years_missed"]).sort_values("fiscal_year")
    assert (projects["years_missed"] >= 2).any()
    for _, years in projects.groupby(["division", "project_code"]):
        so_far = 0
        for row in years.itertuples():
            missed = row.indicators_met < row.indicators_told
            so_far += missed
            assert row.years_missed == (so_far if missed else 0)


def test_addresses_say_what_is_asked(profile: Profile) -> None:
    about = Slice(division=SAMPLE, year=2025, department="示例区教育局")
    query = parse_qsl(urlsplit(address(QUESTIONS["slow-but-high"], profile, about)).query)
    assert query[:4] == [
        ("table", "projects"),
        ("fiscal_year", "2025"),
        ("division_name", SAMPLE),
        ("department_name", "示例区教育局"),
    ]
    assert ("rate", f"..<{profile.low_execution:g}") in query
    assert ("self_score", f"{profile.high_score:g}..") in query
    assert ("fiscal_year", "all") in parse_qsl(urlsplit(address(QUESTIONS["overdue"], profile, about)).query)
    assert (
        slice_address("projects", {"self_grade": ["中", ""]})
        == "explore/?table=projects&self_grade=%E4%B8%AD&self_grade="
    )


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda one: one.name)
def test_questions_name_columns_that_there_are(question: Question) -> None:
    table = FLAT_TABLES[question.table]
    for one in (*(wanted.column for wanted in question.wanted), question.sort.lstrip("-"), *question.columns):
        table.column(one)
    for wanted in question.wanted:
        assert (table.column(wanted.column).role == "number") == isinstance(wanted, Range)
