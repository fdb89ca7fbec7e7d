"""The day of the portal: Beijing's, wherever a command runs."""

from __future__ import annotations

import os
import re
import time
from datetime import date, datetime, timedelta, timezone

from generator.core.characters import shortened
from generator.core.errors import UsageError

BEIJING = timezone(timedelta(hours=8))  # the same all year round: no table of zones is needed


def today() -> date:
    """The day in Beijing: at the moment of ``SOURCE_DATE_EPOCH`` where it is set, so that a build can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.fromtimestamp(time.time(), BEIJING).date()
    if not re.fullmatch(r"\d{1,11}", epoch, re.ASCII):  # eleven digits reach the year 5138
        shown = shortened(epoch)
        raise UsageError(
            f"环境变量 SOURCE_DATE_EPOCH 写的是「{shown}」，应是一个整数（1970 年以来的秒数）。",
            "请改正，或不设这个变量。",
        )
    return datetime.fromtimestamp(int(epoch), BEIJING).date()
