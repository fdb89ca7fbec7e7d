"""What to write instead of a cell that is refused, the likeliest cause first."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from generator.core.descriptor import number_pattern
from generator.core.numbers import decimal, to_places
from generator.core.schema import FIRST_DAY, LAST_DAY, Field

# Stricter than frictionless, which reads full-width digits, 1e9 and NaN as numbers.
LEXICAL = {
    "number": re.compile(number_pattern(), re.ASCII),
    "integer": re.compile(r"-?\d{1,15}", re.ASCII),
    "year": re.compile(r"\d{4}", re.ASCII),
    "date": re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
}
LONGEST = 200  # characters of a cell that are looked at for advice
_EXCEL_EPOCH, _MAC_EPOCH = date(1899, 12, 30), date(1904, 1, 1)
_MINUS = "-−－﹣‐‑‒–—―"
_NEGATIVE = re.compile(
    rf"[{_MINUS}△▲▼▽]\s*([\d.,]+)|([\d.,]+)[{_MINUS}]|[(\[【〔{{〈《「]\s*(-?[\d.,]+)\s*[)\]】〕}}〉》」]|[负减]([\d.,]+)"
)
_SCIENTIFIC = re.compile(r"([-+]?)(\d+)(?:\.(\d+))?[eE]([-+]?\d+)")
_DAY_PARTS = re.compile(r"(\d{4})(\d{2})(\d{2})|(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_DAY_LAST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})")
_THOUSANDS = re.compile(r"[^\d]{0,3}\d{1,3}(?:,\d{3})+(?!\d)[^,]*")
_ABOUT = re.compile(
    r"(?:大?约|近|超过?|不足|不少于|不低于|≈|>|<|≥|≤|~)(-?\d+(?:\.\d+)?)\D{0,2}|(-?\d+(?:\.\d+)?)(?:左右|上下|以上|以下|以内|多|余)"
)
# +12.5, .5, 12., 12。5, 12·5, 12.5*, 12.5/, 12.5(含税): sign, digits, digits behind the point, what stands behind.
_ODD_POINT = re.compile(r"([+-]?)(\d{0,15})(?:[.。·•](\d{0,6}))?([*/#\\]|[(\[][^()\[\]\d]{1,10}[)\]])?")
_UNITS = {
    "元": Decimal(10_000),
    "万": Decimal(1),
    "万元": Decimal(1),
    "亿": Decimal(1) / 10_000,
    "亿元": Decimal(1) / 10_000,
}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY_ENGLISH = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3})[a-z]{0,6}[- ,]{1,2}(\d{4}|\d{2})")
_DAY_TIME = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?")
_SHORT_YEAR = re.compile(r"(\d{2})\s*[年./-]\s*(0?[1-9]|1[0-2])\s*[月./-]\s*(0?[1-9]|[12]\d|3[01])\s*日?")
_MONTH_ONLY = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*月?")


def advice(field: Field, value: str) -> str:
    """What to write instead of a value that is not of the field's type or pattern; empty where nothing is known."""
    if len(value) > LONGEST:
        return ""
    plain = unicodedata.normalize("NFKC", value).strip()
    return next(_READERS[field.type](field, value, plain), "")


def _number(field: Field, value: str, plain: str) -> Iterator[str]:
    # A comma that does not part thousands may have been meant for the point.
    commas = "," if "," not in plain or _THOUSANDS.fullmatch(plain.replace(" ", "")) else ""
    stripped = plain.replace(commas or " ", "").replace(" ", "").rstrip("%").lstrip("'‘’`¥￥")
    if re.fullmatch(r"[-—–/*\\无]+", plain):
        yield "没有数字时请把这一格留空。"
    if re.fullmatch(r"(?i)null|none|n/?a|nil|暂无|没有|未填|空|不适用|未发生|待定|暂缺|缺", plain):
        yield "没有数字时请把这一格留空，不写字。"
    if re.fullmatch("同(上|左|前)|〃|″|详?见(附件|附表|备注|说明).{0,10}", plain):
        yield "这一格只写数字：请把所指的那个数照写在这里；没有数的请留空。"
    if re.fullmatch(r"#{2,}", plain):
        yield "这是列太窄时显示的井号，数没有存下来：请在 Excel 中把列拉宽，再另存。"
    if re.fullmatch(r"(?i)[-+]?(nan|inf|infinity)|#\S+", plain):
        yield "这是计算出错留下的内容，请改成真实的数字或留空。"
    if plain.startswith("=") and not LEXICAL[field.type].fullmatch(stripped[1:]):
        yield "这是公式，没有存成数字。请在 Excel 里复制这一列，用“选择性粘贴—数值”贴回去再保存。"
    if match := re.fullmatch(r"(\d{1,9}(?:\.\d{1,6})?)‰", stripped):
        yield (
            f"这是千分数，这一列是百分数，请写 {Decimal(match[1]) / 10}。"
            if field.unit == "%"
            else "请不要写「‰」，照原件核对。"
        )
    if match := _ABOUT.fullmatch(stripped):
        yield f"这一格只写一个数：原件是约数的写 {match[1] or match[2]}，并在备注里说明。"
    if re.fullmatch(r"\d+(?:\.\d+)?%?[-~—至到]\d+(?:\.\d+)?", stripped):
        yield "写的是一个范围，这一格只放一个数，请照原件核对。"
    if re.fullmatch(r"[-\d.]+(?:[;、/和及][-\d.]+)+", stripped):
        yield "写了不止一个数，这一格只放一个数，请照原件核对。"
    yield from _odd_point(field, stripped)
    if LEXICAL[field.type].fullmatch(stripped):
        reasons = [
            word
            for word, there in (
                ("全角字符", plain != value.strip()),
                ("千分位逗号", "," in plain),
                ("货币符号", any(one in plain for one in "¥￥")),
                ("单引号", any(one in plain for one in "'‘’`")),
                ("百分号", plain.endswith("%")),
                ("空格", value != value.strip() or " " in plain),
            )
            if there
        ]
        yield f"请去掉{'、'.join(reasons) or '多余的符号'}，只写 {stripped}。"
    if match := _NEGATIVE.fullmatch(plain.rstrip("%")):
        digits = next(part for part in match.groups() if part).replace(",", "").lstrip("-")
        if LEXICAL[field.type].fullmatch(digits):
            yield f"负数请用半角减号，写成 -{digits}；不是负数的，只写 {digits}。"
    if _SCIENTIFIC.fullmatch(plain):
        yield "请不要用科学记数法，写出全部数字；编码类的列请在 Excel 中设为文本格式。"
    if "," in plain and not commas and re.fullmatch(r"[\d,.，]+", plain):
        yield "逗号的位置不像千分位，也许是小数点写成了逗号；请照原件核对，只写数字和小数点。"
    if match := re.fullmatch(r"(-?\d{1,15}(?:\.\d{1,8})?)(万元|元|亿元|亿|万|分|个|%|人|项|次)", stripped):
        yield _without_unit(field, match[1], match[2])
    if re.fullmatch(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正一二三四五六七八九十百千两]+", plain):
        yield f"请写成阿拉伯数字{f'（单位：{field.unit}）' if field.unit else ''}。"
    if field.unit == "%" and re.fullmatch(r"[\d.一二三四五六七八九两半]{1,4}成[一二三四五六七八九半]?", plain):
        yield "请写成百分数的数值，如“九成五”写 95。"
    if match := re.fullmatch(r"百分之([零〇一二三四五六七八九十百点两]{1,9})", plain):
        yield f"请写成阿拉伯数字，不写“百分之”{'' if field.unit == '%' else '，照原件核对'}。"
    if (bare := stripped.strip("。，,;；、$€~")) != stripped and LEXICAL[field.type].fullmatch(bare):
        yield f"请去掉多余的符号，只写 {bare}。"
    if match := re.fullmatch(r"(-?\d{1,15}(?:\.\d{1,6})?)[(\[](?:单位:?)?(万元|元|亿元|分|%|个|人)[)\]]", stripped):
        yield _without_unit(field, match[1], match[2])
    if re.fullmatch(r"-?\d+\.\d{7,}", stripped):
        yield "小数最多 6 位，请核对原表。"
    if field.type == "integer" and (match := re.fullmatch(r"(-?\d{1,15})\.0+", stripped)):
        yield f"请写成整数 {match[1]}，不带小数点。"
    if field.type == "integer" and (match := re.fullmatch(r"第?(\d{1,9})[项号、.)）条个]?", plain)):
        yield f"请只写数字，写成 {match[1]}。"
    if re.fullmatch(r"-?\d{13,}(\.\d+)?", stripped):
        yield f"数字太大，请核对单位{f'（应为{field.unit}）' if field.unit else ''}。"


def _odd_point(field: Field, text: str) -> Iterator[str]:
    """A number with something odd before, in or behind it that leaves no doubt which one it is."""
    found = _ODD_POINT.fullmatch(text)
    if not found:
        return
    sign, whole, part, mark = ("-" if found[1] == "-" else ""), found[2], found[3] or "", found[4]
    number = f"{sign}{whole or '0'}{'.' + part if part else ''}"
    if number != text and LEXICAL[field.type].fullmatch(number):
        yield f"请只写 {number}{f'，不写「{mark}」' if mark else ''}。"


def _without_unit(field: Field, digits: str, unit: str) -> str:
    """The number alone, in the unit of its field."""
    if field.unit == "万元" and unit in _UNITS and _UNITS[unit] != 1:
        amount = decimal(to_places(Decimal(digits) / _UNITS[unit], 6))
        return f"请只写数字，以万元为单位：{digits}{unit}是 {amount} 万元，写 {amount}。"
    return f"请只写数字，不写「{unit}」{f'（单位：{field.unit}）' if field.unit else ''}。"


def _date(field: Field, value: str, plain: str) -> Iterator[str]:
    if re.fullmatch(r"[-—–/*\\无]+|(?i:nan|null|none|n/?a|#\S+)", plain):
        yield "没有日期时请把这一格留空。"
    if re.fullmatch(r"(?:1900[-/]0?1[-/]0?0|0000-00-00)(?: 0?0:00(?::00)?)?", plain):
        yield "这是空着的日期显示成的样子：没有日期的请把这一格留空。"
    if re.fullmatch("长期|永久|至今|即日起?|待定|暂无|没有|不适用|未定|同上", plain):
        yield "这一格只写日期：没有具体日期的请留空，这句话可以写进备注。"
    if re.fullmatch(r"(?:19|20)\d{2}年(?:度)?(?:.{0,4}(?:底|末|初|中|旬|季度|半年))", plain):
        yield "没有写到日，请照原件写成 2024-08-30 这样。"
    if match := re.fullmatch(r"(.{8,11}?)\s*(以?前|之?前|以?后|起|止|左右)", plain):
        whole = LEXICAL["date"].fullmatch(match[1]) and not _no_such_day(*map(int, match[1].split("-")))
        yield from [f"这一格只写日期，不写「{match[2]}」：{match[1]}。"] if whole else _date(field, match[1], match[1])
    if len(_DAY_PARTS.findall(plain)) == 2:
        yield "写了两个日期，这一格只写一个，请照原件核对。"
    if match := _DAY_TIME.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups())
        yield _no_such_day(year, month, day) or f"请去掉钟点，只写 {year}-{month:02d}-{day:02d}。"
    if (match := _DAY_ENGLISH.fullmatch(plain)) and match[2].lower() in _MONTHS:
        year, month, day = int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1])
        year += 2000 if year < 100 else 0
        yield _no_such_day(year, month, day) or f"这是英文写法，请写成 {year}-{month:02d}-{day:02d}，照原件核对年份。"
    if re.fullmatch(r"(?:19|20)\d{2}年?度?", plain):
        yield f"只写了年，请照原件写到日，如 {plain[:4]}-01-15。"
    if re.fullmatch(r"\d{5}(\.\d+)?", plain):
        yield from _serial(int(float(plain)))
    if match := _DAY_PARTS.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups() if part)
        yield _no_such_day(year, month, day) or f"请写成 {year}-{month:02d}-{day:02d}。"
    if match := _DAY_LAST.fullmatch(plain):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        readings = [(first, second), (second, first)]
        days = sorted({f"{year}-{one:02d}-{two:02d}" for one, two in readings if not _no_such_day(year, one, two)})
        if days:
            yield f"请把年写在前面：{' 或 '.join(days)}，照原件核对。"
    if match := _SHORT_YEAR.fullmatch(plain):
        yield f"年份请写四位，如 20{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}，照原件核对。"
    if re.fullmatch(r"[A-Za-z]{3,9}[- ]?\d{2,4}|\d{1,2}[- ][A-Za-z]{3,9}", plain):
        yield "这是 Excel 改写成英文月份的日期：请把该列设为文本，照原件写到日，如 2024-08-30。"
    if re.search("[〇零一二三四五六七八九十]{1,4}[年月日]", plain):
        yield "请用阿拉伯数字写到日，如 2024-08-30。"
    if re.fullmatch(r"\d{1,2}月\d{1,2}日|\d{1,2}[./-]\d{1,2}", plain):
        yield "没有写年份，请照原件写成 2024-08-30 这样。"
    if match := _MONTH_ONLY.fullmatch(plain):
        yield _month(int(match[1]), match[2], "." in plain)


def _serial(days: int) -> Iterator[str]:
    """Days as spreadsheets count them: since 1900, or, in workbooks that began on old Macs, since 1904."""
    usual, mac = (epoch + timedelta(days=days) for epoch in (_EXCEL_EPOCH, _MAC_EPOCH))
    if FIRST_DAY <= usual.isoformat() <= LAST_DAY:
        other = f"（工作簿用 1904 日期系统的，是 {mac.isoformat()}）" if mac.isoformat() <= LAST_DAY else ""
        yield f"这像是 Excel 的日期序号，对应 {usual.isoformat()}{other}；请把该列设为文本后填写日期。"


def _no_such_day(year: int, month: int, day: int) -> str:
    """Why there is no such day; empty if there is."""
    if not 1 <= month <= 12:
        return f"没有 {month} 月，请照原件核对。"
    if day < 1:
        return "没有 0 日，请照原件核对是哪一天。"
    last = calendar.monthrange(year, month)[1] if year else 31
    if not 1 <= day <= last:
        return f"{year} 年 {month} 月只有 {last} 天，请照原件核对是哪一天。"
    return ""


def _month(year: int, month: str, decimal: bool) -> str:
    """A day of which only the month is written; October as a decimal loses its zero."""
    number = int(month)
    if decimal and month == "1":
        return (
            f"只写了年和月，而且 {year}.10 会被 Excel 改成 {year}.1；请照原件写到日，如 {year}-01-15 或 {year}-10-15。"
        )
    if 1 <= number <= 12:
        return f"只写了年和月，请照原件写到日，如 {year}-{number:02d}-15。"
    return f"没有 {number} 月，请照原件核对。"


def _year(field: Field, value: str, plain: str) -> Iterator[str]:
    if match := re.fullmatch(r"(\d{4})\s*年?度?(\.0)?", plain):
        yield f"请写成 {match[1]}。"
    if match := re.fullmatch(r"((?:19|20)\d{2})\D.*", plain):
        yield f"只写年度，不写月和日；如果是 {match[1]} 年，请写成 {match[1]}。"
    if re.fullmatch(r"\d{5}", plain):
        yield "这像是 Excel 的日期序号，不是年度；请把该列设为文本后填写四位年度。"


def _text(field: Field, value: str, plain: str) -> Iterator[str]:
    """Codes that a spreadsheet took for numbers."""
    pattern = str(field.constraints.get("pattern", ""))
    if re.fullmatch(r"[-—–/*\\无]+|(?i:nan|null|none|n/?a|暂无)", plain) and not field.required:
        yield "没有内容时请把这一格留空。"
    if field.name.endswith("_code") and re.search(r"[\u4e00-\u9fff]", plain):
        yield f"这一格写编码，不写名称；请照「{field.example}」这样的编码填写，见预算管理系统或已公开的表。"
    if match := _SCIENTIFIC.fullmatch(plain):
        length = int(match[4]) + len(match[2]) if abs(int(match[4])) < 100 else 0
        digits = f"原来是 {length} 位，" if 0 < length < 100 else ""
        yield f"Excel 把长编码当成了数字，{digits}后面的数字已经丢失。请照原件重填，并先把该列设为文本格式。"
    if (closed := re.sub(r"\s+", "", plain)) != plain and pattern and re.fullmatch(pattern, closed):
        yield f"请去掉空格，写成「{closed}」。"
    for rest in (
        re.sub(r"\.0+$", "", plain),
        plain.lstrip("'‘’`"),
        re.sub(r'^="?(.*?)"?$', r"\1", plain),
        plain.replace(",", ""),
    ):
        if rest != plain and pattern and re.fullmatch(pattern, rest):
            yield f"请写成「{rest}」；编码类的列请先在 Excel 中设为文本格式。"


_READERS = {"number": _number, "integer": _number, "date": _date, "year": _year, "string": _text}
