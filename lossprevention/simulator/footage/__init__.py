"""Recorder footage drawn to order: every frame says its own time to people and to programs."""
