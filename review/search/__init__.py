"""The search page, searches that people keep, and exports of what is found."""
