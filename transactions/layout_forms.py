"""A layout as its page sends it: answers to questions, a meaning for each column and word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from transactions.formats.tabular.mapping import Mapping, MappingError
from transactions.formats.tabular.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping as Sent

    from transactions.services.layout_trial import Survey

NONE = "none"
"""Said of a question between columns: it is neither."""
_PLAIN = ("date_order", "decimal_mark", "grain", "row_type", "store_column")


def read_layout(sent: Sent[str, str], base: Mapping, survey: Survey | None) -> Mapping:
    """``base`` with what was sent; questions are those of ``survey``, None when none are
    open. Raises MappingError for what makes no sense."""
    changed = base.to_json()
    for index in range(len(base.columns)):
        if (role := sent.get(f"column-{index}")) is not None:
            changed["columns"][index] = role
    for index, word in enumerate(words_of(base, survey)):
        if meaning := sent.get(f"word-{index}"):
            changed["types"][word] = meaning
    for name in _PLAIN:
        if value := sent.get(name):
            changed[name] = value
    if "knows_ignored" in sent:
        changed["ignored"] = sent.get("ignored") == "1"
    for index, question in enumerate(survey["questions"] if survey else ()):
        if answer := sent.get(f"answer-{index}", ""):
            _answer(changed, question, answer)
    return Mapping.from_json(changed)


def read_written(sent: Sent[str, str], base: Mapping) -> Mapping:
    """``base`` as a file is said to be written. Columns with a mark of their own come from
    what the page showed, or from ``base`` where its mark was chosen. Raises MappingError."""
    mark = sent.get("decimal_mark", base.decimal_mark)
    marks: Any = dict(base.decimal_marks) if mark == base.decimal_mark else {}
    if mark == sent.get("shown_mark"):
        try:
            marks = json.loads(sent.get("shown_marks", ""))
        except ValueError as error:
            raise MappingError("mapping_bad_value", field="decimal_marks", value="") from error
    order = sent.get("date_order", base.date_order)
    return base.changed(decimal_mark=mark, decimal_marks=marks, date_order=order)


def unanswered(sent: Sent[str, str], survey: Survey | None) -> list[int]:
    """The questions that only a person can answer and nobody did."""
    if survey is None or sent.get("ignored") == "1":
        return []
    return [i for i in range(len(survey["questions"])) if not sent.get(f"answer-{i}")]


def words_of(base: Mapping, survey: Survey | None) -> list[str]:
    """Type words in the order of their fields: those of the file, then those known before."""
    seen = [word["word"] for word in survey["type_words"]] if survey else []
    return [*seen, *(word for word in base.types if word not in set(seen))]


def asked_columns(survey: Survey | None) -> set[int]:
    """Columns that a question is about; their meaning is its answer."""
    if survey is None:
        return set()
    headers = survey["mapping"]["headers"]
    found: set[int] = set()
    for question in survey["questions"]:
        if question["setting"] != "columns":
            continue
        if question["code"] == "two_columns":
            found |= set(columns_between(headers, question))
        elif (name := question["params"].get("column")) in headers:
            found.add(headers.index(name))
    return found


def columns_between(headers: list[str], question: dict[str, Any]) -> list[int]:
    """The columns that a question names; two of one name are told apart by their order."""
    left = list(question["choices"])
    found = []
    for index, header in enumerate(headers):
        if header in left:
            left.remove(header)
            found.append(index)
    return found


def _answer(changed: dict[str, Any], question: dict[str, Any], answer: str) -> None:
    setting, params = question["setting"], question["params"]
    if setting == "types":
        changed["types"][params["word"]] = answer
    elif setting == "decimal_marks":
        for index, header in enumerate(changed["headers"]):
            if header == params["column"]:
                changed["decimal_marks"][str(index)] = answer
    elif setting == "serial_epoch":
        changed[setting] = int(answer) if answer.isdecimal() else answer
    elif setting == "columns":
        _answer_column(changed, question, answer)
    else:
        changed[setting] = answer


def _answer_column(changed: dict[str, Any], question: dict[str, Any], answer: str) -> None:
    code, params = question["code"], question["params"]
    if code in {"two_columns", "no_date"}:
        role = params["role"] if code == "two_columns" else str(Role.DATE_TIME)
        if answer.isdecimal() and int(answer) < len(changed["columns"]):
            changed["columns"][int(answer)] = role
    elif params.get("column") in changed["headers"]:
        index = changed["headers"].index(params["column"])
        changed["columns"][index] = "" if answer == NONE else answer
