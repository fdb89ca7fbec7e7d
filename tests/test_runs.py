"""What each rule did: how many records it checked, what it could not check and why; in a check and on the site."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from generator.check import check
from generator.check.report import as_json
from generator.core.data import Checked
from generator.core.runs import CHECKED, RuleRun
from generator.core.schema import Catalogue
from generator.derive import Site
from generator.derive.looked import Looked
from generator.pages.engine.fragments import shared_environment
from generator.pages.views.departments import department_pages
from generator.pages.views.evaluations import evaluation_pages
from generator.pages.views.indicators import overview as indicators
from generator.pages.views.method import overview as method
from generator.pages.views.parts.found import RecordFindings
from generator.pages.views.projects import project_pages
from generator.pages.views.years import year_pages
from generator.rules import RULES
from tests.conftest import EDU, PACKAGE, TODAY, DataFolder, clean_folder

PLACE = ("990001", 2023)
HEALTH = "990001/2023/health"


# In a small folder.


def two_projects(folder: DataFolder) -> DataFolder:
    """Two self-evaluated projects, of which one says its grade, wrongly, and may; and their goals."""
    folder.table("goals", *(folder.row("goals", project_code=code) for code in ("P1", "P2")))
    folder.table(
        "self_evaluations",
        folder.row("self_evaluations", project_code="P1", total_score="95", grade="良"),
        folder.row("self_evaluations", project_code="P2", total_score="88"),
    )
    folder.waive("folder: 2023/edu, rule: R12, table: self_evaluations, record: P1, date: 2024-08-20, reason: 原件如此")
    return folder


@pytest.fixture
def scored(folder: DataFolder) -> DataFolder:
    """A folder with the two projects, to change."""
    return two_projects(folder)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Checked:
    """The two projects as checked by all rules; not to be changed."""
    return two_projects(clean_folder(tmp_path_factory.mktemp("scored"), catalogue)).check()


def runs(checked: Checked) -> dict[str, RuleRun]:
    """What each rule did in the one division-year."""
    return dict(checked.runs.at(PLACE))


@pytest.mark.thorough
def test_a_rule_counts_what_it_checked_what_it_found_and_what_was_waived(judged: Checked) -> None:
    assert runs(judged)["R12"] == RuleRun(checked=1, hits=1, waived=1)
    assert runs(judged)["C07"] == RuleRun(checked=2)


def test_a_rule_says_why_it_could_not(judged: Checked) -> None:
    run = runs(judged)["F02"]
    assert (run.state, run.checked) == ("unable", 0)
    assert run.why == "没有填写资金，或全年预算数为 0，执行率不可算（2 条）"


@pytest.mark.thorough
def test_a_rule_without_a_row_of_its_table_is_not_silent(judged: Checked) -> None:
    run = runs(judged)["R26"]
    assert (run.state, run.checked, run.why) == ("not_applicable", 0, "")
    assert set(runs(judged)) == {code for code in RULES if RULES[code].table not in ("policies", "spending_standards")}
    assert set(judged.runs.at(("990001", None))) == set(RULES) - set(runs(judged))


@pytest.mark.thorough
def test_replies_are_counted(folder: DataFolder) -> None:
    said = "rule: F02, table: self_evaluations, record: P1, date: 2024-08-20, text: 尾款按合同次年支付。"
    folder.write(f"{EDU}/package.yaml", f"{PACKAGE}replies:\n  - {{{said}}}\n")
    folder.table("self_evaluations", folder.row("self_evaluations", project_code="P1", total_score="95"))
    funds = {"project_code": "P1", "fund_source": "年度资金总额", "annual_budget": "100", "actual_spend": "50"}
    folder.table("self_evaluation_funds", folder.row("self_evaluation_funds", **funds, execution_rate="50.00"))
    assert runs(folder.check())["F02"] == RuleRun(checked=1, hits=1, replied=1)


@pytest.mark.thorough
def test_what_hangs_on_a_file_that_could_not_be_read_is_not_judged(scored: DataFolder) -> None:
    scored.write("common/departments.csv", (scored.path / "common/departments.csv").read_text(encoding="utf-8")
                 + "990001,health,,示例区卫健局,,,,,,\n")  # fmt: skip
    scored.write(f"{HEALTH}/package.yaml", PACKAGE.replace("教育局", "卫健局"))
    scored.table("goals", scored.row("goals", project_code="H1"), folder=HEALTH)
    scored.table(
        "self_evaluations",
        scored.row("self_evaluations", project_code="H1", project_name="另一个名字", total_score="88"),
        folder=HEALTH,
    )
    before = {one.department for one in scored.found("C07")}
    assert before == {"health"}
    scored.write(f"{EDU}/goals.csv", "项目编码,项目名称\n".encode("gbk"))
    checked = scored.check()
    run = checked.runs.of(PLACE, "C07")
    assert run == RuleRun(checked=1, hits=1, unable={"「项目支出绩效目标」有文件没有读进来": 2})
    assert checked.runs.of(PLACE, "C01").checked == 1
    assert checked.runs.of(PLACE, "F11b").unable == {"「项目支出绩效目标」有文件没有读进来": 0}
    rules = {(one.code, one.department) for one in checked.findings if one.code in RULES and one.department == "edu"}
    assert not rules & {("C01", "edu"), ("C07", "edu"), ("F12", "edu")}


def test_only_the_chosen_rules_run(scored: DataFolder, judged: Checked) -> None:
    checked = check(scored.load(), today=TODAY, rules=("C07",))
    assert list(checked.runs.at(PLACE)) == ["C07"]
    assert {one.code for one in checked.findings} & set(RULES) == set()
    assert [one.code for one in checked.findings if one.code == "P03"] == []  # the waiver's rule did not run
    assert {one.code for one in judged.findings} >= {"R12"}


def test_a_waiver_of_a_rule_that_ran_and_found_nothing_is_still_found(scored: DataFolder) -> None:
    scored.replace("990001/waivers.yaml", "rule: R12", "rule: R03")
    assert [one.code for one in check(scored.load(), today=TODAY, rules=("R03",)).findings] == ["P03"]


def test_json_tells_of_every_rule_in_every_place(judged: Checked) -> None:
    document = json.loads(as_json(judged, judged.findings))
    places = {(one["division"], one["year"]): one["rules"] for one in document["rules"]}
    assert list(places) == [PLACE]
    assert [one["code"] for one in places[PLACE]] == list(judged.runs.at(PLACE))
    by_code = {one["code"]: one for one in places[PLACE]}
    assert by_code["R12"] == {
        "code": "R12", "state": "checked", "checked": 1, "hits": 1, "waived": 1, "replied": 0, "why": "",
    }  # fmt: skip
    assert by_code["R26"]["state"] == "not_applicable"
    assert by_code["F02"]["state"] == "unable"
    assert by_code["F02"]["why"]


def test_tables_behind_a_fact_are_known_whoever_asked_for_it_first(judged: Checked) -> None:
    facts = judged.facts
    for code in ("F02", "R18"):  # the second gets what the first worked out
        with facts.reading() as read:
            RULES[code].function(facts)
        assert {"self_evaluations", "self_evaluation_funds", "self_evaluation_indicators"} <= read


# In the shipped data.


@pytest.fixture(scope="module")
def checked(shipped_checked: Checked) -> Checked:
    return shipped_checked


@pytest.fixture(scope="module")
def site(shipped_derived: Site) -> Site:
    return shipped_derived


def rows(checked: Checked, table: str) -> pd.DataFrame:
    frame = checked.facts.tables[table]
    return frame[(frame["division"] == "990001") & (frame["fiscal_year"] == 2025)]


@pytest.mark.thorough
def test_counts_are_those_of_the_rows(checked: Checked) -> None:
    done = checked.runs.at(("990001", 2025))
    monitored, decided = rows(checked, "monitorings"), rows(checked, "applications")
    assert done["R19"].checked == (monitored["period"] < 12).sum() > 0
    assert done["C12n"].checked == monitored["monitored_date"].notna().sum()
    assert done["R26"].checked == rows(checked, "evaluations")["grade"].isin(["中", "差"]).sum() > 0
    assert done["R13"].checked == decided[["cut_rate", "base_amount", "cut_amount"]].notna().all(axis=1).sum() > 0
    claimed, based = decided["cut_rate"].notna(), decided[["base_amount", "cut_amount"]].notna().all(axis=1)
    assert sum(done["R13"].unable.values()) == (claimed & ~based).sum() > 0
    own = rows(checked, "self_evaluation_indicators")
    assert done["R17"].checked == (own["score"] < own["weight"]).sum() > 0
    numbers = ["R06", "R07", "R08"]
    assert sum(done[code].checked + sum(done[code].unable.values()) for code in numbers) == (
        own["operator"].isin(["≥", ">", "≤", "<", "="]).sum()
    )


def test_marks_and_counts_agree(checked: Checked) -> None:
    for code, seen in checked.runs.looked.items():
        total = sum(done[code].checked for done in checked.runs.places.values() if code in done)
        assert total == (seen.marks == CHECKED).sum(), code
        assert len(seen.marks) == len(checked.facts.tables[seen.table])


def test_all_hits_are_counted(checked: Checked) -> None:
    found = sum(one.code in RULES for one in checked.findings)
    assert found == sum(run.hits for done in checked.runs.places.values() for run in done.values()) > 100


@pytest.mark.thorough
def test_a_project_tells_what_was_looked_at_of_it(checked: Checked, site: Site) -> None:
    """Counted again the slow way, by the codes that the rows of its own tables have."""
    for line in (site.projects.lines[0], site.projects.lines[-1], site.projects.lines[90]):
        rules, records = set(), set()
        for code, seen in checked.runs.looked.items():
            frame = checked.facts.tables[seen.table]
            if seen.table in ("evaluation_indicators", "evaluation_findings"):
                known = checked.facts.tables["evaluations"]
                known = known[(known["project_code"] == line.code) & (known["fiscal_year"] == line.year)]
                own = frame["evaluation_code"].isin(known["evaluation_code"]) & (frame["fiscal_year"] == line.year)
            elif {"project_code", "fiscal_year"} <= set(frame.columns):
                own = (frame["project_code"] == line.code) & (frame["fiscal_year"] == line.year)
                own &= frame["division"] == line.division
            else:
                continue
            mine = frame.index[(own.fillna(False) & (seen.marks == CHECKED)).to_numpy(dtype=bool)]
            rules |= {code} if len(mine) else set()
            records |= {(seen.table, label) for label in mine}
        looked = site.looked.of_project[line.position]
        assert (looked.records, looked.rules) == (len(records), len(rules))


def test_a_year_tells_as_much_as_its_departments_and_what_is_common(checked: Checked, site: Site) -> None:
    done = checked.runs.places["990001", 2025]
    looked = site.looked.of_year["990001", 2025]
    assert looked.rules == sum(run.checked > 0 for run in done.values())
    told = {(one.rule, one.why): one.records for one in looked.unable}
    assert told == {(code, why): count for code, run in done.items() for why, count in run.unable.items()}


NOTHING = re.compile(r"核对了 ([\d,]+) 条记录、(\d+) 条规则，没有发现错误、提醒或需要关注之处。")


def pages(site: Site) -> list[tuple[str, object]]:
    made = [(one.title, one.content) for one in project_pages(site)]
    made += [(one.title, one.content) for one in evaluation_pages(site)]
    made += [(one.title, one.content) for one in department_pages(site)]
    return made + [(one.title, one.content) for one in year_pages(site)]


def test_every_page_that_found_nothing_says_how_much_was_checked(site: Site) -> None:
    made = shared_environment()
    silent = 0
    for title, content in pages(site):
        name = "parts/findings.html.j2" if hasattr(content, "findings") else "parts/seen.html.j2"
        text = made.get_template(name).render(**vars(content), root="../")
        found = content.findings.total if hasattr(content, "findings") else getattr(content, "seen", None)
        said = NOTHING.search(text)
        looked = content.looked  # type: ignore[attr-defined]
        assert bool(said) == (not found and looked.records > 0), title
        if said:
            silent += 1
            assert (int(said[1].replace(",", "")), int(said[2])) == (looked.records, looked.rules)
            assert looked.rules > 0
        assert text.count("<li><a href") == len(looked.unable), title
        assert all(one.why in text for one in looked.unable)
    assert silent > 50


def test_a_page_of_nothing_that_the_rules_are_for_says_so() -> None:
    made = shared_environment()
    nothing = RecordFindings(total=0, answered=False, first=(), others=(), left=0)
    for name in ("findings", "seen"):
        text = made.get_template(f"parts/{name}.html.j2").render(findings=nothing, seen=(), looked=Looked(), root="")
        assert "没有适用的记录" in text
        assert "没有发现" not in text


def test_names_that_agree_are_counted(site: Site) -> None:
    here = next(one for one in indicators(site).groups if one.found.entries)
    assert here.found.compared >= len(here.found.mismatches) + here.found.more > 0


def test_the_method_page_tells_what_each_rule_did(site: Site) -> None:
    told = {one.rule.code: one for family in method(site).families for one in family.rules}
    assert set(told) == set(RULES)
    text = shared_environment().get_template("method/rules.html.j2").render(**vars(method(site)), root="../")
    for code, one in told.items():
        part = text.partition(f'id="{code.lower()}"')[2].partition("</details>")[0]
        did = re.search("<dt>本站核对</dt><dd>(.*?)</dd>", part)
        assert did
        runs_there = [done[code] for done in site.checked.runs.places.values() if code in done]
        assert (did[1] == "没有适用的记录。") == (not runs_there)
        assert sum(run.checked > 0 for run in runs_there) == did[1].count("核对 ")
        assert [there.place for there in one.account.divisions] or not runs_there
    assert "示例区：2024年度核对 " in text
