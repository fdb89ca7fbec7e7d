"""What the pages show: one file a page family, named like the tables it shows, taken in by the registry alone."""
