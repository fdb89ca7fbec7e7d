"""The pictures that stand beside links to the site elsewhere, one a family of pages: python -m tests.cards (Chromium).

They name no place and no figure, so that every portal can keep them: what a page says stands in its title and
description beside the picture.
"""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, chromium
from tests.conftest import ROOT

OUT = ROOT / "site_src" / "assets" / "cards"
SIZE = (1200, 630)
# The first part of an address → the word on the picture and what such a page tells; ``site`` for all others.
CARDS: Mapping[str, tuple[str, str]] = {
    "site": ("预算绩效公开", "钱花得怎么样，逐个项目看得见"),
    "projects": ("项目绩效", "说好做到什么，做到了没有，花了多少钱"),
    "departments": ("部门绩效", "一个部门的项目、得分和公开情况"),
    "years": ("年度预算绩效", "一年里的目标、结果和没有做到的"),
    "evaluations": ("独立评价", "别人怎样评价，与自评差多少"),
    "monitoring": ("运行监控", "年中花到哪里，慢在哪里"),
    "rectifications": ("整改台账", "发现的问题改了没有，逾期没有"),
    "consequences": ("结果应用", "评价结果怎样用到以后的预算"),
    "disclosure": ("公开情况", "该公开的公开了没有，晚了几天"),
    "statements": ("年度说明", "政府怎样说，数字对不对得上"),
}
_PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; width: 1200px; height: 630px; background: #17456f; color: #fff; }}
body {{ font-family: "Noto Sans CJK SC", sans-serif; }}
h1 {{ margin: 0; padding: 150px 90px 0; font-size: 104px; font-weight: 700; }}
p {{ margin: 0; padding: 26px 90px; font-size: 42px; color: #d5e3f0; }}
svg {{ position: absolute; right: 80px; bottom: 60px; }}
</style><h1>{0}</h1><p>{1}</p>
<svg width="380" height="170" viewBox="0 0 380 170"><g fill="#fff"><rect y="110" width="60" height="60" opacity=".45"/>
<rect x="100" y="80" width="60" height="90" opacity=".6"/><rect x="200" y="40" width="60" height="130" opacity=".8"/>
<rect x="300" y="60" width="60" height="110"/></g>
<path d="M30 84 130 50 230 12 330 34" fill="none" stroke="#fff" stroke-width="8"
 stroke-linecap="round" stroke-linejoin="round"/></svg>"""


def make() -> None:
    """Draw every picture again."""
    OUT.mkdir(parents=True, exist_ok=True)
    width, height = SIZE
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": height})
        for name, (word, sentence) in CARDS.items():
            page.set_content(_PAGE.format(word, sentence))
            page.screenshot(path=OUT / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    make()
