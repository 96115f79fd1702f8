"""What a chain is told before anybody set anything up: managers by e-mail of what is at least
medium in their stores; owner and admins of what is high and nobody acknowledged for half an
hour. Text messages and webhooks only by choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from accounts.roles import Role
from alerts.models import ChannelKind, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Default:
    severity: Severity
    after_minutes: int = 0


DEFAULTS: Final[Mapping[tuple[str, str], Default]] = {
    (Role.OWNER, ChannelKind.EMAIL): Default(Severity.HIGH, after_minutes=30),
    (Role.ADMIN, ChannelKind.EMAIL): Default(Severity.HIGH, after_minutes=30),
    (Role.MANAGER, ChannelKind.EMAIL): Default(Severity.MEDIUM),
}
LAST_RESORT: Final = Severity.MEDIUM
"""An alert at least so severe that nobody else would be told of goes to the owners who left
their settings as they are, and at once: a chain of one person hears of everything."""
