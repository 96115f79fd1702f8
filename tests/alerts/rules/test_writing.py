"""What is written is read back as the same rule."""

from __future__ import annotations

from hypothesis import given, settings

from alerts.rules import parse, write
from tests.alerts.rules.strategies import rules


@given(rules)
@settings(max_examples=400)
def test_what_is_written_is_read_back(rule):
    text = write(rule)
    read = parse(text)
    assert read.rule == rule, (text, read)
    assert write(read.rule) == text
