"""What one text or code may hold, by the field it stands in: the gate's judgement of a cell, without pandas."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import replace
from datetime import date

from generator.check.privacy.personal import CARD, CODED_SINCE, MOBILE, RESIDENT, SECRET, Hit, Known, find
from generator.core.schema import CONTEXT, Field, Table

# A number alone in one of these, or a range of two, is an amount: its unit stands in the next column.
_QUANTITIES = ("target_value", "actual_value", "expected_value", "reference_value", "value_text")
_BARE = re.compile(r"\W*\d+(?:[-~—–～至到]\d+)?\W*")
# Codes with a year of two digits (19, 20) read as births of 1900 to 2009; others with that division and year tell them.
_SERIES = 8
_COUNTER = 4  # digits that count on within a series of codes of any length
_ENOUGH = 2  # others that make a series
EXPECTED = {"S04": "不含身份证号、手机号、银行卡号", "S05": "不含密级标识和涉密内容"}
HINTS = {
    "S04": (
        "请删除这个号码；说明对象只写人数、户数，联系方式只写科室的办公电话。确是合同号、流水号的，请略去号码或改写。"
        "已提交的，请按参与指南处理历史记录。"
    ),
    "S05": "请停止提交，先做保密审查；涉密项目不列入数据，只在 package.yaml 的 withheld 写个数和理由。",
}
UNWAIVABLE = tuple(HINTS)


def known_of(codes: Set[str], divisions: Collection[str], today: date) -> Known:
    """The divisions (six digits) and the numbers used as codes (capitals), those aside that are a person's."""
    known = Known(today=today, divisions=frozenset(divisions))
    persons = {one for one in codes if _persons(one, known)}
    alike = Counter(one[:_SERIES] for one in codes - persons if len(one) == 18)
    alike.subtract(one[:_SERIES] for one in persons)
    counted = Counter((len(one), one[:-_COUNTER]) for one in codes)
    known = replace(known, series=frozenset(one for one in alike if alike[one] > _ENOUGH))
    wrong = {one for one in persons if _persons(one, known)} | {
        one for one in codes if counted[len(one), one[:-_COUNTER]] <= _ENOUGH + 1 and _owners(one, known)
    }
    return replace(known, codes=frozenset(codes - wrong), persons=frozenset(wrong))


def text_fields(table: Table) -> list[Field]:
    """The columns of free text."""
    return [one for one in table.fields if one.type == "string" and not {"enum", "pattern"} & set(one.constraints)]


def own_codes(table: Table) -> list[Field]:
    """The columns of codes that this table gives, and does not take from another."""
    taken = {name for key in table.foreign_keys for name in key.fields}
    return [
        one for one in table.fields if one.type == "string" and "pattern" in one.constraints and one.name not in taken
    ]


def taken_codes(table: Table) -> list[Field]:
    """The columns of codes that this table takes from another."""
    own = {one.name for one in own_codes(table)}
    return [
        one
        for one in table.fields
        if one.type == "string" and "pattern" in one.constraints and one.name not in own | set(CONTEXT)
    ]


def hits_of(field: Field, value: str, known: Known) -> Sequence[Hit]:
    """What a text of a field holds."""
    if too_long(field, value):
        return ()
    hits = find(value, known, name=_is_name(field))
    if field.name in _QUANTITIES and _BARE.fullmatch(value):
        return [one for one in hits if one.kind is not MOBILE]
    return hits


def too_long(field: Field, value: str) -> bool:
    """Whether a text is longer than its field may be: it is refused as it is, and not searched."""
    return len(value) > int(field.constraints.get("maxLength", len(value)))


def _is_name(field: Field) -> bool:
    """Whether a column says what something is called."""
    return field.name == "title" or field.name.endswith(("name", "title"))


def code_hits(value: str, known: Known, *, alone: bool = False) -> Sequence[Hit]:
    """What a code holds of a person's number, or that it is one itself; ``alone``: it is no code among others."""
    if (alone or value.upper() in known.persons) and (owners := _owners(value, known)):
        return owners
    return _persons(value, known)


def _persons(value: str, known: Known) -> Sequence[Hit]:
    """The identity numbers in a code: those whose year is no fiscal year, and that continue no series of codes."""
    hits = [hit for hit in find(value, Known(today=known.today)) if hit.kind is RESIDENT]
    return [
        hit
        for hit in hits
        if (number := re.sub("[^0-9Xx]", "", value[hit.start : hit.end]))
        and int(number[6:10]) < CODED_SINCE
        and number[:_SERIES] not in known.series
        and not value[hit.end : hit.end + 1].isdigit()  # a code of 21 digits
        and not value[: hit.start][-1:].isdigit()
    ]


def _owners(code: str, known: Known) -> Sequence[Hit]:
    """A code that is as a whole somebody's mobile or card, and that none of the divisions begins."""
    if code[:6] in known.divisions:
        return ()
    hits = find(code, replace(known, codes=frozenset()))
    return [hit for hit in hits if hit.kind in (MOBILE, CARD) and hit.end - hit.start == len(code)]


def for_reports(code: str, message: str) -> str:
    """What a report says of a hit: a mark of secrecy is not printed again, a number is masked already."""
    return f"含有{SECRET.title}，涉密信息不得公开。" if code == SECRET.code else message


def kinds_told(hits: Sequence[Hit]) -> Iterator[tuple[str, str, str]]:
    """Code, what may be shown, and message for each kind among the hits of one text."""
    for kind in dict.fromkeys(one.kind for one in hits):
        shown = [one.shown for one in hits if one.kind is kind]
        if kind is SECRET:
            yield kind.code, shown[0], f"{kind.title}「{shown[0]}」，涉密信息不得公开。"
        else:
            count = f" {len(shown)} 个" if len(shown) > 1 else ""
            yield kind.code, shown[0], f"{count}疑似{kind.title}「{shown[0]}」，个人信息不得公开。"
