"""Says rules, their meaning and what is wrong with them, in the reader's language."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts import words, words_of_trouble
from alerts.rules.sentences import Described, Sentence
from alerts.rules.tree import Whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.rules.completing import Completion
    from alerts.rules.problems import Problem


def say(sentence: Sentence) -> str:
    """The meaning of a rule, or one of its notes."""
    text = str(words.SENTENCES[sentence.code]) % _params(sentence)
    return (text[:1].upper() + text[1:]).replace("..", ".")


def say_notes(sentence: Sentence) -> list[str]:
    return [say(note) for note in sentence.notes]


def say_problem(problem: Problem) -> str:
    shown = {name: _value(name, value) for name, value in problem.params.items()}
    return str(words_of_trouble.PROBLEMS[problem.code]) % shown


def say_meaning(completion: Completion) -> str:
    if completion.code == "kind":
        return str(words_of_trouble.KINDS[completion.params["kind"]])
    return str(words_of_trouble.MEANINGS[completion.code])


def _params(sentence: Sentence) -> dict[str, str]:
    params = sentence.params
    plural = sentence.code in {"count", "total", "two_places"}
    shown = {name: _value(name, value, plural=plural) for name, value in params.items()}
    if "by" in params:
        shown["by"] = str(words.BY[params["by"]])
        shown["keys"] = str(words.KEYS[params["by"]])
    if "op" in params:
        number = params.get("number", params.get("value"))
        shown["many"] = str(words.HOW_MANY[params["op"]]) % {"number": _value("value", number)}
    if "within" in params:
        shown["window"] = _window(params["within"])
    return shown


def _value(name: str, value: Any, *, plural: bool = False) -> str:
    if isinstance(value, Described):
        return say_events(value, plural=plural)
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, timedelta):
        return span(value)
    if isinstance(value, time):
        return clock(value)
    return str(value)


def _window(within: timedelta | Whole) -> str:
    if isinstance(within, Whole):
        return str(words.WHOLES[within])
    return _("within any %(span)s") % {"span": span(within)}


def say_events(events: Described, *, plural: bool = False) -> str:
    nouns = words.NOUNS_MANY if plural else words.NOUNS
    named = either([str(nouns[kind]) for kind in events.kinds])
    first = named or (_("events of any type") if plural else _("event of any type"))
    amounts = [say_condition(c) for c in events.conditions if c.code == "Amount"]
    others = [say_condition(c) for c in events.conditions if c.code != "Amount"]
    measured = " ".join(filter(None, [first, _(" and ").join(amounts)]))
    return ", ".join([measured, *others])


def say_condition(sentence: Sentence) -> str:
    params = sentence.params
    code = sentence.code
    if code == "Amount":
        return str(words.AMOUNTS[params["op"]]) % {"value": money(params["value"])}
    if code in {"Approved", "Linked"}:
        return str(words.YES_NO[code, params["yes"]])
    shown = {name: _listed(code, name, value) for name, value in params.items()}
    return str(words.CONDITIONS[code]) % shown


LABELS: dict[tuple[str, str], Any] = {
    ("PaidBy", "tenders"): words.TENDERS,
    ("OnDays", "days"): words.DAYS,
    ("AlsoFlagged", "flags"): words.NOUNS,
    ("RegisterKind", "kind"): words.REGISTER_KINDS,
}


def _listed(code: str, name: str, value: Any) -> str:
    labels = LABELS.get((code, name), {})
    if code == "OnDays" and len(value) > 2 and value[-1] - value[0] == len(value) - 1:
        return _("%(first)s to %(last)s") % {"first": labels[value[0]], "last": labels[value[-1]]}
    if isinstance(value, tuple):
        return either([str(labels.get(one, one)) for one in value])
    return str(labels[value]) if labels else _value(name, value)


def either(said: Sequence[str]) -> str:
    """ "a, b or c"."""
    if len(said) < 2:
        return "".join(said)
    return _("%(some)s or %(last)s") % {"some": ", ".join(said[:-1]), "last": said[-1]}


def money(value: Decimal) -> str:
    places = 0 if value == int(value) else 2
    shown = formats.number_format(value, decimal_pos=places, force_grouping=True)
    return _("$%(amount)s") % {"amount": shown}


def clock(moment: time) -> str:
    return formats.time_format(moment, "TIME_FORMAT")


def span(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    if seconds % 3600 == 0:
        hours = seconds // 3600
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    if seconds % 60 == 0:
        minutes = seconds // 60
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
