"""What was published last, as an Atom feed."""

from __future__ import annotations

from xml.etree import ElementTree

from generator.core import addresses
from generator.core.data import Checked
from generator.core.output import Output
from generator.core.package import Package

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 100


def feed(checked: Checked, *, site_url: str) -> Output:
    """The packages published last, newest first; it changes when the data do, not at every build."""
    divisions = checked.frames["divisions"]
    samples = set(divisions.loc[divisions["is_sample"] == "是", "division"])
    packages = sorted(checked.packages, key=lambda one: one.key)
    packages.sort(key=lambda one: one.published_date, reverse=True)
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _child(root, "id", site_url + addresses.FEED)
    _child(root, "title", f"{checked.catalogue.title}：最近公开")
    _child(root, "updated", _moment(packages[0].published_date if packages else "1970-01-01"))
    _child(root, "link", rel="self", type="application/atom+xml", href=site_url + addresses.FEED)
    _child(root, "link", rel="alternate", type="text/html", href=site_url)
    _child(root, "rights", f"{checked.catalogue.licence['title']}（{checked.catalogue.licence['name']}）")
    _child(_child(root, "author"), "name", checked.catalogue.contact or checked.catalogue.title)
    for package in packages[:_MOST]:
        _entry(root, package, sample=package.division in samples, site_url=site_url)
    ElementTree.indent(root, space=" ")
    return Output(
        path=addresses.FEED, content=ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    )


def _entry(root: ElementTree.Element, package: Package, *, sample: bool, site_url: str) -> None:
    page = f"{site_url}departments/{package.division}/{package.department}/"
    entry = _child(root, "entry")
    _child(entry, "id", f"{page}#{package.fiscal_year}")
    _child(entry, "title", package.title + ("（示例数据，虚构）" if sample else ""))
    _child(entry, "updated", _moment(package.published_date))
    _child(entry, "link", rel="alternate", type="text/html", href=page)
    _child(_child(entry, "author"), "name", package.publisher)
    documents = "、".join(one.title for one in package.documents)
    _child(entry, "summary", f"{package.publisher} {package.fiscal_year}年度。{documents}".strip())


def _child(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text or None
    return child


def _moment(day: str) -> str:
    """The first second of a day in China, where the publishers are."""
    return f"{day}T00:00:00+08:00"
