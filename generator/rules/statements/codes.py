"""Codes of figures in annual statements: those that the list does not have."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.measures.codes import is_listed, listed_codes, meant_codes
from generator.rules.examples import rows
from generator.rules.looking import filled
from generator.rules.registry import hits, rule
from generator.rules.sources import OURS


def _figure(measure: str, title: str) -> dict[str, str]:
    """An example row."""
    row = {"figure_code": "a1", "statement_code": "990001-2023", "stage": "绩效目标", "measure": measure}
    row |= {"measure_title": title, "subject_year": "2023", "scope": "全区"}
    return row | {"value": "500", "value_text": "500", "unit": "个"}


_NAMES_OF_MEASURE = ("measure", "measure_title", "stage")


@rule(
    "C41",
    title="指标代码不在清单里",
    severity="warning",
    table="reported_figures",
    fields=("measure",),
    looks_at=(filled("measure"),),
    formula="指标代码在「年度说明的指标代码」清单里，或清单里没有写法、名称相近的",
    source=OURS,
    good=(
        *rows(reported_figures=_figure("goal_count", "编制绩效目标项目数")),
        *rows(reported_figures=_figure("county_measure", "本地另设的一个数")),
    ),
    bad=(
        *rows(reported_figures=_figure("goals_count", "目标数")),
        *rows(reported_figures=_figure("mubiao", "编制绩效目标项目数")),
    ),
)
def listed_measures(facts: Facts) -> pd.DataFrame:
    """代码不在清单里的数字只登载，不与记录核对，也不与别的数字勾稽；清单里有写法或名称相近的，多半是写错了。

    清单里没有这一项的，可以用自己的代码，不提示，列在“本站已登记的其他代码”里。
    """
    given = facts.tables["reported_figures"].dropna(subset=["measure"])
    rest = given[~given["measure"].map(is_listed).astype(bool)]
    titles = listed_codes()
    meant = [
        "、".join(f"{one}（{titles[one].title}）" for one in meant_codes(code, title, stage))
        for code, title, stage in zip(*(rest[one].fillna("") for one in _NAMES_OF_MEASURE), strict=True)
    ]
    likely = pd.Series(meant, index=rest.index, dtype="str")
    found = rest[(likely != "").to_numpy(dtype=bool)]
    said = likely[found.index]
    return hits(
        found,
        value=found["measure"],
        expected=said,
        message="指标代码 " + found["measure"] + " 不在年度说明的指标代码里，像是 " + said + "；这个数只登载，不核对。",
        hint="请改成数据字典“年度说明的指标代码”里意思相同的一个；清单里没有这一项的照登。",
    )
