"""Support's pages about alerts."""
