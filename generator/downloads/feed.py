"""What was published last, as an Atom feed."""

from __future__ import annotations

from xml.etree import ElementTree

from generator.core import addresses
from generator.core.output import Output
from generator.core.package import Package
from generator.downloads.atom import child, moment, written
from generator.downloads.atom import feed as begun
from generator.downloads.setting import Setting
from generator.facts.departments import UNSTATED

_MOST = 100


def feed(setting: Setting) -> Output:
    """The packages published last, newest first; it changes when the data do, not at every build."""
    packages = sorted(setting.checked.packages, key=lambda one: one.key)
    packages.sort(key=lambda one: one.published_date, reverse=True)
    root = begun(
        setting,
        addresses.FEED,
        title=f"{setting.checked.catalogue.title}：最近公开",
        updated=packages[0].published_date if packages else "",
    )
    for package in packages[:_MOST]:
        _entry(root, package, sample=package.division in setting.samples, site_url=setting.site_url)
    return written(addresses.FEED, root)


def _entry(root: ElementTree.Element, package: Package, *, sample: bool, site_url: str) -> None:
    page = site_url + addresses.department(package.division, package.department)
    entry = child(root, "entry")
    child(entry, "id", f"{page}#{package.fiscal_year}")
    child(entry, "title", package.title + ("（示例数据，虚构）" if sample else ""))
    child(entry, "updated", moment(package.published_date))
    child(entry, "link", rel="alternate", type="text/html", href=page)
    named = package.publisher != UNSTATED  # whom the original does not name, the feed's own author stands for
    if named:
        child(child(entry, "author"), "name", package.publisher)
    documents = "、".join(one.title for one in package.documents)
    whose = f"{package.publisher} " if named else ""
    child(entry, "summary", f"{whose}{package.fiscal_year}年度。{documents}")
