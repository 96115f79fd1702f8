"""Rules, alerts and summaries over several transactions stand in this app."""
