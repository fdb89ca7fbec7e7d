"""A new department-year folder: the form to fill and the tables to fill or delete."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from generator.core.errors import UsageError
from generator.core.output import Output
from generator.core.profile import Profile, profile_for
from generator.core.schema import Catalogue
from generator.intake.known import bureau_of
from generator.load.names import DIVISION, SLUG, YEAR

FORM = """\
# 发布信息。依次填写；带 * 的必填。日期写成 2026-08-30。说明见 CONTRIBUTING.md。
title: {title}          # * 信息名称
publisher: "{publisher}"  # * 发布机构：部门登记的全称（common/departments.csv 的 name）
index_number: ""        # 索引号
topic: 财政、金融、审计  # 主题分类
document_number: ""     # 文号，如 示财绩〔2026〕1号
written_date: ""        # 成文日期
published_date: ""      # * 发布日期
disclosure: 主动公开
validity: 有效
keywords: [预算绩效]
contact: ""             # 联系科室（不写个人姓名和手机号）
documents: []           # 已公开的文件，每条一行：- {{kind: D2, title: 项目支出绩效目标, published: "2026-02-20"}}
declares: []            # 本年度没有的：没有项目、没有部门整体绩效、没有不公开事项
withheld: []            # 依法不公开的个数与理由，不写名称：- {{kind: D2, ground: 国家秘密, count: "1"}}
replies: []             # 对提醒、关注的公开说明，登在提示旁边
"""


# What every bureau publishes; the other tables are asked for by name.
BASICS = ("goals", "goal_indicators", "self_evaluations", "self_evaluation_funds", "self_evaluation_indicators")


def scaffold(
    data: Path,
    catalogue: Catalogue,
    profiles: tuple[Profile, ...],
    *,
    division: str,
    year: str,
    department: str,
    tables: tuple[str, ...],
) -> tuple[Path, list[Output]]:
    """The folder's path below the data folder and its files; UsageError if a code is wrong or the folder is there."""
    for value, pattern, title, example in (
        (division, DIVISION, "区划代码", "990001"),
        (year, YEAR, "年度", "2026"),
        (department, SLUG, "部门代码", "edu"),
    ):
        if not pattern.fullmatch(value):
            raise UsageError(f"{title}写的是「{value}」，应像 {example} 这样。", "请照这样改。")
    folder = Path(division) / year / department
    if (data / folder).exists():
        raise UsageError(f"{data / folder} 已经存在，没有改动。", "请直接在里面补；要重新建的，先把它移走。")
    known = {one.name: one for one in catalogue.tables.values() if one.scope == "department-year"}
    for name in tables:
        if name not in known:
            listed = "、".join(f"{one.name}（{one.title}）" for one in known.values())
            raise UsageError(f"没有叫「{name}」的表。", f"请改成其中的一个：{listed}。")
    registered = bureau_of(data, catalogue.tables, division, department)
    bureau = "" if registered == department else registered.replace('"', "")
    form = FORM.format(title=f"{bureau}{year}年度预算绩效信息", publisher=bureau)
    outputs = [Output(path=f"{folder.as_posix()}/package.yaml", content=form.encode())]
    asked = profile_for(profiles, division, int(year))
    for name in tables:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerow(
            one.title for one in known[name].fields if not one.local or one in asked.asked(known[name])
        )
        content = text.getvalue().encode("utf-8-sig")  # so that Excel opens it as UTF-8
        outputs.append(Output(path=f"{folder.as_posix()}/{name}.csv", content=content))
    return folder, outputs
