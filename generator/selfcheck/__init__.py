"""Check before sending: what a reader's own browser says of a workbook, and what the command ``selfcheck`` says.

What runs in the browser is this package and what it imports, without pandas, pyarrow and frictionless; ``packing`` is
the build's part of it.
"""
