"""Read the blocks of a form: lists, tables of funds, pairs of texts and single labels, wherever they stand.

``reader`` hands each kind of block to its own module; ``form`` is what all of them know of the form as a whole.
"""
