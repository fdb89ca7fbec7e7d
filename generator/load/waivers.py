"""The closed form ``waivers.yaml`` of a division, beside its years: what the finance bureau lets stand, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.core.package import Waiver
from generator.core.schema import Table
from generator.load.forms import Form
from generator.load.names import SLUG, YEAR


def read_waivers(
    content: Any, problems: list[str], *, division: str, path: str, tables: Mapping[str, Table]
) -> tuple[Waiver, ...]:
    """Read the form; what is wrong is added to ``problems``, and an entry with something wrong waives nothing."""
    form = Form(content, problems)
    waivers = [_waiver(one, division, path, tables) for one in form.forms("waivers")]
    form.finish()
    return tuple(one for one in waivers if one is not None)


def _waiver(form: Form, division: str, path: str, tables: Mapping[str, Table]) -> Waiver | None:
    form.elsewhere("by", "不用写：豁免由登记的财政部门署名")
    year, _, department = form.text("folder", required=True).partition("/")
    if (year or department) and not (YEAR.fullmatch(year) and SLUG.fullmatch(department)):
        form.problem("folder", "应是“年度/部门代码”，如 2024/edu")
    values = {
        "rule": form.text("rule", required=True),
        "table": form.text("table", required=True, among=tables),
        "record": form.text("record", required=True),
        "field": form.text("field"),
        "date": form.date("date", required=True),
        "reason": form.text("reason", required=True, longest=1000),
        "authority": form.text("authority"),
        "basis": form.text("basis"),
    }
    form.finish()
    if form.wrong:
        return None
    return Waiver(division=division, fiscal_year=int(year), department=department, path=path, **values)
