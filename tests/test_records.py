"""Registered records: made into rows a chunk at a time, every one of them once, in the order of the folders."""

from __future__ import annotations

import pytest

from generator.core.data import Checked
from generator.core.schema import Catalogue
from generator.derive import Site, records
from generator.derive.printed import Marks
from generator.derive.rows import rows
from tests.frames import typed_frames


def test_chunks_leave_nothing_out(
    shipped_checked: Checked, shipped_derived: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = shipped_derived.records
    pages = {
        place: [part for number in range(1, folder.pages + 1) for part in folder.page(number)]
        for place, folder in whole.folders.items()
    }
    made = []
    monkeypatch.setattr(records, "CHUNK", 7)

    def counted(frame, table, **more):
        made.append(table.name)
        return rows(frame, table, **more)

    monkeypatch.setattr(records, "rows", counted)
    facts = shipped_checked.facts
    marks = Marks(facts, shipped_checked.findings)
    small = records.derive_records(shipped_checked.catalogue, facts, shipped_derived.projects.spine, marks)
    for place, folder in small.folders.items():
        for part, other in zip(
            (one for number in range(1, folder.pages + 1) for one in folder.page(number)), pages[place], strict=True
        ):
            assert (part.table.name, part.first, part.rows) == (other.table.name, other.first, other.rows)
        assert sum(len(part.rows) for part in pages[place]) == folder.count
    # Asked for in the order of the pages, a chunk is made once, or once more where a page ends within it.
    kept = sum(one.count for folder in small.folders.values() for one in folder.kept)
    assert len(made) <= kept // 7 + 2 * len(small.of_table)


@pytest.mark.parametrize(
    ("written", "shown"), [("120", "120"), ("1234567", "1,234,567"), ("33.5", "33.50"), ("0.125", "0.125"), ("0", "0")]
)
def test_a_whole_number_whose_unit_is_beside_it_has_no_decimals_added(
    written: str, shown: str, catalogue: Catalogue
) -> None:
    """120 个 is no 120.00; amounts in 万元 have two decimals as everywhere."""
    given = {
        "reported_figures": [{"figure_code": "a", "value": written, "unit": "个"}],
        "goals": [{"project_code": "p", "total_amount": written}],
    }
    frames = typed_frames(catalogue, given)
    [row] = rows(frames["reported_figures"], catalogue.tables["reported_figures"])
    assert row.value == shown
    [goal] = rows(frames["goals"], catalogue.tables["goals"])
    assert "." in goal.total_amount
