"""From checked data to a published folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path

from generator.core import addresses
from generator.core.data import Checked
from generator.core.memory import give_back, seldom_collected
from generator.core.sibling import BEHIND, Sibling
from generator.core.stages import Stage
from generator.derive import Shared, derive, derive_shared
from generator.downloads import outputs, read_index, sitemap
from generator.downloads.formats import FORMATS
from generator.downloads.packs.files import pack_outputs
from generator.pages import read_sources, stamp_pages
from generator.publish.links import Links
from generator.publish.printed_forms import EACH, write_forms
from generator.publish.search.index import Search
from generator.publish.switching import KEPT, LOCK, SITE, staging, switch
from generator.publish.theme import build_skeleton
from generator.publish.writer import MANIFEST, SUMS, Ledger, clear, journal, write
from generator.rules.passing import ONLY_RULES
from generator.selfcheck.packing import Parts, selfcheck_outputs

# Rows of all tables up to which three processes have memory: all use what was derived, and soon each has its own copy.
_FEW = 300_000


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build published; ``left``: where the earlier site still lies, if it could not be taken away.

    ``selfcheck``: it has the page 填报自查.
    """

    pages: int
    links: int
    files: int
    size: int
    left: Path | None = None
    selfcheck: bool = False


def build(checked: Checked, *, root: Path, out: Path, stage: Stage, parts: Parts | None = None) -> Built:
    """Build the site into ``out`` and switch it into place; ``root`` holds ``mkdocs.yml`` and ``site_src``.

    ``parts``: of the page 填报自查, which is left out without them.

    Raises UserError when a part fails; ``out`` is then as it was.
    """
    checked.facts.let_go(*ONLY_RULES)
    with staging(out) as folder, journal(folder / LOCK) as told:
        finished = folder / SITE
        with stage("生成页面骨架"):
            sources = read_sources(root / "site_src")
            skeleton = build_skeleton(root, finished, sources)
        if parts is None:
            clear(finished / addresses.SELFCHECK_PARTS)
        ledger = Ledger(journal=told)
        ledger.scan(finished)
        links = Links(skeleton.site_url)
        clock = datetime.combine(checked.today, time.min, UTC)
        # Downloads need nothing of what is derived, forms nothing of other pages: all three are made at once.
        with Search(folder / KEPT) as search:
            # Downloads take longest of the two that are made beside, and shall not be left alone at the end.
            with stage("计算总表"):
                shared = derive_shared(checked)
            downloaded = partial(
                _write_downloads, checked, shared, skeleton.site_url, clock=clock, folder=finished, journal=told
            )
            with Sibling("生成数据下载", downloaded, behind=BEHIND - 1) as downloads:
                with stage("计算汇总"):
                    site = replace(derive(checked, shared), selfcheck=parts is not None)
                    give_back()  # a fifth of what the process holds then
                if parts is not None:
                    write(finished, selfcheck_outputs(checked, parts), ledger)
                [forms] = [source for source in sources if source.each == EACH]
                formed = partial(write_forms, site, forms, skeleton, clock=clock, folder=folder, journal=told)
                few = sum(map(len, checked.frames.values())) <= _FEW
                with (
                    Sibling("生成官方表样", formed, beside=few) as printed,
                    stage("填充页面") as progress,
                ):
                    first = [source for source in sources if source is not forms and source.needs != "downloads"]
                    stamped = stamp_pages(site, first, skeleton.pages, skeleton.site_url, progress=progress)
                    count, _ = write(finished, links.watch(search.watch(stamped)), ledger)
                    with seldom_collected():
                        write(finished, pack_outputs(site, clock=clock, site_url=skeleton.site_url), ledger)
                    give_back()  # forms may be made here as well, and need other room
                    beside = printed.finish()
                    ledger.take(beside.ledger)
                    links.take(beside.wanted)
                    search.take(beside.kept)
                with stage("生成数据下载"):
                    ledger.take(downloads.finish())
                    sets = read_index((finished / addresses.DOWNLOAD_INDEX).read_bytes())
                    formats = {one.title: one.purpose for one in FORMATS.values()}
                    last = [source for source in sources if source.needs == "downloads"]
                    stamped = stamp_pages(site, last, skeleton.pages, skeleton.site_url, sets, formats)
                    more, _ = write(finished, links.watch(search.watch(stamped)), ledger)
            # Pagefind shall have their memory.
            del checked, shared, site, stamped, downloaded, formed, downloads, printed
            give_back()
            with stage("建立检索") as progress:
                write(finished, search.files(progress), ledger)
        with stage("核对链接与清单"):
            targets = links.verify(finished, (*ledger.entries, MANIFEST, SUMS))
            listed = [path.removesuffix("index.html") for path in ledger.entries if path.endswith("index.html")]
            write(finished, sitemap(listed, site_url=skeleton.site_url), ledger)
            write(finished, (ledger.manifest(), ledger.sums()), ledger)
            ledger.verify(finished)
        with stage("切换发布"):
            left = switch(finished, out)
    return Built(
        pages=count + beside.pages + more,
        links=targets,
        files=len(ledger.entries),
        size=ledger.size,
        left=left,
        selfcheck=parts is not None,
    )


def _write_downloads(
    checked: Checked, shared: Shared, site_url: str, *, clock: datetime, folder: Path, journal: int
) -> Ledger:
    """Write everything below ``downloads/``; larger sets are strung together from what is written already."""
    ledger = Ledger(journal=journal)
    made = outputs(checked, clock=clock, site_url=site_url, read=partial(_read, folder), shared=shared)
    write(folder, made, ledger)
    return ledger


def _read(folder: Path, path: str) -> bytes:
    return (folder / path).read_bytes()
