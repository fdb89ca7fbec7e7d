"""Rules about whole departments."""
