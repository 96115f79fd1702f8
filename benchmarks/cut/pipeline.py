"""The fetching stage as the product runs it, alone."""

from __future__ import annotations

import clips.handlers
from accounts.tenancy import entered
from jobs.registry import Pipeline, Stage

PIPELINE = Pipeline(
    stages={"fetch_clip": Stage(clips.handlers.fetch_clip, pool="video", atomic=False)},
    enter_chain=entered,
)
