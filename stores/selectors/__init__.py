"""Reads with rules."""
