"""Run the command line: ``python -m generator``."""

from __future__ import annotations

import gc
import sys

from generator.cli.ahead import begin

if __name__ == "__main__":
    begin(sys.argv[1:])
    gc.disable()  # what is imported lives on: to look it through again and again took an eighth of the start
    from generator.cli.main import main

    gc.freeze()  # nor is it looked through while it runs
    gc.enable()
    sys.exit(main())
