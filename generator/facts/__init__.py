"""What the records amount to: each fact is worked out here, once, for rules, pages, statement and downloads."""
