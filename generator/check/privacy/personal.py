"""Personal numbers and marks of secrecy in a text: where they stand, of which kind, and the text without them.

A text is folded first (``folding``), so that no way of writing hides a number; every found place is one of the text as
it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from generator.check.privacy.folding import NUMERALS, folded
from generator.check.privacy.marks import marks
from generator.check.privacy.numbers import is_card, is_credit_code, is_mobile, is_old_resident, is_resident, residents
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

    ``divisions`` are six digits, ``codes`` whole numbers, ``series`` the first eight digits of codes that go on so;
    ``persons`` are codes that are a person's number themselves, and excuse nothing.
    """

    today: date
    divisions: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    series: frozenset[str] = frozenset()

    @property
    def strictest(self) -> Known:
        """One who excuses nothing: where he finds nothing, nobody does who knows more, on any day of that year."""
        return Known(today=date(self.today.year, 12, 31))


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
PAPER = Kind(
    code="S04",
    title="护照、通行证、军官证号码",
    found=("护照号G12345678。", "港澳通行证 C12345678", "軍官證 某字第1234567號", "台胞证：12345678"),
    passed=("办理护照12345678本。", "编号E12345678", "护照办理时间由7天缩短到5天", "通行证办理1234567件"),
)
SECRET = Kind(
    code="S05",
    title="密级标识",
    found=("机密★1年", "绝 密★启用前", "秘密☆", "密级：秘密", "【机密】", "商密★", "秘密*5年"),
    passed=("加强保密管理，保守国家秘密。", "不涉及商业秘密。", "机密级计算机2台。", "评价结果★★★★★"),
)
KINDS = (RESIDENT, OLD_RESIDENT, MOBILE, CARD, PAPER, SECRET)

# What can hold any of them, for Arrow (RE2), before the exact judgement: 11 digits of any script, or a word. The gap in
# a word is written in ranges: with a second class of all that is no letter, RE2 takes seventy times as long. In one
# expression the digits and the words make more states than RE2 keeps, and it takes thirty times as long as with two.
_GAP = (
    r"[\x00-/:-@\[-`{-~\x{a0}-\x{bf}\x{2000}-\x{206f}\x{2190}-\x{23ff}\x{2500}-\x{27bf}\x{2900}-\x{2bff}\x{3000}-\x{303f}"
    r"\x{30fb}\x{fe10}-\x{fe6f}\x{ff00}-\x{ff0f}\x{ff1a}-\x{ff20}\x{ff3b}-\x{ff40}\x{ff5b}-\x{ff65}]"
)
_DIGITS_ENOUGH = r"\pN(?:[\PL\x{115f}\x{1160}\x{3164}\x{ffa0}]*\pN){10}"
_WORDS = (
    rf"[{NUMERALS}](?:[ -]?[{NUMERALS}]){{10}}|[0-9](?:&[#a-z0-9]{{3,8}};[0-9&]|<[/A-Za-z])"
    rf"|[0-9][ -]?年 ?[0-9]{{2}} ?月? ?[0-9]{{2}} ?日?[ )）]?[0-9]{{3}}"
    r"|[护護]照|(?i:passport)|通行[证證]|回[乡鄉][证證]|台胞[证證]|[官兵职職][证證]"
    rf"|密|[绝絕機机秘祕]{_GAP}*[秘蜜宓]|[级級][别別]|等[级級]|[内內]{_GAP}*部|[内內][参參]|敏感|公[开開布佈]|[外传傳][传傳泄播借]"
    r"|[扩擴]散|[转轉][发發载載]|[复複][制製]|翻[印拍]|泄[露漏]|[参參][阅閱]|限[阅閱]|[阅閱读讀悉握用论論考][ )）】]*$"
    r"|[发發印]至|知悉|[会會阅閱用审審看读讀][后後]|登[报報]|[上挂掛登][网網]|[传傳][阅閱]|[对對][外社]|保[存管]|[内內][阅閱]"
    r"|[专專][阅閱]|[传傳][达達]?[到至]|[网網][上络絡]|互[联聯][网網]|[阅閱用看读讀审審][毕畢完]|[党黨][内內]|外[发發]|查[询詢]$"
    r"|(?i:secret|confidential|classified|internal |official use|public release|do not )"
    r"|(?:\p{Han}[ \x{3000}\x{a0}]{1,4}){3}\p{Han}"
)
CANDIDATES = (_DIGITS_ENOUGH, _WORDS)

_DIGITS = re.compile(r"[0-9]+")
_CHECKS = "XxХхΧχ×✕✖╳❌❎"
_CHECK = re.compile(rf"(?:[^\w]|_){{0,3}}[{_CHECKS}](?![0-9A-Za-z])")  # an X set off from its number
_DAY = re.compile(r"(?:1[89]|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])")
_LONGEST_GAP = 4
_GAPS = frozenset(" \n-·._/")  # what stands between the groups of a telephone number
# … and what sets one of its groups apart; where the words before it say what it is, any sign does.
_AROUND = frozenset(" \n()[]{}«»《》〈〉「」『』【】〔〕〖〗-_~|*+\\=#'`^@※→")
_BRACKETS = frozenset("()[]【】「」")
_LISTED = frozenset("、,;")  # what stands between the figures of a list
_OCTET = 255
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_LETTERS = re.compile(r"[A-Za-z]{1,16}$")
_LABELS = re.compile(r"(?:id|idno|idcard|sfz|sfzh|sfzhm|zjh|zjhm|xm|g|no|nr|tel|phone|mob|mobile|wx|vx|weixin)", re.I)
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")
# A number is a sum or a quantity by the unit after it, unless the unit is but the beginning of a word (元素, 度假村) …
_ENDS = r"(?![一-龥])|(?=的|以[上下内外]|左右|用[于作]|及|和|与|或|不等|整|余|每|[,，。；;])"
_UNIT = re.compile(
    rf"[ )]?[万亿千百]{{0,4}}(?:(?:元|人民币|美元|人次?|名|户|亩|公顷|平米|立方|千瓦|公里|千米|千克|公斤|吨|度|米|克|株"
    rf"|棵|头|辆|套|台|份|册|件|次|个|项|条|家|位|张|处|本|页|只|天|小时|分|升|箱|批|字|万|亿)(?:{_ENDS})|元(?=[一-龥]{{0,2}}(?:资|经费|款))"
    rf"|平方米|平方公里|立方米|千瓦时|[%‰℃]|(?i:kg|km|kwh?|mwh?|t|g|ml?|l|cm|mm|pcs|rmb|cny|usd)(?![A-Za-z]))"
)
# … or by the word before it.
_SUM = re.compile(
    r"(?:[¥$€≥≤]|(?:投资|投入|资金|金额|总额|价款|[总差余税]额|产值|收入|支出|预算|决算|成本|造价|价值|面积|里程|人口|人数"
    r"|户数|数量|总量|[用发产储排]量|库容|资产|负债|流量|容量|字数)(?:总?额|总?量|共计?|约|达到?|为|是|合计|累计"
    r"|不低于|不少于|超过?|[ :>=<≥≤~-])?[ :≥≤]?)$"
)
_PHONE = r"(?:电话|手机|热线|微信|致电|拨打|(?i:tel|phone|mobile|mob|wx|vx|weixin))"
_CALLED = re.compile(rf"{_PHONE}[号码为是]{{0,3}}[^\w\n]{{0,4}}$")
_TOLD = re.compile(rf"(?:{_PHONE}|联系|机主)[^0-9\n]{{0,8}}$")
_ACCOUNT = re.compile(r"(?:开户行|[账帐]号|[账帐]户|卡号|银行卡|借记卡|储蓄卡|信用卡)[^0-9\n]{0,8}$")
# These have no check digit: what stands before them tells.
_CALLED_SO = r"(?:号码?|编号|证号|(?i:no)\.?)?[^\w\n]{0,3}[为是]?[^\w\n]{0,2}"
_ONE = "(?![0-9A-Za-z]| ?[本件人次张份个])"  # and no count of papers
_PAPER = re.compile(
    rf"(?:护照|通行证|回乡证|台胞证){_CALLED_SO}([A-Za-z]{{1,2}}[0-9]{{7,10}}){_ONE}|(?:台胞证|台湾[一-龥]{{0,8}}通行证){_CALLED_SO}([0-9]{{8}}){_ONE}"
    rf"|(?i:passport) ?{_CALLED_SO}([A-Za-z]{{1,2}}[0-9]{{7,10}}){_ONE}"
    r"|(?<![0-9A-Za-z])([A-Za-z]{1,2}[0-9]{7,10})号?(?:的?护照|通行证|回乡证)"
    rf"|(?:军官|士官|士兵|警官|文职)证{_CALLED_SO}((?:[一-龥]{{1,3}}字?第? ?)?[0-9]{{6,8}}){_ONE}"
)
# The number of a thing, which says of what it is one: only a check digit tells it from a person's.
_THING = (
    r"(?:合同|协议|发票|凭证|流水|订单|单据|批文|案件|备案|许可证?|证书|资产|设备|招标|采购|档案|项目|指标|文件|工程|任务"
    r"|资金|申请)"
)
_NUMBERED = re.compile(
    rf"{_THING}(?:编?号|编码|代码|号码)?[^\w]{{0,3}}[A-Za-z]{{1,10}}[-_/]?$"
    r"|(?:合同|协议|发票|凭证|流水|订单|单据|批文|案件|备案|许可证?|证书|资产|设备|招标|采购|档案)"
    r"(?:编?号|编码|代码|号码)[^\w]{0,3}[A-Za-z]{0,10}[-_/]?$"
)
_CODED = re.compile(r"(?:编码|编号|代码|项目|合同|流水号|文号|指标)[^\w]{0,3}[A-Za-z]{0,6}$")
# Codes go on with the fiscal year after the division.
CODED_SINCE = 2010
_ABROAD = re.compile(r"(?:0|0{0,2}86|179(?:51|09|11)|12593)(?=1[0-9]{10}$)")  # what is dialled before it
_JOINED = re.compile(r"(?:(?:(?:00)?86|0)?1[3-9][0-9]{9}){1,6}")
# A message may have cut a number short; what is left of it is still most of it.
_CUT = re.compile(r"\d(?:[ \-·]?\d){6,40}[Xx]?(?=…)")
_FEWEST = 5  # numerals that any number of a person has
_SIGNS = re.compile("[…證证照]|(?i:passport)")  # with these a shorter one is told: of a paper, or cut
# Digits that no letter parts; and what is folded into such: other digits, encoded blanks, a birthday in words.
_ENOUGH_TOGETHER = re.compile(r"[0-9](?:[\W_]*[0-9]){10}")
_FOLDED_OTHERWISE = re.compile(rf"[^\x00-\x7f\W0-9一-龥㐀-䶿]|[{NUMERALS}&%<年\u115f\u1160\u3164\uffa0]")
_PLAIN_DIGITS = frozenset(f"0123456789{NUMERALS}")
_BEFORE = 24  # characters before a number that may say what it is


class _Part(NamedTuple):
    """Digits of a text, what stands before them, and where they stand; ``end`` counts an X behind them in.

    ``check``: whether an X stands behind; ``cut``: they are what an identity number left of a longer row of digits.
    """

    digits: str
    separator: str
    start: int
    end: int
    check: bool = False
    cut: bool = False


Place = tuple[Kind, int, int]


def find(text: str, known: Known, *, name: bool = False) -> tuple[Hit, ...]:
    """Every personal number and mark of secrecy in a text, in order; ``name``: it is what something is called."""
    plain, places = folded(text)
    places.append(len(text))
    found = [(SECRET, start, end) for start, end in marks(plain, name=name)] + _personal(plain, known)
    return _hits(plain, places, found)


def bears_mark(text: str) -> bool:
    """Whether a text, or what something is called, bears a mark of secrecy."""
    return any(True for _ in marks(folded(text)[0], name=True))


def _personal(plain: str, known: Known) -> list[Place]:
    """The personal numbers in a folded text."""
    found: list[Place] = [(PAPER, *match.span(match.lastindex or 0)) for match in _PAPER.finditer(plain)]
    for run in _runs(plain):
        persons, rest = _persons(run, plain, known)
        found += persons
        for parts in rest:
            found += _numbers(parts, plain, known)
    return found


def _hits(plain: str, places: Sequence[int], found: Sequence[Place]) -> tuple[Hit, ...]:
    """What was found in a folded text, as places of the text as it was written."""
    return tuple(
        Hit(kind=kind, start=places[start], end=places[end - 1] + 1, shown=_shown(kind, plain[start:end]))
        for kind, start, end in sorted(found, key=lambda one: one[1:])
    )


def masked(text: str, known: Known) -> str:
    """The text with every personal number cut down to its first three and last two characters."""
    if not _may_hold(text):
        return text
    plain, places = folded(text)
    places.append(len(text))
    parts, end = [], 0
    for hit in _hits(plain, places, _personal(plain, known)):
        parts += [text[end : hit.start], hit.shown]
        end = hit.end
    return _CUT.sub(lambda match: match.group()[:3], "".join([*parts, text[end:]]))


def _may_hold(text: str) -> bool:
    """Whether a text may hold a personal number, or most of one; thousands of findings quote none."""
    digits = sum(map(str.isnumeric, text)) + text.count("○")
    if digits < _FEWEST:
        return False
    if _SIGNS.search(text):
        return True
    if digits >= _SHORTEST:  # as the path of every file has: but letters part them
        return _ENOUGH_TOGETHER.search(text) is not None or _FOLDED_OTHERWISE.search(text) is not None
    # One sign of another script may stand for several digits.
    return any(one.isnumeric() and one not in _PLAIN_DIGITS for one in text)


def _shown(kind: Kind, written: str) -> str:
    if kind is SECRET:
        return "".join(written.split())
    number = re.sub("[^0-9A-Za-z]", "", written).upper()
    return f"{number[:3]}…{number[-2:]}"


def _runs(plain: str) -> Iterator[list[_Part]]:
    """The neighbouring groups of digits in a text; a letter, a word or a wide gap between them parts them."""
    parts: list[_Part] = []
    for match in _DIGITS.finditer(plain):
        gap = plain[parts[-1].end : match.start()] if parts else ""
        if parts and (len(gap) > _LONGEST_GAP or any(map(str.isalnum, gap))):
            yield parts
            parts = []
        end = match.end()
        check = end < len(plain) and plain[end] in _CHECKS
        if not check and (apart := _CHECK.match(plain, end)):
            check, end = True, apart.end()
        else:
            end += check
        parts.append(_Part(match.group(), gap if parts else "", match.start(), end, check))
    if parts:
        yield parts


def _persons(run: Sequence[_Part], plain: str, known: Known) -> tuple[list[Place], list[list[_Part]]]:
    """The identity numbers of a run, in groups of any width or inside a longer row of digits; and what is left."""
    found: list[Place] = []
    rest: list[list[_Part]] = [[]]
    place = 0
    while place < len(run):
        part = run[place]
        if len(part.digits) >= _RESIDENT - 1 and (inside := _inside(part, plain, known)):
            found += [(RESIDENT, start, end) for start, end in inside]
            rest += [[piece] for piece in _left_of(part, inside)] + [[]]
            place += 1
        elif len(part.digits) < _RESIDENT and (end := _across(run, place, plain, known)):
            last = run[end - 1]
            beyond = sum(len(one.digits) for one in run[place:end]) - _RESIDENT
            cut = last.end if beyond <= 0 else last.start + len(last.digits) - beyond
            found.append((RESIDENT, part.start, cut))
            rest += [[last._replace(digits=last.digits[-beyond:], start=cut, cut=True)]] if beyond > 0 else []
            rest.append([])
            place = end
        else:
            rest[-1].append(part)
            place += 1
    return found, [parts for parts in rest if parts]


def _inside(part: _Part, plain: str, known: Known) -> list[tuple[int, int]]:
    """Where identity numbers stand in one row of digits, from left to right."""
    digits = part.digits + "X" * part.check
    if len(digits) > _RESIDENT and (digits in known.codes or _coded(part.start, plain)):
        return []
    found: list[tuple[int, int]] = []
    for offset in residents(digits):
        start = part.start + offset
        if found and start < found[-1][1]:
            continue
        number = digits[offset : offset + _RESIDENT]
        if _is_person(number, start, plain, known):
            found.append((start, part.end if number[-1] == "X" else start + _RESIDENT))
    return found


def _left_of(part: _Part, inside: Sequence[tuple[int, int]]) -> Iterator[_Part]:
    """What identity numbers leave of a row of digits."""
    start = part.start
    for begin, end in (*inside, (part.start + len(part.digits), 0)):
        if digits := part.digits[start - part.start : begin - part.start]:
            yield _Part(digits, "", start, begin, cut=True)
        start = end


def _across(run: Sequence[_Part], first: int, plain: str, known: Known) -> int:
    """The end of the groups from the first that make up an identity number; 0 if none do."""
    number = ""
    for place in range(first, len(run)):
        number += run[place].digits
        if len(number) == _RESIDENT - 1 and run[place].check:
            return place + 1 if place > first and _is_person(number + "X", run[first].start, plain, known) else 0
        if len(number) >= _RESIDENT:
            if place == first or not _is_person(number[:_RESIDENT], run[first].start, plain, known):
                return 0
            beyond = number[_RESIDENT:]
            return place + 1 if not beyond or _JOINED.fullmatch(beyond) or is_resident(beyond, known.today) else 0
    return 0


def _is_person(number: str, start: int, plain: str, known: Known) -> bool:
    """Whether 18 characters are a person's number, and none that the data or the words before it call a code."""
    if number in known.codes or is_credit_code(number) or not is_resident(number, known.today):
        return False
    return int(number[6:10]) < CODED_SINCE or not _coded(start, plain)


def _coded(start: int, plain: str) -> bool:
    """Whether the words before call it a code."""
    return _CODED.search(plain[max(0, start - _BEFORE) : start]) is not None


def _numbers(parts: Sequence[_Part], plain: str, known: Known) -> Iterator[Place]:
    """The other numbers that whole groups make up; what one takes, no other does."""
    if parts[0].cut or (len(parts) == 1 and len(parts[0].digits) > _LONGEST):
        if _JOINED.fullmatch(parts[0].digits):
            yield MOBILE, parts[0].start, parts[0].start + len(parts[0].digits)
        elif not parts[0].cut:
            yield from _with_card(parts[0], plain, known)
        return
    widths = tuple(len(part.digits) for part in parts)
    windows: list[tuple[int, int, int]] = []
    for first in range(len(parts)):
        length = 0
        for last in range(first, len(parts)):
            length += widths[last]
            if length > _LONGEST:
                break
            if length >= _SHORTEST:
                lead = parts[first].digits[0]
                ranks = _RANKS.get(widths[first : last + 1], (_FIRST,) * (length in _LENGTHS and lead in "34569"))
                ranks += (_LAST,) * (_MOBILES.get(length) == lead)
                windows += [(rank, first, last + 1) for rank in ranks]
    taken = [False] * len(parts)
    for rank, first, end in sorted(windows):
        if not any(taken[first:end]):
            before = parts[first - 1] if first and not taken[first - 1] else None
            window = _Window(parts[first:end], before, parts[end : end + _SHORTEST], plain)
            if (kind := _JUDGES[rank](window, known)) is not None:
                taken[first:end] = [True] * (end - first)
                yield kind, parts[first].start, parts[end - 1].start + widths[end - 1]


def _with_card(part: _Part, plain: str, known: Known) -> Iterator[Place]:
    """A mobile and a card, written without anything between them."""
    digits = part.digits
    if digits in known.codes or _coded(part.start, plain):
        return
    for width in (_MOBILE, len(digits) - _MOBILE):
        one, two = digits[:width], digits[width:]
        kinds = (MOBILE, CARD) if width == _MOBILE else (CARD, MOBILE)
        phone, card = (one, two) if width == _MOBILE else (two, one)
        if len(card) in _LENGTHS and is_mobile(phone) and is_card(card):
            yield kinds[0], part.start, part.start + width
            yield kinds[1], part.start + width, part.start + len(digits)
            return


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
    def words(self) -> str:
        """What stands before."""
        start = self.parts[0].start
        return self.plain[max(0, start - _BEFORE) : start]

    @property
    def letters(self) -> str:
        """The letters that touch it from before."""
        found = _LETTERS.search(self.words)
        return found.group() if found else ""

    @property
    def mixed(self) -> bool:
        """Whether there are different separators between the groups."""
        return len({part.separator for part in self.parts[1:]}) > 1

    @property
    def called(self) -> bool:
        """Whether it stands right behind the word that says so: then no unit makes it an amount."""
        return _CALLED.search(self.words) is not None

    @property
    def told(self) -> bool:
        """Whether the words before it say that it is a telephone number."""
        return _TOLD.search(self.words) is not None

    @property
    def accounted(self) -> bool:
        """Whether the words before it say that it is an account or a card."""
        return _ACCOUNT.search(self.words) is not None

    @property
    def amount(self) -> bool:
        """Whether it is the whole part of a decimal, or a sum of money or a quantity by what stands around it."""
        last = self.parts[-1]
        if self.after and self.after[0].separator == "." and len(self.after[0].digits) <= DECIMALS:
            if self.after[0].digits != "0":  # 13800138000.0 is what a program makes of a number without a unit
                return len(self.parts) == 1
            last = self.after[0]
        if _UNIT.match(self.plain, last.start + len(last.digits)):
            return True
        return _SUM.search(self.words) is not None

    @property
    def figures(self) -> bool:
        """Whether it is the places of a decimal, or figures of a list."""
        decimal = self.parts[0].separator == "." and self.before is not None and len(self.parts) == 1
        return decimal or any(set(part.separator) & _LISTED for part in self.parts[1:])

    @property
    def code(self) -> bool:
        """Whether it is a part of a code by the letters around it, or the number of a thing by the word before it."""
        last = self.parts[-1]
        behind = self.plain[last.start + len(last.digits) :][:1]
        letters = self.letters
        if letters and not _LABELS.fullmatch(letters):
            if behind.isascii() and behind.isalpha():
                return True
            if self.words[: -len(letters)][-1:].isdecimal():  # 99000125T…
                return True
        return _NUMBERED.search(self.words) is not None

    @property
    def addressed(self) -> bool:
        """Whether it stands in an address of the web."""
        start = self.parts[0].start
        begin = max(self.plain.rfind(" ", 0, start), self.plain.rfind("\n", 0, start)) + 1
        found = _ADDRESS.search(self.plain[max(begin, start - 500) : start + 1])
        return found is not None and found.end() == min(start + 1, start - max(begin, start - 500) + 1)


def _card(window: _Window, known: Known) -> Kind | None:
    number = window.number(known)
    # The codes of Gansu's divisions begin as the cards do, and go on with a year.
    if not is_card(number) or number[:6] in known.divisions or CODED_SINCE <= int(number[6:10]) <= known.today.year + 1:
        return None
    if window.mixed or window.code or (window.figures and not window.accounted):
        return None
    # Other groups than those of cards, and a unit behind, are those of figures where nothing says that it is a card.
    figures = window.amount or tuple(len(part.digits) for part in window.parts) not in _CARDS
    return CARD if window.accounted or not figures else None


def _old_resident(window: _Window, known: Known) -> Kind | None:
    number = window.number(known)
    if not is_old_resident(number, known.today) or window.mixed or window.amount:
        return None
    return OLD_RESIDENT if not window.letters or _LABELS.fullmatch(window.letters) else None


def _mobile(window: _Window, known: Known) -> Kind | None:
    number = _ABROAD.sub("", window.number(known))
    if not is_mobile(number) or window.code or (window.amount and not window.called):
        return None
    if len(window.parts) == 1:
        return MOBILE
    return MOBILE if _in_groups(window) and not window.addressed else None


def _in_groups(window: _Window) -> bool:
    """Whether neighbouring groups are one telephone number, and no list, range, date or decimal."""
    parts, before, after = window.parts, window.before, window.after
    separator = parts[1].separator
    if {len(part.digits) for part in parts} == {1} and not window.mixed:  # one by one
        return window.told or not set(separator) & (_LISTED | {":"})
    abroad = sum(len(part.digits) for part in parts) - 11
    widths = (len(parts[0].digits) - abroad, *(len(part.digits) for part in parts[1:]))
    if widths[0] < 1:  # 86 in a group of its own
        widths = widths[1:]
    separators = [part.separator for part in parts[1:]]
    if window.mixed or not set(separator) <= _GAPS | {",", "、"}:
        return _bracketed(widths, separators, parts, told=window.told)
    if not window.told and not _grouped(widths, separator, [part.digits for part in parts]):
        return False
    # A series of numbers with one separator is no telephone number, unless it is nothing but telephone numbers.
    begins = window.told or before is None or parts[0].separator != separator or before.digits in ("86", "0086")
    ends = not after or after[0].separator != separator or after[0].digits in ("86", "0086")
    following = "".join(part.digits for part in after[: len(parts)])
    return begins and (ends or is_mobile(following))


def _bracketed(widths: Sequence[int], separators: Sequence[str], parts: Sequence[_Part], *, told: bool) -> bool:
    """Whether the groups are those of a telephone number with brackets or other signs around one of them.

    ``told``: the words before them say that they are.
    """
    if tuple(widths) == (3, 8) and set(separators[0]) & _BRACKETS:
        return told or (set(separators[0]) <= _BRACKETS | {" "} and not _DAY.match(parts[-1].digits))
    if tuple(widths) != (3, 4, 4) or told:
        return tuple(widths) == (3, 4, 4)
    years = any(_YEAR.fullmatch(part.digits) for part in parts)
    return not years and all(set(one) <= _AROUND for one in separators)


def _grouped(widths: Sequence[int], separator: str, digits: Sequence[str]) -> bool:
    """Whether groups of these widths are as telephone numbers are written."""
    if not set(separator) <= _GAPS:
        return separator in (",", "、") and tuple(widths) in ((3, 4, 4), (3, 8), (7, 4))
    if widths[0] < 3 or len(widths) > 4 or ("\n" in separator and len(widths) > 2 and tuple(widths) != (3, 4, 4)):
        return False
    if separator == "." and len(widths) == 2:
        return tuple(widths) == (3, 8)  # no decimal has so many places
    if separator == "." and len(widths) == 4 and all(int(one) <= _OCTET for one in digits):  # an address of a computer
        return False
    if widths[0] == 8 and _DAY.match(digits[0]):
        return False
    years = [one for one in digits if len(one) == 4 and 1900 <= int(one) <= 2100]
    return widths[0] != 4 or (len(years) < 2 and not (years and max(widths[1:3]) <= 2))


# How wide the groups are in which each number without a check digit is printed, the surest number first.
_CARDS = (
    (16,),
    (17,),
    (18,),
    (19,),
    (6, 10),
    (6, 11),
    (6, 12),
    (6, 13),
    (6, 6, 4),
    (6, 6, 7),
    (4,) * 4,
    *((*(4,) * 4, end) for end in (1, 2, 3)),
)
_OLD = ((15,), (6, 6, 3), (6, 9), (12, 3), (3,) * 5)
_JUDGES: tuple[Callable[[_Window, Known], Kind | None], ...] = (_card, _old_resident, _mobile)
_FIRST, _LAST = 0, 2
_LENGTHS = range(16, 20)  # of cards
_RANKS = dict.fromkeys(_CARDS, (0,)) | dict.fromkeys(_OLD, (1,))
# How long mobiles are, without and with what is dialled before them, and their first digit.
_MOBILES = {11: "1", 12: "0", 13: "8", 14: "0", 15: "0", 16: "1"}
_RESIDENT, _SHORTEST, _LONGEST, _MOBILE = 18, 11, 19, 11
