"""Codes that one table of a department-year spells otherwise than the others: capitals, blanks, hyphens, O for 0."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

import pandas as pd

from generator.check.keys import RowFault
from generator.core.schema import CONTEXT, Table

_BETWEEN = re.compile(r"[\s_.·・'‘’\"“”`–—−-]+")
_PLACE = [*CONTEXT, "fold"]  # one code in one folder
_LOOK = str.maketrans({"o": "0", "l": "1", "i": "1"})


@lru_cache(maxsize=65_536)
def folded(code: str) -> str:
    """A code without what people change when they write it down."""
    if code.isascii() and code.isalnum():  # as nearly all are
        return code[:200].lower().translate(_LOOK)
    plain = unicodedata.normalize("NFKC", code[:200]).lower()
    return _BETWEEN.sub("", plain).translate(_LOOK)


def misspelt(
    frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table], codes: Collection[str]
) -> Iterator[tuple[str, RowFault, list[int]]]:
    """Codes that most tables of a department-year spell otherwise: (table, fault, labels), one a file.

    A table that has both spellings as records of their own means two records.
    """
    for code in codes:
        if several := _several(frames, tables, code):
            yield from _faults(_cells(frames, tables, code, several), tables, code)


def _several(frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table], code: str) -> frozenset[str]:
    """Of the codes, folded, those that are spelt in more ways than one anywhere."""
    spelt: dict[str, str] = {}
    found = set()
    for name, table in tables.items():
        if code in table.names and table.context and len(frames[name]):
            for value in frames[name][code].dropna().unique():
                fold = folded(value)
                if spelt.setdefault(fold, value) != value:
                    found.add(fold)
    return frozenset(found)


def _cells(
    frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table], code: str, several: frozenset[str]
) -> pd.DataFrame:
    """The cells with such codes: table, label, file, context, value, fold."""
    parts = []
    for name, table in tables.items():
        if code in table.names and table.context and len(frames[name]):
            given = frames[name]
            known = {one: folded(one) for one in given[code].dropna().unique()}
            rows = given.loc[given[code].isin([one for one, fold in known.items() if fold in several])]
            part = rows[[*CONTEXT, "_file"]].assign(table=name, label=rows.index, value=rows[code])
            parts.append(part.assign(fold=part["value"].map(known)))
    return pd.concat(parts, ignore_index=True)


def _meant(cells: pd.DataFrame, tables: Mapping[str, Table], code: str) -> pd.DataFrame:
    """The cells of codes with several spellings in a folder, and the spelling that most of its tables have."""
    keyed = {name: number for number, (name, table) in enumerate(tables.items()) if table.primary_key == (code,)}
    kinds = cells.drop_duplicates([*_PLACE, "table", "value"])
    counts = kinds.groupby([*_PLACE, "table"], sort=False)["value"].transform("size")
    records = kinds.loc[(counts > 1) & kinds["table"].isin(list(keyed)), _PLACE].drop_duplicates()
    kinds = kinds.assign(order=kinds["table"].map(keyed).fillna(len(tables)))
    spelt = kinds.groupby([*_PLACE, "value"], sort=False, as_index=False).agg(
        often=("table", "size"), order=("order", "min")
    )
    usual = spelt.sort_values(["often", "order"], ascending=[False, True], kind="stable").drop_duplicates(_PLACE)
    usual = usual.rename(columns={"value": "meant"})[[*_PLACE, "meant"]]
    found = cells.merge(usual, on=_PLACE, how="left").merge(records.assign(two=True), on=_PLACE, how="left")
    return found[found["two"].isna() & (found["value"] != found["meant"])]


def _faults(cells: pd.DataFrame, tables: Mapping[str, Table], code: str) -> Iterator[tuple[str, RowFault, list[int]]]:
    """A fault for each file that spells codes otherwise than most tables of its folder."""
    odd = _meant(cells, tables, code)
    for (table, _), rows in odd.groupby(["table", "_file"], sort=False):
        title = tables[str(table)].field(code).title
        first = rows.iloc[0]
        written, right = str(first["value"]), str(first["meant"])
        changed = rows["value"].nunique()
        several = f"这张表里共 {changed} 个编码是这样。" if changed > 1 else ""
        differing = f"本文件夹别的表里是「{right}」，{_difference(written, right)}。"
        fault = RowFault(
            code="K04",
            label=int(first["label"]),
            field=code,
            value=written,
            expected=right,
            message=f"{title}写的是「{written}」，{differing}{several}",
            hint=f"请改成「{right}」，各表的编码要一字不差；可以在 Excel 里用查找替换把整列改过来。",
            others=len(rows) - 1,
        )
        yield str(table), fault, rows["label"].tolist()


def _difference(written: str, right: str) -> str:
    if written.lower() == right.lower():
        return "只差字母的大小写"
    plain = unicodedata.normalize("NFKC", written)
    if plain.lower() == right.lower():
        return "用了全角字符"
    if _BETWEEN.sub("", plain).lower() == _BETWEEN.sub("", right).lower():
        return "只差空格、短横一类的符号"
    return "像是把数字 0、1 写成了字母"
