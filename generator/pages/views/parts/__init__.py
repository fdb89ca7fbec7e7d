"""What several page families show alike: breadcrumbs, rows, groups by division and year, kinds of findings."""
