"""The texts of a case, composed from its own quantities: goals, results, reasons, problems and remedies."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from generator.sample.content import common
from generator.sample.numbers import HUNDRED, figure, fixed, money, percent, stream
from generator.sample.plan import BENEFIT, COST, OUTPUT, SATISFACTION, Case, Indicator
from generator.sample.results import DONE, reasons


def phrase(one: Indicator) -> str:
    """What an indicator promises, as running text: 维修改造学校12所, 验收合格率达到100%."""
    value = figure(one.target)
    label = one.measure.label
    if one.qualitative:
        return f"{label}{one.text}"
    if one.level2 == "数量指标":
        return f"{label}{value}{one.unit}"
    if one.operator == "≤":
        if one.unit == "月":
            return f"{label}不晚于{value}月底"
        return f"{label}为零" if one.target == 0 else f"{label}控制在{value}{one.unit}以内"
    if one.operator == "=":
        return f"{label}达到{value}{one.unit}"
    return f"{label}不低于{value}{one.unit}" if one.unit in {"%", "分"} else f"{label}{value}{one.unit}"


def outcome(one: Indicator) -> str:
    """What an indicator reached, as running text."""
    value = figure(one.actual)
    label = one.measure.label
    if one.qualitative:
        return f"{label}{one.text}" if one.outcome == DONE else f"{label}有所改善但未达预期"
    if one.level2 == "数量指标":
        return f"{label}{value}{one.unit}"
    if one.unit == "月" and one.operator == "≤":
        return f"{label}为{value}月"
    if one.operator == "≤" and one.actual == 0:
        return f"{label}为零"
    return f"{label}{value}{one.unit}" if one.unit not in {"%", "分"} else f"{label}为{value}{one.unit}"


def _join(parts: Sequence[str], random: Random) -> str:
    if len(parts) == 1:
        return parts[0]
    if random.random() < 0.5:
        return "、".join(parts)
    return "，".join(parts)


def _of(case: Case, level1: str, *level2: str) -> list[Indicator]:
    return [one for one in case.indicators if one.level1 == level1 and (not level2 or one.level2 in level2)]


def _scene(case: Case) -> str:
    place = case.project.place
    if case.project.sector.code == "town":
        return f"在{place}"
    return f"在{place}" if place else case.random.choice(("在全区范围内", "面向全区", "在全区"))


def annual_goal(case: Case) -> str:
    """The year's goal: purpose, quantities, quality and time, effect and satisfaction."""
    random = case.random
    purpose = case.project.template.purpose
    outputs = _join([phrase(one) for one in _of(case, OUTPUT, "数量指标")], random)
    scene = _scene(case)
    total = money(case.total)
    first = random.choice(
        (
            f"{scene}{outputs}，{purpose}。",
            f"围绕“{purpose}”的要求，{case.year}年{scene}{outputs}。",
            f"{case.year}年安排资金{total}万元，{scene}{outputs}，{purpose}。",
            f"年内{scene}{outputs}。通过项目实施，{purpose}。",
            f"为{purpose}，本年度{scene}计划{outputs}。",
            f"按照年度工作安排，{scene}完成以下任务：{outputs}。",
        )
    )
    firm = _join([phrase(one) for one in _of(case, OUTPUT, "质量指标", "时效指标")], random)
    second = random.choice((f"{firm}。", f"实施中确保{firm}。", f"项目质量和进度要求：{firm}。", f"做到{firm}。"))
    effects = [phrase(one) for one in _of(case, BENEFIT)] + [phrase(one) for one in _of(case, SATISFACTION)]
    effect = "，".join(effects)
    third = random.choice((f"项目实施后，{effect}。", f"预期{effect}。", f"年底前实现{effect}。", f"{effect}。"))
    text = first + second + third
    return text if purpose in text or random.random() < 0.5 else f"{text}以此{purpose}。"


def term_goal(case: Case) -> str:
    """The goal of the whole term of a project that lasts several years."""
    project = case.project
    years = case.until - project.started + 1
    if years < 2:
        return ""
    random = stream(project.code, "term")
    parts = []
    for one in _of(case, OUTPUT, "数量指标"):
        value = one.target * years
        value -= value % (HUNDRED if value < 100_000 else 10 * HUNDRED)
        parts.append(f"累计{one.measure.label}约{figure(max(value, HUNDRED))}{one.unit}")
    work = "，".join(parts[: random.choice((1, 2, 2))])
    return random.choice(
        (
            f"{project.started}—{case.until}年，{work}，{project.template.purpose}。",
            f"用{years}年时间，{work}。到{case.until}年底，{project.template.purpose}的目标基本实现。",
            f"分{years}个年度实施：{work}。{project.template.purpose}，形成长效机制。",
        )
    )


def actual_result(case: Case) -> str:
    """What happened in the year, with the results of the same indicators and what fell short."""
    random = case.random
    if case.cancelled:
        return (
            f"{case.year}年{case.remark}，年初预算{money(case.total)}万元已全部收回统筹，"
            f"项目当年未组织实施，未形成产出。"
        )
    outputs = _of(case, OUTPUT, "数量指标")
    done = _join([outcome(one) for one in outputs], random)
    scene = _scene(case)
    first = random.choice(
        (
            f"截至{case.year}年12月底，{scene}{done}。",
            f"{case.year}年，{case.project.agency}{scene}{done}。",
            f"本年度{scene}实际{done}。",
            f"项目按计划推进，全年{scene}{done}。" if case.performance == "good" else f"全年{scene}{done}。",
        )
    )
    short = [one for one in case.indicators if one.short and one.level1 != COST and one.level2 != "成本指标"]
    firm = [one for one in _of(case, OUTPUT, "质量指标", "时效指标") if one not in short]
    second = f"{_join([outcome(one) for one in firm], random)}。" if firm else ""
    effects = [one for one in _of(case, BENEFIT) + _of(case, SATISFACTION) if one not in short]
    third = ""
    if effects:
        words = "，".join(outcome(one) for one in effects)
        third = random.choice((f"从效果看，{words}。", f"{words}。", f"项目实施后，{words}。"))
    fourth = ""
    if short:
        words = "；".join(_missed(one) for one in short[:3])
        fourth = random.choice((f"未达到预期的是：{words}。", f"对照年度目标，{words}。", f"尚有差距的方面：{words}。"))
    fifth = ""
    if random.random() < 0.6 and case.written_rate is None:
        rate = fixed(percent(case.spent, case.budget))
        fifth = f"全年预算{money(case.budget)}万元，执行{money(case.spent)}万元，执行率{rate}%。"
    return first + second + third + fourth + fifth


def _missed(one: Indicator) -> str:
    if one.qualitative:
        return f"{one.measure.label}未完全达到“{one.text}”的预期"
    relation = "高于" if one.operator == "≤" else "低于"
    return f"{one.name}为{figure(one.actual)}{one.unit}，{relation}年度指标{figure(one.target)}{one.unit}"


_OVER = (
    "实际需求高于年初测算，{agency}在预算内多完成{gap}{unit}，下一年度将按实际水平核定指标值",
    "年中新增点位纳入实施范围，超出年度指标{gap}{unit}，编制下年目标时一并考虑",
    "统筹使用结余资金扩大了实施范围，比计划增加{gap}{unit}，今后提高目标测算的准确性",
)
_UNDER = {
    "数量指标": (
        "{reason}，{label}比年度指标少{gap}{unit}。{remedy}",
        "受实施条件限制，剩余{gap}{unit}转入下一年度继续实施。{remedy}",
        "{reason}，年内未完成的{gap}{unit}已列入下一年度首季任务",
    ),
    "质量指标": (
        "个别环节把关不严，{name}{side}年度指标{gap}{unit}，已返工整改并约谈承接单位，下一年度加强过程抽查",
        "抽查发现少数点位未达标，{name}{side}年度指标{gap}{unit}，已限期整改并复查",
        "新参与人员对标准掌握不一，{name}{side}年度指标{gap}{unit}，已组织集中培训并重新核验",
    ),
    "时效指标": (
        "{reason}，{name}{side}年度指标{gap}{unit}。{remedy}",
        "第四季度任务集中，{name}{side}年度指标{gap}{unit}。下一年度把主要节点提前到前三季度",
    ),
    "成本指标": (
        "主要材料和人工价格上涨，{name}{side}年度指标{gap}{unit}，下一年度重新测算成本控制数",
        "{name}{side}年度指标{gap}{unit}，超出部分已履行审批手续，后续加强合同变更管理",
    ),
    "社会成本": (
        "诉求集中在实施高峰期，{name}{side}年度指标{gap}{unit}，已逐件办结，下一年度提前公示并错峰安排",
        "个别环节沟通不够充分，{name}{side}年度指标{gap}{unit}，已优化流程并指定专人对接",
    ),
    "满意度指标": (
        "问卷回访中{served}主要对工期和沟通不够及时提出意见，比年度指标低{gap}{unit}，已逐条回复并完善公示",
        "{served}对后续服务期望较高，满意度比年度指标低{gap}{unit}，已建立回访台账并限期改进",
        "受访样本中新纳入的{served}占比较大，对政策了解不够，比年度指标低{gap}{unit}，将加强宣传解读",
    ),
    "效益指标": (
        "效果显现需要一定周期，{name}{side}年度指标{gap}{unit}。将延长跟踪期，加强成果运用",
        "{reason}，{name}{side}年度指标{gap}{unit}。{remedy}",
        "年初测算偏乐观，{name}{side}年度指标{gap}{unit}，下一年度结合近三年实际合理确定目标",
    ),
}
_WORDS = (
    "受实施时间较短影响，{label}的成效尚未充分显现，将持续跟踪并完善配套措施",
    "{reason}，{label}距预期仍有差距。{remedy}",
    "{label}涉及多个部门协同，衔接机制仍在磨合，下一步明确牵头单位和时间节点",
)


def _kind(one: Indicator) -> str:
    if one.level1 in {SATISFACTION, BENEFIT}:
        return one.level1
    if one.level2 in {"社会成本指标", "生态环境成本指标"}:
        return "社会成本"
    return "成本指标" if "成本" in one.level2 else one.level2


def explain(case: Case) -> None:
    """Write the reason beside each indicator that lost points or went far beyond its target (R09, R17)."""
    if case.silent:
        return
    pool = reasons(case)
    random = case.random
    turn = 0
    for one in case.indicators:
        if one.note or not (one.score < one.weight or one.excess > 1.3):
            continue
        reason, remedy = pool[turn % len(pool)]
        turn += 1
        gap = figure(abs(one.actual - one.target))
        over = one.actual > one.target
        facts = {
            "agency": case.project.agency,
            "name": one.name,
            "label": one.measure.label,
            "gap": gap,
            "unit": "个百分点" if one.unit in {"%", "百分比"} else one.unit,
            "side": "高于" if over else "低于",
            "reason": reason,
            "remedy": remedy,
            "served": case.project.template.served,
        }
        if case.cancelled:
            one.note = f"{case.remark}，未组织实施"
        elif one.excess > 1.3:
            one.note = random.choice(_OVER).format(**facts)
        elif one.qualitative:
            text = random.choice(_WORDS) if one.outcome != DONE else _WORDS[0]
            one.note = text.format(**facts)
        else:
            one.note = random.choice(_UNDER[_kind(one)]).format(**facts)
            if one.name == "项目总成本":
                one.note = f"年中追加预算，项目总成本比年初指标增加{gap}万元，指标值未同步调整"


# Why a budget is adjusted in the middle of the year.
CAUSES = ("据实施进度", "按上级资金清算结果", "经区政府同意", "根据年中绩效监控结果", "按合同结算情况")


def case_note(case: Case) -> str:
    """The deviation note of the whole self-evaluation: adjustment, low or excessive execution."""
    if case.note or case.silent or case.quiet:
        return case.note
    if case.cancelled:
        return f"{case.remark}，全年预算调减为零，不计算预算执行率。"
    parts = []
    if not case.goal_published:
        parts.append(f"年中追加项目，追加预算{money(case.total)}万元。")
    change = case.budget - case.total
    pool = reasons(case)
    if change:
        word = "追加" if change > 0 else "调减"
        case.cause = case.random.choice(CAUSES)
        parts.append(f"{case.cause}{word}预算{money(abs(change))}万元，全年预算数调整为{money(case.budget)}万元。")
    if case.spent > case.budget:
        parts.append(
            f"实际支出超出全年预算{money(case.spent - case.budget)}万元，"
            "差额由单位以前年度结余资金解决，已履行审批手续。"
        )
    elif case.rate < 0.9:
        reason, remedy = pool[0]
        rate = fixed(percent(case.spent, case.budget))
        left = money(case.budget - case.spent)
        parts.append(f"预算执行率{rate}%，未支出{left}万元，主要是{reason}。{remedy}。")
    return "".join(parts)


def fill(text: str, case: Case) -> str:
    """Put the case's own facts into a text of the sector files."""
    if "{" not in text:
        return text
    outputs = _of(case, OUTPUT, "数量指标")
    return text.format(
        place=case.project.place or "全区",
        name=case.project.name,
        main=outputs[0].measure.label if outputs else case.project.name,
        agency=case.project.agency,
        served=case.project.template.served,
        year=case.year,
        next=case.year + 1,
    )


def problems(case: Case) -> tuple[str, str]:
    """Problems and remedies of a self-evaluation: one of the sector, one of the kind of work, one of the money."""
    if case.cancelled or case.silent:
        return "", ""
    random = case.random
    pairs: list[tuple[str, str]] = []
    weak = max((one for one in case.indicators), key=lambda one: one.weight - one.score)
    if case.rate < 0.9 and case.budget:
        left = money(case.budget - case.spent)
        pairs.append(
            random.choice(
                (
                    (f"预算执行进度偏慢，年末结余{left}万元", "按月调度支出进度，年中对预计难以支出的资金及时申请调整"),
                    (f"项目支出集中在第四季度，仍有{left}万元未支付", "提前做好前期准备，分季度下达支出计划"),
                    (f"预算编制与实际需要衔接不够，{left}万元未形成支出", "下一年度按成熟度安排预算，分年度下达"),
                )
            )
        )
    if weak.weight - weak.score > 50:
        pairs.append(
            (
                f"“{weak.name}”完成情况不理想",
                random.choice(
                    ("列入下一年度重点监控指标，按季度通报", "分解到责任科室，明确完成时限", "年中开展专项督导")
                ),
            )
        )
    if random.random() < 0.75 or not pairs:
        pairs.append(random.choice(case.project.sector.issues))
    if random.random() < 0.45:
        pairs.append(random.choice(common().works[case.project.template.work].problems))
    filled = [(fill(first, case), fill(second, case)) for first, second in pairs]
    if len(filled) == 1:
        return f"{filled[0][0]}。", f"{filled[0][1]}。"
    ordinals = "一二三四"
    first = "；".join(f"{ordinals[index]}是{pair[0]}" for index, pair in enumerate(filled))
    second = "；".join(f"{ordinals[index]}是{pair[1]}" for index, pair in enumerate(filled))
    return f"{first}。", f"{second}。"
