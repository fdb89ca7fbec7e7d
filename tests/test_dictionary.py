"""The dictionary speaks to clerks: words instead of patterns, the official form's label, the rules that check."""

from __future__ import annotations

import re

import pytest

from generator.core.schema import Catalogue
from generator.pages.views.dictionary import constraint_words, form_labels, pattern_words


def test_no_pattern_is_shown(catalogue: Catalogue) -> None:
    told = [
        (table.name, field.name, word)
        for table in catalogue.tables.values()
        for field in table.fields
        for word in constraint_words(field.constraints)
    ]
    assert [one for one in told if re.search(r"\[0-9|\{\d|\\|\|\(|\)\*", one[2])] == []
    assert any("分号" in word for _, _, word in told)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("[0-9]{6}", "六位数字"),
        ("(甲|乙)(;(甲|乙))*", "可以写几项，用半角分号隔开：甲、乙"),
        ("https?://[^ ]+", "网址，照例子的样子写全"),
        ("[一-龥]+号", "照例子的样子写"),
    ],
)
def test_patterns_in_words(pattern: str, words: str) -> None:
    assert pattern_words(pattern) == words


def test_fields_lead_to_the_forms_that_people_know(catalogue: Catalogue) -> None:
    funds, evaluations = catalogue.tables["self_evaluation_funds"], catalogue.tables["self_evaluations"]
    spent = form_labels(funds, funds.field("actual_spend"))
    assert [(one.form, one.label) for one in spent] == [("项目支出绩效自评表", "全年执行数")]
    total = form_labels(evaluations, evaluations.field("total_score"))
    assert ("项目支出绩效自评表", "总分") in total or ("项目支出绩效自评表", "自评总分") in total
