"""Published findings as rows of a table: what files and interfaces hold of them, with a dictionary of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from generator.check.report import title_of
from generator.core.data import Checked
from generator.core.finding import SEVERITIES
from generator.core.schema import Field, FieldType, Table
from generator.derive.published import WHOLE, Published
from generator.rules.asking import WEIGHTS

_LONG = {"maxLength": 32_000}


def _field(
    name: str,
    title: str,
    description: str,
    example: str,
    *,
    kind: FieldType = "string",
    unit: str = "",
    long: bool = False,
) -> Field:
    return Field(
        name=name,
        title=title,
        type=kind,
        description=description,
        example=example,
        unit=unit,
        constraints=_LONG if long else {"maxLength": 200},
    )


TABLE = Table(
    name="findings",
    title="核对发现",
    description="按公开的规则核对已发布的记录所发现的，一处一行；发现不等于有问题，部门的说明写在同一行。",
    group="",
    scope="common",
    label="title",
    primary_key=("finding",),
    foreign_keys=(),
    fields=(
        _field("finding", "编号", "规则代码加记录的摘要，各次生成都不变，也是网页上的锚点。", "f09-1a2b3c4d"),
        _field("division", "区划代码", "数据所在的区划。", "990001"),
        _field("division_name", "区划", "区划名称。", "某区"),
        _field("fiscal_year", "年度", "财政年度；各年度共用的表没有。", "2025", kind="year"),
        _field("department", "部门代码", "发现是关于哪个部门的；关于全区划的写 _all。", "health"),
        _field("department_name", "部门", "部门名称。", "某区卫生健康局"),
        _field("weight", "分量", "重、中、轻，意思见“核对发现”一页。", "重"),
        _field("severity", "性质", "错误、提醒或关注；错误只有准予照登的才公布。", "关注"),
        _field("rule", "规则", "规则代码。", "F09"),
        _field("rule_title", "规则名称", "规则的名称。", "该减未减"),
        _field("title", "标题", "用平常话说发现了什么。", "评价为中，预算一分没减"),
        _field("subject", "事项", "项目、评价或其他记录的名称。", "居民电子健康档案管理服务", long=True),
        _field("project_code", "项目编码", "发现是关于哪个项目的；不是关于项目的没有。", "99000124t202001000001"),
        _field("promised", "年初预算", "这个项目的年初预算，看涉及多少钱。", "337.55", kind="number", unit="万元"),
        _field("record_table", "表", "发现在哪张表。", "evaluations"),
        _field("record", "记录", "记录的编码。", "CZ2024-202-01", long=True),
        _field("field", "栏目", "在哪一栏。", "评价等级"),
        _field("value", "看到的值", "公布的或看到的。", "337.55", long=True),
        _field("expected", "一般或应为", "复算的、应为的或一般的。", "低于337.55", long=True),
        _field("message", "说明", "一句话说清发现了什么。", "评价等级为「中」，预算没有减少。", long=True),
        _field("question", "可以问", "由这处发现可以提出的问题。", "为什么没有减？", long=True),
        _field("waived", "照登说明", "原件有误而准予照登的，写理由。", "原表已随决算批复，照登", long=True),
        _field("replied", "是否说明", "部门有没有作公开说明。", "是"),
        _field("replied_date", "说明日期", "部门说明的日期。", "2026-09-20", kind="date"),
        _field("reply", "部门的说明", "部门说明的全文。", "尾款按合同在次年一季度支付。", long=True),
        _field("others", "同类未列", "同一文件里同样的发现另有多少处没有逐条列出。", "0", kind="integer", unit="处"),
        _field(
            "address",
            "网址",
            "这一处发现在本站的地址。",
            "https://example.org/findings/990001/2024/health/#f09-1a2b3c4d",
            long=True,
        ),
    ),
)


def rows(checked: Checked, findings: Sequence[Published], site_url: str) -> pd.DataFrame:
    """One row a finding in the order given; columns as ``TABLE``: texts ``str``, money in Int64 millionths of 万元.

    What nobody says is missing.
    """
    places = _names(checked, "divisions", ["division"])
    bureaus = _names(checked, "departments", ["division", "department"])
    made = [_row(one, places, bureaus, site_url) for one in findings]
    frame = pd.DataFrame(made, columns=list(TABLE.names))
    types = {"number": "Int64", "integer": "Int64", "year": "Int64"}
    frame = frame.astype({one.name: types.get(one.type, "str") for one in TABLE.fields})
    texts = [one.name for one in TABLE.fields if one.type not in types]
    frame[texts] = frame[texts].where(frame[texts] != "")
    return frame


def _names(checked: Checked, table: str, key: list[str]) -> dict[tuple[str, ...], str]:
    frame = checked.frames[table]
    return dict(zip(frame[key].itertuples(index=False, name=None), frame["name"].tolist(), strict=True))


def _row(
    one: Published, places: dict[tuple[str, ...], str], bureaus: dict[tuple[str, ...], str], site_url: str
) -> tuple[Any, ...]:
    finding, reply, waiver = one.finding, one.finding.reply, one.finding.waiver
    place = places.get((finding.division,), finding.division)
    whole = f"{place}全区划"
    return (
        one.key,
        finding.division,
        place,
        finding.year,
        one.department,
        whole if one.department == WHOLE else bureaus.get((finding.division, one.department), one.department),
        WEIGHTS[one.weight][0],
        SEVERITIES[finding.severity],
        finding.code,
        title_of(finding.code),
        one.title,
        one.subject,
        one.project,
        one.money,
        finding.table,
        finding.record,
        finding.title if finding.field else "",
        finding.value,
        finding.expected,
        finding.message,
        one.question,
        waiver.said if waiver else "",
        "是" if reply else "否",
        reply.date if reply else "",
        reply.text if reply else "",
        finding.others,
        f"{site_url}{one.path}",
    )
