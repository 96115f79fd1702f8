"""A layout's page: what was understood in one sentence, then what can be changed about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from transactions.layout_forms import NONE, asked_columns, columns_between, words_of
from transactions.models import EVENT_TYPES
from transactions.selectors import layout_words, reasons
from transactions.selectors.wording import money

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from transactions.formats.tabular.mapping import Mapping as Layout
    from transactions.formats.tabular.proposal_terms import PreviewRow
    from transactions.services.layout_trial import Survey, Trial

MOST_TYPES = 4
MOST_SAID = 5


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


@dataclass(frozen=True, slots=True)
class ShownRow:
    """``tone`` is "", ``flagged``, ``unread`` or ``out``: what is not read as a transaction."""

    number: int
    read_as: str
    flags: list[str]
    time: str
    register: str
    cashier: str
    transaction_no: str
    amount: str
    cells: list[str]
    why: str
    tone: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the whole file comes to when it is read like this."""

    sentence: str
    details: list[str]
    warnings: list[str]
    is_refused: bool


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
    words = layout_words.CHOICES["decimal_mark" if setting == "decimal_marks" else setting]
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


def words_shown(survey: Survey, mapping: Layout, asked: Survey | None) -> list[Word]:
    counts = {word["word"]: word["count"] for word in survey["type_words"]}
    questions = asked["questions"] if asked else []
    open_words = {each["params"]["word"] for each in questions if each["setting"] == "types"}
    return [
        Word(index, word, counts.get(word, 0), mapping.types.get(word, ""), word in open_words)
        for index, word in enumerate(words_of(mapping, survey))
    ]


def rows_shown(rows: Sequence[PreviewRow]) -> list[ShownRow]:
    return [_row(row) for row in rows]


def _row(row: PreviewRow) -> ShownRow:
    why = reasons.problem(row.code, {**row.params, "row": str(row.row)}) if row.code else ""
    if row.event_type:
        read_as, tone = str(EVENT_TYPES[row.event_type]), "flagged" if row.flags else ""
    elif row.joined_to is not None and not row.code:
        read_as, tone = gettext("Part of row %(row)s") % {"row": row.joined_to}, "out"
    else:
        read_as = kind_word(row.kind)
        tone = "unread" if row.code or row.kind == "unread" else "out"
    at = datetime.fromisoformat(row.occurred_local) if row.occurred_local else None
    return ShownRow(
        number=row.row,
        read_as=read_as,
        flags=[reasons.label(flag) for flag in row.flags],
        time=_moment(at, is_day=row.is_date_only) if at else "",
        register=row.register,
        cashier=row.cashier,
        transaction_no=row.transaction_no,
        amount=money(row.amount),
        cells=[cell for cell in row.cells if cell],
        why=why,
        tone=tone,
    )


def kind_word(kind: str) -> str:
    """What a row is that is no transaction."""
    words = {
        "total": gettext("Totals row: checks the sums"),
        "heading": gettext("Heading of the rows below"),
        "repeated_header": gettext("The column names once more"),
        "footer": gettext("Remark below the table"),
        "ignored": gettext("Left out"),
        "unread": gettext("Not read"),
    }
    return words.get(kind, gettext("Adds nothing of its own"))


def _moment(at: datetime, *, is_day: bool) -> str:
    day = date_format(at.date(), "j M Y")
    return day if is_day else f"{day} {at:%H:%M:%S}"


def said_of(trial: Trial, mapping: Layout) -> Said:
    """One sentence for the whole file, what supports it, and what speaks against it."""
    if trial.refused is not None:
        why = reasons.problem(trial.refused.code, trial.refused.params)
        return Said(why, [], [], is_refused=True)
    if mapping.ignored:
        return Said(gettext("Nothing is read from this sheet."), [], [], is_refused=False)
    return Said(_sentence(trial), _details(trial, mapping), _warnings(trial), is_refused=False)


def _sentence(trial: Trial) -> str:
    if not trial.events and trial.control_totals:
        n = len(trial.control_totals)
        return ngettext(
            "A report of sums: %(n)s figure to compare with what we counted.",
            "A report of sums: %(n)s figures to compare with what we counted.",
            n,
        ) % {"n": f"{n:,}"}
    words = {
        "what": _types(trial),
        "where": _where(trial),
        "when": span(trial.first.date() if trial.first else None, _day_of(trial.last)),
    }
    if trial.is_cut:
        return gettext("The first %(what)s%(where)s%(when)s.") % words
    return gettext("%(what)s%(where)s%(when)s.") % words


def _types(trial: Trial) -> str:
    if not trial.events:
        return gettext("No transactions")
    total = ngettext("%(n)s transaction", "%(n)s transactions", trial.events)
    parts = [
        f"{EVENT_TYPES[kind]} {count:,}" for kind, count in trial.types.most_common(MOST_TYPES)
    ]
    left = sum(trial.types.values()) - sum(n for _t, n in trial.types.most_common(MOST_TYPES))
    if left:
        parts.append(gettext("%(n)s others") % {"n": f"{left:,}"})
    return f"{total % {'n': f'{trial.events:,}'}} ({', '.join(parts)})"


def _where(trial: Trial) -> str:
    if not trial.stores:
        return ""
    return gettext(" of store %(code)s") % {"code": ", ".join(sorted(trial.stores)[:3])}


def _day_of(at: datetime | None) -> date | None:
    return at.date() if at else None


def span(first: date | None, last: date | None) -> str:
    """``, 3 to 9 Nov 2026``; "" for none."""
    if first is None or last is None:
        return ""
    end = date_format(last, "j M Y")
    if first == last:
        return f", {end}"
    form = "j" if (first.year, first.month) == (last.year, last.month) else "j M"
    start = date_format(first, form if first.year == last.year else "j M Y")
    return gettext(", %(first)s to %(last)s") % {"first": start, "last": end}


def _details(trial: Trial, mapping: Layout) -> list[str]:
    order = gettext("month first") if mapping.date_order == "mdy" else gettext("day first")
    found = [gettext("Dates are read with the %(order)s.") % {"order": order}]
    flagged = sum(trial.flags.values())
    if flagged:
        parts = [f"{reasons.label(flag)} {n:,}" for flag, n in trial.flags.most_common(MOST_TYPES)]
        found.append(gettext("To review: %(what)s.") % {"what": ", ".join(parts)})
    differs = any(problem.code == "total_differs" for problem in trial.problems)
    if trial.totals_checked and not differs and not trial.is_cut:
        found.append(
            ngettext(
                "The totals row agrees with the rows above it (%(n)s sum checked).",
                "The totals rows agree with the rows above them (%(n)s sums checked).",
                trial.totals_checked,
            )
            % {"n": trial.totals_checked}
        )
    return found


def _warnings(trial: Trial) -> list[str]:
    said = [reasons.problem(each.code, each.params) for each in trial.problems]
    unique = list(dict.fromkeys(said))
    found = unique[:MOST_SAID]
    if len(unique) > MOST_SAID:
        found.append(gettext("and %(n)s more") % {"n": f"{len(unique) - MOST_SAID:,}"})
    return found
