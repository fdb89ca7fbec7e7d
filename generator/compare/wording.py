"""What differs, in words that every format shows."""

from __future__ import annotations

from generator.compare.comparison import KINDS, Cell, Comparison, Entry, Figure, Total
from generator.core.numbers import number, signed

EMPTY = "（空）"
_LONGEST = 60  # characters of a value


def headline(told: Comparison) -> str:
    """In one sentence what differs."""
    if not any(told.records.values()):
        return "没有变动。" if told.same else "记录没有变动。"
    parts = []
    for kind, word in KINDS.items():
        if not (count := told.records[kind]):
            continue
        whole = f"涉及 {told.projects[kind]:,} 个项目" if kind == "changed" else f"整个项目 {told.projects[kind]:,} 个"
        more = [whole] if told.projects[kind] else []
        more += [f"{told.cells:,} 格"] if kind == "changed" else []
        parts.append(f"{word} {count:,} 条记录" + (f"（{'，'.join(more)}）" if more else ""))
    places = sum(one.place is not None for one in told.totals)
    where = f"；涉及 {places:,} 个部门年度" if places else ""
    return "，".join(parts) + where + "。"


def sums(total: Total) -> list[str]:
    """What is counted and summed and is another now: 项目 12 → 11 个（−1）."""
    return [figure(one) for one in total.figures if one.old != one.new or one.old is None]


def figure(one: Figure) -> str:
    """One sum before and after, with what lies between."""
    if one.old is None or one.new is None:
        return f"{one.title}：有文件没有读进来，没有比较"
    if one.old == one.new:
        return f"{one.title} {amount(one.new, one.unit)}，没有变"
    step = signed(one.new - one.old) if one.unit == "万元" else f"{one.new - one.old:+,}".replace("-", "−")
    return f"{one.title} {amount(one.old, one.unit, named=False)} → {amount(one.new, one.unit)}（{step}）"


def amount(value: int, unit: str, *, named: bool = True) -> str:
    """A sum or a count as text, with its unit unless another says it."""
    text = number(value) if unit == "万元" else f"{value:,}"
    return f"{text} {unit}" if named else text


def subject(entry: Entry, told: Comparison) -> str:
    """What an entry is about: 项目「校舍维修」（P1）, 自评项目资金「年度资金总额」（P1＋年度资金总额）."""
    if entry.level == "folder":
        return f"整个部门年度「{told.names.get(entry.place, entry.place.path)}」（{entry.place.path}）"
    if entry.level == "project":
        return f"整个项目「{entry.name}」（{entry.record}）" if entry.name else f"整个项目 {entry.record}"
    title = entry.table.title if entry.table else ""
    name = f"「{entry.name}」" if entry.name else ""
    record = "＋".join(part for part in entry.record.split("＋") if part)  # of a waiver its field may be empty
    return f"{title}{name}（{record}）" if record else f"{title}{name}"


def besides(entry: Entry, told: Comparison) -> str:
    """What else there is to say of an entry: money, how many records, where it went."""
    if entry.level == "record":
        return ""
    parts = [f"资金 {number(entry.amount)} 万元"] if entry.amount is not None else []
    parts.append(f"{entry.rows:,} 条记录")
    if entry.elsewhere:
        word = "现在在" if entry.kind == "removed" else "原来在"
        parts.append(f"同一编码{word} {entry.elsewhere}")
    return "，".join(parts)


def values(cell: Cell) -> tuple[str, str]:
    """A cell before and after; of long texts the part that differs."""
    old, new = contrast(cell.old, cell.new)
    return old or EMPTY, new or EMPTY


def contrast(old: str, new: str) -> tuple[str, str]:
    """Two texts cut to where they differ, each no longer than a line."""
    if len(old) <= _LONGEST and len(new) <= _LONGEST:
        return old, new
    shortest = min(len(old), len(new))
    first = next((place for place in range(shortest) if old[place] != new[place]), shortest)
    last = next((place for place in range(shortest - first) if old[-1 - place] != new[-1 - place]), shortest - first)
    begin = max(0, first - 10)
    return _cut(old, begin, len(old) - last + 10), _cut(new, begin, len(new) - last + 10)


def _cut(text: str, begin: int, end: int) -> str:
    end = min(len(text), max(end, begin), begin + _LONGEST)
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"


def unit(cell: Cell) -> str:
    """The unit of a cell behind its value."""
    return f" {cell.field.unit}" if cell.field.unit and cell.new else ""


def place_name(entry: Entry, told: Comparison) -> str:
    """The department-year of an entry; that it belongs to all where it is of none."""
    return told.names.get(entry.place) or entry.place.path or "公共表"


def _lost(one: Figure) -> str:
    """How many cells of a sum are no number, on which side."""
    sides = (f"{side} {count:,} 格" for side, count in zip(("原来", "现在"), one.unclear, strict=True) if count)
    return f"{one.title}（{'、'.join(sides)}）"


def left(told: Comparison) -> list[str]:
    """What is not told one by one, and what could not be compared."""
    lines = [
        f"{KINDS[kind]}的另有 {count:,} 条没有逐条列出；总数和合计已计入。"
        for kind, count in told.left_out.items()
        if count > 0
    ]
    lost = [_lost(one) for one in (told.totals[0].figures if told.totals else ()) if any(one.unclear)]
    if lost:
        lines.append(f"合计里没有算进写得不是一个数的格：{'，'.join(lost)}；先照检查结果改好。")
    if told.unread:
        shown = "、".join(told.unread[:5]) + (f" 等 {len(told.unread):,} 个" if len(told.unread) > 5 else "")
        lines.append(f"没有读进来、没有比较的文件：{shown}；先照检查结果改好。")
    if told.frame:
        lines.append(f"表的定义或口径也改了：{'、'.join(told.frame[:8])}{' 等' if len(told.frame) > 8 else ''}。")
    if told.untouched:
        lines.append(f"另有 {told.untouched:,} 个部门年度没有变。")
    return lines
