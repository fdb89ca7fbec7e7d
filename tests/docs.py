"""Documents made from the code: the index of rules and the list of messages; ``make docs`` writes them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.core.finding import SEVERITIES
from generator.core.schema import Table
from generator.load import load_catalogue, load_profiles
from generator.pages.views.method import values_of
from generator.rules import RULES, Rule
from tests.conftest import DATA, ROOT
from tests.words import PACKAGES, messages

RULES_INDEX = ROOT / "docs" / "rules.md"
MESSAGES = ROOT / "docs" / "messages.md"
_HEAD = """# 规则索引

由 `make docs` 从代码生成，不要手改。各条的说明、算法和例子在网站的“方法说明”页；怎样加一条规则见 CONTRIBUTING.md。

| 代码 | 名称 | 性质 | 表 | 字段 | 文件 | 阈值 |
|---|---|---|---|---|---|---|
"""


def rules_index(rules: Iterable[Rule], tables: Mapping[str, Table], thresholds: Mapping[str, str]) -> str:
    """The index as Markdown: a row a rule; ``thresholds``: name of a profile's value → what it is called."""
    return _HEAD + "".join(f"| {' | '.join(_row(rule, tables[rule.table], thresholds))} |\n" for rule in rules)


def _row(rule: Rule, table: Table, thresholds: Mapping[str, str]) -> tuple[str, ...]:
    path = rule.function.__module__.replace(".", "/") + ".py"
    return (
        rule.code,
        rule.title,
        SEVERITIES[rule.severity],
        f"{table.title} `{table.name}`",
        "、".join(table.field(name).title for name in rule.fields),
        f"[{path.removeprefix('generator/rules/')}](../{path})",
        "、".join(f"{thresholds[name]} `{name}`" for name in rule.thresholds),
    )


def shipped_index() -> str:
    """The index of the rules there are."""
    default = next(one for one in load_profiles(DATA) if one.name == "default")
    titles = {name: title for name, title, _ in (*values_of(default), *default.thresholds)}
    return rules_index(RULES.values(), load_catalogue(DATA).tables, titles)


_MESSAGES_HEAD = """# 填报的人会看到的话

由 `make docs` 从代码生成，不要手改：导入、填报自查、检查会说的每一句，“…”是当时的内容。
前面还会写明是哪个项目、哪一格、在文件哪一处。
写法守四条：哪里、写的是什么、应是什么、怎么改；不用程序的行话（`tests/test_words.py` 守着）。
常见的错和改法，网站有“常见错误”一页。
"""


def message_list() -> str:
    """Every message by package, in the order of the source: code, what is wrong, what to do."""
    lines = [_MESSAGES_HEAD]
    for package, title in PACKAGES.items():
        own = [one for one in messages() if one.module.split("/")[0] == package]
        lines.append(f"\n## {title}\n\n| 代码 | 说什么 | 怎么办 | 在哪里 |\n|---|---|---|---|\n")
        lines += [f"| {one.code} | {_cell(one.message)} | {_cell(one.hint)} | `{one.module}` |\n" for one in own]
    return "".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "\\<")


if __name__ == "__main__":
    for path, text in ((RULES_INDEX, shipped_index()), (MESSAGES, message_list())):
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
