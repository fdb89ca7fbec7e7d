"""The stages strung together for whoever asks: the command line, its preview, tests. Nothing is printed here.

The day is given, so that no clock is read; ``stage`` shows what is being done to whoever watches.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.data import Checked
from generator.core.errors import UserError
from generator.core.memory import seldom_collected
from generator.core.output import Output
from generator.core.schema import Catalogue, Table
from generator.core.stages import Stage, unwatched
from generator.load import load
from generator.load.schema import load_catalogue

if TYPE_CHECKING:
    from generator.compare import Comparison, Side
    from generator.compare.choosing import Choice
    from generator.compare.comparison import Place
    from generator.compare.lines import Lines, Projects
    from generator.load.kept import Store
    from generator.publish import Built
    from generator.publish.borrowing import Borrowed
    from generator.statement import Draft

# What only some need is imported by them: a check starts a second sooner without pages, downloads and drafts.

ROOT = Path(__file__).resolve().parents[1]
# What a data folder is made of beside the data.
DESCRIPTORS = ("datapackage.yaml", "schemas", "profiles")
_FEW = 100  # differing files that are read sooner by one process than by two


class DataError(UserError):
    """The data has errors, so that nothing was published; ``checked`` holds them."""

    def __init__(self, checked: Checked) -> None:
        super().__init__(f"数据有 {checked.count('error')} 处错误，没有生成网站。", "请先用 check 命令查看并改正。")
        self.checked = checked


@dataclass(frozen=True, kw_only=True)
class Published:
    """What a build published, and what the check said before it."""

    summary: str
    built: Built


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """The draft of a statement, with the tables it can be registered in."""

    draft: Draft
    catalogue: Catalogue


@dataclass(frozen=True, kw_only=True)
class Size:
    """The size of the invented district."""

    projects: int
    years: int
    departments: int
    seed: int
    last_year: int


def checked(
    data: Path,
    *,
    today: date,
    rules: Collection[str] | None = None,
    stage: Stage = unwatched,
    store: Store | None = None,
) -> Checked:
    """Read and check a data folder; ``store``: where the cells of unchanged files are taken from.

    ``rules``: the codes of those that are to run; all, unless given.
    """
    with seldom_collected():  # frames and findings refer to nothing that refers to them
        with stage("读取数据") as progress:
            loaded = load(data, progress, store=store)
        with stage("检查数据") as progress:
            from generator.check import check

            return check(loaded, today=today, rules=rules, progress=progress, store=store)


def build(
    data: Path, out: Path, *, today: date, root: Path = ROOT, stage: Stage = unwatched, parts: Path | None = None
) -> Published:
    """Check the data and build the site into ``out``; ``root`` holds ``mkdocs.yml`` and ``site_src``.

    ``parts``: the folder with what the page 填报自查 needs; without all of it the site has no such page.

    Raises DataError while there are errors, UserError when a part fails; ``out`` is then as it was.
    """
    from generator.check.report import summary

    # Nobody but the build holds the records: it lets them go when the pages are made.
    handed = [checked(data, today=today, stage=stage)]
    if handed[0].count("error"):
        raise DataError(handed[0])
    told = summary(handed[0], handed[0].findings)
    from generator.publish import build as build_site
    from generator.selfcheck.packing import found_parts

    installed = found_parts(parts) if parts else None
    return Published(summary=told, built=build_site(handed.pop(), root=root, out=out, stage=stage, parts=installed))


def compared(
    old: Borrowed, new: Borrowed, data: Path, *, today: date | None = None, stage: Stage = unwatched
) -> Comparison:
    """Compare two states of the data; ``data`` has the schemas for a published archive, which brings none.

    ``today``: what nobody may publish is not quoted, as far as the codes that are read tell what is a person's number;
    without it everything is, for who checks the data as well and knows them all. Of folders and revisions only what
    differs is read, and what tells of it: names, sums. UserError where a side cannot be read at all.
    """
    from generator.compare import compared as compare
    from generator.compare.choosing import chosen
    from generator.compare.lines import Lines
    from generator.core.sharing import shared
    from generator.core.sibling import Sibling

    choice = chosen(old.files, new.files)
    with ExitStack() as stack:
        many = len(choice.differing or ()) > _FEW
        with stage("取数据"):
            places = [stack.enter_context(one.place()) for one in (old, new)]
            laying = [
                partial(one.fill, place, choice.wanted)
                for one, place in zip((old, new), places, strict=True)
                if one.fill is not None
            ]
            shared("取数据", laying, lambda: None, beside=many)
        with stage("读取数据"):
            tops = [_top(place) for place in places]
            lines = [
                Lines(here=one, other=other, whole=choice.whole) for one, other in zip(tops, tops[::-1], strict=True)
            ]
            sides = [
                partial(_side, place, one, data, choice.wanted, own)
                for place, one, own in zip(tops, (old, new), lines, strict=True)
            ]
            with Sibling("读取数据", sides[1], beside=many, behind=0) as beside:
                before, after = sides[0](), beside.finish()
        with stage("比较"):
            tables = {**before[1], **after[1]}

            def stays(folders: Collection[Place]) -> Projects:
                return lines[0].projects(folders) | _unread_projects(old, folders, choice, tables)

            found = compare(before[0], after[0], tables, stays=stays)
            if today is not None:
                from generator.check.privacy.showing import shown_beside
                from generator.compare.showing import quoted, shown

                frames = (before[0].frames, after[0].frames)
                found = shown(found, shown_beside(frames, tables, today, quoted(found)))
    return replace(found, untouched=choice.untouched, frame=choice.frame, files=choice.differing)


def _unread_projects(
    one: Borrowed, folders: Collection[Place], choice: Choice, tables: Mapping[str, Table]
) -> Projects:
    """The projects in files of some department-years that are the same on both sides and were not read."""
    from generator.compare.choosing import folder_of
    from generator.compare.lines import projects_in

    asked = {folder.path for folder in folders}
    unread = {
        path: table
        for path in one.files or ()
        if folder_of(path) in asked
        and not choice.wanted(path)
        and (table := tables.get(path.rpartition("/")[2].removesuffix(".csv"))) is not None
    }
    if not unread:
        return frozenset()
    with one.lay(lambda path: path in unread or path == "datapackage.yaml") as place:
        top = _top(place)
        return frozenset().union(*(projects_in(top, path, table) for path, table in unread.items()))


def _top(place: Path) -> Path:
    """Where the data folder of a state stands, or its published archive."""
    from generator.compare.published import DESCRIPTOR, data_folder_in

    if (place / "datapackage.yaml").is_file() or (place / DESCRIPTOR).is_file():
        return place
    return data_folder_in(place) or place


def _side(
    place: Path, one: Borrowed, data: Path, wanted: Callable[[str], bool], lines: Lines
) -> tuple[Side, Mapping[str, Table]]:
    """One side and its tables."""
    from generator.compare import side_of
    from generator.compare.choosing import places
    from generator.compare.published import published_side

    if (place / "datapackage.yaml").is_file():
        loaded = load(place, wanted=wanted, lines=lines.left)
        side = side_of(loaded, one.title, places(one.files), lines.differing)
        return side, loaded.catalogue.tables
    tables = load_catalogue(data).tables
    return published_side(place, tables, one.title), tables


def statement(data: Path, division: str, year: int, *, today: date, stage: Stage = unwatched) -> Drafted:
    """Draft the annual statement of a division from its checked records; UserError while these have errors."""
    from generator.statement import draft

    found = checked(data, today=today, stage=stage)
    wrong = [
        one
        for one in found.findings
        if one.severity == "error"
        and one.division in ("", division)
        and one.table not in ("statements", "reported_figures")  # what is told does not change what is recorded
    ]
    if wrong:
        raise UserError(f"{division} 的数据还有 {len(wrong)} 处错误，没有起草。", "请先用 check 命令查看并改正。")
    return Drafted(draft=found.facts.of(draft, division, year), catalogue=found.catalogue)


def sample(data: Path, out: Path, size: Size, *, stage: Stage = unwatched) -> tuple[int, int]:
    """Write the invented district with the descriptors of ``data``, and return how many files and bytes.

    ``out`` may be the data folder itself; other divisions in it stay as they are.
    """
    from generator.publish import clear, write
    from generator.sample import DIVISION

    with stage("生成示例区") as progress:
        # What is there already is read before anything is taken away.
        common = {f"common/{path.name}": path.read_bytes() for path in sorted((out / "common").glob("*.csv"))}
        descriptors = [] if out.resolve() == data.resolve() else _descriptors(data)
        tables = load_catalogue(data).tables
        clear(out / DIVISION)
        files, written = write(out, _told(chain(descriptors, _district(size, tables, common)), progress))
    more, more_written = _statement_of_sample(out, size, stage)
    return files + more, written + more_written


def _district(size: Size, tables: Mapping[str, Table], common: Mapping[str, bytes]) -> Iterable[Output]:
    from generator.sample import sample as district

    return district(
        projects=size.projects,
        years=size.years,
        departments=size.departments,
        seed=size.seed,
        last_year=size.last_year,
        tables=tables,
        existing=common,
    )


def _statement_of_sample(out: Path, size: Size, stage: Stage) -> tuple[int, int]:
    """The district's latest statement, drafted from the records just written as a finance bureau would."""
    from generator.publish import write
    from generator.sample import DIVISION, drafted, written
    from generator.statement import as_data, draft

    year = drafted(range(size.last_year - size.years + 1, size.last_year + 1))
    if year is None:
        return 0, 0
    with stage("起草年度说明"):
        found = checked(out, today=written(year), rules=())  # nobody is told what they find of an invented district
        return write(out, as_data(found.facts.of(draft, DIVISION, year), found.catalogue))


def _told(outputs: Iterable[Output], progress: Callable[[str], None]) -> Iterator[Output]:
    for output in outputs:
        progress(output.path)
        yield output


def _descriptors(data: Path) -> list[Output]:
    """The descriptors a data folder needs, copied from another; its profiles are in force for none of its divisions."""
    paths = [
        path
        for name in DESCRIPTORS
        for path in ([data / name] if (data / name).is_file() else sorted((data / name).glob("*.yaml")))
    ]
    if not paths:
        raise UserError(f"{data} 里没有 datapackage.yaml。")
    copied = [Output(path=path.relative_to(data).as_posix(), content=path.read_bytes()) for path in paths]
    return [replace(one, content=_nowhere(one.content)) if one.path.startswith("profiles/") else one for one in copied]


def _nowhere(profile: bytes) -> bytes:
    """A profile that is in force nowhere: a portal has made one of them its own division's."""
    return re.sub(rb"^in_force:.*\n(?:[ -].*\n)*", b"in_force: []\n", profile, flags=re.MULTILINE)


def site_url(root: Path = ROOT) -> str:
    """The site's address as ``mkdocs.yml`` has it, with a slash at its end, so that links of a draft lead there."""
    found = re.search(r"^site_url:\s*(\S+)", (root / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    return f"{found[1].rstrip('/')}/" if found else ""
