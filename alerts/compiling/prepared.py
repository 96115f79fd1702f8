"""A rule's query, read and planned once per connection: that takes five times as long as a look
at a few new transactions. The plan suits any spans, since it looks into an index for each.

Behind a pooler the next statement may be another server process's, which knows no plan of ours:
there the query is sent whole.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import count
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from django.db import connection
from psycopg2.extensions import AsIs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alerts.compiling.query import Compiled

MOST: Final = 200
"""Kept per connection; of a rule over one chain's tables some 200 KB each."""
_TYPES: Final = {
    "stores": "bigint[]",
    "since": "timestamptz[]",
    "until": "timestamptz[]",
    "first_days": "date[]",
    "last_days": "date[]",
}
_SPANS: Final = {name: AsIs(f"${place}") for place, name in enumerate(_TYPES, 1)}
_EXECUTE: Final = "EXECUTE {0} (" + ", ".join(f"%({name})s" for name in _TYPES) + ")"

_Key = tuple[str, "Compiled", bool]
"""Schema, rule, and whether it takes the shifts at hand."""
_numbers: Final = count(1)
_known: Final[WeakKeyDictionary[Any, OrderedDict[_Key, str]]] = WeakKeyDictionary()


def execute(cursor: Any, rule: Compiled, spans: Mapping[str, Any], *, with_shifts: bool) -> None:
    """``spans`` as :func:`columns` answers; ``with_shifts`` as ``at_hand.py`` says of the rule."""
    if not connection.is_direct:  # type: ignore[attr-defined]
        cursor.execute(_sql(rule, with_shifts=with_shifts), {**rule.values, **spans})
        return
    known = _known.setdefault(connection.connection, OrderedDict())
    key = (connection.schema_name, rule, with_shifts)  # type: ignore[attr-defined]
    if key not in known:
        _prepare(cursor, key, known)
    known.move_to_end(key)
    cursor.execute(_EXECUTE.format(known[key]), spans)


def _prepare(cursor: Any, key: _Key, known: OrderedDict[_Key, str]) -> None:
    """A statement outlives whatever is rolled back."""
    if len(known) >= MOST:
        _oldest, name = known.popitem(last=False)
        cursor.execute(f"DEALLOCATE {name}")
    _schema, rule, with_shifts = key
    name, sql = f"rule_{next(_numbers)}", _sql(rule, with_shifts=with_shifts)
    query = cursor.mogrify(sql, {**rule.values, **_SPANS}).decode()
    cursor.execute(f"PREPARE {name} ({', '.join(_TYPES.values())}) AS {query}")
    known[key] = name


def _sql(rule: Compiled, *, with_shifts: bool) -> str:
    return rule.at_hand_sql if with_shifts else rule.sql
