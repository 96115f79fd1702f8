"""The order of the stages: every kind of job, who does it, and what follows."""

from __future__ import annotations

from accounts.tenancy import entered
from jobs.registry import Pipeline

PIPELINE = Pipeline(stages={}, enter_chain=entered)
