"""Speed and memory of the product, each figure beside its floor, measured in one run.

Only ratios of two things timed in turn are judged; absolute numbers are printed and judge
nothing, because they say more about the machine than about the product.
"""
