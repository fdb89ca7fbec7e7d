"""The invented district's whole chain: each table there, sums right, days in order, tables agreeing with each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal

import yaml

from generator.load import load_catalogue
from tests.shipped import DATA
from tests.test_sample import district, rows

CATALOGUE = load_catalogue(DATA)
# What is there as soon as the year has begun, and what follows from its monitoring.
BEGUN = {
    "ex_ante_evaluations",
    "goals",
    "goal_indicators",
    "goal_term_indicators",
    "department_goals",
    "department_tasks",
    "department_indicators",
    "monitorings",
    "monitoring_indicators",
    "budget_adjustments",
    "rectifications",
    "scopes",
}


def number(row: dict[str, str], name: str) -> Decimal:
    return Decimal(row[name] or 0)


def two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def planted(name: str, *, record: bool = False) -> set[str]:
    return {one.record if record else one.project_code for one in district()[1] if one.planter == name}


def chain(table: str) -> list[dict[str, str]]:
    return rows(district()[0], table)


def test_every_table_is_there_in_every_year_it_can_be() -> None:
    files, _ = district()
    for name, table in CATALOGUE.tables.items():
        if table.scope == "common":
            assert f"common/{name}.csv" in files
            continue
        years = {path.split("/")[1] for path in files if path.endswith(f"/{name}.csv")}
        if name in ("statements", "reported_figures"):
            # The statement of a year that is over (the command drafts the latest one), the bulletin of the current one.
            assert years == {"2024", "2026"}
        else:
            assert years == ({"2024", "2025", "2026"} if name in BEGUN else {"2024", "2025"})


def test_what_was_assessed_is_what_was_budgeted() -> None:
    goals = {(row["_year"], row["project_code"]): row for row in chain("goals")}
    assessments = chain("ex_ante_evaluations")
    assert {row["conclusion"] for row in assessments} == {"予以支持", "调整完善后予以支持", "不予支持"}
    assert {row["re_review"] for row in assessments} == {"是", "否"}
    hidden = planted("cut_without_rate", record=True)
    for row in assessments:
        five = ("necessity_score", "economy_score", "goal_score", "plan_score", "funding_score")
        assert sum(number(row, name) for name in five) == number(row, "total_score")
        assert number(row, "applied_amount") - number(row, "cut_amount") == number(row, "approved_amount")
        rate = two(100 * number(row, "cut_amount") / number(row, "applied_amount"))
        assert row["cut_rate"] == ("" if row["assessment_code"] in hidden else str(rate))
        assert row["assessed_date"] < f"{row['_year']}-01-01"
        if row["project_code"]:
            assert number(goals[row["_year"], row["project_code"]], "total_amount") == number(row, "approved_amount")
        else:
            assert (row["admitted"], row["conclusion"], row["approved_amount"]) == ("否", "不予支持", "0")


def test_monitoring_leads_to_the_later_result() -> None:
    later = {
        (row["_year"], row["project_code"]): row
        for row in chain("self_evaluation_funds")
        if row["fund_source"] == "年度资金总额"
    }
    monitored = chain("monitorings")
    assert {row["period"] for row in monitored} == {"6", "7", "10"}
    assert {row["likelihood"] for row in monitored} == {"确定能", "有可能", "完全不可能"}
    by_project = defaultdict(list)
    for row in monitored:
        by_project[row["_year"], row["project_code"]].append(row)
        assert two(100 * number(row, "actual_spend") / number(row, "annual_budget")) == number(row, "execution_rate")
        assert f"{row['_year']}-{int(row['period']):02d}-31" < row["monitored_date"] <= "2026-11-20"
        assert (row["key_monitoring"] == "是") == bool(row["key_monitoring_opinion"])
        assert (row["needs_rectification"] == "是") == bool(row["measures"])
    slow = planted("behind_schedule")
    cancelled = planted("cancelled")
    for (year, code), found in by_project.items():
        spent = [number(row, "actual_spend") for row in sorted(found, key=lambda row: int(row["period"]))]
        assert "7" in {row["period"] for row in found}
        assert spent == sorted(spent) or code in slow
        if (year, code) in later:
            assert spent[-1] <= number(later[year, code], "actual_spend")
    wanted = {(row["_year"], row["project_code"]) for row in chain("goals")}
    assert {code for _, code in wanted - set(by_project)} <= cancelled
    indicators = Counter((row["_year"], row["project_code"]) for row in chain("goal_indicators"))
    lines = Counter((row["_year"], row["project_code"], row["period"]) for row in chain("monitoring_indicators"))
    for (year, code, _), count in lines.items():
        assert count == indicators.get((year, code), count)


def test_whole_departments_sum_up_their_projects() -> None:
    scores = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in chain("department_self_evaluation_indicators"):
        scores[row["_folder"]][0] += number(row, "weight")
        scores[row["_folder"]][1] += number(row, "score")
        assert bool(row["deviation_note"]) == (number(row, "score") < number(row, "weight"))
    tasks = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in chain("department_tasks"):
        assert number(row, "fiscal_appropriation") + number(row, "other_funds") == number(row, "annual_budget")
        tasks[row["_folder"]][0] += number(row, "annual_budget")
        tasks[row["_folder"]][1] += number(row, "actual_spend")
    for row in chain("department_self_evaluations"):
        weight, score = scores[row["_folder"]]
        assert weight + number(row, "execution_weight") == 100
        assert score + number(row, "execution_score") == number(row, "total_score")
        assert tasks[row["_folder"]] == [number(row, "annual_budget"), number(row, "actual_spend")]
    kinds = defaultdict(set)
    for row in chain("department_goals"):
        kinds[row["_folder"]].add(row["goal_kind"])
    assert set(map(frozenset, kinds.values())) == {frozenset({"战略目标", "年度目标"})}
    defined = {(row["level3"], row["definition"]) for row in chain("indicator_library")}
    known = {level3 for level3, _ in defined}
    explained = {
        (row["level3"], row["explanation"]) for row in chain("department_indicators") if row["level3"] in known
    }
    assert explained <= defined


def test_denominators_agree_with_the_records() -> None:
    files, record = district()
    done = {
        "应编目标": ("goals", "project_code"),
        "应监控": ("monitorings", "project_code"),
        "应自评": ("self_evaluations", "project_code"),
        "应事前评估": ("ex_ante_evaluations", "assessment_code"),
    }
    short = {(str(one.year), one.department, one.record) for one in record if one.planter == "coverage_below"}
    missing = {(str(one.year), one.department) for one in record if one.planter == "self_evaluations_missing"}
    counts = {
        kind: Counter(row["_folder"] for row in {(r["_folder"], r[code]): r for r in chain(table)}.values())
        for kind, (table, code) in done.items()
    }
    sums, wholes = defaultdict(int), {}
    for row in chain("scopes"):
        year, department = row["_folder"].split("/")[1:]
        if row["extent"] == "全部部门":
            wholes[year, row["kind"]] = int(row["due_count"])
            continue
        sums[year, row["kind"]] += int(row["due_count"])
        if row["kind"] not in done:
            continue
        published = counts[row["kind"]][row["_folder"]]
        late = (year, department) in missing and row["kind"] == "应自评"
        lower = (year, department, row["kind"]) in short or late
        assert published < int(row["due_count"]) if lower else published == int(row["due_count"])
    assert sums == wholes
    withheld = {
        path.removesuffix("/package.yaml"): yaml.safe_load(content).get("withheld", [])
        for path, content in files.items()
        if path.endswith("package.yaml")
    }
    columns = ("withheld_secret", "withheld_security", "withheld_trade", "withheld_privacy", "withheld_internal")
    for row in chain("scopes"):
        kind = {"应编目标": "D2", "应自评": "D4"}.get(row["kind"])
        if kind and row["extent"] == "本部门":
            stated = sum(int(one["count"]) for one in withheld[row["_folder"]] if one["kind"] == kind)
            assert sum(int(row[name]) for name in columns) == stated


def test_spot_checks_state_their_population() -> None:
    population = Counter(row["_year"] for row in chain("self_evaluations"))
    own = {(row["_year"], row["project_code"]): row["total_score"] for row in chain("self_evaluations")}
    checks = chain("self_evaluation_checks")
    few = {str(one.year) for one in district()[1] if one.planter == "spot_check_too_few"}
    assert len(few) < len({row["_year"] for row in checks})
    for row in checks:
        assert int(row["population"]) == population[row["_year"]]
        assert row["self_score"] == own[row["_year"], row["project_code"]]
        assert number(row, "checked_score") <= number(row, "self_score")
    for year, count in Counter(row["_year"] for row in checks).items():
        assert (count * 10 >= population[year]) == (year not in few)


def test_days_follow_one_another_along_the_chain() -> None:
    files, record = district()
    backwards = {one.record for one in record if one.planter == "evaluation_before_self_evaluation"}
    published = {
        (path.split("/")[1], path.split("/")[2]): {one["kind"]: one["published"] for one in form["documents"]}
        for path, form in (
            (path, yaml.safe_load(text)) for path, text in files.items() if path.endswith("package.yaml")
        )
    }
    monitored = {(row["_year"], row["project_code"]): row["monitored_date"] for row in chain("monitorings")}
    checked = {(row["_year"], row["project_code"]): row["checked_date"] for row in chain("self_evaluation_checks")}
    assert all(day > monitored[key] for key, day in checked.items())
    reports = {}
    for row in chain("evaluations"):
        key = row["_year"], row["evaluation_code"]
        if row["evaluation_code"] in backwards:
            assert row["report_date"] < row["base_date"]
            continue
        reports[key] = row["report_date"]
        assert row["base_date"] < row["report_date"] < row["published_date"] <= "2026-11-20"
        assert published[row["_year"], row["subject_department"]]["D4"] <= row["published_date"]
        assert row["report_date"] > checked.get((row["_year"], row["project_code"]), "")
    for row in chain("report_reviews"):
        assert row["reviewed_date"] > reports.get((row["_year"], row["evaluation_code"]), "")
    findings = {(row["_year"], row["evaluation_code"], row["finding_no"]) for row in chain("evaluation_findings")}
    registered = set()
    for row in chain("rectifications"):
        assert row["issued_date"] < row["due_date"]
        assert (row["state"] in {"已完成", "已销号"}) == bool(row["closed_date"])
        assert (row["state"] == "延期") <= bool(row["extended_date"])
        assert not row["closed_date"] or row["issued_date"] < row["closed_date"] <= "2026-11-20"
        assert not row["extended_date"] or row["due_date"] < row["extended_date"]
        if row["evaluation_code"]:
            registered.add((row["_year"], row["evaluation_code"], row["finding_no"]))
            assert row["issued_date"] > reports.get((row["_year"], row["evaluation_code"]), "")
    assert registered == findings
    assert {row["source"] for row in chain("rectifications")} >= {
        "绩效监控",
        "绩效自评",
        "部门评价",
        "财政评价",
        "问题整改",
    }
    for row in chain("congress_reports"):
        assert all(day < row["report_date"] for (year, _), day in reports.items() if year == row["_year"])


def test_what_is_overdue_was_planted() -> None:
    overdue = {
        row["rectification_code"]
        for row in chain("rectifications")
        if not row["closed_date"] and (row["extended_date"] or row["due_date"]) < "2026-11-20"
    }
    assert overdue == planted("overdue_rectification", record=True)


def test_towns_are_ranked_inside_their_group_only() -> None:
    groups = defaultdict(list)
    for row in chain("fiscal_operations"):
        groups[row["_year"], row["group_name"]].append((-number(row, "score"), int(row["group_rank"])))
    assert len(groups) == 4
    for found in groups.values():
        scores = sorted(score for score, _ in found)
        assert all(rank == scores.index(score) + 1 for score, rank in found)
    sums = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in chain("fiscal_operation_dimensions"):
        sums[row["_year"], row["subject_code"]][0] += number(row, "weight")
        sums[row["_year"], row["subject_code"]][1] += number(row, "score")
    for row in chain("fiscal_operations"):
        assert sums[row["_year"], row["subject_code"]] == [100, number(row, "score")]


def test_cost_analyses_lead_to_standards_and_cuts() -> None:
    goals = {(row["_year"], row["project_code"]): number(row, "total_amount") for row in chain("goals")}
    analyses = {row["analysis_code"]: row for row in chain("cost_analyses")}
    jumped = planted("budget_jump")
    for row in analyses.values():
        assert two(number(row, "total_cost") * 10_000 / number(row, "output_quantity")) == number(row, "unit_cost")
        if row["base_amount"]:
            assert number(row, "base_amount") - number(row, "cut_amount") == number(row, "approved_amount")
            later = goals.get((row["applied_fiscal_year"], row["project_code"]))
            assert later is None or later == number(row, "approved_amount") or row["project_code"] in jumped
    standards = chain("spending_standards")
    led = {row["analysis_code"] for row in standards if row["analysis_code"]}
    assert led == {code for code, row in analyses.items() if row["standard_result"] != "未形成标准"}
    codes = {row["standard_code"]: row for row in standards}
    for row in standards:
        if row["supersedes"]:
            assert codes[row["supersedes"]]["valid_to"] < row["valid_from"]


def test_third_parties_are_known_and_their_grades_are_of_reports() -> None:
    known = {row["name"]: row for row in chain("third_parties")}
    assert all(row["name"].startswith("示例") for row in known.values())
    for table in ("evaluations", "cost_analyses", "fiscal_operations"):
        for row in chain(table):
            assert row["organisation_mode"] != "委托第三方" or row["evaluator"] in known
    reviews = chain("report_reviews")
    own = {(row["_year"], row["evaluation_code"]): row["evaluator"] for row in chain("evaluations")}
    for row in reviews:
        assert known[row["institution_name"]]["institution_code"] == row["institution_code"]
        assert not row["evaluation_code"] or own[row["_year"], row["evaluation_code"]] == row["institution_name"]
    assert {row["report_kind"] for row in reviews} >= {
        "绩效评价报告",
        "绩效跟踪报告",
        "财政运行评价报告",
        "成本分析报告",
    }
    assert {row["report_grade"] for row in reviews} >= {"优", "良"}


def test_policies_replace_one_another() -> None:
    policies = {row["document_number"]: row for row in chain("policies")}
    assert {row["tier"] for row in policies.values()} == {"1", "2", "N", ""}
    for row in policies.values():
        assert row["issued_date"] <= row["effective_from"] <= (row["effective_to"] or "9999")
        assert (row["validity"] == "被替代") == bool(row["effective_to"])
        if row["supersedes"]:
            assert policies[row["supersedes"]]["validity"] in {"被替代", "已修订"}
            assert policies[row["supersedes"]]["effective_to"] <= row["effective_from"]
    text = "".join(row["method"] for row in chain("ex_ante_evaluations"))
    assert policies["示财绩〔2022〕7号"]["title"] in text


def test_one_report_a_year_to_each_body() -> None:
    told = Counter((row["_year"], row["reported_to"]) for row in chain("congress_reports"))
    assert told == dict.fromkeys(((year, body) for year in ("2024", "2025") for body in
                                  ("政府常务会", "党委常委会", "人大常委会")), 1)  # fmt: skip
    assert Counter(row["_year"] for row in chain("management_assessments")) == {"2024": 12, "2025": 12}


def test_the_statement_tells_what_the_records_say_but_for_what_was_planted() -> None:
    goals = Counter(row["_year"] for row in chain("goals"))
    own = Counter(row["_year"] for row in chain("self_evaluations"))
    told = {(row["measure"], row["subject_year"]): row for row in chain("reported_figures")}
    wrong = planted("statement_mismatch", record=True)
    for measure, counts in (("goal_count", goals), ("self_evaluation_count", own)):
        for year, count in counts.items():
            row = told.get((measure, year))
            assert row is None or row["figure_code"] in wrong or int(row["value"]) == count
    assert wrong


def test_adjustments_lead_from_the_initial_to_the_annual_budget() -> None:
    left_out = planted("change_not_registered") | planted("last_change_missing")
    steps = defaultdict(list)
    for row in chain("budget_adjustments"):
        steps[row["_folder"], row["project_code"]].append(row)
    changed = 0
    for row in chain("self_evaluation_funds"):
        if row["fund_source"] != "年度资金总额" or row["project_code"] in left_out:
            continue
        own = steps[row["_folder"], row["project_code"]]
        assert number(row, "annual_budget") - number(row, "initial_budget") == sum(number(one, "amount") for one in own)
        changed += row["annual_budget"] != row["initial_budget"]
        if row["annual_budget"] == "0":
            assert [one["kind"] for one in own] == ["取消"]
    assert changed > 50


def test_each_adjustment_starts_where_the_one_before_ended_and_is_approved_beforehand() -> None:
    budgets: dict[tuple[str, str], str] = {}
    for row in chain("budget_adjustments"):
        key = row["_folder"], row["project_code"]
        assert row["prior_budget"] == budgets.get(key, row["prior_budget"])
        assert number(row, "prior_budget") + number(row, "amount") == number(row, "adjusted_budget") >= 0
        budgets[key] = row["adjusted_budget"]
        assert row["adjusted_date"].startswith(row["_year"])
        if row["approved_document"]:
            assert row["approved_date"] < row["adjusted_date"] <= "2026-11-20"
        assert row["reason"]
    assert {row["kind"] for row in chain("budget_adjustments")} == set(
        CATALOGUE.tables["budget_adjustments"].field("kind").constraints["enum"]
    )


def test_what_one_project_gives_another_one_of_the_department_takes() -> None:
    moved = [row for row in chain("budget_adjustments") if row["kind"] in ("调剂", "合并")]
    sides = {(row["_folder"], row["project_code"], row["counterpart_code"]): number(row, "amount") for row in moved}
    assert len(sides) == len(moved) > 4
    for (folder, project, other), amount in sides.items():
        assert sides[folder, other, project] == -amount


def test_a_renamed_project_has_its_new_name_in_the_self_evaluation_alone() -> None:
    renamed = [row for row in chain("budget_adjustments") if row["kind"] == "更名"]
    names = {(row["_year"], row["project_code"]): row["project_name"] for row in chain("self_evaluations")}
    assert renamed
    for row in renamed:
        assert names[row["_year"], row["project_code"]] == row["new_name"] != row["project_name"]
        given = {one["project_name"] for one in chain("goals") if one["project_code"] == row["project_code"]}
        assert given == {row["project_name"]}


def test_a_project_that_comes_back_says_that_it_was_cancelled() -> None:
    cancelled = {
        (row["_year"], row["project_code"]): row for row in chain("budget_adjustments") if row["kind"] == "取消"
    }
    again = [row for row in chain("goals") if (str(int(row["_year"]) - 1), row["project_code"]) in cancelled]
    assert again
    for row in again:
        before = cancelled[str(int(row["_year"]) - 1), row["project_code"]]
        assert f"{before['amount'].removeprefix('-')}万元已取消" in row["remark"]
