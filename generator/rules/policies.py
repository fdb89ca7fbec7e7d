"""Policies: numbers, days, whether they are in force, and when they were published."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.words import ENDED
from generator.facts.deadlines import policy_deadlines
from generator.facts.joining import beside, listed_parts
from generator.facts.policies import standing
from generator.rules.date_order import in_order
from generator.rules.dates_ahead import AHEAD, ahead
from generator.rules.examples import DIVISION, policy, rows
from generator.rules.looking import either, filled, some_filled, worked_out
from generator.rules.registry import Need, hits, rule
from generator.rules.shared import NO_HOLIDAYS
from generator.rules.sources import OURS

_DIVISION_ROW = {"division": "990001", "name": "某区", "level": "县级", "is_sample": "是"}


def _published(published: str, **others: str) -> dict[str, str]:
    row = {"division": "990001", "policy_code": "p01", "title": "某区预算绩效管理办法", "level": "县级"}
    row |= {"issuer": "某区财政局", "issued_date": "2023-04-14", "published_date": published, "validity": "有效"}
    return row | others


def _undated(**others: str) -> dict[str, str]:
    row = {"policy_code": "p01", "title": "某区预算绩效管理办法", "level": "县级", "issuer": "某区财政局"}
    return DIVISION | row | {"validity": "有效"} | others


def _numbered(_: Facts, rows: pd.DataFrame) -> pd.Series:
    return rows["document_number"].str.contains(r"〔\d{4}〕")


@rule(
    "R24e",
    title="制度文件公开时限",
    severity="flag",
    table="policies",
    fields=("published_date",),
    looks_at=(worked_out(policy_deadlines),),
    needs=(Need(NO_HOLIDAYS, worked_out(policy_deadlines, "last")),),
    formula="公开日期 ≤ 印发日期起20个工作日的最后一天；只看本级制定的文件",
    source="依据《中华人民共和国政府信息公开条例》（形成之日起二十个工作日内公开）",
    good=(
        *rows(divisions=_DIVISION_ROW, policies=_published("2023-05-15")),
        *rows(divisions=_DIVISION_ROW, policies=_published("2023-09-15", level="省级")),
    ),
    bad=(*rows(divisions=_DIVISION_ROW, policies=_published("2023-05-16")),),
)
def policy_in_time(facts: Facts) -> pd.DataFrame:
    """制度文件是政府信息，应当在形成之日起20个工作日内公开；节假日不算，调休上班的日子要算。

    印发日期不一定就是形成日期，迟了的如实显示即可。资料里没有节假日安排的年份写明无法核对。
    """
    given = facts.of(policy_deadlines).dropna(subset=["last"])
    found = given[given["published_date"] > given["last"]]
    day, last = found["published_date"], found["last"]
    return hits(
        found,
        value=day,
        expected="不迟于" + last,
        message="印发于 " + found["issued_date"] + "，公开于 " + day + "，20个工作日内公开应不迟于 " + last + "。",
        hint="请核对印发和公开日期；确实迟了的照登即可。",
    )


@rule(
    "C12g",
    title="制度文件日期",
    severity="warning",
    table="policies",
    fields=("effective_from",),
    looks_at=(
        either(
            filled("issued_date", "effective_from"),
            filled("issued_date", "effective_to"),
            filled("effective_from", "effective_to"),
            filled("issued_date", "published_date"),
        ),
    ),
    formula="印发日期 ≤ 施行日期 ≤ 失效日期；公开日期不早于印发日期",
    source=OURS,
    good=rows(policies=policy(effective_from="2023-04-01", effective_to="2028-03-31")),
    bad=(
        *rows(policies=policy(effective_from="2023-04-01", effective_to="2022-03-31", validity="废止")),
        *rows(policies=policy(published_date="2023-03-01")),
    ),
)
def policy_dates(facts: Facts) -> pd.DataFrame:
    """制度文件先印发，再施行，最后失效，印发以后才公开。追溯施行的少见，请核对日期是否写错年份。"""
    given = facts.tables["policies"]
    steps = (("issued_date", "印发日期"), ("effective_from", "施行日期"), ("effective_to", "失效日期"))
    return pd.concat(
        [
            in_order(given, *steps),
            in_order(given, ("issued_date", "印发日期"), ("published_date", "公开日期")),
        ]
    )


@rule(
    "C12x",
    title="制度印发日期在检查之后",
    severity="warning",
    table="policies",
    fields=(
        "issued_date",
        "published_date",
    ),
    looks_at=(some_filled("issued_date", "published_date"),),
    formula="印发日期、公开日期 ≤ 检查之日",
    source=OURS,
    good=rows(policies=_undated(issued_date="2023-03-10", published_date="2023-03-20")),
    bad=(
        *rows(policies=_undated(issued_date=AHEAD)),
        *rows(policies=_undated(issued_date="2023-03-10", published_date=AHEAD)),
    ),
)
def policy_ahead(facts: Facts) -> pd.DataFrame:
    """印发日期是文件落款的那一天；施行日期和失效日期可以在以后。还没有公开的留空，公开以后再填。请核对是否写错年份。"""
    return ahead(facts, "policies", issued_date="印发日期", published_date="公开日期")


@rule(
    "C22",
    title="文号的年份",
    severity="warning",
    table="policies",
    fields=("document_number",),
    looks_at=(
        _numbered,
        filled("issued_date"),
    ),
    formula="文号〔 〕内的年份 = 印发日期的年份（相差一年以内）",
    source=OURS,
    good=rows(policies=policy()),
    bad=rows(policies=policy(document_number="示财绩〔2018〕4号")),
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
    looks_at=(filled("validity"),),
    formula="被施行中的文件替代的不再是“有效”；过了失效日期的不再是“有效”“已修订”；废止、被替代的写明失效日期，且已过",
    source=OURS,
    good=(
        *rows(
            policies=(
                policy(supersedes="示财绩〔2018〕4号"),
                policy(
                    policy_code="p00", document_number="示财绩〔2018〕4号", issued_date="2018-03-10",
                    validity="被替代", effective_to="2023-03-10",
                ),
            )
        ),
        # What will take its place has not begun yet: until then it holds.
        *rows(
            policies=(
                policy(supersedes="示财绩〔2018〕4号", effective_from="2098-01-01"),
                policy(
                    policy_code="p00", document_number="示财绩〔2018〕4号", issued_date="2018-03-10",
                    effective_to="2097-12-31",
                ),
            )
        ),
    ),
    bad=(
        *rows(
            policies=(
                policy(supersedes="示财绩〔2018〕4号"),
                policy(policy_code="p00", document_number="示财绩〔2018〕4号", issued_date="2018-03-10"),
            )
        ),
        *rows(policies=policy(effective_to="2024-03-10")),
        *rows(policies=policy(validity="已修订", effective_to="2024-03-10")),
        *rows(policies=policy(validity="废止")),
        *rows(policies=policy(validity="废止", effective_to="2098-05-31")),
    ),
)  # fmt: skip
def validity(facts: Facts) -> pd.DataFrame:
    """读者要知道哪一份文件现在管用。文件从施行日到失效日（两天都算）有效；新文件施行以后，被替代的旧文件不再有效。

    有效性写的和日期说的应当一致：过了失效日期不再是“有效”，没到失效日期还不是“废止”。已印发、还没有到施行日期的填“有效”，页面会写明尚未施行。
    也可能只替代了部分条款，这时写“已修订”，并在说明里写清。
    """
    given, now = facts.tables["policies"], facts.of(standing)
    own = listed_parts(given["supersedes"])
    own = own.assign(division=given["division"].reindex(own["label"]).to_numpy())
    newer = given["document_number"].fillna(given["title"]).reindex(own["label"]).to_numpy()
    own = own.assign(newer=newer, in_force=now["in_force"].reindex(own["label"]).to_numpy())
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
    for mask, due, said, advice in (
        (now["lapsed"], "废止", " 已过，一般应为「废止」或延期。", "请更新有效性，或更新失效日期。"),
        (now["lasting"], "有效", " 还没有到，现在仍然有效，一般应为「有效」。", "请核对失效日期；到期以后再改有效性。"),
    ):
        wrong = given[mask & ~given.index.isin(seen.index)]
        word = wrong["validity"]
        found.append(
            hits(
                wrong,
                value=word,
                expected=due,
                message="有效性写的是「" + word + "」，失效日期 " + wrong["effective_to"] + said,
                hint=advice,
            )
        )
    open_end = given[given["validity"].isin(ENDED) & given["effective_to"].isna()]
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
