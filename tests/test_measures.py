"""The codes of published figures: whoever registers a statement finds each of them, with its name and formula."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pytest

from generator.core.facts import Facts
from generator.derive.measures import MeasureLine, derive_measures
from generator.facts.figures.declared import RELATIONS, TOLD
from generator.facts.measures.codes import CHANGES, is_listed, meant_codes
from generator.facts.measures.declared import ALIASES, MEASURES
from generator.load import load, load_catalogue, load_profiles
from tests.conftest import DATA, ROOT
from tests.statement_data import Rows, checked

CATALOGUE = load_catalogue(DATA)


@pytest.fixture(scope="module")
def lines() -> dict[str, MeasureLine]:
    """The declared codes, of data without any statement."""
    facts = checked(CATALOGUE, load_profiles(DATA), {}).facts
    made = derive_measures(facts)
    found = [line for stage in made.stages for line in stage.lines]
    assert (made.count, made.others) == (len(found), [])
    assert len({one.code for one in found}) == len(found)
    return {one.code: one for one in found}


def texts(value: object) -> Iterator[str]:
    """Every text that a declared relation holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))


def test_every_measure_is_listed_with_what_it_is(lines) -> None:
    assert set(MEASURES) <= set(lines)
    for code, measure in MEASURES.items():
        line = lines[code]
        assert (line.title, line.unit, line.note) == (measure.title, measure.unit, measure.note)
        assert line.scope == ("全域" if measure.whole else "本级")
        assert line.year == {-1: "报告年度的上一年", 0: "报告年度", 1: "报告年度的下一年"}[measure.offset]
        assert re.search("[一-鿿]", line.formula)
        assert re.search("[一-鿿]", line.rows)
        assert not re.search(r"None|\{|0年", line.formula + line.rows)
    assert lines["goal_coverage"].rows == "分子：财政年度＝所指年度。分母：财政年度＝所指年度；范围类别＝应编目标"
    assert lines["policy_issued_count"].rows.endswith("印发日期在所指年度")


def test_every_code_that_a_relation_reads_is_listed(lines) -> None:
    read = {one for relation in RELATIONS for one in texts(relation) if re.fullmatch("[a-z][a-z0-9_]+", one)}
    read -= set(CATALOGUE.tables)
    assert len(read) > 90
    assert read - set(lines) == set()
    assert set(TOLD) - read == set(), "a code that nothing reads needs no declaration"
    assert {lines[code].note.split("；")[0] for code in TOLD} == {"只登记，没有记录可以核对"}
    assert all(lines[code].title == MEASURES[meant].title for code, meant in ALIASES.items())


def test_what_statements_use_beside_them_is_listed_as_registered() -> None:
    loaded = load(DATA)
    frames = {"reported_figures": loaded.frames["reported_figures"]}
    made = derive_measures(Facts(tables=frames, profiles=(), schemas=CATALOGUE.tables))
    listed = {line.code for stage in made.stages for line in stage.lines} | {one.code for one in made.others}
    used = frames["reported_figures"]["measure"].tolist()
    assert {re.sub(rf"({'|'.join(CHANGES)})$", "", one) for one in used} <= listed
    others = {one.code: one for one in made.others}
    assert (others["media_report_count"].title, others["media_report_count"].unit) == ("国家、省级媒体绩效宣传", "篇次")


def test_one_code_under_several_names_is_one_line() -> None:
    told = (
        ("visits", "参观", "次"),
        ("visits", "调研", "次"),
        ("visits_increase", "多", "人"),
        ("goal_count", "数", "个"),
    )
    rows: Rows = {
        "reported_figures": [
            {"figure_code": f"f{number}", "measure": code, "measure_title": title, "unit": unit}
            for number, (code, title, unit) in enumerate(told)
        ]
    }
    made = derive_measures(checked(CATALOGUE, load_profiles(DATA), rows).facts)
    assert [(one.code, one.title, one.unit) for one in made.others] == [
        ("visits", "参观／调研", "次"),
        ("visits_increase", "多", "人"),
    ]


def test_the_field_leads_to_the_page() -> None:
    field = CATALOGUE.tables["reported_figures"].field("measure")
    title = re.search(r"^title: (.+)$", (ROOT / "site_src" / "measures.md").read_text(encoding="utf-8"), re.M)
    assert title
    assert f"“{title[1]}”" in field.description
    assert all(re.fullmatch(str(field.constraints["pattern"]), code) for code in (*MEASURES, *TOLD, *ALIASES))


def test_the_page_shows_every_code(shipped_site) -> None:
    html = (shipped_site / "measures" / "index.html").read_text(encoding="utf-8")
    ids = re.findall(r'<tr id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {*MEASURES, *TOLD, *ALIASES} <= set(ids)


def test_codes_that_real_statements_made_for_themselves_are_taken_for_no_others() -> None:
    rows = load(DATA).frames["reported_figures"][["measure", "measure_title", "stage"]].drop_duplicates()
    own = rows[~rows["measure"].map(is_listed).astype(bool)]
    assert len(own) > 10
    assert not [one for one in own.itertuples(index=False, name=None) if meant_codes(*one)]


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        (("goals_count", "目标数", "绩效目标"), "goal_count"),
        (("x3", "自评项目数", "绩效自评"), "self_evaluation_count"),
        (("x2", "财政重点评价项目", "绩效评价"), "key_evaluation_count"),
    ],
)
def test_misspelt_codes_and_others_of_the_same_name_are_found(figure: tuple[str, str, str], code: str) -> None:
    assert code in meant_codes(*figure)
