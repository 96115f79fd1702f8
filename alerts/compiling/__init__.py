"""Rules as set-based SQL, and running it. The one place where a rule becomes a query."""

from alerts.compiling.query import Compiled, compiled
from alerts.compiling.running import Episode, run
from alerts.compiling.spans import Span, merged

__all__ = ["Compiled", "Episode", "Span", "compiled", "merged", "run"]
