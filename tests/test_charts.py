"""Charts: places of values, round ticks, and that every chart can be read without seeing it."""

from __future__ import annotations

import random
import re
from datetime import date
from fractions import Fraction
from html import unescape
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from generator.core.numbers import MICRO
from generator.core.package import KINDS
from generator.pages.charts.cells import Heat, HeatHead, HeatLine, heat, strip
from generator.pages.charts.frame import OWN, fitted, named, rule
from generator.pages.charts.planes import Point, Series, Slope, apart, line, scatter, slopes
from generator.pages.charts.rows import (
    Fall,
    Item,
    Pair,
    Row,
    RowChart,
    Term,
    bars,
    dots,
    dumbbells,
    timeline,
    waterfall,
)
from generator.pages.charts.scales import calendar, ordinal, place, scale
from generator.pages.engine.fragments import environment
from generator.pages.views.components import overview
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ((), ["0", "1"]),
        ((0,), ["0", "1"]),
        ((2, 1), ["0", "1", "2"]),
        ((2, Fraction(3, 2)), ["0", "0.5", "1", "1.5", "2"]),
        ((42,), ["0", "20", "40", "60"]),
        ((-25, 60), ["−50", "0", "50", "100"]),
        ((None, 0, 35), ["0", "10", "20", "30", "40"]),
        ((100,), ["0", "50", "100"]),
        ((-7,), ["−8", "−6", "−4", "−2", "0"]),
    ],
)
def test_ticks_are_round_and_hold_the_values(values, labels) -> None:
    laid = scale(None if one is None else int(one * MICRO) for one in values)
    assert [one.label for one in laid.ticks] == labels


def test_scale_holds_any_values() -> None:
    chance = random.Random(5)
    for _ in range(500):
        values = [chance.randint(-(10 ** chance.randint(0, 14)), 10 ** chance.randint(0, 14)) for _ in range(4)]
        laid = scale(values, zero=chance.random() < 0.5, start=3, end=90)
        assert laid.low <= min(values)
        assert max(values) <= laid.high
        assert 2 <= len(laid.ticks) <= 5
        steps = {after.value - before.value for before, after in pairwise(laid.ticks)}
        assert len(steps) == 1
        assert re.fullmatch("[125]0*", str(steps.pop()))
        assert all(3 <= laid.at(value) <= 90 for value in values)
        ordered = sorted(values)
        assert [laid.at(value) for value in ordered] == sorted(laid.at(value) for value in ordered)


def test_places_are_written_to_a_hundredth() -> None:
    assert [place(value) for value in (0, 33.333, 50.0, 99.999, -0.001)] == ["0", "33.33", "50", "100", "0"]


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (("2025-02-01", "2025-09-30"), ["2025年4月", "2025年7月"]),
        (("2024-02-01", "2025-09-30"), ["2024年7月", "2025年1月", "2025年7月"]),
        (("2021-02-01", "2025-09-30"), ["2022年", "2023年", "2024年", "2025年"]),
        (("2025-02-01", "2025-02-01"), []),
    ],
)
def test_calendar(days, labels) -> None:
    laid = calendar(days)
    assert [one.label for one in laid.ticks] == labels
    assert laid.at(ordinal(days[0])) == 0
    assert date.fromordinal(laid.low // MICRO).isoformat() == days[0]


def drawn(*values: int | None, **options: int) -> RowChart:
    items = [Item(label=f"例{one}", value=None if one is None else one * MICRO, text=str(one or "")) for one in values]
    return bars("a", "题", "话。", items, heads=("名", "数"), unit="万元", **options)


def test_bars_are_as_long_as_their_values() -> None:
    chart = drawn(100, 50, 25)
    assert [line.bars[0].width for line in chart.lines] == ["100", "50", "25"]
    assert [line.bars[0].start for line in chart.lines] == ["0", "0", "0"]


def test_missing_has_no_bar_and_zero_has_one_that_is_seen() -> None:
    missing, nothing, _ = drawn(None, 0, 10).lines
    assert (missing.bars, missing.value, missing.tone) == ((), "—", "rest")
    assert nothing.bars[0].width == "0.4"


def test_negative_bars_lie_before_zero() -> None:
    below, above = drawn(-50, 50).lines
    assert (below.bars[0].start, below.bars[0].width) == ("0", "50")
    assert (above.bars[0].start, above.bars[0].width) == ("50", "50")


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn().height == 0
    assert drawn().figures is None


def test_a_chart_has_no_more_lines_than_can_be_read() -> None:
    chart = drawn(*range(1, 60))
    assert len(chart.lines) == 30
    assert chart.figures is not None
    assert len(chart.figures.rows) == 30


def test_steps_of_a_waterfall_join() -> None:
    falls = [
        Fall(label="始", amount=100 * MICRO, level=True),
        Fall(label="减", amount=-30 * MICRO, level=False),
        Fall(label="增", amount=10 * MICRO, level=False),
        Fall(label="终", amount=80 * MICRO, level=True),
    ]
    lines = waterfall("a", "题", "话。", falls, heads=("步", "数"), unit="万元").lines
    assert [(one.bars[0].start, one.bars[0].width) for one in lines] == [
        ("0", "100"),
        ("70", "30"),
        ("70", "10"),
        ("0", "80"),
    ]
    assert [one.value for one in lines] == ["100.00", "−30.00", "+10.00", "80.00"]


def test_a_total_that_nobody_says_has_a_dash_and_no_bar() -> None:
    falls = [Fall(label="始", amount=MICRO, level=True), Fall(label="终", amount=None, level=True)]
    said, unsaid = waterfall("a", "题", "话。", falls, heads=("步", "数"), unit="万元").lines
    assert (len(said.bars), unsaid.bars, unsaid.value) == (1, (), "—")


def test_dumbbell_with_one_value_missing_has_one_dot() -> None:
    pairs = [
        Pair(label="全", first=90 * MICRO, second=70 * MICRO, apart="20.00"),
        Pair(label="缺", first=90 * MICRO, second=None, apart=""),
    ]
    whole, half = dumbbells("a", "题", "话。", pairs, heads=("名", "一", "二", "差"), unit="分").lines
    assert (len(whole.dots), len(whole.stems)) == (2, 1)
    assert (len(half.dots), len(half.stems), half.value) == (1, 0, "—")
    assert float(whole.stems[0].start) < float(whole.stems[0].end)


def test_what_is_not_ended_reaches_to_today() -> None:
    terms = [
        Term(label="完", begun="2025-01-01", due="2025-06-30", ended="2025-05-01", text="已完成"),
        Term(label="没", begun="2025-01-01", due="2025-06-30", ended="", text="逾期", late=True),
    ]
    chart = timeline("a", "题", "话。", terms, heads=("名", "始", "期", "终", "态"), today="2025-09-01")
    ended, late = chart.lines
    assert ended.stems[0].end < chart.rules[0].at
    assert late.stems[0].end == chart.rules[0].at
    assert late.pins[0].at < late.stems[0].end


def test_dots_by_two_values_and_size() -> None:
    points = [
        Point(label="大", across=100 * MICRO, up=90 * MICRO, size=400, texts=("100", "90")),
        Point(label="小", across=0, up=60 * MICRO, size=100, texts=("0", "60")),
        Point(label="缺", across=None, up=60 * MICRO, size=1, texts=("", "60")),
    ]
    chart = scatter("a", "题", "话。", points, heads=("名", "率", "分"), unit="%", up_unit="分")
    large, small = chart.spots
    assert float(large.across) > float(small.across)
    assert float(large.down) < float(small.down)
    assert (large.radius, small.radius) == ("18", "11")
    assert chart.figures is not None
    assert [row.cells for row in chart.figures.rows] == [("大", "100", "90"), ("小", "0", "60"), ("缺", "—", "60")]


def test_a_missing_value_breaks_a_line() -> None:
    columns = ["2023", "2024", "2025", "2026"]
    chart = line("a", "题", "话。", columns, [Series("数", [MICRO, None, MICRO, MICRO], OWN)], unit="万元")
    assert (len(chart.segments), len(chart.spots)) == (1, 3)


def test_slopes_rise_and_fall() -> None:
    lines = [
        Slope(label="升", before=MICRO, after=2 * MICRO, texts=("1", "2"), change="200%"),
        Slope(label="缺", before=MICRO, after=None, texts=("1", ""), change=""),
    ]
    chart = slopes("a", "题", "话。", lines, heads=("名", "前", "后", "比"), ends=("前", "后"), unit="万元")
    (only,) = chart.segments
    assert float(only.then_down) < float(only.down)
    assert chart.figures is not None
    assert len(chart.figures.rows) == 2


@pytest.mark.parametrize(("after", "lowest"), [(96, "40"), (30, "20"), (0, "0")])
def test_slopes_begin_below_half_of_what_was(after: int, lowest: str) -> None:
    lines = [Slope(label="降", before=100 * MICRO, after=after * MICRO, texts=("100", str(after)), change="")]
    chart = slopes("a", "题", "话。", lines, heads=("名", "前", "后", "比"), ends=("前", "后"), unit="万元")
    assert chart.levels[0].label == lowest


def test_labels_below_each_other_do_not_touch() -> None:
    assert apart([10, 12, 60]) == [10, 25, 60]


def test_signs_of_a_strip() -> None:
    chart = strip("a", "题", "话。", [True, False, None, True] * 5, there="t")
    assert [path.count("M") for path in (chart.met, chart.missed, chart.untold)] == [10, 5, 5]
    assert chart.height == 40, "two rows of at most sixteen"


def test_cells_of_a_heat_map() -> None:
    on_time = Heat(short="按期", text="按期公开", tone=OWN)
    chart = heat("a", "题", "话。", ("一", "二"), [HeatLine(label="部门", cells=(None, on_time))], head="部门", keys=())
    (cell,) = chart.rows[0].cells
    assert (cell.start, cell.width) == ("50.3", "49.4")


def test_a_column_of_a_heat_map_is_named_in_two_lines_and_at_length_in_the_table() -> None:
    cells = (Heat(short="✓", text="已公开", tone=OWN),) * 2
    heads = [HeatHead(("项目", "目标"), "项目绩效目标"), "二"]
    one, two = (
        heat("a", "题", "话。", columns, [HeatLine(label="部门", cells=cells)], head="部门", keys=())
        for columns in (["一", "二"], heads)
    )
    assert [(text.top, text.text) for text in two.over] == [(12, "项目"), (26, "目标"), (12, "二")]
    assert two.figures is not None
    assert two.figures.heads == ("部门", "项目绩效目标", "二")
    assert two.height - one.height == two.rows[0].top - one.rows[0].top == 14


def test_every_kind_of_document_has_a_name_for_a_narrow_column() -> None:
    names = [one.brief for one in KINDS.values()]
    assert len({*names}) == len(names)
    assert all(len(line) == 2 for name in names for line in name)


@pytest.mark.parametrize("value", ["1.00", "1,234,567.00", "逾期 45 天"])
def test_long_names_leave_room_for_the_value(value) -> None:
    label = fitted("某某领域某某事项补助资金及配套设施建设、运行维护和人员培训项目", value)
    assert label.endswith("…")
    assert len(label) + len(value) * 0.6 <= 29


def test_a_name_beside_a_slope_leaves_room_for_the_change() -> None:
    assert named("某某领域某某事项补助资金", "87.14%", 13.2) == "某某领域某某事项… 87.14%"
    assert named("某某领域某某事项补助资金", "1,133.33%", 13.2) == "某某领域某某… 1,133.33%"
    assert named("短名", "1,133.33%", 13.2) == "短名 1,133.33%"


def test_a_rule_near_the_end_is_anchored_there() -> None:
    laid = scale((0, 100 * MICRO))
    assert [rule(laid, value * MICRO, "线").side for value in (0, 50, 100)] == ["s", "m", "e"]


# What is stamped.

PAGE = (
    environment()
    .get_template("components/charts.html.j2")
    .render(
        families=overview(None).families,  # type: ignore[arg-type] - asks nothing of the site
        root="../",
    )
)
FIGURES = re.findall(r"<figure.*?</figure>", PAGE, re.DOTALL)


def texts(pattern: str, html: str) -> list[str]:
    return [unescape(re.sub("<[^>]*>", "", one)).strip() for one in re.findall(pattern, html, re.DOTALL)]


def test_dot_strips_have_a_dot_for_each_value_and_a_pin_for_the_middle() -> None:
    rows = [
        Row(
            label="甲",
            values=[80 * MICRO, None, 100 * MICRO],
            texts=["80", "", "100"],
            middle=90 * MICRO,
            middle_text="90",
        )
    ]
    chart = dots("a", "题", "话。", rows, heads=("名", "平均", "一", "二", "三"), unit="%")
    (line,) = chart.lines
    assert [one.at for one in line.dots] == ["2", "98"]
    assert [one.at for one in line.pins] == ["50"]
    assert chart.figures is not None
    assert chart.figures.rows[0].cells == ("甲", "90", "80", "—", "100")


def test_every_state_of_every_chart_is_stamped() -> None:
    assert len(FIGURES) == 11 * 7
    assert "style=" not in PAGE
    assert "<script" not in PAGE
    ids = re.findall(r' id="([^"]*)"', PAGE)
    assert len(ids) == len(set(ids))


def unread(html: str) -> list[str]:
    """What a reader who does not see the picture would miss: its name, its description, figures that no table has."""
    found = re.search(r"<svg.*?</svg>", html, re.DOTALL)
    if not found:
        return []
    picture = ElementTree.fromstring(found[0])  # noqa: S314 - our own
    missing = []
    for name, attribute in (("title", "aria-labelledby"), ("desc", "aria-describedby")):
        one = picture.find(name)
        if one is None or picture.get(attribute) != one.get("id") or not re.search("[一-龥]", f"{one.text}"):
            missing.append(name)
    cells = [*texts(r"<t[hd][^>]*>(.*?)</t[hd]>", html)]
    for one in picture.iter("text"):
        words = (one.get("class") or "").split()
        if "axis" not in words and not any(word.startswith("on-") for word in words):
            parts = f"{one.text}".rstrip("…").split()
            missing += [part for part in parts if not any(part.rstrip("…") in cell for cell in cells)]
    for one in picture.iter():
        for name in ("width", "height", "r", "x", "y", "cx", "cy"):
            missing += [f"{name} below nothing"] if (one.get(name) or "").startswith("-") else []
    return missing


@pytest.mark.parametrize("html", FIGURES, ids=lambda html: str(re.search(r'id="([^"]*)"', html)[1]))  # type: ignore[index]
def test_a_chart_can_be_read_without_seeing_it(html) -> None:
    assert unread(html) == []
    assert "<svg" in html or "没有可以画的" in html


def test_what_is_missing_is_seen() -> None:
    whole = next(one for one in FIGURES if "<svg" in one)
    assert unread(whole.replace("<desc", "<g").replace("</desc>", "</g>")) == ["desc"]
    assert "120.00" in unread(re.sub("<td.*?</td>", "", whole))


def test_texts_of_charts_are_large_enough_and_not_spaced() -> None:
    css = (ROOT / "site_src" / "assets" / "charts.css").read_text(encoding="utf-8")
    frame = (ROOT / "site_src" / "assets" / "frame.css").read_text(encoding="utf-8")
    rems = dict(re.findall(r"(--f\d): ([\d.]+)rem;", frame))
    sizes = [float(rems[name]) * 20 for name in re.findall(r"font-size: var\((--f\d)\);", css)]
    assert sizes
    assert min(sizes) >= 11
    assert set(re.findall("letter-spacing: ([^;]*);", css)) <= {"0"}
