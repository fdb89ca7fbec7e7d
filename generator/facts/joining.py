"""Tables set side by side: what another table says of the same project, and sums over its rows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from generator.facts.basis import Facts

YEAR = ["division", "fiscal_year"]
FOLDER = [*YEAR, "department"]
PROJECT = [*FOLDER, "project_code"]
EVALUATION = [*FOLDER, "evaluation_code"]
# The same codes whoever keeps the row: the finance bureau's records are about projects of other departments.
PROJECT_OF_YEAR = [*YEAR, "project_code"]
EVALUATION_OF_YEAR = [*YEAR, "evaluation_code"]
TOTAL = "年度资金总额"


def beside(rows: pd.DataFrame, other: pd.DataFrame, on: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """The other table's columns for each row, on the rows' index; missing where it has none (the first counts)."""
    keys = list(on)
    known = other.dropna(subset=keys).drop_duplicates(keys)[[*keys, *columns]]
    joined = rows[keys].merge(known, on=keys, how="left")
    joined.index = rows.index
    return joined[list(columns)]


def known(rows: pd.DataFrame, other: pd.DataFrame, on: Sequence[str]) -> pd.Series:
    """Whether each row's key stands in the other table."""
    keys = list(on)
    present = other.dropna(subset=keys)[keys].drop_duplicates().assign(_there=True)
    joined = rows[keys].merge(present, on=keys, how="left")["_there"]
    return pd.Series(joined.notna().to_numpy(), index=rows.index)


def totals(facts: Facts) -> pd.DataFrame:
    """The 年度资金总额 row of each self-evaluated project."""
    funds = facts.tables["self_evaluation_funds"]
    return funds[funds["fund_source"] == TOTAL]


def scored(facts: Facts) -> pd.DataFrame:
    """Sums over the indicators of each self-evaluated project: weight, score (Int64 millionths) and how many."""
    indicators = facts.tables["self_evaluation_indicators"]
    return summed(indicators, PROJECT)


def summed(indicators: pd.DataFrame, on: Sequence[str]) -> pd.DataFrame:
    """Sums of ``weight`` and ``score`` and the number of rows (``count``) for each key."""
    grouped = indicators.groupby(list(on), sort=False)
    columns = [name for name in ("weight", "score") if name in indicators]
    return grouped[columns].sum().assign(count=grouped.size()).reset_index()


def listed_parts(texts: pd.Series) -> pd.DataFrame:
    """Each part of cells that hold several with ；, on the row's label (column ``label``)."""
    parts = texts.dropna().str.split(r"[;；]").explode().str.strip()
    parts = parts[parts != ""]
    return pd.DataFrame({"label": parts.index, "part": parts.to_numpy()})


def project_codes(facts: Facts) -> pd.DataFrame:
    """Every project code published as a goal or a self-evaluation."""
    tables = facts.tables
    return pd.concat([tables["goals"][PROJECT], tables["self_evaluations"][PROJECT]], ignore_index=True)
