"""The command line: thin commands that parse, call and print.

Nothing is imported here: a check begins before what it calls, which brings pandas with it.
"""
