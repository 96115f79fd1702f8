"""What the cameras saw of a journal: the link between events and footage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transactions.formats.canonical import EventType

from .footage.scene import SceneEvent
from .footage.segment import CameraView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .journal import JournalEvent
    from .profiles import CameraProfile, RegisterProfile, StoreProfile


def scene_events(events: Iterable[JournalEvent], register: str) -> list[SceneEvent]:
    """What happened at one register, for the camera above it."""
    return [scene_event(event) for event in events if event.register == register]


def scene_event(event: JournalEvent) -> SceneEvent:
    """One event as the camera sees it: a card sale leaves the drawer shut."""
    kind = event.expected_type.value
    if event.expected_type in (EventType.SALE, EventType.RESUME):
        kind = "sale" if event.opens_drawer else "card_sale"
    return SceneEvent(event.moment, kind, event.customer)


def camera_view(
    profile: StoreProfile, register: RegisterProfile, camera: CameraProfile
) -> CameraView:
    """A camera of a simulated store, ready to be rendered."""
    label = f"{profile.code} {profile.name}  {register.name}"
    return CameraView(camera.code, label, profile.zone)
