"""Who may do what: the one table that views, docs and tests share.

Owner is the Admin who cannot be removed. Any role can be limited to stores, which
narrows what is seen, never what may be done.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Admin")
    MANAGER = "manager", _("Manager")
    VIEWER = "viewer", _("Viewer")


class Action(models.TextChoices):
    SEE_TRANSACTIONS = "see_transactions", _("See transactions, receipts and notes")
    SEE_CLIPS = "see_clips", _("Watch and download clips")
    EXPORT_SEARCHES = "export_searches", _("Take what a search finds as a file")
    DECIDE = "decide", _("Tag Approved, Investigate or Escalate, and undo it")
    SEE_SCORES = "see_scores", _("See how cashiers compare with their peers")
    WRITE_NOTES = "write_notes", _("Write notes")
    ACKNOWLEDGE = "acknowledge", _("Acknowledge alerts")
    UPLOAD_JOURNALS = "upload_journals", _("Upload journals")
    UPLOAD_CLIPS = "upload_clips", _("Upload and ask for clips")
    SEE_FILES = "see_files", _("See what came in and what could not be read")
    SEE_HEALTH = "see_health", _("See whether each store is being watched")
    SET_UP_STORES = (
        "set_up_stores",
        _("Confirm layouts, maps and second accounts, read files again, run a ring test"),
    )
    MANAGE_SOURCES = "manage_sources", _("Set up sources that fetch by themselves, and API tokens")
    MANAGE_FOOTAGE = (
        "manage_footage",
        _("Add and replace recorders, say what cameras see, line up clocks, set limits"),
    )
    HAND_OVER = "hand_over", _("Make evidence packages, share them, place and lift legal holds")
    MANAGE_RULES = "manage_rules", _("Write, switch and snooze rules, import and export them")
    MANAGE_RETENTION = "manage_retention", _("Say how long clips are kept")
    SEE_AUDIT = "see_audit", _("Read the access log")
    MANAGE_PEOPLE = "manage_people", _("Invite people, change roles, limit them to stores")
    CHANGE_SETTINGS = "change_settings", _("Change the chain's settings")


_VIEWER = frozenset(
    {Action.SEE_TRANSACTIONS, Action.SEE_CLIPS, Action.SEE_FILES, Action.SEE_HEALTH}
)
_MANAGER = _VIEWER | {
    Action.EXPORT_SEARCHES,
    Action.DECIDE,
    Action.SEE_SCORES,
    Action.WRITE_NOTES,
    Action.ACKNOWLEDGE,
    Action.UPLOAD_JOURNALS,
    Action.UPLOAD_CLIPS,
    Action.SET_UP_STORES,
}
_ADMIN = frozenset(Action)

ROLE_ACTIONS: dict[Role, frozenset[Action]] = {
    Role.VIEWER: _VIEWER,
    Role.MANAGER: _MANAGER,
    Role.ADMIN: _ADMIN,
    Role.OWNER: _ADMIN,
}


def may(role: Role | str, action: Action) -> bool:
    return action in ROLE_ACTIONS[Role(role)]
