"""The page that shows each chart in each of its states; all its figures are invented."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core.numbers import MICRO, number, percent
from generator.derive.site import Site
from generator.pages.charts.cells import Heat, HeatLine, heat, strip
from generator.pages.charts.frame import LOW, OTHER, OWN, Chart, Key
from generator.pages.charts.planes import Point, Series, Slope, line, scatter, slopes
from generator.pages.charts.rows import Fall, Item, Pair, Row, Term, bars, dots, dumbbells, timeline, waterfall
from generator.pages.engine.context import Content


class Example(NamedTuple):
    """A chart in one state."""

    state: str
    chart: Chart


class Family(NamedTuple):
    """A kind of chart, what it is for, and its states."""

    name: str
    title: str
    use: str
    examples: Sequence[Example]


@dataclass(frozen=True, kw_only=True)
class ComponentsPage(Content):
    """Each kind of chart in each of its states."""

    families: Sequence[Family]


# Invented values, None where one is missing: every chart is shown with each of these sets.
_STATES: Mapping[str, Sequence[int | None]] = {
    "平常": (120, 45, 86, 30),
    "空的": (),
    "只有一个": (42,),
    "缺的旁边是零": (None, 0, 35),
    "有负数": (60, -25, 10),
    "名称很长": (80, 64),
    "三十个": tuple(97 - 3 * one for one in range(30)),
}
_LONG = "（名称很长的例子）某某领域某某事项补助资金及配套设施建设、运行维护和人员培训项目"
_SAID = "数字是编的。"


def overview(_site: Site) -> ComponentsPage:
    """Every chart with every set of values."""
    return ComponentsPage(
        families=[
            _family("bars", "条形图", "比较一组数的大小。", _bars),
            _family("bullets", "子弹图", "条是做到的，竖线是应当做到的。", _bullets),
            _family("dots", "点图", "一行几个对象各在哪里，竖线是平均。", _dots),
            _family("dumbbells", "哑铃图", "同一件事的两个数差多少，按差距排。", _dumbbells),
            _family("waterfall", "瀑布图", "从一个合计一步一步到下一个合计。", _waterfall),
            _family("timeline", "时间线", "什么时候开始、什么时候到期、什么时候完成，今天在哪里。", _timeline),
            _family("scatter", "散点图", "每个圆是一件事：左右、上下各是一个数，面积是第三个数。", _scatter),
            _family("line", "折线图", "几年里怎样变；缺的一年断开。", _line),
            _family("slope", "坡度图", "从前一个数到后一个数，升还是降。", _slope),
            _family("strip", "符号条", "做到（圆点）、没做到（叉）、判断不了（横线）各有几个。", _strip),
            _family("heat", "热力图", "谁的哪一种文件公开了、迟了几天；格子里的字与颜色说的一样。", _heat),
        ]
    )


def _family(name: str, title: str, use: str, make: Callable[[str, str, Sequence[_Named]], Chart]) -> Family:
    return Family(
        name,
        title,
        use,
        [
            Example(state, make(f"{name}-{position}", f"{title}，{state}", _named(state, values)))
            for position, (state, values) in enumerate(_STATES.items(), 1)
        ],
    )


class _Named(NamedTuple):
    """An invented value and its label."""

    label: str
    value: int | None


def _named(state: str, values: Iterable[int | None]) -> list[_Named]:
    label = _LONG if state == "名称很长" else "例"
    return [
        _Named(f"{label}{position}", None if value is None else value * MICRO)
        for position, value in enumerate(values, 1)
    ]


def _title(state: str, rows: Sequence[_Named]) -> str:
    return f"{state}：{len(rows)} 个" if rows else f"{state}：没有可以画的"


def _tone(value: int | None) -> str:
    return LOW if value is not None and value < 40 * MICRO else OWN


def _half(value: int | None) -> int | None:
    return None if value is None else value // 2


def _bars(name: str, state: str, rows: Sequence[_Named]) -> Chart:
    items = [Item(label=one.label, value=one.value, text=number(one.value), tone=_tone(one.value)) for one in rows]
    return bars(name, _title(state, rows), _SAID, items, heads=("名称", "金额"), unit="万元")


def _bullets(name: str, state: str, rows: Sequence[_Named]) -> Chart:
    items = [
        Item(
            label=one.label,
            value=one.value,
            text=number(one.value),
            tone=_tone(one.value),
            mark=40 * MICRO,
            mark_text=number(40 * MICRO),
        )
        for one in rows
    ]
    return bars(name, _title(state, rows), _SAID, items, heads=("名称", "做到", "应当做到"), unit="%")


def _dots(name: str, state: str, rows: Sequence[_Named]) -> Chart:
    lines = [
        Row(
            label=one.label,
            values=[one.value, _half(one.value)],
            texts=[number(one.value), number(_half(one.value))],
            middle=one.value,
            middle_text="" if one.value is None else number(one.value),
        )
        for one in rows
    ]
    return dots(name, _title(state, rows), _SAID, lines, heads=("名称", "平均", "甲", "乙"), unit="%")


def _dumbbells(name: str, state: str, rows: Sequence[_Named]) -> Chart:
    pairs = [
        Pair(
            label=one.label,
            first=one.value,
            second=_half(one.value),
            apart="" if one.value is None else number(one.value - one.value // 2),
            far=one.value is not None and one.value > 80 * MICRO,
        )
        for one in rows
    ]
    return dumbbells(name, _title(state, rows), _SAID, pairs, heads=("名称", "前一个", "后一个", "相差"), unit="分")


def _waterfall(name: str, state: str, rows: Sequence[_Named]) -> Chart:
    """The first value is a total; the others are added to it, and a last one is what that comes to."""
    known = [_Named(one.label, one.value) for one in rows if one.value is not None]
    falls = [Fall(label=one.label, amount=one.value or 0, level=position == 0) for position, one in enumerate(known)]
    if falls:
        falls.append(Fall(label="合计", amount=sum(one.amount or 0 for one in falls), level=True))
    return waterfall(name, _title(state, rows), _SAID, falls, heads=("步骤", "金额"), unit="万元")


def _timeline(name: str, state: str, rows: Sequence[_Named]) -> Chart:
    terms = [
        Term(
            label=one.label,
            begun="" if one.value is None else f"2030-{1 + position % 6:02d}-10",
            due=f"2030-{4 + position % 6:02d}-30",
            ended="" if position % 2 else f"2030-{3 + position % 6:02d}-20",
            text="没有完成" if position % 2 else "已完成",
            late=bool(position % 2),
        )
        for position, one in enumerate(rows)
    ]
    heads = ("名称", "开始", "期限", "完成", "状态")
    return timeline(name, _title(state, rows), _SAID, terms, heads=heads, today="2030-08-15")


def _scatter(name: str, state: str, rows: Sequence[_Named]) -> Chart:
    points = [
        Point(
            label=one.label,
            across=one.value,
            up=None if one.value is None else 100 * MICRO - one.value // 3,
            size=None if one.value is None else abs(one.value) * (position + 1),
            texts=(
                number(one.value),
                number(None if one.value is None else 100 * MICRO - one.value // 3),
                number(None if one.value is None else abs(one.value) * (position + 1)),
            ),
            tone=_tone(one.value),
        )
        for position, one in enumerate(rows)
    ]
    return scatter(
        name,
        _title(state, rows),
        _SAID,
        points,
        heads=("名称", "执行率（%）", "得分（分）", "金额（万元）"),
        unit="左右：%",
        up_unit="得分（分）",
        keys=(Key(OWN, "平常"), Key(LOW, "低于 40%")),
    )


def _line(name: str, state: str, rows: Sequence[_Named]) -> Chart:
    shown = rows[:6]  # a line has a few years
    return line(
        name,
        _title(state, shown),
        _SAID,
        [f"{2030 + position}" for position in range(len(shown))],
        [
            Series("预算", [one.value for one in shown], OWN),
            Series("花了", [_half(one.value) for one in shown], OTHER),
        ],
        unit="万元",
    )


def _slope(name: str, state: str, rows: Sequence[_Named]) -> Chart:
    lines = [
        Slope(
            label=one.label,
            before=60 * MICRO,
            after=one.value,
            texts=(number(60 * MICRO), number(one.value)),
            change=percent(one.value, 60 * MICRO),
            tone=LOW if one.value is not None and one.value < 60 * MICRO else OWN,
        )
        for one in rows
    ]
    heads = ("名称", "今年", "下一年", "下一年 ÷ 今年")
    return slopes(name, _title(state, rows), _SAID, lines, heads=heads, ends=("今年", "下一年"), unit="万元")


def _strip(name: str, state: str, rows: Sequence[_Named]) -> Chart:
    states = [None if one.value is None else one.value >= 40 * MICRO for one in rows]
    return strip(name, _title(state, rows), _SAID, states)


def _heat(name: str, state: str, rows: Sequence[_Named]) -> Chart:
    return heat(
        name,
        _title(state, rows),
        _SAID,
        ("目标", "自评", "决算"),
        [HeatLine(label=one.label, cells=(_late(one.value), _late(0), None)) for one in rows],
        head="部门",
        keys=(Key(OWN, "按期"), Key(LOW, "迟或没有")),
    )


def _late(value: int | None) -> Heat:
    """A cell by an invented number of days late."""
    if value is None:
        return Heat(short="没有", text="没有公开", tone=LOW)
    days = number(value, 0)
    return (
        Heat(short=f"+{days}", text=f"迟 {days} 天", tone=LOW)
        if value > 0
        else Heat(short="按期", text="按期", tone=OWN)
    )
