"""Rules about self-evaluations."""
