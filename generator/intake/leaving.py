"""What is no value: titles, notes, signatures, persons, labels of other forms; and what nobody could place."""

from __future__ import annotations

import re

from generator.forms.layout import Layout
from generator.intake import values
from generator.intake.files.sheets import Sheet, address
from generator.intake.labels import label, plain
from generator.intake.readings import LeftOut
from generator.intake.regions import Region, known_words, words_of
from generator.intake.writing import PLACEHOLDER, PROMPT

NOTE = re.compile(r"^(?:注|备注|说明|填表说明|填报说明|填写说明|表格说明|※|★|＊|\*|1[.、])\s*(?:\d*[:：.、]|意)")
SIGNED = re.compile(
    "^(?:填报人|填表人|制表人|经办人|审核人|复核人|单位负责人|负责人签字|项目负责人签字|填报日期|填表日期|填报时间|填报单位盖章|单位盖章|"
    "主管部门盖章|财务负责人|分管领导|单位公章|联系人)"
)
PERSONAL = re.compile("负责人|联系人|电话|手机|经办人|填报人|填表人|制表人|审核人|复核人|邮箱|身份证|传真|签字|签名")
_UNIT_LINE = re.compile(
    r"^(?:金额)?(?:计量)?单位[:：]?(?:人民币)?\(?(?:万元|元|亿元|千元|百万元)?\)?(?:[,、].{1,8})?$|^(?:万元|元|亿元)$"
)
_YEAR_LINE = re.compile(
    r"\(?(?:20\d{2}|_*)年度?\)?[,;、]?\(?(?:(?:金额)?单位[:：]?(?:人民币)?\(?(?:万元|元|亿元|千元|百万元)\)?)?\)?"
)
_ATTACHED = re.compile(r"^(?:附件|附表|表)\s*[\d一二三四五六七八九十]*(?:[-－—]\d+)*[:：]?$")
_COUNTED = re.compile(r"^(?:[\d一二三四五六七八九十]{1,3}|栏次|序号|行次|甲|乙|[A-Z])$")
UNKNOWN = "没有认出这一格是什么"


def leave_rest(region: Region, layout: Layout | None) -> None:
    """Give every cell that is left its reason; labels are marked as such."""
    after_note = False
    known = _labels_of(layout) if layout else frozenset()
    for row in region.rows:
        cells = [one for one in region.rows[row] if region.free(one)]
        if cells and NOTE.match(cells[0].text.strip()):
            after_note = True
        for cell in cells:
            words = words_of(cell)
            if (words and words in known) or (
                layout and words and any(plain(one) in words for one in (layout.title, *layout.titles))
            ):
                region.labels.add(cell.place)
            elif values.is_placeholder(cell.text):
                region.leave(cell, PLACEHOLDER)
            elif _is_frame(words, cell.text):
                region.labels.add(cell.place)
            elif PERSONAL.search(cell.text[:20]) or _beside_person(region, cell.row, cell.column):
                region.leave(cell, "个人信息或签章，不公开，有意不取", hidden_person(cell.text))
            elif SIGNED.match(words) or re.search("盖章|公章|签章", cell.text[:30]):
                region.leave(cell, "签章和填报信息，不是绩效内容", hidden_person(cell.text))
            elif NOTE.match(cell.text.strip()) or after_note:
                region.leave(cell, "表下的说明")
            elif cell.kind == "text" and values.is_prompt(cell.text):
                region.leave(cell, PROMPT)
            elif _COUNTED.match(words or cell.text.strip()) and cell.kind == "text":
                region.leave(cell, "栏次或序号")
            else:
                region.leave(cell, UNKNOWN)


def _labels_of(layout: Layout) -> frozenset[str]:
    """The words of every label that the layout has, and of the groups of its columns."""
    groups = {word for block in layout.blocks for part in block.parts for word in part.under.split("|") if word}
    return known_words(layout) | {plain(one) for one in groups}


def _is_frame(words: str, text: str) -> bool:
    """Whether a text is the form's frame: its year, its unit of money, the number of an annex."""
    if not words:
        return bool(label(text).unit)
    if _UNIT_LINE.match(words) or _UNIT_LINE.match(words.strip("()")) or _ATTACHED.match(words):
        return True
    return bool(_YEAR_LINE.fullmatch(words))


def _beside_person(region: Region, row: int, column: int) -> bool:
    """Whether the cell's label to the left asks for a person."""
    for place in range(column - 1, -1, -1):
        there = region.at(row, place)
        if there is not None and there.column < column:
            return bool(PERSONAL.search(there.text[:12])) and len(there.text) <= 16
    return False


def hidden_person(text: str) -> str:
    """A text about a person with its words and numbers covered, as it may be printed."""
    head, mark, _ = text.partition("：")
    return f"{head}：＊＊＊" if mark and len(head) <= 12 else "＊＊＊"


def whole_sheet(sheet: Sheet, reason: str) -> LeftOut:
    """A sheet of which nothing was taken, as one range."""
    last = max((one.row for one in sheet.cells), default=0), max((one.column for one in sheet.cells), default=0)
    return LeftOut(cell=f"A1:{address(last)}", text="（整个工作表）", reason=reason)
