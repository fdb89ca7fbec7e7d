"""Texts with personal numbers and marks of secrecy in the ways people write them, and texts that only look so.

Made by script from a seed. The numbers have right check digits and belong to nobody that is known: their divisions,
birth dates and orders are drawn. What is kept aside to judge the product is of the same kinds, and not this.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

DIVISIONS = ("110105", "130102", "210203", "320506", "370112", "440303", "510104", "610113", "650102", "810000")
Write = Callable[[str], str]


def resident(chance: random.Random) -> str:
    """A valid identity number; the check digit by ISO 7064, MOD 11-2, which is another formula than the program's."""
    born = f"{chance.randint(1920, 2018)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    body = chance.choice(DIVISIONS) + born + f"{chance.randrange(1, 1000):03d}"
    digit = (1 - 2 * int(body, 13)) % 11
    return body + ("X" if digit == 10 else str(digit))


def mobile(chance: random.Random) -> str:
    """A mobile number."""
    return f"1{chance.choice('3456789')}{chance.randrange(10**9):09d}"


def card(chance: random.Random) -> str:
    """A card of UnionPay with Luhn's digit."""
    body = chance.choice(["6222", "6217", "6228", "6225"]) + f"{chance.randrange(10**14):014d}"
    total = sum(sum(divmod(int(one) * 2, 10)) if place % 2 else int(one) for place, one in enumerate(reversed(body), 1))
    return body + str(-total % 10)


def cut(number: str, *widths: int, by: str) -> str:
    """The number in groups of these widths."""
    parts, start = [], 0
    for width in widths:
        parts.append(number[start : start + width])
        start += width
    return by.join([*parts, number[start:]] if number[start:] else parts)


def any_groups(chance: random.Random, number: str, by: str, least: int = 1) -> str:
    """The number in two to five groups of any width."""
    places = sorted(chance.sample(range(least, len(number)), chance.randint(1, 4)))
    return cut(number, *(end - start for start, end in zip([0, *places], places, strict=False)), by=by)


def spelled(number: str) -> str:
    """The digits as Chinese numerals."""
    return "".join("〇一二三四五六七八九"[int(one)] for one in number)


def wide(number: str) -> str:
    """The number in full-width characters."""
    return "".join(chr(ord(one) + 0xFEE0) for one in number)


PERSONS: tuple[Callable[[random.Random, str], str], ...] = (
    lambda _, number: f"受助人{number}已建档。",
    lambda _, number: f"G{number}",
    lambda _, number: f"学籍号G{number}，已核对",
    lambda _, number: f"sfz{number}",
    lambda _, number: f"XM{number}abc",
    lambda _, number: f"身份证_{number}_已核",
    lambda _, number: wide(number),
    lambda _, number: number.lower(),
    lambda chance, number: f"证号{cut(number, 6, 8, by=chance.choice('_/，、,|:·.~'))}。",
    lambda chance, number: cut(number, 6, 4, 4, by=chance.choice(["\n", "\r\n", " \n", "\u3000", " / "])),
    lambda chance, number: f"号码 {cut(number, 9, by=chance.choice(' -_/'))}",
    lambda chance, number: f"号码 {cut(number, 17, by=chance.choice(' -_/'))}",
    lambda chance, number: f"号码 {cut(number, 5, 5, by=chance.choice(' -_/'))}",
    lambda chance, number: any_groups(chance, number, chance.choice([" ", "-", "_", "/", "、", "，", "\n"])),
    lambda chance, number: f"{number}{resident(chance)}",
    lambda chance, number: f"{number}{mobile(chance)}",
    lambda chance, number: f"{mobile(chance)}{number}",
    lambda _, number: f"序号1{number}补助5000元",
    lambda _, number: f"{number}2024年补助",
    lambda _, number: f"2024-05-01 {number} 1,200.00元",
    lambda _, number: f"（{number}）",
    lambda chance, number: cut(number, 6, 8, by=chance.choice(["&nbsp;", "&#160;", "%20", "&ensp;&ensp;"])),
    lambda _, number: f"{number[:6]}{number[6:10]}年{number[10:12]}月{number[12:14]}日{number[14:]}",
)
MOBILES: tuple[Callable[[random.Random, str], str], ...] = (
    lambda _, number: f"联系电话{number}。",
    lambda _, number: f"电话：+86 {cut(number, 3, 4, by='-')}",
    lambda _, number: f"0086{number}",
    lambda _, number: f"0{number}",
    lambda _, number: f"请打0{cut(number, 3, 4, by='-')}",
    lambda _, number: f"电话{cut(number, 6, by=' ')}",
    lambda chance, number: f"手机 {any_groups(chance, number, chance.choice([' ', '-']), 3)}",
    lambda chance, number: f"王老师 {cut(number, 3, 4, by=chance.choice(' -._/'))}",
    lambda chance, number: f"王老师 {cut(number, *chance.choice([(5,), (6,), (7,), (4,)]), by=chance.choice(' -'))}",
    lambda chance, number: f"{number}{chance.choice(['度假村', '元素公司', '米老师', '人民医院', '户籍科', '张主任'])}",
    lambda _, number: f"{number}{number[:2]}{number[2:]}",
    lambda _, number: f"sj{number}",
    lambda _, number: f"微信wx{number}",
    lambda _, number: wide(number),
    lambda _, number: cut(number, 3, 4, by="\n"),
    lambda _, number: f"手机{spelled(number)}",
    lambda _, number: f"手机{spelled(number).translate(str.maketrans('一二三四五六七八九', '壹贰叁肆伍陆柒捌玖'))}",
    lambda _, number: cut(number, 3, 4, by="&nbsp;"),
    lambda chance, number: f"{number}、{mobile(chance)}",
    lambda _, number: f"经办人（{number}）",
)
CARDS: tuple[Callable[[random.Random, str], str], ...] = (
    lambda _, number: f"账号{number}。",
    lambda _, number: cut(number, 4, 4, 4, 4, by=" "),
    lambda _, number: f"kh{number}",
    lambda _, number: cut(number, 6, 6, by="·"),
)


def persons(count: int = 30) -> Iterator[str]:
    """Texts that hold a personal number, so many of each way of writing it."""
    chance = random.Random("persons")
    for _ in range(count):
        yield from (write(chance, resident(chance)) for write in PERSONS)
        yield from (write(chance, mobile(chance)) for write in MOBILES)
        yield from (write(chance, card(chance)) for write in CARDS)


def _code(chance: random.Random) -> str:
    """A code of 18 or 21 characters as budget systems give them."""
    division, year, order = chance.choice(DIVISIONS), chance.randint(2012, 2027), chance.randrange(1, 3_000)
    return chance.choice(
        [
            f"{division}{year}{order:08d}",
            f"{division}{year % 100}{order:010d}",
            f"{division}{year % 100}{order:013d}",
            f"{division}{year}{order:011d}",
            f"{division}{year % 100}T{order:012d}",
            f"{division}{year % 100}Y{order:09d}",
            f"{chance.randrange(10**17, 10**18)}",
            f"{chance.randrange(10**20, 10**21)}",
            f"{division}{year}{chance.randrange(10**8):08d}",
            f"{division}{year}{chance.randrange(10**11):011d}",
        ]
    )


def _amount(chance: random.Random) -> str:
    number = mobile(chance)
    unit = chance.choice(
        [
            "元",
            "万元",
            " 万元",
            "亿元",
            "人",
            "人次",
            "户",
            "平方米",
            "立方米",
            "吨",
            "度",
            "千瓦时",
            "亩",
            "公里",
            "米",
            "个",
            "株",
            "%",
            "kg",
        ]
    )
    return chance.choice(
        [
            f"投资{number} {unit}，超过上年。",
            f"投资{number}",
            f"总投资约{number}{unit}",
            f"服务{number}{unit}。",
            f"完成{number}{unit}的任务",
            f"年度预算为{number}.{chance.randrange(100):02d}",
            f"¥{number}",
            f"{int(number):,}",
            f"{int(number):,}.00元",
            f"受益人数：{number}",
            f"{number[:4]}-{number[4:8]}{unit}",
            f"发电量{number}{unit}",
        ]
    )


def _document(chance: random.Random) -> str:
    year, number = chance.randint(2010, 2026), chance.randrange(1, 999)
    return chance.choice(
        [
            f"鲁财绩〔{year}〕{number}号",
            f"合同编号HT{mobile(chance)}",
            f"合同编号：{mobile(chance)}",
            f"采购编号：SDGP{division_of(chance)}{year}{number:06d}",
            f"招标编号{division_of(chance)}{year}02{number:06d}",
            f"发票号码{chance.randrange(10**19, 10**20)}",
            f"ISBN 978-7-{chance.randrange(1000, 9999)}-{chance.randrange(1000, 9999)}-{chance.randrange(10)}",
            f"https://www.example.gov.cn/art/{year}/{number % 12 + 1}/art_15{number % 90 + 10}_{number:07d}.html",
            f"GB/T {chance.randrange(10000, 99999)}-{year}",
            f"备案号：ICP{year}{number:07d}",
        ]
    )


def division_of(chance: random.Random) -> str:
    """A division."""
    return chance.choice(DIVISIONS)


def _date(chance: random.Random) -> str:
    years = [chance.randint(1949, 2026) for _ in range(3)]
    months = [chance.randint(1, 12) for _ in range(3)]
    days = [chance.randint(1, 28) for _ in range(3)]
    dates = [f"{year}-{month:02d}-{day:02d}" for year, month, day in zip(years, months, days, strict=True)]
    return chance.choice(
        [
            "、".join(dates),
            " ".join(dates),
            "\n".join(dates),
            f"{dates[0].replace('-', '.')}-{dates[1].replace('-', '.')}",
            f"{dates[0].replace('-', '')}{dates[1].replace('-', '')}",
            f"{dates[0].replace('-', '/')} {days[0]:02d}:{months[1]:02d}:{days[1]:02d}",
            f"{years[0]}-{years[1]}年，{days[0]}、{days[1]}、{days[2]}",
            f"{dates[0].replace('-', '')} {days[0]:03d}",
        ]
    )


def _office(chance: random.Random) -> str:
    area, number = chance.choice(["010", "021", "0531", "0755", "0471"]), chance.randrange(20_000_000, 89_999_999)
    return chance.choice(
        [
            f"{area}-{number}",
            f"({area}){number}转{chance.randrange(100, 9999)}",
            f"{area}-{number}-{chance.randrange(100, 9999)}",
            f"联系电话：{area}{number}",
            f"电话 {number // 10000}-{number % 10000:04d}转8{chance.randrange(100):02d}",
            f"400-{number % 900 + 100}-{number % 9000 + 1000}",
            f"电话{area}-{number}、{number + 1}",
            f"0086-{area.removeprefix('0')}-{number}",
        ]
    )


def _figures(chance: random.Random) -> str:
    numbers = [str(chance.randrange(10 ** chance.randint(1, 4))) for _ in range(chance.randint(3, 8))]
    return chance.choice(["、", "，", "/", " ", "\n", "；"]).join(numbers) + chance.choice(["户", "人", "个", "万元"])


def look_alikes(count: int = 600) -> Iterator[str]:
    """Texts that hold none, so many of each of seven kinds."""
    chance = random.Random("look-alikes")
    kinds = (_code, lambda one: f"项目编码{_code(one)}，已批复", _amount, _document, _date, _office, _figures)
    for _ in range(count):
        yield from (kind(chance) for kind in kinds)


LEVELS = ("绝密", "机密", "秘密", "絕密", "機密", "机 密", "机·密", "秘\u3000密", "绝-密")
MARKED = (
    "{level}★1年", "{level}★", "{level} ★ 10年", "{level}☆长期", "{level}✱5年", "{level}▲3年", "{level}▲",
    "{level}*5年", "{level}●20年", "{level}∗1年", "{level}✩启用前", "{level}（5年）", "{level}(保密期限5年)",
    "{level}〔30年〕", "{level} 长期", "{level}·10年", "{level}★十年", "密级：{level}", "密级 {level}",
    "密级为{level}", "密级:{level}级", "密级是{level}", "密级（{level}）", "密 级：{level}", "密級：{level}",
    "保密级别：{level}", "保密等级 {level}", "涉密等级为{level}", "文件密级定为{level}。", "本件属于{level}级",
    "该方案定为{level}", "{level}", "【{level}】", "（{level}）", "{level}级", "[{level}] 关于某工程的方案",
    "{level} 关于某工程的方案", "某工程方案（{level}）", "某工程方案 {level}", "某工程{level}★1年方案",
    "某工程\n{level}\n方案", "{level}启用前", "★{level}", "密等：{level}", "标密：{level}", "特急·{level}",
    "国家秘密 {level}",
)  # fmt: skip
INTERNAL = (
    "内部资料 注意保存", "内部资料，注意保存", "内部资料\u3000妥善保管", "內部資料 注意保存", "内部文件 请勿外传",
    "内部文件·严禁外传", "内部材料，不得外传", "内部资料，未经批准不得转载", "内部资料 严禁复制", "内部刊物 注意保存",
    "内部资料", "（内部资料）", "【内部文件】", "仅供内部参考", "仅限内部使用", "内部资料 切勿遗失",
    "内部资料：禁止翻印", "内 部资料 注意保存", "工作秘密", "【工作秘密】", "工作秘密★", "工作秘密 3年",
    "密级：工作秘密", "（工作秘密）", "工作秘密 某方案", "本件属于工作秘密", "工作秘密（5年）", "工作秘密▲", "商密★",
    "商密▲长期", "核心商密★10年", "【内部】某方案",
)  # fmt: skip
NAMED = (
    "涉密项目", "某涉密工程", "某系统（涉密）", "涉密专项经费", "XX涉密课题", "专用装备（涉密部分）", "涉密采购",
    "涉密任务保障", "某基地涉密建设项目", "涉密",
)  # fmt: skip


def marked() -> Iterator[str]:
    """Texts with a mark of secrecy."""
    yield from (form.format(level=level) for form in MARKED for level in LEVELS)
    yield from INTERNAL


_SENTENCES = (
    "加强{what}，保守国家秘密。", "不涉及国家秘密和{what}。", "{what}管理制度健全。", "开展{what}检查{n}次。",
    "{what}工作培训{n}人次，时长{m}天。", "严禁泄露{what}，违者追究责任。", "签订{what}承诺书{n}份。",
    "机密级计算机{n}台、秘密级计算机{m}台。", "{what}率达到{n}%★★★★★", "完善{what}制度，{m}年来未发生失泄密事件。",
    "保守秘密，{m}年内不得从事相关业务。", "购置{what}柜{n}个，单价{m}元。", "密级管理规范，定密准确率{n}%。",
    "明确密级、机密文件的保管要求。", "密级分为绝密、机密、秘密三级。", "属于{what}的，不予公开。",
    "是否属于国家秘密：否", "涉及商业秘密、个人隐私的不公开", "商业秘密保护{n}件", "编印连续性内部资料{n}期。",
    "内部控制制度{n}项，内部管理规范。",
    "特急、加急件办理{n}件。",
    "标密准确率{n}%，密等划分合理。", "内部使用面积{n}平方米。", "供内部使用的食堂{m}个。",
    "机要交换站运行{n}次。", "秘书处{n}人，密云水库{m}座。", "评价等级★★★★，排名第{m}。", "非涉密项目{n}个全部公开。",
    "涉密载体销毁{n}公斤。", "不涉密，主动公开。", "保密期限届满解密{n}件。", "工作秘密管理办法{m}项。",
    "加强工作秘密管理，{n}人参加培训。", "密级鉴定{n}件。", "机密文件清退{n}份；秘密文件{m}份。",
    "加密传输{n}条，密码应用评估{m}次。", "人口密度{n}人/平方公里", "密集型产业{n}家", "精密仪器{m}台★",
    "内部审计{n}次，内部资料归档{m}卷。", "秘密级会议{m}次", "《中华人民共和国保守国家秘密法》宣传{n}场",
)  # fmt: skip
_WHAT = (
    "保密管理",
    "商业秘密",
    "工作秘密",
    "个人隐私",
    "国家秘密",
    "保密工作",
    "密码管理",
    "密件",
    "涉密人员",
    "保密教育",
)
OPEN_NAMES = (
    "非涉密项目", "涉密载体销毁", "涉密人员培训", "涉密计算机购置", "保密工作经费", "不涉密的日常运转",
    "内部控制建设", "机要局运转经费", "密云水库治理", "涉密档案室维护", "商业秘密保护示范站", "国家秘密载体印制资质",
    "脱密期管理", "涉密网络运维", "密码应用测评",
)  # fmt: skip


def unmarked(count: int = 20) -> Iterator[str]:
    """Texts about secrecy without a mark."""
    chance = random.Random("unmarked")
    for _ in range(count):
        for form in _SENTENCES:
            yield form.format(what=chance.choice(_WHAT), n=chance.randint(1, 99), m=chance.randint(2, 30))
