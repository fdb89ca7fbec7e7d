"""What all sets share: the data and their order, names, the time and address of the build, workbook models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from generator.core.archive import SMALL, Part, pack
from generator.core.data import Checked
from generator.core.package import Package
from generator.core.schema import Catalogue
from generator.derive import Shared, derive_shared
from generator.derive.flat import FLAT_TABLES
from generator.derive.published_rows import TABLE as FINDINGS
from generator.downloads.cells import Form, csv_line, fields
from generator.downloads.common import Common, Key
from generator.downloads.layout import Layout, layout
from generator.downloads.ordering import Folder, Ordering
from generator.downloads.packages import described, project_package
from generator.downloads.summaries import SUMMARY, Summary, summaries
from generator.downloads.workbook import Model, model

BOM = b"\xef\xbb\xbf"


@dataclass(kw_only=True)
class Setting:
    """The frame of one build of the downloads; ``given``: what is told there and on pages, if it was made before."""

    checked: Checked
    ordering: Ordering
    clock: datetime
    site_url: str
    given: Shared | None = None
    _models: dict[tuple[tuple[str, ...], bool, bool], Model] = field(default_factory=dict)
    _resources: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)
    _project_packages: dict[tuple[str, ...], Part] = field(default_factory=dict)
    _counts: dict[Key, dict[str, int]] = field(default_factory=dict)

    def model(self, tables: Sequence[str], *, wrap: bool, sample: bool) -> Model:
        """The workbook model of some tables, laid out once."""
        key = (tuple(tables), wrap, sample)
        if key not in self._models:
            self._models[key] = model(self.layout, self._sheets, tables, clock=self.clock, wrap=wrap, sample=sample)
        return self._models[key]

    def resources(self, tables: tuple[str, ...]) -> dict[str, str]:
        """What a data package of some tables says of each, written once."""
        if tables not in self._resources:
            self._resources[tables] = described(self.checked.catalogue, tables)
        return self._resources[tables]

    def project_package(self, tables: tuple[str, ...]) -> Part:
        """What follows the name in the descriptor of a project with rows in these tables, packed once."""
        if tables not in self._project_packages:
            self._project_packages[tables] = project_package(
                self.checked.catalogue, tables, clock=self.clock, site_url=self.site_url
            )
        return self._project_packages[tables]

    @cached_property
    def layout(self) -> Layout:
        """What workbooks are made of beside rows."""
        notes = {sample: self.notes(sample=sample) for sample in (False, True)}
        return layout(self._sheets, notes, self.clock)

    @cached_property
    def _sheets(self) -> Catalogue:
        """The catalogue with what else has a sheet in workbooks."""
        catalogue = self.checked.catalogue
        flat = {one.schema.name: one.schema for one in FLAT_TABLES.values()}
        more = {SUMMARY.name: SUMMARY, FINDINGS.name: FINDINGS, **flat}
        return replace(catalogue, tables={**more, **catalogue.tables})

    @cached_property
    def heads(self) -> Mapping[Form, Mapping[str, Part]]:
        """What stands before the rows of each table in each form."""
        tables = {name: fields(table) for name, table in self.checked.catalogue.tables.items()}
        return {
            "csv": {name: pack(csv_line([one.name for one in columns], "\n")) for name, columns in tables.items()},
            "people": {
                name: pack(BOM + csv_line([one.heading for one in columns], "\r\n")) for name, columns in tables.items()
            },
            "json": {name: pack(b"[\n") for name in tables},
            "sheet": {name: pack(head, SMALL) for name, head in self.layout.heads.items()},
        }

    @cached_property
    def common(self) -> Mapping[str, Common]:
        """The tables of the finance bureau."""
        frames = self.checked.frames
        return {name: Common(table, frames[name]) for name, table in self.ordering.common.items()}

    def counts(self, key: Key) -> dict[str, int]:
        """How many rows of each table, in the catalogue's order, the set of a key has; tables without rows left out."""
        if key not in self._counts:
            first, last = self.ordering.span(key)
            counted = {}
            for name in self.checked.catalogue.tables:
                if name in self.common:
                    begin, end = self.common[name].span(key)
                else:
                    begin, end = self.ordering.tables[name].starts[[first, last]].tolist()
                if begin < end:
                    counted[name] = end - begin
            self._counts[key] = counted
        return self._counts[key]

    def notes(self, *, sample: bool) -> list[str]:
        """What every workbook and archive for people says of itself."""
        catalogue = self.checked.catalogue
        invented = "、".join(f"{self.divisions[one]}（{one}）" for one in sorted(self.samples))
        return [
            catalogue.title,
            *([f"注意：{invented}的数据全部为虚构示例，不得当作真实政府数据引用。"] if sample else []),
            f"网站：{self.site_url}",
            f"许可：{catalogue.licence['title']}（{catalogue.licence['name']}），{catalogue.licence['path']}",
            f"生成日期：{self.clock:%Y-%m-%d}",
            "空格表示来源没有填写，不等于 0。数字与来源一致，没有四舍五入。",
        ]

    @cached_property
    def samples(self) -> frozenset[str]:
        """The divisions whose data are invented."""
        listed = self.checked.frames["divisions"]
        return frozenset(listed.loc[listed["is_sample"] == "是", "division"])

    @cached_property
    def divisions(self) -> dict[str, str]:
        """Division → name."""
        listed = self.checked.frames["divisions"]
        return dict(zip(listed["division"], listed["name"], strict=True))

    @cached_property
    def departments(self) -> dict[tuple[str, str], str]:
        """Division and department → name."""
        listed = self.checked.frames["departments"]
        keys = zip(listed["division"], listed["department"], strict=True)
        return dict(zip(keys, listed["name"], strict=True))

    @cached_property
    def summaries(self) -> Mapping[Folder, Mapping[str, Summary]]:
        """Folder → code → what became of each project."""
        return summaries(self.checked.facts)

    @cached_property
    def shared(self) -> Shared:
        """What is told there and on pages: disclosure, findings as they are published, flat tables."""
        return self.given or derive_shared(self.checked)

    @cached_property
    def packages(self) -> dict[Folder, Package]:
        """Folder → its metadata."""
        return {one.key: one for one in self.checked.packages}

    def department_title(self, division: str, department: str) -> str:
        """The name of a department, its division's before it."""
        place = self.divisions.get(division, division)
        name = self.departments.get((division, department), department)
        return name if name.startswith(place) else f"{place}{name}"
