"""The door through which the page's worker asks: what the build packed is unpacked once, then files are examined."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from generator.intake.known import Bureau, Known
from generator.intake.placing import Asked
from generator.selfcheck.examining import Examined, Setting, examined
from generator.selfcheck.kept import kept, revived
from generator.selfcheck.telling import archive, as_json

Projects = Mapping[str, Mapping[str, Sequence[str]]]  # "990001/2025/edu" → name of a project → its codes


def packed(setting: Setting, bureaus: Sequence[Bureau], projects: Projects) -> str:
    """What goes along to the browser, as JSON."""
    document = {"setting": kept(setting), "bureaus": kept(list(bureaus)), "projects": kept(projects)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


class Desk:
    """What is known in the browser, and what was examined last."""

    def __init__(self, text: str) -> None:
        document: Mapping[str, Any] = json.loads(text)
        self._setting: Setting = revived(Setting, document["setting"])
        self._bureaus: Sequence[Bureau] = revived(tuple[Bureau, ...], document["bureaus"])
        self._projects: Projects = document["projects"]
        self._examined: Examined | None = None

    def known(self, folders: Sequence[tuple[str, int, str]]) -> Known:
        """What is known of some folders and of the year before."""
        places = {(division, year - back, department) for division, year, department in folders for back in (0, 1)}
        return Known(
            bureaus=self._bureaus,
            projects={
                place: {
                    name: frozenset(codes) for name, codes in self._projects.get("/".join(map(str, place)), {}).items()
                }
                for place in places
            },
        )

    def examine(self, files: Sequence[tuple[str, bytes]], today: str, asked: Mapping[str, str]) -> str:
        """Examine files and tell what was found, as JSON; ``today`` as 2026-08-30."""
        year = asked.get("year", "")
        self._examined = examined(
            files,
            self._setting,
            self.known,
            asked=Asked(
                division=asked.get("division", ""),
                year=int(year) if year else None,
                department=asked.get("department", ""),
            ),
            today=date.fromisoformat(today),
        )
        return as_json(self._examined, self._setting.tables)

    def archive(self) -> bytes:
        """The tables of what was examined last."""
        return archive(self._examined) if self._examined else b""
