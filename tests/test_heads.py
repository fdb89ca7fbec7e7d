"""What columns are called on each page of a project: said once, in the head of the table and on phones."""

from __future__ import annotations

import re

import pytest

from generator.pages.engine.fragments import FOLDER
from generator.pages.heads import HEADS, phone_sheet

TEMPLATES = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("*.j2"))]


@pytest.mark.parametrize("table", HEADS)
def test_heads_come_from_where_phones_have_them(table: str) -> None:
    """The table takes its heads from the list, and says none of them itself."""
    pattern = rf'<table class="t cards(?: keep)? {table}\b.*?</thead>'
    found = [match for text in TEMPLATES for match in re.findall(pattern, text, re.DOTALL)]
    assert any(f'column_heads["{table}"]' in one for one in found)
    for head in HEADS[table]:
        assert not any(f">{head.title}</th>" in one for one in found)
        assert not head.cell or any(re.search(rf'<td class="[^"]*\b{head.cell}\b', text) for text in TEMPLATES)


def test_phones_call_each_column_by_its_name_or_a_shorter_one() -> None:
    sheet = phone_sheet()
    assert '.history td:nth-child(3)::before { content: "年初预算" / ""; }' in sheet
    assert '.spent td:nth-child(2)::before { content: "年初" / ""; }' in sheet
    assert '.rectified td.did::before { content: "措施与结果" / ""; }' in sheet
    assert all(len(head.phone) < len(head.title) for heads in HEADS.values() for head in heads)
