"""Workbooks, documents and lists of any kind → sheets of cells, safely: limits hold before work is spent."""
