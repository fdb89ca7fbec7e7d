"""Rules about goals."""
