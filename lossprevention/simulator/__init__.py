"""A chain of convenience stores that does not exist: its journals, its thieves, its footage.

Pure: no Django, and of the product only the event vocabulary. Everything is seeded, so
the same arguments always give the same bytes.
"""
