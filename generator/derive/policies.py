"""The policy library: the 1+2+N system, what is in force, and what took whose place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from generator.core.facts import Facts
from generator.core.schema import Table
from generator.derive.rows import Row, Section, rows
from generator.facts.policies import standing

TIERS: Mapping[str, str] = {
    "1": "1：党委政府的实施意见或方案",
    "2": "2：政府办的管理办法",
    "N": "N：财政部门的配套制度",
    "": "上级文件和不列入体系的文件",
}
MORE = ("in_force", "ahead", "lapsed", "lasting", "anchor")


class PolicyLink(NamedTuple):
    """A text that a policy names: where it is listed on its page ('' where it is not), and its title.

    ``ahead``: the policy that takes the other's place has not begun yet.
    """

    anchor: str
    title: str
    ahead: bool


@dataclass(frozen=True, kw_only=True)
class Policies:
    """The policies of a division by tier; rows carry ``anchor`` and what ``facts.policies.standing`` says of them.

    ``replaces`` and ``replaced``: by policy code, the texts it names, and the listed policies that name it.
    """

    tiers: Sequence[Section]
    total: int
    in_force: int
    replaces: Mapping[str, Sequence[PolicyLink]]
    replaced: Mapping[str, Sequence[PolicyLink]]


def derive_policies(facts: Facts, table: Table) -> Mapping[str, Policies]:
    """By division, the newest first within a tier."""
    frame = facts.tables["policies"]
    frame = pd.concat([frame, facts.of(standing)], axis=1)
    frame = frame.assign(anchor=frame["policy_code"].str.lower())
    order = ["division", "issued_date", "policy_code"]
    frame = frame.sort_values(order, ascending=[True, False, True], kind="stable")
    found: dict[str, list[Row]] = {}
    for row in rows(frame, table, MORE):
        found.setdefault(row.division, []).append(row)
    return {division: _policies(members) for division, members in found.items()}


def _policies(members: Sequence[Row]) -> Policies:
    known = {name: row for row in members for name in (row.title, row.document_number) if name}
    replaces: dict[str, list[PolicyLink]] = {}
    replaced: dict[str, list[PolicyLink]] = {}
    for row in members:
        for text in (row.supersedes or "").replace("；", ";").split(";"):
            name = text.strip()
            if not name:
                continue
            other = known.get(name)
            replaces.setdefault(row.policy_code, []).append(PolicyLink(other.anchor if other else "", name, row.ahead))
            if other:
                replaced.setdefault(other.policy_code, []).append(PolicyLink(row.anchor, row.title, row.ahead))
    return Policies(
        tiers=[
            Section(title, own)
            for tier, title in TIERS.items()
            if (own := [row for row in members if (row.tier or "") == tier])
        ],
        total=len(members),
        in_force=sum(row.in_force for row in members),
        replaces=replaces,
        replaced=replaced,
    )
