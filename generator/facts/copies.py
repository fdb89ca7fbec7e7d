"""What stands in several projects alike: indicators with their targets, and long texts."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import PROJECT, beside
from generator.facts.similar import alike, plain

_YEAR = ["division", "fiscal_year"]

# An indicator that more projects than this share is common wording; whole sets are compared all the same.
_COMMON = 50
# Shorter texts are alike by chance.
LONG = 20


def comparable(facts: Facts) -> pd.DataFrame:
    """Indicators but those of cost, each with a number (``same``) that it shares with the same one elsewhere.

    The same: division, year, 指标值, 方向 and 单位 equal, names at least ``similar_text`` alike.
    """
    given = facts.tables["goal_indicators"].dropna(subset=[*PROJECT, "level3", "target_value"])
    given = given[~(given["level1"].fillna("") + given["level2"].fillna("")).str.contains("成本")]
    texts = plain(given["level3"])
    name = _alike(facts, given, texts)
    given = given[[*PROJECT, "operator", "unit"]].assign(name=name, target=plain(given["target_value"]))
    same = given.groupby([*_YEAR, "name", "operator", "target", "unit"], sort=False, dropna=False).ngroup()
    return given[PROJECT].assign(same=same).drop_duplicates()


def shared_indicators(facts: Facts) -> pd.DataFrame:
    """Projects whose indicators stand in an earlier project: its code (``first``), how many and of how many."""
    given = facts.of(comparable)
    keys = given.groupby(PROJECT, sort=False)
    given = given.assign(project=keys.ngroup(), place=given.groupby(_YEAR, sort=False).ngroup())
    count = given.groupby("project")["same"].size()
    spread = given.groupby("same")["same"].transform("size")
    # Rows that few projects share: every pair of them.
    rare = given.loc[(spread > 1) & (spread <= _COMMON), ["same", "project"]]
    pairs = rare.merge(rare, on="same", suffixes=("_first", "_later"))
    pairs = pairs[pairs["project_first"] < pairs["project_later"]]
    shared = pairs.groupby(["project_later", "project_first"]).size().rename("shared").reset_index()
    # Whole sets, however many projects have them.
    whole = given.sort_values(["project", "same"]).groupby("project")["same"].agg(tuple)
    first = whole.reset_index().groupby("same")["project"].transform("min")
    copies = pd.DataFrame({"project_later": whole.index, "project_first": first.to_numpy()})
    copies = copies[copies["project_later"] != copies["project_first"]]
    shared = pd.concat([shared, copies.assign(shared=copies["project_later"].map(count))])
    # The project it shares most with; the earliest of equals.
    best = shared.sort_values(["project_later", "shared", "project_first"], ascending=[True, False, True])
    best = best.drop_duplicates("project_later").set_index("project_later")
    projects = given.drop_duplicates("project").set_index("project")[PROJECT]
    return projects.loc[best.index].assign(
        first=projects["project_code"].reindex(best["project_first"]).to_numpy(),
        first_department=projects["department"].reindex(best["project_first"]).to_numpy(),
        shared=best["shared"],
        count=count.reindex(best.index),
    )


def repeated_texts(facts: Facts, given: pd.DataFrame, name: str) -> pd.DataFrame:
    """Rows whose long text stands, nearly word for word, in an earlier project of the division and year.

    ``first`` and ``first_name`` are the code and name of that project.
    """
    long = given[(given[name].str.len() >= LONG).fillna(False).astype(bool)].dropna(subset=["project_code"])
    texts = plain(long[name])
    same = _alike(facts, long, texts)
    key = [*_YEAR, "same"]
    long = long.assign(same=same)
    again = long.duplicated(key)
    first = long[~again].rename(columns={"project_code": "first", "project_name": "first_name"})
    other = beside(long[again], first, key, ["first", "first_name"])
    found = long[again].assign(first=other["first"], first_name=other["first_name"])
    return found[found["first"].str.lower() != found["project_code"].str.lower()]  # one project in two folders: K03


def _alike(facts: Facts, rows: pd.DataFrame, texts: pd.Series) -> pd.Series:
    """For the text of each row a number that it shares with those alike of its division and year; −1 where missing.

    What is published elsewhere, or in other years, makes no two texts alike.
    """
    numbers = pd.Series(-1, index=texts.index)
    least = facts.profile(rows, "similar_text")
    for (*_, bound), part in texts.groupby([rows["division"], rows["fiscal_year"], least], sort=False):
        numbers.loc[part.index] = alike(part, float(bound))
    return numbers
