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


SCRIPTS = (
    "⓿❶❷❸❹❺❻❼❽❾", "0⓵⓶⓷⓸⓹⓺⓻⓼⓽", "🄋➀➁➂➃➄➅➆➇➈", "🄌➊➋➌➍➎➏➐➑➒", "〇〡〢〣〤〥〦〧〨〩",
    "〇㊀㊁㊂㊃㊄㊅㊆㊇㊈", "〇㈠㈡㈢㈣㈤㈥㈦㈧㈨", "0⑴⑵⑶⑷⑸⑹⑺⑻⑼", "०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙", "༠༡༢༣༤༥༦༧༨༩",
    "᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙", "〇㆒㆓㆔㆕五六七八九",
)  # fmt: skip


def scripted(chance: random.Random, number: str) -> str:
    """The number in digits of another script, or in signs for numbers."""
    script = chance.choice(SCRIPTS)
    return "".join(script[int(one)] if one.isdecimal() else one for one in number)


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
    lambda _, number: f"{number[:6]} {number[6:10]}年 {number[10:12]}月{number[12:14]}日 {number[14:]}",
    lambda _, number: f"{number[:10]}年{number[10:]}",
    lambda chance, number: chance.choice("-、，.| ").join(number),
    lambda chance, number: cut(number, 6, 8, by=chance.choice(["——", "[", "#", "+", " ／ ", "“"])),
    lambda _, number: f"残疾人证号{number}{'43'}",
    lambda _, number: f"https://www.example.gov.cn/q?id={number}",
    lambda chance, number: cut(number, 6, 8, by=chance.choice(["<br>", "<br/>", "</td><td>", "<br />"])),
    lambda _, number: "".join(chr(0x1D7CE + int(one)) if one.isdecimal() else one for one in number),
    lambda _, number: f"{number[:-1]} {number[-1].lower()}",
    lambda chance, number: cut(number, 6, 8, by=chance.choice(["\t", "\u2009", "\u00a0", "…", "→", "'", "。", "；"])),
    lambda _, number: "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(one)] if one.isdecimal() else one for one in number),
    lambda _, number: "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(one)] if one.isdecimal() else one for one in number),
    lambda _, number: "".join("〇一二三四五六七八九"[int(one)] if one.isdecimal() else one for one in number),
    lambda _, number: "".join("零壹贰叁肆伍陆柒捌玖"[int(one)] if one.isdecimal() else one for one in number),
    lambda chance, number: f"身份证{scripted(chance, number)}",
    lambda chance, number: chance.choice(["\u3164", "\u2800", "\u1680", "\u115f"]).join(number),
    lambda chance, number: f"①{number}②{resident(chance)}",
    lambda chance, number: f"{number[:17]}{chance.choice('×❌╳✖')}" if number[-1] == "X" else f"{number}①",
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
    lambda _, number: f"手机{spelled(number).translate(str.maketrans('〇二三六', '○貳參陸'))}",
    lambda chance, number: cut(spelled(number), 3, 4, by=chance.choice(" -")),
    lambda _, number: f"({number[:3]}){number[3:7]}-{number[7:]}".replace("-19", "-31").replace(")20", ")32"),
    lambda chance, number: cut(number[:3] + "3" + number[4:7] + "4" + number[8:], 3, 4, by=chance.choice("~|*")),
    lambda _, number: f"tel:+86{number}",
    lambda _, number: f"{number}@139.com",
    lambda _, number: f"0531-88880000/{number}",
    lambda chance, number: f"{number}{chance.choice(['元经理', '米先生', '人事科', '吨吨'])}",
    lambda chance, number: f"{number}{card(chance)}",
    lambda chance, number: f"请联系：{cut(number, 3, 4, by=chance.choice(':：；。、|*'))}",
    lambda chance, number: cut(number[:3] + "3" + number[4:7] + "4" + number[8:], 3, 4, by=chance.choice("\\=#'→")),
    lambda chance, number: f"{chance.choice(['086', '17951', '17909', '12593'])}{number}",
    lambda chance, number: f"{chance.choice(['同微信', '微信同号', '户主'])}{number}家长",
    lambda _, number: f"手机{''.join('⓪①②③④⑤⑥⑦⑧⑨'[int(one)] for one in number)}",
    lambda _, number: f"手机{''.join('⁰¹²³⁴⁵⁶⁷⁸⁹'[int(one)] for one in number)}",
    lambda _, number: f"手机{''.join('₀₁₂₃₄₅₆₇₈₉'[int(one)] for one in number)}",
    lambda chance, number: f"手机 {scripted(chance, number)}",
    lambda chance, number: chance.choice(["\u3164", "\u2800", "\u1680", "\u115f"]).join(number),
    lambda chance, number: f"①{number}②{mobile(chance)}",
    lambda chance, number: f"{number}{chance.choice('①②⑴❶¹²³')}",
    lambda chance, number: f"手机 {chance.choice('|*；+~=:#').join(number)}",
    lambda chance, number: (
        f"联系电话：{cut(number, 3, 4, by=chance.choice(['^', '@', '$', '&', '%', '※', '《', ' @ ']))}"
    ),
    lambda chance, number: (
        f"{number[:3]}{chance.choice(['【3{}】', '「3{}」', '[3{}]']).format(number[4:7])}{number[7:]}"
    ),
    lambda _, number: f"（{number[:3]}）3{number[4:]}",
    lambda _, number: f"{number}.0",
)
CARDS: tuple[Callable[[random.Random, str], str], ...] = (
    lambda _, number: f"账号{number}。",
    lambda _, number: cut(number, 4, 4, 4, 4, by=" "),
    lambda _, number: f"kh{number}",
    lambda _, number: cut(number, 6, 6, by="·"),
    lambda chance, number: f"卡号 {any_groups(chance, number, ' ', 3)}",
    lambda _, number: f"账号：{' '.join(number)}",
    lambda _, number: f"开户行：某行 {number}元",
    lambda chance, number: f"{number}{mobile(chance)}",
)
PAPERS: tuple[Callable[[random.Random], str], ...] = (
    lambda chance: f"护照号E{chance.randrange(10**7, 10**8)}",
    lambda chance: f"持護照：EA{chance.randrange(10**6, 10**7)}入境",
    lambda chance: f"港澳通行证C{chance.randrange(10**7, 10**8)}。",
    lambda chance: f"港澳居民来往内地通行证 H{chance.randrange(10**9, 10**10)}",
    lambda chance: f"回乡证号M{chance.randrange(10**7, 10**8)}",
    lambda chance: f"台胞证号码：{chance.randrange(10**7, 10**8)}",
    lambda chance: f"台湾居民来往大陆通行证{chance.randrange(10**7, 10**8)}",
    lambda chance: f"军官证（某字第{chance.randrange(10**6, 10**7)}号）",
    lambda chance: f"士官证 某字第{chance.randrange(10**6, 10**7)}号",
    lambda chance: f"Passport No. E{chance.randrange(10**7, 10**8)}",
    lambda chance: f"持G{chance.randrange(10**7, 10**8)}号护照入境",
)


def persons(count: int = 30) -> Iterator[str]:
    """Texts that hold a personal number, so many of each way of writing it."""
    chance = random.Random("persons")
    for _ in range(count):
        yield from (write(chance, resident(chance)) for write in PERSONS)
        yield from (write(chance, mobile(chance)) for write in MOBILES)
        yield from (write(chance, card(chance)) for write in CARDS)
        yield from (write(chance) for write in PAPERS)


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
            f"指标值≥{number}",
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


def _papers(chance: random.Random) -> str:
    """Counts and codes of papers, and figures in brackets."""
    number = chance.randrange(10**6, 10**8)
    return chance.choice(
        [
            f"办理护照{number}本",
            f"护照办理{number}件，通行证办理{number // 3}件",
            f"出入境证件E{number}批次",
            f"军官证{number}张",
            f"({chance.randint(130, 199)}){chance.randint(1950, 2026)}-{chance.randint(1950, 2026)}",
            f"{chance.randint(130, 199)}（{chance.randint(2000, 2026)}）{chance.randint(1000, 9999)}",
            f"{chance.randint(130, 199)}*{chance.randint(1000, 9999)}*{chance.randint(100, 999)}毫米",
            f"{chance.randint(130, 199)}~{chance.randint(200, 999)}~{chance.randint(1000, 9999)}",
            f"{number}年{chance.randint(1, 12):02d}月{chance.randint(1, 28):02d}日{chance.randint(100, 999)}",
            f"账号数{number}个，卡号段{number}{number}",
            "一二三四五六七八九十",
        ]
    )


def _signed(chance: random.Random) -> str:
    """Entries with signs for their numbers, ratios, comparisons, and figures in brackets."""
    low, year = chance.randint(130, 199), chance.randint(2012, 2027)
    return chance.choice(
        [
            f"①{year}年完成②{year + 1}年完成",
            f"⑴{year}年⑵{year + 1}年⑶{year + 2}年",
            f"①{chance.randrange(10**6, 10**8)}人次②{chance.randrange(10**6, 10**8)}人次",
            f"❶ {low}0户 ❷ {low + 1}4户 ❸ {low}8户",
            f"{low}<{low}0<{low}5",
            f"得分：{'：'.join(str(chance.randint(1, 5)) for _ in range(11))}",
            f"{'、'.join(str(chance.randint(1, 9)) for _ in range(11))}",
            f"共{low}（{low}4）户",
            f"面积({low}){year}0501平方米",
            f"面积1500m²、{low}0m²、{low}5m²",
            f"{mobile(chance)}.0元",
            f"投资 {mobile(chance)}.00",
            f"办理护照G系列{chance.randrange(10**6, 10**8)}本",
            f"{chance.choice('〇二')}〇二四年{chance.choice('一二')}月",
        ]
    )


def _technical(chance: random.Random) -> str:
    """Addresses of computers, coordinates, long decimals, lists of figures of one width, codes of organisations."""

    def drawn(digits: int) -> int:
        return chance.randrange(10 ** (digits - 1), 10**digits)

    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return chance.choice(
        [
            ".".join(str(chance.randrange(1, 255)) for _ in range(4)),
            f"东经{chance.uniform(100, 120):.8f}，北纬{chance.uniform(20, 40):.8f}",
            f"系数{chance.random():.16f}",
            "、".join(str(drawn(4)) for _ in range(chance.randint(4, 8))),
            f"统一社会信用代码：91990001{drawn(10)}",
            f"9{chance.choice('123')}990001{''.join(chance.choice(letters) for _ in range(10))}",
            f"组织机构代码 {drawn(8)}-{chance.choice('0123456789X')}",
            f"不动产单元号990001{drawn(6)}GB{drawn(5)}W00000000",
            f"G{drawn(3)}线K{drawn(2)}+{drawn(3)}",
            f"ISBN 978-7-{drawn(3)}-{drawn(5)}-{drawn(1)}",
            f"发票号码：{drawn(20)}",
            f"20{chance.randint(10, 26)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}" * 2,
        ]
    )


def look_alikes(count: int = 600) -> Iterator[str]:
    """Texts that hold none, so many of each of ten kinds."""
    chance = random.Random("look-alikes")
    texts = (_code, lambda one: f"项目编码{_code(one)}，已批复", _amount, _document, _date, _office, _figures, _papers)
    kinds = (*texts, _technical, _signed)
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
# Labels, notices that keep a paper inside, slips and ways of setting that people really use.
NOTICES = (
    "机密级别：机密", "机密级别 秘密", "机密等级：机密", "絕密等級：絕密", "保密級別：機密", "安全级别：秘密",
    "密级：内部", "密级：内部公开", "保密级别：内部", "密级：敏感", "秘级：机密", "密级=机密", "密级/机密", "【内参】",
    "内参", "（内参）某某情况", "内参 不得外传", "领导内参 注意保存", "內參", "内参清样 阅后收回",
    "内参第3期 注意保密", "不宜公开", "（不宜公开）", "本件不宜公开", "本材料不宜公开。", "此件不予公开", "此件不公开",
    "（此件不公开发布）", "此件依申请不公开", "依申请不公开", "（依申请不公开）", "公开属性：不予公开",
    "公开方式：不公开", "公开类型：依申请不公开", "信息公开选项：不予公开", "信息公开属性 不公开", "是否公开：否",
    "是否主动公开：否", "某项目（不公开）", "某专项资金（不对外公开）", "不对外公开", "不得公开", "本表不得公开",
    "本材料不对外公开", "敏感信息 请勿外传", "敏感信息，请勿外传", "敏感数据 严禁外泄", "含敏感信息，不得公开",
    "含敏感信息，请勿转发", "涉及敏感信息 不予公开", "【敏感信息】", "（敏感信息）", "重要数据 严禁泄露",
    "未公开信息，请勿传播", "受控文件 严禁复制", "敏感資訊 請勿外傳", "请勿外传", "请注意保密", "严格保密", "请予保密",
    "务必保密，请勿转发", "对外保密", "【保密】", "（保密）某方案", "保密★5年", "内部讨论稿", "（内部讨论稿）",
    "内部征求意见稿 不得外传", "内部稿件 请勿外传", "内部★", "（内部）某方案", "内部掌握", "内部传阅", "内部发行",
    "限内部发行", "仅供领导参阅", "仅供领导同志参阅", "（供领导参阅）", "仅限领导参阅", "阅后即焚", "阅后收回",
    "（阅后销毁）", "会后收回",
    "某方案（会后收回）", "请于会后交回", "此件发至县团级", "（此件发至县处级）", "本件发至各乡镇党委", "发至县团级",
    "知悉范围：局领导", "保密期限：5年", "保密期限：长期", "定密责任人：某某", "定密依据：某某规定",
    "解密日期：2035年1月1日", "解密时间：2035-01-01", "解密条件：项目完成", "财密〔2025〕12号", "示财密发〔2025〕12号",
    "某密电〔2025〕3号", "机密字第3号", "机密001号", "密码电报", "【密】", "（密）某方案", "某方案（密）", "密★",
    "密件", "机密件 第3份", "警务秘密", "警务工作秘密★", "（审判秘密）", "军事秘密", "军事机密", "国家秘密★1年",
    "秘密★", "绝秘★1年", "机蜜★5年", "秘蜜★", "机密&#9733;1年", "机密&starf;1年", "机密&nbsp;★&nbsp;1年",
    "内 部 资 料 注 意 保 存", "请 勿 外 传", "不 宜 公 开", "密 级 ： 机 密", "附件2（机密）：经费测算表",
    "本项目内容涉密", "本项目为涉密项目", "该项目涉密，不公开", "涉密，不宜公开", "涉密不公开", "（涉密）", "【涉密】",
    "涉密★", "密级：机密、保密期限5年", "编号：00001 机密", "核心商密", "重要商密", "商业秘密 严禁外传", "商业秘密★",
    "普通商密 5年", "机密★★★", "绝密▇", "▇机密▇", "机密‖1年", "机密|1年", "机密/1年", "机密—1年", "机密；保密期限1年",
    "秘密，5年", "**机密**", "# 秘密", "> 机密", "<b>机密</b>", "秘密（长期）", "机密(自印发之日起1年)",
    "机密★自2025年起3年", "机密 2025年1月1日解密", "秘密★本年度", "限阅", "限阅文件", "内部限阅", "内部明电", "不上网",
    "（不上网）", "此件不上网", "此件不登报、不上网", "（不登报、不广播）", "未经批准不得公开", "未经许可，不得外传",
    "未定稿 请勿外传", "过程稿，勿外传", "供内部掌握", "内部资料（不公开）", "仅本单位掌握", "请勿拍照、转发",
    "请勿在微信群转发", "机密文件，请注意保密", "本文件密级为秘密，期限10年", "秘密★10年 急件", "密级（秘密 10年）",
    "涉密等级：机密级", "秘密（解密时间2030年）", "★秘密★", "机密资料 严禁外传", "绝密文件 阅后即焚", "属秘密级",
    "系机密件", "该数据为工作秘密", "工作秘密，请勿外传", "警务工作秘密 注意保密", "公安内部资料", "内部资料不得翻印",
    "（内部传阅，不得外传）", "内部使用，请勿外传", "内部参考资料", "内部掌握，不对外公布", "不对外公布",
    "（暂不公开）", "本条不公开", "此项目不公开", "本项目不公开", "该项目不宜公开", "本项目信息不宜对外公开",
    "（因涉密略）", "（涉密，略）", "涉密略", "涉密事项，不予公开", "涉密内容已隐去", "此处涉密", "资金来源涉密",
    "本附件涉密", "属涉密内容", "公开选项：此件不公开", "公开形式：不予公开", "公开范围：不公开",
    "政府信息公开属性：不予公开", "主动公开：否", "【公开属性】不予公开", "发布层次：不公开", "限内部掌握", "仅限内部",
    "仅限本单位内部使用", "仅供内部使用，不得外传", "只限领导阅", "呈阅件 注意保密", "请阅后退回办公室", "阅后请退回",
    "阅后请销毁", "用后销毁", "看后删除", "请勿截图外传", "勿外传", "切勿外传！", "严禁对外公开", "未经授权不得扩散",
    "保密期限至2030年", "保密期：5年", "保密审查：机密", "定密：秘密", "定密为机密级", "国家秘密（秘密级）",
    "秘 密 ★ 5 年", "秘密５年", "机密★伍年", "机 密★自制定之日起至2030年", "秘密★五年", "机密✦1年", "机密✯",
    "机密⚹2年", "机密※1年", "机密√", "☆机密☆", "机密!", "绝密资料，不得外传", "商业机密，严禁外传",
    "商业秘密，请勿外泄", "技术秘密★", "示密〔2025〕3号", "示机密〔2025〕3号", "密字〔2025〕3号", "秘密件第12号",
    "军事设施，不得公开", "国防工程（涉密）", "敏感内容，不宜公开", "内容敏感，请勿外传", "敏感 请勿外传",
    # A notice that is all of a cell, or all of a pair of brackets.
    "不予公开", "（不予公开）", "本表不予公开", "此项不予公开", "内容不予公开", "金额不予公开", "不予公布",
    "不予公开（涉及国家秘密）", "依法不予公开", "以下内容不公开", "附件不公开", "本页不公开", "暂不对外公开",
    "不对社会公开", "（非公开）", "不上网公开", "不挂网", "内部", "（内部）", "内 部", "内部。", "*内部*", "內部",
    "某某方案（内部）", "某某名单（内部）", "内部使用", "（内部使用）", "内部件", "内阅", "公安内部", "内部机密",
    "仅单位内部公开", "只在内部公开", "（内部公开）", "仅供工作使用", "仅供内部人员使用", "仅限执法人员查询",
    "控制传阅",
    "（控制传阅）", "注意：控制传阅", "请控制传阅范围", "严格控制知悉范围", "限制传阅", "限制阅读", "限传阅",
    "限阅范围：班子成员", "某方案（控制传阅）", "不得传阅", "不得对外提供", "请勿对外", "勿对外", "不外传", "不许外传",
    "不能外传", "（不得外传）", "禁止复制", "未经批准，不得翻印", "注意保存", "（注意保存）", "阅毕收回", "用毕收回",
    "读后删除", "仅限党内", "党内资料 注意保存", "仅供党内传达", "传达到县处级", "只传达到科级", "领导专阅", "密电",
    "内部明传电报", "高度机密", "党内机密", "密级：秘", "密级：绝", "本文含工作秘密", "该表含国家秘密", "保密期限 5年",
    "保密期10年", "保密至2030年", "密期：5年", "解密期限：2030年", "密字3号", "敏感项目，不公开", "涉军，不公开",
    "TOP SECRET", "Confidential", "Internal use only", "For official use only", "Not for public release",
    "DO NOT DISTRIBUTE", "密别：机密", "解密日期 2030-01-01", "内部数据 禁止外传", "暂不公开，请勿外传",
    "【不对外】",
    "因涉密省略", "内容涉密，未列", "项目名称涉密", "涉密*", "仅供军队使用", "公安机关内部使用", "極機密", "極密",
    "会后收回，不得带走", "仅供领导参考，不得外传", "传至县处级", "不得在互联网公布", "禁止上传互联网",
    "请勿在网上发布",
)  # fmt: skip
NAMED = (
    "涉密项目", "某涉密工程", "某系统（涉密）", "涉密专项经费", "XX涉密课题", "专用装备（涉密部分）", "涉密采购",
    "涉密任务保障", "某基地涉密建设项目", "涉密", "涉密信息系统建设", "某局涉密网络改造工程", "涉密机房建设",
    "涉密系统集成项目",
    "涉密测绘项目", "涉密业务专项经费", "涉密档案室扩建",
)  # fmt: skip


def marked() -> Iterator[str]:
    """Texts with a mark of secrecy."""
    yield from (form.format(level=level) for form in MARKED for level in LEVELS)
    yield from INTERNAL
    yield from NOTICES


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
# Sentences, indicators and names with the words of notices.
OPEN_WORDS = (
    "内部刊物", "（内部刊物）", "内部刊物《财政研究》印制费", "内部刊物印刷12期", "编印内部资料12期",
    "不得复制推广", "可复制可推广", "档案复制件", "印刷品不得复制标识采购", "样品注意保管", "图书不得外借",
    "编发内参12期", "报送内参信息30篇，采用3篇", "内参采用数", "编发《内参》12期", "向上级报送内参3篇",
    "依申请公开3件，不予公开1件", "依申请公开", "主动公开", "公开属性：主动公开", "公开属性：依申请公开",
    "公开方式：主动公开", "是否公开：是", "是否主动公开：是", "属于国家秘密，不予公开", "不予公开3件",
    "对不宜公开的事项作了处理", "依法不予公开的信息占2%", "因涉密不予公开的项目2个", "部分项目涉及国家秘密，不予公开",
    "已扣除依法不公开的项目", "不公开理由说明率100%", "加强敏感信息管理，严禁外泄", "个人敏感信息保护3次",
    "开展敏感数据排查，未发现泄露", "敏感信息泄露事件0起", "敏感区域巡查12次", "环境敏感点5处",
    "敏感信息不得外传的制度已建立", "会议材料会后收回率100%", "涉密文件阅后收回，回收率100%", "保密期限届满解密3件",
    "合同约定保密期限为2年", "保密期限2年的协议3份", "定密责任人培训3人", "定密依据充分", "解密审查3件",
    "解密时间由2小时缩短到1小时", "知悉范围控制在必要人员", "通知发至县级部门", "文件发至乡镇12个",
    "国密局字〔2019〕417号", "国保发〔2021〕3号", "鲁财绩〔2025〕3号", "中保委发〔2020〕1号", "某保密〔2020〕12号",
    "采用国密算法改造系统3套", "加密（国密）算法", "商密〔2020〕改造项目", "密码应用安全性评估（密评）",
    "密件处理12件", "密码电报系统运维", "机要件收发1200件", "机要交换12次", "内部发行刊物12期", "内部讨论3次",
    "内部传阅文件12份", "内部掌握情况良好", "供领导参阅专报12期", "编写专报供领导决策参考12期", "仅供参考", "保密",
    "保密工作", "严格保密制度", "严格保密管理", "签订保密协议", "对外保密承诺书3份", "内部道路维修（一期）",
    "停车场（内部）改造", "内部控制", "内部审计", "普通（密）封条", "人口（密）度", "小区道路（内部）硬化",
    "机密级设备", "机密级计算机（3台）", "涉密计算机（机密）2台", "国家秘密", "商业秘密", "个人隐私",
    "军事秘密保护教育3次", "警务秘密培训", "审判秘密保护", "涉密人员3名", "涉密载体", "涉密计算机", "不涉密", "非涉密",
    "是否涉密：否", "是否涉密：不涉密", "涉密（3台）计算机", "密级：无", "密级：非密", "密级：公开", "密级：普通",
    "密级：不涉密", "安全等级：三级", "安全级别：高", "安全级别：秘密级以上占3%", "等级保护三级",
    "机密性、完整性、可用性", "数据机密性100%", "不公开招标", "公开招标", "非公开招标3次", "非公开发行债券",
    "采用非公开方式", "单一来源（非公开）采购", "上网电价", "禁止拍照标识12块", "严禁烟火标识", "不得上网课", "限阅读",
    "未成年人不得上网", "政务公开不到位问题", "公开不及时", "不公开、不透明问题", "不及时公开的问题3个",
    "不主动公开信息的单位", "不得公开招标以外方式", "严禁转发虚假信息宣传3次", "敏感词过滤系统", "敏感信息 3条",
    "价格敏感", "敏感期监测", "阅后评价", "会后满意度", "核心机密部位", "保密要害部门部位3个", "绝密文件柜3个",
    "机密文件12份", "秘密文件12份，机密文件3份", "解密条件具备", "加密★", "机密印刷厂", "国家秘密载体印制",
    "国家秘密定密管理", "密级确定、变更和解除12件", "评价等次★★★", "此件公开发布", "（此件公开发布）",
    "（此件主动公开）", "此件删减后公开", "请勿拍照标志牌3块", "不对外开放", "不对外营业", "不对外服务的食堂",
    "限制公开范围", "公开范围不广", "不向社会公开的收费项目清理3项", "应公开不公开问题整改", "未经批准不得占用林地",
    "未经许可不得入内", "内部使用房屋3间", "工作秘密范围清单1份", "该项目不涉密，全部公开", "秘书3名，密封5件",
    "信息不公开", "绩效信息未公开", "绩效信息不公开扣2分", "不公开的扣1分", "公开得2分，不公开得0分",
    "未按规定公开，不得分", "公开率低，不宜公开发行", "非公开资料库建设", "阅后满意", "暂不公开征求意见",
    "该项目不公开招标，采用竞争性磋商", "对未按要求公开的，扣减预算", "绩效目标应公开未公开", "加大内部资料整理力度",
    "严格落实会后清场制度", "会后及时整理纪要", "阅后签字率100%", "不得公开露面", "内部审计报告不对外公布制度",
    "涉及商业秘密不予公开的合同2份", "涉密设备采购公开招标", "涉及国家秘密、商业秘密和个人隐私的除外",
    "敏感地段不宜公开施工", "敏感作物种植", "重要信息系统3个", "重要数据备份，防止泄露", "重要资料归档，严禁丢失",
    "数据资料对外公开率", "参阅资料12份", "送阅件办理12件", "领导参阅件编印", "限阅览室使用", "解密档案开放3000卷",
    "档案解密：全年1200件", "定密责任人：已明确3人", "保密期限：按合同执行", "知悉范围：明确", "公开类别：主动公开",
    "公开形式：网站公开", "财政局密切配合", "严密〔2025〕部署", "人口密〔1〕", "局密码〔2025〕3号", "内参式报告",
    "党内参考", "内参考价值", "本件公开", "本报告不公开投票", "本方案不公开征集", "此件收文12份", "此表不得空白",
    "本表不得涂改", "本项目不对外公开招聘", "该项目涉密程度低", "未经审批不得上网", "未经批准不得外出",
    "请勿转发垃圾信息", "限内部员工", "不对外公开招标的项目3个", "不宜公开竞争的项目", "公开率不得低于95%",
    "社会公众满意度", "暂不公开", "不公开", "涉及国家秘密，不公开", "送阅件",
    "内部控制制度", "内部审计", "内部管理", "内部监督", "内部培训", "内部考核", "内部公示", "内部食堂", "内部装修",
    "内部道路硬化", "内部职工", "内部交流", "内部学习", "内部简报12期", "内部网络", "内部使用面积", "医院内部",
    "小区内部",
    "机关内部停车场", "单位内部公示", "内部公开栏", "仅在内部设置", "内部阅读空间", "控制传染源", "控制传播",
    "控制范围",
    "控制成本", "控制扩散", "控制发放范围", "控制在5%以内", "限制通行", "限制性股票", "限期整改", "传阅文件3次", "传阅",
    "传阅率100%", "知悉率", "保存完好", "妥善保管", "妥善安置", "注意安全", "不外传染", "禁止对外排放", "禁止传销",
    "不予支持", "不予立项", "不予入库", "不予公开招标", "名单公开", "金额不变", "附件公开", "网上公开", "仅供参考",
    "仅限本人使用", "限本单位职工", "限党员", "党内法规", "党内教育", "党内关怀帮扶", "传达到位", "传达到各村",
    "领导阅示", "保密期满", "密度3号", "密云3号线", "密封3号", "Secretariat", "Internal audit", "internal control",
    "用完即走", "看完病", "对外公开", "依法公开", "政务公开", "绝密资料", "机密文件",
    "解密时间 2小时", "解密日期前移", "网络发布12条", "不得在网上发布虚假信息",
    "禁止在互联网传播虚假信息行动3次",
    "不信谣不传谣，请勿传播", "内部数据库建设", "内部数据治理3项", "内部数据质量提升，准确率95%", "窗口（不对外）改造",
    "数据不对外服务", "内容涉密人员培训", "极地考察", "公安机关内部审计", "供领导参考的材料12期", "传至各村",
    "传达至村",
    "Do not park here", "official use of funds", "密别管理", "互联网+监管", "文件互联网发布率100%", "名称不列入",
    "不上互联网的系统3套", "金额未列示", "涉密不上网，上网不涉密",
    "国家秘密事项", "机密资料", "秘密文件", "涉密项目不列明细", "内部资料·免费交流",
)  # fmt: skip
OPEN_NAMES = (
    "非涉密项目", "涉密载体销毁", "涉密人员培训", "涉密计算机购置", "保密工作经费", "不涉密的日常运转",
    "内部控制建设", "机要局运转经费", "密云水库治理", "涉密档案室维护", "商业秘密保护示范站", "国家秘密载体印制资质",
    "脱密期管理", "涉密网络运维", "密码应用测评", "涉密信息系统测评", "涉密信息系统运维", "涉密场所检查",
)  # fmt: skip


def unmarked(count: int = 20) -> Iterator[str]:
    """Texts about secrecy without a mark."""
    chance = random.Random("unmarked")
    for _ in range(count):
        for form in _SENTENCES:
            yield form.format(what=chance.choice(_WHAT), n=chance.randint(1, 99), m=chance.randint(2, 30))
    yield from OPEN_WORDS
