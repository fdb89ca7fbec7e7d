"""The flat tables described: the one place that says which columns each has, what they are called and mean."""

from __future__ import annotations

from collections.abc import Mapping

from generator.core.schema import CONTEXT_TITLES
from generator.derive.flat.columns import (
    Column,
    FlatTable,
    amount,
    choice,
    choices,
    code,
    count,
    day,
    days,
    name,
    percentage,
    score,
    text,
    years,
)

_PLACE = (
    Column(
        name="fiscal_year",
        title=CONTEXT_TITLES["fiscal_year"],
        role="choice",
        type="year",
        description="资金所属的年度。",
        example="2025",
        shown=True,
    ),
    code("division", CONTEXT_TITLES["division"], "区划的六位代码。", "990001"),
    choice("division_name", "区划", "区划的名称。", "某区"),
    code("department", CONTEXT_TITLES["department"], "部门在本站的代码。", "edu"),
    choice("department_name", "部门", "部门登记的名称。", "某区教育局", shown=True),
)
_PROJECT_CODE = code("project_code", "项目编码", "项目的编码；不是一个项目的没有。", "99000125T000000000101")

PROJECTS = FlatTable(
    name="projects",
    title="项目总表",
    row="个项目",
    description="一行是一个项目的一个年度：年初安排、全年预算、执行、得分、指标、提示、整改和下一年的预算。",
    sort="-promised",
    columns=(
        name("project_name", "项目名称", "项目的名称，照目标或自评登载的写。", "校舍维修改造"),
        *_PLACE,
        _PROJECT_CODE,
        choice("project_kind", "项目类别", "人员类、运转类、特定目标类。", "特定目标类"),
        choice("project_attribute", "项目属性", "新增或延续。", "延续"),
        choice("budget_type", "预算类型", "四本预算里的哪一本。", "一般公共预算"),
        choices("matters", "题目", "上学、看病、养老等生活里的事，按支出功能分类和名称归入；可以有几个。", "上学"),
        choices("fund_domains", "资金领域", "政府债券、转移支付等；一个项目可以有几个。", "转移支付"),
        choice("state", "状态", "预算在年度中变没变，见方法说明。", "正常执行", shown=True),
        amount("promised", "年初预算", "年初安排的预算。", shown=True),
        amount("annual", "全年预算", "全年预算数；没有公布的按登记的变动推得。", shown=True),
        amount("annual_change", "年中变化", "全年预算减年初预算：年中调减、取消的是负数。", "-115"),
        amount("spend", "全年执行", "自评公布的全年执行数。", "304.64", shown=True),
        percentage("rate", "执行率", "全年执行数÷全年预算数，两位小数。", shown=True, ratio=("spend", "annual")),
        percentage("share", "占全区年初预算", "年初预算占本区划当年各项目年初预算合计的比例，两位小数。", "2.31"),
        score("self_score", "自评得分", "部门自己评的总分；年中取消、暂缓、并入其他项目的不计分。", shown=True),
        choice("self_grade", "自评等级", "公布的等级；没有公布的按得分和本地等级线。", "优"),
        score(
            "independent_score",
            "独立评价得分",
            "部门评价或财政重点评价；有几次的取最后公开的一次。",
            "81.2",
            shown=True,
        ),
        choice("independent_grade", "独立评价等级", "同上。", "良"),
        choice("evaluation_kind", "评价类型", "同上。", "财政重点评价"),
        score("gap", "自评高出", "自评得分减独立评价得分。", "11.3", shown=True),
        count("indicators_met", "达成的指标", "自评指标里做到了的，见方法说明。", "8", shown=True),
        count("indicators_told", "能判断的指标", "能判断做到没有的自评指标。", "13", shown=True),
        percentage("missed_share", "未达成比例", "没有做到的指标占能判断的指标，两位小数。", "38.46"),
        years(
            "years_missed",
            "有指标未达成的年数",
            "同一项目到本年度为止有指标没有做到的年度；本年度都做到的为 0。",
        ),
        choice("weak", "结果不好", "自评等级为中、差或不合格，或执行率低于本地“低执行率”。", "执行率低"),
        count("findings", "提示数", "检查提示的处数（提醒和关注）。", shown=True),
        count("findings_unanswered", "没有说明的提示", "提示里部门还没有公开说明的处数。", "1"),
        choices("finding_codes", "提示的规则", "提示的规则代码和名称。", "F02 低执行高得分"),
        count("rectifications", "整改事项", "以本项目为对象的整改事项。", "1"),
        count("rectifications_overdue", "整改逾期", "到检查之日期限已过而没有完成的整改事项。", "0", shown=True),
        amount("next_promised", "次年预算", "同一项目下一年度公布的年初预算。"),
        amount(
            "next_change", "次年变化", "次年预算减本年预算（年初预算；年中才列入的用全年预算）。", "-20", shown=True
        ),
        choice("next_direction", "次年增减", "次年预算是增加、减少还是不变。", "减少"),
        choice("self_state", "自评公开", "自评是否公开、逾期；依法不公开和免办的另列。", "已公开"),
    ),
)

EVALUATIONS = FlatTable(
    name="evaluations",
    title="独立评价总表",
    row="项评价",
    description="一行是一次部门评价或财政重点评价：得分、等级、与自评的差距、整改，以及下一年预算怎样变。",
    sort="score",
    columns=(
        name("subject_name", "评价对象", "被评价的项目或部门。", "校舍维修改造"),
        *_PLACE,
        code("evaluation_code", "评价编码", "评价的编码。", "PJ-2025-001"),
        _PROJECT_CODE,
        choice("evaluation_kind", "评价类型", "部门评价或财政重点评价。", "财政重点评价", shown=True),
        choice("subject_type", "对象类型", "项目或部门整体。", "项目"),
        choice("organisation_mode", "组织方式", "自行组织或委托第三方。", "委托第三方"),
        choice("evaluator", "评价机构", "做评价的机构。", "示例会计师事务所"),
        amount("evaluated_amount", "涉及资金", "评价涉及的资金。", shown=True),
        score("score", "评价得分", "评价公布的得分。", "81.2", shown=True),
        choice("grade", "评价等级", "评价公布的等级。", "良", shown=True),
        score("self_score", "自评得分", "同一项目同一年度的自评得分。", shown=True),
        score("gap", "自评高出", "自评得分减评价得分。", "11.3", shown=True),
        count("problems", "问题", "评价指出的主要问题。", "4"),
        count("rectifications", "整改事项", "根据这次评价登记的整改事项。", "4"),
        count("rectifications_overdue", "整改逾期", "期限已过而没有完成的整改事项。", "1"),
        amount("budget", "本年预算", "项目本年度的年初预算。", shown=True),
        amount("next_budget", "次年预算", "项目下一年度的年初预算；没有公布的用结果应用登记的。", shown=True),
        amount("next_change", "次年变化", "次年预算减本年预算。", "-20", shown=True),
        choice(
            "consequence",
            "预算怎样变",
            "等级为中、差或不合格的，下一年减少了没有，说明了没有。",
            "没有减少，也没有说明",
            shown=True,
        ),
        choice("applied", "结果应用", "有没有登记这次评价或这个项目的结果应用。", "有"),
        day("published_date", "公开日期", "评价公开的日期。"),
    ),
)

FINDINGS = FlatTable(
    name="findings",
    title="提示总表",
    row="处提示",
    description="一行是检查发现的一处提醒或关注：哪条规则、哪条记录、写的是什么、部门说明了没有。",
    sort="code",
    every_year=True,
    columns=(
        name("record_name", "对象", "提示所说的项目、评价或其他记录。", "校舍维修改造"),
        *_PLACE,
        choice("severity", "级别", "提醒请核对，关注是审阅时可以问的。", "关注", shown=True),
        choice("weight", "分量", "重、中、轻，意思见“核对发现”一页。", "重", shown=True),
        text("title", "标题", "用平常话说发现了什么。", "评价为中，预算一分没减", shown=True),
        choice("code", "规则", "规则的代码和名称。", "F02 低执行高得分", shown=True),
        choice("record_table", "表", "记录所在的表。", "项目支出绩效自评"),
        choice("field", "栏目", "所说的栏目。", "总分"),
        text("message", "提示", "提示的全文。", "执行率 52.10%，得分 96.00，请核对。", shown=True),
        choice("replied", "部门说明", "部门有没有公开说明。", "有", shown=True),
        choice("waived", "照登", "财政部门有没有同意照登。", "没有"),
        # Several rows are about one project: nobody adds its budget up again and again.
        amount("promised", "项目年初预算", "所说的项目年初安排的预算；不是一个项目的没有。", shown=True, total=""),
        code("record", "记录编码", "记录的编码。", "99000125T000000000101"),
        _PROJECT_CODE,
    ),
)

RECTIFICATIONS = FlatTable(
    name="rectifications",
    title="整改总表",
    row="项整改",
    description="一行是一个整改事项：来源、期限、到检查之日的状态、逾期几天。部门是责任部门。",
    sort="-days_late",
    every_year=True,
    columns=(
        name("subject_name", "整改事项", "整改的事项。", "校舍维修改造"),
        *_PLACE,
        code("rectification_code", "整改编码", "整改的编码。", "ZG-2025-001"),
        _PROJECT_CODE,
        choice("source", "整改来源", "从监控、自评还是评价中发现。", "财政评价", shown=True),
        text("problem", "问题", "发现的问题。", "项目进度滞后。", shown=True),
        choice("responsible", "责任单位", "负责整改的单位。", "某区教育局"),
        choice("condition", "状态", "到检查之日：已销号、已完成、整改中、逾期。", "逾期", shown=True),
        day("issued_date", "反馈日期", "问题反馈的日期。", "2026-03-01"),
        day("due", "期限", "整改期限；延期的是延期后的。", "2026-06-30", shown=True),
        day("closed_date", "完成日期", "完成或销号的日期。", "2026-06-20"),
        days("days_late", "晚了", "期限之后过了几天：完成的到完成日，没有完成的到检查之日；没有晚的为 0。", shown=True),
        amount("promised", "项目年初预算", "所说的项目年初安排的预算。", shown=True, total=""),
    ),
)

OWED = FlatTable(
    name="owed",
    title="公开情况总表",
    row="份文件",
    description="一行是一个部门一个年度应当公开的一种文件：公开了没有，哪天到期，晚了几天。",
    sort="-days_late",
    every_year=True,
    columns=(
        name("document_name", "文件", "部门和文种。", "某区教育局 项目绩效自评"),
        *_PLACE,
        choice("document", "文种", "文种的代码和名称。", "D4 项目绩效自评", shown=True),
        choice("state", "公开状态", "到检查之日的状态，见方法说明。", "逾期未公开", shown=True),
        day("due_date", "公开期限", "规定公开的最后一天。", shown=True),
        day("published_date", "公开日期", "登记的公开日期。", shown=True),
        days("days_late", "晚了", "期限之后过了几天：公开的到公开日，没有公开的到检查之日；没有晚的为 0。", shown=True),
        text("note", "说明", "不公开的理由等。", "国家秘密 2 项"),
    ),
)

FLAT_TABLES: Mapping[str, FlatTable] = {
    one.name: one for one in (PROJECTS, EVALUATIONS, FINDINGS, RECTIFICATIONS, OWED)
}
