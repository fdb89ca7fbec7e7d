"""Rules for statements of a year and their figures."""
