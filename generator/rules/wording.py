"""Texts that say nothing: without a reason, left over from a template, or the same as another project's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import brief
from generator.facts.copies import repeated_texts
from generator.facts.self_evaluations import spending
from generator.facts.spoken import bare_shares, mismatches
from generator.facts.spoken import rates as spoken_rates
from generator.facts.targets import number_answered_in_words
from generator.facts.wording import LEFTOVER, shortened
from generator.rules.registry import HIT_COLUMNS, hits, nothing_found


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


# How the rules about such words are told.
LEFTOVERS = "各栏文字中有××、XX、待定、“请填写”、“…字以内”等残留"


def unexplained(
    found: pd.DataFrame,
    why: pd.Series,
    *,
    severity: pd.Series | str = "",
    what: pd.Series | str = "没有达到的具体原因和改进措施",
) -> pd.DataFrame:
    """Hits of rows that give no reason for what ``why`` says of them; ``what``: they are to write about."""
    note = found["deviation_note"].fillna("")
    written = ("写的是「" + note + "」").where(note != "", "没有填写")
    return hits(
        found,
        value=note,
        expected="写明原因和措施",
        message=why + "，偏差说明" + written + "，应写明原因和措施。",
        hint="请写清" + what + "，不写“无”或“暂无”。",
        severity=severity,
    )


def leftovers(given: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Rows with words of a template in one of the columns: name → title."""
    cells = pd.concat([given[name] for name in columns], ignore_index=True)
    left = cells.str.contains(LEFTOVER).fillna(False).to_numpy(dtype=np.bool_)  # the pattern is costly to make
    found = []
    for (name, title), own in zip(columns.items(), np.split(left, len(columns)), strict=True):
        if not own.any():
            continue
        rows_found = given[own]
        what = rows_found[name].str.extract(f"({LEFTOVER})", expand=False).astype("str")
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
    return pd.concat(found) if found else nothing_found(given.index[:0])


_FIGURES = r"[\s.,，%％/≥≤><=＝+-]*\d[\d\s.,，%％/≥≤><=＝+-]*"


class _Told(NamedTuple):
    """A hit made by itself: its row, the field, the words that it is about, what was expected, and the message."""

    label: int
    field: str
    words: str
    expected: str
    message: str


def other_money(facts: Facts, table: str, titles: Mapping[str, str]) -> pd.DataFrame:
    """Rows whose texts name a budget or spending that no table of the project knows; ``titles``: field → title."""
    found = [
        _Told(
            one.label,
            one.field,
            one.words,
            one.expected,
            f"{titles[one.field]}里写的是「{one.words}」，各表的金额是 {one.expected} 万元，一般应与其中一个相同。",
        )
        for one in mismatches(facts, table, list(titles))
    ]
    hint = "请核对文字里的金额和单位；说的是累计数、其中一部分或别的年度的，请在文字里写明。"
    return _hits_of(facts.tables[table], found, hint)


def other_rates(facts: Facts, titles: Mapping[str, str]) -> pd.DataFrame:
    """Self-evaluations whose texts name an execution rate that is not the one of their money."""
    given = facts.of(spending)
    exact = given["exact"] * 100
    found = []
    for name, title in titles.items():
        texts = given[name].where(exact.notna()).dropna()
        for label, text in texts[texts.str.contains("执行率", regex=False)].items():
            due = float(exact[label])
            wrong = [
                words for words, rate, margin in spoken_rates(text) if abs(float(rate) - due) > float(margin) + 1e-9
            ]
            said = f"{brief(round(due, 2))}%"
            message = f"{title}里写的是「{{}}」，按资金表算应为 {said}。"
            found += [_Told(int(label), name, words, said, message.format(words)) for words in wrong[:1]]
    return _hits_of(given, found, "请核对文字里的执行率；口径不同的，请在文字里写明。")


def bare_shares_in(given: pd.DataFrame, titles: Mapping[str, str]) -> pd.DataFrame:
    """Rows whose texts name a share without the sign of per cent."""
    found = []
    for name, title in titles.items():
        texts = given[name].dropna()
        for label, text in texts[texts.str.contains("占", regex=False)].items():
            found += [
                _Told(int(label), name, words, "写明 %", f"{title}里写的是「{words}」，一般应写明 %。")
                for words in list(bare_shares(text))[:1]
            ]
    return _hits_of(given, found, "请核对是不是漏了百分号。")


def _hits_of(given: pd.DataFrame, found: Sequence[_Told], hint: str) -> pd.DataFrame:
    rows = given.loc[[one.label for one in found]]
    columns = {
        "value": [one.words for one in found],
        "expected": [one.expected for one in found],
        "message": [one.message for one in found],
        "hint": [hint] * len(found),
        "field": [one.field for one in found],
        "severity": [""] * len(found),
        "plain": [""] * len(found),
        "cause": [""] * len(found),
    }
    return pd.DataFrame(columns, index=rows.index, columns=list(HIT_COLUMNS)).astype("str")


def only_figures(given: pd.DataFrame, name: str, title: str) -> pd.DataFrame:
    """Rows whose name is no word at all, only figures and signs."""
    figures = given[name].str.fullmatch(_FIGURES).fillna(False).astype(bool)
    found = given[figures]
    return hits(
        found,
        value=found[name],
        expected="写明考核什么",
        message=f"{title}写的是「" + found[name] + "」，只有数字，应写明考核什么。",
        hint="多半是填错了列，请核对原件；原件如此的照登即可。",
        field=name,
    )


def said_twice(given: pd.DataFrame, key: Sequence[str], names: Sequence[str], title: str) -> pd.DataFrame:
    """Rows whose names stand in an earlier row of the same key; figures in the place of names are told as such."""
    filled = given.dropna(subset=[*key, names[-1]])
    filled = filled[~filled[names[-1]].str.fullmatch(_FIGURES).astype(bool)]
    plain = {name: filled[name].fillna("").str.replace(r"\s", "", regex=True) for name in names}
    keys = filled[list(key)].assign(**{f"_{name}": text for name, text in plain.items()})
    again = filled[keys.duplicated()]
    return hits(
        again,
        value=again[names[-1]],
        expected="一个名称只出现一次",
        message=f"{title}「" + again[names[-1]] + "」在这个项目里出现不止一次，一般一个名称只出现一次。",
        hint="请核对是否重复填写；考核不同内容的，请在名称里写明区别。",
        field=names[-1],
    )


def words_for_numbers(given: pd.DataFrame, target: str, actual: str, title: str) -> pd.DataFrame:
    """Rows whose target is a number and whose result is words."""
    found = given[number_answered_in_words(given, target, actual)]
    return hits(
        found,
        value=found[actual],
        expected="写数字",
        message="指标值「"
        + found[target]
        + f"」是数字，{title}写的是「"
        + shortened(found[actual])
        + "」，一般应写数字。",
        hint="请照原件写实际达到的数；原件没有数的照登即可，这一项的得分不可复算。",
        field=actual,
    )


def per_cent_in_words(given: pd.DataFrame, target: str) -> pd.DataFrame:
    """Rows whose unit of % is spelt out, in the unit's column or behind the value."""
    whole = given[target].fillna("") + given["unit"].fillna("")
    found = given[given[target].notna() & whole.str.contains("百分比", regex=False)]
    written = found[target].fillna("") + found["unit"].fillna("")
    return hits(
        found,
        value=written,
        expected="%",
        message="写的是「" + written + "」，单位应写 %。",
        hint="“百分比”不是单位，请写成 %；原件如此的照登即可，本站按 % 看待。",
        field="unit",
    )
