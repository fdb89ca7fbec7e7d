"""The method page: every rule with formula, thresholds, examples and count; every profile with all its values."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace

import pytest

from generator.core.profile import Profile
from generator.derive import Site
from generator.pages.engine.filters import rule_reason
from generator.pages.engine.fragments import shared_environment
from generator.pages.views import method
from generator.pages.views.method import Told
from generator.rules import RULES

VALUES = {one.name for one in dataclasses.fields(Profile)} - {"name", "title", "source", "in_force"}


@pytest.fixture(scope="module")
def site(shipped_derived: Site) -> Site:
    return shipped_derived


@pytest.fixture(scope="module")
def told(site: Site) -> dict[str, Told]:
    return {one.rule.code: one for family in method.overview(site).families for one in family.rules}


@pytest.fixture(scope="module")
def shown(site: Site) -> dict[str, str]:
    made = shared_environment()
    names = {**made.globals, **vars(method.overview(site)), "site": site, "root": "../"}
    shown = {name: made.get_template(f"method/{name}.html.j2").render(names) for name in ("rules", "profiles")}
    pages = [{**names, **vars(page.content)} for page in method.example_pages(site)]
    return shown | {"examples": "".join(made.get_template("method/examples.html.j2").render(page) for page in pages)}


@pytest.mark.parametrize("code", RULES)
def test_rule_is_told_in_full(code: str, told: dict[str, Told], site: Site, shown: dict[str, str]) -> None:
    one = told[code]
    rule = one.rule
    assert rule.formula
    assert rule.source
    assert rule.text.endswith("。")
    assert one.table is not None
    assert all(example.heads and example.rows for example in (*one.bad, *one.good))
    assert one.bad
    assert one.good
    assert len(one.thresholds) == len(rule.thresholds)
    part = shown["rules"].partition(f'id="{code.lower()}"')[2].partition("</details>")[0]
    for word in ("<dt>算法</dt>", "<dt>依据</dt>", "<dt>本站命中</dt>", f'/#{code.lower()}">怎样的填法会被指出'):
        assert word in part
    examples = shown["examples"].partition(f'id="{code.lower()}"')[2].partition("</section>")[0]
    for word in ("<b>会被指出的例子", "<b>不会被指出的例子"):
        assert word in examples
    assert ("<dt>阈值</dt>" in part) == bool(rule.thresholds)
    assert one.times == sum(finding.code == code for finding in site.checked.findings)


@pytest.mark.parametrize("code", [one.code for one in RULES.values() if one.severity == "flag"])
def test_what_could_explain_a_flag_stands_beside_it(code: str) -> None:
    assert re.search("可能|不一定|会有例外|如实|都会这样|也会这样|会造成|可以没有", rule_reason(code))


def test_examples_show_what_is_no_table(told: dict[str, Told]) -> None:
    example = told["R24"].bad[1]
    assert example.title == "已公开的文件（package.yaml 的 documents）"
    assert example.heads == [("文种", ""), ("文件名称", ""), ("公开日期", "day")]
    assert example.rows == [[("D2", ""), ("2023年项目绩效目标", ""), ("2023-07-03", "day")]]


def test_every_value_of_a_profile_is_shown(shown: dict[str, str], site: Site) -> None:
    default = next(one for one in site.checked.profiles if one.name == "default")
    for name, title, words in default.thresholds:
        row = f'<th scope="row">{title}<small class="code">{name}</small></th><td class="n">{words}</td>'
        assert row in shown["profiles"]
    told = {one.name for one in (*method.overview(site).default.values, *default.thresholds)}
    assert told == VALUES
    for words in (
        "1—4 月不低于 25%",
        "优 80 分起，良 70 分起",
        "部分达成从分值的 50% 起",
        "低于 60 为红灯，低于 80 为黄灯",
    ):
        assert words in shown["profiles"]


def test_a_profile_in_force_is_shown_with_its_places_and_what_differs(site: Site) -> None:
    profiles = [
        replace(one, in_force=(("990001", 2025, 2026),), low_execution=65.0) if one.name == "bands-80-70-60" else one
        for one in site.checked.profiles
    ]
    changed = replace(site, checked=replace(site.checked, profiles=tuple(profiles)))
    made = shared_environment()
    shown = made.get_template("method/profiles.html.j2").render(
        {**vars(method.overview(changed)), "site": changed, "root": "../"}
    )
    part = shown.partition('<h3 id="p-bands-80-70-60">')[2].partition("<details>")[0]
    assert "示例区 2025–2026年度" in part
    assert "<dd>65%</dd>" in part
    assert "预算执行率分值" not in part
