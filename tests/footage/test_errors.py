"""Every code has a sentence; every sentence can be filled in."""

from __future__ import annotations

import ast
import inspect
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import footage
from footage import errors
from footage.reasons import REASONS, sentence

KINDS = [
    kind
    for kind in vars(errors).values()
    if inspect.isclass(kind)
    and issubclass(kind, errors.FootageError)
    and kind is not errors.FootageError
]
AT = datetime(2026, 11, 23, 19, 3, 7, tzinfo=UTC)


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_a_code_with_a_sentence(kind):
    assert kind.__name__.endswith("Error")
    assert kind.code in REASONS or kind is errors.UnreadableVideoError


def test_the_errors_that_retry_by_themselves_are_these():
    assert {kind.__name__ for kind in KINDS if kind.retries} == {
        "UnreachableError",
        "BusyError",
        "NotYetRecordedError",
        "TruncatedError",
        "StorageFullError",
        "CutTimedOutError",
    }


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (errors.NoFootageError(AT), "The nearest it has is 2026-11-23 19:03:07 UTC."),
        (errors.NoFootageError(), "There is no footage of this camera."),
        (errors.OverwrittenError(AT), "Its oldest footage is of 2026-11-23 19:03:07 UTC."),
        (errors.NotYetRecordedError(AT), "tried again at 2026-11-23 19:03:07 UTC."),
        (errors.TruncatedError(5.72, 30), "Only 5.7 of 30 seconds arrived"),
        (errors.LockedError(None), "locked this account until ?."),
        (errors.UnsupportedError("that"), "This cannot be done here: that."),
    ],
)
def test_sentences_carry_the_facts(error, expected):
    assert expected in sentence(error.code, error.params)


def test_times_are_written_for_the_reader():
    error = errors.OverwrittenError(AT)
    text = sentence(error.code, error.params, show_time=lambda at: f"{at:%H:%M}")
    assert text.endswith("19:03.")


def test_sentences_are_translated_before_they_are_filled_in():
    def louder(text: str) -> str:
        return text.replace("larger", "LARGER")

    said = sentence("too_large", {"limit": "5"}, translate=louder)
    assert said == "This file is LARGER than 5 MB."


def test_a_percent_sign_in_a_parameter_is_only_text():
    assert "100%(x)s %d" in sentence("unsupported", {"what": "100%(x)s %d"})


def test_an_unknown_code_still_says_something():
    assert sentence("never_heard_of", {}) == REASONS["footage_failed"]


@pytest.mark.parametrize("code", REASONS)
def test_every_sentence_survives_missing_parameters(code):
    text = sentence(code, {})
    assert text.endswith((".", "?"))
    assert "%" not in text


def test_every_code_used_in_the_package_has_a_sentence():
    """Notes, gaps and error codes are literals; all of them are in the table."""
    used: set[str] = set()
    for path in Path(footage.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", "")
                if name in {"Note", "UnreadableVideoError", "UploadRefusedError"}:
                    used.add(node.args[0].value)
                if name in {"Gap", "Look"}:
                    used |= {a.value for a in node.args if isinstance(a, ast.Constant)} - {None}
    assert used
    assert used <= set(REASONS)
    assert all(re.fullmatch(r"[a-z_]+", code) for code in used)
