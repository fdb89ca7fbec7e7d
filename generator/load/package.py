"""The closed form ``package.yaml`` of a department-year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.core.characters import shortened
from generator.core.package import DECLARATIONS, KINDS, NOTHING_WITHHELD, Document, Package, Reply, Withheld
from generator.core.schema import Table
from generator.load.forms import Form, Noting
from generator.load.names import ORIGINAL, waivers_place

# How each entry is written; what a clerk is shown where one is wrong.
SAMPLES: Mapping[str, str] = {
    "title": "title: 示例区教育局2025年度预算绩效信息",
    "publisher": "publisher: 示例区教育局",
    "index_number": "index_number: 990001-2025-EDU",
    "topic": "topic: 财政、金融、审计",
    "document_number": "document_number: 示教财〔2026〕1号",
    "written_date": 'written_date: "2026-08-20"',
    "published_date": 'published_date: "2026-08-30"',
    "disclosure": "disclosure: 主动公开",
    "validity": "validity: 有效",
    "keywords": "keywords: [预算绩效, 教育]",
    "contact": "contact: 示例区教育局财务科",
    "documents": '- {kind: D4, title: 2025年项目支出绩效自评, published: "2026-08-30"}',
    "withheld": '- {kind: D2, ground: 国家秘密, count: "2"}',
    "declares": "declares: [没有不公开事项]",
    "replies": '- {rule: F02, table: self_evaluations, record: 项目编码, date: "2026-09-20", text: 写明理由}',
}
GROUNDS = ("国家秘密", "危及国家安全公共安全经济安全社会稳定", "商业秘密", "个人隐私", "内部事务或过程性信息")


def read_package(
    content: Any, problems: Noting, *, context: tuple[str, str, str], path: str, tables: Mapping[str, Table]
) -> Package:
    """Read the form; what is wrong is added to ``problems``."""
    division, year, department = context
    form = Form(content, problems, samples=SAMPLES)
    title = form.text("title", required=True)
    package = Package(
        division=division,
        fiscal_year=int(year),
        department=department,
        path=path,
        title=title,
        publisher=form.text("publisher", required=True),
        index_number=form.text("index_number"),
        topic=form.text("topic"),
        document_number=form.text("document_number"),
        written_date=form.date("written_date"),
        published_date=form.date("published_date", required=True),
        disclosure=form.text("disclosure", default="主动公开", among=("主动公开", "依申请公开")),
        validity=form.text("validity", default="有效", among=("有效", "失效", "废止", "被替代")),
        keywords=form.texts("keywords"),
        contact=form.text("contact"),
        documents=tuple(_document(one) for one in form.forms("documents")),
        withheld=tuple(_withheld(one) for one in form.forms("withheld")),
        declares=_declares(form),
        replies=tuple(_reply(one, tables) for one in form.forms("replies")),
    )
    message = f"不写在这里：豁免只由财政部门写在 {waivers_place(division)}"
    form.elsewhere("waivers", message, "请从这里删去，把编码和理由告诉财政部门，由它写。")
    form.finish()
    return package


def _declares(form: Form) -> tuple[str, ...]:
    words = form.texts("declares")
    for word in words:
        if word not in DECLARATIONS:
            message = f"里写的是「{shortened(word)}」，只能是：{'、'.join(DECLARATIONS)}"
            form.problem("declares", message, f"请改成其中的一个，如 {SAMPLES['declares']}；没有的请写 declares: []。")
    return words


def _document(form: Form) -> Document:
    document = Document(
        kind=form.text("kind", required=True, among=KINDS),
        title=form.text("title", required=True),
        published=form.date("published", required=True),
        number=form.text("number", longest=100),
        written=form.date("written"),
        link=form.text("link", pattern=r"https?://[!-~]+", example="https://www.example.gov.cn/2026/1.html"),
        file=form.text("file", pattern=ORIGINAL.pattern, example="self-evaluations.pdf"),
    )
    form.finish()
    return document


def _withheld(form: Form) -> Withheld:
    withheld = Withheld(
        kind=form.text("kind", required=True, among=KINDS),
        ground=form.text("ground", required=True, among=GROUNDS),
        count=form.integer("count"),
        note=form.text("note"),
        project_code=form.text("project_code"),
    )
    if set(form.text("count")) == {"0"}:
        message = "写的是 0，没有的不写这一行"
        form.problem("count", message, f"请删去这一条；整个年度都没有的，写 declares: [{NOTHING_WITHHELD}]。")
    form.finish()
    return withheld


def _reply(form: Form, tables: Mapping[str, Table]) -> Reply:
    own = [one.name for one in tables.values() if one.scope == "department-year"]
    reply = Reply(
        rule=form.text("rule", required=True),
        table=form.text("table", required=True, among=own),
        record=form.text("record", required=True),
        date=form.date("date", required=True),
        text=form.text("text", required=True, longest=1000),
    )
    form.finish()
    return reply
