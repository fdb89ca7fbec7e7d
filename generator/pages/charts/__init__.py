"""Charts: figures as places on a picture. Views make them, ``templates/parts/chart.html.j2`` stamps them as SVG.

Figures come in whole millionths of their unit, or as texts that facts have written; here they only find their place.
"""
