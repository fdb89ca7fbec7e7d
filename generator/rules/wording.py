"""Texts that say nothing: without a reason, left over from a template, or the same as another project's."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.copies import repeated_texts
from generator.facts.wording import shortened
from generator.rules.registry import hits


def repeated(facts: Facts, given: pd.DataFrame, name: str, title: str) -> pd.DataFrame:
    """Rows whose long text stands, nearly word for word, in an earlier project of the division and year."""
    again = repeated_texts(facts, given, name)
    text = shortened(again[name])
    named = "「" + again["first_name"].fillna("") + "」（编码 " + again["first"] + "）"
    return hits(
        again,
        value=text,
        expected="写本项目的情况",
        message=f"{title}「" + text + "」与项目" + named + "几乎一字不差，数字也相同，一般应写本项目的情况。",
        hint="请核对是否照抄；打包实施、配套实施的，可以照旧。",
        field=name,
    )


# Left over from a template or a draft.
_LEFTOVER = (
    r"[×xX＊*]{2,}|_{3,}|请(?:在此)?(?:填写|输入|补充)|待(?:补充|填写|完善)|示例文字|填报说明|同上"
    r"|(?:不超过|限)\s*\d+\s*字"
)


def unexplained(found: pd.DataFrame, why: pd.Series, *, severity: pd.Series | str = "") -> pd.DataFrame:
    """Hits of rows that give no reason for what ``why`` says of them."""
    note = found["deviation_note"].fillna("")
    written = ("写的是「" + note + "」").where(note != "", "没有填写")
    return hits(
        found,
        value=note,
        expected="写明原因和措施",
        message=why + "，偏差说明" + written + "，应写明原因和措施。",
        hint="请写清没有达到的具体原因和改进措施，不写“无”或“暂无”。",
        severity=severity,
    )


def leftovers(given: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Rows with words of a template in one of the columns: name → title."""
    found = []
    for name, title in columns.items():
        rows_found = given[given[name].str.contains(_LEFTOVER).fillna(False).astype(bool)]
        what = rows_found[name].str.extract(f"({_LEFTOVER})", expand=False).astype("str")
        found.append(
            hits(
                rows_found,
                value=what,
                expected="写实际内容",
                message=f"{title}里有「" + what + "」，像是没有改掉的模板文字，应写实际内容。",
                hint="请改成这个项目的具体内容。",
                field=name,
            )
        )
    return pd.concat(found)
