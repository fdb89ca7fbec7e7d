"""Chart of the rectifications of a year: given out, due, done, and where today is."""

from __future__ import annotations

from generator.core.numbers import MISSING
from generator.derive.rectifications import Rectified
from generator.derive.site import Site
from generator.pages.charts.rows import RowChart, Term, timeline


def terms(site: Site, found: Rectified) -> RowChart:
    """Each rectification as a line, overdue ones first."""
    late = f"，{found.late_done} 项过了期限才完成" if found.late_done else ""
    none = f"{found.undated} 项没有写期限" if found.undated else "没有逾期的"
    shown = "逾期的在前，最多画 30 项；全部见下面的表。" if found.total > 30 else "逾期的在前。"
    return timeline(
        "terms",
        f"{found.total} 项整改，{f'{found.overdue} 项逾期没有完成' if found.overdue else none}{late}",
        f"线从下达到完成，没有完成的到今天；短竖线是期限。{shown}",
        [
            Term(
                label=row.subject_name or row.problem or MISSING,
                begun=row.issued_date or "",
                due=row.due or "",
                ended=row.closed_date or "",
                text=f"{row.condition}{f'，晚 {row.late} 天' if row.late else ''}",
                late=row.condition == "逾期",
                path=site.evaluations.lines[row.evaluation].path if row.evaluation is not None else "",
            )
            for row in found.rows
        ],
        heads=("事项", "下达", "期限", "完成", "状态"),
        today=site.today.isoformat(),
    )
