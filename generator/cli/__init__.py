"""The command line: thin commands that parse, call and print."""

from __future__ import annotations

from generator.cli.main import main

__all__ = ["main"]
