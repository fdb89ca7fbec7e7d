"""The explorer at the size of a city: invented rows of the flat table of projects, and what the browser makes of them.

``python -m tests.bench.explorer SITE [--rows 20000]`` copies a built site, gives its explorer so many invented rows and
prints what is transferred, how long each turn takes and how much memory it holds. Nothing of it is published.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from generator.core import addresses
from generator.core.numbers import MICRO
from generator.derive.flat import FLAT_TABLES
from generator.downloads.explorer import INDICATORS, explorer_outputs
from tests.browser.conftest import FLAGS, chromium, serve

_SHARED, _INDICATORS = 8, 1_000  # of one name with others: rows a project, and how many names
_MEASURES, _UNITS = ("完成率", "数量", "及时率", "满意度", "单位成本"), ("%", "个", "人次", "元", "场")
YEARS = (2023, 2024, 2025, 2026)
_DEPARTMENTS = 40
_NAMES = (
    "校舍维修",
    "农村公路养护",
    "养老服务补助",
    "河道治理",
    "义务教育保障",
    "公共卫生服务",
    "保障性住房",
    "信息系统运维",
)
_PLACES = ("例南街道", "示山镇", "城关镇", "东风乡", "河口镇", "西部新区", "开发区", "全区")
_KINDS = ("项目", "工程", "经费", "专项资金", "补助资金")
_MATTERS = ("上学", "看病", "养老", "出行；安全", "环境", "种地")
_STATES = ("正常执行", "年中调整", "年中追加", "年中取消", "已安排")
_RULES = ("F02 低执行高得分", "F03 目标偏低", "F05 缺成本或满意度指标", "R19 进度偏慢", "F13b 项目预算跳变")


def projects(rows: int) -> pd.DataFrame:
    """So many invented project-years with figures as scattered as real ones."""
    chance = np.random.default_rng(1)
    promised = np.round(chance.lognormal(4.5, 1.3, rows), 2)
    annual = np.where(chance.random(rows) < 0.3, np.round(promised * chance.uniform(0.6, 1.3, rows), 2), promised)
    spend = np.where(chance.random(rows) < 0.4, annual, np.round(annual * chance.beta(9, 1, rows), 2))
    told = chance.integers(6, 16, rows)
    met = told - chance.binomial(4, 0.15, rows)
    own = np.round(chance.uniform(82, 100, rows), 2)
    judged = chance.random(rows) < 0.08
    found = chance.poisson(0.6, rows)
    other = np.round(own - chance.normal(8, 5, rows), 2)
    later = np.round(promised * chance.uniform(0.7, 1.3, rows), 2)
    year = np.sort(chance.choice(YEARS, rows))
    department = chance.integers(0, _DEPARTMENTS, rows)

    def money(values: np.ndarray, there: np.ndarray | bool = True) -> pd.Series:
        whole = pd.Series(np.round(values * MICRO).astype("int64"), dtype="Int64")
        return whole.where(pd.Series(np.broadcast_to(there, rows)))

    def words(pool: tuple[str, ...], often: float = 0.6) -> pd.Series:
        shares = np.array([often, *([(1 - often) / (len(pool) - 1)] * (len(pool) - 1))])
        return pd.Series(chance.choice(pool, rows, p=shares), dtype="str")

    frame = pd.DataFrame(
        {
            "project_name": [
                f"{_PLACES[place]}{_NAMES[name]}{_KINDS[kind]}（{number % 997}）"
                for number, (place, name, kind) in enumerate(
                    zip(*(chance.integers(0, size, rows) for size in (8, 8, 5)), strict=True)
                )
            ],
            "fiscal_year": year,
            "division": "990001",
            "division_name": "示例区",
            "department": [f"bureau{one:02d}" for one in department],
            "department_name": [f"示例区第{one + 1}局" for one in department],
            "project_code": [
                f"990001{y % 100}T{d:03d}{n:09d}" for n, (y, d) in enumerate(zip(year, department, strict=True))
            ],
            "project_kind": words(("特定目标类", "运转类", "人员类")),
            "project_attribute": words(("延续", "新增")),
            "budget_type": words(("一般公共预算", "政府性基金预算", "国有资本经营预算"), 0.9),
            "matters": words(("上学", "看病", "养老", "出行；安全", "环境", "种地"), 0.3).where(
                chance.random(rows) < 0.7
            ),
            "fund_domains": words(("转移支付", "政府债券", "转移支付；政府购买服务", "PPP")).where(
                chance.random(rows) < 0.2
            ),
            "state": words(_STATES, 0.7),
            "promised": money(promised),
            "annual": money(annual),
            "annual_change": money(annual - promised),
            "spend": money(spend),
            "rate": money(np.round(spend / annual * 100, 2)),
            "share": money(np.round(promised / promised.sum() * 400, 2)),
            "self_score": money(own),
            "self_grade": words(("优", "良", "中", "差"), 0.8),
            "independent_score": money(other, judged),
            "independent_grade": words(("良", "优", "中", "差")).where(judged),
            "evaluation_kind": words(("部门评价", "财政重点评价")).where(judged),
            "gap": money(own - other, judged),
            "indicators_met": pd.Series(met, dtype="Int64"),
            "indicators_told": pd.Series(told, dtype="Int64"),
            "missed_share": money(np.round((told - met) / told * 100, 2)),
            "years_missed": pd.Series(chance.integers(0, 3, rows), dtype="Int64"),
            "weak": words(("都不是", "等级低", "执行率低"), 0.9),
            "findings": pd.Series(found, dtype="Int64"),
            "findings_unanswered": pd.Series(chance.binomial(found, 0.8), dtype="Int64"),
            "finding_codes": words(_RULES).where(chance.random(rows) < 0.4),
            "rectifications": pd.Series(chance.poisson(0.2, rows), dtype="Int64"),
            "rectifications_overdue": pd.Series(chance.poisson(0.03, rows), dtype="Int64"),
            "next_promised": money(later, chance.random(rows) < 0.7),
            "next_change": money(later - promised, chance.random(rows) < 0.7),
            "next_direction": words(("增加", "减少", "不变")),
            "self_state": words(("已公开", "逾期未公开")),
        }
    )
    ordered = frame.sort_values(
        ["fiscal_year", "department"], ascending=[False, True], kind="stable", ignore_index=True
    )
    return ordered[[one.name for one in FLAT_TABLES["projects"].columns]]


def indicators(frame: pd.DataFrame) -> pd.DataFrame:
    """Indicators of one name in several bureaus, as many a project and as scattered as the sample has them."""
    chance = np.random.default_rng(2)
    rows = frame.loc[frame.index.repeat(_SHARED), ["division", "fiscal_year", "department", "project_code"]]
    size = len(rows)
    name = chance.integers(0, _INDICATORS, size)
    target = chance.integers(1, 120, size)
    actual = np.where(chance.random(size) < 0.45, target, np.round(target * chance.uniform(0.8, 1.2, size), 1))
    weight = chance.integers(3, 16, size)
    missed = chance.random(size) < 0.15
    score = np.where(missed, np.round(weight * chance.uniform(0.6, 1, size), 2), weight)
    made = rows.reset_index(drop=True).assign(
        name=[f"{_NAMES[one % len(_NAMES)]}{_MEASURES[one % len(_MEASURES)]}{one}" for one in name],
        operator=chance.choice(("≥", "≤", "="), size, p=(0.65, 0.25, 0.1)),
        target_value=target.astype("str"),
        unit=pd.Series(_UNITS)[name % len(_UNITS)].to_numpy(),
        actual_value=[f"{one:g}" for one in actual],
        weight=pd.Series(weight * MICRO, dtype="Int64"),
        score=pd.Series(np.round(score * MICRO).astype("int64"), dtype="Int64"),
        met=pd.Series(~missed, dtype="boolean"),
    )
    return made.sort_values(["division", "fiscal_year", "name", "department", "project_code"], ignore_index=True)


_READY = ".explore-live[aria-busy='false']"
# When the page itself is ready for the first time: asking it from outside takes a slow processor another while.
_STAMPED = f"""new MutationObserver((_, watch) => {{
  if (!document.querySelector("{_READY}")) return;
  window.ready = performance.now();
  watch.disconnect();
}}).observe(document, {{ subtree: true, childList: true, attributeFilter: ["aria-busy"] }})"""
_SLOWER = 4  # times, as a phone is
# How long it takes from a touch until everything is shown again.
_TIMED = """async ([selector, event, value]) => {
  const live = document.querySelector(".explore-live"), target = document.querySelector(selector);
  const shown = new Promise((done) => new MutationObserver(() => {
    if (live.getAttribute("aria-busy") === "false") done(performance.now());
  }).observe(live, { attributes: true, attributeFilter: ["aria-busy"] }));
  // A hand is over what it is about to touch, or a key has led there, a while before: names are read from then on.
  target.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
  await new Promise((done) => setTimeout(done, 200));
  if (value !== null) target.value = value;
  const start = performance.now();
  if (event === "click") target.click();
  else target.dispatchEvent(new Event(event));
  return await shown - start;
}"""
_PAUSE = 120  # milliseconds that the search waits for another key (site_src/assets/explore/main.js)


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.explorer", description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--rows", type=int, default=20_000)
    options = parser.parse_args()
    program = chromium()
    if not program:
        sys.exit("no browser: CHROMIUM=/path")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        packed = _invent(options.site, site, options.rows)
        server, base = serve(site)
        flags = [*FLAGS, "--enable-precise-memory-info", "--js-flags=--expose-gc"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        results = {f"{title}，每个项目年度（字节）": size / options.rows for title, size in packed.items()}
        results |= _turns(browser, f"{base}/{addresses.EXPLORE}?table=projects&fiscal_year=all")
        for title, query in (("最近年度", ""), ("所有年度", "?table=projects&fiscal_year=all")):
            results |= _first(browser, f"{base}/{addresses.EXPLORE}{query}", title)
        browser.close()
        server.shutdown()
    print(f"| 总表，{options.rows:,} 个项目年度 | |\n|---|---:|")
    print("\n".join(f"| {title} | {value:,.1f} |" for title, value in results.items()))
    return 0


def _invent(site: Path, target: Path, rows: int) -> dict[str, int]:
    """A copy of a site whose explorer has invented rows, and the bytes of these: of projects, of shared indicators."""
    shutil.copytree(site, target, ignore=shutil.ignore_patterns("downloads", "pagefind", "projects"))
    shutil.rmtree(target / addresses.EXPLORE / "data")
    frames = {
        name: projects(rows) if name == "projects" else pd.DataFrame(columns=[one.name for one in table.columns])
        for name, table in FLAT_TABLES.items()
    }
    sizes = {"总表数据": 0, "同名指标": 0}
    shared = indicators(frames["projects"])
    for output in explorer_outputs(
        frames, day=date(2026, 11, 20), title="预算绩效公开数据", samples=["示例区"], shared=shared
    ):
        path = target / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.content)
        sizes["同名指标" if f"/{INDICATORS}/" in output.path else "总表数据"] += len(output.content)
    return sizes


def _turns(browser: Browser, address: str) -> dict[str, float]:
    """Milliseconds of each kind of turn, the slowest of some, and the memory held after them."""
    page = browser.new_page()
    page.goto(address)
    page.wait_for_selector(_READY)

    def slowest(*turns: tuple[str, str, str | None]) -> float:
        return max(page.evaluate(_TIMED, list(turn)) for turn in turns)

    first, sorts = ".explore-facets li:nth-child(2) input", ("rate", "self_score", "department_name")
    results = {
        "筛选（毫秒）": slowest((first, "click", None), (first, "click", None)),
        "排序（毫秒）": slowest(*((f"#sort-{name}", "click", None) for name in sorts)),
        "按名称排序（毫秒）": slowest(("#sort-project_name", "click", None)),
        "检索（毫秒）": slowest(*(("#explore-q", "input", word) for word in ("养老", "校舍 工程", ""))) - _PAUSE,
        "分组（毫秒）": slowest(("#explore-group", "change", "department_name")),
    }
    page.evaluate("gc()")
    results["内存（MB）"] = page.evaluate("performance.memory.usedJSHeapSize / 1e6")
    page.close()
    return results


def _first(browser: Browser, address: str, title: str) -> dict[str, float]:
    """What the first visit transfers, from a server that packs nothing, and when it can be used."""
    context = browser.new_context()
    page = context.new_page()
    session: CDPSession = context.new_cdp_session(page)
    received: list[float] = []
    gather: Callable[[Any], None] = lambda event: received.append(event["encodedDataLength"])  # noqa: E731
    session.send("Network.enable")
    session.on("Network.loadingFinished", gather)
    session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    page.add_init_script(_STAMPED)
    _visit(page, address)
    ready = page.evaluate("window.ready")
    context.close()
    return {
        f"首次打开{title}（kB，不压缩的服务器）": sum(received) / 1000,
        f"首次打开{title}，处理器慢四倍（毫秒）": ready,
    }


def _visit(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(_READY)


if __name__ == "__main__":
    sys.exit(main())
