"""The rule language: grammar, tree, explanation, completions. Pure: no Django, no database."""

from alerts.rules.completing import Completion, complete
from alerts.rules.parsing import parse
from alerts.rules.problems import Parsed, Problem
from alerts.rules.sentences import Sentence, explain
from alerts.rules.writing import write

__all__ = [
    "Completion",
    "Parsed",
    "Problem",
    "Sentence",
    "complete",
    "explain",
    "parse",
    "write",
]
