"""``package.yaml`` of a department-year, and the ``waivers.yaml`` of the district."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.core.output import Output
from generator.sample.departments import DIVISION, DIVISION_NAME
from generator.sample.evaluations import BUREAU, FINANCE
from generator.sample.frame import deadline
from generator.sample.plan import TODAY, Plan, evaluated
from generator.sample.policies import issued_in, published


def _quoted(text: str) -> str:
    # A JSON string is a valid YAML double-quoted scalar.
    return json.dumps(text, ensure_ascii=False)


def _entry(items: dict[str, str]) -> str:
    return "  - {" + ", ".join(f"{key}: {_quoted(value)}" for key, value in items.items()) + "}"


def _before(kind: str, year: int, days: int) -> date:
    return deadline(kind, year) - timedelta(days=days)


@dataclass(frozen=True, kw_only=True)
class Held:
    """What of a folder's content decides which documents it lists: evaluations by kind and day, and so on."""

    evaluations: tuple[tuple[str, date], ...] = ()
    consequences: bool = False
    operations: date | None = None


def documents(plan: Plan, year: int, held: Held) -> list[tuple[str, str, date]]:
    """What the department disclosed of a fiscal year by TODAY: kind, title, day."""
    turn = (int(plan.department.number) * 7 + year) % 9
    goals = _before("D2", year, turn) + timedelta(days=_delay(plan, year, turn))
    found = [
        ("D2", f"{year}年部门预算项目支出绩效目标", goals),
        ("D3", f"{year}年部门整体支出绩效目标", _before("D3", year, turn)),
    ]
    if plan.reported(year):
        found.append(("D4", f"{year}年度项目支出绩效自评结果", _before("D4", year, turn)))
        found.append(("D5", f"{year}年度部门整体支出绩效自评结果", _before("D5", year, turn)))
    for name, kind, title in ((BUREAU, "D6", "部门评价报告"), (FINANCE, "D7", "财政重点绩效评价报告")):
        days = [day for evaluated_by, day in held.evaluations if evaluated_by == name]
        if days:
            found.append((kind, f"{year}年度{title}", max(days)))
    if plan.department.code == "finance":
        found.append(("D1", f"{year}年政府预算及绩效情况说明", _before("D1", year, 3)))
        found.append(("D1", f"{year}年预算绩效管理工作开展情况", date(year + 1, 1, 26)))
        issued = issued_in(year)
        if issued:
            last = max(published(one) for one in issued)
            found.append(("D9", f"{year}年制定的预算绩效管理制度", last))
        if held.operations:
            title = f"{year}年度镇街财政运行综合绩效评价、成本绩效分析结果和支出标准"
            found.append(("D10", title, max(held.operations, date(year + 1, 11, 15))))
    if held.consequences:
        found += _register(year, turn)
    return sorted((one for one in found if one[2] <= TODAY), key=lambda one: (one[2], one[0]))


def _register(year: int, turn: int) -> list[tuple[str, str, date]]:
    """The register of rectifications and consequences: of the monitoring alone as long as nothing else is due."""
    if not evaluated(year):
        return [("D8", f"{year}年绩效运行监控整改台账", date(year, 11, 7) + timedelta(days=turn))]
    first = _before("D8", year, 40) + timedelta(days=turn)
    found = [("D8", f"{year}年度绩效问题整改与结果应用情况", first)]
    update = date(year + 2, 1, 15) + timedelta(days=turn)
    return [*found, ("D8", f"{year}年度绩效问题整改台账（年末更新）", update)]


def _delay(plan: Plan, year: int, turn: int) -> int:
    days = plan.late.get(year, 0)
    return days + turn if days else 0


def package(plan: Plan, year: int, held: Held) -> bytes:
    """The bytes of ``package.yaml``."""
    department = plan.department
    disclosed = documents(plan, year, held)
    last = disclosed[-1][2]
    lines = [
        f"title: {_quoted(f'{department.name}{year}年度预算绩效信息')}",
        f"publisher: {_quoted(department.name)}",
        f"index_number: {_quoted(f'{DIVISION}-{year}-{department.code.upper()}')}",
        f"topic: {_quoted('财政、金融、审计')}",
        'document_number: ""',
        f"written_date: {_quoted((last - timedelta(days=6)).isoformat())}",
        f"published_date: {_quoted(last.isoformat())}",
        f"disclosure: {_quoted('主动公开')}",
        f"validity: {_quoted('有效')}",
        f"keywords: [{_quoted('预算绩效')}, {_quoted(department.short_name)}]",
        f"contact: {_quoted(f'{department.name}财务科')}",
        "documents:",
    ]
    lines += [_entry({"kind": kind, "title": title, "published": day.isoformat()}) for kind, title, day in disclosed]
    withheld = plan.withheld.get(year, [])
    if withheld:
        lines.append("withheld:")
        for one in withheld:
            entry = {"kind": one.kind, "ground": one.ground, "count": str(one.count), "note": one.note}
            if one.project_code:
                entry["project_code"] = one.project_code
            lines.append(_entry(entry))
    # What is not published is not answered for.
    replies = [one for one in plan.replies.get(year, []) if one.table == "rectifications" or plan.reported(year)]
    if replies:
        lines.append("replies:")
        for reply in replies:
            about = {"rule": reply.rule, "table": reply.table, "record": reply.record}
            lines.append(_entry(about | {"date": reply.day.isoformat(), "text": reply.text}))
    return ("\n".join(lines) + "\n").encode()


def waived(plan: Plan) -> Iterator[dict[str, str]]:
    """What the finance bureau lets stand of a department; of itself, only with somebody else's word."""
    own = plan.department.code == "finance"
    for year, waivers in sorted(plan.waivers.items()):
        agreed = {
            "authority": f"{DIVISION_NAME}人民代表大会常务委员会",
            "basis": f"关于批准{DIVISION_NAME}{year}年决算的决议",
        }
        for waiver in waivers:
            yield {
                "folder": f"{year}/{plan.department.code}",
                "rule": waiver.rule,
                "table": waiver.table,
                "record": waiver.record,
                "field": waiver.field,
                "date": _before("D4", year, 12).isoformat(),
                "reason": waiver.reason,
                **(agreed if own else {}),
            }


def waivers(entries: Iterable[dict[str, str]]) -> Output | None:
    """``waivers.yaml`` of the district; None where the finance bureau lets nothing stand."""
    lines = [_entry(one) for one in sorted(entries, key=lambda one: (one["folder"], one["record"], one["rule"]))]
    content = "\n".join(["waivers:", *lines, ""]).encode()
    return Output(path=f"{DIVISION}/waivers.yaml", content=content) if lines else None
