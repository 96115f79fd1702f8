"""The grammar, over tokens (``scanning``, ``context``), and how reading goes on after an error.

LALR: time grows with the length of the text and with nothing else.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import lark
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer

from alerts.rules.problems import MOST_PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lark.parsers.lalr_interactive_parser import InteractiveParser

    from alerts.rules.scanning import Token

GRAMMAR = """
start: group (link group)?
group: bit* (kinds bit*)?
!link: THEN | ABSENT | AFTER_EVENT

kinds: (AND | PREP)? KIND (LIST KIND)*

?bit: AND? PREP? core
?core: amount | quantity | range | after | before | tenders | days | not_days | closed
    | stores | registers | cashiers | register_kind | key | edge | window
    | item | approved | linked | total | whole | also | two

amount: OP? MONEY SUFFIX?
quantity: OP? NUMBER SUFFIX? TIMES?
range: BETWEEN point (AND | TO) point | point TO point
?point: MONEY | TIME | NUMBER
after: AFTER (TIME | NUMBER)
before: BEFORE (TIME | NUMBER)
tenders: TENDER (LIST TENDER)*
days: _day (LIST _day)*
not_days: NOT_DAY PREP? _day (LIST _day)*
_day: DAY (TO DAY)?
closed: CLOSED
stores: STORE CODE (LIST CODE)*
registers: REGISTER CODE (LIST CODE)*
cashiers: CASHIER CODE (LIST CODE)*
register_kind: RKIND
key: KEY
edge: (LAST | FIRST) DURATION PREP? SHIFT
window: DURATION | SHIFT | DAILY
item: ITEM? TEXT
approved: APPROVED
linked: LINKED
total: TOTAL
whole: WHOLE
also: ALSO KIND (LIST KIND)*
two: TWO

%declare THEN ABSENT AFTER_EVENT AND PREP KIND LIST OP MONEY NUMBER SUFFIX TIMES BETWEEN TO TIME
%declare AFTER BEFORE TENDER DAY NOT_DAY CLOSED STORE REGISTER CASHIER CODE RKIND KEY LAST FIRST
%declare DURATION SHIFT DAILY ITEM TEXT APPROVED LINKED TOTAL WHOLE ALSO TWO
"""


OPENING = frozenset(
    {"OP", "TIME", "AFTER", "BEFORE", "BETWEEN", "LAST", "FIRST", "ITEM", "PREP", "AND"}
)
"""Tokens that mean nothing without what follows them."""


class _Silent(Lexer):
    """Tokens are fed one by one; there is no text to lex."""

    def __init__(self, lexer_conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[lark.Token]:
        return iter(())


@lru_cache(maxsize=1)
def _parser() -> lark.Lark:
    return lark.Lark(GRAMMAR, parser="lalr", lexer=_Silent)


def _fresh() -> InteractiveParser:
    return _parser().parse_interactive("")


def _as_lark(token: Token) -> lark.Token:
    return lark.Token(token.type, token)


class Reading:
    """One text being read. ``refused`` are the tokens that fit nowhere and were left out;
    ``left_open`` those that asked for something which did not come ("> by cash")."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.taken: list[Token] = []
        self.refused: list[Token] = []
        self.left_open: list[Token] = []
        self._state = _fresh()
        for token in tokens:
            if self._feeds(token):
                self.taken.append(token)
            elif not self._goes_on_without_last(token):
                self.refused.append(token)

    def _feeds(self, token: Token) -> bool:
        try:
            self._state.feed_token(_as_lark(token))
        except UnexpectedToken:
            return False
        return True

    def _goes_on_without_last(self, token: Token) -> bool:
        """Whether the token before is the one out of place. Starts over, so only a few times."""
        if not self.taken or self.taken[-1].type not in OPENING:
            return False
        if len(self.left_open) == MOST_PROBLEMS:
            return False
        shorter = Reading([*self.taken[:-1], token])
        if shorter.refused or shorter.left_open:
            return False
        self.left_open.append(self.taken[-1])
        self.taken, self._state = shorter.taken, shorter._state
        return True

    def tree(self) -> lark.Tree[lark.Token] | None:
        """None when something is still missing at the end. Nothing can be fed after it."""
        try:
            ended = self._state.copy(deepcopy_values=False)  # type: ignore[no-untyped-call]
            found: lark.Tree[lark.Token] = ended.feed_eof()
        except UnexpectedToken:
            return None
        return found

    def accepts(self) -> frozenset[str]:
        """What may follow; "$END" when nothing has to."""
        return frozenset(self._state.accepts())  # type: ignore[no-untyped-call]
