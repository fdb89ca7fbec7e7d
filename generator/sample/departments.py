"""The departments of the 示例区: one per sector, then further bureaus and the towns, as many as asked for."""

from __future__ import annotations

from dataclasses import dataclass

from generator.sample.content import common

DIVISION = "990001"
DIVISION_NAME = "示例区"


@dataclass(frozen=True, kw_only=True, slots=True)
class Department:
    """One first-level budget department: folder code, names, official code, sector content, share of projects."""

    code: str
    name: str
    short_name: str
    number: str
    sector: str
    weight: float


# code, name after 示例区, sector file, relative number of projects
_MAIN = (
    ("edu", "教育局", "edu", 1.5),
    ("health", "卫生健康局", "health", 1.3),
    ("housing", "住房和城乡建设局", "housing", 1.3),
    ("transport", "交通运输局", "transport", 1.0),
    ("agriculture", "农业农村局", "agriculture", 1.3),
    ("civil", "民政局", "civil", 1.0),
    ("ecology", "生态环境局", "ecology", 0.9),
    ("police", "公安局", "police", 0.9),
    ("culture", "文化和旅游局", "culture", 0.9),
    ("labour", "人力资源和社会保障局", "labour", 0.9),
    ("water", "水务局", "water", 0.9),
    ("finance", "财政局", "finance", 0.9),
    ("science", "科学技术局", "science", 0.8),
    ("emergency", "应急管理局", "emergency", 0.8),
)
_BUREAUS = (
    ("market", "市场监督管理局"),
    ("resources", "自然资源和规划局"),
    ("urban", "城市管理局"),
    ("veterans", "退役军人事务局"),
    ("insurance", "医疗保障局"),
    ("commerce", "商务局"),
    ("justice", "司法局"),
    ("audit", "审计局"),
    ("statistics", "统计局"),
    ("development", "发展和改革局"),
    ("industry", "工业和信息化局"),
    ("forestry", "林业局"),
    ("data", "数据管理局"),
    ("archives", "档案馆"),
    ("sports", "体育局"),
    ("services", "政务服务管理局"),
    ("petition", "信访局"),
    ("women", "妇女联合会"),
    ("disabled", "残疾人联合会"),
    ("youth", "青少年事务中心"),
)


def _number(index: int) -> str:
    # Numbers such as 213 would make a project code contain what looks like a mobile number (13…): they are left out.
    usable = [number for number in range(201, 1000) if not 13 <= number % 100 <= 19]
    return str(usable[index])


def _numeral(turn: int) -> str:
    """A word that tells the towns of one turn from those of another: none, 二, … 九, 一一, 一二 …"""
    digits = "一二三四五六七八九"
    if turn < len(digits):
        return digits[turn] if turn else ""
    return digits[turn // len(digits) - 1] + digits[turn % len(digits)]


def departments(count: int) -> tuple[Department, ...]:
    """The first ``count`` departments; finance is always among them."""
    rows = list(_MAIN)
    rows += [(code, name, "general", 0.7) for code, name in _BUREAUS]
    towns = common().towns
    for index in range(max(0, count - len(rows))):
        turn, place = divmod(index, len(towns))
        name = f"{towns[place][:-2]}{_numeral(turn)}{towns[place][-2:]}"
        suffix = "办事处" if name.endswith("街道") else "人民政府"
        rows.append((f"town-{index + 1:03d}", f"{name}{suffix}", "town", 0.6))
    chosen = rows[:count]
    if not any(code == "finance" for code, *_ in chosen):
        chosen[-1] = next(row for row in rows if row[0] == "finance")
    return tuple(
        Department(
            code=code,
            name=DIVISION_NAME + name,
            short_name=f"区{name}" if sector != "town" else name.removesuffix("人民政府").removesuffix("办事处"),
            number=_number(index),
            sector=sector,
            weight=weight,
        )
        for index, (code, name, sector, weight) in enumerate(chosen)
    )


def shares(chosen: tuple[Department, ...], projects: int) -> list[int]:
    """How many projects a year each department has; they sum to ``projects``."""
    total = sum(one.weight for one in chosen)
    exact = [projects * one.weight / total for one in chosen]
    counts = [int(value) for value in exact]
    by_rest = sorted(range(len(chosen)), key=lambda index: (counts[index] - exact[index], index))
    for index in by_rest[: projects - sum(counts)]:
        counts[index] += 1
    if projects >= len(chosen):  # then no department is left without one
        for index in [index for index, count in enumerate(counts) if not count]:
            counts[counts.index(max(counts))] -= 1
            counts[index] = 1
    return counts
