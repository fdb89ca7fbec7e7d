"""What is written in a cell, as the records hold it: numbers, days, choices, indicators' targets, nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from generator.core.characters import INVISIBLE
from generator.core.numbers import MONEY, decimal

_EMPTIES = "- -- --- — —— ——— － – / // \\ * ** 无 无。 暂无 暂无。 空 ○"
_EMPTY = {"", *_EMPTIES.split()}
_PROMPT_END = re.compile(
    r"[(（【]?(?:限|不超过|控制在|不多于|不少于|约)?\d{2,4}个?字(?:以内|内|以下|之内|左右|以上)?[)）】]?"
)
_PROMPT_WORDS = re.compile(
    r"(?:请|此处|填写|简要|概述|主要|说明|描述|包括|根据|结合|对照|目标\d|…|\.|。|\d|[:：;；,，、(（)）\s_＿xX×*])*"
)
_NUMBERED_BLANK = re.compile(r"(?:三级)?(?:指标|目标)\d{1,2}[:：.、]?[.。…·_＿\s]*")
_LIMIT = re.compile(r"[（(](?:限|不超过|控制在)?\d{2,4}字(?:以内|内|以下|之内|左右)?[)）]$")
_LIMIT_AT_END = 20  # characters
_LONGEST = 300  # characters of a name, a code, a measure; what is longer is prose
_DOTS = re.compile(r"[\s.。…·_＿:：;；]*")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+")
# How forms write each direction; the numbers are the budget system's: 1 and 2 for more is better, 3 for equal, 4 and 5
# for less is better, 6 for words.
_SIGNS: Mapping[str, str] = {
    "≥": "≥ >= => ⩾ ≧ 不低于 不少于 大于等于 大于或等于 1 正向 正向指标",
    "≤": "≤ <= =< ⩽ ≦ 不高于 不超过 不大于 不多于 小于等于 小于或等于 4 反向 反向指标",
    ">": "> 大于 高于 2",
    "<": "< 小于 低于 5",
    "=": "= == 等于 3",
    "定性": "定性 定性指标 6",
}
_OPERATORS: Mapping[str, str] = {one: sign for sign, words in _SIGNS.items() for one in words.split()}
_BEFORE = sorted((one for one in _OPERATORS if not re.search(r"\d|向|定性", one)), key=len, reverse=True)
_CLASSIFIERS = """
个 人 户 所 家 台 套 件 份 次 场 期 篇 项 天 日 月 年 小时 分钟 分 秒 元 万元 亿元 千元 吨 公斤 千克 克 斤 亩
公顷 平方米 平方公里 平米 立方米 方 公里 千米 米 厘米 毫米 里 公分 辆 座 处 条 间 栋 幢 层 株 棵 头 只 匹 盏
根 块 张 本 册 部 种 类 名 位 人次 户次 车次 架次 班次 人天 课时 学时 批 批次 宗 起 例 例次 单 笔 组 队 支 班
届 村 镇 乡 街道 社区 县 校 床 张床 席 点 站 井 眼 孔 口 桶 箱 袋 瓶 盒 枚 片 面 幅 度 千瓦 千瓦时 万千瓦 兆瓦
升 毫升 倍 ‰ % 百分比 百分点 个百分点 工作日 个工作日 自然日 季度 周 星期 轮 遍 步 级 等级 星 万 亿 亩次 m m2
m³ ㎡ km kg t h L ml GB TB MB 延米 台次 台班 平台 家次 份次 机组 系统 人月 ℃ dB 分贝 毫克 微克 台（套）
套（件） 件（套） 处（座） 人（次） mg/L
"""
_CLASSIFIER_SET = {unicodedata.normalize("NFKC", one) for one in _CLASSIFIERS.split()}
_SERIALS = (36_526, 73_415)  # the days of 2000 to 2100 as spreadsheets count them
_UNSAID = re.compile("[前后内底初末起至到完成不未已达及以上下中间]")
_TICKED, _BLANK = "☑✔✓√■●☒▣◼◉✅", "□☐○◯◻▢"


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """The target of an indicator: its direction (one of the records' operators), value and unit."""

    operator: str
    value: str
    unit: str


def bare(text: str) -> str:
    """A text without what nobody sees, its ends trimmed."""
    return INVISIBLE.sub("", text).strip().strip("\u3000\xa0").strip()


def is_placeholder(text: str, *, words: bool = True) -> bool:
    """Whether a cell only says that there is nothing; ``words``: in words (无), too, and not by a sign alone."""
    flat = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return (flat in _EMPTY or re.sub(r"\s", "", text) in _EMPTY) and (words or not re.search("[一-鿿]", flat))


def is_prompt(text: str) -> bool:
    """Whether a cell still holds the blank form's words for whoever fills it: ……（100字以内）."""
    flat = re.sub(r"\s", "", text)
    if len(flat) > _LONGEST and not _DOTS.fullmatch(flat):
        return False
    if _NUMBERED_BLANK.fullmatch(flat):
        return True
    rest, found = _PROMPT_END.subn("", flat)
    if _DOTS.fullmatch(rest):
        return bool(flat)
    return (
        bool(found)
        and len(rest) <= 40
        and bool(_PROMPT_WORDS.fullmatch(rest) or re.match("请|此处|简要|填写|概述", rest))
    )


def without_prompt(text: str) -> str:
    """A text without the blank form's limit of length that was left behind it."""
    end = text[-_LIMIT_AT_END:]
    return text[: -len(end)] + _LIMIT.sub("", end).rstrip() if end and _LIMIT.search(end) else text


def number(text: str) -> Decimal | None:
    """The number a text is, thousands and full-width signs aside; None if it is anything else."""
    flat = _flat(text)
    if flat.startswith("(") and flat.endswith(")"):  # how accountants write what is below zero
        flat = f"-{flat[1:-1]}"
    return Decimal(flat.replace(",", "")) if _NUMBER.fullmatch(flat) else None


def bare_number(text: str) -> str:
    """A number without the direction before it and the unit behind it; empty if there is none."""
    found = _NUMBER.search(_flat(text))
    return found.group() if found else ""


def lost_digits(text: str, *, stored: bool) -> bool:
    """Whether a code was kept as a number, whose digits behind the fifteenth are gone; ``stored``: it is a number."""
    flat = _flat(text)
    return bool(re.fullmatch(r"\d(?:\.\d+)?E\+?\d{2}", flat)) or (stored and bool(re.fullmatch(r"\d{16,}", flat)))


def serial_day(text: str) -> str | None:
    """The day that a spreadsheet counts by a number; None for a number that is no day of a budget."""
    flat = _flat(text)
    if not re.fullmatch(r"\d{5}", flat) or not _SERIALS[0] <= int(flat) <= _SERIALS[1]:
        return None
    return (date(1899, 12, 30) + timedelta(days=int(flat))).isoformat()


def written(value: Decimal) -> str:
    """A number as the records hold it."""
    return decimal(value)


def _flat(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("−", "-").replace("，", ",")


def amount(text: str, unit: str) -> str | None:
    """An amount in 万元, of a text in ``unit`` unless it says its own; None if it is no amount."""
    flat = _flat(text).removeprefix("¥").removeprefix("人民币")
    for name in sorted((*MONEY, "千元", "百万元", "万", "亿"), key=len, reverse=True):
        if flat.endswith(name):
            flat, unit = flat.removesuffix(name), name if name.endswith("元") else f"{name}元"
            break
    value = number(flat)
    if value is None:
        return None
    return written(value * _factor(unit))


def _factor(unit: str) -> Decimal:
    more = {"千元": Decimal("0.1"), "百万元": Decimal(100)}
    if unit in more:
        return more[unit]
    factor = MONEY.get(unit, MONEY["万元"])
    return Decimal(factor.numerator) / Decimal(factor.denominator)


def percentage(text: str) -> str | None:
    """The number of a percentage, with or without its sign; None if it is none."""
    flat = _flat(text)
    for sign in ("(%)", "%", "百分比"):
        flat = flat.removesuffix(sign)
    value = number(flat)
    return None if value is None else written(value)


def points(text: str) -> str | None:
    """The number of a score or weight; None if it is none."""
    flat = _flat(text).removesuffix("分").removesuffix("%")
    value = number(flat)
    return None if value is None else written(value)


def whole(text: str) -> str | None:
    """A whole number; None if it is none."""
    value = number(re.sub("[年月期次轮]$", "", _flat(text)))
    return written(value) if value is not None and value == value.to_integral_value() else None


_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})[日号]?)?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?月?")
_MONTH_END = re.compile(r"(\d{4})[-/.年](\d{1,2})月?(?:份)?[底末]")


def day(text: str) -> str | None:
    """A day as 2024-08-30; None if the text is none, or is only a month."""
    if end := _MONTH_END.fullmatch(_flat(text)):
        return _edge(f"{end[1]}-{end[2]}", last=True) or None
    found = _DAY.fullmatch(_flat(text)) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", _flat(text))
    if not found or not found[3]:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


_SPANNED = r"((?:\d{4}[-/.年]?\d{1,2}[-/.月]\d{1,2}[日号]?)|\d{8}|\d{4}[-./年]\d{1,2}月?[底末初]?|\d{4}年?)"
_TO = r"(?:[—–~～至到-]+)"
_YEAR_ONCE = re.compile(
    rf"(\d{{4}})[-/.年](\d{{1,2}}(?:月|[-/.月]\d{{1,2}}[日号]?)?){_TO}(\d{{1,2}}(?:月[底末]?|[-/.月]\d{{1,2}}[日号]?))"
)


def days_between(text: str, year: int | None) -> tuple[str, str] | None:
    """First and last day of a span as forms write it: 2024年1月—12月底, 2024-2026年, 2024年度; None if it is none.

    ``year``: a span of months without a year is of it.
    """
    flat = re.sub("^自|[起止]$|起(?=[—–~～至到-])", "", _flat(text)).replace("年度", "年")
    if year is not None and re.fullmatch(rf"\d{{1,2}}月?{_TO}\d{{1,2}}月[底末]?", flat):
        flat = f"{year}年{flat}"
    if alone := re.fullmatch(r"(\d{4})年", flat):
        return f"{alone[1]}-01-01", f"{alone[1]}-12-31"
    if once := _YEAR_ONCE.fullmatch(flat):
        flat = f"{once[1]}年{once[2]}至{once[1]}年{once[3]}"
    found = re.fullmatch(rf"{_SPANNED}{_TO}{_SPANNED}", flat)
    if not found:
        return None
    first, last = _edge(found[1], last=False), _edge(found[2], last=True)
    return (first, last) if first and last and first <= last else None


def _edge(text: str, *, last: bool) -> str:
    """The first or last day of a year, month or day."""
    text = text.rstrip("底末初")
    if exact := day(text):
        return exact
    found = re.fullmatch(r"(\d{4})(?:[-/.年](\d{1,2})月?)?年?", text)
    if not found:
        return ""
    month = int(found[2]) if found[2] else 12 if last else 1
    if not 1 <= month <= 12:
        return ""
    year = int(found[1])
    if not last:
        return date(year, month, 1).isoformat()
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1).isoformat()


# Words of forms for a choice of the records.
_SAME: Mapping[str, str] = {
    one: choice
    for choice, words in {
        "优": "优秀",
        "良": "良好",
        "中": "中等",
        "差": "较差",
        "新增": "当年新增 新增项目 新项目 一次性项目",
        "延续": "延续项目 经常性项目 延续性项目 常年项目",
        "一般公共预算": "一般公共预算资金 公共财政预算",
        "政府性基金预算": "政府性基金",
        "国有资本经营预算": "国有资本经营",
        "社会保险基金预算": "社保基金 社会保险基金",
        "是": "√ ✔ ✓ 有 需要",
        "否": "无 × 不需要",
        "财政重点评价": "财政评价",
        "财政评价": "财政重点评价",
        "特定目标类": "特定目标",
        "运转类": "其他运转类 公用经费",
    }.items()
    for one in words.split()
}


def choice(text: str, options: Sequence[str], synonyms: Mapping[str, Sequence[str]] | None = None) -> str | None:
    """Which of the options a text says, by its words or by a ticked box; None if none or several."""
    for option, words in (synonyms or {}).items():
        if _flat(text) in {_flat(one) for one in words}:
            return option
    if len(text) > _LONGEST:
        return None
    flat = _flat(text)
    if any(mark in flat for mark in _TICKED + _BLANK):
        return _ticked(flat, options)
    flat = flat.replace("其它", "其他")
    if flat in options:
        return flat
    same = _SAME.get(flat, "")
    return same if same in options else None


def _ticked(flat: str, options: Sequence[str]) -> str | None:
    """The option beside which a tick stands; the marks stand before the words where the text begins with one."""
    marks = _TICKED + _BLANK
    sign = f"[{re.escape(marks)}]"
    flat = re.sub(r"[(\[【][)\]】]", "□", flat)
    flat = re.sub(rf"[(\[【]({sign})[)\]】]", r"\1", flat)
    before = flat[:1] in marks
    chosen = set()
    for found in re.finditer(sign, flat):
        if found.group() not in _TICKED:
            continue
        rest = flat[found.end() :] if before else flat[: found.start()]
        words = re.split(sign, rest)[0 if before else -1].strip("/、;；,，:")
        exact = [one for one in options if one == words or _SAME.get(words) == one]
        chosen |= set(exact or (one for one in options if one in words))
    return chosen.pop() if len(chosen) == 1 else None


def ticked(text: str) -> bool:
    """Whether a cell is a tick: the form's columns of boxes."""
    return _flat(text) in {*_TICKED, "是", "1", "V", "v", "y", "Y"}


def operator(text: str) -> str | None:
    """The direction a text says alone, such as ≥, 正向 or the budget system's number; None if it is none."""
    return _OPERATORS.get(_flat(text))


def target(text: str) -> Target:
    """Direction, value and unit of a target in one cell: ≥50个, =100.00(%), 100百分比, ≤90万元; else words."""
    words = bare(text)
    if len(words) > _LONGEST:
        return Target(operator="定性", value=words, unit="")
    flat = _flat(text)
    sign = next((one for one in _BEFORE if flat.startswith(one)), "")
    rest = flat[len(sign) :]
    if rest.endswith("以上") and not sign:
        rest, sign = re.sub("及?以上$", "", rest), "≥"
    found = _NUMBER.match(rest)
    if found and (unit := _unit(rest[found.end() :], trusted=bool(sign))) is not None:
        value = written(Decimal(found.group().replace(",", "")))
        return Target(operator=_OPERATORS.get(sign, "="), value=value, unit=as_written(words, unit))
    return Target(operator="定性", value=words, unit="")


def own_unit(text: str) -> str:
    """A unit that stands in a cell of its own, whether or not in brackets; 百分比 in brackets is meant as written."""
    words = bare(text)
    if words in ("百分比", "％"):
        return "%"
    return words[1:-1] if re.fullmatch(r"[（(][^（()）]+[)）]", words) else words


def as_written(words: str, unit: str) -> str:
    """The unit at the end of a text with its own signs, such as （套）, which reading makes plain."""
    if unit == "%":
        return unit
    whole = re.sub(r"\s", "", words)
    ends = (whole[place:] for place in range(len(whole)))
    return next((end for end in ends if _flat(end) == unit), unit)


def _unit(text: str, *, trusted: bool) -> str | None:
    """What stands behind a number, as a unit; None if it is more than that. ``trusted``: a sign stands before it."""
    if not text:
        return ""
    if text[0] == "(" and text[-1] == ")":
        text = text[1:-1]
    elif text == "百分比":
        return "%"
    parts = text.split("/")
    if all(one.lstrip("万亿千百") in _CLASSIFIER_SET or one in _CLASSIFIER_SET for one in parts):
        return text
    short = len(text) <= (8 if trusted else 3) and not re.search(r"[\d,，。;；≥≤=<>+]", text)
    return text if short and not _UNSAID.search(text) else None


def measured(text: str, unit: str) -> str | None:
    """The number of a value that may carry its unit, in that unit; None where it is words or in another unit."""
    flat = _flat(text)
    wanted = _flat(unit)
    sign = next((one for one in _BEFORE if flat.startswith(one)), "")
    flat = flat[len(sign) :]
    found = _NUMBER.match(flat)
    if not found:
        return None
    behind = flat[found.end() :]
    if behind and behind[0] == "(" and behind[-1] == ")":
        behind = behind[1:-1]
    value = Decimal(found.group().replace(",", ""))
    if behind in ("", wanted) or (behind == "百分比" and wanted == "%"):
        return written(value)
    if behind in MONEY and wanted in MONEY:
        return written(value * _factor(behind) / _factor(wanted))
    return None


def last_month(text: str) -> str | None:
    """The month to which a span of months goes: 1—7月, 7月底, 7; None if it says none."""
    flat = _flat(text)
    if named := {"上半年": "6", "前三季度": "9"}.get(flat.removeprefix("截至").removeprefix("截止")):
        return named
    flat = re.sub("^截[至止]?到?|止$", "", flat)
    found = re.fullmatch(r"(?:20\d{2}年)?(?:0?1月?[-—–~～至到]+)?(\d{1,2})月?(?:份?底?|末|\d{1,2}日)?", flat)
    return str(int(found[1])) if found and 1 <= int(found[1]) <= 12 else None


_CODED = re.compile(r"[\[【(（]?([0-9A-Za-z][0-9A-Za-z-]{2,63}?)[\]】)）]?\s*[-—–_－\s]+\s*(?=\D)(.+)", re.DOTALL)
_CODED_BEHIND = re.compile(r"(.*[一-鿿）)])\s*[\[【(（]([0-9A-Za-z][0-9A-Za-z-]{5,63})[\]】)）]", re.DOTALL)


def coded(text: str) -> tuple[str, str]:
    """Code and name of a text that may say both: 219001-某镇人民政府, 某镇人民政府（219001）; no code is empty."""
    words = bare(text)
    if len(words) > _LONGEST:
        return "", words
    if (found := _CODED.fullmatch(words)) and re.search(r"\d", found[1]):
        return found[1], bare(found[2])
    if (found := _CODED_BEHIND.fullmatch(words)) and re.search(r"\d{3}", found[2]):
        return found[2], bare(found[1])
    if re.fullmatch(r"\[[^\]]+\].+", words) and (found := re.fullmatch(r"\[([0-9A-Za-z-]+)\](.+)", words)):
        return found[1], bare(found[2])
    return "", words


_CHINESE_YEAR = re.compile("二[〇○零０0]([一二三四五六七八九〇○零０0])([一二三四五六七八九〇○零０0])(?=年)")
_DIGITS = {one: str(number) for number, one in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零０0", "0")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?:年度?|\s*财年)")


def years(text: str) -> set[int]:
    """The fiscal years that a text says; where it says 年度 of some, only these: 2025年填报2024年度."""
    flat = _CHINESE_YEAR.sub(lambda found: f"20{_DIGITS[found[1]]}{_DIGITS[found[2]]}", _flat(text))
    if alone := re.fullmatch(r"\(?(20\d{2})\)?", flat):
        return {int(alone[1])}
    fiscal = re.findall(r"(?<!\d)(20\d{2})(?:年度|财年)", flat)
    return {int(one) for one in fiscal or _YEAR.findall(flat)}


def year(text: str) -> int | None:
    """The fiscal year a title says; None if it says none, or several."""
    found = years(text)
    return found.pop() if len(found) == 1 else None
