"""Errors that a user can act on."""

from __future__ import annotations


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
