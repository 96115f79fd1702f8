"""The grammar, over tokens (``scanning``, ``context``), and how reading goes on after an error.

LALR: time grows with the length of the text and with nothing else.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import lark
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer

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
days: DAY (LIST DAY)* | DAY TO DAY
not_days: NOT_DAY PREP? DAY (LIST DAY)*
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


class _Silent(Lexer):
    """Tokens are fed one by one; there is no text to lex."""

    def __init__(self, lexer_conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[lark.Token]:
        return iter(())


@lru_cache(maxsize=1)
def _parser() -> lark.Lark:
    return lark.Lark(GRAMMAR, parser="lalr", lexer=_Silent)


def _as_lark(token: Token) -> lark.Token:
    return lark.Token(token.type, token)


class Reading:
    """One text being read. ``refused`` are the tokens that fit nowhere and were left out."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.taken: list[Token] = []
        self.refused: list[Token] = []
        self._state: InteractiveParser = _parser().parse_interactive("")
        for token in tokens:
            self._feed(token)

    def _feed(self, token: Token) -> None:
        try:
            self._state.feed_token(_as_lark(token))
        except UnexpectedToken:
            self.refused.append(token)
        else:
            self.taken.append(token)

    def tree(self) -> lark.Tree[lark.Token] | None:
        """None when something is still missing at the end."""
        try:
            found: lark.Tree[lark.Token] = self._state.copy().feed_eof()  # type: ignore[no-untyped-call]
        except UnexpectedToken:
            return None
        return found

    def accepts(self) -> frozenset[str]:
        """What may follow; "$END" when nothing has to."""
        return frozenset(self._state.accepts())  # type: ignore[no-untyped-call]
