"""What every recorder driver is: one Protocol and the small facts it speaks in.

Everything here is aware UTC; only the inside of a driver knows the recorder's own clock.
``fetch`` returns raw files; the shared finisher in :mod:`footage.cutting` makes the clip.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from footage.dialling import PRIVATE, Route

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path
    from typing import Self

    from footage.dialling import Network
    from footage.media import MediaInfo
    from footage.window import Gap, UtcWindow

    Progress = Callable[[str, float], None]
    """Called with the name of the step and how far it is, 0 to 1."""
    Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Grants:
    """What an operator allows this chain to touch; never taken from what users type."""

    folder_roots: tuple[Path, ...] | None = ()
    """Folders under which footage may be read; None: anywhere (command line, agent)."""
    routes: tuple[Route, ...] = ()
    """Networks on which this store's recorders may be dialled."""
    own_networks: tuple[Network, ...] = ()
    """Networks of this installation itself: never dialled, whatever the routes say."""

    @classmethod
    def everything(cls) -> Grants:
        """For the command line and the agent: every folder, every private network."""
        return cls(folder_roots=None, routes=tuple(Route(network) for network in PRIVATE))


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What an unauthenticated look says. ``confidence`` 0 to 1 that this driver fits."""

    driver: str
    confidence: float
    evidence: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    model: str
    firmware: str = ""
    serial: str = ""
    quirks: Mapping[str, str] = field(default_factory=dict)
    """What worked on this device (methods, dialects), to be remembered for next time."""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """The device's wall clock, read between two stamps of ours (aware UTC)."""

    device_wall: datetime
    """Naive: exactly what the device showed."""
    zone_text: str
    asked_at: datetime
    answered_at: datetime

    @property
    def round_trip(self) -> float:
        return (self.answered_at - self.asked_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Channel:
    id: str
    name: str = ""
    main_track: str = ""
    sub_track: str = ""
    codec: str = ""
    is_recording: bool | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch the recorder says it holds. ``reference`` is the driver's own name for it."""

    start: datetime
    end: datetime
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a recorder holds of one channel within ``window``.

    ``is_known`` is False where the recorder cannot be asked. ``oldest`` and ``newest``
    reach beyond the window: the first and last instant of this channel at all.
    """

    window: UtcWindow
    segments: tuple[Segment, ...] = ()
    gaps: tuple[Gap, ...] = ()
    oldest: datetime | None = None
    newest: datetime | None = None
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Capabilities:
    by_time: bool
    by_file: bool
    faster_than_realtime: bool
    max_parallel: int
    container: str
    """Container of raw files: ``mp4``, ``mpeg``, ``rtsp`` or ``any``."""


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file of raw footage. Read only: it may be the recorder's own."""

    path: Path
    start: datetime
    """Real time of its first picture."""
    media: MediaInfo

    @property
    def seconds(self) -> float:
        return self.media.seconds


@dataclass(frozen=True, slots=True)
class RawMedia:
    """What a driver obtained for a window."""

    asked: UtcWindow
    files: tuple[RawFile, ...]
    gaps: tuple[Gap, ...] = ()
    """Stretches the driver knows to be missing, and why."""
    source: str = ""
    """Driver and place, without secrets."""
    channel: str = ""
    time_error: float = 0.0
    """Seconds by which ``RawFile.start`` may be off."""
    notes: tuple[str, ...] = ()
    """Codes of :mod:`footage.reasons`."""


class RecorderDriver(Protocol):
    """One kind of recorder. Raises only errors of :mod:`footage.errors`."""

    name: str
    capabilities: Capabilities

    @classmethod
    def from_settings(cls, settings: Mapping[str, str], grants: Grants) -> Self:
        """A driver from the text settings of one recorder. Unknown keys are refused
        (UnsupportedError), and so is what ``grants`` do not cover (NoPermissionError)."""

    def probe(self) -> ProbeResult:
        """Looks without logging in."""

    def identify(self) -> DeviceInfo: ...

    def clock(self) -> ClockReading: ...

    def channels(self) -> list[Channel]: ...

    def coverage(self, channel: str, window: UtcWindow) -> Coverage: ...

    def fetch(
        self,
        channel: str,
        window: UtcWindow,
        dest: Path,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> RawMedia:
        """Raw footage of ``window``, stored in ``dest`` or, where it already lies on a
        disk we can read, named in place.

        A part that is missing for good is a gap; NoFootageError, OverwrittenError and
        NotYetRecordedError are raised where waiting or giving up is the answer.
        """
