"""What Atom feeds are made of."""

from __future__ import annotations

from xml.etree import ElementTree

from generator.core import addresses
from generator.core.output import Output
from generator.downloads.setting import Setting

_ATOM = "http://www.w3.org/2005/Atom"


def feed(setting: Setting, path: str, *, title: str, updated: str, page: str = addresses.HOME) -> ElementTree.Element:
    """A feed without entries; ``updated`` is the day of what it last tells, ``page`` what it is the feed of."""
    catalogue, site_url = setting.checked.catalogue, setting.site_url
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    child(root, "id", site_url + path)
    child(root, "title", title)
    child(root, "updated", moment(updated))
    child(root, "link", rel="self", type="application/atom+xml", href=site_url + path)
    child(root, "link", rel="alternate", type="text/html", href=site_url + page)
    child(root, "rights", f"{catalogue.licence['title']}（{catalogue.licence['name']}）")
    child(child(root, "author"), "name", catalogue.contact or catalogue.title)
    return root


def written(path: str, root: ElementTree.Element) -> Output:
    """A feed as a file."""
    ElementTree.indent(root, space=" ")
    return Output(path=path, content=ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def child(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """An element more."""
    made = ElementTree.SubElement(parent, name, attributes)
    made.text = text or None
    return made


def moment(day: str) -> str:
    """The first second of a day in China, where the publishers are; of no day that of the first there is."""
    return f"{day or '1970-01-01'}T00:00:00+08:00"
