"""The table of docs/roles.md, made from :mod:`accounts.roles`, so that the two agree."""

from __future__ import annotations

from accounts.roles import Action, Role, may

HEAD = """# Roles

Made by `python manage.py roles_page` from `accounts/roles.py`, the one table that the pages
ask and that the tests are made of. Do not edit it here.

"""
FOOT = """
- **Owner** is the Admin whom nobody can remove: a chain always keeps at least one.
- Any role can be **limited to stores**. That narrows what is seen (lists, counts, pages,
  clips, exports), never what may be done.
- Who belongs to no chain of this host finds nothing: 404, not "forbidden".
- A member whose role is too small is told so (403), and who can change it.
- **Support staff** open `/admin/` of every chain and nothing else; each visit is in the
  chain's own access log, which its Admins read.
"""


def page() -> str:
    """The whole of docs/roles.md."""
    roles = list(Role)
    lines = [
        f"| | {' | '.join(str(role.label) for role in roles)} |",
        f"|---|{'---|' * len(roles)}",
        *(_line(action, roles) for action in Action),
    ]
    return HEAD + "\n".join(lines) + "\n" + FOOT


def _line(action: Action, roles: list[Role]) -> str:
    marks = " | ".join("yes" if may(role, action) else "–" for role in roles)  # noqa: RUF001
    return f"| {action.label} | {marks} |"
