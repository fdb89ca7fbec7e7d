"""Projects: what was promised at the start of the year, what changed during it, what came of it; one line a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.facts.budgets import SUMS, budgets, registers
from generator.facts.funds import totals
from generator.facts.joining import FOLDER, PROJECT, beside, known

RENAMED = "更名"  # the one adjustment that moves no money
NORMAL, CHANGED, ADDED = "正常执行", "年中调整", "年中追加"
CANCELLED, POSTPONED, MERGED = "年中取消", "暂缓", "并入其他项目"
PLANNED, UNCLEAR, UNFUNDED = "已安排", "年初数不明", "没有安排预算"
# Kinds of changes besides those that the table of adjustments names.
STARTS_APART, CARRIED_OVER, UNREGISTERED = "自评表的年初预算与目标不同", "上年结转", "没有登记原因的变动"
# The whole budget of a project of which nobody says what it had at the start: it may have changed, or not at all.
NO_START = "没有公布年初预算"
# In the order in which a reconciliation tells them.
KINDS = (NO_START, STARTS_APART, *SUMS, RENAMED, CARRIED_OVER, UNREGISTERED)


@dataclass(frozen=True, kw_only=True)
class State:
    """What became of a project in a year: its word, the word's name for style sheets, and when it is said.

    ``counted``: whether its score stands in means, distributions and rankings.
    """

    word: str
    slug: str
    meaning: str
    counted: bool = True


STATES: Mapping[str, State] = {
    one.word: one
    for one in (
        State(word=NORMAL, slug="normal", meaning="全年预算数与年初安排的相同（计入的上年结转除外），项目照计划实施。"),
        State(word=CHANGED, slug="changed", meaning="项目照常实施，预算在年中追加、调减或调剂过。"),
        State(word=ADDED, slug="added", meaning="年初没有安排预算，年中才列入。"),
        State(
            word=CANCELLED,
            slug="cancelled",
            meaning="年初安排了预算，年中取消，不再实施；得分不计入平均分、分布和排名。",
            counted=False,
        ),
        State(
            word=POSTPONED,
            slug="postponed",
            meaning="年初安排了预算，年中决定推迟实施；得分不计入平均分、分布和排名。",
            counted=False,
        ),
        State(
            word=MERGED,
            slug="merged",
            meaning="年中并入另一个项目，预算全部转出；得分不计入平均分、分布和排名。",
            counted=False,
        ),
        State(word=PLANNED, slug="planned", meaning="年初安排了预算；还没有公开自评，也没有登记预算的变动。"),
        State(
            word=UNFUNDED,
            slug="unfunded",
            meaning="年初和全年的预算数都是0：没有安排资金，或者原件没有填金额而印成0；执行率无从算起。",
        ),
        State(word=UNCLEAR, slug="unclear", meaning="没有公开目标，自评表也没有填年初预算数，看不出年中变没变。"),
    )
}
# Kinds that decide what becomes of a project; the last of them counts. After some of them nothing is left to do.
_DECISIVE = {"取消": CANCELLED, "暂缓": POSTPONED, "合并": MERGED, "追加": ADDED}
STOPS = tuple(kind for kind, word in _DECISIVE.items() if not STATES[word].counted)
_AMOUNTS = ("goal", "initial", "reported", "spend")
_TOLD = ("kind", "amount", "adjusted_date", "approved_document", "reason", "recorded")


def project_years(facts: Facts) -> pd.DataFrame:
    """One row for each project and fiscal year that has a goal, a self-evaluation or an adjustment of its budget.

    ``PROJECT``; ``key`` (the code in lower case, unique in its division and year), ``project_name``, ``has_goal``,
    ``has_self``; amounts in Int64 millionths of 万元, missing where nobody says them: ``goal`` (资金总额 of the goal),
    ``initial`` (年初预算数 of the self-evaluation), ``promised`` (what was arranged at the start of the year),
    ``changed`` (sum of the changes), ``annual`` (全年预算数: reported, else promised and changed; missing where that is
    less than nothing), ``reported`` (全年预算数 of the self-evaluation), ``spend``, ``size`` (what puts a project in
    its place by money: promised, for one that had nothing then the annual budget); ``total_score`` (millionths of 分)
    and ``grade`` as published; ``state`` (a word of ``STATES``), ``derived`` (bool: the state is inferred from the
    amounts, nobody recorded it) and ``counted`` (bool).
    """
    return _once(facts.of(projects_of_folders))


def projects_of_folders(facts: Facts) -> pd.DataFrame:
    """The same, project-years of each folder for themselves: a code that two of them have, an error, is there twice.

    What is said of a project of one department does then not hang on what lies in the folder of another.
    """
    base = facts.of(_base)
    state, derived = _states(base)
    promised = base["start"].mask((state == ADDED) & (base["initial"] == 0).fillna(False), 0)
    changed = (base["annual"] - promised.fillna(0)).astype("Int64")
    none = (promised.isna() | (promised == 0)).fillna(True).astype(bool)
    told = base[[*PROJECT, "key", "project_name", "has_goal", "has_self", *_AMOUNTS, "annual", "total_score", "grade"]]
    return told.assign(
        promised=promised,
        changed=changed,
        size=promised.where(~none, base["annual"].fillna(promised)),
        state=state,
        derived=derived,
        counted=state.map({word: one.counted for word, one in STATES.items()}).astype(bool),
    )


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of projects of folders, each code but once in its division and year."""
    again = rows.duplicated(["division", "fiscal_year", "key"])
    return rows[~again].reset_index(drop=True) if again.any() else rows


def counted_scores(facts: Facts) -> pd.DataFrame:
    """The rows of ``project_years`` whose self-score stands in means, distributions and rankings."""
    projects = facts.of(project_years)
    return projects[projects["counted"] & projects["total_score"].notna()]


def changes(facts: Facts) -> pd.DataFrame:
    """Every change of a project's budget during the year: those recorded, and what they leave open.

    ``PROJECT``, ``kind`` (one of ``KINDS``), ``amount`` (Int64 millionths of 万元, with its sign; missing where nobody
    says it), ``adjusted_date``, ``approved_document`` and ``reason`` (text, missing where there is none), ``recorded``
    (bool: it stands in the table of adjustments). For each project they add up to ``annual`` less the goal's money
    (without a goal: less ``initial``), each 0 where it is missing. What stays open (see ``budgets``) is that goal and
    self-evaluation begin with different amounts (``STARTS_APART``), money carried over, and a rest: ``UNREGISTERED``
    where the department's year registers adjustments, else of a kind inferred from its sign.
    """
    base = _once(facts.of(_base))
    recorded = facts.of(_recorded)
    recorded = recorded[known(recorded, base, PROJECT)]
    lent = beside(recorded, base, PROJECT, ["gap", "gap_kind"])
    lent = lent["gap"].where(recorded["amount"].isna() & (recorded["kind"] != RENAMED) & (lent["gap_kind"] == _LENT))
    recorded = recorded.assign(amount=recorded["amount"].fillna(lent), recorded=True)
    parts = [recorded[[*PROJECT, *_TOLD]]]
    for name, kind in (("apart", STARTS_APART), ("carried", CARRIED_OVER), ("gap", base["gap_kind"])):
        rows = base[PROJECT].assign(kind=kind, amount=base[name], recorded=False)
        parts.append(rows[(rows["amount"] != 0) & rows["kind"].isin(KINDS)])
    every = pd.concat(parts, ignore_index=True)
    order = every.assign(_kind=every["kind"].map({kind: place for place, kind in enumerate(KINDS)}))
    order = order.sort_values([*PROJECT, "adjusted_date", "_kind"], kind="stable", na_position="last")
    return order.drop(columns="_kind").astype({"kind": "str", "recorded": bool}).reset_index(drop=True)


_LENT = "记在没有写金额的一次调整上"


def _recorded(facts: Facts) -> pd.DataFrame:
    """The table of adjustments by date."""
    table = facts.tables["budget_adjustments"].dropna(subset=["project_code", "kind"])
    return table.sort_values([*PROJECT, "adjusted_date"], kind="stable")


def _base(facts: Facts) -> pd.DataFrame:
    """Goals, self-evaluations and adjustments brought together, with what they leave open.

    ``start`` (the goal's money, without a goal ``initial``), ``apart`` (how much the self-evaluation's start differs
    from it), ``carried``, ``annual`` and ``gap`` in Int64 millionths of 万元; ``gap_kind`` (empty without a gap);
    ``overdrawn`` (bool): the adjustments alone would leave less than nothing.
    """
    frame, recorded = _joined(facts), facts.of(_recorded)
    if recorded.empty:
        nothing = pd.Series(np.nan, index=frame.index, dtype=recorded["kind"].dtype)
        frame = frame.assign(unsaid=0, moved=False, grown=False, last=nothing).reset_index(drop=True)
    else:
        frame = frame.merge(_marks(recorded), on=PROJECT, how="left")
    for name in ("moved", "grown"):
        frame[name] = frame[name].fillna(False).astype(bool)
    frame["unsaid"] = frame["unsaid"].fillna(0).astype("int64")
    money = beside(frame, facts.of(budgets), PROJECT, ["adjusted", "carried", "computed", "adjustments"])
    frame["records"] = money["adjustments"].fillna(0).astype("int64")
    frame["start"] = frame["goal"].fillna(frame["initial"])
    frame["apart"] = (frame["initial"] - frame["goal"]).fillna(0)
    frame["carried"] = money["carried"].fillna(0)
    computed = frame["start"].fillna(0) + frame["apart"] + money["adjusted"].fillna(0) + frame["carried"]
    said = frame["start"].notna() | (frame["records"] > 0)
    # Taken away was more than anybody said there was: what is left is not less than nothing, but nobody's to say.
    frame["overdrawn"] = (frame["reported"].isna() & (computed < 0)).fillna(False).astype(bool)
    gone = ~frame["has_self"] & (frame["last"] == "取消") & ((frame["unsaid"] > 0) | frame["overdrawn"])
    left = computed.where(said).mask(frame["overdrawn"]).mask(gone, 0)
    frame["annual"] = frame["reported"].fillna(left)
    frame["gap"] = (frame["annual"].mask(frame["overdrawn"], 0) - computed).fillna(0)
    frame["gap_kind"] = _gap_kinds(facts, frame)
    return frame


def _joined(facts: Facts) -> pd.DataFrame:
    """Every project once: its goal, the scores and totals of its self-evaluation, its name."""
    tables = facts.tables
    goals = tables["goals"].dropna(subset=["project_code"]).drop_duplicates(PROJECT)
    goals = goals[[*PROJECT, "project_name", "total_amount"]].rename(columns={"total_amount": "goal"})
    own = tables["self_evaluations"].dropna(subset=["project_code"]).drop_duplicates(PROJECT)
    own = own[[*PROJECT, "project_name", "total_score", "grade"]].rename(columns={"project_name": "_own_name"})
    names = {"initial_budget": "initial", "annual_budget": "reported", "actual_spend": "spend"}
    funds = facts.of(totals).drop_duplicates(PROJECT)[[*PROJECT, *names]].rename(columns=names)
    adjusted = facts.of(_recorded).drop_duplicates(PROJECT)[[*PROJECT, "project_name"]]
    frame = (
        goals.assign(has_goal=True)
        .merge(own.assign(has_self=True), on=PROJECT, how="outer")
        .merge(adjusted.rename(columns={"project_name": "_adjusted_name"}), on=PROJECT, how="outer")
        .merge(funds, on=PROJECT, how="left")
    )
    frame["project_name"] = frame["project_name"].fillna(frame.pop("_own_name")).fillna(frame.pop("_adjusted_name"))
    for name in ("has_goal", "has_self"):
        frame[name] = frame[name].notna()
    # Rows of money whose self-evaluation is not there say nothing of a result.
    for name in ("initial", "reported", "spend"):
        frame[name] = frame[name].where(frame["has_self"])
    frame["key"] = frame["project_code"].str.lower()
    return frame.drop_duplicates([*FOLDER, "key"]).astype(dict.fromkeys(_AMOUNTS, "Int64"))


def _marks(recorded: pd.DataFrame) -> pd.DataFrame:
    """What the adjustments of each project say besides their sums.

    ``unsaid`` (how many say no amount), ``moved`` (one says an amount other than 0), ``grown`` (one is 追加) and
    ``last`` (the last kind that decides what becomes of the project).
    """
    leaves = (recorded["kind"] != "合并") | (recorded["amount"] < 0).fillna(False)
    rows = recorded[PROJECT].assign(
        unsaid=(recorded["amount"].isna() & (recorded["kind"] != RENAMED)).astype("int64"),
        moved=(recorded["amount"] != 0).fillna(False).astype(bool),
        grown=recorded["kind"] == "追加",
        last=recorded["kind"].where(recorded["kind"].isin(_DECISIVE) & leaves),
    )
    grouped = rows.groupby(PROJECT, sort=False)
    either = grouped[["moved", "grown"]].any()
    return either.assign(unsaid=grouped["unsaid"].sum(), last=grouped["last"].last()).reset_index()


def _gap_kinds(facts: Facts, frame: pd.DataFrame) -> pd.Series:
    """What each gap is: a kind, empty where there is none."""
    gap, begun = frame["gap"], (frame["start"].fillna(0) + frame["apart"]) > 0
    return pd.Series(
        np.select(
            [
                gap == 0,
                frame["start"].isna() & ((frame["records"] == 0) | frame["overdrawn"]),
                frame["unsaid"] == 1,
                registers(facts, frame),
                (frame["annual"] == 0).fillna(False) & begun,
                (gap > 0).astype(bool),
            ],
            ["", NO_START, _LENT, UNREGISTERED, "取消", "追加"],
            "调减",
        ),
        index=frame.index,
        dtype="str",
    )


def _states(base: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The state of each project, and whether it is inferred."""
    last, annual = base["last"], base["annual"]
    recorded = last.map(_DECISIVE)
    nothing = (annual == 0).fillna(False).astype(bool)
    nothing_then = (base["initial"] == 0).fillna(False).astype(bool)
    silent = ~base["has_goal"] & base["initial"].isna()
    late = (nothing_then & (base["grown"] | ~base["has_goal"])) | (silent & base["grown"])
    moved = base["moved"] | ((base["gap"] != 0) & (annual != base["start"])).fillna(False).astype(bool)
    state = np.select(
        [
            recorded.isin((CANCELLED, POSTPONED)),
            (recorded == MERGED) & nothing,
            nothing & (base["start"].fillna(0) > 0).astype(bool),
            late & ~nothing,
            silent,
            moved,
            nothing & (base["start"] == 0).fillna(False).astype(bool),
            ~base["has_self"],
        ],
        [recorded, MERGED, CANCELLED, ADDED, UNCLEAR, CHANGED, UNFUNDED, PLANNED],
        NORMAL,
    )
    state = pd.Series(state, index=base.index, dtype="str")
    said = np.select(
        [state.isin((CANCELLED, POSTPONED, MERGED)), state == ADDED, state == CHANGED],
        [recorded == state, base["grown"], base["records"] > 0],
        True,
    )
    return state, pd.Series(~said.astype(bool), index=base.index)
