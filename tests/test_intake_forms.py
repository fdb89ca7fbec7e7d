"""Printed forms in many looks: every value in its place, every cell accounted for."""

from __future__ import annotations

import re

import pytest

from generator.core.schema import Catalogue
from generator.forms.reading import layouts
from generator.intake.readings import Reading
from generator.intake.recognising import read_file
from tests.printed import CODE, Look, Made, looks, workbook

LOOKS = looks(48)


def _read(content: bytes, catalogue: Catalogue, name: str = "自评表.xlsx") -> list[Reading]:
    return read_file(name, content, catalogue.tables, layouts())


def _assert_reads(reading: Reading, made: Made) -> None:
    """Value by value: what each cell means, and nothing else."""
    got = {(one.table, one.row, one.field): (one.cell, one.value) for one in reading.values}
    assert got == made.expected


def _assert_accounted(reading: Reading, made: Made) -> None:
    """Every cell that holds something is a value, a label, or left out with its reason; known ones only."""
    values = {one.cell for one in reading.values}
    left = {one.cell: one.reason for one in reading.left_out}
    assert values | set(left) | reading.labels >= made.written
    assert values & set(left) == set()
    assert [cell for cell, reason in left.items() if reason.startswith("没有认出")] == []


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{LOOKS.index(look):02d}")
def test_every_value_is_in_its_place(look: Look, catalogue: Catalogue) -> None:
    made = workbook(look)[0]
    reading = _read(made.content, catalogue)[0]
    assert reading.form == "项目支出绩效自评表"
    assert (reading.year, reading.heads["department"], reading.heads["unit"]) == (2023, "示例区教育局", look.money)
    assert [one.message for one in reading.problems] == []
    _assert_reads(reading, made)
    _assert_accounted(reading, made)


@pytest.mark.parametrize("together", [False, True], ids=["sheets", "one sheet"])
def test_many_forms_in_a_file(together: bool, catalogue: Catalogue) -> None:
    made = workbook(*LOOKS[:6], together=together)
    readings = _read(made[0].content, catalogue)
    assert len(readings) == len(made)
    for reading, one in zip(readings, made, strict=True):
        _assert_reads(reading, one)


def test_what_is_personal_is_left_out_and_not_printed(catalogue: Catalogue) -> None:
    made = workbook(Look(persons=True, signed=True))[0]
    left = _read(made.content, catalogue)[0].left_out
    personal = [one for one in left if "个人信息" in one.reason]
    assert len(personal) == 4
    assert not re.search(r"\d{3}|张三|李四", "".join(one.text for one in personal))


def test_a_prompt_of_the_blank_form_is_no_value(catalogue: Catalogue) -> None:
    made = workbook(Look(prompts=True))[0]
    left = _read(made.content, catalogue)[0].left_out
    assert {one.text for one in left if "提示" in one.reason} == {"……（100字以内）"}


def test_the_code_stands_in_its_own_cell_or_before_the_name(catalogue: Catalogue) -> None:
    for look in (Look(code_before_name=True), Look(code_row=True)):
        assert _read(workbook(look)[0].content, catalogue)[0].record == CODE
    assert _read(workbook(Look(code_row=False))[0].content, catalogue)[0].record == ""
