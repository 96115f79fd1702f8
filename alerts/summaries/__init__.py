"""Daily and weekly summaries: when they are due, what they say, and who gets them."""
