"""Rules, their numbers and what is wrong with them, in a manager's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from alerts.pack.rules import PACK
from alerts.pack.thresholds import Part, threshold_of
from alerts.rules import parse
from alerts.wording import say_problem
from transactions.selectors.wording import money, quantity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from alerts.models import Rule
    from alerts.pack.files import FileProblem
    from alerts.pack.thresholds import Threshold
    from alerts.services.rule_wishes import RuleError

REFUSED = {
    "not_understood": gettext_lazy("This is not a rule that can be understood."),
    "long_text": gettext_lazy("A rule has at most %(most)s characters."),
    "no_name": gettext_lazy("A rule needs a name."),
    "long_name": gettext_lazy("A name has at most %(most)s characters."),
    "bad_severity": gettext_lazy("Choose how urgent it is: low, medium or high."),
    "bad_cooldown": gettext_lazy("Quiet after an alert: from 0 to %(most)s minutes."),
    "bad_register_class": gettext_lazy("There is no such kind of register."),
    "unknown_store": gettext_lazy("There is no such store."),
    "bad_schedule": gettext_lazy(
        "Say on which days it tells, from when and until when (two different times)."
    ),
    "bad_snooze": gettext_lazy("A snooze ends within %(most)s days from now."),
    "bad_days": gettext_lazy("Choose from %(fewest)s to %(most)s days."),
    "bad_threshold": gettext_lazy("%(value)s cannot be a number of this rule."),
    "changed_meanwhile": gettext_lazy(
        "Somebody else changed it meanwhile. Look at how it is now, then try again."
    ),
    "too_many": gettext_lazy("A chain has at most %(most)s rules."),
}
IN_FILES = {
    "too_large": gettext_lazy("A file of rules has at most %(about)s kB."),
    "not_utf8": gettext_lazy("This is no plain text (UTF-8)."),
    "no_heading": gettext_lazy("The first line has to be “%(about)s”."),
    "other_version": gettext_lazy("Version %(about)s of the format is not known here."),
    "no_rules": gettext_lazy("There is no rule in it."),
    "too_many": gettext_lazy("A file has at most %(about)s rules."),
    "long_line": gettext_lazy("A line has at most %(about)s characters."),
    "not_printable": gettext_lazy("There are characters in it that cannot be printed."),
    "no_colon": gettext_lazy("A line is “key: value”, and this is not: %(about)s"),
    "unknown_key": gettext_lazy("There is no key “%(about)s”."),
    "key_twice": gettext_lazy("“%(about)s” is there twice."),
    "missing_key": gettext_lazy("“%(about)s” is missing."),
    "bad_value": gettext_lazy("This cannot be: %(about)s"),
    "half_a_schedule": gettext_lazy("Days, from and until belong together."),
    "rule_twice": gettext_lazy("“%(about)s” is there twice."),
    "unknown_store": gettext_lazy("There is no store %(about)s."),
    "code_taken": gettext_lazy("The code %(about)s belongs to a rule of stores you do not see."),
}
FIELDS = {
    "text": gettext_lazy("Rule"),
    "name": gettext_lazy("Name"),
    "state": gettext_lazy("State"),
    "severity": gettext_lazy("Severity"),
    "stores": gettext_lazy("Stores"),
    "register_classes": gettext_lazy("Kinds of register"),
    "schedule": gettext_lazy("Tells when"),
    "cooldown_minutes": gettext_lazy("Quiet after an alert"),
    "snoozed_until": gettext_lazy("Snoozed until"),
}


def refusal(error: RuleError) -> str:
    return str(REFUSED[error.code]) % error.params


def problem_words(error: RuleError) -> list[str]:
    """What is wrong with a text that was not understood, and what might have been meant."""
    return [
        " ".join([say_problem(problem), *(_("Perhaps: %(text)s") % {"text": hint}
                                          for hint in problem.suggestions)])
        for problem in error.problems
    ]  # fmt: skip


def file_problem(problem: FileProblem) -> str:
    return str(IN_FILES[problem.code]) % {"about": problem.about}


def name_of(rule: Rule) -> str:
    """The name in the reader's language, while it is still the pack's own."""
    entry = PACK.get(rule.code)
    if entry is None:
        return rule.name
    return str(entry.name) if rule.name == _in_english(entry.name) else rule.name


def reason_of(rule: Rule) -> str:
    entry = PACK.get(rule.code)
    return str(entry.reason) if entry else ""


def quiet_on(rule: Rule) -> str:
    entry = PACK.get(rule.code)
    return str(entry.quiet_on) if entry else ""


def threshold_in(text: str) -> Threshold | None:
    meant = parse(text).rule
    return threshold_of(meant) if meant is not None else None


def number_word(part: Part, value: Decimal) -> str:
    """``$50``, ``4``, ``30 min``."""
    if part in {Part.TOTAL, Part.AMOUNT}:
        return money(value)
    if part is Part.COUNT:
        return quantity(value)
    return span_word(int(value))


def span_word(seconds: int) -> str:
    if seconds % 86400 == 0:
        return ngettext("%(n)s day", "%(n)s days", seconds // 86400) % {"n": seconds // 86400}
    if seconds % 3600 == 0:
        return ngettext("%(n)s hour", "%(n)s hours", seconds // 3600) % {"n": seconds // 3600}
    if seconds % 60 == 0:
        return _("%(n)s min") % {"n": seconds // 60}
    return _("%(n)s s") % {"n": seconds}


def slider_word(part: Part) -> str:
    return {
        Part.COUNT: _("How many"),
        Part.TOTAL: _("How much together"),
        Part.AMOUNT: _("Amount"),
        Part.SECONDS: _("Within"),
    }[part]


def schedule_word(schedule: Mapping[str, object]) -> str:
    if not schedule:
        return _("always")
    names = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    days = schedule["days"]
    shown = ", ".join(names[day - 1] for day in days) if isinstance(days, list) else ""
    return _("%(days)s, %(start)s to %(end)s") % {
        "days": shown,
        "start": schedule["from"],
        "end": schedule["until"],
    }


def _in_english(name: object) -> str:
    with override("en"):
        return str(name)
