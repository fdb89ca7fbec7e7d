"""Every record and every filled field stands on a page that a reader can reach; parts of the data: test_subsets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.check import check
from generator.core.frames import Frames
from tests.conftest import SHIPPED_TODAY
from tests.small_district import small_district
from tests.tokens import free, hidden, written
from tests.whole_site import whole_site


@pytest.mark.thorough
def test_every_free_field_of_every_record_is_on_a_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    given = small_district(tmp_path_factory.mktemp("district"))
    frames = Frames(written(given.frames, given.catalogue))
    found = check(replace(given, frames=frames), today=SHIPPED_TODAY, rules=())
    assert not [one for one in found.findings if one.severity == "error" and one.table]
    assert not hidden(found.frames, given.catalogue, whole_site(found))
    assert sum(len(list(free(table))) for table in given.catalogue.tables.values()) > 150
