"""Rules on the indicators of self-evaluations."""
