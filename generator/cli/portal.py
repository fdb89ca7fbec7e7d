"""A portal of one's own: from a few answers to a repository that holds nothing of the shipped data."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from generator.core.errors import UsageError
from generator.core.output import Output
from generator.core.package import KINDS
from generator.core.profile import Profile
from generator.core.schema import Catalogue, Table
from generator.core.words import FINANCE_BUREAU
from generator.load.forms import Form, FormError, read_yaml
from generator.load.names import DIVISION, SLUG, YEAR

# What the repository comes with; only this is taken away.
SHIPPED = frozenset({"370112", "370305", "371000", "371525", "990001"})
OWNERS = ".github/CODEOWNERS"
_BUREAU = re.compile(r"/data/\d+/\*/")
# In the foot of every page, in a comment as long as nobody has filled it in.
_SPONSOR = re.compile(r'(?:<!-- )?<span class="foot">主办单位：[^<]*</span>(?: -->)?')
LEVELS = ("省级", "市级", "县级", "乡级")
TEMPLATE = """\
# 新门户的基本情况，给 init --answers 用。不知道的先留空，以后都可以改。
site_name: 某县预算绩效公开
site_url: https://www.example.gov.cn/jixiao/   # 正式网址，末尾带斜杠
sponsor: 某县财政局            # 主办单位，登在页脚
contact: 某县财政局绩效管理科   # 数据集的联系单位，不写个人姓名和手机号
division: "990002"            # 六位区划代码
name: 某县
full_name: 某省某市某县
level: 县级                    # 省级、市级、县级、乡级
year: "2027"                  # 从哪个财政年度开始
finance: {code: finance, name: 某县财政局}
departments:                  # 其他部门：代码用小写字母、数字和短横
  - {code: edu, name: 某县教育局}
deadlines:                    # 这个年度各种文件的公开期限；文种代码 D1—D11 见方法说明
  - {document: D1, due: "2027-02-20", basis: 人代会批准预算后20日内公开}
profile: default              # 口径：data/profiles/ 里的一份
"""


@dataclass(frozen=True, kw_only=True)
class Bureau:
    """A department: its code and its full name."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Due:
    """The last day for a kind of document of the first year, and what it rests on."""

    document: str
    day: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a portal has to be told."""

    site_name: str
    site_url: str
    sponsor: str
    contact: str
    division: str
    name: str
    full_name: str
    level: str
    year: int
    finance: Bureau
    departments: Sequence[Bureau]
    deadlines: Sequence[Due]
    profile: str


def read_answers(path: Path, profiles: Sequence[Profile]) -> Answers:
    """The answers of a file; UsageError that lists everything wrong in it."""
    try:
        content = read_yaml(path.read_bytes())
    except FileNotFoundError:
        raise UsageError(f"找不到 {path}。", "请用 init --template 得到一份可以改的。") from None
    except FormError as error:
        raise UsageError(f"{path}：{error}") from None
    return answers_of(content, profiles, str(path))


def answers_of(content: object, profiles: Sequence[Profile], where: str) -> Answers:
    """The answers in a form; UsageError that lists everything wrong in it."""
    problems: list[str] = []
    form = Form(content, problems)
    finance = _bureau(form.form("finance"))
    found = Answers(
        site_name=form.text("site_name", required=True, longest=100),
        site_url=form.text("site_url", required=True, pattern=r"https?://[!-~]+/"),
        sponsor=form.text("sponsor"),
        contact=form.text("contact"),
        division=form.text("division", required=True, pattern=DIVISION.pattern),
        name=form.text("name", required=True, longest=50),
        full_name=form.text("full_name", longest=100),
        level=form.text("level", default="县级", among=LEVELS),
        year=int(form.text("year", required=True, pattern=YEAR.pattern) or 0),
        finance=finance,
        departments=[_bureau(one) for one in form.forms("departments")],
        deadlines=[_due(one) for one in form.forms("deadlines")],
        profile=form.text("profile", default="default", among=[one.name for one in profiles]),
    )
    form.finish()
    codes = [found.finance.code, *(one.code for one in found.departments)]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        form.problem("departments", f"里代码「{code}」出现了不止一次")
    if problems:
        listed = "\n  ".join(problems)
        raise UsageError(f"{where} 有 {len(problems)} 处不对：\n  {listed}", "请照 init --template 给出的样子改。")
    return found


def _bureau(form: Form) -> Bureau:
    bureau = Bureau(
        code=form.text("code", required=True, pattern=SLUG.pattern), name=form.text("name", required=True, longest=100)
    )
    form.finish()
    return bureau


def _due(form: Form) -> Due:
    due = Due(
        document=form.text("document", required=True, among=KINDS),
        day=form.date("due", required=True),
        basis=form.text("basis", longest=500),
    )
    form.finish()
    return due


# Asked one after the other at a terminal: key, question, what an empty answer means.
_QUESTIONS = (
    ("site_name", "网站名称（如 某县预算绩效公开）", ""),
    ("site_url", "正式网址，末尾带斜杠", "https://example.org/"),
    ("division", "六位区划代码", ""),
    ("name", "区划名称（如 某县）", ""),
    ("full_name", "区划全称（如 某省某市某县）", ""),
    ("level", f"级次（{'、'.join(LEVELS)}）", "县级"),
    ("year", "从哪个财政年度开始", ""),
    ("finance", "财政部门的全称（如 某县财政局）", ""),
)


def asked(ask: Callable[[str], str], profiles: Sequence[Profile]) -> Answers:
    """The answers that somebody gives at a terminal, a line each; departments and deadlines until an empty line."""
    content: dict[str, object] = {}
    for key, question, default in _QUESTIONS:
        given = ask(f"{question}{f'[{default}]' if default else ''}：").strip() or default
        content[key] = {"code": "finance", "name": given} if key == "finance" else given
        if key == "finance":
            content |= {"sponsor": given, "contact": given}
    content["departments"] = [
        {"code": code, "name": name.strip()}
        for code, _, name in _lines(ask, "部门，写“代码 全称”，如 edu 某县教育局；写完直接回车：")
    ]
    content["deadlines"] = [
        {"document": kind, "due": day.strip(), "basis": ""}
        for kind, _, day in _lines(ask, "公开期限，写“文种 日期”，如 D1 2027-02-20；写完直接回车：")
    ]
    return answers_of(content, profiles, "回答")


def _lines(ask: Callable[[str], str], question: str) -> Iterator[tuple[str, str, str]]:
    while line := ask(question).strip():
        yield line.partition(" ")


def foreign(data: Path) -> list[str]:
    """The divisions in a data folder that did not come with the repository."""
    return sorted(path.name for path in data.iterdir() if DIVISION.fullmatch(path.name) and path.name not in SHIPPED)


def portal(root: Path, data: Path, catalogue: Catalogue, answers: Answers) -> Iterator[Output]:
    """The files that change, below the folder ``root``: tables, descriptors, ``mkdocs.yml``, who reviews what."""
    place = data.relative_to(root).as_posix()
    rows = _registers(answers)
    for name, own in rows.items():
        if own:
            yield Output(path=f"{place}/common/{name}.csv", content=table_text(catalogue.tables[name], own))
    yield Output(path=f"{place}/datapackage.yaml", content=_catalogue(data / "datapackage.yaml", answers))
    path = data / "profiles" / f"{answers.profile}.yaml"
    for one in sorted((data / "profiles").glob("*.yaml")):
        content = _in_force(one.read_text(encoding="utf-8"), answers if one == path else None)
        yield Output(path=f"{place}/profiles/{one.name}", content=content.encode())
    yield Output(path="mkdocs.yml", content=_site(root / "mkdocs.yml", answers))
    if (root / OWNERS).is_file():
        yield Output(path=OWNERS, content=_owners((root / OWNERS).read_text(encoding="utf-8"), answers))


def table_text(table: Table, rows: Sequence[Mapping[str, str]]) -> bytes:
    """A table as a spreadsheet opens it: UTF-8 with its mark, Chinese headings; local columns only where filled."""
    fields = [table.field(name) for name in table.columns(rows)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(one.title for one in fields)
    writer.writerows([row.get(one.name, "") for one in fields] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _registers(answers: Answers) -> dict[str, list[dict[str, str]]]:
    own = {"division": answers.division}
    bureaus = [answers.finance, *answers.departments]
    return {
        "divisions": [
            own | {"name": answers.name, "full_name": answers.full_name, "level": answers.level, "is_sample": "否"}
        ],
        "departments": [
            own | {"department": one.code, "name": one.name, "role": FINANCE_BUREAU if one is answers.finance else ""}
            for one in bureaus
        ],
        "deadlines": [
            own
            | {
                "fiscal_year": str(answers.year),
                "document": one.document,
                "due_date": one.day,
                "period": "其他",
                "basis": one.basis,
            }
            for one in answers.deadlines
        ],
    }


def _catalogue(path: Path, answers: Answers) -> bytes:
    """The catalogue with the portal's own words; its tables and its licence stay."""
    text = path.read_text(encoding="utf-8")
    said = {
        "name": f"jixiao-{answers.division}",
        "title": f"{answers.name}预算绩效公开数据",
        "description": f"{answers.name}预算绩效管理全过程的结构化数据。",
        "contact": answers.contact or answers.finance.name,
    }
    for key, value in said.items():
        text = _line(text, key, _quoted(value))
    sources = f"sources:\n  - title: {_quoted(f'{answers.name}各部门按规定公开的预算绩效信息')}\n"
    return re.sub(r"^sources:\n(?:[ -].*\n)*", lambda _: sources, text, count=1, flags=re.MULTILINE).encode()


def _in_force(text: str, answers: Answers | None) -> str:
    """A profile with what it is in force for; every other one is in force nowhere."""
    entry = f'[{{division: "{answers.division}", from: "{answers.year}", to: "2100"}}]' if answers else "[]"
    return re.sub(r"^in_force:.*\n(?:[ -].*\n)*", lambda _: f"in_force: {entry}\n", text, count=1, flags=re.MULTILINE)


def _site(path: Path, answers: Answers) -> bytes:
    """The site's settings with its name, its address and who is behind it."""
    text = path.read_text(encoding="utf-8")
    text = _line(text, "site_name", _quoted(answers.site_name))
    text = _line(text, "site_url", answers.site_url)
    if answers.sponsor:
        shown = f'<span class="foot">主办单位：{escape(answers.sponsor)}</span>'
        text = _SPONSOR.sub(lambda _: shown, text, count=1)
    return text.encode()


def _owners(text: str, answers: Answers) -> bytes:
    """Who reviews what, with a line for each department; the names are samples still, so that no data pass yet."""
    own = "".join(
        f"{f'/data/{answers.division}/*/{one.code}/':<36}@example-org/{one.code}\n" for one in answers.departments
    )
    lines = text.splitlines(keepends=True)
    bureaus = [place for place, line in enumerate(lines) if _BUREAU.match(line)]
    return "".join(
        own if place in bureaus[:1] else line for place, line in enumerate(lines) if place not in bureaus[1:]
    ).encode()


def _line(text: str, key: str, value: str) -> str:
    """A text with another value in the line of a key; a remark at the line's end stays."""
    return re.sub(
        rf"^{key}: .*?(\s+# .*)?$", lambda found: f"{key}: {value}{found[1] or ''}", text, count=1, flags=re.MULTILINE
    )


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
