"""The index of rules, ``docs/rules.md``: ``python -m tests.docs`` (or ``make docs``) writes it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.core.finding import SEVERITIES
from generator.core.schema import Table
from generator.load import load_catalogue, load_profiles
from generator.pages.views.method import values_of
from generator.rules import RULES, Rule
from tests.conftest import DATA, ROOT

RULES_INDEX = ROOT / "docs" / "rules.md"
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


if __name__ == "__main__":
    RULES_INDEX.write_text(shipped_index(), encoding="utf-8")
    print(RULES_INDEX.relative_to(ROOT))
