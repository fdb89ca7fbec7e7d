"""Every mechanism the statements name (§7 of the field's reference) has a page that answers it, with figures."""

from __future__ import annotations

import functools
import html
import re
from pathlib import Path

import pytest

_TAG = re.compile(r"<[^>]+>")
PROJECT = "projects/990001/2024/*/index.html"
YEAR = "years/990001/2024/index.html"
DEPARTMENT = "departments/990001/*/index.html"

# Mechanism as the statements call it → page of the site → what it must say (patterns).
MECHANISMS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "全流程、全过程、三全一体",
        PROJECT,
        (
            r"全过程 事前评估 ",
            r"绩效目标 \d+ 个指标 \d{4}-\d\d-\d\d",
        ),
    ),
    (
        "5个100%全覆盖",
        YEAR,
        (
            r"事前有评估 应事前评估 \d+ \d+",
            r"工作有目标 应编目标 \d+ \d+",
            r"事中有监控 应监控 \d+ \d+",
            r"事后有评价 应自评 \d+ \d+",
            r"结果有应用 应应用 \d+ \d+",
            r"\d+\.\d\d%",
        ),
    ),
    (
        "1+2+N 制度体系",
        "policies/index.html",
        (
            r"1：党委政府",
            r"2：政府办的管理办法",
            r"N：财政部门",
            r"文号",
            r"〔20\d\d〕\d+号",
            r"现行有效 \d+ 件",
            r"替代：|已由",
        ),
    ),
    ("项目库与一体化平台", "dictionary/goals/index.html", (r"表单上也写作：.*pro_code", r"项目编码")),
    ("线上线下双审核", PROJECT, (r"目标审核为[优良中差]",)),
    (
        "随申请、随评估、随入库",
        "ex-ante/990001/2024/index.html",
        (r"入库 \d+ 个", r"href=\S+projects/990001/2024/\S+#before"),
    ),
    (
        "事前评估（评审结合、复评）",
        "ex-ante/990001/2024/index.html",
        (
            r"立项必要性 [\d.]+，投入经济性 [\d.]+，绩效目标合理性 [\d.]+，实施方案可行性 [\d.]+，筹资合规性 [\d.]+",
            r"申报额 [\d,.]+ 万元",
            r"审减率 [\d.]+%（÷申报额）",
            r"复评 \d+ 个",
            r"予以支持 \d+，调整完善后予以支持 \d+，不予支持 \d+",
        ),
    ),
    (
        "绩效目标公开（统一模板、网站、时间、方式）",
        "disclosure/990001/2024/index.html",
        (r"项目绩效目标 D2", r"已公开 \d{4}-\d\d-\d\d \d+ 条记录", r"项目绩效目标 D2 \d{4}-\d\d-\d\d"),
    ),
    (
        "双监控、重点监控、跟踪问效",
        "monitoring/990001/2024/index.html",
        (
            r"\d+ 个双监控，\d+ 个财政重点监控",
            r"红灯 \d+ 黄灯 \d+ 绿灯 \d+",
            r"收回或调整资金 [\d,.]+ 万元",
            r"指数 \d+\.\d\d",
        ),
    ),
    ("单位自评", PROJECT, (r"自评得分", r"复算", r"偏差原因与改进措施")),
    ("自评抽查", "checks/index.html", (r"从 [\d,]+ 个项目中抽查 \d+ 个，抽查比例 [\d.]+%", r"复核得分")),
    ("部门评价、财政重点评价", "evaluations/index.html", (r"部门评价", r"财政重点评价", r"低 [\d.]+ 分")),
    (
        "部门整体绩效（试点到全覆盖）",
        DEPARTMENT,
        (r"部门整体绩效 .{,60} 20\d\d年度，自评 [\d.]+ 分", r"战略目标", r"年度主要任务", r"指标合计"),
    ),
    (
        "财政运行综合绩效评价",
        "fiscal-operations/index.html",
        (r"名次只在组内有效", r"名次只在“.+?”内有效", r"乡镇", r"街道"),
    ),
    (
        "成本预算绩效、支出标准",
        "standards/index.html",
        (r"标准值", r"单位成本（元）", r"来自成本分析", r"压减预算 [\d,.]+ 万元"),
    ),
    (
        "分行业分领域指标体系、通用指标库",
        "indicators/index.html",
        (r"收录 \d+ 个指标", r"\d+ 次 \d+ 个部门", r"同名而口径不一", r"单位不一"),
    ),
    ("专家库、专家评审", "institutions/index.html", (r"专家评审 专家 \d+ 人", r"专家个人的信息不公开")),
    (
        "第三方参与和质量评审",
        "institutions/index.html",
        (r"报告的等级不是项目的等级", r"报告[优良中差] \d+ 份", r"会计师事务所", r"高等院校"),
    ),
    (
        "结果应用、挂钩、问责",
        "consequences/990001/2024/index.html",
        (
            r"压减额 [\d,.]+ 万元",
            r"÷有压减的各项的基数 [\d,.]+ 万元",
            r"相符 \d+",
            r"用于年度",
            r"评价为中、差的，后来预算减了没有",
        ),
    ),
    (
        "反馈整改机制",
        "rectifications/990001/2024/index.html",
        (r"完成或销号 \d+ 项 [\d.]+%", r"逾期未完成 \d+ 项", r"已销号 \d{4}-\d\d-\d\d"),
    ),
    ("考核机制（纳入综合考核）", "reports/index.html", (r"部门绩效管理考核", r"考核得分", r"纳入综合考核")),
    (
        "人大、政府、党委报告机制",
        "reports/index.html",
        (r"人大常委会", r"政府常务会", r"党委常委会", r"办理："),
    ),
    (
        "专项领域绩效",
        "topics/index.html",
        ("PPP", "政府债券", "政府购买服务", "国有资产", "产业引导基金", "转移支付", "直达资金"),
    ),
    ("预算监督五方协同机制", "rectifications/990001/2024/index.html", (r"问题整改 \d+ \d+", r"审计、巡察、人大监督")),
    (
        "信息公开与宣传",
        "disclosure/990001/2024/index.html",
        (r"共 \d+ 件文件", r"依法不公开 \d+ 项", r"只公布个数和理由"),
    ),
    ("“一二三四五”管理模式", "mechanisms/index.html", (r"“一二三四五”管理模式 .*?本站不作推测",)),
    ("培训、工作要点、提质增效等年度活动", "mechanisms/index.html", (r"年度活动 .*?不是绩效数据",)),
)


@functools.cache
def _text(page: Path) -> str:
    """A page's words on one line; links keep their address, so that a way can be asked for."""
    source = page.read_text(encoding="utf-8")
    article = source[source.index("<article") :]
    linked = re.sub(r'<a\b[^>]*?(href="[^"]*")[^>]*>', r" \1 ", article)
    return " ".join(html.unescape(_TAG.sub(" ", linked)).split())


@functools.cache
def _plain(page: Path) -> str:
    """The same without addresses."""
    return " ".join(html.unescape(_TAG.sub(" ", page.read_text(encoding="utf-8").partition("<article")[2])).split())


@pytest.mark.parametrize(("mechanism", "pattern", "words"), MECHANISMS, ids=[one[0] for one in MECHANISMS])
def test_mechanism_is_answered(mechanism: str, pattern: str, words: tuple[str, ...], shipped_site: Path) -> None:
    pages = sorted(shipped_site.glob(pattern))
    assert pages, pattern
    for word in words:
        read = _text if "href" in word else _plain
        assert any(re.search(word, read(page)) for page in pages), f"{mechanism}: {pattern} does not say {word}"


def test_the_stages_of_a_project_stand_in_the_order_of_the_process(shipped_site: Path) -> None:
    stages = ["事前评估", "绩效目标", "运行监控", "绩效自评", "自评抽查", "独立评价", "整改", "结果应用"]
    pages = list(shipped_site.glob(PROJECT))
    assert pages
    for page in pages:
        listed, _, rest = page.read_text(encoding="utf-8").partition('<ol class="stages">')[2].partition("</ol>")
        told = re.findall(r"<li[^>]*>(?:<a [^>]*>|<b>)(.*?)</", listed)
        line = re.findall(r'<span id="[a-z]+">([^<（]+)', rest.partition("</p>")[0])
        assert told == [one for one in stages if one in told], page
        assert {"绩效目标", "绩效自评"} <= set(told), page
        # What has nothing to tell stands in the line below, and nowhere else.
        assert sorted((*told, *line)) == sorted(stages), page
        # What is published says what it came to; every other state has its word.
        said = [re.search(r'<span class="state [a-z]+">|</(?:a|b)> <b>', one) for one in listed.split("</li>")[:-1]]
        assert all(said), page
        assert len(said) == len(told), page


def test_the_overview_of_mechanisms_names_all_of_them(shipped_site: Path) -> None:
    words = _plain(shipped_site / "mechanisms/index.html")
    for name in (
        *("全过程", "5个100%", "1+2+N", "项目库", "随入库", "复评", "统一模板", "双监控", "抽查", "财政重点评价"),
        *("部门整体绩效", "财政运行综合绩效评价", "成本预算绩效", "指标库", "专家评审", "第三方", "结果应用"),
        *("反馈整改", "考核机制", "向人大", "专项领域", "五方协同", "信息公开与宣传", "一二三四五", "培训"),
    ):
        assert name in words


def test_real_divisions_without_records_are_said_to_have_none(shipped_site: Path) -> None:
    for page in ("monitoring", "ex-ante", "rectifications", "consequences", "checks", "fiscal-operations", "standards"):
        words = _plain(shipped_site / page / "index.html")
        assert "只公布了年度说明里的总数，没有逐项的记录" in words, page
        assert "历城区" in words or "临淄区" in words, page
