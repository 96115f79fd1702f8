"""One table of roles: the page that people read says what the code does."""

from __future__ import annotations

import itertools
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.roles import ROLE_ACTIONS, Action, Role, may
from accounts.roles_page import page


def test_the_page_of_roles_is_in_step_with_the_code():
    written = (settings.BASE_DIR / "docs" / "roles.md").read_text(encoding="utf-8")
    assert written == page(), "run: python manage.py roles_page"


def test_the_command_writes_the_page(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    said = StringIO()
    call_command("roles_page", stdout=said)
    assert said.getvalue().strip() == "docs/roles.md"
    assert (tmp_path / "docs" / "roles.md").read_text(encoding="utf-8") == page()


def test_the_page_names_every_action_and_every_role():
    for word in (*(action.label for action in Action), *(role.label for role in Role)):
        assert str(word) in page()


def test_each_role_may_what_the_smaller_one_may():
    order = [Role.VIEWER, Role.MANAGER, Role.ADMIN, Role.OWNER]
    for smaller, greater in itertools.pairwise(order):
        assert ROLE_ACTIONS[smaller] <= ROLE_ACTIONS[greater]


@pytest.mark.parametrize("action", [Action.DECIDE, Action.WRITE_NOTES, Action.UPLOAD_CLIPS])
def test_a_viewer_changes_nothing(action):
    assert not may("viewer", action)


@pytest.mark.parametrize("action", [Action.SEE_AUDIT, Action.MANAGE_PEOPLE, Action.CHANGE_SETTINGS])
def test_a_manager_neither_reads_the_access_log_nor_manages_people(action):
    assert not may(Role.MANAGER, action)
    assert may(Role.ADMIN, action)


def test_an_unknown_role_is_an_error_not_a_no():
    with pytest.raises(ValueError, match="janitor"):
        may("janitor", Action.SEE_CLIPS)
