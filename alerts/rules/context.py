"""What a word means beside its neighbours, settled before the grammar sees it.

"7" after "cashier" is a name, "or" between two tenders makes a list, "after" before an event
turns the order around. Each rule below looks at one token and what stands next to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.rules.measures import measure
from alerts.rules.problems import Problem
from alerts.rules.tree import By, Op
from transactions.formats.canonical import EventType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.rules.scanning import Token

SEPARATORS = frozenset({"COMMA", "AND", "OR"})
LISTED = frozenset({"KIND", "TENDER", "DAY", "CODE"})
PLACES = {By.CASHIER: "CASHIER", By.REGISTER: "REGISTER", By.STORE: "STORE"}
SPANS = frozenset({"DURATION", "SHIFT", "DAILY"})
COUNTED_ON = frozenset({"SUFFIX", "TIMES", "PLUS", "DOLLARS"})


def settle(text: str, tokens: Sequence[Token], problems: list[Problem]) -> list[Token]:
    found = _dashes(measure(text, tokens), problems)
    found = _items(text, _names(text, found))
    found = _lists(_named(found, problems))
    found = [_turned(found, place) for place in range(len(found))]
    return _without_doubled(_also([token for token in found if token.type != "GONE"]))


def _type(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].type if 0 <= place < len(tokens) else ""


def _dashes(tokens: Sequence[Token], problems: list[Problem]) -> list[Token]:
    """A dash is "to" between two alike, a minus before a number, and else a break in speech."""
    found: list[Token] = []
    ranged = {"TIME", "NUMBER", "MONEY", "DAY"}
    for place, token in enumerate(tokens):
        before, after = _type(tokens, place - 1), _type(tokens, place + 1)
        if token.type != "DASH":
            found.append(token)
        elif before in ranged and after in ranged:
            found.append(replace(token, type="TO"))
        elif after in {"NUMBER", "MONEY"} and tokens[place + 1].start == token.end:
            end = tokens[place + 1].end
            problems.append(Problem("negative_number", {}, token.start, end))
    return found


def _names(text: str, tokens: list[Token]) -> list[Token]:
    """Numbers and names after "cashier", "register" and "store", and in their lists."""
    found = list(tokens)
    for place, token in enumerate(tokens):
        before = _type(found, place - 1)
        if not _may_be_name(text, tokens, place):
            continue
        if before in PLACES.values() or (before == "KEY" and not _counts(tokens, place)):
            if before == "KEY":
                found[place - 1] = replace(found[place - 1], type=PLACES[found[place - 1].value])
            found[place] = _name(text, token)
        elif before in SEPARATORS and _in_list(found, place) and not _counts(tokens, place):
            found[place] = _name(text, token)
    return found


def _named(tokens: Sequence[Token], problems: list[Problem]) -> list[Token]:
    """ "at register" alone does not say which."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        bare = token.type in PLACES.values() and _type(tokens, place + 1) != "CODE"
        if not bare:
            found.append(token)
        elif token.value is By.CASHIER and _past_preposition(tokens, place) == "TWO":
            found.append(replace(token, type="KEY"))
        else:
            problems.append(Problem("which_one", {}, token.start, token.end))
    return found


def _past_preposition(tokens: Sequence[Token], place: int) -> str:
    after = _type(tokens, place + 1)
    return _type(tokens, place + 2) if after == "PREP" else after


def _may_be_name(text: str, tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.type == "WORD":
        return any(c.isdigit() for c in text[token.start : token.end])
    if token.type == "TEXT":
        return True
    return token.type == "NUMBER" and _type(tokens, place + 1) not in COUNTED_ON


def _counts(tokens: Sequence[Token], place: int) -> bool:
    """ "3" in "per cashier 3 refunds" is a number of them."""
    return tokens[place].type == "NUMBER" and _type(tokens, place + 1) == "KIND"


def _in_list(tokens: Sequence[Token], place: int) -> bool:
    place -= 1
    while _type(tokens, place) in SEPARATORS:
        place -= 1
    return _type(tokens, place) == "CODE"


def _name(text: str, token: Token) -> Token:
    said = text[token.start : token.end]
    names = (token.value,) if token.type == "TEXT" else tuple(said.split(","))
    return replace(token, type="CODE", value=names)


def _items(text: str, tokens: Sequence[Token]) -> list[Token]:
    """What follows "item" is its text, with or without quotes."""
    found: list[Token] = []
    for token in tokens:
        in_item = bool(found) and found[-1].type in {"ITEM", "ITEM_TEXT"}
        if token.type in {"WORD", "NUMBER"} and in_item:
            start = token.start if found[-1].type == "ITEM" else found.pop().start
            said = text[start : token.end]
            found.append(replace(token, type="ITEM_TEXT", value=said, start=start))
        else:
            found.append(token)
    return [replace(t, type="TEXT") if t.type == "ITEM_TEXT" else t for t in found]


def _lists(tokens: Sequence[Token]) -> list[Token]:
    """Separators between two of a kind become one LIST; a comma elsewhere is a breath."""
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        if tokens[place].type not in SEPARATORS:
            found.append(tokens[place])
            place += 1
            continue
        end = place
        while _type(tokens, end) in SEPARATORS:
            end += 1
        next_one = end + 1 if _type(tokens, end) == "PREP" else end
        before = found[-1].type if found else ""
        if before in LISTED and _type(tokens, next_one) == before:
            said = {t.type for t in tokens[place:end]}
            word = "and" if "AND" in said and "OR" not in said else "or"
            found.append(replace(tokens[place], type="LIST", value=word))
            place = next_one
        else:
            found.extend(t for t in tokens[place:end] if t.type != "COMMA")
            place = end
    return found


def _turned(tokens: Sequence[Token], place: int) -> Token:
    token = tokens[place]
    after = _type(tokens, place + 1)
    past_preposition = _past_preposition(tokens, place)
    if token.type == "NOT" and past_preposition in {"KIND", "DAY"}:
        return replace(token, type="NOT_DAY" if past_preposition == "DAY" else "ABSENT")
    if token.type == "AFTER" and after == "KIND":
        return replace(token, type="AFTER_EVENT")
    if token.value is EventType.PAID_IN and after == "TENDER":
        return replace(token, type="PREP", value="in")
    if token.type == "PLUS":
        return replace(token, type="SUFFIX")
    if token.type == "OP" and after in SPANS and token.value is not Op.EXACTLY:
        return replace(token, type="GONE") if _means_span(token) else token
    if token.type == "RKIND" and after in SPANS and token.end - token.start == len("inside"):
        return replace(token, type="GONE")
    return token


def _means_span(token: Token) -> bool:
    """ "over two hours" and "at most 5 minutes" name a span, "more than 5 minutes" does not."""
    over = token.value is Op.MORE and token.end - token.start == len("over")
    return over or token.value in {Op.AT_MOST, Op.LESS}


def _also(tokens: Sequence[Token]) -> list[Token]:
    """ "with" before an event, when the rule has its event already, asks for both in one."""
    found: list[Token] = []
    has_event = False
    for place, token in enumerate(tokens):
        if token.type in {"THEN", "ABSENT", "AFTER_EVENT"}:
            has_event = False
        has_event = has_event or token.type == "KIND"
        joins = token.type == "PREP" and token.value == "with" and has_event
        if joins and _type(tokens, place + 1) == "KIND":
            token = replace(token, type="ALSO")
        found.append(token)
    return found


def _without_doubled(tokens: Sequence[Token]) -> list[Token]:
    """Of several prepositions in a row ("in with") one is enough."""
    return [
        token
        for place, token in enumerate(tokens)
        if not (token.type == "PREP" and _type(tokens, place + 1) == "PREP")
    ]
