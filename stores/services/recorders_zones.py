"""What is where in a camera's picture: polygons, as shares of its width and height."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stores.models import Camera
from stores.services.recorders_set_up import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import User

KINDS: Mapping[str, Any] = {
    "drawer": gettext_lazy("Cash drawer"),
    "cashier": gettext_lazy("Where the cashier stands"),
    "customer": gettext_lazy("Where the customer stands"),
    "register": gettext_lazy("Register"),
    "mask": gettext_lazy("Never shown (PIN pad)"),
}
MOST_OF_A_KIND, MOST_CORNERS, FEWEST_CORNERS = 8, 40, 3
_DIGITS = 4

Polygon = list[list[float]]


class ZoneError(ValueError):
    """A drawing that says nothing; the message is for the person who drew it."""


def check_zones(drawn: object) -> dict[str, list[Polygon]]:
    """What was drawn, clean. Raises ZoneError."""
    if not isinstance(drawn, dict) or set(drawn) - set(KINDS):
        raise ZoneError(_("This page is too old to act on. Reload it and try again."))
    kept = {kind: [_polygon(each) for each in _list(shapes)] for kind, shapes in drawn.items()}
    if any(len(shapes) > MOST_OF_A_KIND for shapes in kept.values()):
        raise ZoneError(_("At most %(most)s areas of one kind.") % {"most": MOST_OF_A_KIND})
    return {kind: shapes for kind, shapes in kept.items() if shapes}


def say_zones(*, camera: Camera, drawn: object, by: User) -> None:
    """Keep what was drawn in the place of what was. Raises ZoneError."""
    zones = check_zones(drawn)
    with transaction.atomic():
        row = Camera.objects.select_for_update().get(pk=camera.pk)
        if row.zones == zones:
            return
        row.zones = zones
        row.save(update_fields=["zones"])
        said = ", ".join(f"{kind}: {len(shapes)}" for kind, shapes in zones.items())
        record(row.recorder, by, "zones", camera=row.name, zones=said)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ZoneError(_("This page is too old to act on. Reload it and try again."))
    return value


def _polygon(corners: object) -> Polygon:
    points = [_point(each) for each in _list(corners)]
    if not FEWEST_CORNERS <= len(points) <= MOST_CORNERS:
        raise ZoneError(
            _("An area has %(fewest)s to %(most)s corners.")
            % {"fewest": FEWEST_CORNERS, "most": MOST_CORNERS}
        )
    if _area(points) < 1e-5:
        raise ZoneError(_("An area must be larger than a line."))
    return points


def _point(value: object) -> list[float]:
    pair = _list(value)
    if len(pair) != 2 or not all(_is_share(each) for each in pair):
        raise ZoneError(_("A corner lies outside the picture."))
    return [round(float(each), _DIGITS) for each in pair]  # type: ignore[arg-type]


def _is_share(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and 0 <= value <= 1  # type: ignore[arg-type,operator]


def _area(points: Polygon) -> float:
    """Of the shape its corners make, in order: half the sum of the cross products."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2
