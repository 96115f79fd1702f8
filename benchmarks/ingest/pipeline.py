"""The parsing stage as the product runs it, with nothing after it."""

from __future__ import annotations

import transactions.handlers
from accounts.tenancy import entered
from jobs.registry import Pipeline, Stage

PIPELINE = Pipeline(
    stages={
        "parse_file": Stage(
            transactions.handlers.parse_files,
            batch=200,
            buried=transactions.handlers.file_buried,
        ),
    },
    enter_chain=entered,
)
