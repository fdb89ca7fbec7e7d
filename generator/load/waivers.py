"""The closed form ``waivers.yaml`` of a division, beside its years: what the finance bureau lets stand, or go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.core.characters import shortened
from generator.core.package import Waiver, Withdrawal
from generator.core.schema import Table
from generator.load.forms import Form, Noting
from generator.load.names import SLUG, YEAR

# How each entry is written.
SAMPLES: Mapping[str, str] = {
    "waivers": (
        '- {folder: 2025/edu, rule: R01, table: self_evaluation_funds, record: 项目编码, date: "2026-08-25", '
        "reason: 原件如此，照登}"
    ),
    "withdrawn": '- {folder: 2023/edu, date: "2026-09-10", reason: 机构改革，数据并入教育体育局}',
}


@dataclass(frozen=True, kw_only=True)
class Word:
    """What the finance bureau says in one division."""

    waivers: tuple[Waiver, ...]
    withdrawn: tuple[Withdrawal, ...]


def read_waivers(content: Any, problems: Noting, *, division: str, path: str, tables: Mapping[str, Table]) -> Word:
    """Read the form; what is wrong is added to ``problems``, and an entry with something wrong counts for nothing."""
    form = Form(content, problems, samples=SAMPLES)
    waivers = [_waiver(one, division, path, tables) for one in form.forms("waivers")]
    withdrawn = [_withdrawal(one, division, path) for one in form.forms("withdrawn")]
    form.finish()
    return Word(
        waivers=tuple(one for one in waivers if one is not None),
        withdrawn=tuple(one for one in withdrawn if one is not None),
    )


def _folder(form: Form) -> tuple[str, str]:
    """Year and department of a folder that an entry is about."""
    year, _, department = form.text("folder", required=True).partition("/")
    if (year or department) and not (YEAR.fullmatch(year) and SLUG.fullmatch(department)):
        form.problem("folder", "应是“年度/部门代码”", "请写成 folder: 2025/edu 这样。")
    return year, department


def _reason(form: Form) -> str:
    """Why something is let stand, or goes: in words."""
    reason = form.text("reason", required=True, longest=1000)
    if reason and not any(map(str.isalnum, reason)):
        form.problem(
            "reason", f"写的是「{shortened(reason)}」，没有写理由", "请写明理由，如 reason: 原表已随决算批复，照登。"
        )
    return reason


def _withdrawal(form: Form, division: str, path: str) -> Withdrawal | None:
    year, department = _folder(form)
    date, reason = form.date("date", required=True), _reason(form)
    form.finish()
    if form.wrong:
        return None
    return Withdrawal(
        division=division, fiscal_year=int(year), department=department, path=path, date=date, reason=reason
    )


def _waiver(form: Form, division: str, path: str, tables: Mapping[str, Table]) -> Waiver | None:
    form.elsewhere("by", "不用写：豁免由登记的财政部门署名", "请删去 by。")
    year, department = _folder(form)
    values = {
        "rule": form.text("rule", required=True),
        "table": form.text("table", required=True, among=tables),
        "record": form.text("record", required=True),
        "field": form.text("field"),
        "date": form.date("date", required=True),
        "reason": _reason(form),
        "authority": form.text("authority"),
        "basis": form.text("basis"),
    }
    form.finish()
    if form.wrong:
        return None
    return Waiver(division=division, fiscal_year=int(year), department=department, path=path, **values)
