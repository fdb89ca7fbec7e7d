"""The closed form ``package.yaml`` of a department-year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.core.characters import shortened
from generator.core.package import DECLARATIONS, KINDS, NOTHING_WITHHELD, Document, Package, Reply, Withheld
from generator.core.schema import Table
from generator.load.forms import Form
from generator.load.names import ORIGINAL, waivers_place

GROUNDS = ("国家秘密", "危及国家安全公共安全经济安全社会稳定", "商业秘密", "个人隐私", "内部事务或过程性信息")


def read_package(
    content: Any, problems: list[str], *, context: tuple[str, str, str], path: str, tables: Mapping[str, Table]
) -> Package:
    """Read the form; what is wrong is added to ``problems``."""
    division, year, department = context
    form = Form(content, problems)
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
    form.elsewhere("waivers", f"不写在这里：豁免只由财政部门写在 {waivers_place(division)}")
    form.finish()
    return package


def _declares(form: Form) -> tuple[str, ...]:
    words = form.texts("declares")
    for word in words:
        if word not in DECLARATIONS:
            form.problem("declares", f"里写的是「{shortened(word)}」，只能是：{'、'.join(DECLARATIONS)}")
    return words


def _document(form: Form) -> Document:
    document = Document(
        kind=form.text("kind", required=True, among=KINDS),
        title=form.text("title", required=True),
        published=form.date("published", required=True),
        number=form.text("number", longest=100),
        written=form.date("written"),
        link=form.text("link", pattern=r"https?://[!-~]+"),
        file=form.text("file", pattern=ORIGINAL.pattern),
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
        form.problem("count", f"写的是 0：没有的不写这一行，整个年度都没有的在 declares 里写 {NOTHING_WITHHELD}")
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
