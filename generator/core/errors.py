"""Errors that a user can act on."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "不存在",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ELOOP: "是符号链接",
    errno.EINVAL: "不是普通文件",
    errno.ENXIO: "不是普通文件",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "所在的磁盘只能读不能写",
    errno.EXDEV: "不能跨磁盘移动",
    errno.EBUSY: "正被占用",
    errno.ENOTEMPTY: "里面有别的东西",
    errno.EDQUOT: "超过了磁盘配额",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
}


class UserError(Exception):
    """A problem the user can mend, told in Chinese with the next step; the command ends with exit code 1."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class UsageError(UserError):
    """The command was called with words it does not take; the command ends with exit code 2."""


class NoRecordsError(UserError):
    """What was asked for would be made of records that are not there; the command ends with exit code 1."""


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese where it is a usual reason."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))
