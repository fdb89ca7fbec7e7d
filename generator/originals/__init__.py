"""Original files that stand beside the data → the same without what nobody sees, and the text to be looked at."""
