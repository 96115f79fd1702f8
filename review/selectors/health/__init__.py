"""The data-health pages: every cell text already, templates only print them."""
