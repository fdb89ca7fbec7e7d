"""One cell → one value of a field, or what is wrong with it."""

from __future__ import annotations

from generator.core.schema import Field, Table
from generator.core.words import on_local_grades
from generator.intake import values
from generator.intake.files.sheets import Cell
from generator.intake.labels import cleaned
from generator.intake.regions import Region

PLACEHOLDER = "占位符，表示没有内容"
PROMPT = "空白表上的填写提示，不是填的内容"
_NAMES = ("_name", "level1", "level2", "level3", "name")


def usable(region: Region, cell: Cell, *, told: bool = False) -> bool:
    """Whether a cell holds something to be taken; what is not is left out or told.

    ``told``: a text that is asked for by itself, where 无 is an answer.
    """
    if cell.hollow:
        region.labels.add(cell.place)
        region.wrong(
            cell,
            "是公式，但文件里没有存它算出的结果。",
            "请在 Excel 或 WPS 中打开，按 F9 重算，保存后再导入；或把数直接填上。",
        )
        return False
    if cell.kind == "error":
        region.labels.add(cell.place)
        region.wrong(cell, f"公式出错，显示的是 {cell.text[:20]}。", "请在表里改好公式，或把数直接填上。")
        return False
    if values.is_placeholder(cell.text, words=not told):
        region.leave(cell, PLACEHOLDER)
        return False
    if cell.kind == "text" and values.is_prompt(cell.text):
        region.leave(cell, PROMPT)
        return False
    return True


def take(region: Region, cell: Cell, table: Table, row: int, name: str, text: str, unit: str) -> bool:
    """Note the value of a field that a cell holds; False if it cannot be one, which is told.

    ``text``: the words to read, which may be a part of the cell's; ``unit``: of the form's money.
    """
    field = table.field(name)
    if values.lost_digits(text, stored=cell.kind == "number") and name.endswith("_code"):
        region.taken.add(cell.place)
        region.wrong(
            cell,
            f"「{field.title}」存成了数 {text[:30]}，后面的数字已经丢了。",
            "请把这一格设成文本格式，照原件重写编码；从系统导出的请另存为 .xlsx，不要用 Excel 打开 CSV 再存。",
            about=name,
        )
        return False
    value = converted(field, text, unit)
    if value is None and cell.kind == "number":
        value = _of_number(field, text, region, cell, unit)
    if value is None:
        region.taken.add(cell.place)
        region.wrong(cell, f"「{field.title}」写的是「{text[:30]}」，{_wanted(field)}。", _hint(field), about=name)
        return False
    if cell.exact:
        region.tails.append(cell.address)
    region.value(cell, table.name, row, name, value)
    return True


def _of_number(field: Field, text: str, region: Region, cell: Cell, unit: str) -> str | None:
    """The value of a number that its format writes words behind, or of a day that is shown as a number."""
    if field.type != "date":
        return converted(field, values.bare_number(text), unit)
    day = values.serial_day(text)
    if day is not None:
        region.wrong(
            cell,
            f"「{field.title}」显示的是数 {text}，照日期 {day} 读。",
            "请核对；把这一格设成日期格式。",
            stops=False,
        )
    return day


def converted(field: Field, text: str, unit: str) -> str | None:
    """The value of a field from a text; None if it cannot be one."""
    words = values.without_prompt(values.bare(text))
    if field.type == "number":
        if field.unit == "万元":
            return values.amount(words, unit)
        return values.percentage(words) if field.unit == "%" else values.points(words)
    if field.type in ("integer", "year"):
        return values.whole(words)
    if field.type == "date":
        return values.day(words)
    if options := field.constraints.get("enum"):
        return values.choice(words, options, field.value_synonyms)
    return cleaned(words) if field.name.endswith(_NAMES) else words


def _wanted(field: Field) -> str:
    if options := field.constraints.get("enum"):
        return f"看不出是{'、'.join(options)}中的哪一个"
    return {"integer": "应是整数", "year": "应是年份", "date": "应是日期"}.get(field.type, "应是一个数")


def _hint(field: Field) -> str:
    if field.type == "number":
        return "请只写数字；没有的写“—”或留空，说明写到备注里。"
    if field.type == "date":
        return "请写成 2024-08-30 这样；只知道月份的留空。"
    if local := on_local_grades(field.constraints.get("enum", ())):
        return f"请只写一个等级；{local}"
    return "请照表上的选项写，只选一个。"
