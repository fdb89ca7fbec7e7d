"""Rules on changes of the budget during the year."""
