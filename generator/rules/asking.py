"""How much weighs what a rule finds, and what may be asked about it: the same words on pages, in files and packs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Weight = Literal["money", "result", "form"]
# The weights as people read them, the heaviest first, and what each means.
WEIGHTS: Mapping[Weight, tuple[str, str]] = {
    "money": ("重", "关系到钱和后果：大笔资金没有照计划用、评价不好预算没减、整改没有落实。"),
    "result": ("中", "关系到结果可不可信：得分、完成情况、覆盖范围和年度说明里的数字。"),
    "form": ("轻", "关系到填写：指标设得不全、文字雷同、日期编码单位写法。"),
}


class Asked(NamedTuple):
    """How much a finding of a rule weighs, and the question it gives rise to."""

    weight: Weight
    question: str


_MONEY: Mapping[str, str] = {
    "F16": "为什么没有照计划实施？收回的资金用到了哪里？",
    "F09": "为什么没有减？评价指出的问题改了没有？",
    "F09b": "压减的决定怎样落实？增加的部分依据是什么？",
    "F18": "下一年增加的依据是什么？这一年没有用完的钱怎样处理？",
    "R26": "评价结果准备怎样用到预算安排里？",
    "F08": "卡在哪里？预计哪一天改完，由谁负责？",
    "F13b": "预算变化这么大，原因是什么，经过了什么程序？",
    "F20": "年中为什么调整，批准的文件是哪一份？",
    "F20b": "取消以前花了什么，能不能收回？",
    "C31": "差的这部分是怎样调整的，为什么没有登记？",
    "C31b": "全年预算为零，是取消了还是没有下达？",
    "C31c": "已经取消，为什么还有预算？",
    "F10": "压减的基数是多少？",
}
_RESULT: Mapping[str, str] = {
    "F08b": "为什么超过期限？改的效果核实过没有？",
    "F02": "钱没有花完，任务是怎样完成的？剩下的钱在哪里？",
    "F07": "两个分数差在哪几项？自评的打分依据是什么？",
    "F07b": "抽查发现了什么，自评改了没有？",
    "F17": "没达到的是哪几项，为什么仍评为最高等级？",
    "F01": "得分普遍很高，打分有没有拉开差别的标准？",
    "F01b": "平均分很高，各项目的得分能不能公布？",
    "F03": "指标值是怎样定的，下一年会不会提高？",
    "F04d": "几项指标的数为什么都一样，是怎样统计的？",
    "F12": "两处预算数为什么不同，以哪一个为准？",
    "F12b": "两处预算数为什么不同，以哪一个为准？",
    "F14": "为什么没有公开自评，什么时候公开？",
    "F15": "同一个项目为什么有两个结论，以哪一个为准？",
    "F15b": "两个项目是不是同一件事，有没有重复安排？",
    "R18": "花得慢的原因是什么？指标是怎样完成的？",
    "R19": "进度慢的原因是什么，全年预计能花多少？",
    "R19b": "进度慢的原因是什么，年底花到了多少？",
    "R17d": "结果不好，准备采取什么措施？",
    "R21": "统计的范围是什么，能不能按同一范围公布？",
    "R21b": "应办的个数是怎样数出来的？",
    "R21c": "没有公开的是哪些，什么时候补上？",
    "R24": "为什么晚了，下一年怎样按时公开？",
    "R24b": "批复的日期是哪一天，公开是不是在期限以内？",
    "R25": "这个项目多久评价一次，上一次是什么时候？",
    "F10b": "比率的基数是多少，能不能公布？",
    "F13": "增减这么大，是做的变了，还是统计范围变了？",
    "F14b": "一条里有几个项目，还有多少没有公开？",
    "R15": "几年的数口径一样不一样？",
    "R16": "加起来为什么不等，以哪一个为准？",
    "R16b": "占比是按什么算的？",
    "R20": "抽查的总体是多少，抽了多少？",
    "R20b": "抽查比例低，今年准备抽多少？",
    "R20c": "抽查比例低，今年准备抽多少？",
    "R06": "这一项的得分是怎样算的？",
    "R07": "这一项的得分是怎样算的？",
    "R08": "这一项的得分是怎样算的？",
    "R10": "这一项的得分是怎样算的？",
    "R01": "执行率以哪一个数为准？",
    "R01b": "执行率以哪一个数为准？",
    "R13": "压减率以哪一个数为准，基数是什么？",
    "R13b": "压减率以哪一个数为准，基数是什么？",
    "R14c": "监控的金额以哪一个数为准？",
    "R14d": "监控以后为什么变少，以哪一个数为准？",
    "R17": "这一项为什么扣分，准备怎样改？",
    "R17b": "钱没有花完的原因是什么？",
    "R17e": "这一项为什么扣分，准备怎样改？",
    "C01": "目标是什么，为什么没有随预算公开？",
    "C08": "指标值为什么和批复的不一样，经过了什么程序？",
    "C11": "后来办了没有，年底的数是多少？",
}
_GENERAL = "原因是什么，以后怎样避免？"
ASKED: Mapping[str, Asked] = {
    **{code: Asked("money", question) for code, question in _MONEY.items()},
    **{code: Asked("result", question) for code, question in _RESULT.items()},
}


def asked(code: str) -> Asked:
    """The weight and the question of a rule; what is named nowhere is about how something is filled in."""
    return ASKED.get(code, Asked("form", _GENERAL))
