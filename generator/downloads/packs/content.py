"""What a pack says: cover, contents, main points, a page a project, annexes and sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from generator.core.numbers import chinese
from generator.derive.briefs import MET, NOT_MET, Brief, Briefs
from generator.derive.projects import Project, by_size
from generator.derive.published import Published
from generator.derive.review import Answered, Review
from generator.derive.site import Site
from generator.downloads.packs.word import Block, Paragraph, Table

OF_DIVISION, OF_BUREAU = 12, 30  # projects that have a page
_OF_FIGURES = "−—0123456789"  # what a figure begins with, or is where there is none: set to the right, words are not
LISTED = 60  # rows of an annex; all of them stand in the workbook


def chosen(site: Site, review: Review) -> list[Project]:
    """The projects that have a page: first those that something weighty was found of, then the largest."""
    year = review.year
    every = by_size(site.projects_of(year.division.code, year.year, review.department or None))
    weights: dict[str, int] = {}
    for one in _found(site, review):
        if one.project and one.weight != "form":
            weights.setdefault(one.project.lower(), len(weights))
    most = OF_BUREAU if review.department else OF_DIVISION
    ordered = sorted(every, key=lambda one: weights.get(one.key, len(weights)))
    return ordered[:most]


def _found(site: Site, review: Review) -> Sequence[Published]:
    key = (review.year.division.code, review.year.year)
    if review.department:
        return site.published.of_department.get((*key, review.department), ())
    return site.published.of_place.get(key, ())


def title_of(review: Review) -> str:
    """What a pack is called."""
    return f"{review.name}{review.year.year}年度预算绩效审议包"


def blocks(site: Site, review: Review, briefs: Briefs, *, clock: datetime, site_url: str) -> Iterator[Block]:
    """The whole pack."""
    items = [briefs.of(one) for one in chosen(site, review)]
    yield Paragraph(text=title_of(review), style="title")
    yield Paragraph(text=f"数据截至 {site.today}", style="under")
    if review.year.division.sample:
        yield Paragraph(text="示例数据（虚构），不得当作真实政府数据引用", style="under")
    yield Paragraph(text=f"出自 {site_url}", style="under")
    yield from _contents(items)
    yield from _points(review)
    if items:
        yield Paragraph(text="二、逐个项目", style="first", mark="items")
        yield Paragraph(
            text=f"以下一个项目一页，共 {len(items)} 个：先是有发现的，照发现的分量；再按年初预算从大到小。"
        )
    for number, brief in enumerate(items, start=1):
        yield from item(brief, number)
    yield from _annexes(site, review)
    yield from _sources(site, review, site_url, clock)


def _contents(items: Sequence[Brief]) -> Iterator[Block]:
    yield Paragraph(text="目　录", style="first", fresh=True)
    yield Paragraph(text="一、要点", style="line", link="points")
    if items:
        yield Paragraph(text=f"二、逐个项目（{len(items)} 个）", style="line", link="items")
    for number, brief in enumerate(items, start=1):
        yield Paragraph(text=f"　（{chinese(number)}）{brief.name}", style="line", link=f"item{number}")
    yield Paragraph(text="三、附表", style="line", link="annex")
    yield Paragraph(text="四、出处和说明", style="line", link="sources")


def _points(review: Review) -> Iterator[Block]:
    yield Paragraph(text="一、要点", style="first", fresh=True, mark="points")
    yield Paragraph(text=review.answer)
    yield Paragraph(text="（一）公开得全不全", style="second")
    if review.lacking:
        yield Paragraph(text=f"{review.owed} 份文件过了期限还没有公开。")
        for one in review.lacking:
            yield Paragraph(text=f"{one.title}（最后一天 {one.due}）：{'、'.join(one.bureaus)}。", style="small")
    else:
        yield Paragraph(text="到期的文件都公开了。")
    rates = [
        [
            one.title or one.kind.removeprefix("应"),
            str(one.done),
            "未公布" if one.due is None else str(one.due),
            one.rate or "—",
        ]
        for one in review.links
    ]
    if rates:
        yield Table(
            heads=("环节", "已办", "应办", "覆盖率"), rows=rates, widths=(4, 2, 2, 2), numeric=frozenset({1, 2, 3})
        )
    yield Paragraph(text="（二）现成的问题", style="second")
    answered, empty = ([one for one in review.answers if bool(one.total) == there] for there in (True, False))
    if answered:
        yield Table(
            heads=("问题", "答案", "可以问"),
            rows=[[one.question.title, _counted(one), one.question.ask] for one in answered],
            widths=(4, 3, 5),
        )
    if empty:
        titles = "、".join(f"“{one.question.title}”" for one in empty)
        yield Paragraph(text=f"查过而没有的 {len(empty)} 个问题：{titles}。", style="small")
    yield Paragraph(text="（三）没有回应的发现", style="second")
    if review.unanswered:
        checked = "" if review.department else f"核对了 {review.checked:,} 条记录，"
        left = f"部门还没有说明、不只关系到填写的 {review.unanswered_total} 处。"
        yield Paragraph(text=f"{checked}发现 {review.found} 处；{left}")
        for number, finding in enumerate(review.unanswered[:8], start=1):
            yield Paragraph(
                lead=f"{number}. {finding.title}。",
                text=f"{finding.subject}。可以问：{finding.question}",
                style="small",
            )
    else:
        yield Paragraph(text="没有。")
    yield Paragraph(text="（四）没有改好的", style="second")
    if review.unfinished:
        yield Paragraph(text=f"{review.rectifications} 项整改里没有完成的 {review.unfinished_total} 项，见附表。")
    else:
        yield Paragraph(text="整改都已完成。" if review.rectifications else "没有公开整改台账。")


def item(brief: Brief, number: int) -> Iterator[Block]:
    """A project's page."""
    yield Paragraph(text=f"（{chinese(number)}）{brief.name}", style="item", fresh=True, mark=f"item{number}")
    yield Paragraph(text=f"{brief.bureau}　{brief.year}年度　{brief.code}", style="small")
    yield Paragraph(text=brief.verdict)
    labels = [one.label for one in brief.figures]
    yield Table(
        heads=labels,
        rows=[[one.text for one in brief.figures]],
        widths=(1,) * len(labels),
        numeric=frozenset(place for place, one in enumerate(brief.figures) if one.text[:1] in _OF_FIGURES),
    )
    if brief.strip:
        yield Paragraph(lead="指标：", text=f"{brief.strip}（{MET} 达到，{NOT_MET} 没有达到）", style="small")
    if brief.goal:
        yield Paragraph(lead="年度目标：", text=brief.goal, style="small")
    if brief.missed:
        yield Paragraph(text="差距", style="second")
        yield Table(
            heads=("没有达到的指标", "目标", "实际", "写明的原因"),
            rows=[list(one) for one in brief.missed],
            widths=(4, 2, 2, 5),
        )
        yield from _left(brief.missed_left, "项指标")
    if brief.opinion:
        yield Paragraph(lead="独立评价：", text=brief.opinion, style="small")
    yield Paragraph(text="发现与部门的说明", style="second")
    for one in brief.found:
        reply = f"部门的说明——{one.reply}" if one.reply else "部门还没有说明。"
        yield Paragraph(lead=f"{one.title}。", text=f"{one.message}{reply}", style="small")
    if not brief.found:
        yield Paragraph(text="核对没有发现。", style="small")
    yield from _left(brief.found_left, "处发现")
    if brief.rectified:
        yield Paragraph(text="整改", style="second")
        yield Table(heads=("问题", "期限", "状态"), rows=[list(one) for one in brief.rectified], widths=(7, 2, 3))
        yield from _left(brief.rectified_left, "项整改")
    yield Paragraph(text="可以问", style="second")
    for place, question in enumerate(brief.questions, start=1):
        yield Paragraph(text=f"{place}. {question}", style="small")
    if brief.source:
        yield Paragraph(text=f"出处：{brief.source}。", style="small")


def _left(count: int, what: str) -> Iterator[Block]:
    if count:
        yield Paragraph(text=f"另有 {count} {what}，见网页。", style="small")


def _annexes(site: Site, review: Review) -> Iterator[Block]:
    year = review.year
    projects = by_size(site.projects_of(year.division.code, year.year, review.department or None))
    yield Paragraph(text="三、附表", style="first", fresh=True, mark="annex")
    yield Paragraph(text=_caption("附表一　项目一览（万元）", len(projects)), style="second")
    yield from _rows(
        Table(
            heads=("项目", "状态", "年初预算", "全年执行", "执行率", "自评", "指标达成"),
            rows=[_project_row(one) for one in projects[:LISTED]],
            widths=(9, 4, 4, 4, 4, 4, 3),
            numeric=frozenset({2, 3, 4, 5, 6}),
        )
    )
    found = _found(site, review)
    yield Paragraph(text=_caption("附表二　发现一览", len(found)), style="second")
    yield from _rows(
        Table(
            heads=("发现", "事项", "年初预算（万元）", "说明没有"),
            rows=[[one.title, one.subject, one.amount, "已说明" if one.answered else "没有"] for one in found[:LISTED]],
            widths=(6, 5, 3, 2),
            numeric=frozenset({2}),
        )
    )
    yield Paragraph(
        text=_caption("附表三　没有完成的整改", review.unfinished_total, len(review.unfinished)), style="second"
    )
    yield from _rows(
        Table(
            heads=("问题", "事项", "期限", "状态"),
            rows=[
                [one.row.problem, one.row.subject_name or "—", one.row.due or "—", one.row.condition]
                for one in review.unfinished
            ],
            widths=(7, 4, 2, 2),
        )
    )
    for answered in review.answers:
        yield from _answer(answered)


def _rows(table: Table) -> Iterator[Table]:
    """A table that has rows: heads over nothing tell nobody anything."""
    if table.rows:
        yield table


def _answer(one: Answered) -> Iterator[Block]:
    """The answer to a ready question, where it has one."""
    if not one.rows:
        return
    yield Paragraph(text=f"{one.question.title}（{_counted(one)}）", style="second")
    yield Table(
        heads=[head.title for head in one.heads],
        rows=[[cell.text for cell in cells] for cells in one.rows],
        widths=[2 if head.numeric else 3 for head in one.heads],
        numeric=frozenset(place for place, head in enumerate(one.heads) if head.numeric),
    )


def _counted(one: Answered) -> str:
    """How much an answer is; of questions about all years it is said that they are."""
    return f"各年度一共 {one.counted}" if one.question.every_year else one.counted


def _caption(title: str, total: int, shown: int = LISTED) -> str:
    if not total:
        return f"{title}：没有"
    return f"{title}，{total} 项" + (f"，列出前 {shown} 项，全部见 Excel 附表" if total > shown else "")


def _project_row(one: Project) -> list[str]:
    achieved = f"{one.achieved.met} / {one.achieved.told}" if one.achieved and one.achieved.told else "—"
    score = f"{one.score} {one.grade}".strip() if one.counted else "不计分"
    return [one.name, one.state.word, one.promised, one.spend, one.rate, score, achieved]


def _sources(site: Site, review: Review, site_url: str, clock: datetime) -> Iterator[Block]:
    key = (review.year.division.code, review.year.year)
    yield Paragraph(text="四、出处和说明", style="first", mark="sources")
    packages = [
        one
        for one in site.checked.packages
        if one.key[:2] == key and (not review.department or one.department == review.department)
    ]
    for one in packages:
        yield Paragraph(text=f"{one.publisher}《{one.title}》，{one.published_date} 公开。", style="small")
    if not packages:
        yield Paragraph(text="这一年度还没有公开的材料。", style="small")
    yield Paragraph(
        text="表里的数照公开的原件，没有四舍五入；“—”是没有公布，不等于零。"
        "发现按公开的规则得出，不等于有问题；可以问的话由记录写成，不下结论。",
        style="small",
    )
    yield Paragraph(text=f"规则、方法和全部记录见 {site_url}。生成日期 {clock:%Y-%m-%d}。", style="small")
