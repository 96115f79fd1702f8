"""docs/rules.md: whatever stands there as a rule is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alerts.rules import parse

DOCS = (Path(__file__).parents[3] / "docs" / "rules.md").read_text()
BLOCKS = re.findall(r"```rule\n(.*?)```", DOCS, flags=re.DOTALL)
FORMS = re.findall(r"^\| [a-z ]+ \| `([^`]+)`", DOCS, flags=re.MULTILINE)
CONDITIONS = DOCS.partition("## Conditions")[2].partition("Training sales")[0]
WORDS = re.findall(r"^\| (`.*?`) \|", CONDITIONS, flags=re.MULTILINE)


@pytest.mark.parametrize("text", [line for block in BLOCKS for line in block.splitlines()] + FORMS)
def test_every_rule_in_the_docs_is_understood(text):
    assert parse(text).problems == ()


@pytest.mark.parametrize("text", [word for row in WORDS for word in re.findall("`(.*?)`", row)])
def test_every_condition_in_the_docs_is_understood(text):
    assert parse(f"Refund {text}").problems == ()


def test_the_docs_were_found():
    assert len(BLOCKS) == 2
    assert len(FORMS) == 6
    assert len(WORDS) == 16
