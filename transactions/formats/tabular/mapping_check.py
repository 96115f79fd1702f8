"""Whether a mapping from outside can be used: every word of it is known, none twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transactions.formats.tabular.dates import DAY_FIRST, EPOCHS, MONTH_FIRST
from transactions.formats.tabular.header_words import type_key
from transactions.formats.tabular.mapping_terms import VERSION, Grain, MappingError
from transactions.formats.tabular.roles import Role, is_role
from transactions.formats.tabular.types import Meaning
from transactions.formats.tabular.values import COMMA, POINT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MANY: Final = frozenset({Role.UNKNOWN, Role.IGNORE, Role.REASON, Role.STATUS})
"""Roles that several columns may have; of any other there is one."""
_MOST_COLUMNS: Final = 1000
_MOST_WORDS: Final = 2000
_LONGEST: Final = 300
_CHOICES: Final[dict[str, frozenset[object]]] = {
    "date_order": frozenset({MONTH_FIRST, DAY_FIRST}),
    "serial_epoch": frozenset(EPOCHS),
    "decimal_mark": frozenset({POINT, COMMA}),
    "grain": frozenset(map(str, Grain)),
    "store_column": frozenset({"code", "ignore"}),
    "row_type": frozenset(map(str, Meaning)),
    "ignored": frozenset({True, False}),
}


def checked(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a mapping. Raises :class:`~.mapping_terms.MappingError`."""
    if not isinstance(data, dict):
        raise MappingError("mapping_no_object")
    if data.get("version") != VERSION or isinstance(data["version"], bool):
        raise MappingError("mapping_version", version=_short(data.get("version")))
    known = dict(data)
    for name in known.keys() - _FIELDS.keys():
        raise MappingError("mapping_unknown_field", field=_short(name))
    for name in _REQUIRED - known.keys():
        raise MappingError("mapping_missing_field", field=name)
    checked_fields = {name: _FIELDS[name](name, value) for name, value in known.items()}
    _check_columns(checked_fields["headers"], checked_fields["columns"])
    return checked_fields


def _check_columns(headers: tuple[str, ...], columns: tuple[str, ...]) -> None:
    if len(headers) != len(columns):
        raise MappingError("mapping_column_count", said=str(len(columns)), ours=str(len(headers)))
    seen: dict[str, str] = {}
    for header, role in zip(headers, columns, strict=True):
        if not is_role(role):
            raise MappingError("mapping_unknown_role", role=_short(role), column=_short(header))
        if role in seen and role not in _MANY:
            raise MappingError(
                "mapping_role_twice", role=role, column=_short(seen[role]), other=_short(header)
            )
        seen[role] = header


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise MappingError("mapping_bad_value", field=name, value=_short(value))
    return value


def _number(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise MappingError("mapping_bad_value", field=name, value=_short(value))
    return value


def _texts(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > _MOST_COLUMNS:
        raise MappingError("mapping_bad_value", field=name, value=_short(value))
    return tuple(_text(name, each) for each in value)


def _choice(name: str, value: object) -> Any:
    allowed = _CHOICES[name]
    if not isinstance(value, str | int) or value not in allowed:
        raise MappingError("mapping_bad_value", field=name, value=_short(value))
    if isinstance(value, bool) is not (name == "ignored"):
        raise MappingError("mapping_bad_value", field=name, value=_short(value))
    return str(value) if isinstance(value, str) else value


def _types(name: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > _MOST_WORDS:
        raise MappingError("mapping_bad_value", field=name, value=_short(value))
    for word, meaning in value.items():
        if not isinstance(meaning, str) or meaning not in set(Meaning):
            raise MappingError(
                "mapping_unknown_meaning", word=_short(word), meaning=_short(meaning)
            )
    return {type_key(_text(name, word)): str(meaning) for word, meaning in value.items()}


def _marks(name: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > _MOST_COLUMNS:
        raise MappingError("mapping_bad_value", field=name, value=_short(value))
    for column, mark in value.items():
        if not (isinstance(column, str) and column.isdecimal() and mark in (POINT, COMMA)):
            raise MappingError("mapping_bad_value", field=name, value=_short(column))
    return dict(value)


def _short(value: object) -> str:
    return str(value)[:60]


_FIELDS: Final[dict[str, Callable[[str, object], Any]]] = {
    "version": _number,
    "fingerprint": _text,
    "sheet": _text,
    "headers": _texts,
    "columns": _texts,
    "types": _types,
    "decimal_marks": _marks,
    **dict.fromkeys(_CHOICES, _choice),
}
_REQUIRED: Final = frozenset({"version", "fingerprint", "headers", "columns"})
