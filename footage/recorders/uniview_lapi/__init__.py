"""Uniview recorders."""

from footage.recorders.uniview_lapi.driver import UniviewRecorder

__all__ = ["UniviewRecorder"]
