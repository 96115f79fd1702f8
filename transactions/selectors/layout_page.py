"""A layout's page: what is asked of it, and what can be changed about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from transactions.layout_forms import NONE, asked_columns, columns_between, words_of
from transactions.selectors import layout_words
from transactions.selectors.layout_examples import example_of, written_choices

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from transactions.formats.tabular.mapping import Mapping as Layout
    from transactions.services.layout_trial import Survey


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, its possible answers, and the one given."""

    index: int
    text: str
    choices: list[tuple[str, str]]
    chosen: str
    is_missing: bool
    is_long: bool


@dataclass(frozen=True, slots=True)
class Column:
    index: int
    header: str
    role: str
    word: str
    why: str
    examples: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Word:
    index: int
    word: str
    count: int
    meaning: str
    is_asked: bool


def questions_of(
    survey: Survey, sent: Mapping[str, str], missing: Collection[int] = ()
) -> list[Asked]:
    found = []
    for index, question in enumerate(survey["questions"]):
        choices = _choices(survey, question)
        found.append(
            Asked(
                index=index,
                text=layout_words.question(question["code"], question["params"]),
                choices=choices,
                chosen=sent.get(f"answer-{index}", ""),
                is_missing=index in missing,
                is_long=len(choices) > 4,
            )
        )
    return found


def _choices(survey: Survey, question: Mapping[str, Any]) -> list[tuple[str, str]]:
    code, setting = question["code"], question["setting"]
    headers = survey["mapping"]["headers"]
    if setting in {"types", "row_type"}:
        return [(value, str(word)) for value, word in layout_words.MEANINGS.items()]
    if code in {"two_columns", "no_date"}:
        between = columns_between(headers, dict(question)) or range(len(headers))
        columns = [(str(index), _column_said(survey, index)) for index in between]
        return [*columns, (NONE, gettext("None of them"))]
    if code == "day_of_title":
        return [("yes", gettext("Yes, all of them"))]
    if setting == "columns":
        roles = [(role, layout_words.role_word(role)) for role in question["choices"] if role]
        return [*roles, (NONE, gettext("Something else: leave it out"))]
    name = "decimal_mark" if setting == "decimal_marks" else setting
    if name in {"decimal_mark", "date_order"}:
        return written_choices(name, question["choices"], question["params"])
    words = layout_words.CHOICES[name]
    return [(choice, str(words[choice])) for choice in question["choices"]]


def _column_said(survey: Survey, index: int) -> str:
    column = survey["columns"][index]
    examples = ", ".join(column["examples"][:2])
    return f"{column['header']} ({examples})" if examples else column["header"]


def columns_of(survey: Survey, mapping: Layout, asked: Survey | None) -> list[Column]:
    hidden = asked_columns(asked)
    return [
        Column(
            index=index,
            header=column["header"] or gettext("(no name)"),
            role=mapping.columns[index],
            word=layout_words.role_word(mapping.columns[index]),
            why=layout_words.why_word(column["why"]),
            examples=", ".join(column["examples"][:3]),
            is_asked=index in hidden,
        )
        for index, column in enumerate(survey["columns"])
    ]


def settings_of(survey: Survey, mapping: Layout, asked: Survey | None) -> list[dict[str, Any]]:
    """What holds for the whole sheet and is no open question."""
    open_ones = {each["setting"] for each in asked["questions"]} if asked else set()
    date, amount = example_of(survey, "date_order"), example_of(survey, "decimal_mark")
    labels = {
        "date_order": gettext("Dates such as “%(date)s”") % {"date": date}
        if date
        else gettext("Dates"),
        "decimal_mark": gettext("Amounts such as “%(amount)s”") % {"amount": amount}
        if amount
        else gettext("Amounts"),
        "grain": gettext("One row is"),
    }
    found = [
        _setting(name, label, str(getattr(mapping, name)), _settings_choices(survey, name))
        for name, label in labels.items()
        if name not in open_ones
    ]
    typed = "type" in mapping.columns or mapping.grain == "summary"
    if not typed and "row_type" not in open_ones:
        meanings = [(value, str(word)) for value, word in layout_words.MEANINGS.items()]
        label = gettext("Rows without a type word are")
        found.append(_setting("row_type", label, str(mapping.row_type), meanings))
    return found


def _settings_choices(survey: Survey, name: str) -> list[tuple[str, str]]:
    choices = layout_words.CHOICES[name]
    if name == "grain":
        return [(value, str(word)) for value, word in choices.items()]
    return written_choices(name, choices, {"value": example_of(survey, name)})


def _setting(name: str, label: str, chosen: str, choices: list[tuple[str, str]]) -> dict[str, Any]:
    return {"name": name, "label": label, "chosen": chosen, "choices": choices}


def words_shown(survey: Survey, mapping: Layout, asked: Survey | None) -> list[Word]:
    counts = {word["word"]: word["count"] for word in survey["type_words"]}
    questions = asked["questions"] if asked else []
    open_words = {each["params"]["word"] for each in questions if each["setting"] == "types"}
    return [
        Word(index, word, counts.get(word, 0), mapping.types.get(word, ""), word in open_words)
        for index, word in enumerate(words_of(mapping, survey))
    ]
