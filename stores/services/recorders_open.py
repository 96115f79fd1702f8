"""A recorder as the pure package's driver: its options, its password, what it may touch."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from footage.errors import FootageError, NoPermissionError
from stores.granting import recorder_grants
from stores.models import TimeBase
from stores.recorder_kinds import KINDS
from stores.sealing import SealBrokenError, unseal
from stores.services.recorders_breaker import log_in_guarded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from footage.recorders.base import RecorderDriver
    from stores.models import Recorder


class RecorderRefusedError(FootageError):
    """The recorder cannot be asked at all, whatever it would answer."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(**params)
        self.code = code


@contextmanager
def opened(recorder: Recorder, *, proves_log_in: bool = True) -> Iterator[RecorderDriver]:
    """The driver, while its log-ins are guarded by the breaker. ``proves_log_in``: that
    nothing refuses the password in the body means that it is right.

    Raises RecorderRefusedError, RecorderBlockedError and what the driver raises.
    """
    _check_has_log_in(recorder)
    driver = open_driver(recorder)
    with log_in_guarded(recorder, proves=proves_log_in):
        yield driver


def _check_has_log_in(recorder: Recorder) -> None:
    """A user without a password would be a wrong password. Only what plays to anybody, by
    RTSP, is asked without a log-in."""
    kind = KINDS.get(recorder.driver)
    if kind is None or not kind.is_networked or recorder.sealed:
        return
    if recorder.options.get("user") or kind.http_port is not None:
        raise RecorderRefusedError("password_missing", recorder=recorder.name)


def open_driver(recorder: Recorder) -> RecorderDriver:
    """The recorder's driver with its options, held to what the operator granted.

    Only for what does not log in: everything else goes through :func:`opened`.
    Raises RecorderRefusedError and what the driver raises.
    """
    if recorder.retired_at is not None:
        raise RecorderRefusedError("recorder_replaced", recorder=recorder.name)
    if not (recorder.is_active or recorder.is_draft):
        raise RecorderRefusedError("recorder_off", recorder=recorder.name)
    dotted = settings.RECORDER_DRIVERS.get(recorder.driver)
    if dotted is None:
        raise RecorderRefusedError("unknown_driver", recorder=recorder.name)
    driver: type[RecorderDriver] = import_string(dotted)
    try:
        return driver.from_settings(driver_settings(recorder), recorder_grants(recorder.store))
    except NoPermissionError as error:
        raise RecorderRefusedError("folder_not_granted", recorder=recorder.name) from error


def driver_settings(recorder: Recorder) -> dict[str, str]:
    """What the driver is set up with. Holds the password: never logged, never shown."""
    options = {name: str(value) for name, value in recorder.options.items()}
    kind = KINDS.get(recorder.driver)
    if kind is not None and kind.is_networked:
        options = {name: value for name, value in options.items() if name in kind.settings}
    if kind is not None and kind.writes_its_own_time:
        options["zone"] = recorder.store.timezone
        if (base := time_base_of(recorder)) != TimeBase.UNKNOWN:
            options["time_base"] = base
    try:
        return options | unseal(recorder.sealed)
    except SealBrokenError:
        raise RecorderRefusedError("password_lost", recorder=recorder.name) from None


def time_base_of(recorder: Recorder) -> str:
    """What its written times mean. While the store's zone keeps UTC, there is nothing to
    tell apart, and nothing that could go wrong either."""
    if recorder.time_base != TimeBase.UNKNOWN:
        return recorder.time_base
    offset = timezone.now().astimezone(recorder.store.zone).utcoffset()
    return TimeBase.UNKNOWN if offset else TimeBase.LOCAL
