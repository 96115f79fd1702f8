"""Historical search: what an address may ask (``query``), read from it and written back,
found among the rows a member may see (``scope``), and turned into one bounded statement."""
