"""What fills the holes of any page: shells, fragments, escaping, filters. It knows no page and no record."""
