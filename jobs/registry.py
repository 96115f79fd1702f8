"""How a kind of job is run. The literal table of kinds is ``lossprevention/pipeline.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claimed job, as its handler sees it."""

    id: int
    chain: str
    kind: str
    key: str
    lane: int
    fence: int
    attempts: int


class RetryLaterError(Exception):
    """The job cannot be done yet; it is tried again at ``at`` and the try is not counted.

    Of a batch, ``keys`` are those that it is about, and the others are done without them;
    a handler that names none is asked again with fewer jobs at a time.
    """

    def __init__(self, at: datetime, reason: str, keys: frozenset[str] = frozenset()) -> None:
        super().__init__(reason)
        self.at = at
        self.reason = reason
        self.keys = keys


class ApartError(Exception):
    """Of a batch, the jobs ``keys`` are to be done each in a commit of its own, after the
    others. Raised before anything was done."""

    def __init__(self, keys: frozenset[str]) -> None:
        super().__init__(", ".join(sorted(keys)))
        self.keys = keys


class ChainNotReadyError(LookupError):
    """The chain is being set up or suspended: its jobs wait, and no try is counted."""


class FinalError(Exception):
    """The job can never be done; trying again would not help."""


Outcome = Mapping[str, Any]
Handler = Callable[[Sequence[Claimed]], Mapping[int, Outcome]]
"""Takes the jobs of one chain, inside that chain and inside one database transaction that
the runner commits together with the jobs' end. Answers job id -> outcome."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One kind of job: who does it, how many at once, and what follows."""

    handler: Handler
    pool: str = "quick"
    batch: int = 1
    then: tuple[str, ...] = field(default=())
    """Kinds that follow with the same key, written in the same commit."""
    at_most: timedelta = timedelta(minutes=30)
    """After this a living worker is no longer believed and the lease is not renewed."""
    buried: Callable[[str, Outcome], None] | None = None
    """Told the key and outcome of a job that failed for good, inside its chain, so that
    the file or clip it was about says so too."""
    atomic: bool = True
    """False for handlers that work long outside the database and commit by
    :func:`jobs.services.finish` themselves."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    stages: Mapping[str, Stage]
    enter_chain: Callable[[str], AbstractContextManager[Any]]
    """Opens a chain's schema by its name; raises ChainNotReadyError."""


def pipeline() -> Pipeline:
    """The product's pipeline, composed in the top layer and named in the settings."""
    found = import_string(settings.JOBS_PIPELINE)
    if not isinstance(found, Pipeline):
        raise ImproperlyConfigured("JOBS_PIPELINE does not name a pipeline.")
    return found
