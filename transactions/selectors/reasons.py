"""Why a transaction was flagged, and why a file could not be read, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from transactions.flags.reasons import sentence as flag_sentence
from transactions.formats.problems import sentence as problem_sentence
from transactions.models import FLAGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def label(flag: str) -> str:
    return str(FLAGS.get(flag, flag))


def why(detail: Mapping[str, Any]) -> str:
    """The sentence of one entry of ``Transaction.flag_details``."""
    return flag_sentence(detail["code"], detail.get("params") or {}, gettext)


def ordered(details: Sequence[Mapping[str, Any]], primary: str) -> list[Mapping[str, Any]]:
    """The entries with the primary flag's first."""
    return sorted(details, key=lambda detail: detail.get("flag") != primary)


def problem(code: str, params: Mapping[str, str]) -> str:
    return problem_sentence(code, params, gettext)
