"""docs/rule-pack.md, made from :mod:`alerts.pack.rules`, so that the two agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.pack.files import SEVERITIES
from alerts.pack.rules import PACK, SILENT_FOR

if TYPE_CHECKING:
    from alerts.pack.entries import PackRule

HEAD = f"""# The c-store rule pack

Made by `python manage.py rule_pack_page` from `alerts/pack/`. Do not edit it here.

Every chain begins with these rules. Two are on from the start; the others run silently for
{SILENT_FOR.days} days, in which they record what they find and tell nobody. Then each proposes
the number at which, on this chain's own days, it would have raised no more than two alerts per
store and week. A person takes the proposal with one click, or leaves it; nothing changes by
itself. Rules that a new version brings are added in the same way; a rule that was switched off
or rewritten stays as people want it.

All are on the page **Rules**, each with a switch (on, silent, off), a slider for its number,
its text, and how often its alerts were worth a look. A rule is never deleted: what it found
names it.
"""
FILES = """
## Rules as a file

**Rules as a file** on that page writes all rules as plain text, and takes such a file in:
it first shows what would change, and refuses a file with anything wrong in it whole, with
the line and the reason. Nothing in a file is ever run.

    lossprevention rules 1

    # A remark. One rule a block, blank lines between them.
    rule: Refund > $50
    name: Large refund
    code: refund_over_50
    state: on
    severity: high
    stores: 101, 102
    registers: inside
    days: 1, 2, 3, 4, 5
    from: 08:00
    until: 22:00
    quiet minutes: 15
    why: agreed with the store managers

| key | |
|---|---|
| `rule`, `name` | needed; the rule as one would say it |
| `code` | which rule of the pack it is; without one a rule is known by its name |
| `state` | `on`, `silent` (usual) or `off` |
| `severity` | `low`, `medium` (usual) or `high` |
| `stores` | store numbers; all where it is missing |
| `registers` | `inside`, `outside`, `unknown`; all where it is missing |
| `days`, `from`, `until` | when it tells people, by each store's own clock; 1 is Monday |
| `quiet minutes` | how long it says nothing more about the same register or cashier |
| `why` | kept in the history of the rule |

Rules that a file does not name stay as they are.
"""


def page() -> str:
    """The whole of docs/rule-pack.md."""
    return HEAD + "".join(_section(rule) for rule in PACK.values()) + FILES


def _section(rule: PackRule) -> str:
    severity = next(word for word, value in SEVERITIES.items() if value == rule.severity)
    state = "on from the start" if rule.is_on else "silent at first"
    return (
        f"\n## {rule.name}\n\n"
        f"`{rule.text}` · {severity} · {state} · `{rule.code}`\n\n"
        f"{rule.reason}\n\n"
        f"Stays quiet on: {rule.quiet_on}\n"
    )
