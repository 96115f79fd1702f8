"""django_tenants' backend, which says ``SET search_path`` before every statement: left out
where the server itself has just said that the path is the wanted one.

From PostgreSQL 18 on the server reports its path whenever that changes, by whomever, by a
rollback too. So nothing is remembered here that could be wrong, unlike what
``TENANT_LIMIT_SET_CALLS`` does. The report is believed only without a pooler between, which
may hand our next statement to another server process; behind one, and with an older server,
each statement sets its path as before.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from django_tenants.postgresql_backend import base

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN: Final = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]
    _is_direct = False

    def init_connection_state(self) -> None:
        self._is_direct = False
        super().init_connection_state()
        self._is_direct = self._has_nobody_between()

    def _has_nobody_between(self) -> bool:
        """A pooler makes up the number of the process that its client may cancel."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT pg_catalog.pg_backend_pid()")
            (number,) = cursor.fetchone()
        return bool(number == self.connection.info.backend_pid)

    @property
    def is_direct(self) -> bool:
        """Whether one statement follows another in the same process of the server."""
        return self._is_direct

    def _handle_search_path(self, cursor: Any = None) -> None:
        if not self._is_path_set():
            super()._handle_search_path(cursor)

    def _is_path_set(self) -> bool:
        if not (self._is_direct and self.schema_name):
            return False
        reported = self.connection.info.parameter_status("search_path")
        return reported is not None and names(reported, self._get_cursor_search_paths())


def names(reported: str, schemas: Sequence[str]) -> bool:
    """Whether a path as the server spells it is just these schemas, in this order."""
    return all(
        part is not None and schema is not None and part in _spellings(schema)
        for part, schema in zip_longest(reported.split(", "), schemas)
    )


def _spellings(schema: str) -> tuple[str, ...]:
    """Quoted wherever quotation marks make a difference; a reserved word is quoted too."""
    quoted = '"' + schema.replace('"', '""') + '"'
    return (schema, quoted) if _PLAIN.fullmatch(schema) else (quoted,)
