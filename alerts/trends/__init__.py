"""Trends: what was counted by week and month, and how cashiers stand. Pages read daily and
hourly totals and scores, never the events."""
