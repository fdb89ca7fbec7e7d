"""Read what a bureau has, workbooks, forms in Word and lists, into canonical rows; by labels, not by places.

This package runs where there is neither pandas nor pyarrow (a test blocks both).
"""
