"""What whoever fills in forms is told, as a set: where, what, what was expected, what to do; no word of programmers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pandas as pd
import pytest

from generator.check.cells import type_column
from generator.check.report import sentence
from generator.core.codes import CODES
from generator.core.finding import Finding
from generator.core.memory import text_type
from generator.core.schema import Catalogue
from generator.rules import RULES
from tests.docs import MESSAGES, message_list
from tests.source import ROOT, parsed
from tests.test_check import cells
from tests.words import HOLE, LEFT_OUT, PACKAGES, Message, messages

# Words of programmers; names of files and of what Excel offers are none.
JARGON = re.compile(
    r"(?<![A-Za-z])(?:NaN|nan|dtype|schema|pattern|regex|null|None|True|False|str|int|float|bool|string|integer|number"
    r"|object|enum|key|DTD|XML|JSON|CR|LF|CRLF|BOM|Traceback|Error|Exception|constraint|type)(?![A-Za-z])"
    r"|正则|外键|主键|字段类型|字符串|浮点|布尔|合并冲突|--[a-z]|\\[dws]|\[0-9|\(\?[:=!]|\{\d+,\d*\}"
)
QUOTED = re.compile("「[^」]*」|〔[^〕]*〕")
FILES = re.compile(r"[\w/…]+\.(?:yaml|csv|xlsx?|docx|xlsb|json)")
# What begins with neither is a statement of what may be done or of what may be written.
ASKS = re.compile("请|可以|只能填|能认的有|编码在|照登即可|要用双引号|要写成两个")


def jargon(text: str) -> str:
    """The first word of programmers in a text, what it quotes and names of files aside."""
    found = JARGON.search(FILES.sub("", QUOTED.sub("", text)))
    return found.group() if found else ""


def test_they_are_many_and_from_everywhere() -> None:
    assert len(messages()) > 360
    assert {one.module.split("/")[0] for one in messages()} == {*PACKAGES}


def test_what_stops_nothing_is_listed_too() -> None:
    """Every call of ``wrong``, with or without a word of its own, is a message."""
    calls = {
        (path.relative_to(ROOT / "generator").with_suffix("").as_posix(), node.lineno)
        for path in (ROOT / "generator" / "intake").rglob("*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "wrong"
    }
    assert len(calls) > 15
    assert calls <= {(one.module, one.line) for one in messages()}


def _faults(one: Message) -> Iterator[str]:
    """What a message is not and should be: plain, a sentence, read at one glance; and it should say what to do."""
    of_command = one.module.startswith(("cli/", "publish/", "compare/", "statement/"))  # which has options
    for text in (one.message, one.hint):
        if word := jargon(re.sub("--[a-z-]+", "", text) if of_command else text):
            yield f"{word} in {text}"
    if one.hint == LEFT_OUT:
        if one.message.endswith("。"):
            yield f"a reason, behind the cells: {one.message}"
        return
    if not one.message.endswith(("。", HOLE, f"{HOLE}。")):
        yield f"no sentence: {one.message}"
    if not one.hint.endswith(("。", HOLE)):
        yield f"nothing is said to be wrong without what to do: {one.message}{one.hint}"
    if not ASKS.search(one.hint) and HOLE not in one.hint:
        yield f"what to do: {one.hint}"
    if len(one.message + one.hint) >= 260:
        yield f"not read at one glance: {one.message}{one.hint}"


def test_messages_say_what_and_what_to_do_in_plain_words() -> None:
    assert [f"{one.module}:{one.line}: {fault}" for one in messages() for fault in _faults(one)] == []


@pytest.mark.parametrize(
    ("message", "hint"),
    [
        ("这一列的 dtype 不对。", "请改正。"),
        ("没有句号", "请改正。"),
        ("写错了。", ""),
        ("写错了。", "应是数字。"),
        ("写错了。", "请" + "改" * 260 + "。"),
        ("不取。", LEFT_OUT),
    ],
)
def test_a_message_that_says_too_little_is_seen(message: str, hint: str) -> None:
    assert [*_faults(Message(module="check/x", line=1, code="", message=message, hint=hint))]


def test_the_test_sees_what_is_no_plain_word() -> None:
    for text in (
        "应是 string。",
        "写的是 NaN。",
        "与 pattern 不符。",
        "用 --year 指定。",
        "[0-9]{6}",
        "用 CRLF 换行。",
    ):
        assert jargon(text), text
    for text in ("写的是「NaN」。", "请改 package.yaml。", "另存为“CSV UTF-8”。", "项目编码 A-1。", "Ctrl＋Enter"):
        assert not jargon(text), text


def test_what_codes_mean_is_told_in_plain_words() -> None:
    told = {code: (one.title, one.text) for code, one in CODES.items()}
    told |= {code: (one.title, (one.function.__doc__ or "") + one.formula) for code, one in RULES.items()}
    assert {code: word for code, texts in told.items() for text in texts if (word := jargon(text))} == {}


def _refused(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    """What is said of every kind of field about every kind of odd cell: message, expected, hint."""
    odd = list(dict.fromkeys(cells()))[::9]
    fields = {
        (one.type, one.unit, repr(one.constraints)): one for table in catalogue.tables.values() for one in table.fields
    }
    for of in fields.values():
        faults = type_column(pd.Series([*odd, None], dtype=text_type()), of)[1]
        for fault in map(faults.fault, range(len(faults))):
            yield fault.message, fault.expected, fault.hint


def test_cells_are_refused_in_plain_words(catalogue: Catalogue) -> None:
    told = set(_refused(catalogue))
    assert len(told) > 500
    for message, expected, hint in told:
        assert not jargon(message), message
        assert not jargon(expected), expected
        assert not jargon(hint), hint
        assert message.endswith("。")
        assert hint.endswith("。")


def test_the_first_words_tell_project_and_cell() -> None:
    finding = Finding(
        code="S01",
        severity="error",
        title="全年执行数",
        message="写的是「95%」，应是数字，如 1234.56。",
        hint="请去掉百分号，只写 95。",
        file="data/990001/2025/edu/self_evaluation_funds.csv",
        row=17,
        field="actual_spend",
        record="99000125T000000000101",
        name="校舍维修改造",
    )
    assert sentence(finding).startswith("校舍维修改造（99000125T000000000101）「全年执行数」：写的是「95%」，应是数字")


def test_the_list_of_messages_is_up_to_date() -> None:
    assert MESSAGES.read_text(encoding="utf-8") == message_list(), "run make docs"
