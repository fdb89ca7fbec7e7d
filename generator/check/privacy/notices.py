"""Notices that keep a paper inside: not for the public, not to be passed on, to be given back, for whose eyes it is.

They are no levels of secrecy, and forbid the same. As with those (``marks``), what is written as a notice is one, and a
sentence about such notices is none. The texts are folded, and nothing is repeated without a limit.
"""

from __future__ import annotations

OPEN, CLOSE = r"[(\[【〔〖〈《<「『{]", r"[)\]】〕〗〉》>」』}]"
START, END = r"(?:^|(?<=\n))[^\w]{0,6}", r"[^\w]{0,6}(?:$|(?=\n))"
_MUST = r"(?:注意|妥善|严格|请勿|切勿|严禁|禁止|不得|不准|不可|不许|不宜|不对外|不予|仅供|勿|请)"
_DOES = (
    r"(?:保存|保管|保密|外传|外泄|泄露|泄漏|扩散|公开|复制|复印|转载|翻印|传播|上网|外借|遗失|转发|传阅|参考|翻拍|拍照"
    r"|散发|传抄|引用|提供|公布)"
)
ORDER = rf"{_MUST}(?s:.){{0,6}}{_DOES}"  # what is to be done with a paper, and what not

_THIS = r"[此本该](?:件|文件?|材料|资料|表|报告|方案|稿|附件|条|(?:项目|工程)?(?:信息|数据|内容)?)"
_NOT = r"暂?不(?:宜|应|得|能|可|许|准|适宜|予以?)?"
_CLOSED = rf"(?:依申请)?{_NOT}(?:对外|向社会)?(?:公开|公布)(?:发布|发表)?"
# In a place of its own 不公开 and 不予公开 may be an answer, and these are none.
_BARRED = r"(?:依申请不(?:予)?公开|不(?:宜|得|能|可|许|准|适宜)(?:对外|向社会)?(?:公开|公布)|不对外公[开布])"
_STATED = r"(?:公开|发布)(?:属性|方式|类型|类别|形式|选项|意见|性质|范围|层次)[^\w]{0,3}[为是]?[^\w]{0,2}"
_UNSEEN = r"不(?:得|宜|准|许)?(?:登报|上网|广播)"
_NOT_PUBLIC = (
    rf"{START}{_BARRED}{END}",
    rf"{OPEN} ?(?:{_CLOSED}|{_UNSEEN}[^()]{{0,8}}) ?{CLOSE}(?:{END}|(?=[:,;、]))",
    rf"{START}{OPEN} ?{_CLOSED} ?{CLOSE}",
    rf"{_THIS}[^\w]?(?:属于?|为|系)?{_CLOSED}(?=[^\w]|$)",
    rf"{_STATED}(?:依申请)?不(?:予以?|宜)?公开(?! ?[0-9]|的|事项|信息)",
    rf"{START}(?:是否)?(?:主动|对外|可以?|向社会)?公开[^\w]{{0,3}}(?:否|不公开){END}",
    rf"{_THIS}[^\w]?{_UNSEEN}",
    rf"{START}不(?:登报|上网)(?:[^\w]{{1,2}}不(?:登报|上网|广播)){{0,2}}{END}",
)
_OF = r"(?:[含有涉及属为系本此该]|内容|公安|警务|商业|国家|军事|技术|核心|部分)"
_TOUCHY = (
    r"(?:敏感|重要|受控|未公开|非公开|机要|限阅|未定|过程|审议|[绝机秘]密|军事|涉密)"
    r"(?:信息|资讯|数据|资料|材料|文件|内容|事项|设施|工程|稿|件)?"
)
_SPREAD = r"(?:外传|外泄|扩散|转发|外借|翻拍|泄露|转载|传播|公开|公布|引用|散发)"
_DO_NOT = r"(?:请勿|切勿|严禁|禁止|不得|不准|不可|勿)"
_NOT_ON = (
    rf"{START}{_OF}{{0,3}}{_TOUCHY}[^\w]{{1,3}}(?:未经\w{{2,6}}[^\w]?)?{ORDER}(?=[^\w]|$)",
    rf"{START}\w{{1,8}}[ :·]{{1,2}}(?:注意保密|(?:请勿|切勿|严禁|不得)外[传泄]){END}",
    rf"{OPEN} ?(?:内部)?(?:敏感|受控)(?:信息|数据|资料|材料|文件|内容)? ?{CLOSE}{END}",
    rf"{START}{_DO_NOT}(?:对外|向外|随意|擅自|截图|在?微信群?|拍照、?)?{_SPREAD}(?:[^\w]{{0,2}}{ORDER})?{END}",
    rf"{START}(?:请|务必|严格|注意|予以?|请予|妥善|对外){{1,2}}保密(?:[^\w]{{1,2}}{ORDER})?{END}",
    rf"{START}未经\w{{2,8}}[^\w]?(?:不得|严禁|禁止|请勿)(?:对外|向外|擅自)?{_SPREAD}{END}",
)
_INNER = r"内部(?:讨论|征求意见|试行|工作|参考|参阅|传阅|审议|送审)?(?:稿件?|限阅|明电|密电|发行|参考|参阅|传阅|掌握)"
_READERS = r"(?:局?领导|本?单位|本部门|本?机关|本系统|内部|常委|党组|党委|有关同志|与会人员)"
_READ = r"(?:参阅|阅知|阅读|审阅|知悉|掌握|使用|传阅|讨论|参考|阅)"
_RANK = r"(?:省军|省部|地师|地厅|厅局|县团|县处|乡科|科|县|市|省|厅|处)级(?:以上)?"
_FILLED = r"[^\w]{0,2}(?!已|共|均|全|明确|[0-9]+[人名])\w"
_WHOSE_EYES = (
    rf"[【〖] ?(?:内参|保密|密|限阅|涉密|非公开|{_INNER}) ?[】〗]",
    rf"{START}(?:\w{{0,4}}内参|限阅(?:文件|资料|件)?|{_INNER}|[仅只]?限(?:于?本?单位)?内部(?:使用|参考|交流|传阅|掌握|发行)?|密件|密码电报){END}",
    rf"{START}{OPEN} ?(?:内参|内部|保密|密|密件|限阅|{_INNER}) ?{CLOSE}",
    rf"{OPEN} ?(?:密|密件|限阅|{_INNER}) ?{CLOSE}{END}",
    rf"内参(?:清样|专报|专刊)?(?: ?第? ?[0-9]{{1,4}} ?期)?[^\w]{{1,3}}{ORDER}",
    rf"{_INNER}[^\w]{{1,3}}{ORDER}",
    rf"(?:{START}|{OPEN} ?)\w{{0,4}}[仅只供限]{{1,2}}于?{_READERS}(?:内部)?{_READ}(?: ?{CLOSE}|{END})",
    rf"{START}[此本]件[^\w]?[只仅限]?[发印]?至",
    rf"(?:{START}|{OPEN} ?)发至{_RANK}(?: ?{CLOSE}|{END})",
    rf"{START}知悉(?:范围|人员)[^\w]{{0,2}}:{_FILLED}",
)
_BACK = r"(?:即焚|即毁|销毁|收回|退回|交回|清退|交还|退还|归还|回收|删除)(?:\w{1,6}[室科局处])?"
_AFTER = r"请?[于在]?(?:会|阅|用|看|传阅|审)后(?:请|即|立即|及时|务必)?"
_GIVEN_BACK = (rf"(?:{START}|{OPEN} ?|(?<=[ ,;。])){_AFTER}{_BACK}(?: ?{CLOSE}|{END})",)
# What stands on the paper by which a level is set, and the number of a secret one: 财密〔2025〕12号.
_SPAN = "(?:至|[0-9]{1,4} ?[年个月天日-]|[一二三五十]{1,3}年|长期|永久)"
_SET = (
    rf"{START}(?:定密(?:责任人|依据|日期|时间)|解密(?:日期|时间|条件))[^\w]{{0,2}}:{_FILLED}",
    rf"{START}保密(?:期限?|年限)[^\w]{{0,2}}[:至][^\w]{{0,2}}{_SPAN}",
    r"(?:^|[一-龥(\n])(?<![保国商加解度机秘绝内紧严])密(?:发|电|函|字|办)?[〔\[(【]20[0-9]{2}[〕\])】] ?第? ?[0-9]",
)
NOTICES = (*_NOT_PUBLIC, *_NOT_ON, *_WHOSE_EYES, *_GIVEN_BACK, *_SET)
