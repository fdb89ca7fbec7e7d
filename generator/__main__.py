"""Run the command line: ``python -m generator``."""

from __future__ import annotations

import sys

from generator.cli.ahead import begin

if __name__ == "__main__":
    begin(sys.argv[1:])
    from generator.cli.main import main

    sys.exit(main())
