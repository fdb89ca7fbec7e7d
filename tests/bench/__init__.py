"""The benchmark behind the figures in docs/bench.md: ``make bench``."""
