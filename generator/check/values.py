"""What one cell may hold, and what is said of one that does not: by the schemas, without pandas and frictionless."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from generator.check.advice import LEXICAL, LONGEST, advice
from generator.core.characters import shortened
from generator.core.codes import UNFILLED
from generator.core.numbers import MICRO
from generator.core.schema import FIRST_DAY, LAST_DAY, Field
from generator.core.words import on_local_grades
from generator.load.garbled import known_as

# A reader of a cell whose form has been judged: its value, and the constraints that it breaks (None where it is none).
Reader = Callable[[str], tuple[Any, Collection[str] | None]]
Judge = Callable[[str], tuple[Any, str]]  # of a cell: its value and "", or None and why it is refused
WANTED = {
    "number": "数字，如 1234.56",
    "integer": "整数，如 12",
    "year": "四位年度，如 2024",
    "date": "日期，如 2024-08-30",
    "string": "文字",
}
PERMISSION = f"原件就空着的不要补数，请财政部门豁免照登（规则 {UNFILLED}，理由写原件未填）。"
# 10 万亿元, several times a province's budget: certainly yuan in a column of 万元, and sums stay far below 2^63.
_TOO_MUCH = 10**9
# A pattern is tried on no longer text: patterns of schemas are for codes, addresses and short lists.
_LONGEST_PATTERNED = 2_000


_COMPARED = re.compile(r"[不]?[大小高低多少][于过]?(?:等于)?|不?超过|不足|等于|至少|至多|[><=≧≦＞＜≥≤]{1,2}")
# Hints that say nothing of what was done wrong; and what the others quote.
_GENERAL = ("请按「", "只能填：", "多半是「")
_QUOTED = re.compile(r"「[^」]{0,300}」|-?[0-9][0-9.:/-]*")


@dataclass(frozen=True, kw_only=True)
class Told:
    """A refused value in words."""

    expected: str
    message: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A value that its field refuses; what to say of it is worked out only when it is asked for.

    ``why``: it is ``missing``, ``unfilled`` (as the original may have left it), ``blank``, of another ``type``, of no
    ``time``, too ``much``, or the constraint that it breaks.
    """

    field: Field
    text: str
    why: str

    @property
    def code(self) -> str:
        """The structural code of its finding."""
        if self.why == "missing" or (self.why == "blank" and self.field.required):
            return "S02"
        if self.why == "unfilled" or (self.why == "blank" and self.field.expected):
            return UNFILLED
        return "S01" if self.why == "type" else "S03"

    @property
    def value(self) -> str:
        """The value as a message quotes it."""
        return shortened(self.text)

    @cached_property
    def told(self) -> Told:
        """The value in words."""
        return _TELLERS.get(self.why, _constraint)(self)

    @cached_property
    def slip(self) -> str:
        """What was done wrong, alike for all cells in which the same was done; where that is not known, the text."""
        if self.why in ("missing", "unfilled", "blank", "minimum", "maximum", "much", "time", "minLength", "maxLength"):
            return self.why
        known = self.told.hint
        return self.text if known.startswith(_GENERAL) else _QUOTED.sub("", known)

    @property
    def expected(self) -> str:
        """What was expected."""
        return self.told.expected

    @property
    def message(self) -> str:
        """What is wrong."""
        return self.told.message

    @property
    def hint(self) -> str:
        """What to do."""
        return self.told.hint


def judge_of(field: Field, read: Reader) -> Judge:
    """A judge of one cell: (typed value, '') or (None, why it is refused); ``read`` is asked about plain cells."""
    lexical = LEXICAL.get(field.type)
    longest = int(field.constraints.get("maxLength", 0))
    whole = field.type == "string" and "pattern" in field.constraints
    quick = _refusal(field)

    def judge(value: str) -> tuple[Any, str]:
        if not value.strip():
            return None, "blank"
        if lexical is not None and not lexical.fullmatch(value):
            return None, "type"
        if longest and len(value) > longest:  # what is longer than it may be is not searched
            return None, "maxLength"
        if whole and (len(value) > _LONGEST_PATTERNED or "\n" in value):  # «$» would let a last line end pass
            return None, "pattern"
        if quick is not None and (why := quick(value)):
            return None, why
        result, notes = read(value)
        if notes:
            return None, "type" if "type" in notes else next(iter(notes))
        if isinstance(result, Decimal):
            if field.unit == "万元" and abs(result) >= _TOO_MUCH:
                return None, "much"
            return int(result * MICRO), ""
        if field.type in ("integer", "year"):
            return int(result), ""
        if field.type == "date" and not FIRST_DAY <= value <= LAST_DAY:
            return None, "time"
        return value, ""

    return judge


def plain_judge(field: Field) -> Judge:
    """A judge of one cell where there is no frictionless; a test holds the two alike."""
    return judge_of(field, _plain_reader(field))


def _plain_reader(field: Field) -> Reader:
    """What stock frictionless reads in cells that have the form of their type."""
    types: Mapping[str, Callable[[str], Any]] = {"number": Decimal, "integer": int, "year": int, "date": _day}
    typed = types.get(field.type, str)
    broken = [(name, _broken(name, wanted, typed)) for name, wanted in field.constraints.items() if name in _BROKEN]

    def read(cell: str) -> tuple[Any, Collection[str] | None]:
        value = typed(cell)
        if value is None:
            return None, ("type",)
        return value, [name for name, test in broken if test(value)]

    return read


def _day(cell: str) -> str | None:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return None
    return cell


_BROKEN = ("minLength", "maxLength", "minimum", "maximum", "pattern", "enum")


def _broken(name: str, wanted: Any, typed: Callable[[str], Any]) -> Callable[[Any], bool]:
    """Whether a value breaks a constraint."""
    if name == "enum":
        choices = [typed(str(one)) for one in wanted]
        return lambda value: value not in choices
    if name == "pattern":
        pattern = re.compile(str(wanted))
        return lambda value: pattern.fullmatch(str(value)) is None
    if name in ("minLength", "maxLength"):
        least, most = (int(wanted), None) if name == "minLength" else (0, int(wanted))
        return lambda value: len(value) < least or (most is not None and len(value) > most)
    limit = typed(str(wanted))
    return (lambda value: value < limit) if name == "minimum" else (lambda value: value > limit)


def _refusal(field: Field) -> Callable[[str], str] | None:
    """A quick look at texts of a list or a pattern: the constraint that one breaks, as frictionless would say."""
    others = set(field.constraints) - {"required", "maxLength", "unique"}
    if field.type != "string" or len(others) != 1:
        return None
    if "enum" in others:
        known = frozenset(field.constraints["enum"])
        return lambda value: "" if value in known else "enum"
    if "pattern" in others:
        pattern = re.compile(str(field.constraints["pattern"]))
        return lambda value: "" if pattern.fullmatch(value) else "pattern"
    return None


# In words.


def _missing(fault: Fault) -> Told:
    return Told(expected="必填", message="没有填写。", hint=_fill_in(fault.field))


def _unfilled(fault: Fault) -> Told:
    return Told(expected="必填", message="没有填写。", hint=_fill_in(fault.field) + PERMISSION)


def _blank(fault: Fault) -> Told:
    if fault.field.wanted:
        permission = "" if fault.field.required else PERMISSION
        return Told(expected="必填", message="只有空格。", hint=_fill_in(fault.field) + permission)
    return Told(expected=WANTED[fault.field.type], message="只有空格。", hint="没有内容时请把这一格留空。")


def _fill_in(field: Field) -> str:
    return f"请填写「{field.title}」：{field.description}"


def _type(fault: Fault) -> Told:
    wanted = WANTED[fault.field.type]
    return Told(
        expected=wanted,
        message=f"写的是「{fault.value}」，应是{wanted}。",
        hint=advice(fault.field, fault.text) or f"请按「{fault.field.example}」这样填写。",
    )


def _time(fault: Fault) -> Told:
    span = f"{FIRST_DAY} 至 {LAST_DAY} 之间"
    return Told(
        expected=f"{span}的日期",
        message=f"写的是「{fault.value}」，应在 {span}。",
        hint="多半是年份写错；长期有效或没有日期的，请留空。",
    )


def _much(fault: Fault) -> Told:
    return Told(
        expected="小于 10 亿万元",
        message=f"写的是「{fault.value}」万元，超过 10 万亿元。",
        hint="多半是把元写进了万元的列，请核对单位。",
    )


def _choice(fault: Fault) -> Told:
    choices = fault.field.constraints.get("enum") or ()
    expected = "、".join(map(str, choices))
    plain = _plain(fault.text)
    same = [value for value, words in fault.field.value_synonyms.items() if plain in words]
    hint = f"请写成「{plain}」，不带空格，不用全角字符。" if plain in choices else f"只能填：{expected}。"
    hint = f"请写成「{same[0]}」。" if same else hint
    meant = "" if same or plain in choices else known_as(fault.text[:LONGEST], map(str, choices))
    if meant:
        hint = f"这是乱码，多半是「{meant}」：转换编码时读错了，请照原件重新填写，或从原系统重新导出。"
    if "≥" in choices and _COMPARED.fullmatch(plain):
        hint = "请用符号：大于等于写 ≥，小于等于写 ≤，大于写 >，小于写 <，等于写 =。"
    elif not same and plain not in choices and not meant:
        near = [str(one) for one in choices if plain and len(plain) > 1 and (plain in str(one) or str(one) in plain)]
        hint = f"多半是「{near[0]}」。{hint}" if len(near) == 1 else f"{hint}{on_local_grades(choices)}"
    return Told(expected=expected, message=f"写的是「{fault.value}」，不在可选范围内。", hint=hint)


def _bound(fault: Fault) -> Told:
    word = "不小于" if fault.why == "minimum" else "不大于"
    expected = f"{word} {fault.field.constraints.get(fault.why)}{fault.field.unit}"
    hint = "请核对数值和单位。"
    if fault.why == "minimum" and str(fault.field.constraints["minimum"]) == "0":
        hint = "这一格没有负数：表上的减号、括号、三角都读作负数，不是负数的请去掉；是负数的请核对原件。"
    return Told(expected=expected, message=f"写的是「{fault.value}」，应{expected}。", hint=hint)


def _length(fault: Fault) -> Told:
    word, hint = "不少于", "请补充内容。"
    if fault.why == "maxLength":
        word, hint = "不超过", "请精简文字；全文可作为附件另行公开。"
    expected = f"{word} {fault.field.constraints.get(fault.why)} 字"
    return Told(expected=expected, message=f"有 {len(fault.text)} 字，应{expected}。", hint=hint)


def _constraint(fault: Fault) -> Told:
    field, plain = fault.field, _plain(fault.text)
    if fault.why == "pattern" and plain != fault.text and re.fullmatch(str(field.constraints.get("pattern")), plain):
        hint = f"请写成「{plain}」，不带空格，不用全角字符。"
    else:
        hint = advice(field, fault.text) or f"请按「{field.example}」这样填写：{field.description}"
    return Told(expected=field.description, message=f"写的是「{fault.value}」，写法不合规定。", hint=hint)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:LONGEST]).strip()


_TELLERS: Mapping[str, Callable[[Fault], Told]] = {
    "missing": _missing,
    "unfilled": _unfilled,
    "blank": _blank,
    "type": _type,
    "time": _time,
    "much": _much,
    "enum": _choice,
    "minimum": _bound,
    "maximum": _bound,
    "minLength": _length,
    "maxLength": _length,
}
