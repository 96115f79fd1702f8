"""What base.html asks for by itself, whatever page it is around."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.utils.translation import gettext

from accounts.models import Membership
from accounts.roles import Action, Role
from review.selectors.frame import Frame, frame_of, heard_ago
from stores.access import Member
from transactions.models import ReviewStatus

if TYPE_CHECKING:
    from datetime import datetime

register = template.Library()


@register.simple_tag
def htmx_config() -> str:
    """The content of htmx's meta element."""
    return json.dumps(settings.HTMX_CONFIG)


@register.simple_tag(takes_context=True)
def frame_around(context: template.Context) -> Frame | None:
    """The header's numbers: the view's own, when it has worked them out already."""
    known = context.get("frame")
    member = context.get("member")
    if known is not None or not isinstance(member, Member):
        return known
    return frame_of(member)


@register.filter
def since(at: datetime | None) -> str:
    """``12 s ago``, which the page then counts on by itself."""
    return heard_ago(at)


@register.filter
def status_word(status: str) -> str:
    return str(ReviewStatus(status).label)


@register.filter
def iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


@register.simple_tag
def who_can_grant(member: Member) -> str:
    """Names of the chain's owner and admins, who may give a role more rights."""
    people = Membership.objects.filter(
        chain=member.chain, role__in=[Role.OWNER, Role.ADMIN], is_active=True
    ).select_related("user")
    return ", ".join(str(each.user) for each in people[:5]) or gettext("the owner of the chain")


@register.simple_tag
def action_named(name: str) -> Any:
    """The action's words for a refused permission; "" when the refusal names none."""
    return name if name in {str(action.label) for action in Action} else ""
