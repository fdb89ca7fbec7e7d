"""The search: what pages say to it, its index and the tables of its filters."""
