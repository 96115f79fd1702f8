"""Journals as stores hand them over: one event per file, or a whole day in one."""
