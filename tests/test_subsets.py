"""Whatever passes the check is built and seen: parts of the invented district, each table alone, one document alone.

``SUBSETS`` says how many random parts are tried: 8 unless set; 200 take about a quarter of an hour.
"""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from generator.check import check
from generator.core.data import Checked, Loaded
from generator.core.frames import Frames
from generator.core.package import KINDS, Document, Package, Withheld
from generator.core.schema import Catalogue, Table
from generator.facts.department_years import FOLDER, OF_DIVISION
from generator.load import load_catalogue
from tests.conftest import DATA, SHIPPED_TODAY
from tests.small_district import small_district
from tests.tokens import KINDS as KINDS_OF_FIELDS
from tests.tokens import hidden, written
from tests.whole_site import whole_site

SUBSETS = int(os.environ.get("SUBSETS", "8"))
CATALOGUE = load_catalogue(DATA)
# Without them nothing can be told: whoever publishes is registered.
REGISTER = frozenset({"divisions", "departments"})
OF_FOLDERS = [name for name, table in CATALOGUE.tables.items() if table.scope == "department-year"]
FIRST = 2031  # fiscal years that the district has nothing of


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """A small invented district as read: twelve projects a year, three years, four departments."""
    return small_district(tmp_path_factory.mktemp("district"))


def part(given: Loaded, frames: Mapping[str, pd.DataFrame], packages: tuple[Package, ...]) -> Checked:
    """A part of the data, checked: nothing in it points to what is not there."""
    found = check(replace(given, frames=Frames(frames), packages=packages), today=SHIPPED_TODAY, rules=())
    assert not found.count("error"), found.findings
    return found


def closed(given: Mapping[str, pd.DataFrame], catalogue: Catalogue) -> dict[str, pd.DataFrame]:
    """The frames without the rows that point to nothing, again and again until all point to something."""
    frames, rows = dict(given), -1
    while rows != (rows := sum(map(len, frames.values()))):
        for name, table in catalogue.tables.items():
            frames[name] = frames[name][_pointing(frames, name, table)]
    return frames


def _pointing(frames: Mapping[str, pd.DataFrame], name: str, table: Table) -> pd.Series:
    frame = frames[name]
    kept = pd.Series(True, index=frame.index)
    for key in table.foreign_keys:
        other = frames[key.table]
        context = [one for one in key.context if one in other]
        there = set(other[[*context, *key.reference]].astype("str").itertuples(index=False, name=None))
        mine = frame[[*context, *key.fields]]
        known = [one in there for one in mine.astype("str").itertuples(index=False, name=None)]
        kept &= pd.Series(known, index=frame.index, dtype="bool") | mine.isna().any(axis=1)
    return kept


def folders_of(frames: Mapping[str, pd.DataFrame]) -> set[tuple[str, int, str]]:
    """The department-years that have rows."""
    return {
        (str(division), int(year), str(department))
        for frame in frames.values()
        if {*FOLDER} <= {*frame.columns}
        for division, year, department in frame[FOLDER].drop_duplicates().itertuples(index=False, name=None)
    }


@pytest.mark.thorough
def test_a_table_alone_in_its_division_year_is_built(district: Loaded) -> None:
    """A year for each table: the first folder that keeps it, with what it points to, and no document."""
    frames = {name: [frame] if name in REGISTER else [frame.iloc[:0]] for name, frame in district.frames.items()}
    packages, wanted = [], {}
    register = district.frames["departments"]
    names = dict(zip(register["department"], register["name"], strict=True))
    for year, name in enumerate(OF_FOLDERS, FIRST):
        for one, rows in _alone(district.frames, name).items():
            frames[one].append(_moved(rows, year))
            packages += [
                replace(
                    bare(district.packages[0]), fiscal_year=year, department=department, publisher=names[department]
                )
                for _, _, department in folders_of({one: rows})
            ]
        wanted[year] = name
    whole = {
        name: pd.concat(parts).drop_duplicates(list(CATALOGUE.tables[name].key)).reset_index(drop=True)
        for name, parts in frames.items()
    }
    pages = whole_site(part(district, whole, tuple({one.key: one for one in packages}.values())))
    for year, name in wanted.items():
        there = f"years/{district.packages[0].division}/{year}/index.html" in pages
        assert there != (name in OF_DIVISION), (year, name)
    for division, year, department in folders_of({name: whole[name] for name in whole if name not in OF_DIVISION}):
        page = pages[f"departments/{division}/{department}/index.html"]
        assert f"{year}年度" in page or f">{year}<" in page, (year, department)


def _alone(frames: Mapping[str, pd.DataFrame], name: str) -> dict[str, pd.DataFrame]:
    """The rows of a table in the first folder that has some, and those of other tables that they point to."""
    needed = {name}
    while more := {key.table for one in needed for key in CATALOGUE.tables[one].foreign_keys} - needed:
        needed |= more
    year = frames[name]["fiscal_year"].iloc[0]
    taken = {
        one: frame[frame["fiscal_year"] == year] if one in OF_FOLDERS else frame
        for one, frame in frames.items()
        if one in needed - REGISTER
    }
    return {one: frame for one, frame in taken.items() if len(frame)}


def _moved(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """The rows of folders in the folders of another year."""
    if "department" not in rows or "fiscal_year" not in rows:
        return rows
    rows = rows.assign(fiscal_year=year)
    return rows.assign(report_year=pd.Series(str(year), rows.index, "str")) if "report_year" in rows else rows


def bare(package: Package) -> Package:
    """The form with nothing in it but who publishes."""
    return replace(package, documents=(), withheld=(), replies=())


@pytest.mark.thorough
@pytest.mark.parametrize("held", [False, True])
def test_one_document_alone_is_built(district: Loaded, held: bool) -> None:
    """The January of a government budget, a year for each kind: a document, or something withheld, and no record."""
    frames = {one: frame if one in REGISTER else frame.iloc[:0] for one, frame in district.frames.items()}
    packages = tuple(
        replace(
            bare(district.packages[0]),
            fiscal_year=year,
            documents=() if held else (Document(kind=kind, title=f"文件{kind}", published="2026-01-20"),),
            withheld=(Withheld(kind=kind, ground="国家秘密", count=year),) if held else (),
        )
        for year, kind in enumerate(KINDS, FIRST)
    )
    pages = whole_site(part(district, frames, packages))
    page = pages[f"departments/{packages[0].division}/{packages[0].department}/index.html"]
    for year, kind in enumerate(KINDS, FIRST):
        assert (f"国家秘密 {year} 项" if held else f"文件{kind}") in page
        assert f"years/{packages[0].division}/{year}/index.html" in pages


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(SUBSETS))
def test_any_part_is_built(district: Loaded, seed: int) -> None:
    """Some packages, some tables of them, some rows of these, some documents: every record and field is on a page.

    Of every other part numbers and days are tokens too: these are found for sure, the others keep what depends on them.
    """
    kinds = ("string",) if seed % 2 else KINDS_OF_FIELDS
    found = _any_part(district, written(district.frames, CATALOGUE, kinds), seed)
    pages = whole_site(found)
    assert len(pages) > len(CATALOGUE.tables)
    assert not hidden(found.frames, CATALOGUE, pages, kinds)


def _any_part(district: Loaded, whole: Mapping[str, pd.DataFrame], seed: int) -> Checked:
    chance = random.Random(seed)
    share_of_packages, share_of_tables, share_of_rows = (chance.choice((0.15, 0.5, 0.9, 1.0)) for _ in range(3))
    packages = [one for one in district.packages if chance.random() < share_of_packages]
    keys = {one.key for one in packages}
    numbers = np.random.default_rng(seed)
    frames = {}
    for name, frame in whole.items():
        if {*FOLDER} <= {*frame.columns}:
            there = [key in keys for key in frame[FOLDER].itertuples(index=False, name=None)]
            frame = frame[np.array(there, dtype=np.bool_)]
        if name not in REGISTER:
            taken = frame if chance.random() < share_of_tables else frame.iloc[:0]
            frame = taken[numbers.random(len(taken)) < share_of_rows]
        frames[name] = frame
    names = dict(zip(whole["departments"]["department"], whole["departments"]["name"], strict=True))
    thinned = tuple(
        replace(
            bare(one),
            publisher=names[one.department],
            documents=tuple(document for document in one.documents if chance.random() < share_of_rows),
            withheld=tuple(held for held in one.withheld if chance.random() < share_of_rows),
        )
        for one in packages
    )
    return part(district, closed(frames, CATALOGUE), thinned)
