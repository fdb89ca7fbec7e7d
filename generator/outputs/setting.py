"""What all sets share: the data and their order, names, the time and address of the build, workbook models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from threading import Lock

from generator.model import Checked, Package
from generator.outputs.ordering import Folder, Ordering
from generator.outputs.workbook import Model, model


@dataclass(kw_only=True)
class Setting:
    """The frame of one build of the downloads."""

    checked: Checked
    ordering: Ordering
    clock: datetime
    site_url: str
    _models: dict[tuple[tuple[str, ...], bool, bool], Model] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def model(self, tables: Sequence[str], *, wrap: bool, sample: bool) -> Model:
        """The workbook model of some tables, laid out once."""
        key = (tuple(tables), wrap, sample)
        with self._lock:
            if key not in self._models:
                made = self._model(tables, wrap=wrap, sample=sample)
                if made.styles != self.standard.styles or any(
                    made.heads[one] != self.standard.heads[one] for one in tables
                ):
                    raise AssertionError("workbook models differ in what their rows refer to")
                self._models[key] = made
            return self._models[key]

    @cached_property
    def standard(self) -> Model:
        """The model of all tables, whose heads and cell formats every model shares."""
        return self._model(tuple(self.checked.catalogue.tables), wrap=False, sample=False)

    def _model(self, tables: Sequence[str], *, wrap: bool, sample: bool) -> Model:
        notes = self.notes(sample=sample)
        return model(self.checked.catalogue, tables, clock=self.clock, notes=notes, wrap=wrap)

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
    def packages(self) -> dict[Folder, Package]:
        """Folder → its metadata."""
        return {one.key: one for one in self.checked.packages}

    def department_title(self, division: str, department: str) -> str:
        """The name of a department, its division's before it."""
        place = self.divisions.get(division, division)
        name = self.departments.get((division, department), department)
        return name if name.startswith(place) else f"{place}{name}"
