"""What a statement says in figures, reckoned from the records, and published figures verified against them.

``declared`` says which measures there are; ``reckoning`` makes a statement's figures of them, ``verification`` sets
published ones beside them.
"""
