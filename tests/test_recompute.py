"""The arithmetic of the five real statements that are shipped, and of figures made up to try each verdict."""

from __future__ import annotations

import pandas as pd
import pytest

from generator.core.facts import Facts
from generator.facts.figures import COLUMNS, arithmetic
from generator.load import load, load_catalogue, load_profiles
from tests.frames import typed_frames
from tests.shipped import DATA

SHIPPED = ("370112", "370305", "371000", "371525")
CONSISTENT, INCONSISTENT, NO_BASE, DOUBTFUL, DERIVED = "可复算一致", "不一致", "基数未公开不可复算", "口径存疑", "推算"

# statement, title, figures, what the arithmetic gives, verdict
EXPECTED = [
    ("370305-2021", "评价报告评审等级合计", "lz21-17;lz21-20;lz21-21;lz21-22", "20份", CONSISTENT),
    ("370305-2021", "跟踪报告评审等级合计", "lz21-18;lz21-23;lz21-24", "5份", CONSISTENT),
    ("370305-2021", "评审报告合计", "lz21-19;lz21-17;lz21-18", "25份", CONSISTENT),
    ("370305-2021", "监控项目数与目标个数", "lz21-07;lz21-01", "100.00%", CONSISTENT),
    ("370305-2021", "事前评估压减率", "lz21-06;lz21-05", "7.33%", DERIVED),
    ("370305-2021", "事前评估与绩效目标的数量和金额", "lz21-04;lz21-05;lz21-01;lz21-02", "356个、25.54亿元", DOUBTFUL),
    ("370305-2021", "自评与绩效目标的数量和金额", "lz21-09;lz21-10;lz21-01;lz21-02", "356个、25.54亿元", DOUBTFUL),
    ("370112-2020", "重点评价实施方式合计", "lc20-09;lc20-12;lc20-13", "15个", CONSISTENT),
    ("370112-2020", "单位自评项目数的同比", "lc20-04;lc20-05", "上年28个，增492.86%", DOUBTFUL),
    ("370112-2020", "自评资金的同比", "lc20-06;lc20-07", "上年13307万元，增1530.53%", DOUBTFUL),
    ("370112-2020", "重点评价与自评的预算本数", "lc20-11;lc20-03", "4本", DOUBTFUL),
    ("370112-2020", "自评项目数与目标个数", "lc20-04;lc20-14", "", DOUBTFUL),
    ("370112-2020", "拟办事项", "lc20-19", "", DOUBTFUL),
    ("370112-2020", "绩效目标公开时限", "lc20-15", "", NO_BASE),
    ("370112-2020", "自评平均分", "lc20-08", "", NO_BASE),
    ("371525-2021", "评价等级合计", "gx21-12;gx21-13;gx21-15;gx21-16;gx21-17", "13个", INCONSISTENT),
    ("371525-2021", "事前评估压减率", "gx21-07", "", NO_BASE),
    ("371000-2022", "自评抽查比例", "wh22-09;wh22-08;wh22-04", "4.98%", DOUBTFUL),
    ("371000-2022", "自评覆盖率", "wh22-07", "", NO_BASE),
    ("371000-2022", "事前评估压减率", "wh22-03;wh22-02", "约22.58%", DERIVED),
    ("371000-2022", "重点评价压减率", "wh22-12;wh22-11", "1.67%", DERIVED),
    ("370112-2023", "运行监控执行率", "lc23-18;lc23-17;lc23-16", "31.47%", CONSISTENT),
    ("370112-2023", "监控期执行率与序时进度", "lc23-18", "指数53.95", DERIVED),
    ("370112-2023", "重点评价压减率", "lc23-13;lc23-12;lc23-11", "基数≈10.42亿元", NO_BASE),
    ("370112-2023", "编制绩效目标数的同比", "lc23-01;lc23-02", "上年391个，增30.69%", NO_BASE),
    ("370112-2023", "单位自评项目支出数的同比", "lc23-05;lc23-07", "上年315个，增584.76%", DOUBTFUL),
    ("370112-2023", "单位自评资金的同比", "lc23-06;lc23-08", "上年29亿元，增734.48%", DOUBTFUL),
    ("370112-2023", "自评项目数与目标个数", "lc23-05;lc23-01;lc23-02", "551.66%", DOUBTFUL),
    ("370112-2023", "监控项目数与目标个数", "lc23-15;lc23-01", "119.18%", DOUBTFUL),
    ("370112-2023", "监控资金与目标资金", "lc23-16;lc23-03", "106.47%", DOUBTFUL),
    ("370112-2023", "公开条数与应公开数", "lc23-26;lc23-01;lc23-05", "应公开约2668个", DOUBTFUL),
    (
        "370112-2023",
        "绩效目标个数的历年变化",
        "lc23-01;lc23-02;lc20-14",
        "2020年535 → 2022年倒推391 → 2023年511",
        DOUBTFUL,
    ),
    (
        "370112-2023",
        "自评项目数的历年变化",
        "lc23-05;lc23-07;lc20-04",
        "2019年166 → 2021年倒推315 → 2022年2157",
        DOUBTFUL,
    ),
    (
        "370112-2023",
        "自评资金的历年变化",
        "lc23-06;lc23-08;lc20-06",
        "2019年21.6974 → 2021年倒推29 → 2022年242",
        DOUBTFUL,
    ),
]


@pytest.fixture(scope="module")
def shipped() -> pd.DataFrame:
    loaded = load(DATA)
    rows = {
        name: [
            {key: str(cell) for key, cell in row.items() if not key.startswith("_") and cell == cell}
            for row in loaded.frames[name].to_dict("records")
            if row["division"] in SHIPPED
        ]
        for name in ("reported_figures", "statements")
    }
    frames = typed_frames(loaded.catalogue, rows)
    return arithmetic(Facts(tables=frames, profiles=loaded.profiles))[list(COLUMNS)]


def test_every_relation_of_the_real_statements(shipped):
    """All that is expected is found, and nothing else: no false alarm."""
    found = shipped[["statement_code", "title", "figures", "recomputed", "verdict"]]
    assert sorted(found.itertuples(index=False, name=None)) == sorted(EXPECTED)


def test_the_columns(shipped):
    assert tuple(shipped.columns) == COLUMNS
    assert shipped.notna().all(axis=None)
    assert shipped["explanation"].str.endswith("。").all()


def test_the_interval_of_an_implied_base(shipped):
    rate = shipped[shipped["figures"] == "lc23-13;lc23-12;lc23-11"].iloc[0]
    assert "区间10.388亿元—10.448亿元" in rate["formula"]
    assert "7.95%" in rate["formula"]


def figure(measure: str, text: str, unit: str = "个", **others: str) -> dict[str, str]:
    code = f"{measure}-{others.get('subject_year', 2023)}".replace("_", "-")
    row = {"figure_code": code, "statement_code": "s", "measure": measure}
    row |= {"measure_title": measure, "subject_year": "2023", "scope": "全区", "value": text, "value_text": text}
    return row | {"unit": unit} | others


def verdicts(*figures: dict[str, str]) -> dict[str, str]:
    catalogue = load_catalogue(DATA)
    frames = typed_frames(catalogue, {"reported_figures": figures})
    found = arithmetic(Facts(tables=frames, profiles=load_profiles(DATA)))
    return dict(zip(found["title"], found["verdict"], strict=True))


def rate(part: str, whole: str, stated: str, *, part_unit: str = "万元", **others: str) -> str:
    found = verdicts(
        figure("monitoring_spend", part, part_unit, **others),
        figure("monitoring_amount", whole, "万元"),
        figure("monitoring_rate", stated, "%"),
    )
    return found["运行监控执行率"]


def test_rates_allow_for_rounding_and_units():
    assert rate("294875", "936947", "31.47") == CONSISTENT
    assert rate("294875", "936947", "31.5") == CONSISTENT
    assert rate("294875", "936947", "31.48") == INCONSISTENT
    assert rate("29.49", "936947", "31.47", part_unit="亿元") == CONSISTENT
    assert rate("29.49", "936947", "31.40", part_unit="亿元") == INCONSISTENT


def test_a_qualified_figure_is_never_exact():
    assert rate("294875", "936947", "35.00", qualifier="近", value_text="近294875") == DERIVED
    counts = (figure("key_evaluation_third_party_count", "11"), figure("key_evaluation_own_count", "4"))
    assert not verdicts(*counts, figure("key_evaluation_count", "15", qualifier="余", value_text="15余"))


def test_grades_may_count_projects_alone_or_with_departments():
    grades = (figure("grade_excellent_count", "2"), figure("grade_good_count", "8"))
    whole = figure("whole_department_key_evaluation_count", "4")
    assert verdicts(*grades, whole, figure("key_evaluation_count", "10"))["评价等级合计"] == CONSISTENT
    assert verdicts(*grades, whole, figure("key_evaluation_count", "6"))["评价等级合计"] == CONSISTENT
    assert verdicts(*grades, whole, figure("key_evaluation_count", "9"))["评价等级合计"] == INCONSISTENT


def test_exceptions_told_alone_are_no_sum():
    """中 and 差 need not add up to all that was evaluated, whether the better ones go unsaid or are counted as one."""
    grades = {"excellent": "4077", "good": "345", "medium": "114", "poor": "1", "good_or_better": "4422"}
    counted = {name: figure(f"self_evaluation_{name}_count", text) for name, text in grades.items()}
    poor, whole = (counted["medium"], counted["poor"]), figure("self_evaluation_count", "4537")
    titles = ("自评等级合计", "自评等级（优良合为一档）合计")
    assert not verdicts(*poor, whole)
    assert [verdicts(*poor, counted["excellent"], counted["good"], whole).get(one) for one in titles] == [
        CONSISTENT,
        None,
    ]
    assert [verdicts(*poor, counted["good_or_better"], whole).get(one) for one in titles] == [None, CONSISTENT]
    more, stopped = figure("self_evaluation_count", "4595"), figure("project_cancelled_count", "58")
    assert verdicts(*poor, counted["good_or_better"], more)[titles[1]] == INCONSISTENT
    assert verdicts(*poor, counted["good_or_better"], more, stopped)[titles[1]] == CONSISTENT


def test_only_a_promised_share_of_spot_checks_can_be_broken():
    checks, whole = figure("self_evaluation_check_count", "20"), figure("self_evaluation_count", "400")
    ratio = {"text": "10", "unit": "%", "qualifier": "不低于", "value_text": "不低于10"}
    assert verdicts(checks, whole)["自评抽查比例"] == DERIVED
    assert verdicts(checks, figure("self_evaluation_count", "200"))["自评抽查比例"] == DERIVED
    assert verdicts(checks, whole, figure("self_evaluation_check_ratio", **ratio))["自评抽查比例"] == INCONSISTENT
    asked = (figure("self_evaluation_check_population", "200"), figure("self_evaluation_check_ratio", **ratio))
    assert verdicts(checks, whole, *asked)["自评抽查比例"] == CONSISTENT


def test_scopes_are_never_divided_across():
    parts = (figure("ex_ante_cut", "5000", "万元"), figure("ex_ante_cut_rate", "12.5", "%"))
    assert verdicts(*parts, figure("ex_ante_amount", "4", "亿元"))["事前评估压减率"] == CONSISTENT
    assert verdicts(*parts, figure("ex_ante_amount", "4", "亿元", scope="区级"))["事前评估压减率"] == DOUBTFUL


def test_last_year_as_published():
    now = (figure("goal_count", "560"), figure("goal_count_increase", "60"))
    assert verdicts(*now)["goal_count的同比"] == NO_BASE
    assert verdicts(*now, figure("goal_count", "500", subject_year="2022"))["goal_count的同比"] == CONSISTENT
    assert verdicts(*now, figure("goal_count", "520", subject_year="2022"))["goal_count的同比"] == INCONSISTENT


def test_a_part_is_not_larger_than_its_whole():
    part = figure("key_evaluation_tracking_count", "5")
    assert not verdicts(part, figure("key_evaluation_count", "25"))
    assert verdicts(part, figure("key_evaluation_count", "4")) == {"全过程跟踪项目": INCONSISTENT}


def test_nothing_gives_nothing():
    assert verdicts() == {}
