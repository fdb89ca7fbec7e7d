"""What the district goes by: policies, spending standards, the indicator library, third parties."""

from __future__ import annotations

import pandas as pd

from generator.facts.basis import Facts
from generator.facts.joining import beside, known, listed_parts
from generator.facts.similar import plain
from generator.facts.wording import blank
from generator.rules.examples import CODE, NAME, assessed, evaluation, goal_indicator, review, rows
from generator.rules.registry import hits, rule

_OURS = "本项目约定"
_DIVISION = {"division": "990001"}
_YEAR = ["division", "fiscal_year"]
_ENDED = ("废止", "被替代")


def _policy(**others: str) -> dict[str, str]:
    row = {"policy_code": "p01", "title": "示例区预算绩效管理办法", "document_number": "示财绩〔2023〕4号"}
    row |= {"level": "县级", "issuer": "示例区财政局", "issued_date": "2023-03-10", "validity": "有效"}
    return _DIVISION | row | others


_OLD = _policy(
    policy_code="p00", document_number="示财绩〔2018〕4号", issued_date="2018-03-10", validity="被替代",
    effective_to="2022-03-10",
)  # fmt: skip


def _standard(**others: str) -> dict[str, str]:
    row = {"standard_code": "b01", "sector": "教育", "name": "校舍维修", "tier": "砖混结构", "value": "600"}
    row |= {"unit": "元/平方米", "basis": "近三年成本分析", "valid_from": "2024-01-01"}
    return _DIVISION | row | others


def _library(**others: str) -> dict[str, str]:
    row = {"library_code": "k01", "sector": "教育", "level1": "产出指标", "level2": "质量指标"}
    row |= {"level3": "维修工程验收合格率", "operator": "≥", "unit": "%", "definition": "一次验收合格的项目所占比例。"}
    return _DIVISION | row | others


def _institution(**others: str) -> dict[str, str]:
    row = {"institution_code": "j01", "name": "示例绩效评价有限公司（虚构）", "kind": "咨询机构"}
    return _DIVISION | row | others


@rule(
    "C22",
    title="文号的年份",
    severity="warning",
    table="policies",
    fields=("document_number",),
    formula="文号〔 〕内的年份 = 印发日期的年份（相差一年以内）",
    source=_OURS,
    good=rows(policies=_policy()),
    bad=rows(policies=_policy(document_number="示财绩〔2018〕4号")),
)
def number_year(facts: Facts) -> pd.DataFrame:
    """文号里的年份就是发文的年份。岁末年初可能差一年；差得多的，不是文号写错就是日期写错。"""
    given = facts.tables["policies"]
    number = given["document_number"].str.extract(r"〔(\d{4})〕", expand=False).astype("float64")
    year = given["issued_date"].str.slice(0, 4).astype("float64")
    wrong = (number - year).abs() > 1
    found, due = given[wrong], year[wrong].astype("Int64").astype("str")
    return hits(
        found,
        value=found["document_number"],
        expected="〔" + due + "〕",
        message="文号写的是 " + found["document_number"] + "，印发日期在 " + due + " 年，文号年份应为〔" + due + "〕。",
        hint="请核对文号和印发日期。",
    )


@rule(
    "C22b",
    title="制度文件的有效性",
    severity="flag",
    table="policies",
    fields=("validity",),
    formula="被别的有效文件替代的不再是“有效”；过了失效日期的不再是“有效”；废止、被替代的写明失效日期",
    source=_OURS,
    good=rows(
        policies=(
            _policy(supersedes="示财绩〔2018〕4号"),
            _policy(
                policy_code="p00", document_number="示财绩〔2018〕4号", issued_date="2018-03-10", validity="被替代",
                effective_to="2023-03-10",
            ),
        )
    ),
    bad=(
        *rows(
            policies=(
                _policy(supersedes="示财绩〔2018〕4号"),
                _policy(policy_code="p00", document_number="示财绩〔2018〕4号", issued_date="2018-03-10"),
            )
        ),
        *rows(policies=_policy(effective_to="2024-03-10")),
        *rows(policies=_policy(validity="废止")),
    ),
)  # fmt: skip
def validity(facts: Facts) -> pd.DataFrame:
    """读者要知道哪一份文件现在管用。新文件写明替代旧文件的，旧文件就不再有效；过期的、废止的要写明哪一天失效。

    也可能只替代了部分条款，这时写“已修订”，并在说明里写清。
    """
    given = facts.tables["policies"]
    own = listed_parts(given["supersedes"])
    own = own.assign(division=given["division"].reindex(own["label"]).to_numpy())
    newer = given["document_number"].fillna(given["title"]).reindex(own["label"]).to_numpy()
    own = own.assign(newer=newer, in_force=given["validity"].reindex(own["label"]).eq("有效").to_numpy())
    found = []
    valid = given[given["validity"] == "有效"]
    for name in ("document_number", "title"):
        other = own[own["in_force"]].rename(columns={"part": name})
        replaced = beside(valid, other, ["division", name], ["newer"])["newer"].dropna()
        found.append(
            hits(
                valid.loc[replaced.index],
                value="有效",
                expected="被替代",
                message="有效性写的是「有效」，而 " + replaced + " 写明替代了它，一般应为「被替代」。",
                hint="请核对有效性；部分条款仍有效的，写“已修订”。",
            )
        )
    seen = pd.concat(found)
    if facts.today is not None:
        over = (valid["effective_to"] < facts.today.isoformat()).fillna(False).astype(bool)
        expired = valid[over & ~valid.index.isin(seen.index)]
        found.append(
            hits(
                expired,
                value="有效",
                expected="废止",
                message="有效性写的是「有效」，失效日期 " + expired["effective_to"] + " 已过，一般应为「废止」或延期。",
                hint="请更新有效性，或更新失效日期。",
            )
        )
    open_end = given[given["validity"].isin(_ENDED) & given["effective_to"].isna()]
    found.append(
        hits(
            open_end,
            value="",
            expected="失效日期",
            message="有效性是「" + open_end["validity"] + "」，没有写失效日期。",
            hint="请补填「失效日期」。",
            field="effective_to",
        )
    )
    return pd.concat(found)


@rule(
    "C22c",
    title="引用失效的文件",
    severity="flag",
    table="ex_ante_evaluations",
    fields=("method",),
    formula="事前评估的文字里引用的文号，不是评估时已经废止或被替代的文件",
    source=_OURS,
    good=rows(
        policies=_OLD,
        ex_ante_evaluations=assessed(method="按照示财绩〔2023〕4号进行评估。", assessed_date="2022-10-20"),
    ),
    bad=rows(
        policies=_OLD,
        ex_ante_evaluations=assessed(method="按照示财绩〔2018〕4号进行评估。", assessed_date="2022-10-20"),
    ),
)
def stale_policy(facts: Facts) -> pd.DataFrame:
    """评估依据的文件在评估的那一天已经废止或者被新文件替代，评估的要求可能已经变了。

    也可能只是在叙述沿革。请改为现行有效的文件，或写明为什么仍按旧文件。
    """
    policies = facts.tables["policies"].dropna(subset=["document_number"])
    policies = policies[["division", "document_number", "validity", "effective_to"]]
    given = facts.tables["ex_ante_evaluations"]
    found = []
    for name in ("overview", "method", "conclusion_note", "recommendation", "other_notes"):
        cited = given[name].dropna().str.extractall(r"([一-龥]+〔\d{4}〕\d+号)")[0].rename("cited").reset_index(level=1)
        cited = cited.assign(division=given["division"].reindex(cited.index))
        # The words before a number run into it: of the numbers listed, the longest that it ends with is meant.
        pairs = cited.reset_index(names="label").merge(policies, on="division")
        same = [text.endswith(number) for text, number in zip(pairs["cited"], pairs["document_number"], strict=True)]
        pairs = pairs[pd.Series(same, index=pairs.index, dtype="bool")]
        pairs = pairs.sort_values("document_number", key=lambda some: -some.str.len(), kind="stable")
        pairs = pairs.drop_duplicates(["label", "cited"])
        day = pd.Series(given["assessed_date"].reindex(pairs["label"]).to_numpy(), index=pairs.index)
        over = pairs["effective_to"].isna() | ~(day <= pairs["effective_to"])
        hit = pairs[pairs["validity"].isin(_ENDED) & over].drop_duplicates("label").set_index("label")
        number = hit["document_number"]
        found.append(
            hits(
                given.loc[hit.index],
                value=number,
                expected="现行有效的文件",
                message="引用了 "
                + number
                + "，制度文件表里它已「"
                + hit["validity"]
                + "」，一般应引用现行有效的文件。",
                hint="请改为现行有效的文件，或写明为什么仍按旧文件。",
                field=name,
            )
        )
    return pd.concat(found)


@rule(
    "C23",
    title="支出标准重叠",
    severity="warning",
    table="spending_standards",
    fields=("valid_from",),
    formula="同一名称、档次、单位的支出标准，有效期不重叠",
    source=_OURS,
    good=rows(
        spending_standards=(
            _standard(valid_from="2021-01-01", valid_to="2023-12-31"),
            _standard(standard_code="b02", supersedes="b01"),
        )
    ),
    bad=rows(
        spending_standards=(
            _standard(valid_from="2021-01-01", valid_to="2024-12-31"),
            _standard(standard_code="b02", supersedes="b01"),
        )
    ),
)
def overlapping_standards(facts: Facts) -> pd.DataFrame:
    """同一件事同一天只有一个标准，预算才好核定。新标准从旧标准终止的次日起算；确有两种口径的，请用档次区分。"""
    key = ["division", "name", "tier", "unit", "applies_to"]
    given = facts.tables["spending_standards"].dropna(subset=["name", "valid_from", "standard_code"])
    ordered = given.assign(**{name: given[name].fillna("") for name in key}).sort_values([*key, "valid_from"])
    end = ordered["valid_to"].fillna("9999-12-31")
    before = end.groupby([ordered[name] for name in key], sort=False).shift()
    named = ordered["standard_code"].groupby([ordered[name] for name in key], sort=False).shift()
    wrong = (ordered["valid_from"] <= before).fillna(False).astype(bool)
    found, last, code = given.loc[ordered.index][wrong], before[wrong], named[wrong]
    until = ("到 " + last).where(last != "9999-12-31", "没有终止日期")
    return hits(
        found,
        value=found["valid_from"],
        expected="在" + code + "终止之后",
        message="起始日期是 " + found["valid_from"] + "，同名同档的标准 " + code + " " + until + "，起始日期应在" + code
        + "终止之后。",
        hint="请给旧标准填上终止日期，或用档次、适用范围区分。",
    )  # fmt: skip


@rule(
    "C23b",
    title="被替代的支出标准",
    severity="warning",
    table="spending_standards",
    fields=("supersedes",),
    formula="替代的标准编码在表中，且被替代的标准有终止日期",
    source=_OURS,
    good=rows(
        spending_standards=(
            _standard(valid_from="2021-01-01", valid_to="2023-12-31"),
            _standard(standard_code="b02", supersedes="b01"),
        )
    ),
    bad=(
        *rows(spending_standards=_standard(supersedes="b09")),
        *rows(
            spending_standards=(
                _standard(valid_from="2021-01-01", tier="砖木结构"),
                _standard(standard_code="b02", supersedes="b01"),
            )
        ),
    ),
)
def superseded_standards(facts: Facts) -> pd.DataFrame:
    """新标准替代旧标准的，旧标准要在表里，并写明到哪一天为止。请补上旧标准或它的终止日期。"""
    given = facts.tables["spending_standards"]
    own = listed_parts(given["supersedes"])
    own = own.assign(division=given["division"].reindex(own["label"]).to_numpy())
    old = given.rename(columns={"standard_code": "part", "valid_to": "end"}).assign(there="是")
    joined = beside(own, old, ["division", "part"], ["there", "end"])
    missing, endless = own[joined["there"].isna()], own[joined["there"].notna() & joined["end"].isna()]
    found = []
    for some, said, due in ((missing, "不在支出标准表里", "表中的标准编码"), (endless, "没有终止日期", "终止日期")):
        first = some.drop_duplicates("label").set_index("label")["part"]
        found.append(
            hits(
                given.loc[first.index],
                value=first,
                expected=due,
                message="替代的标准 " + first + f" {said}，应有{due}。",
                hint="请核对标准编码，并给被替代的标准填上终止日期。",
            )
        )
    return pd.concat(found)


@rule(
    "C24",
    title="同名指标单位或方向不一",
    severity="flag",
    table="goal_indicators",
    fields=("unit",),
    formula="同一区划同一年度，三级指标名称相同的，度量单位和方向与多数（三分之二以上）相同",
    source=_OURS,
    good=rows(
        goal_indicators=tuple(
            goal_indicator(1, "产出指标", "数量指标", project_code=f"{CODE[:-1]}{number}", level3="维修学校数量")
            for number in range(1, 5)
        )
    ),
    bad=(
        *rows(
            goal_indicators=tuple(
                goal_indicator(
                    1, "产出指标", "数量指标", project_code=f"{CODE[:-1]}{number}", level3="维修学校数量",
                    unit="平方米" if number == 4 else "所",
                )
                for number in range(1, 5)
            )
        ),
        *rows(
            goal_indicators=tuple(
                goal_indicator(
                    1, "产出指标", "数量指标", project_code=f"{CODE[:-1]}{number}", level3="维修学校数量",
                    operator="≤" if number == 4 else "≥",
                )
                for number in range(1, 5)
            )
        ),
    ),
)  # fmt: skip
def same_indicator(facts: Facts) -> pd.DataFrame:
    """名称一样的指标，多数项目用一个单位、一个方向，个别项目不同，数字就不能加总和比较。

    可能是名称取得太宽，也可能单位写错、方向填反。请核对，或把名称写得更具体。
    """
    given = facts.tables["goal_indicators"].dropna(subset=["level3", "project_code"])
    given = given[given["operator"] != "定性"]
    name = plain(given["level3"])
    sides = given["operator"].map({"≥": "越大越好", ">": "越大越好", "≤": "越小越好", "<": "越小越好"}).astype("str")
    found = []
    for column, field, title in ((given["unit"].str.strip(), "unit", "度量单位"), (sides, "operator", "方向")):
        key = [given["division"], given["fiscal_year"], name]
        whole = column.groupby(key, sort=False).transform("count")
        mine = column.groupby([*key, column], sort=False).transform("size")
        most = mine.groupby(key, sort=False).transform("max")
        usual = column.where(mine == most).groupby(key, sort=False).transform("first")
        rare = column.notna() & (whole >= 4) & (most * 3 >= whole * 2) & (mine < most)
        stated, due = column[rare], usual[rare].astype("str")
        share = most[rare].astype("int64").astype("str") + "/" + whole[rare].astype("int64").astype("str")
        rows_found = given[rare]
        found.append(
            hits(
                rows_found,
                value=stated,
                expected=due,
                message=f"{title}是「" + stated + "」，同名指标多数（" + share + "）是「" + due + "」。",
                hint="请核对单位和方向；含义不同的，请把指标名称写得更具体。",
                field=field,
            )
        )
    return pd.concat(found)


@rule(
    "C24b",
    title="指标与指标库不一",
    severity="flag",
    table="goal_indicators",
    fields=("unit",),
    formula="与指标库同名的三级指标，度量单位和方向与指标库相同",
    source=_OURS,
    good=rows(
        indicator_library=_library(),
        goal_indicators=goal_indicator(1, "产出指标", "质量指标", level3="维修工程验收合格率", unit="%"),
    ),
    bad=(
        *rows(
            indicator_library=_library(),
            goal_indicators=goal_indicator(1, "产出指标", "质量指标", level3="维修工程验收合格率", unit="所"),
        ),
        *rows(
            indicator_library=_library(),
            goal_indicators=goal_indicator(
                1, "产出指标", "质量指标", level3="维修工程验收合格率", unit="%", operator="≤"
            ),
        ),
    ),
)
def against_library(facts: Facts) -> pd.DataFrame:
    """指标库里有的指标，各部门应当用同样的单位和方向，才能比较。指标库同名有几条的，与其中一条相同即可；也可能含义本来不同，请改名称。"""
    given = facts.tables["goal_indicators"].dropna(subset=["level3", "project_code"])
    library = facts.tables["indicator_library"].dropna(subset=["level3"])
    given, library = given.assign(name=plain(given["level3"])), library.assign(name=plain(library["level3"]))
    key = ["division", "name"]
    found = []
    for field, title in (("unit", "度量单位"), ("operator", "方向")):
        stated = (
            library.dropna(subset=[field]).groupby(key, sort=False)[field].agg(lambda some: tuple(dict.fromkeys(some)))
        )
        due = beside(given, stated.rename("due").reset_index(), key, ["due"])["due"]
        listed = known(given, library, [*key, field])
        wrong = due.notna() & given[field].notna() & ~listed
        rows_found, other = given[wrong], due[wrong].map("、".join).astype("str")
        mine = rows_found[field]
        found.append(
            hits(
                rows_found,
                value=mine,
                expected=other,
                message=f"{title}是「" + mine + "」，指标库里同名指标是「" + other + "」。",
                hint="请与指标库一致；含义不同的，请改指标名称。",
                field=field,
            )
        )
    return pd.concat(found)


@rule(
    "C24c",
    title="同名指标解释不一",
    severity="flag",
    table="department_indicators",
    fields=("explanation",),
    formula="与指标库同名的部门整体指标，指标解释与指标库相同",
    source=_OURS,
    good=rows(
        indicator_library=_library(level3="重点工作完成率", definition="年内完成的重点工作所占比例。"),
        department_indicators={
            "indicator_no": "1", "level1": "履职效能", "level2": "重点工作", "level3": "重点工作完成率",
            "explanation": "年内完成的重点工作所占比例", "operator": "≥", "target_value": "95", "unit": "%",
        },
    ),
    bad=rows(
        indicator_library=_library(level3="重点工作完成率", definition="年内完成的重点工作所占比例。"),
        department_indicators={
            "indicator_no": "1", "level1": "履职效能", "level2": "重点工作", "level3": "重点工作完成率",
            "explanation": "按期报送的材料份数占比", "operator": "≥", "target_value": "95", "unit": "%",
        },
    ),
)  # fmt: skip
def same_definition(facts: Facts) -> pd.DataFrame:
    """名称一样而解释不同的指标，各部门的数字就不能比较。也可能只是措辞不同，意思一样；请按指标库解释，或者改名称。"""
    given = facts.tables["department_indicators"].dropna(subset=["level3", "explanation"])
    library = facts.tables["indicator_library"].dropna(subset=["level3", "definition"])
    given, library = given.assign(name=plain(given["level3"])), library.assign(name=plain(library["level3"]))
    key = ["division", "name"]
    due = beside(given, library, key, ["definition"])["definition"]
    stated = library.assign(same=plain(library["definition"]), there="是")
    listed = known(given.assign(same=plain(given["explanation"])), stated, [*key, "same"])
    wrong = due.notna() & ~listed
    found, due = given[wrong], due[wrong]
    return hits(
        found,
        value=found["explanation"],
        expected=due,
        message="指标解释是「" + found["explanation"] + "」，指标库里同名指标的解释是「" + due + "」。",
        hint="请与指标库一致；含义不同的，请改指标名称。",
    )


@rule(
    "C26",
    title="第三方机构名称",
    severity="warning",
    table="report_reviews",
    fields=("institution_name",),
    formula="机构名称与第三方机构表中该机构编码的名称相同",
    source=_OURS,
    good=rows(
        third_parties=_institution(),
        report_reviews=review("r1", "校舍维修改造绩效评价报告", institution_code="j01"),
    ),
    bad=rows(
        third_parties=_institution(name="样例咨询有限公司（虚构）"),
        report_reviews=review("r1", "校舍维修改造绩效评价报告", institution_code="j01"),
    ),
)
def institution_name(facts: Facts) -> pd.DataFrame:
    """评审记录写的机构名称应当和机构名录一致，读者才找得到它还做过哪些报告。请核对名称和机构编码。"""
    given, listed = facts.tables["report_reviews"], facts.tables["third_parties"]
    name = beside(given, listed, ["division", "institution_code"], ["name"])["name"]
    wrong = name.notna() & given["institution_name"].notna() & (name != given["institution_name"])
    found, due = given[wrong], name[wrong]
    return hits(
        found,
        value=found["institution_name"],
        expected=due,
        message="机构名称写的是「" + found["institution_name"] + "」，机构名录里这个编码是「" + due + "」。",
        hint="请核对机构名称和机构编码。",
    )


@rule(
    "C26b",
    title="第三方机构没有登记",
    severity="flag",
    table="evaluations",
    fields=("evaluator",),
    formula="委托第三方的评价，评价机构应在第三方机构表中",
    source=_OURS,
    good=rows(third_parties=_institution(), evaluations=evaluation()),
    bad=rows(third_parties=_institution(name="样例咨询有限公司（虚构）"), evaluations=evaluation()),
)
def listed_institution(facts: Facts) -> pd.DataFrame:
    """委托第三方做的评价，机构应当在公开的机构名录里，名称一字不差。

    可能是名录没有更新，或者名称写了简称；几家机构合作的用分号隔开。本区划没有公开名录的不检查。
    """
    given, listed = facts.tables["evaluations"], facts.tables["third_parties"]
    given = given[(given["organisation_mode"] == "委托第三方") & known(given, listed, ["division"])]
    own = listed_parts(given["evaluator"])
    own = own.assign(division=given["division"].reindex(own["label"]).to_numpy())
    missing = own[~known(own, listed.rename(columns={"name": "part"}), ["division", "part"])]
    first = missing.drop_duplicates("label").set_index("label")["part"]
    return hits(
        given.loc[first.index],
        value=first,
        expected="机构名录中的名称",
        message="评价机构「" + first + "」不在本区划的第三方机构名录里，应为机构名录中的名称。",
        hint="请补登机构，或改正名称。",
    )


@rule(
    "C27",
    title="形成标准而没有登记",
    severity="flag",
    table="cost_analyses",
    fields=("standard_result",),
    formula="标准形成情况为“形成新标准”“调整原标准”的成本分析，支出标准表里应有来自它的标准",
    source=_OURS,
    good=rows(
        cost_analyses={
            "analysis_code": "990001-2023-c01", "subject_type": "项目", "subject_name": NAME, "total_cost": "320",
            "comparison": "低于参照。", "standard_result": "形成新标准",
        },
        spending_standards=_standard(analysis_code="990001-2023-c01"),
    ),
    bad=rows(
        cost_analyses={
            "analysis_code": "990001-2023-c01", "subject_type": "项目", "subject_name": NAME, "total_cost": "320",
            "comparison": "低于参照。", "standard_result": "形成新标准",
        },
    ),
)  # fmt: skip
def standard_registered(facts: Facts) -> pd.DataFrame:
    """成本分析写着形成了支出标准，支出标准表里却没有来自这次分析的标准，读者看不到标准是多少。

    可能标准还在制定、尚未印发；印发后请补登，并写上成本分析编码。
    """
    given, standards = facts.tables["cost_analyses"], facts.tables["spending_standards"]
    made = given["standard_result"].isin(("形成新标准", "调整原标准"))
    there = known(given, standards, ["division", "analysis_code"])
    found = given[made & ~there & blank(given["remark"])]
    result = found["standard_result"]
    return hits(
        found,
        value=result,
        expected="支出标准表中的一行",
        message="标准形成情况是「" + result + "」，支出标准表里没有来自这次分析的标准，应有支出标准表中的一行。",
        hint="请补登支出标准并写上成本分析编码；尚未印发的在备注说明。",
    )
