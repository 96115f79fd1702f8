"""How dates and amounts are written, shown by what stands in the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from transactions.formats.tabular.dates import read_moment
from transactions.formats.tabular.dates_order import order_shown
from transactions.formats.tabular.roles import CLOCKS, NUMBERS
from transactions.formats.tabular.values import read_amount
from transactions.selectors import layout_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from transactions.services.layout_trial import Survey


def written_choices(
    setting: str, choices: Iterable[str], examples: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Each way of writing with what it makes of an example: that of the way itself, else
    the common one under ``value``."""
    found = []
    for choice in choices:
        example = examples.get(choice) or examples.get("value", "")
        word, read = str(layout_words.CHOICES[setting][choice]), _read(setting, example, choice)
        words = {"way": word, "example": example, "read": read}
        said = gettext("%(way)s: “%(example)s” is %(read)s") % words if read else word
        found.append((choice, said))
    return found


def _read(setting: str, example: str, choice: str) -> str:
    if not example:
        return ""
    try:
        if setting == "date_order":
            moment = read_moment(example, choice, 1900)
            return date_format(moment.day, "j F Y") if moment and moment.day else ""
        amount = read_amount(example, choice)
    except (ValueError, OverflowError):
        return ""
    return f"{amount:f}" if amount is not None else ""


def example_of(survey: Survey, setting: str) -> str:
    """What in the file shows best how it is written: what can be read in two ways first."""
    shown = list(_dates(survey) if setting == "date_order" else _amounts(survey))
    return next(iter(sorted(shown, key=lambda text: order_shown(text) != "either")), "")


def _dates(survey: Survey) -> Iterator[str]:
    return (text for text in _texts(survey["columns"], CLOCKS) if order_shown(text))


def _amounts(survey: Survey) -> Iterator[str]:
    return (text for text in _texts(survey["columns"], NUMBERS) if "," in text or "." in text)


def _texts(columns: Sequence[Mapping[str, Any]], roles: Iterable[str]) -> Iterator[str]:
    return (text for each in columns if each["role"] in roles for text in each["examples"])
