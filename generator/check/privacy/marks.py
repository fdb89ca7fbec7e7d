"""Marks of secrecy: a level of secrecy written as a mark is, and not as a word of a sentence.

The texts are folded (``folding``): white space is one character, and traditional forms are the common ones. Nothing is
repeated without a limit, so that a search is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.privacy.notices import CLOSE, END, NOTICES, OPEN, ORDER, START

_GAP = r"(?:[^\w,，。;；、!?]|_){0,3}"  # spaces, dots, dashes, brackets: what is put between the parts of a mark
_LEVEL = rf"[绝机秘]{_GAP}密"
_WORK = rf"(?:(?:警务|公安|检察|审判|税务|审计)?工{_GAP}作|警务|军事|审判|检察){_GAP}秘{_GAP}密"
_SLIP = rf"[绝机秘]{_GAP}[秘蜜宓]|(?:保|涉|内部|(?<![一-龥]))密|内部"  # what a star makes a mark as well
_ANY = rf"(?:{_LEVEL}|{_WORK}|[商核普]{_GAP}密)(?:{_GAP}级)?"
_STAR = "[★☆⋆⭐⭑⭒🌟✡-❋∗⁎⚝]"  # nothing else is written with these
_SIGN = "[*▲△▼▽◆◇◈●○◎■□♦♢※#@☉⊙✕×]"  # with these, other things are
_COUNT = r"(?:[0-9]{1,2}|[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3}|[×xX_]{1,2})"
_AFTER = "(?![来内度以间前后共全末底中初份的])"  # not the years of a sentence
_PERIOD = rf"(?:{_COUNT} ?(?:年|个?月|天|日){_AFTER}|长期|永久|启用前|公开前|解密前|印发前)"
_TERM = rf"(?:保密)?(?:期限|期)?[:为至]? ?(?:{_PERIOD}|至?(?:20)[0-9]{{2}}年)"
_OTHERS = r"(?![^\w]{0,2}[绝机秘]密|[和或及与])"  # levels are enumerated: a sentence about levels
_CLASSED = (
    r"(?<![绝机秘])[密秘] ?(?:[级等]|别(?=:))|(?<![一-龥])标密"
    r"|(?:保密|绝密|机密|秘密|涉密|定密|安全|知密)(?:级别|等级|程度|级)"
    r"|(?:保密审查|定密) ?:|[本该此](?:件|文件|数据|资料|材料|项目|工程|信息|内容|表|报告|方案|附件)[系为是]|^系"
    r"|(?<![不非未无是])(?<!是否)(?:属于?|定为|列为|确定为|标注为|标为|定密为|划为)"
)
_NO_SENTENCE = "(?![的事以或和及与级])(?!、(?!保密))(?!管理|制度|文件|载体|计算机|人员)"
_BETWEEN = r"(?:[^\w、]|[为是定确标注属于系填写栏核拟应均已]|等级|一栏){0,6}"
_INNER = (
    rf"内{_GAP}部{_GAP}(?:资料|文件|材料|刊物|文稿|电报|传阅|掌握|参阅|参考|(?=信息|数据|情况|明电|文电|报告|使用))"
)
_ITS = "(?:此处|本附件|(?:项目)?名称|内容|资金来源|属|属于|因)"
_LEFT_OUT = r"(?:省?略|[未不]列[示入]?|已?(?:隐|略|删)去?|不\w{0,3}公开)"
MARKS = (
    rf"(?:{_ANY}|{_SLIP}){_GAP}{_STAR}(?:{_GAP}{_TERM})?",
    rf"{_STAR}{_GAP}{_LEVEL}(?!级?[文管])",
    rf"{_ANY}{_GAP}{_SIGN}{_GAP}{_PERIOD}",
    rf"{START}{_ANY}{_GAP}{_SIGN}{END}",
    rf"(?<![一-龥]){_ANY}{_GAP}{_SIGN}(?![\w{_SIGN[1:-1]}])",
    rf"商密{_GAP}[▲△]",
    rf"(?<![商个技])(?<!商业)(?<!技术)(?<!个人){_LEVEL}级?{_GAP}{OPEN} ?{_TERM} ?{CLOSE}",
    rf"(?<![守家业术作人的露漏泄为和及种个务])(?:{_LEVEL}|{_WORK})级?{_GAP}{OPEN}? ?{_TERM}",
    rf"{_LEVEL}级?{_GAP}启用前",
    rf"(?:{_CLASSED}){_BETWEEN}(?:{_LEVEL}|{_WORK})级?{_NO_SENTENCE}{_OTHERS}",
    rf"(?:密 ?级|保密(?:级别|等级)|涉密等级)[^\w]{{0,3}}(?:内部(?:公开|使用|资料|掌握)?|敏感|受控|限阅|商密){END}",
    rf"{_LEVEL}级?[^\w]{{0,2}}(?:保密期限?{_GAP}(?:{_PERIOD}|20[0-9]{{2}})|{OPEN} ?(?:自|解密|保密|有效))",
    r"[绝机秘]密[字发电函]?[〔(\[]20[0-9]{2}",
    rf"{START}{_LEVEL}级?[,;] ?{_TERM}{END}",
    r"[绝机秘]密[字件]? ?第? ?[0-9]{1,6} ?号",
    # Alone in a text, a line or brackets, or set off before or behind a name.
    rf"{START}(?:{_LEVEL}|{_WORK})[级件]?{END}",
    rf"{OPEN} ?(?:{_LEVEL}|{_WORK})[级件]? ?{CLOSE}{END}",
    rf"{START}{OPEN} ?(?:{_LEVEL}|{_WORK})[级件]? ?{CLOSE}",
    rf"[【〖] ?(?:{_LEVEL}|{_WORK})[级件]? ?[】〗]",
    rf"{START}(?:{_LEVEL}|{_WORK})[级件]?[ \n:·|/—-]{{1,3}}(?=\w){_OTHERS}",
    rf"(?<=[ \n]){_LEVEL}[级件]?{END}",
    rf"(?<![机脑体件柜网备]){OPEN} ?{_LEVEL}[级件]? ?{CLOSE}:|>{_LEVEL}[级件]?</",
    rf"{START}(?:核心|普通|重要)商密(?:{END}|{_GAP}{_TERM})",
    rf"{START}(?:国家|工作|警务|商业|军事|核心商业)秘密[^\w]{{1,3}}{ORDER}|{START}军事机密{END}",
    # Beside how urgent it is, or the kind of secret that it is.
    rf"(?:特急|特提|加急|平急|急件|国家秘密)[ \n:·|/—-]{{1,3}}{_LEVEL}[级件]?{END}",
    rf"[【〖] ?内{_GAP}部 ?[】〗]",
    r"(?:[仅只][供限]|[供限])于?(?:本?单位|机关|系统|本部门)?内部(?:参考|使用|传阅|参阅|掌握|交流|阅知)(?![的面场])",
    rf"{_INNER}(?:信息|数据|情况|明电|文电|报告|使用)?[^\w]{{0,3}}(?:未经\w{{2,6}}[^\w]?)?{ORDER}",
    rf"{START}(?:(?:公安|政法|机关|单位|党内|本局)?{_INNER}(?:资料|文件|材料)?(?<!刊物)|注意保密){END}",
    rf"{OPEN} ?{_INNER}(?<!刊物) ?{CLOSE}",
    # That it is classified, and not the equipment and the people for what is.
    r"[本该此](?:项目|工程|文件|材料|表|件|资料)(?:内容|信息)?(?:(?:属于?|为|是|系)涉密(?![的])|涉密(?=[^\w]|$|不))",
    rf"{START}涉密[^\w]?(?:不\w{{0,2}}公开(?=[^\w]|$)|{ORDER})|{START}{OPEN} ?涉密 ?{CLOSE}",
    rf"{OPEN} ?因?涉密[^\w]?(?:省?略|不\w{{0,3}}公开)? ?{CLOSE}{END}",
    rf"{START}{_ITS}?涉密(?:内容|事项|信息|部分)?[^\w]?{_LEFT_OUT}{END}",
    r"[本此该](?:文件?|件|表|材料|资料|报告|方案)含有?(?:国家|工作|警务|军事)秘密(?=[^\w]|$)",
    rf"(?:密 ?级|保密(?:级别|等级))[^\w]{{0,3}}[绝机秘]{END}|{START}(?:高度|绝对|党内|极)(?:机密|绝密|秘密){END}",
    rf"{START}(?:极密|涉密 ?\*){END}",
    rf"{START}(?!因){_ITS}涉密(?:内容|事项|信息)?{END}",
    *NOTICES,
)
# Where one of them can begin: with a line, with one of these characters, or before 密. Tried everywhere, one after the
# other, they take eight times as long.
_FIRST = (
    "专严于仅会传供保公内军决函切划列办加勿发只台名商国在安定审密属工平急情意批报控数文方普本机材标核检此注涉清版特用看知确秘税稿简纪细绝"
    "表规警讲该请读资通阅限预"
)
FIRST = f"[{_FIRST}{OPEN[1:-1]}>{_STAR[1:-1]}]"
_BEGIN = rf"(?:(?<![^\n])|(?={FIRST}|(?s:.)密))"
_MARK = re.compile(f"{_BEGIN}(?:{'|'.join(MARKS)})")
# In a name: what is under seal is not even named. The keeping of such things is everybody's, and no secret; what is
# built for them is.
_BUILT = r"(?:建设|改造|扩建|新建|升级|集成|开发|工程|项目|专项)"
_NAMED = re.compile(
    rf"(?<![非不未无脱去解否])涉密(?:计算机)?(?:信息)?(?:系统|网络|机房|会议室|场所|专网|平台|领域|业务|单位|测绘|档案室?)(?:\w{{0,3}}){_BUILT}"
    r"|(?<![非不未无脱去解否])涉密(?!:?[ (]?[0-9否无不]|人员|载体|计算机|设备|打印|网络|信息系统|系统|文件|文档|资料"
    r"|电脑|档案|岗位|场所|会议|机房|终端|资质|管理|检查|培训|教育|清查|事件|案件|风险|测评|存储|介质|采购管理|业务|工作|单位|部门|领域|测绘)"
)


def marks(plain: str, *, name: bool = False) -> Iterator[tuple[int, int]]:
    """From where to where the marks of secrecy stand in a folded text; ``name``: it is what something is called."""
    yield from (match.span() for match in _MARK.finditer(plain))
    if name:
        yield from (match.span() for match in _NAMED.finditer(plain))
