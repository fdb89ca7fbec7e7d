"""Rules about independent evaluations."""
