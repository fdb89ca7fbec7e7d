"""Personal numbers and marks of secrecy in a text: where they stand, of which kind, and the text without them.

A text is folded first (full-width and other digits, dashes, dots and spaces), so that no way of writing hides a
number; every found place is one of the text as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import NamedTuple

from generator.check.privacy.numbers import is_card, is_credit_code, is_mobile, is_old_resident, is_resident
from generator.core.numbers import DECIMALS


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What must not be published: the code of its finding, its name, texts that hold it and texts that do not."""

    code: str
    title: str
    found: tuple[str, ...]
    passed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What tells a number of a person from the data's own: the day, and what the data uses.

    ``divisions`` are six digits, ``codes`` whole numbers, ``series`` the first eight digits of codes that go on so.
    """

    today: date
    divisions: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    series: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One place in a text: what it is, from where to where, and what a message may print of it."""

    kind: Kind
    start: int
    end: int
    shown: str


RESIDENT = Kind(
    code="S04",
    title="身份证号码",
    found=(
        "受助人11010519491231002X已建档。",
        "身份证：１１０１０５１９４９１２３１００２ｘ",
        "110105 19491231 002X",
        "110105-1949-1231-002X",
    ),
    passed=(
        "受助人110105194912310021已建档。",  # the check digit is another
        "项目编码110105202400010013",  # no such month
        "统一社会信用代码121101051234567888",
        "项目编码99000125T000000000101",
    ),
)
OLD_RESIDENT = Kind(
    code="S04",
    title="15位身份证号码",
    found=("旧证号110105491231002。", "110105 491231 002"),
    passed=("合同110105493231002。", "编码990001230010001。", "编码110105230801001。"),  # no such day; two codes
)
MOBILE = Kind(
    code="S04",
    title="手机号码",
    found=(
        "联系电话13800138000。",
        "电话：+86 138-0013-8000",
        "（+86）13800138000",
        "8613800138000",
        "138 0013 8000、139 0013 9000",
        "１３８００１３８０００",
        "Tel13800138000",
    ),
    passed=(
        "联系电话0531-88880000，热线12345。",
        "投入13800138000元。",
        "面积13800138000.50平方米。",
        "合同HT13800138000。",
        "编号12800138000。",
        "2023-2025年，每年1380户、1380户。",
    ),
)
CARD = Kind(
    code="S04",
    title="银行卡号",
    found=("账号6222021234567890128。", "6222 0212 3456 7890 128", "卡号4111111111111111"),
    passed=("账号6222021234567890123。", "流水号7222021234567890128。", "文号〔2024〕6222021234567号"),
)
SECRET = Kind(
    code="S05",
    title="密级标识",
    found=("机密★1年", "绝 密★启用前", "秘密☆", "密级：秘密", "【机密】", "商密★", "秘密*5年"),
    passed=("加强保密管理，保守国家秘密。", "不涉及商业秘密。", "机密级计算机2台。", "评价结果★★★★★"),
)
KINDS = (RESIDENT, OLD_RESIDENT, MOBILE, CARD, SECRET)

# What can hold any of them, for Arrow (RE2), before the exact judgement: 11 digits of any script, or a word.
CANDIDATE = r"\pN(?:[\t\p{Zs}\p{Pd}·•‧∙・.−]{0,3}\pN){10}|[绝机秘商][\p{Zs}]*密|密级"

_SEPARATORS = dict.fromkeys("•‧∙・", "·") | {"−": "-", "\t": " "}
_RUN = re.compile(r"[0-9A-Za-z]+(?:[ \-·.]{1,3}[0-9A-Za-z]+)*")
_PART = re.compile(r"([ \-·.]*)([0-9A-Za-z]+)")
_LABEL = re.compile(r"(?i:tel|phone|mobile|mob|wx|vx|weixin|id)(?=[0-9])")
_DIGITS = re.compile(r"[0-9]+|[0-9]{0,17}[Xx]")
_AMOUNT = re.compile(r" ?[万亿]*(?:元(?![旦宵])|平方|立方|千瓦|公里|吨|度|米)")
_MARK = re.compile(
    r"[绝机秘商] *密 *级? *(?:[★☆✩✭⭐]|\* *(?:[0-9一二三四五六七八九十]|长期))(?:[0-9]+年|长期)?"
    r"|密级 *[:：] *[绝机秘] *密"
    r"|^\W*[绝机秘] *密\W*$"
)
_ABROAD = re.compile(r"^(?:00)?86(?=[0-9]{11}$)")
# A message may have cut a number short; what is left of it is still most of it.
_CUT = re.compile(r"\d(?:[ \-·]?\d){6,40}[Xx]?(?=…)")


class _Part(NamedTuple):
    """Digits of a run, the separator before them, and where they stand in the folded text."""

    digits: str
    separator: str
    start: int
    end: int


def find(text: str, known: Known) -> tuple[Hit, ...]:
    """Every personal number and mark of secrecy in a text, in order."""
    plain, places = _folded(text)
    places.append(len(text))
    found = [(SECRET, match.start(), match.end()) for match in _MARK.finditer(plain)]
    for run in _RUN.finditer(plain):
        for parts in _stretches(run):
            found += _numbers(parts, plain, known)
    return tuple(
        Hit(kind=kind, start=places[start], end=places[end - 1] + 1, shown=_shown(kind, plain[start:end]))
        for kind, start, end in sorted(found, key=lambda one: one[1:])
    )


def masked(text: str, known: Known) -> str:
    """The text with every personal number cut down to its first three and last two characters."""
    parts, end = [], 0
    for hit in find(text, known):
        if hit.kind is not SECRET:
            parts += [text[end : hit.start], hit.shown]
            end = hit.end
    return _CUT.sub(lambda match: match.group()[:3], "".join([*parts, text[end:]]))


def _shown(kind: Kind, written: str) -> str:
    if kind is SECRET:
        return "".join(written.split())
    number = re.sub("[^0-9A-Za-z]", "", written)
    return f"{number[:3]}…{number[-2:]}"


def _folded(text: str) -> tuple[str, list[int]]:
    """The text in plain characters, and for each of them the place of the one it was made of."""
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = _SEPARATORS.get(character, character)
        if not folded.isascii():
            category = unicodedata.category(character)
            if category == "Nd":
                folded = str(unicodedata.decimal(character))
            elif category == "Pd":
                folded = "-"
            else:
                folded = unicodedata.normalize("NFKC", folded)
        plain.append(folded)
        places += [place] * len(folded)
    return "".join(plain), places


def _stretches(run: re.Match[str]) -> Iterator[list[_Part]]:
    """The neighbouring groups of digits in a run; a group with other letters (a code, a word) parts them."""
    parts: list[_Part] = []
    for match in _PART.finditer(run.group()):
        digits, start = match[2], run.start() + match.start(2)
        if label := _LABEL.match(digits):
            digits, start = digits[label.end() :], start + label.end()
        if _DIGITS.fullmatch(digits):
            parts.append(_Part(digits.upper(), "" if label else match[1], start, start + len(digits)))
        elif parts:
            yield parts
            parts = []
    if parts:
        yield parts


def _numbers(parts: Sequence[_Part], plain: str, known: Known) -> Iterator[tuple[Kind, int, int]]:
    """The numbers that whole groups make up; what one takes, no other does."""
    widths = tuple(len(part.digits) for part in parts)
    windows: list[tuple[int, int, int]] = []
    for first in range(len(parts)):
        length = 0
        for last in range(first, len(parts)):
            length += widths[last]
            if length > _LONGEST:
                break
            if length >= _SHORTEST:
                windows += [(rank, first, last + 1) for rank in _RANKS.get(widths[first : last + 1], ())]
    taken = [False] * len(parts)
    for rank, first, end in sorted(windows):
        if not any(taken[first:end]):
            before = parts[first - 1] if first and not taken[first - 1] else None
            window = _Window(parts[first:end], before, parts[end : end + _SHORTEST], plain)
            if (kind := _JUDGES[rank][0](window, known)) is not None:
                taken[first:end] = [True] * (end - first)
                yield kind, parts[first].start, parts[end - 1].end


class _Window(NamedTuple):
    """Neighbouring groups that may be one number, the group before them, some of those after, and the whole text."""

    parts: Sequence[_Part]
    before: _Part | None
    after: Sequence[_Part]
    plain: str

    def number(self, known: Known) -> str:
        """The digits as one number; empty where the data uses it as a code."""
        number = "".join(part.digits for part in self.parts)
        return "" if number in known.codes or is_credit_code(number) else number

    @property
    def mixed(self) -> bool:
        """Whether there are different separators between the groups."""
        return len({part.separator for part in self.parts[1:]}) > 1

    @property
    def amount(self) -> bool:
        """Whether it is the whole part of a decimal, or a sum of money or a quantity by what stands around it."""
        first, last = self.parts[0], self.parts[-1]
        if self.after and self.after[0].separator == "." and len(self.after[0].digits) <= DECIMALS:
            return len(self.parts) == 1
        return self.plain[: first.start].endswith("¥") or _AMOUNT.match(self.plain, last.end) is not None


def _resident(window: _Window, known: Known) -> Kind | None:
    return RESIDENT if is_resident(window.number(known), known.today) else None


def _card(window: _Window, known: Known) -> Kind | None:
    number = window.number(known)
    # The codes of Gansu's divisions begin as the cards do.
    if not is_card(number) or number[:6] in known.divisions or window.mixed or window.amount:
        return None
    return CARD


def _old_resident(window: _Window, known: Known) -> Kind | None:
    number = window.number(known)
    return OLD_RESIDENT if is_old_resident(number, known.today) and not window.mixed and not window.amount else None


def _mobile(window: _Window, known: Known) -> Kind | None:
    number = window.number(known)
    if len(window.parts) == 1:
        number = _ABROAD.sub("", number)
    if not is_mobile(number) or window.mixed or window.amount:
        return None
    if len(window.parts) == 1:
        return MOBILE
    # A series of numbers with one separator is no telephone number, unless it is nothing but telephone numbers.
    separator, before, after = window.parts[1].separator, window.before, window.after
    begins = before is None or window.parts[0].separator != separator or before.digits in ("86", "0086")
    ends = not after or after[0].separator != separator or after[0].digits in ("86", "0086")
    following = "".join(part.digits for part in after[: len(window.parts)])
    return MOBILE if begins and (ends or is_mobile(following)) else None


def _cut_at(places: Sequence[int]) -> tuple[int, ...]:
    """The widths of the groups of a number that is parted at these places; the last is its length."""
    return tuple(end - start for start, end in pairwise((0, *places)))


# How wide the groups are in which each number is printed, the surest number first.
_JUDGES: tuple[tuple[Callable[[_Window, Known], Kind | None], tuple[tuple[int, ...], ...]], ...] = (
    (
        _resident,
        (
            *(_cut_at((*places, 18)) for count in range(6) for places in combinations((6, 10, 12, 14, 17), count)),
            *((4, 4, 4, 4, 2), (3, 3, 4, 4, 4), (3, 3, 8, 4), (3,) * 6, (2,) * 9, (1,) * 18),
        ),
    ),
    (
        _card,
        (
            *((16,), (17,), (18,), (19,), (6, 10), (6, 11), (6, 12), (6, 13)),
            *((4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3)),
        ),
    ),
    (_old_resident, ((15,), (6, 6, 3), (6, 9), (12, 3), (3,) * 5)),
    (
        _mobile,
        ((11,), (13,), (15,), (3, 4, 4), (3, 8), (4, 3, 4), (4, 4, 3), (3, 3, 5), (7, 4), (1,) * 11),
    ),
)
_RANKS: dict[tuple[int, ...], list[int]] = {}
for _rank, (_, _shapes) in enumerate(_JUDGES):
    for _shape in _shapes:
        _RANKS.setdefault(_shape, []).append(_rank)
_SHORTEST, _LONGEST = 11, 19
